"""The output of what organisations answer for and owe, as a table, JSON or CSV."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.options import Format
from cobtrack.cli.output.listing import date_cell
from cobtrack.cli.output.table import STYLES, Cell, Table, column_heads
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.text import markup
from cobtrack.views import as_json
from cobtrack.views.reporting.owed import COLUMNS, numbers, owed, title
from cobtrack.views.reporting.roles import NOBODY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.views.filters import Filters
    from cobtrack.views.reporting.awaited import Promise, Reply
    from cobtrack.views.reporting.owed import Owed
    from cobtrack.views.reporting.roles import By

_OWN_MARK = "*"
"""Marks a date if nobody recorded who reported."""


def print_owed(session: Session, filters: Filters, by: By, format: Format) -> None:
    """Print what each organisation or group answers for and owes."""
    chosen = filters["actor"] | filters["twg"]
    rows = owed(session.workspace, session.as_of, by, session.matching(filters))
    if chosen:
        rows = tuple(row for row in rows if row.key in chosen) or rows
    if format is Format.json:
        data = [as_json.owed(row) for row in rows]
        session.terminal.json({**session.json_document("organisations", data), "by": by})
    elif format is Format.csv:
        session.terminal.csv(
            ["id", *COLUMNS, "last_report", "reported_by_itself", "name"], [_csv(row, by) for row in rows]
        )
    elif rows:
        _print_table(session, rows, by)
    if not rows:
        session.terminal.notify(_("no organisation has anything to answer for yet"), "note")


def _csv(row: Owed, by: By) -> list[str]:
    last = row.last_report
    report = [str(last.date), str(last.is_own).lower()] if last else ["", ""]
    return [row.key, *map(str, numbers(row).values()), *report, title(row, by)]


def _print_table(session: Session, rows: Sequence[Owed], by: By) -> None:
    # A column that is empty is left out first, so that a narrow terminal shows what somebody owes.
    used = {name for row in rows for name, number in numbers(row).items() if number}
    least_needed = ["supports", "leads", "recommendations", "open", "rounds", "promises"]
    least_needed.sort(key=used.__contains__)
    heads = ["id", "leads", "open", "overdue", "stale", "supports", "rec.", "promises", "rounds", "last report", "name"]
    table = Table(
        column_heads(heads),
        right=frozenset(range(1, 9)),
        droppable=[COLUMNS.index(name) + 1 for name in least_needed],
        min_last_width=12,
    )
    for row in rows:
        counts = [_count(number, STYLES.get(name, "")) for name, number in numbers(row).items()]
        table.rows.append([Cell(row.key or "-", "bold"), *counts, _last_report(row), markup.plain_text(title(row, by))])
    with session.terminal.paged():
        session.terminal.table(table)
        if any(row.last_report and not row.last_report.is_own for row in rows):
            session.terminal.print()
            text = _("%(mark)s Nobody recorded who reported this.", mark=_OWN_MARK)
            session.terminal.wrapped(text, style="dim")


def _count(number: int, style: str) -> Cell:
    return Cell(str(number), style) if number else Cell("-", "dim")


def _last_report(row: Owed) -> Cell:
    """Return a cell with the date of the last report, and a mark if nobody recorded who reported."""
    if row.key == NOBODY:
        return Cell("-", "dim")
    if row.last_report is None:
        return Cell(_("never"), "yellow")
    cell, mark = date_cell(row.last_report.date), "" if row.last_report.is_own else _OWN_MARK
    return Cell(cell.text + mark, short=(cell.short or cell.text) + mark)


def print_awaited(session: Session, promises: Sequence[Promise], replies: Sequence[Reply]) -> None:
    """Print the promises and the State's replies that the coalition waits for."""
    from cobtrack.cli.output.table import status_cell

    if promises:
        table = Table(column_heads(["due", "state", "who", "action", "promise"]), min_last_width=25, never_cut=(3,))
        for promise in promises:
            what = markup.plain_text(promise.contact.promised or "")
            cells = [date_cell(promise.due, _("no date")), status_cell(promise.state)]
            table.rows.append([*cells, promise.contact.with_, promise.action.id, what])
        _print_titled(session, _("Promises that are not settled"), table)
    if replies:
        heads = ["due", "state", "sent", "recommendation", "assessment"]
        table = Table(column_heads(heads), droppable=[2], min_last_width=25, never_cut=(3,))
        for reply in replies:
            assessment = reply.assessment
            said = f"{assessment.voice}, {assessment.level}: {markup.plain_text(assessment.reason)}"
            cells = [date_cell(reply.due, _("no date")), status_cell(reply.state), date_cell(assessment.sent)]
            table.rows.append([*cells, reply.recommendation.id, said])
        _print_titled(session, _("Replies that the State was asked for"), table)


def _print_titled(session: Session, heading: str, table: Table) -> None:
    session.terminal.print()
    session.terminal.print(heading, "bold")
    session.terminal.print()
    session.terminal.table(table)
