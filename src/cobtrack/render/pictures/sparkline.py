"""The geometry of a sparkline: the values of an indicator as a small line, with its baseline and its target."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from typing import TYPE_CHECKING

from cobtrack.views.indicators.series import progress_to_target, scaled, series

if TYPE_CHECKING:
    from cobtrack.model.records.indicator import Indicator, ReferenceValue

WIDTH, HEIGHT = 140.0, 36.0
_MARGIN = 6.0
"""The room on all sides of the line, in pixels. The marks of the values need it."""


@dataclass(frozen=True)
class Place:
    """A point in the picture, in pixels from its left and its top."""

    x: float
    y: float


@dataclass(frozen=True)
class Sparkline:
    """The values of an indicator up to a day, in a box of 140 by 36 pixels. Zero is always on the scale."""

    values: tuple[ReferenceValue, ...]
    """The values, with the baseline first."""
    points: tuple[Place, ...]
    """The place of each value."""
    baseline: Place | None
    """The place of the baseline; None if the indicator has no baseline yet."""
    target: Place | None
    """The place of the target; None if the indicator has no target."""
    progress: float | None
    """The progress from the baseline (0) to the target (1); None if it is not known."""

    @property
    def polyline(self) -> str:
        """The values as the points of an SVG polyline."""
        return " ".join(f"{point.x:g},{point.y:g}" for point in self.points)


def sparkline(indicator: Indicator, as_of: date) -> Sparkline:
    """Return the sparkline of an indicator on the given day.

    The distance between two values shows the time between them. The target is at the right edge, unless a value is
    later than the target's date.
    """
    values, target = series(indicator, as_of), indicator.target
    days = [_first_day(value) for value in values]
    # The baseline comes first even if its date is later. So no x is less than the x of the value before.
    days = list(accumulate(days, max))
    if target:
        days.append(max([_last_day(target), *days]))
    span = days[-1] - days[0] if days else 0
    heights = scaled([value.number for value in [*values, *([target] if target else [])]])
    places = [
        Place(
            round(_MARGIN + (WIDTH - 2 * _MARGIN) * ((day - days[0]) / span if span else 0.5), 1),
            round(HEIGHT - _MARGIN - (HEIGHT - 2 * _MARGIN) * float(height), 1),
        )
        for day, height in zip(days, heights, strict=True)
    ]
    points = tuple(places[: len(values)])
    has_baseline = bool(values) and values[0] is indicator.baseline
    return Sparkline(
        values=values,
        points=points,
        baseline=points[0] if has_baseline else None,
        target=places[-1] if target else None,
        progress=progress_to_target(indicator, as_of),
    )


def _first_day(value: ReferenceValue) -> int:
    return (value.date.earliest or value.date.latest or date.min).toordinal()


def _last_day(value: ReferenceValue) -> int:
    return (value.date.latest or value.date.earliest or date.max).toordinal()
