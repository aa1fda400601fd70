"""Read, check and replace files while no other command can: every command that writes uses this."""

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
"""The folders in which a killed command may have left temporary copies."""


class Transaction:
    """The time during which one command may write in a workspace."""

    def __init__(self, history: History) -> None:
        self.history = history
        self.recovery_note = history.recover()
        """What was done about a command that was interrupted; "" if there was none."""
        history.remove_leftovers(history.root)
        for name in _FOLDERS_WITH_LEFTOVERS:
            history.remove_leftovers(history.root / name, recursive=True)

    def commit(self, changes: Changes, description: str) -> list[Path]:
        """Change these files, all or none, if each still holds what `changes` says; return those that changed.

        `description` is what `undo` shows. If any file is outside the workspace, none of them can be undone. Raises
        FileChangedError if a file changed in the meantime, OSError if one cannot be written; all files are then as they
        were.
        """
        for folder in {path.parent for path in changes if self.history.name(path)}:
            self.history.remove_leftovers(folder)
        if all(self.history.name(path) for path in changes):
            return self.history.write(changes, description)
        return replace_all(changes)

    def undo(self, write: Write) -> None:
        """Restore the files to what they were before a write.

        Raises WriteError if one of them is no longer as the write left it, OSError if one cannot be written.
        """
        history = self.history
        history.refuse_changed(write)
        paths = [history.path(file.name) for file in write.files]
        changes = {path: (read_or_none(path), file.before) for path, file in zip(paths, write.files, strict=True)}
        history.write(changes, write.description, write.number)
        history.remove_folders([folder for folder in write.folders if folder != "."])
        if "." in write.folders:
            # `init` made the workspace's own folder.
            history.remove_if_empty()
            history.remove_folders(["."])


@contextmanager
def open_transaction(root: Path) -> Iterator[Transaction]:
    """Hold the lock of the workspace at `root`, after repairing what a killed command left there.

    Raises WriteError if another command holds the lock for long, OSError if the lock cannot be taken.
    """
    history = History(root)
    with locked(history.lock, prepare=history.prepare):
        try:
            yield Transaction(history)
        finally:
            history.remove_if_empty()
