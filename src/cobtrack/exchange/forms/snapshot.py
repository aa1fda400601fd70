"""The hidden sheet of a spreadsheet that people fill in, which keeps the exported values.

If a cell and the data file have different values, the exported value shows which of the two has been changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cobtrack.exchange.forms.form import header_key
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.model.text.escape import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cobtrack.exchange.forms.form import Form
    from cobtrack.exchange.office.xlsx import Row

_MAX_HEADER_ROW = 10


@dataclass(frozen=True)
class Header:
    """The header row of a sheet: its row number, and a mapping from column number to the key of the column."""

    row: int
    keys: Mapping[int, str]


@dataclass(frozen=True)
class Snapshot:
    """The values in the hidden sheet, as they were exported.

    `headers` maps the key of each column to its header. `rows` maps the id of each record to the texts in its row,
    keyed by column. `values_by_key` maps the key of each column to the set of all texts in this column. `head` is the
    first row of the sheet, keyed by column number.
    """

    form: Form
    headers: dict[str, str]
    rows: dict[str, dict[str, str]]
    values_by_key: dict[str, frozenset[str]]
    head: Mapping[int, str]
    words: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """The words of the data, keyed by column and then by their translations in the sheets."""

    def value(self, key: str, text: str) -> str:
        """Return the text of a cell, or the word of the data if it is a translation of this word."""
        return self.words[key].get(header_key(text), text) if key in self.words else text

    def find_header(self, rows: Sequence[Row]) -> Header | None:
        """Return the header row of a sheet, or None if no header row is found. Only the first rows are searched."""
        keys = {header_key(header): key for key, header in self.headers.items() if header}
        for number, texts in rows[:_MAX_HEADER_ROW]:
            columns_by_key: dict[str, int] = {}
            for column, text in sorted(texts.items()):
                if key := keys.get(header_key(text)):
                    columns_by_key.setdefault(key, column)
            if "id" in columns_by_key and len(columns_by_key) > 1:
                return Header(number, {column: key for key, column in columns_by_key.items()})
        return None

    def other_columns(self, sheet: str, header: Header, rows: Sequence[Row]) -> Iterator[str]:
        """Yield a remark on each column that was not read, and on each editable column that the sheet does not have."""
        exported, cell_text = {header_key(text) for text in self.headers.values()}, self.form.cell_text
        headers: Mapping[int, str] = {}
        filled: set[int] = set()
        for number, texts in rows:
            if number == header.row:
                headers = texts
            if number >= header.row:
                filled |= {column for column, text in texts.items() if cell_text("", text)}
        for column in sorted(filled - header.keys.keys()):
            text = cell_text("", headers.get(column, ""))[:60]
            if header_key(text) in exported:
                yield f'{sheet}: column "{text}" appears more than once; only the first was read'
            elif text:
                yield f'{sheet}: column "{text}" is not part of the {self.form.name} and was ignored'
            else:
                yield f"{sheet}: column {column + 1} has no header and was ignored"
        for key, text in self.headers.items():
            if self.form.is_editable(key) and key not in header.keys.values():
                yield f"{sheet}: column {text} is missing; its values in the data stay as they are"


def snapshot_rows(
    form: Form, head: Iterable[str], headers: Mapping[str, str], rows: Iterable[tuple[str, Mapping[str, str]]]
) -> Iterator[list[str]]:
    """Yield the rows of the hidden sheet.

    The first row has the mark of the form, and then the texts in `head`. The second row has the keys of the columns,
    and the third row has their headers. Then comes a row for each record: what the import has to know about the row
    besides its texts, such as the keys of locked columns, and then its texts.
    """
    yield [form.mark, *head]
    yield ["fixed", *headers]
    yield ["", *headers.values()]
    for fixed, values in rows:
        yield [fixed, *(values[key] for key in headers)]


def is_snapshot(form: Form, rows: Sequence[Row]) -> bool:
    """Whether the rows are from the hidden sheet with the exported values."""
    return bool(rows) and rows[0][1].get(0) == form.mark


def read_snapshot(form: Form, sheets: Iterable[Sequence[Row]]) -> Snapshot:
    """Return the exported values from the hidden sheet, which is one of `sheets`.

    Raises ImportFormatError if the hidden sheet is missing or damaged.
    """
    for sheet in sheets:
        if not is_snapshot(form, sheet):
            continue
        first_rows = [{at: clean_text(text) for at, text in texts.items()} for _, texts in sheet[1:3]]
        keys, headers = [*first_rows, {}, {}][:2]
        if {"fixed", "id", *form.own_texts} <= set(keys.values()):
            rows = [{key: form.cell_text(key, texts.get(at, "")) for at, key in keys.items()} for _, texts in sheet[3:]]
            values = {key: frozenset(row[key] for row in rows) for key in keys.values()}
            headers_by_key = {key: headers.get(at, "") for at, key in keys.items() if key != "fixed"}
            head = sheet[0][1]
            return Snapshot(
                form, headers_by_key, {row["id"]: row for row in rows if row["id"]}, values, head, form.words(head)
            )
    raise ImportFormatError(
        "the hidden sheet with the exported values is missing, so changes cannot be detected; this seems to be a single"
        f" sheet copied from a {form.name}",
        f"copy the filled-in cells into the same sheet of the exported file, or export the {form.name} again and copy"
        " them into the new file",
    )
