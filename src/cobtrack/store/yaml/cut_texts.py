"""The comments among the lines of a file: what no reader tells of, and what an edit must not lose."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.store.yaml import reader
from cobtrack.store.yaml.hints import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.model.problem import Path
    from cobtrack.store.yaml.reader import Spans

    ByLine = Mapping[int, Sequence[tuple[Path, bool, Span]]]

_HASH = re.compile(r"[ \t]+#(?=[^\s#])")
# The same, begun by what is rare: much faster to look for.
_ANY_HASH = re.compile(r"#(?=[^\s#])(?<=[ \t]#)")
_MARKED = frozenset("\"'|>[{")
"""What a value begins with that is no plain text."""


def cut_texts(text: str, file: str) -> Iterator[Problem]:
    """A problem for each plain value with a # right behind it that may have been meant as part of the text."""
    # Few files have such a place: only those are read again, for where their values end.
    if not _ANY_HASH.search(text):
        return
    lines = text.split("\n")
    spans = reader.read(text, file, places=True).spans
    parents = {path[:-1] for path, _ in spans}
    for (path, on_key), span in spans.items():
        last = lines[span.end_line - 1] if span.end_line <= len(lines) else ""
        match = _HASH.match(last, span.end_column - 1)
        if match and not on_key and path not in parents and not _is_marked(lines, span):
            yield _cut(file, path, lines, span, match.end() - 1)


def _is_marked(lines: Sequence[str], span: Span) -> bool:
    is_empty = (span.line, span.column) == (span.end_line, span.end_column)
    return not is_empty and lines[span.line - 1][span.column - 1] in _MARKED


def _cut(file: str, path: Path, lines: Sequence[str], span: Span, column: int) -> Problem:
    """The problem of the value of this span, behind which a # stands at this column."""
    last = lines[span.end_line - 1]
    place = Place(file, span=Span(span.end_line, column + 1, span.end_line, len(last) + 1))
    key = f"{path[-1]}: " if path and isinstance(path[-1], str) else ""
    whole = f": {key}{quoted(last[span.column - 1 :].strip())}" if span.line == span.end_line else ""
    message = f"{quoted(last[column:])} is read as a comment, not as part of the text"
    hint = f"put the whole text in double quotes{whole}; if it is a comment, put a space behind the #"
    return make_problem("COB019", Severity.ERROR, Finding(place, message, hint))


def by_line(spans: Spans) -> ByLine:
    """What begins on each line: asked for once, so that an edit looks at its own lines and not at the whole file."""
    found: dict[int, list[tuple[Path, bool, Span]]] = defaultdict(list)
    for (at, on_key), span in spans.items():
        found[span.line].append((at, on_key, span))
    return found


def comments(lines: Sequence[str], by_line: ByLine, path: Path, numbers: range) -> Iterator[str]:
    """The comments on these lines, which hold what is at `path`."""
    rest = {number: lines[number - 1] for number in numbers if "#" in lines[number - 1]}
    if not rest:
        return
    begin = (one for number in numbers for one in by_line.get(number, ()))
    inside = [(at, on_key, span) for at, on_key, span in begin if at[: len(path)] == path]
    parents = {at[:-1] for at, _, _ in inside}
    for at, on_key, span in inside:
        if not on_key and at in parents:
            continue
        # The line that begins a block of text can have a comment.
        is_block = not on_key and lines[span.line - 1][span.column - 1 : span.column] in {"|", ">"}
        for line in range(span.line + is_block, span.end_line + 1):
            if line in rest:
                start = span.column - 1 if line == span.line else 0
                end = span.end_column - 1 if line == span.end_line else len(rest[line])
                rest[line] = rest[line][:start] + "x" * (end - start) + rest[line][end:]
    for text in rest.values():
        _, sign, comment = text.partition("#")
        if sign:
            yield sign + comment.rstrip()
