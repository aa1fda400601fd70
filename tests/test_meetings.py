"""The agenda of a review meeting, and the packet for an organisation or a working group."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import REPOSITORY, ask, bare
from tests.filled import DAY as FILLED_DAY

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-25"
ACTORS = """\
actors:
  - {id: us, name: Our coalition, acronym: US, kind: coalition, source: Us}
  - {id: twg-1, name: Group on schools, kind: working-group, part_of: us, source: Us}
  - {id: moe, name: Ministry of Education, acronym: MoE, kind: ministry, source: Us}
  - {id: new, name: A new member, kind: organisation, part_of: us, source: Us}
"""
PILLAR = """\
pillar: 1
title: Work
categories:
  - title: Workshops
    activities:
      - {id: "1.1", text: For children and youth, timeframe: 2025-01, responsible: [twg-1]}
      - {id: "1.2", text: Train teachers, timeframe: 2024/2028, responsible: [twg-1, us], progress: [
          {date: 2025-02-01, status: in-progress, note: "Ten schools.", evidence: Minutes}]}
      - {id: "1.3", text: Write to ministries, timeframe: 2027-02, responsible: [us],
         was: [{timeframe: 2026-03, until: 2026-03-10, why: Nobody answered.}]}
      - {id: "1.4", text: Print a booklet, timeframe: 2025, responsible: [twg-1], progress: [
          {date: 2025-03-01, status: done, note: Printed.}]}
"""
ACTIONS = """\
actions:
  - {id: ask, title: Ask for a ban, kind: advocacy, timeframe: 2025, responsible: [twg-1], addressed_to: [moe]}
"""
CRC = """\
id: crc
name: Committee on the Rights of the Child
kind: treaty-body
source: OHCHR
deadlines:
  - {id: report, title: Next report, kind: state-report, owner: state, due: 2027-05, certainty: confirmed, source: Note}
"""
DOCUMENT = """\
id: crc-2022
symbol: CRC/C/XXX/CO/4-6
title: Concluding observations
mechanism: crc
adopted: 2022-06-03
source: OHCHR
paragraphs:
  - id: crc-2022:26
    kind: recommendation
    heading: Corporal punishment
    urgent: true
    text: Prohibit corporal punishment.
    responsible: [moe]
    groups: [twg-1]
    assessments:
      - {date: 2026-01-01, voice: children, by: new, level: none, reason: We are beaten., help_needed: [moe]}
      - {date: 2026-04-01, voice: government, by: moe, level: largely, reason: A decree was issued.}
  - {id: "crc-2022:28", kind: recommendation, heading: Schools, urgent: true, summary: Build schools, groups: [twg-1],
     responsible: [moe]}
"""
INDICATORS = """\
indicators:
  - {id: schools, title: Schools that are near, type: outcome, unit: schools, recommendations: ["crc-2022:28"],
     baseline: {date: 2022, value: 40}, responsible: [twg-1]}
"""
FILES = {
    "data/actors.yaml": ACTORS,
    "data/pillars/1.yaml": PILLAR,
    "data/actions/plan.yaml": ACTIONS,
    "data/reports-due/crc.yaml": CRC,
    "data/recommendations/crc-2022.yaml": DOCUMENT,
    "data/indicators/all.yaml": INDICATORS,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bare(tmp_path, FILES)


def sections(root: Path, *arguments: str) -> dict[str, list[str]]:
    """The lines of each section of a document, by its heading; "" for the lines before the first."""
    done = ask(root, "render", *arguments, "-o", "-", as_of=DAY)
    assert done.code == 0, done.err
    parts = ("\n" + done.out).split("\n## ")
    return {
        heading if number else "": [line for line in body.splitlines() if line]
        for number, (heading, _, body) in enumerate(part.partition("\n") for part in parts)
    }


def agenda(root: Path, *arguments: str) -> dict[str, list[str]]:
    return sections(root, "meeting-agenda.md", *arguments)


def packet(root: Path, *arguments: str) -> dict[str, list[str]]:
    return sections(root, "packet.md", *arguments)


def test_the_items_of_the_agenda_are_numbered_and_in_order(root: Path) -> None:
    assert list(agenda(root, "--audience", "members"))[1:] == [
        "1. Activities that are late",
        "2. Actions that are late",
        "3. What has to begin or to be ready in the next six months",
        "4. Recommendations on which the views clearly differ",
        "5. Urgent recommendations that nobody assessed in the past 12 months",
        "6. Dates that moved in the past 12 months",
        "7. Activities that should be under way, but have no report of the past 12 months",
    ]


def test_each_item_has_a_question_what_to_prepare_what_is_known_and_whose_turn_it_is(root: Path) -> None:
    assert agenda(root)["1. Activities that are late"] == [
        (
            "**To decide:** For each: is it done, does it get a new date, or is it given up? **To prepare:** The "
            "organisations bring what was done, with evidence, or propose a date and say why."
        ),
        "| Activity | What is known | Who |",
        "|---|---|---|",
        "| Workshops: For children and youth (1.1) | Planned for January 2025. | Group on schools |",
    ]


def test_reports_whose_date_has_passed_are_on_the_agenda_with_who_has_to_submit_them(root: Path) -> None:
    path = root / "data/reports-due/crc.yaml"
    path.write_text(path.read_text() + CRC.splitlines()[-1].replace("id: report", "id: old").replace("2027-05", "2024"))
    assert agenda(root)["3. Reports and reviews whose date has passed"][-1] == "- Next report (The State, due 2024)"


def test_voices_that_differ_are_named_with_their_levels_and_organisations(root: Path) -> None:
    found = agenda(root)["3. Recommendations on which the views clearly differ"]
    assert found[-1] == (
        "| Corporal punishment (CRC/C/XXX/CO/4-6, para. 26) | Government: largely carried out (Apr 2026)<br>"
        "Children: not carried out (Jan 2026) | MoE, A new member |"
    )


def test_a_date_that_moved_has_its_reason(root: Path) -> None:
    found = agenda(root)["5. Dates that moved in the past 12 months"]
    assert found[-1] == (
        "| Write to ministries (1.3) | Planned for March 2026, now February 2027, because Nobody answered | US |"
    )


def test_an_item_without_anybody_responsible_has_no_column_for_it(root: Path) -> None:
    path = root / "data/pillars/1.yaml"
    path.write_text(re.sub(r", responsible: \[[^]]*\]", "", path.read_text()))
    found = agenda(root)["1. Activities that are late"]
    assert found[1] == "| Activity | What is known |"
    assert found[-1] == "No organisation is named for any of them."


def test_of_many_late_activities_the_oldest_are_on_the_agenda_and_the_others_are_counted(tmp_path: Path) -> None:
    late = "".join(f'      - {{id: "1.{n}", text: Task {n}, timeframe: {2010 + n}}}\n' for n in range(9, 0, -1))
    root = bare(tmp_path, {"data/pillars/1.yaml": PILLAR.partition("      - {")[0] + late})
    found = agenda(root)["1. Activities that are late"]
    assert [line.partition(" (")[0] for line in found if line.startswith("| Task")] == [
        f"| Task {n}" for n in range(1, 7)
    ]
    assert found[-2] == "3 more activities that are late are in the annual review."


def test_without_anything_to_decide_the_agenda_says_so(tmp_path: Path) -> None:
    found = agenda(bare(tmp_path))
    assert list(found) == [""]
    assert found[""][-1].startswith("Nothing is late,")


def test_the_packet_of_a_group_says_first_what_is_asked_of_it(root: Path) -> None:
    found = packet(root, "--twg", "1", "--audience", "members")
    assert found["What is asked of Group on schools"] == [
        (
            "**Report on this work.** Two sentences are enough for each: what was done, and what shows it. If it has not "
            "begun: a new date, and why."
        ),
        "- Workshops: For children and youth (1.1): planned for January 2025.",
        "- Train teachers (1.2): planned for 2024 - 2028; in progress on 1 February 2025.",
        "- Ask for a ban: planned for 2025.",
        (
            "**Say how far these recommendations have been carried out.** No assessment by civil society was recorded in "
            "the past 12 months."
        ),
        "- Corporal punishment (CRC/C/XXX/CO/4-6, para. 26): urgent measures were asked for",
        "- Schools (CRC/C/XXX/CO/4-6, para. 28): urgent measures were asked for",
        "**Measure these indicators.** A value is due, or they have no value of the past 12 months.",
        "- Schools that are near: 40 schools (2022) was the last value",
    ]


def test_the_packet_has_the_recommendations_with_the_view_of_each_voice(root: Path) -> None:
    assert packet(root, "--actor", "moe")["Recommendations for MoE"][1:] == [
        "In CRC/C/XXX/CO/4-6:",
        "| Recommendation | Government | Children |",
        "|---|---|---|",
        (
            "| Corporal punishment (para. 26), **urgent**: Prohibit corporal punishment. | **largely** Apr\u00a02026 | "
            "**not at all** Jan\u00a02026 |"
        ),
        "| Schools (para. 28), **urgent**: Build schools |  |  |",
    ]


def test_a_ministry_is_asked_for_its_own_view_and_for_the_help_that_others_need(root: Path) -> None:
    found = packet(root, "--actor", "MoE")["What is asked of MoE"]
    assert "- Schools (CRC/C/XXX/CO/4-6, para. 28): urgent measures were asked for" in found
    assert "- Corporal punishment (CRC/C/XXX/CO/4-6, para. 26): urgent measures were asked for" not in found
    assert "- Corporal punishment (CRC/C/XXX/CO/4-6, para. 26), asked by: children" in found


def test_only_members_see_what_others_want_to_ask_of_a_ministry(root: Path) -> None:
    heading = "What others want to ask of MoE"
    assert heading not in packet(root, "--actor", "moe")
    assert packet(root, "--actor", "moe", "--audience", "members")[heading] == [
        "- Ask for a ban, by Group on schools, 2025"
    ]


def test_the_packet_of_a_coalition_names_its_members_and_what_comes_next(root: Path) -> None:
    found = packet(root, "--actor", "us")
    assert found[""][-1].endswith("Part of US: Group on schools, A new member.")
    assert found["What is next for US"][2:] == ["| 1 February 2027 | Begin: Write to ministries (1.3) | US |"]
    assert found["Next deadlines for all"] == ["- Next report: The State, due May 2027. Source: Note."]


def test_the_packet_of_an_organisation_that_nothing_names_says_so(root: Path) -> None:
    found = packet(root, "--actor", "new")
    assert list(found) == ["", "Next deadlines for all"]
    assert "The roadmap does not name A new member for any activity" in found[""][-1]


@pytest.mark.browser
@pytest.mark.parametrize(
    ("arguments", "most"),
    [
        (["meeting-agenda.html"], 2),
        (["packet.html", "--twg", "twg-3"], 4),
        (["packet.html", "--actor", "mosvy"], 4),
        (["packet.html", "--actor", "crc-cambodia"], 4),
    ],
)
def test_on_paper_an_agenda_has_two_pages_and_a_packet_four(
    browser: Any, filled_workspace: Path, tmp_path: Path, arguments: list[str], most: int
) -> None:
    pdfium = pytest.importorskip("pypdfium2")
    for root in (REPOSITORY, filled_workspace):
        done = ask(root, "render", *arguments, "--audience", "members", "-o", "-", as_of=FILLED_DAY)
        (tmp_path / "page.html").write_text(done.out, encoding="utf-8")
        page = browser.new_page()
        page.goto((tmp_path / "page.html").as_uri())
        printed = page.pdf(format="A4", prefer_css_page_size=True)
        page.close()
        assert 0 < len(pdfium.PdfDocument(printed)) <= most


@pytest.mark.parametrize("arguments", [["meeting-agenda.md"], ["packet.md", "--twg", "twg-1"]])
def test_the_shipped_documents_have_no_id_without_its_words(arguments: list[str]) -> None:
    text = ask(REPOSITORY, "render", *arguments, "-o", "-", as_of=DAY).out
    assert (
        re.findall(r"\b(?:crc|upr|cerd|twg)-[a-z0-9-]+|not-reported|crc-2022:", re.sub(r"https?://\S+", "", text)) == []
    )
    assert re.findall(r"(?<![\w(])\d\.\d+\b(?!\))", text.replace("activity 2.7", "")) == []
