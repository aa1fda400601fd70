"""Parts of hints: quoted texts, and corrections of common typing mistakes."""

from __future__ import annotations

import re

DIRECTIVE_MESSAGE = ("a % directive is not allowed in a data file", "delete the line")
"""The message and the hint for a % directive."""
DIRECTIVE_LINE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*%")
"""Matches a text whose first line, apart from comments, begins with %."""
_MAX_QUOTED_LENGTH = 60
_MISSING_SPACE = re.compile(r"([a-z_]+):(?!//)(\S[^\n]*)")


def quoted(text: str) -> str:
    """Return the text in double quotes, with the escapes that YAML needs. A long text is shortened."""
    shown = text
    if len(text) > _MAX_QUOTED_LENGTH:
        shown = f"{text[:_MAX_QUOTED_LENGTH].rpartition(' ')[0] or text[:_MAX_QUOTED_LENGTH]} …"
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def double_quotes_hint(text: str, key: str = "", *, is_whole: bool = True) -> str:
    """Return the hint to put a text in double quotes. The hint shows the result if `text` is the whole text.

    `key` is shown before the text (for example "note: ").
    """
    if not is_whole:
        return "put the whole text in double quotes"
    inside = text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text
    return f"put the whole text in double quotes: {key}{quoted(inside)}"


def no_space_after_colon(value: object) -> tuple[str, str] | None:
    """Return a message and a hint if the value is a text like `after:crc-session`, which was meant as a field."""
    match = _MISSING_SPACE.match(value) if isinstance(value, str) else None
    return ("a space is missing after the colon", f"write {match[1]}: {match[2]}") if match else None


def space_in_id(value: object, pattern: str) -> tuple[str, str] | None:
    """Return a message and a hint if the value is a record like `crc-2022: 42`, which was meant as an id.

    `pattern` is the regular expression for a valid id.
    """
    parts = next(iter(value.items())) if isinstance(value, dict) and len(value) == 1 else ()
    identifier = ":".join(str(part) for part in parts if isinstance(part, str | int))
    is_id = len(parts) > 1 and re.fullmatch(pattern, identifier, re.ASCII)
    return ("there is a space after the colon of an id", f"write {identifier}") if is_id else None


def no_space_after_dash(text: str) -> tuple[str, str]:
    """Return the message and the hint for a text like `-moi`, which was meant as a list item."""
    first_word = text.removeprefix("-").split()[0]
    return "a space is missing after the dash", f"write - {first_word}{' …' if first_word.endswith(':') else ''}"


def no_dash(key: str, value: str) -> tuple[str, str]:
    """Return the message and the hint for a record in a list if the dash before its first field is missing."""
    return f'the dash before "{key}" is missing', f"begin the record with - {key}: {value.strip()}".rstrip()
