"""What moves when dates change, and which problems appear and disappear."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from cobtrack.model import scenario
from cobtrack.model.problem import Place, Problem, Severity
from cobtrack.store.load import load
from cobtrack.views.whatif import compare
from tests.support import BASE, workspace

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2026, 11, 24)
CRC = "data/reports-due/crc.yaml"
PROCEDURE = """\
id: crc-own
title: A procedure
mechanism: crc
source: Us
steps:
  - {id: report, title: Report, kind: state-report, owner: state}
  - {id: submission, title: Submission, kind: civil-society-submission, owner: civil-society,
     due: {before: report, months: 3}}
"""
SUBMISSION = """\
    step: report
  - id: crc-submission
    title: Submission
    kind: civil-society-submission
    owner: civil-society
    due: 2026-03
    step: submission
    source: Us
"""
SUBMITTED = "    findings: [{date: 2026-03-02, outcome: submitted, source: Us}]\n"


@pytest.mark.parametrize(("findings", "moved"), [("", ["crc-submission"]), (SUBMITTED, [])], ids=["open", "kept"])
def test_a_procedure_moves_open_deadlines_and_not_those_that_were_met(
    tmp_path: Path, findings: str, moved: list[str]
) -> None:
    files = {"data/procedures/crc-own.yaml": PROCEDURE, CRC: (BASE / CRC).read_text() + SUBMISSION + findings}
    before = load(workspace(tmp_path, files)).workspace
    after = scenario.with_procedure(before, before.procedures[0])
    assert [one.id for one in compare(before, after, DAY, [], []).moves] == moved


def problem(message: str) -> Problem:
    return Problem("COB312", Severity.WARNING, Place("data/pillars/2.yaml", ("categories", 0)), message)


@pytest.mark.parametrize(
    ("was", "will", "appear", "vanish"),
    [
        (["ends by May"], ["ends by June"], [], []),
        (["ends by May"], ["ends by June", "ends by July"], ["ends by July"], []),
        (["ends by May", "ends by June"], ["ends by July"], [], ["ends by June"]),
        (["ends by May"], ["ends by May", "ends by June"], ["ends by June"], []),
    ],
)
def test_problems_are_the_same_if_only_their_wording_changed(
    tmp_path: Path, was: list[str], will: list[str], appear: list[str], vanish: list[str]
) -> None:
    same = load(workspace(tmp_path)).workspace
    found = compare(same, same, DAY, map(problem, was), map(problem, will))
    assert [one.message for one in found.new_problems] == appear
    assert [one.message for one in found.resolved_problems] == vanish
