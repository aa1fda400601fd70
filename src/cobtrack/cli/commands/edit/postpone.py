"""`cobtrack postpone`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, DryRun, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from collections.abc import Collection

    from cobtrack.cli.session import Session
    from cobtrack.editing.postpone import Move


def postpone(
    id: Annotated[
        str, typer.Argument(metavar="ID", help="An activity, action or deadline.", autocompletion=complete_ids)
    ],
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="The new date, also in words.")] = "",
    why: Annotated[str, typer.Option("--why", metavar="TEXT", help="Why the date moves.")] = "",
    with_: Annotated[
        list[str],
        typer.Option("--with", metavar="ID", help="Move this date too, or all that belong to it (repeatable)."),
    ] = [],
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Move the date of an activity, an action or a deadline. The record keeps its earlier date, with the reason.

    \b
      cobtrack postpone 2.7 --to 2028 --why "The State moved the review."
      cobtrack postpone crc-state-report --to "November 2030" --why "…" --with all
      cobtrack postpone crc-children-report --to "3 months after crc-state-report"

    Other dates can belong to the date: the deadline for which an activity prepares,
    the activities that prepare for a deadline, and the period of the roadmap. On a
    terminal, the command asks for what is missing, and whether to move each of them
    too. In a script, name them after --with, or write --with all. The new date can
    also be earlier.
    """
    from cobtrack.cli.output.ask import ask, can_ask, confirm
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.cli.session import split_values, writing_session
    from cobtrack.editing.postpone import related_moves

    names = set(split_values(with_))
    if not to and can_ask(Terminal(color, quiet=quiet)):
        # The workspace is not locked while the user answers.
        with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=True) as session:
            to = _ask_for_date(session, id)
    description = f"postpone {id} --to {to}"
    with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run, description=description) as session:
        moves = _moves(session, id, to, names)
        terminal, workspace, day = session.terminal, session.workspace, session.as_of
        asks = can_ask(terminal)
        if not asks or (why and (names or not related_moves(workspace, moves, day))):
            _write(session, moves, why, dry_run=dry_run)
            return
    # The workspace is not locked while the user answers.
    declined: set[str] = set()
    while not with_ and (open_ := [move for move in related_moves(workspace, moves, day) if move.name not in declined]):
        if confirm(terminal, open_[0].question):
            moves.append(open_[0])
            names.add(open_[0].name)
        else:
            declined.add(open_[0].name)
    why = why or ask(terminal, f"Why does the date of {moves[0].name} move?")
    with writing_session(
        root, as_of, color, quiet=quiet, note=False, dry_run=dry_run, description=description
    ) as session:
        _write(session, _moves(session, id, to, names), why, dry_run=dry_run)


def _ask_for_date(session: Session, identifier: str) -> str:
    from cobtrack.cli.output.ask import ask
    from cobtrack.cli.output.written import print_heading
    from cobtrack.editing.postpone import first_move

    record = session.find_any(identifier)
    print_heading(session, record)
    return ask(session.terminal, "new date", check=lambda text: first_move(session.workspace, record, text))


def _moves(session: Session, identifier: str, to: str, names: Collection[str]) -> list[Move]:
    from cobtrack.editing.postpone import first_move, moves_together

    if not to.strip():
        raise CommandError(f"--to is {'empty' if to else 'missing'}", "give the new date, such as --to 2028")
    first = first_move(session.workspace, session.find_any(identifier), to)
    return moves_together(session.workspace, first, names, session.as_of)


def _write(session: Session, moves: list[Move], why: str, *, dry_run: bool) -> None:
    from cobtrack.cli.output.written import write_change
    from cobtrack.editing.postpone import postpone as plan_postpone

    write_change(session, plan_postpone(session.loaded, moves, session.as_of, why), dry_run=dry_run)
