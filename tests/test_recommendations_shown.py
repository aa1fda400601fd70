"""Recommendations as they are shown: repeated and outdated ones, chapeaus, and their origins."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.records.document import Paragraph
from cobtrack.views.recommendations import chapeau_count
from tests.cli_support import ask, put, replace, rows_by, site_pages, small, visible, words
from tests.test_recommendations import CRITERIA, FILES

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
CRC = "data/recommendations/crc-2031.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = small(tmp_path, FILES)
    settings = place / "cobtrack.yaml"
    settings.write_text(settings.read_text().rstrip("\n") + "\n" + CRITERIA)
    return place


def with_links(root: Path, *links: str) -> Path:
    """The workspace in which crc-2031:11 has these links."""
    replace(root, CRC, "    answers: [crc-2031:10]\n",
            f"    answers: [crc-2031:10]\n    links: [{', '.join(links)}]\n")  # fmt: skip
    return root


def rows(root: Path, *arguments: str) -> dict[str, dict[str, Any]]:
    done = ask(root, "list", "recommendations", *arguments, "--format", "json", as_of=DAY)
    assert done.code == 0, done.err
    return rows_by(json.loads(done.out), "recommendations")


def document(root: Path, name: str, *arguments: str) -> str:
    done = ask(root, "render", name, "--audience", "members", "-o", "-", *arguments, as_of=DAY)
    assert done.code == 0, done.err
    return words(done.out)


def site(root: Path) -> str:
    """Return the visible text of the site for members."""
    return visible(" ".join(site_pages(root, "members", DAY).values()))


def repeated(root: Path) -> dict[str, Any]:
    parts = rows(root)["crc-2031:11"]["priority"]["parts"]
    return next(one for one in parts if one["criterion"] == "repeated")


@pytest.mark.parametrize("links", [(), ("{to: crc-2022:42, kind: narrows}", "{to: crc-2011:1, kind: contradicts}")])
def test_a_recommendation_with_only_other_links_is_not_called_unlinked(root: Path, links: tuple[str, ...]) -> None:
    found = repeated(with_links(root, *links))
    assert (found["score"], found["reason"]) == (0, "no other document is known to say the same")


def test_a_link_that_both_records_have_counts_once(root: Path) -> None:
    with_links(root, "{to: crc-2011:1, kind: same-subject}")
    back = "    cluster: general-measures\n    links: [{to: crc-2031:11, kind: same-subject}]\n"
    replace(root, "data/recommendations/crc-2011.yaml", "    cluster: general-measures\n", back)
    assert repeated(root)["score"] == 1


def test_repeated_recommendations_are_listed_from_both_sides(root: Path) -> None:
    with_links(root, "{to: crc-2022:42, kind: repeats}", "{to: crc-2022:42a, kind: contradicts}")
    assert set(rows(root, "--status", "repeated")) == {"crc-2031:11", "crc-2022:42", "crc-2022:1", "crc-2011:1"}


def test_the_matrix_separates_repeated_recommendations(root: Path) -> None:
    with_links(root, "{to: crc-2022:42, kind: repeats}")
    arguments = ["--rows", "repeated", "--columns", "document", "--document", "crc-2031", "--format", "json"]
    cells = {one["row"]: one["ids"] for one in json.loads(ask(root, "matrix", *arguments, as_of=DAY).out)["matrix"]}
    assert cells == {"repeated": ["crc-2031:11"], "not-repeated": ["crc-2031:12", "crc-2031:13"]}


def shown(root: Path, identifier: str) -> list[str]:
    """Return the lines of `show` with single spaces."""
    return [words(line) for line in ask(root, "show", identifier, as_of=DAY).out.splitlines()]


def test_a_recommendation_labels_each_record_that_refers_to_it(root: Path) -> None:
    (root / "data/actions/more.yaml").write_text(
        "actions: [{id: train, title: Train judges, kind: action, recommendations: [crc-2031:11]}]\n"
    )
    assert [line for line in shown(root, "crc-2031:11") if " by " in line] == [
        "advocated by ask-for-a-ban Ask for a ban in the law",
        "helped by train Train judges",
        "measured by beaten Children beaten at home",
        "supported by classes Classes for parents",
    ]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("repeats", "repeated by"), ("strengthens", "strengthened by"), ("narrows", "narrowed by"),
     ("contradicts", "contradicted by"), ("same-subject", "same-subject")],
)  # fmt: skip
def test_a_link_is_shown_from_the_other_record_too(root: Path, kind: str, said: str) -> None:
    with_links(root, f"{{to: crc-2022:42, kind: {kind}}}")
    assert f"{said} crc-2031:11 Prohibit corporal punishment." in shown(root, "crc-2022:42")


def test_a_general_comment_is_a_resource_of_its_body_and_not_a_document(root: Path) -> None:
    lines = shown(root, "crc")
    assert "resources crc-gc-8 Corporal punishment" in lines
    assert any(line.startswith("documents crc-2011 ") for line in lines)


def outdated(root: Path) -> Path:
    """The workspace in which crc-2031:11, the most important recommendation, is superseded."""
    replace(root, CRC, "    position: supported\n", "    position: supported\n    outdated:\n      reason: superseded\n"
            "      note: A ban is in the law of 2026.\n      source: https://example.org/law\n")  # fmt: skip
    return root


def test_outdated_recommendations_are_not_raised_first_but_listed_below_with_the_reason(root: Path) -> None:
    text = document(outdated(root), "alternative-report.md")
    left_out, _, first = text.partition("## What to raise first")
    first = first.partition("\n## ")[0]
    assert "ara. 11" not in first
    assert "ara. 13" in first
    said = "CRC/C/KHM/CO/7, para. 11: Corporal punishment (overtaken by later events): A ban is in the law of 2026."
    assert said in left_out
    assert "<https://example.org/law>" in left_out


def test_no_recommendation_is_left_out_if_none_is_outdated(root: Path) -> None:
    replace(root, CRC, "    outdated: {reason: implemented, note: A register exists since 2024., "
            "source: https://example.org/register}\n", "")  # fmt: skip
    assert "Left out, because" not in document(root, "alternative-report.md")


def test_outdated_is_shown_wherever_the_priority_is(root: Path) -> None:
    outdated(root)
    assert "priority high, outdated (superseded), importance 2.25 of 3, feasibility 1.0 of 3" in shown(
        root, "crc-2031:11"
    )
    assert "high, outdated" in next(
        line for line in ask(root, "list", "recommendations", as_of=DAY).out.splitlines() if "crc-2031:11" in line
    )
    assert "Outdated: overtaken" in site(root)


def test_the_matrix_says_how_many_are_outdated_and_which(root: Path) -> None:
    assert "2 of them are outdated." in ask(outdated(root), "matrix", as_of=DAY).out
    assert "crc-2031:11 (outdated)" in ask(root, "matrix", "--ids", as_of=DAY).out


def test_the_site_for_members_has_the_scores_with_their_parts(root: Path) -> None:
    assert "Priority: high Urgent measures: 3 of 3, " in site(root)


def test_obstacles_are_listed_with_their_voice_and_date(root: Path) -> None:
    replace(root, CRC, "        reason: A decree was issued.\n",
            "        reason: A decree was issued.\n        obstacles: [No budget is set aside]\n")  # fmt: skip
    lines = [words(one) for one in ask(root, "status", "--recommendations", as_of=DAY).out.splitlines()]
    assert [one for one in lines if one.startswith("obstacle")] == [
        "obstacle crc-2031:11: No budget is set aside (government, 1 June 2025)",
        "obstacle crc-2031:11: No budget is set aside (civil-society, 1 December 2025)",
    ]


LEADING = "3 recommendations, 1 of which only opens a list of items"


def test_sums_say_how_many_recommendations_introduce_lettered_items(root: Path) -> None:
    assert f"CRC/C/KHM/CO/4-6: {LEADING}" in ask(root, "status", "--recommendations", as_of=DAY).out
    assert f"{LEADING}." in ask(root, "matrix", "--document", "crc-2022", as_of=DAY).out


def test_the_alternative_report_says_how_many_recommendations_it_covers(root: Path) -> None:
    replace(root, CRC, "issued: 2025-02-03\n", "issued: 2025-02-03\nprevious: crc-2022\n")
    assert "It covers 2 recommendations of CRC/C/KHM/CO/7." in document(root, "alternative-report.md")
    items = "  - {id: crc-2031:13a, kind: recommendation, summary: In words that they use.}\n"
    items += "  - {id: crc-2031:13b, kind: recommendation, summary: Without jargon.}\n"
    (root / CRC).write_text((root / CRC).read_text() + items)
    assert "It covers 3 recommendations in 2 paragraphs of CRC/C/KHM/CO/7" in document(root, "alternative-report.md")


def test_json_counts_chapeaus_and_outdated_recommendations(root: Path) -> None:
    found = json.loads(ask(root, "matrix", "--format", "json", as_of=DAY).out)
    assert (found["total"], found["lead_ins"], found["outdated"]) == (7, 1, 1)
    rows = json.loads(ask(root, "status", "--recommendations", "--format", "json", as_of=DAY).out)["recommendations"]
    assert {one["document"]: one["lead_ins"] for one in rows} == {"crc-2031": 0, "crc-2022": 1, "crc-2011": 0}


def test_a_chapeau_in_two_parts_counts_once() -> None:
    def one(identifier: str) -> Paragraph:
        return Paragraph(id=identifier, kind="recommendation")

    there = [one(f"crc-2022:{local}") for local in ("7", "7a", "7-2", "8", "9a-i")]
    assert chapeau_count(there, there) == 1


PLAN = {
    "data/indicators/violence.yaml": """\
indicators:
  - id: beaten
    title: Children beaten at home
    type: outcome
    recommendations: [crc-2031:11]
    unit: per cent
    target: {date: 2030, value: 20}
    measured_by: The health survey
    disaggregated_by: [sex, province]
    source: A survey
""",
    "data/initiatives/ours.yaml": """\
initiatives:
  - id: classes
    title: Classes for parents
    organisations: [crc-cambodia, cncc]
    location: Two provinces
    timeframe: 2024/2026
    summary: Ten evenings.
    recommendations: [crc-2031:11]
    activities: ["2.6"]
    source: Their report
""",
    "data/actions/plan.yaml": """\
actions:
  - id: ask-for-a-ban
    title: Ask for a ban in the law
    kind: advocacy
    recommendations: [crc-2031:11]
    responsible: [crc-cambodia]
    addressed_to: [cncc]
    timeframe: 2026/2027
    activities: ["2.7"]
    progress: [{date: 2026-03-01, status: in-progress, note: Handed over., evidence: [https://example.org/brief]}]
    source: The plan
""",
}


def read(document_: str) -> str:
    """Return the visible text of a Markdown document, with single spaces."""
    return words(re.sub(r"[*\\\\]", " ", document_)).replace(" ,", ",").replace(" :", ":")


def test_the_site_has_the_whole_plan(root: Path) -> None:
    text = site(put(root, PLAN))
    said = [
        "20 per cent by 2030", "Measured by: The health survey", "Broken down by: sex, province",
        "Source: A survey", "Two provinces", "2024 - 2026", "Ten evenings.", "Source: Their report", "addressed to CNCC",
        "Handed over.", "In progress", "1 March 2026", "Evidence:", "Source: The plan",
    ]  # fmt: skip
    assert [words_ for words_ in said if words_ not in text] == []


def test_the_site_says_which_recommendations_the_plan_is_for(root: Path) -> None:
    pages = site_pages(put(root, PLAN), "members", DAY)
    for name in ("indicators", "actions", "initiatives"):
        assert re.search(
            r'For <a href="document-crc-2031\.html">.*?</a>, <a href="[^"]*#crc-2031:11">para. 11</a>',
            pages[f"{name}.html"],
        ), name


def test_the_site_for_members_has_the_doubts_to_be_checked(root: Path) -> None:
    assert "its number is a guess" in site(root)


NAMED = """\
    position: supported
    themes: [Violence, Discipline at school]
    affected_persons: [Children, Girls]
    sdgs: ["16.2"]
    cites: [art. 19]
    origins: [{system: uhri, id: raw-1}, {system: cobs, id: "11#1"}, {system: uhri, id: raw-2}]
"""


SAID = ["Violence; Discipline at school", "Children; Girls", "SDGs: 16.2", "Cites: art. 19"]


def test_a_recommendation_has_one_line_each_for_themes_persons_goals_and_citations(root: Path) -> None:
    replace(root, CRC, "    position: supported\n", NAMED)
    text = site(root)
    assert [said for said in SAID if said not in text] == []


def test_a_recommendation_names_the_systems_it_was_imported_from_without_raw_ids(root: Path) -> None:
    replace(root, CRC, "    position: supported\n", NAMED)
    text = site(root)
    assert text.lower().count("imported from uhri and the official document") == 1
    assert "raw-1" not in text


def test_the_site_says_which_concern_is_answered(root: Path) -> None:
    assert re.search(r"concern in:? (CRC/C/KHM/CO/7, )?para. 10", site(root))
