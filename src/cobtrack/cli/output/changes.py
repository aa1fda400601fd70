"""Print changes between two states of the data."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.cli.output.table import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.views.changes.change import Change

_INDENT = " " * 6
_STYLES = {"same": "", "removed": "red", "added": "green"}
_FORMS = {"same": "{}", "removed": "[-{}-]", "added": "{{+{}+}}"}


def print_changes(terminal: Terminal, changes: Iterable[Change], *, all_words: bool) -> None:
    """Print changes. On a terminal, all changes of a record are below its title. In a pipe, each change is one line."""
    for _, group in groupby(changes, key=lambda change: change.id):
        same_record = list(group)
        first = same_record[0]
        name = [Cell(f"  {first.id}", "bold"), Cell(f"  {first.short_title}")]
        if terminal.is_terminal:
            terminal.segments(name, indent=_INDENT)
        for change in same_record:
            start = [Cell(_INDENT)] if terminal.is_terminal else [*name, Cell(": ")]
            terminal.segments([*start, *_sentence(change, all_words=all_words)], indent=_INDENT)


def _sentence(change: Change, *, all_words: bool) -> list[Cell]:
    if not (all_words and change.parts):
        return [Cell(change.full_sentence)]
    words = [Cell(_FORMS[part.kind].format(part.text), _STYLES[part.kind]) for part in change.parts]
    start, end = change.around_the_words
    return [Cell(start), *words, Cell(end)]
