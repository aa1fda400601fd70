"""The matrix as a spreadsheet: its layout, the changes that people make in it, and hostile files."""

from __future__ import annotations

import re
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from cobtrack.exchange.forms import read
from cobtrack.exchange.forms.form import CellChange
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix import workbook
from cobtrack.exchange.matrix.columns import columns
from cobtrack.exchange.matrix.compare import plan_cells
from cobtrack.exchange.office.xlsx import Limits
from cobtrack.store.load import load
from tests.cli_support import ask, environment, put, replace, small

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cobtrack.model.workspace import Workspace

CRC_2022 = "data/recommendations/crc-2022.yaml"
CRITERIA = """
criteria:
  - {id: urgent, title: Urgent, axis: importance}
  - {id: repeated, title: Repeated, axis: importance}
  - {id: severity, title: Severity, axis: importance}
  - {id: capacity, title: Capacity, axis: feasibility}
"""
KHMER = "ហាមឃាត់ការដាក់ទណ្ឌកម្មលើរាងកាយ\u200bគ្រប់ទីកន្លែង"
SCORED = (
    "    urgent: true\n    scores: [{criterion: severity, score: 2, reason: Many children.}]\n    text: The Committee"
)
Sheets = dict[str, list[list[Any]]]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    made = small(tmp_path / "workspace")
    settings = made / "cobtrack.yaml"
    settings.write_text(settings.read_text(encoding="utf-8") + CRITERIA, encoding="utf-8")
    return made


@pytest.fixture
def path(root: Path) -> Path:
    """The exported matrix of the workspace."""
    return export(root)


def workspace(root: Path) -> Workspace:
    loaded = load(root)
    assert not loaded.problems
    return loaded.workspace


def export(root: Path, *documents: str) -> Path:
    path = root.parent / "matrix.xlsx"
    found = workspace(root)
    chosen = [one for one in found.recommendations if one.document in documents] if documents else None
    path.write_bytes(workbook.write(found, chosen))
    return path


def sheets(path: Path) -> Sheets:
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def save(path: Path, tables: Sheets) -> workbook.FilledMatrix:
    """Return what is read after another program saved only these cells."""
    book = Workbook(path, {"strings_to_formulas": False, "strings_to_urls": False, "default_date_format": "d/m/yy"})
    for name, table in tables.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
    book.close()
    return workbook.read(path)


def fill(path: Path, change: Callable[[Sheets], object]) -> workbook.FilledMatrix:
    tables = sheets(path)
    change(tables)
    return save(path, tables)


def put_in(path: Path, identifier: str, header: str, value: object) -> workbook.FilledMatrix:
    """Return what is read after somebody typed something into a cell."""

    def change(tables: Sheets) -> None:
        table = tables[identifier.partition(":")[0]]
        at = table[0].index(header)
        next(row for row in table if row[0] == identifier)[at] = value

    return fill(path, change)


def rewrite(path: Path, part: str, old: bytes, new: bytes) -> None:
    """Change the bytes of one part of the file."""
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    assert old in parts[part]
    parts[part] = parts[part].replace(old, new, 1)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)


def xml(path: Path, part: str) -> str:
    with zipfile.ZipFile(path) as archive:
        return archive.read(part).decode()


# What people get.


def test_each_document_is_a_sheet_and_each_recommendation_a_row(path: Path) -> None:
    assert list(sheets(path)) == ["Read me", "crc-2011", "crc-2022", "lists", "base"]
    assert [row[0] for row in sheets(path)["crc-2022"]] == ["id", "crc-2022:1", "crc-2022:42", "crc-2022:42a"]


def test_concerns_and_pledges_have_no_rows(root: Path) -> None:
    replace(
        root, CRC_2022, "kind: recommendation\n    heading: Coordination", "kind: concern\n    heading: Coordination"
    )
    assert [row[0] for row in sheets(export(root))["crc-2022"]] == ["id", "crc-2022:42", "crc-2022:42a"]


def test_only_the_documents_that_are_asked_for(root: Path) -> None:
    assert list(sheets(export(root, "crc-2011"))) == ["Read me", "crc-2011", "lists", "base"]


def test_scored_criteria_have_two_columns_and_computed_ones_have_none(root: Path) -> None:
    headers = [one.header for one in columns(workspace(root))]
    assert headers[-4:] == ["Severity: score", "Severity: reason", "Capacity: score", "Capacity: reason"]
    assert not any("Repeated:" in header or "Urgent:" in header for header in headers)


def test_no_two_headers_are_the_same(root: Path) -> None:
    replace(root, "cobtrack.yaml", "title: Capacity", "title: severity")
    headers = [one.header.casefold() for one in columns(workspace(root))]
    assert len(set(headers)) == len(headers)


def test_a_row_has_the_values_of_the_data(root: Path) -> None:
    replace(root, CRC_2022, "    urgent: true\n    text: The Committee", SCORED)
    header, first, second, _ = sheets(export(root))["crc-2022"]
    assert dict(zip(header, first, strict=True)) | {"Responsible": "cncc"} == {
        **dict.fromkeys(header, ""),
        "id": "crc-2022:1",
        "Paragraph": "para. 1",
        "Heading": "Coordination",
        "Repeated from": "CRC/C/KHM/CO/2-3, para. 1",
        "Summary": "Give the Council the means to coordinate.",
        "Cluster": "general-measures",
        "Responsible": "cncc",
    }
    row = dict(zip(header, second, strict=True))
    assert (row["Urgent"], row["Severity: score"], row["Severity: reason"]) == ("yes", "2", "Many children.")


def test_the_read_me_explains_every_column_and_how_to_return_the_file(root: Path, path: Path) -> None:
    told = sheets(path)["Read me"]
    assert {one.header for one in columns(workspace(root))} <= {row[0] for row in told}
    assert any("cobtrack import FILE.xlsx" in row[1] for row in told)
    assert ["violence", "Violence against children"] in told


def test_the_header_and_two_columns_are_frozen_and_rows_can_be_filtered(path: Path) -> None:
    text = xml(path, "xl/worksheets/sheet3.xml")
    assert 'xSplit="2" ySplit="1"' in text
    assert 'state="frozen"' in text
    assert "<autoFilter" in text


def test_lists_point_to_cells_however_long_they_are(root: Path) -> None:
    clusters = "".join(f"  cluster-number-{number}: Cluster {number}\n" for number in range(60))
    replace(root, "cobtrack.yaml", "clusters:\n", f"clusters:\n{clusters}")
    path = export(root)
    formulas = re.findall("<formula1>([^<]*)</formula1>", xml(path, "xl/worksheets/sheet3.xml"))
    # cluster, groups, responsible, supports, position and two scores
    assert len(formulas) == 7
    assert all(re.fullmatch(r"lists!\$B\$\d+:\$[A-Z]+\$\d+", one) for one in formulas)
    lists = {row[0]: [cell for cell in row[1:] if cell] for row in sheets(path)["lists"]}
    assert len(lists["Cluster"]) == 62
    assert lists["Groups"] == ["twg-1", "twg-2"]
    assert lists["Severity: score"] == ["0", "1", "2", "3"]


def test_the_sheets_for_the_program_are_hidden(path: Path) -> None:
    shown = {one.name: str(one.visible) for one in CalamineWorkbook.from_path(path).sheets_metadata}
    assert shown["lists"].endswith(".Hidden")
    assert shown["base"].endswith(".VeryHidden")


def test_the_same_workspace_gives_the_same_bytes_in_another_process(root: Path, path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cobtrack.store.load import load;"
        "from cobtrack.exchange.matrix import workbook;"
        "sys.stdout.buffer.write(workbook.write(load(Path(sys.argv[1])).workspace))"
    )
    command = [sys.executable, "-c", code, str(root)]
    # Another day by the file system's clock would take too long: every time in the file is looked at instead.
    again = subprocess.run(
        command, capture_output=True, check=True, env=environment(PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    )
    assert again.stdout == path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        assert {one.date_time for one in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert set(re.findall(r"\d{4}-\d\d-\d\dT[^<]*", xml(path, "docProps/core.xml"))) == {"2020-01-01T00:00:00Z"}


@pytest.mark.parametrize(
    "text", ["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "{=1+1}", "https://example.org/", "=cmd|' /C x'!A0"]
)
def test_no_text_becomes_a_formula_or_a_link(root: Path, text: str) -> None:
    replace(root, CRC_2022, "summary: Forbid corporal punishment everywhere.", f'summary: "{text}"')
    path = export(root)
    assert sheets(path)["crc-2022"][3][6] == text
    with zipfile.ZipFile(path) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist() if "sheet" in name)
    assert b"<f>" not in everything
    assert b"<hyperlink" not in everything
    assert workbook.read(path).changes == ()


@pytest.mark.parametrize("name", ["lists", "base", "history", "read-me", "x" * 40, "x" * 40 + "y"])
def test_every_id_makes_a_valid_sheet_name(root: Path, name: str) -> None:
    text = (root / CRC_2022).read_text(encoding="utf-8").replace("crc-2022", name)
    put(root, {CRC_2022: text, "data/recommendations/x.yaml": text.replace(name, "x" * 35)})
    path = export(root)
    names = list(sheets(path))
    assert all(len(one) <= 31 for one in names)
    assert len({one.lower() for one in names}) == len(names) == 6
    assert workbook.read(path) == workbook.FilledMatrix(())


# What they change.


def test_a_matrix_that_nobody_touched_changes_nothing(path: Path) -> None:
    assert workbook.is_matrix(path)
    assert workbook.read(path) == workbook.FilledMatrix(())


def test_saving_it_in_another_program_changes_nothing(path: Path) -> None:
    assert save(path, sheets(path)) == workbook.FilledMatrix(())


def test_a_changed_cell_is_reported_with_its_old_value_and_its_place(path: Path) -> None:
    [change] = put_in(path, "crc-2022:42a", "Cluster", "general-measures").changes
    assert change == CellChange(
        "crc-2022:42a", "cluster", "violence", "general-measures", "sheet crc-2022, row 4, column Cluster"
    )


def test_an_emptied_cell_is_a_change(path: Path) -> None:
    [change] = put_in(path, "crc-2022:42a", "Summary", "").changes
    assert (change.exported, change.returned) == ("Forbid corporal punishment everywhere.", "")


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Summary", "  Forbid corporal punishment everywhere.\r\n"),
        ("Responsible", ""),
        ("Urgent", "yes "),
    ],
)
def test_white_space_around_a_value_is_not_a_change(path: Path, header: str, value: str) -> None:
    assert put_in(path, "crc-2022:42a", header, value) == workbook.FilledMatrix(())


@pytest.mark.parametrize("value", [2, 2.0, "2", "2.0", " 2", "២"])
def test_a_score_is_the_same_in_every_notation(root: Path, value: object) -> None:
    replace(root, CRC_2022, "    urgent: true\n    text: The Committee", SCORED)
    assert put_in(export(root), "crc-2022:42", "Severity: score", value).changes == ()
    [change] = put_in(export(root), "crc-2022:42a", "Severity: score", value).changes
    assert (change.key, change.returned) == ("score:severity", "2")


@pytest.mark.parametrize("value", ["twg-1, twg-2", "twg-1,twg-2", "twg-1; twg-2,", "twg-1\ntwg-2"])
def test_ids_can_be_separated_in_any_usual_way(path: Path, value: str) -> None:
    [change] = put_in(path, "crc-2022:42a", "Groups", value).changes
    assert change.returned == "twg-1, twg-2"


@pytest.mark.parametrize("text", [KHMER, "a\nb\tc", "_x0041_ & <b> \U0001f600", "x" * 10_000, KHMER * 200])
def test_any_text_comes_back_as_it_was_typed(root: Path, path: Path, text: str) -> None:
    [change] = put_in(path, "crc-2022:42a", "Summary", text).changes
    assert change.returned == text
    quoted = text.replace("\n", "\\n").replace("\t", "\\t")
    replace(root, CRC_2022, "summary: Forbid corporal punishment everywhere.", f'summary: "{quoted}"')
    assert sheets(export(root))["crc-2022"][3][6] == text
    assert workbook.read(path).changes == ()


def test_line_ends_of_another_system_are_line_ends(path: Path) -> None:
    [change] = put_in(path, "crc-2022:42a", "Summary", "a\r\nb\rc").changes
    assert change.returned == "a\nb\nc"


def test_control_characters_are_not_imported(path: Path) -> None:
    [change] = put_in(path, "crc-2022:42a", "Summary", "a\x1b[31mb\x07").changes
    assert change.returned == "a[31mb"


@pytest.mark.parametrize(("value", "text"), [(date(2026, 1, 2), "2026-01-02"), (12.5, "12.5"), (True, "TRUE")])
def test_a_date_or_a_number_instead_of_text_is_read_as_text(path: Path, value: object, text: str) -> None:
    assert [one.returned for one in put_in(path, "crc-2022:42a", "Summary", value).changes] == [text]


def test_rows_can_be_sorted_and_columns_moved(path: Path) -> None:
    def change(tables: Sheets) -> None:
        header, *rows = tables["crc-2022"]
        rows[0][6] = "Changed."
        tables["crc-2022"] = [row[::-1] for row in (header, *rows[::-1])]

    [one] = (made := fill(path, change)).changes
    assert (one.id, one.key, one.returned, made.remarks) == ("crc-2022:1", "summary", "Changed.", ())


def test_rows_above_the_header_do_no_harm(path: Path) -> None:
    assert fill(path, lambda tables: tables["crc-2022"].insert(0, ["Our matrix"])) == workbook.FilledMatrix(())


def test_a_note_above_the_header_that_says_id_is_not_the_header(path: Path) -> None:
    assert fill(path, lambda tables: tables["crc-2022"].insert(0, ["id", "as in the data"])) == workbook.FilledMatrix(
        ()
    )


def test_added_columns_are_reported_and_ignored(path: Path) -> None:
    made = fill(path, lambda tables: tables.update({"crc-2022": [[*row, "Who?"] for row in tables["crc-2022"]]}))
    assert made == workbook.FilledMatrix(
        (), ('sheet crc-2022: column "Who?" is not part of the matrix and was ignored',)
    )


def test_a_deleted_column_changes_nothing_and_is_reported(path: Path) -> None:
    made = fill(path, lambda tables: [row.pop(6) for row in tables["crc-2022"]])
    assert made == workbook.FilledMatrix(
        (), ("sheet crc-2022: column Summary is missing; its values in the data stay as they are",)
    )


def test_a_deleted_sheet_changes_nothing_and_is_reported(path: Path) -> None:
    made = fill(path, lambda tables: tables.pop("crc-2011"))
    assert made == workbook.FilledMatrix(
        (), ("the recommendations of crc-2011 are not in the file; their data stay as they are",)
    )


def test_a_deleted_row_changes_nothing_and_is_reported(path: Path) -> None:
    made = fill(path, lambda tables: tables["crc-2022"].pop(1))
    assert made == workbook.FilledMatrix(
        (), ("these recommendations are not in the file, or have another id: crc-2022:1",)
    )


def test_a_changed_id_is_reported_as_both_unknown_and_missing(path: Path) -> None:
    made = put_in(path, "crc-2022:1", "id", "crc-2022:2")
    assert made.changes == ()
    assert made.remarks == (
        'sheet crc-2022, row 2: the export had no recommendation "crc-2022:2"; the row was not read',
        "these recommendations are not in the file, or have another id: crc-2022:1",
    )


def test_a_row_without_an_id_is_reported(path: Path) -> None:
    made = fill(path, lambda tables: tables["crc-2022"].append(["", "", "A new one."]))
    assert made.remarks == ("sheet crc-2022, row 5 has no id and was not read",)


def test_sorting_only_the_ids_changes_nothing(path: Path) -> None:
    def change(tables: Sheets) -> None:
        rows = tables["crc-2022"]
        rows[1][0], rows[2][0] = rows[2][0], rows[1][0]

    made = fill(path, change)
    assert made.changes == ()
    assert made.remarks[0].endswith(
        "has the id crc-2022:42 but the text of another recommendation; the row was not read"
    )


def test_a_copy_of_a_sheet_does_no_harm_unless_both_were_changed(path: Path) -> None:
    def copy(tables: Sheets) -> None:
        tables["crc-2022 (2)"] = [list(row) for row in tables["crc-2022"]]
        tables["crc-2022 (2)"][1][6] = "Changed in the copy."

    made = fill(path, copy)
    assert [(one.returned, one.location) for one in made.changes] == [
        ("Changed in the copy.", "sheet crc-2022 (2), row 2, column Summary")
    ]
    made = put_in(path, "crc-2022:1", "Summary", "Changed here, too.")
    assert made.changes == ()
    assert "crc-2022:1 appears more than once" in made.remarks[0]


def test_added_sheets_are_reported_and_ignored(path: Path) -> None:
    made = fill(path, lambda tables: tables.update({"Notes": [["To do"]], "Empty": []}))
    assert made == workbook.FilledMatrix((), ("sheet Notes has no column id and was not read",))


@pytest.mark.parametrize("header", ["Paragraph", "Urgent", "Heading", "Text", "Repeated from"])
def test_changes_of_fixed_columns_are_reported_and_not_imported(path: Path, header: str) -> None:
    made = put_in(path, "crc-2022:42", header, "Mine.")
    assert made.changes == ()
    assert made.remarks == (
        f'sheet crc-2022, row 3, column {header}: this cell cannot be changed in the sheet, so "Mine." was ignored',
    )


def test_an_emptied_cell_of_a_fixed_column_is_reported_and_not_imported(path: Path) -> None:
    filled = put_in(path, "crc-2022:42", "Heading", "")
    assert filled.changes == ()
    assert filled.remarks == (
        "sheet crc-2022, row 3, column Heading: this cell cannot be changed in the sheet, so the empty cell was ignored",
    )


def test_a_text_in_several_languages_is_shown_in_the_first_and_changed_in_the_file(root: Path) -> None:
    replace(
        root, CRC_2022, "summary: Forbid corporal punishment everywhere.", f"summary: {{en: Forbid it., km: {KHMER}}}"
    )
    path = export(root)
    assert sheets(path)["crc-2022"][3][6] == "Forbid it."
    made = put_in(path, "crc-2022:42a", "Summary", "Allow it.")
    assert made.changes == ()
    assert "row 4, column Summary: this cell cannot be changed in the sheet" in made.remarks[0]
    assert len(put_in(path, "crc-2022:1", "Summary", "This one can be.").changes) == 1


def test_a_text_that_was_translated_after_the_export_is_changed_in_the_file(root: Path, path: Path) -> None:
    sheet = put_in(path, "crc-2022:42a", "Summary", "Allow it.")
    replace(root, CRC_2022, "summary: Forbid corporal", f"summary:\n      km: {KHMER}\n      en: Forbid corporal")
    made = plan_cells(workspace(root), sheet)
    [(change, why)] = made.rejected
    assert (change.returned, made.edits) == ("Allow it.", {})
    assert why == "the text is in several languages or very long, so change it in the data file"


def test_a_text_too_long_for_a_cell_is_cut_and_can_only_be_changed_in_the_file(root: Path) -> None:
    replace(root, CRC_2022, "summary: Forbid corporal punishment everywhere.", "summary: " + "\U0001f600" * 40_000)
    path = export(root)
    assert len(sheets(path)["crc-2022"][3][6]) == 16_000
    assert workbook.read(path) == workbook.FilledMatrix(())
    assert put_in(path, "crc-2022:42a", "Summary", "Short.").changes == ()


def test_without_the_hidden_sheet_changes_cannot_be_detected(path: Path) -> None:
    with pytest.raises(ImportFormatError, match="hidden sheet") as caught:
        fill(path, lambda tables: tables.pop("base"))
    assert "export the matrix again" in caught.value.hint
    assert workbook.is_matrix(path)


def test_the_hidden_sheet_cannot_make_another_field_editable(path: Path) -> None:
    def change(tables: Sheets) -> None:
        tables["base"][1] = [{"heading": "text", "summary": "kind"}.get(key, key) for key in tables["base"][1]]
        tables["crc-2022"][1][3] = tables["crc-2022"][1][6] = "evil"

    assert fill(path, change).changes == ()


def test_an_error_in_a_cell_is_not_a_change(path: Path) -> None:
    cell = re.search(r'<c r="H4"[^>]*>.*?</c>', xml(path, "xl/worksheets/sheet3.xml"))
    assert cell
    rewrite(path, "xl/worksheets/sheet3.xml", cell[0].encode(), b'<c r="H4" t="e"><f>1/0</f><v>#DIV/0!</v></c>')
    made = workbook.read(path)
    assert made.changes == ()
    assert made.remarks == (
        "sheet crc-2022, row 4, column Cluster was not read, because the cell has an error or a formula without a result",
    )


def test_a_formula_is_read_as_its_result_and_without_one_is_not_a_change(path: Path) -> None:
    cell = re.search(r'<c r="G4"[^>]*>.*?</c>', xml(path, "xl/worksheets/sheet3.xml"))
    assert cell
    rewrite(path, "xl/worksheets/sheet3.xml", cell[0].encode(), b'<c r="G4"><f>G2</f><v></v></c>')
    assert "without a result" in workbook.read(path).remarks[0]
    rewrite(path, "xl/worksheets/sheet3.xml", b"<f>G2</f><v></v>", b"<f>G2</f><v>7</v>")
    assert [one.returned for one in workbook.read(path).changes] == ["7"]


def test_a_matrix_saved_by_openpyxl_is_read_too(path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(path)
    book["crc-2022"]["G4"] = KHMER
    book["crc-2022"]["H4"] = "=A1"
    book["crc-2022"]["M2"] = 3
    book.move_sheet("crc-2022", -2)
    book.save(path)
    assert workbook.is_matrix(path)
    made = workbook.read(path)
    assert {(one.id, one.key, one.returned) for one in made.changes} == {
        ("crc-2022:42a", "summary", KHMER), ("crc-2022:1", "score:severity", "3")
    }  # fmt: skip
    assert made.remarks == (
        "sheet crc-2022, row 4, column Cluster was not read, because the cell has an error or a formula without a result",
    )


# What a file may do to whoever reads it.


@pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0" * 300, b"PK\x05\x06" + b"\0" * 18, b"id,summary\n"])
def test_a_file_that_is_not_a_spreadsheet_is_an_error_with_a_hint(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert not workbook.is_matrix(path)
    with pytest.raises(ImportFormatError) as caught:
        workbook.read(path)
    assert caught.value.hint


def test_another_spreadsheet_is_not_a_matrix(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    with pytest.raises(ImportFormatError, match="hidden sheet"):
        save(path, {"Sheet1": [["Text", "Countries Concerned"], ["x", "- Cambodia"]], "base": []})
    assert not workbook.is_matrix(path)


@pytest.mark.parametrize("place", [b"XFD4", b"XFD1048576"])
def test_a_distant_cell_does_no_harm(path: Path, place: bytes) -> None:
    rewrite(path, "xl/worksheets/sheet3.xml", b'<c r="A4"', b'<c r="' + place + b'"')
    matrix = workbook.read(path)
    assert matrix.changes == ()
    assert matrix.remarks[:2] == (
        "sheet crc-2022: column 16384 has no header and was ignored",
        "sheet crc-2022, row 4 has no id and was not read",
    )


@pytest.mark.parametrize("place", [b"ZZZZZZZ99999999999", b"7", b"A4:B4"])
def test_a_cell_without_a_column_is_an_error(path: Path, place: bytes) -> None:
    rewrite(path, "xl/worksheets/sheet3.xml", b'<c r="A4"', b'<c r="' + place + b'"')
    with pytest.raises(ImportFormatError, match="a cell in column"):
        workbook.read(path)


def test_a_long_text_in_many_cells_does_not_fill_the_memory(path: Path) -> None:
    strings = xml(path, "xl/sharedStrings.xml")
    first = strings[strings.index("<si>") : strings.index("</si>") + 5].encode()
    rewrite(path, "xl/sharedStrings.xml", first, b"<si><t>" + b"x" * 1_000_000 + b"</t></si>")
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (row, row) for row in range(5, 2_000))
    rewrite(path, "xl/worksheets/sheet3.xml", b"</sheetData>", cells + b"</sheetData>")
    with pytest.raises(ImportFormatError, match="too large"):
        workbook.read(path)


def test_a_zip_bomb_is_refused(path: Path) -> None:
    with zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/media/x.bin", "w") as part:
        for _ in range(31):
            part.write(b"\0" * 10_000_000)
    with pytest.raises(ImportFormatError, match="too large"):
        workbook.read(path)


def test_what_unpacks_to_far_more_than_its_size_is_refused(path: Path) -> None:
    rewrite(path, "xl/worksheets/sheet3.xml", b"</sheetData>", b'<c r="A9"/>' * 2_000_000 + b"</sheetData>")
    with pytest.raises(ImportFormatError, match="too large"):
        workbook.read(path)


@pytest.mark.parametrize(
    ("part", "end", "piece"),
    [
        ("xl/worksheets/sheet3.xml", b"</sheetData>", b'<c r="A9"/>'),
        ("xl/worksheets/sheet3.xml", b"</sheetData>", b'<x:c r="A9"/>'),
        ("xl/sharedStrings.xml", b"</sst>", b"<si/>"),
    ],
)
def test_too_many_cells_or_texts_are_refused_wherever_they_are(
    path: Path, monkeypatch: pytest.MonkeyPatch, part: str, end: bytes, piece: bytes
) -> None:
    monkeypatch.setattr(read, "LIMITS", Limits(unpacked=300_000_000, tags=5_000, texts=5_000))
    rewrite(path, part, end, piece * 5_000 + end)
    with pytest.raises(ImportFormatError, match="too large"):
        workbook.read(path)


def test_many_remarks_are_cut(path: Path) -> None:
    made = fill(path, lambda tables: tables["crc-2022"].extend([f"x:{number}"] for number in range(5_000)))
    assert len(made.remarks) == 201
    assert made.remarks[-1] == "and 4800 more remarks"


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_damaged_file_breaks_the_reader(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    whole = _whole(tmp_path_factory)
    with zipfile.ZipFile(BytesIO(whole)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = data.draw(st.sampled_from(sorted(parts)))
    part = bytearray(parts[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(part) - 1))
        part[at : at + data.draw(st.integers(0, 12))] = data.draw(
            st.sampled_from([b"", b"\0", b"<", b'"', b"99999", b"e"])
        )
    path = tmp_path_factory.mktemp("fuzz") / "x.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        for other, content in parts.items():
            archive.writestr(other, bytes(part) if other == name else content)
    workbook.is_matrix(path)
    with suppress(ImportFormatError):
        workbook.read(path)


def _whole(factory: pytest.TempPathFactory) -> bytes:
    path = factory.getbasetemp() / "whole.xlsx"
    if not path.exists():
        path.write_bytes(workbook.write(workspace(small(factory.mktemp("whole")))))
    return path.read_bytes()


# Into files


def test_scores_of_several_criteria_begin_the_scores_of_a_recommendation(root: Path, path: Path) -> None:
    for criterion in ("Severity", "Capacity"):
        put_in(path, "crc-2022:42", f"{criterion}: score", 3)
        put_in(path, "crc-2022:42", f"{criterion}: reason", "Many, of all ages: [1]")
    done = ask(root, "import", str(path), "--write", as_of="2026-11-24")
    assert (done.code, done.err.splitlines()[0]) == (0, f"Wrote {CRC_2022}")
    scores = workspace(root).by_id["crc-2022:42"].model_dump()["scores"]
    assert [(one["criterion"], one["score"]) for one in scores] == [("severity", 3), ("capacity", 3)]


def test_a_score_in_braces_can_have_any_reason(root: Path) -> None:
    replace(root, CRC_2022, "    urgent: true\n    text: The Committee", SCORED)
    path, reason = export(root), "Many, of all ages: [1] # and {more}"
    put_in(path, "crc-2022:42", "Severity: reason", reason)
    done = ask(root, "import", str(path), "--write", as_of="2026-11-24")
    assert done.code == 0
    assert f'score: 2, reason: "{reason}"}}]' in (root / CRC_2022).read_text(encoding="utf-8")
