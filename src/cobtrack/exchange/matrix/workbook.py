"""Write the recommendations matrix as an .xlsx file for people to fill in, and read their changes.

In addition to the sheets that people see, the file has a hidden sheet with the exported values (see `snapshot`).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zipfile import ZipFile

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix import columns
from cobtrack.exchange.matrix.columns import cell_text
from cobtrack.exchange.matrix.snapshot import is_snapshot, read_snapshot, snapshot_rows
from cobtrack.exchange.matrix.sorted_columns import columns_sorted_alone
from cobtrack.exchange.office.xlsx import CellError, Limits, columns_by_row, open_spreadsheet
from cobtrack.model.languages.phrases import gettext, spoken
from cobtrack.model.text.escape import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from cobtrack.exchange.matrix.columns import Column
    from cobtrack.exchange.matrix.snapshot import Snapshot
    from cobtrack.exchange.office.xlsx import MergedCells, Row
    from cobtrack.model.record import Audience
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace

_README, _LISTS, _SNAPSHOT = "Read me", "lists", "base"
"""The names of the sheets that are no documents, in English; only the first is translated."""
# Texts must not become formulas, links or numbers. The date is fixed so that the same workspace gives the same bytes.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)
_CELL = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D0D0"}
_GREY = {"bg_color": "#EDEDED", "font_color": "#595959"}
_HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#CFE2F3"}
_LIMITS = Limits(unpacked=300_000_000, tags=8_000_000, texts=1_000_000)
_MAX_CELLS, _MAX_CHARACTERS = 1_000_000, 100_000_000
_MAX_REMARKS, _MAX_TEXT_SHOWN, _MAX_PLACES_SHOWN = 200, 60, 5
# Limits of the search for a header in a matrix without its hidden sheet. A larger file is an export of UHRI.
_MAX_SIZE_TO_SEARCH, _SEARCHED_SHEETS, _SEARCHED_ROWS = 30_000_000, 10, 10


def write(workspace: Workspace, chosen: Iterable[Paragraph] | None = None, audience: Audience = "public") -> bytes:
    """Return the matrix as the bytes of an .xlsx file. The same workspace always gives the same bytes.

    The matrix has the recommendations in `chosen`, or all recommendations if `chosen` is None. There is a sheet for
    each document. The title names the audience. Raises ImportError if XlsxWriter is not installed.
    """
    from xlsxwriter import Workbook  # noqa: PLC0415

    output, shown = BytesIO(), columns.columns(workspace)
    book = Workbook(output, _OPTIONS)
    book.set_properties({"title": columns.title(), "created": _CREATED})
    taken = {_README.lower(), _LISTS, _SNAPSHOT, "history"}
    readme = columns.sheet_name(gettext("Read me"), taken - {_README.lower()})
    taken.add(readme.lower())
    _write_readme(_add_sheet(book, readme), book, columns.readme_rows(workspace, audience))
    exported: list[Paragraph] = []
    ids = {paragraph.id for paragraph in (workspace.recommendations if chosen is None else chosen)}
    for document in workspace.own_documents:
        recommendations = [
            paragraph for paragraph in document.paragraphs if paragraph.kind == "recommendation" and paragraph.id in ids
        ]
        if recommendations:
            sheet = _add_sheet(book, columns.sheet_name(document.id, taken))
            _write_document(sheet, book, workspace, shown, recommendations)
            exported += recommendations
    lists, snapshot = book.add_worksheet(_LISTS), book.add_worksheet(_SNAPSHOT)
    lists.hide()
    snapshot.very_hidden()
    _write_rows(lists, ([column.header, *column.choices] for column in shown))
    _write_rows(snapshot, snapshot_rows(workspace, exported, readme if readme != _README else ""))
    book.close()
    return output.getvalue()


def _add_sheet(book: Any, name: str) -> Any:
    sheet = book.add_worksheet(name)
    if spoken().direction == "rtl":
        sheet.right_to_left()
    return sheet


def _write_rows(sheet: Any, rows: Iterable[list[str]]) -> None:
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text)


def _write_document(
    sheet: Any, book: Any, workspace: Workspace, shown: tuple[Column, ...], recommendations: list[Paragraph]
) -> None:
    white, grey = book.add_format(_CELL), book.add_format({**_CELL, **_GREY})
    blue, grey_header = book.add_format(_HEADER), book.add_format({**_HEADER, **_GREY})
    last = max(len(recommendations), 1)
    for at, column in enumerate(shown):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.header, blue if column.is_editable else grey_header)
        if column.choices:
            sheet.data_validation(1, at, last, at, _drop_down(column, at))
    for number, recommendation in enumerate(recommendations, 1):
        values, locked = columns.cells(workspace, recommendation), columns.locked_keys(workspace, recommendation)
        values["position"] = columns.position_in_words(values["position"])
        for at, column in enumerate(shown):
            is_open = column.is_editable and column.key not in locked
            sheet.write_string(number, at, values[column.key], white if is_open else grey)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, last, len(shown) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    sheet.set_landscape()
    sheet.repeat_rows(0)


def _drop_down(column: Column, row: int) -> dict[str, Any]:
    """Return the drop-down list for a column. `row` is the row with the column's choices in the sheet of lists.

    The drop-down list refers to this row and does not contain the choices, because Excel limits their length.
    """
    from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415

    first, last = (xl_rowcol_to_cell(row, at, True, True) for at in (1, len(column.choices)))
    return {
        "validate": "list",
        "source": f"={_LISTS}!{first}:{last}",
        "show_error": not column.several,
        "error_title": gettext("Not in the list"),
        "error_message": gettext("Choose from the list, or leave the cell empty."),
    }


def _write_readme(sheet: Any, book: Any, rows: Iterable[tuple[str, str]]) -> None:
    formats = {bold: book.add_format({"text_wrap": True, "valign": "top", "bold": bold}) for bold in (True, False)}
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    for number, (first, second) in enumerate(rows):
        sheet.write_string(number, 0, first, formats[not second])
        sheet.write_string(number, 1, second, formats[False])


@dataclass(frozen=True)
class CellChange:
    """A cell that somebody changed, with the exported text and the returned text."""

    id: str
    """The id of the recommendation."""
    key: str
    """The key of the column."""
    exported: str
    returned: str
    location: str
    """Where the cell is, as shown to people: `sheet crc-2022, row 12, column Cluster`."""


@dataclass(frozen=True)
class FilledMatrix:
    """The changed cells of a matrix, and the remarks on everything that was not read. Each remark is a sentence."""

    changes: tuple[CellChange, ...]
    remarks: tuple[str, ...] = ()


class _MatrixRow(NamedTuple):
    """A row of a sheet: the recommendation's id, the location of the row in words, and its texts, keyed by column."""

    id: str
    location: str
    values: Mapping[str, str]


class _Sheet(NamedTuple):
    """A sheet with all its rows and merged cells. `title` is the name of the sheet in messages."""

    title: str
    rows: list[Row]
    merged: list[MergedCells]


def is_matrix(path: Path) -> bool:
    """Whether a file is an exported matrix, or a spreadsheet that contains a sheet copied from such a matrix."""
    try:
        with open_spreadsheet(path, _LIMITS) as spreadsheet:
            if len({sheet.name for sheet in spreadsheet.sheets} & {_README, _LISTS, _SNAPSHOT}) > 1:
                return True
            if spreadsheet.unpacked_size > _MAX_SIZE_TO_SEARCH:
                return False
            return any(
                columns.is_header(texts.values())
                for sheet in spreadsheet.sheets[:_SEARCHED_SHEETS]
                for _, texts in islice(spreadsheet.rows(sheet), _SEARCHED_ROWS)
            )
    except ImportFormatError:
        return False


def has_comments(path: Path) -> bool:
    """Whether the spreadsheet at the path contains comments on cells."""
    with ZipFile(path) as archive:
        return any("comment" in name.lower() for name in archive.namelist())


def read(path: Path) -> FilledMatrix:
    """Return the cells that were changed after the matrix was exported.

    Each row is compared with the exported row that has the same id. Raises ImportFormatError if the file is damaged or
    is not a matrix.
    """
    sheets, remarks = _read_sheets(path), list[str]()
    snapshot, rows = read_snapshot(sheet.rows for sheet in sheets), dict[str, list[_MatrixRow]]()
    for sheet in sheets:
        if sheet.rows and not is_snapshot(sheet.rows) and sheet.title != _title(snapshot.readme):
            for row in _rows_without_sorted_columns(snapshot, sheet, remarks):
                rows.setdefault(row.id, []).append(row)
    changes = [change for same_id in rows.values() for change in _changes(snapshot, same_id, remarks)]
    remarks += snapshot.missing_rows(rows)
    if len(remarks) > _MAX_REMARKS:
        remarks[_MAX_REMARKS:] = [f"and {len(remarks) - _MAX_REMARKS} more remarks"]
    return FilledMatrix(tuple(changes), tuple(remarks))


def _read_sheets(path: Path) -> list[_Sheet]:
    """Return all sheets with their rows. The sheet of explanations and the sheet of choices are returned empty."""
    sheets, cell_count, length = list[_Sheet](), 0, 0
    with open_spreadsheet(path, _LIMITS) as spreadsheet:
        for sheet in spreadsheet.sheets:
            rows: list[Row] = []
            for number, texts in spreadsheet.rows(sheet) if sheet.name not in {_README, _LISTS} else ():
                cell_count += 1 + len(texts)
                length += sum(map(len, texts.values()))
                if cell_count > _MAX_CELLS or length > _MAX_CHARACTERS:
                    raise ImportFormatError(
                        "the file is too large for a matrix", "delete the rows and columns after the table"
                    )
                rows.append((number, texts))
            sheets.append(_Sheet(_title(sheet.name), rows, sheet.merged))
    return sheets


def _title(name: str) -> str:
    return f"sheet {clean_text(name)}"


def _rows_without_sorted_columns(snapshot: Snapshot, sheet: _Sheet, remarks: list[str]) -> Iterator[_MatrixRow]:
    """Yield the rows of a sheet without the columns that were sorted separately from the rest of the table.

    For each of these columns, a remark is added to `remarks`.
    """
    rows = list(_matrix_rows(snapshot, sheet, remarks))
    matching = [(row.id, row.values) for row in rows if not _has_text_of_another(snapshot, row)]
    moved = columns_sorted_alone(snapshot, matching)
    remarks += [
        f"{sheet.title}, column {snapshot.headers[key]} was not read, because its values are in the rows of other"
        " recommendations, as if only this column was sorted; undo the sorting, or sort whole rows"
        for key in moved
    ]
    for row in rows:
        yield row._replace(values={key: text for key, text in row.values.items() if key not in moved})


def _matrix_rows(snapshot: Snapshot, sheet: _Sheet, remarks: list[str]) -> Iterator[_MatrixRow]:
    """Yield the rows of a sheet that have the id of an exported recommendation. Merged cells are left out.

    A remark on everything that is left out is added to `remarks`.
    """
    header = snapshot.find_header(sheet.rows)
    if header is None:
        remarks.append(f"{sheet.title} has no column id and was not read")
        return
    remarks += snapshot.other_columns(sheet.title, header, sheet.rows)
    merged = [area for area in sheet.merged if area.bottom > header.row]
    remarks += [f"{sheet.title}, {area.name}: merged cells were not read; unmerge them" for area in merged]
    merged_columns = columns_by_row(merged, max(header.keys) + 1)
    for number, texts in sheet.rows:
        if number > header.row:
            skipped = merged_columns(number)
            values = {
                key: snapshot.value(key, texts.get(column, ""))
                for column, key in header.keys.items()
                if column not in skipped
            }
            yield from _identified(snapshot, f"{sheet.title}, row {number}", values, remarks)


def _identified(
    snapshot: Snapshot, location: str, values: Mapping[str, str], remarks: list[str]
) -> Iterator[_MatrixRow]:
    """Yield the row if it has the id of an exported recommendation. If not, add a remark (but not for an empty row)."""
    if "id" not in values:
        return
    identifier = cell_text("id", values["id"])
    if identifier in snapshot.rows:
        yield _MatrixRow(identifier, location, values)
    elif identifier:
        shown = identifier[:_MAX_TEXT_SHOWN]
        remarks.append(f'{location}: the export had no recommendation "{shown}"; the row was not read')
    elif any(cell_text("", text) for text in values.values()):
        remarks.append(f"{location} has no id and was not read")


def _has_text_of_another(snapshot: Snapshot, row: _MatrixRow) -> bool:
    """Whether a row has the paragraph number or the text of one recommendation but the id of another."""
    exported = snapshot.rows[row.id]
    texts = ((key, cell_text(key, row.values[key])) for key in ("paragraph", "text") if key in row.values)
    return any(text in snapshot.values_by_key[key] - {exported[key], ""} for key, text in texts)


def _changes(snapshot: Snapshot, rows: list[_MatrixRow], remarks: list[str]) -> Iterator[CellChange]:
    """Yield the changed cells of a recommendation. `rows` are all rows with the id of this recommendation.

    If several of these rows have different changes, no cell is returned, and a remark is added to `remarks`.
    """
    exported = snapshot.rows[rows[0].id]
    by_texts = {tuple((key, cell_text(key, text)) for key, text in row.values.items()): row for row in rows}
    # Rows that are the same as in the export, or the same as another row, do no harm.
    changed = {texts: row for texts, row in by_texts.items() if any(text != exported[key] for key, text in texts)}
    if len(changed) > 1:
        places = " and ".join(row.location for row in rows[:_MAX_PLACES_SHOWN])
        remarks.append(
            f"{rows[0].id} appears more than once ({places}) with different texts; none of these rows was read"
        )
        return
    for texts, row in changed.items():
        if _has_text_of_another(snapshot, row):
            remarks.append(
                f"{row.location} has the id {row.id} but the text of another recommendation; the row was not read"
            )
            continue
        for key, text in texts:
            location = f"{row.location}, column {snapshot.headers[key]}"
            if text == exported[key]:
                continue
            if isinstance(row.values[key], CellError):
                remarks.append(f"{location} was not read, because the cell has an error or a formula without a result")
            elif not columns.is_editable(key) or key in exported["fixed"].split():
                ignored = f'"{text[:_MAX_TEXT_SHOWN]}"' if text else "the empty cell"
                remarks.append(f"{location}: this cell cannot be changed in the sheet, so {ignored} was ignored")
            else:
                yield CellChange(row.id, key, exported[key], text, location)
