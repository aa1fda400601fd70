"""The annual and the mid-term review: progress and gaps, results, changes in plans, and immediate actions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli_support import REPOSITORY, ask, bare

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
adopted: 2022-06-03
source: OHCHR
paragraphs:
  - id: crc-2022:26
    kind: recommendation
    heading: Corporal punishment
    assessments:
      - {date: 2024-01-01, voice: un, level: none, reason: Long ago.}
      - {date: 2024-05-01, voice: children, level: none, reason: Nothing changed.}
      - {date: 2026-03-01, voice: children, level: partly, reason: Some schools changed.}
      - {date: 2026-04-01, voice: government, level: largely, reason: A decree was issued, evidence: [
          {bearing: supports, text: The decree, source: "[Gazette](https://example.org/decree)"}]}
"""
INDICATORS = """\
indicators:
  - {id: beaten, title: Children beaten at home, type: outcome, unit: "%", recommendations: ["crc-2022:26"],
     baseline: {date: 2022, value: 60}, target: {date: 2030, value: 20},
     values: [{date: 2024, value: 55}, {date: 2025, value: 50, source: Survey}]}
"""
INITIATIVES = """\
initiatives:
  - {id: calm, title: Calm classrooms, organisations: [us], location: three provinces, timeframe: 2024/2027,
     summary: Teachers learn other ways, recommendations: ["crc-2022:26"], source: Us}
  - {id: other, title: Another, organisations: [us], source: Us}
"""
FILES = {
    "data/pillars/1.yaml": PILLAR,
    "data/actions/plan.yaml": ACTIONS,
    "data/reports-due/crc.yaml": DEADLINES,
    "data/recommendations/crc-2022.yaml": DOCUMENT,
    "data/indicators/all.yaml": INDICATORS,
    "data/initiatives/all.yaml": INITIATIVES,
    "data/actors.yaml": "actors:\n  - {id: us, name: Our coalition, acronym: US, kind: coalition, source: Us}\n",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bare(tmp_path, FILES)


def sections(root: Path, name: str = "annual-review", day: str = DAY) -> dict[str, list[str]]:
    """The lines of each section of a review, by its heading; "" for the lines before the first."""
    done = ask(root, "render", f"{name}.md", "--audience", "members", "-o", "-", as_of=day)
    assert done.code == 0, done.err
    parts = ("\n" + done.out).replace("\n### ", "\n## ").split("\n## ")
    return {
        heading if number else "": [line for line in body.splitlines() if line]
        for number, (heading, _, body) in enumerate(part.partition("\n") for part in parts)
    }


def test_it_begins_with_what_happened_in_short(root: Path) -> None:
    assert sections(root)["In short"] == [
        (
            "- 2 of 9 activities have a report in the past 12 months. Of all, 1 is planned, 1 is in progress, 1 is done, "
            "2 are postponed, 1 is cancelled. 3 have never had a report."
        ),
        "- 1 activity is overdue. The date of 1 more has passed too, but it was never confirmed.",
        (
            "- In 1 case, a group sees a recommendation as carried out further than before, and in none as less far. On 1 "
            "recommendation, the views of the groups clearly differ."
        ),
    ]


def test_reports_on_what_is_not_completed_are_progress_and_the_others_are_results(root: Path) -> None:
    found = sections(root)
    assert found["Work reported"][2:] == [
        "| Work | 9 | 2 | 1 | 1 | 1 |",
        "#### Work",
        "- Running (1.2): in progress, 10 January 2026.",
    ]
    assert found["Completed"] == [
        "- Held (1.1): done, 1 May 2026. We met.",
        "- Hand over the brief: done, 1 March 2026. It was read.",
    ]


def test_what_is_late_is_listed_by_whether_anything_was_reported(root: Path) -> None:
    assert sections(root)["Work that is late"] == [
        "Nothing has been reported on:",
        "- Forgotten (1.7): planned for 2025.",
        "Reported on, but not completed in its time:",
        "- Put off and past (1.3): planned for 2025; postponed on 1 May 2024.",
        "From the action and advocacy plan:",
        "- Write to the ministry: planned for 2025, not reported.",
        "- Meet the press: without a date, not reported.",
    ]


def test_the_voices_on_a_recommendation_are_side_by_side_with_level_date_and_change(root: Path) -> None:
    found = sections(root)["How far the recommendations have been carried out"]
    assert found[1:] == [
        "1 of 1 recommendation in CRC/C/KHM/CO/4-6 was assessed in the past 12 months:",
        "| Recommendation | Government | Children | United Nations |",
        "|---|---|---|---|",
        (
            "| Corporal punishment (para. 26) | **largely** Apr\u00a02026 | **partly** Mar\u00a02026<br>before: not at all | "
            "**not at all** Jan\u00a02024 |"
        ),
    ]


def test_a_clear_difference_is_told_with_both_reasons_and_their_evidence(root: Path) -> None:
    assert sections(root)["Where the views clearly differ"] == [
        "- **Corporal punishment (CRC/C/KHM/CO/4-6, para. 26)**",
        (
            "    - Government (1 April 2026): *largely carried out*. A decree was issued. Evidence: "
            "[Gazette](<https://example.org/decree>)."
        ),
        "    - United Nations (1 January 2024): *not carried out*. Long ago.",
    ]


def test_a_rise_of_a_level_is_a_result_with_its_initiative(root: Path) -> None:
    found = sections(root)
    assert found["Carried out further than before"] == [
        (
            "- **Corporal punishment (CRC/C/KHM/CO/4-6, para. 26).** Children: not carried out (1 May 2024), now *partly "
            "carried out* (1 March 2026). Some schools changed."
        )
    ]
    assert found["Initiatives for what improved"] == [
        "- **Calm classrooms** (US; three provinces, 2024 - 2027). Teachers learn other ways. Source: Us."
    ]


def test_indicators_have_baseline_value_and_target(root: Path) -> None:
    assert sections(root)["What the indicators show"][2:] == [
        "| Children beaten at home | 60% (2022) | 50% (2025) | 20% (2030) | Survey |",
    ]


def test_immediate_actions_are_in_the_order_of_their_dates_with_whose_turn_it_is(root: Path) -> None:
    assert sections(root)["Immediate actions"][3:] == [
        "| 1 January 2027 | Begin: Meant (1.6) |  |",
        "| 1 February 2027 | Begin to prepare “Our report”, due February 2028. This takes 12 months. | Civil society |",
        "| 1 March 2027 | Begin: Ask for a budget | US |",
        "| May 2027 | Next report. Source: A. | The State |",
        "| 30 June 2027 | Finish: Running (1.2) |  |",
    ]


def test_the_mid_term_review_begins_with_the_adoption_of_the_concluding_observations(root: Path) -> None:
    found = sections(root, "mid-term-review")
    assert "The time from 3 June 2022, when CRC/C/KHM/CO/4-6 was adopted." in found[""][-1]
    assert any(line.startswith("- 6 of 9 activities have a report since 3 June 2022.") for line in found["In short"])
    assert "Given up (1.5): cancelled, 1 May 2025." in "".join(found["Changes in plans"])


def test_without_a_document_the_mid_term_review_begins_with_the_roadmap(tmp_path: Path) -> None:
    roadmap = "title: Plan\nperiod: 2023/2028\nversions: [{number: 1, date: 2023, note: First.}]\nmaintainer: us\nsections: []\n"
    root = bare(tmp_path, {"data/roadmap.yaml": roadmap, "data/actors.yaml": FILES["data/actors.yaml"]})
    assert "The time from 1 January 2023." in sections(root, "mid-term-review")[""][-1]


@pytest.mark.parametrize("name", ["annual-review", "mid-term-review"])
def test_without_any_data_no_section_is_empty_and_the_gaps_are_counted_at_the_end(tmp_path: Path, name: str) -> None:
    found = sections(bare(tmp_path), name)
    assert set(found) == {"", "What this review could not say"}
    assert found["What this review could not say"][0] == "- No activity has been entered yet."


@pytest.mark.parametrize("name", ["annual-review", "mid-term-review"])
def test_no_sentence_of_the_shipped_review_has_an_id_without_its_words(name: str) -> None:
    text = ask(REPOSITORY, "render", f"{name}.md", "-o", "-", as_of=DAY).out
    assert "Dissemination and consultation workshops: For CYLNs and other children and youth (3.2)" in text
    text = text.replace("section II, activity 2.7", "section II")
    assert set(re.findall(r"(?<!\S)\*{0,2}\d\.\d+\b", text)) == set()
    assert (
        re.findall(r"\b(?:crc|upr|cerd|twg)-[a-z0-9-]+|not-reported|crc-2022:", re.sub(r"https?://\S+", "", text)) == []
    )


def test_the_counts_of_the_roadmap_in_markdown_add_up(tmp_path: Path) -> None:
    text = ask(bare(tmp_path, FILES), "render", "roadmap.md", "-o", "-", as_of=DAY).out
    assert "| Pillar | All | Done | In progress | Planned | Postponed | Cancelled | Not reported | Overdue |" in text
    assert "| All | 9 | 1 | 1 | 1 | 2 | 1 | 3 | 1 |" in text


def test_of_many_indicators_those_furthest_from_their_targets_are_listed_and_the_others_counted(tmp_path: Path) -> None:
    rows = "".join(
        f"  - {{id: i{n}, title: Indicator {n}, type: outcome, baseline: {{date: 2022, value: 0}}, "
        f"target: {{date: 2030, value: 100}}, values: [{{date: 2025, value: {n}}}]}}\n"
        for n in range(17, 0, -1)
    )
    found = sections(bare(tmp_path, {"data/indicators/all.yaml": f"indicators:\n{rows}"}))["What the indicators show"]
    assert [line.partition(" |")[0] for line in found[2:-1]] == [f"| Indicator {n}" for n in range(1, 13)]
    assert found[-1] == "These are the furthest from their targets. 5 other indicators have values too."
