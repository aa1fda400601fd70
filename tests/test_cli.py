"""The command line: exit codes, streams, formats, colour, and the output of each command."""

from __future__ import annotations

import csv
import json
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from rich.cells import cell_len
from typer.main import get_command

from cobtrack.cli.main import app
from cobtrack.cli.options import LISTS, OTHER_LISTS
from cobtrack.model.kinds import KINDS
from tests.cli_support import (
    IDS,
    REPOSITORY,
    SMALL,
    ask,
    bare,
    break_one_activity,
    on_terminal,
    program,
    put,
    replace,
    rows_by,
    run,
    small,
    snapshot,
)  # fmt: skip
from tests.support import EXAMPLE

COMMANDS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
READING = [
    ["status"],
    ["list"],
    ["due"],
    ["show", *IDS],
    ["validate"],
    ["render", "--list"],
    ["render", "roadmap.md", "-o", "-"],
]


def data(*arguments: str, root: Path = SMALL, as_of: str = "2026-02-01") -> dict[str, Any]:
    result = ask(root, *arguments, "--format", "json", as_of=as_of)
    assert (result.code, result.err) == (0, "")
    document: dict[str, Any] = json.loads(result.out)
    return document


@pytest.mark.parametrize("command", COMMANDS)
def test_help_shows_examples_and_fits_eighty_columns(command: str) -> None:
    text = run(command, "-h").out
    assert text == run(command, "--help").out
    assert text.count(f"    cobtrack {command}") >= 2
    assert max(map(cell_len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["show", "2.66"], "did you mean 2.6"),
        (
            ["log", "births-registered"],
            'to list ids, run "cobtrack list" with activities, recommendations, deadlines, actors,',
        ),
        (["list", "--pillar", "7"], 'no pillar "7"'),
        (["list", "--status", "don"], "did you mean done"),
        (
            ["list", "--status", "supported"],
            "use one of done, in-progress, planned, postponed, cancelled, not-reported, ",
        ),
        (
            ["list", "resources", "--status", "overdue"],
            "resources cannot be filtered by --status\nhint: use --cluster, --mechanism, ",
        ),
        (
            ["list", "indicators", "--stale"],
            "--stale applies to activities, recommendations and actions, not to indicators\nhint: leave out --stale",
        ),
        (["due", "--status", "done"], 'there is no status "done"'),
        (["timeline", "--status", "urgent"], 'there is no status "urgent"'),
        (["list", "--twg", "99"], 'there is no thematic working group "99"'),
        (["list", "--actor", "CNNC"], "did you mean cncc"),
        (["due", "--mechanism", "cedrd"], "did you mean"),
        (["status", "--as-of", "soon"], "write it as 2026-02-01"),
        (["rules", "COB999"], "COB"),
        (["schema", "pilar"], "one of"),
        (["render", "roadmpa.md"], "did you mean roadmap.md"),
        (["validate", "README.md"], "README.md is not a data file of this workspace"),
    ],
)
def test_an_error_says_what_to_type_instead(arguments: list[str], says: str) -> None:
    root = [] if arguments[0] in {"rules", "schema"} else ["--root", str(SMALL)]
    result = run(*arguments, *root)
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith("error: ")
    assert says in result.err


def test_outside_a_workspace_the_error_says_where_cobtrack_looked(tmp_path: Path) -> None:
    done = program("status", cwd=tmp_path)
    assert done.returncode == 2
    assert f"no workspace in {tmp_path}".encode() in done.stderr


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_reading_writes_nothing(tmp_path: Path, command: list[str]) -> None:
    root = small(tmp_path)
    before = snapshot(root)
    assert ask(root, *command).code == 0
    assert snapshot(root) == before


@pytest.mark.parametrize("command", [["status"], ["list"], ["due"], ["show", "2.6"]], ids=" ".join)
def test_bad_data_is_skipped_and_mentioned_once(tmp_path: Path, command: list[str]) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    result = ask(root, *command)
    assert result.code == 0
    assert (
        result.err
        == 'note: 1 problem in data/pillars/2-government.yaml, some entries may be missing; run "cobtrack validate"\n'
    )
    assert ask(root, *command, "-q").err == ""


def test_an_empty_result_is_not_a_failure() -> None:
    result = ask(SMALL, "list", "--pillar", "1", "--status", "postponed")
    assert (result.code, result.out) == (0, "")
    assert "no activities match" in result.err


@pytest.mark.parametrize("what", [*LISTS, *OTHER_LISTS])
def test_lists_are_json_documents_with_file_and_line(what: str) -> None:
    document = data("list", what, root=EXAMPLE)
    assert (document["version"], document["as_of"]) == (1, "2026-02-01")
    row = next(row for row in document[what] if not row["file"].startswith("templates/"))
    text = (EXAMPLE / row["file"]).read_text(encoding="utf-8").splitlines()[row["line"] - 1]
    assert row["id"] in text


def test_ids_are_in_natural_order() -> None:
    ids = [row["id"] for row in data("list")["activities"]]
    assert ids.index("2.9") < ids.index("2.10")


def test_filters_can_be_repeated_or_joined_by_commas() -> None:
    joined = data("list", "--status", "overdue,done")["activities"]
    assert joined == data("list", "--status", "overdue", "--status", "done")["activities"]
    assert {row["pillar"] for row in data("list", "--pillar", "2")["activities"]} == {2}


def test_a_csv_cell_is_never_a_formula(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "title: Reviews", 'title: "=1+1"')
    assert ",'=1+1," in ask(root, "status", "--format", "csv").out


def days(root: Path, identifier: str, *as_of: str) -> list[str]:
    return [rows_by(data("list", root=root, as_of=day), "activities")[identifier]["state"] for day in as_of]


def test_an_uncertain_year_is_unconfirmed_once_all_of_it_has_passed() -> None:
    assert days(SMALL, "2.7", "2024-12-31", "2025-01-01", "2025-12-31", "2026-01-01") == [
        "upcoming",
        "current",
        "current",
        "unconfirmed",
    ]


def test_the_status_is_that_of_the_last_log_entry_on_or_before_the_day(tmp_path: Path) -> None:
    root = bare(
        tmp_path,
        {
            "data/pillars/1.yaml": 'pillar: 1\ntitle: A\ncategories:\n  - title: B\n    activities:\n      - id: "1.1"\n'
            "        text: C\n        timeframe: 2023/2027\n        progress:\n"
            "          - {date: 2024-03, status: planned}\n          - {date: 2025-06-10, status: done}\n"
        },
    )
    statuses = [
        data("list", root=root, as_of=day)["activities"][0]
        for day in ("2024-03-30", "2024-03-31", "2025-06-09", "2025-06-10")
    ]
    assert [one["status"] for one in statuses] == ["not-reported", "planned", "planned", "done"]
    assert [one["state"] for one in statuses] == ["current", "current", "current", "closed"]


def test_an_activity_without_news_for_a_year_is_stale(tmp_path: Path) -> None:
    root = bare(
        tmp_path,
        {
            "data/pillars/1.yaml": 'pillar: 1\ntitle: A\ncategories:\n  - title: B\n    activities:\n      - id: "1.1"\n'
            "        text: C\n        timeframe: 2023/2027\n        progress:\n          - {date: 2024-03-01, status: in-progress}\n"
        },
    )
    stale = [data("list", root=root, as_of=day)["activities"][0]["stale"] for day in ("2025-03-01", "2025-03-02")]
    assert stale == [False, True]


DUE = """\
id: x
name: X
kind: treaty-body
deadlines:
  - {id: nothing-known, title: A, kind: state-report, owner: state, due: 2024-06}
  - {id: looked-for, title: B, kind: state-report, owner: state, due: 2024-06, findings: [{date: 2025-01, outcome: not-found}]}
  - {id: not-kept, title: C, kind: state-report, owner: state, due: 2024-06, findings: [{date: 2025-01, outcome: not-submitted}]}
  - {id: kept, title: D, kind: state-report, owner: state, due: 2024-06, findings: [{date: 2025-01, outcome: submitted}]}
  - {id: no-date, title: E, kind: state-report, owner: state}
"""


def test_not_found_differs_from_not_submitted(tmp_path: Path) -> None:
    root = bare(tmp_path, {"data/reports-due/x.yaml": DUE})

    def words(day: str) -> dict[str, str]:
        return {one["id"]: one["state"] for one in data("list", "deadlines", root=root, as_of=day)["deadlines"]}

    assert words("2024-06-30") == dict.fromkeys(["nothing-known", "looked-for", "not-kept", "kept"], "due-soon") | {
        "no-date": "unknown"
    }
    assert words("2025-01-31") == {
        "nothing-known": "overdue",
        "looked-for": "unknown",
        "not-kept": "overdue",
        "kept": "submitted",
        "no-date": "unknown",
    }


def test_due_counts_what_it_leaves_out() -> None:
    assert "Not shown: " in ask(SMALL, "due").out.splitlines()[-1]
    assert "Not shown" not in ask(SMALL, "due", "--all").out


@pytest.mark.parametrize("identifier", IDS)
def test_everything_with_an_id_can_be_shown(identifier: str) -> None:
    result = ask(SMALL, "show", identifier)
    assert (result.code, result.err) == (0, "")
    assert result.out.startswith(f"{identifier}  ")


@pytest.mark.parametrize(("typed", "found"), [("CERD", "cerd"), ("crc-2022:42 (a)", "crc-2022:42a")])
def test_ids_may_be_written_as_people_write_them(typed: str, found: str) -> None:
    assert ask(SMALL, "show", typed).out == ask(SMALL, "show", found).out


def test_validate_finds_errors_with_exit_code_one(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    for name in ("text", "json", "github", "sarif"):
        result = ask(root, "validate", "--format", name)
        assert (result.code, result.err) == (1, "")
    assert ask(SMALL, "validate").code == 0
    assert ask(SMALL, "validate", "--strict").code == 1


def test_a_problem_is_a_complete_line_with_a_caret_and_a_hint(tmp_path: Path) -> None:
    root = bare(tmp_path, {"data/pillars/1.yaml": "pillar: 1\ntitle: ក\ncategories: []\nស្ថានភាព: ខុស # stauts\n"})
    lines = (
        ask(root, "validate", "data/pillars/1.yaml").code,
        ask(root, "validate", str(root / "data/pillars/1.yaml")).out,
    )
    first = next(line for line in lines[1].splitlines() if "COB102" in line)
    assert first == 'data/pillars/1.yaml:4:1: error[COB102] unknown field "ស្ថានភាព"'
    caret = lines[1].splitlines()[lines[1].splitlines().index(first) + 3]
    assert caret.count("^") == cell_len("ស្ថានភាព")


def test_errors_come_after_warnings_and_quiet_shows_errors_only(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    heads = [line for line in ask(root, "validate").out.splitlines() if "[COB" in line]
    assert ["error[" in line for line in heads] == sorted("error[" in line for line in heads)
    assert any("warning[" in line for line in heads)
    quiet = ask(root, "validate", "--quiet").out
    assert "warning[" not in quiet
    assert "error[COB107]" in quiet
    assert re.match(r"1 error; \d+ warnings not shown; 11 files read\.", quiet.splitlines()[-1])


@pytest.mark.parametrize("format", ["json", "github", "sarif"])
def test_quiet_leaves_warnings_out_of_every_report(tmp_path: Path, format: str) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    assert "COB4" in ask(root, "validate", "--format", format).out
    assert "COB4" not in ask(root, "validate", "--quiet", "--format", format).out


def test_quiet_without_errors_says_how_many_warnings_there_are(tmp_path: Path) -> None:
    done = ask(small(tmp_path), "validate", "--quiet")
    assert re.fullmatch(r"no errors; \d+ warnings not shown; 11 files read\.\n", done.out)


def test_the_last_line_of_validate_names_the_place_of_the_first_error(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    lines = ask(root, "validate").out.splitlines()
    first = next(line for line in lines if ": error[" in line)
    assert lines[-1].endswith(f". First error: {first.partition(': error[')[0]}")


def test_status_does_not_call_unreadable_pillars_missing(tmp_path: Path) -> None:
    root = bare(tmp_path, {"data/pillars/1.yaml": "pillar: ["})
    out = ask(root, "status").out
    assert 'The pillars could not be read. To see why, run "cobtrack validate".' in out
    assert "no pillars yet" not in out


def test_empty_evidence_is_refused_with_the_name_of_the_option(tmp_path: Path) -> None:
    done = ask(small(tmp_path), "log", "2.6", "--status", "done", "--evidence", "")
    assert done.code == 2
    assert "--evidence must not be empty" in done.err


def test_a_record_in_an_unreadable_file_is_not_called_missing(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "title: Reviews", 'title: "Reviews')
    done = ask(root, "show", "2.6")
    assert done.code == 2
    assert "1 problem in data/pillars/2-government.yaml, nothing in it could be read" in done.err
    assert "hint: data/pillars/2-government.yaml could not be read" in done.err


def test_a_dropped_activity_is_called_unreadable(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    assert "error: 2.9 could not be read" in ask(root, "show", "2.9").err


PARAGRAPHS = """\
id: crc-2022
symbol: CRC/C/KHM/CO/4-6
title: Concluding observations
mechanism: crc
not_seen: ["27"]
paragraphs:
  - {id: "crc-2022:2", kind: recommendation, summary: A}
  - {id: "crc-2022:28a", kind: recommendation, summary: B}
"""


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("crc-2022:27", "para. 27 of CRC/C/KHM/CO/4-6 has not been entered yet (see not_seen): enter it first"),
        ("crc-2022:28", "did you mean crc-2022:28a?"),
        ("crc-2022:22", "no para. 22 of CRC/C/KHM/CO/4-6 has been entered: check the number"),
    ],
)
def test_a_different_paragraph_number_is_never_suggested(tmp_path: Path, typed: str, hint: str) -> None:
    activity = {"data/pillars/1.yaml": 'pillar: 1\ntitle: A\ncategories:\n  - title: B\n    activities:\n'
                f'      - {{id: "1.1", text: C, timeframe: 2023, recommendations: ["{typed}"]}}\n'}  # fmt: skip
    root = bare(tmp_path, {"data/recommendations/crc-2022.yaml": PARAGRAPHS, **activity})
    assert f"hint: {hint}" in ask(root, "show", typed).err
    assert f"hint: {hint}" in ask(root, "validate").out


def test_github_shows_annotations_and_the_report(tmp_path: Path) -> None:
    root = bare(tmp_path, {"data/pillars/1.yaml": 'pillar: 1\ntitle: "100%\\n::error::x"\ncategories: []\nextra%: 1\n'})
    out = ask(root, "validate", "--format", "github").out
    annotation = next(line for line in out.splitlines() if line.startswith("::error"))
    assert annotation.startswith(
        "::error file=data/pillars/1.yaml,line=4,col=1,endColumn=7,title=COB102::unknown field "
    )
    assert "extra%25" in annotation
    assert "error[COB102]" in out
    assert not any(line.startswith("::error::x") for line in out.splitlines())


def test_inside_github_actions_the_format_is_githubs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert ask(SMALL, "validate").out.startswith("::warning ")


def test_sarif_names_rules_and_regions(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    document = json.loads(ask(root, "validate", "--format", "sarif").out)
    results = document["runs"][0]["results"]
    rules = {rule["id"] for rule in document["runs"][0]["tool"]["driver"]["rules"]}
    assert {one["ruleId"] for one in results} == rules
    assert any(one["ruleId"] == "COB107" and one["level"] == "error" for one in results)


def test_log_adds_a_line_and_changes_nothing_else(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = snapshot(root)
    assert ask(root, "log", "1.10", "--status", "planned", "--note", "As agreed: yes", "--dry-run").code == 0
    assert snapshot(root) == before
    result = ask(root, "log", "1.10", "--status", "planned", "--note", "As agreed: yes")
    assert (result.code, result.out) == (0, "")
    changed = [name for name, state in snapshot(root).items() if before.get(name) != state and name.endswith(".yaml")]
    assert len(changed) == 1
    assert rows_by(data("list", root=root), "activities")["1.10"]["status"] == "planned"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["1.10", "--status", "finished"], '"status" cannot be "finished"'),
        (["1.10", "--status", "done", "--date", "soon"], '"date" cannot be "soon"'),
        (["cerd", "--status", "done"], "has no log"),
        (["1.10", "--status", "done", "--note", "Ask anna@example.org"], "an e-mail address in a public file"),
        (["1.10", "--status", "done", "--evidence", "https://t.me/sokha"], "is a link to a private chat"),
        (
            ["1.10", "--status", "done", "--note", "Dara Sok, aged 14, spoke", "--dry-run"],
            "remove the name, the age",
        ),
    ],
)
def test_log_refuses_what_validate_would_report(tmp_path: Path, arguments: list[str], says: str) -> None:
    root = small(tmp_path)
    before = snapshot(root)
    result = ask(root, "log", *arguments)
    assert result.code == 2
    assert says in result.err
    assert snapshot(root) == before


def test_log_asks_to_fix_an_unreadable_file_first(tmp_path: Path) -> None:
    root = small(tmp_path)
    path = root / "data/pillars/1-coordination.yaml"
    path.write_text(path.read_text() + "# A comment\x0c\n")
    before = snapshot(root)
    result = ask(root, "log", "1.10", "--status", "done")
    assert (result.code, snapshot(root)) == (2, before)
    assert "the file contains a control character (U+000C)" in result.err
    assert "fix the file first" in result.err


def test_init_creates_a_workspace_without_errors(tmp_path: Path) -> None:
    assert (
        run("init", str(tmp_path / "new"), "--state", "KEN", "--state-name", "Kenya: a test", "--language", "sw").code
        == 0
    )
    assert ask(tmp_path / "new", "validate").code == 0
    assert run("schema", "--check", "--root", str(tmp_path / "new")).code == 0


def test_init_overwrites_nothing(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = snapshot(root)
    assert run("init", str(root), "--state", "KEN", "--state-name", "Kenya").code == 2
    assert snapshot(root) == before


@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["list"],
        ["list", "recommendations"],
        ["list", "deadlines"],
        ["list", "actors"],
        ["due"],
        ["validate"],
        ["show", "2.6"],
        ["rules"],
        ["matrix", "--columns", "cluster"],
    ],
    ids=" ".join,
)
def test_a_terminal_is_eighty_columns_wide(command: list[str]) -> None:
    extra = [] if command == ["rules"] else ["--root", str(SMALL), "--as-of", "2026-02-01"]
    screen = on_terminal(*command, *extra)
    assert screen.is_colored
    # A problem's first line, its source line and its hint are shown whole.
    shown = [line for line in screen.lines if command != ["validate"] or not line]
    assert max(map(cell_len, shown), default=0) <= 80


@pytest.mark.parametrize(
    "what", [["list", "recommendations"], ["list", "deadlines"], ["list", "actors"], ["due"]], ids=" ".join
)
def test_a_table_on_a_terminal_leaves_room_for_the_text(what: list[str]) -> None:
    screen = on_terminal(*what, "--root", str(REPOSITORY), "--as-of", "2026-02-01")
    rule = next(line for line in screen.lines if line.startswith("──"))
    assert len(rule.split()[-1]) >= 23


def test_empty_columns_are_left_out_on_a_terminal_but_not_in_a_pipe() -> None:
    arguments = ["list", "recommendations", "--root", str(REPOSITORY), "--as-of", "2026-02-01"]
    assert "assessed" not in on_terminal(*arguments).lines[0]
    assert b"assessed" in program(*arguments).stdout.splitlines()[0]


def test_csv_has_ids_dates_in_edtf_and_empty_cells_for_missing_values() -> None:
    rows = list(csv.DictReader(ask(SMALL, "due", "--all", "--format", "csv").out.lstrip("\ufeff").splitlines()))
    by_id = {row["id"]: row for row in rows}
    assert by_id["cerd-state-report"]["when"] == "2022-12"
    assert by_id["cerd-state-report"]["days"].lstrip("-").isdecimal()
    cells = csv.reader(ask(REPOSITORY, "list", "recommendations", "--format", "csv").out.lstrip("\ufeff").splitlines())
    assert not {"-", "name not known"} & {cell for row in cells for cell in row}


def test_a_pipe_gets_the_whole_text_without_colour() -> None:
    out = program("list", "--root", str(SMALL), "--as-of", "2026-02-01").stdout.decode()
    assert "…" not in out
    assert "\x1b" not in out
    assert not any(line.endswith(" ") for line in out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "environment", "colored"),
    [
        ([], {}, True),
        ([], {"NO_COLOR": "1"}, False),
        ([], {"NO_COLOR": ""}, True),
        ([], {"TERM": "dumb"}, False),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
    ],
)
def test_colour_on_a_terminal(arguments: list[str], environment: dict[str, str], colored: bool) -> None:
    screen = on_terminal("status", "--root", str(SMALL), "--as-of", "2026-02-01", *arguments, **environment)  # type: ignore[arg-type]
    assert screen.is_colored is colored


@pytest.mark.parametrize(("environment", "colored"), [({}, False), ({"FORCE_COLOR": "1"}, True)])
def test_colour_in_a_pipe(environment: dict[str, str], colored: bool) -> None:
    done = program("status", "--root", str(SMALL), "--as-of", "2026-02-01", **environment)  # type: ignore[arg-type]
    assert (b"\x1b[" in done.stdout) is colored


def test_a_reader_that_stops_early_is_not_an_error() -> None:
    command = f"{sys.executable} -m cobtrack rules --format json | head -1"
    done = subprocess.run(command, shell=True, capture_output=True, text=True, check=False)
    assert (done.stdout, done.stderr) == ("{\n", "")


@pytest.mark.parametrize("command", ["rules COB203", f"validate --strict --root {SMALL}"])
def test_a_reader_that_stopped_before_the_result_is_not_an_error(command: str) -> None:
    done = subprocess.run(
        f"{sys.executable} -m cobtrack {command} | true", shell=True, capture_output=True, text=True, check=False
    )
    assert (done.stdout, done.stderr) == ("", "")


def test_an_interrupt_ends_with_130(tmp_path: Path) -> None:
    code = (
        "import os, signal, time, cobtrack.store.root as root\n"
        # What a shell starts in the background ignores interrupts.
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "root.find_root = lambda start: (os.kill(os.getpid(), signal.SIGINT), time.sleep(5))\n"
        "from cobtrack.cli.main import main\nimport sys; sys.argv = ['cobtrack', 'status']; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode in {130, -signal.SIGINT}
    assert "Traceback" not in done.stderr


def test_same_files_and_same_day_give_the_same_bytes(tmp_path: Path) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(SMALL, copy)
    for command in (["status"], ["list", "-f", "json"], ["validate"], ["due", "--all"]):
        assert ask(SMALL, *command).out == ask(copy, *command).out


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("responsible: [CNCC]", 'write it in small letters: "cncc"'),
        ("responsible: [cncd]", 'did you mean "cncc"?'),
        ("responsible: [npc]", 'did you mean "national-council"?'),
        ("after: [“2.7”]", 'use straight quotation marks: "2.7"'),
        ("progress: [{date: 2024, status: Done}]", 'did you mean "done"?'),
        ("progress: [{date: 15/06/2024, status: done}]", "write 2024-06-15"),
    ],
)
def test_a_typing_mistake_gets_a_fitting_hint(tmp_path: Path, line: str, hint: str) -> None:
    activity = f'categories:\n  - title: B\n    activities:\n      - id: "1.1"\n        text: C\n        timeframe: 2023\n        {line}\n'
    actors = "actors:\n  - {id: cncc, kind: state-body}\n  - {id: national-council, acronym: NPC, kind: state-body}\n"
    root = bare(tmp_path, {"data/pillars/1.yaml": f"pillar: 1\ntitle: A\n{activity}", "data/actors.yaml": actors})
    assert f"hint: {hint}\n" in ask(root, "validate", "--quiet").out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["timeline", "--cycle", "eight"], "'--cycle': write a whole number, such as 8"),
        (["list", "--format", "xml"], "'xml' is not one of 'table', 'json', 'csv'"),
    ],
)
def test_wrong_values_of_options_are_explained_in_plain_words(arguments: list[str], says: str) -> None:
    result = ask(SMALL, *arguments)
    assert result.code == 2
    assert says in result.err
    assert "Input should" not in result.err
    assert "Value error" not in result.err


@pytest.mark.parametrize(("state", "hint"), [("KENYA", "such as KEN for Kenya"), ("ken", "such as KEN")])
def test_init_requires_a_code_of_three_capital_letters(tmp_path: Path, state: str, hint: str) -> None:
    result = run("init", str(tmp_path / "new"), "--state", state, "--state-name", "Kenya")
    assert result.code == 2
    assert f'three capital letters of ISO 3166-1, not "{state}"\nhint: {hint}' in result.err


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ([], "--state and --state-name are missing"),
        (["--state", "KEN"], "--state-name is missing"),
        (["--state-name", "Kenya"], "--state is missing"),
        (["--state", "Kenya"], "such as KEN for Kenya; the name belongs in --state-name"),
    ],
)
def test_init_names_the_missing_option(tmp_path: Path, arguments: list[str], says: str) -> None:
    result = run("init", str(tmp_path / "new"), *arguments)
    assert (result.code, result.out, list(tmp_path.iterdir())) == (2, "", [])
    assert says in result.err


def test_a_record_without_a_name_is_shown_with_what_is_known(tmp_path: Path) -> None:
    actors = "actors:\n  - {id: twg-1, kind: working-group}\n  - {id: aple, kind: organisation, acronym: APLE}\n"
    root = bare(tmp_path, {"data/actors.yaml": actors})
    assert ask(root, "show", "twg-1").out.startswith("twg-1  name not known\n")
    assert ask(root, "show", "aple").out.startswith("aple  APLE, name not known\n")


def test_a_remark_is_shown_apart_from_its_source(tmp_path: Path) -> None:
    remark = "{text: It met., certainty: confirmed, source: CERD/C/SR.2780}"
    root = bare(
        tmp_path, {"data/actors.yaml": f"actors:\n  - {{id: a, kind: network, name: A, remarks: [{remark}]}}\n"}
    )
    out = ask(root, "show", "a").out
    assert re.search(r"remarks +It met\.\n +confirmed; CERD/C/SR\.2780\n", out)


def test_a_mechanism_shows_its_deadlines_with_their_dates() -> None:
    assert re.search(r"deadlines +cerd-state-report  December 2022, \S+: ", ask(SMALL, "show", "cerd").out)


def test_an_axis_without_scores_is_called_not_scored(tmp_path: Path) -> None:
    root = small(tmp_path)
    settings = root / "cobtrack.yaml"
    settings.write_text(
        settings.read_text().split("criteria:")[0] + "criteria:\n  - {id: severity, title: S, axis: importance}\n"
    )
    document = PARAGRAPHS.replace("summary: A", "summary: A, scores: [{criterion: severity, score: 2, reason: R}]")
    put(root, {"data/recommendations/crc-2022.yaml": document})
    assert "importance 2.0 of 3, feasibility not scored" in ask(root, "show", "crc-2022:2").out


def test_a_filter_by_actor_that_matches_nothing_says_why(tmp_path: Path) -> None:
    activity = 'pillar: 1\ntitle: A\ncategories:\n  - title: B\n    activities:\n      - {id: "1.1", text: C, timeframe: 2023}\n'
    actors = "actors:\n  - {id: cncc, kind: state-body}\n"
    root = bare(tmp_path, {"data/pillars/1.yaml": activity, "data/actors.yaml": actors})
    assert (
        "no activities match: no activity has a responsible organisation yet"
        in ask(root, "list", "--actor", "cncc").err
    )
    assert "1 overdue activity is not shown (--status stale,overdue shows both)" in ask(root, "list", "--stale").err


def test_render_refuses_a_topic_for_a_document_that_takes_none() -> None:
    result = ask(SMALL, "render", "roadmap", "--topic", "coordination", "-o", "-")
    assert result.code == 2
    assert "--topic does not apply to roadmap\nhint: use it with summary-sheet" in result.err


def test_a_document_without_a_symbol_is_called_by_its_title(tmp_path: Path) -> None:
    root = small(tmp_path, {"data/recommendations/crc-2022.yaml": PARAGRAPHS.replace("symbol: CRC/C/KHM/CO/4-6\n", "")})
    assert "recommendations of Concluding observations not named by any activity" in ask(root, "validate").out


def test_a_meeting_that_took_place_is_held_in_every_list_and_can_be_filtered_by_that_word() -> None:
    for command in (["due", "--all"], ["list", "deadlines"], ["timeline"], ["show", "upr"]):
        lines = [line for line in ask(SMALL, *command).out.splitlines() if "upr-review" in line]
        assert any("held" in line for line in lines), command
        assert not any("submitted" in line for line in lines), command
    assert "state             held" in ask(SMALL, "show", "upr-review").out
    for word in ("held", "submitted"):
        assert "upr-review" in ask(SMALL, "due", "--status", word).out
    csv = ask(SMALL, "due", "--all", "--format", "csv").out
    assert ",submitted," in next(line for line in csv.splitlines() if "upr-review" in line)


def test_a_paragraph_without_text_and_summary_is_not_called_full(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/recommendations/crc-2022.yaml", "    summary: Forbid corporal punishment everywhere.\n", "")
    assert re.search("seen +no text or summary entered yet", ask(root, "show", "crc-2022:42a").out)
    line = next(line for line in ask(root, "list", "recommendations").out.splitlines() if "crc-2022:42a" in line)
    assert "full" not in line


def test_the_help_of_list_names_every_kind_of_record() -> None:
    names = {name for kind in KINDS for name in kind.record_types}
    assert names | {"recommendations"} == {*LISTS, *OTHER_LISTS}
    text = " ".join(run("list", "--help").out.replace("\n", " ").split())
    assert all(name in text for name in names)


def test_a_list_of_what_does_not_exist_yet_says_so_unless_something_was_filtered(tmp_path: Path) -> None:
    assert ask(bare(tmp_path), "list", "indicators").err == "note: the workspace has no indicators yet\n"
    assert "no activities match" in ask(SMALL, "list", "--status", "postponed").err


def test_the_number_of_a_paragraph_leads_to_its_id() -> None:
    done = ask(SMALL, "show", "42")
    assert (done.code, done.err) == (2, 'error: there is no record "42"\nhint: did you mean crc-2022:42?\n')


@pytest.mark.parametrize("typed", ["CRC/C/KHM/CO/4-6, para. 42 (a)", "crc/c/khm/co/4-6,para.42(a)"])
def test_a_paragraph_is_found_as_the_un_cites_it(typed: str) -> None:
    assert ask(SMALL, "show", typed).out == ask(SMALL, "show", "crc-2022:42a").out
    assert ask(SMALL, "show", "CRC/C/KHM/CO/4-6, para. 99").code == 2


@pytest.mark.parametrize(("typed", "name"), [("deadlines", "deadlines.ics"), ("matrix.xls", "matrix.xlsx")])
def test_an_export_without_its_ending_is_suggested_with_it(typed: str, name: str) -> None:
    assert f"hint: did you mean {name}?" in ask(SMALL, "export", typed).err


def test_a_check_of_schemas_that_are_up_to_date_says_so(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert run("schema", "--root", str(root)).code == 0
    assert run("schema", "--check", "--root", str(root)).err == f"{len(KINDS)} schemas are up to date\n"
