"""A file's text prepared for editing: its data, the positions of all keys and values, and a method to apply splices."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from contextlib import contextmanager
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.errors import CobtrackError
from cobtrack.model.problem import Severity
from cobtrack.store import files
from cobtrack.store.yaml import reader
from cobtrack.store.yaml.writer import Indent

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cobtrack.model.problem import Path, Problem, Span

    SpansByLine = Mapping[int, Sequence[tuple[Path, bool, Span]]]

_MAX_QUOTED_COMMENT = 60
# Lines are split as the reader splits them, because its places are used here.
_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")


class EditError(CobtrackError):
    """The file is written in a way that this edit cannot handle."""


@contextmanager
def naming_file(file: str, error_type: type[CobtrackError] = CobtrackError) -> Iterator[None]:
    """Replace an EditError in the `with` block by an error of the given type, whose message begins with the file."""
    try:
        yield
    except EditError as error:
        raise error_type(f"{file}: {error.message}", error.hint) from None


class Splice(NamedTuple):
    """A replacement of the text between two offsets.

    If two insertions have the same offset, the insertion with the greater depth comes first.
    """

    start: int
    end: int
    text: str
    depth: int = 0


class TextLines:
    """The lines of a file's text with their line ends, and the offset at which each line starts."""

    def __init__(self, text: str) -> None:
        self.text = text
        without_mark = text.removeprefix("\ufeff")
        self.lines: list[str] = _LINE.findall(without_mark)
        # Use the most frequent line end, because a few lines might have been pasted from elsewhere.
        line_ends = Counter(line[len(line.rstrip("\r\n")) :] for line in self.lines)
        self.line_end = max((end for end in line_ends if end), key=lambda end: line_ends[end], default="\n")
        self.starts = [len(text) - len(without_mark)]
        """The offset at which each line starts, then the offset of the end of the text."""
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))

    def offset(self, line: int, column: int) -> int:
        """Return the offset of a line and column, both from 1."""
        return self.starts[line - 1] + column - 1


class SourceFile(TextLines):
    """A file's text, its data, and the spans of its keys and values.

    Raises EditError if the text has errors.
    """

    def __init__(self, text: str) -> None:
        reading = _read(text, places=True)
        if reading.problems:
            first = reading.problems[0]
            line = f"line {first.place.span.line}: " if first.place.span else ""
            raise EditError(f"{line}{first.message}", 'fix the file first: "cobtrack validate" shows where')
        super().__init__(text)
        self.data, self.spans = reading.data, reading.spans
        self.last_lines = self._last_lines()
        """The number of the last line of each value, keyed by path. Comments and blank lines are not included."""

    @cached_property
    def indent(self) -> Indent:
        """The indentation used most often in this file."""
        dashes, items, keys = Counter[int](), Counter[int](), Counter[int]()
        for path, on_key in self.spans:
            parent = self.spans.get((path[:-1], True))
            if on_key and path and parent and isinstance(path[-1], str):
                # In braces, a key is on the line of its parent.
                if (key := self.spans[path, True]).line > parent.line:
                    keys[key.column - parent.column] += 1
            elif not on_key and path and isinstance(path[-1], int):
                span = self.spans[path, False]
                before = self.lines[span.line - 1][: span.column - 1]
                if before.strip() == "-" and parent:
                    dashes[before.index("-") + 1 - parent.column] += 1
                    items[span.column - 1 - before.index("-")] += 1
        return Indent(_most_common(dashes, 0), _most_common(items, 2), _most_common(keys, 1))

    @cached_property
    def spans_by_line(self) -> SpansByLine:
        """The keys and values that begin on each line, as tuples of path, whether it is a key, and span."""
        spans: dict[int, list[tuple[Path, bool, Span]]] = defaultdict(list)
        for (path, on_key), span in self.spans.items():
            spans[span.line].append((path, on_key, span))
        return spans

    def begins_with_bracket(self, span: Span) -> bool:
        """Whether the span begins with a bracket or brace."""
        return self.lines[span.line - 1][span.column - 1 : span.column] in {"[", "{"}

    def is_flow(self, path: Path) -> bool:
        """Whether the value at the path is in brackets or braces, or is part of such a list or record."""
        parents = [path[:length] for length in range(len(path) + 1)]
        collections = (parent for parent in parents if isinstance(_value_at(self.data, parent), dict | list))
        return any(self.begins_with_bracket(self.spans[parent, False]) for parent in collections)

    def dash(self, item: Path) -> tuple[int, int]:
        """Return the line of a list item (from 1) and the column of its dash (from 0).

        Raises EditError if the item does not begin right after its dash, on the same line.
        """
        span = self.spans[item, False]
        before = self.lines[span.line - 1][: span.column - 1]
        if before.strip() != "-":
            raise EditError("a list item is not on its own line", "write each item on its own line, after a dash")
        return span.line, before.index("-")

    def insertion_line_before(self, item: Path) -> int:
        """Return the number of the line after which to insert new items before `item`.

        The new items come above the comments that belong to `item`.
        """
        line, column = self.dash(item)
        above = line - 1
        for number in range(line - 1, 0, -1):
            indent = _comment_indent(self.lines[number - 1])
            if indent is not None and indent <= column:
                above = number - 1
            elif self.lines[number - 1].strip():
                break
        return above

    def last_line_of(self, path: Path, column: int) -> int:
        """Return the last line of a value, including the comments below that are indented further than `column`."""
        last = self.last_lines[path]
        for number in range(last + 1, len(self.lines) + 1):
            indent = _comment_indent(self.lines[number - 1])
            if indent is not None and indent > column:
                last = number
            elif self.lines[number - 1].strip():
                break
        return last

    def insertion(self, after: int, lines: Iterable[str], depth: int = 0) -> Splice:
        """Return the splice that inserts `lines` after the line `after`, with the line ends of this file."""
        start = self.starts[after]
        return Splice(start, start, "".join(line + self.line_end for line in lines), depth)

    def comments(self, path: Path, numbers: range) -> Iterator[str]:
        """Yield the comments on the given lines, which contain the value at the path."""
        # The lines with keys and values blanked out, because a # within a key or value does not begin a comment.
        rest = {number: self.lines[number - 1] for number in numbers if "#" in self.lines[number - 1]}
        if not rest:
            return
        on_lines = (entry for number in numbers for entry in self.spans_by_line.get(number, ()))
        inside = [(at, on_key, span) for at, on_key, span in on_lines if at[: len(path)] == path]
        collections = {at[:-1] for at, _, _ in inside}
        for at, on_key, span in inside:
            if not on_key and at in collections:
                continue
            # The line with the | or > before a block of text can end with a comment.
            is_block = not on_key and self.lines[span.line - 1][span.column - 1 : span.column] in {"|", ">"}
            for line in range(span.line + is_block, span.end_line + 1):
                if line in rest:
                    start = span.column - 1 if line == span.line else 0
                    end = span.end_column - 1 if line == span.end_line else len(rest[line])
                    rest[line] = rest[line][:start] + "x" * (end - start) + rest[line][end:]
        for text in rest.values():
            _, sign, comment = text.partition("#")
            if sign:
                yield sign + comment.rstrip()

    def refuse_if_comment_lost(self, path: Path, first: int, last: int) -> None:
        """Raise EditError if there is a comment on these lines, which contain the value at the path."""
        for comment in self.comments(path, range(first, last + 1)):
            raise EditError(
                f"line {first}: the comment “{comment[:_MAX_QUOTED_COMMENT]}” would be lost",
                "move or delete the comment in a text editor, then try again",
            )

    def apply_splices(self, splices: Iterable[Splice], expected: Any) -> str:
        """Return the text with the splices applied.

        Raises EditError if the splices overlap, or if the new text does not have the expected data.
        """
        text, end = "", 0
        for splice in sorted(splices, key=lambda splice: (splice.start, splice.end, -splice.depth)):
            if splice.start < end:
                raise EditError(
                    "two edits would change the same place",
                    "make one of the edits yourself in a text editor, then run the command again",
                )
            text += self.text[end : splice.start]
            # The last line might have no line end.
            is_at_end = splice.start == splice.end == len(self.text)
            if is_at_end and text and not text.endswith(("\n", "\r")):
                text += self.line_end
            text += splice.text
            end = splice.end
        text += self.text[end:]
        reading = _read(text)
        if reading.problems or reading.data != expected:
            raise EditError("the edit would change more than it should", "make the edit in a text editor")
        return text

    def _last_lines(self) -> dict[Path, int]:
        collections = {path[:-1] for path, _ in self.spans if path}
        last_lines: dict[Path, int] = {}
        for (path, on_key), span in self.spans.items():
            # A block collection's span extends to the next token, so use the spans of its keys and texts instead.
            if on_key or path not in collections or self.begins_with_bracket(span):
                line = span.end_line if span.end_column > 1 else span.end_line - 1
                for length in range(len(path) + 1):
                    last_lines[path[:length]] = max(last_lines.get(path[:length], 0), line)
        return {path: self._skip_blank_lines_up(line) for path, line in last_lines.items()}

    def _skip_blank_lines_up(self, line: int) -> int:
        while line > 1 and not self.lines[line - 1].strip():
            line -= 1
        return line


def read_data(text: str) -> Any:
    """Return the data in the text of a file; None if the text cannot be read."""
    return _read(text).data


def _most_common(counts: Counter[int], least: int) -> int:
    """Return the most frequent of the numbers that are at least `least`. Return 2 if there is no such number."""
    return max((number for number in counts if number >= least), key=lambda number: counts[number], default=2)


def _read(text: str, *, places: bool = False) -> reader.Reading:
    """Read a text like a file of a workspace, but keep only the problems that are errors."""
    file_text = files.normalize("", text)
    reading = reader.read(file_text.text or "", "", places=places)
    problems: list[Problem] = [*file_text.problems, *reading.problems]
    reading.problems = [problem for problem in problems if problem.severity is Severity.ERROR]
    return reading


def _comment_indent(line: str) -> int | None:
    """Return how many characters a comment line is indented, or None for any other line."""
    stripped = line.lstrip()
    return len(line) - len(stripped) if stripped.startswith("#") else None


def _value_at(data: Any, path: Path) -> Any:
    """Return the value at a path, or None if the key has no value."""
    for step in path[:-1]:
        data = data[step]
    if not path:
        return data
    return data.get(path[-1]) if isinstance(path[-1], str) else data[path[-1]]
