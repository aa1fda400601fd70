"""Values over time in a line of text, and how high each is drawn."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cobtrack.model.records.indicator import Indicator, Measurement

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[Decimal]) -> str:
    """A block for each value; the highest and the lowest one for nothing less and nothing more."""
    return "".join(_BLOCKS[int(height * (len(_BLOCKS) - 1)) or int(height > 0)] for height in scaled(values))


def scaled(values: Sequence[Decimal]) -> list[Fraction]:
    """How high each value is drawn, 0 to 1: the scale goes from zero to the highest, or from the lowest below zero.

    Only so does a line show what fell by a fifth as that, and reach the ground where nothing is left.
    """
    exact = [Fraction(value) for value in values]
    low, high = min([*exact, Fraction()]), max([*exact, Fraction()])
    return [(value - low) / (high - low or 1) for value in exact]


def series(indicator: Indicator, as_of: date) -> tuple[Measurement, ...]:
    """The baseline, then what was measured since in the order of the dates; all that was known on that day."""
    baseline = (indicator.baseline,) if indicator.baseline and indicator.baseline.date.is_on_or_before(as_of) else ()
    return (*baseline, *_measured(indicator, as_of))


def progress_to_target(indicator: Indicator, as_of: date) -> float | None:
    """How much of the way from the baseline to the target was gone, 0 to 1 or beyond; None where that is not known."""
    values, start, end = _measured(indicator, as_of), indicator.baseline, indicator.target
    if not values or not end or not start or not start.date.is_on_or_before(as_of):
        return None
    whole = end.number - start.number
    return float((values[-1].number - start.number) / whole) if whole else None


def _measured(indicator: Indicator, as_of: date) -> list[Measurement]:
    known = [one for one in indicator.values if one.date.is_on_or_before(as_of)]
    return sorted(known, key=lambda one: (one.date.earliest or date.min, one.date.latest or date.max))
