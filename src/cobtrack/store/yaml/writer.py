"""Write plain data as YAML text in block style, one fact per line, as a person would type it."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.types import PlainNumber
from cobtrack.store.yaml import reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

MAX_WIDTH = 100
_MAX_SHOWN = 60
"""The greatest length of a value in a sentence."""
# Texts that need no quotes, because they contain no YAML syntax and no reader takes them for another value.
_SAFE = re.compile(
    r"(?!(?i:null|true|false|yes|no|on|off|y|n|e)$)[A-Za-z](?:[A-Za-z0-9 ,.()/_-]*[A-Za-z0-9.)])?", re.ASCII
)
# Texts that some YAML reader takes for a number, null, true, false or syntax.
_OTHER_VALUE = re.compile(
    r"(?i:null|true|false|yes|no|on|off|y|n"
    r"|[-+]?(?:\.(?:inf|nan)|0[box][0-9a-f_]+|[0-9._]+(?:e[-+]?[0-9]*)?|[0-9][0-9_]*(?::[0-9]+)+(?:\.[0-9_]*)?))"
    r"|[ -/:-@\[-`{-~]+",
    re.ASCII,
)
# Ids and numbers. A record of a few of them, such as {months: 9}, is written in braces.
_ID_OR_NUMBER = re.compile(r"[a-z0-9-]{1,60}", re.ASCII)
_MAX_IN_BRACES = 3
# Texts that need no quotes, even in brackets and braces.
_SAFE_IN_BRACKETS = re.compile(r"\w[^,\[\]{}:#?]*")


class Indent(NamedTuple):
    """Numbers of spaces to indent.

    `dash`: from a key to the dashes below. `item`: from a dash to its text. `key`: from a key to the keys below.
    """

    dash: int = 2
    item: int = 2
    key: int = 2


STANDARD = Indent()


def record_lines(data: Mapping[str, Any], indent: int = 0, by: Indent = STANDARD) -> Iterator[str]:
    """Yield the lines of a record. Fields with the value None are left out."""
    for key, value in data.items():
        if value is not None:
            yield from field_lines(key, value, indent, by)


def field_lines(key: str, value: Any, indent: int = 0, by: Indent = STANDARD) -> Iterator[str]:
    """Yield the lines of a key and its value."""
    margin = " " * indent
    if value == {} or (isinstance(value, dict) and _fits_in_braces(value)):
        yield f"{margin}{key}: {flow_text(value)}"
    elif isinstance(value, dict):
        yield f"{margin}{key}:"
        yield from record_lines(value, indent + by.key, by)
    elif isinstance(value, list | tuple):
        if not value:
            yield f"{margin}{key}: []"
            return
        yield f"{margin}{key}:"
        for item in value:
            yield from item_lines(item, indent + by.dash, by)
    elif isinstance(value, str):
        yield from _text_lines(f"{margin}{key}:", value, indent + 2)
    else:
        yield f"{margin}{key}: {scalar_text(value)}"


def item_lines(value: Any, indent: int, by: Indent = STANDARD) -> Iterator[str]:
    """Yield the lines of a list item."""
    dash = f"{' ' * indent}-{' ' * (by.item - 1)}"
    if isinstance(value, dict) and value:
        for number, line in enumerate(record_lines(value, indent + by.item, by)):
            yield line if number else f"{dash}{line[indent + by.item :]}"
    elif isinstance(value, str):
        yield from _text_lines(dash.rstrip(), value, indent + 2)
    else:
        yield f"{dash}{flow_text(value)}"


def _text_lines(start: str, text: str, indent: int) -> Iterator[str]:
    """Yield the lines of a key or dash with its text: one line, or a block if the text is long or has several lines."""
    if "\n" in text and (block := _literal(text, indent)):
        yield f"{start} {block[0]}"
        yield from block[1:]
    elif len(start) + 1 + len(text) > MAX_WIDTH and (lines := _folded(text, indent)):
        yield f"{start} >-"
        yield from lines
    else:
        yield f"{start} {scalar_text(text)}"


def _folded(text: str, indent: int) -> list[str]:
    """Return the lines of a folded block with the text, or [] if the block would not be read as the same text."""
    if text != text.strip() or not text.isprintable() or "  " in text:
        return []
    lines = textwrap.wrap(text, MAX_WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [" " * indent + line for line in lines]


def _literal(text: str, indent: int) -> list[str]:
    """Return the lines of a block that keeps the line ends of a text, beginning with the sign of the block.

    The result is [] if the block would not be read as the same text.
    """
    lines = text.removesuffix("\n").split("\n")
    if not all(line.isprintable() for line in lines) or not lines[0].strip() or not lines[-1].strip():
        return []
    if lines[0].startswith(" ") or any(line and not line.strip() for line in lines):
        return []
    return ["|" if text.endswith("\n") else "|-", *(f"{' ' * indent}{line}" if line else "" for line in lines)]


def _fits_in_braces(record: Mapping[str, Any]) -> bool:
    """Whether a record consists of at most three ids and numbers, such as {after: crc-state-report, months: 3}."""
    values = record.values()
    return 0 < len(record) <= _MAX_IN_BRACES and all(
        type(value) in {str, int, PlainNumber} and _ID_OR_NUMBER.fullmatch(str(value)) for value in values
    )


def scalar_text(value: Any) -> str:
    """Return a value as YAML on one line. A text that could be read as another value is put in double quotes.

    A PlainNumber is written without quotes, because it was typed without quotes.
    """
    if isinstance(value, str) and (_SAFE.fullmatch(value) or _is_plain(value)):
        return value
    return json.dumps(value, ensure_ascii=False)


def _is_plain(text: str) -> bool:
    """Whether an unquoted text is read as the same text (for example a date, which people type without quotes)."""
    is_number = isinstance(text, PlainNumber)
    if "\n" in text or "\t" in text or (_OTHER_VALUE.fullmatch(text) and not is_number):
        return False
    reading = reader.read(f"a: {text}\n", "")
    kind = PlainNumber if is_number else str
    return not reading.problems and reading.data == {"a": text} and type(reading.data["a"]) is kind


def flow_text(value: Any) -> str:
    """Return a value on one line, in a form that is valid within brackets or braces."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow_text, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow_text(item)}' for key, item in value.items())}}}"
    text = scalar_text(value)
    if not isinstance(value, str) or _SAFE_IN_BRACKETS.fullmatch(value):
        return text
    return json.dumps(value, ensure_ascii=False)


def shortened(value: Any) -> str:
    """Return a value as a text of one line for a sentence. A long value is cut."""
    text = " ".join(value.split()) if isinstance(value, str) else flow_text(value)
    return text if len(text) <= _MAX_SHOWN else f"{text[: _MAX_SHOWN - 1]}…"
