"""`cobtrack due`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    Color,
    ColorOption,
    DeadlineStatus,
    Format,
    FormatOption,
    MechanismFilter,
    OwnerFilter,
    PillarFilter,
    Quiet,
    Root,
    TwgFilter,
)  # fmt: skip

if TYPE_CHECKING:
    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.views.deadlines import DeadlineState, Outlook

_TITLE = 17
"""Letters of a title that are left in a narrow window."""
_COUNTED = (
    "Counted back from the first day that the deadline can mean: by its lead, else by as long as the activities that "
    "serve it are planned to take."
)


def due(
    all_: Annotated[bool, typer.Option("--all", help="Everything, what was submitted or held too.")] = False,
    owner: OwnerFilter = [],
    mechanism: MechanismFilter = [],
    status: DeadlineStatus = [],
    pillar: PillarFilter = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show what is due, and by whom. What has passed comes first, then the next twelve months; then what to start.

    \b
      cobtrack due
      cobtrack due --owner civil-society
      cobtrack due --as-of 2022-12-01 --format json
    """
    from cobtrack.cli.output.listing import Listing, add, show
    from cobtrack.cli.session import open_session, parse_filters
    from cobtrack.views import as_json, deadlines

    session = open_session(root, as_of, color, quiet=quiet)
    chosen = parse_filters(session, pillar, status, actor, twg, mechanism, owner, "deadlines")
    rows = tuple(
        row
        for row in deadlines.states(session.workspace, session.as_of)
        if chosen.matches_deadline(session.workspace, row)
    )
    found = deadlines.outlook(rows, session.as_of)
    narrow = not (all_ or status)
    shown = found.past + found.coming if narrow else rows
    # The id stays: `show` and `--what-if` need it. So does who owes it, in a word, though the title is cut.
    listing = Listing(_header(format), droppable=["certainty", "away", "body", "owed"], min_last_width=_TITLE)
    if rows:
        listing.empty_message = "nothing has passed, and nothing is due within the next twelve months"
    for row in shown:
        listing.rows.append(_row(row, format))
        data = as_json.deadline(row)
        columns = ("mechanism", "kind", "owner", "due", "basis", "activities", "begin")
        add(session, listing, row.deadline, data, columns, with_lines=format is Format.json)
    show(session, "deadlines", listing, format)
    if format is Format.table:
        _to_start(session, found)
        if narrow:
            _rest(session, found)


def _header(format: Format) -> list[str]:
    start = ["start"] if format is Format.csv else []
    return ["when", "away", *start, "state", "certainty", "body", "id", "owed", "what"]


def _row(row: DeadlineState, format: Format) -> list[Cell | str]:
    """A line; the latest sensible start in CSV, as the table has it in a part of its own."""
    from cobtrack.cli.output.listing import date_cell
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.dates.format import relative_time
    from cobtrack.model.text import markup

    near = relative_time(row.days) if row.days is not None and row.is_open else ""
    away = Cell(near, plain=str(row.days)) if near else ""
    start = [str(row.start.day) if row.start else ""] if format is Format.csv else []
    body = row.mechanism.acronym or row.mechanism.id
    date = date_cell(row.when, "no date")
    certainty = (row.certainty or "-") if row.is_open else "-"
    title = markup.plain_text(row.deadline.title)
    # In short, too, what only the coalition expects is no duty.
    owed = Cell(row.who_does_what, short=f"{row.who}?" if row.is_expected else row.who)
    return [date, away, *start, status_cell(row.state), certainty, body, row.deadline.id, owed, title]


def _to_start(session: Session, found: Outlook) -> None:
    from cobtrack.cli.output.table import Cell, Table
    from cobtrack.model.dates.format import format_day, format_timeframe, relative_time
    from cobtrack.model.text import markup
    from cobtrack.views.deadlines import describe_begun

    table = Table(["start by", "away", "begin", "for"], droppable=[1])
    for row in found.to_start:
        if row.start:
            days = (row.start.day - session.as_of).days
            away = Cell(relative_time(days), "yellow" if days <= 0 else "")
            what = ", ".join(row.start.activities) or "to prepare"
            if row.start.is_begun:
                away, what = Cell(""), describe_begun(row.start)
            due = format_timeframe(row.due) if row.due else "no date"
            # It is the activity that has to start: nothing is said here of who owes the rest.
            table.rows.append(
                [format_day(row.start.day), away, what, f"{markup.plain_text(row.deadline.title)}, {due}"]
            )
    if table.rows:
        session.terminal.print()
        session.terminal.print("Latest sensible start, so as to be ready in time", "bold")
        session.terminal.wrapped(_COUNTED, style="dim")
        session.terminal.print()
        session.terminal.table(table)


def _rest(session: Session, found: Outlook) -> None:
    from cobtrack.model.text.wording import join

    left = [f"{len(found.later)} later, the next {_when(found.later[0])}"] if found.later else []
    left += [f"{len(found.settled)} submitted, held or cancelled"] if found.settled else []
    left += [f"{len(found.undated)} without a date"] if found.undated else []
    if left:
        session.terminal.print()
        session.terminal.wrapped(f"Left out: {join(left)}. All: cobtrack due --all")


def _when(row: DeadlineState) -> str:
    from cobtrack.model.dates.format import format_timeframe

    when = format_timeframe(row.due) if row.due else "no date"
    return f"{when} ({row.mechanism.acronym or row.mechanism.id})"
