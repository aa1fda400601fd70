"""Apply certain corrections to the text of a file, and check that nothing else in the file changes."""

from __future__ import annotations

from bisect import bisect_right
from copy import deepcopy
from itertools import takewhile
from operator import eq
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.problem import Span, at_path
from cobtrack.store import files
from cobtrack.store.edit.source import EditError, SourceFile, Splice, TextLines
from cobtrack.store.yaml import events, reader, writer
from cobtrack.store.yaml.corrected_lines import FIELD
from cobtrack.store.yaml.cut_texts import cut_texts
from cobtrack.store.yaml.line_mistakes import lines_outside_texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cobtrack.model.problem import Fix, Path, Problem

_SYNTAX = "COB010"
_MAX_UNCLEAR = 10
"""The maximum number of lines that need a person in a file, so that the rest can still be checked."""


class Correction(NamedTuple):
    """A correction that was applied to a file.

    `old` was replaced by `new`, which is at `span` in the new text. `before` and `after` are the changed lines as a
    whole, without the other corrections. `line` is the number of the first of these lines.
    """

    problem: Problem
    old: str
    new: str
    span: Span
    line: int
    before: Sequence[str]
    after: Sequence[str]


def apply_fixes(
    text: str, problems: Sequence[Problem], rejected: Sequence[Problem] = ()
) -> tuple[str, list[Correction]]:
    """Apply certain corrections to the text of a file. Return the new text and the corrections.

    `problems` are all problems of the file. The problems in `rejected` are not corrected. If the YAML itself needs
    corrections, only these are applied, because they can change what else is wrong. To apply the others, call this
    function again with the new text and its problems.

    Corrections are left out if it cannot be checked that they change nothing else.
    """
    file = _File(text)
    others = [_Planned(item, item.fix, _NOTHING) for item in problems if item.fix and item not in rejected]
    planned = _text_fixes(file, problems, rejected) or _value_fixes(file, others) or _order_fixes(file, others)
    return file.corrected(planned)


class _Planned(NamedTuple):
    """A correction that is planned: the problem, the correction, and the splice that makes the correction."""

    problem: Problem
    fix: Fix
    splice: Splice


_NOTHING = Splice(0, 0, "")


class _File(TextLines):
    """The text of a file, and its data as far as the file can be read."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text_as_read = _as_read(text)
        self.reading = reader.read(self.text_as_read, "", places=True)

    def spliced(self, splices: Iterable[Splice]) -> str:
        """Return the text after the splices."""
        text, end = "", 0
        for splice in sorted(splices):
            text += self.text[end : splice.start] + splice.text
            end = splice.end
        return text + self.text[end:]

    def corrected(self, planned: Sequence[_Planned]) -> tuple[str, list[Correction]]:
        """Return the text after the corrections, and the corrections in the order of their lines."""
        new = TextLines(self.spliced(item.splice for item in planned))
        moved, corrections = 0, []
        for problem, _, splice in sorted(planned, key=lambda item: item.splice):
            start = splice.start + moved
            span = Span(*_position(new, start), *_position(new, start + len(splice.text)))
            lines = self.lines_of(splice)
            first, end = self.starts[lines.start - 1], self.starts[lines.stop - 1]
            after = self.text[first : splice.start] + splice.text + self.text[splice.end : end]
            both = (_lines(self.text[first:end]), _lines(after))
            old = self.text[splice.start : splice.end]
            corrections.append(Correction(problem, old, splice.text, span, lines.start, *both))
            moved += len(splice.text) - (splice.end - splice.start)
        return new.text, corrections

    def lines_of(self, splice: Splice) -> range:
        """Return the numbers of the lines that a splice changes."""
        last = max(splice.start, splice.end - 1)
        return range(_position(self, splice.start)[0], _position(self, last)[0] + 1)

    def has_exact_columns(self, span: Span) -> bool:
        """Whether the reader's columns in these lines are right. They are not if it removed control characters."""
        numbers = slice(span.line - 1, span.end_line)
        typed = [line.rstrip("\r\n") for line in self.lines[numbers]]
        return typed == self.text_as_read.split("\n")[numbers]

    def begins_with_bracket(self, span: Span) -> bool:
        """Whether the span begins with a bracket or brace."""
        return self.lines[span.line - 1][span.column - 1 : span.column] in {"[", "{"}


def _as_read(text: str) -> str:
    """Return a text as the reader gets it."""
    return files.normalize("", text).text or ""


def _lines(text: str) -> list[str]:
    """Return the lines of a text without their line ends."""
    return [line.rstrip("\r\n") for line in TextLines(text).lines]


def _position(lines: TextLines, offset: int) -> tuple[int, int]:
    """Return the line and the column (both from 1) of an offset."""
    line = max(bisect_right(lines.starts, offset, hi=max(len(lines.lines), 1)), 1)
    return line, offset - lines.starts[line - 1] + 1


def _without_overlaps(planned: Sequence[_Planned]) -> list[_Planned]:
    """Return the corrections without those that overlap an earlier one."""
    separate = list[_Planned]()
    for item in sorted(planned, key=lambda item: item.splice):
        if not separate or separate[-1].splice.end < item.splice.start:
            separate.append(item)
    return separate


def _without(planned: Sequence[_Planned], left_out: _Planned) -> list[_Planned]:
    return [item for item in planned if item is not left_out]


# Corrections of the YAML


def _text_fixes(file: _File, problems: Sequence[Problem], rejected: Sequence[Problem]) -> list[_Planned]:
    """Return the corrections of the YAML that are needed, and that leave everything else as it was."""
    attempt = _TextAttempt(file, problems, rejected)
    attempt.find_more()
    chosen = attempt.candidates
    if not attempt.is_right(chosen):
        all_but_one = (_without(chosen, item) for item in chosen)
        chosen = next((others for others in all_but_one if attempt.is_right(others)), [])
    for item in chosen:
        # A line that is right can look like a mistake, for example in the middle of a text.
        if item.problem.code == _SYNTAX and attempt.is_right(others := _without(chosen, item)):
            chosen = others
    return chosen


def _text_splice(file: _File, fix: Fix) -> Splice | None:
    """Return the smallest splice that makes the correction, or None if there is nothing to change."""
    span = fix.place.span
    if span is None or not file.has_exact_columns(span):
        return None
    first_line = file.lines[span.line - 1]
    start, end = file.offset(span.line, span.column), file.offset(span.end_line, span.end_column)
    old, new = file.text[start:end], fix.new.replace("\n", first_line[len(first_line.rstrip("\r\n")) :] or "\n")
    before = _common_length(old, new)
    after = min(_common_length(old[::-1], new[::-1]), len(old) - before, len(new) - before)
    return Splice(start + before, end - after, new[before : len(new) - after]) if old != new else None


def _common_length(first: str, second: str) -> int:
    """Return the number of characters at the beginning that two texts have in common."""
    return sum(1 for _ in takewhile(bool, map(eq, first, second)))


class _TextAttempt:
    """An attempt to correct the YAML of a file.

    Lines with other mistakes need a person to correct them. Until then, the rest is read as if these lines were blank.
    """

    def __init__(self, file: _File, problems: Sequence[Problem], rejected: Sequence[Problem]) -> None:
        self._file = file
        self._rejected = rejected
        self.candidates = list[_Planned]()
        self._changed, self._unclear = set[int](), set[int]()
        self._known = {(problem.code, problem.message) for problem in problems if problem.fix is None}
        self._add(problems)

    def find_more(self) -> None:
        """Add the corrections of mistakes that other mistakes hide, because a parser stops at the first mistake."""
        while len(self._unclear) <= _MAX_UNCLEAR:
            problems = reader.read(self._text(self.candidates), "").problems
            if not self._add([problem for problem in problems if problem.code == _SYNTAX]):
                break

    def _add(self, problems: Sequence[Problem]) -> bool:
        """Add the corrections of problems, and note the lines of those without one. Return False if there are none."""
        count = len(self._changed) + len(self._unclear)
        planned = [item for problem in problems if (item := self._planned(problem))]
        corrected = [item.problem for item in planned]
        for problem in problems:
            span = problem.place.span
            if problem.code == _SYNTAX and span and span.line not in self._changed and problem not in corrected:
                self._unclear.add(span.line)
        for item in planned:
            lines = self._file.lines_of(item.splice)
            if (self._changed | self._unclear).isdisjoint(lines):
                self.candidates.append(item)
                self._changed.update(lines)
        return len(self._changed) + len(self._unclear) > count

    def _planned(self, problem: Problem) -> _Planned | None:
        fix = None if problem in self._rejected else problem.fix
        splice = _text_splice(self._file, fix) if fix and fix.kind == "text" else None
        return _Planned(problem, fix, splice) if fix and splice else None

    def _text(self, chosen: Sequence[_Planned]) -> str:
        """Return the text after these corrections, without the lines that need a person."""
        lines = _as_read(self._file.spliced(item.splice for item in chosen)).split("\n")
        return "\n".join("" if number in self._unclear else line for number, line in enumerate(lines, 1))

    def is_right(self, chosen: Sequence[_Planned]) -> bool:
        """Whether the text after these corrections can be read, and is read as before elsewhere.

        The lines of all candidates must not have a mistake in the YAML any more.
        """
        text = self._text(chosen)
        try:
            scalars = self._scalars_elsewhere(text)
        except events.ParserError:
            return False
        reading = reader.read(text, "", places=True)
        if reading.data is None or any(map(self._is_mistake, _spans_of_problems(text, reading))):
            return False
        if self._file.reading.data is None:
            return self._has_all_fields(text)
        return scalars == self._scalars_elsewhere(self._file.text_as_read)

    def _is_mistake(self, item: tuple[Problem, Span]) -> bool:
        problem, span = item
        is_near = not self._changed.isdisjoint(range(span.line, span.end_line + 1))
        return is_near and (problem.code, problem.message) not in self._known

    def _scalars_elsewhere(self, text: str) -> list[tuple[int, int, str]]:
        """Return the keys and texts in the lines without corrections. Raises ParserError if the YAML is not valid."""
        return [scalar for scalar in _scalars(text) if scalar[0] not in self._changed]

    @staticmethod
    def _has_all_fields(text: str) -> bool:
        """Whether each line that looks like a field is read as a field, and not as part of a text."""
        lines = text.split("\n")
        starts = {(line, column) for line, column, _ in _scalars(text)}
        fields = ((number, FIELD.match(lines[number])) for number in lines_outside_texts(lines))
        return all((number + 1, match.start(3) + 1) in starts for number, match in fields if match)


def _scalars(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield the line, the column and the text of each key and value. Raises ParserError if the YAML is not valid."""
    for event in events.fast_events(events.prepare(text).text):
        if type(event).__name__ == "ScalarEvent":
            yield event.start_mark.line + 1, event.start_mark.column + 1, event.value


def _spans_of_problems(text: str, reading: reader.Reading) -> Iterator[tuple[Problem, Span]]:
    """Yield each mistake in the YAML of a text with its span."""
    for problem in [*reading.problems, *cut_texts(text, "")]:
        span = problem.place.span or reading.spans.get((problem.place.path, problem.place.on_key))
        if span:
            yield problem, span


# Corrections of the data


def _expected_ones(file: _File, planned: Sequence[_Planned]) -> list[_Planned]:
    """Return the corrections that change only the data that they are meant to change."""
    if _has_expected_data(file, planned):
        return [*planned]
    expected = list[_Planned]()
    for item in planned:
        expected += [item] if _has_expected_data(file, [*expected, item]) else []
    return expected


def _has_expected_data(file: _File, planned: Sequence[_Planned]) -> bool:
    """Whether the corrections change only the data that they are meant to change."""
    expected = deepcopy(file.reading.data)
    # Change the innermost values first, because a changed key changes the paths within its value.
    for item in sorted(planned, key=lambda item: -len(item.fix.place.path)):
        *parents, last = _written_path(file, item.fix)
        try:
            holder = at_path(expected, tuple(parents))
        except (LookupError, TypeError):
            return False
        if item.fix.kind == "order":
            holder[last] = [holder[last][index] for index in item.fix.new]
        elif item.fix.kind == "value":
            holder[last] = item.fix.new
        elif last in holder:
            holder[item.fix.new] = holder.pop(last)
    reading = reader.read(_as_read(file.spliced(item.splice for item in planned)), "")
    return bool(reading.data == expected) and len(reading.problems) <= len(file.reading.problems)


# Corrections of keys and values


def _value_fixes(file: _File, planned: Sequence[_Planned]) -> list[_Planned]:
    """Return the corrections of keys and values that change nothing else."""
    if file.reading.data is None:
        return []
    splices = [(item, _value_splice(file, item.fix)) for item in planned if item.fix.kind in {"key", "value"}]
    chosen = _without_overlaps([item._replace(splice=splice) for item, splice in splices if splice])
    return _expected_ones(file, chosen)


def _value_splice(file: _File, fix: Fix) -> Splice | None:
    """Return the splice that corrects a key or value, or None if it is written in a way that is not supported."""
    path = _written_path(file, fix)
    span = _written_span(file, path, on_key=fix.kind == "key")
    if span is None or not file.has_exact_columns(span):
        return None
    start, end = file.offset(span.line, span.column), file.offset(span.end_line, span.end_column)
    typed, margin = file.text[start:end], file.lines[span.line - 1][: span.column - 1]
    if isinstance(fix.new, list) and isinstance(fix.new[0], dict):
        # A record in place of a list lacks a dash before its first field.
        return Splice(start - 2, start, "- ") if margin.endswith("  ") and not margin.strip() else None
    if isinstance(fix.new, list) and not margin.strip() and "#" not in typed:
        items = [f"- {writer.scalar_text(item)}" for item in fix.new]
        return Splice(start, end, f"{file.line_end}{margin}".join(items))
    parents = (file.reading.spans[path[:length], False] for length in range(len(path)))
    is_flow = any(map(file.begins_with_bracket, parents))
    is_on_one_line = bool(typed) and span.line == span.end_line
    return Splice(start, end, _written(typed, fix.new, is_flow=is_flow)) if is_on_one_line else None


def _written_path(file: _File, fix: Fix) -> Path:
    """Return the path of a key or value in the file. A list with one item can also be written as a single value."""
    path = fix.place.path
    is_single = fix.kind == "value" and path[-1:] == (0,) and (path, False) not in file.reading.spans
    return path[:-1] if is_single else path


def _written_span(file: _File, path: Path, *, on_key: bool) -> Span | None:
    """Return the span of a key or value without what follows it, or None if the file does not have it."""
    span = file.reading.spans.get((path, on_key))
    if span is None or span.line == span.end_line:
        return span
    # The span of a record extends to the next key, so use the spans of its own keys and values instead.
    spans = [inner[2:] for (at, _), inner in file.reading.spans.items() if at[: len(path)] == path and at != path]
    return Span(*span[:2], *max(spans)) if spans else span


def _written(typed: str, new: Any, *, is_flow: bool) -> str:
    """Return a value as text for the file, in the same kind of quotation marks as the typed value if possible."""
    mark = typed[0] if typed[0] in "\"'" and isinstance(new, str) else ""
    if mark and not set(new) & set("\"'\\\n"):
        return f"{mark}{new}{mark}"
    return writer.flow_text(new) if is_flow or not isinstance(new, str) else writer.scalar_text(new)


# Corrections of the order of lists


def _order_fixes(file: _File, planned: Sequence[_Planned]) -> list[_Planned]:
    """Return the corrections that only put the items of a list in another order."""
    orders = [item for item in planned if item.fix.kind == "order"]
    try:
        source = SourceFile(file.text) if orders else None
    except EditError:
        return []
    splices = [(item, _order_splice(source, item.fix)) for item in orders if source]
    moved = _without_overlaps([item._replace(splice=splice) for item, splice in splices if splice])
    return _expected_ones(file, moved)


def _order_splice(file: SourceFile, fix: Fix) -> Splice | None:
    """Return the splice that moves the items of a list with their comments. Blank lines stay where they are."""
    path, order = fix.place.path, fix.new
    try:
        firsts = [file.insertion_line_before((*path, index)) for index in sorted(order)]
        end = file.last_line_of((*path, len(order) - 1), file.dash((*path, 0))[1])
    except (EditError, LookupError):
        return None
    blocks = ["".join(file.lines[first:last]) for first, last in zip(firsts, [*firsts[1:], end], strict=True)]
    texts = [block.rstrip() for block in blocks]
    gaps = [block[len(text) :] for block, text in zip(blocks, texts, strict=True)]
    moved = "".join(texts[index] + gap for index, gap in zip(order, gaps, strict=True))
    return Splice(file.starts[firsts[0]], file.starts[end], moved)
