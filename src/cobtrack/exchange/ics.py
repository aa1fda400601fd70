"""Export deadlines as a calendar file (iCalendar, RFC 5545).

Each deadline with a date becomes one event. If the exact day or days are known, the event covers exactly these days.

If the exact day is unknown, the event covers all days on which the deadline can be due, because an event on a single
day would look certain. Its status is TENTATIVE, and its title says that the exact day is unknown. Some deadlines have
only an earliest or only a latest date. For "by August 2027", the event covers August 2027. For "not before 20 November
2027", it covers all of November 2027. An event without a latest date has no alarm.

Every export gives a deadline the same UID, so calendar programs update its event instead of adding a second event. The
SEQUENCE number tells these programs which export is newer. It is higher for a later day. For exports on the same day,
it is higher for a higher edition number.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cobtrack import __version__
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.dates.timeframe import Point, Window, next_day
from cobtrack.model.labels import AUDIENCE, CERTAINTY, OWNER
from cobtrack.model.languages.phrases import ENGLISH, gettext, spoken
from cobtrack.model.records.mechanism import FULFILLED
from cobtrack.model.text.markup import is_safe_link, links, plain_citation, plain_text
from cobtrack.model.text.wording import join, upper_first
from cobtrack.views.activities import describe_occurrences, occurrences
from cobtrack.views.deadlines import describe_begun, describe_to_begin
from cobtrack.views.plans import describe_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from icalendar import Alarm, Event

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Audience
    from cobtrack.model.records.mechanism import Owner
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.deadlines import DeadlineState

_DEFAULT_LEAD = 183
"""Days from the alarm to start preparing until the event, if no lead time is known: half a year."""
_MONTH, _WEEK = 30, 7
_ALARM_TIME = timedelta(hours=9)
_FIRST_DAY = date(2020, 1, 1).toordinal()
"""The day whose SEQUENCE number is 0."""
_AUDIENCE = "X-COBTRACK-AUDIENCE"
"""The property that says who a calendar is for if it is not public."""
EDITIONS = 100
"""How many calendars that are exported on the same day can have different SEQUENCE numbers."""


def calendar(  # noqa: PLR0913
    workspace: Workspace,
    deadlines: Iterable[DeadlineState],
    as_of: date,
    *,
    owners: Iterable[str] = (),
    audience: Audience = "public",
    edition: int = 1,
) -> bytes:
    """Return a calendar file with an event for each deadline that has a date. The same arguments give the same bytes.

    `as_of` is the day of the export. If the calendar has the deadlines of some owners only, `owners` are their words in
    the data. The calendar's title names them and the audience. `edition` is 1 for the first calendar that is exported
    on a day, 2 for the second calendar, and so on.
    """
    from icalendar import Calendar, vText  # noqa: PLC0415

    title = plain_text(workspace.roadmap.title) if workspace.roadmap else gettext("Roadmap")
    name = gettext("%(roadmap)s: deadlines", roadmap=title)
    note = "" if audience == "public" else AUDIENCE[audience].singular
    if whose := join([*(OWNER[owner].singular for owner in sorted(owners)), *filter(None, [note])], ","):
        name = gettext("%(roadmap)s: deadlines (%(owners)s)", roadmap=title, owners=whose)
    sequence = max(as_of.toordinal() - _FIRST_DAY, 0) * EDITIONS + edition - 1
    result = Calendar()
    result.add("prodid", f"-//cobtrack//cobtrack {__version__}//EN")
    result.add("version", "2.0")
    result.add("calscale", "GREGORIAN")
    result.add("x-wr-calname", vText(name), _language())
    if audience != "public":
        result.add(_AUDIENCE, audience)
    for deadline in deadlines:
        if deadline.when is not None:
            result.add_component(_event(workspace, deadline, deadline.when, as_of, sequence))
    content: bytes = result.to_ical(sorted=False)
    return content


def is_earlier_calendar(content: bytes, new: bytes) -> bool:
    """Whether `content` is a calendar from cobtrack for the same kind of audience as the calendar `new`.

    The kind of audience is the same if both calendars are public, or if both are not public. If this function returns
    True, `new` is allowed to replace the file with this content.
    """
    head = content[:1000]
    is_ours = head.startswith(b"BEGIN:VCALENDAR") and b"PRODID:-//cobtrack//" in head
    return is_ours and _is_public(content) == _is_public(new)


def _is_public(content: bytes) -> bool:
    # Long lines are folded in iCalendar. Calendars of cobtrack 0.1 say only in their English title who they are for.
    head = content[:1000].replace(b"\r\n ", b"")
    return _AUDIENCE.encode() not in head and b" only)" not in head


def _language() -> dict[str, str]:
    """Return the parameter for a text in another language than English."""
    code = spoken().code
    return {} if code == ENGLISH.code else {"LANGUAGE": code}


def has_same_sequence(content: bytes, new: bytes) -> bool:
    """Whether two calendars differ but have the same SEQUENCE number.

    If so, a calendar program might ignore the new calendar.
    """
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
    event.add("summary", _summary(state, when), _language())
    event.add("description", "\n".join(_description(workspace, state, when, as_of)), _language())
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
    """Return the web addresses in a citation that are safe to open.

    These are the targets of its links. If a citation without links is itself a web address, the citation is returned.
    """
    targets = [target for _, target in links(source)] or [source]
    return [
        target
        for target in targets
        if "://" in target and is_safe_link(target) and not any(character.isspace() for character in target)
    ]


def _event_days(when: Timeframe) -> tuple[date, date]:
    """Return the first and the last day of the event for a deadline.

    The event covers all days from the earliest to the latest possible day. If only one of these limits is known, the
    event covers the days of this limit. If the result is a single day but the exact day of the deadline is unknown,
    the event covers the whole month.
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


def _labelled(label: str, text: str) -> str:
    return gettext("%(label)s: %(text)s", label=label, text=text)


def _summary(state: DeadlineState, when: Timeframe) -> str:
    title = _labelled(state.mechanism.acronym or state.mechanism.id, plain_text(state.deadline.title))
    unknown_day = "" if when.has_exact_days else gettext("exact day unknown: %(date)s", date=format_timeframe(when))
    if state.state == "submitted":
        return f"{title} ({join([*filter(None, [state.label, unknown_day])], ',')})"
    if unknown_day:
        return f"{title} ({unknown_day})"
    if state.certainty == "confirmed":
        return title
    return f"{title} ({CERTAINTY[state.certainty].singular if state.certainty else gettext('not confirmed')})"


def _description(workspace: Workspace, state: DeadlineState, when: Timeframe, as_of: date) -> Iterable[str]:
    """Yield the lines of an event's description: everything that is known about the deadline."""
    deadline = state.deadline
    yield from _due_lines(state)
    if state.finding and state.finding.outcome in FULFILLED:
        label = upper_first(state.finding_label)
        yield gettext("%(state)s: %(date)s.", state=label, date=format_timeframe(when))
    else:
        certainty = CERTAINTY[state.certainty].singular if state.certainty else gettext("not stated")
        yield gettext("Certainty of the date: %(certainty)s.", certainty=certainty)
    if deadline.anchor_id and (anchor := workspace.by_id.get(deadline.anchor_id)):
        title = plain_text(str(getattr(anchor, "title", anchor.id)))
        yield gettext("The date depends on: %(title)s (%(id)s).", title=title, id=anchor.id)
    if state.waits_for:
        yield gettext("The date may change: %(deadline)s should have been met by now.", deadline=state.waits_for)
    yield from _preparation_lines(state)
    for activity in state.activities:
        recurrence = describe_occurrences(occurrences(activity, as_of))
        text = plain_text(activity.text)
        yield gettext(
            "Activity %(activity)s: %(text)s",
            activity=activity.id,
            text=f"{text} ({recurrence})" if recurrence else text,
        )
    if state.finding:
        note = f" {plain_text(state.finding.note)}" if state.finding.note else ""
        date_ = format_timeframe(state.finding.date)
        yield gettext("Last information: %(state)s, %(date)s.", state=state.finding_label, date=date_) + note
    if deadline.source:
        yield _labelled(gettext("Source"), join([*map(plain_citation, deadline.source)], ";"))
    yield f"cobtrack: {deadline.id}"


def _due_lines(state: DeadlineState) -> Iterable[str]:
    """Yield the lines about the date on which a deadline is due, and about its earlier dates."""
    if state.due:
        owner, due = state.deadline.owner, format_timeframe(state.due)
        if state.is_expected:
            yield _expected_of(due)[owner]
        elif state.deadline.is_meeting:
            yield gettext("Date: %(date)s.", date=due)
        else:
            yield _due_from(due)[owner]
    if moved := describe_changes(state.deadline, state.due):
        yield gettext("%(text)s.", text=upper_first(plain_text(moved)).removesuffix("."))


def _expected_of(due: str) -> dict[Owner, str]:
    """Return the sentence that a deadline is expected to be met, keyed by its owner."""
    return {
        "state": gettext("Expected of the State: %(date)s.", date=due),
        "civil-society": gettext("Expected of civil society: %(date)s.", date=due),
        "children": gettext("Expected of children: %(date)s.", date=due),
        "un": gettext("Expected of the United Nations: %(date)s.", date=due),
    }


def _due_from(due: str) -> dict[Owner, str]:
    """Return the sentence that a deadline has to be met, keyed by its owner."""
    return {
        "state": gettext("Due from the State: %(date)s.", date=due),
        "civil-society": gettext("Due from civil society: %(date)s.", date=due),
        "children": gettext("Due from children: %(date)s.", date=due),
        "un": gettext("Due from the United Nations: %(date)s.", date=due),
    }


def _preparation_lines(state: DeadlineState) -> Iterable[str]:
    """Yield the line about the preparation of a deadline, if it has to begin or has begun."""
    if not state.start or not state.is_open:
        return
    if state.start.is_begun:
        yield gettext("Preparation has begun: %(activities)s.", activities=describe_begun(state.start))
        return
    day = format_day(state.start.day)
    if activities := describe_to_begin(state):
        yield gettext("Activity %(activities)s: begin by %(date)s.", activities=activities, date=day)
    else:
        yield gettext("Preparation: begin by %(date)s.", date=day)


def _alarm_days(state: DeadlineState, first: date, as_of: date) -> list[int]:
    """Return the number of days between each alarm and the event.

    There are alarms one month and one week before the event, and on the day when preparation has to begin. Alarms
    before the day of the export are left out.
    """
    lead = (first - state.start.day).days if state.start else _DEFAULT_LEAD
    to_begin = () if state.start and state.start.is_begun else (lead,)
    return sorted({days for days in (*to_begin, _MONTH, _WEEK) if 0 < days <= (first - as_of).days}, reverse=True)


def _alarm(state: DeadlineState, when: Timeframe, days: int) -> Alarm:
    from icalendar import Alarm  # noqa: PLC0415

    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _labelled(plain_text(state.deadline.title), format_timeframe(when)), _language())
    # An all-day event begins at midnight.
    alarm.add("trigger", _ALARM_TIME - timedelta(days))
    return alarm
