"""The hidden sheet of a matrix, which keeps the exported values.

If a cell and the data file have different values, the exported value shows which of the two has been changed.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix.columns import (
    cell_text,
    cells,
    columns,
    header_key,
    is_editable,
    locked_keys,
    position_in_words,
)
from cobtrack.model.records.document import POSITIONS
from cobtrack.model.text.escape import clean_text
from cobtrack.model.text.wording import join_first

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from cobtrack.exchange.office.xlsx import Row
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace

_MARK = "cobtrack matrix 1"
_MAX_HEADER_ROW, _MAX_IDS = 10, 20


def snapshot_rows(workspace: Workspace, recommendations: Iterable[Paragraph], readme: str = "") -> Iterator[list[str]]:
    """Yield the rows of the hidden sheet.

    The first row has a mark that identifies the sheet. In another language than English, the name of the sheet with the
    explanations follows, and then each word of the data with its translation, so that any cobtrack can read the file.
    The second row has the keys of the columns, and the third row
    has their headers. Then comes a row for each recommendation. Its first cell lists the columns that are locked.
    """
    shown = columns(workspace)
    words = [(word, position_in_words(word)) for word in POSITIONS]
    translated = [text for pair in words for text in pair if pair[0] != pair[1]]
    yield [_MARK, *([readme, *translated] if readme or translated else [])]
    yield ["fixed", *(column.key for column in shown)]
    yield ["", *(column.header for column in shown)]
    for recommendation in recommendations:
        values = cells(workspace, recommendation)
        yield [" ".join(locked_keys(workspace, recommendation)), *(values[column.key] for column in shown)]


@dataclass(frozen=True)
class Header:
    """The header row of a sheet: its row number, and a mapping from column number to the key of the column."""

    row: int
    keys: Mapping[int, str]


@dataclass(frozen=True)
class Snapshot:
    """The values in the hidden sheet of a matrix, as they were exported.

    `headers` maps the key of each column to its header. `rows` maps the id of each recommendation to the texts in its
    row, keyed by column. `values_by_key` maps the key of each column to the set of all texts in this column. `readme`
    is the name of the sheet with the explanations if it is not in English. `words` has the words of the data for the
    State's position, keyed by their translations in the sheets.
    """

    headers: dict[str, str]
    rows: dict[str, dict[str, str]]
    values_by_key: dict[str, frozenset[str]]
    readme: str = ""
    words: Mapping[str, str] = field(default_factory=dict)

    def value(self, key: str, text: str) -> str:
        """Return the text of a cell, or the word of the data if it is a translation of this word."""
        return self.words.get(header_key(text), text) if key == "position" else text

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
        exported = {header_key(text) for text in self.headers.values()}
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
                yield f'{sheet}: column "{text}" is not part of the matrix and was ignored'
            else:
                yield f"{sheet}: column {column + 1} has no header and was ignored"
        for key, text in self.headers.items():
            if is_editable(key) and key not in header.keys.values():
                yield f"{sheet}: column {text} is missing; its values in the data stay as they are"

    def missing_rows(self, present: Container[str]) -> Iterator[str]:
        """Yield remarks that name the exported recommendations whose ids are not in `present`."""
        by_document: dict[str, list[str]] = {}
        for identifier in self.rows:
            by_document.setdefault(identifier.partition(":")[0], []).append(identifier)
        for document, ids in by_document.items():
            missing = [identifier for identifier in ids if identifier not in present]
            if len(missing) == len(ids):
                yield f"the recommendations of {document} are not in the file; their data stay as they are"
            elif missing:
                yield f"these recommendations are not in the file, or have another id: {join_first(missing, _MAX_IDS)}"


def is_snapshot(rows: Sequence[Row]) -> bool:
    """Whether the rows are from the hidden sheet with the exported values."""
    return bool(rows) and rows[0][1].get(0) == _MARK


def read_snapshot(sheets: Iterable[Sequence[Row]]) -> Snapshot:
    """Return the exported values from the hidden sheet, which is one of `sheets`.

    Raises ImportFormatError if the hidden sheet is missing or damaged.
    """
    for sheet in filter(is_snapshot, sheets):
        first_rows = [{at: clean_text(text) for at, text in texts.items()} for _, texts in sheet[1:3]]
        keys, headers = [*first_rows, {}, {}][:2]
        if {"fixed", "id", "paragraph", "text"} <= set(keys.values()):
            rows = [{key: cell_text(key, texts.get(at, "")) for at, key in keys.items()} for _, texts in sheet[3:]]
            values = {key: frozenset(row[key] for row in rows) for key in keys.values()}
            headers_by_key = {key: headers.get(at, "") for at, key in keys.items() if key != "fixed"}
            readme, words = _translations(sheet[0][1])
            return Snapshot(headers_by_key, {row["id"]: row for row in rows if row["id"]}, values, readme, words)
    raise ImportFormatError(
        "the hidden sheet with the exported values is missing, so changes cannot be detected; this seems to be a single"
        " sheet copied from a matrix",
        "copy the filled-in cells into the same sheet of the exported file, or export the matrix again and copy them"
        " into the new file",
    )


def _translations(texts: Mapping[int, str]) -> tuple[str, dict[str, str]]:
    """Return the name of the sheet with the explanations, and the words of the data keyed by their translations."""
    words = {header_key(texts[at + 1]): texts[at] for at in texts if at >= 2 and at % 2 == 0 and at + 1 in texts}
    return texts.get(1, ""), {translation: word for translation, word in words.items() if word in POSITIONS}
