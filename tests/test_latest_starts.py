"""The latest sensible start of a deadline, counted back from the first day on which it can be due.

It is counted back by the lead of the deadline, or else by the planned length of the activities that serve it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import REPOSITORY, SUBMISSION, ask, put, replace, small, words

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
CRC = "data/reports-due/crc.yaml"
ACTIVITY = """\

      - id: "2.11"
        text: Develop the children's report
        timeframe: 2027
        responsible: [cncc]
        serves: [crc-children-report]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small workspace, with a submission that has a lead, and an activity that serves the children's report."""
    place = small(tmp_path)
    put(place, {CRC: (place / CRC).read_text() + SUBMISSION})
    pillar = place / "data/pillars/2-government.yaml"
    pillar.write_text(pillar.read_text().rstrip("\n") + "\n" + ACTIVITY)
    return place


def row(root: Path, identifier: str) -> dict[str, Any]:
    rows = json.loads(ask(root, "due", "--all", "--format", "json", as_of=DAY).out)["deadlines"]
    return next(one for one in rows if one["id"] == identifier)


def moves(root: Path, *arguments: str) -> dict[str, tuple[str, str]]:
    """The starts that move, from and to."""
    found = json.loads(ask(root, "timeline", *arguments, "--format", "json", as_of=DAY).out)["what_if"]["moves"]
    return {one["id"]: (one["from"], one["to"]) for one in found if one["what"] == "start"}


def test_a_start_is_counted_back_by_the_lead(root: Path) -> None:
    found = row(root, "crc-submission")
    assert (found["due"], found["start"]) == ("2028-02", "2027-08-01")
    assert found["hangs_on"] == {"after": "crc-state-report", "months": "3"}


@pytest.mark.parametrize(
    ("planned", "due", "start"),
    [
        ("2027", "2028-11", "2027-11-01"),
        ("2026/2027", "2027-11", "2025-11-01"),
        ("2027-03/2027-05", "2028", "2027-10-01"),
        ("2027-03-10/2027-03-19", "2028-05-11", "2028-05-01"),
        ("2027", "'[..2027-08]'", "2026-08-01"),
        ("2027", "../2027-08", "2026-08-01"),
        ("2027", "'[2027-09..2027-12]'", "2026-09-01"),
        ("2027-33", "2028-41", "2028-04-01"),
        ("2024-02", "2028-03-31", "2028-02-29"),
    ],
)
def test_without_a_lead_a_start_is_counted_back_by_the_planned_length_of_the_activity(
    root: Path, planned: str, due: str, start: str
) -> None:
    replace(root, "data/pillars/2-government.yaml", "timeframe: 2027\n", f"timeframe: {planned}\n")
    replace(root, CRC, "due: 2028?\n    certainty: tbd", f"due: {due}\n    certainty: tentative")
    assert row(root, "crc-children-report")["start"] == start


def test_the_longest_of_several_activities_counts(root: Path) -> None:
    longer = ACTIVITY.replace("2.11", "2.12").replace("timeframe: 2027", "timeframe: 2026/2027")
    pillar = root / "data/pillars/2-government.yaml"
    pillar.write_text(pillar.read_text() + longer)
    assert row(root, "crc-children-report")["start"] == "2026-01-01"
    assert "2026, to have the time planned for 2.12 before the deadline" in words(
        ask(root, "show", "crc-children-report", as_of=DAY).out
    )


@pytest.mark.parametrize("planned", ["2027/..", "../2027", "'[2027-01..2027-12]'"])
def test_without_a_length_there_is_no_start(root: Path, planned: str) -> None:
    replace(root, "data/pillars/2-government.yaml", "timeframe: 2027\n", f"timeframe: {planned}\n")
    assert "start" not in row(root, "crc-children-report")


def test_a_deadline_that_nothing_serves_has_no_start(root: Path) -> None:
    assert "start" not in row(root, "cerd-review")


def test_due_and_show_say_how_a_start_is_counted_back(root: Path) -> None:
    text = words(ask(root, "due", as_of=DAY).out)
    assert (
        "the lead time of the deadline or, if it has none, the time planned for the activities that serve it." in text
    )
    assert "1 August 2027 in 8 months preparation Submission of the coalition, February 2028" in text
    shown = {one: words(ask(root, "show", one, as_of=DAY).out) for one in ("crc-submission", "crc-children-report")}
    assert "to start by 1 August 2027, to have 6 months before the deadline" in shown["crc-submission"]
    assert "1 January 2027, to have the time planned for 2.11 before the deadline" in shown["crc-children-report"]


def test_due_says_when_an_activity_is_planned_to_begin_later_than_it_has_to() -> None:
    text = words(ask(REPOSITORY, "due", as_of=DAY).out)
    assert "1 November 2025 12 months ago 2.8 (planned 2026 - 2027) Next periodic report" in text
    assert "1 January 2027 in 5 weeks 4.8 Children's report" in text


def test_the_guide_says_how_a_start_is_counted_back() -> None:
    guide = words((REPOSITORY / "docs/data.md").read_text())
    assert "the time for preparation still fits before the earliest day that the deadline can mean" in guide
    assert "the longest planned time of the activities that serve it" in guide


def test_something_to_start_is_not_listed_as_due(root: Path) -> None:
    listed = ask(root, "due", as_of=DAY).out.partition("Latest sensible start")[0]
    assert "Submission of the coalition" not in listed


def test_what_if_lists_the_starts_that_move(root: Path) -> None:
    assert moves(root, "--what-if", "crc-state-report=2028-11") == {
        "crc-submission": ("2027-08-01", "2028-08-01"),
    }
    done = ask(root, "timeline", "--what-if", "crc-state-report=2028-11", as_of=DAY)
    assert "crc-submission to start by 1 August 2027 -> 1 August 2028" in words(done.out)


def test_the_simplified_procedure_moves_the_starts_of_the_shipped_submissions() -> None:
    assert moves(REPOSITORY, "--procedure", "crc-simplified") == {
        "crc-children-report": ("2027-01-01", "2026-08-01"),
        "crc-civil-society-submission": ("2027-01-01", "2026-08-01"),
    }
