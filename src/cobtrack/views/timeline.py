"""The roadmap over time: one bar for each activity and deadline, divided into certain and uncertain segments."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.timeframe import Point, Window, next_day, previous_day
from cobtrack.model.labels import STATUS, TIMING
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.schedule import build_schedule, is_binding
from cobtrack.model.text.wording import join
from cobtrack.views import activities, deadlines
from cobtrack.views.activities import NOT_REPORTED
from cobtrack.views.filters import Filters
from cobtrack.views.plans import earlier_date, earlier_timeframe
from cobtrack.views.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.schedule import Schedule
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.deadlines import DeadlineState


@dataclass(frozen=True)
class Segment:
    """A part of a bar."""

    first: date | None
    """The first day; None if the bar has no beginning."""
    last: date | None
    """The last day; None if the bar has no end."""
    certain: bool
    """Whether the date certainly includes these days."""


@dataclass(frozen=True)
class Bar:
    """An activity or a deadline in the timeline."""

    kind: Literal["activity", "deadline"]
    id: str
    pillar: int
    """The number of an activity's pillar; 0 for a deadline."""
    body: str
    """The acronym or id of a deadline's mechanism; "" for an activity."""
    title: str
    when: Timeframe | None
    state: str
    """The state of the deadline, or of the activity: its status, or its timing if this says more."""
    label: str = ""
    """The state in words. If an activity is overdue or should have begun, the words say what was last reported."""
    has_to_end: Timeframe | None = None
    """The date by which an activity has to be done; None if there is no such date."""
    certainty: str = ""
    """How certain the date of an open deadline is; "" if the certainty is not stated."""
    recurrence: str = ""
    """How many occurrences were held so far, and when the next is; "" if the bar is not of an activity that recurs."""
    was: str = ""
    """The earlier date of a plan that moved, in words; "" if it never moved."""
    planned: Timeframe | None = None
    """The earlier date of a plan that moved; None if it never moved, or was relative to another date."""
    years: tuple[tuple[int, str], ...] = ()
    """The years of an activity that recurs, each with its state."""

    @property
    def marked_date(self) -> Timeframe | None:
        """The date that the timeline marks with a diamond.

        For a deadline, this is the date on which it was met or is due. For an activity, it is the date by which the
        activity has to be done.
        """
        return self.when if self.kind == "deadline" else self.has_to_end

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The segments of the bar, in order and without overlaps."""
        return segments_of(self.when) if self.when else ()


@dataclass(frozen=True)
class Timeline:
    """The bars within the window from `first` to `last`: first activities, sorted by pillar, then deadlines by date."""

    as_of: date
    first: date
    last: date
    bars: tuple[Bar, ...]
    outside: int
    """The number of bars outside the window."""
    undated: int
    """The number of activities and deadlines without a date."""
    matching: frozenset[str]
    """The ids of all activities and deadlines that match the filters, even if they are outside the window."""


def is_exact(value: Timeframe) -> bool:
    """Return whether a date is certain and exact enough for a filled diamond.

    A date is exact enough if its start and end are certain days, or if all days that it can mean are in one month.
    """
    first, last = value.earliest, value.latest
    if first is None or last is None or value.is_uncertain:
        return False
    return value.has_exact_days or (first.year, first.month) == (last.year, last.month)


def segments_of(value: Timeframe) -> tuple[Segment, ...]:
    """Return the segments of a date, in order and without overlaps."""
    return tuple(_segments(value))


def _segments(value: Timeframe) -> Iterator[Segment]:
    """Yield the segments of a date in order and without overlaps. Segments that become empty are left out."""
    next_free: date | None = date.min
    for segment in _overlapping_segments(value):
        if next_free is None:
            return
        first = max(segment.first, next_free) if segment.first else None
        if first is None or segment.last is None or first <= segment.last:
            yield replace(segment, first=first)
            next_free = next_day(segment.last) if segment.last and segment.last < date.max else None


def _overlapping_segments(value: Timeframe) -> Iterator[Segment]:
    """Yield the segments of a date in order. They can overlap, because each end of an interval can be uncertain."""
    start, end = value.start, value.end
    if isinstance(start, Window) or isinstance(end, Window) or start is end:
        yield Segment(value.earliest, value.latest, certain=isinstance(start, Point) and not start.mark)
        return
    if start is None and end is not None:
        yield Segment(None, previous_day(end.earliest), certain=False)
    elif start and start.mark:
        yield Segment(start.earliest, min(start.latest, value.latest or date.max), certain=False)
    first = value.earliest or (end.earliest if end else None)
    if end is None and start is not None:
        yield Segment(first, start.latest, certain=not start.mark)
        yield Segment(first, None, certain=False)
    elif end and end.mark:
        yield Segment(first, previous_day(end.earliest), certain=True)
        yield Segment(max(first or end.earliest, end.earliest), end.latest, certain=False)
    else:
        yield Segment(first, value.latest, certain=True)


def timeline(
    workspace: Workspace,
    as_of: date,
    filters: Filters = Filters(),  # noqa: B008
    first: date | None = None,
    last: date | None = None,
) -> Timeline:
    """Return the timeline of the activities and deadlines that match the filters.

    If `first` is not given, the window begins with the year of the first activity. If there are no activities, it
    begins with the year of the first deadline. If `last` is not given, the window ends with the last year of any bar.
    If neither is given, the window always includes the year of `as_of`.
    """
    schedule = build_schedule(workspace.deadlines, as_of)
    selection = Selection(workspace, as_of, filters)
    rows = [row for row in activities.states(workspace, as_of) if selection.matches(row.activity)]
    due = [row for row in deadlines.states(workspace, as_of) if selection.matches(row.deadline)]
    bars = [_activity(workspace, row, schedule, as_of) for row in rows]
    bars += sorted(map(_deadline, due), key=lambda bar: (bar.when and bar.when.latest) or date.max)
    dated = [bar for bar in bars if bar.when]
    begin, end = _first_day(dated, as_of), _last_day(dated, as_of)
    first, last = first or (min(begin, last) if last else begin), last or (max(end, first) if first else end)
    shown = [bar for bar in dated if _is_within(bar, first, last)]
    return Timeline(
        as_of=as_of,
        first=first,
        last=last,
        bars=tuple(shown),
        outside=len(dated) - len(shown),
        undated=len(bars) - len(dated),
        matching=frozenset(bar.id for bar in bars),
    )


def _activity(workspace: Workspace, row: ActivityState, schedule: Schedule, as_of: date) -> Bar:
    activity = row.activity
    return Bar(
        kind="activity",
        id=activity.id,
        pillar=row.pillar.pillar,
        body="",
        title=row.title,
        when=activity.timeframe,
        state=bar_state(row.status, row.timing),
        label=bar_label(row.status, row.timing),
        has_to_end=has_to_end(workspace, activity, as_of, schedule),
        recurrence=row.recurrence,
        was=earlier_date(activity),
        planned=earlier_timeframe(activity),
        years=tuple((year.year, bar_state(year.status, year.timing)) for year in row.occurrences),
    )


def bar_state(status: str, timing: str) -> str:
    """Return one word for the status and the timing of an activity: the word that says more."""
    if timing == "overdue" or (timing == "unconfirmed" and status != "postponed"):
        return timing
    if timing == "upcoming" and status not in {"in-progress", "postponed"}:
        return timing
    return status


def bar_label(status: str, timing: str) -> str:
    """Return the state of an activity in words, for example "overdue; not reported"."""
    state = bar_state(status, timing)
    if state == "upcoming":
        return TIMING[timing].singular
    if state in {"overdue", "unconfirmed"} or (timing == "current" and status in {"planned", NOT_REPORTED}):
        return join([TIMING[timing].singular, STATUS[status].singular], ";")
    return STATUS[status].singular


def _deadline(row: DeadlineState) -> Bar:
    has_open_date = row.state in {"upcoming", "due-soon", "overdue", "unconfirmed"}
    return Bar(
        kind="deadline",
        id=row.deadline.id,
        pillar=0,
        body=row.mechanism.acronym or row.mechanism.id,
        title=row.deadline.title,
        when=row.when,
        state=row.state,
        label=row.label,
        certainty=(row.certainty or "") if has_open_date else "",
        was=earlier_date(row.deadline) if row.is_open else "",
        planned=earlier_timeframe(row.deadline) if row.is_open else None,
    )


def has_to_end(
    workspace: Workspace, activity: Activity, as_of: date, schedule: Schedule | None = None
) -> Timeframe | None:
    """Return the date by which an activity has to be done; None if there is no such date.

    This is the earliest of the date in the activity's field `ends` and the dates of the deadlines that the activity
    serves. Deadlines that were met or cancelled by the day `as_of` are ignored.
    """
    schedule = schedule or build_schedule(workspace.deadlines, as_of)
    dates = [schedule.date_of(id_) for id_ in activity.serves if _is_binding(workspace, id_, as_of)]
    if activity.ends and (activity.ends.after or _is_binding(workspace, activity.ends.anchor, as_of)):
        dates.append(schedule.resolve(activity.ends))
    bounded = [value for value in dates if value and value.latest]
    return min(bounded, key=lambda value: (value.latest or date.max, value.text), default=None)


def _is_binding(workspace: Workspace, identifier: str, as_of: date) -> bool:
    deadline = workspace.by_id.get(identifier)
    return isinstance(deadline, Deadline) and is_binding(deadline, as_of)


def _first_day(bars: Sequence[Bar], as_of: date) -> date:
    activities_or_all = [bar for bar in bars if bar.kind == "activity"] or bars
    days = [bar.when.earliest for bar in activities_or_all if bar.when and bar.when.earliest]
    return date(min([as_of, *days]).year, 1, 1)


def _last_day(bars: Iterable[Bar], as_of: date) -> date:
    days = [bar.when.latest or bar.when.earliest for bar in bars if bar.when]
    return date(max([as_of, *(day for day in days if day)]).year, 12, 31)


def _is_within(bar: Bar, first: date, last: date) -> bool:
    begin = bar.when.earliest if bar.when else None
    end = bar.when.latest if bar.when else None
    return (begin or date.min) <= last and (end or date.max) >= first
