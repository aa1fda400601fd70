"""Read .xlsx files sheet by sheet and row by row.

Only a part of a sheet is in memory at a time, because UHRI's export of all States has 267,500 rows. A file may be
hostile, so document types (XML entities), texts that are longer than a cell can be, and archives that unpack to far
more than any export are refused. A cell that is far away from all other cells needs no extra memory.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache, reduce
from itertools import chain
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, NamedTuple, NoReturn, Protocol
from xml.parsers import expat
from zipfile import ZipFile

from cobtrack.exchange.incoming import ImportFormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from cobtrack.exchange.incoming import Progress

_HINT = "save the file as .xlsx in a spreadsheet program, without a password"
_CHUNK, _IN_MEMORY = 1 << 16, 1 << 25
_MAX_TEXT_LENGTH, _MAX_COLUMNS, _MAX_ELEMENTS, _MAX_MERGED = 1 << 20, 16_384, 200_000, 1_000
# Exports unpack to 10 to 30 times their size.
_MAX_RATIO, _SMALL = 100, 20_000_000
_MAX_DAYS = 2_958_466
"""The number that spreadsheets use for the first day of the year 10000."""
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
"""A character that is not allowed in XML, in the notation of spreadsheet programs."""
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7}):\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")
_SETTINGS = {"sheet", "workbookPr", "Relationship", "numFmt", "cellXfs", "xf"}
"""The elements to read from the parts that contain the list of sheets, the references between parts, and the styles."""
_DATE_FORMATS = {str(number) for number in (*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59))}
"""The built-in number formats for dates and times (ECMA-376, part 1, 18.8.30)."""
_LITERAL = re.compile(r'"[^"]*"|\[(?!h+\]|m+\]|s+\])[^\]]*\]|\\.', re.IGNORECASE)
"""Literal texts, colours and conditions in a number format."""

Row = tuple[int, dict[int, str]]
"""The number of a row (from 1), and its texts without empty cells, keyed by column number (from 0)."""


class Limits(NamedTuple):
    """The highest allowed numbers for a file: unpacked bytes, XML tags in a part, and texts that cells share."""

    unpacked: int
    tags: int
    texts: int


WHOLE_EXPORT = Limits(2_000_000_000, 40_000_000, 5_000_000)
"""Limits for UHRI's export of all States, which has some 27 million tags and 600,000 texts."""


class CellError(str):
    """The text of a cell without a usable value.

    The cell has an error (for example `#DIV/0!`) or a formula whose result was never calculated.
    """

    __slots__ = ()


class MergedCells(NamedTuple):
    """An area of merged cells: its rows (from 1), its columns (from 0), and its name (for example `J3:J5`)."""

    top: int
    left: int
    bottom: int
    right: int
    name: str


@dataclass
class Sheet:
    """A sheet of cells: its name, the part of the archive that contains it, and its merged cells.

    The merged cells are known only after all rows have been read, because the file lists them last.
    """

    name: str
    part: str
    merged: list[MergedCells] = field(default_factory=list)


@contextmanager
def open_spreadsheet(path: Path, limits: Limits = WHOLE_EXPORT) -> Iterator[Spreadsheet]:
    """Open an .xlsx file. Raises ImportFormatError if the file has another format, is damaged or exceeds the limits."""
    with ExitStack() as stack:
        with _report_damage():
            archive = stack.enter_context(ZipFile(path))
            texts = stack.enter_context(SpooledTemporaryFile(_IN_MEMORY))
            spreadsheet = Spreadsheet(archive, _SharedTexts(texts, limits.texts), path.stat().st_size, limits)
        yield spreadsheet


@contextmanager
def _report_damage() -> Iterator[None]:
    """Raise an ImportFormatError in place of any error that a damaged file causes in the `with` block.

    MemoryError is not replaced.
    """
    try:
        yield
    except (ImportFormatError, MemoryError):
        raise
    except OSError as error:
        raise ImportFormatError(f"the file cannot be read: {error.strerror or error}", _HINT) from error
    except Exception as error:
        # The libraries raise a different error for every kind of damage.
        raise ImportFormatError(
            f"the file is not an .xlsx file, or it is damaged ({str(error)[:99]!a})", _HINT
        ) from error


class Spreadsheet:
    """An open .xlsx file. To open a file, use `open_spreadsheet`."""

    def __init__(self, archive: ZipFile, texts: _SharedTexts, size: int, limits: Limits) -> None:
        self.unpacked_size = sum(part.file_size for part in archive.infolist())
        if self.unpacked_size > limits.unpacked:
            raise _too_large(f"it unpacks to more than {limits.unpacked // 1_000_000:,} MB")
        if self.unpacked_size > max(_SMALL, _MAX_RATIO * size):
            raise _too_large(f"it unpacks to more than {_MAX_RATIO} times its size")
        self._archive = archive
        self._size = size
        self._max_tags = limits.tags
        self._texts = texts
        self._part_names = {name.lower(): name for name in archive.namelist()}
        parts = self._related_parts()
        workbook = self._settings("xl/workbook.xml")
        relations = [
            (attributes.get("name", ""), value)
            for name, attributes in workbook
            for key, value in attributes.items()
            if name == "sheet" and key.endswith(":id")
        ]
        self.sheets = [
            Sheet(name, parts[relation][1]) for name, relation in relations if parts[relation][0] == "worksheet"
        ]
        if not self.sheets:
            raise ImportFormatError("the file has no sheets", _HINT)
        self._texts_part = next((part for kind, part in parts.values() if kind == "sharedStrings"), "")
        styles = next((part for kind, part in parts.values() if kind == "styles"), "")
        is_1904 = any(attributes.get("date1904") in {"1", "true"} for _, attributes in workbook)
        self._dates = _Dates(self._settings(styles) if styles else [], is_1904=is_1904)

    def rows(self, sheet: Sheet, progress: Progress | None = None) -> Iterator[Row]:
        """Yield the rows of a sheet, with all values as text. A date has the form `2031-05-06`.

        `progress` is called with the number of bytes read so far and in total. Raises ImportFormatError if the file is
        damaged.
        """
        cells = _SheetHandler(self._texts, self._dates)
        with _report_damage():
            parts: list[tuple[str, _Handler]] = [(sheet.part, cells)]
            if self._texts_part and not self._texts.count:
                parts.insert(0, (self._texts_part, _TextsHandler(self._texts)))
            total, done = sum(self._archive.getinfo(part).file_size for part, _ in parts) or 1, 0
            for part, handler in parts:
                for length in self._parse(part, handler):
                    done += length
                    if progress:
                        progress(self._size * done // total, self._size)
                    yield from cells.rows
                    cells.rows.clear()
        sheet.merged = cells.merged

    def _related_parts(self) -> dict[str, tuple[str, str]]:
        """Return the kind and the name of each part of the archive that the workbook refers to.

        The parts are keyed by the id of the reference.
        """
        parts = {}
        for _, attributes in self._settings("xl/_rels/workbook.xml.rels"):
            target = attributes.get("Target", "")
            path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
            kind = attributes.get("Type", "").rpartition("/")[2]
            parts[attributes.get("Id", "")] = (kind, self._part_names.get(path.lower(), path))
        return parts

    def _settings(self, part: str) -> list[tuple[str, dict[str, str]]]:
        """Return the elements with settings (named in _SETTINGS) in a part of the archive, each with its attributes."""
        handler = _SettingsHandler()
        for _ in self._parse(self._part_names.get(part.lower(), part), handler):
            pass
        return handler.elements

    def _parse(self, part: str, handler: _Handler) -> Iterator[int]:
        """Parse a part of the archive piece by piece, and pass its elements and texts to `handler`.

        Yield the length of each piece after the handler has received the piece.
        """
        parser, fed, tags = expat.ParserCreate(), 0, 0
        parser.buffer_text = True
        parser.StartElementHandler, parser.EndElementHandler = handler.start, handler.end
        parser.CharacterDataHandler, parser.StartDoctypeDeclHandler = handler.text, _refuse_document_type
        with self._archive.open(part) as file:
            while piece := file.read(_CHUNK):
                tags += piece.count(b"<")
                if tags > self._max_tags:
                    raise _too_large(f"a part of it has more than {self._max_tags:,} XML tags")
                parser.Parse(piece, False)
                fed += len(piece)
                if fed - parser.CurrentByteIndex > _MAX_TEXT_LENGTH:
                    raise ImportFormatError("the file contains something that is longer than any cell can be", _HINT)
                yield len(piece)
        parser.Parse(b"", True)
        yield 0


def columns_by_row(areas: list[MergedCells], width: int) -> Callable[[int], frozenset[int]]:
    """Return a function that finds the columns with merged cells in a row.

    The function takes the number of the row, and returns the numbers of its columns that are in merged cells. Only
    numbers lower than `width` are returned.
    """
    edges = sorted({edge for area in areas for edge in (area.top, area.bottom + 1)})

    @cache
    def between(edge: int) -> frozenset[int]:
        row = edges[edge - 1] if edge else -1
        columns = (range(area.left, min(area.right + 1, width)) for area in areas if area.top <= row <= area.bottom)
        return frozenset(chain.from_iterable(columns))

    return lambda row: between(bisect_right(edges, row))


def _too_large(message: str) -> ImportFormatError:
    return ImportFormatError(f"the file is too large: {message}", "delete the empty rows and columns after the table")


def _refuse_document_type(*_: object) -> NoReturn:
    raise ImportFormatError("the file has a document type declaration, which no spreadsheet needs", _HINT)


class _SharedTexts:
    """The texts that cells share. If the texts are too long to keep in memory, they are kept in a temporary file."""

    def __init__(self, file: SpooledTemporaryFile[bytes], max_count: int) -> None:
        self._file = file
        self._ends = array("Q", [0])
        self._max_count = max_count
        self.at = lru_cache(maxsize=5_000)(self._at)

    @property
    def count(self) -> int:
        """The number of texts added so far."""
        return len(self._ends) - 1

    def add(self, text: str) -> None:
        """Add a text after the texts that were added so far."""
        if self.count == self._max_count:
            raise _too_large(f"it has more than {self._max_count:,} texts")
        self._ends.append(self._ends[-1] + self._file.write(text.encode()))

    def _at(self, index: int) -> str:
        start, end = self._ends[index], self._ends[index + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode()


class _Dates:
    """Knows which cell styles show a number as a date, and converts such a number to text."""

    def __init__(self, settings: list[tuple[str, dict[str, str]]], *, is_1904: bool) -> None:
        formats = {
            attributes.get("numFmtId")
            for name, attributes in settings
            if name == "numFmt"
            and re.search("[ymdhs]", _LITERAL.sub("", attributes.get("formatCode", "")), re.IGNORECASE)
        }
        is_cell_style = False
        self._styles: list[bool] = []
        for name, attributes in settings:
            is_cell_style = is_cell_style or name == "cellXfs"
            if name == "xf" and is_cell_style:
                self._styles.append(attributes.get("numFmtId") in _DATE_FORMATS | formats)
        self._first = datetime(1904, 1, 1) if is_1904 else datetime(1899, 12, 30)  # noqa: DTZ001

    def is_date(self, style: str) -> bool:
        """Return whether the cell style with the index `style` shows a date or a time."""
        return style.isdecimal() and int(style) < len(self._styles) and self._styles[int(style)]

    def text(self, number: float) -> str:
        """Convert a number of days, which is how a spreadsheet stores a date, to text with the date and the time.

        If the time is midnight, only the date is returned. If the number is less than one day, only the time is
        returned.
        """
        moment = self._first + timedelta(seconds=round(number * 86_400))
        return f"{moment:%H:%M:%S}" if number < 1 else moment.isoformat(" ").removesuffix(" 00:00:00")


class _Handler(Protocol):
    """An object to which the parser passes the elements and texts in a part of the archive."""

    def start(self, name: str, attributes: dict[str, str]) -> None: ...
    def end(self, name: str) -> None: ...
    def text(self, text: str) -> None: ...


class _SettingsHandler:
    """Collects the elements with settings (named in _SETTINGS) from parts of the archive that are not sheets."""

    def __init__(self) -> None:
        self.elements: list[tuple[str, dict[str, str]]] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name in _SETTINGS:
            self.elements.append((name, attributes))
            if len(self.elements) > _MAX_ELEMENTS:
                raise _too_large(f"it has more than {_MAX_ELEMENTS:,} sheets or styles")

    def end(self, name: str) -> None:
        """Do nothing, because it does not matter where an element ends."""

    def text(self, text: str) -> None:
        """Do nothing, because settings have no text."""


class _TextsHandler:
    """Collects the texts that cells share. Phonetic guides (shown above a text) are left out."""

    def __init__(self, texts: _SharedTexts) -> None:
        self._texts = texts
        self._pieces: list[str] = []
        self._length = 0
        self._is_collecting = self._in_phonetic_guide = False

    def start(self, name: str, attributes: dict[str, str]) -> None:  # noqa: ARG002
        name = name.rpartition(":")[2]
        if name in {"t", "v"}:
            self._is_collecting = not self._in_phonetic_guide
        elif name == "rPh":
            self._in_phonetic_guide = True

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name in {"t", "v"}:
            self._is_collecting = False
        elif name == "rPh":
            self._in_phonetic_guide = False
        elif name == "si":
            self._texts.add(self._take())

    def text(self, text: str) -> None:
        if self._is_collecting:
            self._length += len(text)
            if self._length > _MAX_TEXT_LENGTH:
                raise ImportFormatError("the file contains a text that is longer than any cell can be", _HINT)
            self._pieces.append(text)

    def _take(self) -> str:
        """Return the text that was collected so far, and start to collect the next text."""
        text = "".join(self._pieces)
        self._pieces.clear()
        self._length = 0
        if "_x" in text:
            # An escape may be half of a character.
            text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text).encode(errors="replace").decode()
        return text


class _SheetHandler(_TextsHandler):
    """Collects the rows of a sheet and its merged cells."""

    def __init__(self, texts: _SharedTexts, dates: _Dates) -> None:
        super().__init__(texts)
        self.rows: list[Row] = []
        self.merged: list[MergedCells] = []
        self._dates = dates
        self._cells: dict[int, str] = {}
        self._row_number = 0
        self._column = -1
        self._type = self._style = ""
        self._has_formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            reference = attributes.get("r")
            self._column = _column(reference.rstrip("0123456789")) if reference else self._column + 1
            self._type, self._style = attributes.get("t", "n"), attributes.get("s", "")
            self._has_formula = False
        elif name == "row":
            self._row_number = int(attributes["r"][:9]) if "r" in attributes else self._row_number + 1
            self._column = -1
        elif name == "f":
            self._has_formula = True
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        else:
            super().start(name, attributes)

    def end(self, name: str) -> None:
        name = name.rpartition(":")[2]
        if name == "c":
            text = self._value(self._take())
            if (text or self._has_formula) and 0 <= self._column < _MAX_COLUMNS:
                self._cells[self._column] = text or CellError("(no result)")
        elif name == "row":
            self.rows.append((self._row_number, self._cells))
            self._cells = {}
        else:
            super().end(name)

    def _value(self, text: str) -> str:
        """Return the text that a cell shows. `text` is its text in the file; the meaning depends on the cell's type."""
        match self._type:
            case "s" if text:
                return self._texts.at(int(text))
            case "n" if text:
                return self._number(text)
            case "b" if text:
                return "FALSE" if text == "0" else "TRUE"
            case "d":
                return text.replace("T", " ", 1).removesuffix(" 00:00:00")
            case "e":
                return CellError(text or "(error)")
        return text

    def _number(self, text: str) -> str:
        is_date = self._dates.is_date(self._style)
        if text.isdecimal() and not is_date:
            return text
        try:
            number = float(text)
        except ValueError:
            return text
        # 0.1 may be in the file as 0.10000000000000001.
        return self._dates.text(number) if is_date and 0 <= number < _MAX_DAYS else f"{number:.15g}"

    def _merge(self, area: str) -> None:
        match = _AREA.fullmatch(area)
        if not match:
            return
        if len(self.merged) == _MAX_MERGED:
            raise _too_large(f"it has more than {_MAX_MERGED:,} merged cells")
        left, right = sorted((_column(match[1]), _column(match[3])))
        top, bottom = sorted((int(match[2]), int(match[4])))
        self.merged.append(MergedCells(top, left, bottom, right, area.replace("$", "").upper()))


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """Return the number (from 0) of the column with the given letters (for example 2 for `C`).

    Raises ValueError if no column can have these letters.
    """
    letters = letters.removeprefix("$").rstrip("$").upper()
    if not (0 < len(letters) <= 3 and letters.isascii() and letters.isalpha()):
        raise ValueError(f"a cell in column {letters[:20]}")
    return reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters, 0) - 1
