"""Streams: the result goes to standard output, everything else to standard error."""

from __future__ import annotations

import csv
import gc
import io
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from cobtrack.model.text.escape import CONTROL
from cobtrack.store.yaml.reader import read
from tests.cli_support import (
    DAY,
    SHIPPED,
    SMALL,
    Result,
    Screen,
    ask,
    break_one_activity,
    environment,
    line_of,
    on_terminal,
    program,
    replace,
    rows_by,
    run,
    small,
)

NOTE = 'note: 1 problem in data/pillars/2-government.yaml, some entries may be missing; run "cobtrack validate"\n'
SMALL_ON_A_DAY = {"COBTRACK_ROOT": str(SMALL), "COBTRACK_AS_OF": DAY}
READING = [["status"], ["list"], ["show", "2.6"], ["due"], ["timeline"]]
PLURALS = {
    "status": "status",
    "list": "activities",
    "list recommendations": "recommendations",
    "list deadlines": "deadlines",
    "list actors": "actors",
    "due": "deadlines",
    "timeline": "timeline",
    "show 2.6": "records",
    "validate": "problems",
}


def test_messages_after_the_result_come_after_it_if_both_streams_go_to_one_place() -> None:
    command = [sys.executable, "-m", "cobtrack", "log", "2.6", "--status", "done", "--dry-run"]
    done = subprocess.run(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False, env=environment(**SMALL_ON_A_DAY)
    )
    assert done.stdout.splitlines()[-1] == b"Nothing written (--dry-run)."


@pytest.mark.parametrize("arguments", [(), ("status", "--root", str(SHIPPED.parent), "--as-of", "2026-11-26")])
def test_the_commands_and_the_status_of_the_roadmap_fit_on_one_screen(arguments: tuple[str, ...]) -> None:
    screen = on_terminal(*arguments, columns=80, rows=24)
    assert len(screen.lines) < 24
    assert max(map(len, screen.lines)) <= 80


@pytest.mark.parametrize("command", PLURALS)
def test_json_is_one_document_with_version_day_and_rows(command: str) -> None:
    done = ask(SMALL, *command.split(), "--format", "json")
    document = json.loads(done.out)
    assert document["version"] == 1
    assert document["as_of"] == DAY
    assert document[PLURALS[command]]
    assert done.err == ""


def test_the_json_of_the_rules_has_a_version_too() -> None:
    document = json.loads(run("rules", "--format", "json").out)
    assert document["version"] == 1
    assert {"code", "name", "severity", "page"} <= set(document["rules"][0])


@pytest.mark.parametrize("arguments", [["show", "2.6\x1b[31m"], ["list", "--pillar", "\x9b2J"], ["rules", "a\u202eb"],
                                       ["import", "evil\x1b]0;x\x07.pdf"], ["status", "--as-of", "\x1b[2J"]])  # fmt: skip
def test_control_characters_in_arguments_do_not_reach_the_terminal(arguments: list[str]) -> None:
    done = run(*arguments, "--root", str(SMALL)) if arguments[0] != "rules" else run(*arguments)
    assert done.code == 2
    assert not CONTROL.search(done.out + done.err)


@pytest.mark.parametrize("arguments", [["list", "--pillar", b"\xff"], ["import", b"a\xff.docx"], ["show", b"\xff"]])
def test_arguments_that_are_not_utf_8_are_a_mistake_of_the_user(arguments: list[str | bytes]) -> None:
    command = [sys.executable, "-m", "cobtrack", *arguments, "--root", str(SMALL)]
    done = subprocess.run(command, capture_output=True, check=False, timeout=30)
    assert done.returncode == 2
    assert b"Traceback" not in done.stderr


def test_json_is_indented_and_khmer_is_not_escaped() -> None:
    out = ask(SMALL, "list", "--format", "json").out
    assert "ពិនិត្យមើលឡើងវិញនូវផែនទីបង្ហាញផ្លូវ" in out
    assert out.startswith('{\n  "version": 1,\n')
    assert out.endswith("}\n")


def test_json_has_the_keys_of_the_files_and_computed_values() -> None:
    rows = rows_by(json.loads(ask(SMALL, "list", "--format", "json").out), "activities")
    assert rows["2.7"] == {
        "id": "2.7",
        "text": "Support a mid-term review in 2025 (year TBD)",
        "timeframe": "2025?",
        "responsible": ["crc-cambodia"],
        "serves": ["crc-mid-term-review"],
        "after": ["2.6"],
        "pillar": 2,
        "category": "Reviews",
        "status": "not-reported",
        "state": "unconfirmed",
        "stale": False,
        "file": "data/pillars/2-government.yaml",
        "line": line_of(SMALL, "data/pillars/2-government.yaml", '- id: "2.7"'),
    }


def test_a_text_in_several_languages_is_the_same_in_json_as_in_the_file() -> None:
    rows = rows_by(json.loads(ask(SMALL, "list", "actors", "--format", "json").out), "actors")
    assert rows["cncc"]["name"] == {
        "en": "Cambodia National Council for Children",
        "km": "ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ",
    }


@pytest.mark.parametrize("command", ["status", "list", "list recommendations", "list deadlines", "list actors", "due"])
def test_csv_has_a_header_and_the_same_number_of_cells_in_every_row(command: str) -> None:
    done = ask(SMALL, *command.split(), "--format", "csv")
    header, *rows = csv.reader(io.StringIO(done.out))
    assert all(header)
    assert len(set(header)) == len(header)
    assert rows
    assert {len(row) for row in rows} == {len(header)}
    assert done.err == ""


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_a_csv_cell_that_a_spreadsheet_would_execute_is_written_as_text(tmp_path: Path, start: str) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/1-coordination.yaml", "text: Visit the provinces",
            f"text: {json.dumps(start + 'HYPERLINK(1)')}")  # fmt: skip
    out = ask(root, "list", "--format", "csv").out
    cell = next(row[-1] for row in csv.reader(io.StringIO(out, newline="")) if row[0] == "activity:1.9")
    assert cell.startswith("'")


@pytest.mark.parametrize("format", ["table", "csv", "json"])
@pytest.mark.parametrize(
    ("what", "status"), [("activities", "postponed"), ("recommendations", "regressed"), ("deadlines", "superseded")]
)
def test_an_empty_list_is_noted_on_stderr_and_ends_with_0(what: str, status: str, format: str) -> None:
    done = ask(SMALL, "list", what, "--status", status, "--format", format)
    assert done.code == 0
    assert done.err == f"note: no {what} match\n"
    if format == "json":
        assert json.loads(done.out) == {"version": 1, "as_of": DAY, what: []}
    elif format == "csv":
        assert len(done.out.splitlines()) == 1
    else:
        assert done.out == ""


def test_quiet_leaves_out_the_note_about_an_empty_list() -> None:
    done = ask(SMALL, "list", "--status", "postponed", "--quiet")
    assert done == Result(0, "", "")


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_a_reading_command_skips_a_broken_activity_and_says_so_once(tmp_path: Path, command: list[str]) -> None:
    root = small(tmp_path)
    whole = ask(root, *command)
    break_one_activity(root)
    done = ask(root, *command)
    assert done.code == 0
    assert done.err == NOTE
    assert done.out
    if command == ["list"]:
        assert done.out.splitlines() == [line for line in whole.out.splitlines() if not line.startswith("2.9 ")]


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_quiet_leaves_out_the_note_about_a_broken_activity(tmp_path: Path, command: list[str]) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    assert ask(root, *command, "-q").err == ""


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_json_without_a_broken_activity_is_still_one_document(tmp_path: Path, command: list[str]) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    done = ask(root, *command, "--format", "json")
    assert json.loads(done.out)["version"] == 1
    assert done.err == NOTE


def test_render_refuses_data_with_a_broken_activity_and_writes_nothing(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    done = ask(root, "render")
    assert (done.code, done.out) == (1, "")
    assert done.err.startswith("error: ")
    assert "cobtrack validate" in done.err
    assert not (root / "build").exists()


def test_render_to_stdout_refuses_it_too(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    done = ask(root, "render", "roadmap.md", "-o", "-")
    assert (done.code, done.out) == (1, "")


def test_reading_commands_work_although_the_settings_are_broken(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", "state: KHM", "state: Cambodia")
    done = ask(root, "list")
    assert "Follow the review of the State" in done.out
    assert done.err == 'note: 1 problem in cobtrack.yaml, nothing in it could be read; run "cobtrack validate"\n'


def test_the_root_and_the_day_can_come_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COBTRACK_ROOT", str(SMALL))
    monkeypatch.setenv("COBTRACK_AS_OF", DAY)
    assert run("status") == ask(SMALL, "status")


def test_an_option_takes_precedence_over_the_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("COBTRACK_ROOT", str(tmp_path))
    monkeypatch.setenv("COBTRACK_AS_OF", "2020-01-01")
    assert json.loads(ask(SMALL, "status", "--format", "json").out)["as_of"] == DAY


def test_the_workspace_is_found_from_a_folder_inside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(SMALL / "data" / "pillars")
    assert run("list", "--as-of", DAY) == ask(SMALL, "list")


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_output_is_utf_8_in_every_locale(encoding: str) -> None:
    # As on Windows, where a pipe has the system's old code page.
    done = program("list", "--root", str(SMALL), "--as-of", DAY, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert "ពិនិត្យមើលឡើងវិញនូវផែនទីបង្ហាញផ្លូវ" in done.stdout.decode()


def test_the_same_question_gets_the_same_bytes(tmp_path: Path) -> None:
    # Another folder, another seed for the order of sets.
    root = small(tmp_path)
    commands = [["status"], ["due"], ["list", "-f", "json"], ["show", "crc-2022"], ["validate"]]
    for command in commands:
        first = program(*command, "--root", str(SMALL), "--as-of", DAY, PYTHONHASHSEED="1")
        second = program(*command, "--root", str(root), "--as-of", DAY, PYTHONHASHSEED="2")
        assert first.stdout == second.stdout


def test_due_says_who_has_to_do_what_even_in_a_narrow_window() -> None:
    lines = on_terminal("due", "--root", str(SHIPPED.parent), "--as-of", "2026-11-25", rows=60).lines
    assert any("crc-state-report" in line and " State " in line for line in lines)
    assert any("crc-mid-term-review" in line and " State? " in line for line in lines)
    assert max(map(len, lines)) <= 80


@pytest.mark.parametrize(
    "command",
    [
        "--help",
        "--version",
        "status",
        "list --format json",
        "rules",
        "export deadlines.ics -o -",
        "render roadmap.html -o -",
    ],
)
@pytest.mark.parametrize(
    ("output", "reason"),
    [(">&-", "standard output is closed"), ("> /dev/full", "cannot write to standard output: no space left on device")],
)
def test_a_result_that_cannot_be_written_is_reported_in_one_line_and_ends_with_1(
    command: str, output: str, reason: str
) -> None:
    done = shell(f"{command} {output}")
    assert (done.returncode, done.stderr) == (1, f"error: {reason}\n")


@pytest.mark.parametrize(("command", "code"), [("--help", 0), ("status", 0), ("show 9.9", 2), ("nonsense", 2)])
def test_a_closed_standard_error_loses_only_its_own_lines(command: str, code: int) -> None:
    done = shell(f"{command} 2>&-")
    assert done.returncode == code
    assert bool(done.stdout) == (code == 0)


def test_the_end_of_a_result_that_nobody_reads_is_dropped_without_a_message() -> None:
    code = "from cobtrack.cli import main; main.app = lambda **_: print('the last line'); main.main()"
    reading_end, writing_end = os.pipe()
    os.close(reading_end)
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], stdout=writing_end, stderr=subprocess.PIPE, check=False, env=environment()
        )
    finally:
        os.close(writing_end)
    assert (done.returncode, done.stderr) == (0, b"")


def shell(command: str) -> subprocess.CompletedProcess[str]:
    """Run cobtrack on the small workspace with the redirections of a shell."""
    line = f"{sys.executable} -m cobtrack {command}"
    return subprocess.run(
        ["/bin/sh", "-c", line],
        capture_output=True,
        text=True,
        check=False,
        env=environment(**SMALL_ON_A_DAY),
        timeout=30,
    )


READ = f'{sys.executable} -c \'import os, sys; print(sys.stdin.buffer.read(), os.environ["LESS"], os.environ["LESSSECURE"])\''


def paged(pager: str, **changes: Any) -> Screen:
    """A result longer than the terminal."""
    return on_terminal("show", "1.10", "-C", str(SMALL), "--as-of", DAY, rows=2, PAGER=pager, **changes)


def test_a_pager_gets_utf_8_in_every_locale() -> None:
    khmer = str("ពិនិត្យ".encode())[2:-1]
    assert khmer in paged(READ, LC_ALL="C", LANG="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0").text


def test_a_pager_is_configured_to_pass_colours_and_to_start_no_program() -> None:
    assert paged(READ).text.rstrip().endswith("FRX 1")


def test_options_that_a_user_sets_for_less_stay() -> None:
    assert paged(READ, LESS="-S", LESSSECURE="0").text.rstrip().endswith("-S 1")


@pytest.mark.parametrize("pager", ["less -P'open", "no-such-program --x", "false", "/"])
def test_a_pager_that_cannot_be_run_is_skipped(pager: str) -> None:
    screen = paged(pager)
    assert screen.code == 0
    assert "ពិនិត្យ" in screen.text


def test_exit_handlers_run() -> None:
    # The process ends without taking the interpreter apart.
    script = (
        "import atexit, sys; atexit.register(print, 'left')\n"
        "from cobtrack.__main__ import main\n"
        "sys.argv = ['cobtrack', 'show', '9.9']; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=False, env=environment(**SMALL_ON_A_DAY)
    )
    assert (done.returncode, done.stdout) == (2, "left\n")
    assert 'there is no record "9.9"' in done.stderr


@pytest.mark.parametrize("name", ["data/pillars/2-government.yaml", "data/recommendations/crc-2022.yaml"])
def test_reading_creates_no_garbage_in_cycles(name: str) -> None:
    # In the program it is off, so a file that is kept by a cycle stays in memory.
    text = (SMALL / name).read_text(encoding="utf-8")
    read(text, name)
    gc.collect()
    gc.disable()
    try:
        assert read(text, name).data
        assert gc.collect() == 0
    finally:
        gc.enable()


@pytest.mark.parametrize("columns", [60, 80, 200])
@pytest.mark.parametrize(
    "command", [["validate"], ["rules", "COB314", "COB402"], ["log", "1.10", "--level", "partly"]], ids=" ".join
)
def test_running_text_is_wrapped_between_words_on_a_terminal(
    tmp_path: Path, command: list[str], columns: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = "Held in every province, with the children who had asked for it. " * 3
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "status: in-progress", f'status: "{note}"')
    screen = on_terminal(*command, columns=columns, rows=100, COBTRACK_ROOT=str(root), COBTRACK_AS_OF=DAY)
    monkeypatch.setenv("COBTRACK_ROOT", str(root))
    monkeypatch.setenv("COBTRACK_AS_OF", DAY)
    piped = run(*command)
    words_of_pipe = (piped.out + piped.err).split()
    text = [line for line in screen.lines if " | " not in line]
    assert len(text) > 2
    assert max(map(len, screen.lines)) <= columns
    assert {word for line in text for word in line.split()} <= set(words_of_pipe)


@pytest.mark.skipif(not shutil.which("less"), reason="less is not installed")
def test_the_pager_says_how_to_leave_it_unless_less_is_set_up_otherwise() -> None:
    assert "q: quit" in paged("", typed="q").text
    assert "q: quit" not in paged("", typed="q", LESS="FRX").text


@pytest.mark.parametrize("command", [("render", "roadmap.docx"), ("export", "matrix.xlsx")])
def test_a_file_of_an_office_program_is_not_shown_on_a_terminal(command: tuple[str, str]) -> None:
    screen = on_terminal(*command, "-o", "-", COBTRACK_ROOT=str(SMALL), COBTRACK_AS_OF=DAY, NO_COLOR="1")
    assert (screen.code, screen.text) == (
        2,
        f"error: {command[1]} cannot be shown on a terminal\nhint: leave out -o -, or add: > {command[1]}\n",
    )
