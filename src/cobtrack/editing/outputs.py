"""Write documents, exports and schemas: all or none, and never over the workspace's files or those of other people."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.render.fingerprint import read_fingerprint
from cobtrack.store.history import HISTORY_FOLDER, History
from cobtrack.store.root import MARKER
from cobtrack.store.transaction import open_transaction
from cobtrack.store.write import WriteError, read_or_none, replace_all

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_DATA_FOLDERS = ("data", "templates")
_PROTECTED = {MARKER, ".gitignore", ".git", HISTORY_FOLDER, *_DATA_FOLDERS}
EDITED = "edited since cobtrack wrote it"
FOREIGN = "not written by cobtrack"
OTHER_AUDIENCE = "made for another audience"


class Output(NamedTuple):
    """A file that is made from the workspace."""

    path: Path
    data: bytes
    may_replace: Callable[[bytes], bool]
    """Whether an existing file with this content may be replaced, because an earlier run wrote it."""


class WrittenOutputs(NamedTuple):
    """What was written."""

    changed: frozenset[Path]
    """The files that changed; all others had the same content already."""
    recovery_note: str
    """What was done about an earlier command that was interrupted; "" if there was none."""


def write_outputs(root: Path, outputs: Sequence[Output], description: str, *, force: bool = False) -> WrittenOutputs:
    """Write all these files, or none.

    If all are in the workspace at `root`, `undo` can restore them, and shows the description. With `force` files of
    other people are overwritten too. Raises WriteError if a file may not be overwritten, OSError if it cannot be.
    """
    for output in outputs:
        # Checked before the workspace is locked: a refusal leaves no trace.
        content_to_replace(output, force=force)
    # Files outside of the workspace do not need its lock: it may be read-only.
    is_inside = all(History(root).name(output.path) for output in outputs)
    with open_transaction(root) if is_inside else nullcontext() as transaction:
        changes = {output.path: (content_to_replace(output, force=force), output.data) for output in outputs}
        if transaction:
            transaction.commit(changes, description)
        else:
            replace_all(changes)
    changed = frozenset(path for path, (before, after) in changes.items() if before != after)
    return WrittenOutputs(changed, transaction.recovery_note if transaction else "")


def content_to_replace(output: Output, *, force: bool = False) -> bytes | None:
    """Return what the file contains now; None if it does not exist. Raises WriteError if it may not be replaced."""
    content = read_or_none(output.path)
    if content is None or content == output.data or force or output.may_replace(content):
        return content
    hint = "choose another name with -o, or overwrite it with --force"
    raise WriteError(f"{output.path} already exists and was not written by this command", hint)


def document_conflict(content: bytes | None, document: bytes, *, is_build_folder: bool) -> str:
    """Return why replacing a file's content by a document would lose something; "" if it would not.

    A workspace's own template may make documents without a marker, which cannot be told from files of other people.
    They are replaced in the build folder, and nowhere else.
    """
    new = read_fingerprint(document)
    if content is None or content == document or (is_build_folder and new is None):
        return ""
    existing = read_fingerprint(content)
    if existing is None:
        return FOREIGN
    if existing.is_edited:
        return EDITED
    return OTHER_AUDIENCE if new and existing.audience != new.audience else ""


def refuse_place(path: Path, *roots: Path) -> None:
    """Raise WriteError if no output may be written to a path, whatever is there; `roots` are workspaces.

    A path may not lead to the workspace's own files, a folder, a device, or the file that standard output goes to.
    """
    target = Path(os.path.realpath(path))
    _refuse_special(path, target)
    for root in {Path(os.path.realpath(root)) for root in (*roots, *_enclosing_workspace(target))}:
        parts = target.relative_to(root).parts if target.is_relative_to(root) else ()
        # Some file systems do not distinguish "Data" from "data".
        is_protected = bool(parts) and parts[0].casefold() in _PROTECTED
        if is_protected or any(map(_same_file_as(target), _data_files(root))):
            raise WriteError(f"{path} is one of the workspace's own files", "choose another path with -o")


def _refuse_special(path: Path, target: Path) -> None:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return
    if stat.S_ISDIR(status.st_mode):
        raise WriteError(f"{path} is a folder", "name a file in it")
    is_standard_output = False
    with suppress(OSError, ValueError, AttributeError):
        is_standard_output = os.path.samestat(status, os.fstat(sys.stdout.fileno()))
    if is_standard_output or not stat.S_ISREG(status.st_mode) or target.is_relative_to("/dev/fd"):
        raise WriteError(f"{path} is not an ordinary file", "to write to standard output, use -o -")


def _enclosing_workspace(target: Path) -> Iterator[Path]:
    for folder in target.parents:
        if os.path.lexists(folder / MARKER):
            yield folder
            return


def _data_files(root: Path) -> Iterator[Path]:
    yield root / MARKER
    for folder in _DATA_FOLDERS:
        for parent, _, names in os.walk(root / folder):
            yield from (Path(parent, name) for name in names)


def _same_file_as(target: Path) -> Callable[[Path], bool]:
    """Return a test for whether a path leads to the same file as `target`, as links under other names do."""

    def is_same(path: Path) -> bool:
        with suppress(OSError):
            return path.samefile(target)
        return False

    return is_same if target.exists() else lambda _: False
