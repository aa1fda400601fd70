"""`cobtrack undo`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import Color, ColorOption, DryRun, Quiet, Root, workspace_folder

if TYPE_CHECKING:
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.store.history import FileWrite, History, Write
    from cobtrack.store.transaction import Transaction

_MAX_LINES = 20


def undo(
    list_: Annotated[bool, typer.Option("--list", help="List the changes that can be undone, latest first.")] = False,
    yes: Annotated[bool, typer.Option("-y", "--yes", help="Do not ask for confirmation.")] = False,
    dry_run: DryRun = False,
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Undo the last change that cobtrack made. To undo the change before, run it again. It works without git.

    \b
      cobtrack undo --dry-run
      cobtrack undo
      cobtrack undo --list

    Nothing is undone if somebody has changed one of the files since then. Files outside the workspace cannot be
    restored.
    """
    from cobtrack.cli.output import ask
    from cobtrack.cli.output.diff import NOTHING_WRITTEN
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.editing.undo import last_write, undo_last
    from cobtrack.store.history import History
    from cobtrack.store.root import require_workspace
    from cobtrack.store.transaction import open_transaction

    folder, terminal = require_workspace(workspace_folder(root)), Terminal(color, quiet=quiet)
    if list_:
        _print_history(History(folder), terminal)
        return
    if dry_run:
        _print_write(History(folder), last_write(History(folder)), terminal)
        terminal.notify(NOTHING_WRITTEN)
        return
    write = None
    if ask.can_ask(terminal) and not yes:
        with open_transaction(folder) as transaction:
            _note_recovery(transaction, terminal)
            write = last_write(transaction.history)
            _print_write(transaction.history, write, terminal)
        # Do not lock the workspace while the user reads and answers.
        if not ask.confirm(terminal, "Undo this?"):
            terminal.notify("Nothing was undone.")
            raise typer.Exit(2)
    with open_transaction(folder) as transaction:
        _note_recovery(transaction, terminal)
        if write is None:
            write = last_write(transaction.history)
            _print_write(transaction.history, write, terminal)
        undo_last(transaction, expected=write)
        for file in write.files:
            terminal.notify(f"{'Removed ' if file.before is None else 'Restored'} {file.name}")


def _note_recovery(transaction: Transaction, terminal: Terminal) -> None:
    if transaction.recovery_note:
        terminal.notify(transaction.recovery_note, "note")


def _print_history(history: History, terminal: Terminal) -> None:
    """Print the description and the files of each write that can be undone."""
    numbers = history.numbers()
    for number in reversed(numbers):
        write = history.read(number)
        terminal.print(write.description)
        for file in write.files:
            terminal.print(f"  {file.name}")
    if not numbers:
        terminal.notify("there is nothing to undo", "note")


def _print_write(history: History, write: Write, terminal: Terminal) -> None:
    """Print a description of the write to be undone, and the lines that will change in each of its files."""
    terminal.notify(f"This undoes: {write.description}")
    for file in write.files:
        terminal.notify(f"  {file.name}{': a new file' if file.before is None else ''}")
        for line in _changed_lines(history, file):
            terminal.notify(f"    {line}")


def _changed_lines(history: History, file: FileWrite) -> list[str]:
    """Return the lines that will change in a file when it is restored.

    If there are too many lines, return the first lines and a line with the number of further lines.
    """
    from cobtrack.cli.output.diff import changed_lines
    from cobtrack.store.write import read_or_none

    content = read_or_none(history.path(file.name))
    if file.before is None or file.before == content:
        return []
    try:
        old, new = (content or b"").decode().splitlines(), file.before.decode().splitlines()
    except UnicodeDecodeError:
        return []
    lines = [line for line in changed_lines(old, new) if not line.startswith("@@")]
    more = len(lines) - _MAX_LINES
    return lines if more <= 0 else [*lines[:_MAX_LINES], f"and {more} more lines"]
