"""Edits within brackets and braces, such as `[a, b]` and `{after: crc-state-report, months: 3}`.

An element is an item of a list in brackets, or a key with its value in a record in braces.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import at_path
from cobtrack.store.edit.source import Splice

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.model.problem import Path
    from cobtrack.store.edit.source import SourceFile

_COMMA = re.compile(r"\s*,")
_END_OF_LINE = re.compile(r"[ \t]*,?[ \t]*(?:#.*)?", re.ASCII)


class _Element(NamedTuple):
    """The extent of an element: its first and last line (from 1), and the offsets of its start and end."""

    line: int
    end_line: int
    start: int
    end: int


def insert(file: SourceFile, collection: Path, index: int, texts: Sequence[str]) -> list[Splice]:
    """Return the splices that insert elements into a list in brackets or a record in braces.

    `texts` are the new elements as YAML. The first of them becomes the element number `index` (from 0).
    """
    elements = list(_elements(file, collection))
    if not elements:
        span = file.spans[collection, False]
        start = file.offset(span.line, span.column) + 1
        return [Splice(start, start, ", ".join(texts))]
    if index == 0:
        first = elements[0]
        if _has_own_lines(file, first):
            return [file.insertion(first.line - 1, _lines(file, first, texts, last=","))]
        return [Splice(first.start, first.start, "".join(f"{text}, " for text in texts))]
    previous = elements[index - 1]
    if not _has_own_lines(file, previous):
        return [Splice(previous.end, previous.end, "".join(f", {text}" for text in texts))]
    has_comma = bool(_COMMA.match(file.text, previous.end))
    lines = _lines(file, previous, texts, last="," if has_comma else "")
    comma = [] if has_comma else [Splice(previous.end, previous.end, ",")]
    return [*comma, file.insertion(previous.end_line, lines, len(collection) + 1)]


def remove(file: SourceFile, path: Path) -> Splice:
    """Return the splice that removes an element. Raises EditError if a comment would be lost."""
    elements = list(_elements(file, path[:-1]))
    index = list(_steps(file, path[:-1])).index(path[-1])
    element = elements[index]
    if _has_own_lines(file, element):
        file.refuse_if_comment_lost(path[:-1], element.line, element.end_line)
        return Splice(file.starts[element.line - 1], file.starts[element.end_line], "")
    if index:
        # The comma before the element goes too.
        start, end = elements[index - 1].end, element.end
        first_line, last_line = elements[index - 1].end_line, element.end_line
    elif len(elements) > 1:
        start, end = element.start, elements[1].start
        first_line, last_line = element.line, elements[1].line
    else:
        comma = _COMMA.match(file.text, element.end)
        start, end = element.start, comma.end() if comma else element.end
        first_line, last_line = element.line, element.end_line
    # A comment in the removed part ends at the end of its line.
    file.refuse_if_comment_lost(path[:-1], first_line, last_line - 1)
    return Splice(start, end, "")


def _steps(file: SourceFile, collection: Path) -> Iterator[int | str]:
    data = at_path(file.data, collection)
    yield from data if isinstance(data, dict) else range(len(data))


def _elements(file: SourceFile, collection: Path) -> Iterator[_Element]:
    """Yield the elements in the order of the file."""
    for step in _steps(file, collection):
        value = file.spans[(*collection, step), False]
        first = file.spans.get(((*collection, step), True), value)
        yield _Element(
            first.line,
            value.end_line,
            file.offset(first.line, first.column),
            file.offset(value.end_line, value.end_column),
        )


def _has_own_lines(file: SourceFile, element: _Element) -> bool:
    """Whether there is nothing else on the lines of an element, except a comma and a comment."""
    before = file.text[file.starts[element.line - 1] : element.start]
    after = file.text[element.end : file.starts[element.end_line]].rstrip("\r\n")
    return not before.strip() and _END_OF_LINE.fullmatch(after) is not None


def _lines(file: SourceFile, neighbour: _Element, texts: Sequence[str], last: str) -> list[str]:
    """Return new elements as lines, indented like a neighbouring element. `last` ends the last line."""
    margin = file.text[file.starts[neighbour.line - 1] : neighbour.start]
    return [f"{margin}{text}{',' if number < len(texts) else last}" for number, text in enumerate(texts, 1)]
