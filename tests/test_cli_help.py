"""Help: what each command says about itself, and how quickly."""

from __future__ import annotations

import json
import re
import subprocess
import sys

import pytest
import typer
from rich.cells import cell_len

from cobtrack.cli.main import app
from cobtrack.views.filters import FILTERS
from tests.cli_support import environment, program, run

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]
READING = {"status", "list", "show", "search", "due", "timeline", "validate"}
FILTERED = {"status", "list", "search", "due", "timeline", "matrix", "export", "trace"}
HEAVY = {"pydantic", "jinja2", "ruamel.yaml", "rich", "yaml", "markdown_it"}

# ux.md's table of shared options: which command each one applies to.
SHARED = {
    "--root": READING | {"render", "export", "schema", "log", "rename", "postpone", "undo"},
    "--as-of": READING | {"render", "export", "log", "rename", "postpone"},
    "--format": READING | {"rules"},
    "--color": READING | {"rules", "render", "export", "log", "rename", "postpone", "undo"},
    "--quiet": READING | {"render", "export", "log", "rename", "postpone", "undo"},
    "--output": {"render", "export", "schema"},
    "--dry-run": {"render", "export", "log", "rename", "postpone", "undo"},
    "--status": FILTERED | {"log"},
    "--owner": FILTERED - {"matrix", "trace"},
    **{f"--{name}": FILTERED for name in FILTERS if name not in {"status", "owner"}},
}
SHORT = {"--root": "-C", "--format": "-f", "--output": "-o", "--dry-run": "-n", "--quiet": "-q", "--help": "-h"}


def _help(*arguments: str) -> str:
    done = run(*arguments)
    assert (done.code, done.err) == (0, "")
    return done.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_two_examples_or_more(command: str) -> None:
    examples = re.findall(rf"^    cobtrack {command}\b", _help(command, "--help"), re.MULTILINE)
    assert len(examples) >= 2


@pytest.mark.parametrize("command", COMMANDS)
def test_short_and_long_help_are_the_same(command: str) -> None:
    assert _help(command, "-h") == _help(command, "--help")


@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_help_fits_a_terminal_of_80_columns(command: str) -> None:
    text = _help(*([command] if command else []), "--help")
    assert max(map(cell_len, text.splitlines())) <= 80


@pytest.mark.parametrize("option", SHARED)
def test_a_shared_option_is_on_every_command_that_it_applies_to(option: str) -> None:
    has = {command for command in COMMANDS if re.search(rf"{option}\b", _help(command, "--help"))}
    assert has >= SHARED[option]


@pytest.mark.parametrize("option", SHORT)
def test_a_short_option_means_the_same_wherever_it_occurs(option: str) -> None:
    for command in COMMANDS:
        text = _help(command, "--help")
        for short, long in re.findall(r"^  (-\w), (--[a-z-]+)", text, re.MULTILINE):
            if short == SHORT[option]:
                assert long == option, command


def test_the_program_alone_shows_its_commands_on_one_screen() -> None:
    done = run()
    assert done.code == 2
    text = done.out + done.err
    assert _help("--help").partition("Commands:")[2].partition("\n\n")[0] in text
    assert "cobtrack COMMAND --help" in text.splitlines()[-1]
    assert len(text.splitlines()) < 24


def test_the_help_of_the_program_names_every_command_and_the_documentation_of_the_files() -> None:
    text = _help("--help")
    for command in COMMANDS:
        assert re.search(rf"^  {command} ", text, re.MULTILINE)
    assert "docs/data.md" in text.splitlines()[-1]


def test_help_does_not_cut_the_sentence_that_says_what_a_command_does() -> None:
    assert "..." not in _help("--help").partition("Commands:")[2]


def test_the_version_is_one_line() -> None:
    assert re.fullmatch(r"cobtrack \d+\.\d+\.\d+\S*\n", _help("--version"))


def test_a_command_that_does_not_exist_gets_a_suggestion() -> None:
    done = run("statsu")
    assert done.code == 2
    assert done.out == ""
    assert "'status'" in done.err


def test_an_option_that_does_not_exist_gets_a_suggestion() -> None:
    done = run("due", "--as-off", "2026-02-01")
    assert done.code == 2
    assert "--as-of" in done.err


def _loaded(*arguments: str, **changes: str) -> set[str]:
    """The modules that a run of the program has loaded."""
    script = (
        "import json, sys\n"
        f"sys.argv = ['cobtrack', *{list(arguments)!r}]\n"
        "try:\n    from cobtrack.cli.main import main; main()\n"
        "except SystemExit:\n    pass\n"
        "print(json.dumps(sorted(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env=environment(**changes)
    )
    assert done.stdout
    return set(json.loads(done.stderr.splitlines()[-1]))


@pytest.mark.parametrize("arguments", [("--help",), ("--version",)])
def test_help_and_version_load_nothing_heavy(arguments: tuple[str, ...]) -> None:
    assert not _loaded(*arguments) & HEAVY


@pytest.mark.parametrize(
    "words",
    [
        "cobtrack st",
        "cobtrack status --pi",
        "cobtrack show 2.",
        "cobtrack due --status o",
        "cobtrack due --owner c",
        "cobtrack list --cluster e",
        "cobtrack matrix --sdg 1",
    ],
)
def test_completion_loads_nothing_heavy(words: str) -> None:
    number = str(len(words.split()) - 1)
    changes = {"_COBTRACK_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": number}
    assert not _loaded(**changes) & HEAVY


def test_ids_are_completed_from_the_workspace(tmp_path: object) -> None:
    from tests.cli_support import SMALL

    completing = {"_COBTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "cobtrack show 2.", "COMP_CWORD": "2"}
    done = program(cwd=SMALL, **completing)
    assert done.stdout.decode().split() == ["2.6", "2.7", "2.9", "2.10"]


def test_completion_outside_a_workspace_offers_nothing(tmp_path_factory: pytest.TempPathFactory) -> None:
    completing = {"_COBTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "cobtrack show 2.", "COMP_CWORD": "2"}
    done = program(cwd=tmp_path_factory.mktemp("empty"), **completing)
    assert done.stdout.strip() == b""
    assert done.stderr == b""


def test_completion_looks_in_the_folder_that_root_names(tmp_path_factory: pytest.TempPathFactory) -> None:
    from tests.cli_support import SMALL

    words = f"cobtrack show --root {SMALL} 2."
    completing = {"_COBTRACK_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": "4"}
    done = program(cwd=tmp_path_factory.mktemp("empty"), **completing)
    assert "2.6" in done.stdout.decode().split()


@pytest.mark.parametrize("command", ["status", "list", "due", "timeline", "matrix"])
def test_the_statuses_that_help_names_are_valid_for_the_command(command: str) -> None:
    from tests.cli_support import SMALL, ask

    told = re.search(r"--status WORD\s+Only with this status: (.*?)\n  -", _help(command, "--help"), re.DOTALL)
    assert told
    for part in told[1].split(";"):
        words = re.findall(r"[a-z-]+", re.sub(r"for\s+(\w+):", "", part))
        kind = [one if command == "list" else f"--{one}" for one in re.findall(r"for\s+(\w+):", part)]
        assert len(words) >= 2
        for word in words:
            assert ask(SMALL, command, *kind, "--status", word).code == 0, word


@pytest.mark.parametrize(
    ("line", "offered"),
    [("matrix --status ur", ["urgent"]), ("list recommendations --status rep", ["reported", "repeated", "repealed"]),
     ("due --status d", ["due-soon"]), ("status --status done", ["done"]), ("due --status done", [])],
)  # fmt: skip
def test_completed_statuses_are_those_of_the_records_that_the_command_shows(
    line: str, offered: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    typed = f"cobtrack {line}"
    changes = {"_COBTRACK_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(typed.count(" "))}
    done = program(cwd=tmp_path_factory.mktemp("empty"), **changes)
    assert done.stdout.decode().split() == offered
