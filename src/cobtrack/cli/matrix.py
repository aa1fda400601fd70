"""`cobtrack matrix`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    CannotError,
    Color,
    ColorOption,
    Format,
    FormatOption,
    MechanismFilter,
    PillarFilter,
    Quiet,
    Root,
    StatusFilter,
    TwgFilter,
)  # fmt: skip

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.views.matrix import Matrix


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
    position = "position"
    document = "document"


class VoiceName(StrEnum):
    """Whose assessment counts for `status`."""

    government = "government"
    civil_society = "civil-society"
    children = "children"
    nhri = "nhri"
    un = "un"


def matrix(
    rows: Annotated[
        AxisName,
        typer.Option(
            "--rows",
            metavar="NAME",
            help="cluster, twg, responsible, priority, importance, feasibility, status, urgent, position, document.",
        ),
    ] = AxisName.cluster,
    columns: Annotated[AxisName, typer.Option("--columns", metavar="NAME", help="The same.")] = AxisName.twg,
    ids: Annotated[bool, typer.Option("--ids", help="Which they are, not only how many.")] = False,
    document: Annotated[
        list[str], typer.Option("--document", metavar="ID", help="Only of these documents; repeat it, or a,b.")
    ] = [],
    voice: Annotated[
        VoiceName, typer.Option("--voice", metavar="NAME", help="Whose assessment is the status.")
    ] = VoiceName.civil_society,
    status: StatusFilter = [],
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
    from cobtrack.cli.session import filters, split, start
    from cobtrack.views import matrix as view

    session = start(root, as_of, color, quiet=quiet)
    workspace = session.workspace
    chosen = filters(session, pillar, status, actor, twg, mechanism)
    wanted = set(split(document))
    if unknown := wanted - {one.id for one in workspace.documents}:
        there = ", ".join(one.id for one in workspace.documents) or "none yet"
        raise CannotError(f'there is no document "{min(unknown)}"', f"there are {there}")
    paragraphs = [
        one
        for one in workspace.recommendations
        if chosen.takes_recommendation(workspace, one, session.as_of) and (not wanted or one.document in wanted)
    ]
    axes = [view.axis(workspace, one.value, session.as_of, voice.value) for one in (rows, columns)]
    made = view.matrix(paragraphs, *axes)
    if format is Format.json:
        document_ = session.document("matrix", _json(made))
        session.terminal.json({**document_, "rows": rows.value, "columns": columns.value, "total": made.total})
    elif format is Format.csv:
        session.terminal.csv(
            [f"{rows.value}/{columns.value}", *made.columns, "all"],
            [[*line, str(made.row_total(line[0]))] for line in _lines(made, ids=ids)],
        )
    elif made.total:
        with session.terminal.paged():
            _show(session, made, rows.value, ids=ids, voice=voice.value if AxisName.status in {rows, columns} else "")
    else:
        session.terminal.say("no recommendations fit", "note")


def _json(made: Matrix) -> list[dict[str, Any]]:
    return [
        {"row": row, "column": column, "count": len(made.ids(row, column)), "ids": list(made.ids(row, column))}
        for row in made.rows
        for column in made.columns
        if made.ids(row, column)
    ]


def _lines(made: Matrix, *, ids: bool) -> list[list[str]]:
    return [
        [row, *(" ".join(found) if ids else str(len(found)) for found in (made.ids(row, one) for one in made.columns))]
        for row in made.rows
    ]


def _show(session: Session, made: Matrix, name: str, *, ids: bool, voice: str) -> None:
    from cobtrack.cli.terminal import Cell, Table
    from cobtrack.model import markup, words

    terminal = session.terminal
    if ids:
        _show_ids(session, made)
        return
    clusters = session.workspace.settings.clusters
    header = [*(one.replace("-", "-\n", 1) if len(one) > 1 else "none" for one in made.columns), "all", name]
    table = Table(header, right=frozenset(range(len(header) - 1)))
    for row in made.rows:
        counts = [len(made.ids(row, column)) for column in made.columns]
        label = markup.plain(str(clusters.get(row, row))) if name == "cluster" and row in clusters else row
        numbers = [Cell(str(count) if count else "-", "" if count else "dim") for count in counts]
        table.rows.append([*numbers, Cell(str(made.row_total(row))), Cell("none" if row == "-" else label)])
    sums = [Cell(str(made.column_total(column)), "bold") for column in made.columns]
    table.rows.append([*sums, Cell(str(made.total), "bold"), Cell("All", "bold")])
    terminal.table(table)
    terminal.print()
    told = words.count(made.total, "recommendation")
    terminal.wrapped(f"{told}. One that has several values stands in several cells, and once in each sum.")
    if voice:
        terminal.wrapped(f"The status is what {voice} last said; --voice for another one.")


def _show_ids(session: Session, made: Matrix) -> None:
    terminal = session.terminal
    for row in made.rows:
        terminal.print("none" if row == "-" else row, "bold")
        for column in made.columns:
            if found := made.ids(row, column):
                terminal.wrapped(
                    ", ".join(found), "      ", f"  {'none' if column == '-' else column} ({len(found)}): "
                )
