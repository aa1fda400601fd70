"""The lock of a workspace: one command at a time reads, checks and replaces its files."""

from __future__ import annotations

import errno
import os
import stat
import sys
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from cobtrack.store.write import WriteError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MAX_WAIT = 10.0
"""How many seconds a command waits for another one."""
_PAUSE = 0.02
_UNKNOWN = {errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}


@contextmanager
def locked(path: Path, wait: float | None = None, prepare: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock that the file at `path` is; the system lets go of it when the process ends, however it ends.

    `prepare` makes the folder of the file, which whoever had the lock may have removed. Raises NotWrittenError where
    another process has it for longer than `wait` seconds.
    """
    handle = _taken(path, prepare, time.monotonic() + (MAX_WAIT if wait is None else wait))
    try:
        yield
    finally:
        os.close(handle)


def _taken(path: Path, prepare: Callable[[], None], end: float) -> int:
    """The file, open and locked. Raises NotWrittenError where another process still has it at `end`."""
    while True:
        try:
            prepare()
            handle = _open(path)
        except FileNotFoundError:
            # Whoever had the lock has just removed the folder.
            if time.monotonic() > end:
                raise
            time.sleep(_PAUSE)
            continue
        try:
            _wait(handle, path, end)
            if _is_there(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _wait(handle: int, path: Path, end: float) -> None:
    while not _is_taken(handle):
        if time.monotonic() > end:
            message = f"another cobtrack command is writing in {path.parent.parent.resolve()}; nothing was written"
            raise WriteError(message, "wait until it is done, then run this one again")
        time.sleep(_PAUSE)


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, 0o660)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
    if sys.platform != "win32":
        # Whoever may write in the folder has to be able to wait for it; it is only the owner's to say so.
        with suppress(OSError):
            os.fchmod(handle, stat.S_IMODE(path.parent.stat().st_mode) & 0o666)
    return handle


def _is_there(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _is_taken(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _is_taken(handle: int) -> bool:
        """Whether this process has the lock now; True, too, where the file system knows no locks."""
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _UNKNOWN:
                raise
        return True
