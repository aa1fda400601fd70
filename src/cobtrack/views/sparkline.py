"""A series of values as a line of block characters: `▁▃▅█`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

_BLOCKS = "▁▂▃▄▅▆▇█"


def sparkline(values: Sequence[Decimal]) -> str:
    """Return one block per value. Only the highest value gets the full block, and only the lowest the smallest one."""
    return "".join(_BLOCKS[int(height * (len(_BLOCKS) - 1)) or int(height > 0)] for height in scaled(values))


def scaled(values: Sequence[Decimal]) -> list[Fraction]:
    """Return the height of each value in a drawing, 0 to 1.

    The scale includes zero, so that a fall by a fifth looks like a fall by a fifth.
    """
    exact = [Fraction(value) for value in values]
    low, high = min([*exact, Fraction()]), max([*exact, Fraction()])
    return [(value - low) / (high - low or 1) for value in exact]
