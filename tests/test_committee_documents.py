"""Reports to the Committee, the summary of its observations, summary sheets, and submissions."""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cobtrack.views.editions.word_limits import count_words
from tests.cli_support import REPOSITORY, ask, put, replace, small
from tests.support import workspace as bare

if TYPE_CHECKING:
    from collections.abc import Iterable

DAY = "2026-11-26"
LIMITED = ["alternative-report", "children-report"]
VOICES = ("government", "civil society", "children")


def rendered(root: Path, name: str, *options: str) -> str:
    done = ask(root, "render", name, *options, "-o", "-", as_of=DAY)
    assert done.code == 0, done.err
    return done.out


@pytest.fixture(scope="module")
def filled_report(filled_workspace: Path) -> str:
    return rendered(filled_workspace, "alternative-report.md")


def shown_count(text: str) -> int:
    return int(re.search(r"([\d,]+) words\.", text)[1].replace(",", ""))  # type: ignore[index]


def sentences(text: str) -> Iterable[str]:
    plain = re.sub(r"\(\[.*?\]\(<.*?>\)\)|\*\*", "", text)
    return (part.strip() for part in re.split(r"(?<=[.?!])\s|\n", plain) if len(part.split()) > 5)


# The number of words


def test_the_alternative_report_of_a_filled_workspace_is_within_the_limit(filled_report: str) -> None:
    assert "At most 10,000 words are accepted" in filled_report
    assert 5_000 < shown_count(filled_report) <= 10_000


@pytest.mark.parametrize("name", LIMITED)
def test_the_number_of_words_is_that_of_the_document(filled_workspace: Path, name: str) -> None:
    text = rendered(filled_workspace, f"{name}.md")
    assert shown_count(text) == count_words(text)
    page = rendered(filled_workspace, f"{name}.html")
    assert f"{shown_count(text):,} words." in page
    folder = filled_workspace.parent / name
    assert ask(filled_workspace, "render", f"{name}.docx", "-o", str(folder), as_of=DAY).code == 0
    with zipfile.ZipFile(io.BytesIO((folder / f"{name}.docx").read_bytes())) as archive:
        assert f"{shown_count(text):,} words." in re.sub("<[^>]*>", "", archive.read("word/document.xml").decode())


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("# Two words", 2),
        ("<!-- cobtrack:as-of 2026-11-26 abc -->\nOne", 1),
        ("[A title](<https://example.org/a b>) here", 3),
        ("See <https://example.org/a>.", 2),
        ("| a | b |\n|---|---|\n| c – d |  |", 4),
        ("**one**, well-known; 10,000 – 3", 4),
        ("ក\u200bខ គ", 3),
    ],
)
def test_what_a_reader_sees_is_counted(text: str, number: int) -> None:
    assert count_words(text) == number


def test_a_report_without_a_known_limit_says_so(filled_workspace: Path) -> None:
    text = rendered(filled_workspace, "children-report.md")
    assert "No limit is known for: Standard reporting procedure of the CRC; Simplified reporting" in text


def test_a_report_over_its_limit_is_noted_and_still_written(small_workspace: Path) -> None:
    put(small_workspace, {"data/procedures/ours.yaml": procedure(40)})
    done = ask(small_workspace, "render", "alternative-report", as_of=DAY)
    words = shown_count((small_workspace / "build/alternative-report.md").read_text())
    assert done.code == 0
    assert done.err.count("note:") == 1
    assert (
        f"alternative-report has {words} words; at most 40 are accepted (Our procedure: Alternative report)" in done.err
    )
    put(small_workspace, {"data/procedures/ours.yaml": procedure(words)})
    assert "note:" not in ask(small_workspace, "render", "alternative-report", as_of=DAY).err


# The alternative report


def test_the_paragraphs_are_numbered_without_a_gap(filled_report: str) -> None:
    numbers = [int(number) for number in re.findall(r"^(\d+)\. ", filled_report, re.MULTILINE)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(numbers) > 75


def test_what_is_below_a_numbered_paragraph_belongs_to_it(filled_workspace: Path) -> None:
    page = rendered(filled_workspace, "alternative-report.html")
    assert "<pre" not in page
    starts = [int(start) for start in re.findall(r'<ol start="(\d+)"', page)]
    assert starts == sorted(starts)
    assert starts[-1] > 80
    assert re.search(
        r"<strong>\(a\)</strong> Civil society(?:(?!</li>).)*<ul>\s*<li>(?:Obstacle|Proposed)", page, re.DOTALL
    )


def test_each_recommendation_is_in_one_question_that_names_each_voice(filled_report: str) -> None:
    in_full = [line for line in filled_report.splitlines() if line.strip().startswith("- Question: ")]
    assert len(in_full) == 10
    for line in in_full:
        assert all(voice in line.lower() for voice in VOICES), line
    others = filled_report.partition("## Questions on the other recommendations")[2].partition("\n## ")[0]
    for clause in re.findall(r"(?:: |; )([^;\n]+paras?\. [^;\n]+)", others):
        assert all(voice in clause for voice in VOICES), clause


def test_voices_that_disagree_are_named_in_the_question(small_workspace: Path) -> None:
    assert (
        "Question: The government says “largely carried out”, civil society “not carried out” and children "
        "“initial steps”. How does the State party explain this, and what will it do about the obstacles?"
    ) in rendered(small_workspace, "alternative-report.md")
    replace(small_workspace, CRC, "level: largely", "level: none")
    replace(small_workspace, CRC, "level: initial-steps", "level: none")
    assert (
        "Question: The government, civil society and children say “not carried out”. Which steps come next"
    ) in rendered(small_workspace, "alternative-report.md")


def test_no_sentence_is_repeated_to_fill_the_report(filled_report: str, small_workspace: Path) -> None:
    made = Counter(sentences(rendered(small_workspace, "alternative-report.md")))
    data = (small_workspace / CRC).read_text()
    assert [one for one, count in made.items() if count > 1 and one not in data] == []
    asked = Counter(sentence for sentence in sentences(filled_report) if sentence.endswith("?"))
    assert max(count for sentence, count in asked.items() if "Question:" not in sentence) <= 10


def test_a_report_has_what_was_recorded_with_date_and_source(small_workspace: Path) -> None:
    text = rendered(small_workspace, "alternative-report.md")
    for line in (
        "1. **(a)** Civil society, March 2026: **not carried out** ([The survey](<https://example.org/survey>)). Nothing has changed.",
        "- Against this view: A decree exists. ([The gazette](<https://example.org/gazette>))",
        "- Government, January 2026: **largely carried out** (MoJ). A decree was issued.",
        "- Obstacle: No budget is set aside.",
        "- Obstacle (children): Nobody tells us.",
        "- What would help: A line in the budget.",
        "- Help is needed from MoJ.",
        "- Proposed recommendation: Set aside a budget.",
        "### Para. 26: Corporal punishment (urgent)",
    ):
        assert line.partition(". **")[2] in text if line.startswith("1.") else line in text, line
    assert text.count("Nobody has recorded yet") == 1
    assert "how far 2 recommendations were carried out: paras. 26 (b) and 30." in text
    assert "Not covered, because their text has not been entered: CRC/C/KHM/CO/4-6, paragraphs 1–25" in text


def test_an_empty_workspace_makes_no_empty_section(tmp_path: Path) -> None:
    empty = "id: crc-2022\ntitle: Concluding Observations\nmechanism: crc\n"
    root = bare(tmp_path, {CRC: empty, "data/pillars/1-coordination.yaml": PILLAR.format("")})
    for name in ("alternative-report.md", "children-report.md", "cobs-summary.md"):
        assert "\n## " not in rendered(root, name), name


# The children's report


def test_the_report_of_children_says_in_plain_words_what_children_said(small_workspace: Path) -> None:
    text = rendered(small_workspace, "children-report.md")
    assert "**(a)** **This has only begun.** We saw posters at school. (June 2026, A meeting)" in text
    assert "- What makes it hard: Nobody tells us." in text
    assert "- The government said in January 2026 that most of this is done (MoJ)." in text
    assert "You say that more is done than children say." in text
    assert "Children have not spoken yet about 2 other recommendations:" in text
    assert "Nothing has changed." not in text, "that is what civil society said"


# The summary of the Concluding Observations, and the summary sheet


def test_the_summary_has_each_recommendation_and_counts_what_is_missing_once(small_workspace: Path) -> None:
    text = rendered(small_workspace, "cobs-summary.md")
    assert "This summary has 3 recommendations in 2 paragraphs." in text
    assert "- **Para. 26: Corporal punishment** – urgent" in text
    assert "**(a)** “Prohibit it in law.”" in text
    assert text.count("the number and the subject") == 1
    assert "Of 1 recommendation, only the number and the subject are known." in text
    assert "has not been entered" in text.partition("## What is missing")[2]


PARTS = [
    "What the Committee said", "What the government, civil society and children say", "What is next",
    "What the State is asked",
]  # fmt: skip


@pytest.mark.parametrize("topic", ["violence", "special-protection", "education"])
def test_a_summary_sheet_always_has_the_same_four_parts(filled_workspace: Path, topic: str) -> None:
    for root in (REPOSITORY, filled_workspace):
        text = rendered(root, "summary-sheet.md", "--topic", topic)
        assert re.findall(r"^## (.*)", text, re.MULTILINE) == PARTS
        assert not re.search(r"^## .*\n+(##|\Z)", text, re.MULTILINE), "no part is empty"


def test_a_summary_sheet_compares_the_voices(small_workspace: Path) -> None:
    text = rendered(small_workspace, "summary-sheet.md", "--topic", "violence")
    assert "| Largely carried out | para. 26 (a) |  |  |" in text
    assert "| Not carried out |  | para. 26 (a) |  |" in text
    assert "- On para. 26 (a): Set aside a budget. (civil society)" in text


# Submissions


def test_the_draft_and_earlier_submissions_are_named(small_workspace: Path) -> None:
    put(small_workspace, {"data/submissions/ours.yaml": SUBMISSIONS})
    text = rendered(small_workspace, "alternative-report.md")
    assert "\n# Our alternative report 2027\n" in text
    assert "This report is by CRC-Cambodia, and endorsed by MoJ." in text
    assert "- [First input](<https://example.org/first>), March 2026, by CRC-Cambodia, 2,900 words" in text


def test_a_confidential_submission_is_for_members_only(small_workspace: Path) -> None:
    put(small_workspace, {"data/submissions/ours.yaml": SUBMISSIONS})
    replace(small_workspace, "data/submissions/ours.yaml", "    date: 2026-03",
            "    confidential: true\n    audience: public\n    date: 2026-03")  # fmt: skip
    for audience, seen in (("public", False), ("committee", False), ("members", True)):
        out = small_workspace / "out" / audience
        assert ask(small_workspace, "render", "--audience", audience, "-o", str(out), as_of=DAY).code == 0
        files = [path.read_text() for path in out.iterdir()]
        assert any("First input" in text for text in files) is seen, audience


def test_a_deadline_shows_what_was_sent_for_it(small_workspace: Path) -> None:
    put(small_workspace, {"data/submissions/ours.yaml": SUBMISSIONS})
    shown = ask(small_workspace, "show", "crc-submission", as_of=DAY).out
    assert re.search(r"submissions +first-input +First input", shown)
    listed = ask(small_workspace, "list", "submissions", as_of=DAY).out
    assert re.search(r"first-input +March 2026 +crc +crc-submission +First input", listed)


def test_submissions_are_added_and_changed_like_other_records(small_workspace: Path) -> None:
    put(small_workspace, {"data/submissions/ours.yaml": SUBMISSIONS})
    done = ask(small_workspace, "add", "submission", "--in", "ours", "title=A letter", "to=crc", as_of=DAY)
    assert done.code == 0, done.err
    done = ask(small_workspace, "set", "a-letter", "words=300", "endorsed_by=moj", as_of=DAY)
    assert done.code == 0, done.err
    assert "endorsed_by: [moj]" in (small_workspace / "data/submissions/ours.yaml").read_text()


SUBMISSIONS = """\
submissions:
  - id: first-input
    title: First input
    to: crc
    deadline: crc-submission
    date: 2026-03
    by: [crc-cambodia]
    words: 2900
    url: https://example.org/first
    source: Us
  - id: next-report
    title: Our alternative report 2027
    to: crc
    deadline: crc-submission
    by: [crc-cambodia]
    endorsed_by: [moj]
"""


def procedure(words: int) -> str:
    return f"""\
id: ours
title: Our procedure
mechanism: crc
source: A rule
steps:
  - {{id: submission, title: Alternative report, kind: civil-society-submission, owner: civil-society, max_words: {words}, source: A rule}}
"""


PILLAR = """\
pillar: 1
title: Coordination
categories:
  - title: Meetings
    activities: [{{id: "1.1", text: Meet, timeframe: 2022/2027, recommendations: [{}]}}]
"""
CRC = "data/recommendations/crc-2022.yaml"
FILES = {
    CRC: """\
id: crc-2022
symbol: CRC/C/KHM/CO/4-6
title: Concluding Observations
mechanism: crc
adopted: 2022-06-03
source: OHCHR
not_seen: [1-25]
paragraphs:
  - id: crc-2022:26
    kind: recommendation
    heading: Corporal punishment
    cluster: violence
    urgent: true
    text: "The Committee urges the State party to:"
  - id: crc-2022:26a
    kind: recommendation
    text: Prohibit it in law.
    assessments:
      - date: 2026-01-10
        voice: government
        by: moj
        level: largely
        reason: A decree was issued.
      - date: 2026-03-02
        voice: civil-society
        level: none
        reason: Nothing has changed.
        evidence:
          - {bearing: contradicts, text: A decree exists., source: "[The gazette](https://example.org/gazette)"}
          - {bearing: supports, source: "[The survey](https://example.org/survey)"}
        obstacles: [No budget is set aside.]
        remedies: [A line in the budget.]
        help_needed: [moj]
        proposed: [Set aside a budget.]
      - date: 2026-06-01
        voice: children
        level: initial-steps
        reason: We saw posters at school.
        evidence: [{bearing: supports, source: A meeting}]
        obstacles: [Nobody tells us.]
  - {id: crc-2022:26b, kind: recommendation, text: Raise awareness.}
  - {id: crc-2022:30, kind: recommendation, heading: Adoption, cluster: family, seen: topic}
""",
    "data/reports-due/crc.yaml": """\
id: crc
name: Committee on the Rights of the Child
acronym: CRC
kind: treaty-body
procedures: [ours]
source: OHCHR
deadlines:
  - id: crc-submission
    title: Alternative report
    kind: civil-society-submission
    owner: civil-society
    step: submission
    due: 2028?
    certainty: tbd
    source: Us
""",
    "data/procedures/ours.yaml": procedure(10_000),
    "data/pillars/1-coordination.yaml": PILLAR.format("crc-2022:26a"),
    "data/actors.yaml": """\
actors:
  - {id: moj, acronym: MoJ, kind: ministry, source: S}
  - {id: crc-cambodia, acronym: CRC-Cambodia, kind: coalition, source: S}
""",
}


@pytest.fixture
def small_workspace(tmp_path: Path) -> Path:
    root = bare(tmp_path, FILES)
    replace(root, "cobtrack.yaml", "clusters:\n", "clusters:\n  family: Family\n")
    return root


def test_the_lettered_items_of_an_urgent_paragraph_are_one_subject(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render", "one-pager").code == 0
    text = (root / "build/one-pager.md").read_text(encoding="utf-8")
    assert "asked for urgent measures on 1 subject." in text
