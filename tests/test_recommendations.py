"""Recommendations: priorities and their parts, assessments by voice, stale ones, and the documents about them."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.render.citations import replace_ids
from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, ask, on_terminal, put, replace, rows_by, site_pages, small, visible, words

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
DOCUMENT = """\
id: crc-2031
symbol: CRC/C/KHM/CO/7
title: Concluding observations on the seventh report
mechanism: crc
issued: 2025-02-03
source: OHCHR
paragraphs:
  - id: crc-2031:10
    kind: concern
    summary: Beating goes on.
  - id: crc-2031:11
    kind: recommendation
    heading: Corporal punishment
    cluster: violence
    urgent: true
    text: Prohibit corporal punishment.
    answers: [crc-2031:10]
    groups: [twg-1]
    responsible: [cncc]
    resources: [crc-gc-8]
    position: supported
    scores:
      - {criterion: severity, score: 3, reason: It reaches nearly every child}
      - {criterion: opportunity, score: 1, reason: No law is planned}
    assessments:
      - date: 2025-06-01
        voice: government
        level: largely
        reason: A decree was issued.
        evidence: [{bearing: supports, text: The decree, source: https://example.org/decree}]
      - date: 2025-12-01
        voice: civil-society
        level: initial-steps
        grade: B
        reason: The decree covers schools alone.
        provisional: true
        confidence: medium
        evidence: [{bearing: contradicts, source: https://example.org/survey}]
        obstacles: [No budget is set aside]
        help_needed: [cncc]
      - date: 2027-01-01
        voice: children
        level: none
        reason: Nobody told us.
        evidence: [{bearing: context, source: A meeting}]
  - id: crc-2031:12
    kind: recommendation
    heading: Data
    cluster: general-measures
    summary: Collect data.
    outdated: {reason: implemented, note: A register exists since 2024., source: https://example.org/register}
  - id: crc-2031:13
    kind: recommendation
    summary: Tell children of it.
    themes: [Participation]
    check: [its number is a guess]
"""
FILES = {
    "data/recommendations/crc-2031.yaml": DOCUMENT,
    "data/resources/comments.yaml": "resources:\n  - {id: crc-gc-8, kind: general-comment, title: Corporal punishment, "
    "number: 8, year: 2006, mechanism: crc, source: OHCHR}\n",
    "data/indicators/violence.yaml": """\
indicators:
  - id: beaten
    title: Children beaten at home
    type: outcome
    recommendations: [crc-2031:11]
    unit: "%"
    baseline: {date: 2022, value: 60}
    target: {date: 2030, value: 20}
    values: [{date: 2024, value: 55.5}, {date: 2025, value: 50}]
    responsible: [cncc]
    source: A survey
""",
    "data/initiatives/ours.yaml": "initiatives:\n  - {id: classes, title: Classes for parents, organisations: [crc-cambodia], "
    "location: Two provinces, timeframe: 2024/2026, recommendations: [crc-2031:11], source: Us}\n",
    "data/actions/plan.yaml": "actions:\n  - {id: ask-for-a-ban, title: Ask for a ban in the law, kind: advocacy, "
    "recommendations: [crc-2031:11], responsible: [crc-cambodia], addressed_to: [cncc], timeframe: 2027}\n",
}
CRITERIA = """
criteria:
  - {id: urgent, title: Urgent measures, axis: importance}
  - {id: repeated, title: Repeated, axis: importance}
  - {id: severity, title: Severity, axis: importance, weight: 2}
  - {id: opportunity, title: Opportunity, axis: feasibility}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = small(tmp_path, FILES)
    settings = place / "cobtrack.yaml"
    settings.write_text(settings.read_text().rstrip("\n") + "\n" + CRITERIA)
    actors = place / "data/actors.yaml"
    group = "  - {id: twg-1, name: Protection, kind: working-group, source: Us}\n"
    if "twg-1" not in actors.read_text():
        actors.write_text(actors.read_text().rstrip("\n") + "\n" + group)
    return place


def listed(root: Path, *arguments: str, as_of: str = DAY) -> dict[str, Any]:
    done = ask(root, "list", "recommendations", *arguments, "--format", "json", as_of=as_of)
    assert (done.code, done.err.count("error")) == (0, 0)
    return rows_by(json.loads(done.out), "recommendations")


def test_the_workspace_of_these_tests_has_no_errors(root: Path) -> None:
    assert ask(root, "validate", as_of=DAY).code == 0


def test_priority_is_the_weighted_mean_of_each_axis_with_all_its_parts(root: Path) -> None:
    priority = listed(root)["crc-2031:11"]["priority"]
    # urgent 3, repeated 0, severity 3 twice: (3 + 0 + 6) / 4.
    assert (priority["importance"], priority["feasibility"], priority["band"]) == (2.25, 1.0, "high")
    parts = {one["criterion"]: (one["score"], one["computed"]) for one in priority["parts"]}
    assert parts == {"urgent": (3, True), "repeated": (0, True), "severity": (3, False), "opportunity": (1, False)}
    assert all(one["reason"] for one in priority["parts"])


def test_a_recommendation_without_scores_has_no_priority(root: Path) -> None:
    assert listed(root)["crc-2031:12"]["priority"]["band"] == "not-scored"


def test_a_link_to_another_document_counts_as_repeated(root: Path) -> None:
    replace(root, "data/recommendations/crc-2031.yaml", "    answers: [crc-2031:10]\n",
            "    answers: [crc-2031:10]\n    links: [{to: crc-2022:42, kind: repeats}]\n")  # fmt: skip
    parts = {one["criterion"]: one for one in listed(root)["crc-2031:11"]["priority"]["parts"]}
    assert (parts["repeated"]["score"], parts["repeated"]["reason"]) == (1, "linked with crc-2022:42")


def test_a_mean_of_exactly_two_is_a_high_priority(root: Path) -> None:
    replace(
        root, "data/recommendations/crc-2031.yaml", "{criterion: severity, score: 3,", "{criterion: severity, score: 2,"
    )
    replace(root, "data/recommendations/crc-2031.yaml", "    answers: [crc-2031:10]\n",
            "    answers: [crc-2031:10]\n    links: [{to: crc-2022:42, kind: repeats}]\n")  # fmt: skip
    # urgent 3, repeated 1, severity 2 twice: (3 + 1 + 4) / 4.
    priority = listed(root)["crc-2031:11"]["priority"]
    assert (priority["importance"], priority["band"]) == (2.0, "high")


def test_recommendations_are_filtered_by_the_group_that_follows_them_up(root: Path) -> None:
    assert list(listed(root, "--twg", "1")) == ["crc-2031:11"]


def test_the_latest_assessment_of_each_voice_is_kept(root: Path) -> None:
    assert listed(root)["crc-2031:11"]["levels"] == {"government": "largely", "civil-society": "initial-steps"}
    assert listed(root, as_of="2027-02-01")["crc-2031:11"]["levels"]["children"] == "none"
    assert listed(root, as_of="2025-07-01")["crc-2031:11"]["levels"] == {"government": "largely"}


def test_a_recommendation_without_news_for_a_year_is_stale(root: Path) -> None:
    assert "crc-2031:11" not in listed(root, "--stale")
    assert "crc-2031:11" in listed(root, "--stale", as_of="2028-02-01")
    assert "crc-2031:12" in listed(root, "--stale")


@pytest.mark.parametrize(
    ("status", "found"),
    [("urgent", "crc-2031:11"), ("to-check", "crc-2031:13"), ("outdated", "crc-2031:12"), ("high", "crc-2031:11"),
     ("supported", "crc-2031:11"), ("initial-steps", "crc-2031:11"), ("not-assessed", "crc-2031:12")],
)  # fmt: skip
def test_recommendations_are_filtered_by_every_status_word(root: Path, status: str, found: str) -> None:
    assert found in listed(root, "--status", status)
    assert len(listed(root, "--status", status)) < len(listed(root))


def test_the_status_of_recommendations_is_shown_by_voice(root: Path) -> None:
    text = ask(root, "status", "--recommendations", as_of=DAY).out
    assert "CRC/C/KHM/CO/7: 3 recommendations" in text
    assert "1 assessed, 2 not assessed in the last 12 months" in text
    assert "obstacle     crc-2031:11: No budget is set aside (civil-society, 1 December 2025)" in text
    rows = json.loads(ask(root, "status", "--recommendations", "--format", "json", as_of=DAY).out)["recommendations"]
    assert rows[0]["by_voice"]["civil-society"] == {"initial-steps": 1, "not-assessed": 2}


def matrix(root: Path, *arguments: str) -> dict[tuple[str, str], list[str]]:
    rows = json.loads(ask(root, "matrix", *arguments, "--format", "json", as_of=DAY).out)["matrix"]
    return {(one["row"], one["column"]): one["ids"] for one in rows}


def test_the_matrix_has_each_recommendation_where_it_belongs(root: Path) -> None:
    found = matrix(root, "--document", "crc-2031")
    assert found == {
        ("violence", "twg-1"): ["crc-2031:11"],
        ("general-measures", "-"): ["crc-2031:12"],
        ("-", "-"): ["crc-2031:13"],
    }


@pytest.mark.parametrize(
    "rows", ["cluster", "twg", "responsible", "priority", "status", "urgent", "repeated", "position", "document"]
)
@pytest.mark.parametrize(
    "columns", ["cluster", "twg", "responsible", "priority", "status", "urgent", "repeated", "position", "document"]
)
def test_a_matrix_of_any_two_properties_has_every_recommendation(root: Path, rows: str, columns: str) -> None:
    found = matrix(root, "--rows", rows, "--columns", columns)
    assert {one for ids in found.values() for one in ids} == set(listed(root))


def test_the_status_in_a_matrix_is_that_of_one_voice(root: Path) -> None:
    arguments = ["--rows", "status", "--columns", "urgent", "--document", "crc-2031"]
    assert matrix(root, *arguments)["initial-steps", "urgent"] == ["crc-2031:11"]
    assert matrix(root, *arguments, "--voice", "government")["largely", "urgent"] == ["crc-2031:11"]


def test_the_matrix_fits_a_terminal_and_its_sums_count_each_recommendation_once(root: Path) -> None:
    screen = on_terminal(
        "matrix", "--rows", "cluster", "--columns", "status", "--root", str(root), "--as-of", DAY, rows=99
    )
    assert max(map(len, screen.lines)) <= 80
    assert screen.lines[-1].startswith(f"{len(listed(root))} recommendations.") or str(len(listed(root))) in screen.text


def test_an_unknown_document_ends_with_2_and_the_known_ones(root: Path) -> None:
    done = ask(root, "matrix", "--document", "crc-1999", as_of=DAY)
    assert (done.code, done.out) == (2, "")
    assert "crc-2031" in done.err


@pytest.mark.parametrize(
    ("what", "said"),
    [
        (
            "indicators",
            "beaten  outcome  █▇▆     50 (2025)  20 (25% of the way)  measured  -    Children beaten at home",
        ),
        ("initiatives", "classes  2024 - 2026  crc-cambodia   crc-2031:11      Classes for parents"),
        (
            "actions",
            "ask-for-a-ban  2027     not-reported  upcoming  crc-cambodia  -             cncc          Ask for a ban in the law",
        ),
        ("resources", "crc-gc-8  general-comment  8       2006  Corporal punishment"),
    ],
)
def test_every_kind_can_be_listed(root: Path, what: str, said: str) -> None:
    assert said in ask(root, "list", what, as_of=DAY).out


@pytest.mark.parametrize("what", ["activities", "actions"])
def test_the_column_for_timing_is_called_timing(root: Path, what: str) -> None:
    header = ask(root, "list", what, as_of=DAY).out.splitlines()[0].split()
    assert "timing" in header
    assert "state" not in header


@pytest.mark.parametrize("identifier", ["beaten", "classes", "ask-for-a-ban", "crc-gc-8", "crc-2031:11"])
def test_every_kind_can_be_shown_with_its_links(root: Path, identifier: str) -> None:
    done = ask(root, "show", identifier, as_of=DAY)
    assert done.code == 0
    assert "crc-2031:11" in done.out


def test_progress_is_recorded_on_actions_too(root: Path) -> None:
    assert ask(root, "log", "ask-for-a-ban", "--status", "in-progress", "--note", "Handed over.", as_of=DAY).code == 0
    assert "in-progress" in ask(root, "list", "actions", as_of=DAY).out


def site(root: Path, audience: str = "public", as_of: str = DAY) -> str:
    """Return the visible text of the site."""
    return visible(" ".join(site_pages(root, audience, as_of).values()))


def test_every_kind_is_on_the_site(root: Path) -> None:
    text = site(root, "members")
    for said in ("Children beaten at home", "Classes for parents", "Ask for a ban in the law", "No. 8"):
        assert said in text, said


def test_the_site_shows_each_voice_with_dates_and_evidence_for_and_against(root: Path) -> None:
    text = site(root)
    assert "Government, 1 June 2025: Largely carried out. A decree was" in text
    assert "Initial steps (B, adapted from CCPR/C/108/2), provisional." in text
    assert "Against it:" in text
    assert "Nobody told us" not in text
    assert "From 60% (2022) to" in text


DOCUMENTS = {
    "annual-review": ["Children beaten at home", "Ask for a ban in the law", "largely carried out"],
    "alternative-report": [
        "Obstacle: No budget is set aside",
        "Help is needed from CNCC",
        "Question: The government says",
    ],
    "outdated-brief": ["A register exists since 2024.", "Already carried out"],
}


@pytest.mark.parametrize("name", DOCUMENTS)
@pytest.mark.parametrize("ending", ["md", "html"])
def test_a_document_says_what_it_is_for(root: Path, name: str, ending: str) -> None:
    text = words(ask(root, "render", f"{name}.{ending}", "--audience", "members", "-o", "-", as_of=DAY).out)
    for said in DOCUMENTS[name]:
        assert said in text.replace("<strong>", "").replace("</strong>", "").replace("**", ""), said


@pytest.mark.parametrize("topic", ["corporal-punishment", "Corporal punishment", "violence"])
def test_a_summary_sheet_is_about_a_cluster_a_heading_or_a_theme(root: Path, tmp_path: Path, topic: str) -> None:
    done = ask(root, "render", "summary-sheet", "--topic", topic, "-o", str(tmp_path / "out"), as_of=DAY)
    assert done.code == 0
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    slug = topic.lower().replace(" ", "-")
    assert names == [f"summary-sheet-{slug}.html", f"summary-sheet-{slug}.md"]
    assert "Prohibit corporal punishment" in (tmp_path / "out" / names[1]).read_text()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["summary-sheet"], "--topic"), (["summary-sheet", "--topic", "corporal-punishmnt"], "corporal-punishment")],
)
def test_a_summary_sheet_without_a_known_topic_ends_with_2(root: Path, arguments: list[str], said: str) -> None:
    done = ask(root, "render", *arguments, as_of=DAY)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


@pytest.mark.usefixtures("open_gate")
def test_markup_in_the_data_is_escaped_in_a_page_made_of_markdown(root: Path) -> None:
    evil = "heading: '<script>alert(1)</script> [x](javascript:alert(1)) | *b*'"
    replace(root, "data/recommendations/crc-2031.yaml", "heading: Corporal punishment", evil)
    page = ask(root, "render", "alternative-report.html", "-o", "-", as_of=DAY).out
    assert "<script" not in page
    assert 'href="javascript' not in page
    assert "&lt;script&gt;" in page


def test_a_custom_markdown_template_makes_a_page_too(root: Path) -> None:
    put(root, {"templates/letter.md.j2": "# Letter & more\n\n{{ doc.title }}\n"})
    page = ask(root, "render", "letter.html", "-o", "-", as_of=DAY).out
    assert "<title>Letter &amp; more</title>" in page
    assert "letter.md" in ask(root, "render", "--list").out


def test_show_lists_each_assessment_with_all_its_fields(root: Path) -> None:
    shown = ask(root, "show", "crc-2031:11", as_of=DAY).out
    for line in (
        "1 December 2025, civil-society: initial-steps. The decree covers schools alone.",
        "grade: B, adapted from CCPR/C/108/2",
        "provisional: not reviewed yet",
        "contradicts: https://example.org/survey",
        "obstacle: No budget is set aside",
        "help needed from: cncc",
    ):
        assert line in shown
    assert "Nobody told us." not in shown, "what is said later was not known on the day"


def test_show_lists_the_paragraphs_of_a_document_one_per_line(root: Path) -> None:
    lines = ask(root, "show", "crc-2031", as_of=DAY).out.splitlines()
    assert [line.split("crc-2031:", 1)[1] for line in lines if "crc-2031:" in line] == [
        "10  concern: Beating goes on.",
        "11  recommendation, urgent: Corporal punishment",
        "12  recommendation: Data",
        "13  recommendation: Tell children of it.",
    ]


@pytest.mark.parametrize(("day", "course"), [(DAY, "█▇▆, 25% of the way"), ("2025-06-01", "█▇, 11% of the way")])
def test_an_indicator_has_the_values_that_were_known_on_the_day(root: Path, day: str, course: str) -> None:
    assert course in ask(root, "show", "beaten", as_of=day).out
    assert course.split(",", maxsplit=1)[0] in ask(root, "list", "indicators", as_of=day).out


def test_the_question_to_the_state_has_the_view_of_each_voice(root: Path) -> None:
    text = ask(root, "render", "alternative-report.md", "-o", "-", as_of=DAY).out
    assert (
        "Question: The government says “largely carried out” and civil society “initial steps”. "
        "How does the State party explain this, and what will it do about the obstacles?"
    ) in text


def test_the_progress_of_an_action_is_that_on_the_day(root: Path) -> None:
    path = root / "data/actions/plan.yaml"
    entry = "progress: [{date: 2027-05-01, status: done, note: Handed over.}]"
    path.write_text(path.read_text().replace("timeframe: 2027}", f"timeframe: 2027, {entry}}}"))
    assert "Handed over." not in site(root, "members")
    assert "Handed over." in site(root, "members", "2027-06-01")


UPR = """\
id: upr-2024
title: UPR recommendations, session 46
mechanism: upr
source: UPR Info
paragraphs:
  - id: upr-2024:x0a5985715c
    kind: recommendation
    text: Prohibit all corporal punishment of children, in the home and in every other setting, and say so in the law.
    links: [{to: crc-2031:11, kind: same-subject}]
  - id: upr-2024:x1b
    kind: recommendation
    heading: Death penalty
"""
FOLLOWED = DOCUMENT.replace("issued: 2025-02-03", "issued: 2025-02-03\nprevious: crc-2022")


@pytest.fixture
def with_upr(root: Path) -> Path:
    return put(root, {"data/recommendations/upr-2024.yaml": UPR, "data/recommendations/crc-2031.yaml": FOLLOWED})


def document(root: Path, name: str, *arguments: str) -> str:
    done = ask(root, "render", name, "-o", "-", *arguments, as_of=DAY)
    assert done.code == 0, done.err
    return done.out


def test_the_alternative_report_is_about_the_newest_document_of_the_treaty_body(with_upr: Path) -> None:
    text = document(with_upr, "alternative-report.md")
    assert "It covers 2 recommendations of CRC/C/KHM/CO/7." in text
    first = text.partition("## What to raise first")[2].partition("\n## ")[0]
    assert [line.strip() for line in first.splitlines() if "- " in line] == [
        "- Para. 11: Corporal punishment (urgent)",
        "- Para. 13",
    ]
    assert "Death penalty" not in text


@pytest.mark.parametrize("name", ["alternative-report.md", "roadmap.md", "annual-review.md"])
def test_no_document_cites_a_paragraph_by_its_id(with_upr: Path, name: str) -> None:
    assert "x0a5985715c" not in document(with_upr, name)


def test_a_summary_sheet_names_other_documents_with_linked_recommendations(with_upr: Path) -> None:
    replace(with_upr, "data/recommendations/crc-2031.yaml", "    answers: [crc-2031:10]\n",
            "    answers: [crc-2031:10]\n    links: [{to: crc-2022:42, kind: repeats}]\n")  # fmt: skip
    text = document(with_upr, "summary-sheet.md", "--topic", "corporal-punishment")
    assert "1 recommendation of CRC/C/KHM/CO/7." in text
    same = next(line for line in text.splitlines() if line.startswith("On the same subject: "))
    assert "UPR recommendations, session 46 (1 recommendation)" in same
    assert "(1 recommendation)" in same.partition(";")[2]


def test_the_site_for_members_shows_the_parts_of_priorities_and_all_fields_of_assessments(root: Path) -> None:
    text = site(root, "members")
    for said in (
        "Priority: high",
        "Severity: 3 of 3, It reaches nearly every child",
        "Civil society, 1 December 2025: Initial steps (B, adapted from CCPR/C/108/2), provisional. The decree",
        "Against it: Source: example.org",
        "No budget is set aside",
        "Missing first, from words to evidence: responsible body",
    ):
        assert said in text, said
    assert "Missing first" not in site(root)


def test_ids_in_contradictions_are_replaced_by_titles(tmp_path: Path) -> None:
    workspace = load(small(tmp_path)).workspace
    said = replace_ids(workspace, "2.6 ends after crc-state-report is due, see crc-2022:42a and the mid-term review")
    assert (
        said
        == "2.6 ends after “Next periodic report” is due, see CRC/C/KHM/CO/4-6, para. 42 (a) and the mid-term review"
    )


@pytest.mark.parametrize("ending", ["md", "html"])
def test_to_be_determined_is_said_once(ending: str) -> None:
    text = words(document(REPOSITORY, f"roadmap.{ending}"))
    assert "2028 (year TBD)" in text
    assert "(tbd)" not in text
    assert "to be determined" not in text


def test_the_roadmap_in_markdown_has_neither_ids_nor_broken_links() -> None:
    text = document(REPOSITORY, "roadmap.md")
    for said in ("crc-civil-society-submission", "same-subject", "crc-2011:41", "not-found", "twg-1"):
        assert said not in text, said
    assert re.findall(r"\]\(#([^)]*)\)", text) == []


def test_the_annual_review_says_who_has_to_do_what_and_which_activity_is_planned_too_late() -> None:
    text = document(REPOSITORY, "annual-review.md")
    assert "| November 2027 (tentative) | Next periodic report to the CRC Committee. Source: Roadmap" in text
    begin = re.search(
        r"^\| 1 November 2025 \(passed\) \| Begin: Support civil society .* \(2\.8\)\. .*$", text, re.MULTILINE
    )
    assert begin
    assert "It is planned for 2026 - 2027, which is too late." in begin[0]


def test_an_older_document_that_no_other_refers_to_is_not_among_the_newest(with_upr: Path) -> None:
    older = "id: crc-2000\nsymbol: CRC/C/15/Add.128\ntitle: Old\nmechanism: crc\nissued: 2000-06-28\nsource: OHCHR\n"
    paragraph = "paragraphs: [{id: crc-2000:9, kind: recommendation, summary: Long ago}]\n"
    put(with_upr, {"data/recommendations/crc-2000.yaml": older + paragraph})
    assert "Long ago" not in document(with_upr, "alternative-report.md")


def test_only_links_to_other_documents_that_say_the_same_count_as_repeated(root: Path) -> None:
    path = root / "data/recommendations/crc-2031.yaml"
    tie = "    links: [{to: crc-2031:11, kind: contradicts}]\n"
    path.write_text(path.read_text().replace("    summary: Collect data.\n", f"    summary: Collect data.\n{tie}"))
    parts = {one["criterion"]: one["score"] for one in listed(root)["crc-2031:11"]["priority"]["parts"]}
    assert parts["repeated"] == 0


def test_the_matrix_of_both_axes_shows_importance_against_feasibility(root: Path) -> None:
    done = ask(root, "matrix", "--rows", "importance", "--columns", "feasibility", "--format", "json", as_of=DAY)
    cells = {(one["row"], one["column"]): one["ids"] for one in json.loads(done.out)["matrix"]}
    assert cells["high", "medium"] == ["crc-2031:11"]


def test_an_action_whose_timeframe_has_passed_is_overdue(root: Path) -> None:
    rows = json.loads(ask(root, "list", "actions", "--format", "json", as_of="2028-01-01").out)["actions"]
    assert [(one["status"], one["state"]) for one in rows] == [("not-reported", "overdue")]
    assert "ask-for-a-ban" in ask(root, "list", "actions", "--status", "overdue", as_of="2028-01-01").out
    assert "ask-for-a-ban" not in ask(root, "list", "actions", "--status", "overdue", as_of=DAY).out


@pytest.mark.parametrize(("day", "stale"), [("2027-11-30", False), ("2028-02-01", True), ("2030-01-01", False)])
def test_an_action_that_runs_is_stale_a_year_after_its_last_report(root: Path, day: str, stale: bool) -> None:
    path = root / "data/actions/plan.yaml"
    entry = "progress: [{date: 2027-01-10, status: in-progress}]"
    path.write_text(path.read_text().replace("timeframe: 2027}", f"timeframe: 2027/2029, {entry}}}"))
    rows = json.loads(ask(root, "list", "actions", "--format", "json", as_of=day).out)["actions"]
    assert [one["stale"] for one in rows] == [stale]
    assert ("ask-for-a-ban" in ask(root, "list", "actions", "--stale", as_of=day).out) is stale


def test_lists_name_the_voice_and_the_day_of_each_level(root: Path) -> None:
    text = ask(root, "list", "recommendations", as_of=DAY).out
    assert "largely (government, 2025-06-01), initial-steps (civil-society, 2025-12-01)" in text


def test_the_status_of_recommendations_shows_obstacles_and_whose_help_is_needed(root: Path) -> None:
    assert "help needed crc-2031:11: from cncc (civil-society, 1 December 2025)" in words(
        ask(root, "status", "--recommendations", as_of=DAY).out
    )
    found = json.loads(ask(root, "status", "--recommendations", "--format", "json", as_of=DAY).out)
    told = [one for document in found["recommendations"] for one in document["obstacles"]]
    assert told == [
        {
            "recommendation": "crc-2031:11",
            "voice": "civil-society",
            "date": "2025-12-01",
            "obstacles": ["No budget is set aside"],
            "help_needed": ["cncc"],
        }
    ]


LONG = "Take all the measures that are needed to end corporal punishment in every setting"


@pytest.fixture
def imported(root: Path) -> Path:
    """A workspace with a text with line breaks, as documents have them, and one more assessment."""
    replace(root, "data/recommendations/crc-2031.yaml", "    summary: Collect data.\n", f"""\
    summary: "{LONG}\\n\\n\\tand collect data."
    assessments: [{{date: 2025-12-01, voice: un, level: initial-steps, reason: Seen}}]
""")  # fmt: skip
    return root


@pytest.mark.parametrize("command", [["list", "recommendations"], ["show", "crc-2031:12"]], ids=" ".join)
def test_a_line_break_in_a_text_is_shown_as_a_space(imported: Path, command: list[str]) -> None:
    assert f"{LONG} and collect data." in ask(imported, *command, as_of=DAY).out


def test_a_narrow_terminal_leaves_the_text_of_a_recommendation_thirty_columns(imported: Path) -> None:
    screen = on_terminal("list", "recommendations", "--root", str(imported), "--as-of", DAY)
    line = next(line for line in screen.lines if line.startswith("crc-2031:12"))
    assert LONG[:20] in line
    assert "1 Dec 2025" in line, "when somebody assessed it"
    assert "initial-steps" not in line, "no level without its voice"


def test_a_narrow_terminal_keeps_the_ids_of_deadlines() -> None:
    screen = on_terminal("due", "--all", "--root", str(REPOSITORY), "--as-of", DAY)
    assert any(" crc-civil-society-submission " in line for line in screen.lines)
