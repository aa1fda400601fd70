"""Dates that depend on others: one changed line moves them, the timeline shows them, and what-if compares them."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len

from tests.cli_support import (
    REPOSITORY,
    SUBMISSION,
    Result,
    ask,
    on_terminal,
    put,
    replace,
    rows_by,
    run,
    site_pages,
    small,
    snapshot,
    visible,
    words,
)
from tests.support import problems, workspace

DAY = "2026-11-24"
ID = re.compile(r"\d+\.\d+ |[a-z]+(-[a-z]+)+ ")
CRC = "data/reports-due/crc.yaml"
ANCHORED = """\

      - id: "2.11"
        text: Support the report of the State
        timeframe: 2026-01/2027-06
        responsible: [cncc]
        ends: {before: crc-state-report, months: 2}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small workspace, with a submission and an activity whose dates are relative to the report."""
    place = small(tmp_path)
    crc = (place / CRC).read_text()
    put(place, {CRC: crc + SUBMISSION})
    pillar = place / "data/pillars/2-government.yaml"
    pillar.write_text(pillar.read_text().rstrip("\n") + "\n" + ANCHORED)
    return place


def timeline(root: Path, *arguments: str) -> Result:
    return ask(root, "timeline", *arguments, as_of=DAY)


def bars(done: Result) -> dict[str, str]:
    """The line of each bar by its id."""
    return {line.split()[0]: line for line in done.out.splitlines() if ID.match(line)}


def due_moves(document: dict[str, Any]) -> dict[str, str]:
    """When each deadline that moves would be due."""
    return {one["id"]: one["to"] for one in document["what_if"]["moves"] if one["what"] == "due"}


def test_one_changed_line_moves_all_dates_that_depend_on_it_everywhere(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    def seen() -> dict[str, str]:
        out = tmp_path_factory.mktemp("out")
        assert ask(root, "render", "-o", str(out), as_of=DAY).code == 0
        return {
            "due": ask(root, "due", "--all", as_of=DAY).out,
            "timeline": timeline(root, "--format", "json").out,
            "html": (out / "roadmap.html").read_text(),
            "markdown": (out / "roadmap.md").read_text(),
            "calendar": ask(root, "export", "deadlines.ics", "-o", "-", as_of=DAY).out,
        }

    for text in seen().values():
        assert any(date in text for date in ("February 2028", "2028-02"))
        assert "February 2031" not in text
        assert "2031-02" not in text
    replace(root, CRC, "due: 2027-11\n", "due: 2030-11\n")
    for text in seen().values():
        assert any(date in text for date in ("February 2031", "2031-02"))


def test_what_if_shows_the_same_and_changes_nothing(root: Path) -> None:
    before = snapshot(root)
    supposed = json.loads(timeline(root, "--what-if", "crc-state-report=2030-11", "--format", "json").out)
    assert snapshot(root) == before
    replace(root, CRC, "due: 2027-11\n", "due: 2030-11\n")
    changed = json.loads(timeline(root, "--format", "json").out)
    assert supposed["timeline"] == changed["timeline"]
    moves = {one["id"]: (one["from"], one["to"]) for one in supposed["what_if"]["moves"] if one["what"] != "start"}
    assert moves == {
        "crc-state-report": ("2027-11", "2030-11"),
        "crc-submission": ("2028-02", "2031-02"),
        "2.6": ("2027-11", "2030-11"),
        "2.11": ("2027-09", "2030-09"),
    }


def test_what_if_takes_a_date_in_words(root: Path) -> None:
    one = timeline(root, "--what-if", "crc-state-report=November 2030")
    assert one.out == timeline(root, "--what-if", "crc-state-report=2030-11").out
    assert "What if  crc-state-report is due November 2030, not November 2027" in one.out


def test_a_longer_cycle_moves_the_next_report_by_the_years_it_is_longer() -> None:
    done = json.loads(ask(REPOSITORY, "timeline", "--cycle", "8", "--format", "json", as_of=DAY).out)
    moves = due_moves(done)
    assert moves["crc-state-report"] == "2030-11"
    assert moves["crc-civil-society-submission"] == "2031?"
    assert done["what_if"]["supposed"][0] == "the review cycle is 8 years"


def test_what_if_distinguishes_problems_under_different_procedures() -> None:
    done = timeline(REPOSITORY, "--what-if", "crc-civil-society-submission=2024-03", "--format", "json")
    told = json.loads(done.out)["what_if"]
    assert any("if crc-standard applies" in one["message"] for one in told["appear"])
    assert any("if crc-simplified applies" in one["message"] for one in told["vanish"])


def test_what_if_names_the_date_in_the_files_if_it_has_no_end(root: Path) -> None:
    replace(root, "data/reports-due/crc.yaml", "due: 2027-11\n", 'due: "[2027-11..]"\n')
    out = timeline(root, "--what-if", "crc-state-report=2029").out
    assert "What if  crc-state-report is due 2029; in the files it is not before November 2027" in out


@pytest.mark.parametrize(
    ("due", "field", "message"),
    [
        ("2026-11", "ends: {before: crc-state-report}", "must end by November 2026, before crc-state-report"),
        ('"[..2026-11]"', "ends: {before: crc-state-report}", "must end by November 2026, before crc-state-report"),
        ('"[2026-11..]"', "starts: {after: crc-state-report}", "begins before November 2026, after crc-state-report"),
    ],
)
def test_a_window_is_not_worded_with_by_twice(tmp_path: Path, due: str, field: str, message: str) -> None:
    pillar = (
        'pillar: 9\ntitle: Nine\ncategories:\n  - title: Only\n    activities:\n      - id: "9.1"\n        text: A\n'
        f"        timeframe: {'2027' if 'ends' in field else '2024'}\n        {field}\n"
    )
    made = workspace(tmp_path, {"data/pillars/9.yaml": pillar})
    file = made / "data/reports-due/crc.yaml"
    file.write_text(file.read_text().replace("due: 2027-11", f"due: {due}"))
    found = [one.message for one in problems(made) if one.code in {"COB312", "COB313"}]
    assert found == [f"9.1 {message}"]


def test_what_if_lists_the_problems_that_appear_and_disappear(root: Path) -> None:
    replace(root, "data/pillars/2-government.yaml", "timeframe: 2026-01/2027-06", "timeframe: 2026-01/2027-10")
    later = json.loads(timeline(root, "--what-if", "crc-state-report=2028-11", "--format", "json").out)["what_if"]
    assert [one["code"] for one in later["vanish"]] == ["COB312"]
    sooner = json.loads(timeline(root, "--what-if", "crc-state-report=2026-11", "--format", "json").out)["what_if"]
    assert "COB303" in {one["code"] for one in sooner["appear"]}


def test_several_suppositions_can_be_combined(root: Path) -> None:
    done = timeline(
        root, "--what-if", "crc-state-report=2030-11", "--what-if", "crc-submission=2032", "--format", "json"
    )
    moves = due_moves(json.loads(done.out))
    assert (moves["crc-state-report"], moves["crc-submission"]) == ("2030-11", "2032")


def test_the_shipped_order_fails_under_the_simplified_procedure() -> None:
    plain = words(ask(REPOSITORY, "timeline", as_of=DAY).out)
    assert (
        "warning COB314: if crc-simplified applies, crc-civil-society-submission is due by August 2027,"
        " before crc-state-report; the roadmap says 2028 (year TBD)"
    ) in plain
    done = json.loads(ask(REPOSITORY, "timeline", "--procedure", "crc-simplified", "--format", "json", as_of=DAY).out)
    moves = {one["id"]: one for one in done["what_if"]["moves"] if one["what"] == "due"}
    assert moves["crc-civil-society-submission"]["to"] == "[..2027-08]"
    assert moves["crc-list-of-issues-prior-to-reporting"]["new"]
    assert moves["crc-alternative-report"]["to"] == "[2028-01..2028-02]"
    assert {one["code"] for one in done["what_if"]["appear"]} == {"COB306"}


def test_nothing_contradicts_the_standard_procedure() -> None:
    done = json.loads(ask(REPOSITORY, "timeline", "--procedure", "crc-standard", "--format", "json", as_of=DAY).out)
    assert done["what_if"]["appear"] == []
    moved = {one["id"] for one in done["what_if"]["moves"] if not one["new"]}
    assert moved == set()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--what-if", "crc-state-report"], "ID=DATE"),
        (["--what-if", "crc-state-rapport=2030"], "did you mean crc-state-report"),
        (["--what-if", "crc-state-report=soon"], 'not "soon"'),
        (["--what-if", "crc-state-report=early 2028"], '"first half of 2028"'),
        (["--procedure", "crc-long"], '"crc-long"'),
        (["--cycle", "0"], "1 to 100 years, not 0"),
        (["--cycle", "20000"], "1 to 100 years"),
        (["--cycle", "8", "--what-if", "crc-state-report=2029"], "both move crc-state-report"),
        (["--what-if", "crc-state-report=2029", "--what-if", "crc-state-report=2030"], "two dates"),
        (["--to", "2026/.."], "--to takes a date, not an open end"),
        (["--from", "../2026"], "--from takes a date, not an open end"),
        (["--from", "2028", "--to", "2027"], "is before --from 2028"),
        (["--from", "soon"], 'not "soon"'),
        (["--owner", "nobody"], '"nobody"'),
    ],
)
def test_an_impossible_scenario_is_refused_with_what_to_type(arguments: list[str], said: str) -> None:
    done = ask(REPOSITORY, "timeline", *arguments, as_of=DAY)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def test_a_bar_covers_the_cells_of_its_timeframe(root: Path) -> None:
    lines = bars(timeline(root, "--from", "2026", "--to", "2027"))
    # Two years in some 100 columns: four cells a month, one of them crossed by the day.
    assert (lines["2.11"].count("━"), lines["2.11"].count("┿")) == (18 * 4 - 1, 1)


def test_uncertain_ends_are_drawn_as_uncertain(root: Path) -> None:
    lines = bars(timeline(root))
    assert "╍" in lines["2.7"]
    assert "━" not in lines["2.7"]
    assert "◇" in lines["crc-children-report"]
    assert "◆" in lines["crc-state-report"]
    assert "╍" not in lines["crc-state-report"]


def test_a_bar_that_continues_beyond_the_window_is_marked(root: Path) -> None:
    line = bars(timeline(root, "--from", "2026-07", "--to", "2026-12"))["2.11"]
    assert "◂" in line
    assert "▸" in line


def test_the_day_is_marked_in_every_line(root: Path) -> None:
    lines = list(bars(timeline(root)).values())
    columns = {line.index(mark) for line in lines for mark in "│┿" if mark in line}
    assert len(columns) == 1
    assert (
        sum("│" in line or "┿" in line for line in lines) == len(lines) - 1
    )  # the legend's line is in a column of its own


def test_the_axis_shows_years_or_months_depending_on_the_window(root: Path) -> None:
    assert "2022" in timeline(root).out.splitlines()[2]
    months = timeline(root, "--from", "2026-07", "--to", "2026-12").out.splitlines()
    assert "2026" in months[2]
    assert "Jul" in months[3]
    assert "Dec" in months[3]


@pytest.mark.parametrize(
    "window", [("0001", "9999"), ("2026-11-24", "2026-11-24"), ("2026-11", "2026-11"), ("1950", "2150")]
)
def test_any_window_can_be_drawn(root: Path, window: tuple[str, str]) -> None:
    done = timeline(root, "--from", window[0], "--to", window[1])
    assert (done.code, done.err) == (0, "")


def test_the_last_possible_years_can_be_drawn_and_exported(
    root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    replace(root, CRC, "due: 2028?", "due: 9999")
    replace(root, CRC, "due: 2025?", "due: 9999-12/..")
    assert timeline(root).code == 0
    for command in (["render", "-o"], ["export", "deadlines.ics", "-o"]):
        assert ask(root, *command, str(tmp_path_factory.mktemp("o") / "x"), as_of=DAY).code == 0


def test_a_window_of_centuries_has_years_above_all_of_it(root: Path) -> None:
    axis = timeline(root, "--from", "1900", "--to", "2100").out.splitlines()[2].split()
    assert axis[0] == "1900"
    assert int(axis[-1]) > 2050


def test_a_window_that_ends_before_the_roadmap_is_empty(root: Path) -> None:
    assert "There is no activity or deadline in this period." in timeline(root, "--to", "2010").out


def test_facts_found_out_later_are_not_known_yet(root: Path) -> None:
    findings = "due: 2027-11\n    findings:\n      - {date: 2029-06-01, outcome: submitted, source: OHCHR}\n"
    replace(root, CRC, "due: 2027-11\n", findings)
    before = json.loads(timeline(root, "--format", "json").out)
    assert next(one["when"] for one in before["timeline"] if one["id"] == "crc-submission") == "2028-02"
    assert "is due before" not in json.dumps(before["problems"])


def test_deadlines_that_no_longer_exist_are_listed(root: Path) -> None:
    own = (
        "id: crc-short\ntitle: Short\nmechanism: crc\nsource: Us\nsteps:\n"
        "  - {id: session, title: Session, kind: review, owner: un}\n"
    )
    put(root, {"data/procedures/crc-short.yaml": own})
    replace(root, CRC, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-simplified]\n")
    from cobtrack.model import scenario
    from cobtrack.store.load import load
    from cobtrack.views.whatif import compare

    workspace = load(root).workspace
    shorter = scenario.with_procedure(workspace, next(one for one in workspace.procedures if one.id == "crc-short"))
    moves = compare(workspace, shorter, date(2026, 11, 24), (), ()).moves
    assert {one.id for one in moves if one.is_removed} == {
        "crc-alternative-report", "crc-children-submission", "crc-civil-society-submission",
        "crc-list-of-issues-prior-to-reporting", "crc-pre-session",
    }  # fmt: skip


def test_an_activity_is_not_bound_by_a_cancelled_deadline(root: Path) -> None:
    findings = "due: 2027-11\n    findings:\n      - {date: 2026-10-01, outcome: cancelled, source: OHCHR}\n"
    replace(root, CRC, "due: 2027-11\n", findings)
    rows = {one["id"]: one for one in json.loads(timeline(root, "--format", "json").out)["timeline"]}
    assert "has_to_end" not in rows["2.11"]


def test_a_window_without_anything_says_so(root: Path) -> None:
    assert "There is no activity or deadline in this period." in timeline(root, "--from", "1950", "--to", "1951").out


def test_bars_outside_the_window_are_counted(root: Path) -> None:
    assert "outside this period" in timeline(root, "--from", "2027", "--to", "2027").out


def test_a_filter_by_pillar_includes_the_deadlines_that_the_pillar_serves(root: Path) -> None:
    assert {"2.6", "2.7", "crc-mid-term-review", "crc-state-report"} <= set(bars(timeline(root, "--pillar", "2")))
    assert "1.1" not in bars(timeline(root, "--pillar", "2"))


@pytest.mark.parametrize("columns", [40, 80, 160])
def test_a_line_is_never_wider_than_the_terminal(root: Path, columns: int) -> None:
    for more in ([], ["--what-if", "crc-state-report=2030-11"]):
        screen = on_terminal("timeline", "--root", str(root), "--as-of", DAY, *more, columns=columns, rows=200)
        assert screen.code == 0
        assert max(map(cell_len, screen.lines)) <= columns


def test_colour_never_carries_information_of_its_own(root: Path) -> None:
    colored = on_terminal("timeline", "--root", str(root), "--as-of", DAY, rows=200)
    plain = on_terminal("timeline", "--root", str(root), "--as-of", DAY, rows=200, NO_COLOR="1")
    assert colored.is_colored
    assert not plain.is_colored
    assert colored.text == plain.text


def test_csv_has_a_line_for_each_bar(root: Path) -> None:
    lines = timeline(root, "--format", "csv").out.lstrip("\ufeff").splitlines()
    assert lines[0] == "kind,id,when,has_to_end,state,title"
    assert "activity,activity:2.11,2026-01/2027-06,2027-09,not-reported,Support the report of the State" in lines


@pytest.mark.parametrize(
    ("owner", "said"), [("state", "State"), ("civil-society", "NGOs"), ("children", "children"), ("un", "UN")]
)
def test_due_by_owner_shows_the_deadlines_of_that_owner(root: Path, owner: str, said: str) -> None:
    rows = json.loads(ask(root, "due", "--all", "--owner", owner, "--format", "json", as_of=DAY).out)["deadlines"]
    assert rows
    assert {one["owner"] for one in rows} == {owner}
    assert said in ask(root, "due", "--all", "--owner", owner, as_of=DAY).out


def test_a_deadline_after_an_overdue_report_has_no_date_and_waits_for_it(root: Path) -> None:
    rows = json.loads(ask(root, "due", "--all", "--format", "json", as_of="2028-06-01").out)["deadlines"]
    row = next(one for one in rows if one["id"] == "crc-submission")
    assert (row["state"], row["waits_for"]) == ("unknown", "crc-state-report")
    assert "waits for crc-state-report" in ask(root, "show", "crc-submission", as_of="2028-06-01").out


@pytest.fixture
def cancelled(root: Path) -> Path:
    """The same workspace, with the report cancelled, and a reply relative to the submission."""
    report = "    title: Next periodic report\n"
    findings = "    findings: [{date: 2026-10-01, outcome: cancelled, source: OHCHR}]\n"
    reply = SUBMISSION.replace("id: crc-submission", "id: crc-reply").replace(
        "after: crc-state-report", "after: crc-submission"
    )
    text = (root / CRC).read_text() + reply
    assert text.count(report) == 1
    return put(root, {CRC: text.replace(report, report + findings)})


def test_a_deadline_after_a_cancelled_report_does_not_wait_and_says_why_it_has_no_date(cancelled: Path) -> None:
    rows = rows_by(json.loads(ask(cancelled, "due", "--all", "--format", "json", as_of=DAY).out), "deadlines")
    row = rows["crc-submission"]
    assert (row["state"], row["cancelled_anchor"]) == ("unknown", "crc-state-report")
    assert "waits_for" not in row
    shown = ask(cancelled, "show", "crc-submission", as_of=DAY).out
    assert "unknown, relative to crc-state-report, which was cancelled" in words(shown)


def test_the_site_says_that_the_anchor_of_a_date_was_cancelled(cancelled: Path) -> None:
    text = visible(site_pages(cancelled, as_of=DAY)["mechanism-crc.html"])
    assert "which is outstanding" not in text
    assert "3 months after Next periodic report, which was cancelled" in text
    assert (
        "3 months after Submission of the coalition, which depends on “Next periodic report”, which was cancelled"
        in text
    )


def test_show_names_the_anchor_of_a_date_and_the_dates_relative_to_it(root: Path) -> None:
    assert "February 2028, 3 months after crc-state-report" in words(ask(root, "show", "crc-submission", as_of=DAY).out)
    assert "sets the date of crc-submission" in words(ask(root, "show", "crc-state-report", as_of=DAY).out)
    assert "must end by September 2027" in words(ask(root, "show", "2.11", as_of=DAY).out)


def test_the_procedures_can_be_shown_from_any_workspace_that_names_them(root: Path) -> None:
    replace(root, CRC, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-simplified]\n")
    assert "ships with cobtrack" in ask(root, "show", "crc-simplified", as_of=DAY).out


def test_a_procedure_of_a_mechanism_is_listed_once_under_procedures(root: Path) -> None:
    replace(root, CRC, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-simplified]\n")
    own = "id: crc-simplified\ntitle: Ours\nmechanism: crc\nsource: Us\nsteps: []\n"
    put(root, {"data/procedures/ours.yaml": own})
    lines = ask(root, "show", "crc", as_of=DAY).out.splitlines()
    assert [" ".join(line.split()) for line in lines if "Ours" in line] == ["procedures crc-simplified Ours"]


def test_a_known_procedure_makes_its_steps_deadlines(root: Path) -> None:
    replace(root, CRC, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-simplified]\n")
    replace(root, CRC, "due: 2027-11\n", "due: 2027-11\n    step: state-report\n")
    rows = {
        one["id"]: one for one in json.loads(ask(root, "due", "--all", "--format", "json", as_of=DAY).out)["deadlines"]
    }
    assert rows["crc-alternative-report"]["due"] == "[2028-01..2028-02]"
    assert rows["crc-session"]["due"] == "[2028-05..2028-06]"
    assert rows["crc-session"]["state"] == "upcoming"
    assert not [one for one in rows if one.startswith("crc-state-report-")]


def test_a_workspace_s_own_procedure_wins_over_the_shipped_one(root: Path) -> None:
    replace(root, CRC, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-simplified]\n")
    own = (
        "id: crc-simplified\ntitle: Ours\nmechanism: crc\nsource: Us\nsteps:\n"
        "  - {id: session, title: Session, kind: review, owner: un}\n"
    )
    put(root, {"data/procedures/crc-simplified.yaml": own})
    rows = json.loads(ask(root, "due", "--all", "--format", "json", as_of=DAY).out)["deadlines"]
    assert "crc-session" in {one["id"] for one in rows}
    assert "crc-pre-session" not in {one["id"] for one in rows}


def test_an_unknown_procedure_is_an_error_with_a_place(root: Path) -> None:
    replace(root, CRC, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-simple]\n")
    out = run("validate", "--root", str(root), "--as-of", DAY).out
    assert f'{CRC}:5:14: error[COB203] no procedure has the id "crc-simple"' in out


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("{after: crc-state-rapport, months: 3}", "COB203"),
        ("{after: crc-state-report, months: three}", "COB106"),
        ("{after: crc-state-report, month: 3}", "COB102"),
        ("{months: 3}", "COB113"),
        ("{after: crc-submission, months: 3}", "COB311"),
        ("[2028-01..2028-03]", 'hint: put it in quotes: "[2026-05..2026-08]"'),
        ("February 2028", "hint: write 2028-02"),
    ],
)
def test_a_wrong_date_is_a_problem_with_its_place(root: Path, due: str, said: str) -> None:
    replace(root, CRC, "due: {after: crc-state-report, months: 3}", f"due: {due}")
    done = run("validate", "--root", str(root), "--as-of", DAY)
    assert done.code == 1
    line = next(number for number, text in enumerate((root / CRC).read_text().splitlines(), 1) if due in text)
    assert f"{CRC}:{line}:" in done.out
    assert said in done.out


def test_markup_in_a_title_is_escaped_in_the_drawing(root: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    replace(root, CRC, "title: Submission of the coalition", 'title: "<script>alert(1)</script> & </svg>"')
    out = tmp_path_factory.mktemp("out")
    ask(root, "render", "-o", str(out), as_of=DAY)
    html = (out / "roadmap.html").read_text()
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; &lt;/svg&gt;" in html


def due_ids(root: Path, *arguments: str, as_of: str) -> list[str]:
    return [
        row["id"] for row in json.loads(ask(root, "due", *arguments, "--format", "json", as_of=as_of).out)["deadlines"]
    ]


@pytest.mark.parametrize(("day", "shown"), [("2026-10-31", False), ("2026-11-02", True)])
def test_due_shows_what_may_fall_due_within_twelve_months(root: Path, day: str, shown: bool) -> None:
    assert ("crc-state-report" in due_ids(root, as_of=day)) is shown


def test_a_meeting_that_was_held_is_shown_on_its_day(root: Path) -> None:
    replace(root, "data/reports-due/upr.yaml", "    due: 2024-05-08\n", "    due: 2029\n")
    order = due_ids(root, "--all", as_of=DAY)
    assert order.index("upr-review") < order.index("crc-mid-term-review")
    assert "8 May 2024" in ask(root, "due", "--all", as_of=DAY).out


def test_deadlines_alone_are_shown_from_their_first_year_on(root: Path) -> None:
    found = json.loads(timeline(root, "--mechanism", "upr", "--format", "json").out)
    assert found["from"] == "2023-01-01"
    assert {one["id"] for one in found["timeline"]} >= {"upr-stakeholder-submission", "upr-review"}


def test_a_filter_by_owner_includes_only_activities_that_serve_its_deadlines(root: Path) -> None:
    pillar = "data/pillars/2-government.yaml"
    replace(root, pillar, "        ends: {before:", "        serves: [crc-children-report]\n        ends: {before:")
    found = json.loads(timeline(root, "--owner", "children", "--format", "json").out)
    assert [one["id"] for one in found["timeline"]] == ["2.11", "crc-children-report"]


def test_a_supposition_that_changes_nothing_says_so(root: Path) -> None:
    assert (
        "crc-state-report is due November 2027, as before"
        in timeline(root, "--what-if", "crc-state-report=2027-11").out
    )


def test_what_if_lists_plans_that_end_long_before_the_date_that_moved() -> None:
    told = ask(REPOSITORY, "timeline", "--what-if", "crc-state-report=2030-11", as_of=DAY).out
    appear = told.partition("New problems")[2].partition("Resolved problems")[0]
    assert re.findall(r"COB316: (\S+) ends", appear) == ["1.10", "2.8", "4.8"]


def found_out(root: Path, outcome: str, day: str) -> None:
    finding = f"    findings: [{{date: {day}, outcome: {outcome}, source: OHCHR}}]\n"
    replace(root, CRC, "    basis: cob-paragraph\n", f"    basis: cob-paragraph\n{finding}")


def test_activities_count_from_the_day_when_a_deadline_was_met(root: Path) -> None:
    found_out(root, "submitted", "2027-06-10")
    pillar = "data/pillars/2-government.yaml"
    replace(root, pillar, "2026-01/2027-06", "2027-07/2027-09")
    replace(root, pillar, "ends: {before: crc-state-report, months: 2}", "starts: {after: crc-state-report, days: 14}")
    assert ask(root, "validate", as_of="2027-12-01").out.count("COB313") == 0
    replace(root, pillar, "starts: {after: crc-state-report, days: 14}", "ends: {after: crc-state-report, months: 2}")
    assert "COB312" in ask(root, "validate", as_of="2027-12-01").out
    assert "must end by 10 August 2027" in words(ask(root, "show", "2.11", as_of="2027-12-01").out)


def test_a_cancelled_deadline_is_cancelled_and_binds_nobody(root: Path) -> None:
    found_out(root, "cancelled", "2026-10-01")
    replace(root, CRC, "    due: 2027-11\n", "    due: 2026-05\n")
    pillar = "data/pillars/2-government.yaml"
    replace(root, pillar, "        ends: {before: crc-state-report, months: 2}", "        serves: [crc-state-report]")
    assert ask(root, "validate", as_of=DAY).code == 0
    assert "crc-state-report" not in due_ids(root, as_of=DAY)
    rows = json.loads(ask(root, "due", "--all", "--format", "json", as_of=DAY).out)["deadlines"]
    assert next(one for one in rows if one["id"] == "crc-state-report")["state"] == "cancelled"
    assert "STATUS:CANCELLED" in ask(root, "export", "deadlines.ics", "-o", "-", as_of=DAY).out


def test_what_if_lists_different_problems_at_one_place_separately(root: Path) -> None:
    pillar = "data/pillars/2-government.yaml"
    replace(
        root, pillar, "ends: {before: crc-state-report, months: 2}", "serves: [crc-mid-term-review, crc-state-report]"
    )
    replace(root, CRC, "    due: 2025?\n", "    due: 2026-02\n")
    before = timeline(root, "--format", "json").out
    assert before.count("2.11 ends after") == 1
    appear = json.loads(timeline(root, "--what-if", "crc-state-report=2026-03", "--format", "json").out)["what_if"][
        "appear"
    ]
    assert any("2.11 ends after crc-state-report" in one["message"] for one in appear)


def test_a_problem_in_which_only_a_date_changes_neither_appears_nor_disappears(root: Path) -> None:
    replace(root, CRC, "    due: 2027-11\n", "    due: 2026-05\n")
    told = json.loads(timeline(root, "--what-if", "crc-state-report=2026-06", "--format", "json").out)["what_if"]
    assert [one for one in told["appear"] + told["vanish"] if one["code"] == "COB312"] == []


def test_what_if_says_when_an_activity_can_begin(root: Path) -> None:
    replace(
        root,
        "data/pillars/2-government.yaml",
        "ends: {before: crc-state-report, months: 2}",
        "starts: {after: crc-state-report}",
    )
    done = timeline(root, "--what-if", "crc-state-report=2030-11")
    assert "2.11 waits until November 2027 -> November 2030" in words(done.out)


def test_filters_apply_to_what_if_and_its_problems(root: Path) -> None:
    told = json.loads(
        timeline(root, "--what-if", "crc-state-report=2022-02", "--mechanism", "upr", "--format", "json").out
    )
    assert (told["what_if"]["moves"], told["what_if"]["appear"]) == ([], [])
    told = json.loads(timeline(root, "--what-if", "crc-state-report=2022-02", "--pillar", "2", "--format", "json").out)
    assert {one["id"] for one in told["what_if"]["moves"]} >= {"2.11", "crc-state-report"}


def test_a_cycle_of_steps_is_reported_at_the_step(root: Path) -> None:
    steps = "".join(
        f"  - {{id: {one}, title: A step, kind: review, owner: un, due: {{after: {other}}}}}\n"
        for one, other in (("a", "b"), ("b", "a"))
    )
    put(root, {"data/procedures/loop.yaml": f"id: loop\ntitle: A loop\nmechanism: crc\nsource: Us\nsteps:\n{steps}"})
    assert "data/procedures/loop.yaml:6:" in ask(root, "validate", as_of=DAY).out
    replace(root, CRC, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [loop]\n")
    assert ask(root, "validate", as_of=DAY).out.count("error[COB311]") == 1


def test_an_activity_whose_words_do_not_say_what_is_done_is_listed_with_its_category() -> None:
    told = json.loads(ask(REPOSITORY, "timeline", "--format", "json", as_of=DAY).out)
    words = "Dissemination and consultation workshops: For CYLNs and other children and youth"
    assert words in ask(REPOSITORY, "list", "activities", as_of=DAY).out
    assert words in json.dumps(told)
