"""Edits by splice: what is new is put between the lines that are there, and every other byte stays as it was."""

from __future__ import annotations

import json
from collections import defaultdict
from copy import deepcopy
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.store import reader, yaml_text
from cobtrack.store.comments import by_line, comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.edit import Edit
    from cobtrack.model.problem import Path, Span


class CannotEditError(Exception):
    """The file is written in a way that this edit cannot keep; the arguments are a sentence and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class _Splice(NamedTuple):
    """What stands between two offsets becomes this text; of two at one place, the one that lies deeper goes first."""

    start: int
    end: int
    text: str
    depth: int = 0


def add_item(text: str, record: Path, key: str, index: int, item: Mapping[str, Any]) -> str:
    """`text` with `item` put into the list `key` of the record at `record`, as its number `index`.

    The list is made where there is none. Raises CannotEditError where the list is written in brackets, or where the
    result would not read as the same data with the item in its place.
    """
    file = _File(text)
    items = file.at(record).get(key)
    if not items or index == len(items):
        return file.checked(file.appended(record, key, [dict(item)]))
    file.needs_block(record, key)
    items.insert(index, dict(item))
    line, column = file.dash((*record, key, index))
    return file.checked([file.inserted(line - 1, yaml_text.item(dict(item), column))])


def apply(text: str, edits: Sequence[Edit]) -> str:
    """`text` with all edits made, in one go.

    Raises CannotEditError where the file is written in a way that an edit cannot keep, or where the result would not
    read as the same data with the edits made.
    """
    file = _File(text)
    splices, appends = list[_Splice](), defaultdict["tuple[Path, str]", list[Any]](list)
    for edit in edits:
        if edit.kind == "append":
            appends[edit.path, edit.key].append(edit.value)
        else:
            splices += file.set(edit.path, edit.key, edit.value)
    for (path, key), values in appends.items():
        splices += file.appended(path, key, values)
    return file.checked(splices)


class _File:
    """A file that is being edited: its text, its data, and where everything stands."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.end = "\r\n" if "\r\n" in text else "\n"
        plain = text.removeprefix("\ufeff")
        self.bom = len(text) - len(plain)
        reading = reader.read(plain.replace("\r\n", "\n"), "", places=True)
        self.data, self.spans = reading.data, reading.spans
        self.expected = deepcopy(self.data)
        self.lines = plain.splitlines(keepends=True)
        self.starts = [self.bom]
        for line in self.lines:
            self.starts.append(self.starts[-1] + len(line))
        self._lasts = self._last_lines()
        self._by_line = by_line(self.spans)

    def at(self, path: Path) -> Any:
        """The data at a path, as it is to be."""
        return _at(self.expected, path)

    def set(self, record: Path, key: str, value: Any) -> list[_Splice]:
        """What giving a key its value does to the text; the expected data are changed along."""
        if value is None:
            self.at(record).pop(key, None)
            return self._removed(record, key)
        self.at(record)[key] = value
        return (
            self._replaced(record, key, value)
            if ((*record, key), True) in self.spans
            else self._new(record, key, value)
        )

    def appended(self, record: Path, key: str, values: list[Any]) -> list[_Splice]:
        """What putting items behind those of a list does to the text; the expected data are changed along."""
        there = _at(self.data, record).get(key) or []
        if not isinstance(there, list):
            raise CannotEditError(f'"{key}" is no list', f"write {key}: with an item a line, each with a dash")
        if not there:
            return self.set(record, key, values)
        self.at(record)[key] = [*self.at(record)[key], *values]
        self.needs_block(record, key)
        path = (*record, key)
        column = self.dash((*path, 0))[1]
        lines = [line for value in values for line in yaml_text.item(value, column)]
        return [self.inserted(self._lasts[*path, len(there) - 1], lines, len(path) + 1)]

    def needs_block(self, record: Path, key: str) -> None:
        """Raise CannotEditError where the list is written in brackets."""
        if self._character(self.spans[(*record, key), False]) in "[{":
            raise CannotEditError(
                f'"{key}" is written in brackets', f"write {key}: with an item a line, each with a dash"
            )

    def dash(self, item: Path) -> tuple[int, int]:
        """The line of an item and the column of its dash, counted from 0; the dash has to begin the line."""
        span = self.spans[item, False]
        before = self.lines[span.line - 1][: span.column - 1]
        if before.strip() != "-":
            raise CannotEditError("an item does not stand behind its dash", "write each item behind its own dash")
        return span.line, before.index("-")

    def inserted(self, after: int, lines: Iterable[str], depth: int = 0) -> _Splice:
        """The lines behind a line, each with the file's own line end."""
        at = self.starts[after]
        return _Splice(at, at, "".join(line + self.end for line in lines), depth)

    def checked(self, splices: list[_Splice]) -> str:
        """The text with the splices made, provided that it reads as the data that are expected."""
        text, end = "", 0
        for one in sorted(splices, key=lambda one: (one.start, one.end, -one.depth)):
            if one.start < end:
                raise CannotEditError("two edits would change the same place", "make one of them in a text editor")
            text += self.text[end : one.start]
            # Behind the last line there may be no line end yet.
            if one.start == one.end == len(self.text) and text and not text.endswith(("\n", "\r")):
                text += self.end
            text += one.text
            end = one.end
        text += self.text[end:]
        again = reader.read(text.removeprefix("\ufeff").replace("\r\n", "\n"), "")
        if again.problems or again.data != self.expected:
            raise CannotEditError("the edit would change more than it should", "make it in a text editor")
        return text

    def _new(self, record: Path, key: str, value: Any) -> list[_Splice]:
        self._needs_lines(record)
        column = self.spans[record, False].column - 1
        return [self.inserted(self._lasts[record], yaml_text.field(key, value, column), len(record))]

    def _needs_lines(self, record: Path) -> None:
        if self._is_flow(record):
            raise CannotEditError("the record is written in braces", "write it with a key a line")

    def _replaced(self, record: Path, key: str, value: Any) -> list[_Splice]:
        path = (*record, key)
        old = _at(self.data, record).get(key)
        span, start = self.spans[path, False], self.spans[path, True]
        is_leaf = not isinstance(old, dict | list) or self._is_flow(path)
        if not is_leaf and isinstance(old, list) and isinstance(value, list) and value:
            return self._items(path, old, value)
        is_short = is_leaf and span.line == span.end_line
        text = (
            yaml_text.flow(value) if self._is_flow(record) else _on_one_line(value, isinstance(old, list) and bool(old))
        )
        if is_short and text:
            at, end = self._offset(span.line, span.column), self._offset(span.line, span.end_column)
            return [_Splice(at, end, text if at < end else f" {text}")]
        self._needs_lines(record)
        first, *rest = yaml_text.field(key, value, start.column - 1)
        at = self._offset(start.line, start.column)
        if is_short and span.line == start.line:
            # What stands behind the value on its line stays there.
            head = _Splice(at, self._offset(span.line, span.end_column), first.lstrip())
            return [head, self.inserted(span.line, rest, len(path))]
        self._keeps_comments(path, start.line, behind=True)
        text = first.lstrip() + self.end + "".join(line + self.end for line in rest)
        return [_Splice(at, self.starts[self._lasts[path]], text)]

    def _items(self, path: Path, old: list[Any], new: list[Any]) -> list[_Splice]:
        """A list with an item a line: what is no longer in it goes with its lines, what is new gets lines."""
        column = self.dash((*path, 0))[1]
        matcher = SequenceMatcher(None, [*map(_known, old)], [*map(_known, new)], autojunk=False)
        splices = []
        for _, first, end, start, stop in [one for one in matcher.get_opcodes() if one[0] != "equal"]:
            for number in range(first, end):
                item = (*path, number)
                line = self.dash(item)[0]
                self._keeps_comments(item, line)
                splices.append(_Splice(self.starts[line - 1], self.starts[self._lasts[item]], ""))
            after = self._lasts[*path, end - 1] if end else self.dash((*path, 0))[0] - 1
            lines = [line for value in new[start:stop] for line in yaml_text.item(value, column)]
            splices += [self.inserted(after, lines, len(path) + 1)] if lines else []
        return splices

    def _removed(self, record: Path, key: str) -> list[_Splice]:
        path = (*record, key)
        if (path, True) not in self.spans:
            return []
        place = self.spans[path, True]
        if self._is_flow(record) or self.lines[place.line - 1][: place.column - 1].strip():
            raise CannotEditError(f'"{key}" shares its line with something else', "take it out in a text editor")
        self._keeps_comments(path, place.line)
        return [_Splice(self.starts[place.line - 1], self.starts[self._lasts[path]], "")]

    def _keeps_comments(self, path: Path, first: int, *, behind: bool = False) -> None:
        """Raise CannotEditError where what goes holds comments on lines of their own, or also `behind` something."""
        for comment, is_behind in comments(self.lines, self._by_line, path, range(first, self._lasts[path] + 1)):
            if behind or not is_behind:
                raise CannotEditError(
                    f"the comment “{comment[:60]}” would be lost", "make this change in a text editor"
                )

    def _is_flow(self, path: Path) -> bool:
        """Whether it is, or lies in, a list in brackets or a record in braces."""
        ups = [path[:length] for length in range(len(path) + 1)]
        return any(
            self._character(self.spans[up, False]) in "[{"
            for up in ups
            if isinstance(_there(self.data, up), dict | list)
        )

    def _character(self, span: Span) -> str:
        return self.lines[span.line - 1][span.column - 1 : span.column]

    def _offset(self, line: int, column: int) -> int:
        return self.starts[line - 1] + column - 1

    def _last_lines(self) -> dict[Path, int]:
        """The number of the last line that holds something of what is at each path."""
        blocks = {at[:-1] for at, _ in self.spans if at}
        lasts: dict[Path, int] = {}
        for (at, on_key), span in self.spans.items():
            # The span of a block goes on to the next token; those of its keys and texts end where they end.
            if on_key or at not in blocks or self._character(span) in "[{":
                line = span.end_line if span.end_column > 1 else span.end_line - 1
                for length in range(len(at) + 1):
                    lasts[at[:length]] = max(lasts.get(at[:length], 0), line)
        return {at: self._filled(line) for at, line in lasts.items()}

    def _filled(self, line: int) -> int:
        while line > 1 and not self.lines[line - 1].strip():
            line -= 1
        return line


def _on_one_line(value: Any, is_in_brackets: bool) -> str:
    """The value as it can stand behind its key; empty where it needs lines of its own."""
    if isinstance(value, list):
        plain = is_in_brackets and not any(isinstance(one, dict | list) for one in value)
        return yaml_text.flow(value) if plain or not value else ""
    if isinstance(value, dict):
        return ""
    text = yaml_text.scalar(value)
    return text if len(text) <= yaml_text.WIDTH else ""


def _known(value: Any) -> str:
    """What two equal items have in common, and no others."""
    return json.dumps(value, sort_keys=True)


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _there(data: Any, path: Path) -> Any:
    """What is at a path; None for a key without a value."""
    return _at(data, path[:-1]).get(path[-1]) if path and isinstance(path[-1], str) else _at(data, path)
