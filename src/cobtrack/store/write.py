"""Writing: the old files or the new ones, never half of one and never some of several."""

from __future__ import annotations

import errno
import os
import re
import secrets
import stat
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Changes = Mapping[Path, tuple[bytes | None, bytes | None]]
    """What each file holds and what it is to hold; None where there is, or is to be, no file."""

_LEFTOVER = re.compile(r"\..+\.[0-9a-f]{8}\.cobtrack-tmp")


class WriteError(CobtrackError):
    """Nothing was written, for a reason that has nothing to do with the data."""


class FileChangedError(WriteError):
    """The file is no longer what it was when it was read; nothing was written."""

    def __init__(self, path: Path) -> None:
        message = f"{path} was changed while the command ran; nothing was written"
        super().__init__(message, "somebody else changed it meanwhile: run the command again")


class Journal(Protocol):
    """What is told of a write, so that it can be finished or taken back after a crash."""

    def begin(self, files: list[Path], folders: list[Path]) -> None:
        """Before the first file changes: which files will, and which folders were made for them."""

    def commit(self) -> None:
        """All files have changed; where this fails they are put back."""

    def cancel(self) -> None:
        """All files are as they were."""


def read_or_none(path: Path) -> bytes | None:
    """What the file holds now; None where there is none.

    Raises OSError where it cannot be read, or is no ordinary file: a pipe would be waited for, a device has no end.
    """
    try:
        # Without waiting for the other end of a pipe; on Windows there are none.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
        with _blame_path(path):
            return file.read()


def resolve_inside(root: Path, name: str) -> Path:
    """The path of `name` in the workspace. Raises OSError where a link leads it out of there."""
    path = root / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise OSError(errno.EPERM, "a link leads out of the workspace", str(path))
    return path


def is_leftover(name: str) -> bool:
    """Whether a file has the name of a copy that is only there while cobtrack writes."""
    return _LEFTOVER.fullmatch(name) is not None


def replace_all(changes: Changes, journal: Journal | None = None) -> list[Path]:
    """Give all these files their new content, or remove them, provided that each still is what it was; which changed.

    What can go wrong is tried on copies, before the first of them changes; a link stays, and what it leads to is
    written. Raises ChangedError where one is not what it was, OSError where one cannot be written; all files are then
    as they were.
    """
    files = [_New(Path(os.path.realpath(path)), *both) for path, both in changes.items() if both[0] != both[1]]
    folders, copies, written = list[Path](), list[Path | None](), list[_New]()
    try:
        for one in files:
            _refuse_changed(one)
        for one in files:
            folders += _folders(one.path) if one.after is not None else []
            copies.append(_copy(one.path, one.after) if one.after is not None else None)
        if journal and files:
            journal.begin([one.path for one in files], folders)
        for one, copy in zip(files, copies, strict=True):
            # Editors take no lock: the bytes are compared at the last moment.
            _refuse_changed(one)
            _put(one.path, copy)
            written.append(one)
        _on_disk({one.path.parent for one in files})
        if journal and files:
            journal.commit()
    except BaseException as error:
        stuck = [one.path for one in reversed(written) if not _put_back(one)]
        _cleared(copies, folders)
        if stuck:
            message = "it was written and could not be put back; the next command that writes puts it right"
            raise OSError(errno.EIO, message, str(stuck[0])) from error
        if journal:
            with suppress(OSError):
                journal.cancel()
        raise
    return [one.path for one in files]


class _New(NamedTuple):
    """A file, what it holds, and what it is to hold."""

    path: Path
    before: bytes | None
    after: bytes | None


def _refuse_changed(one: _New) -> None:
    if read_or_none(one.path) != one.before:
        raise FileChangedError(one.path)


def _put(path: Path, copy: Path | None) -> None:
    """Put a copy in the place of a file; without one, remove it."""
    with _blame_path(path):
        if copy is None:
            path.unlink()
        else:
            # Not Path.replace: what a test lets fail is this.
            os.replace(copy, path)  # noqa: PTH105


def _cleared(copies: list[Path | None], folders: list[Path]) -> None:
    for copy in filter(None, copies):
        with suppress(OSError):
            copy.unlink()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _folders(path: Path) -> list[Path]:
    """The folders that had to be made for a file."""
    missing = [one for one in path.parents if not one.exists()]
    made = list[Path]()
    try:
        for one in reversed(missing):
            one.mkdir()
            made.append(one)
    except OSError:
        _cleared([], made)
        raise
    return made


def _copy(path: Path, data: bytes) -> Path:
    """A file beside `path` that holds the data, on the disk. Raises OSError where `path` may not be changed."""
    # A new file takes the place of the old one, whoever may write to that.
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it may only be read", str(path))
    made = path.with_name(f".{path.name}.{secrets.token_hex(4)}.cobtrack-tmp")
    with _blame_path(path):
        write_new(made, data, stat.S_IMODE(path.stat().st_mode) if path.exists() else None)
    return made


def write_new(path: Path, data: bytes, mode: int | None = None) -> None:
    """Make a new file with these bytes, on the disk. Raises OSError where it cannot be made; there is none then."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    handle = os.open(path, flags, 0o666 if mode is None else mode)
    try:
        try:
            rest = memoryview(data)
            while rest:
                rest = rest[os.write(handle, rest) :]
            os.fsync(handle)
        finally:
            os.close(handle)
        if mode is not None:
            path.chmod(mode)
    except BaseException:
        with suppress(OSError):
            path.unlink()
        raise


def _on_disk(folders: set[Path]) -> None:
    """Have the names of files in these folders written to the disk."""
    for folder in sorted(folders):
        sync_folder(folder)


def sync_folder(folder: Path) -> None:
    """Have the names of the files in a folder written to the disk, where the system has a way to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with _blame_path(folder):
            os.fsync(handle)
    except OSError as error:
        # Some file systems know no such thing.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def _put_back(one: _New) -> bool:
    """Make a file what it was before; whether that could be done."""
    copy = None
    try:
        copy = None if one.before is None else _copy(one.path, one.before)
        _put(one.path, copy)
    except OSError:
        _cleared([copy], [])
        return False
    return True


@contextmanager
def _blame_path(path: Path) -> Iterator[None]:
    """Errors of the files beside it are told as this file's."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise
