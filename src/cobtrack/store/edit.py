"""Edits by splice: what is new is put between the lines that are there, and every other byte stays as it was."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.edit import Edit
from cobtrack.store import reader, yaml_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.problem import Path, Span


class CannotEditError(Exception):
    """The file is written in a way that this edit cannot keep; the arguments are a sentence and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


class _Splice(NamedTuple):
    """What stands between two offsets becomes this text."""

    start: int
    end: int
    text: str


def add_item(text: str, record: Path, key: str, index: int, item: Mapping[str, Any]) -> str:
    """`text` with `item` put into the list `key` of the record at `record`, as its number `index`.

    The list is made where there is none. Raises CannotEditError where the list is written in brackets, or where the
    result would not read as the same data with the item in its place.
    """
    file = _File(text)
    items = file.at(record).get(key)
    if items is None or index == len(items):
        return file.checked([file.splice(Edit(record, key, dict(item), "append"))])
    file.needs_block(record, key)
    at = file.spans[(*record, key, index), False]
    # The item's own dash stands before its first key.
    start = file.starts[at.line - 1]
    column = file.lines[at.line - 1].index("-")
    items.insert(index, dict(item))
    return file.checked([_Splice(start, start, file.joined(yaml_text.item(dict(item), column)))])


def apply(text: str, edits: Sequence[Edit]) -> str:
    """`text` with all edits made, in one go.

    Raises CannotEditError where the file is written in a way that an edit cannot keep, or where the result would not
    read as the same data with the edits made.
    """
    file = _File(text)
    return file.checked([file.splice(edit) for edit in edits])


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

    def at(self, path: Path) -> Any:
        """The data at a path, as it is to be."""
        return _at(self.expected, path)

    def splice(self, edit: Edit) -> _Splice:
        """What an edit does to the text; the expected data are changed along."""
        record = self.at(edit.path)
        there = edit.key in _at(self.data, edit.path)
        if edit.kind == "append":
            record.setdefault(edit.key, []).append(edit.value)
            if there and _at(self.data, edit.path)[edit.key]:
                self.needs_block(edit.path, edit.key)
                return self._append(edit)
            return self._replace(edit, [edit.value]) if there else self._new_key(edit, [edit.value])
        if edit.value is None:
            record.pop(edit.key, None)
            return self._removed(edit)
        record[edit.key] = edit.value
        return self._replace(edit, edit.value) if there else self._new_key(edit, edit.value)

    def needs_block(self, record: Path, key: str) -> None:
        """Raise CannotEditError where the list is written in brackets."""
        if self._character(self.spans[(*record, key), False]) in "[{":
            raise CannotEditError(
                f'"{key}" is written in brackets', f"write {key}: with an item a line, each with a dash"
            )

    def _append(self, edit: Edit) -> _Splice:
        path = (*edit.path, edit.key)
        first = self.spans[(*path, 0), False].line - 1
        column = self.lines[first].index("-")
        last = self._lasts[(*path, len(_at(self.data, path)) - 1)]
        return self._insert(last, yaml_text.item(edit.value, column))

    def _new_key(self, edit: Edit, value: Any) -> _Splice:
        if self._character(self.spans[edit.path, False]) == "{":
            raise CannotEditError("the record is written in braces", "write it with a key a line")
        column = self.spans[edit.path, False].column - 1
        return self._insert(self._lasts[edit.path], yaml_text.field(edit.key, value, column))

    def _replace(self, edit: Edit, value: Any) -> _Splice:
        path = (*edit.path, edit.key)
        span, key = self.spans[path, False], self.spans[path, True]
        text = _on_one_line(value, self._character(span) == "[")
        if span.line == span.end_line == key.line and text:
            return _Splice(self._offset(span.line, span.column), self._offset(span.line, span.end_column), text)
        if self._character(self.spans[edit.path, False]) == "{":
            raise CannotEditError("the record is written in braces", "write it with a key a line")
        lines = list(yaml_text.field(edit.key, value, key.column - 1))
        start = self._offset(key.line, key.column)
        end = self.starts[self._lasts[path]]
        return _Splice(start, end, self.joined(lines)[key.column - 1 :])

    def _removed(self, edit: Edit) -> _Splice:
        path = (*edit.path, edit.key)
        if (path, True) not in self.spans:
            return _Splice(0, 0, "")
        key = self.spans[path, True]
        if self.lines[key.line - 1][: key.column - 1].strip():
            raise CannotEditError(f'"{edit.key}" shares its line with something else', "take it out in a text editor")
        return _Splice(self.starts[key.line - 1], self.starts[self._lasts[path]], "")

    def _insert(self, after: int, lines: Iterable[str]) -> _Splice:
        at = self.starts[after]
        text = self.joined(lines)
        if after and not self.lines[after - 1].endswith(("\n", "\r")):
            text = self.end + text
        return _Splice(at, at, text)

    def joined(self, lines: Iterable[str]) -> str:
        """Lines with the file's own line ends."""
        return "".join(line + self.end for line in lines)

    def checked(self, splices: list[_Splice]) -> str:
        """The text with the splices made, provided that it reads as the data that are expected."""
        parts, end = [], len(self.text)
        order = sorted(enumerate(splices), key=lambda pair: (pair[1].start, pair[1].end, pair[0]), reverse=True)
        for _, one in order:
            if one.end > end:
                raise CannotEditError("two edits would change the same place", "make one of them in a text editor")
            parts += [self.text[one.end : end], one.text]
            end = one.start
        text = "".join([self.text[:end], *reversed(parts)])
        again = reader.read(text.removeprefix("\ufeff").replace("\r\n", "\n"), "")
        if again.problems or again.data != self.expected:
            raise CannotEditError("the edit would change more than it should", "make it in a text editor")
        return text

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
        return yaml_text.flow(value) if plain else ""
    if isinstance(value, dict):
        return ""
    text = yaml_text.scalar(value)
    return text if len(text) <= yaml_text.WIDTH else ""


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data
