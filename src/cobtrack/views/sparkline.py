"""Values over time in a line of text: the lowest as the lowest block, the highest as the highest."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
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
    """The baseline and what was measured since, up to that day, in the order of the dates."""
    values = [one for one in (indicator.baseline, *indicator.values) if one and one.date.is_by(as_of)]
    return tuple(sorted(values, key=lambda one: str(one.date.latest)))


def way(indicator: Indicator, as_of: date) -> float | None:
    """How much of the way from the baseline to the target was gone, 0 to 1 or beyond; None where that is not known."""
    values = course(indicator, as_of)
    if not indicator.baseline or not indicator.target or len(values) < 2:
        return None
    whole = indicator.target.number - indicator.baseline.number
    return float((values[-1].number - indicator.baseline.number) / whole) if whole else None
