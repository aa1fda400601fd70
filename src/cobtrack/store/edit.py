"""Edits by splice: what is new is put between the lines that are there, and every other byte stays as it was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cobtrack.store import reader

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.problem import Path, Span


class CannotEditError(Exception):
    """The file is written in a way that this edit cannot keep; the arguments are a sentence and a hint."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


def add_item(text: str, record: Path, key: str, index: int, item: Mapping[str, Any]) -> str:
    """`text` with `item` put into the list `key` of the record at `record`, as its number `index`.

    The list is made where there is none. Raises CannotEditError where the list is written in brackets, or where the
    result would not read as the same data with the item in its place.
    """
    before = reader.read(_plain(text), "", places=True)
    items = _at(before.data, record).get(key)
    lines = text.splitlines(keepends=True)
    if items is None:
        after, column = _last_line(before.spans, record, lines), before.spans[record, False].column - 1
        new = [f"{key}:", *_lines(item, "  ")]
    else:
        path = (*record, key)
        if not items or _is_flow(lines, before.spans[path, False]):
            raise CannotEditError(
                f'"{key}" is written in brackets', f"write {key}: with an item a line, each with a dash"
            )
        column = lines[before.spans[(*path, 0), False].line - 1].index("-")
        previous = (
            before.spans[(*path, 0), False].line - 1
            if index == 0
            else _last_line(before.spans, (*path, index - 1), lines)
        )
        after, new = previous, _lines(item, "")
    end = "\r\n" if "\r\n" in text else "\n"
    if after and not lines[after - 1].endswith("\n"):
        lines[after - 1] += end
    lines[after:after] = [" " * column + line + end for line in new]
    changed = "".join(lines)
    # The new text must read as the old data with the item in its place, and as nothing else.
    _at(before.data, record).setdefault(key, []).insert(index, dict(item))
    again = reader.read(_plain(changed), "")
    if again.problems or again.data != before.data:
        raise CannotEditError("the edit would change more than it should", "make it in a text editor")
    return changed


def _plain(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\r\n", "\n")


def _at(data: Any, path: Path) -> Any:
    for step in path:
        data = data[step]
    return data


def _is_flow(lines: list[str], span: Span) -> bool:
    return lines[span.line - 1][span.column - 1] in "[{"


def _last_line(spans: reader.Spans, path: Path, lines: list[str]) -> int:
    """The number of the last line that holds something of what is at `path`."""
    blocks = {at[:-1] for at, _ in spans if at}
    last = max(
        span.end_line if span.end_column > 1 else span.end_line - 1
        for (at, on_key), span in spans.items()
        # The span of a block goes on to the next token; those of its keys and texts end where they end.
        if at[: len(path)] == path and (on_key or at not in blocks)
    )
    while last > 1 and not lines[last - 1].strip():
        last -= 1
    return last


def _lines(item: Mapping[str, Any], indent: str) -> list[str]:
    lines = []
    for key, value in item.items():
        if isinstance(value, list):
            lines += [f"{key}:", *(f"  - {scalar(one)}" for one in value)]
        else:
            lines.append(f"{key}: {scalar(value)}")
    return [f"{indent}{'- ' if not number else '  '}{line}" for number, line in enumerate(lines)]


def scalar(text: str) -> str:
    """`text` as a YAML scalar on one line: plain where that reads back as the same text, else in double quotes."""
    reading = reader.read(f"a: {text}\n", "")
    if not reading.problems and reading.data == {"a": text} and type(reading.data["a"]) is str and "\n" not in text:
        return text
    return json.dumps(text, ensure_ascii=False)
