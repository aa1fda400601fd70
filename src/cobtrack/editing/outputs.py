"""Write documents, exports and schemas, without overwriting the workspace's own files or other people's files."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.render.fingerprint import read_fingerprint
from cobtrack.store.history import HISTORY_FOLDER, History
from cobtrack.store.public_files import is_private
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
    """A file that a command makes from the workspace."""

    path: Path
    data: bytes | None
    """The new content. None means that the file belongs to an earlier run and has to be removed."""
    may_replace: Callable[[bytes], bool]
    """Returns whether an existing file with the given content may be replaced, because an earlier run wrote it."""


class WrittenOutputs(NamedTuple):
    """The result of writing outputs."""

    changed: frozenset[Path]
    """The changed files. All other files already had the same content."""
    recovery_note: str
    """A note on how an interrupted command was finished or reversed, or "" if no command was interrupted."""


def write_outputs(root: Path, outputs: Sequence[Output], description: str, *, force: bool = False) -> WrittenOutputs:
    """Write all the given files. If one file cannot be written, no file is changed.

    If all files are in the workspace at `root`, `undo` can restore the files, and `undo` shows `description` to the
    user. With `force`, other people's files are overwritten too.

    Raises WriteError if a file must not be overwritten. Raises OSError if a file cannot be written.
    """
    for output in outputs:
        # Check before the workspace is locked, so that a refusal leaves no trace.
        content_to_replace(output, force=force)
    # Do not lock the workspace for files outside it, because the workspace can be read-only.
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
    """Return the current content of the file, or None if there is no file.

    Raises WriteError if the file must not be replaced.
    """
    content = read_or_none(output.path)
    if content is None or content == output.data or force or output.may_replace(content):
        return content
    hint = "choose another name with -o, or overwrite it with --force"
    raise WriteError(f"{output.path} already exists and was not written by this command", hint)


def document_conflict(content: bytes | None, document: bytes, *, is_build_folder: bool) -> str:
    """Return why replacing a file with a document would lose something, or "" if nothing would be lost.

    A document from a workspace's own template might lack the marker of cobtrack. Such a document looks like another
    person's file, so it is replaced only in the build folder.
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
    """Raise WriteError if a command must never write an output to a path.

    The path must not point to one of the files of the workspaces at `roots`, to a folder or device, or to the file that
    receives standard output.
    """
    target = Path(os.path.realpath(path))
    _refuse_special(path, target)
    for root in {Path(os.path.realpath(root)) for root in (*roots, *_enclosing_workspace(target))}:
        parts = target.relative_to(root).parts if target.is_relative_to(root) else ()
        # Some file systems do not distinguish "Data" from "data".
        is_protected = bool(parts) and parts[0].casefold() in _PROTECTED
        if is_protected or _is_data_file(target, root):
            raise WriteError(f"{path} is one of the workspace's own files", "choose another path with -o")


def refuse_public_place(path: Path, root: Path) -> None:
    """Raise WriteError if a file at a path would not stay private, or if a command must never write to the path.

    `root` is the folder of the workspace.
    """
    refuse_place(path, root)
    if is_private(path):
        return
    name = f"focal-points.internal{path.suffix}"
    private = next((place for place in (path.with_name(name), Path(name), root / name) if is_private(place)), None)
    hint = f"choose a file that git ignores: -o {private}" if private else "add the line *.internal.* to .gitignore"
    raise WriteError(f"{path} would not stay private, because git does not ignore it or it is published", hint)


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


def _is_data_file(target: Path, root: Path) -> bool:
    """Whether a path points to one of the files of a workspace, even through a link."""
    try:
        status = target.stat()
    except OSError:
        return False
    for name in _data_files(root):
        with suppress(OSError):
            # A site has hundreds of files, and a Path for each pair of files would take seconds.
            if os.path.samestat(status, os.stat(name)):  # noqa: PTH116
                return True
    return False


def _data_files(root: Path) -> Iterator[str]:
    yield str(root / MARKER)
    for folder in _DATA_FOLDERS:
        for parent, _, names in os.walk(root / folder):
            yield from (f"{parent}/{name}" for name in names)
