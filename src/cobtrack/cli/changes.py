"""What a command would change, as lines that go and lines that come."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.cli.terminal import Terminal

_STYLES = {"+": "green", "-": "red", "@": "dim"}


def show_changes(terminal: Terminal, changes: Mapping[str, tuple[bytes, bytes]]) -> None:
    """Print the difference between what each file holds and what it would hold, by its name."""
    for name, (before, after) in changes.items():
        old, new = before.decode().splitlines(), after.decode().splitlines()
        for line in difflib.unified_diff(old, new, name, name, lineterm=""):
            terminal.print(line, _STYLES.get(line[:1], ""))
    terminal.say("Nothing written (--dry-run).")
