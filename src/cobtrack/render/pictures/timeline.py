"""The geometry of the timeline: a chart for each pillar, and one for the deadlines.

Each row of a chart is a picture of its own, so that the words next to it can be as long as they need to be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.dates.timeframe import next_day
from cobtrack.model.languages.phrases import in_digits
from cobtrack.views.timeline import Segment, is_exact, segments_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.views.timeline import Bar, Timeline

MAX_YEAR_LABELS = 8
_WINDOW_WIDTH = 98
"""The width of the timeline in percent of the chart's width. The rest leaves room for a diamond on the last day."""


@dataclass(frozen=True)
class BarPart:
    """The part of a bar's segment that lies within the timeline. `x` is where this part begins."""

    x: float
    width: float
    certain: bool
    """Whether the date certainly includes these days."""
    state: str
    """The state of the bar, or of one year of an activity that recurs."""


@dataclass(frozen=True)
class DeadlineMark:
    """A diamond in the timeline on the last day on which a deadline can be due.

    If the month of the deadline is known, the diamond is filled.
    """

    x: float
    exact: bool


@dataclass(frozen=True)
class ChartRow:
    """One row of the timeline with its bar."""

    bar: Bar
    parts: tuple[BarPart, ...]
    planned: tuple[BarPart, ...]
    """The earlier date of a plan that moved. It is empty if the date never moved, or is outside the timeline."""
    mark: DeadlineMark | None


@dataclass(frozen=True)
class TimelineChart:
    """The chart with the timeline of one pillar, or with the timeline of all deadlines."""

    pillar: int
    """The number of the pillar; 0 for the deadlines."""
    years: tuple[tuple[float, str], ...]
    """The x of the start of each year, and the label of the year. The label is "" if there is no room for it."""
    today: float | None
    """The x of the day of the document; None if this day is not within the timeline."""
    rows: tuple[ChartRow, ...]

    @property
    def states(self) -> tuple[str, ...]:
        """The states of all rows, each state once."""
        return tuple(dict.fromkeys(part.state for row in self.rows for part in row.parts))


def timeline_charts(timeline: Timeline) -> tuple[TimelineChart, ...]:
    """Return one chart for each pillar and one chart for the deadlines, all on the same scale."""
    today = _x(timeline, timeline.as_of) if timeline.first <= timeline.as_of <= timeline.last else None
    years = tuple(_years(timeline))
    groups = groupby(timeline.bars, key=lambda bar: bar.pillar)
    return tuple(
        TimelineChart(pillar, years, today, tuple(_row(timeline, bar) for bar in bars)) for pillar, bars in groups
    )


def _x(timeline: Timeline, day: date) -> float:
    total_days = (timeline.last - timeline.first).days + 1
    return round(_WINDOW_WIDTH * (day - timeline.first).days / total_days, 2)


def _years(timeline: Timeline) -> Iterator[tuple[float, str]]:
    first, last = timeline.first.year, timeline.last.year
    # The step is rounded up, so that there are never too many labels.
    step = -(-(last - first + 1) // MAX_YEAR_LABELS)
    for year in range(first, last + 1):
        label = in_digits(str(year)) if (year - first) % step == 0 else ""
        yield _x(timeline, max(date(year, 1, 1), timeline.first)), label


def _row(timeline: Timeline, bar: Bar) -> ChartRow:
    mark = _mark(timeline, bar)
    is_point = bar.kind == "deadline" and mark is not None and mark.exact
    planned = segments_of(bar.planned) if bar.planned else ()
    return ChartRow(
        bar=bar,
        # An exact deadline needs no bar in addition to its diamond.
        parts=() if is_point else tuple(_parts(timeline, bar)),
        planned=tuple(part for segment in planned for part in _clipped(timeline, segment, bar.state)),
        mark=mark,
    )


def _parts(timeline: Timeline, bar: Bar) -> Iterator[BarPart]:
    """Yield the parts of a bar. An activity that recurs has a part for each year, with the state of that year."""
    is_activity = bar.kind == "activity"
    for segment in (replace(each, certain=each.certain and is_activity) for each in bar.segments):
        if not bar.years:
            yield from _clipped(timeline, segment, bar.state)
        for year, state in bar.years:
            first = max(segment.first or date.min, date(year, 1, 1))
            last = min(segment.last or date.max, date(year, 12, 31))
            yield from _clipped(timeline, Segment(first, last, segment.certain), state)


def _clipped(timeline: Timeline, segment: Segment, state: str) -> Iterator[BarPart]:
    """Yield the part of a segment that is within the timeline, if there is one."""
    first = max(segment.first or timeline.first, timeline.first)
    last = min(segment.last or timeline.last, timeline.last)
    if first <= last:
        x = _x(timeline, first)
        yield BarPart(x, round(_x(timeline, next_day(last)) - x, 2), segment.certain, state)


def _mark(timeline: Timeline, bar: Bar) -> DeadlineMark | None:
    when = bar.marked_date
    if when is None or when.latest is None or not timeline.first <= when.latest <= timeline.last:
        return None
    return DeadlineMark(_x(timeline, when.latest), is_exact(when))
