"""The relations between two timeframes (before, during, overlaps ...), even if their dates are not exactly known.

There are thirteen relations between two intervals (J. F. Allen, "Maintaining knowledge about temporal intervals",
Communications of the ACM 26 (11), 1983). If the start or the end of an interval is uncertain, several relations are
possible.

A timeframe lasts from the morning of its first day to the morning after its last day. An interval that ends on a Monday
therefore *meets* an interval that begins on the Tuesday.
"""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from cobtrack.model.dates.timeframe import Point, Timeframe, Window


class Relation(Enum):
    """A relation of timeframe `a` to timeframe `b`.

    Its value is the order of four bounds: the start and the finish of `a` (s, f) and of `b` (S, F).
    """

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


_ORDER = {relation: [group.split(" = ") for group in relation.value.split(" < ")] for relation in Relation}
"""For each relation: its bounds, grouped by the morning on which they are, from the first morning to the last."""


def _relations_with(first: str, second: str) -> frozenset[Relation]:
    """Return all relations in which the bound named `first` is before the bound named `second`."""

    def position(relation: Relation, bound: str) -> int:
        return next(number for number, group in enumerate(_ORDER[relation]) if bound in group)

    return frozenset(relation for relation in Relation if position(relation, first) < position(relation, second))


ENDS_LATER = _relations_with("F", "f")
"""`a` ends later than `b`."""
BEGINS_EARLIER = _relations_with("s", "S")
"""`a` begins earlier than `b`."""
OVER_BEFORE = frozenset({Relation.BEFORE, Relation.MEETS})
"""`a` is over when `b` begins."""

_INFINITELY_MANY_DAYS = 10**9
_Bounds = dict[str, tuple[int, int]]
"""For each bound (s, f, S, F): the first and the last morning on which it can be, as ordinal numbers."""


def certainly(a: Timeframe, relations: AbstractSet[Relation], b: Timeframe) -> bool:
    """Return whether it is certain that one of the given relations holds between `a` and `b`.

    The relation has to hold for every day that an uncertain date can mean. Return False if `a` or `b` ends before it
    starts, because no relation is possible in this case.
    """
    bounds = _bounds(a, b)
    if any(relation not in relations and _is_possible(relation, bounds) for relation in Relation):
        return False
    return any(_is_possible(relation, bounds) for relation in relations)


def _bounds(a: Timeframe, b: Timeframe) -> _Bounds:
    # An interval finishes on the morning after its last day.
    return {"s": _mornings(a.start), "f": _mornings(a.end, 1), "S": _mornings(b.start), "F": _mornings(b.end, 1)}


def _mornings(end: Point | Window | None, days_later: int = 0) -> tuple[int, int]:
    first = end.earliest if end else None
    last = end.latest if end else None
    return (
        (first.toordinal() if first else -_INFINITELY_MANY_DAYS) + days_later,
        (last.toordinal() if last else _INFINITELY_MANY_DAYS) + days_later,
    )


def _is_possible(relation: Relation, bounds: _Bounds) -> bool:
    """Return whether days can be chosen for the bounds so that they are in the order of the relation.

    To find out, each bound is put on the earliest possible morning. Bounds that are equal in the relation are put on
    the same morning.
    """
    morning = -2 * _INFINITELY_MANY_DAYS
    for group in _ORDER[relation]:
        morning = max(morning + 1, *(bounds[name][0] for name in group))
        if morning > min(bounds[name][1] for name in group):
            return False
    return True
