"""A series of values as a line of block characters: `▁▃▅█`."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

_BLOCKS = "▁▂▃▄▅▆▇█"


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
