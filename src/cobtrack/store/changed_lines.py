"""Find the lines of a workspace's files that changed since a git revision."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.text.compare import Comparison
from cobtrack.store import git

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.store.load import Loaded

    ChangedLines = Mapping[str, tuple[range, ...]]
    """The line numbers (from 1) where each changed file has new, changed or deleted lines, keyed by file name."""


def changed_lines(loaded: Loaded, revision: str) -> ChangedLines | None:
    """Return the changed lines of every changed file, or None if git cannot read the revision."""
    old_ids = git.blob_ids(loaded.root, revision)
    if old_ids is None:
        return None
    changed = {
        file: data
        for file, data in loaded.raw_bytes.items()
        if file not in old_ids or not git.is_blob(data, old_ids[file])
    }
    old_contents = git.blob_contents(loaded.root, [old_ids[file] for file in changed if file in old_ids])
    return {
        file: tuple(changed_ranges(old_contents.get(old_ids.get(file, ""), b""), data))
        for file, data in changed.items()
    }


def changed_ranges(before: bytes, after: bytes) -> list[range]:
    """Return the ranges of line numbers (from 1) in the file `after` that are new, changed or next to deleted lines."""
    old, new = _lines(before), _lines(after)
    steps = Comparison(old, new).get_opcodes()
    return [range(first + 1, max(last, first + 1) + 1) for tag, _, _, first, last in steps if tag != "equal"]


def new_line_numbers(before: bytes, after: bytes) -> list[int]:
    """Return the new number of each line of a file that was changed. For a deleted line, it is the line below."""
    numbers = list[int]()
    for tag, first, last, new_first, _ in Comparison(_lines(before), _lines(after)).get_opcodes():
        numbers += [new_first + 1 + (number if tag == "equal" else 0) for number in range(last - first)]
    return numbers


def _lines(data: bytes) -> list[str]:
    """Return the lines of a file. A person did not make the change if only the line ends differ."""
    return data.replace(b"\r\n", b"\n").decode("latin-1").split("\n")
