"""Indicators: values of groups, the gaps between groups, and when the next value is due."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.exchange.values import parse_number, read
from cobtrack.model.audience import for_audience
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.settings import Settings
from cobtrack.store.load import load
from cobtrack.views.changes.entries import describe_entry
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
        ({"every": "month"}, ["2024"], "2025-02-01", "overdue 2025-01"),
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
        assert "| Children at school | male 89% (2024)<br>female 87% (2024)<br>rural 70% (2021)" in text
        assert "urban 90% (2022) | The widest gap by sex (2024) is 2 percentage points: male 89% and" in text
    page = visible(site_pages(root)["indicators.html"])
    assert "Furthest from the target: female." in page
    assert "Next value due: 2026" in page


def test_small_numbers_are_in_no_document_for_the_public(root: Path) -> None:
    put(root, {FILE: SCHOOL.replace('unit: "%"', "unit: children").replace("value: 87", "value: 3")})
    workspace = load(root).workspace
    public = for_audience(workspace, "public").indicators[0]
    assert [row.value for row in public.values] == ["84", "76", "70", "90", "88"]
    assert len(for_audience(workspace, "members").indicators[0].values) == 7


def written(root: Path) -> str:
    return (root / FILE).read_text(encoding="utf-8")


def imported(root: Path, text: str, *options: str, encoding: str = "utf-8") -> dict[str, Any]:
    """The outcome of importing a table of values, as JSON."""
    (root / "values.csv").write_bytes(text.encode(encoding))
    done = ask(root, "import", str(root / "values.csv"), "--format", "json", *options)
    assert done.code == 0, done.err
    outcome: dict[str, Any] = json.loads(done.out)["import"]
    return outcome


def test_an_exported_table_is_imported_without_any_change(root: Path) -> None:
    table = ask(root, "export", "values.csv", "--indicator", "at-school", "-o", "-").out
    assert table.splitlines()[:5] == [
        "Year,Sex,Place,Value",
        "2020,,,80",
        "2020,male,,84",
        "2020,female,,76",
        "2021,,rural,70",
    ]
    every = ask(root, "export", "values.csv", "-o", "-").out
    assert every.splitlines()[:2] == ["Year,Indicator,Sex,Place,Value", "2020,at-school,,,80"]
    for text, options in ((table, ("--indicator", "at-school")), (every, ())):
        outcome = imported(root, text, *options, "--write")
        assert (len(outcome["same"]), outcome["taken"], outcome["conflicts"], outcome["refused"]) == (8, [], [], [])
    assert written(root) == SCHOOL


def test_new_values_are_inserted_by_date_and_nothing_is_overwritten(root: Path) -> None:
    text = (
        "\ufeffYear;Grade;SEX;Disability;Value\r\n2022;;Female;;80,5 %\r\n2024;;;;88\r\n2024;;male;;90\r\n"
        "2025;;Total;With Disability;\u00a01 000,25\r\n2025;;femal;;3\r\n2025;;male;;three\r\n2027;;;;99\r\nlater;;;;1\r\n"
        "2023;;\ufeff;;77\r\n2023;;;;78\r\n2025;;;;\r\n"
    )
    planned = imported(root, text, "--indicator", "at-school")
    assert written(root) == SCHOOL
    outcome = imported(root, text, "--indicator", "at-school", "--write")
    assert {key: len(planned[key]) for key in ("taken", "same", "conflicts", "refused")} == {
        "taken": 3, "same": 1, "conflicts": 1, "refused": 5
    }  # fmt: skip
    assert outcome["conflicts"][0] | {"key": ""} == {
        "id": "at-school", "key": "", "base": "", "sheet": "90", "here": "89", "where": "row 4"
    }  # fmt: skip
    assert [row["why"] for row in outcome["refused"]] == [
        'sex has no group "femal"',
        '"three" is not a number',
        "2027 is not over by 2026-02-01",
        '"later" is not a year or a date',
        "another row has the value 77 for the same date and group",
    ]
    values = load(root).workspace.indicators[0].values
    new = [(str(row.date), row.value, dict(row.for_)) for row in values]
    assert ("2022", "80.5", {"sex": "female"}) in new
    assert new[-1] == ("2025", "1000.25", {"disability": "with-disability"})
    assert [row[0] for row in new] == sorted(row[0] for row in new)
    lines = written(root).splitlines()
    assert [line for line in SCHOOL.splitlines() if line not in lines] == []


@pytest.mark.parametrize(
    ("text", "options", "message"),
    [
        ("Year,Series,Grade,Value\n2025,a,1,2\n", ("--indicator", "at-school"), "Series and Grade are not axes of the"),
        ("Year,Value\n2025,2\n", (), "the file does not say which indicator its values are of"),
        ("Year,Sex,sex,Value\n2025,male,female,2\n", ("--indicator", "at-school"), "has two columns Sex and sex"),
        ("Year,Sex,Value\n2025,male,2,3\n", ("--indicator", "at-school"), "row 2 has a cell in a column without a name"),
        ("Year,Value\n2025,2\n", ("--indicator", "cncc"), 'there is no indicator "cncc"'),
    ],
)  # fmt: skip
def test_a_table_that_could_be_misread_is_refused(
    root: Path, text: str, options: tuple[str, ...], message: str
) -> None:
    (root / "values.csv").write_text(text, encoding="utf-8")
    done = ask(root, "import", str(root / "values.csv"), "--write", *options)
    assert (done.code, message in done.err, written(root)) == (2, True, SCHOOL), done.err


def test_other_columns_and_words_are_understood_and_hostile_cells_stay_texts(root: Path) -> None:
    text = "year\tindicator\tseries\tage\tvalue\n2025\tat-school\t\t'+5\t1\n2025\tat-school\t\t=cmd|x\t2\n2025\tat-school\t\tCall 012 345 678\t3\n2025\tbeaten\t\t\t4\n"
    outcome = imported(root, text, "--write", encoding="utf-16")
    assert [row["key"] for row in outcome["taken"]] == ["2025, +5"]
    assert [row["where"] for row in outcome["refused"]] == ["row 3", "row 4", "row 5"]
    assert ",'+5,1" in ask(root, "export", "values.csv", "--indicator", "at-school", "-o", "-").out


@pytest.mark.parametrize(
    ("numbers", "delimiter", "expected"),
    [
        (["1,5", "1,250"], ",", ["1.5", "1.250"]),
        (["1,250.5", "1,250"], ",", ["1250.5", "1250"]),
        (["1.250,5", "1.250"], ";", ["1250.5", "1250"]),
        (["1.250"], ",", ["1.250"]),
        (["1,250"], ",", ["1,250 might be 1250 or 1.250: write it without a mark between thousands"]),
        (["1.250"], ";", ["1.250 might be 1250 or 1.250: write it without a mark between thousands"]),
        (["1,250,000", "3,5"], ",", ["1250000", "3.5"]),
        (
            ["1.5", "2,5", "1,250"],
            ",",
            ["1.5", "2.5", "1,250 might be 1250 or 1.250: write it without a mark between thousands"],
        ),
        (["1.2.3", "1,2,3"], ",", ['"1.2.3" is not a number', '"1,2,3" is not a number']),
        (["\u22122\u202f000", "1\u2019000"], ",", ["-2000", "1000"]),
        (["1e3", "٣"], ",", ['"1e3" is not a number', '"٣" is not a number']),
    ],
)
def test_numbers_are_read_as_the_whole_file_writes_them(
    tmp_path: Path, numbers: list[str], delimiter: str, expected: list[str]
) -> None:
    path = tmp_path / "values.csv"
    path.write_text("\n".join([f"Year{delimiter}Value", *(f'2025{delimiter}"{number}"' for number in numbers)]))
    filled = read(path)
    assert [number_or_reason(row.value, filled.decimal_mark) for row in filled.rows] == expected


def number_or_reason(text: str, decimal_mark: str) -> str:
    try:
        return parse_number(text, decimal_mark)
    except ValueError as error:
        return str(error)


def test_log_takes_the_group_of_a_value(root: Path) -> None:
    done = ask(root, "log", "at-school", "--value", "91", "--for", "Sex=Female, place=Phnom Penh", "--date", "2025")
    assert done.code == 0, done.err
    assert load(root).workspace.indicators[0].values[-1].for_ == {"sex": "female", "place": "Phnom Penh"}
    for group, message in (
        ("sex=femal", "did you mean female?"),
        ("sx=male", "did you mean sex?"),
        ("male", "such as sex=female"),
    ):
        refused = ask(root, "log", "at-school", "--value", "1", "--for", group)
        assert (refused.code, message in refused.err) == (2, True), refused.err


def test_changes_and_impact_oss_name_the_group_of_a_value(root: Path) -> None:
    workspace = load(root).workspace
    entry = workspace.indicators[0]
    said_of = describe_entry(workspace.settings, entry, "values", entry.values[-1], ())
    assert said_of == ("indicator", "female: 87 % (2024), before: 76 % (2020)")
    assert "Measured for female: 87" in ask(root, "export", "impact-indicators.csv", "-o", "-").out


def test_texts_of_an_older_schema_become_names_of_axes(tmp_path: Path) -> None:
    texts = "[Sex, {en: Age group, km: អាយុ}, ភេទ]"
    old = SCHOOL.replace("    every: two-years\n", "").replace(
        "    measured_by", f"    disaggregated_by: {texts}\n    measured_by"
    )
    root = put(small(tmp_path), {FILE: old})
    settings = root / "cobtrack.yaml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("schema: 2", "schema: 1"), encoding="utf-8")
    (made,) = load(root).workspace.indicators
    assert (made.disaggregated_by, [remark.text for remark in made.remarks]) == (("sex", "age-group"), ["ភេទ"])
