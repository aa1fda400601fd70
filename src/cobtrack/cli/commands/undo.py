"""`cobtrack undo`."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import Color, ColorOption, CommandError, Quiet, Root

if TYPE_CHECKING:
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.store.history import FileWrite, History, Write
    from cobtrack.store.transaction import Transaction

_MOST_LINES = 20


def undo(
    list_: Annotated[bool, typer.Option("--list", help="Show what can be taken back, the newest first.")] = False,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask.")] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Show the change, write nothing.")] = False,
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Take back what cobtrack wrote last. Run it again for the write before that; it needs no git.

    \b
      cobtrack undo --dry-run
      cobtrack undo
      cobtrack undo --list

    A file that somebody changed since stays as it is. What cobtrack wrote outside of the workspace is not taken back.
    """
    from pathlib import Path

    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.cli.session import workspace_folder
    from cobtrack.store.history import History
    from cobtrack.store.root import require_workspace
    from cobtrack.store.transaction import open_transaction

    folder, terminal = Path(require_workspace(workspace_folder(root))), Terminal(color, quiet=quiet)
    if list_:
        _list(History(folder), terminal)
        return
    if dry_run:
        _look(History(folder), terminal)
        terminal.notify("Nothing written (--dry-run).")
        return
    seen = None
    if _is_asked() and not yes:
        with open_transaction(folder) as transaction:
            _say_note(transaction, terminal)
            seen = _look(transaction.history, terminal)
        # Nobody else has to wait while somebody reads and answers.
        if not typer.confirm("Take it back?", default=True, err=True):
            raise CommandError("nothing was taken back")
    with open_transaction(folder) as transaction:
        _say_note(transaction, terminal)
        write = _newest(transaction.history) if seen else _look(transaction.history, terminal)
        if seen and seen != write:
            raise CommandError("another command wrote meanwhile: nothing was taken back", "look again: cobtrack undo")
        transaction.undo(write)
        for one in write.files:
            terminal.notify(f"{'Removed ' if one.before is None else 'Restored'} {one.name}")


def _say_note(transaction: Transaction, terminal: Terminal) -> None:
    if transaction.recovery_note:
        terminal.notify(transaction.recovery_note, "note")


def _is_asked() -> bool:
    return sys.stdin.isatty()


def _look(history: History, terminal: Terminal) -> Write:
    """The last write, once it is told what taking it back changes. Raises NotWrittenError where it cannot be."""
    write = _newest(history)
    history.refuse_changed(write)
    _tell(history, write, terminal)
    return write


def _newest(history: History) -> Write:
    """The last write. Raises CannotError where there is none."""
    from cobtrack.store.history import MAX_WRITES

    numbers = history.numbers()
    if not numbers:
        hint = f"undo knows the last {MAX_WRITES} writes of cobtrack in this workspace; for the rest there is git"
        raise CommandError("there is nothing to take back", hint)
    return history.read(numbers[-1])


def _list(history: History, terminal: Terminal) -> None:
    """What can be taken back."""
    numbers = history.numbers()
    for number in reversed(numbers):
        write = history.read(number)
        terminal.print(write.description)
        for one in write.files:
            terminal.print(f"  {one.name}")
    if not numbers:
        terminal.notify("there is nothing to take back", "note")


def _tell(history: History, write: Write, terminal: Terminal) -> None:
    """What is taken back, with the lines that go and come."""
    terminal.notify(f"Takes back: {write.description}")
    for one in write.files:
        terminal.notify(f"  {one.name}{': it was not there before' if one.before is None else ''}")
        for line in _lines(history, one):
            terminal.notify(f"    {line}")


def _lines(history: History, one: FileWrite) -> list[str]:
    """The lines of a file that change; of many the first, and how many more there are."""
    from cobtrack.cli.output.diff import changed_lines
    from cobtrack.store.write import read_or_none

    now = read_or_none(history.path(one.name))
    try:
        old, new = (now or b"").decode().splitlines(), (one.before or b"").decode().splitlines()
    except UnicodeDecodeError:
        return []
    if one.before is None or one.before == now:
        return []
    lines = [line for line in changed_lines(old, new) if not line.startswith("@@")]
    more = len(lines) - _MOST_LINES
    return lines if more <= 0 else [*lines[:_MOST_LINES], f"and {more} more lines"]
