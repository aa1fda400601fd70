"""A table of recommendations, arranged in rows and columns by two of their properties."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.records.document import POSITIONS
from cobtrack.model.text.ids import natural_key
from cobtrack.views import assessments
from cobtrack.views.priority import BANDS, priority, repetitions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace

NONE = "-"
"""The name of the row or column for recommendations that have no value for the property."""


@dataclass(frozen=True)
class Axis:
    """A property whose values are the rows or the columns of a table of recommendations."""

    name: str
    values: Callable[[Paragraph], tuple[str, ...]]
    """A function that returns a recommendation's values for the property."""
    order: tuple[str, ...]
    """The expected values, in the order of the rows or columns. Other values come after them."""


@dataclass(frozen=True)
class Matrix:
    """Recommendations in a table. A recommendation with several values for a property is in several cells."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[str, ...]]
    """The ids of the recommendations in each cell, keyed by row and column. Empty cells are left out."""
    total: int
    """The number of recommendations, each counted once."""

    @property
    def is_repeated(self) -> bool:
        """Whether any recommendation is in several cells."""
        return sum(len(ids) for ids in self.cells.values()) > self.total

    def ids(self, row: str, column: str) -> tuple[str, ...]:
        """Return the ids of the recommendations in the cell at the given row and column."""
        return self.cells.get((row, column), ())

    def row_total(self, row: str) -> int:
        """Return the number of recommendations in a row.

        A recommendation that is in several cells is counted once.
        """
        return len({id_ for (cell_row, _), ids in self.cells.items() if cell_row == row for id_ in ids})

    def column_total(self, column: str) -> int:
        """Return the number of recommendations in a column.

        A recommendation that is in several cells is counted once.
        """
        return len({id_ for (_, cell_column), ids in self.cells.items() if cell_column == column for id_ in ids})


def matrix(paragraphs: Iterable[Paragraph], down: Axis, across: Axis) -> Matrix:
    """Arrange recommendations in a table.

    The rows are the values of the axis `down`, and the columns are the values of the axis `across`.
    """
    cells: dict[tuple[str, str], list[str]] = {}
    total = 0
    for paragraph in sorted(paragraphs, key=lambda paragraph: natural_key(paragraph.id)):
        total += 1
        for row in down.values(paragraph) or (NONE,):
            for column in across.values(paragraph) or (NONE,):
                cells.setdefault((row, column), []).append(paragraph.id)
    return Matrix(
        rows=_in_order(down, {row for row, _ in cells}),
        columns=_in_order(across, {column for _, column in cells}),
        cells={cell: tuple(ids) for cell, ids in cells.items()},
        total=total,
    )


def axis(workspace: Workspace, name: str, as_of: date, voice: str = "civil-society") -> Axis:
    """Return the axis with this name. For the axis `status`, the values are the latest levels assessed by `voice`.

    Raises KeyError if there is no such axis.
    """
    actors = tuple(actor.id for actor in workspace.actors)
    levels = (*assessments.LEVELS, assessments.NOT_ASSESSED)
    documents = tuple(document.id for document in workspace.own_documents)
    axes: dict[str, tuple[Callable[[Paragraph], tuple[str, ...]], tuple[str, ...]]] = {
        "cluster": (lambda row: _if_any(row.cluster), tuple(workspace.settings.clusters)),
        "twg": (lambda row: row.groups, actors),
        "responsible": (lambda row: row.responsible, actors),
        "supports": (lambda row: row.supports, actors),
        "priority": (lambda row: (priority(workspace, row).band,), BANDS),
        "importance": (lambda row: (priority(workspace, row).band_of("importance"),), BANDS),
        "feasibility": (lambda row: (priority(workspace, row).band_of("feasibility"),), BANDS),
        "status": (lambda row: (assessments.latest_by_voice(row, as_of).level(voice),), levels),
        "urgent": (lambda row: ("urgent" if row.urgent else "not-urgent",), ("urgent", "not-urgent")),
        "repeated": (
            lambda row: ("repeated" if repetitions(workspace, row) else "not-repeated",),
            ("repeated", "not-repeated"),
        ),
        "position": (lambda row: _if_any(row.position or ""), POSITIONS),
        "document": (lambda row: (row.document,), documents),
        "state": (lambda row: _if_any(workspace.state_of(row)), (workspace.settings.state,)),
    }
    return Axis(name, *axes[name])


def _if_any(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _in_order(axis: Axis, values: set[str]) -> tuple[str, ...]:
    """Return values in the order of the axis, followed by values that are not in this order. NONE comes last."""
    known = [value for value in axis.order if value in values]
    return (*known, *sorted(values - {*known, NONE}), *([NONE] if NONE in values else []))
