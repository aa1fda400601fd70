"""The state of a deadline on a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest

from cobtrack.store.load import load
from cobtrack.views.deadlines import states
from tests.support import BASE, workspace

if TYPE_CHECKING:
    from pathlib import Path

CRC = "data/reports-due/crc.yaml"


@pytest.mark.parametrize(("days", "word"), [(184, "upcoming"), (183, "due-soon"), (0, "due-soon"), (-1, "overdue")])
def test_a_deadline_within_half_a_year_is_due_soon(tmp_path: Path, days: int, word: str) -> None:
    # November 2027 ends on the 30th.
    day = date(2027, 11, 30) - timedelta(days)
    crc = (BASE / CRC).read_text().replace("certainty: tentative", "certainty: confirmed")
    [row] = states(load(workspace(tmp_path, {CRC: crc})).workspace, day)
    assert (row.days, row.state) == (days, word)


KEPT = """\
    findings: [{date: 2026-10-03, outcome: submitted, source: OHCHR}]
  - {id: crc-list, title: List of issues, kind: list-of-issues, owner: un, due: {WHEN: crc-state-report, months: 2}}
"""


@pytest.mark.parametrize(("when", "word"), [("before", "unknown"), ("after", "overdue")])
def test_a_step_before_a_submitted_report_is_not_overdue_on_a_computed_date(
    tmp_path: Path, when: str, word: str
) -> None:
    crc = (BASE / CRC).read_text() + KEPT.replace("WHEN", when)
    rows = states(load(workspace(tmp_path, {CRC: crc})).workspace, date(2027, 2, 1))
    assert {row.deadline.id: row.state for row in rows} == {"crc-state-report": "submitted", "crc-list": word}
