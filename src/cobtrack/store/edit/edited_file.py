"""A file that is being edited: methods that compute the splices for an edit, and the data expected after it."""

from __future__ import annotations

import json
import re
from copy import deepcopy
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.problem import at_path
from cobtrack.store.edit import flow
from cobtrack.store.edit.source import EditError, SourceFile, Splice
from cobtrack.store.yaml import writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.problem import Path

_COLON = re.compile(r"[ \t]*:", re.ASCII)
_BLOCK_TEXT = re.compile(r"[|>][0-9+-]*", re.ASCII)


class _Area(NamedTuple):
    """The part of a file with a value: its head and its lines.

    The head is behind the key or the dash of the value, on the same line. The lines are below.
    """

    start: int
    """The offset of the end of the key with its colon, or of the dash."""
    end: int
    """The offset of the end of the head. What follows on the line is a comment."""
    tail: str
    """The comment that follows the value on its last line, if this line is not the line of the head."""
    line: int
    """The number of the line with the head."""
    last_line: int
    """The number of the last line of the value."""


class EditedFile(SourceFile):
    """A file that is being edited, and the data that the file is expected to have after the edits.

    Each editing method updates the expected data and returns the splices that make the edit.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._expected = deepcopy(self.data)

    def apply(self, splices: list[Splice]) -> str:
        """Return the text after the splices. Raises EditError if the new text does not have the expected data."""
        return self.apply_splices(splices, self._expected)

    def set_value(self, holder: Path, step: str | int, value: Any, keys: Sequence[str] = ()) -> list[Splice]:
        """Set a field of the record at `holder`, or an existing item of the list at `holder`.

        If the value is None, the field or the item is removed. `keys` is the usual order of the record's fields. If it
        is empty, a new field comes last.
        """
        path = (*holder, step)
        if value is None:
            return self.remove_value(path)
        exists = (path, False) in self.spans
        self._expected_at(holder)[step] = value
        if exists:
            return self._replace(path, value)
        return self._add_field(holder, str(step), value, keys)

    def remove_value(self, path: Path) -> list[Splice]:
        """Remove a field of a record, or an item of a list. A missing field is no error."""
        holder, step = path[:-1], path[-1]
        if (path, False) not in self.spans:
            return []
        expected = self._expected_at(holder)
        if isinstance(expected, list):
            expected.pop(int(step))
        else:
            expected.pop(step, None)
        if self.is_flow(holder):
            return [flow.remove(self, path)]
        return [
            self._item_removal(path, may_lose_comments=False) if isinstance(step, int) else self._field_removal(path)
        ]

    def insert_items(self, path: Path, index: int | None, values: list[Any], keys: Sequence[str] = ()) -> list[Splice]:
        """Insert items into the list at `path`, before the item number `index`, or at the end if it is None.

        The list is created if there is no such list, or if it is empty. `keys` is the usual order of the fields around
        the list.
        """
        items = at_path(self.data, path[:-1]).get(path[-1]) or []
        if not isinstance(items, list):
            raise EditError(f'"{path[-1]}" is not a list', _block_list_hint(path[-1]))
        if not items:
            return self.set_value(path[:-1], path[-1], values, keys)
        index = len(items) if index is None else index
        self._expected_at(path)[index:index] = values
        if self.is_flow(path):
            return flow.insert(self, path, index, [writer.flow_text(value) for value in values])
        column = self.dash((*path, 0))[1]
        if index == len(items):
            after, depth = self.last_line_of(path, self._key_column(path)), len(path) + 1
        else:
            column = self.dash((*path, index))[1]
            after, depth = self.insertion_line_before((*path, index)), 0
        lines = [line for value in values for line in writer.item_lines(value, column, self.indent)]
        return [self.insertion(after, lines, depth)]

    def replace_field(self, record: Path, key: str, fields: Mapping[str, Any]) -> Splice:
        """Put other fields in place of a field of a record. Comments in the field's lines come above the new fields."""
        del self._expected_at(record)[key]
        self._expected_at(record).update(fields)
        first, last = self._own_lines((*record, key))
        column = self._key_column((*record, key))
        comments = [f"{' ' * column}{comment}" for comment in self.comments((*record, key), range(first, last + 1))]
        lines = [*comments, *writer.record_lines(fields, column, self.indent)]
        return Splice(self.starts[first - 1], self.starts[last], "".join(line + self.line_end for line in lines))

    def substitute(self, path: Path, words: Mapping[str, str]) -> Splice:
        """Replace words in the value at a path."""
        # A list with one source can also be written as a single value.
        path = path if (path, False) in self.spans else path[:-1]
        span, old = self.spans[path, False], at_path(self.data, path)
        start, end = self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)
        typed = self.text[start:end]
        if old in words:
            new = words[old]
            written = _in_same_quotes(typed, old, new)
        else:
            new, written = _replace_words(old, words), _replace_words(typed, words)
        self._expected_at(path[:-1])[path[-1]] = new
        return Splice(start, end, written)

    def _expected_at(self, path: Path) -> Any:
        return at_path(self._expected, path)

    def _key_column(self, path: Path) -> int:
        """Return the column (from 0) of the key at the end of a path."""
        return self.spans[path, True].column - 1

    # New fields

    def _add_field(self, record: Path, key: str, value: Any, keys: Sequence[str]) -> list[Splice]:
        previous = self._field_before(record, key, keys)
        if self.is_flow(record):
            existing = list(at_path(self.data, record))
            index = existing.index(previous) + 1 if previous else len(existing)
            return flow.insert(self, record, index, [f"{key}: {writer.flow_text(value)}"])
        column = self.spans[record, False].column - 1
        after = self.last_line_of((*record, previous) if previous else record or self._last_own_field(), column)
        return [self.insertion(after, writer.field_lines(key, value, column, self.indent), len(record))]

    def _field_before(self, record: Path, key: str, keys: Sequence[str]) -> str:
        """Return the field after which to insert the field `key` in a record; "" if the field comes last."""
        existing = at_path(self.data, record)
        earlier = keys[: keys.index(key)] if key in keys else ()
        return next((name for name in reversed(earlier) if name in existing), "")

    def _last_own_field(self) -> Path:
        """Return the path of the last field before the lists of records, which come last in a file and can be long."""
        keys = [*self.data]
        while keys and _holds_records(self.data[keys[-1]]):
            keys.pop()
        return (keys[-1],) if keys else ()

    # Removed fields and items

    def _field_removal(self, path: Path) -> Splice:
        span = self.spans[path, True]
        fields = list(at_path(self.data, path[:-1]))
        is_behind_dash = self.lines[span.line - 1][: span.column - 1].strip() == "-"
        if not is_behind_dash or fields[0] != path[-1] or len(fields) == 1:
            first, last = self._own_lines(path)
            self.refuse_if_comment_lost(path, first, last)
            return Splice(self.starts[first - 1], self.starts[last], "")
        # The next field takes the place behind the dash.
        self.refuse_if_comment_lost(path, span.line, self.last_lines[path])
        following = self.spans[(*path[:-1], fields[1]), True]
        self.refuse_if_comment_lost(path[:-1], span.line, following.line - 1)
        return Splice(self.offset(span.line, span.column), self.offset(following.line, following.column), "")

    def _own_lines(self, field: Path) -> tuple[int, int]:
        """Return the first and the last line of a field. Raises EditError if these lines contain something else too."""
        span = self.spans[field, True]
        if self.is_flow(field[:-1]) or self.lines[span.line - 1][: span.column - 1].strip():
            raise EditError(f'"{field[-1]}" shares its line with something else', "delete it in a text editor")
        return span.line, self.last_line_of(field, self._key_column(field))

    def _item_removal(self, item: Path, *, may_lose_comments: bool) -> Splice:
        first, last = self._item_extent(item)
        if not may_lose_comments:
            self.refuse_if_comment_lost(item, first, last)
        return Splice(self.starts[first - 1], self.starts[last], "")

    def _item_extent(self, item: Path) -> tuple[int, int]:
        """Return the first and the last line of an item."""
        line, column = self.dash(item)
        return line, self.last_line_of(item, column)

    # Changed values

    def _replace(self, path: Path, value: Any) -> list[Splice]:
        """Return the splices that replace the value at a path."""
        old, span = _value_at(self.data, path), self.spans[path, False]
        if not self.is_flow(path) and old:
            if isinstance(old, list) and isinstance(value, list) and value:
                return self._replace_items(path, old, value)
            if isinstance(old, dict) and isinstance(value, dict) and old.keys() <= value.keys():
                changed = [key for key, new in value.items() if old.get(key) != new]
                return [splice for key in changed for splice in self._set_part(path, key, value[key])]
        start, end = self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)
        if self.is_flow(path[:-1]):
            self.refuse_if_comment_lost(path, span.line, span.end_line - 1)
            return [Splice(start, end, writer.flow_text(value))]
        is_leaf = not isinstance(old, dict | list) or self.is_flow(path)
        text = _on_one_line(value, is_in_brackets=bool(old) and self.is_flow(path))
        if is_leaf and text and span.line == span.end_line and not _BLOCK_TEXT.match(self.text, start):
            return [Splice(start, end, text if start < end else f" {text}")]
        return self._replace_lines(path, value, text)

    def _set_part(self, path: Path, key: str, value: Any) -> list[Splice]:
        part = (*path, key)
        return self._replace(part, value) if (part, False) in self.spans else self._add_field(path, key, value, ())

    def _replace_lines(self, path: Path, value: Any, text: str) -> list[Splice]:
        """Return the splices that replace a value, if the old or the new value needs more than one line.

        `text` is the new value on one line, or "" if it needs several lines.
        """
        area = self._area(path)
        if isinstance(path[-1], str):
            column = self._key_column(path)
            first, *rest = writer.field_lines("", value, column, self.indent)
            head = f" {text}" if text else first.lstrip()[1:]
        else:
            column = self.dash(path)[1]
            first, *rest = writer.item_lines(value, column, self.indent)
            head = f" {text}" if text else first.lstrip()[1:]
        rest = [] if text else rest
        lines = "".join(line + self.line_end for line in rest)
        if area.last_line == area.line:
            return [Splice(area.start, area.end, head + area.tail), self.insertion(area.line, rest, len(path))]
        return [
            Splice(area.start, area.end, head + area.tail),
            Splice(self.starts[area.line], self.starts[area.last_line], lines),
        ]

    def _area(self, path: Path) -> _Area:
        """Return the part of the file with a value. Raises EditError if there is a comment within the value."""
        span = self.spans[path, False]
        if isinstance(path[-1], str):
            key = self.spans[path, True]
            line = key.line
            colon = _COLON.match(self.text, self.offset(key.end_line, key.end_column))
            start = colon.end() if colon else self.offset(key.end_line, key.end_column)
        else:
            line, column = self.dash(path)
            start = self.starts[line - 1] + column + 1
        value_start, value_end = self.offset(span.line, span.column), self.offset(span.end_line, span.end_column)
        line_end = self.starts[line - 1] + len(self.lines[line - 1].rstrip("\r\n"))
        last_line = max(self.last_lines[path], line)
        if span.line == line and (block := _BLOCK_TEXT.match(self.text, value_start)):
            return _Area(start, block.end(), "", line, last_line)
        if span.line != line or value_start == value_end:
            self.refuse_if_comment_lost(path, line + 1, last_line)
            return _Area(start, start, "", line, last_line)
        is_collection = isinstance(_value_at(self.data, path), dict | list) and not self.is_flow(path)
        if is_collection or span.end_line == line:
            self.refuse_if_comment_lost(path, line, last_line - (not is_collection))
            return _Area(start, line_end if is_collection else value_end, "", line, last_line)
        self.refuse_if_comment_lost(path, line, last_line - 1)
        tail_end = self.starts[last_line - 1] + len(self.lines[last_line - 1].rstrip("\r\n"))
        return _Area(start, line_end, self.text[value_end:tail_end], line, last_line)

    def _replace_items(self, path: Path, old: list[Any], new: list[Any]) -> list[Splice]:
        """Change a list with one item per line: remove the lines of old items, insert lines for new ones."""
        matcher = SequenceMatcher(None, [*map(_item_key, old)], [*map(_item_key, new)], autojunk=False)
        changes = [change for change in matcher.get_opcodes() if change[0] != "equal"]
        inserted = {_item_key(value) for _, _, _, start, stop in changes for value in new[start:stop]}
        removed = [index for _, first, end, _, _ in changes for index in range(first, end)]
        moved = {_item_key(old[index]): index for index in removed if _item_key(old[index]) in inserted}
        splices = [self._item_removal((*path, index), may_lose_comments=index in moved.values()) for index in removed]
        for _, first, end, start, stop in changes:
            lines = [line for value in new[start:stop] for line in self._new_or_moved_lines(path, value, moved)]
            is_last = first == end == len(old)
            column = self._key_column(path) if is_last else self.dash((*path, 0))[1]
            if lines:
                splices.append(self.insertion(self._line_after_items(path, end, column), lines, len(path) + 1))
        return splices

    def _line_after_items(self, path: Path, count: int, column: int) -> int:
        """Return the number of the last line of the first `count` items.

        The comments below the last of these items are included if they are indented further than `column`.
        """
        return self.last_line_of((*path, count - 1), column) if count else self.insertion_line_before((*path, 0))

    def _new_or_moved_lines(self, path: Path, value: Any, moved: dict[str, int]) -> Iterable[str]:
        """Return the lines of a list item for the edited file.

        If the item is in `moved`, return its old lines with their comments, and remove the item from `moved`.
        """
        index = moved.pop(_item_key(value), None)
        if index is None:
            return writer.item_lines(value, self.dash((*path, 0))[1], self.indent)
        first, last = self._item_extent((*path, index))
        return [line.rstrip("\r\n") for line in self.lines[first - 1 : last]]


def _value_at(data: Any, path: Path) -> Any:
    """Return the value at a path, or None if the key has no value."""
    holder = at_path(data, path[:-1])
    return holder.get(path[-1]) if isinstance(holder, dict) else holder[path[-1]]


def _block_list_hint(key: str | int) -> str:
    return f'write "{key}:" with one item per line, each after a dash'


def _replace_words(text: str, words: Mapping[str, str]) -> str:
    for old, new in words.items():
        text = text.replace(old, new)
    return text


def _in_same_quotes(typed: str, old: str, new: str) -> str:
    """Return `new` as text for the file, with the same kind of quotation marks as `old` in `typed`.

    Quotation marks are added if `new` needs them. Double quotation marks that only `old` needed are dropped. Raises
    EditError if `old` is written over several lines or with escapes.
    """
    written = writer.scalar_text(new)
    if typed == f"'{old}'":
        return f"'{new}'"
    if typed == f'"{old}"':
        is_needed = writer.scalar_text(old) != old
        return written if is_needed else f'"{new}"'
    if typed == old:
        return written
    raise EditError(f'"{old}" is written over several lines or with escapes', "write it on one line, then try again")


def _holds_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _on_one_line(value: Any, *, is_in_brackets: bool) -> str:
    """Return the value as text that fits on the line of its key, or "" if the value needs more lines.

    A list or a record is written on one line only if the file already has it in brackets or braces.
    """
    if isinstance(value, list | dict):
        text = writer.flow_text(value) if is_in_brackets or value == [] else ""
    else:
        text = "" if isinstance(value, str) and "\n" in value else writer.scalar_text(value)
    return text if len(text) <= writer.MAX_WIDTH else ""


def _item_key(value: Any) -> str:
    """Return a hashable key for a list item: two items have the same key if and only if they are equal."""
    return json.dumps(value, sort_keys=True)
