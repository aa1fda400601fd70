"""Export deadlines as a calendar file (iCalendar, RFC 5545).

If the exact day of a deadline is unknown, an event on a single day would suggest a certainty that does not exist. The
event then covers all possible days, its status is TENTATIVE, and its title says that the exact day is unknown. If only
the start or only the end of the period is known (for example "by August 2027"), the event covers that date. If that
date is a single day (for example "not before 20 November 2027"), the event covers the whole month of that day. A
deadline without a last day has no alarm. A deadline without a date has no event.

A deadline keeps the same UID in every export. The SEQUENCE number grows with the day of the export and, for exports on
the same day, with the edition. So calendar programs update existing events instead of adding them again.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cobtrack import __version__
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.dates.timeframe import Point, Window, next_day
from cobtrack.model.labels import CERTAINTY, OWNER
from cobtrack.model.records.mechanism import FULFILLED
from cobtrack.model.text.markup import is_safe_link, links, plain_citation, plain_text
from cobtrack.model.text.wording import upper_first
from cobtrack.views.deadlines import describe_begun, describe_to_begin

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Alarm, Event

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.deadlines import DeadlineState

_DEFAULT_LEAD = 183
"""Days from the alarm to start preparing until the event, if no lead time is known: half a year."""
_MONTH, _WEEK = 30, 7
_ALARM_TIME = timedelta(hours=9)
_FIRST_DAY = date(2020, 1, 1).toordinal()
"""The day whose SEQUENCE number is 0."""
EDITIONS = 100
"""How many calendars that are exported on the same day can have different SEQUENCE numbers."""


def calendar(
    workspace: Workspace, deadlines: Iterable[DeadlineState], as_of: date, owners: Iterable[str] = (), edition: int = 1
) -> bytes:
    """Return a calendar of the deadlines that have a date. The same arguments give the same bytes.

    `owners` are named in the calendar's title. `edition` numbers the calendars that are exported on the same day.
    """
    from icalendar import Calendar, vText  # noqa: PLC0415

    title = workspace.roadmap.title if workspace.roadmap else "Roadmap"
    whose = f" ({', '.join(sorted(owners))})" if owners else ""
    sequence = max(as_of.toordinal() - _FIRST_DAY, 0) * EDITIONS + edition - 1
    result = Calendar()
    result.add("prodid", f"-//cobtrack//cobtrack {__version__}//EN")
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("x-wr-calname", vText(f"{plain_text(title)}: deadlines{whose}"))
    for deadline in deadlines:
        if deadline.when is not None:
            result.add_component(_event(workspace, deadline, deadline.when, as_of, sequence))
    content: bytes = result.to_ical(sorted=False)
    return content


def is_earlier_calendar(content: bytes, new: bytes) -> bool:
    """Whether `content` is an earlier calendar from cobtrack that the calendar `new` may replace.

    Either both calendars are public, or neither.
    """
    head = content[:1000]
    is_ours = head.startswith(b"BEGIN:VCALENDAR") and b"PRODID:-//cobtrack//" in head
    return is_ours and _is_public(content) == _is_public(new)


def _is_public(content: bytes) -> bool:
    # Long lines are folded in iCalendar.
    return b" only)" not in content[:1000].replace(b"\r\n ", b"")


def has_same_sequence(content: bytes, new: bytes) -> bool:
    """Whether two different calendars have the same SEQUENCE number. Calendar programs may then ignore the new one."""
    sequence = _sequence(content)
    return content != new and bool(sequence) and sequence == _sequence(new)


def _sequence(content: bytes) -> bytes:
    return next((line for line in content.splitlines() if line.startswith(b"SEQUENCE:")), b"")


def _event(workspace: Workspace, state: DeadlineState, when: Timeframe, as_of: date, sequence: int) -> Event:
    from icalendar import Event  # noqa: PLC0415

    deadline, settings = state.deadline, workspace.settings
    first, last = _event_days(when)
    event = Event()
    event.add("uid", f"{deadline.id}@{settings.state.lower()}-{settings.treaty_body}.cobtrack")
    event.add("dtstamp", datetime(as_of.year, as_of.month, as_of.day, tzinfo=UTC))
    event.add("sequence", sequence)
    event.add("dtstart", first)
    # In iCalendar, DTEND is the day after the last day.
    event.add("dtend", next_day(last))
    event.add("summary", _summary(state, when))
    event.add("description", "\n".join(_description(workspace, state, when)))
    event.add("status", _status(state, when))
    event.add("transp", "TRANSPARENT")
    event.add("categories", [state.mechanism.acronym or state.mechanism.id, deadline.owner])
    if address := next((address for source in deadline.source for address in _addresses(source)), None):
        event.add("url", address)
    if state.is_open and not state.is_past and when.latest is not None:
        for days in _alarm_days(state, first, as_of):
            event.add_component(_alarm(state, when, days))
    return event


def _status(state: DeadlineState, when: Timeframe) -> str:
    if state.finding is not None and state.finding.outcome == "cancelled":
        return "CANCELLED"
    is_certain = when.has_exact_days and (state.state == "submitted" or state.certainty == "confirmed")
    return "CONFIRMED" if is_certain else "TENTATIVE"


def _addresses(source: str) -> list[str]:
    """Return the web addresses in a citation: the targets of its links, or the citation itself if it is an address."""
    targets = [target for _, target in links(source)] or [source]
    return [
        target
        for target in targets
        if "://" in target and is_safe_link(target) and not any(character.isspace() for character in target)
    ]


def _event_days(when: Timeframe) -> tuple[date, date]:
    """Return the first and last day of an event: all possible days, or the days of the only known bound.

    If this is a single day although the exact day is unknown, return the first and last day of its month.
    """
    first, last = _bounds(when)
    if first == last and not when.has_exact_days:
        return first.replace(day=1), last.replace(day=monthrange(last.year, last.month)[1])
    return first, last


def _bounds(when: Timeframe) -> tuple[date, date]:
    if when.earliest and when.latest:
        return when.earliest, when.latest
    bound = when.start or when.end
    if isinstance(bound, Window):
        bound = bound.first or bound.last
    if not isinstance(bound, Point):
        raise TypeError("a date without any bound")
    return bound.earliest, bound.latest


def _summary(state: DeadlineState, when: Timeframe) -> str:
    title = f"{state.mechanism.acronym or state.mechanism.id}: {plain_text(state.deadline.title)}"
    unknown_day = "" if when.has_exact_days else f"exact day unknown: {format_timeframe(when)}"
    if state.state == "submitted":
        return f"{title} ({', '.join(filter(None, [state.label, unknown_day]))})"
    if unknown_day:
        return f"{title} ({unknown_day})"
    if state.certainty == "confirmed":
        return title
    return f"{title} ({CERTAINTY[state.certainty].singular if state.certainty else 'not confirmed'})"


def _description(workspace: Workspace, state: DeadlineState, when: Timeframe) -> Iterable[str]:
    """Yield the lines of an event's description: everything that is known about the deadline."""
    deadline = state.deadline
    if state.due:
        owner = OWNER[deadline.owner].singular
        due_from = "Date" if deadline.is_meeting else f"Due from {owner}"
        yield f"{f'Expected of {owner}' if state.is_expected else due_from}: {format_timeframe(state.due)}."
    if state.finding and state.finding.outcome in FULFILLED:
        yield f"{upper_first(state.finding_label)}: {format_timeframe(when)}."
    else:
        yield f"Certainty of the date: {CERTAINTY[state.certainty].singular if state.certainty else 'not stated'}."
    if deadline.anchor_id and (anchor := workspace.by_id.get(deadline.anchor_id)):
        yield f"The date depends on: {plain_text(str(getattr(anchor, 'title', anchor.id)))} ({anchor.id})."
    if state.waits_for:
        yield f"The date may change: {state.waits_for} should have been met by now."
    if state.start and state.is_open and state.start.is_begun:
        yield f"Preparation has begun: {describe_begun(state.start)}."
    elif state.start and state.is_open:
        activities = describe_to_begin(state)
        yield f"{f'Activity {activities}' if activities else 'Preparation'}: begin by {format_day(state.start.day)}."
    for activity in state.activities:
        yield f"Activity {activity.id}: {plain_text(activity.text)}"
    if state.finding:
        note = f" {plain_text(state.finding.note)}" if state.finding.note else ""
        yield f"Last information: {state.finding_label}, {format_timeframe(state.finding.date)}.{note}"
    if deadline.source:
        yield f"Source: {'; '.join(map(plain_citation, deadline.source))}"
    yield f"cobtrack: {deadline.id}"


def _alarm_days(state: DeadlineState, first: date, as_of: date) -> list[int]:
    """Return for each alarm how many days it precedes the event: a month, a week, and the time for preparation.

    No alarm is before the day of the export.
    """
    lead = (first - state.start.day).days if state.start else _DEFAULT_LEAD
    to_begin = () if state.start and state.start.is_begun else (lead,)
    return sorted({days for days in (*to_begin, _MONTH, _WEEK) if 0 < days <= (first - as_of).days}, reverse=True)


def _alarm(state: DeadlineState, when: Timeframe, days: int) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", f"{plain_text(state.deadline.title)}: {format_timeframe(when)}")
    # An all-day event begins at midnight.
    alarm.add("trigger", _ALARM_TIME - timedelta(days))
    return alarm
