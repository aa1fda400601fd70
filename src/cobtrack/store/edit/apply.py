"""Edits by splice: what is new is put between the lines that are there, and every other byte stays as it was."""

from __future__ import annotations

import json
from collections import defaultdict
from copy import deepcopy
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from cobtrack.model.problem import at_path
from cobtrack.store.edit.source import EditError, SourceFile, Splice
from cobtrack.store.yaml import writer
from cobtrack.store.yaml.cut_texts import by_line, comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.edit import Edit
    from cobtrack.model.problem import Path


def add_item(text: str, record: Path, key: str, index: int, item: Mapping[str, Any]) -> str:
    """`text` with `item` put into the list `key` of the record at `record`, as its number `index`.

    The list is made where there is none. Raises CannotEditError where the list is written in brackets, or where the
    result would not read as the same data with the item in its place.
    """
    file = _EditedFile(text)
    items = file.at(record).get(key)
    if not items or index == len(items):
        return file.checked(file.appended(record, key, [dict(item)]))
    file.needs_block(record, key)
    items.insert(index, dict(item))
    at = (*record, key, index)
    return file.checked(
        [file.inserted(file.insertion_line_before(at), writer.item_lines(dict(item), file.dash(at)[1], file.indent))]
    )


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """`text` with all edits made, in one go.

    Raises CannotEditError where the file is written in a way that an edit cannot keep, or where the result would not
    read as the same data with the edits made.
    """
    file = _EditedFile(text)
    splices, appends = list[Splice](), defaultdict["tuple[Path, str]", list[Any]](list)
    removed = sorted({edit.path for edit in edits if edit.kind == "remove"}, key=lambda path: path[-1], reverse=True)
    for edit in edits:
        if edit.kind == "remove":
            continue
        if edit.kind == "append":
            appends[edit.path, edit.key].append(edit.value)
        else:
            splices += file.set(edit.path, edit.key, edit.value)
    for (path, key), values in appends.items():
        splices += file.appended(path, key, values)
    # Last, because the items behind them get other numbers.
    for path in removed:
        splices += file.removed(path)
    return file.checked(splices)


def insert_records(text: str, key: str, before: Mapping[int, list[dict[str, Any]]]) -> str:
    """Insert records into the list `key` of the file itself.

    `before` maps the index of an item to the records that go before it. Raises EditError if the file is written in a
    way that cannot be edited.
    """
    file = SourceFile(text)
    items = list(file.data[key])
    splices = []
    for number in sorted(before, reverse=True):
        line, column = file.insertion_line_before((key, number)), file.dash((key, number))[1]
        # Where records are separated by blank lines, separate the new ones too.
        blank = [] if file.lines[line - 1].strip() else [""]
        lines = [
            line for record in before[number] for line in (*writer.item_lines(record, column, file.indent), *blank)
        ]
        splices.append(file.inserted(line, lines))
        items[number:number] = before[number]
    return file.apply_splices(splices, {**file.data, key: items})


def substitute(text: str, changes: Mapping[Path, Mapping[str, str]]) -> str:
    """`text` with words of the values at these paths replaced, each by what it becomes; every other byte stays.

    A value that is one of the words altogether keeps its quotation marks, or gets them where it needs them. Raises
    CannotEditError where a value is written so that its words are not seen in the file.
    """
    file = _EditedFile(text)
    return file.checked([file.substituted(path, words) for path, words in changes.items()])


class _EditedFile(SourceFile):
    """A file that is being edited, and the data that it is to have."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.expected = deepcopy(self.data)
        self._by_line = by_line(self.spans)

    def at(self, path: Path) -> Any:
        """The data at a path, as it is to be."""
        return at_path(self.expected, path)

    def set(self, record: Path, key: str, value: Any) -> list[Splice]:
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

    def substituted(self, path: Path, words: Mapping[str, str]) -> Splice:
        """What replacing words of a value does to the text; the expected data are changed along."""
        # A single source may stand without a list.
        path = path if (path, False) in self.spans else path[:-1]
        span, old = self.spans[path, False], at_path(self.data, path)
        start, end = self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)
        typed = self.text[start:end]
        if old in words:
            new = words[old]
            written = _in_quotes(typed, old, new)
        else:
            new, written = _replaced(old, words), _replaced(typed, words)
        self.at(path[:-1])[path[-1]] = new
        return Splice(start, end, written)

    def appended(self, record: Path, key: str, values: list[Any]) -> list[Splice]:
        """What putting items behind those of a list does to the text; the expected data are changed along."""
        there = at_path(self.data, record).get(key) or []
        if not isinstance(there, list):
            raise EditError(f'"{key}" is no list', f"write {key}: with an item a line, each with a dash")
        if not there:
            return self.set(record, key, values)
        self.at(record)[key] = [*self.at(record)[key], *values]
        self.needs_block(record, key)
        path = (*record, key)
        column = self.dash((*path, 0))[1]
        lines = [line for value in values for line in writer.item_lines(value, column, self.indent)]
        return [self.inserted(self.last_line_of(path, self._column(path)), lines, len(path) + 1)]

    def removed(self, item: Path) -> list[Splice]:
        """What taking an item out of a list does to the text; the expected data are changed along."""
        self.needs_block(item[:-2], str(item[-2]))
        self.at(item[:-1]).pop(item[-1])
        return [self._without(item, keeps=True)]

    def needs_block(self, record: Path, key: str) -> None:
        """Raise CannotEditError where the list is written in brackets."""
        if self.opens(self.spans[(*record, key), False]):
            raise EditError(f'"{key}" is written in brackets', f"write {key}: with an item a line, each with a dash")

    def checked(self, splices: list[Splice]) -> str:
        """The text with the splices made, provided that it reads as the data that are expected."""
        return self.apply_splices(splices, self.expected)

    def _new(self, record: Path, key: str, value: Any) -> list[Splice]:
        self._needs_lines(record)
        column = self.spans[record, False].column - 1
        behind = record or self._fields()
        return [
            self.inserted(
                self.last_line_of(behind, column), writer.field_lines(key, value, column, self.indent), len(record)
            )
        ]

    def _fields(self) -> Path:
        """The last field of the file itself: its list of records comes behind them, and may be long."""
        keys = [*self.data]
        while keys and _holds_records(self.data[keys[-1]]):
            keys.pop()
        return (keys[-1],) if keys else ()

    def _column(self, path: Path) -> int:
        """The column of the key that a path ends with, counted from 0."""
        return self.spans[path, True].column - 1

    def _needs_lines(self, record: Path) -> None:
        if self.is_flow(record):
            raise EditError("the record is written in braces", "write it with a key a line")

    def _replaced(self, record: Path, key: str, value: Any) -> list[Splice]:
        path = (*record, key)
        old = at_path(self.data, record).get(key)
        span, start = self.spans[path, False], self.spans[path, True]
        is_leaf = not isinstance(old, dict | list) or self.is_flow(path)
        if not is_leaf and isinstance(old, list) and isinstance(value, list) and value:
            return self._items(path, old, value)
        is_short = is_leaf and span.line == span.end_line
        text = (
            writer.flow_text(value)
            if self.is_flow(record)
            else _on_one_line(value, isinstance(old, list) and bool(old))
        )
        if is_short and text:
            at, end = self.offset(span.line, span.column), self.offset(span.line, span.end_column)
            return [Splice(at, end, text if at < end else f" {text}")]
        self._needs_lines(record)
        first, *rest = writer.field_lines(key, value, start.column - 1, self.indent)
        at = self.offset(start.line, start.column)
        if is_short and span.line == start.line:
            # What stands behind the value on its line stays there.
            head = Splice(at, self.offset(span.line, span.end_column), first.lstrip())
            return [head, self.inserted(span.line, rest, len(path))]
        self._keeps_comments(path, start.line, self.lasts[path])
        text = first.lstrip() + self.end + "".join(line + self.end for line in rest)
        return [Splice(at, self.starts[self.lasts[path]], text)]

    def _items(self, path: Path, old: list[Any], new: list[Any]) -> list[Splice]:
        """A list with an item a line: what is no longer in it goes with its lines, what is new gets lines."""
        matcher = SequenceMatcher(None, [*map(_item_key, old)], [*map(_item_key, new)], autojunk=False)
        changes = [one for one in matcher.get_opcodes() if one[0] != "equal"]
        coming = {_item_key(value) for _, _, _, start, stop in changes for value in new[start:stop]}
        going = [number for _, first, end, _, _ in changes for number in range(first, end)]
        moving = {_item_key(old[number]): number for number in going if _item_key(old[number]) in coming}
        splices = [self._without((*path, one), keeps=one not in moving.values()) for one in going]
        for _, first, end, start, stop in changes:
            lines = [line for value in new[start:stop] for line in self._item(path, value, moving)]
            is_last = first == end == len(old)
            after = self._behind(path, end, self._column(path) if is_last else self.dash((*path, 0))[1])
            splices += [self.inserted(after, lines, len(path) + 1)] if lines else []
        return splices

    def _behind(self, path: Path, count: int, column: int) -> int:
        """The line behind so many items of a list, with the comments under the last that are indented deeper."""
        return self.last_line_of((*path, count - 1), column) if count else self.insertion_line_before((*path, 0))

    def _item(self, path: Path, value: Any, moving: dict[str, int]) -> Iterable[str]:
        """The lines of an item: those that it has, comments and all, where it moves, which it does once."""
        number = moving.pop(_item_key(value), None)
        if number is None:
            return writer.item_lines(value, self.dash((*path, 0))[1], self.indent)
        first, last = self._extent((*path, number))
        return [line.rstrip("\r\n") for line in self.lines[first - 1 : last]]

    def _extent(self, item: Path) -> tuple[int, int]:
        """The first and the last line of an item."""
        line, column = self.dash(item)
        return line, self.last_line_of(item, column)

    def _without(self, item: Path, *, keeps: bool) -> Splice:
        """What takes an item out; where it `keeps` comments, it may have none."""
        first, last = self._extent(item)
        if keeps:
            self._keeps_comments(item, first, last)
        return Splice(self.starts[first - 1], self.starts[last], "")

    def _removed(self, record: Path, key: str) -> list[Splice]:
        path = (*record, key)
        if (path, True) not in self.spans:
            return []
        place = self.spans[path, True]
        if self.is_flow(record) or self.lines[place.line - 1][: place.column - 1].strip():
            raise EditError(f'"{key}" shares its line with something else', "take it out in a text editor")
        last = self.last_line_of(path, self._column(path))
        self._keeps_comments(path, place.line, last)
        return [Splice(self.starts[place.line - 1], self.starts[last], "")]

    def _keeps_comments(self, path: Path, first: int, last: int) -> None:
        """Raise CannotEditError where there is a comment on the lines that go."""
        for comment in comments(self.lines, self._by_line, path, range(first, last + 1)):
            raise EditError(
                f"line {first}: the comment “{comment[:60]}” would be lost",
                "no comment is taken out: move or delete it in a text editor, then try again",
            )


def _replaced(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _in_quotes(typed: str, old: str, new: str) -> str:
    """A value in the marks that the old one was typed in, but for those that the old one needed and it does not."""
    written = writer.scalar_text(new)
    if typed == f"'{old}'":
        return f"'{new}'"
    if typed == f'"{old}"':
        is_needed = writer.scalar_text(old) != old
        return written if is_needed else f'"{new}"'
    if typed == old:
        return written
    raise EditError(f'"{old}" is written in a manner of its own', "write it on its line, then try again")


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _on_one_line(value: Any, is_in_brackets: bool) -> str:
    """The value as it can stand behind its key; empty where it needs lines of its own."""
    if isinstance(value, list):
        plain = is_in_brackets and not any(isinstance(one, dict | list) for one in value)
        return writer.flow_text(value) if plain or not value else ""
    if isinstance(value, dict):
        return ""
    text = writer.scalar_text(value)
    return text if len(text) <= writer.WIDTH else ""


def _item_key(value: Any) -> str:
    """What two equal items have in common, and no others."""
    return json.dumps(value, sort_keys=True)
