"""`cobtrack matrix`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    Color,
    ColorOption,
    CommandError,
    Format,
    FormatOption,
    MechanismFilter,
    PillarFilter,
    Quiet,
    RecommendationStatus,
    Root,
    TwgFilter,
    VoiceName,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.cli.output.table import Table
    from cobtrack.cli.session import Session
    from cobtrack.views.matrix import Matrix

NONE = "-"
_LABEL = 30
"""What the names of the rows get in a window."""


class AxisName(StrEnum):
    """What recommendations can be arranged by."""

    cluster = "cluster"
    twg = "twg"
    responsible = "responsible"
    priority = "priority"
    importance = "importance"
    feasibility = "feasibility"
    status = "status"
    urgent = "urgent"
    repeated = "repeated"
    position = "position"
    document = "document"


class Sums(NamedTuple):
    """How many recommendations a matrix counts, how many introduce lettered items, and how many are outdated."""

    total: int
    lead_ins: int
    outdated: int


def matrix(
    rows: Annotated[
        AxisName,
        typer.Option(
            "--rows",
            metavar="NAME",
            help="cluster, twg, responsible, priority, importance, feasibility, status, urgent, repeated, position, "
            "document.",
        ),
    ] = AxisName.cluster,
    columns: Annotated[AxisName, typer.Option("--columns", metavar="NAME", help="The same.")] = AxisName.twg,
    ids: Annotated[bool, typer.Option("--ids", help="Which they are, not only how many.")] = False,
    document: Annotated[
        list[str], typer.Option("--document", metavar="ID", help="Only of these documents; repeat it, or a,b.")
    ] = [],
    voice: Annotated[
        VoiceName | None,
        typer.Option("--voice", metavar="NAME", help="Whose assessment is the status; else civil-society."),
    ] = None,
    status: RecommendationStatus = [],
    pillar: PillarFilter = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    mechanism: MechanismFilter = [],
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show the recommendations by any two of their properties. Counts, or with --ids which they are.

    \b
      cobtrack matrix
      cobtrack matrix --rows cluster --columns priority --ids
      cobtrack matrix --rows responsible --columns status --format csv
    """
    from cobtrack.cli.session import open_session, parse_filters, split_values
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.views import matrix as view
    from cobtrack.views.recommendations import chapeau_count

    if voice and AxisName.status not in {rows, columns}:
        raise CommandError("--voice is about the status, which this matrix does not show", "add --columns status")
    speaker = voice or VoiceName.civil_society
    session = open_session(root, as_of, color, quiet=quiet)
    workspace = with_inherited(session.workspace)
    chosen = parse_filters(session, pillar, status, actor, twg, mechanism, kind="recommendations")
    wanted = set(split_values(document))
    if unknown := wanted - {one.id for one in workspace.documents}:
        there = ", ".join(one.id for one in workspace.documents) or "none yet"
        raise CommandError(f'there is no document "{min(unknown)}"', f"there are {there}")
    paragraphs = [
        one
        for one in workspace.recommendations
        if chosen.matches_recommendation(workspace, one, session.as_of) and (not wanted or one.document in wanted)
    ]
    axes = [view.axis(workspace, one.value, session.as_of, speaker.value) for one in (rows, columns)]
    made = view.matrix(paragraphs, *axes)
    inherited = [one.id for one in paragraphs if one.inherited]
    sums = Sums(
        made.total, chapeau_count(paragraphs, workspace.paragraphs), sum(bool(one.outdated) for one in paragraphs)
    )
    if format is Format.json:
        document_ = session.json_document("matrix", _json(made))
        axes_ = {"rows": rows.value, "columns": columns.value}
        session.terminal.json({**document_, **axes_, **sums._asdict(), "inherited": inherited})
    elif format is Format.csv:
        session.terminal.csv(
            [f"{rows.value}/{columns.value}", *map(_name, made.columns), "all"],
            _lines(made, ids=ids),
        )
    elif made.total:
        with session.terminal.paged():
            if ids:
                _show_ids(session, made)
            else:
                _show(session, made, rows.value)
                _say_what_is_counted(session, sums, speaker.value if AxisName.status in {rows, columns} else "")
            if inherited:
                session.terminal.wrapped("A lettered item counts with what its paragraph has.")
    else:
        session.terminal.notify("no recommendations match", "note")


def _json(made: Matrix) -> list[dict[str, Any]]:
    return [
        {"row": row, "column": column, "count": len(made.ids(row, column)), "ids": list(made.ids(row, column))}
        for row in made.rows
        for column in made.columns
        if made.ids(row, column)
    ]


def _lines(made: Matrix, *, ids: bool) -> list[list[str]]:
    return [
        [
            _name(row),
            *(" ".join(found) if ids else str(len(found)) for found in (made.ids(row, one) for one in made.columns)),
            str(made.row_total(row)),
        ]
        for row in made.rows
    ]


def _show(session: Session, made: Matrix, name: str) -> None:
    terminal = session.terminal
    for number, columns in enumerate(_blocks(made.columns, terminal.width)):
        if number:
            terminal.print()
        terminal.table(_table(session, made, columns, name))


def _say_what_is_counted(session: Session, sums: Sums, voice: str) -> None:
    from cobtrack.model.text.wording import chapeau_note, quantity

    terminal = session.terminal
    terminal.print()
    told = quantity(sums.total, "recommendation") + chapeau_note(sums.lead_ins)
    terminal.wrapped(f"{told}. One that has several values stands in several cells, and once in each sum.")
    if sums.outdated:
        terminal.wrapped(f"{sums.outdated:,} of them {'is' if sums.outdated == 1 else 'are'} outdated.")
    if voice:
        terminal.wrapped(f"The status is what {voice} last said; --voice for another one.")


def _blocks(columns: tuple[str, ...], width: int) -> Iterator[list[str]]:
    """Columns that stand side by side in a window, and then those below them."""
    block: list[str] = []
    left = room = width - _LABEL - len("all") - 2
    for column in columns:
        wide = max(4, *map(len, _heading(column).split("\n"))) + 2
        if width and block and wide > left:
            yield block
            block, left = [], room
        block.append(column)
        left -= wide
    yield block


def _name(value: str) -> str:
    return "none" if value == NONE else value


def _heading(column: str) -> str:
    """The name of a column, on a line for each of its words."""
    return "none" if column == NONE else column.replace("-", "-\n")


def _table(session: Session, made: Matrix, columns: list[str], name: str) -> Table:
    from cobtrack.cli.output.table import Cell, Table
    from cobtrack.model.text import markup

    clusters = session.workspace.settings.clusters
    header = [*map(_heading, columns), "all", name]
    table = Table(header, right=frozenset(range(len(header) - 1)))
    for row in made.rows:
        counts = [len(made.ids(row, column)) for column in columns]
        label = markup.plain_text(str(clusters.get(row, row))) if name == "cluster" and row in clusters else row
        numbers = [Cell(str(count) if count else "-", "" if count else "dim") for count in counts]
        table.rows.append([*numbers, Cell(str(made.row_total(row))), Cell(_name(label))])
    sums = [Cell(str(made.column_total(column)), "bold") for column in columns]
    table.rows.append([*sums, Cell(str(made.total), "bold"), Cell("All", "bold")])
    return table


def _show_ids(session: Session, made: Matrix) -> None:
    terminal = session.terminal
    outdated = {one.id for one in session.workspace.recommendations if one.outdated}
    for row in made.rows:
        terminal.print(_name(row), "bold")
        for column in made.columns:
            if found := made.ids(row, column):
                told = ", ".join(f"{one} (outdated)" if one in outdated else one for one in found)
                terminal.wrapped(told, "      ", f"  {_name(column)} ({len(found)}): ")
