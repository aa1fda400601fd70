"""Correct lines with typing mistakes: indent them like their neighbours, and put texts in double quotes.

Each function returns no lines if there is any doubt about what was meant.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cobtrack.model.text.lookalikes import BULLETS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FIELD = re.compile(r"( *)((?:- +)*)([\w-]+):(?= |$)")
_COMMENT_LINE = re.compile(r"\s*(?:#|$)")
_SPACED_COMMENT = re.compile(r"\s+#(?=\s|$)")
_HASH_IN_TEXT = re.compile(r"\s#")
_WORD_BEFORE_COLON = re.compile(r"([\w-]+):(?= |$)")
_LANGUAGE = re.compile("[a-z]{2,3}")
# A line that begins with a character that only looks like a space or dash. Its column says nothing.
_ODD_BEGINNING = re.compile(rf" *(?:- *)?(?:[^\S ]|[\u200b\ufeff{BULLETS}])")


def in_double_quotes(lines: Sequence[str], number: int, column: int) -> tuple[str, ...]:
    """Return the lines of the text that begins at `column` in line `number`, with the whole text in double quotes.

    A comment after the text stays a comment. The result is empty if it is not certain where the text ends.
    """
    last = _last_line_of_text(lines, number)
    *inner, end = [lines[number][column:], *lines[number + 1 : last + 1]]
    if any(map(_HASH_IN_TEXT.search, inner)):
        return ()
    text, comment = _without_comment(end)
    first, *others = [*inner, text]
    quoted = [f'{lines[number][:column]}"{_escaped(first)}', *map(_escaped, others)]
    return (*quoted[:-1], f'{quoted[-1]}"{comment}')


def is_joined_field(text: str) -> bool:
    """Whether a text with a colon might contain a field, because the line break before the field was lost.

    This is so if a word before a colon is the name of a field, or if the first such word might be a language code.
    """
    words = _WORD_BEFORE_COLON.findall(text)
    is_language = bool(words) and text.startswith(f"{words[0]}:") and bool(_LANGUAGE.fullmatch(words[0]))
    return is_language or not _field_names().isdisjoint(words)


def indented(lines: Sequence[str], number: int) -> tuple[str, ...]:
    """Return a line whose indentation has characters other than spaces, indented like the lines around it.

    The result is empty if the column in which the line has to begin is not certain.
    """
    line = lines[number]
    text = line.lstrip("\u200b\ufeff").strip()
    if not text:
        return ("",)
    indent = line[: line.index(text[0])]
    if not {"\t", "\u200b", "\ufeff"}.intersection(indent) and has_neighbour_in(lines, number, len(indent)):
        return (" " * len(indent) + text,)
    is_field = FIELD.match(text)
    column = _column_of_field(lines, number, text) if is_field else _column_of_item(lines, number, text)
    return () if column is None else (" " * column + text,)


def has_neighbour_in(lines: Sequence[str], number: int, column: int) -> bool:
    """Whether the field above or below the line `number` begins in `column`.

    Fields that begin after this column are skipped.
    """
    for numbers in (range(number - 1, -1, -1), range(number + 1, len(lines))):
        columns = (_key_column(lines[other]) for other in numbers)
        if next((other for other in columns if other is not None and other <= column), None) == column:
            return True
    return False


def is_beginning_of_record(lines: Sequence[str], number: int, column: int) -> bool:
    """Whether the line `number` can be the first line of a record whose keys are in `column`.

    It cannot be if a field of the record below the line begins in another column.
    """
    below = _next_line(lines, range(number + 1, len(lines)))
    match = FIELD.match(lines[below]) if below is not None else None
    return match is None or bool(match[2]) or len(match[1]) == column or len(match[1]) < column - 2


def _last_line_of_text(lines: Sequence[str], number: int) -> int:
    """Return the number of the last line of the unquoted text that begins in line `number`."""
    indent = len(lines[number]) - len(lines[number].lstrip(" -"))
    last = number
    for following in range(number + 1, len(lines)):
        line = lines[following]
        is_indented = len(line) - len(line.lstrip(" ")) > indent
        if not is_indented or _COMMENT_LINE.match(line) or FIELD.match(line) or line.lstrip().startswith("- "):
            break
        last = following
    return last


def _without_comment(line: str) -> tuple[str, str]:
    """Return the text at the beginning of a line, and the comment after it with the spaces before it.

    A # without a space after it is part of the text.
    """
    match = _SPACED_COMMENT.search(line)
    return (line[: match.start()], line[match.start() :]) if match else (line.rstrip(), "")


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"')


@cache
def _field_names() -> frozenset[str]:
    """Return the names of all fields that data files can have."""
    from cobtrack.model.kinds import KINDS  # noqa: PLC0415
    from cobtrack.model.record import fields_by_key, models_within  # noqa: PLC0415

    return frozenset(key for kind in KINDS for model in models_within(kind.model) for key in fields_by_key(model))


def _next_line(lines: Sequence[str], numbers: Iterable[int]) -> int | None:
    """Return the number of the first line that is neither empty nor a comment."""
    return next((number for number in numbers if not _COMMENT_LINE.match(lines[number])), None)


def _key_column(line: str) -> int | None:
    """Return the column of the first key in a line (from 0), or None if the line does not begin with a key."""
    match = FIELD.match(line)
    return len(match[1]) + len(match[2]) if match else None


def _column_of_field(lines: Sequence[str], number: int, text: str) -> int | None:
    """Return the column in which the field in `text`, or the dash before it, certainly has to begin."""
    columns = {_usual_column(lines, number, text), _common_column(lines, number)} - {None}
    if len(columns) != 1:
        return None
    column = columns.pop()
    match = FIELD.match(text)
    return column - len(match[2]) if match and column is not None and column >= len(match[2]) else None


def _usual_column(lines: Sequence[str], number: int, text: str) -> int | None:
    """Return the column in which the key in `text` begins wherever it occurs in other lines, if it fits here.

    Only lines with as many dashes before the key are compared.
    """
    typed = FIELD.match(text)
    if not typed:
        return None
    others = (FIELD.match(line) for index, line in enumerate(lines) if index != number and typed[3] in line)
    columns = {other.start(3) for other in others if other and other.groups()[1:] == typed.groups()[1:]}
    if len(columns) != 1:
        return None
    column = columns.pop()
    above = _next_line(lines, range(number - 1, -1, -1))
    is_parent = above is not None and lines[above].rstrip().endswith(":")
    is_first_child = above is not None and is_parent and (_key_column(lines[above]) or 0) < column
    return column if is_first_child or has_neighbour_in(lines, number, column) else None


def _common_column(lines: Sequence[str], number: int) -> int | None:
    """Return the column of the fields above and below a line, if both are in the same column."""
    above, below = _next_field(lines, range(number - 1, -1, -1)), _next_field(lines, range(number + 1, len(lines)))
    if above is None or below is None:
        return None
    column = _key_column(lines[above])
    is_parent = above == _next_line(lines, range(number - 1, -1, -1)) and lines[above].rstrip().endswith(":")
    return column if column == _key_column(lines[below]) and not is_parent else None


def _next_field(lines: Sequence[str], numbers: Iterable[int]) -> int | None:
    """Return the number of the first line that begins with a key; None if a line before it has an odd beginning."""
    for number in numbers:
        if FIELD.match(lines[number]):
            return number
        if _ODD_BEGINNING.match(lines[number]):
            return None
    return None


def _column_of_item(lines: Sequence[str], number: int, text: str) -> int | None:
    """Return the column of the dash in the line above, if that line and `text` are both list items without fields."""
    above = _next_line(lines, range(number - 1, -1, -1))
    match = re.match(r"( *)- +(?!.*:(?: |$))", lines[above]) if above is not None else None
    return len(match[1]) if match and text.startswith("- ") and not FIELD.match(text) else None
