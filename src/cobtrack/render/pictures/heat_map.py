"""A heat map: recommendations counted by two of their properties, with a shade for each number."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.labels import FLAG, LEVEL, POSITION, PRIORITY
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.text.wording import upper_first
from cobtrack.render.citations import mention
from cobtrack.views.matrix import NONE

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.matrix import Matrix

SHADES = 4
"""The number of shades, from the lightest (1) to the darkest. An empty cell has the shade 0."""


@dataclass(frozen=True)
class Heading:
    """The heading of a row or a column."""

    value: str
    """The value that the recommendations have in common: an id or a word of the data; "-" if they have none."""
    title: str
    """The value in words."""


@dataclass(frozen=True)
class Cited:
    """Recommendations of one document."""

    document: str
    """The id of the document."""
    paragraphs: tuple[Paragraph, ...]


@dataclass(frozen=True)
class HeatCell:
    """A cell of the map."""

    column: Heading
    number: int
    """The number of recommendations in the cell."""
    cited: tuple[Cited, ...]
    """The recommendations in the cell, grouped by document."""
    shade: int
    """0 for an empty cell; otherwise 1 to 4, in proportion to the greatest number in the map."""


@dataclass(frozen=True)
class HeatRow:
    """A row of the map. Its totals count each recommendation once."""

    heading: Heading
    cells: tuple[HeatCell, ...]
    total: int
    urgent: int
    """How many recommendations in the row the Committee calls urgent."""
    assessed: int
    """How many recommendations in the row were assessed by at least one voice."""


@dataclass(frozen=True)
class HeatMap:
    """Recommendations, counted by two of their properties."""

    rows: tuple[HeatRow, ...]
    columns: tuple[Heading, ...]
    column_totals: tuple[int, ...]
    """The number of recommendations in each column."""
    total: int
    """The number of recommendations, each counted once."""
    urgent: int
    assessed: int
    is_repeated: bool
    """Whether any recommendation is in several cells."""
    greatest: int
    """The greatest number in a cell."""


def heat_map(
    workspace: Workspace, matrix: Matrix, axes: tuple[str, str], paragraphs: Iterable[Paragraph], assessed: set[str]
) -> HeatMap:
    """Return the heat map of a matrix.

    `axes` are the names of its rows and of its columns. `paragraphs` are the recommendations in the matrix, and
    `assessed` has the ids of those that were assessed.
    """
    by_id = {paragraph.id: paragraph for paragraph in paragraphs}
    urgent = {id_ for id_, paragraph in by_id.items() if paragraph.urgent}
    greatest = max((len(ids) for ids in matrix.cells.values()), default=0)
    columns = tuple(_heading(workspace, axes[1], column) for column in matrix.columns)
    rows = []
    for row in matrix.rows:
        in_columns = [matrix.ids(row, column) for column in matrix.columns]
        cells = tuple(
            HeatCell(column, len(ids), _cited([by_id[id_] for id_ in ids]), -(-SHADES * len(ids) // greatest))
            for column, ids in zip(columns, in_columns, strict=True)
        )
        ids = {id_ for cell in in_columns for id_ in cell}
        rows.append(HeatRow(_heading(workspace, axes[0], row), cells, len(ids), len(ids & urgent), len(ids & assessed)))
    return HeatMap(
        rows=tuple(rows),
        columns=columns,
        column_totals=tuple(matrix.column_total(column) for column in matrix.columns),
        total=matrix.total,
        urgent=len(urgent),
        assessed=len(assessed & by_id.keys()),
        is_repeated=matrix.is_repeated,
        greatest=greatest,
    )


def _cited(paragraphs: Iterable[Paragraph]) -> tuple[Cited, ...]:
    groups = groupby(paragraphs, key=lambda paragraph: paragraph.document)
    return tuple(Cited(document, tuple(members)) for document, members in groups)


def _heading(workspace: Workspace, axis: str, value: str) -> Heading:
    title: str
    if value == NONE:
        title = _without(axis)
    elif axis == "cluster":
        title = workspace.settings.clusters.get(value, value)
    elif axis in {"twg", "responsible", "supports", "document"}:
        title = mention(workspace, value)
    else:
        title = upper_first(_in_words(value))
    return Heading(value, title)


def _without(axis: str) -> str:
    """Return the heading of the recommendations that have no value on the axis."""
    match axis:
        case "cluster":
            return gettext("No topic yet")
        case "twg":
            return gettext("No group yet")
        case "responsible" | "supports":
            return gettext("Nobody named")
        case "position":
            return gettext("No answer entered")
        case _:
            return gettext("None")


def _in_words(value: str) -> str:
    if value == "not-urgent":
        return gettext("not urgent")
    if value == "not-repeated":
        return gettext("not repeated")
    label = next((words[value] for words in (LEVEL, PRIORITY, POSITION, FLAG) if value in words), None)
    return label.singular if label else value
