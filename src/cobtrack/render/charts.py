"""The timeline as a drawing: where its bars, marks and labels stand. Across in percent of the width, down in pixels."""

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

ROW, HEAD = 34, 26
"""The height of a line, and of the years above them."""
MAX_YEAR_LABELS = 8
WINDOW_WIDTH = 98
"""Percent of the width that the window takes; a mark at its end needs the rest."""


@dataclass(frozen=True)
class BarPart:
    """A stretch of a bar; it goes on beyond the drawing where it is cut."""

    x: float
    width: float
    certain: bool


@dataclass(frozen=True)
class DeadlineMark:
    """A deadline: the last day that it can mean, filled where that is all it can mean within the line."""

    x: float
    exact: bool


@dataclass(frozen=True)
class ChartRow:
    """A line of a drawing: its bar, how far down it begins, and what is drawn."""

    bar: Bar
    y: int
    parts: tuple[BarPart, ...]
    mark: DeadlineMark | None


@dataclass(frozen=True)
class TimelineChart:
    """One part of the timeline: a pillar (by number) or, for 0, the deadlines. Each fits on a page."""

    pillar: int
    height: int
    years: tuple[tuple[float, str], ...]
    today: float | None
    lines: tuple[ChartRow, ...]


def timeline_charts(found: Timeline) -> tuple[TimelineChart, ...]:
    """A drawing for each pillar and one for the deadlines, all of the same scale."""
    today = _x(found, found.as_of) if found.first <= found.as_of <= found.last else None
    years = tuple(_years(found))
    return tuple(
        TimelineChart(pillar, HEAD + ROW * len(lines), years, today, lines)
        for pillar, lines in (
            (pillar, tuple(_line(found, bar, HEAD + ROW * number) for number, bar in enumerate(bars)))
            for pillar, bars in groupby(found.bars, key=lambda bar: bar.pillar)
        )
    )


def _x(found: Timeline, day: date) -> float:
    return round(WINDOW_WIDTH * (day - found.first).days / ((found.last - found.first).days + 1), 2)


def _years(found: Timeline) -> Iterator[tuple[float, str]]:
    count = found.last.year - found.first.year + 1
    step = -(-count // MAX_YEAR_LABELS)
    for year in range(found.first.year, found.last.year + 1):
        label = str(year) if (year - found.first.year) % step == 0 else ""
        yield _x(found, max(date(year, 1, 1), found.first)), label


def _line(found: Timeline, bar: Bar, y: int) -> ChartRow:
    mark = _mark(found, bar)
    # The mark of an exact deadline says it all.
    parts = () if bar.kind == "deadline" and mark and mark.exact else tuple(_parts(found, bar))
    return ChartRow(bar, y, parts, mark)


def _parts(found: Timeline, bar: Bar) -> Iterator[BarPart]:
    for stretch in bar.segments:
        first = max(stretch.first or found.first, found.first)
        last = min(stretch.last or found.last, found.last)
        if first <= last:
            x = _x(found, first)
            width = round(_x(found, next_day(last)) - x, 2)
            yield BarPart(x, width, stretch.certain and bar.kind == "activity")


def _mark(found: Timeline, bar: Bar) -> DeadlineMark | None:
    when = bar.marked_date
    if when is None or when.latest is None or not found.first <= when.latest <= found.last:
        return None
    return DeadlineMark(_x(found, when.latest), is_exact(when))
