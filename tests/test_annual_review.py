"""The annual review: reports of the year before, gaps, and what is due in the next twelve months."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_support import ask, bare

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-25"
PILLAR = """\
pillar: 1
title: Work
categories:
  - title: Work
    activities:
      - {id: "1.1", text: Held, timeframe: 2026, progress: [{date: 2026-05-01, status: done, note: We met.}]}
      - {id: "1.2", text: Running, timeframe: 2026-01/2027-06, progress: [{date: 2026-01-10, status: in-progress}]}
      - {id: "1.3", text: Put off and past, timeframe: 2025, progress: [{date: 2024-05-01, status: postponed}]}
      - {id: "1.4", text: Put off for long, timeframe: 2029, progress: [{date: 2025-05-01, status: postponed}]}
      - {id: "1.5", text: Given up, timeframe: 2025, progress: [{date: 2025-05-01, status: cancelled}]}
      - {id: "1.6", text: Meant, timeframe: 2027, progress: [{date: 2025-05-01, status: planned}]}
      - {id: "1.7", text: Forgotten, timeframe: 2025}
      - {id: "1.8", text: Far off, timeframe: 2028}
      - {id: "1.9", text: Long, timeframe: 2022/2030}
"""
ACTIONS = """\
actions:
  - {id: brief, title: Hand over the brief, kind: advocacy, timeframe: 2026/2027, progress: [
      {date: 2025-01-01, status: planned}, {date: 2026-03-01, status: done, note: It was read.}]}
  - {id: ask, title: Ask for a budget, kind: advocacy, timeframe: 2027-03, responsible: [us]}
  - {id: late, title: Write to the ministry, kind: action, timeframe: 2025}
  - {id: some-day, title: Meet the press, kind: action}
  - {id: far, title: Go to Geneva, kind: action, timeframe: 2030}
"""
DEADLINES = """\
id: crc
name: Committee on the Rights of the Child
kind: treaty-body
source: OHCHR
deadlines:
  - {id: report, title: Next report, kind: state-report, owner: state, due: 2027-05, certainty: confirmed, source: A}
  - {id: later, title: Report after that, kind: state-report, owner: state, due: 2032-05, source: A}
  - {id: ours, title: Our report, kind: civil-society-submission, owner: civil-society, due: 2028-02,
     lead: {months: 12}, source: A}
"""
DOCUMENT = """\
id: crc-2022
symbol: CRC/C/KHM/CO/4-6
title: Concluding observations
mechanism: crc
source: OHCHR
paragraphs:
  - id: crc-2022:26
    kind: recommendation
    heading: Corporal punishment
    assessments:
      - {date: 2024-01-01, voice: un, level: none, reason: Long ago.}
      - {date: 2026-03-01, voice: children, level: partly, reason: Some schools changed.}
      - {date: 2026-04-01, voice: government, level: largely, reason: A decree was issued.}
"""
CITED = "CRC/C/KHM/CO/4-6, para. 26 (Corporal punishment)"
COUNTS = "1 planned, 1 in progress, 1 done, 2 postponed, 1 cancelled, 3 not reported"
FILES = {
    "data/pillars/1.yaml": PILLAR,
    "data/actions/plan.yaml": ACTIONS,
    "data/reports-due/crc.yaml": DEADLINES,
    "data/recommendations/crc-2022.yaml": DOCUMENT,
    "data/actors.yaml": "actors:\n  - {id: us, name: Our coalition, acronym: US, kind: coalition, source: Us}\n",
}


@pytest.fixture
def parts(tmp_path: Path) -> dict[str, str]:
    """The parts of the review by their headings."""
    done = ask(bare(tmp_path, FILES), "render", "annual-review.md", "--audience", "members", "-o", "-", as_of=DAY)
    assert done.code == 0, done.err
    return {part.partition("\n")[0]: part.partition("\n")[2] for part in done.out.split("\n## ")}


def test_progress_is_what_was_reported_on_activities_and_actions_and_each_assessment(parts: dict[str, str]) -> None:
    assert [line for line in parts["Progress"].splitlines() if line] == [
        "5 reports in the past 12 months.",
        "### Activities",
        "- **1.2** 10 January 2026, in progress",
        "- **1.1** 1 May 2026, done: We met.",
        "### Action and advocacy plan",
        "- “Hand over the brief” 1 March 2026, done: It was read.",
        "### Assessments of recommendations",
        f"- {CITED}: Children, 1 March 2026: partly carried out. Some schools changed.",
        f"- {CITED}: Government, 1 April 2026: largely carried out. A decree was issued.",
        f"Of 9 activities: {COUNTS}. Overdue: 1; past an unconfirmed date: 1.",
    ]


def test_gaps_are_the_overdue_activities_and_name_the_postponed_ones(parts: dict[str, str]) -> None:
    assert [line for line in parts["Gaps"].splitlines() if line] == [
        "- **1.7** (2025, not reported) is overdue: Forgotten",
        "- **1.3** (2025) was postponed, and its date has passed: Put off and past",
        "- “Write to the ministry” in the action and advocacy plan (2025, not reported) is overdue",
        "- “Meet the press” in the action and advocacy plan (not reported) has no timeframe",
    ]


OURS = "- “Our report”, by civil society, due February 2028."


def test_immediate_actions_are_due_or_begin_within_twelve_months(parts: dict[str, str]) -> None:
    assert [line for line in parts["Immediate actions"].splitlines() if line.startswith("-")] == [
        f"{OURS} Preparation takes 12 months and has to start by 1 February 2027.",
        "- “Next report”, by the State, due May 2027.",
        "- “Ask for a budget” begins (March 2027): US",
        "- **1.2** is due (January 2026 - June 2027): Running",
        "- **1.6** begins (2027): Meant",
    ]


def test_a_year_without_events_says_so(tmp_path: Path) -> None:
    text = ask(bare(tmp_path), "render", "annual-review.md", "-o", "-", as_of=DAY).out
    assert "Nothing was reported in the past 12 months.\n\nNo activity has been entered yet." in text
    assert "Nothing is known to be due or to begin in this time." in text


def test_the_counts_of_the_roadmap_in_markdown_add_up(tmp_path: Path) -> None:
    text = ask(bare(tmp_path, FILES), "render", "roadmap.md", "-o", "-", as_of=DAY).out
    assert "| all | done | in progress | planned | postponed | cancelled | not reported | overdue |" in text
    assert "| | All | 9 | 1 | 1 | 1 | 2 | 1 | 3 | 1 |" in text
