"""The timeline and `due` as text: their width, distinguishable deadlines, and notes about what is left out."""

from __future__ import annotations

import csv
import json
import shutil
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len

from tests.cli_support import REPOSITORY, Result, ask, on_terminal, replace, small, words

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
CRC = "data/reports-due/crc.yaml"
PILLAR = "data/pillars/2-government.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path)


@pytest.fixture
def shipped(tmp_path: Path) -> Path:
    """A copy of the shipped data."""
    shutil.copy(REPOSITORY / "cobtrack.yaml", tmp_path)
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    return tmp_path


def timeline(root: Path, *arguments: str) -> Result:
    return ask(root, "timeline", *arguments, as_of=DAY)


def screen(root: Path, *arguments: str, columns: int) -> list[str]:
    return on_terminal(
        "timeline", "--root", str(root), "--as-of", DAY, *arguments, columns=columns, rows=200, NO_COLOR="1"
    ).lines


def drawn(lines: list[str], title: str) -> str:
    """The line of the bar with this title."""
    return next(line for line in lines if title in line)


def widest(done: Result) -> int:
    return max(map(cell_len, done.out.splitlines()))


def test_a_line_in_a_pipe_has_at_most_160_columns() -> None:
    assert widest(timeline(REPOSITORY)) <= 160
    assert widest(timeline(REPOSITORY, "--procedure", "crc-simplified")) <= 160


@pytest.mark.parametrize("columns", [80, 100, 200])
def test_in_a_pipe_the_width_is_columns(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert columns - 10 < widest(timeline(REPOSITORY)) <= columns


@pytest.mark.parametrize("columns", ["", "0", "wide", "-5"])
def test_columns_that_is_not_a_number_is_ignored(columns: str, monkeypatch: pytest.MonkeyPatch) -> None:
    without = timeline(REPOSITORY).out
    monkeypatch.setenv("COLUMNS", columns)
    assert timeline(REPOSITORY).out == without


def test_json_and_csv_have_the_whole_titles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "40")
    title = "Civil society stakeholder submissions to the CRC Committee"
    for name in ("json", "csv"):
        assert title in timeline(REPOSITORY, "--format", name).out


@pytest.mark.parametrize(
    ("due", "mark"),
    [
        ("2028-01-15", "◆"),
        ("2028-01", "◆"),
        ("2028-01-30/2028-02-02", "◆"),
        ("'[2028-01..2028-02]'", "◇"),
        ("'[..2028-01]'", "◇"),
        ("2028-01?", "◇"),
        ("2028-01/2028-02", "◇"),
        ("2028", "◇"),
    ],
)
@pytest.mark.parametrize("columns", [80, 160])
def test_a_diamond_is_filled_by_the_date_and_not_by_the_scale(
    root: Path, due: str, mark: str, columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    replace(root, CRC, "due: 2028?\n    certainty: tbd", f"due: {due}\n    certainty: confirmed")
    line = drawn(timeline(root).out.splitlines(), "Children's" if columns == 160 else "children-report")
    assert [one for one in line if one in "◆◇"] == [mark]


def test_on_a_scale_of_days_a_month_is_not_exact(root: Path) -> None:
    done = timeline(root, "--from", "2027-10", "--to", "2027-12")
    assert "╍◇" in drawn(done.out.splitlines(), "Next periodic report")


@pytest.mark.parametrize("columns", [120, 160])
def test_a_wide_terminal_shows_whole_ids(columns: int) -> None:
    lines = screen(REPOSITORY, columns=columns)
    assert drawn(lines, "crc-civil-society-submission").startswith("crc-civil-society-submission ")


def test_at_80_columns_deadlines_of_one_body_are_distinguishable() -> None:
    lines = screen(REPOSITORY, "--procedure", "crc-simplified", columns=80)
    tails = {line[-18:] for line in lines if line.startswith("CRC ")}
    assert len(tails) == len([line for line in lines if line.startswith("CRC ")]) == 6
    assert "The ids of deadlines are shortened: CRC children-report is crc-children-report." in lines


def test_the_certainty_of_a_date_is_shown_if_there_is_room(root: Path) -> None:
    assert "upcoming, tentative" in drawn(screen(root, columns=160), "crc-state-report")
    assert "tentative" not in drawn(screen(root, columns=80), "state-report")
    bars = json.loads(timeline(root, "--format", "json").out)["timeline"]
    assert {one["id"]: one.get("certainty") for one in bars}["crc-state-report"] == "tentative"


def test_due_and_show_name_the_certainty_of_a_date(shipped: Path) -> None:
    replace(shipped, CRC, "procedures: [crc-standard, crc-simplified]", "procedures: [crc-standard]")
    rows = ask(shipped, "due", "--all", as_of=DAY).out.splitlines()
    assert "upcoming tentative CRC crc-state-report " in words(drawn(rows, "crc-state-report"))
    assert "certainty tentative, like crc-state-report" in words(ask(shipped, "show", "crc-pre-session", as_of=DAY).out)
    shown = words(ask(shipped, "show", "crc-state-report", as_of=DAY).out)
    assert shown.count("certainty") == 1


def test_a_filtered_timeline_says_that_there_are_problems_outside_it() -> None:
    for part in (["--pillar", "2"], ["--from", "2022", "--to", "2023"]):
        out = timeline(REPOSITORY, *part).out
        assert "none in the period shown; 2 outside it" in out


def test_a_filtered_timeline_without_problems_anywhere_says_that_all_fits(root: Path) -> None:
    assert "Problems with dates (0) none" in words(timeline(root, "--pillar", "2").out)


def test_a_window_narrows_the_problems_as_it_does_the_bars() -> None:
    def problems(*window: str) -> int:
        return len(json.loads(timeline(REPOSITORY, *window, "--format", "json").out)["problems"])

    assert (problems(), problems("--from", "2028"), problems("--to", "2027")) == (2, 2, 0)


def test_what_if_lists_what_moves_out_of_the_window() -> None:
    found = json.loads(
        timeline(REPOSITORY, "--to", "2028", "--what-if", "crc-state-report=2030-11", "--format", "json").out
    )["what_if"]
    assert "crc-state-report" in {one["id"] for one in found["moves"]}
    assert {one["code"] for one in found["appear"]} == {"COB316"}


def test_due_does_not_say_that_nothing_matches_if_something_has_to_start() -> None:
    done = ask(REPOSITORY, "due", "--owner", "children", as_of=DAY)
    assert done.err == "note: no matching deadline has passed or is due within the next twelve months\n"
    assert "1 January 2027" in done.out
    assert "Not shown: 1 later" in done.out
    none = ask(REPOSITORY, "due", "--owner", "children", "--status", "overdue", as_of=DAY)
    assert none.err == "note: no deadlines match\n"


def test_the_csv_of_due_has_the_latest_sensible_start_and_the_certainty() -> None:
    rows = list(
        csv.DictReader(ask(REPOSITORY, "due", "--all", "--format", "csv", as_of=DAY).out.lstrip("\ufeff").splitlines())
    )
    row = next(one for one in rows if one["id"] == "crc-state-report")
    assert (row["start"], row["certainty"]) == ("2025-11-01", "tentative")


def test_each_line_of_a_csv_says_that_its_dates_are_supposed() -> None:
    supposed = (
        timeline(REPOSITORY, "--what-if", "crc-state-report=2030-11", "--format", "csv")
        .out.lstrip("\ufeff")
        .splitlines()
    )
    rows = list(csv.DictReader(supposed))
    assert {one["what_if"] for one in rows} == {"crc-state-report is due November 2030, not November 2027"}
    assert "what_if" not in timeline(REPOSITORY, "--format", "csv").out.lstrip("\ufeff").splitlines()[0]


def test_a_mechanism_has_one_procedure_and_each_mechanism_may_have_one(shipped: Path) -> None:
    two = timeline(shipped, "--procedure", "crc-standard", "--procedure", "crc-simplified")
    assert (two.code, two.out) == (2, "")
    assert "gives crc two procedures, crc-standard and crc-simplified" in two.err
    own = (
        "id: cerd-short\ntitle: Short\nmechanism: cerd\nsource: Us\nsteps:\n"
        "  - {id: session, title: Session, kind: review, owner: un}\n"
    )
    (shipped / "data/procedures").mkdir()
    (shipped / "data/procedures/cerd-short.yaml").write_text(own)
    replace(
        shipped, "data/reports-due/cerd.yaml", "kind: treaty-body\n", "kind: treaty-body\nprocedures: [cerd-short]\n"
    )
    both = timeline(shipped, "--procedure", "crc-simplified", "--procedure", "cerd-short", "--format", "json")
    assert [one.partition(" (")[0] for one in json.loads(both.out)["what_if"]["supposed"]] == [
        "the review follows crc-simplified",
        "the review follows cerd-short",
    ]
