"""Undo the last write of cobtrack in a workspace, which can change several files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError
from cobtrack.store.history import MAX_WRITES

if TYPE_CHECKING:
    from cobtrack.store.history import History, Write
    from cobtrack.store.transaction import Transaction


def last_write(history: History) -> Write:
    """Return the write that `undo_last` would undo.

    Raises CobtrackError if there is nothing to undo. Raises WriteError if a file has changed since the write, or if the
    history is damaged.
    """
    numbers = history.numbers()
    if not numbers:
        hint = f"cobtrack keeps its last {MAX_WRITES} writes in this workspace; for older changes use git"
        raise CobtrackError("there is nothing to undo", hint)
    write = history.read(numbers[-1])
    history.refuse_changed(write)
    return write


def undo_last(transaction: Transaction, expected: Write) -> None:
    """Undo the last write if it is still the expected write that was shown to the user.

    Raises CobtrackError if another command has changed files in the meantime. Raises WriteError if a file has changed
    since the write.
    """
    if last_write(transaction.history) != expected:
        message = "nothing was undone, because another command has changed files in the meantime"
        raise CobtrackError(message, "to see the last change before it is undone, run: cobtrack undo --dry-run")
    transaction.undo(expected)
