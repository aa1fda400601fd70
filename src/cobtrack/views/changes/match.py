"""Find the items of two lists that belong together."""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

_MAX_COMPARED = 10_000
"""The greatest number of pairs that are compared. In longer lists, only equal items belong together."""

Item = TypeVar("Item")


class Matches(NamedTuple):
    """The positions of the items of two lists that belong together, and of the other items."""

    pairs: list[tuple[int, int]]
    """The position in the first list and in the second list, in the order of the second list."""
    removed: list[int]
    added: list[int]

    @property
    def is_reordered(self) -> bool:
        """Whether the items that belong together have another order in the second list."""
        first = [position for position, _ in self.pairs]
        return first != sorted(first)


def match(
    before: Sequence[Item],
    after: Sequence[Item],
    signature: Callable[[Item], Hashable],
    likeness: Callable[[Item, Item], float] | None = None,
) -> Matches:
    """Return which items of two lists belong together.

    Items with the same signature belong together. Of the other items, the most similar belong together, as long as
    their likeness is greater than 0.
    """
    positions = defaultdict[object, deque[int]](deque)
    for position, item in enumerate(before):
        positions[signature(item)].append(position)
    pairs, added = list[tuple[int, int]](), list[int]()
    for position, item in enumerate(after):
        if same := positions[signature(item)]:
            pairs.append((same.popleft(), position))
        else:
            added.append(position)
    removed = sorted(position for rest in positions.values() for position in rest)
    if likeness and len(removed) * len(added) <= _MAX_COMPARED:
        scores = ((likeness(before[old], after[new]), old, new) for old in removed for new in added)
        for _, old, new in sorted((item for item in scores if item[0] > 0), key=lambda item: (-item[0], *item[1:])):
            if old in removed and new in added:
                pairs.append((old, new))
                removed.remove(old)
                added.remove(new)
    return Matches(sorted(pairs, key=lambda pair: pair[1]), removed, added)
