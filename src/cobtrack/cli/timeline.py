"""`cobtrack timeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    CannotError,
    Color,
    ColorOption,
    Format,
    FormatOption,
    MechanismFilter,
    OwnerFilter,
    PillarFilter,
    Quiet,
    Root,
    StatusFilter,
    TwgFilter,
)  # fmt: skip

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Problem
    from cobtrack.model.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.timeline import Bar, Timeline
    from cobtrack.views.whatif import Comparison, Move

_TEXT = 38
"""Columns that the bars leave for the other columns."""
_PIPE = 84


def timeline(
    pillar: PillarFilter = [],
    owner: OwnerFilter = [],
    mechanism: MechanismFilter = [],
    status: StatusFilter = [],
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
        str, typer.Option("--procedure", metavar="ID", help="… if this review procedure applied.")
    ] = "",
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
    from cobtrack.cli.session import filters, start
    from cobtrack.cli.supposed import supposed
    from cobtrack.model import assume
    from cobtrack.rules import check
    from cobtrack.views.filters import Filters
    from cobtrack.views.whatif import about, compare, narrowed

    session = start(root, as_of, color, quiet=quiet)
    chosen = filters(session, pillar, status, actor, twg, mechanism, owner)
    now = assume.known_on(session.workspace, session.as_of)
    told, then = supposed(now, what_if, cycle, procedure)
    comparison = None
    if told:
        problems, after = check(now, session.as_of), check(then, session.as_of)
        comparison = compare(now, then, session.as_of, problems, after)
    found = _window(session, then, chosen, from_, to)
    held = check(then, session.as_of, "COB3")
    if chosen != Filters():
        held = list(about(held, then, found.taken))
        comparison = narrowed(comparison, then, found.taken) if comparison else None
    if format is Format.json:
        session.terminal.json(_json(session, found, held, told, comparison))
    elif format is Format.csv:
        _csv(session, found)
    else:
        with session.terminal.paged():
            _print(session, found, held, told, comparison)


def _window(session: Session, workspace: Workspace, chosen: Any, from_: str, to: str) -> Timeline:
    from cobtrack.cli.session import timeframe
    from cobtrack.views import timeline as view

    first = timeframe("--from", from_).earliest if from_ else None
    last = timeframe("--to", to).latest if to else None
    for option, text, day in (("--from", from_, first), ("--to", to, last)):
        if text and day is None:
            raise CannotError(f"{option} takes a date, not an open end", "such as 2027")
    if first and last and last < first:
        raise CannotError(f"--to {to} lies before --from {from_}", "exchange the two")
    return view.timeline(workspace, session.as_of, chosen, first, last)


def _json(
    session: Session,
    found: Timeline,
    problems: Sequence[Problem],
    told: Sequence[str],
    comparison: Comparison | None,
) -> dict[str, Any]:
    from cobtrack.views import plain

    document = session.document("timeline", [plain.bar(one) for one in found.bars])
    document |= {"from": str(found.first), "to": str(found.last)}
    document |= {"problems": [plain.problem(one) for one in problems]}
    if comparison:
        document |= {"what_if": {"supposed": list(told), **plain.comparison(comparison)}}
    return document


def _csv(session: Session, found: Timeline) -> None:
    rows = [
        [one.kind, one.id, str(one.when or ""), str(one.has_to_end or ""), one.word, one.title] for one in found.bars
    ]
    session.terminal.csv(["kind", "id", "when", "has_to_end", "state", "title"], rows)


def _print(
    session: Session,
    found: Timeline,
    problems: Sequence[Problem],
    told: Sequence[str],
    comparison: Comparison | None,
) -> None:
    from cobtrack.model import words

    terminal = session.terminal
    title = session.workspace.roadmap.title if session.workspace.roadmap else "Roadmap"
    terminal.wrapped(f"{title}, as of {words.day(session.as_of)}", style="bold")
    for number, one in enumerate(told):
        terminal.wrapped(one, "         ", "What if  " if not number else "  and    ")
    bars = found.bars
    if comparison:
        moved = {one.id for one in comparison.moves}
        bars = tuple(bar for bar in bars if bar.id in moved)
    terminal.print()
    _draw(session, found, bars)
    if comparison:
        _moves(session, comparison)
        _problems(session, "Problems that appear", comparison.appear, "none")
        _problems(session, "Problems that vanish", comparison.vanish, "none")
        terminal.print()
        terminal.print("Nothing was written.", "dim")
    else:
        _problems(session, "What does not hold together", problems, "nothing: the dates fit")


def _draw(session: Session, found: Timeline, bars: Sequence[Bar]) -> None:
    from cobtrack.cli import bars as drawn
    from cobtrack.cli.terminal import STYLES, Cell
    from cobtrack.model import markup

    terminal = session.terminal
    if not bars:
        terminal.print(
            "Nothing within this window moves." if found.bars else "No activity or deadline lies within this window."
        )
        return
    made = drawn.scale(found, max(terminal.width - _TEXT, 8) if terminal.width else _PIPE)
    rows: list[list[Cell]] = [[Cell(""), Cell(text, "dim"), Cell(""), Cell("")] for text in drawn.axis(made)]
    pillars = {one.pillar: markup.plain(one.title) for one in session.workspace.pillars}
    group = -1
    for bar in bars:
        if bar.pillar != group:
            name = f"{bar.pillar}. {pillars[bar.pillar]}" if bar.pillar else "Deadlines"
            rows.append([Cell(""), Cell(drawn.blank(made, found.as_of), "dim"), Cell(""), Cell(name, "bold")])
            group = bar.pillar
        style = STYLES.get(bar.word, "")
        # In a pipe there is room for the whole id.
        name = bar.body if bar.body and terminal.width else bar.id
        text = Cell(markup.plain(bar.title))
        rows.append([Cell(name, "bold"), Cell(drawn.line(bar, made, found.as_of), style), Cell(bar.word, style), text])
    terminal.lines(rows)
    terminal.print()
    terminal.wrapped(drawn.LEGEND)
    _left_out(session, found, bars)


def _left_out(session: Session, found: Timeline, bars: Sequence[Bar]) -> None:
    left = [f"{found.outside} outside of this window"] if found.outside else []
    left += [f"{found.undated} without a date"] if found.undated else []
    if left and len(bars) == len(found.bars):
        session.terminal.wrapped(f"Left out: {', '.join(left)}.")


def _moves(session: Session, comparison: Comparison) -> None:
    from cobtrack.cli.terminal import Cell

    terminal = session.terminal
    terminal.print()
    terminal.print(f"What moves ({len(comparison.moves)})", "bold")
    if not comparison.moves:
        terminal.print("  nothing")
        return
    rows = []
    for one in comparison.moves:
        old = "new" if one.is_new else _moved(one, one.before)
        new = "no longer due" if one.is_gone else _moved(one, one.after)
        what = one.id + {"due": "", "ends": " has to end by", "starts": " waits until"}[one.what]
        rows.append([Cell(f"  {what}", "bold"), Cell(old), Cell("->"), Cell(new)])
    if terminal.width and sum(max(len(row[at].text) for row in rows) for at in range(4)) + 6 > terminal.width:
        for row in rows:
            terminal.wrapped(f"{row[0].text.strip()}: {row[1].text} -> {row[3].text}", "    ", "  ")
    else:
        terminal.lines(rows)


def _moved(move: Move, date: Timeframe | None) -> str:
    from cobtrack.model import words

    if date is None:
        return "no date"
    return words.timeframe(date) if move.what == "due" else words.limit(date)


def _problems(session: Session, title: str, problems: Sequence[Problem], otherwise: str) -> None:
    from cobtrack.cli.terminal import STYLES

    terminal = session.terminal
    terminal.print()
    terminal.print(f"{title} ({len(problems)})", "bold")
    for one in problems:
        terminal.wrapped(f"{one.severity} {one.code}: {one.message}", "    ", "  ", style=STYLES[one.severity])
    if not problems:
        terminal.print(f"  {otherwise}")
