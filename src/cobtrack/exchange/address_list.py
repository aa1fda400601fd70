"""Write the focal points as an address list: a table for spreadsheets, or CSV for mail programs."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import pgettext
from cobtrack.model.text.escape import clean_text
from cobtrack.views.tables.cells import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.internal.focal_point import FocalPoint
    from cobtrack.model.workspace import Workspace

COLUMNS = ("name", "organisation", "groups", "pillars", "activities", "email", "telephone", "language", "since")
_WIDTHS = (28, 28, 20, 10, 16, 34, 20, 10, 12)
_SUBJECT = "cobtrack-address-list"
"""The property of a spreadsheet by which a later export recognises it."""
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
# The date is fixed so that the same focal points give the same bytes.
_CREATED = datetime(2020, 1, 1, tzinfo=UTC)


def address_list(workspace: Workspace, focal_points: Iterable[FocalPoint], *, is_spreadsheet: bool) -> bytes:
    """Return the content of a CSV file, or of an .xlsx file. The same focal points always give the same bytes."""
    rows = [list(_cells(workspace, focal_point)) for focal_point in focal_points]
    return _spreadsheet(rows) if is_spreadsheet else f"\ufeff{csv_text(COLUMNS, rows)}".encode()


def is_address_list(content: bytes) -> bool:
    """Whether a file with this content is an address list that was exported earlier."""
    if content.removeprefix(b"\xef\xbb\xbf").startswith(",".join(COLUMNS).encode()):
        return True
    try:
        with ZipFile(BytesIO(content)) as archive:
            return _SUBJECT.encode() in archive.read("docProps/core.xml")
    except (BadZipFile, KeyError, OSError):
        return False


def labels(workspace: Workspace, identifiers: Iterable[str]) -> str:
    """Return the acronyms or names of organisations. An unknown id is returned as it is."""
    found = ((identifier, workspace.by_id.get(identifier)) for identifier in identifiers)
    return ", ".join(getattr(record, "label", identifier) for identifier, record in found)


def _cells(workspace: Workspace, focal_point: FocalPoint) -> Iterator[str]:
    yield str(focal_point.name)
    yield labels(workspace, [focal_point.organisation])
    yield labels(workspace, focal_point.groups)
    yield ", ".join(map(str, focal_point.pillars))
    yield ", ".join(focal_point.activities)
    yield from (focal_point.email, focal_point.telephone, focal_point.language or "", str(focal_point.since or ""))


def _spreadsheet(rows: list[list[str]]) -> bytes:
    from xlsxwriter import Workbook  # noqa: PLC0415

    output = BytesIO()
    book = Workbook(output, _OPTIONS)
    book.set_properties({"title": _("Focal points"), "subject": _SUBJECT, "created": _CREATED})
    sheet = book.add_worksheet(_("Focal points"))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, pgettext("column", name), bold)
    for number, row in enumerate(rows, 1):
        for column, text in enumerate(row):
            sheet.write_string(number, column, clean_text(text), wrapped)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    book.close()
    return output.getvalue()
