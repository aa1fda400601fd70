"""Apply edits to the text of a file. Every byte outside the edited places stays as it is."""

from __future__ import annotations

import json
from collections import defaultdict
from copy import deepcopy
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Any

from cobtrack.model.problem import at_path
from cobtrack.store.edit.source import EditError, SourceFile, Splice
from cobtrack.store.yaml import writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.edit import Edit
    from cobtrack.model.problem import Path

_MAX_QUOTED_COMMENT = 60


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with all edits applied at once.

    Raises EditError if the file is written in a way that cannot be edited. Raises EditError as well if the data in the
    new text would differ from the old data with the edits applied.
    """
    file = _EditedFile(text)
    splices, appended = list[Splice](), defaultdict["tuple[Path, str]", list[Any]](list)
    removed = sorted({edit.path for edit in edits if edit.kind == "remove"}, key=lambda path: path[-1], reverse=True)
    for edit in edits:
        if edit.kind == "remove":
            continue
        if edit.kind == "append":
            appended[edit.path, edit.key].append(edit.value)
        elif edit.kind == "replace":
            splices.append(file.replace_field(edit.path, edit.key, edit.value))
        else:
            splices += file.set_field(edit.path, edit.key, edit.value)
    for (path, key), values in appended.items():
        splices += file.append_items(path, key, values)
    # Items are removed last, because each removal changes the indexes of the items after it.
    for path in removed:
        splices += file.remove_item(path)
    return file.apply(splices)


def add_item(text: str, record: Path, key: str, index: int, item: Any) -> str:
    """Insert `item` into a list in `text` and return the new text.

    The list is the field `key` of the record at the path `record`; the item goes to position `index`. If the record has
    no such list, the list is created. Raises EditError in the same cases as `apply_edits`, and if the list is written
    inline (`[a, b]`).
    """
    file = _EditedFile(text)
    items = file.expected_at(record).get(key)
    if not items or index == len(items):
        return file.apply(file.append_items(record, key, [item]))
    file.require_block_list(record, key)
    items.insert(index, item)
    following = (*record, key, index)
    lines = writer.item_lines(item, file.dash(following)[1], file.indent)
    return file.apply([file.insertion(file.insertion_line_before(following), lines)])


def set_value(text: str, path: Path, value: Any, keys: Sequence[str] = ()) -> str:
    """Set the value at `path` in `text`, and return the new text.

    The path is the path of a field, which is added if it does not exist, or of an existing list item. `keys` is the
    usual order of the fields in the record that has the field: a new field is inserted at its place in this order.
    Raises EditError in the same cases as `apply_edits`.
    """
    file = _EditedFile(text)
    return file.apply(file.set_field(path[:-1], str(path[-1]), value, keys))


def insert_item(text: str, path: Path, index: int, item: Any) -> str:
    """Insert an item at position `index` into the list at `path` in `text`, and return the new text.

    The list exists and is not empty. Raises EditError in the same cases as `apply_edits`.
    """
    return add_item(text, path[:-1], str(path[-1]), index, item)


def remove_value(text: str, path: Path) -> str:
    """Remove the field or the list item at `path` from `text`, and return the new text.

    Raises EditError in the same cases as `apply_edits`, and if a comment would be lost.
    """
    file = _EditedFile(text)
    if isinstance(path[-1], int):
        return file.apply(file.remove_item(path))
    return file.apply(file.set_field(path[:-1], path[-1], None))


def insert_records(text: str, key: str, before: Mapping[int, list[dict[str, Any]]]) -> str:
    """Insert records into the top-level list `key` of the file in `text`, and return the new text.

    `before` maps the index of an existing item to the records to insert before that item. Raises EditError in the same
    cases as `apply_edits`.
    """
    file = SourceFile(text)
    items = list(file.data[key])
    splices = []
    for index in sorted(before, reverse=True):
        after_line, column = file.insertion_line_before((key, index)), file.dash((key, index))[1]
        # If blank lines separate the existing records, add blank lines between the new records too.
        blank = [] if file.lines[after_line - 1].strip() else [""]
        new = [line for record in before[index] for line in (*writer.item_lines(record, column, file.indent), *blank)]
        splices.append(file.insertion(after_line, new))
        items[index:index] = before[index]
    return file.apply_splices(splices, {**file.data, key: items})


def substitute(text: str, changes: Mapping[Path, Mapping[str, str]]) -> str:
    """Replace words in some values in `text`, and return the new text.

    `changes` maps the path of each value to its replacements, keyed by old word. If a value is nothing but an old word,
    it keeps its quotation marks, or gets quotation marks if the new word needs them. Raises EditError in the same cases
    as `apply_edits`.
    """
    file = _EditedFile(text)
    return file.apply([file.substitute(path, words) for path, words in changes.items()])


class _EditedFile(SourceFile):
    """A file that is being edited, and the data that the file is expected to have after the edits.

    Each editing method updates the expected data and returns the splices that make the edit.
    """

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self._expected = deepcopy(self.data)

    def expected_at(self, path: Path) -> Any:
        """Return the expected data at a path."""
        return at_path(self._expected, path)

    def apply(self, splices: list[Splice]) -> str:
        """Return the text after the splices. Raises EditError if the new text does not have the expected data."""
        return self.apply_splices(splices, self._expected)

    def set_field(self, record: Path, key: str, value: Any, keys: Sequence[str] = ()) -> list[Splice]:
        """Set a field of a record to the value, or remove the field if the value is None.

        `keys` is the usual order of the record's fields. If it is empty, a new field comes last.
        """
        if value is None:
            self.expected_at(record).pop(key, None)
            return self._remove_field(record, key)
        self.expected_at(record)[key] = value
        if ((*record, key), True) in self.spans:
            return self._replace_value(record, key, value)
        return self._add_field(record, key, value, keys)

    def replace_field(self, record: Path, key: str, fields: Mapping[str, Any]) -> Splice:
        """Put other fields in place of a field of a record. Comments in the field's lines come above the new fields."""
        del self.expected_at(record)[key]
        self.expected_at(record).update(fields)
        first, last = self._own_lines(record, key)
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
        self.expected_at(path[:-1])[path[-1]] = new
        return Splice(start, end, written)

    def append_items(self, record: Path, key: str, values: list[Any]) -> list[Splice]:
        """Append items to a list of a record."""
        items = at_path(self.data, record).get(key) or []
        if not isinstance(items, list):
            raise EditError(f'"{key}" is not a list', _block_list_hint(key))
        if not items:
            return self.set_field(record, key, values)
        self.expected_at(record)[key] = [*self.expected_at(record)[key], *values]
        self.require_block_list(record, key)
        path = (*record, key)
        column = self.dash((*path, 0))[1]
        lines = [line for value in values for line in writer.item_lines(value, column, self.indent)]
        return [self.insertion(self.last_line_of(path, self._key_column(path)), lines, len(path) + 1)]

    def remove_item(self, item: Path) -> list[Splice]:
        """Remove an item from a list."""
        self.require_block_list(item[:-2], str(item[-2]))
        self.expected_at(item[:-1]).pop(item[-1])
        return [self._item_removal(item, may_lose_comments=False)]

    def require_block_list(self, record: Path, key: str) -> None:
        """Raise EditError if the list is written in brackets."""
        if self.begins_with_bracket(self.spans[(*record, key), False]):
            raise EditError(f'"{key}" is written in brackets', _block_list_hint(key))

    def _require_block_record(self, record: Path) -> None:
        """Raise EditError if the record is written in braces."""
        if self.is_flow(record):
            raise EditError("the record is written in braces", "write it with one field per line")

    def _refuse_if_comment_lost(self, path: Path, first: int, last: int) -> None:
        """Raise EditError if there is a comment on these lines, which are about to be removed."""
        for comment in self.comments(path, range(first, last + 1)):
            raise EditError(
                f"line {first}: the comment “{comment[:_MAX_QUOTED_COMMENT]}” would be lost",
                "move or delete the comment in a text editor, then try again",
            )

    def _key_column(self, path: Path) -> int:
        """Return the column (from 0) of the key at the end of a path."""
        return self.spans[path, True].column - 1

    def _add_field(self, record: Path, key: str, value: Any, keys: Sequence[str]) -> list[Splice]:
        self._require_block_record(record)
        column = self.spans[record, False].column - 1
        previous = self._field_before(record, key, keys)
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

    def _remove_field(self, record: Path, key: str) -> list[Splice]:
        path = (*record, key)
        if (path, True) not in self.spans:
            return []
        first, last = self._own_lines(record, key)
        self._refuse_if_comment_lost(path, first, last)
        return [Splice(self.starts[first - 1], self.starts[last], "")]

    def _own_lines(self, record: Path, key: str) -> tuple[int, int]:
        """Return the first and the last line of a field. Raises EditError if these lines contain something else too."""
        path = (*record, key)
        span = self.spans[path, True]
        if self.is_flow(record) or self.lines[span.line - 1][: span.column - 1].strip():
            raise EditError(f'"{key}" shares its line with something else', "delete it in a text editor")
        return span.line, self.last_line_of(path, self._key_column(path))

    def _replace_value(self, record: Path, key: str, value: Any) -> list[Splice]:
        path = (*record, key)
        old = at_path(self.data, record).get(key)
        value_span, key_span = self.spans[path, False], self.spans[path, True]
        is_leaf = not isinstance(old, dict | list) or self.is_flow(path)
        if not is_leaf and isinstance(old, list) and isinstance(value, list) and value:
            return self._replace_items(path, old, value)
        is_short = is_leaf and value_span.line == value_span.end_line
        is_in_brackets = isinstance(old, list) and bool(old)
        text = writer.flow_text(value) if self.is_flow(record) else _on_one_line(value, is_in_brackets=is_in_brackets)
        if is_short and text:
            start = self.offset(value_span.line, value_span.column)
            end = self.offset(value_span.line, value_span.end_column)
            return [Splice(start, end, text if start < end else f" {text}")]
        self._require_block_record(record)
        first, *rest = writer.field_lines(key, value, key_span.column - 1, self.indent)
        start = self.offset(key_span.line, key_span.column)
        if is_short and value_span.line == key_span.line:
            # Keep what follows the value on its line.
            replacement = Splice(start, self.offset(value_span.line, value_span.end_column), first.lstrip())
            return [replacement, self.insertion(value_span.line, rest, len(path))]
        self._refuse_if_comment_lost(path, key_span.line, self.last_lines[path])
        text = first.lstrip() + self.line_end + "".join(line + self.line_end for line in rest)
        return [Splice(start, self.starts[self.last_lines[path]], text)]

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

    def _item_extent(self, item: Path) -> tuple[int, int]:
        """Return the first and the last line of an item."""
        line, column = self.dash(item)
        return line, self.last_line_of(item, column)

    def _item_removal(self, item: Path, *, may_lose_comments: bool) -> Splice:
        first, last = self._item_extent(item)
        if not may_lose_comments:
            self._refuse_if_comment_lost(item, first, last)
        return Splice(self.starts[first - 1], self.starts[last], "")


def _block_list_hint(key: str) -> str:
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

    A list is written on one line only if it is empty, or if the file already has it in brackets (`is_in_brackets`).
    """
    if isinstance(value, list):
        is_flat = not any(isinstance(item, dict | list) for item in value)
        return writer.flow_text(value) if (is_in_brackets and is_flat) or not value else ""
    if isinstance(value, dict):
        return ""
    text = writer.scalar_text(value)
    return text if len(text) <= writer.MAX_WIDTH else ""


def _item_key(value: Any) -> str:
    """Return a hashable key for a list item: two items have the same key if and only if they are equal."""
    return json.dumps(value, sort_keys=True)
