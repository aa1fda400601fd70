"""Columns of a matrix whose values are on other rows than before: sorted, or moved, without the rest of their rows."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.matrix.columns import cell_text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cobtrack.exchange.matrix.columns import Snapshot

_FEW = 3


def sorted_alone(base: Snapshot, rows: Sequence[tuple[str, Mapping[str, Any]]]) -> list[str]:
    """The keys of the columns that were sorted or moved by themselves; `rows` are ids and cells as they stand."""
    # The id and the words of a row tell by themselves that they were parted.
    keys = [key for key in base.headers if key not in {"id", "paragraph", "text"}]
    return [
        key
        for key in keys
        if _is_moved([(base.rows[row][key], cell_text(key, cells[key])) for row, cells in rows if key in cells])
    ]


def _is_moved(values: list[tuple[str, str]]) -> bool:
    """Whether the values, each as it was and as it is, are for the most part those of other rows.

    Two values that changed places may be meant. Three unlike ones in new places are not, nor a column whose values are
    all there but in order, as they were not before.
    """
    changed = [(old, new) for old, new in values if old != new]
    gone, come = Counter(old for old, _ in changed if old), Counter(new for _, new in changed if new)
    moved = gone & come
    if not moved:
        return False
    is_sorted = _in_order([new for _, new in values]) and not _in_order([old for old, _ in values])
    is_whole = gone == come
    return (
        len(moved) >= _FEW
        or (is_whole and (is_sorted or len(changed) > _FEW))
        or (is_sorted and moved.total() * 2 >= come.total() and moved.total() >= _FEW)
    )


def _in_order(values: list[str]) -> bool:
    """Whether a spreadsheet would leave them so: ascending or descending, the empty cells last."""
    filled = [value.casefold() for value in values if value]
    is_last = all(values[: len(filled)])
    return is_last and (
        all(first <= second for first, second in pairwise(filled))
        or all(first >= second for first, second in pairwise(filled))
    )
