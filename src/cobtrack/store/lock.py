"""The lock of a workspace: only one command at a time reads, checks and replaces its files."""

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
"""How many seconds a command waits for another command to release the lock."""
_PAUSE = 0.02
_NOT_SUPPORTED = {errno.ENOSYS, errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP}


@contextmanager
def locked(path: Path, wait: float | None = None, prepare: Callable[[], None] = lambda: None) -> Iterator[None]:
    """Hold the lock on the file at `path`. The system releases the lock when the process ends, even if it is killed.

    `prepare` creates the folder of the file. It is called again if the last holder of the lock removed the folder.
    Raises WriteError if another process holds the lock for more than `wait` seconds.
    """
    handle = _lock(path, prepare, time.monotonic() + (MAX_WAIT if wait is None else wait))
    try:
        yield
    finally:
        os.close(handle)


def _lock(path: Path, prepare: Callable[[], None], deadline: float) -> int:
    """Return a handle of the locked file. Raises WriteError if another process holds the lock until the deadline."""
    while True:
        try:
            prepare()
            handle = _open(path)
        except FileNotFoundError:
            # The last holder has just removed the folder.
            if time.monotonic() > deadline:
                raise
            time.sleep(_PAUSE)
            continue
        try:
            _wait_for_lock(handle, path, deadline)
            # If the last holder removed the file, this lock is useless, because nobody else can open that file.
            if _is_file_at(handle, path):
                return handle
        except BaseException:
            os.close(handle)
            raise
        os.close(handle)


def _wait_for_lock(handle: int, path: Path, deadline: float) -> None:
    while not _try_lock(handle):
        if time.monotonic() > deadline:
            message = f"another cobtrack command is changing {path.parent.parent.resolve()}; nothing was written"
            raise WriteError(message, "wait until it has finished, then run this command again")
        time.sleep(_PAUSE)


def _open(path: Path) -> int:
    flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags, 0o660)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
    if sys.platform != "win32":
        # Everybody who may change files in the folder must be able to lock the file. Only its owner can permit that.
        with suppress(OSError):
            os.fchmod(handle, stat.S_IMODE(path.parent.stat().st_mode) & 0o666)
    return handle


def _is_file_at(handle: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(handle), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        """Try once to lock the file. Return False only if another process holds the lock.

        If the file system does not support locks, return True without a lock.
        """
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            if error.errno not in _NOT_SUPPORTED:
                raise
        return True
