"""Writing: the old files or the new ones, never half of one and never some of several."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Changes = Mapping[Path, tuple[bytes | None, bytes]]
    """What each file holds (None where there is none), and what it is to hold."""


def current(path: Path) -> bytes | None:
    """What the file holds now; None where there is none.

    Raises OSError where it cannot be read.
    """
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def write(path: Path, data: bytes) -> bool:
    """Make `path` hold `data`, in one step; False where it did already. A link stays, and what it leads to is written.

    Raises OSError where it cannot be written; the file is then as it was.
    """
    before = current(path)
    if before != data:
        _replace([_New(Path(os.path.realpath(path)), before, data)])
    return before != data


def within(root: Path, name: str) -> Path:
    """The path of `name` in the workspace. Raises OSError where a link leads it out of there."""
    path = root / name
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root)):
        raise OSError(errno.EPERM, "a link leads out of the workspace", str(path))
    return path


class ChangedError(Exception):
    """The file is no longer what it was when it was read; nothing was written."""

    hint = "somebody else changed it meanwhile: run the command again"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} was changed while the command ran; nothing was written")


def splice(path: Path, before: bytes, after: bytes) -> None:
    """Replace the file's content by `after`, provided that it still is `before`.

    Raises ChangedError where it is not, OSError where it cannot be written; the file is then as it was.
    """
    splice_all({path: (before, after)})


def splice_all(changes: Changes) -> None:
    """Replace the content of all these files, provided that each still is what it was.

    Raises ChangedError where one is not, OSError where one cannot be written; all files are then as they were.
    """
    for path, (before, _) in changes.items():
        if current(path) != before:
            raise ChangedError(path)
    _replace([_New(Path(os.path.realpath(path)), *both) for path, both in changes.items() if both[0] != both[1]])


class _New(NamedTuple):
    """A file, what it holds (None where there is none), and what it is to hold."""

    path: Path
    before: bytes | None
    after: bytes


def _replace(files: list[_New]) -> None:
    """Give all files their new content: what can go wrong is tried on copies, before the first of them changes."""
    folders, copies, written = list[Path](), list[Path](), list[_New]()
    try:
        for one in files:
            folders += _folders(one.path)
            copies.append(_copy(one.path, one.after))
        for one, copy in zip(files, copies, strict=True):
            with _about(one.path):
                copy.replace(one.path)
            written.append(one)
    except BaseException as error:
        stuck = [one.path for one in reversed(written) if not _put_back(one)]
        _cleared(copies, folders)
        if stuck:
            message = "it was written, others were not, and it could not be put back"
            raise OSError(errno.EIO, message, str(stuck[0])) from error
        raise


def _cleared(copies: list[Path], folders: list[Path]) -> None:
    for copy in copies:
        with suppress(OSError):
            copy.unlink()
    for folder in reversed(folders):
        with suppress(OSError):
            folder.rmdir()


def _folders(path: Path) -> list[Path]:
    """The folders that had to be made for a file."""
    missing = [one for one in path.parents if not one.exists()]
    path.parent.mkdir(parents=True, exist_ok=True)
    return missing[::-1]


def _copy(path: Path, data: bytes) -> Path:
    """A file beside `path` that holds the data, on the disk. Raises OSError where `path` may not be changed."""
    import tempfile  # noqa: PLC0415 - it brings much, and most commands write nothing

    # A new file takes the place of the old one, whoever may write to that.
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it may only be read", str(path))
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    with _about(path):
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        made = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            made.chmod(mode)
        except BaseException:
            with suppress(OSError):
                made.unlink()
            raise
    return made


def _put_back(one: _New) -> bool:
    """Make a file what it was before; whether that could be done."""
    try:
        if one.before is None:
            one.path.unlink()
        else:
            _copy(one.path, one.before).replace(one.path)
    except OSError:
        return False
    return True


@contextmanager
def _about(path: Path) -> Iterator[None]:
    """Errors of the files beside it are told as this file's."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def _umask() -> int:
    # There is no way to read it without setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
