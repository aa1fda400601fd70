"""A year of a secretariat officer on the shipped data, by commands alone: no YAML file is opened."""

from __future__ import annotations

import json
import re
import shutil
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.cli_support import REPOSITORY, Result, ask, run
from tests.git_support import commit, git, repository

if TYPE_CHECKING:
    from pathlib import Path

KHMER = "ក្រុមការងារប្រធានបទទី១"


class Step(NamedTuple):
    """A command of the officer, and what `changes` says of it."""

    day: str
    command: tuple[str, ...]
    changes: tuple[str, ...]
    """The expected changes: for each, the id of the record and the sentence, after a colon."""


STEPS = {
    "progress on the budget": Step(
        "2026-11-27",
        ("log", "2.4", "-s", "in-progress", "--note", "Budget training held."),
        ("2.4: in progress (27 November 2026): “Budget training held.”",),
    ),
    "progress on the review": Step(
        "2026-12-10",
        ("log", "2.6", "--for", "2026", "-s", "done", "--note", "The annual review was held."),
        ("2.6: done for 2026 (10 December 2026): “The annual review was held.”",),
    ),
    "an assessment": Step(
        "2027-01-20",
        ("log", "crc-2022:42", "--voice", "civil-society", "--level", "initial-steps", "--note", "A plan is drafted."),
        ("crc-2022:42: civil society: initial steps (20 January 2027), first assessment",),
    ),
    "a finding on a deadline": Step(
        "2027-02-01",
        ("log", "cescr-review", "--outcome", "held", "--date", "2023-02", "--source", "https://example.org/review"),
        ("cescr-review: held (February 2023)",),
    ),
    "progress on awareness": Step(
        "2027-02-15",
        ("log", "3.5", "-s", "in-progress", "--note", "Booklets are beeing printed."),
        ("3.5: in progress (15 February 2027): “Booklets are being printed.”",),
    ),
    "progress on two activities": Step(
        "2027-03-01",
        ("log", "4.1", "4.2", "-s", "in-progress", "--note", "Two consultations were held."),
        (
            "4.1: in progress (1 March 2027): “Two consultations were held.”",
            "4.2: in progress (1 March 2027): “Two consultations were held.”",
        ),
    ),
    "a correction": Step(
        "2027-03-02", ("set", "3.5", "progress.last.note=Booklets are being printed."), ()
    ),
    "a changed timeframe": Step(
        "2027-03-05",
        ("set", "1.9", "timeframe=2023 to 2027", "--why", "The database was ready later."),
        ("1.9: was 2022 - 2027, now 2023 - 2027",),
    ),
    "a new activity": Step(
        "2027-03-10",
        (
            "add", "activity", "--in", "Provision of support", "timeframe=March 2027",
            "text=Hold a dialogue with the National Assembly on the child protection law[^law]",
            "notes.law=The draft of 2026.", "responsible=crc-cambodia",
        ),
        ("2.14: added (March 2027)",),
    ),
    "a postponed activity": Step(
        "2027-03-15",
        ("postpone", "2.7", "--to", "2028", "--why", "The CNCC asked for more time.", "--with", "all"),
        (
            "2.7: was 2025 (year TBD), now 2028",
            ("crc-mid-term-review: was 2025 (year TBD), now 2028; "
            "certainty: was “to be determined”, now “tentative”"),
            "roadmap: period: was 2022 - 2027, now 2022 - 2028",
        ),
    ),
    "an organisation with another name": Step(
        "2027-03-20",
        ("set", "cjn", "name=Network for Child Justice", "--why", "The network changed its name."),
        ("cjn: name: was “Child Justice Network”, now “Network for Child Justice”",),
    ),
    "a working group named in two languages": Step(
        "2027-03-21",
        ("set", "twg-1", "name.en=Working group on violence", f"name.km={KHMER}"),
        ("twg-1: name: “Working group on violence”, not given before",),
    ),
    "a deadline that moved": Step(
        "2027-03-25",
        ("postpone", "crc-state-report", "--to", "May 2028", "--why", "The Committee moved it.", "--with", "all"),
        (
            "crc-state-report: was November 2027, now May 2028; 2 dates that depend on it also moved",
            "1.10: was 2027, now 2028",
            "4.8: was 2027, now 2028",
        ),
    ),
}  # fmt: skip


RELEASE = Step(
    "2027-04-01",
    ("release", "2", "--note", "The mid-term review and the State report move."),
    ("roadmap: version 2 (1 April 2027): The mid-term review and the State report move.",),
)
ALL = {**STEPS, "a new version": RELEASE}


class Record(NamedTuple):
    """What was seen of a step: its files before and after, after it was undone, and after it was done again."""

    written: Result
    checked: Result
    before: dict[str, bytes]
    after: dict[str, bytes]
    undone: dict[str, bytes]
    repeated: dict[str, bytes]


class Year(NamedTuple):
    """The workspace at the end of the year, and what was seen of each step."""

    root: Path
    records: dict[str, Record]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Year:
    """The shipped workspace, with version 1 of the roadmap as a tag of git, after all steps."""
    root = tmp_path_factory.mktemp("year")
    for name in ("cobtrack.yaml", ".gitignore"):
        shutil.copy(REPOSITORY / name, root)
    shutil.copytree(REPOSITORY / "data", root / "data")
    repository(root)
    commit(root, "2026-11-26", "Version 1 of the roadmap")
    git(root, "tag", "roadmap-1")
    return Year(root, {name: take(root, step) for name, step in ALL.items()})


def take(root: Path, step: Step) -> Record:
    """Run the command of a step, undo it, and run it again."""
    before = files(root)
    written = ask(root, *step.command, as_of=step.day)
    checked, after = ask(root, "validate", "-q", as_of=step.day), files(root)
    run("undo", "--root", str(root))
    undone = files(root)
    ask(root, *step.command, as_of=step.day)
    return Record(written, checked, before, after, undone, files(root))


def files(root: Path) -> dict[str, bytes]:
    """Return the bytes of the data files."""
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted((root / "data").rglob("*.yaml"))}


def comments(text: bytes) -> list[str]:
    """Return the lines of a file that are comments."""
    return [line for line in text.decode().splitlines() if line.lstrip().startswith("#")]


def in_order(some: list[str], more: list[str]) -> bool:
    """Whether the second list has all items of the first, in the same order."""
    rest = iter(more)
    return all(item in rest for item in some)


@pytest.mark.parametrize("name", ALL)
def test_a_step_is_written_and_leaves_no_error(year: Year, name: str) -> None:
    record = year.records[name]
    assert (record.written.code, record.checked.code) == (0, 0), record.written.err + record.checked.out
    assert record.after != record.before


@pytest.mark.parametrize("name", ALL)
def test_a_step_can_be_undone_and_done_again(year: Year, name: str) -> None:
    record = year.records[name]
    assert record.undone == record.before
    assert record.repeated == record.after


@pytest.mark.parametrize("name", ALL)
def test_a_step_keeps_all_comments_and_the_order_of_the_records(year: Year, name: str) -> None:
    record = year.records[name]
    for file, text in record.before.items():
        assert comments(record.after[file]) == comments(text)
        ids, new_ids = (
            re.findall(r"^ *(?:- )?id: (.*)$", version.decode(), re.MULTILINE) for version in (text, record.after[file])
        )
        assert in_order(ids, new_ids)


def test_all_documents_and_the_site_can_be_written_after_the_year(year: Year, tmp_path: Path) -> None:
    for name in ((), ("site",)):
        written = ask(year.root, "render", *name, "-o", str(tmp_path / "-".join(name)), as_of="2027-04-02")
        assert written.code == 0, written.err
    roadmap = (tmp_path / "roadmap.md").read_text(encoding="utf-8")
    assert re.search(r"^\| Education, .* \| initial steps \|$", roadmap, re.MULTILINE)
    assert re.search(r"^\| Corporal punishment \| .* \| not assessed \|$", roadmap, re.MULTILINE)


def test_the_changes_since_version_1_are_the_steps_and_nothing_else(year: Year) -> None:
    document = json.loads(ask(year.root, "changes", "roadmap-1", "--format", "json", as_of="2027-04-02").out)
    changes = [f"{change['id']}: {change['sentence']}" for change in document["changes"]]
    assert sorted(changes) == sorted(change for step in ALL.values() for change in step.changes)
