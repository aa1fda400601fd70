"""Compare two series of lines or words in linear time."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from difflib import Match, SequenceMatcher
from itertools import filterfalse, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_MAX_STEPS = 2_000_000
"""The greatest number of steps to compare two series at once. This is a fraction of a second."""


class Comparison(SequenceMatcher[str]):
    """A comparison of two series of lines or words.

    If comparing the whole series would take too long, items that occur exactly once in each series divide the series
    into parts, and only the parts are compared. A part that would still take too long has no equal items.
    """

    a: Sequence[str]
    b: Sequence[str]

    def __init__(self, old: Sequence[str], new: Sequence[str], is_filler: Callable[[str], bool] | None = None) -> None:
        """Prepare a comparison of `old` and `new`.

        Fillers, such as spaces between words, are equal only if an item next to them is equal too.
        """
        self._is_filler = is_filler
        # Only the parts are compared, so do not prepare a comparison of the whole series.
        super().__init__(None, (), (), autojunk=False)
        self.a, self.b = old, new

    def get_matching_blocks(self) -> list[Match]:
        """Return the blocks of items that are equal in both series, and an empty block at the end."""
        ends = (len(self.a), len(self.b))
        is_short = _steps(self.a, self.b, self._is_filler) <= _MAX_STEPS
        anchors = [] if is_short else _anchors(self.a, self.b, self._is_filler)
        blocks = list[Match]()
        for (a, b), (to_a, to_b) in pairwise([(-1, -1), *anchors, ends]):
            part = _between(self.a[a + 1 : to_a], self.b[b + 1 : to_b], self._is_filler)
            for block in [*part, Match(to_a - a - 1, to_b - b - 1, 1)]:
                start, other = a + 1 + block.a, b + 1 + block.b
                if blocks and (blocks[-1].a + blocks[-1].size, blocks[-1].b + blocks[-1].size) == (start, other):
                    blocks[-1] = blocks[-1]._replace(size=blocks[-1].size + block.size)
                else:
                    blocks.append(Match(start, other, block.size))
        # The last block includes the position after the last item, where there is no item.
        blocks[-1] = blocks[-1]._replace(size=blocks[-1].size - 1)
        return blocks if not blocks[-1].size else [*blocks, Match(*ends, 0)]


def _steps(old: Sequence[str], new: Sequence[str], is_filler: Callable[[str], bool] | None) -> int:
    """Return the greatest number of steps that a comparison of two series can take."""
    counts, others = (Counter(filterfalse(is_filler, items) if is_filler else items) for items in (old, new))
    pairs = sum(count * others[item] for item, count in counts.items())
    # Each equal block can need another search through all pairs.
    return (pairs + len(old)) * min(len(old), len(new))


def _between(old: Sequence[str], new: Sequence[str], is_filler: Callable[[str], bool] | None) -> list[Match]:
    """Return the blocks of items that are equal in `old` and `new`. Each series is the part between two anchors."""
    if not (old and new) or _steps(old, new, is_filler) > _MAX_STEPS:
        return []
    return SequenceMatcher(is_filler, old, new, autojunk=False).get_matching_blocks()[:-1]


def _anchors(old: Sequence[str], new: Sequence[str], is_filler: Callable[[str], bool] | None) -> list[tuple[int, int]]:
    """Return the longest series of anchors that have the same order in both series.

    An anchor is an item that occurs exactly once in each series. The result has each anchor's positions in `old` and in
    `new`.
    """
    counts, others = Counter(old), Counter(new)
    places = {
        item: place
        for place, item in enumerate(new)
        if others[item] == 1 and counts[item] == 1 and not (is_filler and is_filler(item))
    }
    # For each length, the series that ends earliest. A series is a chain of its last item and the series before.
    ends, chains = list[int](), list[tuple[int, int, object]]()
    for place, item in enumerate(old):
        if (other := places.get(item)) is not None:
            at = bisect_left(ends, other)
            chain = (place, other, chains[at - 1] if at else None)
            ends[at : at + 1], chains[at : at + 1] = [other], [chain]
    anchors = list[tuple[int, int]]()
    chain_: object = chains[-1] if chains else None
    while isinstance(chain_, tuple):
        anchors.append(chain_[:2])
        chain_ = chain_[2]
    return anchors[::-1]
