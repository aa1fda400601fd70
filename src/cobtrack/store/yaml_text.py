"""Plain data as YAML text in block style, a fact a line: what a person could have typed."""

from __future__ import annotations

import json
import re
import textwrap
from typing import TYPE_CHECKING, Any

from cobtrack.model.types import Unquoted
from cobtrack.store import reader

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

WIDTH = 100
# Nothing in it is markup to any YAML reader, and no word that one takes for something else.
_SAFE = re.compile(
    r"(?!(?i:null|true|false|yes|no|on|off|y|n|e)$)[A-Za-z](?:[A-Za-z0-9 ,.()/_-]*[A-Za-z0-9.)])?", re.ASCII
)


def record(data: Mapping[str, Any], indent: int = 0) -> Iterator[str]:
    """The lines of a record, each key with its value; what is None is left out."""
    for key, value in data.items():
        if value is not None:
            yield from field(key, value, indent)


def field(key: str, value: Any, indent: int = 0) -> Iterator[str]:
    """The lines of a key and its value."""
    margin = " " * indent
    if isinstance(value, dict):
        yield f"{margin}{key}:"
        yield from record(value, indent + 2)
    elif isinstance(value, list | tuple):
        if not value:
            yield f"{margin}{key}: []"
            return
        yield f"{margin}{key}:"
        for one in value:
            yield from item(one, indent + 2)
    elif isinstance(value, str):
        yield from _text(f"{margin}{key}:", value, indent + 2)
    else:
        yield f"{margin}{key}: {scalar(value)}"


def item(value: Any, indent: int) -> Iterator[str]:
    """The lines of an item of a list."""
    margin = " " * indent
    if isinstance(value, dict):
        for number, line in enumerate(record(value, indent + 2)):
            yield line if number else f"{margin}- {line[indent + 2 :]}"
    elif isinstance(value, str):
        yield from _text(f"{margin}-", value, indent + 2)
    else:
        yield f"{margin}- {scalar(value)}"


def _text(start: str, text: str, indent: int) -> Iterator[str]:
    if len(start) + 1 + len(text) > WIDTH and (lines := _folded(text, indent)):
        yield f"{start} >-"
        yield from lines
    else:
        yield f"{start} {scalar(text)}"


def _folded(text: str, indent: int) -> list[str]:
    """The text as the lines of a folded block; nothing where it would not read back as it is."""
    if text != text.strip() or not text.isprintable() or "  " in text:
        return []
    lines = textwrap.wrap(text, WIDTH - indent, break_long_words=False, break_on_hyphens=False)
    return [" " * indent + line for line in lines]


def scalar(value: Any) -> str:
    """A value as YAML on one line: plain where that reads back as the same, else in double quotes."""
    if not isinstance(value, str):
        return json.dumps(value, ensure_ascii=False)
    if _SAFE.fullmatch(value):
        return value
    reading = reader.read(f"a: {value}\n", "")
    kind = Unquoted if isinstance(value, Unquoted) else str
    same = reading.data == {"a": value} and type(reading.data["a"]) is kind
    if same and not reading.problems and "\n" not in value:
        return value
    return json.dumps(value, ensure_ascii=False)


def flow(value: Any) -> str:
    """A value as it can stand in brackets or braces."""
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(flow, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {flow(one)}' for key, one in value.items())}}}"
    text = scalar(value)
    if not isinstance(value, str) or (_SAFE.fullmatch(value) and "," not in value):
        return text
    same = reader.read(f"[{{a: {text}}}, {text}]\n", "").data == [{"a": value}, value]
    return text if same else json.dumps(value, ensure_ascii=False)
