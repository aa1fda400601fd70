"""Rows of a list, and how they are printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import Format

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.cli.terminal import Cell


class Listing:
    """Rows of a list: as cells for a table, and as plain data with their records."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.rows: list[Sequence[Cell | str]] = []
        self.data: list[dict[str, Any]] = []


def add(session: Session, listing: Listing, record: Any, data: dict[str, Any], *, with_lines: bool) -> None:
    """Put the plain data of a row into the list, with the line of its record where that is wanted."""
    listing.data.append(session.with_line(record, data) if with_lines else data)


def show(session: Session, name: str, listing: Listing, format: Format) -> None:
    """Print a list in the format that was asked for."""
    from cobtrack.cli.terminal import Cell, Table

    if format is Format.json:
        session.terminal.json(session.document(name, listing.data))
    elif format is Format.csv:
        rows = [[cell.text if isinstance(cell, Cell) else cell for cell in row] for row in listing.rows]
        session.terminal.csv(listing.header, rows)
    elif listing.rows:
        with session.terminal.paged():
            session.terminal.table(Table(listing.header, rows=listing.rows))
    if not listing.rows:
        session.terminal.say(f"no {name} fit", "note")
