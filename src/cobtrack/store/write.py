"""Writing: the old file or the new one, never half of it."""

from __future__ import annotations

import errno
import os
from contextlib import suppress
from pathlib import Path


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
    if current(path) == data:
        return False
    path = Path(os.path.realpath(path))
    # A new file takes the place of the old one, whoever may write to that.
    if path.exists() and not os.access(path, os.W_OK):
        raise PermissionError(errno.EACCES, "it may only be read", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    mode = path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask()
    import tempfile  # noqa: PLC0415 - it brings much, and most commands write nothing

    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)  # noqa: PTH101
        os.replace(name, path)  # noqa: PTH105
    except BaseException as error:
        with suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        if isinstance(error, OSError):
            error.filename = str(path)
        raise
    return True


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
    if current(path) != before:
        raise ChangedError(path)
    write(path, after)


def _umask() -> int:
    # There is no way to read it without setting it.
    mask = os.umask(0)
    os.umask(mask)
    return mask
