"""What the YAML parser says, in the words of somebody who wants to mend a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_SENTENCES = (
    (
        r"mapping values are not allowed",
        "there is a colon inside the text, or this line is indented more than its neighbours",
        "put the whole text in quotes, or indent the line as its neighbours",
    ),
    (
        r"'\\t' that cannot start|tab character",
        "a tab is used to indent",
        "indent with spaces, two for each level",
    ),
    (
        r"could not find expected ':'",
        "this line, or the one before it, is neither a key with a colon nor an item with a dash",
        'write "key: text" or "- text"; a dash is followed by a space, a long text goes on indented',
    ),
    (
        r"found unexpected end of stream",
        "a quotation mark is opened and never closed",
        "close the quotation mark at the end of the text",
    ),
    (
        r"expected <block end>, but found '(-|<block sequence start>)'",
        "an item with a dash stands where a key is expected",
        "indent the dash as the items above it",
    ),
    (
        r"expected <block end>, but found '<?scalar|expected <block end>, but found '<scalar>'",
        "text follows after a closing quotation mark",
        "put the whole text inside the quotation marks",
    ),
    (
        r"expected <block end>|did not find expected key",
        "this line is not indented as the lines it belongs to",
        "give all keys of one record the same indentation",
    ),
    (
        r"expected ',' or '[\]}]'|expected the node content",
        "a list in brackets is not complete",
        "write [one, two] with a comma between and a bracket at the end",
    ),
    (
        r"found character '(.)' that cannot start|found character that cannot start",
        "a text must not start with this character",
        "put the text in quotes",
    ),
    (
        r"unknown escape character",
        "a backslash in double quotes starts an escape that does not exist",
        "put the text in single quotes, or write the backslash twice",
    ),
    (
        r"expected chomping or indentation|did not find expected comment or line break",
        "text stands behind | or >",
        "start the text on the next line, indented",
    ),
)


def explain(said: str) -> tuple[str, str]:
    """A sentence and a hint for what the parser said."""
    for pattern, message, hint in _SENTENCES:
        if re.search(pattern, said):
            return message, hint
    return f"the YAML cannot be read here ({said})", "compare the line with a record that works"


class Cause(NamedTuple):
    """Where a mistake is that the parser only stumbles over later (from 0), what it is, and how to mend it."""

    line: int
    column: int
    message: str
    hint: str


NO_BREAK_SPACE = ("a no-break space is used to indent", "indent with ordinary spaces: delete it and type spaces")
_CONFLICT = re.compile(r"(<{7}|>{7})( |$)|={7}$")
_NO_BREAK = re.compile(r" *\u00a0")
_NO_SPACE = re.compile(r" *(?:- +)*[a-z_]+:(?=[^\s/])")
_OPENING = re.compile(r" *(?:- +)*(?:[\w-]+: +|(?<=- ))([\"'])")
_BLOCK = re.compile(r"( *).*[:-] +[|>][+-]?\d?$")
_BEHIND = re.compile(r" *(?:$| #|[],}])")


def cause(text: str, line: int) -> Cause | None:
    """What is behind the parser's refusal at this line; None where it stands where the parser says."""
    lines = text.split("\n")
    for number, one in enumerate(lines):
        if _CONFLICT.match(one):
            hint = "keep one of the two versions, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>"
            return Cause(number, 0, "a conflict left by git", hint)
    for number, one in enumerate(lines[: line + 1]):
        if found := _NO_BREAK.match(one):
            return Cause(number, found.end() - 1, *NO_BREAK_SPACE)
    before = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    for number in (before, min(line, len(lines) - 1)):
        if found := _NO_SPACE.match(lines[number]):
            key = found[0].strip(" -")
            return Cause(number, found.end() - 1, "a space is missing after the colon", f'write "{key} …"')
    return next((one for one in _unclosed(lines) if one.line <= line), None)


def _unclosed(lines: list[str]) -> Iterator[Cause]:
    """Quotation marks that close in another line, with text behind, or never."""
    number = 0
    while number < len(lines):
        opening = _OPENING.match(lines[number])
        if block := _BLOCK.match(lines[number]):
            number = _behind_block(lines, number, len(block[1]))
            continue
        if opening:
            start = number
            rest, number = _closed(lines, number, opening.end(), opening[1])
            if number > start and (rest is None or not _BEHIND.match(rest)):
                hint = "close it at the end of the text"
                yield Cause(start, opening.end() - 1, "this quotation mark is never closed", hint)
        number += 1


def _behind_block(lines: list[str], number: int, indent: int) -> int:
    """The first line behind the text that begins here with | or >."""
    number += 1
    while number < len(lines) and (not lines[number].strip() or lines[number].startswith(" " * (indent + 1))):
        number += 1
    return number


def _closed(lines: list[str], number: int, column: int, mark: str) -> tuple[str | None, int]:
    """What stands behind the closing mark (None where there is none), and in which line."""
    ends = re.compile(r'(?:[^"\\]|\\.)*"' if mark == '"' else r"(?:[^']|'')*'(?!')")
    while number < len(lines):
        if found := ends.match(lines[number], column):
            return lines[number][found.end() :], number
        number, column = number + 1, 0
    return None, number
