"""`cobtrack log`: assessments of recommendations, values of indicators, and entries that are refused."""

from __future__ import annotations

import json
from difflib import ndiff
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.cli.session import Session
from tests.cli_support import DAY, ask, on_terminal, put, replace, run, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.workspace import RecordWithId

PILLAR, DEADLINES = "data/pillars/2-government.yaml", "data/reports-due/crc.yaml"
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
            "--voice does not apply to an activity\nhint: an activity takes --status, --for, --note, --evidence and --by",
        ),
        (
            ["crc-2022:42", *ASSESSED, "--status", "done", "--value", "7"],
            "--status and --value do not apply to a recommend",
        ),
        (
            ["births-registered", "--value", "7", "--obstacle", "x"],
            "an indicator takes --value, --for, --note, --evidence and --by",
        ),
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


def test_an_assessment_has_a_grade_and_the_organisation_that_made_it(root: Path) -> None:
    lines = added(root, RECOMMENDATIONS, "crc-2022:42", *ASSESSED, "--grade", "B", "--by", "CNCC")
    assert "        level: partly\n        grade: B\n        reason: " in lines
    assert "        by: cncc\n" in lines
    assert '"grade" cannot be "F"' in ask(root, "log", "crc-2022:42", *ASSESSED, "--grade", "F").err
    assert "2.6 is not an organisation" in ask(root, "log", "crc-2022:42", *ASSESSED, "--by", "2.6").err


def test_dates_can_be_in_words(root: Path) -> None:
    lines = added(root, PILLAR, "2.6", "-s", "in-progress", "--date", "20 November 2025")
    assert "- date: 2025-11-20\n" in lines


def test_several_records_get_the_same_entry_with_one_undo(root: Path) -> None:
    before = snapshot(root)
    done = ask(root, "log", "2.6", "2.7", "1.10", "2.6", "-s", "in-progress", "-m", "Discussed.")
    assert done.code == 0
    assert [shown(root, one)["progress"][-1]["note"] for one in ("2.6", "2.7", "1.10")] == ["Discussed."] * 3
    assert done.err.count("  - date: 2026-02-01\n") == 3
    assert done.err.count("Not what you meant?") == 1
    assert ask(root, "validate", "-q").code == 0
    run("undo", "-C", str(root))
    assert {name: data for name, (data, _) in snapshot(root).items()} == {
        name: data for name, (data, _) in before.items()
    }


@pytest.mark.parametrize("others", [["crc-2022:42"], ["2.66"], ["cncc"], ["births-registered"]])
def test_if_one_of_several_records_cannot_get_the_entry_none_gets_it(root: Path, others: list[str]) -> None:
    before = snapshot(root)
    assert ask(root, "log", "2.6", *others, "-s", "done").code == 2
    assert snapshot(root) == before


def test_logs_that_already_have_the_entry_stay(root: Path) -> None:
    ask(root, "log", "2.7", "-s", "done")
    done = ask(root, "log", "2.6", "2.7", "-s", "done")
    assert (done.code, done.err.count("Unchanged "), done.err.count("Changed ")) == (0, 1, 1)
    assert len(shown(root, "2.7")["progress"]) == 1


def test_an_entry_is_about_one_year_of_an_activity_that_recurs(root: Path) -> None:
    assert "does not recur every year" in ask(root, "log", "2.6", "-s", "done", "--for", "2025").err
    replace(root, PILLAR, '- id: "2.6"\n', '- id: "2.6"\n        recurs: yearly\n')
    assert "for: 2025\n        " in added(root, PILLAR, "2.6", "-s", "done", "--for", "2025").replace(
        "    status", "status"
    )
    assert "and not in 2040" in ask(root, "log", "2.6", "-s", "done", "--for", "2040").err


def test_a_postponed_activity_is_referred_to_postpone(root: Path) -> None:
    told = ask(root, "log", "2.7", "-s", "postponed").err
    assert 'note: its timeframe is as before; to move it: cobtrack postpone 2.7 --to DATE --why "…"\n' in told
    assert "cobtrack postpone" not in ask(root, "log", "2.7", "-s", "done").err


def findings(root: Path, identifier: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = shown(root, identifier)["findings"]
    return found


def test_a_finding_about_a_deadline_is_added_in_the_order_of_the_days(root: Path) -> None:
    finding = ["crc-state-report", "--outcome", "submitted", "--source", "A letter", "-m", 'It said: "soon".']
    lines = added(root, DEADLINES, *finding, "--certainty", "reported")
    assert lines == (
        "    findings:\n"
        "      - date: 2026-02-01\n"
        "        outcome: submitted\n"
        '        note: "It said: \\"soon\\"."\n'
        "        source: A letter\n"
        "        certainty: reported\n"
    )
    added(root, DEADLINES, "crc-state-report", "-s", "not-found", "--date", "2026-01-10", "-e", "A", "-e", "B")
    assert [(one["date"], one["outcome"]) for one in findings(root, "crc-state-report")] == [
        ("2026-01-10", "not-found"), ("2026-02-01", "submitted"),
    ]  # fmt: skip
    assert ask(root, "validate", "-q").code == 0


def test_a_step_of_a_procedure_becomes_a_deadline_when_something_is_found_out(root: Path) -> None:
    replace(root, DEADLINES, "kind: treaty-body\n", "kind: treaty-body\nprocedures: [crc-standard]\n")
    done = ask(root, "log", "crc-pre-session", "--outcome", "held", "--date", "2026-01-20")
    assert done.code == 0
    assert findings(root, "crc-pre-session")[-1]["outcome"] == "held"
    assert "step: pre-session" in (root / DEADLINES).read_text()
    assert ask(root, "validate", "-q").code == 0


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (
            [],
            "crc-state-report is a deadline: --outcome is missing\nhint: for example: cobtrack log crc-state-report --o",
        ),
        (["--outcome", "done"], '"outcome" cannot be "done"'),
        (
            ["--outcome", "held", "--level", "partly"],
            "--level does not apply to a deadline\nhint: a deadline takes --outco",
        ),
        (["--outcome", "held", "--date", "2027"], "2027 is later than 1 February 2026"),
    ],
)
def test_a_wrong_finding_is_refused(root: Path, arguments: list[str], says: str) -> None:
    before = snapshot(root)
    done = ask(root, "log", "crc-state-report", *arguments)
    assert (done.code, snapshot(root)) == (2, before)
    assert says in done.err


def test_a_terminal_refuses_a_wrong_year_at_once(root: Path) -> None:
    replace(root, PILLAR, '- id: "2.6"\n', '- id: "2.6"\n        recurs: yearly\n')
    typed = "done\n2024-03\n2021\n2024\n\n\n\n"
    screen = on_terminal("log", "2.6", "-C", str(root), "--as-of", DAY, typed=typed)
    assert "2024-03 is not a year" in screen.text
    assert "2.6 does not take place in 2021" in screen.text
    assert screen.code == 0
    assert shown(root, "2.6")["progress"][-1]["for"] == "2024"


def test_with_an_id_alone_a_terminal_asks_step_by_step(root: Path) -> None:
    typed = "finished\nd\n2026-03\n2026-01-15\nHeld.\nhttps://example.org/a\nA letter\n\n"
    screen = on_terminal("log", "2.6", "-C", str(root), "--as-of", DAY, typed=typed)
    assert screen.code == 0
    assert screen.text.index("2.6  Support the government") < screen.text.index("status (")
    assert shown(root, "2.6")["progress"][-1] == {
        "date": "2026-01-15", "status": "done", "note": "Held.", "evidence": ["https://example.org/a", "A letter"],
    }  # fmt: skip


def test_for_a_recommendation_a_terminal_asks_for_the_voice_the_level_and_the_reason(root: Path) -> None:
    typed = "un\npartly\nA bill is ready.\ncncc\n\nA survey\n\n"
    assert on_terminal("log", "crc-2022:42", "-C", str(root), "--as-of", DAY, typed=typed).code == 0
    assessment = shown(root, "crc-2022:42")["assessments"][-1]
    assert (assessment["voice"], assessment["level"], assessment["by"]) == ("un", "partly", "cncc")
    assert (assessment["reason"], assessment["date"]) == ("A bill is ready.", DAY)
    assert assessment["evidence"] == [{"bearing": "supports", "source": ["A survey"]}]


def test_a_terminal_asks_for_the_value_of_an_indicator_and_the_outcome_of_a_deadline(root: Path) -> None:
    assert on_terminal("log", "births-registered", "-C", str(root), "--as-of", DAY, typed="x\n78\n\n\n\n").code == 0
    assert shown(root, "births-registered")["values"][-1]["value"] == "78"
    assert on_terminal("log", "crc-state-report", "-C", str(root), "--as-of", DAY, typed="sub\n\n\n\n").code == 0
    assert findings(root, "crc-state-report")[-1] == {"date": DAY, "outcome": "submitted"}


def test_if_some_options_are_given_a_terminal_asks_only_for_the_required_rest(root: Path) -> None:
    arguments = ("log", "crc-2022:42", "--voice", "un", "--level", "none", "-C", str(root), "--as-of", DAY)
    screen = on_terminal(*arguments, typed="Nothing was done.\n")
    assert screen.code == 0
    assert "voice (" not in screen.text
    assert "evidence" not in screen.text
    assert shown(root, "crc-2022:42")["assessments"][-1]["reason"] == "Nothing was done."


def test_a_terminal_asks_nothing_if_all_is_given_or_if_the_options_do_not_fit(root: Path) -> None:
    for arguments in (["2.6", "-s", "done"], ["2.6", "--voice", "un"], ["2.66"], ["cncc"], ["2.6", "crc-2022:42"]):
        screen = on_terminal("log", *arguments, "-C", str(root), "--as-of", DAY)
        assert "status (" not in screen.text
