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
    from collections.abc import Iterator, Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Problem
    from cobtrack.model.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.timeline import Bar, Timeline
    from cobtrack.views.whatif import Comparison

_TEXT = 38
"""Columns that the bars leave for the other columns."""
_PIPE = 84
_LONGEST = 100


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
    from cobtrack.model import assume
    from cobtrack.rules import check
    from cobtrack.views.whatif import compare

    session = start(root, as_of, color, quiet=quiet)
    chosen = filters(session, pillar, status, actor, twg, mechanism, owner)
    now = assume.known_on(session.workspace, session.as_of)
    told, then = _supposed(now, what_if, cycle, procedure)
    comparison = None
    if told:
        problems, after = check(now, session.as_of), check(then, session.as_of)
        comparison = compare(now, then, session.as_of, problems, after)
    found = _window(session, then, chosen, from_, to)
    held = check(then, session.as_of, "COB3")
    if format is Format.json:
        session.terminal.json(_json(session, found, held, told, comparison))
    elif format is Format.csv:
        _csv(session, found)
    else:
        with session.terminal.paged():
            _print(session, found, held, told, comparison)


def _supposed(
    workspace: Workspace, what_if: Sequence[str], cycle: int | None, procedure: str
) -> tuple[list[str], Workspace]:
    """What is supposed, in sentences, and the workspace as it would be then. Raises CannotError."""
    from cobtrack.model import assume, words

    told, then = [], workspace
    if procedure:
        known = {one.id: one for mechanism in then.mechanisms for one in then.procedures_of(mechanism)}
        if procedure not in known:
            named = ", ".join(known) or "none: a mechanism names them under procedures"
            raise CannotError(f'no mechanism names a procedure "{procedure}"', f"there are {named}")
        then = assume.under(then, known[procedure])
        told.append(f"the review goes by {procedure} ({known[procedure].title})")
    dates: dict[str, Timeframe] = {}
    for one, date in _given(then, what_if):
        if one in dates:
            raise CannotError(f"--what-if gives {one} two dates", "give it one")
        dates[one] = date
    if cycle is not None:
        if not 1 <= cycle <= _LONGEST:
            raise CannotError(f"a review cycle has 1 to {_LONGEST} years, not {cycle}", "such as --cycle 8")
        found = assume.next_report(then, cycle)
        if found is None:
            hint = "--cycle needs a review_cycle in data/roadmap.yaml whose next_report has a date"
            raise CannotError(f"a review cycle of {cycle} years cannot be worked out", hint)
        if found[0] in dates:
            raise CannotError(f"--cycle and --what-if both move {found[0]}", "leave one of them out")
        dates |= [found]
        told.append(f"the review cycle has {words.count(cycle, 'year')}")
    told += [_supposition(one, date, then.schedule.date(one)) for one, date in dates.items()]
    return told, assume.dated(then, dates) if dates else then


def _supposition(identifier: str, date: Timeframe, was: Timeframe | None) -> str:
    from cobtrack.model import words

    then = ", as it is" if was == date else f", not {words.timeframe(was)}" if was else ""
    return f"{identifier} is due {words.timeframe(date)}{then}"


def _given(workspace: Workspace, what_if: Sequence[str]) -> Iterator[tuple[str, Any]]:
    from difflib import get_close_matches

    from cobtrack.cli.session import timeframe

    known = {one.id for one in workspace.deadlines}
    for text in what_if:
        name, equals, value = text.partition("=")
        if not equals:
            raise CannotError(f'--what-if takes ID=DATE, not "{text}"', "such as crc-state-report=2030-11")
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]}?" if close else "deadlines are listed by: cobtrack list deadlines"
            raise CannotError(f'there is no deadline "{name}"', hint)
        yield name, timeframe("--what-if", value)


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
        terminal.print("No activity or deadline lies within this window.")
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
    from cobtrack.model import words

    terminal = session.terminal
    terminal.print()
    terminal.print(f"What moves ({len(comparison.moves)})", "bold")
    if not comparison.moves:
        terminal.print("  nothing")
        return
    rows = []
    for one in comparison.moves:
        old = "new" if one.is_new else words.timeframe(one.before) if one.before else "no date"
        new = "no longer due" if one.is_gone else words.timeframe(one.after) if one.after else "no date"
        what = f"{one.id} has to end by" if one.kind == "activity" else one.id
        rows.append([Cell(f"  {what}", "bold"), Cell(old), Cell("->"), Cell(new)])
    if terminal.width and sum(max(len(row[at].text) for row in rows) for at in range(4)) + 6 > terminal.width:
        for row in rows:
            terminal.wrapped(f"{row[0].text.strip()}: {row[1].text} -> {row[3].text}", "    ", "  ")
    else:
        terminal.lines(rows)


def _problems(session: Session, title: str, problems: Sequence[Problem], otherwise: str) -> None:
    from cobtrack.cli.terminal import STYLES

    terminal = session.terminal
    terminal.print()
    terminal.print(f"{title} ({len(problems)})", "bold")
    for one in problems:
        terminal.wrapped(f"{one.severity} {one.code}: {one.message}", "    ", "  ", style=STYLES[one.severity])
    if not problems:
        terminal.print(f"  {otherwise}")
