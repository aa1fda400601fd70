"""Filters work the same on every command that has them, and are refused if they do not apply."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.store.load import load
from cobtrack.views import activities, deadlines, filters
from cobtrack.views.status_words import STATUSES
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
        (["export", "matrix.xlsx", "--mechanism", "crc"], "--mechanism does not apply to matrix.xlsx"),
        (["list", "actors", "--pillar", "1"], "actors cannot be filtered by --pillar"),
        (["list", "resources", "--twg", "1"], "resources cannot be filtered by --twg"),
        (["list", "initiatives", "--status", "done"], "initiatives cannot be filtered by --status"),
        (["list", "indicators", "--mechanism", "crc"], "indicators cannot be filtered by --mechanism"),
        (["list", "documents", "--twg", "1"], "documents cannot be filtered by --twg"),
        (["list", "measures", "--actor", "cncc"], "measures cannot be filtered by --actor"),
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
            "recommendations": [
                filters.recommendation_words(workspace, one, as_of) for one in workspace.recommendations
            ],
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
        "recommendations": {
            one.id: filters.recommendation_words(workspace, one, as_of) for one in workspace.recommendations
        },
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
