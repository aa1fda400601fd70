"""Write what organisations answer for and owe, when they last reported, and what is awaited, as an .xlsx file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.exchange.office.xlsx_writer import SpreadsheetWriter
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import AWAITED_STATE, RELATION, ROLE, STATUS, TIMING
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import pgettext
from cobtrack.model.text.markup import plain_text
from cobtrack.views.details import heading
from cobtrack.views.reporting.awaited import awaited_replies, open_promises
from cobtrack.views.reporting.owed import numbers, owed, title
from cobtrack.views.reporting.roles import LEAD, SUPPORTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.reporting.owed import Owed, Work
    from cobtrack.views.reporting.roles import By


def write(workspace: Workspace, as_of: date, matches: Callable[[Record], bool]) -> tuple[bytes, int]:
    """Return the bytes of the .xlsx file, and the number of organisations. The same data give the same bytes."""
    writer = SpreadsheetWriter(_("Who answers for what, and who has reported"), created=as_of)
    rows, groups = owed(workspace, as_of, "responsible", matches), owed(workspace, as_of, "group", matches)
    writer.add_table(_("Organisations"), _heads_of_totals(), _totals(rows, "responsible"))
    writer.add_table(_("Working groups"), _heads_of_totals(), _totals(groups, "group"))
    writer.add_table(pgettext("sheet", "Work"), _heads_of_work(), _work(rows))
    writer.add_table(_("Awaited"), _heads_of_awaited(), _awaited(workspace, as_of, matches))
    return writer.finish(), sum(row.actor is not None for row in rows)


def _heads_of_totals() -> list[tuple[str, int]]:
    """Return the heads of the columns for each organisation, and the widths of the columns."""
    return [
        (pgettext("column", "name"), 34),
        (pgettext("column", "leads"), 10),
        (pgettext("column", "open"), 10),
        (pgettext("column", "overdue"), 10),
        (pgettext("column", "stale"), 10),
        (pgettext("column", "supports"), 10),
        (pgettext("column", "recommendations"), 16),
        (pgettext("column", "promises"), 10),
        (pgettext("column", "rounds"), 10),
        (pgettext("column", "last report"), 20),
        (pgettext("column", "reported by itself"), 18),
        (pgettext("column", "id"), 18),
    ]


def _heads_of_work() -> list[tuple[str, int]]:
    return [
        (pgettext("column", "name"), 34),
        (pgettext("column", "role"), 10),
        (pgettext("column", "id"), 18),
        (pgettext("column", "what"), 60),
        (pgettext("column", "planned for"), 24),
        (pgettext("column", "status"), 14),
        (pgettext("column", "timing"), 18),
        (pgettext("column", "last report"), 20),
        (pgettext("column", "reported by"), 18),
    ]


def _heads_of_awaited() -> list[tuple[str, int]]:
    return [
        (pgettext("column", "due"), 20),
        (pgettext("column", "state"), 14),
        (pgettext("column", "who"), 18),
        (pgettext("column", "what"), 60),
        (pgettext("column", "record"), 18),
        (pgettext("column", "asked on"), 20),
    ]


def _totals(rows: Sequence[Owed], by: By) -> Iterator[Sequence[str | int]]:
    for row in rows:
        last = row.last_report
        own = "" if last is None else _("yes") if last.is_own else _("not recorded")
        yield (plain_text(title(row, by)), *numbers(row).values(), _day(last.date if last else None), own, row.key)


def _work(rows: Sequence[Owed]) -> Iterator[Sequence[str | int]]:
    """Yield a row for each organisation and each activity, action or recommendation in which it has a role."""
    for row in rows:
        name = plain_text(title(row, "responsible"))
        for role, works in ((LEAD, row.led), (SUPPORTS, row.supported)):
            for work in works:
                yield (name, ROLE[role].singular if row.actor else "", *_work_cells(work))
        for paragraph in row.recommendations:
            is_followed_up = row.key in paragraph.groups and row.key not in paragraph.responsible
            role = RELATION["groups"].inverse if is_followed_up else ROLE[LEAD].singular
            yield (name, role if row.actor else "", paragraph.id, plain_text(heading(paragraph)))
        for paragraph in row.supported_recommendations:
            yield (name, ROLE[SUPPORTS].singular, paragraph.id, plain_text(heading(paragraph)))


def _work_cells(work: Work) -> Sequence[str]:
    record, latest = work.record, work.latest
    planned = format_timeframe(record.timeframe) if record.timeframe else ""
    timing = TIMING[work.timing].singular if work.timing else ""
    reported_by = (latest.by or _("not recorded")) if latest else ""
    status = STATUS[work.status].singular
    last = _day(latest.date if latest else None)
    return (record.id, plain_text(heading(record)), planned, status, timing, last, reported_by)


def _awaited(workspace: Workspace, as_of: date, matches: Callable[[Record], bool]) -> Iterator[Sequence[str]]:
    """Yield a row for each promise that is not settled, and for each reply that the State was asked for."""
    for promise in open_promises(workspace, as_of):
        contact = promise.contact
        if matches(promise.action):
            what = plain_text(contact.promised or "")
            yield (
                _day(promise.due),
                AWAITED_STATE[promise.state].singular,
                contact.with_,
                what,
                promise.action.id,
                _day(contact.date),
            )
    for reply in awaited_replies(workspace, as_of):
        if matches(reply.recommendation):
            what = _("reply to: %(text)s", text=plain_text(reply.assessment.reason))
            sent = _day(reply.assessment.sent)
            yield (
                _day(reply.due),
                AWAITED_STATE[reply.state].singular,
                _("the State"),
                what,
                reply.recommendation.id,
                sent,
            )


def _day(value: Timeframe | None) -> str:
    return format_timeframe(value) if value else ""
