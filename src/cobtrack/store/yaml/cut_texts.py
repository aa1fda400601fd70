"""Report unquoted texts that contain a #, because YAML reads everything after the # as a comment."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from cobtrack.model.problem import Finding, Fix, Place, Problem, Severity, Span, make_problem
from cobtrack.store.yaml import reader
from cobtrack.store.yaml.corrected_lines import in_double_quotes
from cobtrack.store.yaml.hints import quoted

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.model.problem import Path

_TIGHT_COMMENT = re.compile(r"[ \t]+#(?=[^\s#])")
# The same pattern for searching a whole text. It begins with the rare character and looks back, which is much faster.
_ANY_TIGHT_COMMENT = re.compile(r"#(?=[^\s#])(?<=[ \t]#)")
_NOT_PLAIN = frozenset("\"'|>[{")
"""The first characters of values that are not unquoted texts."""


def cut_texts(text: str, file: str) -> Iterator[Problem]:
    """Yield a problem for each unquoted value that is followed by a # without a space after the #.

    Such a # might have been meant as part of the text.
    """
    # Few files have such a #. Only these files are read again, to find out where their values end.
    if not _ANY_TIGHT_COMMENT.search(text):
        return
    lines = text.split("\n")
    spans = reader.read(text, file, places=True).spans
    collections = {path[:-1] for path, _ in spans}
    for (path, on_key), span in spans.items():
        last_line = lines[span.end_line - 1] if span.end_line <= len(lines) else ""
        match = _TIGHT_COMMENT.match(last_line, span.end_column - 1)
        if match and not on_key and path not in collections and _is_plain(lines, span):
            problem = _problem(file, path, lines, span, match.end() - 1)
            yield problem if _is_in_brackets(lines, spans, path) else replace(problem, fix=_fix(file, lines, span))


def _is_in_brackets(lines: Sequence[str], spans: reader.Spans, path: Path) -> bool:
    """Whether a value is in brackets or braces. Without the end of what is around the value, it might be."""
    around = [spans.get((path[:length], False)) for length in range(len(path))]
    return not all(span and lines[span.line - 1][span.column - 1] not in {"[", "{"} for span in around)


def _is_plain(lines: Sequence[str], span: Span) -> bool:
    is_empty = (span.line, span.column) == (span.end_line, span.end_column)
    return is_empty or lines[span.line - 1][span.column - 1] not in _NOT_PLAIN


def _problem(file: str, path: Path, lines: Sequence[str], span: Span, column: int) -> Problem:
    """Return the problem of the value at `span`, which is followed by a # at `column` (counted from 0)."""
    last_line = lines[span.end_line - 1]
    place = Place(file, span=Span(span.end_line, column + 1, span.end_line, len(last_line) + 1))
    key = f"{path[-1]}: " if path and isinstance(path[-1], str) else ""
    whole = f": {key}{quoted(last_line[span.column - 1 :].strip())}" if span.line == span.end_line else ""
    message = f"{quoted(last_line[column:])} is read as a comment, not as part of the text"
    hint = f"put the whole text in double quotes{whole}; if it is a comment, put a space after the #"
    return make_problem("COB019", Severity.ERROR, Finding(place, message, hint))


def _fix(file: str, lines: Sequence[str], span: Span) -> Fix | None:
    """Return the correction that puts a text in quotes. A field without a value might have a comment on purpose."""
    first, last = span.line - 1, span.end_line - 1
    corrected = in_double_quotes(lines, first, span.column - 1) if span[:2] != span[2:] else ()
    if len(corrected) != last - first + 1:
        return None
    place = Place(file, span=Span(span.line, 1, span.end_line, len(lines[last]) + 1))
    return Fix("text", place, "\n".join(corrected))
