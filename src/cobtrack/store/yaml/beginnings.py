"""Texts that begin with a character by which YAML takes them for something else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.store.yaml.hints import in_double_quotes

if TYPE_CHECKING:
    from collections.abc import Sequence

_VALUE = re.compile(r" *(?:- +)*(?P<key>[\w-]+: +)?(?P<value>\S.*)")
_TAKEN_FOR = {
    "[": "the beginning of a list",
    "{": "the beginning of a record in braces",
    "*": "something written elsewhere",
    "&": "a name for use elsewhere",
    "!": "a tag",
    "%": "a directive",
    ">": "the sign for a text on the lines below",
    "|": "the sign for a text on the lines below",
    "-": "an item of a list",
    "?": "a key",
    ",": "part of a list",
    "]": "the end of a list",
    "}": "the end of a record in braces",
    "@": "",
    "`": "",
}
_ENDS = {"[": "]", "{": "}"}
_QUOTED = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'(?!')")
_COMMENT = re.compile(r"\s+#.*")
_LONG_TEXT = re.compile(r"[|>][+-]?\d?[+-]?(\s+#.*)?")


def begins_with(sign: str) -> str:
    """What is wrong with a text that begins with this character."""
    taken = _TAKEN_FOR[sign]
    return f"a text must not begin with {sign}" + (f": it is taken for {taken}" if taken else "")


def wrong_beginning(lines: Sequence[str], number: int) -> tuple[int, str, str] | None:
    """Where the value of this line begins like something else than a text, what to say of it, and how to mend it."""
    match = _VALUE.match(lines[number])
    if not match:
        return None
    value, column = match["value"], match.start("value")
    # A text that goes on below is more than can be shown.
    is_whole = not _goes_on(lines, number)
    hint = in_double_quotes(_COMMENT.sub("", value), match["key"] or "", is_whole=is_whole)
    if value[0] in "\"'":
        found = _QUOTED.match(value)
        rest = value[found.end() :] if found else ""
        if not rest.strip() or _COMMENT.fullmatch(rest):
            return None
        at = column + len(value) - len(rest.lstrip())
        return at, "text follows after a closing quotation mark", hint
    if value[0] in _TAKEN_FOR and _is_text(value, match["key"]):
        return column, begins_with(value[0]), hint
    return None


def _is_text(value: str, key: str | None) -> bool:
    """Whether a value is more than what its first character begins in YAML."""
    match value[0]:
        case "[" | "{":
            rest = _behind(value)
            return bool(rest.strip()) and not _COMMENT.fullmatch(rest)
        case ">" | "|":
            return not _LONG_TEXT.fullmatch(value.rstrip())
        case "-" | "?":
            return bool(key) and value[1:2] in {"", " "}
        case _:
            return True


def _behind(value: str) -> str:
    """What stands behind the bracket that closes the first one; nothing where none does."""
    depth = 0
    opening, closing = value[0], _ENDS[value[0]]
    for number, sign in enumerate(value):
        depth += (sign == opening) - (sign == closing)
        if not depth:
            return value[number + 1 :]
    return ""


def _goes_on(lines: Sequence[str], number: int) -> bool:
    indent = len(lines[number]) - len(lines[number].lstrip(" -"))
    below = lines[number + 1] if number + 1 < len(lines) else ""
    return bool(below.strip()) and len(below) - len(below.lstrip(" ")) > indent
