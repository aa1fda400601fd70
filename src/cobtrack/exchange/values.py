"""Values of indicators as a table: a column `Year`, a column `Value`, and the groups between them.

SDG platforms such as Open SDG have their data in this form. A blank cell between `Year` and `Value` means all.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.model.text.wording import join, upper_first
from cobtrack.views.indicators.series import sorted_by_date
from cobtrack.views.tables.cells import csv_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from pathlib import Path

    from cobtrack.model.records.indicator import Indicator, ReferenceValue

YEAR, VALUE, INDICATOR = "Year", "Value", "Indicator"
_HINT = "save it as CSV in UTF-8, with Year as the first column and Value as the last one"
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)
_GROUPED = re.compile(r"-?\d{1,3}(?P<mark>[.,])\d{3}(?:(?P=mark)\d{3})*", re.ASCII)
_HEADER_BYTES = 4096


@dataclass(frozen=True)
class ValueRow:
    """A row of the table."""

    number: int
    """The number of the row in the file, from 1."""
    year: str
    value: str
    """The value as it was typed."""
    groups: dict[str, str]
    """The cells that are not blank, keyed by the head of their column."""


@dataclass(frozen=True)
class FilledValues:
    """A table of values that somebody has filled in."""

    rows: tuple[ValueRow, ...]
    decimal_mark: str
    """The mark before the decimals of the numbers: a point or a comma, or "" if that cannot be known."""


def write(indicators: Sequence[Indicator], as_of: date, *, with_names: bool) -> tuple[bytes, int]:
    """Return the table of the values up to the given day, and the number of values.

    With `with_names`, a column says of which indicator each value is. A blank cell means all.
    """
    axes = list(dict.fromkeys(axis for indicator in indicators for axis in indicator.axes))
    heads = [YEAR, *([INDICATOR] if with_names else []), *(upper_first(axis.replace("-", " ")) for axis in axes), VALUE]
    rows = [
        [str(value.date), *([indicator.id] if with_names else []), *(group.get(axis, "") for axis in axes), value.value]
        for indicator in indicators
        for value in _values(indicator, as_of)
        for group in [dict(value.group)]
    ]
    return csv_text(heads, rows).encode(), len(rows)


def _values(indicator: Indicator, as_of: date) -> Iterator[ReferenceValue]:
    values = (*([indicator.baseline] if indicator.baseline else ()), *indicator.values)
    yield from sorted_by_date(value for value in values if value.date.is_on_or_before(as_of))


def is_values(path: Path) -> bool:
    """Whether the file is a table of values."""
    try:
        with path.open("rb") as file:
            head = _decoded(file.read(_HEADER_BYTES), errors="replace").partition("\n")[0]
    except OSError:
        return False
    keys = [_clean(cell.strip('" \r')).casefold() for cell in head.split(_delimiter(head))]
    return len(keys) > 1 and keys[0] == YEAR.casefold() and VALUE.casefold() in keys


def read(path: Path) -> FilledValues:
    """Read a table of values. Raises ImportFormatError if the file is no such table."""
    import csv  # noqa: PLC0415

    try:
        text = _decoded(path.read_bytes())
        delimiter = _delimiter(text)
        table = [
            [_clean(cell) for cell in cells] for cells in csv.reader(StringIO(text, newline=""), delimiter=delimiter)
        ]
    except OSError as error:
        raise ImportFormatError(f"the file cannot be read ({error.strerror})", _HINT) from None
    except csv.Error as error:
        raise ImportFormatError(f"the file is not a valid CSV file ({error})", _HINT) from None
    heads = table[0] if table else []
    keys = [head.casefold() for head in heads]
    if not keys or keys[0] != YEAR.casefold() or VALUE.casefold() not in keys:
        raise ImportFormatError("the file has no columns Year and Value", _HINT)
    counts = Counter(keys)
    if twice := sorted({head for head in heads if head and counts[head.casefold()] > 1}):
        raise ImportFormatError(f"the file has two columns {join(twice)}", "give each column its own name")
    value_at = keys.index(VALUE.casefold())
    rows = tuple(_row(number, heads, cells, value_at) for number, cells in enumerate(table[1:], 2) if any(cells))
    if nameless := [row for row in rows if "" in row.groups]:
        raise ImportFormatError(f"row {nameless[0].number} has a cell in a column without a name", "name the column")
    return FilledValues(rows, _decimal_mark([_compact(row.value) for row in rows], delimiter))


def _row(number: int, heads: list[str], cells: list[str], value_at: int) -> ValueRow:
    # Cells beyond the last column have no name.
    heads = heads + [""] * (len(cells) - len(heads))
    cells = cells + [""] * (len(heads) - len(cells))
    groups = {
        head: cell
        for index, (head, cell) in enumerate(zip(heads, cells, strict=True))
        if cell and index not in {0, value_at}
    }
    return ValueRow(number, cells[0], cells[value_at], groups)


def _decoded(data: bytes, errors: str = "strict") -> str:
    is_utf16 = data.startswith((BOM_UTF16_LE, BOM_UTF16_BE))
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8-sig", errors)
    except UnicodeDecodeError:
        raise ImportFormatError("the file is not in UTF-8", _HINT) from None


def _delimiter(text: str) -> str:
    """Return the mark between the cells: a comma, a semicolon or a tab, whichever the first line has most of."""
    return max(",;\t", key=text.partition("\n")[0].count)


def _clean(cell: str) -> str:
    """Return the text of a cell with single spaces, and without marks that spreadsheet programs leave."""
    text = " ".join(cell.replace("\ufeff", "").split())
    return text[1:] if text[:1] == "'" and text[1:2] in {"=", "+", "-", "@"} else text


def _decimal_mark(numbers: Sequence[str], delimiter: str) -> str:
    """Return the mark before the decimals of these numbers: a point or a comma, or "" if that cannot be known.

    A file with semicolons between its cells was probably written where commas stand before decimals.
    """
    marks = {mark for number in numbers if (mark := _shown_mark(number))}
    if len(marks) == 1:
        return marks.pop()
    return "" if marks or delimiter == ";" or any("," in number for number in numbers) else "."


def _shown_mark(number: str) -> str:
    """Return the mark before the decimals, as a number shows it; "" if it has none or could be read in two ways."""
    comma, point = number.rfind(","), number.rfind(".")
    if comma >= 0 and point >= 0:
        return "," if comma > point else "."
    if number.count(",") > 1 or number.count(".") > 1:
        return "." if comma >= 0 else ","
    is_clear = max(comma, point) >= 0 and not _GROUPED.fullmatch(number)
    return number[max(comma, point)] if is_clear else ""


def _compact(number: str) -> str:
    """Return a number without spaces and apostrophes between the thousands, and with an ordinary minus sign."""
    return "".join(number.split()).translate({0x2212: "-", ord("'"): None, 0x2019: None})


def parse_number(text: str, decimal_mark: str) -> str:
    """Return a number as data files have it. Raises ValueError, with the reason, if the text is not a number.

    `decimal_mark` is the mark for numbers that could be read in two ways; "" if it is not known.
    """
    number = _compact(text)
    mark = _shown_mark(number) or decimal_mark
    if not mark and _GROUPED.fullmatch(number):
        readings = re.sub("[.,]", "", number), number.replace(",", ".")
        raise ValueError(f"{text} might be {' or '.join(readings)}: write it without a mark between thousands")
    whole, point, decimals = number.partition(mark or ".")
    if _GROUPED.fullmatch(whole):
        whole = re.sub("[.,]", "", whole)
    number = f"{whole}.{decimals}" if point else whole
    if not _NUMBER.fullmatch(number):
        raise ValueError(f'"{text}" is not a number')
    return number
