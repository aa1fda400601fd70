"""Which lines of the workspace's files are not as they were at a revision."""

from __future__ import annotations

from difflib import SequenceMatcher
from hashlib import sha1
from typing import TYPE_CHECKING

from cobtrack.store import git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.store.load import Loaded

    ChangedLines = Mapping[str, tuple[range, ...]]
    """By file that changed: its lines that are new or other, or beside lines that went. The first line is 1."""


def changed_lines(loaded: Loaded, revision: str) -> ChangedLines | None:
    """The changed lines of each file that changed; None where git cannot read the revision."""
    before = git.blob_ids(loaded.root, revision)
    if before is None:
        return None
    now = {file: held for file, held in loaded.raw_bytes.items() if _blob(held) != before.get(file)}
    old = git.blob_contents(loaded.root, [before[file] for file in now if file in before])
    return {file: tuple(_changed(old.get(before.get(file, ""), b""), held)) for file, held in now.items()}


def _blob(held: bytes) -> str:
    """The id that git gives to a file of these bytes."""
    return sha1(b"blob %d\0" % len(held) + held, usedforsecurity=False).hexdigest()


def _changed(before: bytes, after: bytes) -> list[range]:
    # Other line ends are no change that somebody made.
    old, new = before.replace(b"\r\n", b"\n").split(b"\n"), after.replace(b"\r\n", b"\n").split(b"\n")
    steps = SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
    return [range(first + 1, max(last, first + 1) + 1) for tag, _, _, first, last in steps if tag != "equal"]
