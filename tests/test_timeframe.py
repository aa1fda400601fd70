"""Timeframes: what can be written, which days it means, and how it reads in words."""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from edtf import parse_edtf as parse_with_edtf
from hypothesis import assume, given
from hypothesis import strategies as st

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.parse import parse_date, suggest_notation
from cobtrack.model.dates.timeframe import JSON_SCHEMA, TimeframeError, parse_edtf

ROADMAP = [
    ("2022/2027", "2022 - 2027", date(2022, 1, 1), date(2027, 12, 31)),
    ("2022-10/2022-12", "October - December 2022", date(2022, 10, 1), date(2022, 12, 31)),
    ("2022-10/2023-02", "October 2022 - February 2023", date(2022, 10, 1), date(2023, 2, 28)),
    ("2022-11/2023-01", "November 2022 - January 2023", date(2022, 11, 1), date(2023, 1, 31)),
    ("2022-10-28", "28 October 2022", date(2022, 10, 28), date(2022, 10, 28)),
    ("2022-10", "October 2022", date(2022, 10, 1), date(2022, 10, 31)),
    ("2023-01", "January 2023", date(2023, 1, 1), date(2023, 1, 31)),
    ("2027", "2027", date(2027, 1, 1), date(2027, 12, 31)),
    ("2025?", "2025 (year TBD)", date(2025, 1, 1), date(2025, 12, 31)),
    ("2028?", "2028 (year TBD)", date(2028, 1, 1), date(2028, 12, 31)),
]


@pytest.mark.parametrize(("text", "said", "earliest", "latest"), ROADMAP, ids=[case[1] for case in ROADMAP])
def test_every_notation_of_the_roadmap_has_words_and_bounds(text: str, said: str, earliest: date, latest: date) -> None:
    value = parse_edtf(text)
    assert format_timeframe(value) == said
    assert (value.earliest, value.latest) == (earliest, latest)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2022-05-05/2022-05-06", "5-6 May 2022"),
        ("2022-05-30/2022-06-02", "30 May - 2 June 2022"),
        ("2022-12-30/2023-01-02", "30 December 2022 - 2 January 2023"),
        ("2022-10/2022-12-05", "October 2022 - 5 December 2022"),
        ("2022/2022-06", "2022 - June 2022"),
        ("2022-33", "Q1 2022"),
        ("2022-36/2023-33", "Q4 2022 - Q1 2023"),
        ("2027-40", "first half of 2027"),
        ("2027-41?", "second half of 2027 (half-year TBD)"),
        ("[2027-04..2028-03]", "between April 2027 and March 2028"),
        ("[..2027-08]", "by August 2027"),
        ("[2027-11..]", "not before November 2027"),
        ("[2027-11-05..2027-11-20?]", "between 5 November 2027 and 20 November 2027 (day TBD)"),
        ("2024~", "about 2024"),
        ("2024%", "about 2024 (year TBD)"),
        ("2027-11?", "November 2027 (month TBD)"),
        ("2027-11-05?", "5 November 2027 (day TBD)"),
        ("2027-34?", "Q2 2027 (quarter TBD)"),
        ("2025?/2026", "2025 (year TBD) - 2026"),
        ("2022/..", "from 2022, open-ended"),
        ("2022/", "from 2022, end not known"),
        ("../2022", "until 2022"),
        ("/2022", "until 2022, start not known"),
    ],
)
def test_every_other_notation_has_words(text: str, said: str) -> None:
    assert format_timeframe(parse_edtf(text)) == said


@pytest.mark.parametrize(
    ("quarter", "first", "last"),
    [
        ("2024-33", date(2024, 1, 1), date(2024, 3, 31)),
        ("2024-34", date(2024, 4, 1), date(2024, 6, 30)),
        ("2024-35", date(2024, 7, 1), date(2024, 9, 30)),
        ("2024-36", date(2024, 10, 1), date(2024, 12, 31)),
    ],
)
def test_a_quarter_is_three_months(quarter: str, first: date, last: date) -> None:
    assert (parse_edtf(quarter).earliest, parse_edtf(quarter).latest) == (first, last)


@pytest.mark.parametrize(
    ("half", "first", "last"),
    [("2024-40", date(2024, 1, 1), date(2024, 6, 30)), ("2024-41", date(2024, 7, 1), date(2024, 12, 31))],
)
def test_a_half_of_a_year_is_six_months(half: str, first: date, last: date) -> None:
    assert (parse_edtf(half).earliest, parse_edtf(half).latest) == (first, last)


def test_one_day_out_of_a_range_is_not_an_interval() -> None:
    value = parse_edtf("[2027-04..2028-03]")
    assert (value.earliest, value.latest) == (date(2027, 4, 1), date(2028, 3, 31))
    assert value.is_window
    assert not value.is_interval


@pytest.mark.parametrize(("text", "exact"), [("2027-11-05", True), ("2027-11-05?", False), ("2027-11", False),
                                             ("2027-11-05/2027-11-06", False), ("[2027-11-05..2027-11-06]", False)])  # fmt: skip
def test_only_one_certain_day_is_exact(text: str, exact: bool) -> None:
    assert parse_edtf(text).is_exact == exact


def test_february_of_a_leap_year_has_29_days() -> None:
    assert parse_edtf("2024-02").latest == parse_edtf("2024-02-29").latest


@pytest.mark.parametrize(
    ("text", "start", "end"), [("2022/..", 1, 0), ("2022/", 1, 0), ("../2022", 0, 1), ("/2022", 0, 1)]
)
def test_an_open_or_unknown_end_has_no_bound(text: str, start: int, end: int) -> None:
    value = parse_edtf(text)
    assert (value.earliest is not None, value.latest is not None) == (bool(start), bool(end))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("2022-13", "there is no month 13"),
        ("2022-00", "there is no month 00"),
        ("2022-37", "there is no month 37"),
        ("2022-21", "21 is a season, and seasons differ between hemispheres; a quarter is written 2022-33 to 2022-36"),
        ("2022-33-01", "2022-33 is a quarter, which cannot have a day"),
        ("2022-02-30", "2022-02 has no day 30"),
        ("2023-02-29", "2023-02 has no day 29"),
        ("2022-01-00", "2022-01 has no day 00"),
        ("0000", "there is no year 0000"),
        ("/", "it has neither a start nor an end"),
        ("../..", "it has neither a start nor an end"),
        ("", "it is not a date"),
        ("soon", "it is not a date"),
        ("2022-1", "it is not a date"),
        ("22", "it is not a date"),
        ("-2022", "it is not a date"),
        ("2022/2023/2024", "it is not a date"),
        ("2022-10-28T12:00", "it is not a date"),
        ("2022 ", "it is not a date"),
        ("2022\n", "it is not a date"),
        ("២០២២", "it is not a date"),
        ("..", "it is not a date"),
        ("2022??", "it is not a date"),
        ("[..]", "it has neither a first nor a last day"),
        ("[2028..2027]", "its last day is before its first day"),
        ("[2027]", "it is not a date"),
        ("2022-40-01", "2022-40 is a half-year, which cannot have a day"),
    ],
)
def test_a_wrong_notation_is_refused_with_the_reason(text: str, why: str) -> None:
    with pytest.raises(TimeframeError, match=f"^{why}$"):
        parse_edtf(text)


def test_an_interval_that_ends_before_it_starts_is_left_to_a_rule() -> None:
    assert parse_edtf("2027/2023").latest == date(2023, 12, 31)


def test_a_day_is_over_on_the_next_day_only() -> None:
    value = parse_edtf("2022-10-28")
    assert not value.is_before(date(2022, 10, 28))
    assert value.is_before(date(2022, 10, 29))


def test_a_year_has_begun_on_its_first_day() -> None:
    assert not parse_edtf("2025?").may_have_begun_by(date(2024, 12, 31))
    assert parse_edtf("2025?").may_have_begun_by(date(2025, 1, 1))


def test_without_a_start_it_has_always_begun_and_without_an_end_it_is_never_over() -> None:
    assert parse_edtf("../2022").may_have_begun_by(date.min)
    assert not parse_edtf("2022/..").is_before(date.max)


@pytest.mark.parametrize("year", ["0001", "9999"])
def test_the_first_and_the_last_year_have_bounds(year: str) -> None:
    assert parse_edtf(year).latest == date(int(year), 12, 31)
    assert parse_edtf(year).earliest == date(int(year), 1, 1)


# Few years, so that brute force over their days stays quick.
DAYS = st.dates(date(2023, 11, 1), date(2025, 2, 28))
MARKS = st.sampled_from(["", "?", "~", "%"])


@st.composite
def points(draw: st.DrawFn, *, quarters: bool = True) -> str:
    day = draw(DAYS)
    quarter = f"{day.year}-{33 + (day.month - 1) // 3}"
    half = f"{day.year}-{40 + (day.month > 6)}"
    texts = [f"{day.year}", f"{day:%Y-%m}", f"{day:%Y-%m-%d}", *([quarter, half] if quarters else [])]
    return draw(st.sampled_from(texts)) + draw(MARKS)


@st.composite
def intervals(draw: st.DrawFn) -> str:
    start = draw(points() | st.sampled_from(["", ".."]))
    end = draw(points() | st.sampled_from(["", ".."]))
    assume({start, end} - {"", ".."})
    return f"{start}/{end}"


def days(point: str) -> list[date]:
    """Return every day that a date can mean, computed without the code under test."""
    every = [date(2023, 1, 1) + timedelta(number) for number in range(366 * 3)]
    bare = point.rstrip("?~%")
    if bare[5:7] in {"33", "34", "35", "36"}:
        return [day for day in every if f"{day.year}-{33 + (day.month - 1) // 3}" == bare]
    if bare[5:7] in {"40", "41"}:
        return [day for day in every if f"{day.year}-{40 + (day.month > 6)}" == bare]
    return [day for day in every if day.isoformat().startswith(bare)]


@given(points())
def test_a_date_means_the_days_from_its_earliest_to_its_latest(text: str) -> None:
    value = parse_edtf(text)
    assert (value.earliest, value.latest) == (days(text)[0], days(text)[-1])


@given(points() | intervals())
def test_a_timeframe_stays_what_was_written(text: str) -> None:
    assert str(parse_edtf(text)) == text


@st.composite
def windows(draw: st.DrawFn) -> str:
    first, last = draw(points() | st.just("")), draw(points() | st.just(""))
    assume(first or last)
    assume(not (first and last) or parse_edtf(first).earliest <= parse_edtf(last).latest)  # type: ignore[operator]
    return f"[{first}..{last}]"


ANY = points() | intervals() | windows()


@given(ANY)
def test_words_are_read_back_as_the_same_timeframe(text: str) -> None:
    value = parse_edtf(text)
    again = parse_date(format_timeframe(value))
    assert (again.start, again.end, again.is_window) == (value.start, value.end, value.is_window)


@given(ANY)
def test_a_notation_is_read_as_itself(text: str) -> None:
    assert parse_date(text) == parse_edtf(text)


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("october - december 2022", "2022-10/2022-12"),
        ("Oct\u2013Dec 2022", "2022-10/2022-12"),
        ("October 2022 to February 2023", "2022-10/2023-02"),
        ("28 Oct 2022", "2022-10-28"),
        ("Friday, 28 October 2022", "2022-10-28"),
        ("1st March 2027", "2027-03-01"),
        ("5-6 May 2022", "2022-05-05/2022-05-06"),
        ("Q1 2023", "2023-33"),
        ("2028 (year to be determined)", "2028?"),
        ("2025 (TBC)", "2025?"),
        ("circa 2024", "2024~"),
        ("since 2022", "2022/.."),
        ("from 2022 to 2027", "2022/2027"),
        ("Sept. 2023", "2023-09"),
        ("November 5, 2027", "2027-11-05"),
        ("Nov. 5th 2027", "2027-11-05"),
        ("Friday, November 5, 2027", "2027-11-05"),
        ("November 5, 2027 - January 10, 2028", "2027-11-05/2028-01-10"),
        ("November 5 to December 10, 2027", "2027-11-05/2027-12-10"),
        ("November 5, 2027 (day TBD)", "2027-11-05?"),
        ("H1 2027", "2027-40"),
        ("H2 2027 - H1 2028", "2027-41/2028-40"),
        ("first quarter of 2023", "2023-33"),
        ("fourth quarter 2022 to first quarter 2023", "2022-36/2023-33"),
        ("first half of 2027 (half-year TBD) - October 2028", "2027-40?/2028-10"),
        ("Oct-Dec 2022", "2022-10/2022-12"),
    ],
)
def test_other_ways_to_write_a_date_are_read_too(said: str, text: str) -> None:
    assert str(parse_date(said)) == text


@pytest.mark.parametrize(
    "said",
    [
        "soon",
        "",
        "May",
        "13 March",
        "32 May 2022",
        "March 2022 - soon",
        "2022 " * 100,
        "early 2028",
        "May 32, 2022",
        "March 13",
        "fifth quarter of 2022",
        "H3 2022",
        "5 May 6 2022",
    ],
)
def test_words_that_are_not_a_date_are_refused(said: str) -> None:
    with pytest.raises(TimeframeError):
        parse_date(said)


@given(st.text(st.sampled_from("abcdefghijklmnopqrstuvwxyz 0123456789-,()."), max_size=60))
def test_any_words_are_read_or_refused(said: str) -> None:
    try:
        parse_date(said)
    except TimeframeError:
        return


@given(ANY)
def test_a_timeframe_has_words_on_one_line(text: str) -> None:
    assert format_timeframe(parse_edtf(text)).isprintable()


@given(points(), points())
def test_the_bounds_of_an_interval_are_those_of_its_ends(start: str, end: str) -> None:
    value = parse_edtf(f"{start}/{end}")
    assert (value.earliest, value.latest) == (parse_edtf(start).earliest, parse_edtf(end).latest)


@given(points() | intervals())
def test_a_mark_makes_a_timeframe_uncertain(text: str) -> None:
    assert parse_edtf(text).is_uncertain == any(mark in text for mark in "?~%")


def as_date(value: time.struct_time) -> date:
    return date(*value[:3])


@given(points(quarters=False))
def test_the_library_edtf_gives_a_date_the_same_bounds(text: str) -> None:
    theirs = parse_with_edtf(text)
    ours = parse_edtf(text)
    assert (ours.earliest, ours.latest) == (as_date(theirs.lower_strict()), as_date(theirs.upper_strict()))


@given(points(quarters=False), points(quarters=False))
def test_the_library_edtf_gives_an_interval_the_same_bounds(start: str, end: str) -> None:
    ours = parse_edtf(f"{start}/{end}")
    assume(ours.earliest is not None and ours.latest is not None and ours.earliest <= ours.latest)
    theirs = parse_with_edtf(f"{start}/{end}")
    assert (ours.earliest, ours.latest) == (as_date(theirs.lower_strict()), as_date(theirs.upper_strict()))


@given(points(quarters=False), st.sampled_from(["", ".."]))
def test_the_library_edtf_knows_open_and_unknown_ends(point: str, absent: str) -> None:
    bound = parse_edtf(point)
    assert as_date(parse_with_edtf(f"{point}/{absent}").lower_strict()) == bound.earliest
    assert as_date(parse_with_edtf(f"{absent}/{point}").upper_strict()) == bound.latest


@given(DAYS, DAYS, st.sampled_from([4, 7, 10]))
def test_the_library_edtf_gives_one_day_out_of_a_range_the_same_bounds(one: date, other: date, length: int) -> None:
    # The library takes ranges of one precision only.
    first, last = (day.isoformat()[:length] for day in sorted((one, other)))
    ours, theirs = parse_edtf(f"[{first}..{last}]"), parse_with_edtf(f"[{first}..{last}]")
    assert (ours.earliest, ours.latest) == (as_date(theirs.lower_strict()), as_date(theirs.upper_strict()))


@pytest.mark.parametrize("part", ["33", "34", "35", "36", "40", "41"])
def test_the_library_edtf_gives_parts_of_a_year_the_same_bounds(part: str) -> None:
    ours, theirs = parse_edtf(f"2023-{part}"), parse_with_edtf(f"2023-{part}")
    assert (ours.earliest, ours.latest) == (as_date(theirs.lower_strict()), as_date(theirs.upper_strict()))


@given(st.text(st.sampled_from("0123456789-/.?~% []"), max_size=24))
def test_any_text_is_a_timeframe_or_refused(text: str) -> None:
    try:
        value = parse_edtf(text)
    except TimeframeError:
        return
    assert format_timeframe(value)


@pytest.mark.parametrize(
    ("said", "edtf"), [("Q1 - Q2 2023", "2023-33/2023-34"), ("Q4 2022 - Q1 2023", "2022-36/2023-33"), ("0999", "0999")]
)
def test_quarters_and_early_years_are_read_back(said: str, edtf: str) -> None:
    assert str(parse_date(said)) == edtf
    assert str(parse_date(format_timeframe(parse_date(said)))) == edtf


def test_a_season_is_refused_by_its_name() -> None:
    with pytest.raises(TimeframeError, match="season"):
        parse_edtf("2022-21")


@pytest.mark.parametrize("text", ["", "/", "..", "[..]", "../.."])
def test_the_schema_refuses_what_has_no_date(text: str) -> None:
    assert not re.search(str(JSON_SCHEMA["anyOf"][0]["pattern"]), text)


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("15/06/2025", "write 2025-06-15"),
        ("05/06/2025", "write 2025-06-05 for 5 June 2025 or 2025-05-06 for 6 May 2025"),
        ("5.5.2025", "write 2025-05-05"),
        ("2025/6/15", "write 2025-06-15"),
        ("06/2025", "write 2025-06"),
        ("June 2025", "write 2025-06"),
        ("2025/06", "write 2025-06"),
        ("2027-11/12", "write 2027-11-12 for 12 November 2027 or 2027-11/2027-12 for November - December 2027"),
        ("2027-11/02", "write 2027-11-02 for 2 November 2027 or 2027-11/2028-02 for November 2027 - February 2028"),
        ("2027-11-03/05", "write 2027-11-03/2027-11-05"),
        ("2026/27", "write 2026/2027"),
        ("2011/12", "write 2011-12 for December 2011 or 2011/2012 for 2011 - 2012"),
        ("13/2025", ""),
        ("20/13/2025", ""),
        ("soon", ""),
    ],
)
def test_a_date_in_digits_gets_all_its_readings(typed: str, hint: str) -> None:
    assert suggest_notation(typed) == hint
