"""Dates and distances in time, in words."""

from __future__ import annotations

from datetime import date

import pytest

from cobtrack.model.dates.format import format_limit, relative_time
from cobtrack.model.dates.timeframe import parse_edtf


@pytest.mark.parametrize(
    ("days", "said"),
    [
        (0, "today"),
        (1, "in 1 day"),
        (-1, "1 day ago"),
        (13, "in 13 days"),
        (14, "in 2 weeks"),
        (60, "in 8 weeks"),
        (61, "in 2 months"),
        (364, "in 11 months"),
        (365, "in 12 months"),
        (729, "in 23 months"),
        (730, "in 2 years"),
        (-730, "2 years ago"),
        (1094, "in 2 years"),
        (1095, "in 3 years"),
        (1460, "in 3 years"),
        (1461, "in 4 years"),
    ],
)
def test_a_distance_is_in_whole_units(days: int, said: str) -> None:
    assert relative_time(days) == said


@pytest.mark.parametrize("years", [2, 3, 4, 8, 25, 60])
def test_a_number_of_years_is_that_number_whichever_year_is_a_leap_year(years: int) -> None:
    for start in range(2020, 2024):
        days = (date(start + years, 3, 1) - date(start, 3, 1)).days
        assert relative_time(days) == f"in {years} years"


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("[2029-09..2029-11]", "by a day between September 2029 and November 2029"),
        ("[..2029-09]", "by September 2029"),
        ("2029-09", "by September 2029"),
    ],
)
def test_a_limit_can_follow_by(written: str, said: str) -> None:
    assert f"by {format_limit(parse_edtf(written))}" == said
