"""`cobtrack list`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    Color,
    ColorOption,
    Format,
    FormatOption,
    MechanismFilter,
    PillarFilter,
    Quiet,
    Root,
    StatusFilter,
    TwgFilter,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.cli.terminal import Cell
    from cobtrack.views.filters import Filters


class What(StrEnum):
    """What can be listed."""

    activities = "activities"
    recommendations = "recommendations"
    deadlines = "deadlines"
    actors = "actors"


class Listing:
    """Rows of a list: as cells for a table, and as plain data with their records."""

    def __init__(self, header: Sequence[str]) -> None:
        self.header = header
        self.rows: list[Sequence[Cell | str]] = []
        self.data: list[dict[str, Any]] = []


def list_(
    what: Annotated[
        What, typer.Argument(metavar="WHAT", help="activities, recommendations, deadlines or actors.")
    ] = What.activities,
    pillar: PillarFilter = [],
    status: StatusFilter = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    mechanism: MechanismFilter = [],
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """List activities, recommendations, deadlines, actors. Filters narrow the list.

    \b
      cobtrack list --status overdue
      cobtrack list recommendations --status urgent
      cobtrack list activities --pillar 1,4 --format csv
    """
    from cobtrack.cli.session import filters, start

    session = start(root, as_of, color, quiet=quiet)
    chosen = filters(session, pillar, status, actor, twg, mechanism)
    make = {
        What.activities: _activities,
        What.recommendations: _recommendations,
        What.deadlines: _deadlines,
        What.actors: _actors,
    }[what]
    listing = make(session, chosen, with_lines=format is Format.json)
    show(session, what.value, listing, format)


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


def _activities(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.terminal import Cell, word
    from cobtrack.model import markup, words
    from cobtrack.views import activities, plain

    listing = Listing(["id", "timeframe", "status", "timing", "activity"])
    for row in activities.states(session.workspace, session.as_of):
        if chosen.takes_activity(session.workspace, row):
            when = words.timeframe(row.activity.timeframe)
            timing = "stale" if row.stale and row.latest else row.timing
            text = markup.plain(row.activity.text)
            listing.rows.append([Cell(row.activity.id, "bold"), when, word(row.status), word(timing), text])
            _add(session, listing, row.activity, plain.activity(row), with_lines=with_lines)
    return listing


def _recommendations(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.terminal import Cell
    from cobtrack.model import markup
    from cobtrack.views import plain
    from cobtrack.views.recommendations import coverage

    listing = Listing(["id", "urgent", "seen", "activities", "recommendation"])
    for document in coverage(session.workspace):
        for row in document.rows:
            one = row.paragraph
            if chosen.takes_recommendation(session.workspace, one):
                named = ", ".join(activity.id for activity in row.activities) or "-"
                text = ": ".join(str(part) for part in (one.heading, one.summary or one.text) if part)
                urgent = Cell("urgent" if one.urgent else "-", "yellow" if one.urgent else "dim")
                listing.rows.append([Cell(one.id, "bold"), urgent, one.seen, named, markup.plain(text)])
                _add(session, listing, one, plain.recommendation(row), with_lines=with_lines)
    return listing


def _deadlines(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.terminal import Cell, word
    from cobtrack.model import words
    from cobtrack.views import deadlines, plain

    listing = Listing(["id", "due", "state", "owner", "what"])
    for row in deadlines.states(session.workspace, session.as_of):
        if chosen.takes_deadline(session.workspace, row):
            one = row.deadline
            when = words.timeframe(row.due) if row.due else "no date"
            listing.rows.append([Cell(one.id, "bold"), when, word(row.state), one.owner, str(one.title)])
            _add(session, listing, one, plain.deadline(row), with_lines=with_lines)
    return listing


def _actors(session: Session, chosen: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.terminal import Cell
    from cobtrack.views import plain

    listing = Listing(["id", "acronym", "kind", "name"])
    for one in session.workspace.actors:
        if not chosen.actors or one.id in chosen.actors:
            listing.rows.append([Cell(one.id, "bold"), one.acronym or "-", one.kind, str(one.name or "name not known")])
            _add(session, listing, one, plain.record(one), with_lines=with_lines)
    return listing


def _add(session: Session, listing: Listing, record: Any, data: dict[str, Any], *, with_lines: bool) -> None:
    listing.data.append(session.with_line(record, data) if with_lines else data)
