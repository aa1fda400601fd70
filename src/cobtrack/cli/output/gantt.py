"""A timeline drawn in characters: a line of cells for each bar, each cell a part of the window."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import MONTHS
from cobtrack.views.timeline import is_exact

if TYPE_CHECKING:
    from cobtrack.views.timeline import Bar, Timeline

PLANNED, UNCERTAIN, TODAY, CROSSED, EXACT, INEXACT = "━", "╍", "│", "┿", "◆", "◇"
BEFORE, BEYOND = "◂", "▸"
LEGEND = (
    f"{PLANNED} planned  {UNCERTAIN} uncertain  {EXACT} deadline  {INEXACT} its last day  {TODAY} today  "
    f"{BEFORE}{BEYOND} goes on"
)
_MONTHS_IN_A_CELL = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200)
_MOST_CELLS_IN_A_MONTH = 8


@dataclass(frozen=True)
class TimeScale:
    """How days become cells: so many months in a cell, or so many cells in a month; the other one is 1."""

    first: date
    cells: int
    months: int
    parts: int

    def cell(self, day: date) -> int:
        """The cell of a day; below 0 or from `cells` on where it lies outside of the window."""
        month = (day.year - self.first.year) * 12 + day.month - self.first.month
        part = (day.day - 1) * self.parts // monthrange(day.year, day.month)[1]
        return month * self.parts // self.months + part


def scale(timeline: Timeline, most: int) -> TimeScale:
    """The finest scale whose cells, from the first month of the window to its last, are at most so many."""
    first = timeline.first.replace(day=1)
    count = (timeline.last.year - first.year) * 12 + timeline.last.month - first.month + 1
    parts = min(max(most // count, 1), _MOST_CELLS_IN_A_MONTH)
    months = next((one for one in _MONTHS_IN_A_CELL if count <= most * one), _MONTHS_IN_A_CELL[-1])
    return TimeScale(first, -(-count * parts // months), months, parts)


def axis(made: TimeScale) -> list[str]:
    """The lines above the bars: years, and months where there is room for them."""
    count = made.cells * made.months // (12 * made.parts) + 2
    last = min(made.first.year + count, date.max.year)
    years = [(made.cell(date(year, 1, 1)), str(year)) for year in range(made.first.year, last + 1)]
    if made.first.month > 1:
        years[0] = (0, str(made.first.year))
    lines = [_labels(years, made.cells)]
    if made.months == 1 and made.cells <= 25 * made.parts:
        starts = [(made.first.month - 1 + number) for number in range(made.cells // made.parts)]
        names = [MONTHS[month % 12] for month in starts]
        size = 3 if made.parts > 3 else 1
        lines.append(_labels([(number * made.parts, name[:size]) for number, name in enumerate(names)], made.cells))
    return lines


def _labels(labels: list[tuple[int, str]], cells: int) -> str:
    """The labels that have room, each where it belongs."""
    line = ""
    for at, text in labels:
        if at >= 0 and at + len(text) <= cells and (not line or at > len(line)):
            line = line.ljust(at) + text
    return line


def blank(made: TimeScale, today: date) -> str:
    """A line without a bar: only the day that is asked for."""
    return "".join(_blank(made, today)).rstrip()


def _blank(made: TimeScale, today: date) -> list[str]:
    cells = [" "] * made.cells
    at = made.cell(today)
    if 0 <= at < made.cells:
        cells[at] = TODAY
    return cells


def line(bar: Bar, made: TimeScale, today: date) -> str:
    """The cells of a bar."""
    cells = _blank(made, today)
    mark = _mark(bar, made)
    # The mark of an exact deadline says it all.
    stretches = () if bar.kind == "deadline" and mark and mark[1] == EXACT else bar.segments
    for stretch in stretches:
        first = made.cell(stretch.first) if stretch.first else -1
        last = made.cell(stretch.last) if stretch.last else made.cells
        for number in range(max(first, 0), min(last, made.cells - 1) + 1):
            filled = PLANNED if stretch.certain and bar.kind == "activity" else UNCERTAIN
            cells[number] = filled if cells[number] != TODAY else CROSSED
        if first < 0:
            cells[0] = BEFORE
        if last >= made.cells:
            cells[-1] = BEYOND
    if mark and 0 <= mark[0] < made.cells:
        cells[mark[0]] = mark[1]
    return "".join(cells)


def _mark(bar: Bar, made: TimeScale) -> tuple[int, str] | None:
    """The cell of the last day of what the bar's diamond stands for, and the diamond.

    It is filled by the date, however coarse the scale; where a month has several cells it is not that exact any more.
    """
    when = bar.marked_date
    if when is None or when.latest is None:
        return None
    last = made.cell(when.latest)
    is_one_cell = when.earliest is not None and made.cell(when.earliest) == last
    return last, EXACT if is_exact(when) and (is_one_cell or when.has_exact_days) else INEXACT
