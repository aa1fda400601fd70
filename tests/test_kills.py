"""A sample of what `python -m tests.kills` does: commands that are killed at random moments."""

from __future__ import annotations

import subprocess
import sys
import textwrap

import pytest

from cobtrack.cli.main import COMMANDS as ALL
from tests.cli_support import REPOSITORY, environment
from tests.writing_commands import COMMANDS

READING = {"status", "list", "show", "search", "due", "timeline", "changes", "matrix", "rules", "trace"}
OTHERWISE = {
    "suggest": "writes like set, after a key was pressed on a terminal",
    "evidence": "writes like set, after it has used the network",
    "focal-points": "writes only files that are no data",
    "round": "opens a round in two steps, which can be repeated",
}
"""Commands that are not killed here, and why."""


def kills(program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a program in the repository. Kills need a process without threads, which a test has not always."""
    command = [sys.executable, *([program] if program == "-m" else ["-c", textwrap.dedent(program)]), *arguments]
    return subprocess.run(command, cwd=REPOSITORY, env=environment(), capture_output=True, text=True, check=False)


def test_every_command_that_writes_is_killed() -> None:
    assert {command[0] for command in COMMANDS.values()} == ALL.keys() - READING - OTHERWISE.keys()


def test_after_a_kill_every_file_is_old_or_new_and_the_next_run_works() -> None:
    done = kills("-m", "tests.kills", "--kills", "10", "--first", "3", "--seed", "1")
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("10 kills of 10 commands in ")


DEFECTS = {
    "a file is written in place": """
        def replace(path, copy):
            os.truncate(path, 0)
            handle = os.open(path, os.O_WRONLY)
            os.write(handle, copy.read_bytes())
            os.close(handle)
            copy.unlink()
        write._replace = replace
    """,
    "copies are left": "history.History.remove_leftovers = lambda *_, **__: None",
}


@pytest.mark.parametrize("defect", DEFECTS)
def test_a_defect_is_found(defect: str) -> None:
    program = f"""
import os
from cobtrack.store import history, write
from tests import kills
kills.WAYS = {{"at a call": 1}}
kills.COMMANDS = {{"rename": kills.COMMANDS["rename"]}}
{textwrap.dedent(DEFECTS[defect])}
states, wrong = kills.kills(range(6), 1, lambda _: None)
print(len(wrong))
"""
    done = kills(program)
    assert int(done.stdout) > 0, done.stderr
