"""Find typing mistakes by looking at the lines of a text, without a parser.

A parser stops at the first mistake, and often reports the mistake at another place. A search in the lines finds several
mistakes at once, each at its own place.
"""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.text.lookalikes import BULLETS, COLONS, character_name, to_plain_characters
from cobtrack.store.yaml.corrected_lines import (
    FIELD,
    has_neighbour_in,
    in_double_quotes,
    indented,
    is_beginning_of_record,
    is_joined_field,
)
from cobtrack.store.yaml.hints import double_quotes_hint, no_dash, no_space_after_dash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence


class Mistake(NamedTuple):
    """A mistake: its line and column (from 0), what is wrong, and what to type instead.

    If the correction is certain, `corrected` has the right text of the line, and of the lines below it that continue
    the same text. Otherwise it is empty.
    """

    line: int
    column: int
    message: str
    hint: str
    corrected: tuple[str, ...] = ()


MAX_MISTAKES = 100
"""The maximum number of reported mistakes. A file with more mistakes was not meant to be a data file."""
_COMMENT = re.compile(r"\s+#.*")


def find_mistakes(text: str) -> list[Mistake]:
    """Return the mistakes that can be seen in the lines of a text, sorted by line."""
    lines = text.split("\n")
    mistakes = list(islice(chain(_conflicts(lines), _unclosed_quotes(lines)), MAX_MISTAKES))
    # Near these mistakes, what looks like a field might be part of a text, or the same field in another version.
    is_certain = not mistakes
    reported = {mistake.line for mistake in mistakes}
    first_keys: dict[int, str] = {}
    for number in lines_outside_texts(lines):
        if number in reported or not lines[number].strip(" "):
            continue
        mistake = _missing_dash(lines, number, first_keys) or _mistake_in_line(lines, number)
        if mistake:
            mistakes.append(mistake if is_certain else mistake._replace(corrected=()))
        if len(mistakes) >= MAX_MISTAKES:
            break
    return sorted(mistakes)


def _mistake_in_line(lines: Sequence[str], number: int) -> Mistake | None:
    return next((mistake for check in _CHECKS if (mistake := check(lines, number))), None)


# Merge conflicts

_CONFLICT_MARKER = re.compile(r"(<{7}|>{7}|\|{7})( |$)|={7}$")
_LIST_ITEM = re.compile(r" *- ")


def _conflicts(lines: Sequence[str]) -> Iterator[Mistake]:
    """Yield a mistake for each merge conflict that git left in the text, and for each remaining part of a conflict."""
    number = 0
    while number < len(lines):
        if _CONFLICT_MARKER.match(lines[number]):
            end = _conflict_end(lines, number)
            yield Mistake(number, 0, "an unresolved git conflict", _conflict_hint(lines[number : end + 1]))
            number = end
        number += 1


def _conflict_end(lines: Sequence[str], start: int) -> int:
    """Return the number of the last line of the conflict that begins on line `start`.

    The result is `start` if the end of the conflict is missing.
    """
    if lines[start].startswith("<"):
        for number in range(start + 1, len(lines)):
            if lines[number].startswith("<" * 7):
                break
            if _CONFLICT_MARKER.match(lines[number]) and lines[number].startswith(">"):
                return number
    return start


def _conflict_hint(conflict: Sequence[str]) -> str:
    """Return a hint how to resolve a merge conflict.

    If both sides added items to a list, the hint says to keep both versions. Otherwise, it says to keep one version.
    """
    if len(conflict) == 1:
        return "delete this line; of the text above and below it, keep only what is correct"
    delete = "delete the lines that begin with <<<<<<<, |||||||, ======= and >>>>>>>"
    middle = next((number for number, line in enumerate(conflict) if line.startswith("=" * 7)), 0)
    base = next((number for number, line in enumerate(conflict[:middle]) if line.startswith("|" * 7)), middle)
    if any(map(_LIST_ITEM.match, conflict[1:base])) and any(map(_LIST_ITEM.match, conflict[middle + 1 : -1])):
        return f"if both entries are right, keep both, and {delete}"
    return f"keep the version that is right, and {delete}"


# Multi-line texts

_BLOCK = re.compile(r"( *).*[:-] +[|>][+-]?\d?$")
_OPENING_QUOTE = re.compile(r" *(?:- +)*(?:[\w-]+: +|(?<=- ))([\"'])")
_AFTER_QUOTE = re.compile(r" *(?:$| #|[],}])")
_REST_OF_QUOTED = {'"': re.compile(r'(?:[^"\\]|\\.)*"'), "'": re.compile(r"(?:[^']|'')*'(?!')")}


def lines_outside_texts(lines: Sequence[str]) -> Iterator[int]:
    """Yield the numbers of all lines, except the lines that continue a multi-line text."""
    number = 0
    while number < len(lines):
        yield number
        if block := _BLOCK.match(lines[number]):
            number = _line_after_block(lines, number, len(block[1]))
            continue
        if opening := _OPENING_QUOTE.match(lines[number]):
            rest, last = _closing_quote(lines, number, opening.end(), opening[1])
            # If other text follows, this mark opens another text, so the first text was never closed.
            if rest is not None and _AFTER_QUOTE.match(rest):
                number = last
        number += 1


def _unclosed_quotes(lines: Sequence[str]) -> Iterator[Mistake]:
    """Yield a mistake for each quotation mark that is never closed, or only on a later line with text after it."""
    number = 0
    while number < len(lines):
        opening = _OPENING_QUOTE.match(lines[number])
        if block := _BLOCK.match(lines[number]):
            number = _line_after_block(lines, number, len(block[1]))
            continue
        if opening:
            start = number
            rest, last = _closing_quote(lines, number, opening.end(), opening[1])
            if last > start and (rest is None or not _AFTER_QUOTE.match(rest)):
                hint = "type the same mark at the end of the text"
                yield Mistake(start, opening.end() - 1, "this quotation mark is never closed", hint)
            else:
                number = last
        number += 1


def _line_after_block(lines: Sequence[str], number: int, indent: int) -> int:
    """Return the number of the first line after a block of text. The block begins with | or > on line `number`."""
    number += 1
    while number < len(lines) and (not lines[number].strip() or lines[number].startswith(" " * (indent + 1))):
        number += 1
    return number


def _closing_quote(lines: Sequence[str], number: int, column: int, mark: str) -> tuple[str | None, int]:
    """Find the closing quotation mark. Return the rest of its line, and the number of the line.

    If there is no closing mark, return None and the number of the last line.
    """
    pattern = _REST_OF_QUOTED[mark]
    while number < len(lines):
        if match := pattern.match(lines[number], column):
            return lines[number][match.end() :], number
        number, column = number + 1, 0
    return None, number - 1


# Missing dashes


def _missing_dash(lines: Sequence[str], number: int, first_keys: dict[int, str]) -> Mistake | None:
    """Return a mistake if the dash before a record in a list is missing.

    `first_keys` has the first key of each record so far, keyed by the column of the dash. This function updates it.
    """
    match = FIELD.match(lines[number])
    if not match:
        return None
    indent, key = len(match[1]), match[3]
    if match[2]:
        first_keys[indent] = key
        return None
    column = indent if first_keys.get(indent) == key else indent - 2
    if (first_keys.get(column) == key and (key == "id" or column == indent)) or _is_first_of_list(
        lines, number, column, key
    ):
        line = lines[number]
        corrected = f"{' ' * column}- {line[indent:]}"
        is_certain = is_beginning_of_record(lines, number, column + 2)
        return Mistake(number, indent, *no_dash(key, line[match.end() :]), (corrected,) if is_certain else ())
    return None


def _is_first_of_list(lines: Sequence[str], number: int, column: int, key: str) -> bool:
    """Whether a line without a dash is followed by a list item in `column` that begins with the same key."""
    below = _neighbour(lines, range(number + 1, len(lines)), column) if key == "id" else ""
    return below.startswith(f"{' ' * column}- {key}:")


# Wrong characters, and characters that only look right

_INDENT = re.compile(r"[ \t]*")
_TAB_AFTER_DASH = re.compile(r" *-( *\t)")
_BULLET = re.compile(rf" *([{BULLETS}])\s*(?=\S)")
_ODD_SPACE = re.compile(r"(?P<before> *(?:- *)?(?:[a-z_]+:)?)(?P<space>(?![ \t\n])[\s\u200b\ufeff])")
_ODD_COLON = re.compile(rf" *(?:- +)*([a-z_]+)([{COLONS}])[\s\u00a0]*")
_SPACES = re.compile(r"[\s\u200b\ufeff]*")
NO_SPACE_AFTER_DASH = re.compile(r" *-(?=[^\W\d])")
_CURLY_QUOTES = "\u2018\u2019\u201c-\u201f\u00ab\u00bb"
_ID_IN_CURLY_QUOTES = re.compile(
    rf" *(?:- +)*id: *(?P<typed>[{_CURLY_QUOTES}]([^{_CURLY_QUOTES}]*)[{_CURLY_QUOTES}]?) *$"
)
_COLON_IN_TEXT = re.compile(r"(?P<key> *(?:- +)*[\w-]+: +)(?P<text>(?![\"'\[{|>&*!#@`%?-])\S.*?:(?: .*|$))")


def _tab(lines: Sequence[str], number: int) -> Mistake | None:
    line = lines[number]
    indent = _INDENT.match(line)
    if indent and "\t" in indent[0]:
        hint = "indent with spaces, two for each level" if line.strip() else "delete it: the line should be empty"
        message, corrected = "a tab (U+0009) is used to indent", indented(lines, number)
        return Mistake(number, line.index("\t"), message, hint, corrected)
    if match := _TAB_AFTER_DASH.match(line):
        without_tab = f"{line[: match.start(1)]} {line[match.end() :].lstrip()}"
        message, hint = "there is a tab (U+0009) after the dash", "type a space instead"
        return Mistake(number, line.index("\t"), message, hint, (without_tab,))
    return None


def _odd_space(lines: Sequence[str], number: int) -> Mistake | None:
    line = lines[number]
    match = _ODD_SPACE.match(line)
    if not match:
        return None
    column, before = match.start("space"), match["before"].strip()
    rest = to_plain_characters(line[column:]).strip()
    text = _SPACES.sub("", line[column:], count=1)
    corrected: tuple[str, ...] = (f"{line[:column].rstrip()} {text}".rstrip(),)
    if before.endswith(":"):
        use, hint = "after the colon", f"write {before.lstrip('- ')} {rest}".rstrip() + ", with an ordinary space"
    elif before:
        use, hint = "after the dash", f"write - {rest}".rstrip() + ", with an ordinary space"
    else:
        use, hint = "to indent", "delete it, and indent with ordinary spaces"
        corrected = indented(lines, number)
    return Mistake(number, column, f"{character_name(match['space'])} is used {use}", hint, corrected)


def _bullet(lines: Sequence[str], number: int) -> Mistake | None:
    match = _BULLET.match(lines[number])
    if not match:
        return None
    item = f"- {lines[number][match.end() :].strip()}"
    message = f"{character_name(match[1])} is used instead of the dash of a list item"
    corrected = lines[number][: match.start(1)] + item
    is_certain = _is_in_list(lines, number, match.start(1))
    return Mistake(number, match.start(1), message, f"write {item}", (corrected,) if is_certain else ())


def _odd_colon(lines: Sequence[str], number: int) -> Mistake | None:
    match = _ODD_COLON.match(lines[number])
    if not match:
        return None
    field = f"{match[1]}: {lines[number][match.end() :].strip()}".rstrip()
    message = f"{character_name(match[2])} is used instead of the colon after a field name"
    corrected = lines[number][: match.start(1)] + field
    is_certain = has_neighbour_in(lines, number, match.start(1))
    hint = f"write {field}, with an ordinary colon and space"
    return Mistake(number, match.start(2), message, hint, (corrected,) if is_certain else ())


def _no_space_after_dash(lines: Sequence[str], number: int) -> Mistake | None:
    match = NO_SPACE_AFTER_DASH.match(lines[number])
    # A line that continues the text above can begin with a dash too.
    if not match or not _is_in_list(lines, number, match.end() - 1):
        return None
    return missing_space(lines, number, match.end(), *no_space_after_dash(lines[number].strip()))


def missing_space(lines: Sequence[str], number: int, column: int, message: str, hint: str) -> Mistake:
    """Return the mistake that a space is missing at `column` in line `number`, after a dash or colon."""
    corrected = f"{lines[number][:column]} {lines[number][column:]}"
    return Mistake(number, column - 1, message, hint, (corrected,))


def _is_in_list(lines: Sequence[str], number: int, column: int) -> bool:
    """Whether line `number` seems to be in a list whose dashes are in `column`.

    This is so if the next line above or below that is not indented further has a dash or bullet in this column, or if
    the line above is a field without a value.
    """
    above = _neighbour(lines, range(number - 1, -1, -1), column)
    below = _neighbour(lines, range(number + 1, len(lines)), column)
    dash = re.compile(rf" {{{column}}}[-{BULLETS}]")
    return above.rstrip().endswith(":") or bool(dash.match(above) or dash.match(below))


def _neighbour(lines: Sequence[str], numbers: range, column: int) -> str:
    """Return the first line that is not a comment and does not begin after `column`; "" if there is no such line."""
    return next((lines[number] for number in numbers if re.match(rf" {{,{column}}}[^ #]", lines[number])), "")


def _curly_quotes(lines: Sequence[str], number: int) -> Mistake | None:
    match = _ID_IN_CURLY_QUOTES.match(lines[number])
    if not match:
        return None
    column = match.start("typed")
    message = f"{character_name(lines[number][column])} is not a straight quotation mark"
    corrected = f'{lines[number][:column]}"{match[2].strip()}"'
    return Mistake(number, column, message, f'write id: "{match[2]}"', (corrected,))


def _colon_in_text(lines: Sequence[str], number: int) -> Mistake | None:
    match = _COLON_IN_TEXT.match(lines[number])
    if not match:
        return None
    text = _COMMENT.sub("", match["text"])
    colon = re.search(r":(?: |$)", text)
    if not colon:
        return None
    hint = double_quotes_hint(text.rstrip(), match["key"].strip(" -") + " ")
    corrected = () if is_joined_field(text) else in_double_quotes(lines, number, match.start("text"))
    return Mistake(number, match.start("text") + colon.start(), "there is a colon inside the text", hint, corrected)


# Texts that YAML reads as something else because of their first character

_VALUE = re.compile(r" *(?:- +)*(?P<key>[\w-]+: +)?(?P<value>\S.*)")
_READ_AS = {
    "[": "the beginning of a list",
    "{": "the beginning of a record in braces",
    "*": "a reference to a value elsewhere",
    "&": "a mark for use elsewhere",
    "!": "a tag",
    "%": "a directive",
    ">": "a sign that the text is on the lines below",
    "|": "a sign that the text is on the lines below",
    "-": "a list item",
    "?": "a key",
    ",": "a separator in a list",
    "]": "the end of a list",
    "}": "the end of a record in braces",
    "@": "",
    "`": "",
}
_CLOSING_BRACKETS = {"[": "]", "{": "}"}
_QUOTED_TEXT = re.compile(r"\"(?:[^\"\\]|\\.)*\"|'(?:[^']|'')*'(?!')")
_BLOCK_SIGN = re.compile(r"[|>][+-]?\d?[+-]?(\s+#.*)?")


def wrong_beginning_message(character: str) -> str:
    """Return the message for a text that begins with this character."""
    reading = _READ_AS[character]
    return f"a text cannot begin with {character}" + (f": YAML reads it as {reading}" if reading else "")


def wrong_beginning(lines: Sequence[str], number: int) -> Mistake | None:
    """Return a mistake if a value was meant as text, but begins with a special character of YAML."""
    match = _VALUE.match(lines[number])
    if not match:
        return None
    value, column = match["value"], match.start("value")
    # A text that continues on the next line is not shown, because this line has only a part of it.
    is_whole = not _continues(lines, number)
    hint = double_quotes_hint(_COMMENT.sub("", value), match["key"] or "", is_whole=is_whole)
    corrected = in_double_quotes(lines, number, column) if _is_certainly_text(value, is_whole=is_whole) else ()
    if value[0] in "\"'":
        quoted = _QUOTED_TEXT.match(value)
        rest = value[quoted.end() :] if quoted else ""
        if not rest.strip() or _COMMENT.fullmatch(rest):
            return None
        column += len(value) - len(rest.lstrip())
        return Mistake(number, column, "there is text after the closing quotation mark", hint, corrected)
    if value[0] in _READ_AS and _is_text(value, match["key"]):
        return Mistake(number, column, wrong_beginning_message(value[0]), hint, corrected)
    return None


def _is_certainly_text(value: str, *, is_whole: bool) -> bool:
    """Whether a value that begins with a special character can mean nothing but the text as it was typed.

    `is_whole` says that the value does not continue on the next line.
    """
    match value[0]:
        case '"' | "'":
            # If the text ends with the same mark, the marks in between might have been meant to be escaped.
            return not _COMMENT.sub("", value).rstrip().endswith(value[0])
        case "*" | "&" | "!":
            return not re.match(r".[\w.!:/-]*(?:\s*$|\s+[\[{|>\"'])", value) and (value[0] == "*" or value[1:2] == " ")
        case ">" | "|" | "-" | "?":
            return value[0] in ">|" and is_whole
        case _:
            return True


def _is_text(value: str, key: str | None) -> bool:
    """Whether a value that begins with a special character of YAML was meant as text."""
    match value[0]:
        case "[" | "{":
            # The brackets around the value may be closed on its line.
            rest = _after_closing_bracket(value).lstrip(" ,]}")
            return bool(rest) and not _COMMENT.fullmatch(rest)
        case ">" | "|":
            return not _BLOCK_SIGN.fullmatch(value.rstrip())
        case "-" | "?":
            return bool(key) and value[1:2] in {"", " "}
        case _:
            return True


def _after_closing_bracket(value: str) -> str:
    """Return the text after the bracket that closes the first bracket, or "" if the first bracket is never closed."""
    depth = 0
    opening, closing = value[0], _CLOSING_BRACKETS[value[0]]
    for index, character in enumerate(value):
        depth += (character == opening) - (character == closing)
        if not depth:
            return value[index + 1 :]
    return ""


def _continues(lines: Sequence[str], number: int) -> bool:
    """Whether the next line continues the value in this line."""
    indent = len(lines[number]) - len(lines[number].lstrip(" -"))
    below = lines[number + 1] if number + 1 < len(lines) else ""
    return bool(below.strip()) and len(below) - len(below.lstrip(" ")) > indent


def _wrong_beginning_of_field(lines: Sequence[str], number: int) -> Mistake | None:
    return wrong_beginning(lines, number) if FIELD.match(lines[number]) else None


_CHECKS: tuple[Callable[[Sequence[str], int], Mistake | None], ...] = (
    _tab, _odd_space, _bullet, _odd_colon, _no_space_after_dash, _curly_quotes, _wrong_beginning_of_field,
    _colon_in_text,
)  # fmt: skip
"""The checks for a line, in order. Only the first mistake found is reported."""
