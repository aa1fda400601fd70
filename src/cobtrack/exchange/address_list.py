"""Write the focal points as an address list: a table for spreadsheets, or CSV for mail programs."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import BadZipFile, ZipFile

from cobtrack.exchange.office.xlsx_writer import SpreadsheetWriter
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import pgettext
from cobtrack.views.tables.cells import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.internal.focal_point import FocalPoint
    from cobtrack.model.workspace import Workspace

COLUMNS = ("name", "organisation", "groups", "pillars", "activities", "email", "telephone", "language", "since")
_WIDTHS = (28, 28, 20, 10, 16, 34, 20, 10, 12)
_SUBJECT = "cobtrack-address-list"
"""The property of a spreadsheet by which a later export recognises it."""


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
    writer = SpreadsheetWriter(_("Focal points"), _SUBJECT)
    heads = [(pgettext("column", name), width) for name, width in zip(COLUMNS, _WIDTHS, strict=True)]
    writer.add_table(_("Focal points"), heads, rows)
    return writer.finish()
