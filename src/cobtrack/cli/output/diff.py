"""What a command would change, as lines that go and lines that come."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.cli.output.terminal import Terminal

_STYLES = {"+": "green", "-": "red", "@": "dim"}
_MOST = 2000
"""So many lines in a row are compared each with each; more are shown as gone and come."""


def show_changes(terminal: Terminal, before: Mapping[str, bytes], after: Mapping[str, bytes]) -> None:
    """Print how files would change, and that nothing was written; `after` has the files that change, by name."""
    for name, text in after.items():
        old, new = before.get(name, b"").decode().splitlines(), text.decode().splitlines()
        lines = [*changed_lines(old, new, context=3)]
        for line in [f"--- {name}", f"+++ {name}", *lines] if lines else ():
            terminal.print(line, _STYLES.get(line[:1], ""))
    terminal.notify("Nothing written (--dry-run).")


def changed_lines(old: Sequence[str], new: Sequence[str], context: int = 0) -> Iterator[str]:
    """The lines that go and come, with as many around them, each group behind a line that says where it is."""
    for group in _Lines(None, old, new, autojunk=False).get_grouped_opcodes(context):
        first, last = group[0], group[-1]
        yield f"@@ -{_where(first[1], last[2])} +{_where(first[3], last[4])} @@"
        for tag, start, end, other_start, other_end in group:
            if tag == "equal":
                yield from (f" {line}" for line in old[start:end])
            else:
                yield from (f"-{line}" for line in old[start:end])
                yield from (f"+{line}" for line in new[other_start:other_end])


def _where(start: int, end: int) -> str:
    count = end - start
    return str(start + 1) if count == 1 else f"{start + 1 if count else start},{count}"


class _Lines(SequenceMatcher[str]):
    """Compares from one line that both texts have once to the next: a whole file would take the square of its lines."""

    a: Sequence[str]
    b: Sequence[str]

    def get_matching_blocks(self) -> list[Match]:
        """The stretches that are the same, and an empty one at the end."""
        ends = (len(self.a), len(self.b))
        found = list[Match]()
        for (a, b), (to_a, to_b) in pairwise([(-1, -1), *_anchors(self.a, self.b), ends]):
            for block in [*_between(self.a[a + 1 : to_a], self.b[b + 1 : to_b]), Match(to_a - a - 1, to_b - b - 1, 1)]:
                start, other = a + 1 + block.a, b + 1 + block.b
                if found and (found[-1].a + found[-1].size, found[-1].b + found[-1].size) == (start, other):
                    found[-1] = found[-1]._replace(size=found[-1].size + block.size)
                else:
                    found.append(Match(start, other, block.size))
        # The line behind the last one is none.
        found[-1] = found[-1]._replace(size=found[-1].size - 1)
        return found if not found[-1].size else [*found, Match(*ends, 0)]


def _between(old: Sequence[str], new: Sequence[str]) -> list[Match]:
    if not (old and new) or max(len(old), len(new)) > _MOST:
        return []
    return SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()[:-1]


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """The lines that stand once in both, as many as follow one another in both."""
    counts, others = Counter(old), Counter(new)
    places = {line: place for place, line in enumerate(new) if others[line] == 1 and counts[line] == 1}
    # By their length the chains of such lines that end earliest, each with the one that is behind it.
    ends, chains = list[int](), list[tuple[int, int, object]]()
    for place, line in enumerate(old):
        if (other := places.get(line)) is not None:
            at = bisect_left(ends, other)
            chain = (place, other, chains[at - 1] if at else None)
            ends[at : at + 1], chains[at : at + 1] = [other], [chain]
    found = list[tuple[int, int]]()
    chain_: object = chains[-1] if chains else None
    while isinstance(chain_, tuple):
        found.append(chain_[:2])
        chain_ = chain_[2]
    return found[::-1]
