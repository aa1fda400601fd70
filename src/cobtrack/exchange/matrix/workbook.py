"""The recommendations matrix as an .xlsx file for people to fill in, and what they changed in it when it comes back.

Besides the sheets that people see, the file holds what it said when it was exported in a sheet that no menu shows. With
it a cell that somebody changed can be told from one that changed in the data meanwhile.
"""

from __future__ import annotations

import lzma
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import BadZipFile, ZipFile

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix import columns
from cobtrack.exchange.matrix.columns import ERROR, cell_text, normalize
from cobtrack.exchange.matrix.sorted_columns import sorted_alone
from cobtrack.exchange.office.workbook import MOST_BYTES, NOT_XLSX, by_row, open_checked, sheets
from cobtrack.exchange.office.xlsx import first_rows

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping
    from pathlib import Path

    from cobtrack.exchange.matrix.columns import Column, Snapshot
    from cobtrack.exchange.office.workbook import Merged
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace

_README, _LISTS, _BASE = "Read me", "lists", "base"
# No text may become a formula, a link or a number; a date of making would change the bytes.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_MADE = datetime(2020, 1, 1, tzinfo=UTC)
_CELL = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D0D0"}
_GREY = {"bg_color": "#EDEDED", "font_color": "#595959"}
_HEAD = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#CFE2F3"}
_MOST_REMARKS = 200


def write(workspace: Workspace, documents: Collection[str] = (), note: str = "") -> bytes:
    """The matrix of all documents, or of those with these ids; the same workspace gives the same bytes.

    The `note` is at the top of what people read first.

    Raises ImportError where XlsxWriter is not installed.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415

    target, shown = BytesIO(), columns.columns(workspace)
    book = Workbook(target, _OPTIONS)
    book.set_properties({"title": columns.TITLE, "created": _MADE})
    _explain(book, columns.readme_rows(workspace, note))
    taken = {_README.lower(), _LISTS, _BASE, "history"}
    chosen: list[Paragraph] = []
    for document in workspace.documents:
        rows = [one for one in document.paragraphs if one.kind == "recommendation"]
        if document.id in documents if documents else rows:
            _matrix(book.add_worksheet(columns.sheet_name(document.id, taken)), book, workspace, shown, rows)
            chosen += rows
    lists, base = book.add_worksheet(_LISTS), book.add_worksheet(_BASE)
    lists.hide()
    base.very_hidden()
    _write(lists, ([one.header, *one.choices] for one in shown))
    _write(base, columns.snapshot_rows(workspace, chosen))
    book.close()
    return target.getvalue()


def _write(sheet: Any, rows: Iterable[list[str]]) -> None:
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text)


def _matrix(sheet: Any, book: Any, workspace: Workspace, shown: tuple[Column, ...], rows: list[Paragraph]) -> None:
    plain, grey = book.add_format(_CELL), book.add_format({**_CELL, **_GREY})
    heads = {True: book.add_format(_HEAD), False: book.add_format({**_HEAD, **_GREY})}
    last = max(len(rows), 1)
    for at, column in enumerate(shown):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.header, heads[column.editable])
        if column.choices:
            sheet.data_validation(1, at, last, at, _drop_down(column, at))
    for number, row in enumerate(rows, 1):
        values, locked = columns.cells(workspace, row), columns.locked_keys(workspace, row)
        for at, column in enumerate(shown):
            is_open = column.editable and column.key not in locked
            sheet.write_string(number, at, values[column.key], plain if is_open else grey)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(shown) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _drop_down(column: Column, row: int) -> dict[str, Any]:
    """A list that points to cells: Excel calls a file damaged whose list of words is over 255 characters long."""
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415

    first, last = (xl_rowcol_to_cell(row, at, True, True) for at in (1, len(column.choices)))
    told = {"error_title": "Not in the list", "error_message": "Choose from the list, or leave it empty."}
    return {"validate": "list", "source": f"={_LISTS}!{first}:{last}", "show_error": not column.several, **told}


def _explain(book: Any, rows: Iterable[tuple[str, str]]) -> None:
    sheet = book.add_worksheet(_README)
    looks = {bold: book.add_format({"text_wrap": True, "valign": "top", "bold": bold}) for bold in (True, False)}
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for number, (first, second) in enumerate(rows):
        sheet.write_string(number, 0, first, looks[not second])
        sheet.write_string(number, 1, second, looks[False])


@dataclass(frozen=True)
class CellChange:
    """A cell that somebody changed: what it said when it was exported, what it says now, and where it stands."""

    id: str
    key: str
    exported: str
    returned: str
    where: str
    """For people: `sheet crc-2022, row 12, column Cluster`."""


@dataclass(frozen=True)
class FilledMatrix:
    """What a filled-in matrix changed; `remarks` are sentences on what could not be taken."""

    changes: tuple[CellChange, ...]
    remarks: tuple[str, ...] = ()


class _Row(NamedTuple):
    id: str
    where: str
    values: Mapping[str, Any]


def is_matrix(path: Path) -> bool:
    """Whether the file is a matrix that was exported, or one of its sheets in a file of its own."""
    return _has_own_sheets(path) or any(columns.is_header(row) for row in first_rows(path))


def _has_own_sheets(path: Path) -> bool:
    try:
        with ZipFile(path) as archive:
            is_small = archive.getinfo("xl/workbook.xml").file_size < MOST_BYTES // 100
            names = {name for name, _ in sheets(archive.read("xl/workbook.xml") if is_small else b"")}
    except (OSError, BadZipFile, zlib.error, lzma.LZMAError, EOFError, KeyError, RuntimeError, ValueError):
        return False
    return len(names & {_README, _LISTS, _BASE}) > 1


def has_comments(path: Path) -> bool:
    """Whether somebody has put comments beside the cells of a spreadsheet that can be read."""
    with ZipFile(path) as archive:
        return any("comment" in name.lower() for name in archive.namelist())


def read(path: Path) -> FilledMatrix:
    """What somebody changed in a matrix since it was exported, rows matched by their ids.

    Raises UnreadableError where the file is not a matrix, ImportError where python-calamine is not installed.
    """
    (tables, merged), remarks = _tables(path), list[str]()
    base, rows = columns.read_snapshot(tables.values()), dict[str, list[_Row]]()
    for name, table in tables.items():
        if name not in {_README, _LISTS} and table and not columns.is_snapshot(table):
            for row in _in_place(base, f"sheet {normalize(name)}", table, merged.get(name, []), remarks):
                rows.setdefault(row.id, []).append(row)
    changes = [one for found in rows.values() for one in _changes(base, found, remarks)]
    remarks += base.missing(rows)
    if len(remarks) > _MOST_REMARKS:
        remarks[_MOST_REMARKS:] = [f"and {len(remarks) - _MOST_REMARKS} more of this kind"]
    return FilledMatrix(tuple(changes), tuple(remarks))


def _in_place(
    base: Snapshot, sheet: str, table: list[list[Any]], merged: list[Merged], remarks: list[str]
) -> Iterator[_Row]:
    """The rows of a sheet, without the columns that were sorted by themselves."""
    rows = list(_rows(base, sheet, table, merged, remarks))
    alone = sorted_alone(base, [(row.id, row.values) for row in rows if not _is_of_another(base, row)])
    told = "its values are those of other rows, as if it had been sorted alone: nothing of it was read"
    remarks += [f"{sheet}, column {base.headers[key]}: {told}; undo that, or sort whole rows" for key in alone]
    for row in rows:
        yield row._replace(values={key: cell for key, cell in row.values.items() if key not in alone})


def _rows(
    base: Snapshot, sheet: str, table: list[list[Any]], merged: list[Merged], remarks: list[str]
) -> Iterator[_Row]:
    """The rows of a sheet that have an id of the matrix, without cells that were merged."""
    top, keys = base.header(table)
    if "id" not in keys:
        remarks.append(f"{sheet} has no column id: nothing of it was read")
        return
    remarks += base.other_columns(sheet, table[top:], keys)
    below = [area for area in merged if area.bottom > top]
    remarks += [f"{sheet}, {area.name}: merged cells, of which nothing is read; unmerge them" for area in below]
    columns_apart = by_row(below, len(keys))
    for number, line in enumerate(table[top + 1 :], top + 2):
        apart = columns_apart(number - 1)
        values = {key: cell for at, (key, cell) in enumerate(zip(keys, line, strict=True)) if key and at not in apart}
        if "id" not in values:
            continue
        identifier = cell_text("id", values["id"])
        if identifier in base.rows:
            yield _Row(identifier, f"{sheet}, row {number}", values)
        elif identifier:
            remarks.append(f'{sheet}, row {number}: the export had no id "{identifier[:60]}": the row was not read')
        elif any(cell is ERROR or cell_text("", cell) for cell in values.values()):
            remarks.append(f"{sheet}, row {number} has no id: it was not read")


def _is_of_another(base: Snapshot, row: _Row) -> bool:
    """Whether a row has the words of another recommendation than its id."""
    before = base.rows[row.id]
    words = ((key, cell_text(key, row.values[key])) for key in ("paragraph", "text") if key in row.values)
    return any(text in base.values_by_key[key] - {before[key], ""} for key, text in words)


def _changes(base: Snapshot, found: list[_Row], remarks: list[str]) -> Iterator[CellChange]:
    before = base.rows[found[0].id]
    rows = {tuple((key, cell_text(key, cell)) for key, cell in row.values.items()): row for row in found}
    # A copy of what was exported, or of another row, is no harm.
    told = {row: one for row, one in rows.items() if any(text != before[key] for key, text in row)}
    if len(told) > 1:
        places = " and ".join(one.where for one in found[:5])
        remarks.append(f"{found[0].id} stands more than once ({places}): none of these rows was read")
        return
    for cells, row in told.items():
        if _is_of_another(base, row):
            remarks.append(f"{row.where} has the id {row.id} and the words of another recommendation: it was not read")
            continue
        for key, text in cells:
            where = f"{row.where}, column {base.headers[key]}"
            if row.values[key] is ERROR:
                remarks.append(f"{where}: it holds an error or a formula without a result: it was not read")
            elif text != before[key] and (not columns.is_editable(key) or key in before["fixed"].split()):
                remarks.append(f'{where}: it cannot be changed in the sheet; it says "{text[:60]}"')
            elif text != before[key]:
                yield CellChange(row.id, key, before[key], text, where)


def _tables(path: Path) -> tuple[dict[str, list[list[Any]]], dict[str, list[Merged]]]:
    """The cells of each sheet, those that hold errors marked; and those that were merged."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum  # noqa: PLC0415

    data, parts = open_checked(path)
    try:
        book = CalamineWorkbook.from_object(BytesIO(data))
        names = [one.name for one in book.sheets_metadata if one.typ == SheetTypeEnum.WorkSheet]
        found = [book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in names]
    # What stops the library's own code is no Exception.
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt | SystemExit | MemoryError):
            raise
        raise ImportFormatError(f"its sheets cannot be read ({normalize(str(error))[:100]})", NOT_XLSX) from None
    tables: dict[str, list[list[Any]]] = dict(zip(names, found, strict=True))
    for name, table in tables.items():
        for row, column in parts[name].faulty if name in parts else ():
            if row < len(table) and column < len(table[row]):
                table[row][column] = ERROR
    return tables, {name: one.merged for name, one in parts.items()}
