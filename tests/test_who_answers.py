"""Who answers for what: the roles of organisations, what they owe, and when they last reported."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.exchange.office.xlsx import open_spreadsheet
from tests.cli_support import ask, on_terminal, put, small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DAY = "2026-02-01"
FILES = {
    "data/actions/plan.yaml": """\
actions:
  - id: ask-for-a-ban
    title: Ask for a ban
    kind: advocacy
    recommendations: [crc-2031:5]
    responsible: [crc-cambodia]
    supports: [twg-1]
    partners: [twg-2]
    addressed_to: [cncc]
    timeframe: 2026
    serves: [crc-follow-up]
    contacts:
      - {date: 2025-10-01, with: cncc, asked: For the draft, promised: To send it, promised_by: 2025-12}
      - {date: 2025-11-01, with: cncc, promised: To send the list, promised_by: 2025-11, settled: 2025-11-20}
      - {date: 2026-01-09, with: cncc, promised: To send the budget, promised_by: 2026-01?}
  - id: write-a-brief
    title: Write a brief
    kind: action
    recommendations: [crc-2031:5]
    responsible: [twg-1, twg-2]
    timeframe: 2025-01/2025-06
    progress:
      - {date: 2025-02-01, status: planned, by: twg-1}
      - {date: 2025-03-01, status: in-progress}
  - {id: print-it, title: Print it, kind: action, timeframe: 2027}
""",
    "data/recommendations/crc-2031.yaml": """\
id: crc-2031
title: Concluding observations on the seventh report
mechanism: crc
issued: 2025-01-10
source: OHCHR
paragraphs:
  - {id: crc-2031:5, kind: recommendation, text: "The State should:", responsible: [cncc], supports: [twg-1]}
  - id: crc-2031:5a
    kind: recommendation
    text: Prohibit it;
    assessments:
      - date: 2025-09-01
        voice: civil-society
        level: partly
        reason: A draft.
        evidence: [{bearing: supports, source: The draft}]
        sent: 2025-09-10
        answer_by: 2025-10-31
  - {id: crc-2031:5b, kind: recommendation, text: Raise awareness., supports: [twg-2]}
""",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return put(small(tmp_path / "workspace"), FILES)


def cells(root: Path, *command: str) -> list[list[str]]:
    """Return the cells of the table that a command prints, without the heads."""
    lines = ask(root, *command, as_of=DAY).out.splitlines()[1:]
    return [[cell for cell in line.split("  ") if cell] for line in lines]


def test_the_filter_by_organisation_finds_both_roles_and_names_the_role(root: Path) -> None:
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "crc-cambodia")] == ["lead"]
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "twg-1")] == ["supports", "lead"]
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "twg-2")] == ["partners", "lead"]
    assert [row[-2].strip() for row in cells(root, "list", "actions", "--actor", "cncc")] == ["addressed to"]


def test_lettered_items_inherit_who_supports_them(root: Path) -> None:
    rows = cells(root, "list", "recommendations", "--document", "crc-2031", "--actor", "twg-1")
    assert [(row[0].strip(), row[-2].strip()) for row in rows] == [
        ("crc-2031:5", "supports"),
        ("crc-2031:5a", "supports"),
    ]
    shown = ask(root, "show", "crc-2031:5a", as_of=DAY).out
    assert "with the support of  twg-1, for all of para. 5" in shown


def asked_for_json(root: Path, *command: str, as_of: str = DAY) -> Any:
    return json.loads(ask(root, *command, "--format", "json", as_of=as_of).out)


def test_a_list_by_responsible_organisation_has_a_record_under_each_and_the_gap_last(root: Path) -> None:
    out = ask(root, "list", "actions", "--by", "responsible", as_of=DAY).out
    titles = [line for line in out.splitlines()[1:] if line and "  " not in line]
    assert titles == ["CRC-Cambodia (1)", "TWG 2 (1)", "Working group on violence (1)", "nobody (1)"]
    assert out.count("write-a-brief") == 2
    data = asked_for_json(root, "list", "actions", "--by", "responsible")
    assert len(data["actions"]) == 3
    assert [(group["id"], group["ids"]) for group in data["groups"]][-2:] == [
        ("twg-1", ["write-a-brief"]),
        (None, ["print-it"]),
    ]
    rows = ask(root, "list", "actions", "--by", "responsible", "--format", "csv", as_of=DAY).out.splitlines()
    assert [row.split(",")[:2] for row in rows[1:]] == [
        ["crc-cambodia", "ask-for-a-ban"],
        ["twg-2", "write-a-brief"],
        ["twg-1", "write-a-brief"],
        ["", "print-it"],
    ]


def test_a_list_by_group_counts_every_role_and_the_groups_that_an_organisation_is_part_of(root: Path) -> None:
    groups = asked_for_json(root, "list", "actions", "--by", "group")["groups"]
    assert {group["id"]: group["ids"] for group in groups} == {
        "twg-1": ["ask-for-a-ban", "write-a-brief"],
        "twg-2": ["write-a-brief"],
        None: ["print-it"],
    }
    refused = ask(root, "list", "resources", "--by", "group", as_of=DAY)
    assert (refused.code, "resources cannot be grouped by group" in refused.err) == (2, True)


def test_deadlines_are_those_of_the_organisations_that_work_for_them_or_else_of_their_owner(root: Path) -> None:
    groups = asked_for_json(root, "due", "--by", "responsible")["groups"]
    assert ("crc-cambodia", True) in [(group["id"], "crc-follow-up" in group["ids"]) for group in groups]
    assert groups[-1]["title"] == "State (no organisation is named)"


def test_due_shows_the_promises_and_replies_that_are_awaited_and_only_settled_dates_are_overdue(root: Path) -> None:
    data = asked_for_json(root, "due")
    assert [(row["promised"], row["contact"], row["state"]) for row in data["promises"]] == [
        ("To send it", 1, "overdue"),
        ("To send the budget", 3, "unconfirmed"),
    ]
    assert [(row["recommendation"], row["state"]) for row in data["replies"]] == [("crc-2031:5a", "overdue")]
    before = asked_for_json(root, "due", as_of="2025-10-15")
    assert [row["state"] for row in before["promises"]] == ["due-soon"]
    out = " ".join(ask(root, "due", "--actor", "cncc", as_of=DAY).out.split())
    assert "December 2025 overdue cncc ask-for-a-ban To send it" in out
    assert asked_for_json(root, "due", "--actor", "twg-2")["promises"][0]["with"] == "cncc"


def test_status_by_organisation_says_who_owes_what_and_who_has_not_reported_since_when(root: Path) -> None:
    data = asked_for_json(root, "status", "--by", "responsible")
    rows = {row["id"]: row for row in data["organisations"]}
    # Both owe one thing, and the first has not reported for longer.
    assert [actor for actor in rows if actor in {"twg-1", "twg-2"}] == ["twg-1", "twg-2"]
    assert rows["twg-1"]["overdue"] == ["write-a-brief"]
    assert rows["twg-1"]["supports"] == ["ask-for-a-ban", "crc-2031:5a"]
    # The group reported in February; who reported in March is not recorded.
    assert (rows["twg-1"]["last_report"], rows["twg-1"]["reported_by_itself"]) == ("2025-02-01", True)
    assert (rows["twg-2"]["last_report"], rows["twg-2"]["reported_by_itself"]) == ("2025-03-01", False)
    assert rows["cncc"]["reported_by_itself"] is False
    assert [row["promised"] for row in rows["cncc"]["promises"]] == ["To send it", "To send the budget"]
    assert "print-it" in rows[None]["leads"]
    table = ask(root, "status", "--by", "responsible", as_of=DAY).out
    assert "1 March 2025*" in table
    assert "* Nobody recorded who reported this." in table
    by_group = asked_for_json(root, "status", "--by", "group", "--actor", "crc-cambodia")
    assert {row["id"] for row in by_group["organisations"]} <= {"twg-1", "twg-2", None}


def test_a_narrow_terminal_leaves_out_empty_columns_before_those_that_say_what_is_owed(root: Path) -> None:
    def heads() -> list[str]:
        lines = on_terminal("status", "--by", "responsible", "--root", str(root), "--as-of", DAY, rows=60).lines
        return next(line for line in lines if "overdue" in line).split()

    assert "promises" in heads()
    assert "rounds" not in heads()
    silent = "id: 2026-01\ntitle: Reports\nopened: 2026-01-01\nuntil: 2026-01-20\nasked: [twg-1]\n"
    put(root, {"data/rounds/2026-01.yaml": silent})
    assert {"promises", "rounds"} <= set(heads())


def test_a_contact_is_recorded_in_one_line_and_settled_with_set(root: Path) -> None:
    log = ("log", "write-a-brief", "--contact", "cncc", "--asked", "For the draft", "--promised", "To send it")
    done = ask(root, *log, "--promised-by", "May 2026", as_of=DAY)
    assert "Changed data/actions/plan.yaml:23: contacts of write-a-brief" in done.err
    text = (root / "data/actions/plan.yaml").read_text()
    assert "promised: To send it\n        promised_by: 2026-05\n" in text
    assert [row["due"] for row in asked_for_json(root, "due")["promises"]][-1] == "2026-05"
    ask(root, "set", "write-a-brief", "contacts.1.settled=2026-02-01", as_of=DAY)
    assert "(settled on 1 February 2026)" in ask(root, "show", "write-a-brief", as_of=DAY).out
    assert len(asked_for_json(root, "due")["promises"]) == 2
    for wrong, said in (
        (("log", "write-a-brief", "--contact", "cncc"), "a contact says what was asked, answered or promised"),
        (("log", "2.6", "--contact", "cncc", "--asked", "x"), "2.6 has no log of contacts"),
        (
            ("log", "write-a-brief", "--contact", "cambodia national Council for Children", "--asked", "x"),
            "did you mean cncc?",
        ),
        (("log", "write-a-brief", "--contact", "cncc", "--asked", "call 012 345 678"), "a telephone number"),
    ):
        refused = ask(root, *wrong, as_of=DAY)
        assert (refused.code, said in refused.err) == (2, True)


def test_documents_print_the_reply_beside_the_assessment_and_only_members_know_that_none_came(root: Path) -> None:
    def brief(audience: str, day: str) -> str:
        command = ("render", "state-report-input", "--format", "md", "-o", str(root / "out"), "--force")
        assert ask(root, *command, "--audience", audience, as_of=day).code == 0
        return (root / "out/state-report-input.md").read_text()

    asked = "The State was asked for a reply by 31 October 2025; no reply is recorded."
    assert asked in brief("members", DAY)
    assert asked not in brief("members", "2025-10-31")
    assert asked not in brief("public", DAY)
    path = root / "data/recommendations/crc-2031.yaml"
    text = path.read_text()
    path.write_text(
        text.replace("answer_by:", "answered: 2026-01-20\n        answer: The draft is ready.\n        answer_by:")
    )
    replied = "The State replied on 20 January 2026: “The draft is ready.”"
    assert replied in brief("public", DAY)
    assert replied not in brief("public", "2026-01-10")
    assert asked in brief("members", "2026-01-10")


@pytest.fixture
def rendered(root: Path) -> Callable[..., str]:
    """Return a function that renders a document as Markdown and returns it."""

    def render(name: str, *options: str) -> str:
        out = root / "rendered"
        assert ask(root, "render", name, *options, "--format", "md", "--force", "-o", str(out), as_of=DAY).code == 0
        return next(out.glob(f"{name}*.md")).read_text()

    return render


def test_the_members_edition_says_who_owes_work_or_a_report_and_what_is_awaited(rendered: Callable[..., str]) -> None:
    members = rendered("annual-review", "--audience", "members")
    assert "| Working group on violence | 2 | 1 | 0 | 0 | 1 February 2025 |" in members
    assert "| TWG 2 | 1 | 1 | 0 | 0 | 1 March 2025 (by whom is not recorded) |" in members
    assert "- CNCC, by December 2025 (overdue): “To send it” (Ask for a ban)" in members
    assert "- The State, by 31 October 2025 (overdue): a reply on" in members
    public = rendered("annual-review")
    assert "Who owes" not in public
    assert "To send it" not in public


def test_a_packet_has_what_the_organisation_promised_and_what_it_supports(rendered: Callable[..., str]) -> None:
    council = rendered("packet", "--actor", "cncc", "--audience", "members")
    assert "**Keep these promises.**" in council
    assert "Keep these promises" not in rendered("packet", "--actor", "cncc")
    group = rendered("packet", "--twg", "1", "--audience", "members")
    assert "## What Working group on violence supports\n\n- Ask for a ban, led by CRC-Cambodia" in group


def test_the_spreadsheet_of_who_owes_what_is_for_members_only(root: Path) -> None:
    refused = ask(root, "export", "owed.xlsx", "-o", str(root / "owed.xlsx"), as_of=DAY)
    assert (refused.code, "who owes what is for members only" in refused.err) == (2, True)
    contents = []
    for name in ("first.xlsx", "second.xlsx"):
        command = ("export", "owed.xlsx", "--audience", "members", "-o", str(root / name))
        assert ask(root, *command, as_of=DAY).code == 0
        contents.append((root / name).read_bytes())
    assert contents[0] == contents[1]
    with open_spreadsheet(root / "first.xlsx") as book:
        sheets = {sheet.name: [[*row.values()] for _, row in book.rows(sheet)] for sheet in book.sheets}
    assert [*sheets] == ["Organisations", "Working groups", "Work", "Awaited"]
    assert ["Working group on violence", "supports", "ask-for-a-ban", "Ask for a ban"] in [
        row[:4] for row in sheets["Work"]
    ]
    assert ["December 2025", "overdue", "cncc", "To send it", "ask-for-a-ban", "1 October 2025"] in sheets["Awaited"]
