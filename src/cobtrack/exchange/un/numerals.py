"""Roman numerals, which number sections and the second level of lettered items."""

from __future__ import annotations


def roman(number: int) -> str:
    """A number below 400 in small Roman numerals."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    return "c" * hundreds + _roman_digit(tens, "xlc") + _roman_digit(ones, "ivx")


def _roman_digit(digit: int, signs: str) -> str:
    one, five, ten = tuple(signs)
    return (*(one * n for n in range(4)), one + five, *(five + one * n for n in range(4)), one + ten)[digit]


ROMANS = [roman(number) for number in range(1, 40)]
"""The Roman numerals that items may have."""
