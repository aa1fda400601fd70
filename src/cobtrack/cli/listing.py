"""Rows of a list, and how they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.cli.terminal import Cell
    from cobtrack.model.timeframe import Timeframe


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
        self.why = ""
        """Why there may be nothing in it."""
        self.nothing = ""
        """What is said where there is nothing in it, although something fits."""


def add(session: Session, listing: Listing, record: Any, data: dict[str, Any], *, with_lines: bool) -> None:
    """Put the plain data of a row into the list, with the line of its record where that is wanted."""
    listing.data.append(session.with_line(record, data) if with_lines else data)


def when(value: Timeframe | None, otherwise: str = "-") -> Cell:
    """A cell with a date: in words for people, in EDTF in CSV."""
    from cobtrack.cli.terminal import Cell
    from cobtrack.model import words

    if value is None:
        return Cell(otherwise, plain="")
    return Cell(words.timeframe(value), short=words.brief(value), plain=str(value))


def _plain(cell: Cell | str) -> str:
    """A cell in CSV, where nothing is nothing."""
    if isinstance(cell, str):
        return "" if cell == "-" else cell
    return _plain(cell.text) if cell.plain is None else cell.plain


def show(session: Session, name: str, listing: Listing, format: Format) -> None:
    """Print a list in the format that was asked for."""
    from cobtrack.cli.terminal import Table

    if format is Format.json:
        session.terminal.json(session.document(name, listing.data))
    elif format is Format.csv:
        session.terminal.csv(listing.header, [[_plain(cell) for cell in row] for row in listing.rows])
    elif listing.rows:
        with session.terminal.paged():
            keep = [at for at, name in enumerate(listing.header) if name == "id"]
            session.terminal.table(
                Table(listing.header, rows=listing.rows, spare=listing.spare, keep=keep, least=listing.least)
            )
    if not listing.rows:
        none = listing.nothing or f"no {name} fit" + (f": {listing.why}" if listing.why else "")
        session.terminal.say(none, "note")
