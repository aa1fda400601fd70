"""What hints are made of: a text as it should be written, and small slips of the keyboard."""

from __future__ import annotations

import re

DIRECTIVE = ("a % directive has no place in a data file", "delete the line")
DIRECTIVE_LINE = re.compile(r"(?:[ \t]*(?:#.*)?\n)*%")
"""A text of which nothing but comments stands before a line that begins with %."""
_LONGEST = 60
_NO_SPACE = re.compile(r"([a-z_]+):(?!//)(\S[^\n]*)")


def quoted(text: str) -> str:
    """The text in double quotes, or its beginning, with a backslash before what would end them."""
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST].rpartition(' ')[0] or text[:_LONGEST]} …"
    return '"' + shown.replace("\\", "\\\\").replace('"', '\\"') + '"'


def in_double_quotes(text: str, key: str = "", *, is_whole: bool = True) -> str:
    """The hint to put a text in double quotes, and how it then reads where all of it is known."""
    if not is_whole:
        return "put the whole text in double quotes"
    inside = text[1:-1] if len(text) > 1 and text[0] == text[-1] == "'" else text
    return f"put the whole text in double quotes: {key}{quoted(inside)}"


def no_space_after_colon(text: object) -> tuple[str, str] | None:
    """What to say of `after:crc-session`, which is a text to YAML, where a key and its value are meant."""
    match = _NO_SPACE.match(text) if isinstance(text, str) else None
    return ("a space is missing after the colon", f"write {match[1]}: {match[2]}") if match else None


def space_in_id(typed: object, pattern: str) -> tuple[str, str] | None:
    """What to say of `crc-2022: 42`, which is a record to YAML, where an id of this pattern is meant."""
    parts = next(iter(typed.items())) if isinstance(typed, dict) and len(typed) == 1 else ()
    meant = ":".join(str(part) for part in parts if isinstance(part, str | int))
    is_meant = len(parts) > 1 and re.fullmatch(pattern, meant, re.ASCII)
    return ("a space stands behind the colon", f"take it out: {meant}") if is_meant else None


def no_space_after_dash(text: str) -> tuple[str, str]:
    """What to say of `-moi`, which is a text to YAML, where an item of a list is meant."""
    first = text.removeprefix("-").split()[0]
    return "a space is missing after the dash", f"write - {first}{' …' if first.endswith(':') else ''}"


def no_dash(key: str, value: str) -> tuple[str, str]:
    """What to say of the first field of a record of a list that lacks its dash."""
    return (
        f'the dash before "{key}" is missing',
        f"write - {key}: {value.strip()}".rstrip() + ", where the record begins",
    )
