"""`cobtrack due`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

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
    from cobtrack.cli.session import Session
    from cobtrack.cli.terminal import Cell
    from cobtrack.views.deadlines import DeadlineState, Due


def due(
    all_: Annotated[bool, typer.Option("--all", help="Everything, what was submitted or held too.")] = False,
    mechanism: MechanismFilter = [],
    status: StatusFilter = [],
    pillar: PillarFilter = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show what is due. What has passed comes first, then the next twelve months.

    \b
      cobtrack due
      cobtrack due --all --mechanism upr
      cobtrack due --as-of 2022-12-01 --format json
    """
    from cobtrack.cli.list_ import Listing, show
    from cobtrack.cli.session import filters, start
    from cobtrack.views import deadlines, plain

    session = start(root, as_of, color, quiet=quiet)
    chosen = filters(session, pillar, status, actor, twg, mechanism)
    rows = tuple(
        row
        for row in deadlines.states(session.workspace, session.as_of)
        if chosen.takes_deadline(session.workspace, row)
    )
    found = deadlines.due(rows)
    shown = rows if all_ or status else found.past + found.coming
    listing = Listing(["when", "away", "state", "body", "owner", "what"])
    for row in shown:
        listing.rows.append(_row(row))
        data = plain.deadline(row)
        listing.data.append(session.with_line(row.deadline, data) if format is Format.json else data)
    show(session, "deadlines", listing, format)
    if format is Format.table and not (all_ or status):
        _rest(session, found)


def _row(row: DeadlineState) -> list[Cell | str]:
    from cobtrack.cli.terminal import word
    from cobtrack.model import words

    when = words.timeframe(row.deadline.due) if row.deadline.due else "no date"
    near = words.distance(row.days) if row.days is not None and row.state != "submitted" else ""
    body = row.mechanism.acronym or row.mechanism.id
    return [when, near, word(row.state), body, row.deadline.owner, str(row.deadline.title)]


def _rest(session: Session, found: Due) -> None:
    from cobtrack.model import words

    left = [f"{len(found.later)} later, the next {_when(found.later[0])}"] if found.later else []
    left += [f"{len(found.kept)} submitted or held"] if found.kept else []
    left += [f"{len(found.undated)} without a date"] if found.undated else []
    if left:
        session.terminal.print()
        session.terminal.wrapped(f"Left out: {words.listing(left)}. All: cobtrack due --all")


def _when(row: DeadlineState) -> str:
    from cobtrack.model import words

    when = words.timeframe(row.deadline.due) if row.deadline.due else "no date"
    return f"{when} ({row.mechanism.acronym or row.mechanism.id})"
