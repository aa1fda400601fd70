"""The segments of a bar: certain or not, in order, and together as long as its timeframe."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cobtrack.model.dates.timeframe import Timeframe, parse_edtf, timeframe_of
from cobtrack.model.dates.timeframe import Window as OneDay
from cobtrack.views.timeline import Bar, Segment


def segments_of(value: Timeframe) -> tuple[Segment, ...]:
    """Return the segments of a bar with that timeframe."""
    return Bar("activity", "2.6", 2, "", "Support", value, "current").segments


def as_edtf(text: str) -> list[str]:
    """Return each segment as EDTF, with a mark if it is not certain."""
    return [
        f"{one.first or '..'}/{one.last or '..'}{'' if one.certain else ' ?'}" for one in segments_of(parse_edtf(text))
    ]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("2025", ["2025-01-01/2025-12-31"]),
        ("2025?", ["2025-01-01/2025-12-31 ?"]),
        ("[2025..2026]", ["2025-01-01/2026-12-31 ?"]),
        ("[2025..]", ["2025-01-01/.. ?"]),
        ("2025/2026", ["2025-01-01/2026-12-31"]),
        ("2025?/2026", ["2025-01-01/2025-12-31 ?", "2026-01-01/2026-12-31"]),
        ("2024/2026?", ["2024-01-01/2025-12-31", "2026-01-01/2026-12-31 ?"]),
        ("2024?/2026?", ["2024-01-01/2024-12-31 ?", "2025-01-01/2025-12-31", "2026-01-01/2026-12-31 ?"]),
        ("2025/..", ["2025-01-01/2025-12-31", "2026-01-01/.. ?"]),
        ("2025?/..", ["2025-01-01/2025-12-31 ?", "2026-01-01/.. ?"]),
        ("../2027", ["../2026-12-31 ?", "2027-01-01/2027-12-31"]),
        ("../2027?", ["../2026-12-31 ?", "2027-01-01/2027-12-31 ?"]),
        ("2025-06/2025?", ["2025-06-01/2025-12-31 ?"]),
        ("2025?/2025-06", ["2025-01-01/2025-06-30 ?"]),
        ("2025?/2025?", ["2025-01-01/2025-12-31 ?"]),
    ],
)
def test_each_end_is_certain_or_not_independently(text: str, parts: list[str]) -> None:
    assert as_edtf(text) == parts


@pytest.mark.parametrize("text", ["2027/2023", "2027?/2023", "2027/2023?"])
def test_a_timeframe_that_ends_before_it_begins_has_no_segments(text: str) -> None:
    assert as_edtf(text) == []


def test_no_segment_follows_the_last_possible_day() -> None:
    assert as_edtf("9999?/..") == ["9999-01-01/9999-12-31 ?"]


def test_no_segment_precedes_the_first_possible_day() -> None:
    assert as_edtf("../0001-01-01") == ["../0001-01-01 ?"]


DATES = st.sampled_from(
    [
        f"{date}{mark}"
        for date in ("2024", "2025", "2025-06", "2025-34", "2025-06-15", "2026")
        for mark in ("", "?", "~")
    ]
)
INTERVALS = st.builds("{}/{}".format, DATES | st.just(".."), DATES | st.just("..")).filter(lambda text: text != "../..")


@given(DATES | INTERVALS)
@example("2025-06/2025?")
@example("../2027?")
def test_segments_are_in_order_never_reversed_and_never_overlap(text: str) -> None:
    parts = segments_of(parse_edtf(text))
    days = [(one.first or date.min, one.last or date.max) for one in parts]
    assert all(first <= last for first, last in days)
    assert all(last + timedelta(1) == first for (_, last), (first, _) in pairwise(days))


@given(DATES | INTERVALS)
def test_segments_together_are_as_long_as_the_timeframe(text: str) -> None:
    value = parse_edtf(text)
    parts = segments_of(value)
    if (value.earliest or date.min) <= (value.latest or date.max):
        assert (parts[0].first, parts[-1].last) == (value.earliest, value.latest)
    else:
        assert not parts


def test_a_window_relative_to_a_reversed_timeframe_has_no_segments() -> None:
    first, last = parse_edtf("2027").start, parse_edtf("2023").start
    assert not segments_of(timeframe_of(OneDay(first, last)))  # type: ignore[arg-type]
