"""Printed text never contains a workflow command: GitHub executes such lines in the log of a run."""

from __future__ import annotations

import json
import re
from itertools import cycle
from pathlib import Path

import pytest

from cobtrack.model.text.escape import escape_command
from tests.cli_support import ask, small

HOSTILE = [
    "##[stop-commands]x", "say ##[error]y", "##[add-mask]the", "::error::z", "::stop-commands::x", "say ::warning file=a,line=1::w",
    "#\u200b#[error]y", ":\u200b:error::z", "%0A::error::z", "%0D%0A##[error]z",
]  # fmt: skip
UNSEEN = re.compile("[\u00ad\u034f\u200b-\u200f\u2060-\u2064\ufeff]")


def commands(out: str) -> list[str]:
    """Return the lines that the runner takes for commands (see ActionCommand.cs), or would with another beginning."""
    found = []
    for line in out.splitlines():
        plain = UNSEEN.sub("", line)
        if "##[" in plain or re.search(r"::[a-zA-Z-]+( [^:]*)?::", plain):
            found.append(line)
    return found


def hostile(root: Path) -> Path:
    """A workspace in which every text is such a command, with problems that quote them."""
    made = small(root)
    texts = cycle(HOSTILE)
    for file in made.rglob("*.yaml"):
        typed = re.sub(
            r'^( *(?:- )?(?:title|note|text|summary|name|reason): )(?![>|{\[])(.+)$',
            lambda found: f'{found[1]}"{next(texts)}"', file.read_text(encoding="utf-8"), flags=re.MULTILINE,
        )  # fmt: skip
        file.write_text(typed, encoding="utf-8")
    pillar = made / "data/pillars/2-government.yaml"
    typed = pillar.read_text(encoding="utf-8")
    wrong = "".join(f'"{text}": >\n  {text}\n' for text in HOSTILE)
    pillar.write_text(typed + wrong, encoding="utf-8")
    return made


@pytest.mark.parametrize("text", HOSTILE)
def test_no_argument_becomes_a_workflow_command(text: str) -> None:
    for around in ("{}", "  {}", "a {} b", "\t\u00a0{}", "x\n{}\ny"):
        assert commands(escape_command(around.format(text))) == []


@pytest.mark.parametrize(
    "command",
    [
        ["validate"], ["validate", "--format", "json"], ["validate", "--format", "sarif"], ["validate", "--color", "always"],
        ["status"], ["status", "--format", "json"], ["list", "activities", "--format", "csv"], ["list", "recommendations"],
        ["due"], ["show", "2.6"], ["show", "crc-2022:42"], ["timeline"], ["matrix"],
    ],
    ids=" ".join,
)  # fmt: skip
def test_printed_data_is_never_a_workflow_command(tmp_path: Path, command: list[str]) -> None:
    done = ask(hostile(tmp_path), *command)
    assert done.out
    assert commands(done.out + done.err) == []


def test_only_problems_become_annotations(tmp_path: Path) -> None:
    root = hostile(tmp_path)
    out = ask(root, "validate", "--format", "github").out
    own = [
        line for line in out.splitlines() if re.match(r"::(error|warning) file=data/[^:]*,title=COB[0-9]{3}::", line)
    ]
    rest = [re.sub(r"^::(error|warning) file=[^:]*::", "", line) if line in own else line for line in out.splitlines()]
    assert own
    assert commands("\n".join(rest)) == []


@pytest.mark.parametrize("format", ["json", "sarif"])
def test_json_and_csv_read_back_as_what_was_typed(tmp_path: Path, format: str) -> None:
    told = json.dumps(json.loads(ask(hostile(tmp_path), "validate", "--format", format).out))
    assert "say ##[error]y" in told
    assert "::error::z" in told


@pytest.mark.parametrize("text", ["##[error]y", "::error::z"])
@pytest.mark.parametrize("document", ["roadmap.md", "roadmap.html"])
def test_a_printed_document_is_never_a_workflow_command(tmp_path: Path, document: str, text: str) -> None:
    root = small(tmp_path)
    roadmap = root / "data/roadmap.yaml"
    typed = re.sub(r"(?m)^title: .*$", f'title: "{text}"', roadmap.read_text(encoding="utf-8"))
    roadmap.write_text(typed, encoding="utf-8")
    done = ask(root, "render", document, "-o", "-")
    assert done.code == 0
    assert commands(re.sub(r"(?s)<style.*?</style>", "", done.out)) == []
