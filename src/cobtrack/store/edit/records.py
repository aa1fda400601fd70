"""Cut whole records out of a file's text, and insert records into lists. The comments of other records stay."""

from __future__ import annotations

import textwrap
from copy import deepcopy
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from cobtrack.model.problem import at_path
from cobtrack.store.edit.apply import add_item, remove_value
from cobtrack.store.edit.source import EditError, SourceFile, Splice
from cobtrack.store.yaml import reader, writer

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cobtrack.model.problem import Path


def cut_record(text: str, item: Path) -> tuple[str, list[str]]:
    """Remove a record from the list that has it. Return the new text, and the record's lines without indentation.

    The lines include the comments within the record, but not the comments above it, which stay in the text. Raises
    EditError if the file cannot be edited.
    """
    file = SourceFile(text)
    record, expected = at_path(file.data, item), deepcopy(file.data)
    if file.begins_with_bracket(file.spans[item[:-1], False]):
        return remove_value(text, item), [*writer.item_lines(record, 0)]
    siblings = at_path(expected, item[:-1])
    siblings.pop(item[-1])
    first, column = file.dash(item)
    last = file.last_line_of(item, column)
    lines = [line.rstrip("\r\n") for line in file.lines[first - 1 : last]]
    end = last + _blank_lines(file.lines[last:])
    blank_above = _blank_lines(reversed(file.lines[: first - 1]))
    start = first
    if end == len(file.lines):
        start = first - blank_above
    elif not blank_above and item[-1] == len(siblings):
        # The blank lines below separate the whole list from the next key.
        end = last
    splices = [Splice(file.starts[start - 1], file.starts[end], "")]
    if not siblings:
        key = file.spans[item[:-1], True]
        colon = file.text.index(":", file.offset(key.end_line, key.end_column))
        splices.append(Splice(colon + 1, colon + 1, " []"))
    return file.apply_splices(splices, expected), _dedented(lines, column)


def cut_list(text: str, key: str) -> tuple[str, str]:
    """Remove the top-level list `key` from the text of a file. Return the new text and the text of the list.

    The text of the list includes its comments: within the list, and right above its key. Raises EditError if the list
    shares a line with something else.
    """
    file = SourceFile(text)
    if file.is_flow(()):
        raise EditError(f'"{key}" shares its line with something else', "write each field on a line of its own")
    last = file.last_line_of((key,), 0)
    first = file.spans[(key,), True].line
    above = len([*takewhile(lambda line: line.startswith("#"), reversed(file.lines[: first - 1]))])
    # A comment at the beginning of a file is about the whole file.
    first -= above if above < first - 1 else 0
    blank_above = _blank_lines(reversed(file.lines[: first - 1]))
    end = last + (_blank_lines(file.lines[last:]) if blank_above or first == 1 else 0)
    start = first - (blank_above if end == len(file.lines) else 0)
    expected = {name: value for name, value in file.data.items() if name != key}
    new = file.apply_splices([Splice(file.starts[start - 1], file.starts[end], "")], expected)
    moved = "".join(file.lines[first - 1 : last])
    return new, moved if moved.endswith(("\n", "\r")) else moved + file.line_end


def insert_record(text: str, path: Path, index: int | None, lines: Sequence[str], keys: Sequence[str] = ()) -> str:
    """Insert a record into the list at `path` in `text`, and return the new text.

    The record is inserted before the existing record at `index`, or at the end if `index` is None. `lines` are the
    lines of the record without indentation, beginning with a dash. The list is created if it does not exist; in this
    case, `keys` is the usual order of the fields around the list. Raises EditError if the file cannot be edited.
    """
    record = reader.read("\n".join([*lines, ""]), "").data[0]
    if not _has_data(text):
        return _ended(text) + "".join(f"{line}\n" for line in new_list(str(path[-1]), [lines]))
    file = SourceFile(text)
    expected = deepcopy(file.data)
    holder = at_path(expected, path[:-1])
    items = holder.get(path[-1]) or []
    index = len(items) if index is None else index
    holder[path[-1]] = [*items[:index], record, *items[index:]]
    if items and file.begins_with_bracket(file.spans[path, False]):
        return add_item(text, path[:-1], str(path[-1]), index, record)
    if items:
        splice = _insertion_into_list(file, path, items, index, lines)
    elif (path, True) in file.spans:
        splice = _insertion_into_empty_list(file, path, lines)
    else:
        splice = _insertion_of_list(file, path, lines, keys)
    return file.apply_splices([splice], expected)


def new_list(key: str, records: Iterable[Sequence[str]]) -> Iterator[str]:
    """Yield the lines of a top-level list of records for a new file: blank lines separate the records.

    `records` has the lines of each record without indentation, beginning with a dash.
    """
    yield f"{key}:"
    for number, lines in enumerate(records):
        yield from [""] if number else []
        yield from _indented(lines, writer.STANDARD.dash)


def indent_of(text: str) -> writer.Indent:
    """Return the indentation that is used most often in the text of a file. Raises EditError if the text has errors."""
    return SourceFile(text).indent if _has_data(text) else writer.STANDARD


def comments_above(text: str, item: Path) -> list[str]:
    """Return the comment lines right above a record in a list, without white space around them."""
    file = SourceFile(text)
    first, column = file.dash(item)
    above = takewhile(lambda line: line[: column + 1].lstrip().startswith("#"), reversed(file.lines[: first - 1]))
    return [line.strip() for line in above][::-1]


def _insertion_into_list(
    file: SourceFile, path: Path, items: Sequence[Any], index: int, lines: Sequence[str]
) -> Splice:
    column = file.dash((*path, 0))[1]
    new = _indented(lines, column)
    blank = [""] if _is_separated(file, path, items) else []
    if index < len(items):
        return file.insertion(file.insertion_line_before((*path, index)), [*new, *blank])
    return file.insertion(file.last_line_of((*path, index - 1), column), [*blank, *new], len(path))


def _insertion_into_empty_list(file: SourceFile, path: Path, lines: Sequence[str]) -> Splice:
    key, value = file.spans[path, True], file.spans[path, False]
    new = _indented(lines, key.column - 1 + file.indent.dash)
    after_key = file.text.index(":", file.offset(key.end_line, key.end_column)) + 1
    # An empty list is written as "[]", or it has no value.
    written = file.text[after_key:].lstrip(" ").startswith("[")
    end = file.offset(value.end_line, value.end_column) if written else after_key
    rest = file.lines[key.line - 1][end - file.starts[key.line - 1] :].rstrip("\r\n")
    return Splice(after_key, end + len(rest), rest + "".join(file.line_end + line for line in new))


def _insertion_of_list(file: SourceFile, path: Path, lines: Sequence[str], keys: Sequence[str]) -> Splice:
    """Return the insertion of a new list into a record of the file, at its place in the usual order of the fields."""
    key, record = str(path[-1]), path[:-1]
    existing = at_path(file.data, record)
    earlier = keys[: keys.index(key)] if key in keys else ()
    previous = next((name for name in reversed(earlier) if name in existing), [*existing][-1])
    column = file.spans[record, False].column - 1
    after = file.last_line_of((*record, previous), column)
    blank = [""] if not record else []
    new = [" " * column + f"{key}:", *_indented(lines, column + file.indent.dash)]
    is_last = after >= len(file.lines) or not file.lines[after].strip()
    return file.insertion(after, [*blank, *new, *([] if is_last else blank)], len(record))


def _is_separated(file: SourceFile, path: Path, items: Sequence[Any]) -> bool:
    """Whether blank lines separate the records of a list. For a single record, other lists of the file decide."""
    if len(items) > 1:
        return not file.lines[file.insertion_line_before((*path, len(items) - 1)) - 1].strip()
    others = (item for item, on_key in file.spans if not on_key and item and isinstance(item[-1], int) and item[-1])
    records = (item for item in others if isinstance(at_path(file.data, item), dict) and not file.is_flow(item))
    return any(not file.lines[file.insertion_line_before(item) - 1].strip() for item in records)


def _blank_lines(lines: Iterable[str]) -> int:
    """Return the number of blank lines at the beginning of `lines`."""
    count = 0
    for line in lines:
        if line.strip():
            break
        count += 1
    return count


def _dedented(lines: Sequence[str], column: int) -> list[str]:
    """Return the lines with `column` fewer spaces at their beginning. A line with fewer spaces loses all of them."""
    return [line[column:] if not line[:column].strip() else line.lstrip() for line in lines]


def _indented(lines: Sequence[str], column: int) -> list[str]:
    return textwrap.indent("\n".join(lines), " " * column).split("\n")


def _has_data(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.removeprefix("\ufeff").splitlines())


def _ended(text: str) -> str:
    """Return the text of a file that contains only comments, with a line end after the last comment."""
    return text if not text or text.endswith("\n") else f"{text}\n"


def new_file(file: str, schema: str, data: Mapping[str, Any], list_key: str = "") -> str:
    """Return the text of the new data file called `file`.

    `schema` is the name of the kind of file. The list of records at `list_key` in `data`, if there is one, comes last.
    """
    fields = {key: value for key, value in data.items() if key != list_key}
    to_root = "../" * file.count("/")
    lines = [f"# yaml-language-server: $schema={to_root}schema/{schema}.json", *writer.record_lines(fields)]
    if records := data.get(list_key):
        separator = [""] if fields else []
        lines += [*separator, *new_list(list_key, ([*writer.item_lines(record, 0)] for record in records))]
    return "\n".join([*lines, ""])
