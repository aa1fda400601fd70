"""The rows of a list, printed as a table, JSON or CSV."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import Format
from cobtrack.model.text import markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record


_NUMBER = re.compile(r"\d+\.\d+", re.ASCII)
_ACTIVITIES = {"id", "formerly", "activities", "after", "begin"}
"""The columns in which a number is the id of an activity."""
DEADLINE_COLUMNS = ("mechanism", "days", "hangs_on", "start", "begin", "activities")
"""The computed values of a deadline in CSV."""
_SOURCES = {"source", "evidence"}
"""The columns with citations, in which the address of a link is shown too."""


@dataclass
class Row:
    """A row of a list: a record and its cells in a table.

    Only JSON and CSV need its plain data, and only CSV needs further columns, so functions return them.
    """

    record: Record
    cells: Sequence[Cell | str]
    make_data: Callable[[], dict[str, Any]]
    make_more: Callable[[], dict[str, str]]

    @cached_property
    def data(self) -> dict[str, Any]:
        """The plain data of the record."""
        return self.make_data()

    @cached_property
    def more(self) -> dict[str, str]:
        """Cells for further columns of CSV."""
        return self.make_more()


class Listing:
    """A list of records, which are all of the type `model`.

    A table has the columns in `header`. CSV has these columns too, and a column for each other field of the model. If a
    column of the table shows a field under another name, `fields` maps the name of the column to the name of the field.
    CSV also has the values in the plain data that are named in `computed`.

    On a narrow terminal, the columns named in `droppable` are left out if the last column would otherwise have fewer
    than `min_last_width` characters.
    """

    def __init__(
        self,
        model: type[Record],
        header: Sequence[str],
        fields: Mapping[str, str] = {},
        computed: Sequence[str] = (),
        droppable: Sequence[str] = (),
        min_last_width: int = 30,
    ) -> None:
        self.model, self.header, self.fields, self.computed = model, header, fields, computed
        self.min_last_width = min_last_width
        self.droppable = [header.index(name) for name in droppable]
        self.rows: list[Row] = []
        self.empty_reason = ""
        """A possible reason for an empty list."""
        self.empty_message = ""
        """A message for an empty list that replaces the standard message."""

    def add(
        self,
        record: Record,
        make_data: Callable[[], dict[str, Any]],
        cells: Sequence[Cell | str],
        make_more: Callable[[], dict[str, str]] = dict,
    ) -> None:
        """Add a row. See Row for the functions."""
        self.rows.append(Row(record, cells, make_data, make_more))


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


def date_cell(value: Timeframe | None, otherwise: str = "-", *, was: str = "") -> Cell:
    """Return a cell for a date. A table shows the date in words, and CSV has it in EDTF.

    If there is no date, a table shows the text `otherwise`. If there is room, it also shows `was`, the earlier date of
    a plan that moved.
    """
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.format import format_short, format_timeframe

    earlier = f", was {was}" if was else ""
    if value is None:
        return Cell(f"{otherwise}{earlier}", short=otherwise, plain="")
    return Cell(f"{format_timeframe(value)}{earlier}", short=format_short(value), plain=str(value))


def show(session: Session, name: str, listing: Listing, format: Format) -> None:
    """Print a list as a table, JSON or CSV."""
    if format is Format.json:
        rows = [session.with_file_and_line(row.record, row.data) for row in listing.rows]
        session.terminal.json(session.json_document(name, rows))
    elif format is Format.csv:
        _print_csv(session, listing)
    elif listing.rows:
        _print_table(session, listing)
    if not listing.rows:
        reason = f": {listing.empty_reason}" if listing.empty_reason else ""
        session.terminal.notify(listing.empty_message or f"no {name} match{reason}", "note")


def _print_table(session: Session, listing: Listing) -> None:
    from cobtrack.cli.output.table import Table

    ids = [position for position, name in enumerate(listing.header) if name == "id"]
    table = Table(
        listing.header,
        rows=[row.cells for row in listing.rows],
        droppable=listing.droppable,
        never_cut=ids,
        min_last_width=listing.min_last_width,
    )
    with session.terminal.paged():
        session.terminal.table(table)


def _print_csv(session: Session, listing: Listing) -> None:
    """Print all fields of all records. The last column is the last column of the table, which has the longest texts."""
    names = [listing.fields.get(name, name) for name in listing.header]
    rows = [_field_cells(listing, row) | dict(_table_cells(names, row)) | row.more for row in listing.rows]
    columns = [*names[:-1], *_field_columns(listing, rows), *listing.computed]
    columns += [name for row in listing.rows[:1] for name in row.more]
    columns = [*dict.fromkeys(name for name in columns if name != names[-1]), names[-1]]
    session.terminal.csv(columns, ([row.get(name, "") for name in columns] for row in rows))


def _table_cells(names: Sequence[str], row: Row) -> Iterator[tuple[str, str]]:
    """Yield the name and the text for CSV of each cell of the table. For a missing value, a table has a dash."""
    for name, cell in zip(names, row.cells, strict=True):
        plain = None if isinstance(cell, str) else cell.plain
        text = cell if isinstance(cell, str) else cell.text
        yield name, ("" if text == "-" else text) if plain is None else plain


def _field_columns(listing: Listing, rows: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """Yield the names of the columns for the fields of the model.

    A field with texts has a column for each further language in which there are texts, such as `title.km`.
    """
    from cobtrack.model.record import fields_by_key

    present = dict.fromkeys(name for row in rows for name in row)
    for key in fields_by_key(listing.model):
        yield key
        yield from (name for name in present if name.startswith(f"{key}."))


def _field_cells(listing: Listing, row: Row) -> dict[str, str]:
    """Return the cells for the fields of a record and for the computed values, keyed by column."""
    from cobtrack.model.record import field_type, fields_by_key, record_type, unwrap_type
    from cobtrack.model.references import TYPES_WITH_ID
    from cobtrack.model.types import Text

    cells = {name: as_csv(row.data.get(name), name) for name in listing.computed}
    for key, name in fields_by_key(listing.model).items():
        annotation, own = field_type(listing.model, name), getattr(row.record, name)
        # Plain data lack values that are the default, such as `full` for `seen`.
        value = row.data.get(key, own if isinstance(own, str | int) else None)
        inner = record_type(annotation)
        if inner and inner.__name__ in TYPES_WITH_ID:
            # Records with an id are listed by themselves.
            value = [item["id"] for item in value or ()]
        if isinstance(value, dict) and unwrap_type(annotation) is Text:
            cells |= {f"{key}.{code}": as_csv(text) for code, text in value.items() if text != own}
            value = str(own)
        cells[key] = as_csv(value, key)
    return cells
