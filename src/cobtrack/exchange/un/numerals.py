"""Roman numerals in lower case, as in item (a) (ii)."""

from __future__ import annotations


def roman(number: int) -> str:
    """Return a number from 1 to 399 as a Roman numeral."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    return "c" * hundreds + _digit(tens, "xlc") + _digit(ones, "ivx")


def _digit(digit: int, letters: str) -> str:
    """Return a decimal digit (0 to 9) as a Roman numeral.

    `letters` has the letters for 1, 5 and 10. For a digit that counts tens, it has the letters for 10, 50 and 100.
    """
    one, five, ten = tuple(letters)
    return (*(one * n for n in range(4)), one + five, *(five + one * n for n in range(4)), one + ten)[digit]


ROMANS = [roman(number) for number in range(1, 40)]
"""The Roman numerals that items may have."""
