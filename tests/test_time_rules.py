"""Rules about activities and the deadlines that they serve: from which dates they report a problem."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import BASE, problems, workspace

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.problem import Problem

CRC = "data/reports-due/crc.yaml"


def found(root: Path, code: str) -> list[Problem]:
    return [one for one in problems(root) if one.code == code]


def serving(timeframe: str) -> str:
    """A pillar with one activity that serves the State report, which is due in November 2027."""
    return f"""\
pillar: 2
title: Collaboration
categories:
  - title: Reviews
    activities:
      - {{id: "2.1", text: Support the review, timeframe: {timeframe}, serves: [crc-state-report]}}
"""


@pytest.mark.parametrize(("timeframe", "told"), [("2026-10-31", 0), ("2026-10-30", 1)])
def test_an_activity_may_end_a_leap_year_before_the_deadline_and_no_earlier(
    tmp_path: Path, timeframe: str, told: int
) -> None:
    root = workspace(tmp_path, {"data/pillars/2-more.yaml": serving(timeframe)})
    assert len(found(root, "COB316")) == told


def test_an_activity_for_a_deadline_that_was_met_is_not_reported(tmp_path: Path) -> None:
    kept = "    findings: [{date: 2027-11-05, outcome: submitted, source: OHCHR}]\n"
    files = {"data/pillars/2-more.yaml": serving("2023"), CRC: (BASE / CRC).read_text() + kept}
    assert found(workspace(tmp_path, files), "COB316") == []


def test_ten_deadlines_of_a_long_cycle_are_listed(tmp_path: Path) -> None:
    ids = [f"step-{number:02}" for number in range(12)]
    circle = "".join(
        f"  - {{id: {one}, title: A step, kind: review, owner: un, due: {{after: {ids[number - 1]}}}}}\n"
        for number, one in enumerate(ids)
    )
    [problem] = found(workspace(tmp_path, {CRC: (BASE / CRC).read_text() + circle}), "COB311")
    assert problem.message.count("step-") == 12, "the subject, ten in a row, and the first again"
    assert "relative to 2 more relative to step-00" in problem.message
    assert len({problem.place, *problem.related}) == 10


def test_a_date_in_a_log_that_ends_before_it_starts_is_an_error(tmp_path: Path) -> None:
    reversed_date = "date: 2024-02-17/2024-02-10"
    finding = f"    findings: [{{{reversed_date}, outcome: not-found, source: OHCHR}}]\n"
    progress = f", progress: [{{{reversed_date}, status: planned}}]}}\n"
    assessment = f"    assessments: [{{{reversed_date}, voice: un, level: none, reason: A}}]\n"
    value = f"values: [{{{reversed_date}, value: 1, source: A}}]"
    paragraphs = "data/recommendations/crc-2022.yaml"
    files = {
        "data/pillars/2-more.yaml": serving("2023").replace("}\n", progress),
        CRC: (BASE / CRC).read_text() + finding,
        paragraphs: (BASE / paragraphs).read_text() + assessment,
        "data/indicators/a.yaml": f"indicators:\n  - {{id: a, title: A, type: outcome, source: A, {value}}}\n",
    }
    reported = found(workspace(tmp_path, files), "COB301")
    assert {problem.place.file for problem in reported} == set(files)
    assert {problem.message for problem in reported} == {"the date 2024-02-17/2024-02-10 ends before it starts"}
    assert {problem.hint for problem in reported} == {'write "2024-02-10/2024-02-17"'}
