"""Consultations: what children said is recorded, answered and reported, and what came of it is shown."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING

import pytest

from cobtrack.model.audience import for_audience
from cobtrack.store.load import load
from cobtrack.views.children.consultations import owed_feedback, states
from cobtrack.views.children.contributions import contributions
from tests.cli_support import ask, on_terminal, put, replace, run, site_pages, small, visible, words

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.workspace import Workspace

DAY = "2026-02-01"
FILE = "data/consultations/schools.yaml"
NETWORK = """\
  - {id: network, name: Network of Children, kind: child-led-network, source: Made up}
  - {id: club, name: Club of the Network, kind: organisation, part_of: network, source: Made up}
"""
CONSULTATIONS = """\
consultations:
  - id: schools-2025
    title: Consultation on school
    date: 2025-03-14
    with: [network]
    number: 24
    activities: ["1.1"]
    recommendations: [crc-2022:42]
    clusters: [violence]
    said:
      - number: 1
        text: Teach us without beating.
        plain: Teachers now learn how to teach without beating.
        done: {activities: ["2.7"], recommendations: [crc-2022:1], note: The review asks for it.}
        feedback: [{given: 2025-04-01, how: [full, friendly]}]
      - number: 2
        text: We want somebody whom we can tell.
        not_done_because: There is no budget.
        feedback: [{due: 2025-06-01}]
      - {number: 3, text: We want to play., feedback: [{due: 2026-05-01}]}
      - {number: 4, text: We want to be asked.}
    source: Made up
  - id: clubs-2027
    title: Consultation on clubs
    date: 2027-01
    source: Made up
"""


@pytest.fixture
def small_workspace(tmp_path: Path) -> Path:
    return small(tmp_path)


@pytest.fixture
def root(small_workspace: Path) -> Path:
    """The small workspace with a network of children and two made-up consultations."""
    actors = small_workspace / "data/actors.yaml"
    actors.write_text(actors.read_text(encoding="utf-8").rstrip() + "\n" + NETWORK, encoding="utf-8")
    return put(small_workspace, {FILE: CONSULTATIONS})


def workspace(root: Path) -> Workspace:
    loaded = load(root)
    assert loaded.problems == []
    return loaded.workspace


def feedback(root: Path, day: str = DAY) -> dict[str, str]:
    """The state of the feedback on each point."""
    rows = states(workspace(root), date.fromisoformat(day))
    return {point.name: point.feedback for row in rows for point in row.points}


def report(root: Path, activity: str, status: str, day: str) -> None:
    done = ask(root, "log", activity, "-s", status, "-m", "Held.", "-e", "Minutes", "--date", day)
    assert done.code == 0, done.err


def test_the_whole_chain_from_what_children_said_to_the_edition_for_children(root: Path) -> None:
    (root / FILE).unlink()
    day = "2026-01-20"
    for command in (
        ("add", "consultation", "id=schools-2026", "title=School", "date=2026-01-10", "with=network", "number=24",
         "activities=1.1", "source=Made up"),
        ("set", "schools-2026", "said+={number: 1, text: Teach us without beating.}"),
        ("set", "schools-2026", "said.1.plain=Teachers learn to teach without beating."),
        ("log", "schools-2026", "--feedback-due", "2026-01-25"),
    ):  # fmt: skip
        done = ask(root, *command, as_of=day)
        assert done.code == 0, done.err
    assert "COB323" not in ask(root, "validate", as_of=day).out

    assert "COB323" in ask(root, "validate").out
    assert "schools-2026" in ask(root, "list", "consultations", "--status", "feedback-overdue").out
    assert "feedback-overdue" in ask(root, "due").out
    assert "An answer was promised by 25 January 2026" in visible(site_pages(root)["consultations.html"])

    ask(root, "log", "schools-2026:1", "--done", "2.6", "-m", "The review asks for it.")
    ask(root, "log", "schools-2026:1", "--feedback", "2026-01-31", "--how", "full,friendly", "-m", "A letter.")
    assert "COB323" not in ask(root, "validate").out
    review = ask(root, "render", "annual-review.md", "-o", "-").out
    assert "“Teach us without beating.” The review asks for it. Answered by: 2.6" in review
    assert "The group got an answer on 31 January 2026 (full, friendly)." in review
    assert "Teachers learn to teach without beating." in ask(root, "render", "child-friendly.md", "-o", "-").out

    assert run("undo", "--yes", "--root", str(root)).code == 0
    assert feedback(root) == {"schools-2026:1": "feedback-overdue"}


def test_feedback_is_given_owed_or_overdue_on_a_day(root: Path) -> None:
    assert feedback(root, "2025-03-20") == {
        "schools-2025:1": "feedback-owed", "schools-2025:2": "feedback-owed", "schools-2025:3": "feedback-owed",
        "schools-2025:4": "feedback-owed",
    }  # fmt: skip
    assert feedback(root) == {
        "schools-2025:1": "feedback-given", "schools-2025:2": "feedback-overdue", "schools-2025:3": "feedback-owed",
        "schools-2025:4": "feedback-owed",
    }  # fmt: skip
    owed = owed_feedback(states(workspace(root), date.fromisoformat(DAY)))
    assert [(row.state, row.numbers) for row in owed] == [
        ("feedback-overdue", (2,)), ("feedback-owed", (3,)), ("feedback-owed", (4,)),
    ]  # fmt: skip


def test_a_change_after_the_feedback_is_owed_to_the_group_again_until_it_is_told(root: Path) -> None:
    report(root, "2.7", "done", "2025-12-01")
    assert feedback(root)["schools-2025:1"] == "feedback-owed-again"
    assert "2.7: done, 1 December 2025 (before: not reported)." in words(ask(root, "show", "schools-2025").out)

    ask(root, "log", "schools-2025:1", "--feedback", "2026-01-05", "--how", "followed-up")
    assert feedback(root)["schools-2025:1"] == "feedback-given"
    assert feedback(root, "2025-12-31")["schools-2025:1"] == "feedback-owed-again"
    assert "given: 2025-04-01" in (root / FILE).read_text(encoding="utf-8")


def test_a_new_assessment_of_a_recommendation_is_such_a_change_and_an_equal_one_is_none(root: Path) -> None:
    assess = ("log", "crc-2022:1", "--voice", "children", "--note", "We asked.", "-e", "Made up")
    ask(root, *assess, "--level", "partly", "--date", "2025-03-20")
    ask(root, *assess, "--level", "partly", "--date", "2025-12-01")
    assert feedback(root)["schools-2025:1"] == "feedback-given"
    ask(root, *assess, "--level", "largely", "--date", "2025-12-02")
    assert feedback(root)["schools-2025:1"] == "feedback-owed-again"


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("schools-2025:1",), "--done, --not-done or --feedback is missing"),
        (("schools-2025:9", "--not-done", "No."), "schools-2025:9 is not a point of schools-2025"),
        (("schools-2025", "--not-done", "No."), "schools-2025 has 4 points"),
        (("schools-2025:1", "-s", "done"), "--status does not apply to a point"),
        (("schools-2025:1", "--done", "cncc"), "cncc cannot answer a point"),
        (("schools-2025:1", "--done", "9.9"), 'there is no record "9.9"'),
        (("schools-2025:1", "--feedback", "2026-03-01"), "is not over by 1 February 2026"),
        (("schools-2025:1", "--feedback", "soon"), '--feedback takes a date, not "soon"'),
        (("schools-2025:1", "--feedback", "2024-01-01"), "schools-2025:1: given 2024-01-01 is before the consultation"),
        (("schools-2025:1", "--how", "full", "--not-done", "No."), "--how says how feedback was given"),
        (("schools-2025:1", "--feedback", "2026-01-01", "--how", "loud"), '"loud"'),
        (("schools-2025:1", "--done", "2.6", "--feedback", "2026-01-01", "-m", "x"), "--note could be about"),
        (("schools-2025:1", "2.6", "--not-done", "No."), "2.6 is not a point of a consultation"),
        (("schools-2025:1", "--not-done", "Asked Dara Sok, aged 14"), "seems to identify a child"),
        (("2.6", "-s", "done", "--not-done", "No."), "--not-done does not apply to an activity"),
    ],
)
def test_a_wrong_answer_is_refused_and_nothing_is_written(root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = (root / FILE).read_bytes()
    done = ask(root, "log", *arguments)
    assert done.code == 2
    assert message in words(done.err)
    assert (root / FILE).read_bytes() == before


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("cncc\n2.6\nIt was raised.\n\n", 'done: {activities: ["2.6"], note: It was raised.}'),
        ("\nThere is no room.\n", "not_done_because: There is no room."),
        ("\n\nsoon\n2026-01-31\nfull\nA letter.\n", "given: 2026-01-31"),
    ],
)
def test_on_a_terminal_it_is_asked_what_came_of_a_point(root: Path, typed: str, written: str) -> None:
    done = on_terminal("log", "schools-2025:4", "--root", str(root), "--as-of", DAY, typed=typed)
    assert done.code == 0, done.raw
    assert "We want to be asked." in done.raw
    assert written in (root / FILE).read_text(encoding="utf-8")


def test_an_answer_without_a_full_stop_gets_one_before_the_next_sentence(root: Path) -> None:
    replace(root, FILE, "There is no budget.", "There is no budget")
    out = words(ask(root, "status", "--pillar", "1").out)
    assert "Why it was not done: There is no budget. An answer was promised by 1 June 2025" in out


def test_a_point_is_no_record_of_its_own(root: Path) -> None:
    done = ask(root, "show", "schools-2025:2")
    assert done.code == 2
    assert "schools-2025:2 is not a record of its own" in done.err
    assert "name the consultation: schools-2025" in done.err


def test_a_hint_names_the_first_point_of_the_consultation(root: Path) -> None:
    head, _, tail = CONSULTATIONS.partition("      - number: 1\n")
    point = "      - {number: 3, text: We want to play.}\n"
    put(root, {FILE: head + point + "    source: Made up\n" + tail.partition("    source: Made up\n")[2]})
    assert "cobtrack log schools-2025:3 --done ID" in words(ask(root, "validate").out)


def test_several_points_get_the_same_answer(root: Path) -> None:
    assert ask(root, "log", "schools-2025:3", "schools-2025:4", "--done", "2.6").code == 0
    done = {point.number: point.done and point.done.ids for point in workspace(root).consultations[0].said}
    assert done == {1: ("2.7", "crc-2022:1"), 2: None, 3: ("2.6",), 4: ("2.6",)}


def test_the_list_has_the_states_and_filters(root: Path) -> None:
    listed = json.loads(ask(root, "list", "consultations", "--format", "json").out)["consultations"]
    assert [(row["id"], row["state"]) for row in listed] == [
        ("clubs-2027", "planned"), ("schools-2025", "feedback-overdue"),
    ]  # fmt: skip
    assert listed[1]["points"][1] == {
        "point": "schools-2025:2", "outcome": True, "feedback": "feedback-overdue", "feedback_due": "2025-06-01",
        "answers": {}, "changed": [],
    }  # fmt: skip
    for option, value, found in (
        ("status", "planned", "clubs-2027"), ("status", "no-outcome", "schools-2025"),
        ("status", "feedback-given", "schools-2025"), ("cluster", "violence", "schools-2025"),
        ("pillar", "1", "schools-2025"), ("actor", "network", "schools-2025"), ("year", "2027", "clubs-2027"),
    ):  # fmt: skip
        done = ask(root, "list", "consultations", f"--{option}", value, "--format", "csv")
        assert [line.partition(",")[0] for line in done.out.splitlines()[1:]] == [found], option


def test_the_status_of_a_pillar_has_the_consultations_about_its_activities(root: Path) -> None:
    shown = words(ask(root, "status", "--pillar", "1").out)
    assert "What children said, and what came of it (1)" in shown
    assert (
        "“We want somebody whom we can tell.” Why it was not done: There is no budget. An answer was promised by 1 June 2025"
        in shown
    )
    assert "What children said" not in ask(root, "status", "--pillar", "2").out
    assert "Feedback owed to children (3): schools-2025:2 (overdue)" in words(ask(root, "status").out)


SMALL_GROUPS = [
    ("number: 24", 24, "Riverside", ""),
    ("number: 4", None, None, ""),
    ("number: 4", None, "Riverside", "area_level: region"),
    ("participants: [{sex: female, number: 20}, {sex: male, number: 4}]", None, "Riverside", ""),
    ("number: 20\n    participants: [{sex: female, number: 18}]", 20, "Riverside", ""),
    (
        "number: 20\n    participants: [{sex: female, number: 9}, {sex: male, number: 11}, {age: 9, sex: female, number: 8}]",
        20,
        "Riverside",
        "",
    ),
    ("participants: [{sex: female, number: 2}, {sex: male, number: 2}]", None, None, "area_level: local"),
]


@pytest.mark.parametrize(("people", "number", "area", "level"), SMALL_GROUPS)
def test_the_public_sees_no_number_and_no_place_by_which_a_child_could_be_recognised(
    root: Path, people: str, number: int | None, area: str | None, level: str
) -> None:
    replace(
        root, FILE, "    number: 24\n", f"    {people}\n    area: Riverside\n" + (f"    {level}\n" if level else "")
    )
    full = workspace(root)
    for audience in ("public", "committee"):
        seen = for_audience(full, audience).consultations[0]
        assert (seen.number, seen.participants, seen.area and str(seen.area)) == (number, (), area)
    assert for_audience(full, "members").consultations[0] == full.consultations[0]


def test_what_was_done_by_advocacy_is_done_but_not_named_for_the_public(root: Path) -> None:
    put(root, {"data/actions/a.yaml": "actions:\n  - {id: letter, title: A secret letter, kind: advocacy}\n"})
    replace(root, FILE, "{number: 4, text: We want to be asked.}",
            "{number: 4, text: We want to be asked., done: {actions: [letter]}}")  # fmt: skip
    page = visible(site_pages(root)["consultations.html"])
    assert "Something was done that this document does not show." in page
    assert "secret" not in page


def test_groups_of_five_are_published(root: Path) -> None:
    replace(root, FILE, "number: 24", "participants: [{age: 10-12, sex: female, number: 5}, {sex: male, number: 7}]")
    page = visible(site_pages(root)["consultations.html"])
    assert "12 participants" in page
    assert "10–12 female 5" in page


def test_no_page_has_a_point_for_members_or_a_place_of_few_children(root: Path) -> None:
    replace(root, FILE, "{number: 4, text: We want to be asked.}", "{number: 4, text: A secret., audience: members}")
    replace(root, FILE, "number: 24", "number: 4\n    area: Riverside")
    public = "".join(site_pages(root).values())
    assert "A secret." not in public
    assert "Riverside" not in public
    assert "A secret." in site_pages(root, audience="members")["consultations.html"]


def test_what_children_did_has_only_what_is_recorded(root: Path) -> None:
    put(root, {
        "data/initiatives/a.yaml": "initiatives:\n  - {id: theatre, title: Theatre, organisations: [club], source: Made up}\n"
        "  - {id: other, title: Adults, organisations: [cncc], source: Made up}\n",
        "data/submissions/a.yaml": "submissions:\n  - {id: report, title: Our report, to: crc, by: [network], date: 2025-05, source: Made up}\n"
        "  - {id: draft, title: Our draft, to: crc, by: [network]}\n",
    })  # fmt: skip
    did = contributions(workspace(root), date.fromisoformat(DAY))
    assert [group.id for group in did.groups] == ["network", "club"]
    assert [row.consultation.id for row in did.consultations] == ["schools-2025"]
    assert [row.id for row in did.initiatives] == ["theatre"]
    assert [row.id for row in did.submissions] == ["report"]
    assert did.activities == ()
    text = ask(root, "render", "what-children-did.md", "-o", "-").out
    assert "“We want to play.” Nothing has been recorded about what came of it." in text
    assert "Our draft" not in text
    assert "Theatre" in visible(site_pages(root)["children.html"])


def test_without_anything_of_children_there_is_no_page_and_the_document_says_so(small_workspace: Path) -> None:
    pages = site_pages(small_workspace)
    assert not {"children.html", "consultations.html"} & set(pages)
    assert "Children made" not in visible(pages["index.html"])
    text = ask(small_workspace, "render", "what-children-did.md", "-o", "-").out
    assert "Nothing that children did has been recorded yet." in text


def test_the_site_leads_from_activities_recommendations_and_topics_to_consultations(root: Path) -> None:
    pages = site_pages(root)
    index = visible(pages["index.html"])
    assert "Children made 4 points in consultations. Answers to the groups are owed on 3 of them." in index
    for name in ("pillar-1.html", "pillar-2.html", "document-crc-2022.html", "cluster-violence.html"):
        assert 'href="consultations.html#schools-2025"' in pages[name], name


def test_an_assessment_names_the_consultations_that_it_rests_on(root: Path) -> None:
    ask(root, "log", "crc-2022:42", "--voice", "children", "--level", "partly", "--note", "We asked.",
        "--date", "2025-12-01")  # fmt: skip
    assert ask(root, "set", "crc-2022:42", "assessments.last.consultations+=schools-2025").code == 0
    assert "rests on: schools-2025" in words(ask(root, "show", "crc-2022:42").out)
    rests = "This rests on what children said in: Consultation on school."
    assert rests in ask(root, "render", "children-report.md", "-o", "-").out
    assert rests in visible(site_pages(root)["document-crc-2022.html"])


def test_the_agenda_the_packet_and_the_reports_have_their_part(root: Path) -> None:
    agenda = ask(root, "render", "meeting-agenda.md", "-o", "-").out
    assert "Answers that are owed to children" in agenda
    assert "point 2; feedback overdue; promised by 1 June 2025" in agenda
    heading = "What children said, and what came of it"
    for command in (("packet.md", "--actor", "network"), ("state-report-input.md",), ("children-report.md",),
                    ("annual-review.md",), ("mid-term-review.md",)):  # fmt: skip
        assert heading in ask(root, "render", *command, "-o", "-").out, command
    assert heading not in ask(root, "render", "packet.md", "--actor", "twg-2", "-o", "-").out
