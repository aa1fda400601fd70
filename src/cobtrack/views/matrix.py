"""The recommendations by any two of their properties: how many there are, and which."""

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
"""Stands for those that have nothing of a property."""


@dataclass(frozen=True)
class Axis:
    """A property: which of its values a recommendation has, and all values in their order."""

    name: str
    values: Callable[[Paragraph], tuple[str, ...]]
    order: tuple[str, ...]


@dataclass(frozen=True)
class Matrix:
    """Recommendations by row and column. One that has several values of a property stands in several cells."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: dict[tuple[str, str], tuple[str, ...]]
    """The ids by row and column, where there are any."""
    total: int
    """How many recommendations there are, each counted once."""

    def ids(self, row: str, column: str) -> tuple[str, ...]:
        """The recommendations of a cell."""
        return self.cells.get((row, column), ())

    def row_total(self, row: str) -> int:
        """How many recommendations a row has, each counted once."""
        return len({one for (at, _), ids in self.cells.items() if at == row for one in ids})

    def column_total(self, column: str) -> int:
        """How many recommendations a column has, each counted once."""
        return len({one for (_, at), ids in self.cells.items() if at == column for one in ids})


def matrix(paragraphs: Iterable[Paragraph], down: Axis, across: Axis) -> Matrix:
    """The recommendations by two of their properties."""
    cells: dict[tuple[str, str], list[str]] = {}
    total = 0
    for paragraph in sorted(paragraphs, key=lambda one: natural_key(one.id)):
        total += 1
        for row in down.values(paragraph) or (NONE,):
            for column in across.values(paragraph) or (NONE,):
                cells.setdefault((row, column), []).append(paragraph.id)
    return Matrix(
        rows=_in_order(down, {row for row, _ in cells}),
        columns=_in_order(across, {column for _, column in cells}),
        cells={at: tuple(ids) for at, ids in cells.items()},
        total=total,
    )


def axis(workspace: Workspace, name: str, as_of: date, voice: str = "civil-society") -> Axis:
    """Return the axis with this name; `status` is the latest assessment by `voice`. Raises KeyError if unknown."""
    settings = workspace.settings
    actors = tuple(actor.id for actor in workspace.actors)
    makers: dict[str, Callable[[], Axis]] = {
        "cluster": lambda: Axis(name, lambda one: _maybe(one.cluster), tuple(settings.clusters)),
        "twg": lambda: Axis(name, lambda one: one.groups, actors),
        "responsible": lambda: Axis(name, lambda one: one.responsible, actors),
        "priority": lambda: Axis(name, lambda one: (priority(workspace, one).band,), BANDS),
        "importance": lambda: Axis(name, lambda one: (priority(workspace, one).band_of("importance"),), BANDS),
        "feasibility": lambda: Axis(name, lambda one: (priority(workspace, one).band_of("feasibility"),), BANDS),
        "status": lambda: Axis(
            name,
            lambda one: (assessments.latest_by_voice(one, as_of).level(voice),),
            (*assessments.LEVELS, assessments.NOT_ASSESSED),
        ),
        "urgent": lambda: Axis(name, lambda one: ("urgent" if one.urgent else "not-urgent",), ("urgent", "not-urgent")),
        "repeated": lambda: Axis(
            name,
            lambda one: ("repeated" if repetitions(workspace, one) else "not-repeated",),
            ("repeated", "not-repeated"),
        ),
        "position": lambda: Axis(name, lambda one: _maybe(one.position or ""), POSITIONS),
        "document": lambda: Axis(name, lambda one: (one.document,), tuple(one.id for one in workspace.documents)),
    }
    return makers[name]()


def _maybe(value: str) -> tuple[str, ...]:
    return (value,) if value else ()


def _in_order(one: Axis, there: set[str]) -> tuple[str, ...]:
    known = [value for value in one.order if value in there]
    return (*known, *sorted(there - {*known, NONE}), *([NONE] if NONE in there else []))
