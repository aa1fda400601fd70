"""Read, check and replace as one: what every command that writes goes through."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from cobtrack.store.history import HISTORY_FOLDER, History
from cobtrack.store.lock import locked
from cobtrack.store.write import read_or_none, replace_all

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.store.history import Write
    from cobtrack.store.write import Changes

_WRITTEN = ("data", "schema", "build", "templates", HISTORY_FOLDER)
"""The folders in which a killed command may have left copies."""


class Transaction:
    """A command's turn to write in a workspace; nobody else's command writes there meanwhile."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.recovery_note = history.recover()
        """What became of a command that was broken off; empty where there was none."""
        history.clean(history.root)
        for name in _WRITTEN:
            history.clean(history.root / name, deep=True)

    def commit(self, changes: Changes, what: str) -> list[Path]:
        """Change these files, all or none, provided that each still is what it was; which changed.

        `what` is what `undo` says of it. Files outside of the workspace cannot be taken back by `undo`. Raises
        ChangedError where one was changed meanwhile, OSError where one cannot be written; all are then as they were.
        """
        for folder in {path.parent for path in changes if self.history.name(path)}:
            self.history.clean(folder)
        if all(self.history.name(path) for path in changes):
            return self.history.write(changes, what)
        return replace_all(changes)

    def undo(self, write: Write) -> None:
        """Make the files what they were before a write.

        Raises NotWrittenError where one of them is no longer as the write left it, OSError where one cannot be written.
        """
        self.history.refuse_changed(write)
        history = self.history
        paths = [history.path(one.name) for one in write.files]
        changes = {path: (read_or_none(path), one.before) for path, one in zip(paths, write.files, strict=True)}
        history.write(changes, write.description, write.number)
        history.remove_folders([one for one in write.folders if one != "."])
        if "." in write.folders:
            # It was made by `init`, which is taken back.
            history.remove_if_empty()
            history.remove_folders(["."])


@contextmanager
def open_transaction(root: Path) -> Iterator[Transaction]:
    """Hold the lock of the workspace at `root`, and mend what a killed command left there.

    Raises NotWrittenError where another command holds it for long, OSError where it cannot be had.
    """
    history = History(root)
    with locked(history.lock, prepare=history.prepare):
        try:
            yield Transaction(history)
        finally:
            history.remove_if_empty()
