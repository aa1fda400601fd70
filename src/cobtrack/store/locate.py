"""Find the line and column of a record or field. A file is read again only if this is needed."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cobtrack.model.problem import Place, Span
from cobtrack.store import files
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_START = Span(1, 1, 1, 1)


class Locator:
    """Finds the line and column of records and fields in the files of one workspace. Each file is read once.

    Files in `contents` are not read, but are treated as if they had the given content.
    """

    def __init__(self, root: Path, contents: Mapping[str, bytes] = {}) -> None:
        self._root = root
        self._contents = contents
        self._spans = cache(self._read_spans)
        self._lines = cache(self._read_lines)

    def forget(self) -> None:
        """Forget the files read so far, because a file was changed."""
        self._spans.cache_clear()
        self._lines.cache_clear()

    def span(self, place: Place) -> Span:
        """Return the span of a place in its file.

        If the file does not contain the place, return the start of the record that the place belongs to.
        """
        lines = self._lines(place.file)
        if not lines:
            return place.span or _START
        return _within_lines(place.span or self._find(place), lines)

    def _find(self, place: Place) -> Span:
        spans = self._spans(place.file)
        if spans is None:
            return _START
        if span := spans.get(place.path, on_key=place.on_key):
            return span
        path = place.path
        while path:
            if span := spans.get(path, on_key=False) or spans.get(path, on_key=True):
                return _start_of(span)
            path = path[:-1]
        return _start_of(spans.get((), on_key=False) or _START)

    def line(self, file: str, number: int) -> str:
        """Return the text of a line, or "" if the file has no such line."""
        lines = self._lines(file)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _read_lines(self, name: str) -> list[str]:
        text = files.read(self._root, name, self._contents).text
        return [] if text is None else text.removesuffix("\n").split("\n")

    def _read_spans(self, name: str) -> reader.SpanReader | None:
        text = files.read(self._root, name, self._contents).text
        return None if text is None else reader.SpanReader(text, name)


def _within_lines(span: Span, lines: list[str]) -> Span:
    """Return the span, shortened if it goes beyond the given lines.

    This is needed because a parser can report a position after the last line of the file.
    """
    if span.end_line <= len(lines) and span.end_column <= len(lines[span.end_line - 1]) + 1:
        return span
    line, column = _nearest_position(span.line, span.column, lines)
    end_line, end_column = _nearest_position(span.end_line, span.end_column, lines)
    return Span(line, column, end_line, end_column)


def _nearest_position(line: int, column: int, lines: list[str]) -> tuple[int, int]:
    if line > len(lines):
        return len(lines), len(lines[-1]) + 1
    return line, min(column, len(lines[line - 1]) + 1)


def _start_of(span: Span) -> Span:
    """Return the span if it is on one line. Otherwise, return the span of its first character."""
    return span if span.line == span.end_line else Span(span.line, span.column, span.line, span.column + 1)
