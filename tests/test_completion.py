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
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import fields_by_key
from cobtrack.store import field_names, ids
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
        (["log", "crc-2022", ":", "42", "--sta"], ["--status", "--stage"]),
        (["list", "--actor", "=", "cn"], ["cncc"]),
        # Fields of a record, and their values.
        (["set", "pil"], ["pillar-1", "pillar-2"]),
        (["set", "2.6", "resp"], ["responsible+=", "responsible-="]),
        (["set", "2.6", "responsible+", "=", "cn"], ["cncc"]),
        (["set", "2.6", "responsible", "=", "cncc,twg"], ["cncc,twg-1", "cncc,twg-2"]),
        (["set", "2.6", "recommendations+", "=", "crc-2022", ":", "4"], ["42", "42a"]),
        (["set", "2.6", "timef"], ["timeframe=", "timeframe=2023/2027"]),
        (["set", "2.6", "timeframe", "="], ["2023/2027"]),
        (["set", "2.6", "aud"], ["audience=public", "audience=committee", "audience=members"]),
        (["set", "crc-2022", ":", "42", "urgent", "=", "t"], ["true"]),
        (["set", "2.6", "progress.last.ev"], ["progress.last.evidence="]),
        (["set", "2.6", "progress.last.status", "=", "in"], ["in-progress"]),
        (["set", "cncc", "nam"], ["name=", "name.km="]),
        (["set", "crc-state-report", "lea"], ["lead=", "lead.days=", "lead.weeks=", "lead.months=", "lead.years="]),
        (["set", "discussion-1", "supp"], ["supported_by=", "supported_by.km="]),
        (["set", "circular-06", "issued"], ["issued_by=", "issued_by.km="]),
        (["set", "crc", "acr"], ["acronym=", "acronym.km=", "acronym=CRC"]),
        (["set", "pillar-2", "overview_"], ["overview_title=", "overview_title.km=", "overview_title=Government"]),
        (["set", "roadmap", "per"], ["period=", "period=2022/2027"]),
        (["set", "settings", "timez"], ["timezone=", "timezone=Asia/Phnom_Penh"]),
        (["set", "2.6", "nothing."], []),
        (["set", "nothing", "tim"], []),
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


@pytest.mark.parametrize("value", ["$(reboot)", "`reboot`", "a;reboot", "a|b", '"a"', "*", "a b"])
def test_a_present_value_that_a_shell_would_act_on_is_not_offered(value: str, tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "timeframe: 2023/2027", f"timeframe: {value}")
    assert offered("set", "2.6", "timef", root=root) == ["timeframe="]


def test_fields_are_completed_for_every_kind_of_record() -> None:
    workspace = load(EXAMPLE).workspace
    other_commands = {"id", "schema", "formerly", "was", "removed"}
    for record in (*workspace.all_records(), *workspace.records_without_id.values()):
        if record.place.file.startswith(("data", "cobtrack.yaml")):
            forms = field_names.starting_with(EXAMPLE, workspace.name_of(record), "")
            fields = {re.split(r"[.+=-]", form)[0] for form in forms}
            assert fields == {*fields_by_key(type(record))} - other_commands, record


def test_each_kind_of_file_has_its_schema() -> None:
    assert {kind.path: kind.name for kind in KINDS} == {
        kind.path: field_names.KINDS.get(kind.path, kind.path.rpartition("/")[2].removesuffix(".yaml"))
        for kind in KINDS
    }


def test_completing_a_field_loads_no_models() -> None:
    code = "import sys; from cobtrack.__main__ import main; sys.argv = ['cobtrack']; main()"
    script = f"import atexit, sys\natexit.register(lambda: print('pydantic' in sys.modules, file=sys.stderr))\n{code}"
    variables = {"_COBTRACK_COMPLETE": "complete_bash", "COMP_WORDS": "cobtrack\nset\n2.6\ntimef", "COMP_CWORD": "3"}
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=SMALL, env=environment(**variables))
    assert (done.stdout.split(), done.stderr) == (["timeframe=", "timeframe=2023/2027"], "False\n")


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


@pytest.mark.parametrize(
    ("kind", "typed", "expected"),
    [
        ("activity", "timef", ["timeframe="]),
        ("activities", "responsible+=cn", ["responsible+=cncc"]),
        ("actor", "kind=mini", ["kind=ministry"]),
        ("recommendation", "urg", ["urgent=true", "urgent=false"]),
        ("mechanism", "acr", ["acronym=", "acronym.km="]),
        ("category", "tit", ["title=", "title.km="]),
        ("measure", "issued", ["issued_by=", "issued_by.km="]),
        ("budgets", "owner=ci", ["owner=civil-society"]),
        ("budget-line", "curr", ["currency="]),
        ("nothing", "", []),
    ],
)
def test_the_fields_of_a_new_record_are_completed(kind: str, typed: str, expected: list[str]) -> None:
    assert offered("add", kind, typed) == expected
