"""Slips that can be seen line by line in a file that no parser reads to its end: all of them, not just the first."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.text.lookalikes import BULLETS, character_name, to_plain_characters
from cobtrack.store.yaml.beginnings import wrong_beginning
from cobtrack.store.yaml.hints import in_double_quotes, no_dash, no_space_after_dash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Mistake(NamedTuple):
    """Where a mistake is that the parser only stumbles over later (from 0), what it is, and how to mend it."""

    line: int
    column: int
    message: str
    hint: str


_MARKER = re.compile(r"(<{7}|>{7}|\|{7})( |$)|={7}$")
_ITEM = re.compile(r" *- ")
_INDENT = re.compile(r"[ \t]*")
_BULLET = re.compile(rf" *([{BULLETS}])\s*(?=\S)")
_SPACE = re.compile(r"(?P<before> *(?:- *)?(?:[a-z_]+:)?)(?P<space>(?![ \t\n])[\s\u200b\ufeff])")
_NO_COLON = re.compile(r" *(?:- +)*([a-z_]+)([\uff1a\ufe55\u2236\ua789\u02d0])[\s\u00a0]*")
_NO_SPACE_BEHIND_DASH = re.compile(r" *-(?=[^\W\d])")
_KEY = re.compile(r"( *)((?:- +)*)([\w-]+):(?= |$)")
_COLON = re.compile(r"(?P<key> *(?:- +)*[\w-]+: +)(?P<text>(?![\"'\[{|>&*!#@`%?-])\S.*?:(?: .*|$))")
_COMMENT = re.compile(r"\s+#.*")
_CURLY = "\u2018\u2019\u201c-\u201f\u00ab\u00bb"
_CURLY_ID = re.compile(rf" *(?:- +)*id: *(?P<typed>[{_CURLY}]([^{_CURLY}]*)[{_CURLY}]?) *$")
_BLOCK = re.compile(r"( *).*[:-] +[|>][+-]?\d?$")
_OPENING = re.compile(r" *(?:- +)*(?:[\w-]+: +|(?<=- ))([\"'])")
_BEHIND = re.compile(r" *(?:$| #|[],}])")
_ENDS = {'"': re.compile(r'(?:[^"\\]|\\.)*"'), "'": re.compile(r"(?:[^']|'')*'(?!')")}
_CLOSE = "close it at the end of the text"
_MAX_MISTAKES = 100
"""Slips that are told at once: a file with more is no file of ours."""


def find_mistakes(text: str) -> list[Mistake]:
    """Every slip that a line shows by itself, in the order of the lines."""
    lines = text.split("\n")
    found = list(islice(chain(conflicts(lines), unclosed(lines)), _MAX_MISTAKES))
    told = {one.line for one in found}
    begun: dict[int, str] = {}
    for number in _outside_texts(lines):
        if number in told or not lines[number].strip(" "):
            continue
        one = _missing_dash(lines, number, begun) or _of_line(lines, number)
        if one:
            found.append(one)
        if len(found) >= _MAX_MISTAKES:
            break
    return sorted(found)


def conflicts(lines: Sequence[str]) -> Iterator[Mistake]:
    """What git left of conflicts: one for each, or for a line that is left of one."""
    number = 0
    while number < len(lines):
        if _MARKER.match(lines[number]):
            end = _end(lines, number)
            yield Mistake(number, 0, "a conflict left by git", _which(lines[number : end + 1]))
            number = end
        number += 1


def _end(lines: Sequence[str], start: int) -> int:
    """The last line of the conflict that begins here; this line where only a part of one is left."""
    if lines[start].startswith("<"):
        for number in range(start + 1, len(lines)):
            if lines[number].startswith("<" * 7):
                break
            if _MARKER.match(lines[number]) and lines[number].startswith(">"):
                return number
    return start


def _which(conflict: Sequence[str]) -> str:
    """What to keep of a conflict: of lines that were added to a list on both sides, both."""
    delete = "delete the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>"
    if len(conflict) == 1:
        return "delete this line; above and below it, keep what holds"
    middle = next((number for number, one in enumerate(conflict) if one.startswith("=" * 7)), 0)
    base = next((number for number, one in enumerate(conflict[:middle]) if one.startswith("|" * 7)), middle)
    if any(map(_ITEM.match, conflict[1:base])) and any(map(_ITEM.match, conflict[middle + 1 : -1])):
        return f"keep both lines, where both happened, and {delete}"
    return f"keep the version that holds, and {delete}"


def _outside_texts(lines: Sequence[str]) -> Iterator[int]:
    """The numbers of the lines that are no part of a text on several lines."""
    number = 0
    while number < len(lines):
        yield number
        if block := _BLOCK.match(lines[number]):
            number = _behind_block(lines, number, len(block[1]))
            continue
        if opening := _OPENING.match(lines[number]):
            rest, last = _closed(lines, number, opening.end(), opening[1])
            # A mark that is closed where another text opens was never closed.
            if rest is not None and _BEHIND.match(rest):
                number = last
        number += 1


def _of_line(lines: Sequence[str], number: int) -> Mistake | None:
    return next((found for look in _LOOKS if (found := look(lines, number))), None)


def _tab(lines: Sequence[str], number: int) -> Mistake | None:
    line = lines[number]
    indent = _INDENT.match(line)
    if not indent or "\t" not in indent[0]:
        found = re.match(r" *-( *\t)", line)
        hint = "put a space there instead"
        return Mistake(number, line.index("\t"), "a tab (U+0009) stands behind the dash", hint) if found else None
    hint = "indent with spaces, two for each level" if line.strip() else "delete it: the line is to be empty"
    return Mistake(number, line.index("\t"), "a tab (U+0009) is used to indent", hint)


def _space(lines: Sequence[str], number: int) -> Mistake | None:
    """A space of another kind where an ordinary one belongs."""
    found = _SPACE.match(lines[number])
    if not found:
        return None
    before, rest = found["before"].strip(), to_plain_characters(lines[number][found.start("space") :]).strip()
    name = character_name(found["space"])
    if before.endswith(":"):
        what, hint = "stands behind the colon", f"write {before.lstrip('- ')} {rest}".rstrip()
    elif before:
        what, hint = "stands behind the dash", f"write - {rest}".rstrip()
    else:
        what, hint = "is used to indent", "indent with ordinary spaces: delete it and type spaces"
    suffix = ", with an ordinary space" if before else ""
    return Mistake(number, found.start("space"), f"{name} {what}", hint + suffix)


def _bullet(lines: Sequence[str], number: int) -> Mistake | None:
    found = _BULLET.match(lines[number])
    if not found:
        return None
    hint = f"write - {lines[number][found.end() :].strip()}"
    return Mistake(number, found.start(1), f"{character_name(found[1])} is not the dash that begins an item", hint)


def _colon_alike(lines: Sequence[str], number: int) -> Mistake | None:
    found = _NO_COLON.match(lines[number])
    if not found:
        return None
    hint = f"write {found[1]}: {lines[number][found.end() :].strip()}".rstrip() + ", with an ordinary colon and space"
    return Mistake(
        number, found.start(2), f"{character_name(found[2])} is not the colon that ends the name of a field", hint
    )


def _dash(lines: Sequence[str], number: int) -> Mistake | None:
    found = _NO_SPACE_BEHIND_DASH.match(lines[number])
    line = lines[number].strip()
    # What goes on with a text above may begin so.
    if not found or not _begins_item(lines, number, found.end() - 1):
        return None
    return Mistake(number, found.end() - 1, *no_space_after_dash(line))


def _begins_item(lines: Sequence[str], number: int, column: int) -> bool:
    """Whether a line of items stands in the same column next to this one, or a key without a value above it."""
    above = next((lines[one] for one in range(number - 1, -1, -1) if lines[one].strip()), "")
    below = next((lines[one] for one in range(number + 1, len(lines)) if lines[one].strip()), "")
    dash = " " * column + "-"
    return above.rstrip().endswith(":") or above.startswith(dash) or below.startswith(dash)


def _curly(lines: Sequence[str], number: int) -> Mistake | None:
    found = _CURLY_ID.match(lines[number])
    if not found:
        return None
    sign = lines[number][found.start("typed")]
    return Mistake(
        number, found.start("typed"), f"{character_name(sign)} is no quotation mark to YAML", f'write id: "{found[2]}"'
    )


def _inner_colon(lines: Sequence[str], number: int) -> Mistake | None:
    found = _COLON.match(lines[number])
    if not found:
        return None
    text = _COMMENT.sub("", found["text"])
    at = re.search(r":(?: |$)", text)
    if not at:
        return None
    key = found["key"].strip(" -") + " "
    hint = in_double_quotes(text.rstrip(), key)
    return Mistake(number, found.start("text") + at.start(), "there is a colon inside the text", hint)


def _beginning(lines: Sequence[str], number: int) -> Mistake | None:
    if not _KEY.match(lines[number]):
        return None
    found = wrong_beginning(lines, number)
    return Mistake(number, *found) if found else None


_LOOKS: tuple[Callable[[Sequence[str], int], Mistake | None], ...] = (
    _tab, _space, _bullet, _colon_alike, _dash, _curly, _beginning, _inner_colon,
)  # fmt: skip


def _missing_dash(lines: Sequence[str], number: int, begun: dict[int, str]) -> Mistake | None:
    """A record of a list whose dash is forgotten; `begun` are the first keys of the records by the column of a dash."""
    found = _KEY.match(lines[number])
    if not found:
        return None
    indent, key = len(found[1]), found[3]
    if found[2]:
        begun[indent] = key
    elif begun.get(indent) == key or (key == "id" and begun.get(indent - 2) == key):
        return Mistake(number, indent, *no_dash(key, lines[number][found.end() :]))
    return None


def unclosed(lines: Sequence[str]) -> Iterator[Mistake]:
    """Quotation marks that close in another line, with text behind, or never."""
    number = 0
    while number < len(lines):
        opening = _OPENING.match(lines[number])
        if block := _BLOCK.match(lines[number]):
            number = _behind_block(lines, number, len(block[1]))
            continue
        if opening:
            start = number
            rest, last = _closed(lines, number, opening.end(), opening[1])
            if last > start and (rest is None or not _BEHIND.match(rest)):
                yield Mistake(start, opening.end() - 1, "this quotation mark is never closed", _CLOSE)
            else:
                number = last
        number += 1


def _behind_block(lines: Sequence[str], number: int, indent: int) -> int:
    """The first line behind the text that begins here with | or >."""
    number += 1
    while number < len(lines) and (not lines[number].strip() or lines[number].startswith(" " * (indent + 1))):
        number += 1
    return number


def _closed(lines: Sequence[str], number: int, column: int, mark: str) -> tuple[str | None, int]:
    """What stands behind the closing mark (None where there is none), and in which line."""
    ends = _ENDS[mark]
    while number < len(lines):
        if found := ends.match(lines[number], column):
            return lines[number][found.end() :], number
        number, column = number + 1, 0
    return None, number - 1
