"""Lock a workspace while a command reads, checks and changes files. Every command that changes files uses this."""

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

_FOLDERS_WITH_LEFTOVERS = ("data", "schema", "build", "templates", HISTORY_FOLDER)
"""The folders in which a killed command might have left temporary copies."""


class Transaction:
    """The period in which only one command can change files in a workspace."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.recovery_note = history.recover()
        """A note on how an interrupted command was finished or reversed, or "" if no command was interrupted."""
        history.remove_leftovers(history.root)
        for name in _FOLDERS_WITH_LEFTOVERS:
            history.remove_leftovers(history.root / name, recursive=True)

    def commit(self, changes: Changes, description: str) -> list[Path]:
        """Write all the given files, and return the changed files.

        `changes` gives the expected and the new content of each file. `description` is the text that `undo` shows. If
        any file is outside the workspace, the whole write cannot be undone.

        Raises FileChangedError if a file does not have its expected content. Raises OSError if a file cannot be
        written. After an error, all files are unchanged.
        """
        for folder in {path.parent for path in changes if self.history.name(path)}:
            self.history.remove_leftovers(folder)
        if all(self.history.name(path) for path in changes):
            return self.history.write(changes, description)
        return replace_all(changes)

    def undo(self, write: Write) -> None:
        """Restore the files as they were before a write.

        Raises WriteError if a file has changed since the write. Raises OSError if a file cannot be written.
        """
        history = self.history
        history.refuse_changed(write)
        paths = [history.path(file.name) for file in write.files]
        changes = {path: (read_or_none(path), file.before) for path, file in zip(paths, write.files, strict=True)}
        history.write(changes, write.description, write.number)
        history.remove_folders([folder for folder in write.folders if folder != "."])
        if "." in write.folders:
            # `init` created the folder of the workspace itself.
            history.remove_if_empty()
            history.remove_folders(["."])


@contextmanager
def open_transaction(root: Path) -> Iterator[Transaction]:
    """Lock the workspace at `root`, and first finish or reverse what a killed command left unfinished.

    Raises WriteError if another command holds the lock for too long. Raises OSError if the lock cannot be taken.
    """
    history = History(root)
    with locked(history.lock, prepare=history.prepare):
        try:
            yield Transaction(history)
        finally:
            history.remove_if_empty()
