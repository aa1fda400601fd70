"""Read a spreadsheet that somebody has filled in, and find the cells that were changed since it was exported."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

from cobtrack.exchange.forms.form import LISTS, README, SNAPSHOT, CellChange
from cobtrack.exchange.forms.snapshot import is_snapshot, read_snapshot
from cobtrack.exchange.forms.sorted_columns import columns_sorted_alone
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.office.xlsx import CellError, Limits, columns_by_row, open_spreadsheet
from cobtrack.model.text.escape import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from cobtrack.exchange.forms.form import Form
    from cobtrack.exchange.forms.snapshot import Snapshot
    from cobtrack.exchange.office.xlsx import MergedCells, Row

LIMITS = Limits(unpacked=300_000_000, tags=8_000_000, texts=1_000_000)
_MAX_CELLS, _MAX_CHARACTERS = 1_000_000, 100_000_000
_MAX_REMARKS, _MAX_TEXT_SHOWN, _MAX_PLACES_SHOWN = 200, 60, 5


class FilledSheet(NamedTuple):
    """A sheet with all its rows and merged cells. `title` is the name of the sheet in messages."""

    title: str
    rows: list[Row]
    merged: list[MergedCells]


class FilledForm(NamedTuple):
    """A spreadsheet that somebody has filled in."""

    snapshot: Snapshot
    sheets: list[FilledSheet]
    changes: list[CellChange]
    """The cells that were changed since the export."""
    remarks: list[str]
    """A remark on everything that was not read. Each remark is a sentence."""
    ids: frozenset[str]
    """The ids of all rows that were found in the sheets."""


class _FormRow(NamedTuple):
    """A row of a sheet: the id of its record, the location of the row in words, and its texts, keyed by column."""

    id: str
    location: str
    values: Mapping[str, str]


def has_mark(path: Path, mark: str) -> bool:
    """Whether the spreadsheet at a path has a hidden sheet that begins with this mark.

    Raises ImportFormatError if the file is damaged.
    """
    with open_spreadsheet(path, LIMITS) as spreadsheet:
        hidden = [sheet for sheet in spreadsheet.sheets if sheet.name == SNAPSHOT]
        return any(next(spreadsheet.rows(sheet), (0, {}))[1].get(0) == mark for sheet in hidden)


def has_comments(path: Path) -> bool:
    """Whether the spreadsheet at the path contains comments on cells."""
    with ZipFile(path) as archive:
        return any("comment" in name.lower() for name in archive.namelist())


def limit_remarks(remarks: list[str]) -> tuple[str, ...]:
    """Return the remarks, with the number of further remarks in place of too many of them."""
    if len(remarks) <= _MAX_REMARKS:
        return tuple(remarks)
    return (*remarks[:_MAX_REMARKS], f"and {len(remarks) - _MAX_REMARKS} more remarks")


def sheet_title(name: str) -> str:
    """Return the name of a sheet as messages write it."""
    return f"sheet {clean_text(name)}"


def read_form(form: Form, path: Path) -> FilledForm:
    """Return the cells that were changed after a spreadsheet was exported.

    Each row is compared with the exported row that has the same id. Raises ImportFormatError if the file is damaged or
    is of another kind.
    """
    sheets, remarks = _read_sheets(form, path), list[str]()
    snapshot, rows = read_snapshot(form, [sheet.rows for sheet in sheets]), dict[str, list[_FormRow]]()
    others = {*map(sheet_title, form.other_sheets(snapshot.head))}
    for sheet in sheets:
        if sheet.rows and not is_snapshot(form, sheet.rows) and sheet.title not in others:
            for row in _rows_without_sorted_columns(snapshot, sheet, remarks):
                rows.setdefault(row.id, []).append(row)
    changes = [change for same_id in rows.values() for change in _changes(snapshot, same_id, remarks)]
    return FilledForm(snapshot, sheets, changes, remarks, frozenset(rows))


def _read_sheets(form: Form, path: Path) -> list[FilledSheet]:
    """Return all sheets with their rows. The sheet of explanations and the sheet of choices are returned empty."""
    sheets, cell_count, length = list[FilledSheet](), 0, 0
    with open_spreadsheet(path, LIMITS) as spreadsheet:
        for sheet in spreadsheet.sheets:
            rows: list[Row] = []
            for number, texts in spreadsheet.rows(sheet) if sheet.name not in {README, LISTS} else ():
                cell_count += 1 + len(texts)
                length += sum(map(len, texts.values()))
                if cell_count > _MAX_CELLS or length > _MAX_CHARACTERS:
                    raise ImportFormatError(
                        f"the file is too large for a {form.name}",
                        "delete the rows and columns after the table",
                    )
                rows.append((number, texts))
            sheets.append(FilledSheet(sheet_title(sheet.name), rows, sheet.merged))
    return sheets


def _rows_without_sorted_columns(snapshot: Snapshot, sheet: FilledSheet, remarks: list[str]) -> Iterator[_FormRow]:
    """Yield the rows of a sheet without the columns that were sorted separately from the rest of the table.

    For each of these columns, a remark is added to `remarks`.
    """
    rows = list(_form_rows(snapshot, sheet, remarks))
    matching = [(row.id, row.values) for row in rows if not _has_text_of_another(snapshot, row)]
    moved = columns_sorted_alone(snapshot, matching)
    remarks += [
        f"{sheet.title}, column {snapshot.headers[key]} was not read, because its values are in the rows of other"
        f" {snapshot.form.row}s, as if only this column was sorted; undo the sorting, or sort whole rows"
        for key in moved
    ]
    for row in rows:
        yield row._replace(values={key: text for key, text in row.values.items() if key not in moved})


def _form_rows(snapshot: Snapshot, sheet: FilledSheet, remarks: list[str]) -> Iterator[_FormRow]:
    """Yield the rows of a sheet that have the id of an exported record. Merged cells are left out.

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


def _identified(snapshot: Snapshot, location: str, values: Mapping[str, str], remarks: list[str]) -> Iterator[_FormRow]:
    """Yield the row if it has the id of an exported record. If not, add a remark (but not for an empty row)."""
    if "id" not in values:
        return
    cell_text = snapshot.form.cell_text
    identifier = cell_text("id", values["id"])
    if identifier in snapshot.rows:
        yield _FormRow(identifier, location, values)
    elif identifier:
        shown = identifier[:_MAX_TEXT_SHOWN]
        remarks.append(f'{location}: the export had no {snapshot.form.row} "{shown}"; the row was not read')
    elif any(cell_text("", text) for text in values.values()):
        remarks.append(f"{location} has no id and was not read")


def _has_text_of_another(snapshot: Snapshot, row: _FormRow) -> bool:
    """Whether a row has a text that shows another record than the id does."""
    exported, form = snapshot.rows[row.id], snapshot.form
    texts = ((key, form.cell_text(key, row.values[key])) for key in form.own_texts if key in row.values)
    return any(text in snapshot.values_by_key[key] - {exported[key], ""} for key, text in texts)


def _changes(snapshot: Snapshot, rows: list[_FormRow], remarks: list[str]) -> Iterator[CellChange]:
    """Yield the changed cells of a record. `rows` are all rows with the id of this record.

    If several of these rows have different changes, no cell is returned, and a remark is added to `remarks`.
    """
    exported, form = snapshot.rows[rows[0].id], snapshot.form
    by_texts = {tuple((key, form.cell_text(key, text)) for key, text in row.values.items()): row for row in rows}
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
                f"{row.location} has the id {row.id} but the text of another {form.row}; the row was not read"
            )
            continue
        for key, text in texts:
            location = f"{row.location}, column {snapshot.headers[key]}"
            if text == exported[key]:
                continue
            if isinstance(row.values[key], CellError):
                remarks.append(f"{location} was not read, because the cell has an error or a formula without a result")
            elif not form.is_editable(key) or key in exported["fixed"].split():
                ignored = f'"{text[:_MAX_TEXT_SHOWN]}"' if text else "the empty cell"
                remarks.append(f"{location}: this cell cannot be changed in the sheet, so {ignored} was ignored")
            else:
                yield CellChange(row.id, key, exported[key], text, location)
