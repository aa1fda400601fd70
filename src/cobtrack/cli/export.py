"""`cobtrack export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    CannotError,
    Color,
    ColorOption,
    MechanismFilter,
    OwnerFilter,
    PillarFilter,
    Quiet,
    Root,
    TwgFilter,
)  # fmt: skip

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.views.filters import Filters


def export(
    what: Annotated[str, typer.Argument(metavar="NAME", help="deadlines.ics: the deadlines as a calendar.")],
    owner: OwnerFilter = [],
    mechanism: MechanismFilter = [],
    pillar: PillarFilter = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="PATH", help="Where to write; else NAME here; - for the output.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Say what would be written.")] = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Write data in other people's formats. A calendar that is read again updates its events.

    \b
      cobtrack export deadlines.ics
      cobtrack export deadlines.ics --owner children -o children.ics
    """
    from cobtrack.cli.session import filters, refuse_errors, start
    from cobtrack.cli.written import Written

    makers = {"deadlines.ics": _calendar}
    if what not in makers:
        raise CannotError(f'there is no export "{what}"', f"there is {', '.join(makers)}")
    session = start(root, as_of, color, quiet=quiet, note=False)
    chosen = filters(session, pillar, [], actor, twg, mechanism, owner)
    refuse_errors(session)
    data, told = makers[what](session, chosen)
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    Written(dry_run=dry_run, terminal=session.terminal).add(Path(output or what), data, told)


def _calendar(session: Session, chosen: Filters) -> tuple[bytes, str]:
    """The calendar, and what to say of it. Raises CannotError where the library is not installed."""
    from cobtrack.exchange.calendar import calendar
    from cobtrack.model import words
    from cobtrack.views import deadlines

    rows = [
        row
        for row in deadlines.states(session.workspace, session.as_of)
        if chosen.takes_deadline(session.workspace, row)
    ]
    undated = sum(row.due is None for row in rows)
    try:
        data = calendar(session.workspace, rows, session.as_of, chosen.owners)
    except ImportError:
        raise CannotError(
            "a calendar needs the library icalendar", "install it: pip install 'cobtrack[calendar]'"
        ) from None
    left = f"; left out: {undated} without a date" if undated else ""
    return data, f": {words.count(len(rows) - undated, 'deadline')}{left}"
