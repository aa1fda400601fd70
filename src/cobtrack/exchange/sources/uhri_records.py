"""The records of a file of UHRI, one at a time: the values of a list in JSON, or the rows of a sheet.

The JSON of all States has some 267,500 records and 400 MB, so no more than a piece of it is in memory: read by Python's
own decoder, because ijson ends the process on a number of 5,000 digits and fills the memory on lists within lists.
"""

from __future__ import annotations

import json
import re
from io import TextIOWrapper
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.office.xlsx import CellError, open_spreadsheet
from cobtrack.exchange.un.text import text_key

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.exchange.incoming import Progress

_HINT = "download it again from uhri.ohchr.org: the bulk file in JSON, or “Export to Excel” of a search"
_CHUNK, _LONGEST, _MOST, _MOST_OTHERS = 1 << 18, 1 << 23, 1_000_000, 10_000
_BETWEEN = re.compile(r"[\s,]*")


def read_records(path: Path, progress: Progress | None) -> Iterator[tuple[str, object]]:
    """Where each record stands, and the record."""
    try:
        with path.open("rb") as file:
            is_sheet = file.read(2) == b"PK"
        yield from _sheet(path, progress) if is_sheet else _json(path, progress)
    except OSError as error:
        raise ImportFormatError(f"it cannot be opened: {error.strerror or error}", "is it there?") from None


def _json(path: Path, progress: Progress | None) -> Iterator[tuple[str, object]]:
    """The values of a list, with no more than a piece of the file in memory."""
    decode = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False).raw_decode
    total, number, others = path.stat().st_size, 0, 0
    with path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig", errors="replace", newline="") as file:
        buffer, at = file.read(_CHUNK).lstrip(), 1
        if not buffer.startswith("["):
            raise ImportFormatError("it is neither a list of records in JSON nor a spreadsheet that can be read", _HINT)
        while not buffer.startswith("]", at := next(_BETWEEN.finditer(buffer, at)).end()):
            try:
                value, at = decode(buffer, at)
            except (ValueError, RecursionError):
                more = file.read(max(_CHUNK, len(buffer) - at)) if len(buffer) - at < _LONGEST else ""
                if not more:
                    raise ImportFormatError(f"record {number + 1} is broken, or the file ends in it", _HINT) from None
                buffer, at = buffer[at:] + more, 0
                if progress:
                    progress(raw.tell(), total)
            else:
                number += 1
                others = 0 if value and isinstance(value, dict) else others + 1
                if others > _MOST_OTHERS or number > _MOST:
                    raise ImportFormatError(f"after {number:,} values it was given up: is it UHRI's export?", _HINT)
                yield f"record {number}", value
        if (buffer[at + 1 :] + file.read(_CHUNK)).strip():
            raise ImportFormatError(f"something stands behind the list of {number:,} records", _HINT)


def _sheet(path: Path, progress: Progress | None) -> Iterator[tuple[str, object]]:
    """The rows of the first sheet after its header."""
    with open_spreadsheet(path) as spreadsheet:
        rows = spreadsheet.rows(spreadsheet.sheets[0], progress)
        _, names = next(rows, (0, {}))
        if "text" not in map(text_key, names.values()):
            raise ImportFormatError("row 1 of the first sheet has no column “Text”", _HINT)
        for number, cells in rows:
            values = {names[at]: text for at, text in cells.items() if at in names and not isinstance(text, CellError)}
            if values:
                yield f"row {number}", values
