"""Dates that hang on others: what they become, and that a whole graph of them is resolved, in any order, quickly."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cobtrack.model import schedule
from cobtrack.model.dates import relative
from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.dates.timeframe import parse_edtf
from cobtrack.model.records.mechanism import Deadline, DeadlineFinding
from cobtrack.model.schedule import build_schedule

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.model.dates.timeframe import Timeframe


def counted(anchor: str, **given: str) -> str:
    """Return the date relative to an anchor with that date."""
    found = RelativeDate(**given).resolve(parse_edtf(anchor))  # type: ignore[arg-type]
    return str(found)


@pytest.mark.parametrize(
    ("anchor", "given", "date"),
    [
        ("2027-11", {"after": "x", "months": "3"}, "2028-02"),
        ("2027-11", {"before": "x", "months": "3"}, "2027-08"),
        ("2027-11", {"after": "x", "months": "2-3"}, "[2028-01..2028-02]"),
        ("2027-11", {"before": "x", "months": "2-3"}, "[2027-08..2027-09]"),
        ("2027-11", {"after": "x"}, "[2027-11..]"),
        ("2027-11", {"before": "x"}, "[..2027-11]"),
        ("2027-11", {"after": "x", "years": "1"}, "2028-11"),
        ("2027-11", {"after": "x", "years": "1", "precision": "year"}, "2028"),
        ("2027-11", {"after": "x", "months": "2", "precision": "quarter"}, "2028-33"),
        ("2027-11-30", {"after": "x", "months": "3"}, "2028-02-29"),
        ("2027-11-30", {"after": "x", "days": "10"}, "2027-12-10"),
        ("2027-11-30", {"before": "x", "weeks": "1"}, "2027-11-23"),
        ("2027-11", {"after": "x", "weeks": "2"}, "[2027-11-15..2027-12-14]"),
        ("2027-11", {"after": "x", "months": "0"}, "2027-11"),
        ("2027", {"after": "x", "months": "3"}, "[2027-04..2028-03]"),
        ("2027", {"after": "x", "years": "8"}, "2035"),
        ("2027-33", {"after": "x", "months": "6"}, "2027-35"),
        ("2027-34", {"after": "x", "months": "1"}, "[2027-05..2027-07]"),
        ("2027-40", {"after": "x", "months": "6"}, "2027-41"),
        ("2028?", {"after": "x", "months": "12"}, "2029?"),
        ("2028?", {"after": "x", "months": "3"}, "[2028-04?..2029-03?]"),
        ("2024-02-19/2024-02-20", {"after": "x", "days": "1"}, "[2024-02-20..2024-02-21]"),
        ("2027/..", {"after": "x", "months": "12"}, "[2028..]"),
        ("[..2027-11]", {"before": "x", "months": "3"}, "[..2027-08]"),
        ("[2027-11..]", {"before": "x"}, "None"),
        ("9999-12", {"after": "x", "months": "1"}, "None"),
        ("9999-12-31", {"after": "x", "days": "1"}, "None"),
        ("0001-01", {"before": "x", "months": "1"}, "None"),
    ],
)
def test_a_date_is_as_precise_as_its_anchor_allows(anchor: str, given: dict[str, str], date: str) -> None:
    assert counted(anchor, **given) == date


ANCHORS = st.dates(date(2026, 1, 1), date(2028, 12, 31)).flatmap(
    lambda day: st.sampled_from([f"{day.year}", f"{day:%Y-%m}", f"{day}", f"{day.year}-{33 + (day.month - 1) // 3}"])
)


def moved(day: date, unit: str, number: int) -> date:
    """Return the day this many days or months later, computed without the code under test."""
    if unit in {"days", "weeks"}:
        return day + timedelta(number * (7 if unit == "weeks" else 1))
    month = day.year * 12 + day.month - 1 + number * (12 if unit == "years" else 1)
    last = calendar.monthrange(month // 12, month % 12 + 1)[1]
    return date(month // 12, month % 12 + 1, min(day.day, last))


@given(ANCHORS, st.sampled_from(relative.UNITS), st.integers(0, 30), st.integers(0, 5), st.sampled_from([1, -1]))
def test_the_bounds_hold_whichever_day_the_anchor_turns_out_to_be(
    anchor: str, unit: str, least: int, more: int, sign: int
) -> None:
    end = "after" if sign > 0 else "before"
    found = RelativeDate.model_validate({end: "x", unit: f"{least}-{least + more}"}).resolve(parse_edtf(anchor))
    base = parse_edtf(anchor)
    assert found
    assert base.earliest
    assert base.latest
    assert found.earliest
    assert found.latest
    count = (base.latest - base.earliest).days
    days = [
        moved(base.earliest + timedelta(number), unit, sign * amount)
        for number in {0, count // 2, count}
        for amount in range(least, least + more + 1)
    ]
    assert found.earliest <= min(days)
    assert max(days) <= found.latest
    # And no wider than the precision of the anchor makes it.
    assert found.earliest.replace(day=1) == min(days).replace(day=1)
    assert (found.latest.year, found.latest.month) == (max(days).year, max(days).month)


@given(ANCHORS, st.sampled_from(["day", "month", "quarter", "year"]))
def test_a_lower_precision_only_widens(anchor: str, precision: str) -> None:
    exact = RelativeDate(after="x", months="5").resolve(parse_edtf(anchor))
    wide = RelativeDate.model_validate({"after": "x", "months": "5", "precision": precision}).resolve(
        parse_edtf(anchor)
    )
    assert exact
    assert wide
    assert wide.earliest <= exact.earliest  # type: ignore[operator]
    assert exact.latest <= wide.latest  # type: ignore[operator]


@given(ANCHORS, st.sampled_from(relative.UNITS), st.integers(0, 30))
def test_a_resolved_date_is_a_timeframe_as_people_write_it(anchor: str, unit: str, number: int) -> None:
    found = RelativeDate.model_validate({"after": "x", unit: str(number)}).resolve(parse_edtf(anchor))
    assert found is not None
    assert (parse_edtf(str(found)).start, parse_edtf(str(found)).end) == (found.start, found.end)


@pytest.mark.parametrize(
    ("given", "words"), [({"months": "2-3"}, "2-3 months"), ({"years": "1"}, "1 year"), ({"weeks": "0"}, "0 weeks")]
)
def test_a_length_has_words(given: dict[str, str], words: str) -> None:
    assert Duration.model_validate(given).words == words


def test_the_shorter_length_is_the_least_in_either_order() -> None:
    assert Duration(months="3-2").length == relative.Length("months", 2, 3)


def deadline(identifier: str, due: object = None, **more: object) -> Deadline:
    base: dict[str, Any] = {"id": identifier, "title": "A", "kind": "review", "owner": "un"}
    return Deadline.model_validate({**base, **({"due": due} if due is not None else {}), **more})


def found(when: str, outcome: str, **more: str) -> DeadlineFinding:
    return DeadlineFinding.model_validate({"date": when, "outcome": outcome, **more})


CHAIN = [
    deadline("report", "2027-11", certainty="tentative"),
    deadline("submission", {"after": "report", "months": "3"}),
    deadline("reply", {"after": "submission", "weeks": "2"}, certainty="confirmed"),
]


def dates(deadlines: Sequence[Deadline], as_of: date | None = None) -> dict[str, str]:
    return {one: str(value.date) for one, value in build_schedule(deadlines, as_of).resolved.items()}


def test_a_chain_depends_on_its_first_date() -> None:
    assert dates(CHAIN) == {"report": "2027-11", "submission": "2028-02", "reply": "[2028-02-15..2028-03-14]"}


def test_one_changed_line_moves_all_dates_that_depend_on_it() -> None:
    changed = [deadline("report", "2030-11"), *CHAIN[1:]]
    assert dates(changed) == {"report": "2030-11", "submission": "2031-02", "reply": "[2031-02-15..2031-03-14]"}


def test_a_date_is_no_more_certain_than_its_anchor() -> None:
    dated = build_schedule(CHAIN).resolved
    assert [dated[one].certainty for one in ("report", "submission", "reply")] == ["tentative"] * 3


def test_a_date_to_be_determined_has_the_mark() -> None:
    due = {"after": "report", "years": "1", "precision": "year"}
    assert dates([CHAIN[0], deadline("submission", due, certainty="tbd")])["submission"] == "2028?"


def test_dates_after_a_deadline_that_was_met_count_from_the_day_when_it_was_met() -> None:
    kept = CHAIN[0].model_copy(update={"findings": (found("2028-06-22", "submitted"),)})
    deadlines = [kept, *CHAIN[1:]]
    assert dates(deadlines)["submission"] == "2028-09-22"
    assert dates(deadlines, date(2028, 6, 22))["submission"] == "2028-09-22"
    assert dates(deadlines, date(2028, 6, 21))["submission"] == "2028-02"


@pytest.mark.parametrize("sure", ["confirmed", "reported", "tentative"])
def test_counting_from_the_day_when_it_was_met_makes_nothing_certain(sure: str) -> None:
    kept = CHAIN[0].model_copy(update={"findings": (found("2028-06-22", "submitted", certainty=sure),)})
    assert build_schedule([kept, *CHAIN[1:]]).resolved["submission"].certainty == (
        None if sure == "confirmed" else sure
    )


def test_a_date_relative_to_a_cancelled_deadline_is_not_known() -> None:
    gone = CHAIN[0].model_copy(update={"findings": (found("2026-10-01", "cancelled"),)})
    dated = build_schedule([gone, *CHAIN[1:]]).resolved
    assert (dated["submission"].date, dated["submission"].cancelled_anchor) == (None, "report")


def test_a_date_relative_to_a_cancelled_deadline_does_not_wait_for_it() -> None:
    gone = CHAIN[0].model_copy(update={"findings": (found("2026-10-01", "cancelled"),)})
    dated = build_schedule([gone, *CHAIN[1:]], date(2030, 1, 1)).resolved
    assert not any(one.blocked_by for one in dated.values())


def test_a_chain_after_a_cancelled_deadline_has_no_dates_for_the_same_reason() -> None:
    gone = CHAIN[0].model_copy(update={"findings": (found("2026-10-01", "cancelled"),)})
    reply = build_schedule([gone, *CHAIN[1:]]).resolved["reply"]
    assert (reply.date, reply.cancelled_anchor) == (None, "report")


def test_a_date_relative_to_a_postponed_deadline_is_no_more_certain_than_postponed() -> None:
    later = CHAIN[0].model_copy(update={"certainty": "confirmed", "findings": (found("2026-10-01", "postponed"),)})
    assert {one.certainty for one in build_schedule([later, *CHAIN[1:]]).resolved.values()} == {"postponed"}


def test_a_date_to_be_determined_stays_so_when_it_is_postponed() -> None:
    later = deadline("report", "2027", certainty="tbd", findings=[{"date": "2026-10-01", "outcome": "postponed"}])
    dated = build_schedule([later]).resolved["report"]
    assert (str(dated.date), dated.certainty) == ("2027?", "tbd")


def test_a_date_to_be_determined_has_the_mark_although_nobody_wrote_it() -> None:
    dated = dates([deadline("report", "2027-11-15", certainty="tbd"), *CHAIN[1:]])
    assert dated["report"] == "2027-11-15?"
    assert dated["submission"] == "2028-02-15?"


def test_the_mark_of_a_window_to_be_determined_is_written_once() -> None:
    from cobtrack.model.dates.format import format_timeframe

    wide = build_schedule([deadline("report", "2027?"), *CHAIN[1:]]).date_of("submission")
    assert wide is not None
    assert format_timeframe(wide) == "between April 2027 and March 2028 (TBD)"


def test_a_date_relative_to_a_deadline_that_was_not_met_waits_for_it() -> None:
    day = date(2028, 3, 1)
    assert {one: value.blocked_by for one, value in build_schedule(CHAIN, day).resolved.items()} == {
        "report": "",
        "submission": "report",
        "reply": "submission",
    }
    assert not any(value.blocked_by for value in build_schedule(CHAIN, date(2027, 11, 30)).resolved.values())


def test_a_cycle_has_no_dates_and_is_reported_once() -> None:
    circle = [
        deadline("c", {"after": "b"}), deadline("a", {"before": "c"}), deadline("b", {"after": "a"}),
        deadline("d", {"after": "a", "months": "1"}),
    ]  # fmt: skip
    for order in (circle, circle[::-1]):
        resolved = build_schedule(order)
        assert resolved.cycles == (("a", "c", "b"),)
        assert {value.date for value in resolved.resolved.values()} == {None}


def test_a_deadline_that_depends_on_itself_is_a_cycle() -> None:
    assert build_schedule([deadline("a", {"after": "a", "months": "1"})]).cycles == (("a",),)


def test_an_unknown_anchor_gives_no_date() -> None:
    assert dates([deadline("a", {"after": "nowhere", "months": "1"})]) == {"a": "None"}


@st.composite
def graphs(draw: st.DrawFn) -> list[Deadline]:
    """Deadlines relative to each other at random: chains, trees, cycles, unknown anchors, duplicate ids."""
    count = draw(st.integers(1, 25))
    made = []
    for number in range(count):
        name = f"d{draw(st.integers(0, count)) if draw(st.integers(0, 9)) == 0 else number}"
        if draw(st.integers(0, 3)) == 0:
            made.append(deadline(name, draw(st.sampled_from(["2027-11", "2028?", "2027", "2024-02-19/2024-02-20"]))))
        else:
            due = {draw(st.sampled_from(["after", "before"])): f"d{draw(st.integers(0, count + 1))}"}
            if draw(st.booleans()):
                due[draw(st.sampled_from(relative.UNITS))] = str(draw(st.integers(0, 40)))
            made.append(deadline(name, due))
    return made


@given(graphs(), st.randoms(use_true_random=False))
def test_resolving_is_the_same_in_any_order(deadlines: list[Deadline], random: Any) -> None:
    # Of several with one id the first counts, so that order may matter among them alone.
    first = {one.id: one for one in reversed(deadlines)}
    shuffled = list(first.values())
    random.shuffle(shuffled)
    assert build_schedule(shuffled) == build_schedule(list(first.values()))
    assert build_schedule(deadlines).resolved == build_schedule(shuffled).resolved


@given(graphs())
def test_every_deadline_is_dated_or_known_to_have_no_date(deadlines: list[Deadline]) -> None:
    resolved = build_schedule(deadlines)
    assert set(resolved.resolved) == {one.id for one in deadlines}
    in_circles = {one for circle in resolved.cycles for one in circle}
    assert all(resolved.date_of(one) is None for one in in_circles)


@given(graphs())
def test_each_date_is_computed_once(deadlines: list[Deadline]) -> None:
    counts: list[str] = []

    class Counting(RelativeDate):
        def resolve(self, anchor: Timeframe) -> Timeframe | None:
            counts.append(self.anchor)
            return super().resolve(anchor)

    watched = [
        one.model_copy(update={"due": Counting(**one.due.model_dump())}) if isinstance(one.due, RelativeDate) else one
        for one in deadlines
    ]
    build_schedule(watched)
    assert len(counts) <= len({one.id for one in deadlines})


def test_a_chain_of_twenty_thousand_is_resolved_without_recursion() -> None:
    chain = [deadline("d0", "2027-11-01")]
    chain += [deadline(f"d{number}", {"after": f"d{number - 1}", "days": "1"}) for number in range(1, 20_000)]
    resolved = build_schedule(chain[::-1])
    assert str(resolved.date_of("d19999")) == str(date(2027, 11, 1) + timedelta(19_999))


def test_certainties_are_all_in_order() -> None:
    from typing import get_args

    from cobtrack.model.records.shared import DueCertainty

    assert set(schedule._CERTAINTIES) == {None, *get_args(DueCertainty)}
