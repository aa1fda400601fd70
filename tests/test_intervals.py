"""How two timeframes relate, compared with every choice of days."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.model.dates.intervals import BEGINS_EARLIER, ENDS_LATER, OVER_BEFORE, Relation, certainly
from cobtrack.model.dates.timeframe import Timeframe, parse_edtf

# Ends of two days at most, so that every choice of days can be tried.
START = date(2027, 11, 27)
EVERY = [START + timedelta(number) for number in range(8)]
DAYS = st.sampled_from([day.isoformat() for day in EVERY])


@st.composite
def ends(draw: st.DrawFn) -> tuple[str, list[date]]:
    """A day, or one of two days as a window would be written, with the days it can mean."""
    day = draw(st.integers(0, len(EVERY) - 2))
    if draw(st.booleans()):
        return EVERY[day].isoformat(), [EVERY[day]]
    return f"[{EVERY[day]}..{EVERY[day + 1]}]", EVERY[day : day + 2]


@st.composite
def frames(draw: st.DrawFn) -> tuple[str, list[tuple[date, date]]]:
    """A timeframe, and the first and last days that it can have."""
    if draw(st.booleans()):
        first, last = sorted((draw(DAYS), draw(DAYS)))
        return f"{first}/{last}", [(date.fromisoformat(first), date.fromisoformat(last))]
    text, days = draw(ends())
    return text, [(first, last) for first, last in product(days, days) if first <= last]


def relation(a: tuple[date, date], b: tuple[date, date]) -> Relation:
    """Allen's relation of two certain intervals, from its definition."""
    s, f, start, finish = a[0], a[1] + timedelta(1), b[0], b[1] + timedelta(1)
    by = {
        Relation.BEFORE: f < start, Relation.MEETS: f == start, Relation.OVERLAPS: s < start < f < finish,
        Relation.FINISHED_BY: s < start and f == finish, Relation.CONTAINS: s < start and finish < f,
        Relation.STARTS: s == start and f < finish, Relation.EQUALS: s == start and f == finish,
        Relation.STARTED_BY: s == start and finish < f, Relation.DURING: start < s and f < finish,
        Relation.FINISHES: start < s and f == finish, Relation.OVERLAPPED_BY: start < s < finish < f,
        Relation.MET_BY: finish == s, Relation.AFTER: finish < s,
    }  # fmt: skip
    (found,) = [one for one, holds in by.items() if holds]
    return found


def possible(a: Timeframe, b: Timeframe) -> set[Relation]:
    """Return the relations that cannot be excluded."""
    return {relation for relation in Relation if not certainly(a, frozenset(Relation) - {relation}, b)}


@given(frames(), frames())
def test_the_possible_relations_are_those_of_all_choices_of_days(
    one: tuple[str, list[tuple[date, date]]], other: tuple[str, list[tuple[date, date]]]
) -> None:
    expected = {relation(a, b) for a, b in product(one[1], other[1])}
    assert possible(parse_edtf(one[0]), parse_edtf(other[0])) == expected


@pytest.mark.parametrize(
    ("one", "other", "which", "holds"),
    [
        ("2028", "2027-11", ENDS_LATER, True),
        ("2027", "2027-11", ENDS_LATER, False),
        ("2027-11", "2027-11", ENDS_LATER, False),
        ("2028", "2027/..", ENDS_LATER, False),
        ("2028/..", "2027", ENDS_LATER, True),
        ("2021/2027", "2022/2027", BEGINS_EARLIER, True),
        ("2022/2027", "2022", BEGINS_EARLIER, False),
        ("../2027", "2022", BEGINS_EARLIER, False),
        ("2026", "2027", OVER_BEFORE, True),
        ("[..2027-08]", "2027-11", OVER_BEFORE, True),
        ("[2027-08..]", "2027-11", OVER_BEFORE, False),
    ],
)
def test_what_is_certain_holds_for_every_choice_of_days(
    one: str, other: str, which: frozenset[Relation], holds: bool
) -> None:
    assert certainly(parse_edtf(one), which, parse_edtf(other)) == holds


def test_nothing_is_certain_about_a_timeframe_that_ends_before_it_starts() -> None:
    assert not certainly(parse_edtf("2027/2023"), frozenset(Relation), parse_edtf("2025"))


def test_the_thirteen_relations_exclude_one_another() -> None:
    assert len(Relation) == 13
    for a, b in product(EVERY[:4], EVERY[:4]):
        assert len(possible(parse_edtf(f"{a}/{max(a, b)}"), parse_edtf("2027-11-28/2027-11-29"))) == 1
