"""Files that a command writes anew, all or none, or with --check only compares."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from cobtrack.cli.output.terminal import Terminal
from cobtrack.editing import outputs
from cobtrack.store.write import read_or_none, replace_all

if TYPE_CHECKING:
    from collections.abc import Callable


class _File(NamedTuple):
    """A file that is to be written."""

    path: Path
    data: bytes
    told: str
    differs: str
    is_earlier: Callable[[bytes], bool]


class OutputFiles:
    """Collects the files that a command makes from the workspace at `root`, writes them, and tells what became of each.

    With `check` it only compares; `what` is what `undo` says of it. Only with `force` other people's files are written
    over.
    """

    def __init__(
        self,
        root: Path,
        what: str,
        *,
        check: bool = False,
        dry_run: bool = False,
        force: bool = False,
        terminal: Terminal | None = None,
    ) -> None:
        self._root, self._what = root, what
        self._check, self._dry, self._force = check, dry_run, force
        self._terminal = terminal or Terminal()
        self._files = list[_File]()

    def write(
        self,
        path: Path,
        content: str | bytes,
        told: str = "",
        differs: str = "stale",
        is_earlier: Callable[[bytes], bool] = lambda _: True,
    ) -> None:
        """One file; `told` is what to say of it behind its name, `differs` why it would be another.

        `is_earlier` says of what is there whether this command made it. Raises NotWrittenError where it may not be
        written there.
        """
        outputs.refuse_place(path, self._root)
        data = content.encode() if isinstance(content, str) else content
        self._files.append(_File(path, data, told, differs, is_earlier))

    def finish(self, hint: str) -> None:
        """Write them, or leave with exit code 1 where a compared one is not up to date; `hint` says what to do then.

        Raises NotWrittenError and OSError where one cannot be written; all are then as they were.
        """
        if self._check:
            self._compare(hint)
        elif self._dry:
            for one in self._files:
                verb = "Unchanged   " if self._before(one) == one.data else "Would write "
                self._terminal.notify(f"{verb} {display_path(one.path)}{one.told}")
        else:
            self._write()

    def _compare(self, hint: str) -> None:
        stale = [one for one in self._files if read_or_none(one.path) != one.data]
        for one in stale:
            self._terminal.print(f"{one.differs}: {display_path(one.path)}")
        if stale:
            of = f"{len(stale)} of {len(self._files)} files {'is' if len(stale) == 1 else 'are'}"
            self._terminal.notify(f"{of} not up to date", "error")
            self._terminal.notify(hint, "hint")
            raise typer.Exit(1)

    def _write(self) -> None:
        from cobtrack.store.history import History
        from cobtrack.store.transaction import open_transaction

        for one in self._files:
            # Who is refused waits for nobody, and leaves no trace.
            self._before(one)
        # What lies outside of the workspace needs no turn there: it may be one that may only be read.
        is_inside = all(History(self._root).name(one.path) for one in self._files)
        with open_transaction(self._root) if is_inside else nullcontext() as transaction:
            if transaction and transaction.recovery_note:
                self._terminal.notify(transaction.recovery_note, "note")
            changes = {one.path: (self._before(one), one.data) for one in self._files}
            if transaction:
                transaction.commit(changes, self._what)
            else:
                replace_all(changes)
        for one in self._files:
            verb = "Unchanged " if changes[one.path][0] == one.data else "Wrote     "
            self._terminal.notify(f"{verb} {display_path(one.path)}{one.told}")

    def _before(self, one: _File) -> bytes | None:
        return outputs.before(one.path, one.data, one.is_earlier, force=self._force)


def display_path(path: Path) -> str:
    """The path as it is told: from here, where it lies below."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
