"""Tables of cells, and functions that fit a table into a window so that its last column can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import accumulate
from typing import TYPE_CHECKING

from cobtrack.model.labels import TIMING
from cobtrack.model.languages.phrases import pgettext

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

STYLES = {
    "dead": "red", "changed": "red",
    "overdue": "red", "error": "red", "not-submitted": "red", "feedback-overdue": "red",
    "warning": "yellow", "due-soon": "yellow", "due": "yellow", "stale": "yellow", "unknown": "yellow",
    "postponed": "yellow", "unconfirmed": "yellow",
    "done": "green", "submitted": "green", "held": "green",
    "not-reported": "dim", "upcoming": "dim", "closed": "dim", "cancelled": "dim",
}  # fmt: skip
"""The colours of statuses."""

GAP = 2
"""Spaces between two columns."""
_EMPTY = {"", "-"}
_MIN_WIDTH = 6


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its text, its style, and a shorter text for a narrow terminal."""

    text: str
    style: str = ""
    short: str = ""
    """A shorter text for a narrow terminal."""

    @property
    def shortened(self) -> Cell:
        """The same cell with the shorter text for a narrow terminal, if there is one."""
        return Cell(self.short, self.style) if self.short else self


def column_heads(names: Sequence[str]) -> list[str]:
    """Return the names of columns in the spoken language. A word of the data, such as a status, stays as it is."""
    return [pgettext("column", name) for name in names]


def padded(text: str, width: int) -> str:
    """Return a text with spaces after it, so that it takes the given width on a terminal."""
    from rich.cells import cell_len

    return text + " " * (width - cell_len(text))


def status_cell(status: str) -> Cell:
    """Return a cell that shows a status in its colour."""
    label = TIMING.get(status)
    short = label.short if label and label.short != label.singular else ""
    return Cell(status, STYLES.get(status, ""), short=short)


@dataclass
class Table:
    """A table whose last column has the longest text, which is shortened on a terminal.

    Columns are given by their numbers, counted from 0. The columns in `right` are aligned to the right. If the last
    column would have fewer than `min_last_width` characters, the columns in `droppable` are left out one after the
    other. The columns in `never_cut` are shortened only if no other column can be shortened.
    """

    header: Sequence[str]
    right: frozenset[int] = frozenset()
    rows: list[Sequence[Cell | str]] = field(default_factory=list)
    droppable: Sequence[int] = ()
    min_last_width: int = 30
    never_cut: Collection[int] = (0,)
    sections: Mapping[int, str] = field(default_factory=dict)
    """The titles of groups of rows, keyed by the number of the first row in each group."""


@dataclass
class _Column:
    number: int
    head: list[Cell]
    body: list[Cell]

    @property
    def is_empty(self) -> bool:
        return all(cell.text in _EMPTY for cell in self.body)

    @property
    def width(self) -> int:
        from rich.cells import cell_len

        return max((cell_len(cell.text) for cell in (*self.head, *self.body)), default=0)


@dataclass
class FittedTable:
    """A table that has been fitted into a window.

    It has the lines of the header and of the body, the widths of the columns, and the numbers of the columns that are
    aligned to the right.
    """

    head: list[list[Cell]]
    body: list[list[Cell]]
    widths: list[int]
    right: frozenset[int]


def fit_columns(table: Table, head: list[list[Cell]], body: list[list[Cell]], width: int) -> FittedTable:
    """Return a table that fits into a window of the given width. A width of 0 means that there is no limit."""
    columns = [
        _Column(number, [line[number] for line in head], [line[number] for line in body])
        for number in range(len(table.header))
    ]
    if width:
        columns = _drop_columns(table, columns, width)
    widths = [column.width for column in columns]
    never_cut = frozenset(position for position, column in enumerate(columns) if column.number in table.never_cut)
    right = frozenset(position for position, column in enumerate(columns) if column.number in table.right)
    return FittedTable(
        [list(line) for line in zip(*(column.head for column in columns), strict=True)],
        [list(line) for line in zip(*(column.body for column in columns), strict=True)],
        shrink(widths, width, never_cut) if width else widths,
        right,
    )


def _drop_columns(table: Table, columns: list[_Column], width: int) -> list[_Column]:
    """Return the columns to show, so that there is room for the last column.

    Empty columns are left out. If there is still too little room, the shorter texts of cells are used. Finally, the
    columns in `table.droppable` are left out one after the other.
    """
    last = columns[-1]
    kept = [
        column
        for column in columns
        if column is last or column.number in table.right or not (column.body and column.is_empty)
    ]
    min_width = min(table.min_last_width, last.width)
    if _last_width(kept, width) < min_width:
        kept = [_Column(column.number, column.head, [cell.shortened for cell in column.body]) for column in kept]
    for number in table.droppable:
        if _last_width(kept, width) < min_width:
            kept = [column for column in kept if column.number != number]
    return kept


def _last_width(columns: Sequence[_Column], width: int) -> int:
    """Return the width that is available for the last column next to all other columns."""
    return width - sum(column.width + GAP for column in columns[:-1])


def shrink(widths: list[int], width: int, never_cut: Collection[int] = (0,)) -> list[int]:
    """Return smaller widths for the columns, so that all columns fit into a window of the given width.

    The last column gets smaller first, and then always the widest column. The columns in `never_cut` (for example ids,
    which people type into the next command) get smaller only after all other columns.
    """
    widths = list(widths)
    available = width - GAP * (len(widths) - 1)
    widths[-1] = max(min(widths[-1], available - sum(widths[:-1])), min(widths[-1], 10))
    while sum(widths) > available and max(widths) > _MIN_WIDTH:
        others = [position for position, size in enumerate(widths) if position not in never_cut and size > _MIN_WIDTH]
        widths[max(others or range(len(widths)), key=widths.__getitem__)] -= 1
    return widths


def break_at_words(cells: Sequence[Cell], width: int, indent: str) -> list[Cell]:
    """Wrap a line of text to the given width, by replacing spaces with line breaks.

    `indent` is put before each line except the first line. Words are never broken, so users can copy paths and
    addresses.
    """
    from rich.cells import cell_len

    text = "".join(cell.text for cell in cells)
    characters = list(text)
    end = column = 0
    for word in re.finditer(r"[^ \n]+", text):
        start = word.start()
        space = text[end:start]
        size = cell_len(word[0])
        if "\n" in space:
            # A new line of the text, such as YAML to copy: if it is wrapped, the rest is indented more than its start.
            column = len(space.rpartition("\n")[2])
            indent = " " * (column + 2)
        else:
            column += len(space)
        if end and "\n" not in space and column + size > width:
            characters[end:start] = ["\n" + indent, *[""] * (len(space) - 1)]
            column = len(indent)
        column += size
        end = word.end()
    starts = accumulate((len(cell.text) for cell in cells), initial=0)
    return [
        replace(cell, text="".join(characters[start : start + len(cell.text)]))
        for cell, start in zip(cells, starts, strict=False)
    ]
