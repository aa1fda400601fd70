"""Write the recommendations matrix as an .xlsx file for people to fill in, and read their changes.

In addition to the sheets that people see, the file has a hidden sheet with the exported values (see `snapshot`).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.forms.form import LISTS, README, SNAPSHOT
from cobtrack.exchange.forms.read import LIMITS, limit_remarks, read_form
from cobtrack.exchange.forms.write import CELL, GREY, HEADER, FormWriter
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix import columns
from cobtrack.exchange.matrix.snapshot import MATRIX, missing_rows, snapshot_rows
from cobtrack.exchange.office.xlsx import open_spreadsheet

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from cobtrack.exchange.forms.form import CellChange
    from cobtrack.exchange.matrix.columns import Column
    from cobtrack.model.record import Audience
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace

# Limits of the search for a header in a matrix without its hidden sheet. A larger file is an export of UHRI.
_MAX_SIZE_TO_SEARCH, _SEARCHED_SHEETS, _SEARCHED_ROWS = 30_000_000, 10, 10


def write(workspace: Workspace, chosen: Iterable[Paragraph] | None = None, audience: Audience = "public") -> bytes:
    """Return the matrix as the bytes of an .xlsx file. The same workspace always gives the same bytes.

    The matrix has the recommendations in `chosen`, or all recommendations if `chosen` is None. There is a sheet for
    each document. The title names the audience. Raises ImportError if XlsxWriter is not installed.
    """
    writer, shown = FormWriter(columns.title()), columns.columns(workspace)
    writer.write_readme(columns.readme_rows(workspace, audience))
    exported: list[Paragraph] = []
    ids = {paragraph.id for paragraph in (workspace.recommendations if chosen is None else chosen)}
    for document in workspace.documents:
        recommendations = [
            paragraph for paragraph in document.paragraphs if paragraph.kind == "recommendation" and paragraph.id in ids
        ]
        if recommendations:
            _write_document(writer, writer.add_sheet(document.id), workspace, shown, recommendations)
            exported += recommendations
    return writer.finish(snapshot_rows(workspace, exported, writer.readme_name))


def _write_document(
    writer: FormWriter,
    sheet: Any,
    workspace: Workspace,
    shown: tuple[Column, ...],
    recommendations: list[Paragraph],
) -> None:
    white, grey = writer.format(CELL), writer.format(CELL, GREY)
    blue, grey_header = writer.format(HEADER), writer.format(HEADER, GREY)
    last = max(len(recommendations), 1)
    for at, column in enumerate(shown):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.header, blue if column.is_editable else grey_header)
        if column.choices:
            choices = writer.drop_down(column.header, column.choices, is_strict=not column.several)
            sheet.data_validation(1, at, last, at, choices)
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


@dataclass(frozen=True)
class FilledMatrix:
    """The changed cells of a matrix, and the remarks on everything that was not read. Each remark is a sentence."""

    changes: tuple[CellChange, ...]
    remarks: tuple[str, ...] = ()


def is_matrix(path: Path) -> bool:
    """Whether a file is an exported matrix, or a spreadsheet that contains a sheet copied from such a matrix."""
    try:
        with open_spreadsheet(path, LIMITS) as spreadsheet:
            if len({sheet.name for sheet in spreadsheet.sheets} & {README, LISTS, SNAPSHOT}) > 1:
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


def read(path: Path) -> FilledMatrix:
    """Return the cells that were changed after the matrix was exported.

    Each row is compared with the exported row that has the same id. Raises ImportFormatError if the file is damaged or
    is not a matrix.
    """
    filled = read_form(MATRIX, path)
    remarks = [*filled.remarks, *missing_rows(filled.snapshot, filled.ids)]
    return FilledMatrix(tuple(filled.changes), limit_remarks(remarks))
