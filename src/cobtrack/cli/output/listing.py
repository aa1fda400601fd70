"""Rows of a list, and how they are printed."""

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
    """Rows of a list: as cells for a table, and as plain data with their records.

    A narrow terminal goes without the `spare` columns where the last one would get fewer than `least` letters.
    """

    def __init__(self, header: Sequence[str], spare: Sequence[str] = (), least: int = 30) -> None:
        self.header = header
        self.least = least
        self.spare = [header.index(name) for name in spare]
        self.rows: list[Sequence[Cell | str]] = []
        self.data: list[dict[str, Any]] = []
        self.more: list[dict[str, str]] = []
        """What CSV has besides, by column: all that a person would filter by."""
        self.why = ""
        """Why there may be nothing in it."""
        self.nothing = ""
        """What is said where there is nothing in it, although something fits."""


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
    """Put the plain data of a row into the list, with the line of its record where that is wanted.

    CSV gets those `columns` of the data besides, and `more`.
    """
    listing.data.append(session.with_file_and_line(record, data) if with_lines else data)
    listing.more.append({name: in_sheet(data.get(name), name) for name in columns} | more)


def sheet_id(identifier: str) -> str:
    """An id as a cell: `activity:1.10`, which no spreadsheet takes for the number 1.1; `show` takes it as well."""
    return f"activity:{identifier}" if _NUMBER.fullmatch(identifier) else identifier


def in_sheet(value: Any, name: str = "") -> str:
    """Plain data as a cell; lists with semicolons. What only looks like a number has its column's name before it."""
    match value:
        case None | False:
            return ""
        case True:
            return "yes"
        case list():
            return "; ".join(in_sheet(one, name) for one in value)
        case dict():
            return in_sheet(next(iter(value.values()), ""), name)
        case str() if _NUMBER.fullmatch(value):
            return sheet_id(value) if name in {"activities", "begin"} else f"{name.removesuffix('s')}:{value}"
    return markup.plain_text(str(value))


def when(value: Timeframe | None, otherwise: str = "-") -> Cell:
    """A cell with a date: in words for people, in EDTF in CSV."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.format import format_short, format_timeframe

    if value is None:
        return Cell(otherwise, plain="")
    return Cell(format_timeframe(value), short=format_short(value), plain=str(value))


def _plain(cell: Cell | str) -> str:
    """A cell in CSV, where nothing is nothing."""
    if isinstance(cell, str):
        return "" if cell == "-" else cell
    return _plain(cell.text) if cell.plain is None else cell.plain


def show(session: Session, name: str, listing: Listing, format: Format) -> None:
    """Print a list in the format that was asked for."""
    from cobtrack.cli.output.table import Table

    if format is Format.json:
        session.terminal.json(session.json_document(name, listing.data))
    elif format is Format.csv:
        # The long text stays the last column.
        *header, last = listing.header
        more = listing.more or [{} for _ in listing.rows]
        rows = [
            [*map(_plain, row[:-1]), *cells.values(), _plain(row[-1])]
            for row, cells in zip(listing.rows, more, strict=True)
        ]
        session.terminal.csv([*header, *(more[0] if more else ()), last], rows)
    elif listing.rows:
        with session.terminal.paged():
            keep = [at for at, name in enumerate(listing.header) if name == "id"]
            session.terminal.table(
                Table(
                    listing.header,
                    rows=listing.rows,
                    droppable=listing.spare,
                    never_cut=keep,
                    min_last_width=listing.least,
                )
            )
    if not listing.rows:
        none = listing.nothing or f"no {name} fit" + (f": {listing.why}" if listing.why else "")
        session.terminal.notify(none, "note")
