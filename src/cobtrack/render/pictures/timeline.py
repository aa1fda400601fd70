"""The geometry of the timeline: a chart for each pillar, and one for the deadlines."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.dates.timeframe import next_day
from cobtrack.views.timeline import is_exact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.views.timeline import Bar, Timeline

ROW_HEIGHT = 34
HEADER_HEIGHT = 26
"""The height of the row with the years."""
MAX_YEAR_LABELS = 8
_WINDOW_WIDTH = 98
"""The width of the timeline in percent of the chart's width. The rest leaves room for a diamond on the last day."""


@dataclass(frozen=True)
class BarPart:
    """The part of a bar's segment that lies within the timeline. `x` is where this part begins."""

    x: float
    width: float
    certain: bool


@dataclass(frozen=True)
class DeadlineMark:
    """A diamond in the timeline on the last day on which a deadline can be due.

    If the month of the deadline is known, the diamond is filled.
    """

    x: float
    exact: bool


@dataclass(frozen=True)
class ChartRow:
    """One row of the timeline with its bar. Its top is `y` pixels below the top of the chart."""

    bar: Bar
    y: int
    parts: tuple[BarPart, ...]
    mark: DeadlineMark | None


@dataclass(frozen=True)
class TimelineChart:
    """The chart with the timeline of one pillar, or with the timeline of all deadlines. It fits on one page."""

    pillar: int
    """The number of the pillar; 0 for the deadlines."""
    height: int
    years: tuple[tuple[float, str], ...]
    """The x of the start of each year, and the label of the year. The label is "" if there is no room for it."""
    today: float | None
    """The x of the day of the document; None if this day is not within the timeline."""
    lines: tuple[ChartRow, ...]


def timeline_charts(timeline: Timeline) -> tuple[TimelineChart, ...]:
    """Return one chart for each pillar and one chart for the deadlines, all on the same scale."""
    today = _x(timeline, timeline.as_of) if timeline.first <= timeline.as_of <= timeline.last else None
    years = tuple(_years(timeline))
    charts = []
    for pillar, bars in groupby(timeline.bars, key=lambda bar: bar.pillar):
        rows = tuple(_row(timeline, bar, HEADER_HEIGHT + ROW_HEIGHT * index) for index, bar in enumerate(bars))
        charts.append(TimelineChart(pillar, HEADER_HEIGHT + ROW_HEIGHT * len(rows), years, today, rows))
    return tuple(charts)


def _x(timeline: Timeline, day: date) -> float:
    total_days = (timeline.last - timeline.first).days + 1
    return round(_WINDOW_WIDTH * (day - timeline.first).days / total_days, 2)


def _years(timeline: Timeline) -> Iterator[tuple[float, str]]:
    first, last = timeline.first.year, timeline.last.year
    # The step is rounded up, so that there are never too many labels.
    step = -(-(last - first + 1) // MAX_YEAR_LABELS)
    for year in range(first, last + 1):
        label = str(year) if (year - first) % step == 0 else ""
        yield _x(timeline, max(date(year, 1, 1), timeline.first)), label


def _row(timeline: Timeline, bar: Bar, y: int) -> ChartRow:
    mark = _mark(timeline, bar)
    # An exact deadline needs no bar in addition to its diamond.
    parts = () if bar.kind == "deadline" and mark and mark.exact else tuple(_parts(timeline, bar))
    return ChartRow(bar, y, parts, mark)


def _parts(timeline: Timeline, bar: Bar) -> Iterator[BarPart]:
    for segment in bar.segments:
        first = max(segment.first or timeline.first, timeline.first)
        last = min(segment.last or timeline.last, timeline.last)
        if first <= last:
            x = _x(timeline, first)
            width = round(_x(timeline, next_day(last)) - x, 2)
            yield BarPart(x, width, segment.certain and bar.kind == "activity")


def _mark(timeline: Timeline, bar: Bar) -> DeadlineMark | None:
    when = bar.marked_date
    if when is None or when.latest is None or not timeline.first <= when.latest <= timeline.last:
        return None
    return DeadlineMark(_x(timeline, when.latest), is_exact(when))
