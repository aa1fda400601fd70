"""Values as cells of a table: texts that stay what they are when a spreadsheet opens the table."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Any

from cobtrack.model.text import markup
from cobtrack.model.text.escape import escape_formula

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NUMBER = re.compile(r"\d+\.\d+", re.ASCII)
_ACTIVITIES = {"id", "formerly", "activities", "after", "begin"}
"""The columns in which a number is the id of an activity."""
_SOURCES = {"source", "evidence"}
"""The columns with citations, in which the address of a link is shown too."""


def csv_text(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV. Any cell that a spreadsheet would treat as a formula is escaped."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows([escape_formula(cell) for cell in row] for row in rows)
    return buffer.getvalue()


def csv_id(identifier: str) -> str:
    """Return an id for CSV. An id that looks like a number gets a prefix, as in `activity:1.10`.

    Without the prefix, a spreadsheet would treat the id as a number. `cobtrack show` accepts ids with the prefix.
    """
    return f"activity:{identifier}" if _NUMBER.fullmatch(identifier) else identifier


def as_csv(value: Any, name: str = "") -> str:
    """Return a value from plain data as a CSV cell. `name` is the name of the column.

    The items of a list are separated by semicolons. A record is written as `key: value, key: value`. An id that looks
    like a number gets a prefix, which is made from the name of the column.
    """
    if isinstance(value, list):
        return "; ".join(as_csv(item, name) for item in value)
    if isinstance(value, dict):
        return ", ".join(f"{key}: {_nested(item, key)}" for key, item in value.items())
    text = _as_text(value, name)
    if not _NUMBER.fullmatch(text) or not isinstance(value, str):
        return text
    return csv_id(text) if name in _ACTIVITIES else f"{name.removesuffix('s')}:{text}"


def _nested(value: Any, name: str) -> str:
    """Return a value within a record. A record or a list of records within the record is put in brackets."""
    items = value if isinstance(value, list) else [value]
    if any(isinstance(item, dict) for item in items):
        return f"({as_csv(value, name)})"
    return "; ".join(_as_text(item, name) for item in items)


def _as_text(value: Any, name: str) -> str:
    if value is None or value is False:
        return ""
    if value is True:
        return "yes"
    return markup.plain_citation(value) if name in _SOURCES else markup.plain_text(str(value))
