"""What the YAML parser says, in the words of somebody who wants to mend a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, problem
from cobtrack.store.beginnings import wrong_beginning
from cobtrack.store.hints import DIRECTIVE, DIRECTIVE_LINE, NO_BREAK_SPACE, no_space_after_dash

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.store.events import RefusedError

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
        "put the whole text in double quotes",
    ),
    (
        r"expected '<document start>'",
        "the fields of the file itself do not all begin in the same column",
        "let each of them begin at the start of its line",
    ),
    (
        r"expected <block end>|did not find expected key",
        "this line is not indented as the lines it belongs to",
        "give all keys of one record the same indentation",
    ),
    (
        r"expected ',' or '[\]}]'|expected the node content",
        "a list in brackets is not complete",
        "write [one, two] with a comma between and a bracket at the end; a text that begins with [ needs double quotes",
    ),
    (
        r"found character '(.)' that cannot start|found character that cannot start",
        "a text must not begin with this character",
        "put the whole text in double quotes",
    ),
    (
        r"unknown escape character",
        "a backslash in double quotes starts an escape that does not exist",
        "put the text in single quotes, or write the backslash twice",
    ),
    (
        r"invalid Unicode character escape|0x110000|int too large",
        "an escape in double quotes stands for no character",
        "write the character itself, or write the backslash twice",
    ),
    (
        r"expected chomping or indentation|did not find expected comment or line break|expected a comment or a line",
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


_CONFLICT = re.compile(r"(<{7}|>{7})( |$)|={7}$")
_NO_BREAK = re.compile(r" *\u00a0")
_NO_SPACE = re.compile(r" *(?:- +)*[a-z_]+:(?=[^\s/])")
_NO_COLON = re.compile(r" *(?:- +)*([a-z_]+)(?:([\uff1a\ufe55\u2236])|:(\u00a0))[ \u00a0]*")
_NO_SPACE_BEHIND_DASH = re.compile(r" *-(?=[^\W\d])")
_FIELD = re.compile(r" +(?:- )?([a-z_]+):(?!\S)")
_OPENING = re.compile(r" *(?:- +)*(?:[\w-]+: +|(?<=- ))([\"'])")
_BLOCK = re.compile(r"( *).*[:-] +[|>][+-]?\d?$")
_BEHIND = re.compile(r" *(?:$| #|[],}])")


def refusal(file: str, text: str, refused: RefusedError) -> Problem:
    """The problem that the parser's refusal is, where the mistake was made."""
    error: Any = refused.error
    lines = text.split("\n")
    if not refused.is_placed:
        line, column = _behind(lines, refused)
    elif not hasattr(error, "problem_mark"):
        # The parser read on from the start of the file to a character that YAML does not take.
        position = min(error.position, len(text))
        line, column = text.count("\n", 0, position), position - text.rfind("\n", 0, position) - 1
        return _told(file, Cause(line, column, "a character stands here that YAML does not take", "take it out"))
    else:
        mark = error.problem_mark or error.context_mark
        if "end of stream" in str(error.problem) and error.context_mark:
            # The end of the file tells nobody which quotation mark was left open.
            mark = error.context_mark
        line, column = mark.line, mark.column
    line = min(line, len(lines) - 1)
    if found := DIRECTIVE_LINE.match(text):
        return _told(file, Cause(text.count("\n", 0, found.end()), 0, *DIRECTIVE), "COB013")
    said = str(getattr(error, "problem", None) or getattr(error, "context", None) or error)
    seen = cause(text, line) or _too_far(lines[line], line, column, said)
    return _told(file, seen or Cause(line, column, *explain(said)))


def _told(file: str, found: Cause, code: str = "COB010") -> Problem:
    span = Span(found.line + 1, found.column + 1, found.line + 1, found.column + 2)
    return problem(code, Severity.ERROR, Finding(Place(file, span=span), found.message, found.hint))


def _behind(lines: Sequence[str], refused: RefusedError) -> tuple[int, int]:
    """Where something stands behind the last event before a refusal that says no place."""
    line, column = (refused.last.end_mark.line, refused.last.end_mark.column) if refused.last else (0, 0)
    for number in range(line, len(lines)):
        if found := re.compile(r"[\s:,?-]*(\S)").match(lines[number], column if number == line else 0):
            return number, found.start(1)
    return line, column


def _directive(lines: Sequence[str], line: int) -> tuple[str, str] | None:
    """What to say of a line with a directive, of which nothing but comments and such stands before."""
    begun = all(one[:1] in {"", "#", "%"} for one in lines[:line])
    return DIRECTIVE if begun and lines[line].startswith("%") else None


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
        if slip := _slip(lines[number], number):
            return slip
    if begun := wrong_beginning(lines, min(line, len(lines) - 1)):
        return Cause(min(line, len(lines) - 1), *begun)
    return next((one for one in _unclosed(lines) if one.line <= line), None)


def _slip(text: str, number: int) -> Cause | None:
    """A slip of the keyboard behind the key or the dash of a line."""
    if found := _NO_COLON.match(text):
        return _no_colon(number, found, text[found.end() :])
    if found := _NO_SPACE.match(text):
        key = found[0].strip(" -")
        return Cause(number, found.end() - 1, "a space is missing after the colon", f'write "{key} …"')
    if found := _NO_SPACE_BEHIND_DASH.match(text):
        return Cause(number, found.end() - 1, *no_space_after_dash(text.strip()))
    return None


def _no_colon(number: int, found: re.Match[str], rest: str) -> Cause:
    """What is wrong with a key behind which stands what only looks like a colon and a space."""
    hint = f"write {found[1]}: {rest.strip()}".rstrip() + ", with an ordinary colon and space"
    if found[2]:
        return Cause(number, found.start(2), f"{found[2]} is not the colon that ends the name of a field", hint)
    return Cause(number, found.start(3), "a no-break space stands behind the colon", hint)


def _too_far(text: str, line: int, column: int, said: str) -> Cause | None:
    """A field whose line stands so far to the right that it goes on with the value above it."""
    found = _FIELD.match(text)
    if not found or "mapping values" not in said or found.end() - 1 != column:
        return None
    message = f"{found[1]}: is indented too far: it is read as part of the value above it"
    hint = "indent it as the other fields of its record; if it belongs to a text, put that whole text in double quotes"
    return Cause(line, found.start(1), message, hint)


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
