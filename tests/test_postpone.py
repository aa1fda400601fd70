"""`cobtrack postpone` moves a planned date and what belongs to it, and every record keeps its earlier date."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import Result, ask, on_terminal, replace, run, small, snapshot, words

if TYPE_CHECKING:
    from pathlib import Path

PILLAR, CRC, ROADMAP = "data/pillars/2-government.yaml", "data/reports-due/crc.yaml", "data/roadmap.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


def postpone(root: Path, identifier: str, to: str, *options: str, why: str = "Elections come first.") -> Result:
    return ask(root, "postpone", identifier, "--to", to, "--why", why, *options)


def record(root: Path, identifier: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(root, "show", identifier, "-f", "json").out)["records"][0]
    return found


def test_an_activity_keeps_its_earlier_timeframe_with_day_and_reason(root: Path) -> None:
    assert postpone(root, "2.10", "2026-05-08").code == 0
    activity = record(root, "2.10")
    assert activity["timeframe"] == "2026-05-08"
    assert activity["was"] == [{"timeframe": "2024-05-08", "until": "2026-02-01", "why": "Elections come first."}]


def test_only_the_lines_of_the_date_change(root: Path) -> None:
    before = (root / PILLAR).read_text().splitlines()
    postpone(root, "2.10", "2026-05-08")
    after = (root / PILLAR).read_text().splitlines()
    assert [line for line in before if line not in after] == ["        timeframe: 2024-05-08"]
    assert [line.strip() for line in after if line not in before] == [
        "timeframe: 2026-05-08", "was:", "- timeframe: 2024-05-08", "until: 2026-02-01", "why: Elections come first.",
    ]  # fmt: skip


def test_undo_restores_the_files(root: Path) -> None:
    before = {name: content for name, (content, _) in snapshot(root).items()}
    assert postpone(root, "2.7", "2028", "--with", "all").code == 0
    assert ask(root, "validate").code == 0
    assert run("undo", "--root", str(root)).code == 0
    assert {name: content for name, (content, _) in snapshot(root).items()} == before


def test_a_dry_run_shows_the_change_and_writes_nothing(root: Path) -> None:
    before = snapshot(root)
    result = postpone(root, "2.10", "2026-05-08", "--dry-run")
    assert "2.10 timeframe: 2024-05-08 -> 2026-05-08" in result.err
    assert "+        timeframe: 2026-05-08" in result.out
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("words_", "edtf"),
    [("first half of 2026", "2026-40"), ("May 2026", "2026-05"), ("2026?", "2026?"), ("2023", "2023")],
    ids=["half-year", "month", "uncertain", "earlier"],
)
def test_the_new_date_can_be_in_words_uncertain_or_earlier(root: Path, words_: str, edtf: str) -> None:
    assert postpone(root, "2.10", words_).code == 0
    assert record(root, "2.10")["timeframe"] == edtf


def test_a_deadline_can_become_relative_to_another_deadline(root: Path) -> None:
    assert postpone(root, "crc-children-report", "3 months after crc-state-report").code == 0
    deadline = record(root, "crc-children-report")
    assert deadline["due"] == {"months": "3", "after": "crc-state-report"}
    assert deadline["was"][0]["due"] == "2028?"


def test_a_step_of_a_procedure_keeps_the_date_that_the_procedure_gives(root: Path) -> None:
    replace(root, CRC, "id: crc\n", "id: crc\nprocedures: [crc-simplified]\n")
    assert postpone(root, "crc-pre-session", "February 2029").code == 0
    deadline = record(root, "crc-pre-session")
    assert deadline["due"] == "2029-02"
    assert deadline["was"][0]["due"] == {"after": "crc-alternative-report", "months": "1"}
    assert "- due: {after: crc-alternative-report, months: 1}" in (root / CRC).read_text()
    assert "set the earlier date of crc-pre-session" in words(ask(root, "show", "crc-alternative-report").out)


def test_a_relative_date_is_for_deadlines_only(root: Path) -> None:
    result = postpone(root, "2.7", "3 months after crc-state-report")
    assert result.code == 2
    assert "cobtrack set 2.7 ends='{after: crc-state-report, months: 3}'" in result.err


def test_log_refers_to_postpone(root: Path) -> None:
    result = ask(root, "log", "2.7", "--status", "postponed")
    assert "its timeframe is as before; to move it: cobtrack postpone 2.7 --to DATE" in words(result.err)


def test_a_date_that_is_to_be_determined_becomes_tentative(root: Path) -> None:
    assert postpone(root, "crc-children-report", "2028-03").code == 0
    deadline = record(root, "crc-children-report")
    assert (deadline["due"], deadline["certainty"]) == ("2028-03", "tentative")
    assert deadline["was"][0]["certainty"] == "tbd"


def test_a_date_that_stays_uncertain_stays_to_be_determined(root: Path) -> None:
    assert postpone(root, "crc-children-report", "2029?").code == 0
    assert record(root, "crc-children-report")["certainty"] == "tbd"


@pytest.mark.parametrize("option", [["--with", "all"], ["--with", "roadmap,crc-mid-term-review"]], ids=["all", "names"])
def test_the_deadline_and_the_period_move_too(root: Path, option: list[str]) -> None:
    assert postpone(root, "2.7", "2028", *option).code == 0
    assert record(root, "2.7")["timeframe"] == "2028"
    assert record(root, "crc-mid-term-review")["due"] == "2028"
    assert "period: 2022/2028\n" in (root / ROADMAP).read_text()
    assert ask(root, "validate").code == 0


def test_in_a_pipe_contradictions_are_named_with_what_to_type(root: Path) -> None:
    before = snapshot(root)
    result = postpone(root, "2.7", "2028")
    assert result.code == 2
    assert "2.7 (2028) is outside the roadmap's period" in result.err
    assert "2.7 ends after crc-mid-term-review is due" in result.err
    assert "add --with crc-mid-term-review --with roadmap, or --with all" in words(result.err)
    assert snapshot(root) == before


def test_other_dates_are_not_offered_if_it_would_not_help_to_move_them(root: Path) -> None:
    replace(root, "data/reports-due/crc.yaml", "due: 2028?", "due: {after: crc-state-report, years: 1}")
    replace(root, PILLAR, "serves: [upr-review]", "serves: [crc-children-report]")
    result = postpone(root, "crc-state-report", "5 years after crc-children-report")
    assert "depends on itself" in words(result.err)
    assert "--with" not in result.err


def test_a_date_that_belongs_to_the_plan_and_contradicts_nothing_is_named(root: Path) -> None:
    result = postpone(root, "2.7", "2024")
    assert result.code == 0
    assert "crc-mid-term-review is due 2025 (year TBD) as before; to move it too: cobtrack postpone" in words(
        result.err
    )


def test_a_deadline_that_binds_the_state_does_not_move_with_the_coalitions_plan(root: Path) -> None:
    result = postpone(root, "2.6", "2023/2028", "--with", "roadmap")
    assert result.code == 2
    assert "2.6 ends after crc-state-report is due (November 2027)" in result.err


def test_a_deadline_takes_the_activities_that_prepare_for_it_along(root: Path) -> None:
    assert postpone(root, "crc-state-report", "2030-11", "--with", "all").code == 0
    # 2.6 has begun, so only its end moves.
    assert record(root, "2.6")["timeframe"] == "2023/2030"
    assert "period: 2022/2030\n" in (root / ROADMAP).read_text()


def test_an_activity_that_has_not_begun_moves_by_the_same_time_as_its_deadline(root: Path) -> None:
    replace(root, PILLAR, "timeframe: 2023/2027\n", "timeframe: 2026-09/2027\n")
    replace(root, PILLAR, '        after: ["2.6"]\n', "")
    replace(root, PILLAR, "status: in-progress\n", "status: planned\n")
    assert postpone(root, "crc-state-report", "2030-11", "--with", "2.6,roadmap,crc-children-report").code == 0
    assert record(root, "2.6")["timeframe"] == "2029-09/2030"


def test_what_comes_after_a_moved_date_and_would_be_over_before_it_moves_by_the_same_time(root: Path) -> None:
    assert postpone(root, "crc-state-report", "2030-11", "--with", "all").code == 0
    assert record(root, "crc-children-report")["due"] == "2031?"
    assert postpone(root, "2.6", "2026/2030", "--with", "all").code == 0
    assert record(root, "2.7")["timeframe"] == "2028?"
    assert record(root, "crc-mid-term-review")["due"] == "2028?"


def test_a_deadline_that_is_relative_to_the_moved_one_is_reported(root: Path) -> None:
    replace(root, CRC, "due: 2028?\n", "due: {after: crc-state-report, years: 1, precision: year}\n")
    result = postpone(root, "crc-state-report", "2028-02")
    assert "crc-children-report depends on a date that moved, and moves from 2028 (year TBD) to 2029" in words(
        result.err
    )


def test_an_interval_that_becomes_one_date_is_pointed_out(root: Path) -> None:
    replace(root, PILLAR, '        after: ["2.6"]\n', "")
    result = postpone(root, "2.6", "2027")
    assert "to keep its beginning, move it to 2023/2027" in words(result.err)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cerd", "2027"), "cerd has no date that can be postponed"),
        (("roadmap", "2022/2028"), "roadmap has no date that can be postponed"),
        (("2.7", "soon"), '"soon" cannot be the new date'),
        (("2.7", " "), "--to is empty"),
        (("cerd-review", "2027"), "cerd-review has no date yet"),
        (("crc-state-report", "3 months after 2.7"), "name the other deadline by its id"),
        (("2.7", "2024", "--with", "cerd"), "cerd does not move together with 2.7"),
        (("upr-stakeholder-submission", "2027"), "cannot be postponed, because it was submitted"),
        (("2.99", "2027"), 'there is no record "2.99"'),
    ],
)
def test_what_cannot_move_is_refused(root: Path, arguments: tuple[str, ...], message: str) -> None:
    before = snapshot(root)
    result = postpone(root, *arguments)
    assert result.code == 2
    assert message in words(result.err)
    assert snapshot(root) == before


@pytest.mark.parametrize(("status", "hint"), [("done", "--correction"), ("cancelled", "log 2.7 --status planned")])
def test_an_activity_that_is_done_or_cancelled_is_not_postponed(root: Path, status: str, hint: str) -> None:
    ask(root, "log", "2.7", "--status", status, "--note", "Agreed.")
    result = postpone(root, "2.7", "2028")
    assert result.code == 2
    assert f"2.7 cannot be postponed, because it is {status}" in result.err
    assert hint in words(result.err)


def test_in_a_pipe_the_reason_is_required(root: Path) -> None:
    result = ask(root, "postpone", "2.10", "--to", "2026")
    assert result.code == 2
    assert "the reason is missing" in result.err


def test_a_second_move_keeps_both_earlier_dates(root: Path) -> None:
    postpone(root, "2.10", "2026-05")
    postpone(root, "2.10", "2026-09")
    assert [entry["timeframe"] for entry in record(root, "2.10")["was"]] == ["2024-05-08", "2026-05"]


def test_the_same_date_changes_nothing(root: Path) -> None:
    before = snapshot(root)
    result = postpone(root, "2.10", "8 May 2024")
    assert result.code == 0
    assert "Unchanged" in result.err
    assert snapshot(root) == before


def test_without_a_new_date_a_script_gets_an_error(root: Path) -> None:
    result = ask(root, "postpone", "2.7", "--why", "Elections")
    assert (result.code, "--to is missing" in result.err) == (2, True)


def test_on_a_terminal_it_asks_for_a_missing_date(root: Path) -> None:
    options = ["--why", "Elections", "--with", "all", "--as-of", "2026-02-01", "--root", str(root)]
    screen = on_terminal("postpone", "2.7", *options, typed="later\n2028\n", columns=200)
    assert '"later" cannot be the new date' in screen.text
    assert record(root, "2.7")["timeframe"] == "2028"


def on_screen(root: Path, *arguments: str, typed: str) -> str:
    options = ["--to", "2028", "--as-of", "2026-02-01", "--root", str(root)]
    return words(on_terminal("postpone", *arguments, *options, typed=typed, columns=200).text)


def test_on_a_terminal_it_asks_what_moves_too_and_why(root: Path) -> None:
    screen = on_screen(root, "2.7", typed="y\ny\nThe State moved it.\n")
    assert "crc-mid-term-review is due 2025 (year TBD), and 2.7 prepares for it. Move it to 2028 too?" in screen
    assert "the roadmap has the period 2022 - 2027, and 2.7 would be outside it. Move it to 2022 - 2028 too?" in screen
    assert record(root, "crc-mid-term-review")["was"][0]["why"] == "The State moved it."


def test_on_a_terminal_a_no_that_leaves_a_contradiction_writes_nothing(root: Path) -> None:
    before = snapshot(root)
    screen = on_screen(root, "2.7", "--why", "Elections", typed="n\ny\n")
    assert "2.7 ends after crc-mid-term-review is due" in screen
    assert snapshot(root) == before


def test_on_a_terminal_options_are_not_asked_for_again(root: Path) -> None:
    screen = on_screen(root, "2.7", "--why", "Elections", "--with", "all", typed="")
    assert "too?" not in screen
    assert record(root, "2.7")["timeframe"] == "2028"
