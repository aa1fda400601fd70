"""Write .xlsx files with XlsxWriter. The same content always gives the same bytes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from io import BytesIO
from typing import TYPE_CHECKING, Any

from cobtrack.model.text.escape import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MAX_CELL_LENGTH = 16_000
"""The most characters in a cell. Excel allows 32,767 UTF-16 code units, and a character may need two code units."""
_MAX_SHEET_NAME = 31
# Texts must not become formulas, links or numbers.
_OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
_CREATED = date(2020, 1, 1)
"""The date of a spreadsheet that does not depend on the day on which it is written."""


def shortened(text: str) -> str:
    """Return a text that fits into a cell."""
    return text if len(text) <= MAX_CELL_LENGTH else f"{text[: MAX_CELL_LENGTH - 1]}…"


class SpreadsheetWriter:
    """A spreadsheet that is being written."""

    def __init__(self, title: str, subject: str = "", created: date = _CREATED) -> None:
        """Begin a spreadsheet with these properties. Raises ImportError if XlsxWriter is not installed."""
        from xlsxwriter import Workbook  # noqa: PLC0415

        self._output = BytesIO()
        self.book: Any = Workbook(self._output, _OPTIONS)
        at_midnight = datetime(created.year, created.month, created.day, tzinfo=UTC)
        self.book.set_properties({"title": title, "subject": subject, "created": at_midnight})

    def add_table(self, name: str, heads: Sequence[tuple[str, int]], rows: Iterable[Sequence[str | int]]) -> None:
        """Add a sheet with a table that people read. `heads` has the head and the width of each column."""
        sheet = self.book.add_worksheet(clean_text(name)[:_MAX_SHEET_NAME])
        bold = self.book.add_format({"bold": True, "bottom": 1})
        wrapped = self.book.add_format({"text_wrap": True, "valign": "top"})
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, bold)
        last = 1
        for last, row in enumerate(rows, 1):
            for column, value in enumerate(row):
                if isinstance(value, int):
                    sheet.write_number(last, column, value, wrapped)
                elif value:
                    sheet.write_string(last, column, shortened(clean_text(value)), wrapped)
        sheet.freeze_panes(1, 1)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)
        sheet.autofilter(0, 0, last, len(heads) - 1)

    def finish(self) -> bytes:
        """Return the bytes of the .xlsx file."""
        self.book.close()
        return self._output.getvalue()
