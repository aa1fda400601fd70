"""A table made to fit a window: what is left out, shortened and cut so that the last column can be read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from cobtrack.cli.output.terminal import Cell, Table

GAP = 2
_NOTHING = {"", "-"}
_NARROWEST = 6


@dataclass
class _Column:
    number: int
    head: list[Cell]
    body: list[Cell]

    @property
    def is_empty(self) -> bool:
        return all(cell.text in _NOTHING for cell in self.body)

    @property
    def width(self) -> int:
        from rich.cells import cell_len

        return max((cell_len(cell.text) for cell in (*self.head, *self.body)), default=0)


@dataclass
class FittedTable:
    """Lines of a header and of a body, how wide their columns are, and which of them hold numbers."""

    head: list[list[Cell]]
    body: list[list[Cell]]
    widths: list[int]
    right: frozenset[int]


def fit_columns(table: Table, head: list[list[Cell]], body: list[list[Cell]], width: int) -> FittedTable:
    """The table in a window of this width; 0 is as wide as it likes."""
    columns = [
        _Column(number, [line[number] for line in head], [line[number] for line in body])
        for number in range(len(table.header))
    ]
    if width:
        columns = _drop_columns(table, columns, width)
    widths = [column.width for column in columns]
    keep = frozenset(at for at, column in enumerate(columns) if column.number in table.never_cut)
    right = frozenset(at for at, column in enumerate(columns) if column.number in table.right)
    return FittedTable(
        [list(line) for line in zip(*(column.head for column in columns), strict=True)],
        [list(line) for line in zip(*(column.body for column in columns), strict=True)],
        shrink(widths, width, keep) if width else widths,
        right,
    )


def _drop_columns(table: Table, columns: list[_Column], width: int) -> list[_Column]:
    """Columns that leave the last one enough: without what says nothing, in short, then without what can be spared."""
    last = columns[-1]
    kept = [one for one in columns if one is last or one.number in table.right or not (one.body and one.is_empty)]
    wanted = min(table.min_last_width, last.width)
    if _left(kept, width) < wanted:
        kept = [_Column(one.number, one.head, [cell.shortened for cell in one.body]) for one in kept]
    for number in table.droppable:
        if _left(kept, width) < wanted:
            kept = [one for one in kept if one.number != number]
    return kept


def _left(columns: Sequence[_Column], width: int) -> int:
    """What is left for the last column."""
    return width - sum(column.width + GAP for column in columns[:-1])


def shrink(widths: list[int], width: int, keep: Collection[int] = (0,)) -> list[int]:
    """Widths that are not wider than the window: the last column gives way, then always the widest.

    Those to `keep` hold what is typed into the next command; they are the last to be cut.
    """
    widths = list(widths)
    room = width - GAP * (len(widths) - 1)
    widths[-1] = max(min(widths[-1], room - sum(widths[:-1])), min(widths[-1], 10))
    while sum(widths) > room and max(widths) > _NARROWEST:
        others = [at for at, one in enumerate(widths) if at not in keep and one > _NARROWEST]
        widths[max(others or range(len(widths)), key=widths.__getitem__)] -= 1
    return widths
