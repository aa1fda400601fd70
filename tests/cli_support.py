"""Support for tests of the command line: a fixed small workspace, and four ways to run cobtrack on it."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import shutil
import struct
import subprocess
import sys
import termios
from dataclasses import replace as replaced
from datetime import date
from functools import partial
from html import unescape
from pathlib import Path
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, Any, NamedTuple, cast

from typer.testing import CliRunner

from cobtrack.cli.main import app
from cobtrack.editing import check
from cobtrack.editing.sites.build import build_site
from cobtrack.store.load import load
from tests.started import can_fork, exit_code, start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cobtrack.model.record import Audience

HERE = Path(__file__).parent
REPOSITORY = HERE.parent
GOLDEN = HERE / "golden"
SMALL = GOLDEN / "workspace"
BROKEN = GOLDEN / "broken"
SHIPPED = REPOSITORY / "data"
DAY = "2026-02-01"
ANSI = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
IDS = [
    "2.6", "crc-2022:42", "crc-2022:42a", "crc-2022", "crc-state-report", "cerd-state-report", "cerd", "cncc",
    "discussion-2", "circular-06",
]  # fmt: skip
"""One thing of each kind in the small workspace, and a few more."""


SUBMISSION = """\
  - id: crc-submission
    title: Submission of the coalition
    kind: civil-society-submission
    owner: civil-society
    due: {after: crc-state-report, months: 3}
    lead: {months: 6}
    source: Roadmap (2022-2027), version 1, section I
"""
"""A deadline of civil society for a file of a mechanism, which hangs on the State report."""


class Result(NamedTuple):
    """The output and the exit code of a command."""

    code: int
    out: str
    err: str


def small(root: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Copy the small workspace, which has no errors, and write `files` into it, by path."""
    shutil.copytree(SMALL, root, dirs_exist_ok=True)
    return put(root, files or {})


def english(root: Path, settings: str = "", files: Mapping[str, str | bytes] | None = None) -> Path:
    """Copy the small workspace with English only: most tests do not need the documents in a second language."""
    text = (SMALL / "cobtrack.yaml").read_text(encoding="utf-8")
    assert "languages: [en, km]" in text
    only = {"cobtrack.yaml": text.replace("languages: [en, km]", "languages: [en]") + settings}
    return small(root, only | dict(files or {}))


def bare(root: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """Make a workspace that contains only its cobtrack.yaml and `files`."""
    root.mkdir(parents=True, exist_ok=True)
    shutil.copy(SMALL / "cobtrack.yaml", root)
    return put(root, files or {})


def put(root: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files below `root`."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return root


def replace(root: Path, name: str, old: str, new: str) -> None:
    """Replace a text that occurs once in a file of a workspace."""
    path = root / name
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
    path.write_text(text.replace(old, new), encoding="utf-8")


def break_one_activity(root: Path) -> None:
    """Make only activity 2.9 unreadable."""
    replace(root, "data/pillars/2-government.yaml", 'stakeholders\' report\n        timeframe: 2023\n',
            "stakeholders' report\n        timeframe: soon\n")  # fmt: skip


def run(*arguments: str) -> Result:
    """Run cobtrack in this process."""
    done = CliRunner().invoke(app, list(arguments), prog_name="cobtrack")
    if done.exception and not isinstance(done.exception, SystemExit):
        raise done.exception
    return Result(done.exit_code, done.stdout, done.stderr)


def ask(root: Path, *arguments: str, as_of: str = DAY) -> Result:
    """Run a command on a workspace, on a day."""
    return run(*arguments, "--root", str(root), "--as-of", as_of)


def site_pages(root: Path, audience: str = "public", as_of: str = DAY) -> dict[str, str]:
    """Return the HTML of the pages of the site in the first language, keyed by name, such as `index.html`."""
    loaded = load(root)
    check.require_valid(loaded, date.fromisoformat(as_of))
    settings = loaded.workspace.settings
    settings = settings.model_copy(update={"languages": settings.languages[:1]})
    loaded = replaced(loaded, workspace=replaced(loaded.workspace, settings=settings))
    files = build_site(loaded, date.fromisoformat(as_of), cast("Audience", audience)).files
    return {name: data.decode() for name, data in sorted(files.items()) if re.fullmatch(r"[^/]+\.html", name)}


def visible(html: str) -> str:
    """Return the visible text of a page, with single spaces and no space before a punctuation mark."""
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", html, flags=re.DOTALL)
    return re.sub(r" (?=[,.:;)])", "", words(unescape(text))).replace("( ", "(")


def environment(**changes: str) -> dict[str, str]:
    """Return this process's environment (cleaned by conftest.py) with changes."""
    return {**os.environ, **changes}


def program(*arguments: str, cwd: Path | None = None, **changes: str) -> subprocess.CompletedProcess[bytes]:
    """Run cobtrack as a separate process, with its output in a pipe."""
    reading, writing = os.pipe()
    with open(reading, "rb") as output, TemporaryFile() as errors, Path(os.devnull).open("rb") as nothing:  # noqa: PTH123
        try:
            process = _start(arguments, (nothing.fileno(), writing, errors.fileno()), cwd, changes)
        finally:
            os.close(writing)
        out = output.read()
        code = process()
        errors.seek(0)
        return subprocess.CompletedProcess([*arguments], code, out, errors.read())


def _start(
    arguments: tuple[str, ...], streams: tuple[int, int, int], cwd: Path | None, changes: Mapping[str, str]
) -> Callable[[], int]:
    """Start cobtrack, and return a function that waits for its end and returns its exit code."""
    if can_fork(changes):
        return partial(exit_code, start([*arguments], streams, cwd, environment(**changes)))
    process = subprocess.Popen(
        [sys.executable, "-m", "cobtrack", *arguments],
        stdin=streams[0], stdout=streams[1], stderr=streams[2],
        cwd=cwd, env=environment(**changes), start_new_session=True,
    )  # fmt: skip
    return partial(process.wait, timeout=30)


class Screen(NamedTuple):
    """What a command wrote to a terminal, including standard error, and its exit code."""

    code: int
    raw: str

    @property
    def text(self) -> str:
        """The output without colours."""
        return ANSI.sub("", self.raw)

    @property
    def lines(self) -> list[str]:
        """The lines of the output without colours."""
        return self.text.splitlines()

    @property
    def is_colored(self) -> bool:
        """Whether the output has colours."""
        return "\x1b[" in self.raw


def on_terminal(*arguments: str, columns: int = 80, rows: int = 24, typed: str = "", **changes: str) -> Screen:
    """Run cobtrack on a real (pseudo-)terminal, where somebody types something."""
    changes = {"TERM": "xterm-256color", "PAGER": "cat", **changes}
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
    process = _start(arguments, (slave, slave, slave), None, changes)
    os.close(slave)
    os.write(master, typed.encode())
    raw = b"".join(_everything(master))
    os.close(master)
    return Screen(process(), raw.decode().replace("\r\n", "\n"))


def _everything(master: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(master, 65536)
        except OSError:
            # Linux says so (EIO) when the last writer has gone.
            return
        if not part:
            return
        yield part


def snapshot(root: Path) -> dict[str, tuple[bytes, int]]:
    """Return bytes and modification time of every file below `root`, and the folders; without the history."""
    return {
        str(path.relative_to(root)): (path.read_bytes() if path.is_file() else b"", path.stat().st_mtime_ns)
        for path in sorted(root.rglob("*"))
        if ".cobtrack" not in path.parts
    }


def words(text: str) -> str:
    """Return the text with single spaces as its only white space."""
    return " ".join(text.split())


def line_of(root: Path, name: str, text: str) -> int:
    """Return the number of the only line of a file that is `text`, apart from white space around it."""
    lines = (root / name).read_text(encoding="utf-8").split("\n")
    found = [number for number, line in enumerate(lines, 1) if line.strip() == text]
    assert len(found) == 1, f"{text!r} stands in lines {found} of {name}"
    return found[0]


def rows_by(document: dict[str, Any], name: str, key: str = "id") -> dict[str, dict[str, Any]]:
    """Return the rows of a JSON document by the value of one key."""
    return {row[key]: row for row in document[name]}
