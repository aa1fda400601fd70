"""The rows of a list, printed as a table, JSON or CSV."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import Format
from cobtrack.model.text import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.model.dates.timeframe import Timeframe


_NUMBER = re.compile(r"\d+\.\d+", re.ASCII)


class Listing:
    """The rows of a list. Each row has cells for a table, and plain data for JSON and CSV.

    On a narrow terminal, the columns named in `droppable` are left out if the last column would otherwise have fewer
    than `min_last_width` characters.
    """

    def __init__(self, header: Sequence[str], droppable: Sequence[str] = (), min_last_width: int = 30) -> None:
        self.header = header
        self.min_last_width = min_last_width
        self.droppable = [header.index(name) for name in droppable]
        self.rows: list[Sequence[Cell | str]] = []
        self.data: list[dict[str, Any]] = []
        self.csv_columns: list[dict[str, str]] = []
        """For each row, additional cells for filtering in CSV, keyed by column."""
        self.empty_reason = ""
        """A possible reason for an empty list."""
        self.empty_message = ""
        """A message for an empty list that replaces the standard message."""


def add(
    session: Session,
    listing: Listing,
    record: Any,
    data: dict[str, Any],
    columns: Sequence[str] = (),
    *,
    with_lines: bool,
    **more: str,
) -> None:
    """Add the plain data of a row to the list. With `with_lines`, add the file and line of the row's record too.

    In CSV, the row has additional cells. They are for the values in `data` that are named in `columns`, and for the
    values in `more`.
    """
    listing.data.append(session.with_file_and_line(record, data) if with_lines else data)
    listing.csv_columns.append({name: as_csv(data.get(name), name) for name in columns} | more)


def csv_id(identifier: str) -> str:
    """Return an id for CSV. An id that looks like a number gets a prefix, as in `activity:1.10`.

    Without the prefix, a spreadsheet would treat the id as a number. `cobtrack show` accepts ids with the prefix.
    """
    return f"activity:{identifier}" if _NUMBER.fullmatch(identifier) else identifier


def as_csv(value: Any, name: str = "") -> str:
    """Return a value from plain data as a CSV cell. The items of a list are separated by semicolons.

    An id that looks like a number gets a prefix, which is made from `name`, the name of the column.
    """
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case list():
            return "; ".join(as_csv(item, name) for item in value)
        case dict():
            return as_csv(next(iter(value.values()), ""), name)
        case str() if _NUMBER.fullmatch(value):
            return csv_id(value) if name in {"activities", "begin"} else f"{name.removesuffix('s')}:{value}"
    return markup.plain_text(str(value))


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


def _csv_text(cell: Cell | str) -> str:
    """Return the text of a cell for CSV. For a missing value, the text is empty, although a table has a dash."""
    if isinstance(cell, str):
        return "" if cell == "-" else cell
    return _csv_text(cell.text) if cell.plain is None else cell.plain


def show(session: Session, name: str, listing: Listing, format: Format) -> None:
    """Print a list as a table, JSON or CSV."""
    from cobtrack.cli.output.table import Table

    if format is Format.json:
        session.terminal.json(session.json_document(name, listing.data))
    elif format is Format.csv:
        # The long text must stay in the last column.
        *header, last = listing.header
        more = listing.csv_columns or [{} for _ in listing.rows]
        rows = [
            [*map(_csv_text, row[:-1]), *cells.values(), _csv_text(row[-1])]
            for row, cells in zip(listing.rows, more, strict=True)
        ]
        session.terminal.csv([*header, *(more[0] if more else ()), last], rows)
    elif listing.rows:
        with session.terminal.paged():
            ids = [position for position, name in enumerate(listing.header) if name == "id"]
            session.terminal.table(
                Table(
                    listing.header,
                    rows=listing.rows,
                    droppable=listing.droppable,
                    never_cut=ids,
                    min_last_width=listing.min_last_width,
                )
            )
    if not listing.rows:
        reason = f": {listing.empty_reason}" if listing.empty_reason else ""
        session.terminal.notify(listing.empty_message or f"no {name} match{reason}", "note")
