"""The rows of a list, printed as a table or JSON."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import Format
from cobtrack.cli.output.table import column_heads
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.reporting.roles import By, Group
    from cobtrack.views.tables.table import Table as RecordTable


@dataclass
class Row:
    """A row of a list: a record and its cells in a table.

    Only JSON needs its plain data, so a function returns them.
    """

    record: Record
    cells: Sequence[Cell | str]
    make_data: Callable[[], dict[str, Any]]


class Listing:
    """A list of records.

    `header` has the English names of the columns, and `heads` the texts above the columns; by default, these are the
    names in the spoken language. On a narrow terminal, the columns named in `droppable` are left out if the last column
    would otherwise have fewer than `min_last_width` characters.
    """

    def __init__(
        self,
        header: Sequence[str],
        droppable: Sequence[str] = (),
        min_last_width: int = 30,
        heads: Sequence[str] = (),
    ) -> None:
        self.header, self.min_last_width = header, min_last_width
        self.heads = heads or column_heads(header)
        self.droppable = [header.index(name) for name in droppable]
        self.right: Sequence[str] = ()
        """The names of the columns that are aligned to the right, such as amounts of money."""
        self.rows: list[Row] = []
        self.by = ""
        self.groups: Sequence[Group] = ()
        """The groups of rows, if the list is grouped."""

    def group(self, workspace: Workspace, by: By) -> None:
        """Group the rows by the organisations that lead the records, or by thematic working groups."""
        from cobtrack.views.reporting.roles import groups

        self.by, self.groups = by, groups(workspace, [row.record for row in self.rows], by)

    def insert(self, position: int, name: str, cells: Sequence[str]) -> None:
        """Insert a column, which stands to the right of all droppable columns, before the given position."""
        self.header = [*self.header[:position], name, *self.header[position:]]
        self.heads = [*self.heads[:position], *column_heads([name]), *self.heads[position:]]
        for row, cell in zip(self.rows, cells, strict=True):
            row.cells = [*row.cells[:position], cell, *row.cells[position:]]

    def add(self, record: Record, make_data: Callable[[], dict[str, Any]], cells: Sequence[Cell | str]) -> None:
        """Add a row. `make_data` returns the plain data of the record."""
        self.rows.append(Row(record, cells, make_data))


def date_cell(value: Timeframe | None, otherwise: str = "-", *, was: str = "") -> Cell:
    """Return a cell with a date in words, or with the text `otherwise` if there is no date.

    If there is room, the cell also shows `was`, the earlier date of a plan that moved.
    """
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.format import format_short, format_timeframe

    date = format_timeframe(value) if value else otherwise
    short = format_short(value) if value else otherwise
    return Cell(_("%(date)s, was %(earlier)s", date=date, earlier=was) if was else date, short=short)


def field_name(name: str) -> str:
    """Return the name of a field in the spoken language; in English, as it is written in the data files."""
    words = name.replace("_", " ").strip()
    spoken = pgettext("field", words)
    return name if spoken == words else spoken


def no_match(kind: str) -> str:
    """Return the message that no record of a kind, such as "activities", matches the filters."""
    return _("no %(kind)s match", kind=kind)


def show(
    session: Session,
    name: str,
    listing: Listing,
    format: Format,
    empty: str = "",
    *,
    more: Mapping[str, Any] | None = None,
) -> None:
    """Print a list as a table or JSON. `empty` is the message for an empty list.

    `more` has further parts of the JSON document.
    """
    if format is Format.json:
        rows = [session.with_file_and_line(row.record, row.make_data()) for row in listing.rows]
        document = session.json_document(name, rows)
        if listing.by:
            document |= {"by": listing.by, "groups": [_group_data(listing, group) for group in listing.groups]}
        session.terminal.json({**document, **(more or {})})
    elif listing.rows:
        _print_table(session, listing)
    _notify_if_empty(session, name, listing.rows, empty)


def _group_data(listing: Listing, group: Group) -> dict[str, Any]:
    """Return a group of rows as plain data: the organisation or the owner, and the ids of the records."""
    ids = [getattr(listing.rows[index].record, "id", "") for index in group.indexes]
    return {"id": group.key or None, "title": group.title, "ids": ids}


def show_csv(session: Session, name: str, table: RecordTable, empty: str = "", *, by: By | None = None) -> None:
    """Print a table of records as CSV. `empty` is the message for a table without rows.

    If the rows are grouped, the first column has the id of the organisation.
    """
    if by:
        table = _grouped_table(session.workspace, table, by)
    session.terminal.csv(table.columns, table.rows)
    _notify_if_empty(session, name, table.rows, empty)


def _grouped_table(workspace: Workspace, table: RecordTable, by: By) -> RecordTable:
    """Return the table with each row under each organisation that it belongs to, whose id is in the first column."""
    from dataclasses import replace

    from cobtrack.model.inheritance import with_inherited
    from cobtrack.views.details import find_record
    from cobtrack.views.reporting.roles import groups

    complete, position = with_inherited(workspace), table.columns.index("id")
    found = [(record, row) for row in table.rows if (record := find_record(complete, row[position]))]
    all_groups = groups(complete, [record for record, _ in found], by)
    rows = [(group.key, *found[index][1]) for group in all_groups for index in group.indexes]
    return replace(table, columns=("grouped_by", *table.columns), rows=tuple(rows))


def _notify_if_empty(session: Session, name: str, rows: Sequence[object], message: str) -> None:
    if not rows:
        session.terminal.notify(message or no_match(name), "note")


def _print_table(session: Session, listing: Listing) -> None:
    from cobtrack.cli.output.table import Table

    ids = [position for position, name in enumerate(listing.header) if name == "id"]
    rows, sections = listing.rows, {}
    if listing.by:
        rows = []
        for group in listing.groups:
            sections[len(rows)] = _("%(text)s (%(detail)s)", text=group.title, detail=len(group.indexes))
            rows += [listing.rows[index] for index in group.indexes]
    table = Table(
        listing.heads,
        rows=[row.cells for row in rows],
        sections=sections,
        right=frozenset(position for position, name in enumerate(listing.header) if name in listing.right),
        droppable=listing.droppable,
        never_cut=ids,
        min_last_width=listing.min_last_width,
    )
    with session.terminal.paged():
        session.terminal.table(table)
