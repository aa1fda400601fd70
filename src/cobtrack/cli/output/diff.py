"""The difference between two versions of files: removed and added lines."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.cli.output.terminal import Terminal

NOTHING_WRITTEN = "Nothing written (--dry-run)."
_NO_FILE = "/dev/null"
"""The name of a file that does not exist, as in a diff of git."""
_STYLES = {"+": "green", "-": "red", "@": "dim"}
_MAX_COMPARED = 2000
"""The maximum length in lines of parts that are compared line by line. Longer parts are shown as removed and added."""


def show_changes(terminal: Terminal, before: Mapping[str, bytes], after: Mapping[str, bytes | None]) -> None:
    """Print the changes to files, and a note that nothing was written.

    `before` has the contents of the files before the changes, keyed by file name. `after` has the new contents, and
    None for files that are deleted.
    """
    for name, text in after.items():
        old, new = before.get(name, b"").decode().splitlines(), (text or b"").decode().splitlines()
        lines = [*changed_lines(old, new, context=3)]
        names = [f"--- {name if name in before else _NO_FILE}", f"+++ {_NO_FILE if text is None else name}"]
        for line in [*names, *lines] if lines else ():
            terminal.print(line, _STYLES.get(line[:1], ""))
    terminal.notify(NOTHING_WRITTEN)


def changed_lines(old: Sequence[str], new: Sequence[str], context: int = 0) -> Iterator[str]:
    """Yield the lines of a unified diff between two texts. `context` is the number of lines around each change."""
    for group in _Lines(None, old, new, autojunk=False).get_grouped_opcodes(context):
        first, last = group[0], group[-1]
        yield f"@@ -{_line_range(first[1], last[2])} +{_line_range(first[3], last[4])} @@"
        for tag, start, end, other_start, other_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[start:end])
            else:
                yield from (f"-{line}" for line in old[start:end])
                yield from (f"+{line}" for line in new[other_start:other_end])


def _line_range(start: int, end: int) -> str:
    count = end - start
    return str(start + 1) if count == 1 else f"{start + 1 if count else start},{count}"


class _Lines(SequenceMatcher[str]):
    """A comparison of two texts.

    Lines that occur exactly once in each text divide the texts into parts, and only the parts are compared. Comparing
    whole texts would take too long, because the time grows with the square of the number of lines.
    """

    a: Sequence[str]
    b: Sequence[str]

    def get_matching_blocks(self) -> list[Match]:
        """Return the blocks of lines that are equal in both texts, and an empty block at the end."""
        ends = (len(self.a), len(self.b))
        blocks = list[Match]()
        for (a, b), (to_a, to_b) in pairwise([(-1, -1), *_anchors(self.a, self.b), ends]):
            for block in [*_between(self.a[a + 1 : to_a], self.b[b + 1 : to_b]), Match(to_a - a - 1, to_b - b - 1, 1)]:
                start, other = a + 1 + block.a, b + 1 + block.b
                if blocks and (blocks[-1].a + blocks[-1].size, blocks[-1].b + blocks[-1].size) == (start, other):
                    blocks[-1] = blocks[-1]._replace(size=blocks[-1].size + block.size)
                else:
                    blocks.append(Match(start, other, block.size))
        # The last block includes the position after the last line, where there is no line.
        blocks[-1] = blocks[-1]._replace(size=blocks[-1].size - 1)
        return blocks if not blocks[-1].size else [*blocks, Match(*ends, 0)]


def _between(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    """Return the blocks of lines that are equal in `old` and `new`. Each text is the part between two anchors."""
    if not (old and new) or max(len(old), len(new)) > _MAX_COMPARED:
        return []
    return SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()[:-1]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Return the longest series of anchors that have the same order in both texts.

    An anchor is a line that occurs exactly once in each text. The result has each anchor's positions in `old` and in
    `new`.
    """
    counts, others = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if others[line] == 1 and counts[line] == 1}
    # For each length, the series that ends earliest. A series is a chain of its last line and the series before.
    ends, chains = list[int](), list[tuple[int, int, object]]()
    for place, line in enumerate(old):
        if (other := places.get(line)) is not None:
            at = bisect_left(ends, other)
            chain = (place, other, chains[at - 1] if at else None)
            ends[at : at + 1], chains[at : at + 1] = [other], [chain]
    anchors = list[tuple[int, int]]()
    chain_: object = chains[-1] if chains else None
    while isinstance(chain_, tuple):
        anchors.append(chain_[:2])
        chain_ = chain_[2]
    return anchors[::-1]
