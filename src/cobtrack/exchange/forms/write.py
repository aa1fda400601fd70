"""Write spreadsheets that people fill in, with XlsxWriter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.forms.form import LISTS, README, SNAPSHOT
from cobtrack.exchange.office.xlsx_writer import SpreadsheetWriter
from cobtrack.model.languages.phrases import gettext, spoken

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

CELL = {"num_format": "@", "text_wrap": True, "valign": "top", "border": 1, "border_color": "#D0D0D0"}
GREY = {"bg_color": "#EDEDED", "font_color": "#595959"}
HEADER = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1, "bg_color": "#CFE2F3"}


class FormWriter:
    """A spreadsheet that is being written. It has a sheet of instructions, sheets to fill in, and two hidden sheets."""

    def __init__(self, title: str) -> None:
        """Begin a spreadsheet with the sheet of instructions. Raises ImportError if XlsxWriter is not installed."""
        self._spreadsheet = SpreadsheetWriter(title)
        self.book = self._spreadsheet.book
        self._formats: dict[tuple[tuple[str, object], ...], Any] = {}
        self._taken = {README.lower(), LISTS, SNAPSHOT, "history"}
        self._choices: list[list[str]] = []
        name = sheet_name(gettext("Read me"), self._taken - {README.lower()})
        self._taken.add(name.lower())
        self.readme: Any = self._add(name)
        self.readme_name = "" if name == README else name
        """The name of the sheet of instructions if it is not in English; else ""."""

    def format(self, *properties: dict[str, Any]) -> Any:
        """Return the format of cells with all these properties."""
        merged = {key: value for part in properties for key, value in part.items()}
        key = tuple(sorted(merged.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(merged)
        return self._formats[key]

    def add_sheet(self, name: str) -> Any:
        """Add a sheet whose name is as close to `name` as Excel allows and is not the name of another sheet."""
        return self._add(sheet_name(name, self._taken))

    def _add(self, name: str) -> Any:
        sheet = self.book.add_worksheet(name)
        if spoken().direction == "rtl":
            sheet.right_to_left()
        return sheet

    def write_readme(self, rows: Iterable[tuple[str, str]]) -> None:
        """Write the rows of the sheet of instructions: a title if there is no second text, else a label and a text."""
        base = {"text_wrap": True, "valign": "top"}
        self.readme.set_column(0, 0, 34)
        self.readme.set_column(1, 1, 90)
        for number, (first, second) in enumerate(rows):
            self.readme.write_string(number, 0, first, self.format(base, {"bold": not second}))
            self.readme.write_string(number, 1, second, self.format(base))

    def drop_down(self, header: str, choices: Sequence[str], *, is_strict: bool = True) -> dict[str, Any]:
        """Return a drop-down list for cells. Only a strict list refuses other texts.

        The drop-down list refers to a row in the hidden sheet of lists and does not contain the choices, because Excel
        limits their length.
        """
        from xlsxwriter.utility import xl_rowcol_to_cell  # noqa: PLC0415

        line = [header, *choices]
        if line not in self._choices:
            self._choices.append(line)
        row = self._choices.index(line)
        first, last = (xl_rowcol_to_cell(row, at, True, True) for at in (1, len(choices)))
        return {
            "validate": "list",
            "source": f"={LISTS}!{first}:{last}",
            "show_error": is_strict,
            "error_title": gettext("Not in the list"),
            "error_message": gettext("Choose from the list, or leave the cell empty."),
        }

    def finish(self, snapshot: Iterable[list[str]]) -> bytes:
        """Add the hidden sheets, and return the bytes of the .xlsx file."""
        lists, hidden = self.book.add_worksheet(LISTS), self.book.add_worksheet(SNAPSHOT)
        lists.hide()
        hidden.very_hidden()
        _write_rows(lists, self._choices)
        _write_rows(hidden, snapshot)
        return self._spreadsheet.finish()


def _write_rows(sheet: Any, rows: Iterable[list[str]]) -> None:
    for number, row in enumerate(rows):
        for at, text in enumerate(row):
            sheet.write_string(number, at, text)


def sheet_name(identifier: str, taken: set[str]) -> str:
    """Return a sheet name for an id or a title. Excel accepts the name, and no other sheet has it.

    `taken` has the names of all other sheets in lower case. The new name is added to `taken`.
    """
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", identifier).strip("'")[:31] or "document"
    number = 1
    while name.lower() in taken:
        number += 1
        name = f"{name[: 30 - len(str(number))].rsplit('~', 1)[0]}~{number}"
    taken.add(name.lower())
    return name
