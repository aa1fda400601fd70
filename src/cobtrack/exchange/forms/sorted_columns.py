"""Find columns of a spreadsheet that were sorted or moved without the rest of their rows."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cobtrack.exchange.forms.snapshot import Snapshot

_MIN_MOVED = 3
"""The fewest values in new rows that show a sorted column. Somebody may have swapped two values on purpose."""


def columns_sorted_alone(snapshot: Snapshot, rows: Sequence[tuple[str, Mapping[str, str]]]) -> list[str]:
    """Return the keys of the columns whose values have mostly moved to the rows of other records.

    Each item in `rows` has the id of a record and the texts of its row, keyed by column.
    """
    # Rows whose id and text do not match are detected elsewhere.
    cell_text = snapshot.form.cell_text
    keys = [key for key in snapshot.headers if key not in {"id", *snapshot.form.own_texts}]
    return [
        key
        for key in keys
        if _was_moved([(snapshot.rows[row][key], cell_text(key, texts[key])) for row, texts in rows if key in texts])
    ]


def _was_moved(values: list[tuple[str, str]]) -> bool:
    """Whether the values of a column seem to have moved to other rows.

    Each pair in `values` has the exported and the returned value of a cell. The values seem to have moved if at least
    three different values are now in other rows. If every value still exists, it is enough that more than three cells
    changed, or that the column is now sorted and was not sorted before.
    """
    changed = [(old, new) for old, new in values if old != new]
    removed, added = Counter(old for old, _ in changed if old), Counter(new for _, new in changed if new)
    moved = removed & added
    if not moved:
        return False
    is_sorted = _is_ordered([new for _, new in values]) and not _is_ordered([old for old, _ in values])
    is_complete = removed == added
    return (
        len(moved) >= _MIN_MOVED
        or (is_complete and (is_sorted or len(changed) > _MIN_MOVED))
        or (is_sorted and moved.total() * 2 >= added.total() and moved.total() >= _MIN_MOVED)
    )


def _is_ordered(values: list[str]) -> bool:
    """Whether values are in ascending or descending order with all empty values last, as spreadsheet programs sort."""
    filled = [value.casefold() for value in values if value]
    has_empty_last = all(values[: len(filled)])
    return has_empty_last and (
        all(first <= second for first, second in pairwise(filled))
        or all(first >= second for first, second in pairwise(filled))
    )
