"""Input to the State report, to the reviews of other mechanisms, and the brief on outdated recommendations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.cli_support import REPOSITORY, ask, bare

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-25"
EDUCATION = "  education: Education\n"
"""A further cluster, for the end of the settings."""
CRC = """\
id: crc
name: Committee on the Rights of the Child
acronym: CRC
kind: treaty-body
source: OHCHR
deadlines:
  - {id: report, title: Next report, kind: state-report, owner: state, due: 2027-05, certainty: tentative, source: Note}
"""
OTHERS = """\
id: upr
name: Universal Periodic Review
acronym: UPR
kind: upr
source: OHCHR
deadlines:
  - {id: upr-review, title: Next review in the UPR, kind: review, owner: un, due: 2028, source: Calendar}
  - {id: upr-old, title: Midterm report, kind: state-report, owner: state, due: 2024, certainty: reported, source: Note}
"""
CAT = """\
id: cat
name: Committee against Torture
kind: treaty-body
source: OHCHR
deadlines:
  - {id: cat-review, title: Review by CAT, kind: review, owner: un, due: 2027-04, source: Calendar}
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
    cluster: violence
    heading: Corporal punishment
    urgent: true
    text: Prohibit corporal punishment.
    links: [{to: "upr-2019:5", kind: repeats}]
    assessments:
      - {date: 2026-01-01, voice: children, level: none, reason: We are beaten, evidence: [{bearing: supports, source: Talk}],
         obstacles: [Habit]}
      - {date: 2026-04-01, voice: government, level: largely, reason: A decree was issued.}
  - {id: "crc-2022:28", kind: recommendation, cluster: violence, heading: Harmful practices, summary: End them.}
  - {id: "crc-2022:30", kind: recommendation, cluster: violence, heading: Helplines, summary: Fund them., sdgs: ["16.2"],
     themes: [Health], assessments: [{date: 2026-02-01, voice: civil-society, level: partly, reason: One was opened.}]}
  - {id: "crc-2022:42", kind: recommendation, cluster: education, heading: Schools, urgent: true, summary: Build schools.}
  - {id: "crc-2022:44", kind: recommendation, cluster: education, heading: Play, summary: Let children play.,
     outdated: {reason: implemented, note: Each school has a playground, source: Census}}
"""
UPR = """\
id: upr-2019
symbol: A/HRC/41/17
title: Report of the Working Group
mechanism: upr
source: OHCHR
paragraphs:
  - {id: "upr-2019:5", kind: recommendation, heading: Beating, text: End it.}
  - {id: "upr-2019:6", kind: recommendation, heading: Clinics, text: Build them., themes: [health], sdgs: ["16.2"]}
"""
INDICATORS = """\
indicators:
  - {id: beaten, title: Children beaten at home, type: outcome, unit: "%", recommendations: ["crc-2022:26"],
     baseline: {date: 2022, value: 60}, values: [{date: 2025, value: 50, source: Survey}]}
  - {id: calls, title: Calls to helplines, type: process, recommendations: ["crc-2022:30"]}
"""
FILES = {
    "data/reports-due/crc.yaml": CRC,
    "data/reports-due/upr.yaml": OTHERS,
    "data/reports-due/cat.yaml": CAT,
    "data/recommendations/crc-2022.yaml": DOCUMENT,
    "data/recommendations/upr-2019.yaml": UPR,
    "data/indicators/all.yaml": INDICATORS,
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = bare(tmp_path, FILES)
    settings = place / "cobtrack.yaml"
    settings.write_text(settings.read_text() + EDUCATION)
    return place


def sections(root: Path, name: str) -> dict[str, list[str]]:
    """The lines of each section of a document, by its heading; "" for the lines before the first."""
    done = ask(root, "render", f"{name}.md", "-o", "-", as_of=DAY)
    assert done.code == 0, done.err
    parts = ("\n" + done.out).split("\n## ")
    return {
        heading if number else "": [line for line in body.splitlines() if line]
        for number, (heading, _, body) in enumerate(part.partition("\n") for part in parts)
    }


def test_the_input_says_for_which_report_it_is_and_how_much_is_known(root: Path) -> None:
    assert sections(root, "state-report-input")[""][3:] == [
        "For: Next report, due May 2027 (tentative). Source: Note.",
        (
            "CRC/C/XXX/CO/4-6 has 5 recommendations. The government, civil society and children say here how far 2 of them "
            "have been carried out. Each group speaks for itself; their views are not merged."
        ),
    ]


def test_a_cluster_has_what_each_voice_says_with_its_evidence_and_obstacles_then_data_and_gaps(root: Path) -> None:
    assert sections(root, "state-report-input")["Violence against children"] == [
        "### Corporal punishment (CRC/C/XXX/CO/4-6, para. 26)",
        "“Prohibit corporal punishment.”",
        "- Government (1 April 2026): *largely carried out*. A decree was issued.",
        "- Children (1 January 2026): *not carried out*. We are beaten. Evidence: Talk. Obstacle: Habit.",
        "### Helplines (CRC/C/XXX/CO/4-6, para. 30)",
        "Fund them.",
        "- Civil society (1 February 2026): *partly carried out*. One was opened.",
        "### Data",
        "| Indicator | Baseline | Latest value | Target | Source |",
        "|---|---|---|---|---|",
        "| Children beaten at home | 60% (2022) | 50% (2025) |  | Survey |",
        "### What the State report could say here",
        "- What the government did, where only others have spoken: Helplines (para. 30).",
        "- Why others see less progress than the government, and what is planned: Corporal punishment (para. 26).",
        "- What has happened, where nothing is known: Harmful practices (para. 28).",
        "- Values that are missing: Calls to helplines.",
    ]


def test_a_cluster_without_any_information_is_named_once_with_its_recommendations(root: Path) -> None:
    found = sections(root, "state-report-input")
    assert "Education" not in found
    assert found["Clusters about which nothing is known yet"] == [
        "- **Education:** Schools (para. 42); Play (para. 44)"
    ]


def test_the_next_review_comes_first_and_a_missing_connection_is_not_guessed(root: Path) -> None:
    found = sections(root, "other-reviews")
    assert list(found)[1:] == [
        "Committee against Torture",
        "Universal Periodic Review (UPR)",
        "Urgent recommendations of the CRC",
        "What other mechanisms are waiting for",
    ]
    assert found["Committee against Torture"] == [
        "- Review by CAT: The United Nations, April 2027. Source: Calendar.",
        "No link with a recommendation of the CRC is recorded. The urgent recommendations below can be raised there.",
    ]
    assert found["Urgent recommendations of the CRC"][1:] == [
        "- Corporal punishment (CRC/C/XXX/CO/4-6, para. 26)",
        "- Schools (CRC/C/XXX/CO/4-6, para. 42)",
    ]


def test_a_review_can_take_up_what_is_linked_with_its_recommendations_or_shares_a_theme_or_a_goal(root: Path) -> None:
    assert sections(root, "other-reviews")["Universal Periodic Review (UPR)"][1:] == [
        "Each of these recommendations of the CRC is linked with recommendations of the UPR:",
        "- **Corporal punishment (CRC/C/XXX/CO/4-6, para. 26), urgent:** repeats: Beating (A/HRC/41/17, para. 5)",
        "These recommendations of the CRC are on the same subjects as recommendations of the UPR:",
        "- **Helplines (CRC/C/XXX/CO/4-6, para. 30):** Health; Goal 16.2",
    ]


def test_a_shared_cluster_is_a_connection_too(root: Path) -> None:
    path = root / "data/recommendations/upr-2019.yaml"
    path.write_text(path.read_text().replace("heading: Clinics,", "heading: Clinics, cluster: education,"))
    found = sections(root, "other-reviews")["Universal Periodic Review (UPR)"]
    assert found[-3:] == [
        "- **Schools (CRC/C/XXX/CO/4-6, para. 42), urgent:** Education",
        "- **Helplines (CRC/C/XXX/CO/4-6, para. 30):** Health; Goal 16.2",
        "- **Play (CRC/C/XXX/CO/4-6, para. 44):** Education",
    ]


def test_a_mechanism_without_a_known_date_is_named_if_the_data_connect_it(root: Path) -> None:
    path = root / "data/reports-due/upr.yaml"
    path.write_text(path.read_text().replace("due: 2028, source: Calendar", "source: Calendar"))
    found = sections(root, "other-reviews")["Connected, but without a known date"]
    assert found[0] == "### Universal Periodic Review (UPR)"


def test_the_outdated_recommendations_are_grouped_with_the_reason_and_its_source(root: Path) -> None:
    found = sections(root, "outdated-brief")
    assert found[""][-1] == "- Already carried out: 1 recommendation"
    assert found["Already carried out"] == [
        "### Play (CRC/C/XXX/CO/4-6, para. 44)",
        "**Recommended, in short:** Let children play.",
        "**Why it no longer holds:** Each school has a playground. Source: Census.",
    ]


def test_an_item_that_is_outdated_with_its_whole_paragraph_is_not_told_again(root: Path) -> None:
    path = root / "data/recommendations/crc-2022.yaml"
    path.write_text(path.read_text() + '  - {id: "crc-2022:44a", kind: recommendation, summary: In each school.}\n')
    assert "1 recommendation" in sections(root, "outdated-brief")[""][-1]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("state-report-input", "No recommendation has been entered yet."),
        ("other-reviews", "No date of a review by another mechanism is known."),
        ("outdated-brief", "No recommendation is recorded as one that no longer holds."),
    ],
)
def test_without_any_data_a_document_says_so_and_has_no_section(tmp_path: Path, name: str, said: str) -> None:
    found = sections(bare(tmp_path), name)
    assert list(found) == [""]
    assert found[""][-1] == said


def test_the_shipped_data_name_the_coming_review_and_what_is_known_of_the_late_ones() -> None:
    found = sections(REPOSITORY, "other-reviews")
    assert found["Committee on Economic, Social and Cultural Rights (CESCR)"][0].startswith(
        "- Next periodic report to CESCR: The State, 2028 (reported, not confirmed). Source: "
    )
    introduction, head, rows, sources = 1, 2, 6, 2
    assert len(found["What other mechanisms are waiting for"]) == introduction + head + rows + sources
