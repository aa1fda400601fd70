"""How two timeframes lie to one another: Allen's thirteen relations, and which of them uncertain dates leave open.

Days are whole: a timeframe goes from the morning of its first day to the morning after its last one, so that one that
ends on a Monday *meets* one that begins on the Tuesday. Source: J. F. Allen, "Maintaining knowledge about temporal
intervals", Communications of the ACM 26 (11), 1983.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from cobtrack.model.dates.timeframe import Timeframe


class Relation(Enum):
    """A relation of `a` to `b`. The value is the order of their bounds: a from `s` to `f`, b from `S` to `F`."""

    BEFORE = "s < f < S < F"
    MEETS = "s < f = S < F"
    OVERLAPS = "s < S < f < F"
    FINISHED_BY = "s < S < f = F"
    CONTAINS = "s < S < F < f"
    STARTS = "s = S < f < F"
    EQUALS = "s = S < f = F"
    STARTED_BY = "s = S < F < f"
    DURING = "S < s < f < F"
    FINISHES = "S < s < f = F"
    OVERLAPPED_BY = "S < s < F < f"
    MET_BY = "S < F = s < f"
    AFTER = "S < F < s < f"


_ORDER = {one: [group.split(" = ") for group in one.value.split(" < ")] for one in Relation}
"""Each relation as groups of bounds on the same morning, in their order."""


def _where(first: str, second: str) -> frozenset[Relation]:
    """The relations in which one bound lies before another."""

    def place(relation: Relation, name: str) -> int:
        return next(number for number, group in enumerate(_ORDER[relation]) if name in group)

    return frozenset(one for one in Relation if place(one, first) < place(one, second))


ENDS_LATER = _where("F", "f")
BEGINS_EARLIER = _where("s", "S")
OVER_BEFORE = frozenset({Relation.BEFORE, Relation.MEETS})
"""a is over when b begins."""

_ENDLESS = 10**9
_Bounds = dict[str, tuple[int, int]]


def possible(a: Timeframe, b: Timeframe) -> frozenset[Relation]:
    """The relations of `a` to `b` that some choice of days within their bounds makes true.

    Empty where one of the two ends before it starts.
    """
    bounds = _bounds(a, b)
    return frozenset(relation for relation in Relation if _is_possible(relation, bounds))


def certainly(a: Timeframe, relations: AbstractSet[Relation], b: Timeframe) -> bool:
    """Whether `a` is to `b` in one of the relations, whichever days the two turn out to mean."""
    bounds = _bounds(a, b)
    if any(one not in relations and _is_possible(one, bounds) for one in Relation):
        return False
    return any(_is_possible(one, bounds) for one in relations)


def _bounds(a: Timeframe, b: Timeframe) -> _Bounds:
    return {
        name: _days(end and end.earliest, end and end.latest, plus)
        # The finish is the morning after the last day.
        for name, end, plus in (("s", a.start, 0), ("f", a.end, 1), ("S", b.start, 0), ("F", b.end, 1))
    }


def _days(earliest: object, latest: object, plus: int) -> tuple[int, int]:
    low = getattr(earliest, "toordinal", lambda: -_ENDLESS)()
    high = getattr(latest, "toordinal", lambda: _ENDLESS)()
    return low + plus, high + plus


def _is_possible(relation: Relation, bounds: _Bounds) -> bool:
    """Whether days can be chosen in that order: each as early as those before it allow."""
    day = -2 * _ENDLESS
    for group in _ORDER[relation]:
        day = max(day + 1, *(bounds[one][0] for one in group))
        if day > min(bounds[one][1] for one in group):
            return False
    return True
