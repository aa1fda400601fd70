"""`cobtrack import` from the file to the workspace: what it reports and writes, and that it overwrites nothing."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections import Counter
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from cobtrack.editing.imports import ImportOptions, plan_import, prepare_import
from cobtrack.errors import CobtrackError
from cobtrack.exchange.matrix.compare import CellPlan
from cobtrack.exchange.merge.plan import MergePlan
from cobtrack.exchange.sources import upr_info as upr_info_module
from cobtrack.model.records.document import Paragraph
from cobtrack.store import files
from cobtrack.store.load import load
from cobtrack.store.transaction import open_transaction
from cobtrack.store.yaml import reader
from tests.cli_support import REPOSITORY, Result, ask, put, replace, run, small, snapshot, words
from tests.docx_support import Builder, cobs, front, opening

if TYPE_CHECKING:
    from collections.abc import Mapping

DAY = "2026-11-24"
CRC = "data/recommendations/crc-2022.yaml"
CRITERIA = """
criteria:
  - {id: urgent, title: Urgent measures, axis: importance}
  - {id: severity, title: Severity, axis: importance}
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = small(tmp_path / "workspace")
    settings = place / "cobtrack.yaml"
    settings.write_text(settings.read_text().rstrip("\n") + "\n" + CRITERIA)
    return place


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    place = tmp_path / "empty"
    assert run("init", str(place), "--state", "KEN", "--state-name", "Kenya").code == 0
    return place


def imported(root: Path, file: Path, *arguments: str) -> Result:
    return ask(root, "import", str(file), *arguments, as_of=DAY)


# The official document


def test_an_empty_workspace_and_a_document_of_fifty_paragraphs_give_a_file_that_validates(
    empty: Path, tmp_path: Path
) -> None:
    cobs(tmp_path / "cobs.docx", paragraphs=50)
    done = imported(empty, tmp_path / "cobs.docx", "--write")
    assert done.code == 0
    assert ask(empty, "validate", as_of=DAY).code == 0
    written = [path for path in (empty / "data/recommendations").iterdir() if "example" not in path.name]
    assert len(written) == 1
    numbers = {one["id"].partition(":")[2] for one in reader.read(written[0].read_text(), "").data["paragraphs"]}
    assert {str(number) for number in range(1, 51)} <= numbers


@pytest.mark.parametrize("automatic", [False, True])
def test_a_second_import_changes_no_byte(empty: Path, tmp_path: Path, automatic: bool) -> None:
    cobs(tmp_path / "cobs.docx", automatic=automatic)
    imported(empty, tmp_path / "cobs.docx", "--write")
    before = snapshot(empty)
    done = imported(empty, tmp_path / "cobs.docx", "--write")
    assert (done.code, snapshot(empty)) == (0, before)
    assert "Nothing to write." in done.err


def test_nothing_is_written_without_write(empty: Path, tmp_path: Path) -> None:
    cobs(tmp_path / "cobs.docx")
    before = snapshot(empty)
    done = imported(empty, tmp_path / "cobs.docx")
    assert (done.code, snapshot(empty)) == (0, before)
    assert "--write" in done.err
    assert "new" in done.out


def doubtful(path: Path) -> None:
    """A document with several doubts: a skipped item, a skipped number, a line without a verb."""
    made = Builder()
    front(made, "CRC/C/KEN/CO/6", "Concluding observations on the sixth periodic report of an invented State*")
    opening(made, "CRC/C/KEN/CO/6")
    made.section("III", "Main areas of concern and recommendations")
    made.heading("Play")
    made.paragraph("The Committee is concerned about playgrounds.")
    made.paragraph("The Committee recommends that the State party:", "Build them;")
    made.line("(c)\tKeep them;")
    made.number += 1
    made.paragraph("Play, in all places.")
    made.save(path)


def recommendations(empty: Path) -> Path:
    """The file of the imported document."""
    return next(path for path in (empty / "data/recommendations").iterdir() if "example" not in path.name)


def test_a_doubt_of_an_import_is_a_warning_until_somebody_settles_it(empty: Path, tmp_path: Path) -> None:
    doubtful(tmp_path / "cobs.docx")
    imported(empty, tmp_path / "cobs.docx", "--write")
    text = ask(empty, "validate", as_of=DAY).out
    assert text.count("COB417") == 3
    assert "crc-2024:5c: item (c) is where item (b) was expected" in text


def test_doubts_after_the_first_twenty_are_counted(empty: Path, tmp_path: Path) -> None:
    doubtful(tmp_path / "cobs.docx")
    imported(empty, tmp_path / "cobs.docx", "--write")
    path = recommendations(empty)
    path.write_text(path.read_text().replace("    check:\n", "    check:\n" + "      - is it?\n" * 30, 1))
    text = words(ask(empty, "validate", as_of=DAY).out)
    assert text.count("COB417") == 21
    assert "13 more notes to check in CRC/C/KEN/CO/6" in text
    assert "search for check: in data/recommendations/crc-2024.yaml" in text


def test_a_second_import_after_the_requested_corrections_changes_no_byte(empty: Path, tmp_path: Path) -> None:
    doubtful(tmp_path / "cobs.docx")
    imported(empty, tmp_path / "cobs.docx", "--write")
    path = recommendations(empty)
    text = re.sub(r"    check:\n(?:      - .*\n(?:        .*\n)*)+", "", path.read_text())
    text = text.replace("id: crc-2024:5c", "id: crc-2024:5b").replace("    answers:\n      - crc-2024:4\n", "")
    text = text.replace("id: crc-2024:5\n", "id: crc-2024:5\n    urgent: false\n")
    path.write_text(text)
    assert "COB417" not in ask(empty, "validate", as_of=DAY).out
    before = snapshot(empty)
    done = imported(empty, tmp_path / "cobs.docx", "--write")
    assert (done.code, snapshot(empty)) == (0, before)
    assert "removed crc-2024:5: answers (in the file, but removed from the data by hand; not added again)" in words(
        done.out
    )


def test_a_corrected_urgent_mark_stays_corrected(empty: Path, tmp_path: Path) -> None:
    cobs(tmp_path / "cobs.docx")
    imported(empty, tmp_path / "cobs.docx", "--write")
    path = recommendations(empty)
    path.write_text(path.read_text().replace("urgent: true", "urgent: false", 1))
    before = snapshot(empty)
    done = imported(empty, tmp_path / "cobs.docx", "--write")
    assert snapshot(empty) == before
    assert "1 conflict" in done.out


def test_a_document_of_another_state_is_skipped(empty: Path, tmp_path: Path) -> None:
    cobs(tmp_path / "cobs.docx", symbol="CRC/C/PER/CO/6")
    before = snapshot(empty)
    done = imported(empty, tmp_path / "cobs.docx", "--write")
    assert (done.code, snapshot(empty)) == (2, before)
    assert "the file is about Peru (160 records), but this workspace is about Kenya" in words(done.err)


def test_a_document_that_names_no_state_is_imported_with_a_note(empty: Path, tmp_path: Path) -> None:
    cobs(tmp_path / "cobs.docx", symbol="CRC/C/15/Add.128")
    done = imported(empty, tmp_path / "cobs.docx")
    assert "the file does not say which State it is about" in done.out
    assert "160 accepted" in done.out


def test_one_id_is_refused_for_a_file_with_several_documents(root: Path, tmp_path: Path) -> None:
    rows = "".join(f"Cambodia,Text {one}.,Chad,Accepted,2,Children,{one}\n" for one in (6, 18))
    file = put(tmp_path, {"upr.csv": f"To,Text,From,Response,Action,Issue,Session\n{rows}"}) / "upr.csv"
    before = snapshot(root)
    done = imported(root, file, "--document", "upr-2014", "--write")
    assert (done.code, snapshot(root)) == (2, before)
    assert "the file has 2 documents" in words(done.err)


def test_importing_the_official_document_clears_not_seen(tmp_path: Path) -> None:
    place = tmp_path / "cambodia"
    shutil.copytree(REPOSITORY / "data", place / "data")
    shutil.copy(REPOSITORY / "cobtrack.yaml", place)
    cobs(tmp_path / "cobs.docx", symbol="CRC/C/KHM/CO/4-6", paragraphs=60)
    done = imported(place, tmp_path / "cobs.docx", "--write")
    assert done.code == 0, done.err
    data = reader.read((place / CRC).read_text(), "").data
    numbers = [int(found[0]) for one in data["paragraphs"] if (found := re.findall(r":(\d+)", one["id"]))]
    assert numbers == sorted(numbers)
    assert "not_seen" not in data
    assert "not_seen: 6-25, 27" in words(done.out)
    assert "COB403" not in ask(place, "validate", as_of=DAY).out
    before = snapshot(place)
    imported(place, tmp_path / "cobs.docx", "--write")
    assert snapshot(place) == before


def test_a_person_s_summary_survives_the_import_of_the_document(empty: Path, tmp_path: Path) -> None:
    cobs(tmp_path / "cobs.docx")
    imported(empty, tmp_path / "cobs.docx", "--write")
    path = recommendations(empty)
    data = reader.read(path.read_text(), "").data["paragraphs"]
    identifier = next(one["id"] for one in data if one["kind"] == "recommendation")
    path.write_text(
        path.read_text().replace(f"id: {identifier}\n", f"id: {identifier}\n    summary: In our words\n", 1)
    )
    before = snapshot(empty)
    imported(empty, tmp_path / "cobs.docx", "--write")
    assert snapshot(empty) == before


# The matrix


def exported(root: Path, tmp_path: Path) -> Path:
    path = tmp_path / "matrix.xlsx"
    assert ask(root, "export", "matrix.xlsx", "--audience", "members", "-o", str(path), as_of=DAY).code == 0
    return path


def fill_in(path: Path, changes: Mapping[tuple[str, str], str]) -> None:
    """Change cells by id and header, as a person does in a spreadsheet."""
    book = openpyxl.load_workbook(path)
    left = dict(changes)
    for sheet in book.worksheets:
        header = [str(cell.value) for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            for identifier, name in list(left):
                if row and str(row[0].value) == identifier and name in header:
                    row[header.index(name)].value = left.pop((identifier, name))
    assert not left, left
    book.save(path)


def headers(path: Path) -> list[str]:
    book = openpyxl.load_workbook(path)
    return [str(cell.value) for cell in book["crc-2022"][1]]


def changed_values(before: Any, after: Any, path: str = "") -> list[str]:
    """Return the places where the data of two files differ."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = dict.fromkeys([*before, *after])
        return [one for key in keys for one in changed_values(before.get(key), after.get(key), f"{path}.{key}")]
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = zip(before, after, strict=True)
        return [one for number, (a, b) in enumerate(pairs) for one in changed_values(a, b, f"{path}[{number}]")]
    return [] if before == after else [path]


FIVE = {
    ("crc-2022:42a", "Summary"): "Ban corporal punishment in every setting.",
    ("crc-2022:42a", "Cluster"): "general-measures",
    ("crc-2022:42a", "Responsible"): "cncc",
    ("crc-2022:1", "Position"): "noted",
    ("crc-2022:1", "Summary"): "Give the Council a budget.",
}


def test_five_changed_cells_change_exactly_five_values_and_no_other_byte(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, FIVE)
    before = (root / CRC).read_text()
    others = {name: data for name, (data, _) in snapshot(root).items() if name != CRC}
    done = imported(root, path, "--write")
    assert done.code == 0
    after = (root / CRC).read_text()
    assert len(changed_values(reader.read(before, "").data, reader.read(after, "").data)) == 5
    assert {name: data for name, (data, _) in snapshot(root).items() if name != CRC} == others
    lost = Counter(before.splitlines()) - Counter(after.splitlines())
    # The three values that were replaced; two keys are new, one of them with a list.
    assert lost.total() == 3
    assert len(after.splitlines()) == len(before.splitlines()) + 3
    assert ask(root, "validate", as_of=DAY).code == 0


def test_importing_the_matrix_again_changes_nothing(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, FIVE)
    imported(root, path, "--write")
    before = snapshot(root)
    assert "Nothing to write." in imported(root, path, "--write").err
    assert snapshot(root) == before


def test_cells_that_equal_the_workspace_are_not_imported_again(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, FIVE)
    imported(root, path, "--write")
    assert "5 cells changed in the matrix, 0 accepted, 5 already in the data" in imported(root, path).out


@pytest.mark.parametrize("typed", ["CNCC; mosvy", "cncc, MoSVY", "Cncc\nMOSVY, cncc"])
def test_organisations_can_be_named_by_their_acronyms(root: Path, tmp_path: Path, typed: str) -> None:
    actors = root / "data/actors.yaml"
    actors.write_text(
        actors.read_text().rstrip("\n") + "\n  - {id: mosvy, acronym: MoSVY, kind: ministry, source: Us}\n"
    )
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:42a", "Responsible"): typed})
    assert imported(root, path, "--write").code == 0
    row = json.loads(ask(root, "show", "crc-2022:42a", "--format", "json").out)["records"][0]
    assert row["responsible"] == ["cncc", "mosvy"]
    assert "1 already in the data" in imported(root, path).out


def test_an_acronym_of_two_organisations_is_refused(root: Path, tmp_path: Path) -> None:
    actors = root / "data/actors.yaml"
    two = "".join(f"  - {{id: m-{one}, acronym: MoX, kind: ministry, source: Us}}\n" for one in "ab")
    actors.write_text(actors.read_text().rstrip("\n") + "\n" + two)
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:42a", "Responsible"): "MoX"})
    assert "MoX could mean m-a or m-b" in words(imported(root, path).out)


def test_an_emptied_cell_removes_its_value_and_is_reported_as_removed(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:42a", "Summary"): ""})
    assert "removed crc-2022:42a summary: Forbid corporal punishment" in words(imported(root, path, "--write").out)
    row = json.loads(ask(root, "show", "crc-2022:42a", "--format", "json").out)["records"][0]
    assert "summary" not in row


def test_a_value_with_a_comment_is_not_removed_and_other_cells_are_imported(root: Path, tmp_path: Path) -> None:
    replace(root, CRC, "    summary: Give the Council the means to coordinate.\n",
            "    summary: Give the Council the means to coordinate. # ours\n")  # fmt: skip
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", "Summary"): "", ("crc-2022:42a", "Summary"): "", ("crc-2022:1", "Position"): "noted"})
    told = words(imported(root, path, "--write").out)
    assert "3 cells changed in the matrix, 2 accepted" in told
    assert "rejected crc-2022:1 summary" in told
    assert "the comment \u201c# ours\u201d would be lost" in told
    text = (root / CRC).read_text()
    assert "coordinate. # ours" in text
    assert "position: noted" in text
    assert "Forbid corporal punishment" not in text


def test_cells_of_a_record_in_braces_are_imported(root: Path, tmp_path: Path) -> None:
    text = (root / CRC).read_text().rstrip("\n")
    (root / CRC).write_text(text + '\n  - {id: "crc-2022:60", kind: recommendation, summary: Ban it.}\n')
    path = exported(root, tmp_path)
    reason, score = (next(one for one in headers(path) if one.startswith("Severity") and word in one) for word in
                     ("eason", "core"))  # fmt: skip
    fill_in(path, {("crc-2022:60", "Position"): "noted", ("crc-2022:60", score): "3", ("crc-2022:60", reason): "Many",
                   ("crc-2022:1", "Position"): "noted"})  # fmt: skip
    told = words(imported(root, path, "--write").out)
    assert "4 cells changed in the matrix, 4 accepted" in told
    score_text = "scores: [{criterion: severity, score: 3, reason: Many}]"
    record = f'{{id: "crc-2022:60", kind: recommendation, summary: Ban it., position: noted, {score_text}}}'
    assert record in (root / CRC).read_text()


def test_a_matrix_whose_only_cell_is_refused_writes_nothing(root: Path, tmp_path: Path) -> None:
    replace(root, CRC, "    summary: Give the Council the means to coordinate.\n",
            "    summary: Give the Council the means to coordinate. # ours\n")  # fmt: skip
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", "Summary"): ""})
    before = snapshot(root)
    assert "Nothing to write: 1 cell rejected." in imported(root, path, "--write").err
    assert snapshot(root) == before


def test_a_matrix_that_nobody_changed_changes_nothing(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    before = snapshot(root)
    done = imported(root, path, "--write")
    assert (done.code, snapshot(root)) == (0, before)


def test_twenty_conflicting_edits_are_all_reported_and_none_is_lost(root: Path, tmp_path: Path) -> None:
    paragraphs = "".join(
        f"  - id: crc-2022:{number}\n    kind: recommendation\n    summary: Old {number}\n"
        for number in range(100, 120)
    )
    (root / CRC).write_text((root / CRC).read_text().rstrip("\n") + "\n" + paragraphs)
    path = exported(root, tmp_path)
    fill_in(path, {(f"crc-2022:{number}", "Summary"): f"Sheet {number}" for number in range(100, 120)})
    (root / CRC).write_text((root / CRC).read_text().replace("summary: Old ", "summary: File "))
    before = snapshot(root)
    found = json.loads(imported(root, path, "--write", "--format", "json").out)["import"]
    assert {(one["id"], one["base"], one["here"], one["sheet"]) for one in found["conflicts"]} == {
        (f"crc-2022:{number}", f"Old {number}", f"File {number}", f"Sheet {number}") for number in range(100, 120)
    }
    assert snapshot(root) == before


def test_a_score_comes_with_its_reason(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    score, reason = (
        next(one for one in headers(path) if "Severity" in one and word in one.lower()) for word in ("score", "reason")
    )
    fill_in(path, {("crc-2022:1", score): "3", ("crc-2022:1", reason): "Many children"})
    assert imported(root, path, "--write").code == 0
    row = json.loads(ask(root, "show", "crc-2022:1", "--format", "json").out)["records"][0]
    assert row["scores"] == [{"criterion": "severity", "score": 3, "reason": "Many children"}]


@pytest.mark.parametrize(
    ("header", "value", "why"),
    [("Responsible", "nobody", "no organisation has the id, acronym or name nobody"), ("Cluster", "violense", "use one of"),
     ("Position", "maybe", "use one of: supported")],
)  # fmt: skip
def test_a_cell_that_does_not_fit_is_refused_with_the_reason(
    root: Path, tmp_path: Path, header: str, value: str, why: str
) -> None:
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", header): value})
    before = snapshot(root)
    done = imported(root, path, "--write")
    assert (done.code, snapshot(root)) == (0, before)
    assert why in done.out
    assert done.err.splitlines()[-1] == "Nothing to write: 1 cell rejected."


def test_an_import_says_last_how_many_cells_it_did_not_take(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", "Position"): "noted", ("crc-2022:1", "Cluster"): "violense"})
    lines = imported(root, path, "--write").err.splitlines()
    assert lines[0] == f"Wrote {CRC}"
    assert lines[-1] == "Not everything was written: 1 cell rejected (see above)"


def test_an_emptied_cell_removes_the_value(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", "Summary"): ""})
    before = (root / CRC).read_text()
    imported(root, path, "--write")
    assert (root / CRC).read_text() == before.replace("    summary: Give the Council the means to coordinate.\n", "")


@pytest.mark.parametrize(
    ("header", "typed", "key", "taken"),
    [
        ("Groups", "1", "groups", ["twg-1"]), ("Groups", "TWG 1", "groups", ["twg-1"]),
        ("Responsible", "cambodia national council for children", "responsible", ["cncc"]),
        ("Responsible", "ក្រុមប្រឹក្សាជាតិកម្ពុជាដើម្បីកុមារ; CRC-Cambodia", "responsible", ["cncc", "crc-cambodia"]),
        ("Position", "Supported", "position", "supported"),
        ("Position", "Partly supported", "position", "partly-supported"),
        ("Cluster", "violence against children", "cluster", "violence"),
        ("Cluster", "Violence", "cluster", "violence"),
    ],
)  # fmt: skip
def test_labels_of_values_are_understood(
    root: Path, tmp_path: Path, header: str, typed: str, key: str, taken: object
) -> None:
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", header): typed})
    assert imported(root, path, "--write").code == 0
    assert json.loads(ask(root, "show", "crc-2022:1", "--format", "json").out)["records"][0][key] == taken


@pytest.mark.parametrize(("typed", "taken"), [("Special protection measures", 1), ("Violence against children", 0)])
def test_a_cluster_given_by_its_title_is_imported_once_and_causes_no_conflict_later(
    root: Path, tmp_path: Path, typed: str, taken: int
) -> None:
    replace(root, "cobtrack.yaml", "clusters:\n", "clusters:\n  special-protection: Special protection measures\n")
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:42", "Cluster"): typed})
    assert f"1 cell changed in the matrix, {taken} accepted" in imported(root, path, "--write").out
    again = imported(root, path, "--write")
    assert "conflict" not in again.out
    assert "Nothing to write." in again.err
    assert ask(root, "export", "matrix.xlsx", "-o", str(path), as_of=DAY).code == 0


@pytest.mark.parametrize(
    ("text", "why"),
    [("Ask dara@example.org", "in a public file"), ("Call 012 345 678", "in a public file"),
     ("As in [draft](v2)", "not a safe link")],
)  # fmt: skip
def test_a_cell_that_must_not_be_public_is_refused_and_the_others_are_imported(
    root: Path, tmp_path: Path, text: str, why: str
) -> None:
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", "Summary"): text, ("crc-2022:1", "Position"): "noted"})
    told = words(imported(root, path, "--write").out)
    assert "2 cells changed in the matrix, 1 accepted" in told
    assert why in told
    assert text not in (root / CRC).read_text()


def test_a_filled_in_matrix_is_not_overwritten(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, FIVE)
    before = path.read_bytes()
    done = ask(root, "export", "matrix.xlsx", "-o", str(path), as_of=DAY)
    assert (done.code, path.read_bytes()) == (2, before)
    assert "5 cells changed since it was exported" in words(done.err)
    assert imported(root, path, "--write").code == 0
    assert ask(root, "export", "matrix.xlsx", "-o", str(path), as_of=DAY).code == 0
    assert path.read_bytes() != before


@pytest.mark.parametrize("data", [b"no zip", b""])
def test_another_file_is_not_overwritten_by_a_matrix(root: Path, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "matrix.xlsx"
    path.write_bytes(data)
    done = ask(root, "export", "matrix.xlsx", "-o", str(path), as_of=DAY)
    assert (done.code, path.read_bytes()) == (2, data)
    assert "already exists" in words(done.err)


def test_a_matrix_with_comments_next_to_its_cells_is_not_overwritten(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    book = openpyxl.load_workbook(path)
    book["crc-2022"].cell(2, 3).comment = Comment("Ask again", "Us")
    book.save(path)
    done = ask(root, "export", "matrix.xlsx", "-o", str(path), as_of=DAY)
    assert done.code == 2
    assert "already exists and contains comments" in words(done.err)


def test_a_matrix_with_an_added_column_is_not_overwritten(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["crc-2022"]
    sheet.cell(1, sheet.max_column + 1, "Our notes")
    sheet.cell(2, sheet.max_column, "Ask again")
    book.save(path)
    assert ask(root, "export", "matrix.xlsx", "-o", str(path), as_of=DAY).code == 2


@pytest.mark.parametrize(
    "text",
    [
        "5. The Committee recommends, see [sic](a).", "5. [Article 5](b) is to be kept.", "5. Go to [x](javascript:alert(1)).",
        "5. See ftp://x.org/a or javascript://x.", "5. As in [here](http://[bad).", "5. As [said](#nowhere).",
        "5. Write to a@b.org or call +855 12 345 678.", "5. As noted[^1] by many.", "data:text/html,x", "5. See [a](b[c](d)) there.",
    ],
)  # fmt: skip
def test_imported_texts_validate_whatever_they_contain(root: Path, tmp_path: Path, text: str) -> None:
    record = {
        "AnnotationId": "z1", "Symbol": "CRC/C/KHM/CO/9", "Body": "CRC", "Countries": ["Cambodia"], "Text": text,
        "AnnotationType": "Recommendation", "Themes": [text], "UprSession": text, "PublicationDate": "2031-01-01",
    }  # fmt: skip
    (tmp_path / "uhri.json").write_text(json.dumps([record]), encoding="utf-8")
    assert imported(root, tmp_path / "uhri.json", "--write").code == 0
    told = ask(root, "validate", as_of=DAY)
    assert (told.code, "COB417" in told.out) == (0, True)
    before = snapshot(root)
    assert "Nothing to write." in imported(root, tmp_path / "uhri.json", "--write").err
    assert snapshot(root) == before


WORDS = "Write to a@b.org or call +855 12 345 678; grant 1 000 000 000 riel, 20 000 000 - 30 000 000, +12.5 - 13.5 per cent."


def test_official_words_are_unchanged_and_contacts_in_them_have_to_be_checked(root: Path, tmp_path: Path) -> None:
    record = {
        "AnnotationId": "z1", "Symbol": "CRC/C/KHM/CO/9", "Body": "CRC", "Countries": ["Cambodia"], "Text": f"5. {WORDS}",
        "AnnotationType": "Recommendation", "Themes": ["Ask a@b.org", "Budget"],
    }  # fmt: skip
    (tmp_path / "uhri.json").write_text(json.dumps([record]), encoding="utf-8")
    assert imported(root, tmp_path / "uhri.json", "--write").code == 0
    document = next(one for one in load(root).workspace.documents if one.symbol == "CRC/C/KHM/CO/9")
    (paragraph,) = document.paragraphs
    assert str(paragraph.text) == WORDS
    assert [str(one) for one in paragraph.themes] == ["Budget"]
    assert sorted(str(one) for one in paragraph.check) == [
        "the text seems to contain a telephone number: is this in the document?",
        "the text seems to contain an e-mail address: is this in the document?",
        "themes: an e-mail address was left out together with the text around it",
    ]
    done = ask(root, "validate", as_of=DAY)
    assert (done.code, done.out.count("[COB512]"), done.out.count("[COB501]")) == (0, 2, 0)
    assert ask(root, "render", "-o", str(tmp_path / "out"), as_of=DAY).code == 0


def test_figures_are_not_doubted(root: Path, tmp_path: Path) -> None:
    record = {
        "AnnotationId": "z1", "Symbol": "CRC/C/KHM/CO/9", "Body": "CRC", "Countries": ["Cambodia"],
        "Text": f"5. {WORDS.partition('; ')[2]}", "AnnotationType": "Recommendation",
    }  # fmt: skip
    (tmp_path / "uhri.json").write_text(json.dumps([record]), encoding="utf-8")
    assert imported(root, tmp_path / "uhri.json", "--write").code == 0
    assert "looks like" not in imported(root, tmp_path / "uhri.json").out
    assert ask(root, "validate", as_of=DAY).out.count("[COB51") == 0


@pytest.mark.parametrize("symbol", ["CRC", "crc state report", "CNCC", "upr"])
def test_a_new_document_never_gets_an_id_in_use(root: Path, tmp_path: Path, symbol: str) -> None:
    record = {"AnnotationId": "z1", "Symbol": symbol, "Body": "CRC", "Countries": ["Cambodia"], "Text": "5. Act."}
    (tmp_path / "uhri.json").write_text(json.dumps([record]), encoding="utf-8")
    assert imported(root, tmp_path / "uhri.json", "--write").code == 0
    assert ask(root, "validate", as_of=DAY).code == 0


@pytest.mark.parametrize(
    ("given", "why"),
    [("cncc", "the id of another record"), ("crc-state-report", "the id of another record"), ("../x", "is not an id"),
     ("Foo Bar", "is not an id"), ("crc:2022", "is not an id"), ("\u00e9", "is not an id")],
)  # fmt: skip
def test_an_id_that_a_document_cannot_have_is_refused(root: Path, tmp_path: Path, given: str, why: str) -> None:
    cobs(tmp_path / "cobs.docx", symbol="CRC/C/KHM/CO/9")
    before = snapshot(root)
    done = imported(root, tmp_path / "cobs.docx", "--document", given, "--write")
    assert (done.code, snapshot(root)) == (2, before)
    assert why in words(done.err)
    assert "mistake in cobtrack" not in done.err


def test_a_reader_that_stops_early_does_not_prevent_writing(empty: Path, tmp_path: Path) -> None:
    cobs(tmp_path / "cobs.docx", paragraphs=50)
    command = [sys.executable, "-m", "cobtrack", "import", str(tmp_path / "cobs.docx"), "--write", "--root", str(empty)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
        assert process.stdout
        process.stdout.close()
        process.wait(60)
    assert (recommendations(empty)).is_file()


# What cannot be done


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.docx", b"no zip"), ("a.xlsx", b"no zip"), ("a.json", b"{"), ("a.csv", b"a,b\n1,2\n"), ("a.pdf", b"%PDF"),
        ("a.docx", b""), ("a.json", b""), ("a.csv", b""),
    ],
)  # fmt: skip
def test_an_unreadable_file_ends_with_2_and_nothing_is_written(
    root: Path, tmp_path: Path, name: str, data: bytes
) -> None:
    put(tmp_path, {name: data})
    before = snapshot(root)
    done = imported(root, tmp_path / name, "--write")
    assert (done.code, done.out) == (2, "")
    assert "internal error in cobtrack" not in done.err
    assert snapshot(root) == before


@pytest.mark.parametrize(
    ("system", "step"),
    [
        ("cobs", "office.word_lines.read_lines"),
        ("thematic-list", "sources.thematic_list.open_document"),
        ("uhri", "office.xlsx.Spreadsheet"),
        ("matrix", "office.xlsx.Spreadsheet"),
    ],
)
def test_too_little_memory_is_not_called_a_mistake_of_the_program(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, system: str, step: str
) -> None:
    def fails(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(f"cobtrack.exchange.{step}", fails)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a", "")
    done = imported(root, tmp_path / "a.zip", "--as", system)
    assert (done.code, done.out) == (2, "")
    assert "not enough memory" in done.err


def test_a_missing_file_ends_with_2(root: Path) -> None:
    assert imported(root, Path("nowhere.docx")).code == 2


def test_a_file_that_changes_during_the_import_is_not_overwritten(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = upr_info(tmp_path / "upr.csv", "Cambodia,A,X,Supported,4,I,18")
    assert imported(root, file, "--write").code == 0
    upr_info(file, "Cambodia,A,X,Supported,4,I,18", "Cambodia,B,X,Supported,4,I,18")
    path = next((root / "data/recommendations").glob("upr*.yaml"))

    def slowly(*arguments: Any) -> Any:
        path.write_text("# somebody's remark\n" + path.read_text())
        return read(*arguments)

    read = upr_info_module.read
    monkeypatch.setattr(upr_info_module, "read", slowly)
    done = imported(root, file, "--write")
    assert done.code == 2
    assert "was changed while the command ran" in words(done.err)
    assert path.read_text().startswith("# somebody's remark\n")
    assert "text: B" not in path.read_text()


def test_no_file_is_written_if_one_of_several_cannot_be(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = upr_info(tmp_path / "upr.csv", *(f"Cambodia,Text,Chad,Accepted,2,Children,{one}" for one in (6, 18)))
    before, replace, targets = snapshot(root).keys(), os.replace, list[str]()

    def fails(source: Path, target: Path) -> None:
        targets.append(str(target))
        if len(targets) == 2:
            raise PermissionError(errno.EACCES, "permission denied", str(source))
        replace(source, target)

    monkeypatch.setattr(os, "replace", fails)
    done = imported(root, file, "--write")
    assert (done.code, done.out, snapshot(root).keys()) == (2, "", before)
    assert f"{targets[1]}: permission denied" in words(done.err)


def test_an_existing_file_with_the_name_of_a_new_one_is_not_overwritten(root: Path, tmp_path: Path) -> None:
    file = upr_info(tmp_path / "upr.csv", "Cambodia,A,X,Supported,4,I,18")
    assert imported(root, file, "--write").code == 0
    path = next((root / "data/recommendations").glob("upr*.yaml"))
    path.write_text("id: another\ntitle: Another\nmechanism: upr\nsource: A letter\nparagraphs: []\n")
    before = snapshot(root)
    done = imported(root, file, "--write")
    assert (done.code, snapshot(root)) == (2, before)
    assert f"{path.name} already exists and is about something else" in words(done.err)


def test_a_file_that_would_be_too_large_to_read_is_not_written(
    root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = upr_info(tmp_path / "upr.csv", f"Cambodia,{'A' * 30_000},X,Supported,4,I,18")
    monkeypatch.setattr(files, "MAX_BYTES", 25_000)
    before = snapshot(root)
    done = imported(root, file, "--write")
    assert (done.code, snapshot(root)) == (2, before)
    assert "is larger than" in words(done.err)


@pytest.mark.parametrize("arguments", [[], ["--write"]])
@pytest.mark.parametrize("known", [True, False])
def test_an_import_that_would_add_an_error_is_refused(
    root: Path, tmp_path: Path, arguments: list[str], known: bool
) -> None:
    if known:
        replace(root, CRC, "issued: 2022-06-27\n", "")
    made = Builder()
    symbol = "CRC/C/KHM/CO/4-6" if known else "CRC/C/KHM/CO/9"
    front(made, symbol, "Concluding observations on the report of an invented State*", "27 June 2020")
    opening(made, symbol)
    made.save(tmp_path / "cobs.docx")
    before = snapshot(root)
    done = imported(root, tmp_path / "cobs.docx", *arguments)
    assert (done.code, done.out, snapshot(root)) == (2, "", before)
    assert "is issued (2020-06-27) before it is adopted" in words(done.err)
    assert "nothing was written" in words(done.err)


def test_an_import_is_refused_while_the_data_has_errors(root: Path, tmp_path: Path) -> None:
    cobs(tmp_path / "cobs.docx")
    replace(root, CRC, "    cluster: general-measures\n", "    clustre: general-measures\n")
    before = snapshot(root)
    done = imported(root, tmp_path / "cobs.docx", "--write")
    assert (done.code, done.out, snapshot(root)) == (1, "", before)
    assert "nothing can be imported while the data has errors: data/recommendations/crc-2022.yaml:" in done.err


def test_a_link_to_a_record_that_is_still_missing_does_not_prevent_an_import(root: Path, tmp_path: Path) -> None:
    replace(root, "data/pillars/1-coordination.yaml", "[crc-2022:42]", "[crc-2022:42, crc-2030:4]")
    cobs(tmp_path / "cobs.docx", symbol="CRC/C/KHM/CO/7")
    assert imported(root, tmp_path / "cobs.docx", "--write").code == 0


# From Python


def test_a_document_and_its_deadlines_are_imported_from_python(
    empty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "cobs.docx"
    cobs(path)
    before = snapshot(empty)
    with open_transaction(empty) as transaction:
        prepared = prepare_import(load(empty), path, date(2026, 11, 24), ImportOptions(with_deadlines=True))
        assert snapshot(empty) == before
        transaction.commit(prepared.changes, "import cobs.docx")
    assert isinstance(prepared.plan, MergePlan)
    workspace = load(empty).workspace
    assert [document.id for document in workspace.documents] == [prepared.plan.documents[0].id]
    assert {offer.data["id"] for offer in prepared.plan.offers} <= {deadline.id for deadline in workspace.deadlines}
    assert prepared.plan.offers
    assert capsys.readouterr() == ("", "")


def test_the_cells_of_a_matrix_are_imported_from_python(root: Path, tmp_path: Path) -> None:
    path = exported(root, tmp_path)
    fill_in(path, {("crc-2022:1", "Position"): "noted", ("crc-2022:1", "Cluster"): "violense"})
    with open_transaction(root) as transaction:
        prepared = prepare_import(load(root), path, date(2026, 11, 24))
        transaction.commit(prepared.changes, "import matrix.xlsx")
    assert isinstance(prepared.plan, CellPlan)
    assert [(change.key, reason[:10]) for change, reason in prepared.plan.rejected] == [("cluster", "use one of")]
    recommendation = load(root).workspace.by_id["crc-2022:1"]
    assert isinstance(recommendation, Paragraph)
    assert recommendation.position == "noted"


@pytest.mark.parametrize(
    ("name", "options", "message"),
    [
        ("none.csv", ImportOptions(), "there is no file"),
        ("a.txt", ImportOptions(), "a .txt file cannot be imported"),
        ("a.csv", ImportOptions(format_name="upr"), 'there is no format "upr"'),
        ("a.csv", ImportOptions(format_name="upr-info"), "a.csv: "),
    ],
)
def test_a_file_that_cannot_be_imported_raises_an_error_of_cobtrack(
    root: Path, tmp_path: Path, name: str, options: ImportOptions, message: str
) -> None:
    put(tmp_path, {"a.txt": "", "a.csv": "a,b\n1,2\n"})
    with pytest.raises(CobtrackError) as caught:
        plan_import(load(root), tmp_path / name, date(2026, 11, 24), options)
    assert message in caught.value.message
    assert caught.value.hint


# What is left, and what kinds there are


def upr_info(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["To,Text,From,Response,Action,Issue,Session", *rows, ""]), encoding="utf-8")
    return path


def test_a_few_other_states_are_named_with_counts(root: Path, tmp_path: Path) -> None:
    rows = [*["Laos,A,X,Supported,4,I,18"] * 2, "Nepal,B,X,Supported,4,I,18", "Cambodia,C,X,Supported,4,I,18"]
    told = words(imported(root, upr_info(tmp_path / "few.csv", *rows)).out)
    assert "3 skipped: another State: Laos 2, Nepal 1" in told
    many = [*rows[-1:], *(f"State {number},A,X,Supported,4,I,18" for number in range(6))]
    assert "6 skipped: another State: 6 States" in words(imported(root, upr_info(tmp_path / "many.csv", *many)).out)


def test_pledges_are_counted_apart_from_recommendations(root: Path, tmp_path: Path) -> None:
    rows = ["Cambodia,A,X,Supported,4,I,18", "Cambodia,B,X,Noted,4,I,18", "Cambodia,C,Cambodia,Voluntary Pledge,4,I,18"]
    told = words(imported(root, upr_info(tmp_path / "upr.csv", *rows)).out)
    assert "3 records read as upr-info, 3 accepted: 2 recommendations, 1 pledge" in told


def test_a_file_of_other_states_only_is_refused_with_the_closest_names(root: Path, tmp_path: Path) -> None:
    rows = ["Combodia,A,X,Supported,4,I,18", "Chad,B,X,Supported,4,I,18"]
    done = imported(root, upr_info(tmp_path / "upr.csv", *rows))
    assert done.code == 2
    assert "the file is about Combodia (1 record), Chad (1 record), but this workspace is about Cambodia" in words(
        done.err
    )
    assert "the most similar names in the file are Combodia" in words(done.err)


@pytest.mark.parametrize(
    ("code", "name", "written"),
    [
        ("CIV", "Côte d'Ivoire", "Cote d'Ivoire"), ("MEX", "{es: México, en: Mexico}", "Mexico"), ("VNM", "Vietnam", "Viet Nam"),
        ("BOL", "Bolivia (Plurinational State of)", "Bolivia"), ("CPV", "Cabo Verde", "Cape Verde"),
        ("TUR", "Türkiye", "Turkey"), ("MKD", "North Macedonia", "TFYR Macedonia"), ("PRK", "DPR Korea", "North Korea"),
        ("SVN", "Slovenija", "Slovenia"), ("KEN", "our country", "Kenya"),
    ],
)  # fmt: skip
def test_a_state_is_recognised_by_any_name_in_the_workspace_or_the_file(
    root: Path, tmp_path: Path, code: str, name: str, written: str
) -> None:
    settings = root / "cobtrack.yaml"
    text = settings.read_text(encoding="utf-8").replace("state: KHM", f"state: {code}")
    settings.write_text(re.sub("state_name: .*", f'state_name: {name if name[0] == "{" else repr(name)}', text).replace(
        "'Côte d\\'Ivoire'", '"Côte d\'Ivoire"'), encoding="utf-8")  # fmt: skip
    done = imported(root, upr_info(tmp_path / "upr.csv", f'"{written}",A,Chad,Supported,4,I,18'))
    assert (done.code, "1 accepted" in done.out) == (0, True), done.err
