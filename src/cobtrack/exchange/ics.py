"""Deadlines as a calendar: iCalendar, RFC 5545.

A date that is not exact is an all-day event over all the days that it can mean, tentative, and says so in its title: a
calendar has no other way to show that somebody does not know the day, and a single day would claim to. Of a date with
one known bound, such as "by August 2027", the event is that bound. What would be a single day so, "not before 20
November 2027" or a day to be determined, is its month. Nothing rings for what has no last day, and nothing is put in
for a deadline without a date.

The UID of a deadline stays the same and SEQUENCE grows with the day of export, and on that day with the edition, so
that reading the file again updates the events instead of doubling them.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cobtrack import __version__
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.dates.timeframe import Point, Window, next_day
from cobtrack.model.labels import CERTAINTY
from cobtrack.model.records.mechanism import FULFILLED
from cobtrack.model.text.markup import is_safe_link, links, plain_citation, plain_text
from cobtrack.model.text.wording import join, upper_first
from cobtrack.views.deadlines import describe_begun

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Alarm, Event

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.deadlines import DeadlineState

# Days before the first day that a deadline can be due; the first is a stand-in where no lead time is known.
_HALF_A_YEAR, _MONTH, _WEEK = 183, 30, 7
_MORNING = timedelta(hours=9)
_FIRST_SEQUENCE = date(2020, 1, 1).toordinal()
EDITIONS = 100
"""How many calendars of one day have a SEQUENCE of their own."""
_STATUS = {True: "CONFIRMED", False: "TENTATIVE"}


def calendar(
    workspace: Workspace, rows: Iterable[DeadlineState], as_of: date, owners: Iterable[str] = (), edition: int = 1
) -> bytes:
    """The deadlines that have a date as one calendar, the first or a later one of that day.

    The same rows, day and edition give the same bytes.

    Raises ImportError where icalendar is not installed.
    """
    from icalendar import Calendar, vText  # noqa: PLC0415

    title = workspace.roadmap.title if workspace.roadmap else "Roadmap"
    of = f" ({', '.join(sorted(owners))})" if owners else ""
    made = Calendar()
    made.add("prodid", f"-//cobtrack//cobtrack {__version__}//EN")
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    sequence = max(as_of.toordinal() - _FIRST_SEQUENCE, 0) * EDITIONS + edition - 1
    made.add("x-wr-calname", vText(f"{plain_text(title)}: deadlines{of}"))
    for row in rows:
        if row.when is not None:
            made.add_component(_event(workspace, row, row.when, as_of, sequence))
    written: bytes = made.to_ical(sorted=False)
    return written


def is_earlier_calendar(content: bytes, new: bytes) -> bool:
    """Whether a file's content is a calendar of cobtrack that a new one may replace: both are public, or both not."""
    head = content[:1000]
    is_ours = head.startswith(b"BEGIN:VCALENDAR") and b"PRODID:-//cobtrack//" in head
    return is_ours and _is_public(content) == _is_public(new)


def _is_public(content: bytes) -> bool:
    # Long lines are folded.
    return b" only)" not in content[:1000].replace(b"\r\n ", b"")


def has_same_sequence(content: bytes, new: bytes) -> bool:
    """Whether a different calendar has the same SEQUENCE: programs that have read one need not read the other."""
    sequence = _sequence(content)
    return content != new and bool(sequence) and sequence == _sequence(new)


def _sequence(content: bytes) -> bytes:
    return next((line for line in content.splitlines() if line.startswith(b"SEQUENCE:")), b"")


def _event(workspace: Workspace, row: DeadlineState, when: Timeframe, as_of: date, sequence: int) -> Event:
    from icalendar import Event  # noqa: PLC0415

    one, settings = row.deadline, workspace.settings
    first, last = span(when)
    made = Event()
    made.add("uid", f"{one.id}@{settings.state.lower()}-{settings.treaty_body}.cobtrack")
    made.add("dtstamp", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
    made.add("sequence", sequence)
    made.add("dtstart", first)
    # The day after the last one, as the RFC has it.
    made.add("dtend", next_day(last))
    made.add("summary", _summary(row, when))
    made.add("description", "\n".join(_lines(workspace, row, when)))
    cancelled = row.finding is not None and row.finding.outcome == "cancelled"
    settled = when.has_exact_days and (row.state == "submitted" or row.certainty == "confirmed")
    made.add("status", "CANCELLED" if cancelled else _STATUS[settled])
    made.add("transp", "TRANSPARENT")
    made.add("categories", [row.mechanism.acronym or row.mechanism.id, row.deadline.owner])
    if address := next((where for source in one.source for where in _addresses(source)), None):
        made.add("url", address)
    if row.is_open and not row.is_past and when.latest is not None:
        for days in _reminders(row, first):
            made.add_component(_alarm(row, when, days))
    return made


def _addresses(source: str) -> list[str]:
    """Where a citation leads: a web address, or the targets of its links."""
    there = [target for _, target in links(source)] or [source]
    return [one for one in there if "://" in one and is_safe_link(one) and not any(sign.isspace() for sign in one)]


def span(due: Timeframe) -> tuple[date, date]:
    """The first and the last day of the event for a date: all that it can mean, or the bound that is known.

    No uncertain date is a single day: that would be its month.
    """
    first, last = _bounds(due)
    if first == last and not due.has_exact_days:
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return first, last


def _bounds(due: Timeframe) -> tuple[date, date]:
    if due.earliest and due.latest:
        return due.earliest, due.latest
    bound = due.start or due.end
    if isinstance(bound, Window):
        bound = bound.first or bound.last
    if not isinstance(bound, Point):
        raise TypeError("a date without any bound")
    return bound.earliest, bound.latest


def _summary(row: DeadlineState, due: Timeframe) -> str:
    title = f"{row.mechanism.acronym or row.mechanism.id}: {plain_text(row.deadline.title)}"
    if row.state == "submitted":
        known = "" if due.has_exact_days else f", day not known: {format_timeframe(due)}"
        return f"{title} ({row.label}{known})"
    if due.has_exact_days:
        certainty = CERTAINTY[row.certainty].singular if row.certainty else "not confirmed"
        return title if row.certainty == "confirmed" else f"{title} ({certainty})"
    return f"{title} (day not known: {format_timeframe(due)})"


def _lines(workspace: Workspace, row: DeadlineState, when: Timeframe) -> Iterable[str]:
    one = row.deadline
    due = format_timeframe(row.due) if row.due else "no date known"
    yield f"{upper_first(row.who_does_what)}. Due: {due}."
    if row.finding and row.finding.outcome in FULFILLED:
        yield f"{upper_first(row.finding_label)}: {format_timeframe(when)}."
    else:
        yield f"How settled the date is: {CERTAINTY[row.certainty].singular if row.certainty else 'not stated'}."
    if one.anchor_id and (anchor := workspace.by_id.get(one.anchor_id)):
        yield f"Counted from: {plain_text(str(getattr(anchor, 'title', anchor.id)))} ({anchor.id})."
    if row.waits_for:
        yield f"It waits for {row.waits_for}, which is past its date."
    if row.start and row.is_open and row.start.is_begun:
        yield f"Preparation: {describe_begun(row.start)}."
    elif row.start and row.is_open:
        what = f"Activity {join(list(row.start.activities))}" if row.start.activities else "Preparation"
        yield f"{what}: to begin by {format_day(row.start.day)}."
    for activity in row.activities:
        yield f"Activity {activity.id}: {plain_text(activity.text)}"
    if row.finding:
        note = f" {plain_text(row.finding.note)}" if row.finding.note else ""
        yield f"Last found out: {row.finding_label}, {format_timeframe(row.finding.date)}.{note}"
    if one.source:
        yield f"Source: {'; '.join(map(plain_citation, one.source))}"
    yield f"cobtrack: {one.id}"


def _reminders(row: DeadlineState, first: date) -> list[int]:
    """How many days before the event: at the latest sensible start of what has not begun, a month and a week before."""
    lead = (first - row.start.day).days if row.start else _HALF_A_YEAR
    to_begin = () if row.start and row.start.is_begun else (lead,)
    return sorted({days for days in (*to_begin, _MONTH, _WEEK) if days > 0}, reverse=True)


def _alarm(row: DeadlineState, due: Timeframe, days: int) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415

    made = Alarm()
    made.add("action", "DISPLAY")
    made.add("description", f"{plain_text(row.deadline.title)}: {format_timeframe(due)}")
    # An all-day event begins at midnight.
    made.add("trigger", _MORNING - timedelta(days))
    return made
