"""Where a document or an export may be written: never over the workspace's own files, other people's, or a device."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from cobtrack.store.history import HISTORY_FOLDER
from cobtrack.store.root import MARKER
from cobtrack.store.write import WriteError, read_or_none

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_OWN = ("data", "templates")
_NEVER = {MARKER, ".gitignore", ".git", HISTORY_FOLDER, *_OWN}


def refuse_place(path: Path, *roots: Path) -> None:
    """Raise NotWrittenError where nothing may be written at `path`, whatever is there; `roots` are workspaces."""
    target = Path(os.path.realpath(path))
    _refuse_special(path, target)
    for root in {Path(os.path.realpath(root)) for root in (*roots, *_around(target))}:
        inside = target.relative_to(root).parts if target.is_relative_to(root) else ()
        # Some file systems take "Data" for "data".
        if (inside and inside[0].casefold() in _NEVER) or any(map(_is(target), _files(root))):
            what = f"{path} is one of the workspace's own files: a document is not written there"
            raise WriteError(what, "give another name with -o")


def before(path: Path, data: bytes, is_earlier: Callable[[bytes], bool], *, force: bool) -> bytes | None:
    """What the file at `path` holds, provided that `data` may take its place; None where there is none.

    Raises NotWrittenError where it is neither an earlier one of its kind nor written over by `force`.
    """
    there = read_or_none(path)
    if there is None or there == data or force or is_earlier(there):
        return there
    hint = "give another name with -o, or write over it with --force"
    raise WriteError(f"{path} is there already, and it is nothing that this command wrote", hint)


def _refuse_special(path: Path, target: Path) -> None:
    try:
        about = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISDIR(about.st_mode):
        raise WriteError(f"{path} is a folder", "name a file in it")
    is_output = False
    with suppress(OSError, ValueError, AttributeError):
        is_output = os.path.samestat(about, os.fstat(sys.stdout.fileno()))
    if is_output or not stat.S_ISREG(about.st_mode) or target.is_relative_to("/dev/fd"):
        raise WriteError(f"{path} is not an ordinary file", "-o - writes to the standard output")


def _around(target: Path) -> Iterator[Path]:
    """The workspace that a path lies in, if any."""
    for folder in target.parents:
        if os.path.lexists(folder / MARKER):
            yield folder
            return


def _files(root: Path) -> Iterator[Path]:
    yield root / MARKER
    for folder in _OWN:
        for parent, _, names in os.walk(root / folder):
            yield from (Path(parent, name) for name in names)


def _is(target: Path) -> Callable[[Path], bool]:
    """Whether a file is the same as `target`, under whatever name."""

    def is_same(path: Path) -> bool:
        with suppress(OSError):
            return path.samefile(target)
        return False

    return is_same if target.exists() else lambda _: False
