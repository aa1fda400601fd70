"""Rounds of reporting: a workbook for each organisation, out and back, and who has answered."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape

import pytest
import python_calamine

from cobtrack.store.load import load
from tests.cli_support import ask, bare

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

OPENED, ANSWERED = "2026-12-01", "2026-12-10"
COUNT, FILLED, SAVED_ELSEWHERE = 60, 40, 10
SECRETS = ("Planted Name", "planted@example.org", "+855 12 345 678")
COLUMNS = {"answer": "F", "date": "G", "note": "H", "evidence": "I"}
CELL = r'<c r="{}" (s="\d+")/>'
MINISTRY = "  - {id: ministry, name: Ministry, kind: ministry, source: Us}\n"


def organisation(number: int) -> str:
    return f"organisation-{number}"


def files(count: int) -> dict[str, str]:
    """A workspace in which each organisation leads an action, supports the next one, and measures an indicator."""
    names = [organisation(number) for number in range(count)]
    actors = "".join(f"  - {{id: {name}, name: {name.title()}, kind: organisation, source: Us}}\n" for name in names)
    actions = "".join(
        f"  - id: action-{number}\n    title: =Action {number}\n    kind: action\n    responsible: [{name}]\n"
        f"    supports: [{names[number - 1]}]\n    timeframe: 2026/2027\n"
        f"    progress: [{{date: 2026-05-01, status: planned, note: Agreed.}}] # {number}\n"
        for number, name in enumerate(names)
    )
    indicators = "".join(
        f"  - {{id: indicator-{number}, title: Indicator {number}, type: outcome, responsible: [{name}], source: Us}}\n"
        for number, name in enumerate(names)
    )
    return {
        "data/actors.yaml": f"actors:\n{actors}{MINISTRY}",
        "data/actions/plan.yaml": f"actions:\n{actions}",
        "data/indicators/all.yaml": f"indicators:\n{indicators}",
        "data/recommendations/crc-2022.yaml": "id: crc-2022\ntitle: Concluding observations\nmechanism: crc\n"
        "source: UN\nparagraphs:\n  - id: crc-2022:42\n    kind: recommendation\n    text: Adopt a law.\n"
        f"    responsible: [ministry]\n    supports: [{names[0]}]\n",
        "data/reports-due/crc.yaml": "id: crc\nname: Committee\nkind: treaty-body\nsource: UN\ndeadlines: []\n",
        "data/focal-points.internal.yaml": f"focal_points:\n  - {{name: {SECRETS[0]}, contact: '{SECRETS[1]}'}}\n",
    }


def opened(root: Path, *options: str) -> Path:
    """Open a round, and return the folder with its workbooks."""
    done = ask(root, "round", "2026-12", "--open", "--until", "2027-01-15", *options, as_of=OPENED)
    assert done.code == 0, done.err
    return root / "rounds/2026-12"


def fill(path: Path, answers: Mapping[str, Mapping[str, str]], new: Mapping[int, Mapping[str, str]] = {}) -> None:
    """Fill in cells of a workbook: those of records, by id and column, and those of the other sheets, by address.

    A program for spreadsheets leaves the name of its user in the file, so one is added.
    """
    table = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(1).to_python()
    rows = {str(row[0]): number for number, row in enumerate(table, 1)}
    cells = {f"{COLUMNS[key]}{rows[id_]}": text for id_, texts in answers.items() for key, text in texts.items()}
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    for sheet, values in {2: cells, **new}.items():
        name = f"xl/worksheets/sheet{sheet}.xml"
        for address, text in values.items():
            filled = rf'<c r="{address}" \1 t="inlineStr"><is><t>{escape(text)}</t></is></c>'
            changed, count = re.subn(CELL.format(address), filled.replace("\\n", "\\\\n"), parts[name].decode())
            assert count == 1, address
            parts[name] = changed.encode()
    author = f"<cp:lastModifiedBy>{SECRETS[0]}</cp:lastModifiedBy>".encode()
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(b"<cp:lastModifiedBy></cp:lastModifiedBy>", author)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def save_elsewhere(paths: Iterable[Path], folder: Path) -> bool:
    """Save workbooks with LibreOffice, if it is installed with its program for spreadsheets."""
    program = shutil.which("soffice")
    if program is None:
        return False
    saved = [str(path) for path in paths]
    command = [program, "--headless", f"-env:UserInstallation=file://{folder}/user", "--convert-to", "xlsx"]
    subprocess.run([*command, "--outdir", str(folder), *saved], capture_output=True, check=False, timeout=200)
    for path in saved:
        result = folder / path.rpartition("/")[2]
        if not result.exists():
            return False
        shutil.copy(result, path)
    return True


def yaml_files(root: Path) -> dict[str, str]:
    paths = [path for path in (root / "data").rglob("*.yaml") if ".internal." not in path.name]
    return {str(path.relative_to(root)): path.read_bytes().decode() for path in paths}


def told(root: Path, as_of: str = "2026-12-12") -> dict[str, Any]:
    """Return the state of the newest round as JSON, with the organisations by id."""
    data = json.loads(ask(root, "round", "--format", "json", as_of=as_of).out)["round"]
    return {**data, "organisations": {row["id"]: row for row in data["organisations"]}}


def is_within(old: str, new: str) -> bool:
    """Whether all lines of the old text are in the new text, in the same order."""
    lines = iter(new.splitlines())
    return all(line in lines for line in old.splitlines())


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A round of sixty organisations, of which forty have answered and ten have used LibreOffice."""
    root = bare(tmp_path_factory.mktemp("rounds") / "workspace", files(COUNT))
    folder = opened(root)
    for number in range(FILLED):
        name = folder / f"{organisation(number)}.xlsx"
        own, helped = f"action-{number}", f"action-{(number + 1) % COUNT}"
        fill(name, {own: {"answer": "in progress", "note": f"=Note {number}", "evidence": "https://example.org/a\nMinutes"},
                    helped: {"answer": "nothing new"},
                    f"indicator-{number}": {"answer": f"{number}.5", "date": "2025"}})  # fmt: skip
    save_elsewhere((folder / f"{organisation(number)}.xlsx" for number in range(SAVED_ELSEWHERE)),
                   tmp_path_factory.mktemp("saved"))  # fmt: skip
    return root


def test_a_round_of_sixty_organisations(large: Path) -> None:
    before, books = yaml_files(large), {path: path.read_bytes() for path in (large / "rounds").rglob("*.xlsx")}
    assert len(books) == COUNT
    only_shown = ask(large, "import", str(large / "rounds/2026-12"), as_of=ANSWERED)
    assert (only_shown.code, yaml_files(large)) == (0, before)

    done = ask(large, "import", str(large / "rounds/2026-12"), "--write", as_of=ANSWERED)
    assert (done.code, "rejected" in done.out, "conflict" in done.out) == (0, False, False), done.out
    assert {path: path.read_bytes() for path in books} == books

    # The state of the round is right to the organisation.
    rows = told(large)["organisations"]
    assert [*rows] == [organisation(number) for number in range(COUNT)]
    for number in range(COUNT):
        row, has_answered = rows[organisation(number)], number < FILLED
        assert row["answered"] == (3 if has_answered else 0)
        assert row["asked"] == (4 if number == 0 else 3)
        assert row["nothing_new"] == ([f"action-{(number + 1) % COUNT}"] if has_answered else [])
        assert row["to_review"] == ([f"action-{number}", f"indicator-{number}"] if has_answered else [])

    # Nothing but the answers has changed.
    after = yaml_files(large)
    assert {name for name in after if after[name] != before.get(name)} == {
        "data/actions/plan.yaml", "data/indicators/all.yaml", "data/rounds/2026-12.yaml",
    }  # fmt: skip
    assert is_within(before["data/rounds/2026-12.yaml"], after["data/rounds/2026-12.yaml"])
    workspace = load(large).workspace
    for number, action in enumerate(workspace.actions):
        new = action.progress[1:]
        assert len(new) == (number < FILLED)
        assert all((entry.status, entry.note, entry.by, entry.provisional, str(entry.date)) ==
                   ("in-progress", f"=Note {number}", organisation(number), True, ANSWERED) for entry in new)  # fmt: skip
    assert [len(indicator.values) for indicator in workspace.indicators] == [1] * FILLED + [0] * (COUNT - FILLED)

    # A second import of the same workbooks changes nothing, even on another day.
    again = ask(large, "import", str(large / "rounds/2026-12"), "--write", as_of="2026-12-20")
    assert (again.code, yaml_files(large)) == (0, after)

    # Nobody's name is anywhere: not in the workbooks as they were written, and not in the data.
    for path in (large / "rounds").rglob("*.xlsx"):
        with zipfile.ZipFile(path) as archive:
            texts = b"".join(map(archive.read, archive.namelist()))
        is_written_only = int(path.stem.rpartition("-")[2]) >= FILLED
        assert not any(secret.encode() in texts for secret in SECRETS[not is_written_only :])
        assert not is_written_only or b"<dc:creator></dc:creator><cp:lastModifiedBy></cp:lastModifiedBy>" in texts
    assert not any(secret in text for secret in SECRETS for text in after.values())
