"""`cobtrack log`: assessments of recommendations, values of indicators, and entries that are refused."""

from __future__ import annotations

import json
from difflib import ndiff
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.cli.session import Session
from tests.cli_support import DAY, ask, put, replace, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.workspace import RecordWithId

RECOMMENDATIONS, INDICATORS = "data/recommendations/crc-2022.yaml", "data/indicators/births.yaml"
BIRTHS = """\
# What the register says.
indicators:
  - id: births-registered
    title: Births registered within a year
    type: outcome
    values:
      - {date: 2024, value: 70.5}     # of the register
      - date: 2025-06
        value: 74
    source: The register
"""
CONCERN = """\
id: crc-2031
title: A document
mechanism: crc
source: Us
paragraphs: [{id: crc-2031:41, kind: concern, summary: Beating goes on.}]
"""
ASSESSED = ["--voice", "civil-society", "--level", "partly", "--note", "A draft law: see."]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path, {INDICATORS: BIRTHS, "data/recommendations/crc-2031.yaml": CONCERN})


def shown(root: Path, identifier: str) -> dict[str, Any]:
    document = json.loads(ask(root, "show", identifier, "--format", "json").out)
    record: dict[str, Any] = document["records"][0]
    return record


def added(root: Path, name: str, *arguments: str) -> str:
    """Return the lines that a log adds to a file, after checking that every other line is unchanged."""
    before = (root / name).read_text(encoding="utf-8").splitlines(keepends=True)
    done = ask(root, "log", *arguments)
    assert (done.code, done.out) == (0, ""), done.err
    after = (root / name).read_text(encoding="utf-8").splitlines(keepends=True)
    lines = list(ndiff(before, after))
    assert not [line for line in lines if line.startswith("-")]
    return "".join(line[2:] for line in lines if line.startswith("+"))


def test_an_assessment_is_appended_with_its_evidence_and_nothing_else_changes(root: Path) -> None:
    more = ["--evidence", "https://example.org/draft", "--against", "A survey", "--confidence", "low"]
    more += ["--obstacle", "No budget", "--help-from", "CNCC", "--date", "2025-11-20"]
    assert added(root, RECOMMENDATIONS, "crc-2022:42", *ASSESSED, *more) == (
        "    assessments:\n"
        "      - date: 2025-11-20\n"
        "        voice: civil-society\n"
        "        level: partly\n"
        '        reason: "A draft law: see."\n'
        "        confidence: low\n"
        "        obstacles:\n"
        "          - No budget\n"
        "        help_needed:\n"
        "          - cncc\n"
        "        evidence:\n"
        "          - bearing: supports\n"
        "            source: https://example.org/draft\n"
        "          - bearing: contradicts\n"
        "            source: A survey\n"
    )
    assert ask(root, "validate").code == 0


def test_assessments_are_put_in_the_order_of_their_days(root: Path) -> None:
    for day in ("2025-11-20", "2025-01-02", "2025-06-01"):
        assert ask(root, "log", "crc-2022:42", *ASSESSED, "--date", day).code == 0
    found = shown(root, "crc-2022:42")["assessments"]
    assert [one["date"] for one in found] == ["2025-01-02", "2025-06-01", "2025-11-20"]


@pytest.mark.parametrize(("typed", "written"), [("78", "78"), ("78.25", "78.25"), ("-3", "-3")])
def test_a_value_is_appended_as_a_person_would_type_it(root: Path, typed: str, written: str) -> None:
    lines = added(root, INDICATORS, "births-registered", "--value", typed, "-e", "https://example.org/r", "-m", "New")
    assert lines == (
        f"      - date: {DAY}\n        value: {written}\n        note: New\n        source: https://example.org/r\n"
    )
    assert "trend" in ask(root, "show", "births-registered").out
    assert ask(root, "validate").code == 0


def test_an_older_value_is_inserted_before_a_newer_one(root: Path) -> None:
    lines = added(root, INDICATORS, "births-registered", "--value", "72", "--date", "2025-01")
    assert lines == "      - date: 2025-01\n        value: 72\n"
    assert [one["value"] for one in shown(root, "births-registered")["values"]] == ["70.5", "72", "74"]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["2.6"], "2.6 is an activity: --status is missing\nhint: for example: cobtrack log 2.6 --status in-progress"),
        (["crc-2022:42"], "crc-2022:42 is a recommendation: --voice, --level and --note are missing"),
        (["births-registered", "--note", "New"], "births-registered is an indicator: --value is missing"),
        (
            ["2.6", "--status", "done", "--voice", "un"],
            "--voice does not apply to an activity\nhint: an activity takes --status, --note and --evidence",
        ),
        (
            ["crc-2022:42", *ASSESSED, "--status", "done", "--value", "7"],
            "--status and --value do not apply to a recommend",
        ),
        (["births-registered", "--value", "7", "--obstacle", "x"], "an indicator takes --value, --note and --evidence"),
        (
            ["crc-2031:41", *ASSESSED],
            "crc-2031:41 is a concern, not a recommendation\nhint: only recommendations are assessed",
        ),
        (["crc-2022:42", *ASSESSED, "--level", "half"], '"level" cannot be "half"\nhint: one of fully, largely'),
        (["crc-2022:42", *ASSESSED, "--voice", "ngo"], '"voice" cannot be "ngo"'),
        (["crc-2022:42", *ASSESSED, "--help-from", "cncd"], "did you mean cncc"),
        (["crc-2022:42", *ASSESSED, "--help-from", "2.6"], "2.6 is not an organisation"),
        (["births-registered", "--value", "78 %"], '"78 %" is not a number'),
        (["crc-2022:42", *ASSESSED, "--obstacle", "Ask anna@example.org"], "an e-mail address in a public file"),
        (["crc-2022:42", *ASSESSED, "--against", "https://t.me/sokha"], "is a link to a private chat"),
        (["births-registered", "--value", "7", "--note", "Call 012 345 678"], "a telephone number in a public file"),
        (
            ["2.6", "-s", "done", "-m", "Sokha, 13, said it"],
            '"Sokha, 13" seems to identify a child\nhint: remove the name',
        ),
        (["2.6", "-s", "done", "-m", "A girl, Sokha (13), spoke"], "seems to identify a child"),
        (["2.6", "-s", "done", "-m", "សុខា អាយុ ១៣ ឆ្នាំ"], "seems to identify a child"),
        (
            ["2.6", "--status", "done", "--date", "2027-01-15"],
            "2027-01-15 is later than 1 February 2026\nhint: a log records what has happened; plans belong in",
        ),
        (
            ["2.6", "--status", "done", "--date", "2026"],
            "2026 is not over by 1 February 2026, so the entry would be ignored until then\nhint: give the day on which it happened",
        ),
    ],
)
def test_an_entry_that_no_log_takes_is_refused_and_nothing_changes(root: Path, arguments: list[str], says: str) -> None:
    before = snapshot(root)
    done = ask(root, "log", *arguments)
    assert (done.code, done.out, snapshot(root)) == (2, "", before)
    assert says in done.err


@pytest.mark.parametrize("option", ["--evidence", "--against", "--obstacle", "--help-from"])
@pytest.mark.parametrize("text", ["", " "])
def test_an_option_with_an_empty_text_is_refused(root: Path, option: str, text: str) -> None:
    before = snapshot(root)
    done = ask(root, "log", "crc-2022:42", *ASSESSED, option, text)
    assert (done.code, snapshot(root)) == (2, before)
    assert f"{option} must not be empty\nhint: write " in done.err


def test_log_shows_the_record_and_the_entry(root: Path) -> None:
    done = ask(root, "log", "crc-2022:42", *ASSESSED)
    assert done.err.startswith("crc-2022:42  The Committee")
    assert "\n  - date: 2026-02-01\n    voice: civil-society\n    level: partly\n    reason: " in done.err
    assert f"Changed {RECOMMENDATIONS}:" in done.err
    assert done.err.endswith("Not what you meant? cobtrack undo\n")


def test_a_dry_run_shows_the_record(root: Path) -> None:
    assert ask(root, "log", "2.6", "--status", "done", "--dry-run").err.startswith("2.6  Support the government")


@pytest.mark.parametrize(
    "arguments",
    [
        ["2.6", "--status", "in-progress", "--note", "Held.", "--evidence", "https://example.org"],
        ["crc-2022:42", *ASSESSED, "--evidence", "A survey"],
        ["births-registered", "--value", "78.5"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_an_entry_that_the_log_has_already_is_not_added_again(root: Path, arguments: list[str]) -> None:
    assert ask(root, "log", *arguments).code == 0
    before = snapshot(root)
    again = ask(root, "log", *arguments)
    assert (again.code, snapshot(root)) == (0, before)
    assert "\nUnchanged data/" in again.err
    assert again.err.endswith(": the log already has this entry\n")


@pytest.mark.parametrize("arguments", [["crc-2022:42", *ASSESSED], ["births-registered", "--value", "78"]])
def test_a_dry_run_shows_the_entry_and_writes_nothing(root: Path, arguments: list[str]) -> None:
    before = snapshot(root)
    done = ask(root, "log", *arguments, "--dry-run")
    assert (done.code, snapshot(root)) == (0, before)
    assert f"+      - date: {DAY}" in done.out


def test_a_file_that_changes_after_it_was_read_is_not_written(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    find = Session.find

    def slow(session: Session, identifier: str) -> RecordWithId:
        replace(root, INDICATORS, "indicators:\n", "indicators:\n  - {id: other, title: Other, type: outcome}\n")
        return find(session, identifier)

    monkeypatch.setattr(Session, "find", slow)
    done = ask(root, "log", "births-registered", "--value", "78")
    assert done.code == 2
    assert "was changed while the command ran; nothing was written" in done.err
    assert "78" not in (root / INDICATORS).read_text(encoding="utf-8")


@pytest.mark.parametrize(("typed", "written"), [("78", "78"), (" 78", "78"), ("-1.50", "-1.50"), ("00012", '"00012"')])
def test_a_value_is_written_so_that_every_yaml_reader_reads_the_same(root: Path, typed: str, written: str) -> None:
    put(
        root,
        {"data/indicators/i.yaml": "indicators:\n  - id: born\n    title: Born\n    type: outcome\n    source: Us\n"},
    )
    assert ask(root, "log", "born", f"--value={typed}").code == 0
    assert f"value: {written}\n" in (root / "data/indicators/i.yaml").read_text()


def test_an_entry_that_would_add_an_error_is_refused(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "log", "2.6", "--status", "done", "--note", "[sic](a)")
    assert (done.code, snapshot(root)) == (2, before)
    assert "is not a safe link" in done.err


@pytest.mark.parametrize("character", ["\x1b", "\x00", "\udcff", "\u202e"])
def test_a_character_that_is_not_allowed_in_files_is_named(root: Path, character: str) -> None:
    before = snapshot(root)
    done = ask(root, "log", "2.6", "--status", "done", "--note", f"Held{character}.")
    assert (done.code, snapshot(root)) == (2, before)
    assert "--note contains a " in done.err
    assert "mistake in cobtrack" not in done.err
