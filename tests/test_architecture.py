"""docs/architecture.md describes the tree as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import docx
import pytest

from tests.cli_support import DAY, REPOSITORY, small

PAGE = (REPOSITORY / "docs/architecture.md").read_text(encoding="utf-8")
SOURCE = REPOSITORY / "src/cobtrack"
PACKAGES = {path.parent.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*/__init__.py")} - {"."}
ADDING = (
    "A status word",
    "A rule",
    "A view",
    "A kind of record",
    "A format to import",
    "An export",
    "A document",
    "A language",
)
FLOWS = {
    "due": "due --mechanism crc --format json",
    "log": "log 2.6 --status done --note Held.",
    "set": "set 2.6 responsible+=twg-1 timeframe=2023/2026 --why Agreed.",
    "import": "import observations.docx --write",
    "render": "render roadmap.html",
}
TRACER = Path(__file__).parent / "trace_modules.py"


def paths(text: str) -> list[str]:
    """Return the paths in the code spans of a text."""
    spans = re.findall(r"(?<!`)`([^`\n]+)`(?!`)", text)
    return [span for span in spans if re.fullmatch(r"[\w./-]+", span) and re.search(r"/$|\.(?:py|md)$", span)]


def section(title: str) -> str:
    return re.split(r"\n###? ", PAGE.partition(f"### {title}\n")[2])[0]


def files_to_touch(title: str) -> list[str]:
    """The files and folders that the page lists for adding something, as paths in the repository."""
    items = re.findall(r"^- (.*?):", section(title), re.MULTILINE)
    return [in_repository(path) for item in items for path in paths(item)]


def in_repository(path: str) -> str:
    return f"src/cobtrack/{path}" if (SOURCE / path).exists() else path


@pytest.mark.parametrize("path", sorted(set(paths(PAGE))))
def test_every_path_exists(path: str) -> None:
    assert (SOURCE / path).exists() or (REPOSITORY / path).exists()


def test_every_package_is_described_and_no_other() -> None:
    described = re.findall(r"^\| `([\w/]+)/` \|", PAGE, re.MULTILINE)
    assert sorted(described) == sorted(PACKAGES)


@pytest.mark.parametrize("title", ADDING)
def test_each_thing_to_add_names_its_files(title: str) -> None:
    assert paths(section(title))


@pytest.mark.parametrize(("command", "arguments"), FLOWS.items())
def test_data_flows_through_the_modules_that_are_named(tmp_path: Path, command: str, arguments: str) -> None:
    root = small(tmp_path)
    document = docx.Document()
    for line in (
        "CRC/C/KHM/CO/7",
        "Concluding observations on the seventh periodic report of Cambodia",
        "10.\tThe Committee recommends that the State party prohibit violence.",
    ):
        document.add_paragraph(line)
    document.save(str(root / "observations.docx"))
    run = [sys.executable, str(TRACER), *arguments.split(), "--as-of", DAY]
    done = subprocess.run(run, cwd=root, capture_output=True, text=True, check=False, timeout=120)
    entered = set(done.stderr.rpartition("MODULES ")[2].split())
    named = {path for path in paths(section(f"`cobtrack {command}`")) if path.endswith(".py")}
    assert named
    assert named - entered == set(), done.stdout + done.stderr
