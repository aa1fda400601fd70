"""`cobtrack matrix`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cobtrack.cli.options import (
    AsOf,
    Color,
    ColorOption,
    CommandError,
    FilterTexts,
    Format,
    FormatOption,
    LanguageOption,
    Quiet,
    Root,
    VoiceName,
    takes_filters,
)  # fmt: skip
from cobtrack.cli.output.table import GAP
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext, pgettext, whole_number

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.cli.output.table import Table
    from cobtrack.cli.session import Session
    from cobtrack.views.matrix import Matrix

MIN_COLUMN_WIDTH = 4
_ROW_TITLE_WIDTH = 30
"""The width for the titles of rows on a terminal."""


class AxisName(StrEnum):
    """The properties of a recommendation that can be the rows or columns of the matrix."""

    cluster = "cluster"
    twg = "twg"
    responsible = "responsible"
    supports = "supports"
    priority = "priority"
    importance = "importance"
    feasibility = "feasibility"
    status = "status"
    urgent = "urgent"
    repeated = "repeated"
    position = "position"
    document = "document"
    state = "state"


class Sums(NamedTuple):
    """The number of all recommendations in the matrix, and the numbers of two groups among them.

    The first group only introduces lettered items. The second group is outdated.
    """

    total: int
    lead_ins: int
    outdated: int


@takes_filters("recommendations", "urgent, repeated, partly, …", without=["owner"])
def matrix(
    filters: FilterTexts,
    rows: Annotated[
        AxisName, typer.Option("--rows", metavar="NAME", help=f"{', '.join(AxisName)}.")
    ] = AxisName.cluster,
    columns: Annotated[
        AxisName, typer.Option("--columns", metavar="NAME", help="One of the names for --rows.")
    ] = AxisName.twg,
    ids: Annotated[bool, typer.Option("--ids", help="List the recommendations instead of counting them.")] = False,
    voice: Annotated[
        VoiceName | None,
        typer.Option("--voice", metavar="NAME", help="Whose assessment is the status (default: civil-society)."),
    ] = None,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Count recommendations by two of their properties.

    \b
      cobtrack matrix
      cobtrack matrix --rows cluster --columns priority --ids
      cobtrack matrix --rows responsible --columns status --format csv
      cobtrack matrix --rows cluster --columns state

    Recommendations to other States are counted only if a row or column is a State.
    """
    from cobtrack.cli.session import open_session
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.views import matrix as view
    from cobtrack.views.recommendations import chapeau_count

    has_status = AxisName.status in {rows, columns}
    if voice and not has_status:
        raise CommandError("--voice applies to the status, which this matrix does not show", "add --columns status")
    voice = voice or VoiceName.civil_society
    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    workspace = with_inherited(session.workspace)
    matches = session.matching(session.parse_filters(filters, "recommendations"))
    has_states = AxisName.state in {rows, columns}
    compared = workspace.recommendations_to_all_states if has_states else workspace.recommendations
    paragraphs = list(filter(matches, compared))
    axes = [view.axis(workspace, name.value, session.as_of, voice.value) for name in (rows, columns)]
    result = view.matrix(paragraphs, *axes)
    inherited = [paragraph.id for paragraph in paragraphs if paragraph.inherited]
    sums = Sums(
        result.total,
        chapeau_count(paragraphs, workspace.paragraphs),
        sum(bool(paragraph.outdated) for paragraph in paragraphs),
    )
    if format is Format.json:
        names = {"rows": rows.value, "columns": columns.value}
        data = session.json_document("matrix", _json(result))
        session.terminal.json({**data, **names, **sums._asdict(), "inherited": inherited})
    elif format is Format.csv:
        header = [f"{rows.value}/{columns.value}", *map(_code, result.columns), "all"]
        session.terminal.csv(header, _csv_rows(result, ids=ids))
    elif not result.total:
        session.terminal.notify(_("no recommendations match"), "note")
    else:
        with session.terminal.paged():
            if ids:
                _print_ids(session, result)
            else:
                _print_counts(session, result, rows.value)
                _explain_counts(session, sums, voice.value if has_status else "", is_repeated=result.is_repeated)
            if inherited:
                session.terminal.wrapped(_("Lettered items also count with the values of their whole paragraph."))


def _json(result: Matrix) -> list[dict[str, Any]]:
    return [
        {"row": row, "column": column, "count": len(ids), "ids": list(ids)}
        for row in result.rows
        for column in result.columns
        if (ids := result.ids(row, column))
    ]


def _csv_rows(result: Matrix, *, ids: bool) -> list[list[str]]:
    """Return the rows of the matrix, each with its sum in the last cell.

    With `ids`, the cells have the ids of recommendations. Otherwise, they have the numbers of recommendations.
    """
    rows = []
    for row in result.rows:
        cells = [result.ids(row, column) for column in result.columns]
        texts = [" ".join(cell) if ids else str(len(cell)) for cell in cells]
        rows.append([_code(row), *texts, str(result.row_total(row))])
    return rows


def _print_counts(session: Session, result: Matrix, rows_name: str) -> None:
    terminal = session.terminal
    for number, columns in enumerate(_blocks(result.columns, terminal.width)):
        if number:
            terminal.print()
        terminal.table(_table(session, result, columns, rows_name))


def _explain_counts(session: Session, sums: Sums, voice: str, *, is_repeated: bool) -> None:
    """Print what the numbers in the matrix count.

    `voice` is the author of the assessments in the matrix, or "" if the matrix has no assessments. `is_repeated` says
    whether any recommendation is in several cells.
    """
    from cobtrack.model.text.wording import as_sentence, chapeau_note, quantity

    terminal = session.terminal
    terminal.print()
    number = quantity(sums.total, "recommendation") + chapeau_note(sums.lead_ins)
    explanation = as_sentence(number)
    if is_repeated:
        several = _("A recommendation with several values is in several cells, but each total counts it once.")
        explanation = f"{explanation} {several}"
    terminal.wrapped(explanation)
    if sums.outdated:
        outdated = whole_number(sums.outdated)
        terminal.wrapped(
            ngettext("%(num)s of them is outdated.", "%(num)s of them are outdated.", sums.outdated, num=outdated)
        )
    if voice:
        status = _("The status is the latest assessment by %(voice)s.", voice=voice)
        terminal.wrapped(f"{status} {_('For another voice, use %(option)s.', option='--voice NAME')}")


def _blocks(columns: tuple[str, ...], width: int) -> Iterator[list[str]]:
    """Divide the columns of the matrix into groups, so that each group fits on the terminal. Yield the groups."""
    from rich.cells import cell_len

    block: list[str] = []
    available = room = width - _ROW_TITLE_WIDTH - cell_len(_all()) - GAP
    for column in columns:
        needed = max(MIN_COLUMN_WIDTH, *map(cell_len, _heading(column).split("\n"))) + GAP
        if width and block and needed > available:
            yield block
            block, available = [], room
        block.append(column)
        available -= needed
    yield block


def _code(value: str) -> str:
    """Return the word for a row or column of the matrix in CSV."""
    from cobtrack.views.matrix import NONE

    return "none" if value == NONE else value


def _name(value: str) -> str:
    """Return the name to show for a row or column of the matrix."""
    from cobtrack.views.matrix import NONE

    return _("none") if value == NONE else value


def _all() -> str:
    return pgettext("column", "all")


def _heading(column: str) -> str:
    """Return the heading of a column, with a line break after each hyphen."""
    return _name(column).replace("-", "-\n")


def _table(session: Session, result: Matrix, columns: list[str], rows_name: str) -> Table:
    """Return a table of the counts and sums in the given columns of the matrix."""
    from cobtrack.cli.output.table import Cell, Table
    from cobtrack.model.text import markup

    clusters = session.workspace.settings.clusters
    header = [*map(_heading, columns), _all(), pgettext("field", rows_name)]
    table = Table(header, right=frozenset(range(len(header) - 1)))
    for row in result.rows:
        counts = [len(result.ids(row, column)) for column in columns]
        cells = [Cell(str(count) if count else "-", "" if count else "dim") for count in counts]
        is_cluster = rows_name == "cluster" and row in clusters
        title = markup.plain_text(str(clusters[row])) if is_cluster else _name(row)
        table.rows.append([*cells, Cell(str(result.row_total(row))), Cell(title)])
    sums = [*(result.column_total(column) for column in columns), result.total]
    table.rows.append([*(Cell(str(total), "bold") for total in sums), Cell(_("All"), "bold")])
    return table


def _print_ids(session: Session, result: Matrix) -> None:
    terminal = session.terminal
    outdated = {paragraph.id for paragraph in session.workspace.recommendations if paragraph.outdated}
    for row in result.rows:
        terminal.print(_name(row), "bold")
        for column in result.columns:
            if ids := result.ids(row, column):
                text = ", ".join(
                    _("%(id)s (outdated)", id=identifier) if identifier in outdated else identifier
                    for identifier in ids
                )
                terminal.wrapped(text, "      ", f"  {_name(column)} ({len(ids)}): ")
