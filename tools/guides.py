"""Run the commands that the guides show, and write their output into the guides: python tools/guides.py

Before a block with commands there is a comment, whose first line is the day, such as "on 2027-01-15". Each line of the
block that begins with "$ cobtrack" is run on a copy of the shipped workspace, in a terminal of WIDTH columns. All
commands of a page are run in the same copy, one after the other. The next lines of the comment can be:

- commit: put all changes so far into a commit before the commands run
- edit FILE: OLD -> NEW: replace a text that occurs once in a file, as somebody does with an editor
- fill FILE: F3=done | H3=Held: write texts into cells of the second sheet of a spreadsheet, as a focal point does
- undo edits: take back all changes since the last commit
- typed: 2027 | Enter: the answers to what the commands ask, one after the other
- lines: 12: the number of lines after which the output of each command is cut
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import shlex
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ROOT = Path(__file__).parent.parent
NAMES = (
    "secretariat",
    "pull-requests",
    "consultations",
    "budgets",
    "evidence",
    "responsibilities",
    "indicators",
    "rounds",
)
PAGES = [ROOT / f"docs/{name}.md" for name in NAMES]
WIDTH = 80
_BLOCK = re.compile(r"(<!-- on (\d{4}-\d\d-\d\d)\n?(.*?)-->\n```\n)(.*?)(```)", re.DOTALL)
_GIT = {"GIT_CONFIG_GLOBAL": os.devnull} | {
    f"GIT_{who}_{what}": value
    for who in ("AUTHOR", "COMMITTER")
    for what, value in (("NAME", "Secretariat"), ("EMAIL", "secretariat@example.org"), ("DATE", "2027-01-01T09:00:00Z"))
}


def updated(page: str) -> str:
    """Return the text of a page with the present output of its commands."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "roadmap"
        _copy_workspace(root)
        return _BLOCK.sub(lambda match: match[1] + _run_block(root, match[2], match[3], match[4]) + match[5], page)


def _copy_workspace(root: Path) -> None:
    """Copy the shipped workspace to a new git repository. Its first commit is version 1 of the roadmap."""
    shutil.copytree(ROOT / "data", root / "data")
    for name in ("cobtrack.yaml", ".gitignore"):
        shutil.copy(ROOT / name, root)
    _git(root, "init", "-q", "-b", "main")
    _commit(root)
    _git(root, "tag", "roadmap-1")


def _git(root: Path, *arguments: str) -> None:
    command = ["git", *arguments]
    subprocess.run(command, cwd=root, env={**os.environ, **_GIT}, check=True, capture_output=True)


def _commit(root: Path) -> None:
    _git(root, "add", ".")
    _git(root, "commit", "-qm", "Changes")


def _run_block(root: Path, day: str, instructions: str, block: str) -> str:
    """Return the commands of a block, each with its output."""
    answers, limit = list[str](), 1000
    for line in instructions.splitlines():
        word, _, rest = line.partition(": ")
        if word == "commit":
            _commit(root)
        elif word == "undo edits":
            _git(root, "checkout", "-q", ".")
        elif word == "typed":
            answers = ["" if answer == "Enter" else answer for answer in rest.split(" | ")]
        elif word == "lines":
            limit = int(rest)
        elif word.startswith("fill "):
            _fill(root / word.removeprefix("fill "), dict(cell.split("=", 1) for cell in rest.split(" | ")))
        elif word.startswith("edit "):
            _edit(root / word.removeprefix("edit "), *rest.replace("\\n", "\n").split(" -> "))
    commands = [line for line in block.splitlines() if line.startswith("$ cobtrack")]
    typed = iter(answers)
    parts = []
    for command in commands:
        lines = _run(root, day, command.removeprefix("$ "), typed).splitlines()
        parts.append([command, *lines[:limit], *(["…"] if len(lines) > limit else [])])
    return "\n\n".join("\n".join(part) for part in parts) + "\n"


def _fill(path: Path, cells: dict[str, str]) -> None:
    """Write texts into empty cells of the second sheet of a spreadsheet. Everything else stays as it is."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    text = parts["xl/worksheets/sheet2.xml"].decode()
    for address, value in cells.items():
        filled = rf'<c r="{address}" \1 t="inlineStr"><is><t>{escape(value)}</t></is></c>'
        text, count = re.subn(rf'<c r="{address}" (s="\d+")/>', filled, text)
        if count != 1:
            raise ValueError(f"{path.name} has no empty cell {address}")
    parts["xl/worksheets/sheet2.xml"] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    if text.count(old) != 1:
        raise ValueError(f"{old!r} occurs {text.count(old)} times in {path.name}")
    path.write_text(text.replace(old, new), encoding="utf-8")


def start(
    arguments: list[str], streams: tuple[int, int, int], root: Path, environment: dict[str, str]
) -> Callable[[], int]:
    """Start cobtrack with these arguments in a folder, and return a function that waits for its end."""
    process = subprocess.Popen(
        [sys.executable, "-m", "cobtrack", *arguments], cwd=root, env=environment, stdin=streams[0],
        stdout=streams[1], stderr=streams[2], start_new_session=True,
    )  # fmt: skip
    return process.wait


def _run(root: Path, day: str, command: str, answers: Iterator[str]) -> str:
    """Run a command in a terminal, and return what the terminal shows, without colours.

    Each question of the command gets the next answer.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 1000, WIDTH, 0, 0))
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("COBTRACK_", "GITHUB_", "FORCE_"))
    } | {"COBTRACK_AS_OF": day, "NO_COLOR": "1", "TERM": "xterm", "CI": "1"}
    wait = start(shlex.split(command)[1:], (theirs, theirs, theirs), root, environment)
    os.close(theirs)
    output = b""
    while chunk := _read(ours):
        output += chunk
        # Nothing more comes if the command waits for an answer.
        if output.endswith(b": ") and not select.select([ours], [], [], 0.2)[0]:
            answer = next(answers, None)
            if answer is None:
                # The command ends when its terminal does.
                os.close(ours)
                raise ValueError(f"{command} asks more than is typed: {output.decode()}")
            os.write(ours, f"{answer}\n".encode())
    wait()
    os.close(ours)
    return re.sub(r"\x1b\[[0-9;?]*[A-Za-z]| +$", "", output.decode().replace("\r", ""), flags=re.MULTILINE).rstrip()


def _read(descriptor: int) -> bytes:
    """Return the next bytes to read, or no bytes at the end, which Linux reports as an error."""
    try:
        return os.read(descriptor, 65536)
    except OSError:
        return b""


def main() -> None:
    """Write the pages."""
    for page in PAGES:
        page.write_text(updated(page.read_text(encoding="utf-8")), encoding="utf-8")


if __name__ == "__main__":
    main()
