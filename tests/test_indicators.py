"""Indicators: values of groups, the gaps between groups, and when the next value is due."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.audience import for_audience
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.settings import Settings
from cobtrack.store.load import load
from cobtrack.views.indicators import measuring
from cobtrack.views.indicators.gaps import disaggregation
from cobtrack.views.indicators.series import series
from cobtrack.views.indicators.wording import sentences
from tests.cli_support import ask, put, site_pages, small, visible

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 2, 1)
LATE = "2027-02-01"
SETTINGS = Settings.model_validate(
    {
        "schema": 2, "state": "XXX", "state_name": "X", "treaty_body": "crc", "timezone": "UTC", "languages": ["en"],
        "axes": [{"id": "grade", "title": "school grade", "groups": {"1": "first grade"}}],
    }
)  # fmt: skip
FILE = "data/indicators/a.yaml"
SCHOOL = """\
indicators:
  - id: at-school
    title: Children at school
    type: outcome
    unit: "%"
    recommendations: [crc-2022:42a]
    baseline: {date: 2020, value: 80}
    target: {date: 2030, value: 100}
    values:
      - {date: 2020, value: 84, for: {sex: male}}
      - {date: 2020, value: 76, for: {sex: female}}
      - {date: 2021, value: 70, for: {place: rural}}
      - {date: 2022, value: 90, for: {place: urban}}
      - {date: 2024, value: 88}
      - {date: 2024, value: 89, for: {sex: male}}
      - {date: 2024, value: 87, for: {sex: female}}
    every: two-years
    responsible: [cncc]
    measured_by: A made-up survey
    source: Made up
"""


def indicator(*values: dict[str, Any], **fields: Any) -> Indicator:
    plain = {"id": "made-up", "title": "Made up", "type": "outcome", "unit": "%", "values": values, **fields}
    return Indicator.model_validate(plain)


def value(day: str, number: str, **groups: str) -> dict[str, Any]:
    return {"date": day, "value": number, **({"for": groups} if groups else {})}


def said(made: Indicator, day: date = DAY) -> list[str]:
    return list(sentences(SETTINGS, disaggregation(made, day), made.unit))


def test_the_widest_gap_is_between_values_of_the_same_date_and_is_compared_with_the_same_groups_before() -> None:
    values = [
        value("2020", "10", age="0-4"), value("2020", "40", age="5-9"),
        value("2024", "20", age="0-4"), value("2024", "30", age="5-9"), value("2024", "25", age="10-17"),
        value("2025", "99", age="10-17"),
    ]  # fmt: skip
    (gap,) = disaggregation(indicator(*values), DAY).gaps
    assert (gap.low.value, gap.high.value, str(gap.date), str(gap.difference), gap.ratio) == (
        "20",
        "30",
        "2024",
        "10",
        1.5,
    )
    assert gap.earlier_difference == 30
    (sentence,) = said(indicator(*values))
    assert sentence == (
        "The widest gap by age (2024) is 10 percentage points: 5-9 30% and 0-4 20%. The higher value is 1.5 times the "
        "lower one. It has become narrower: between the same groups, it was 30 percentage points (2020)."
    )
    # On an earlier day, nothing later is known.
    assert [str(each.date) for each in disaggregation(indicator(*values), date(2023, 1, 1)).gaps] == ["2020"]


@pytest.mark.parametrize(
    ("baseline", "target", "expected"),
    [("10", "90", "female"), ("90", "10", "male"), ("50", "50", None), (None, "90", None)],
)
def test_the_group_furthest_from_the_target_depends_on_the_side_of_the_baseline(
    baseline: str | None, target: str, expected: str | None
) -> None:
    made = indicator(
        value("2024", "30", sex="female"), value("2024", "40", sex="male"),
        target=value("2030", target), **({"baseline": value("2020", baseline)} if baseline else {}),
    )  # fmt: skip
    (gap,) = disaggregation(made, DAY).gaps
    assert (gap.furthest.for_["sex"] if gap.furthest else None) == expected


def test_values_of_different_dates_or_sources_are_not_compared() -> None:
    apart = indicator(value("2023", "10", place="rural"), value("2024", "90", place="urban"))
    other = [value("2024", "10", place="rural"), value("2024", "90", place="urban") | {"data_source": "register"}]
    for made in (apart, indicator(*other, data_sources=["survey"])):
        found = disaggregation(made, DAY)
        assert (found.gaps, found.not_compared) == ((), ("place",))
        assert said(made) == [
            "Values by place are not compared, because they are of different dates or from different sources."
        ]
    both = indicator(*other, data_sources=["register"])
    assert [gap.difference for gap in disaggregation(both, DAY).gaps] == [80]


def test_groups_that_two_axes_describe_are_compared_if_they_differ_on_one_axis_only() -> None:
    made = indicator(
        value("2024", "10", sex="female", place="rural"), value("2024", "15", sex="male", place="rural"),
        value("2024", "90", sex="female", place="urban"),
    )  # fmt: skip
    gaps = {gap.axis: gap.difference for gap in disaggregation(made, DAY).gaps}
    assert gaps == {"sex": 5, "place": 80}


def test_the_values_of_groups_are_not_among_the_values_for_all() -> None:
    made = indicator(value("2023", "5"), value("2024", "10", sex="female"))
    assert [row.value for row in series(made, DAY)] == ["5"]


def test_a_group_has_the_title_that_the_workspace_gives_it() -> None:
    made = indicator(value("2024", "10", grade="1"), value("2024", "10", grade="2"))
    assert said(made) == ["There is no gap by school grade (2024)."]
    shown = indicator(value("2024", "9", grade="1"), value("2024", "10", grade="2"))
    assert "is 1 percentage point: 2 10% and first grade 9%." in said(shown)[0]


@pytest.mark.parametrize(
    ("fields", "measured", "day", "expected"),
    [
        ({"every": "year", "first_due": "2026-06-30"}, [], "2026-06-30", "due 2026-06-30"),
        ({"every": "year", "first_due": "2026-06-30"}, [], "2026-07-01", "overdue 2026-06-30"),
        # The value for the year before satisfies the due date, and one of the same day too.
        ({"every": "year", "first_due": "2026-06-30"}, ["2025"], "2026-07-01", "measured 2027-06-30"),
        ({"every": "year", "first_due": "2026-06-30"}, ["2026-06-30"], "2026-07-01", "measured 2027-06-30"),
        ({"every": "year", "first_due": "2026-06-30"}, ["2025-06-30"], "2026-07-01", "overdue 2026-06-30"),
        ({"every": "quarter", "first_due": "2024-03-31"}, ["2025-05-02"], "2025-06-15", "due 2025-09-30"),
        ({"every": "five-years", "first_due": "2020"}, ["2021"], "2026-01-01", "measured 2030"),
        ({"every": "five-years", "first_due": "2020"}, ["2019"], "2026-01-01", "overdue 2025"),
        # Without a first date, the latest value decides.
        ({"every": "year"}, ["2024"], "2025-12-31", "due 2025"),
        ({"every": "year"}, ["2024"], "2026-01-01", "overdue 2025"),
        ({"every": "year"}, [], "2026-01-01", "not-measured None"),
        ({}, ["2024"], "2036-01-01", "measured None"),
        # A single measurement is due once.
        ({"first_due": "2025"}, [], "2026-01-01", "overdue 2025"),
        ({"first_due": "2025"}, ["2024"], "2026-01-01", "measured None"),
        # Dates that are not certain are never overdue, and no date is beyond the calendar.
        ({"every": "year", "first_due": "2020?"}, [], "2026-01-01", "due 2020?"),
        ({"every": "year"}, ["2020~"], "2026-01-01", "due 2021~"),
        ({"every": "five-years"}, ["9999"], "9999-12-31", "measured None"),
    ],
)
def test_when_the_next_value_is_due(fields: dict[str, str], measured: list[str], day: str, expected: str) -> None:
    row = measuring.state(indicator(*(value(when, "1") for when in measured), **fields), date.fromisoformat(day))
    assert f"{row.status} {row.due}" == expected


def test_values_of_groups_count_as_measured_and_later_values_do_not() -> None:
    made = indicator(value("2025", "1", sex="female"), value("2027", "2"), every="year")
    assert measuring.state(made, DAY).latest is made.values[0]


@pytest.mark.parametrize(
    ("values", "fields", "published"),
    [
        # 97 of 100 allows to compute 3.
        ([value("2024", "100"), value("2024", "97", sex="female")], {"unit": "children"}, ["100"]),
        ([value("2024", "100"), value("2024", "95", sex="female")], {"unit": "children"}, ["100", "95"]),
        ([value("2024", "3", sex="male"), value("2024", "80", sex="female")], {"values_are": "persons"}, []),
        ([value("2024", "3", sex="male"), value("2025", "80", sex="male")], {"values_are": "persons"}, ["80"]),
        ([value("2024", "3", sex="male"), value("2024", "80", sex="female")], {"values_are": "rates"}, ["3", "80"]),
        ([value("2024", "3", sex="male"), value("2024", "80", sex="female")], {"unit": "%"}, ["3", "80"]),
        # No group is named by a small number for all, and nobody is in an empty group.
        ([value("2024", "3"), value("2025", "0", sex="male")], {"unit": "children"}, ["3", "0"]),
        ([value("2024", "3.5", sex="male")], {"unit": "hours"}, ["3.5"]),
        (
            [value("2024", "50", place="rural"), value("2024", "48", place="rural", sex="female")],
            {"unit": "children"}, [],
        ),
    ],
)  # fmt: skip
def test_values_by_which_a_person_could_be_recognised_are_not_published(
    values: list[dict[str, Any]], fields: dict[str, str], published: list[str]
) -> None:
    made = indicator(*values, **{"unit": None, **fields})
    hidden = made.recognisable_values
    assert [row.value for row in made.values if row not in hidden] == published


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put(small(tmp_path), {FILE: SCHOOL})


def test_groups_and_due_dates_are_shown_where_indicators_are(root: Path) -> None:
    shown = ask(root, "show", "at-school", as_of=LATE).out
    assert "76% (2020), 87% (2024)" in " ".join(shown.split())
    assert "The widest gap by sex (2024) is 2 percentage points: male 89% and female 87%." in " ".join(shown.split())
    assert "every two years; the next value was due by 2026" in " ".join(shown.split())
    (listed,) = json.loads(ask(root, "list", "indicators", "--status", "due", "--format", "json").out)["indicators"]
    assert (listed["state"], listed["next_due"], listed["not_compared"]) == ("due", "2026", ["place"])
    assert listed["gaps"][0] | {"ratio": 1} == {
        "axis": "sex", "date": "2024", "difference": "2", "ratio": 1, "high": {"for": {"sex": "male"}, "value": "89"},
        "low": {"for": {"sex": "female"}, "value": "87"}, "earlier": {"date": "2020", "difference": "8"},
        "furthest_from_target": {"sex": "female"},
    }  # fmt: skip
    assert ask(root, "list", "indicators", "--status", "overdue").out == ""
    assert "at-school" in ask(root, "list", "indicators", "--status", "overdue", as_of=LATE).out
    for command in (
        ["due"],
        ["status"],
        ["render", "meeting-agenda.md", "-o", "-"],
        ["render", "packet.md", "--actor", "cncc", "-o", "-"],
    ):
        out = ask(root, *command, as_of=LATE).out
        assert "Children at school" in out or "at-school (overdue)" in out, command
    (to_measure,) = json.loads(ask(root, "status", "--format", "json", as_of=LATE).out)["status"]["to_measure"]
    assert to_measure == {
        "indicator": "at-school", "state": "overdue", "due": "2026", "responsible": ["cncc"], "latest": "2024"
    }  # fmt: skip


def test_documents_and_the_site_show_groups_in_a_sentence_and_a_table(root: Path) -> None:
    for name in ("annual-review", "state-report-input"):
        text = ask(root, "render", f"{name}.md", "-o", "-", as_of="2025-01-01").out
        assert "| Children at school | female | 76% (2020) | 87% (2024) |" in text
        assert "**Children at school:** The widest gap by sex (2024) is 2 percentage points" in text
    page = visible(site_pages(root)["indicators.html"])
    assert "Furthest from the target: female." in page
    assert "Next value due: 2026" in page


def test_small_numbers_are_in_no_document_for_the_public(root: Path) -> None:
    put(root, {FILE: SCHOOL.replace('unit: "%"', "unit: children").replace("value: 87", "value: 3")})
    workspace = load(root).workspace
    public = for_audience(workspace, "public").indicators[0]
    assert [row.value for row in public.values] == ["84", "76", "70", "90", "88"]
    assert len(for_audience(workspace, "members").indicators[0].values) == 7
