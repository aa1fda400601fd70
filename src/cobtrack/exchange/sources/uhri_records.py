"""Read the records of a UHRI file one at a time, from a list in JSON or from the rows of a sheet.

The JSON file for all States has about 267,500 records and 400 MB, so only a part of it is in memory. Python's own
decoder is used because the package ijson ends the process on a number with 5,000 digits and fills the memory on deeply
nested lists.
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

_HINT = "download the file again from uhri.ohchr.org: the bulk file in JSON, or a search with “Export to Excel”"
_CHUNK_SIZE, _MAX_RECORD_LENGTH = 1 << 18, 1 << 23
_MAX_VALUES, _MAX_OTHER_VALUES = 1_000_000, 10_000
"""The most values in a list, and the most consecutive values that are not records."""
_BETWEEN = re.compile(r"[\s,]*")


def read_records(path: Path, progress: Progress | None) -> Iterator[tuple[str, object]]:
    """Yield the location (for example `record 12` or `row 12`) and the value of each record in a file.

    `progress` is called with the number of bytes read so far and in total. Raises ImportFormatError if the file is not
    an export of UHRI.
    """
    try:
        with path.open("rb") as file:
            is_sheet = file.read(2) == b"PK"
        yield from _sheet_records(path, progress) if is_sheet else _json_records(path, progress)
    except OSError as error:
        reason = error.strerror or error
        raise ImportFormatError(
            f"the file cannot be opened: {reason}", "check that you have permission to read the file"
        ) from None


def _json_records(path: Path, progress: Progress | None) -> Iterator[tuple[str, object]]:
    """Yield the location and the value of each record in a JSON list. Only a part of the file is kept in memory."""
    decode = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=str, strict=False).raw_decode
    total, number, others = path.stat().st_size, 0, 0
    with path.open("rb") as raw, TextIOWrapper(raw, "utf-8-sig", errors="replace", newline="") as file:
        buffer, position = file.read(_CHUNK_SIZE).lstrip(), 1
        if not buffer.startswith("["):
            raise ImportFormatError(
                "the file is neither a list of records in JSON nor a spreadsheet that can be read", _HINT
            )
        while not buffer.startswith("]", position := next(_BETWEEN.finditer(buffer, position)).end()):
            try:
                value, position = decode(buffer, position)
            except (ValueError, RecursionError):
                rest = len(buffer) - position
                more = file.read(max(_CHUNK_SIZE, rest)) if rest < _MAX_RECORD_LENGTH else ""
                if not more:
                    raise ImportFormatError(f"record {number + 1} is damaged or incomplete", _HINT) from None
                buffer, position = buffer[position:] + more, 0
                if progress:
                    progress(raw.tell(), total)
            else:
                number += 1
                others = 0 if value and isinstance(value, dict) else others + 1
                if others > _MAX_OTHER_VALUES or number > _MAX_VALUES:
                    raise ImportFormatError(
                        f"the file is not an export of UHRI (stopped after {number:,} values)", _HINT
                    )
                yield f"record {number}", value
        if (buffer[position + 1 :] + file.read(_CHUNK_SIZE)).strip():
            raise ImportFormatError(f"unexpected text after the list of {number:,} records", _HINT)


def _sheet_records(path: Path, progress: Progress | None) -> Iterator[tuple[str, object]]:
    """Yield the location and the texts of each row in the first sheet. The texts are keyed by column header."""
    with open_spreadsheet(path) as spreadsheet:
        rows = spreadsheet.rows(spreadsheet.sheets[0], progress)
        _, names = next(rows, (0, {}))
        if "text" not in map(text_key, names.values()):
            raise ImportFormatError("row 1 of the first sheet has no column “Text”", _HINT)
        for number, cells in rows:
            values = {
                names[column]: text
                for column, text in cells.items()
                if column in names and not isinstance(text, CellError)
            }
            if values:
                yield f"row {number}", values
