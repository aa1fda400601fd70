"""The rows of the first sheet of an .xlsx file, one at a time: UHRI's export of all States has 267,500.

A library would hold them all. Cells far out cost nothing here; a document type (entities), giant cells, and what
unpacks to far more than any export does are refused.
"""

from __future__ import annotations

import re
from array import array
from functools import lru_cache, reduce
from itertools import islice
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, NoReturn
from xml.parsers import expat
from zipfile import ZipFile

from cobtrack.exchange.incoming import ImportFormatError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    Progress = Callable[[int, int], None] | None

_HINT = "save it again as .xlsx"
_CHUNK, _IN_MEMORY, _LONGEST, _MOST_BYTES, _MOST_COLUMNS = 1 << 16, 1 << 25, 1 << 20, 2_000_000_000, 52
# UHRI's whole export has some 27 million tags and 600,000 texts, and unpacks to 10 to 30 times its size.
_MOST_TAGS, _MOST_STRINGS, _MOST_TIMES, _LEAST_BOMB = 40_000_000, 5_000_000, 100, 20_000_000
# A matrix is far smaller.
_LARGEST_TO_LOOK_AT = 30_000_000
# How characters stand in a cell that XML has no place for.
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_STRINGS = "xl/sharedStrings.xml"


def read_rows(path: Path, progress: Progress = None) -> Iterator[tuple[int, dict[int, str]]]:
    """The number of each row, and its texts by column, from 0; numbers and dates as the file has them.

    `progress` is told how many bytes of how many were read. Raises UnreadableError.
    """
    try:
        with ZipFile(path) as archive, SpooledTemporaryFile(_IN_MEMORY) as file:
            yield from _rows(archive, _Strings(file), path.stat().st_size, progress)
    except (ImportFormatError, OSError, MemoryError):
        raise
    except Exception as error:  # noqa: BLE001
        # Each part of such a file breaks in a way of its own.
        raise ImportFormatError(f"it is no spreadsheet: {str(error)[:99]!a}", _HINT) from None


_HEADERS_IN = 10
"""In so many of its first rows a sheet has its header."""


def first_rows(path: Path) -> list[list[str]]:
    """The texts of the first rows of each sheet; none where it is no spreadsheet, or a large one."""
    found: list[list[str]] = []
    try:
        with ZipFile(path) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
            if unpacked > _LARGEST_TO_LOOK_AT or unpacks_too_far(archive, path.stat().st_size):
                return []
            for sheet in _sheets(archive)[:_HEADERS_IN]:
                with SpooledTemporaryFile(_IN_MEMORY) as file:
                    rows = _rows(archive, _Strings(file), path.stat().st_size, None, sheet)
                    found += [list(cells.values()) for number, cells in islice(rows, _HEADERS_IN)]
    # Whoever reads the file itself says what is wrong with it.
    except Exception:  # noqa: BLE001
        return []
    return found


def _rows(
    archive: ZipFile, strings: _Strings, size: int, progress: Progress, sheet: str = ""
) -> Iterator[tuple[int, dict[int, str]]]:
    if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
        raise ImportFormatError("it unpacks to more than 2 GB", _HINT)
    if unpacks_too_far(archive, size):
        raise ImportFormatError(f"it unpacks to more than {_MOST_TIMES} times its size", _HINT)
    sheet, names = sheet or _sheets(archive)[0], archive.namelist()
    parts = [_STRINGS, sheet] if _STRINGS in names else [sheet]
    total, done = sum(archive.getinfo(part).file_size for part in parts) or 1, 0
    for part in parts:
        cells = _Cells(strings, is_sheet=part == sheet)
        for length in _parsed(archive, part, cells.start, cells.end, cells.text):
            done += length
            if progress:
                progress(size * done // total, size)
            yield from cells.rows
            cells.rows.clear()


def unpacks_too_far(archive: ZipFile, size: int) -> bool:
    """Whether an archive of this many bytes would unpack to far more than any spreadsheet does."""
    unpacked = sum(part.file_size for part in archive.infolist())
    return unpacked > max(_LEAST_BOMB, _MOST_TIMES * size)


def _sheets(archive: ZipFile) -> list[str]:
    """The parts with the sheets, in their order."""
    sheets, targets = list[str](), dict[str, str]()

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.endswith("sheet"):
            sheets.extend(value for key, value in attributes.items() if key.endswith(":id"))
        elif name.endswith("Relationship"):
            targets[attributes.get("Id", "")] = attributes.get("Target", "")

    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        for _ in _parsed(archive, part, start, lambda _: None, lambda _: None):
            if len(sheets) + len(targets) > 10_000:
                raise ImportFormatError("it has too many sheets", _HINT)
    found = [targets[one] for one in sheets[:1] + [one for one in sheets[1:] if one in targets]]
    return [target.removeprefix("/") if target.startswith("/") else f"xl/{target}" for target in found]


def _parsed(
    archive: ZipFile,
    part: str,
    start: Callable[[str, dict[str, str]], None],
    end: Callable[[str], None],
    text: Callable[[str], None],
) -> Iterator[int]:
    """Give what a part holds to the three; the lengths of the pieces in which it is read."""
    parser, fed, tags = expat.ParserCreate(), 0, 0
    parser.buffer_text = True
    parser.StartElementHandler, parser.EndElementHandler, parser.CharacterDataHandler = start, end, text
    parser.StartDoctypeDeclHandler = _refuse
    with archive.open(part) as file:
        while piece := file.read(_CHUNK):
            tags += piece.count(b"<")
            if tags > _MOST_TAGS:
                raise ImportFormatError("it has more cells than UHRI's whole export", _HINT)
            parser.Parse(piece, False)
            fed += len(piece)
            if fed - parser.CurrentByteIndex > _LONGEST:
                raise ImportFormatError("something in it is longer than any cell can be", _HINT)
            yield len(piece)
    parser.Parse(b"", True)
    yield 0


def _refuse(*_: object) -> NoReturn:
    raise ImportFormatError("it has a document type, as no spreadsheet needs", _HINT)


class _Strings:
    """The texts that cells share, in a file where they are many."""

    def __init__(self, file: SpooledTemporaryFile[bytes]) -> None:
        self._file = file
        self._ends = array("Q", [0])
        self.at = lru_cache(maxsize=5_000)(self._at)

    def add(self, text: str) -> None:
        """One more."""
        if len(self._ends) > _MOST_STRINGS:
            raise ImportFormatError("it has more texts than UHRI's whole export", _HINT)
        self._ends.append(self._ends[-1] + self._file.write(text.encode()))

    def _at(self, number: int) -> str:
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return self._file.read(end - start).decode()


class _Cells:
    """What the parser tells of a sheet, or of the texts that its cells share, put together."""

    def __init__(self, strings: _Strings, *, is_sheet: bool) -> None:
        self.rows: list[tuple[int, dict[int, str]]] = []
        self._strings = strings
        self._ends = {"c": self._cell, "row": self._row} if is_sheet else {"si": self._shared}
        self._cells: dict[int, str] = {}
        self._number = self._size = 0
        self._column = -1
        self._type = ""
        self._parts: list[str] = []
        self._is_taking = self._is_spoken = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        name = name.rpartition(":")[2]
        if name in {"t", "v"}:
            self._is_taking = not self._is_spoken
        elif name == "c":
            self._column = _column(attributes["r"].rstrip("0123456789")) if "r" in attributes else self._column + 1
            self._type = attributes.get("t", "")
        elif name == "row":
            self._number = int(attributes["r"][:9]) if "r" in attributes else self._number + 1
            self._column = -1
        elif name == "rPh":
            self._is_spoken = True

    def end(self, name: str) -> None:
        """An element ends."""
        name = name.rpartition(":")[2]
        if name in {"t", "v"}:
            self._is_taking = False
        elif name == "rPh":
            self._is_spoken = False
        elif name in self._ends:
            self._ends[name]()

    def text(self, text: str) -> None:
        """A piece of text."""
        if self._is_taking:
            self._size += len(text)
            if self._size > _LONGEST:
                raise ImportFormatError("a cell of it is longer than any can be", _HINT)
            self._parts.append(text)

    def _taken(self) -> str:
        text = "".join(self._parts)
        self._parts.clear()
        self._size = 0
        return _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text

    def _shared(self) -> None:
        # Half of a character is none.
        self._strings.add(self._taken().encode(errors="replace").decode())

    def _cell(self) -> None:
        text = self._taken()
        if text and self._type == "s":
            text = self._strings.at(int(text))
        if text and self._type != "e" and 0 <= self._column < _MOST_COLUMNS:
            self._cells[self._column] = text

    def _row(self) -> None:
        self.rows.append((self._number, self._cells))
        self._cells = {}


@lru_cache(maxsize=1000)
def _column(letters: str) -> int:
    """The number of a column, from 0."""
    return reduce(lambda number, letter: number * 26 + ord(letter) - 64, letters.upper()[:4], 0) - 1
