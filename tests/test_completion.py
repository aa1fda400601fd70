"""Completion in the shell: the right words, quickly, and ids with their colons."""

from __future__ import annotations

import inspect
import os
import pty
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from cobtrack.cli.main import COMMANDS, function_of
from cobtrack.store import ids
from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, SMALL, bare, environment, program, replace, small
from tests.support import EXAMPLE


def offered(*words: str, root: Path = SMALL) -> list[str]:
    """Return what bash is offered for the last of the words, split as bash splits them."""
    changes = {"COMP_WORDS": "\n".join(("cobtrack", *words)), "COMP_CWORD": str(len(words))}
    done = program(cwd=root, _COBTRACK_COMPLETE="complete_bash", **changes)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().split()


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["show", "crc-2022", ":", "4"], ["42", "42a"]),
        (["show", "crc-2011", ":"], ["1"]),
        (["show", "crc-2011", ":", "9"], []),
        (["show", "crc-2022", ":", "1", "crc-2022", ":", "42"], ["42", "42a"]),
        (["show", "crc-2022", ":", "1", "cer"], ["cerd", "cerd-state-report", "cerd-review"]),
        # Where colons are no ends of words in this bash.
        (["show", "crc-2022:4"], ["crc-2022:42", "crc-2022:42a"]),
        (["show", "crc-2022", ":", "1", ""], ids.starting_with(SMALL, "id", "")),
        (["log", "crc-2022", ":", "42", "--sta"], ["--status"]),
    ],
    ids=" ".join,
)
def test_bash_is_offered_what_comes_after_the_last_colon(words: list[str], expected: list[str]) -> None:
    assert offered(*words) == expected


@pytest.mark.skipif(not shutil.which("bash"), reason="needs bash")
@pytest.mark.parametrize(
    ("typed", "becomes"),
    [("crc-2022:4", "crc-2022:42"), ("crc-2011:", "crc-2011:1"), ("crc-2022:1 crc-f", "crc-2022:1 crc-follow-up"),
     ("cncc crc-2011:", "cncc crc-2011:1")],
)  # fmt: skip
def test_a_real_bash_completes_ids(typed: str, becomes: str, tmp_path: Path) -> None:
    command = tmp_path / "cobtrack"
    command.write_text(
        f'#!/bin/sh\n[ -z "$_COBTRACK_COMPLETE" ] || exec {sys.executable} -m cobtrack "$@"\necho "<$*>"\n'
    )
    command.chmod(0o755)
    script = program(_COBTRACK_COMPLETE="source_bash").stdout.decode()
    (tmp_path / "rc").write_text(f"PATH={tmp_path}:$PATH\n{script}\n")
    master, slave = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "--noprofile", "--rcfile", str(tmp_path / "rc"), "-i"],
        stdin=slave, stdout=slave, stderr=slave, cwd=SMALL, env=environment(TERM="dumb"), start_new_session=True,
    )  # fmt: skip
    os.close(slave)
    os.write(master, f"cobtrack show {typed}\t\nexit\n".encode())
    screen = b""
    try:
        while part := os.read(master, 65536):
            screen += part
    except OSError:
        pass
    os.close(master)
    shell.wait(timeout=30)
    assert f"<show {becomes}>" in screen.decode()


@pytest.mark.parametrize("root", [SMALL, REPOSITORY], ids=["small", "shipped"])
def test_the_ids_found_in_the_texts_are_those_of_the_records(root: Path) -> None:
    workspace = load(root).workspace
    assert set(ids.starting_with(root, "id", "")) == set(workspace.by_id)
    assert ids.starting_with(root, "actor", "") == [one.id for one in workspace.actors]
    assert set(ids.starting_with(root, "mechanism", "")) == {one.id for one in workspace.mechanisms}
    assert set(ids.starting_with(root, "pillar", "")) == {str(one.pillar) for one in workspace.pillars}
    assert set(ids.starting_with(root, "document", "")) == {one.id for one in workspace.documents}
    assert ids.starting_with(root, "cluster", "") == [*workspace.settings.clusters]


PARAGRAPHS = """\
id: crc-2030
paragraphs:
  - id: crc-2030:1
    sdgs:
      - 4 - QUALITY EDUCATION
      - "16.2"
    affected_persons: [Children, "Persons with disabilities"]
  - {id: crc-2030:2, sdgs: [5.3], affected_persons: [Girls]}
"""


def test_values_of_lists_are_completed_unless_they_need_quotes(tmp_path: Path) -> None:
    root = bare(tmp_path, {"data/recommendations/crc-2030.yaml": PARAGRAPHS})
    assert ids.starting_with(root, "sdg", "") == ["4", "16.2", "5.3"]
    assert ids.starting_with(root, "sdg", "1") == ["16.2"]
    assert ids.starting_with(root, "person", "G") == ["girls"]
    assert ids.starting_with(root, "person", "") == ["children", "girls"]
    assert offered("list", "--sdg", "5", root=root) == ["5.3"]


def test_names_of_saved_filters_are_completed() -> None:
    names = [saved.id for saved in load(EXAMPLE).workspace.settings.saved_filters]
    assert ids.starting_with(EXAMPLE, "filter", "") == names
    assert offered("due", "--filter", names[0][:2], root=EXAMPLE) == names[:1]


def test_a_shipped_procedure_is_completed_where_a_mechanism_names_it(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert offered("show", "crc-sim", root=root) == []
    replace(root, "data/reports-due/crc.yaml", "id: crc\n", "id: crc\nprocedures: [crc-simplified]\n")
    assert offered("show", "crc-sim", root=root) == ["crc-simplified"]


def test_ids_are_found_however_they_are_written(tmp_path: Path) -> None:
    text = """\
        actors:
          - {id: a-1, name: A}
          - name: B
            id: "a-2"
          - { id: 'a-3' }
        # id: a-4
        """
    root = bare(tmp_path, {"data/actors.yaml": textwrap.dedent(text)})
    assert ids.starting_with(root, "id", "a-") == ["a-1", "a-2", "a-3"]


@pytest.mark.parametrize("beginning", ["(", "[a", "*", "\\", "^"])
def test_what_was_typed_is_not_read_as_a_pattern(beginning: str) -> None:
    assert ids.starting_with(SMALL, "id", beginning) == []


def test_files_outside_the_workspace_are_not_read(tmp_path: Path) -> None:
    root = bare(tmp_path / "own", {"data/actors.yaml": "actors: []\n"})
    (root / "data/actors.yaml").unlink()
    (root / "data/actors.yaml").symlink_to(SMALL / "data/actors.yaml")
    os.mkfifo(root / "data/roadmap.yaml")
    assert ids.starting_with(root, "id", "") == []


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_the_program_has_the_first_sentence_of_each_commands_help(name: str) -> None:
    text = inspect.getdoc(function_of(name))
    assert text
    assert re.split(r"(?<=\.)\s", text)[0] == COMMANDS[name]
