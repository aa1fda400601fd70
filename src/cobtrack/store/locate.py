"""From a place to line and column: a second reading of just the files that problems lie in."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from cobtrack.model.problem import Place, Span
from cobtrack.store import files
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from pathlib import Path

_START = Span(1, 1, 1, 1)


class Locator:
    """Finds lines and columns in the files of one workspace, and shows the lines; reads each file once."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._read = cache(self._read_file)
        self._lines = cache(self._read_lines)

    def forget(self) -> None:
        """Read files again: one of them was written."""
        self._read.cache_clear()
        self._lines.cache_clear()

    def span(self, place: Place) -> Span:
        """Where the place is; for something that is not there, where its record begins."""
        lines = self._lines(place.file)
        return _inside(place.span or self._looked_up(place), lines) if lines else place.span or _START

    def _looked_up(self, place: Place) -> Span:
        spans = self._read(place.file)
        if (place.path, place.on_key) in spans:
            return spans[place.path, place.on_key]
        path = place.path
        while path:
            # The key says more than the value that could not be found.
            for on_key in (False, True):
                if (path, on_key) in spans:
                    return _first_line(spans[path, on_key])
            path = path[:-1]
        return _first_line(spans.get(((), False), _START))

    def line(self, file: str, number: int) -> str:
        """The text of a line, or nothing where the file has no such line."""
        lines = self._lines(file)
        return lines[number - 1] if 0 < number <= len(lines) else ""

    def _read_lines(self, name: str) -> list[str]:
        text = files.read(self._root, name).text
        return [] if text is None else text.removesuffix("\n").split("\n")

    def _read_file(self, name: str) -> reader.Spans:
        text = files.read(self._root, name).text
        return {} if text is None else reader.read(text, name, places=True).spans


def _inside(span: Span, lines: list[str]) -> Span:
    """The span, within these lines: a parser may tell of what it missed behind the end of the file."""
    if span.end_line <= len(lines) and span.end_column <= len(lines[span.end_line - 1]) + 1:
        return span
    line, column = _within(span.line, span.column, lines)
    end_line, end_column = _within(span.end_line, span.end_column, lines)
    return Span(line, column, end_line, end_column)


def _within(line: int, column: int, lines: list[str]) -> tuple[int, int]:
    if line > len(lines):
        return len(lines), len(lines[-1]) + 1
    return line, min(column, len(lines[line - 1]) + 1)


def _first_line(span: Span) -> Span:
    """A whole record is pointed at by its start."""
    return span if span.line == span.end_line else Span(span.line, span.column, span.line, span.column + 1)
