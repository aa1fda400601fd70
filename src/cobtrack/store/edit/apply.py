"""Apply edits to the text of a file. Every byte outside the edited places stays as it is."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.store.edit.edited_file import EditedFile
from cobtrack.store.edit.source import SourceFile, Splice
from cobtrack.store.yaml import writer

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cobtrack.model.edit import Edit
    from cobtrack.model.problem import Path


def apply_edits(text: str, edits: Sequence[Edit]) -> str:
    """Return `text` with all edits applied at once.

    Raises EditError if the file is written in a way that cannot be edited. Raises EditError as well if the data in the
    new text would differ from the old data with the edits applied.
    """
    file = EditedFile(text)
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
            splices += file.set_value(edit.path, edit.key, edit.value)
    for (path, key), values in appended.items():
        splices += file.insert_items((*path, key), None, values)
    # Items are removed last, because each removal changes the indexes of the items after it.
    for path in removed:
        splices += file.remove_value(path)
    return file.apply(splices)


def set_value(text: str, path: Path, value: Any, keys: Sequence[str] = ()) -> str:
    """Set the value at `path` in `text`, and return the new text.

    The path is the path of a field, which is added if it does not exist, or of an existing list item. `keys` is the
    usual order of the fields in the record that has the field: a new field is inserted at its place in this order.
    Raises EditError in the same cases as `apply_edits`.
    """
    file = EditedFile(text)
    return file.apply(file.set_value(path[:-1], path[-1], value, keys))


def remove_value(text: str, path: Path) -> str:
    """Remove the field or the list item at `path` from `text`, and return the new text.

    Raises EditError in the same cases as `apply_edits`, and if a comment would be lost.
    """
    file = EditedFile(text)
    return file.apply(file.remove_value(path))


def add_item(text: str, record: Path, key: str, index: int, item: Any) -> str:
    """Insert `item` into a list in `text`, and return the new text.

    The list is the field `key` of the record at the path `record`; the item goes to position `index`. If the record has
    no such list, the list is created. Raises EditError in the same cases as `apply_edits`.
    """
    file = EditedFile(text)
    return file.apply(file.insert_items((*record, key), index, [item]))


class NewItems(NamedTuple):
    """Items to insert into a list."""

    path: Path
    """The path of the list, which is created if it does not exist."""
    before: Mapping[int, list[Any]]
    """The items, keyed by the index of the existing item before which they come."""
    keys: Sequence[str]
    """The usual order of the fields in the record that has the list."""


def insert_items(text: str, lists: Sequence[NewItems]) -> str:
    """Insert items into several lists in `text`, and return the new text.

    Raises EditError in the same cases as `apply_edits`.
    """
    file = EditedFile(text)
    splices = list[Splice]()
    for path, before, keys in lists:
        for index in sorted(before, reverse=True):
            splices += file.insert_items(path, index, before[index], keys)
    return file.apply(splices)


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
    file = EditedFile(text)
    return file.apply([file.substitute(path, words) for path, words in changes.items()])
