"""Review procedures: what-if results equal real changes, and lead times are those of the sources."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from tests.cli_support import REPOSITORY, ask, bare, replace, site_pages, small, visible, words
from tests.support import line, problems

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-24"
CRC = "data/reports-due/crc.yaml"
CAT = """\
id: cat
name: Committee against Torture
kind: treaty-body
procedures: [crc-standard]
"""
OURS = ["crc-civil-society-submission", "crc-children-report"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A copy of the shipped data."""
    shutil.copy(REPOSITORY / "cobtrack.yaml", tmp_path)
    shutil.copytree(REPOSITORY / "data", tmp_path / "data")
    return tmp_path


def settle(root: Path) -> None:
    """Write that the simplified procedure applies, and change nothing else."""
    replace(root, CRC, "procedures: [crc-standard, crc-simplified]", "procedures: [crc-simplified]")


def follow_the_hint(root: Path) -> None:
    """Remove due: and after: of both submissions."""
    path = root / CRC
    text = path.read_text()
    for lines in (
        "    due: {after: crc-state-report, years: 1, precision: year}\n",
        "    after:\n      - crc-state-report\n",
    ):
        assert text.count(lines) == 2
        text = text.replace(lines, "")
    path.write_text(text)


def timeline(root: Path, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ask(root, "timeline", *arguments, "--format", "json", as_of=DAY).out)
    return found


def contradictions(root: Path) -> list[dict[str, Any]]:
    found = json.loads(ask(root, "validate", "--format", "json", as_of=DAY).out)
    return [one for one in found["problems"] if one["code"] == "COB314"]


def test_what_if_shows_what_naming_the_procedure_in_the_files_would_give(root: Path) -> None:
    supposed = timeline(root, "--procedure", "crc-simplified")["timeline"]
    settle(root)
    follow_the_hint(root)
    assert timeline(root)["timeline"] == supposed
    dates = {one["id"]: one["when"] for one in supposed}
    assert [dates[one] for one in OURS] == ["[..2027-08]", "[..2027-08]"]


def test_a_written_date_wins_over_that_of_the_step_and_validate_says_what_to_remove(root: Path) -> None:
    settle(root)
    dates = {one["id"]: one["when"] for one in timeline(root)["timeline"]}
    assert [dates[one] for one in OURS] == ["2028?", "2028?"]
    found = contradictions(root)
    assert len(found) == 2
    assert all("which applies" in one["message"] and "due: says 2028 (year TBD)" in one["message"] for one in found)
    assert {one["hint"] for one in found} == {"delete due: and after:; then the date of the step is used"}


def test_following_the_hint_resolves_the_contradiction(root: Path) -> None:
    settle(root)
    follow_the_hint(root)
    done = ask(root, "validate", as_of=DAY)
    assert done.code == 0
    assert "COB314" not in done.out
    assert "COB306" not in done.out


def test_while_the_procedure_is_not_known_the_hint_is_to_find_out(root: Path) -> None:
    assert {one["hint"] for one in contradictions(root)} == {
        "to compare, run: cobtrack timeline --procedure crc-simplified"
    }


@pytest.mark.parametrize(
    ("session", "due"),
    [("2029-09", "2029-08"), ("2030-01", "2029-12"), ("2029-05", "2029-04"), ("2029-05-14/2029-05-15", "2029-04")],
)
def test_additional_submissions_are_due_in_the_month_before_the_session(root: Path, session: str, due: str) -> None:
    found = timeline(root, "--procedure", "crc-standard", "--what-if", f"crc-session={session}")
    assert {one["id"]: one["when"] for one in found["timeline"]}["crc-additional-submission"] == due


def test_the_procedures_contain_all_steps_of_their_sources(root: Path) -> None:
    standard = words(ask(root, "show", "crc-standard", as_of=DAY).out)
    assert "four weeks, three of session and one of pre-session" in standard
    simplified = words(ask(root, "show", "crc-simplified", as_of=DAY).out)
    assert "initial reports under the Optional Protocols" in simplified


def test_a_what_if_date_is_the_date_that_changing_the_line_would_give(root: Path) -> None:
    told = ask(root, "timeline", "--what-if", "crc-mid-term-review=2027-03", as_of=DAY).out
    supposed = timeline(root, "--what-if", "crc-mid-term-review=2027-03")["timeline"]
    replace(root, CRC, "due: 2025?\n", "due: 2027-03\n")
    assert timeline(root)["timeline"] == supposed
    assert {one["id"]: one["when"] for one in supposed}["crc-mid-term-review"] == "2027-03?"
    assert "is due March 2027 (month TBD), not 2025 (year TBD); its certainty is still tbd" in words(told)


def test_naming_a_procedure_of_a_missing_mechanism_is_one_problem_where_it_is_named(tmp_path: Path) -> None:
    root = bare(tmp_path, {"data/reports-due/cat.yaml": CAT})
    replace(root, "cobtrack.yaml", "treaty_body: crc", "treaty_body: cat")
    assert [line(root, one) for one in problems(root) if one.severity == "error"] == [
        "data/reports-due/cat.yaml:4:14: error[COB212] crc-standard is a procedure of crc, not of cat",
    ]


def test_the_outcome_of_a_step_needs_a_deadline_in_the_files(root: Path) -> None:
    settle(root)
    submitted = "    step: state-report\n    findings: [{date: 2026-10-03, outcome: submitted, source: OHCHR}]\n"
    replace(root, CRC, "    step: state-report\n", submitted)
    found = json.loads(ask(root, "validate", "--format", "json", as_of=DAY).out)["problems"]
    hints = {one["message"].partition(" ")[0]: one["hint"] for one in found if one["code"] == "COB412"}
    asked = "to findings: submitted, held or not-submitted, with date and source"
    step = "list-of-issues-prior-to-reporting"
    assert hints[f"crc-{step}"] == f"add a deadline with step: {step}, and {asked}"
    assert hints["crc-mid-term-review"] == f"add {asked}"


@pytest.mark.usefixtures("open_gate")
def test_a_step_relative_to_a_deadline_outside_the_procedure_is_shown_with_its_id(tmp_path: Path) -> None:
    steps = "steps: [{id: report, title: Report, kind: state-report, owner: state, due: {after: nothing, months: 3}}]\n"
    root = small(tmp_path, {"data/procedures/own.yaml": f"id: own\ntitle: Own\nmechanism: crc\n{steps}"})
    assert "3 months after “nothing”" in visible(site_pages(root)["mechanism-crc.html"])
