"""Write several files so that a failure leaves either all old files or all new files, and never part of a file."""

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
    """The current and the new content of each file; None means that the file does not exist."""

_TEMPORARY_NAME = re.compile(r"\..+\.[0-9a-f]{8}\.cobtrack-tmp")


class WriteError(CobtrackError):
    """A write failed for a reason other than a mistake in the data. All files are unchanged."""


class FileChangedError(WriteError):
    """A file was changed by somebody else after it was read, so no file was written."""

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was changed while the command ran; nothing was written", "run the command again")


class Journal(Protocol):
    """Records the steps of a write, so that it can be finished or reversed after a crash."""

    def begin(self, files: list[Path], folders: list[Path]) -> None:
        """Record which files are about to change and which folders were created for these files."""

    def commit(self) -> None:
        """Record that all files have changed. If this raises an exception, all files are restored."""

    def cancel(self) -> None:
        """Record that all files are unchanged."""


def read_or_none(path: Path) -> bytes | None:
    """Return the content of a file, or None if the file does not exist.

    Raises OSError if the file cannot be read, or if it is a pipe or a device, because reading these could block.
    """
    try:
        # Opening a pipe must not block either. Windows has neither such pipes nor this flag.
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    except FileNotFoundError:
        return None
    with os.fdopen(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "it is not an ordinary file", str(path))
        with _blame_path(path):
            return file.read()


def resolve_inside(root: Path, name: str) -> Path:
    """Return the path of `name` in the workspace. Raises OSError if a link makes it point outside the workspace."""
    path = root / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise OSError(errno.EPERM, "a link points outside the workspace", str(path))
    return path


def is_leftover(name: str) -> bool:
    """Whether a file name is the name of a temporary copy, which exists only while cobtrack changes files."""
    return _TEMPORARY_NAME.fullmatch(name) is not None


def temporary_path(path: Path) -> Path:
    """Return an unused path for a temporary copy in the folder of `path`."""
    return path.with_name(f".{path.name}.{secrets.token_hex(4)}.cobtrack-tmp")


def replace_all(changes: Changes, journal: Journal | None = None) -> list[Path]:
    """Change or remove all the given files, and return the changed files.

    `changes` gives the expected and the new content of each file. Steps that can fail are first tried on temporary
    copies. If a path is a link, the file that the link points to is changed.

    Raises FileChangedError if a file does not have its expected content. Raises OSError if a file cannot be written.
    After an error, all files are unchanged.
    """
    changed = [_FileChange(Path(os.path.realpath(path)), *contents) for path, contents in changes.items()]
    changed = [change for change in changed if change.before != change.after]
    folders, copies, written = list[Path](), list[Path | None](), list[_FileChange]()
    try:
        for change in changed:
            _refuse_if_changed(change)
        for change in changed:
            folders += _make_parents(change.path) if change.after is not None else []
            copies.append(_write_copy(change.path, change.after) if change.after is not None else None)
        if journal and changed:
            journal.begin([change.path for change in changed], folders)
        for change, copy in zip(changed, copies, strict=True):
            # Check again at the last moment, because text editors do not take the lock.
            _refuse_if_changed(change)
            _replace(change.path, copy)
            written.append(change)
        for folder in sorted({change.path.parent for change in changed}):
            sync_folder(folder)
        if journal and changed:
            journal.commit()
    except BaseException as error:
        not_restored = [change.path for change in reversed(written) if not _restore(change)]
        _remove(copies, folders)
        if not_restored:
            message = "it was changed and could not be restored; the next command that writes will restore it"
            raise OSError(errno.EIO, message, str(not_restored[0])) from error
        if journal:
            with suppress(OSError):
                journal.cancel()
        raise
    return [change.path for change in changed]


class _FileChange(NamedTuple):
    """A file with its content before and after a change.

    `before` is None if the change creates the file, and `after` is None if the change removes the file.
    """

    path: Path
    before: bytes | None
    after: bytes | None


def _refuse_if_changed(change: _FileChange) -> None:
    if read_or_none(change.path) != change.before:
        raise FileChangedError(change.path)


def _replace(path: Path, copy: Path | None) -> None:
    """Replace a file with a copy, or remove the file if there is no copy."""
    with _blame_path(path):
        if copy is None:
            path.unlink()
        else:
            # Not Path.replace: tests make this function fail.
            os.replace(copy, path)  # noqa: PTH105


def _remove(copies: list[Path | None], folders: list[Path]) -> None:
    """Remove the given temporary copies, and remove each of the given folders that is empty."""
    for copy in filter(None, copies):
        with suppress(OSError):
            copy.unlink()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _make_parents(path: Path) -> list[Path]:
    """Create the missing parent folders of a file, and return the created folders."""
    missing = [folder for folder in path.parents if not folder.exists()]
    made = list[Path]()
    try:
        for folder in reversed(missing):
            folder.mkdir()
            made.append(folder)
    except OSError:
        _remove([], made)
        raise
    return made


def _write_copy(path: Path, data: bytes) -> Path:
    """Write the data to a temporary copy next to `path`, with the same permissions, and return the copy's path.

    Raises OSError if the copy cannot be written, or if `path` is read-only.
    """
    # Without this check, a read-only file would be replaced.
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it is read-only", str(path))
    copy = temporary_path(path)
    with _blame_path(path):
        write_new(copy, data, stat.S_IMODE(path.stat().st_mode) if path.exists() else None)
    return copy


def write_new(path: Path, data: bytes, mode: int | None = None) -> None:
    """Create a file with these bytes, and wait until they are on the disk.

    Raises OSError if that fails. In this case, no file is left.
    """
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


def sync_folder(folder: Path) -> None:
    """Wait until the names of the files in a folder are on the disk, if the system supports that."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with _blame_path(folder):
            os.fsync(handle)
    except OSError as error:
        # Some file systems do not support fsync on a folder.
        if error.errno not in {errno.EINVAL, errno.ENOTSUP}:
            raise
    finally:
        os.close(handle)


def _restore(change: _FileChange) -> bool:
    """Restore the previous content of a file. Return False if that failed."""
    copy = None
    try:
        copy = None if change.before is None else _write_copy(change.path, change.before)
        _replace(change.path, copy)
    except OSError:
        _remove([copy], [])
        return False
    return True


@contextmanager
def _blame_path(path: Path) -> Iterator[None]:
    """Change any OSError on a temporary file so that it names `path` instead."""
    try:
        yield
    except OSError as error:
        error.filename, error.filename2 = str(path), None
        raise
