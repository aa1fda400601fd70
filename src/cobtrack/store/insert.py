"""Records put between those of a list in a file; every other byte stays as it was."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.store import reader, yaml_text
from cobtrack.store.edit import CannotEditError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.problem import Span


def insert(text: str, key: str, before: Mapping[int, list[dict[str, Any]]]) -> str:
    """`text` with records put before the items of the list `key` that have these numbers.

    Raises CannotEditError where the list is written in a way that this cannot keep.
    """
    end = "\r\n" if "\r\n" in text else "\n"
    reading = _read(text, places=True)
    lines, items = re.findall(r"[^\n]*\n|[^\n]+", text), list(reading.data[key])
    for number in sorted(before, reverse=True):
        at, column = _place(lines, reading.spans[(key, number), False])
        blank = [] if lines[at].strip() else [""]
        new = [line for one in before[number] for line in (*blank, *yaml_text.item(one, column))]
        lines[at:at] = [line + end for line in new]
        items[number:number] = before[number]
    after = "".join(lines)
    again = _read(after)
    if again.problems or again.data != {**reading.data, key: items}:
        raise CannotEditError("the edit would change more than it should", "make it in a text editor")
    return after


def _read(text: str, *, places: bool = False) -> reader.Reading:
    return reader.read(text.removeprefix("\ufeff").replace("\r\n", "\n"), "", places=places)


def _place(lines: list[str], span: Span) -> tuple[int, int]:
    """The line that new records go before, above the comments of the next one, and the column of the dash."""
    line = span.line - 1
    start = lines[line][: span.column - 1]
    if start.strip() != "-":
        raise CannotEditError("an item does not stand behind its dash", "write each item behind its own dash")
    column = start.index("-")
    while line and _is_between(lines[line - 1], column):
        line -= 1
    return line, column


def _is_between(line: str, column: int) -> bool:
    bare = line.strip()
    return not bare or (bare.startswith("#") and line.index("#") <= column)
