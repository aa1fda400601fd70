"""The numbers of the Sustainable Development Goals and of their 169 targets (A/RES/70/1)."""

from __future__ import annotations

import re
from functools import cache

_TARGETS = {
    1: (5, "ab"), 2: (5, "abc"), 3: (9, "abcd"), 4: (7, "abc"), 5: (6, "abc"), 6: (6, "ab"), 7: (3, "ab"),
    8: (10, "ab"), 9: (5, "abc"), 10: (7, "abc"), 11: (7, "abc"), 12: (8, "abc"), 13: (3, "ab"),
    14: (7, "abc"), 15: (9, "abc"), 16: (10, "ab"), 17: (19, ""),
}  # fmt: skip
"""For each goal: its number of targets with numbers, and the letters of its targets with letters."""
_NUMBER = re.compile(r"\d+(?:\.[0-9a-z]{1,2})?\b", re.ASCII | re.IGNORECASE)


@cache
def numbers() -> frozenset[str]:
    """Return the numbers of all goals and targets, such as `4`, `4.1` and `4.a`."""
    goals = {str(goal) for goal in _TARGETS}
    targets = {f"{goal}.{target}" for goal, (last, _) in _TARGETS.items() for target in range(1, last + 1)}
    return frozenset(
        goals | targets | {f"{goal}.{letter}" for goal, (_, letters) in _TARGETS.items() for letter in letters}
    )


def targets_of(goal: str) -> tuple[str, str] | None:
    """Return the first and the last target of a goal, such as `4.1` and `4.c`; None if there is no such goal."""
    if not (goal.isascii() and goal.isdigit() and int(goal) in _TARGETS):
        return None
    last, letters = _TARGETS[int(goal)]
    return f"{goal}.1", f"{goal}.{letters[-1:] or last}"


def number_in(text: str) -> str:
    """Return the first number in a text such as `16.a - Strong institutions`; "" if there is none."""
    match = _NUMBER.search(text)
    return match[0].lower() if match else ""
