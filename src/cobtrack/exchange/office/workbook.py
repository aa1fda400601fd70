"""What a spreadsheet holds, looked at before a library reads it: its sheets, too many cells, and cells with errors."""

from __future__ import annotations

import html
import lzma
import re
import zlib
from bisect import bisect_right
from functools import cache, lru_cache, reduce
from io import BytesIO
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.matrix.columns import normalize
from cobtrack.exchange.office.xlsx import unpacks_too_far

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

MOST_BYTES, _MOST_CELLS, _MOST_PLACES = 300_000_000, 4_000_000, 10_000_000
NOT_XLSX = "save it as .xlsx in a spreadsheet program, without a password"
_TOO_LARGE = "a sheet is too large for a matrix", "delete the empty rows and columns behind the table"
_NOWHERE = "it has cells that stand nowhere", NOT_XLSX
_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^<>]*)>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^<>]*)>")
_C = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_R = re.compile(rb"""\br\s*=\s*["']\$?([A-Za-z]+)\$?([0-9]+)""")
_FAULTY = re.compile(rb"""\bt\s*=\s*["']e["']""")
_FORMULA = re.compile(rb"<(?:\w+:)?f[\s/>]")
_VALUE = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>[^<]")
_INDEX = re.compile(rb"<(?:\w+:)?v(?:\s[^<>]*)?>\s*([0-9]{1,9})")
_STRING = re.compile(rb"<(?:\w+:)?si[\s/>]")
_PLACE = rb"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})"
_MERGED = re.compile(rb"""<(?:\w+:)?mergeCell\s[^<>]*?ref\s*=\s*["']""" + _PLACE + b":" + _PLACE)
_MOST_MERGED = 1_000


class Merged(NamedTuple):
    """Cells that were merged into one, by the numbers of their rows and columns from 0."""

    top: int
    left: int
    bottom: int
    right: int
    name: str
    """`J3:J5`."""


class Parts(NamedTuple):
    """What a library does not tell of a sheet: cells with errors, and cells that were merged."""

    faulty: list[tuple[int, int]]
    merged: list[Merged]


def open_checked(path: Path) -> tuple[bytes, dict[str, Parts]]:
    """The file, and of each sheet the cells with errors, which the library reads as empty, and those that were merged.

    The library also makes room for all cells up to the last one: a file that claims one far out would end the process.
    """
    try:
        data = path.read_bytes()
        with ZipFile(BytesIO(data)) as archive:
            names = {one.lower() for one in archive.namelist()}
            size = sum(one.file_size for one in archive.infolist())
            if len(names) < len(archive.namelist()) or size > MOST_BYTES or unpacks_too_far(archive, len(data)):
                raise ImportFormatError("it is too large for a matrix", NOT_XLSX)
            parts = {one.lower(): archive.read(one) for one in archive.namelist()}
    except (OSError, BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError) as error:
        raise ImportFormatError(f"it is no .xlsx file ({normalize(str(error))[:100]})", NOT_XLSX) from None
    strings = _lengths(parts.get("xl/sharedstrings.xml", b""))
    known = {
        f"/{name}": Parts(_error_cells(xml, strings), _merged(xml))
        for name, xml in parts.items()
        if b"sheetData" in xml
    }
    targets = {
        _attribute(found, "Id"): _attribute(found, "Target").lower().removeprefix("/xl/")
        for found in _RELATION.findall(parts.get("xl/_rels/workbook.xml.rels", b"").decode(errors="replace"))
    }
    found = sheets(parts.get("xl/workbook.xml", b""))
    return data, {name: known.get(f"/xl/{targets.get(one)}", Parts([], [])) for name, one in found}


def _merged(xml: bytes) -> list[Merged]:
    """The cells that were merged."""
    found = list(islice(_MERGED.finditer(xml), _MOST_MERGED + 1))
    if len(found) > _MOST_MERGED:
        raise ImportFormatError(*_TOO_LARGE)
    return [_area_of(*(part.decode() for part in one.groups())) for one in found]


def _area_of(left: str, top: str, right: str, bottom: str) -> Merged:
    rows, columns = sorted((int(top) - 1, int(bottom) - 1)), sorted(_number(one.encode()) - 1 for one in (left, right))
    return Merged(rows[0], columns[0], rows[1], columns[1], f"{left}{top}:{right}{bottom}".upper())


def by_row(areas: list[Merged], width: int) -> Callable[[int], frozenset[int]]:
    """The columns of each row whose cells were merged, as far as a table is wide."""
    edges = sorted({edge for area in areas for edge in (area.top, area.bottom + 1)})

    @cache
    def between(edge: int) -> frozenset[int]:
        row = edges[edge - 1] if edge else -1
        held = (range(one.left, min(one.right + 1, width)) for one in areas if one.top <= row <= one.bottom)
        return frozenset(chain.from_iterable(held))

    return lambda row: between(bisect_right(edges, row))


def _lengths(xml: bytes) -> list[int]:
    """How long each of the texts is that cells share."""
    if xml.count(b"<si") + xml.count(b":si") > _MOST_CELLS:
        raise ImportFormatError(*_TOO_LARGE)
    starts = [one.end() for one in _STRING.finditer(xml)]
    return [end - start for start, end in pairwise([*starts, len(xml)])]


def sheets(xml: bytes) -> list[tuple[str, str]]:
    """The names of the sheets, and what their parts are known by."""
    found = _SHEET.findall(xml.decode(errors="replace"))
    return [(html.unescape(_attribute(one, "name")), _attribute(one, r"\w+:id")) for one in found]


def _attribute(text: str, name: str) -> str:
    match = re.search(rf"""(?:^|\s){name}\s*=\s*(?:"([^"]*)"|'([^']*)')""", text)
    return match[1] or match[2] or "" if match else ""


def _error_cells(xml: bytes, strings: list[int]) -> list[tuple[int, int]]:
    """The cells with errors; raises UnreadableError where there would be too many cells, or too much in them."""
    # Counted before anything is made of them.
    if xml.count(b"<c") + xml.count(b":c") > _MOST_CELLS or _area(xml) > _MOST_PLACES:
        raise ImportFormatError(*_TOO_LARGE)
    found = list[tuple[int, int]]()
    for piece in _pieces(xml):
        head, _, body = piece.partition(b">")
        place = _R.search(head)
        if not place:
            raise ImportFormatError(*_NOWHERE)
        if _FAULTY.search(head) or (_FORMULA.search(body) and not _VALUE.search(body)):
            found.append((int(place[2]) - 1, _number(place[1]) - 1))
    size = sum(strings[int(one[1])] for one in _INDEX.finditer(xml) if int(one[1]) < len(strings))
    if size > MOST_BYTES:
        raise ImportFormatError(*_TOO_LARGE)
    return found


def _pieces(xml: bytes) -> Iterator[bytes]:
    """Each cell, with all up to the next."""
    start = -1
    for cell in _C.finditer(xml):
        if start >= 0:
            yield xml[start : cell.start()]
        start = cell.end()
    if start >= 0:
        yield xml[start:]


def _area(xml: bytes) -> int:
    """How many cells there are up to the last one."""
    height = width = 0
    for place in _R.finditer(xml):
        if len(place[1]) > 3 or len(place[2]) > 7:
            raise ImportFormatError(*_NOWHERE)
        height, width = max(height, int(place[2])), max(width, _number(place[1]))
    return height * width


@lru_cache(maxsize=1000)
def _number(letters: bytes) -> int:
    """The number of a column, from 1."""
    return reduce(lambda number, letter: number * 26 + letter - 64, letters.upper(), 0)
