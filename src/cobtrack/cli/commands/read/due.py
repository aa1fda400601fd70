"""`cobtrack due`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    AsOf,
    ByOption,
    Color,
    ColorOption,
    FilterTexts,
    Format,
    FormatOption,
    LanguageOption,
    Quiet,
    Root,
    takes_filters,
)  # fmt: skip
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.views.deadlines import DeadlineState, Outlook
    from cobtrack.views.filters import Filters
    from cobtrack.views.reporting.awaited import Promise, Reply

MIN_TITLE_WIDTH = 17


@takes_filters("deadlines", "overdue, due-soon, unknown, …")
def due(
    filters: FilterTexts,
    all_: Annotated[bool, typer.Option("--all", help="Show all deadlines, even if met or cancelled.")] = False,
    by: ByOption = None,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show what is due, when, and from whom. Also show when to start preparing to be ready in time.

    Promises of organisations and replies of the State that are awaited come last.

    \b
      cobtrack due
      cobtrack due --owner civil-society
      cobtrack due --by responsible
      cobtrack due --as-of 2022-12-01 --format json
    """
    from cobtrack.cli.output.listing import Listing, show, show_csv
    from cobtrack.cli.session import open_session
    from cobtrack.views import as_json, deadlines

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    chosen = session.parse_filters(filters, "deadlines")
    matches = session.matching(chosen)
    states = deadlines.states(session.workspace, session.as_of)
    rows = tuple(row for row in states if matches(row.deadline))
    outlook = deadlines.outlook(rows, session.as_of)
    is_complete = bool(all_ or chosen["status"])
    shown = rows if is_complete else outlook.past + outlook.coming
    empty = _("no matching deadline has passed or is due within the next twelve months") if rows else ""
    if format is Format.csv:
        from cobtrack.views.tables.kinds import deadline_table

        columns = ("when", "days", "state", "certainty", "body", "id", "who")
        show_csv(session, "deadlines", deadline_table(shown, columns), empty, by=by.value if by else None)
    else:
        listing = Listing(
            ["when", "away", "state", "certainty", "body", "id", "who", "what"],
            # Never drop the id, because people need it for `show` and `--what-if`.
            droppable=["certainty", "away", "body", "who"],
            min_last_width=MIN_TITLE_WIDTH,
        )
        for row in shown:
            listing.add(row.deadline, partial(as_json.deadline, row), _cells(row))
        if by:
            listing.group(session.workspace, by.value)
        promises, replies = _awaited(session, chosen)
        waits = {"promises": [*map(as_json.promise, promises)], "replies": [*map(as_json.reply, replies)]}
        show(session, "deadlines", listing, format, empty, more=waits)
    if format is Format.table:
        _print_starts(session, outlook)
        _print_feedback(session, chosen)
        _print_measuring(session, chosen)
        if promises or replies:
            from cobtrack.cli.output.reporting.owed import print_awaited

            print_awaited(session, promises, replies)
        if not chosen and session.workspace.rounds:
            from cobtrack.cli.output.reporting.open_round import print_open_round

            print_open_round(session)
        if not is_complete:
            _print_not_shown(session, outlook)


def _cells(row: DeadlineState) -> list[Cell | str]:
    """Return the table cells for a deadline."""
    from cobtrack.cli.output.listing import date_cell
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.dates.format import relative_time
    from cobtrack.model.text import markup
    from cobtrack.views.plans import earlier_date

    date = date_cell(row.when, _("no date"), was=earlier_date(row.deadline) if row.is_open else "")
    away = relative_time(row.days) if row.days is not None and row.is_open else ""
    certainty = (row.certainty or "-") if row.is_open else "-"
    body = row.mechanism.acronym or row.mechanism.id
    # In the shorter text, a question mark shows that the deadline is expected by the coalition, not an obligation.
    who = Cell(row.who_does_what, short=f"{row.who}?" if row.is_expected else row.who)
    title = markup.plain_text(row.deadline.title)
    return [date, away, status_cell(row.word), certainty, body, row.deadline.id, who, title]


def _print_starts(session: Session, outlook: Outlook) -> None:
    """Print a table that shows, for each deadline, the day by which somebody should start preparing for it."""
    from cobtrack.cli.output.listing import date_cell
    from cobtrack.cli.output.table import Cell, Table, column_heads
    from cobtrack.model.dates.format import format_timeframe, relative_time
    from cobtrack.model.dates.timeframe import Point, timeframe_of
    from cobtrack.model.text import markup
    from cobtrack.views.deadlines import describe_begun, describe_to_begin

    table = Table(column_heads(["start by", "away", "activity", "for"]), droppable=[1], min_last_width=25)
    for row in outlook.to_start:
        if row.start is None:
            continue
        day = row.start.day
        start_by = date_cell(timeframe_of(Point(day.year, day.month, day.day)))
        if row.start.is_begun:
            away, activity = Cell(""), describe_begun(row.start)
        else:
            days = (day - session.as_of).days
            away = Cell(relative_time(days), "yellow" if days <= 0 else "")
            activity = describe_to_begin(row) or _("preparation")
        title = markup.plain_text(row.deadline.title)
        date = format_timeframe(row.due) if row.due else _("no date")
        table.rows.append([start_by, away, activity, join([title, date], ",")])
    if table.rows:
        session.terminal.print()
        session.terminal.print(_("Latest sensible start, to be ready in time"), "bold")
        explanation = _(
            "On this day, the time for preparation still fits before the earliest day of the deadline. "
            "That time is the lead time of the deadline or, if it has none, the time planned for the activities that "
            "serve it."
        )
        session.terminal.wrapped(explanation, style="dim")
        session.terminal.print()
        session.terminal.table(table)


def _print_feedback(session: Session, filters: Filters) -> None:
    """Print a table of the feedback that is owed to the participants of consultations."""
    if filters["status"] or filters["owner"] or not session.workspace.consultations:
        return
    from cobtrack.cli.output.listing import date_cell
    from cobtrack.cli.output.table import Table, column_heads, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views.children.consultations import owed_feedback, states

    matches = session.matching(filters)
    rows = owed_feedback(row for row in states(session.workspace, session.as_of) if matches(row.consultation))
    heads = column_heads(["due", "state", "points", "to", "consultation"])
    table = Table(heads, droppable=[3, 2], min_last_width=25)
    for row in rows:
        points = _("all") if row.is_of_all else join([*map(str, row.numbers)], ",")
        to = ", ".join(row.consultation.with_) or "-"
        title = f"{row.consultation.id}  {markup.plain_text(row.consultation.title)}"
        table.rows.append([date_cell(row.due), status_cell(row.state), points, to, title])
    if rows:
        session.terminal.print()
        session.terminal.print(_("Feedback owed to children on what they said"), "bold")
        session.terminal.print()
        session.terminal.table(table)


def _awaited(session: Session, filters: Filters) -> tuple[list[Promise], list[Reply]]:
    """Return the open promises and the awaited replies that match the filters.

    A promise matches the filter by organisation even if the organisation has no other role in the action.
    """
    if filters["status"] or filters["owner"]:
        return [], []
    from cobtrack.views.filters import Filters
    from cobtrack.views.reporting.awaited import awaited_replies, open_promises

    workspace, as_of = session.workspace, session.as_of
    matches = session.matching(filters)
    but_actor = session.matching(Filters(tuple(each for each in filters.conditions if each[0] != "actor")))
    promises = [
        row
        for row in open_promises(workspace, as_of)
        if matches(row.action) or (filters.allows("actor", row.contact.with_) and but_actor(row.action))
    ]
    return promises, [row for row in awaited_replies(workspace, as_of) if matches(row.recommendation)]


def _print_measuring(session: Session, filters: Filters) -> None:
    """Print a table of the indicators that somebody has to measure."""
    if filters["status"] or filters["owner"] or not session.workspace.indicators:
        return
    from cobtrack.cli.output.listing import date_cell
    from cobtrack.cli.output.table import Table, column_heads, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views.indicators.measuring import states, wanted

    matches = session.matching(filters)
    rows = wanted(row for row in states(session.workspace, session.as_of) if matches(row.indicator))
    table = Table(column_heads(["due", "state", "last", "by", "indicator"]), droppable=[2, 3], min_last_width=25)
    for row in rows:
        by = ", ".join(row.indicator.responsible) or "-"
        title = f"{row.indicator.id}  {markup.plain_text(row.indicator.title)}"
        last = date_cell(row.latest.date if row.latest else None)
        table.rows.append([date_cell(row.due), status_cell(row.status), last, by, title])
    if rows:
        session.terminal.print()
        session.terminal.print(_("Indicators to be measured"), "bold")
        session.terminal.print()
        session.terminal.table(table)


def _print_not_shown(session: Session, outlook: Outlook) -> None:
    from cobtrack.model.dates.format import format_timeframe

    groups = []
    if outlook.later:
        row = outlook.later[0]
        date = format_timeframe(row.due) if row.due else _("no date")
        groups.append(
            ngettext(
                "%(num)s later (next: %(mechanism)s, %(date)s)",
                "%(num)s later (next: %(mechanism)s, %(date)s)",
                len(outlook.later),
                mechanism=row.mechanism.acronym or row.mechanism.id,
                date=date,
            )
        )
    if number := len(outlook.settled):
        groups.append(ngettext("%(num)s submitted, held or cancelled", "%(num)s submitted, held or cancelled", number))
    if number := len(outlook.undated):
        groups.append(ngettext("%(num)s without a date", "%(num)s without a date", number))
    if groups:
        session.terminal.print()
        session.terminal.wrapped(
            _(
                "Not shown: %(groups)s. To show all: %(command)s",
                groups=join(groups),
                command="cobtrack due --all",
            )
        )
