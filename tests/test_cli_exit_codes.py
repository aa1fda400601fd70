"""Exit codes: 0 for success, 1 if the answer is no, 2 if a command cannot do its work; in every format."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.cli_support import SMALL, ask, bare, break_one_activity, program, put, replace, run, small, snapshot
from tests.support import complete

FORMATS = {
    "status": ["table", "json", "csv"],
    "list": ["table", "json", "csv"],
    "due": ["table", "json", "csv"],
    "timeline": ["table", "json", "csv"],
    "show": ["text", "json"],
    "validate": ["text", "json", "github", "sarif"],
}
EACH = [(command, format) for command, formats in FORMATS.items() for format in formats]


def _arguments(command: str, format: str) -> list[str]:
    return [command, *(["2.6"] if command == "show" else []), "--format", format]


@pytest.mark.parametrize(("command", "format"), EACH)
def test_a_reading_command_ends_with_0(command: str, format: str) -> None:
    assert ask(SMALL, *_arguments(command, format)).code == 0


@pytest.mark.parametrize(("command", "format"), EACH)
def test_only_validate_ends_with_1_if_a_file_has_errors(tmp_path: Path, command: str, format: str) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    assert ask(root, *_arguments(command, format)).code == (1 if command == "validate" else 0)


@pytest.mark.parametrize("format", FORMATS["validate"])
def test_warnings_end_with_1_only_with_strict(format: str) -> None:
    assert ask(SMALL, "validate", "--format", format).code == 0
    assert ask(SMALL, "validate", "--format", format, "--strict").code == 1


@pytest.mark.parametrize("format", FORMATS["validate"])
def test_valid_data_ends_with_0_even_with_strict(format: str, tmp_path: Path) -> None:
    root = complete(tmp_path)
    assert ask(root, "validate", "--format", format, "--strict", as_of="2024-01-01").code == 0


@pytest.mark.parametrize("format", ["table", "json", "csv"])
@pytest.mark.parametrize("codes", [(), ("COB203",)])
def test_rules_ends_with_0(format: str, codes: tuple[str, ...]) -> None:
    assert run("rules", *codes, "--format", format).code == 0


def test_render_ends_with_0(tmp_path: Path) -> None:
    assert ask(small(tmp_path), "render").code == 0
    assert ask(tmp_path, "render", "--check").code == 0
    assert ask(tmp_path, "render", "--list").code == 0


def test_render_check_ends_with_1_if_a_document_is_missing_or_stale(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render", "--check").code == 1
    ask(root, "render")
    replace(root, "data/pillars/2-government.yaml", "Follow the review of the State", "Follow it")
    assert ask(root, "render", "--check").code == 1


def test_schema_check_ends_with_1_if_a_schema_is_missing_or_stale(tmp_path: Path) -> None:
    root = str(bare(tmp_path))
    assert run("schema", "--check", "--root", root).code == 1
    assert run("schema", "--root", root).code == 0
    assert run("schema", "--check", "--root", root).code == 0
    put(tmp_path, {"schema/pillar.json": "{}\n"})
    assert run("schema", "--check", "--root", root).code == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["status", "--pillar", "9"],
        ["status", "--status", "finished"],
        ["list", "--actor", "cnncc"],
        ["list", "--twg", "9"],
        ["due", "--mechanism", "cerdd"],
        ["due", "--status", "finished"],
        ["list", "planets"],
        ["list", "--format", "xml"],
        ["show", "2.66"],
        ["show", "2.6", "2.66"],
        ["show", "2.66", "--format", "json"],
        ["show"],
        ["validate", "data/pillars/9-none.yaml"],
        ["validate", "--format", "xml"],
        ["render", "roadmpa.md"],
        ["render", "-o", "-"],
        ["timeline", "--what-if", "crc-state-rapport=2030"],
        ["export", "due.ics"],
        ["export"],
        ["status", "--color", "sometimes"],
        ["status", "more"],
    ],
)
def test_an_impossible_command_ends_with_2_and_prints_nothing_to_stdout(arguments: list[str]) -> None:
    done = ask(SMALL, *arguments)
    assert done.code == 2
    assert done.out == ""
    assert done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize("arguments", [["rules", "COB999"], ["schema", "planet"]])
def test_an_unknown_rule_or_kind_of_file_ends_with_2(arguments: list[str]) -> None:
    done = run(*arguments)
    assert (done.code, done.out) == (2, "")


@pytest.mark.parametrize("day", ["2026-02-30", "soon", "2026", "2026-2-1", "01.02.2026"])
@pytest.mark.parametrize("command", ["status", "list", "due", "timeline", "validate", "render"])
def test_an_as_of_date_that_is_not_a_day_ends_with_2(command: str, day: str) -> None:
    done = ask(SMALL, command, as_of=day)
    assert (done.code, done.out) == (2, "")
    assert f'"{day}"' in done.err
    assert ("February 2026 has 28 days" if day == "2026-02-30" else "2026-02-01") in done.err


@pytest.mark.parametrize(
    "command",
    [
        ["status"],
        ["list"],
        ["show", "2.6"],
        ["due"],
        ["timeline"],
        ["validate"],
        ["render"],
        ["export", "deadlines.ics"],
    ],
)
def test_a_missing_workspace_ends_with_2_and_a_hint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run(*command, "--as-of", "2026-02-01")
    assert (done.code, done.out) == (2, "")
    assert f"no workspace in {tmp_path}" in done.err
    assert "--root" in done.err


@pytest.mark.parametrize(
    "command", [["status"], ["list"], ["show", "2.6"], ["due"], ["validate"], ["render"], ["schema"]]
)
def test_a_root_that_is_not_a_workspace_ends_with_2_and_is_unchanged(tmp_path: Path, command: list[str]) -> None:
    day = [] if command == ["schema"] else ["--as-of", "2026-02-01"]
    for folder in (tmp_path / "nowhere", tmp_path):
        done = run(*command, "--root", str(folder), *day)
        assert (done.code, done.out) == (2, "")
        assert "cobtrack.yaml" in done.err
        assert list(tmp_path.iterdir()) == []


def test_a_workspace_with_a_newer_schema_ends_with_2(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", "schema: 2", "schema: 3")
    for command in ("status", "validate", "render"):
        done = ask(root, command)
        assert (done.code, done.out) == (2, "")
        assert "schema: 3" in done.err


@pytest.mark.parametrize("command", ["render", "schema"])
def test_an_output_folder_that_is_not_writable_ends_with_2(tmp_path: Path, command: str) -> None:
    root = small(tmp_path / "ws")
    put(tmp_path, {"a-file": "text"})
    day = [] if command == "schema" else ["--as-of", "2026-02-01"]
    done = run(command, "--root", str(root), "-o", str(tmp_path / "a-file" / "build"), *day)
    assert done.code == 2
    assert "a-file" in done.err
    assert "Traceback" not in done.err
    assert (tmp_path / "a-file").read_text() == "text"


def test_a_template_that_fails_ends_with_2(tmp_path: Path) -> None:
    root = small(tmp_path, {"templates/short.md.j2": "{{ doc.nothing }}"})
    assert ask(root, "render", "short.md").code == 2


def test_rendering_data_with_errors_ends_with_1(tmp_path: Path) -> None:
    root = small(tmp_path)
    break_one_activity(root)
    assert ask(root, "render").code == 1


def test_contradictions_between_dates_are_rendered_and_not_refused(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "stakeholders' report\n        timeframe: 2023\n",
            "stakeholders' report\n        timeframe: 2049\n")  # fmt: skip
    assert ask(root, "validate").code == 1
    assert ask(root, "render").code == 0


@pytest.mark.parametrize("wrong", ["resources: [crc]", "resources: [nothing]", "cluster: no-such"])
@pytest.mark.parametrize("command", [["render"], ["export", "deadlines.ics", "-o", "-"]])
def test_a_link_to_an_unknown_id_or_a_wrong_kind_is_refused_like_any_error(
    tmp_path: Path, command: list[str], wrong: str
) -> None:
    root = small(tmp_path)
    replace(root, "data/recommendations/crc-2022.yaml", "cluster: general-measures", wrong)
    done = ask(root, *command)
    assert (done.code, done.out) == (1, "")
    assert "the data has errors that a document would repeat: data/recommendations/crc-2022.yaml:" in done.err


@pytest.mark.parametrize(
    "command", [["status"], ["list"], ["due"], ["log", "2.6", "--status", "done"], ["show", "2.6"]]
)
def test_without_a_time_zone_today_is_not_known(tmp_path: Path, command: list[str]) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", "Asia/Phnom_Penh", "Asia/Phnom_Pen")
    before = snapshot(root)
    done = run(*command, "--root", str(root))
    assert (done.code, done.out) == (2, "")
    assert 'the time zone "Asia/Phnom_Pen"' in done.err
    assert "--as-of 2026-02-01" in done.err
    assert snapshot(root) == before


def test_with_as_of_no_time_zone_is_needed(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", "Asia/Phnom_Penh", "Asia/Phnom_Pen")
    assert ask(root, "status").code == 0


def test_validate_reports_a_wrong_time_zone_without_as_of(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", "Asia/Phnom_Penh", "Asia/Phnom_Pen")
    done = run("validate", "--root", str(root))
    assert done.code == 1
    assert "error[COB110] there is no time zone" in done.out


def test_with_unreadable_settings_today_is_the_date_in_utc_and_a_note_says_so(tmp_path: Path) -> None:
    root = small(tmp_path, {"cobtrack.yaml": "schema: ["})
    done = run("status", "--root", str(root))
    assert done.code == 0
    assert "so today is the date in UTC" in done.err


def test_nothing_is_logged_if_today_is_not_known(tmp_path: Path) -> None:
    root = small(tmp_path, {"cobtrack.yaml": "schema: ["})
    before = snapshot(root)
    done = run("log", "2.6", "--status", "in-progress", "--note", "Begun.", "--root", str(root))
    assert done.code == 2
    assert snapshot(root) == before


@pytest.mark.skipif(os.name == "nt", reason="there the zones come with tzdata alone")
def test_time_zones_are_installed_with_cobtrack(tmp_path: Path) -> None:
    done = program("status", "--root", str(SMALL), PYTHONTZPATH=str(tmp_path))
    assert done.returncode == 0
