"""Filters work the same on every command that has them, and are refused if they do not apply."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.labels import STATUSES
from cobtrack.model.records.settings import SavedFilter
from cobtrack.store.load import load
from cobtrack.views import activities, deadlines
from cobtrack.views.filters import FILTERS
from cobtrack.views.selection import recommendation_words
from tests.cli_support import DAY, REPOSITORY, SMALL, ask, replace, small
from tests.support import EXAMPLE
from tests.test_recommendations import CRITERIA, FILES
from tests.test_recommendations import DAY as LATER

if TYPE_CHECKING:
    from pathlib import Path

TO_CHECK = """\
id: crc-2032
title: A document
mechanism: cerd
source: x
paragraphs:
  - {id: crc-2032:1, kind: concern, summary: Perhaps a concern, check: [It reads as neither.]}
  - {id: crc-2032:2, kind: recommendation, summary: Two, check: [A date?], groups: [twg-1], responsible: [cncc]}
  - {id: crc-2032:3, kind: recommendation, summary: Three, groups: [twg-1]}
  - {id: crc-2032:4, kind: concern, summary: Four}
"""


@pytest.fixture
def checking(tmp_path: Path) -> Path:
    """The small workspace with a document that has two paragraphs to be checked."""
    return small(tmp_path, {"data/recommendations/crc-2032.yaml": TO_CHECK})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with records of every kind."""
    settings = (SMALL / "cobtrack.yaml").read_text(encoding="utf-8").rstrip("\n") + "\n" + CRITERIA
    return small(tmp_path, {**FILES, "cobtrack.yaml": settings})


def listed(root: Path, what: str, *arguments: str) -> list[str]:
    """The ids that a list has."""
    return [one["id"] for one in json.loads(ask(root, "list", what, "--format", "json", *arguments).out)[what]]


def counted(root: Path, *arguments: str) -> dict[str, int]:
    """How many recommendations of each document `status --recommendations` is about."""
    found: list[dict[str, Any]] = json.loads(
        ask(root, "status", "--recommendations", "--format", "json", *arguments).out
    )["recommendations"]
    return {one["document"]: one["recommendations"] for one in found}


def test_paragraphs_to_be_checked_are_listed_although_they_may_not_be_recommendations(checking: Path) -> None:
    assert listed(checking, "recommendations", "--status", "to-check") == ["crc-2032:1", "crc-2032:2"]
    assert "(concern) Perhaps a concern" in ask(checking, "list", "recommendations", "--status", "to-check").out
    assert "crc-2032:1" not in listed(checking, "recommendations")
    assert "crc-2032:1" in listed(checking, "recommendations", "--status", "to-check,urgent")


@pytest.mark.parametrize("option", ["--mechanism=crc", "--status=urgent", "--pillar=2", "--actor=cncc", "--twg=1"])
def test_the_status_of_recommendations_counts_those_that_pass_every_filter(checking: Path, option: str) -> None:
    wanted = listed(checking, "recommendations", option)
    assert wanted
    assert wanted != listed(checking, "recommendations")
    by_document = dict.fromkeys(dict.fromkeys(one.partition(":")[0] for one in wanted), 0)
    for one in wanted:
        by_document[one.partition(":")[0]] += 1
    assert counted(checking, option) == by_document


def test_a_mechanism_without_recommendations_has_no_status_of_recommendations() -> None:
    for form in ("table", "csv"):
        done = ask(SMALL, "status", "--recommendations", "--mechanism", "cerd", "--format", form)
        assert "note: no recommendations match" in done.err
        assert "crc-2022" not in done.out
    assert counted(SMALL, "--mechanism", "cerd") == {}


def test_a_status_of_activities_is_refused_for_recommendations() -> None:
    assert 'there is no status "overdue"' in ask(SMALL, "status", "--recommendations", "--status", "overdue").err


def test_filters_by_group_and_organisation_both_have_to_match(checking: Path) -> None:
    assert listed(checking, "recommendations", "--twg", "1") == ["crc-2032:2", "crc-2032:3"]
    assert listed(checking, "recommendations", "--twg", "1", "--actor", "cncc") == ["crc-2032:2"]
    assert listed(checking, "recommendations", "--twg", "2", "--actor", "cncc") == []


def test_an_activity_belongs_to_the_mechanism_whose_recommendations_it_names(checking: Path) -> None:
    assert "2.10" not in listed(checking, "activities", "--mechanism", "cerd")
    pillar = "data/pillars/2-government.yaml"
    replace(checking, pillar, "serves: [upr-review]", "serves: [upr-review]\n        recommendations: ['crc-2032:3']")
    assert "2.10" in listed(checking, "activities", "--mechanism", "cerd")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["matrix", "--voice", "un"], "--voice applies to the status"),
        (["matrix", "--voice", "civil-society"], "--voice applies to the status"),
        (["export", "matrix.xlsx", "--voice", "civil-society"], "--voice does not apply to matrix.xlsx"),
        (["export", "matrix.xlsx", "--owner", "state"], "--owner does not apply to matrix.xlsx"),
        (["export", "impact-measures.csv", "--year", "2026"], "--year does not apply to impact-measures.csv"),
        (["status", "--recommendations", "--owner", "un"], "recommendations cannot be filtered by --owner"),
        (["list", "actors", "--owner", "un"], "actors cannot be filtered by --owner"),
        (["list", "resources", "--twg", "1"], "resources cannot be filtered by --twg"),
        (["list", "initiatives", "--status", "done"], "initiatives cannot be filtered by --status"),
        (["list", "indicators", "--pillar", "1"], "indicators cannot be filtered by --pillar"),
        (["list", "documents", "--twg", "1"], "documents cannot be filtered by --twg"),
        (["list", "measures", "--owner", "un"], "measures cannot be filtered by --owner"),
        (["list", "deadlines", "--stale"], "--stale applies to"),
        (["list", "activities", "--status", "urgent"], 'there is no status "urgent"'),
        (["due", "--status", "done"], 'there is no status "done"'),
    ],
    ids=" ".join,
)  # fmt: skip
def test_a_filter_that_does_not_apply_is_refused(arguments: list[str], message: str) -> None:
    done = ask(SMALL, *arguments)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert "hint: " in done.err


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize("when", ["2023-01-01", DAY, LATER, "2030-06-01"])
def test_every_status_word_is_a_filter(root: Path, when: str) -> None:
    as_of = day(when)
    for place in (REPOSITORY, root):
        workspace = load(place).workspace
        words = {
            "activities": [one.status_words for one in activities.states(workspace, as_of)],
            "deadlines": [one.status_words for one in deadlines.states(workspace, as_of)],
            "actions": [activities.action_state(one, as_of).status_words for one in workspace.actions],
            "recommendations": [recommendation_words(workspace, one, as_of) for one in workspace.recommendations],
        }
        for what, found in words.items():
            assert set().union(*found) - {""} <= {*STATUSES[what]}, what


@pytest.mark.parametrize("what", ["activities", "deadlines", "actions", "recommendations"])
def test_a_list_by_status_has_exactly_the_records_with_that_status(root: Path, what: str) -> None:
    workspace, as_of = load(root).workspace, day(LATER)
    stand: dict[str, set[str]] = {
        "activities": {one.activity.id: one.status_words for one in activities.states(workspace, as_of)},
        "deadlines": {one.deadline.id: one.status_words for one in deadlines.states(workspace, as_of)},
        "actions": {one.id: activities.action_state(one, as_of).status_words for one in workspace.actions},
        "recommendations": {one.id: recommendation_words(workspace, one, as_of) for one in workspace.recommendations},
    }[what]
    used = set().union(*stand.values()) - {""}
    assert used
    for word in used:
        done = ask(root, "list", what, "--status", word, "--format", "json", as_of=LATER)
        found = {one["id"] for one in json.loads(done.out)[what]}
        assert found == {one for one, words in stand.items() if word in words}, word


def test_a_list_of_other_records_is_narrowed_by_what_they_refer_to() -> None:
    assert listed(EXAMPLE, "documents", "--mechanism", "upr") == ["upr-2024"]
    assert listed(EXAMPLE, "discussions", "--actor", "council") == ["discussion-1"]
    assert listed(EXAMPLE, "discussions", "--actor", "twg-1") == []
    assert listed(EXAMPLE, "paragraphs", "--twg", "1") == ["crc-2022:26"]


@pytest.mark.parametrize(
    ("option", "what", "ids"),
    [
        ("--cluster=violence", "activities", ["2.7"]),
        ("--cluster=violence", "deadlines", ["crc-mid-term-review"]),
        ("--cluster=violence", "actors", ["coalition", "twg-1", "council"]),
        ("--cluster=education", "actions", []),
        ("--document=crc-2022", "paragraphs", ["crc-2022:25", "crc-2022:26"]),
        ("--document=crc-2022", "resources", ["crc-gc-8", "teachers-without-sticks"]),
        ("--document=crc-2011", "documents", ["crc-2011"]),
        ("--sdg=16", "recommendations", ["crc-2022:26"]),
        ("--sdg=16.2", "indicators", ["parents-who-hit"]),
        ("--person=children", "initiatives", ["positive-discipline"]),
        ("--pillar=2", "discussions", ["discussion-1"]),
        ("--pillar=2", "actors", ["coalition", "twg-1", "children-network"]),
        ("--mechanism=upr", "deadlines", ["upr-stakeholder-submission", "upr-review"]),
        ("--mechanism=upr", "activities", []),
        ("--owner=state", "activities", ["2.7"]),
        ("--owner=un", "mechanisms", ["upr"]),
    ],
)  # fmt: skip
def test_a_filter_selects_what_is_linked_to_its_value(option: str, what: str, ids: list[str]) -> None:
    assert listed(EXAMPLE, what, option) == ids


@pytest.mark.parametrize(
    ("year", "what", "ids"),
    [
        ("2025", "activities", ["2.6"]),  # its timeframe is 2023/2027; 2.7 was planned for 2025 once
        ("2028", "activities", []),
        ("2026", "deadlines", ["crc-mid-term-review", "crc-state-report"]),  # a computed date, and the date of a finding
        ("2028", "deadlines", ["crc-civil-society-submission", "upr-stakeholder-submission"]),
        ("2025", "recommendations", ["crc-2022:26"]),  # assessed
        ("2022", "recommendations", ["crc-2022:26"]),  # made
        ("2006", "resources", ["crc-gc-8"]),
        ("2022", "documents", ["crc-2022"]),
    ],
)  # fmt: skip
def test_a_filter_by_year_selects_what_has_a_date_in_the_year(year: str, what: str, ids: list[str]) -> None:
    assert listed(EXAMPLE, what, "--year", year) == ids


def test_an_open_timeframe_has_a_date_in_every_later_year(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "timeframe: 2025?", "timeframe: 2031/..")
    assert "2.7" in listed(root, "activities", "--year", "2040")
    assert "2.7" not in listed(root, "activities", "--year", "2030")


@pytest.mark.parametrize(
    ("what", "option", "typed"),
    [
        ("deadlines", "--mechanism", "CRC"),
        ("deadlines", "--mechanism", "committee on the Rights of the Child"),
        ("deadlines", "--mechanism", "rights of"),
        ("paragraphs", "--document", "CRC/C/XXX/CO/4-6"),
        ("paragraphs", "--document", "concluding observations on the combined fourth"),
        ("paragraphs", "--cluster", "Violence against children"),
        ("actors", "--actor", "CRCE"),
        ("actors", "--actor", "Child Rights Coalition Exampleland"),
        ("paragraphs", "--twg", "1"),
        ("paragraphs", "--twg", "twg-1"),
        ("paragraphs", "--twg", "Working group on violence"),
        ("deadlines", "--owner", "NGOs"),
        ("actors", "--pillar", "collaboration"),
        ("paragraphs", "--sdg", "SDG 16"),
        ("paragraphs", "--person", "CHILDREN"),
    ],
)
def test_a_value_can_be_given_by_any_of_its_names(what: str, option: str, typed: str) -> None:
    found = listed(EXAMPLE, what, option, typed)
    assert found
    assert found != listed(EXAMPLE, what)


def test_several_values_widen_a_filter_and_several_filters_narrow_it() -> None:
    crc, upr = (listed(EXAMPLE, "deadlines", "--mechanism", one) for one in ("crc", "upr"))
    for options in (["--mechanism", "crc,upr"], ["--mechanism", "crc", "--mechanism", "upr"]):
        assert set(listed(EXAMPLE, "deadlines", *options)) == {*crc, *upr}
    assert listed(EXAMPLE, "deadlines", "--mechanism", "crc", "--owner", "civil-society") == [
        "crc-civil-society-submission"
    ]


def test_a_name_can_contain_a_comma(tmp_path: Path) -> None:
    root = small(tmp_path)
    title = "Education, leisure and culture"
    replace(root, "cobtrack.yaml", "clusters:\n", f'clusters:\n  learning: "{title}"\n')
    assert ask(root, "list", "--cluster", title).err == "note: no activities match\n"


@pytest.mark.parametrize(
    ("arguments", "error", "hint"),
    [
        (["--cluster", "violense"], 'there is no cluster "violense"', "did you mean violence?"),
        (["--mechanism", "CRD"], 'there is no mechanism "CRD"', "did you mean crc?"),
        (["--document", "crc-2023"], 'there is no document "crc-2023"', "did you mean crc-2022?"),
        (["--sdg", "17"], 'there is no SDG "17"', "use one of 16 and 16.2"),
        (["--person", "girls"], 'there is no group of people "girls"', "use one of children"),
        (["--twg", "9"], 'there is no thematic working group "9"', "use one of 1"),
        (["--year", "26"], '"26" is not a year', "write it with four digits, such as 2026"),
        (["--document", "Concluding observations"], '"Concluding observations" can mean more than one document',
         "use one of crc-2011 and crc-2022"),
    ],
)  # fmt: skip
def test_an_unknown_value_is_refused_with_a_suggestion(arguments: list[str], error: str, hint: str) -> None:
    done = ask(EXAMPLE, "list", *arguments)
    assert (done.code, done.err) == (2, f"error: {error}\nhint: {hint}\n")


@pytest.mark.parametrize("option", ["--cluster=violence", "--document=crc-2022", "--sdg=16", "--person=children"])
def test_every_command_has_the_same_filters(option: str, tmp_path: Path) -> None:
    def document(*arguments: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(ask(EXAMPLE, *arguments, option, "--format", "json").out)
        return found

    assert document("status")["status"]["total"]["activities"] == 1
    assert [one["id"] for one in document("due", "--all")["deadlines"]] == ["crc-mid-term-review"]
    assert [one["id"] for one in document("timeline")["timeline"]] == ["2.7", "crc-mid-term-review"]
    assert document("matrix")["total"] == 1
    assert document("status", "--recommendations")["recommendations"][0]["recommendations"] == 1
    for name, count in (("deadlines.ics", "1 deadline"), ("matrix.xlsx", "1 recommendation")):
        assert count in ask(EXAMPLE, "export", name, option, "-o", str(tmp_path / name)).err


SAVED = """\
saved_filters:
  - {id: urgent-ones, status: [urgent, overdue], mechanism: [crc]}
  - {id: reviews, twg: [twg-1], year: [2023]}
  - {id: by-owner, owner: [un]}
"""


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """The small workspace with saved filters."""
    return small(tmp_path, {"cobtrack.yaml": (SMALL / "cobtrack.yaml").read_text(encoding="utf-8") + SAVED})


def test_a_saved_filter_does_what_its_options_do(saved: Path) -> None:
    for what in ("activities", "recommendations"):
        status = {"activities": "overdue", "recommendations": "urgent"}[what]
        found = listed(saved, what, "--filter", "urgent-ones")
        assert found == listed(saved, what, "--status", status, "--mechanism", "crc")
    assert listed(saved, "activities", "--filter", "reviews") == ["1.3"]


def test_saved_filters_and_other_filters_narrow_each_other(saved: Path) -> None:
    assert listed(saved, "deadlines", "--filter", "by-owner") == listed(saved, "deadlines", "--owner", "un")
    assert listed(saved, "deadlines", "--filter", "by-owner", "--owner", "state") == []
    assert listed(saved, "deadlines", "--filter", "by-owner", "--mechanism", "upr") == ["upr-review"]
    assert listed(saved, "activities", "--filter", "reviews,urgent-ones") == []


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["list", "--filter", "review"], 'error: there is no saved filter "review"\nhint: did you mean reviews?\n'),
        (["list", "documents", "--filter", "reviews"],
         'error: documents cannot be filtered by --twg (in the saved filter "reviews")\nhint: write its other values as options\n'),
        (["list", "deadlines", "--filter", "urgent-ones"], ""),
        (["list", "measures", "--filter", "by-owner"], 'error: measures cannot be filtered by --owner (in the saved filter "by'),
    ],
)  # fmt: skip
def test_a_saved_filter_that_cannot_be_used_is_refused(saved: Path, arguments: list[str], error: str) -> None:
    done = ask(saved, *arguments)
    assert done.code == (2 if error else 0)
    assert done.err.startswith(error)


def test_a_workspace_without_saved_filters_says_so() -> None:
    assert "hint: the workspace has no saved filter yet" in ask(SMALL, "due", "--filter", "reviews").err


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("{id: x, clusters: [violence]}", 'unknown field "clusters"'),
        ("{id: x, cluster: [violense]}", 'no cluster has the id "violense"'),
        ("{id: x, mechanism: [crcc]}", 'no mechanism has the id "crcc"'),
        ("{id: x, status: [urgnt]}", "urgnt"),
        ("{id: x, year: [soon]}", 'item 1 of "year" must be a whole number'),
        ("{id: x, owner: [states]}", "states"),
    ],
)
def test_a_saved_filter_is_checked(line: str, problem: str, tmp_path: Path) -> None:
    text = (SMALL / "cobtrack.yaml").read_text(encoding="utf-8")
    root = small(tmp_path, {"cobtrack.yaml": f"{text}saved_filters:\n  - {line}\n"})
    done = ask(root, "validate")
    (error,) = (text for text in done.out.splitlines() if ": error[" in text)
    assert error.startswith("cobtrack.yaml:")
    assert problem in error


def test_renaming_an_organisation_renames_it_in_saved_filters(saved: Path) -> None:
    assert ask(saved, "rename", "twg-1", "twg-violence").code == 0
    assert "twg: [twg-violence]" in (saved / "cobtrack.yaml").read_text(encoding="utf-8")


def test_a_saved_filter_has_a_field_for_each_filter() -> None:
    assert list(SavedFilter.model_fields) == ["id", *FILTERS]
