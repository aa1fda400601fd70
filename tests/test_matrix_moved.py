"""A matrix that was damaged in a spreadsheet program: a single sheet, merged cells, one column sorted alone."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from xlsxwriter import Workbook

from cobtrack.exchange.formats import detect_format
from cobtrack.exchange.forms.sorted_columns import columns_sorted_alone
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix import workbook
from cobtrack.exchange.matrix.snapshot import MATRIX
from cobtrack.exchange.office.xlsx import MergedCells, columns_by_row
from cobtrack.store.load import load
from tests.cli_support import ask, put, small
from tests.test_spreadsheet import Sheets, fill, save, sheets

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

DOCUMENT = "crc-2031"
VALUES = ["cncc", "mosvy", "cncc, mosvy", "", "unicef", "mosvy", "", "cncc"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A workspace with a document of eight recommendations, most of which have a responsible organisation."""
    made = small(tmp_path / "workspace")
    actors = "".join(f"  - {{id: {one}, kind: ministry, name: N}}\n" for one in ("mosvy", "unicef"))
    path = made / "data/actors.yaml"
    path.write_text(path.read_text(encoding="utf-8") + actors, encoding="utf-8")
    rows = "".join(
        f"  - id: {DOCUMENT}:{number}\n    kind: recommendation\n    text: Act on matter {number}.\n"
        f"    summary: Do thing {number * 37 % 11}.\n" + (f"    responsible: [{who}]\n" if who else "")
        for number, who in enumerate(VALUES, 1)
    )
    head = f"id: {DOCUMENT}\ntitle: T\nmechanism: crc\nsource: x\nparagraphs:\n"
    put(made, {f"data/recommendations/{DOCUMENT}.yaml": head + rows})
    return made


@pytest.fixture
def path(root: Path) -> Path:
    loaded = load(root)
    assert not loaded.problems
    path = root.parent / "matrix.xlsx"
    path.write_bytes(workbook.write(loaded.workspace))
    return path


def in_column(path: Path, header: str, change: Callable[[list[str]], list[str]]) -> workbook.FilledMatrix:
    """Return what is read after the cells of one column were changed together."""

    def apply(tables: Sheets) -> None:
        table = tables[DOCUMENT]
        at = table[0].index(header)
        for row, value in zip(table[1:], change([row[at] for row in table[1:]]), strict=True):
            row[at] = value

    return fill(path, apply)


def as_sorted(values: list[str], *, down: bool = False) -> list[str]:
    """Return cells as a spreadsheet sorts them: empty cells last."""
    return [*sorted(filter(None, values), reverse=down), *[""] * values.count("")]


# One sheet in a file of its own.


@pytest.mark.parametrize("before", [[], ["Sheet1"]])
def test_a_sheet_that_was_copied_into_another_file_is_recognised(path: Path, before: list[str]) -> None:
    table = sheets(path)[DOCUMENT]
    copy = path.parent / "copy.xlsx"
    with pytest.raises(ImportFormatError, match="a single sheet copied from a matrix") as caught:
        save(copy, {**{name: [["a note"]] for name in before}, "Health group": table})
    assert "copy the filled-in cells" in caught.value.hint
    assert detect_format(copy).name == "matrix"


def test_the_command_refuses_a_copied_sheet_and_writes_nothing(root: Path, path: Path) -> None:
    copy = path.parent / "copy.xlsx"
    with pytest.raises(ImportFormatError):
        save(copy, {DOCUMENT: sheets(path)[DOCUMENT]})
    done = ask(root, "import", str(copy), "--write")
    assert (done.code, done.out) == (2, "")
    assert "a single sheet copied from a matrix" in " ".join(done.err.split())


def test_an_export_of_uhri_is_still_recognised(tmp_path: Path) -> None:
    book = Workbook(tmp_path / "uhri.xlsx")
    book.add_worksheet().write_row(0, 0, ["Text", "Symbol", "Body", "Themes", "Countries"])
    book.close()
    assert detect_format(tmp_path / "uhri.xlsx").name == "uhri"


# Merged cells.


def merged(path: Path, place: str, value: str) -> workbook.FilledMatrix:
    """Return what is read after cells were merged in a spreadsheet program."""
    tables = sheets(path)
    book = Workbook(path, {"strings_to_formulas": False})
    for name, table in tables.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(table):
            sheet.write_row(number, 0, row)
        if name == DOCUMENT:
            sheet.merge_range(place, value)
    book.close()
    return workbook.read(path)


@pytest.mark.parametrize(
    ("place", "value"), [("J3:J5", "unicef"), ("J3:J5", ""), ("G4:J4", "mosvy"), ("J2:J9", "cncc")]
)
def test_merged_cells_are_named_and_not_imported(path: Path, place: str, value: str) -> None:
    found = merged(path, place, value)
    assert found.changes == ()
    assert [one for one in found.remarks if "merged" in one] == [
        f"sheet {DOCUMENT}, {place}: merged cells were not read; unmerge them"
    ]


def test_cells_next_to_merged_cells_are_imported(path: Path) -> None:
    in_column(path, "Summary", lambda values: [*values[:2], "Another thing.", *values[3:]])
    found = merged(path, "J3:J5", "unicef")
    assert [(one.id, one.key, one.returned) for one in found.changes] == [
        (f"{DOCUMENT}:3", "summary", "Another thing.")
    ]


@given(
    areas=st.lists(st.tuples(*[st.integers(0, 6)] * 4), max_size=6),
    row=st.integers(0, 8),
)
def test_the_merged_columns_of_a_row_are_those_of_its_areas(areas: list[tuple[int, ...]], row: int) -> None:
    made = [MergedCells(min(a, c), min(b, d), max(a, c), max(b, d), "") for a, b, c, d in areas]
    held = {at for one in made if one.top <= row <= one.bottom for at in range(one.left, one.right + 1) if at < 5}
    assert columns_by_row(made, 5)(row) == held


# One column sorted alone.


@pytest.mark.parametrize("header", ["Responsible", "Summary"])
@pytest.mark.parametrize("down", [False, True])
def test_a_column_that_was_sorted_alone_is_refused(path: Path, header: str, down: bool) -> None:
    found = in_column(path, header, lambda values: as_sorted(values, down=down))
    assert found.changes == ()
    assert [one for one in found.remarks if "only this column was sorted" in one and f"column {header}" in one]


@pytest.mark.parametrize(
    "change",
    [
        lambda values: as_sorted(["Mine.", *values[1:]]),
        lambda values: ["", *values[:-1]],
        lambda values: [*values[1:], "New."],
        lambda values: [*as_sorted(values[:5]), *values[5:]],
    ],
)
def test_a_column_changed_and_sorted_or_moved_by_a_row_is_refused(
    path: Path, change: Callable[[list[str]], list[str]]
) -> None:
    found = in_column(path, "Summary", change)
    assert found.changes == ()
    assert [one for one in found.remarks if "only this column was sorted" in one]


def test_whole_rows_can_be_sorted(path: Path) -> None:
    def by_summary(tables: Sheets) -> None:
        head, *rows = tables[DOCUMENT]
        tables[DOCUMENT] = [head, *sorted(rows, key=lambda row: row[head.index("Summary")])]

    assert fill(path, by_summary) == workbook.FilledMatrix(())


@pytest.mark.parametrize(
    "change",
    [
        lambda values: ["unicef", *values[1:]],
        lambda values: ["mosvy", "cncc", *values[2:]],
        lambda values: ["mosvy"] * len(values),
        lambda values: [value or "unicef" for value in values],
        lambda values: [""] * len(values),
    ],
)
def test_ordinary_changes_are_imported(path: Path, change: Callable[[list[str]], list[str]]) -> None:
    found = in_column(path, "Responsible", change)
    assert not found.remarks
    assert {one.key for one in found.changes} == {"responsible"}


def test_changes_in_other_columns_are_imported(root: Path, path: Path) -> None:
    def change(tables: Sheets) -> None:
        table = tables[DOCUMENT]
        table[4][table[0].index("Groups")] = "twg-1"

    fill(path, change)
    in_column(path, "Responsible", as_sorted)
    done = ask(root, "import", str(path), "--format", "json")
    told: dict[str, Any] = json.loads(done.out)["import"]
    assert [(one["id"], one["key"]) for one in told["taken"]] == [(f"{DOCUMENT}:4", "groups")]
    assert any("column Responsible" in one for one in told["remarks"])


def base_of(values: list[str]) -> Any:
    class Base:
        form = MATRIX
        headers = {"id": "id", "summary": "Summary"}
        rows = {str(at): {"summary": value} for at, value in enumerate(values)}

    return Base


@given(values=st.lists(st.text("abcdef", min_size=1, max_size=6), min_size=4, max_size=30, unique=True), data=st.data())
def test_every_new_order_of_different_values_is_detected(values: list[str], data: st.DataObject) -> None:
    now = data.draw(st.permutations(values))
    rows = [(str(at), {"summary": value}) for at, value in enumerate(now)]
    moved = sum(old != new for old, new in zip(values, now, strict=True))
    found = columns_sorted_alone(base_of(values), rows)
    assert found == ["summary"] if moved >= 3 else True
    if moved == 0:
        assert found == []
