"""A file that is being edited: its data, where everything stands in its lines, and what splices make of it."""

from __future__ import annotations

import re
from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.model.problem import Severity
from cobtrack.store import files
from cobtrack.store.yaml import reader
from cobtrack.store.yaml.writer import Indent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.problem import Path, Problem, Span

# What a line is to the reader, so that its places are those of these lines.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


class EditError(CobtrackError):
    """The file cannot be edited without losing something that it contains."""


class Splice(NamedTuple):
    """What stands between two offsets becomes this text; of two at one place, the one that lies deeper goes first."""

    start: int
    end: int
    text: str
    depth: int = 0


class SourceFile:
    """The lines of a file and what is at which place. Raises CannotEditError where it has to be mended first."""

    def __init__(self, text: str) -> None:
        reading = _read(text, places=True)
        if reading.problems:
            first = reading.problems[0]
            where = f"line {first.place.span.line}: " if first.place.span else ""
            raise EditError(f"{where}{first.message}", 'mend the file first: "cobtrack validate" shows where')
        self.text = text
        self.data, self.spans = reading.data, reading.spans
        plain = text.removeprefix("\ufeff")
        self.lines: list[str] = _LINE.findall(plain)
        # As most lines end: one that came from elsewhere is no manner.
        ends = Counter(line[len(line.rstrip("\r\n")) :] for line in self.lines)
        self.end = max((end for end in ends if end), key=lambda end: ends[end], default="\n")
        self.starts = [len(text) - len(plain)]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self.lasts = self._last_lines()

    @cached_property
    def indent(self) -> Indent:
        """How far this file mostly indents."""
        dashes, items, keys = Counter[int](), Counter[int](), Counter[int]()
        for path, on_key in self.spans:
            above = self.spans.get((path[:-1], True))
            if on_key and path and above and isinstance(path[-1], str):
                keys[self.spans[path, True].column - above.column] += 1
            elif not on_key and path and isinstance(path[-1], int):
                span = self.spans[path, False]
                before = self.lines[span.line - 1][: span.column - 1]
                if before.strip() == "-" and above:
                    dashes[before.index("-") + 1 - above.column] += 1
                    items[span.column - 1 - before.index("-")] += 1
        return Indent(_most(dashes, 0), _most(items, 2), _most(keys, 1))

    def offset(self, line: int, column: int) -> int:
        """Where a line and column, both from 1, are in the text."""
        return self.starts[line - 1] + column - 1

    def opens(self, span: Span) -> bool:
        """Whether a bracket or brace stands where the span begins."""
        return self.lines[span.line - 1][span.column - 1 : span.column] in {"[", "{"}

    def is_flow(self, path: Path) -> bool:
        """Whether it is, or lies in, a list in brackets or a record in braces."""
        ups = [path[:length] for length in range(len(path) + 1)]
        return any(self.opens(self.spans[up, False]) for up in ups if isinstance(_there(self.data, up), dict | list))

    def dash(self, item: Path) -> tuple[int, int]:
        """The line of an item and the column of its dash, counted from 0; the dash has to begin the line."""
        span = self.spans[item, False]
        before = self.lines[span.line - 1][: span.column - 1]
        if before.strip() != "-":
            raise EditError("an item does not stand behind its dash", "write each item behind its own dash")
        return span.line, before.index("-")

    def insertion_line_before(self, item: Path) -> int:
        """The line behind which something goes that is to stand before an item: above the comments on it."""
        line, column = self.dash(item)
        above = line - 1
        for number in range(line - 1, 0, -1):
            indent = _comment(self.lines[number - 1])
            if indent is not None and indent <= column:
                above = number - 1
            elif self.lines[number - 1].strip():
                break
        return above

    def last_line_of(self, path: Path, column: int) -> int:
        """The last line of what is at a path, and of the comments under it that are indented deeper than a column."""
        below = self.lasts[path]
        for number in range(below + 1, len(self.lines) + 1):
            indent = _comment(self.lines[number - 1])
            if indent is not None and indent > column:
                below = number
            elif self.lines[number - 1].strip():
                break
        return below

    def inserted(self, after: int, lines: Iterable[str], depth: int = 0) -> Splice:
        """The lines behind a line, each with the file's own line end."""
        at = self.starts[after]
        return Splice(at, at, "".join(line + self.end for line in lines), depth)

    def apply_splices(self, splices: Iterable[Splice], expected: Any) -> str:
        """The text with the splices made, provided that it reads as the data that are expected."""
        text, end = "", 0
        for one in sorted(splices, key=lambda one: (one.start, one.end, -one.depth)):
            if one.start < end:
                raise EditError("two edits would change the same place", "make one of them in a text editor")
            text += self.text[end : one.start]
            # Behind the last line there may be no line end yet.
            if one.start == one.end == len(self.text) and text and not text.endswith(("\n", "\r")):
                text += self.end
            text += one.text
            end = one.end
        text += self.text[end:]
        again = _read(text)
        if again.problems or again.data != expected:
            raise EditError("the edit would change more than it should", "make it in a text editor")
        return text

    def _last_lines(self) -> dict[Path, int]:
        """The number of the last line that holds something of what is at each path."""
        blocks = {at[:-1] for at, _ in self.spans if at}
        lasts: dict[Path, int] = {}
        for (at, on_key), span in self.spans.items():
            # The span of a block goes on to the next token; those of its keys and texts end where they end.
            if on_key or at not in blocks or self.opens(span):
                line = span.end_line if span.end_column > 1 else span.end_line - 1
                for length in range(len(at) + 1):
                    lasts[at[:length]] = max(lasts.get(at[:length], 0), line)
        return {at: self._filled(line) for at, line in lasts.items()}

    def _filled(self, line: int) -> int:
        while line > 1 and not self.lines[line - 1].strip():
            line -= 1
        return line


def _most(counts: Counter[int], least: int) -> int:
    """The number met most often, of those that can be."""
    return max((one for one in counts if one >= least), key=lambda one: counts[one], default=2)


def _read(text: str, *, places: bool = False) -> reader.Reading:
    """The text as a workspace reads it; the problems are the errors alone."""
    source = files.normalize("", text)
    reading = reader.read(source.text or "", "", places=places)
    found: list[Problem] = [*source.problems, *reading.problems]
    reading.problems = [one for one in found if one.severity is Severity.ERROR]
    return reading


def _comment(line: str) -> int | None:
    """How far a line that is a comment is indented; None for any other."""
    bare = line.lstrip()
    return len(line) - len(bare) if bare.startswith("#") else None


def _there(data: Any, path: Path) -> Any:
    """What is at a path; None for a key without a value."""
    for step in path[:-1]:
        data = data[step]
    if not path:
        return data
    return data.get(path[-1]) if isinstance(path[-1], str) else data[path[-1]]
