"""A Gantt chart made of characters. Each bar is a line of cells, and each cell is a part of the shown period."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import MONTHS
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.views.timeline import is_exact

if TYPE_CHECKING:
    from cobtrack.views.timeline import Bar, Timeline

PLANNED, UNCERTAIN, TODAY, CROSSED, EXACT, INEXACT = "━", "╍", "│", "┿", "◆", "◇"
BEFORE, BEYOND = "◂", "▸"
_MONTHS_IN_A_CELL = (1, 2, 3, 4, 6, 12, 24, 60, 120, 240, 600, 1200)
_MAX_CELLS_IN_A_MONTH = 8


def legend() -> str:
    """Return what the signs in the chart mean."""
    meanings = {
        PLANNED: _("planned"), UNCERTAIN: _("uncertain"), EXACT: _("deadline"), INEXACT: _("last possible day"),
        TODAY: _("today"), f"{BEFORE}{BEYOND}": _("continues"),
    }  # fmt: skip
    return "  ".join(f"{sign} {meaning}" for sign, meaning in meanings.items())


@dataclass(frozen=True)
class TimeScale:
    """The scale of a chart.

    Either a cell covers several months, and `parts` is 1. Or a cell covers only a part of a month, and `parts` is the
    number of cells in a month.
    """

    first: date
    cells: int
    months: int
    parts: int

    def cell(self, day: date) -> int:
        """Return the number of the cell for a day.

        For a day before the shown period, the number is negative. For a day after the period, it is at least `cells`.
        """
        month = (day.year - self.first.year) * 12 + day.month - self.first.month
        part = (day.day - 1) * self.parts // monthrange(day.year, day.month)[1]
        return month * self.parts // self.months + part


def scale(timeline: Timeline, max_cells: int) -> TimeScale:
    """Return the finest scale for which the timeline's period needs at most `max_cells` cells."""
    first = timeline.first.replace(day=1)
    count = (timeline.last.year - first.year) * 12 + timeline.last.month - first.month + 1
    parts = min(max(max_cells // count, 1), _MAX_CELLS_IN_A_MONTH)
    months = next((size for size in _MONTHS_IN_A_CELL if count <= max_cells * size), _MONTHS_IN_A_CELL[-1])
    return TimeScale(first, -(-count * parts // months), months, parts)


def axis(scale: TimeScale) -> list[str]:
    """Return the lines above the bars.

    The first line shows the years. If there is room for the months, a second line shows them.
    """
    count = scale.cells * scale.months // (12 * scale.parts) + 2
    last = min(scale.first.year + count, date.max.year)
    years = [(scale.cell(date(year, 1, 1)), str(year)) for year in range(scale.first.year, last + 1)]
    if scale.first.month > 1:
        years[0] = (0, str(scale.first.year))
    lines = [_labels(years, scale.cells)]
    if scale.months == 1 and scale.cells <= 25 * scale.parts:
        starts = [(scale.first.month - 1 + number) for number in range(scale.cells // scale.parts)]
        names = [MONTHS[month % 12] for month in starts]
        size = 3 if scale.parts > 3 else 1
        lines.append(_labels([(number * scale.parts, name[:size]) for number, name in enumerate(names)], scale.cells))
    return lines


def _labels(labels: list[tuple[int, str]], cells: int) -> str:
    """Return a line that shows each label at its cell. A label is left out if there is no room for it."""
    line = ""
    for at, text in labels:
        if at >= 0 and at + len(text) <= cells and (not line or at > len(line)):
            line = line.ljust(at) + text
    return line


def blank(scale: TimeScale, today: date) -> str:
    """Return a line of the chart that has no bar and only marks the as-of date."""
    return "".join(_blank_cells(scale, today)).rstrip()


def _blank_cells(scale: TimeScale, today: date) -> list[str]:
    cells = [" "] * scale.cells
    at = scale.cell(today)
    if 0 <= at < scale.cells:
        cells[at] = TODAY
    return cells


def line(bar: Bar, scale: TimeScale, today: date) -> str:
    """Return the line of the chart that shows a bar."""
    cells = _blank_cells(scale, today)
    mark = _mark(bar, scale)
    # An exact deadline has only its diamond.
    segments = () if bar.kind == "deadline" and mark and mark[1] == EXACT else bar.segments
    for segment in segments:
        first = scale.cell(segment.first) if segment.first else -1
        last = scale.cell(segment.last) if segment.last else scale.cells
        for number in range(max(first, 0), min(last, scale.cells - 1) + 1):
            filled = PLANNED if segment.certain and bar.kind == "activity" else UNCERTAIN
            cells[number] = filled if cells[number] != TODAY else CROSSED
        if first < 0:
            cells[0] = BEFORE
        if last >= scale.cells:
            cells[-1] = BEYOND
    if mark and 0 <= mark[0] < scale.cells:
        cells[mark[0]] = mark[1]
    return "".join(cells)


def _mark(bar: Bar, scale: TimeScale) -> tuple[int, str] | None:
    """Return the cell and the character of the diamond for a bar, or None if the bar has no diamond.

    The diamond marks the last day of the bar's date. It is filled if the date is exact. A date that is a month is exact
    unless the scale divides the month into several cells.
    """
    when = bar.marked_date
    if when is None or when.latest is None:
        return None
    last = scale.cell(when.latest)
    is_one_cell = when.earliest is not None and scale.cell(when.earliest) == last
    return last, EXACT if is_exact(when) and (is_one_cell or when.has_exact_days) else INEXACT
