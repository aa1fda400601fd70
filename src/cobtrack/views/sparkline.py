"""Values over time in a line of text: the lowest as the lowest block, the highest as the highest."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from cobtrack.model.indicator import Indicator, Measured

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[Decimal]) -> str:
    """A block for each value; all in the middle where they are the same."""
    if not values:
        return ""
    low, high = min(values), max(values)
    if low == high:
        return _BLOCKS[len(_BLOCKS) // 2] * len(values)
    return "".join(_BLOCKS[int((value - low) / (high - low) * (len(_BLOCKS) - 1))] for value in values)


def course(indicator: Indicator, as_of: date) -> tuple[Measured, ...]:
    """The baseline, then what was measured since in the order of the dates; all that was known on that day."""
    baseline = (indicator.baseline,) if indicator.baseline and indicator.baseline.date.is_by(as_of) else ()
    return (*baseline, *_measured(indicator, as_of))


def way(indicator: Indicator, as_of: date) -> float | None:
    """How much of the way from the baseline to the target was gone, 0 to 1 or beyond; None where that is not known."""
    values, start, end = _measured(indicator, as_of), indicator.baseline, indicator.target
    if not values or not end or not start or not start.date.is_by(as_of):
        return None
    whole = end.number - start.number
    return float((values[-1].number - start.number) / whole) if whole else None


def _measured(indicator: Indicator, as_of: date) -> list[Measured]:
    known = [one for one in indicator.values if one.date.is_by(as_of)]
    return sorted(known, key=lambda one: (one.date.earliest or date.min, one.date.latest or date.max))
