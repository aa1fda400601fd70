"""Every command that changes files, for tests of disks that fail and of commands that are killed."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.records.settings import SCHEMA
from cobtrack.store.write import is_leftover
from tests.cli_support import DAY, Result, replace, run, small
from tests.docx_support import cobs
from tests.test_spreadsheet import put_in

if TYPE_CHECKING:
    from collections.abc import Callable

COMMANDS = {
    "log": ["log", "2.6", "-s", "in-progress", "-m", "Held."],
    "log again": ["log", "2.6", "-s", "done", "-m", "Once more."],
    "log of several": ["log", "2.6", "1.3", "-s", "in-progress", "-m", "Both were discussed."],
    "set": ["set", "2.6", "timeframe=2024/2027", "responsible+=twg-1", "--why", "It began a year later."],
    "postpone": ["postpone", "2.7", "--to", "2028", "--why", "The State moved it.", "--with", "all"],
    "add": ["add", "activity", "--in", "Reviews", "text=Meet every month", "timeframe=2027"],
    "add to a new file": [
        "add", "action", "title=Write to the ministry", "kind=advocacy", "recommendations=crc-2022:42", "timeframe=2027",
    ],
    "remove": ["remove", "2.10", "--why", "It is the same as 2.9."],
    "remove a file": ["remove", "upr-2029"],
    "rename": ["rename", "cncc", "council"],
    "move": ["move", "2.7", "--to", "1"],
    "release": ["release", "2", "--note", "The mid-term review moves."],
    "migrate": ["migrate", "--note", "The first version."],
    "validate": ["validate", "--fix"],
    "import": ["import", "../new.docx", "--write"],
    "import of a matrix": ["import", "../matrix.xlsx", "--write"],
    "undo": ["undo"],
    "render": ["render"],
    "export": ["export", "deadlines.ics", "-o", "out/deadlines.ics"],
    "export elsewhere": ["export", "deadlines.ics", "-o", "../elsewhere/deadlines.ics"],
    "schema": ["schema"],
    "init": ["init", "fresh", "--state", "KEN", "--state-name", "Kenya"],
}  # fmt: skip
_WITHOUT_DATE = {"undo", "schema", "init"}


class Setting(NamedTuple):
    """A folder before a command, and its files before and after the command.

    The workspace is in the folder `ours`, next to the files that the command reads or writes elsewhere.
    """

    home: Path
    command: list[str]
    old: dict[str, bytes]
    new: dict[str, bytes]

    @property
    def root(self) -> Path:
        """The workspace."""
        return self.home / "ours"


def files(home: Path) -> dict[str, bytes]:
    """Return the files in a folder, without the history of `undo` and temporary copies."""
    paths = {path.relative_to(home).as_posix(): path for path in home.rglob("*") if path.is_file()}
    return {
        name: path.read_bytes()
        for name, path in paths.items()
        if ".cobtrack" not in path.parts and not is_leftover(path.name)
    }


def arguments(command: list[str]) -> list[str]:
    """Return the arguments of a command with a certain day."""
    return [*command, *([] if command[0] in _WITHOUT_DATE else ["--as-of", DAY])]


def ask(root: Path, command: list[str]) -> Result:
    """Run a command in a workspace, on a certain day."""
    before = Path.cwd()
    os.chdir(root)
    try:
        return run(*arguments(command))
    finally:
        os.chdir(before)


def prepare(home: Path, name: str) -> Path:
    """Make the workspace in which the command with this name is run. Return its folder, which is in `home`."""
    root = small(home / "ours")
    if name == "import":
        cobs(home / "new.docx", symbol="CRC/C/KHM/CO/9", paragraphs=8)
    if name == "import of a matrix":
        assert ask(root, ["export", "matrix.xlsx", "-o", "../matrix.xlsx"]).code == 0
        put_in(home / "matrix.xlsx", "crc-2022:42a", "Cluster", "general-measures")
    if name in {"undo", "log again"}:
        assert ask(root, COMMANDS["rename"]).code == 0
    if name in _PREPARATIONS:
        _PREPARATIONS[name](root)
    return root


def _without_versions(root: Path) -> None:
    """Change the workspace back to schema 1."""
    replace(root, "cobtrack.yaml", f"schema: {SCHEMA}", "schema: 1")
    versions = "versions:\n  - number: 1\n    date: 2022-11-30\n    note: The first version.\n"
    replace(root, "data/roadmap.yaml", versions, "version: 1\ndate: 2022-11-30\n")


def _with_slips(root: Path) -> None:
    """Make mistakes with certain corrections in two files."""
    replace(root, "data/pillars/2-government.yaml", "status: in-progress", "status: In progress")
    replace(root, "data/actors.yaml", "  - id: cncc", "  -\u00a0id: cncc")


def _with_empty_document(root: Path) -> None:
    """Add a document that has no paragraphs."""
    document = "id: upr-2029\ntitle: Recommendations of 2029\nmechanism: upr\nsource: Us\n"
    (root / "data/recommendations/upr-2029.yaml").write_text(document, encoding="utf-8")


_PREPARATIONS: dict[str, Callable[[Path], None]] = {
    "migrate": _without_versions, "validate": _with_slips, "remove a file": _with_empty_document,
}  # fmt: skip
