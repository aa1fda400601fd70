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

from cobtrack.model.audience import AUDIENCES, for_audience
from cobtrack.store.load import load
from tests.cli_support import ask, bare, put, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from cobtrack.model.workspace import Workspace

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


def program_of(path: Path) -> bytes:
    """Return what a workbook says about the program that saved it."""
    with zipfile.ZipFile(path) as archive:
        return archive.read("docProps/app.xml") if "docProps/app.xml" in archive.namelist() else b""


def test_ten_of_the_sixty_workbooks_were_saved_by_another_program(large: Path) -> None:
    """Skipped without LibreOffice's program for spreadsheets: the test below then has only the workbooks as written."""
    saved = [path for path in (large / "rounds").rglob("*.xlsx") if b"LibreOffice" in program_of(path)]
    if not saved:
        pytest.skip("no LibreOffice Calc on this machine")
    assert len(saved) == SAVED_ELSEWHERE


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


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return bare(tmp_path / "workspace", files(3))


@pytest.fixture
def folder(root: Path) -> Path:
    return opened(root)


def log(workspace: Workspace, identifier: str) -> Any:
    """Return the progress log of an action."""
    return next(action.progress for action in workspace.actions if action.id == identifier)


def imported(root: Path, *paths: Path, as_of: str = ANSWERED) -> dict[str, dict[str, Any]]:
    """Import workbooks, and return what became of each, keyed by organisation."""
    done = ask(root, "import", *map(str, paths), "--write", "--format", "json", as_of=as_of)
    assert done.code == 0, done.err
    return {row["by"]: row for row in json.loads(done.out)["import"]["workbooks"]}


def test_an_answer_about_something_that_changed_meanwhile_is_a_conflict(root: Path, folder: Path) -> None:
    path = folder / "organisation-0.xlsx"
    fill(path, {"action-0": {"answer": "done", "note": "Over."}, "action-1": {"answer": "done", "note": "Over."}})
    assert ask(root, "log", "action-0", "--status", "in-progress", "--note", "Begun.", as_of="2026-12-05").code == 0
    # What another organisation reports on the same action is no conflict.
    fill(folder / "organisation-1.xlsx", {"action-1": {"answer": "in progress", "note": "Half."}})
    assert imported(root, folder / "organisation-1.xlsx", as_of="2026-12-08")["organisation-1"]["conflicts"] == []
    row = imported(root, path)["organisation-0"]
    assert [conflict["id"] for conflict in row["conflicts"]] == ["action-0"]
    assert [taken["id"] for taken in row["taken"]] == ["action-1"]
    workspace = load(root).workspace
    assert [entry.status for entry in log(workspace, "action-0")] == ["planned", "in-progress"]
    assert [entry.by for entry in log(workspace, "action-1")] == [None, "organisation-1", "organisation-0"]


def test_an_organisation_was_asked_about_what_another_organisation_finished(root: Path, folder: Path) -> None:
    lost = folder / "organisation-2.xlsx"
    fill(folder / "organisation-0.xlsx", {"action-0": {"answer": "done", "note": "Over."}})
    imported(root, folder / "organisation-0.xlsx")
    assert [row["asked"] for row in told(root)["organisations"].values()] == [4, 3, 3]
    lost.unlink()
    assert ask(root, "round", "2026-12", "--open", as_of="2026-12-12").code == 0
    assert "action-0" in str(sheet(lost))


def test_an_organisation_is_asked_about_the_items_of_its_recommendation(root: Path) -> None:
    item = "  - {id: 'crc-2022:42a', kind: recommendation, text: Adopt it soon.}\n"
    file = "data/recommendations/crc-2022.yaml"
    put(root, {file: (root / file).read_text(encoding="utf-8").replace("Adopt a law.", "'The State should:'") + item})
    path = opened(root) / "organisation-0.xlsx"
    assert [row[0] for row in sheet(path)[2:]] == ["action-0", "action-1", "crc-2022:42a", "indicator-0"]
    fill(path, {"crc-2022:42a": {"answer": "nothing new"}})
    assert imported(root, path)["organisation-0"]["nothing_new"] == ["crc-2022:42a"]


REJECTED = [
    ({"note": "Something."}, "there is no answer, only: Note"),
    ({"answer": "nearly done"}, "“nearly done” is not in the list"),
    ({"answer": "partly carried out", "note": "x"}, "“partly carried out” is not in the list"),
    ({"answer": "nothing new", "note": "But look."}, "something else is filled in: Note"),
    ({"answer": "done", "note": "Write to a@example.org."}, "e-mail"),
    ({"answer": "done", "date": "2027-05-01", "note": "Soon."}, "later than"),
    ({"answer": "done", "date": "soon", "note": "Soon."}, "soon"),
    ({"answer": "done", "note": "Done.", "evidence": "javascript:alert(1)"}, "not a safe link"),
]


def test_answers_that_cannot_be_taken_are_rejected_one_by_one(root: Path, folder: Path) -> None:
    path, before = folder / "organisation-0.xlsx", yaml_files(root)
    blank = path.read_bytes()
    for texts, reason in REJECTED:
        path.write_bytes(blank)
        fill(path, {"action-0": texts})
        (rejected,) = imported(root, path)["organisation-0"]["rejected"]
        assert reason in rejected["why"]
        assert rejected["where"].startswith("action-0 (sheet Your report, row ")
    assert yaml_files(root) == before
    path.write_bytes(blank)
    fill(path, {"crc-2022:42": {"answer": "partly carried out"}, "indicator-0": {"answer": "5"}})
    assert [row["why"] for row in imported(root, path)["organisation-0"]["rejected"]] == [
        "the note is missing: every answer about a recommendation needs its reason",
        "the date of the value is missing",
    ]
    path.write_bytes(blank)
    fill(path, {}, {6: {"A2": "Law", "B2": "Law", "F2": "www.example.org"}})
    (rejected,) = imported(root, path)["organisation-0"]["rejected"]
    assert "is not the address of a web page" in rejected["why"]


def test_an_assessment_has_the_voice_of_the_organisation_and_an_indicator_gets_a_value(
    root: Path, tmp_path: Path
) -> None:
    replace(
        root, "data/actors.yaml", "name: Organisation-0, kind: organisation", "name: Children, kind: child-led-network"
    )
    path = opened(root) / "organisation-0.xlsx"
    # The digits are Khmer.
    fill(path, {"crc-2022:42": {"answer": "partly carried out", "note": "A draft exists.", "evidence": "https://example.org/d"},
                "indicator-0": {"answer": "៤៧.៥", "date": "២០២៥", "evidence": "Survey"}})  # fmt: skip
    assert imported(root, path)["organisation-0"]["rejected"] == []
    workspace = load(root).workspace
    (assessment,), (value,) = workspace.recommendations[0].assessments, workspace.indicators[0].values
    assert (assessment.voice, assessment.level, assessment.by) == ("children", "partly", "organisation-0")
    assert (str(value.date), value.value, value.source, value.by) == ("2025", "47.5", ("Survey",), "organisation-0")
    assert (assessment.provisional, assessment.audience, value.provisional, value.audience) == (True, "members") * 2


def test_new_records_get_an_id_and_wait_for_somebody_to_confirm_them(root: Path, folder: Path) -> None:
    path = folder / "organisation-0.xlsx"
    new = {3: {"A2": "Safe schools", "B2": "2026", "E2": "crc-2022:42", "A3": "Other", "E3": "crc-2022:999"},
           4: {"A2": "=A letter", "B2": "Advocacy"}, 5: {"A2": "Schools with rules"}, 6: {"A2": "A guide", "B2": "Tool"}}  # fmt: skip
    fill(path, {}, new)
    row = imported(root, path)["organisation-0"]
    assert [added["id"] for added in row["added"]] == ["safe-schools", "a-letter", "a-guide"]
    assert [rejected["where"] for rejected in row["rejected"]] == [
        "sheet New initiatives, row 3", "sheet New indicators, row 2",
    ]  # fmt: skip
    workspace = load(root).workspace
    (initiative,), letter = workspace.initiatives, workspace.actions[-1]
    assert (initiative.organisations, initiative.certainty, initiative.audience) == (
        ("organisation-0",), "reported", "members",
    )  # fmt: skip
    assert (letter.id, letter.kind) == ("a-letter", "advocacy")
    assert imported(root, path)["organisation-0"]["added"] == []

    assert "a-letter" in ask(root, "round", as_of="2026-12-12").out
    done = ask(root, "round", "--accept", "organisation-0", as_of="2026-12-12")
    assert done.code == 0, done.err
    (initiative,) = load(root).workspace.initiatives
    assert (initiative.certainty, initiative.audience) == (None, None)
    assert "Still to be reviewed" not in ask(root, "round", as_of="2026-12-12").out


def test_nothing_is_published_before_it_is_confirmed(root: Path, folder: Path) -> None:
    path = folder / "organisation-0.xlsx"
    fill(path, {"action-0": {"answer": "in progress", "note": "It is printed."},
                "indicator-0": {"answer": "5", "date": "2026-11"},
                "crc-2022:42": {"answer": "partly carried out", "note": "A draft."}}, {3: {"A2": "Safe schools"}})  # fmt: skip
    imported(root, path)
    seen = {audience: for_audience(load(root).workspace, audience) for audience in AUDIENCES if audience != "committee"}
    assert [len(log(workspace, "action-0")) for workspace in seen.values()] == [1, 2]
    assert [len(workspace.initiatives) for workspace in seen.values()] == [0, 1]
    assert [len(workspace.rounds) for workspace in seen.values()] == [0, 1]
    done = ask(root, "render", "packet", "--actor", "organisation-0", "--audience", "members", as_of="2026-12-12")
    packet = next((root / "build/members").glob("*.md")).read_text(encoding="utf-8")
    assert (done.code, "In progress, 10 December 2026, to be confirmed" in packet) == (0, True), packet
    ask(
        root,
        "render",
        "annual-review.md",
        "outdated-brief.md",
        "state-report-input.md",
        "--audience",
        "members",
        as_of="2026-12-12",
    )
    reviews = "".join(path.read_text(encoding="utf-8") for path in (root / "build/members").glob("[as]*.md"))
    assert "5 (November 2026, to be confirmed)" in reviews
    assert "Civil society (10 December 2026, to be confirmed)" in reviews
    for words in ("Round of reporting 2026-12, answers by 15 January 2027", "Organisation-1"):
        assert words in ask(root, "due", as_of="2026-12-12").out
        assert words in ask(root, "status", as_of="2026-12-12").out
    ask(root, "round", "2026-12", "--accept", "action-0", as_of="2026-12-12")
    assert len(log(for_audience(load(root).workspace, "public"), "action-0")) == 2


def test_opening_again_keeps_what_was_recorded_and_filled_in(root: Path, folder: Path) -> None:
    filled, lost = folder / "organisation-0.xlsx", folder / "organisation-1.xlsx"
    fill(filled, {"action-0": {"answer": "nothing new"}})
    content, written, recorded = filled.read_bytes(), lost.read_bytes(), yaml_files(root)
    lost.unlink()
    done = ask(root, "round", "2026-12", "--open", as_of=OPENED)
    assert (done.code, yaml_files(root)) == (0, recorded)
    assert "organisation-0.xlsx: it has been filled in" in done.err
    assert "git does not ignore" not in done.err
    assert (filled.read_bytes(), lost.read_bytes()) == (content, written)
    assert ask(root, "round", "2026-12", "--open", "--until", "2027-02-01", as_of=OPENED).code == 2


def test_a_link_leads_no_workbook_out_of_the_workspace(root: Path, tmp_path: Path) -> None:
    (root / "rounds/2026-12").mkdir(parents=True)
    (root / "rounds/2026-12/organisation-0.xlsx").symlink_to(tmp_path / "elsewhere.xlsx")
    (root / ".git").mkdir()
    done = ask(root, "round", "2026-12", "--open", "--until", "2027-01-15", as_of=OPENED)
    assert (done.code, "a link points outside" in done.err) == (2, True)
    assert not (tmp_path / "elsewhere.xlsx").exists()
    (root / "rounds/2026-12/organisation-0.xlsx").unlink()
    assert "git does not ignore" in ask(root, "round", "2026-12", "--open", as_of=OPENED).err


def test_the_state_is_asked_only_if_it_is_named_and_sees_only_what_is_public(root: Path) -> None:
    text = (root / "data/recommendations/crc-2022.yaml").read_text()
    assessment = "    assessments: [{date: 2026-01-01, voice: un, level: partly, reason: Planted, audience: members}]\n"
    put(root, {"data/recommendations/crc-2022.yaml": text + assessment})
    folder = opened(root, "--also", "ministry")
    assert sorted(path.stem for path in folder.iterdir()) == ["ministry", *map(organisation, range(3))]
    with_reason = {path.stem for path in folder.iterdir() if "Planted" in str(sheet(path))}
    assert with_reason == {"organisation-0"}
    fill(folder / "ministry.xlsx", {"crc-2022:42": {"answer": "largely carried out", "note": "A decree."}})
    imported(root, folder / "ministry.xlsx")
    assert load(root).workspace.recommendations[0].assessments[-1].voice == "government"


def sheet(path: Path) -> list[list[Any]]:
    return python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_index(1).to_python()


def test_an_organisation_gets_its_workbook_in_its_language(root: Path) -> None:
    replace(root, "data/actors.yaml", "name: Organisation-1,", "name: Organisation-1, language: km,")
    folder = opened(root)
    khmer, english = sheet(folder / "organisation-1.xlsx"), sheet(folder / "organisation-2.xlsx")
    assert ["កាលបរិច្ឆេទ" in str(rows) for rows in (khmer, english)] == [True, False]
    fill(folder / "organisation-1.xlsx", {"action-1": {"answer": "កំពុងអនុវត្ត", "note": "។"}})
    assert imported(root, folder / "organisation-1.xlsx")["organisation-1"]["rejected"] == []
    assert log(load(root).workspace, "action-1")[-1].status == "in-progress"


def test_workbooks_of_other_rounds_and_late_answers(root: Path, folder: Path, tmp_path: Path) -> None:
    path = folder / "organisation-0.xlsx"
    fill(path, {"action-0": {"answer": "nothing new"}})
    assert imported(root, path, as_of="2027-02-01")["organisation-0"]["late"]
    other = bare(tmp_path / "other", files(3))
    refused = ask(other, "import", str(path), "--write", as_of=ANSWERED)
    assert (refused.code, "this workspace has no round 2026-12" in refused.err) == (2, True)
    replace(other, "cobtrack.yaml", "state: KHM", "state: PHL")
    assert "from a workspace about KHM" in ask(other, "import", str(path), as_of=ANSWERED).err
    replace(root, "data/rounds/2026-12.yaml", "  - organisation-0\n", "")
    assert "organisation-0 was not asked in the round" in ask(root, "import", str(path), as_of=ANSWERED).err
    mixed = ask(root, "import", str(path), str(root / "cobtrack.yaml"), as_of=ANSWERED)
    assert (mixed.code, "cannot be imported" in mixed.err) == (2, True)
