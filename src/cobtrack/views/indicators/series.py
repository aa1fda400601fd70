"""The values of an indicator for all up to a day, its progress towards its target, and a sparkline: `▁▃▅█`."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from decimal import Decimal

    from cobtrack.model.records.indicator import Indicator, Measurement, ReferenceValue

_BLOCKS = "▁▂▃▄▅▆▇█"


def series(indicator: Indicator, as_of: date) -> tuple[ReferenceValue, ...]:
    """Return the values of an indicator for all, without those of groups, up to the given day.

    The baseline comes first. The measured values follow, sorted by date.
    """
    baseline = (indicator.baseline,) if indicator.baseline and indicator.baseline.date.is_on_or_before(as_of) else ()
    return (*baseline, *_measured(indicator, as_of))


def progress_to_target(indicator: Indicator, as_of: date) -> float | None:
    """Return the progress from the baseline (0) to the target (1). The result can be below 0 or above 1.

    Return None if there is no target, no baseline or no value yet, or if the target equals the baseline.
    """
    values, start, end = _measured(indicator, as_of), indicator.baseline, indicator.target
    if not values or not end or not start or not start.date.is_on_or_before(as_of):
        return None
    distance = end.number - start.number
    return float((values[-1].number - start.number) / distance) if distance else None


def _measured(indicator: Indicator, as_of: date) -> list[Measurement]:
    """Return the values of all, without those of groups, up to the given day and sorted by date."""
    return sorted_by_date(row for row in indicator.values if not row.for_ and row.date.is_on_or_before(as_of))


def sorted_by_date(values: Iterable[Measurement]) -> list[Measurement]:
    """Return the values sorted by date, the oldest first."""
    return sorted(values, key=lambda value: (value.date.earliest or date.min, value.date.latest or date.max))


def sparkline(values: Sequence[Decimal]) -> str:
    """Return a line with one block character for each value. A higher value has a higher block.

    The scale always includes zero. Only the top of the scale has the full block, and only its bottom has the smallest
    block.
    """
    return "".join(_BLOCKS[int(height * (len(_BLOCKS) - 1)) or int(height > 0)] for height in scaled(values))


def scaled(values: Sequence[Decimal]) -> list[Fraction]:
    """Return the height of each value in a drawing, from 0 to 1.

    The scale always includes zero. Without zero, a value that falls by a fifth could look as if it had fallen much
    further.
    """
    exact = [Fraction(value) for value in values]
    low, high = min([*exact, Fraction()]), max([*exact, Fraction()])
    return [(value - low) / (high - low or 1) for value in exact]
