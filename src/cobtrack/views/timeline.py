"""The roadmap over time: when each activity is meant to run and each deadline falls, as bars with two kinds of ends."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.timeframe import Point, Window, next_day, previous_day
from cobtrack.model.labels import TIMING
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.schedule import build_schedule, is_binding
from cobtrack.views import activities, deadlines
from cobtrack.views.filters import Filters

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
    """A part of a bar, both days included. None where it goes on beyond the window; not certain: it may be less."""

    first: date | None
    last: date | None
    certain: bool


@dataclass(frozen=True)
class Bar:
    """A line of the timeline."""

    kind: Literal["activity", "deadline"]
    id: str
    pillar: int
    """The pillar of an activity; 0 for a deadline."""
    body: str
    """The mechanism of a deadline; empty for an activity."""
    title: str
    when: Timeframe | None
    word: str
    """How it stands: the timing of an activity, the state of a deadline."""
    label: str = ""
    """How people read that word."""
    has_to_end: Timeframe | None = None
    """By when an activity has to be done; None where nothing says so."""
    certainty: str = ""
    """How settled the date of a deadline is that is still to be kept; empty where that is not stated."""

    @property
    def marked_date(self) -> Timeframe | None:
        """What a diamond stands for: a deadline's date, or the one by which an activity has to be done."""
        return self.when if self.kind == "deadline" else self.has_to_end

    @property
    def segments(self) -> tuple[Segment, ...]:
        """Its parts, in order."""
        return tuple(_segments(self.when)) if self.when else ()


@dataclass(frozen=True)
class Timeline:
    """The bars of a window, by pillar and then the deadlines by date; those that lie outside of it are counted."""

    as_of: date
    first: date
    last: date
    bars: tuple[Bar, ...]
    outside: int
    undated: int
    matching: frozenset[str]
    """The ids of all that passed the filters, within the window or not."""


def is_exact(value: Timeframe) -> bool:
    """Whether a diamond is filled: its days are certain, or they lie within one month for certain."""
    first, last = value.earliest, value.latest
    if first is None or last is None or value.is_uncertain:
        return False
    return value.has_exact_days or (first.year, first.month) == (last.year, last.month)


def _segments(value: Timeframe) -> Iterator[Segment]:
    """The parts, each from where the one before it ends, without those of which nothing is left."""
    free: date | None = date.min
    for part in _parts(value):
        if free is None:
            return
        first = max(part.first, free) if part.first else None
        if first is None or part.last is None or first <= part.last:
            yield replace(part, first=first)
            free = next_day(part.last) if part.last and part.last < date.max else None


def _parts(value: Timeframe) -> Iterator[Segment]:
    """One date is certain without a mark; of an interval each end for itself."""
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
    """The bars that pass the filters, in a window.

    The window goes from `first` to `last`; where they are not given, from the first to the last year of what it shows,
    the past of deadlines aside where there are activities.
    """
    schedule = build_schedule(workspace.deadlines, as_of)
    rows = [row for row in activities.states(workspace, as_of) if filters.matches_activity(workspace, row)]
    due = [row for row in deadlines.states(workspace, as_of) if filters.matches_deadline(workspace, row)]
    bars = [_activity(workspace, row, schedule, as_of) for row in rows]
    bars += sorted(map(_deadline, due), key=lambda bar: (bar.when and bar.when.latest) or date.max)
    dated = [bar for bar in bars if bar.when]
    begin, end = _from(dated, as_of), _to(dated, as_of)
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
    one = row.activity
    return Bar(
        kind="activity",
        id=one.id,
        pillar=row.pillar.pillar,
        body="",
        title=str(one.text),
        when=one.timeframe,
        word=row.timing,
        label=TIMING[row.timing].singular,
        has_to_end=has_to_end(workspace, one, as_of, schedule),
    )


def _deadline(row: DeadlineState) -> Bar:
    one = row.deadline
    body = row.mechanism.acronym or row.mechanism.id
    is_ahead = row.state in {"upcoming", "due-soon", "overdue", "unconfirmed"}
    certainty = (row.certainty or "") if is_ahead else ""
    return Bar("deadline", one.id, 0, body, str(one.title), row.when, row.state, row.label, certainty=certainty)


def has_to_end(
    workspace: Workspace, activity: Activity, as_of: date, schedule: Schedule | None = None
) -> Timeframe | None:
    """By when an activity has to be done: the first of what its `ends` says and the deadlines that it serves.

    Nobody has to be ready any more for a deadline that was kept or cancelled by that day.
    """
    schedule = schedule or build_schedule(workspace.deadlines, as_of)
    dates = [schedule.date_of(one) for one in activity.serves if _is_binding(workspace, one, as_of)]
    if activity.ends and (activity.ends.after or _is_binding(workspace, activity.ends.anchor, as_of)):
        dates.append(schedule.resolve(activity.ends))
    known = [one for one in dates if one and one.latest]
    return min(known, key=lambda one: (one.latest or date.max, one.text), default=None)


def _is_binding(workspace: Workspace, identifier: str, as_of: date) -> bool:
    deadline = workspace.by_id.get(identifier)
    return isinstance(deadline, Deadline) and is_binding(deadline, as_of)


def _from(bars: Sequence[Bar], as_of: date) -> date:
    """The first year of activities, else that of deadlines; no later than the year of the as-of date."""
    shown = [bar for bar in bars if bar.kind == "activity"] or bars
    days = [bar.when.earliest for bar in shown if bar.when and bar.when.earliest]
    return date(min([as_of, *days]).year, 1, 1)


def _to(bars: Iterable[Bar], as_of: date) -> date:
    days = [bar.when.latest or bar.when.earliest for bar in bars if bar.when]
    return date(max([as_of, *(day for day in days if day)]).year, 12, 31)


def _is_within(bar: Bar, first: date, last: date) -> bool:
    begin = bar.when.earliest if bar.when else None
    end = bar.when.latest if bar.when else None
    return (begin or date.min) <= last and (end or date.max) >= first
