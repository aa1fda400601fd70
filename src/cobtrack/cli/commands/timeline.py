"""`cobtrack timeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    Color,
    ColorOption,
    CommandError,
    Format,
    FormatOption,
    MechanismFilter,
    OwnerFilter,
    PillarFilter,
    Quiet,
    Root,
    TimelineStatus,
    TwgFilter,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Problem
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.timeline import Timeline
    from cobtrack.views.whatif import Comparison


def timeline(
    pillar: PillarFilter = [],
    owner: OwnerFilter = [],
    mechanism: MechanismFilter = [],
    status: TimelineStatus = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="From here on: 2026, 2026-07.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="Up to here: 2028, 2028-03.")] = "",
    what_if: Annotated[
        list[str],
        typer.Option("--what-if", metavar="ID=DATE", help="Show what moves if this deadline were then; repeat it."),
    ] = [],
    cycle: Annotated[
        int | None,
        typer.Option("--cycle", metavar="YEARS", help="… if the review cycle had so many years."),
    ] = None,
    procedure: Annotated[
        list[str],
        typer.Option("--procedure", metavar="ID", help="… if this review procedure applied; one for each mechanism."),
    ] = [],
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show the roadmap over time, and what does not hold together. With "what if", what would move; nothing is written.

    \b
      cobtrack timeline --pillar 2
      cobtrack timeline --from 2026-07 --to 2028
      cobtrack timeline --what-if crc-state-report=2030-11
      cobtrack timeline --cycle 8 --format json
    """
    from cobtrack.cli.commands.supposed import apply_scenario
    from cobtrack.cli.output.timeline import Text
    from cobtrack.cli.session import open_session, parse_filters
    from cobtrack.model import scenario
    from cobtrack.rules import check
    from cobtrack.views.filters import Filters
    from cobtrack.views.whatif import compare, problems_about, restricted

    session = open_session(root, as_of, color, quiet=quiet)
    chosen = parse_filters(session, pillar, status, actor, twg, mechanism, owner, kind="timeline")
    now = scenario.as_known_on(session.workspace, session.as_of)
    told, then = apply_scenario(now, what_if, cycle, procedure)
    found = _window(session, then, chosen, from_, to)
    every = check(then, session.as_of, "COB3")
    comparison = None
    if told:
        problems, after = check(now, session.as_of), check(then, session.as_of)
        comparison = compare(now, then, session.as_of, problems, after)
    held: Sequence[Problem] = every
    if chosen != Filters() or from_ or to:
        is_window = bool(from_ or to)
        ids = _shown(found, is_window=is_window)
        held = problems_about(every, then, ids)
        if comparison:
            # What moves out of the window was in it.
            was = _shown(_window(session, now, chosen, from_, to), is_window=is_window)
            comparison = restricted(comparison, then, ids | was)
    if format is Format.json:
        session.terminal.json(_json(session, found, held, told, comparison))
    elif format is Format.csv:
        _csv(session, found, told)
    else:
        text = Text(session, found, tuple(held), len(every) - len(held), told, comparison)
        with session.terminal.paged():
            text.print()


def _shown(found: Timeline, *, is_window: bool) -> frozenset[str]:
    """What a narrowed timeline is about: what passed the filters, and lies in the window where one was asked for."""
    return frozenset(bar.id for bar in found.bars) if is_window else found.matching


def _window(session: Session, workspace: Workspace, chosen: Any, from_: str, to: str) -> Timeline:
    from cobtrack.cli.session import parse_timeframe
    from cobtrack.views import timeline as view

    first = parse_timeframe("--from", from_).earliest if from_ else None
    last = parse_timeframe("--to", to).latest if to else None
    for option, text, day in (("--from", from_, first), ("--to", to, last)):
        if text and day is None:
            raise CommandError(f"{option} takes a date, not an open end", "such as 2027")
    if first and last and last < first:
        raise CommandError(f"--to {to} lies before --from {from_}", "exchange the two")
    return view.timeline(workspace, session.as_of, chosen, first, last)


def _json(
    session: Session,
    found: Timeline,
    problems: Sequence[Problem],
    told: Sequence[str],
    comparison: Comparison | None,
) -> dict[str, Any]:
    from cobtrack.views import as_json

    document = session.json_document("timeline", [as_json.bar(one) for one in found.bars])
    document |= {"from": str(found.first), "to": str(found.last)}
    document |= {"problems": [as_json.problem(one) for one in problems]}
    if comparison:
        document |= {"what_if": {"supposed": list(told), **as_json.comparison(comparison)}}
    return document


def _csv(session: Session, found: Timeline, told: Sequence[str]) -> None:
    """A line for each bar; where dates are supposed, each line says what is."""
    from cobtrack.cli.output.listing import csv_id

    header = ["kind", "id", "when", "has_to_end", "state", *(["what_if"] if told else []), "title"]
    supposed = ["; ".join(told)] if told else []
    rows = [
        [one.kind, csv_id(one.id), str(one.when or ""), str(one.has_to_end or ""), one.word, *supposed, one.title]
        for one in found.bars
    ]
    session.terminal.csv(header, rows)
