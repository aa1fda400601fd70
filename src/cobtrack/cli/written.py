"""Files that a command writes, or with --check only compares."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from cobtrack.cli.terminal import Terminal
from cobtrack.store.write import current, write


class Written:
    """Writes files one by one and tells what became of each; with `check` it writes nothing."""

    def __init__(self, *, check: bool = False, dry_run: bool = False, terminal: Terminal | None = None) -> None:
        self._check = check
        self._dry = dry_run
        self._terminal = terminal or Terminal()
        self._stale = 0
        self._count = 0

    def add(self, path: Path, content: str | bytes, told: str = "", differs: str = "stale") -> None:
        """Write or compare one file; `told` is what to say of it behind its name, `differs` why it would be another.

        Raises OSError where it cannot be written; it is then as it was.
        """
        self._count += 1
        data = content.encode() if isinstance(content, str) else content
        shown = from_here(path)
        if self._check:
            if current(path) != data:
                self._stale += 1
                self._terminal.print(f"{differs}: {shown}")
        elif self._dry:
            verb = "Unchanged   " if current(path) == data else "Would write "
            self._terminal.say(f"{verb} {shown}{told}")
        else:
            self._terminal.say(f"{'Wrote     ' if write(path, data) else 'Unchanged '} {shown}{told}")

    def end(self, hint: str) -> None:
        """Leave with exit code 1 where a compared file is not up to date; `hint` says what to do then."""
        if self._stale:
            of = f"{self._stale} of {self._count} files {'is' if self._stale == 1 else 'are'}"
            self._terminal.say(f"{of} not up to date", "error")
            self._terminal.say(hint, "hint")
            raise typer.Exit(1)


def from_here(path: Path) -> str:
    """The path as it is told: from here, where it lies below."""
    relative = os.path.relpath(path)
    return str(path) if relative.startswith("..") else relative
