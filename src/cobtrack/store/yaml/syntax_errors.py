"""What the YAML parser says, in the words of somebody who wants to mend a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.model.problem import Finding, Place, Problem, Severity, Span, make_problem
from cobtrack.store.yaml.beginnings import wrong_beginning
from cobtrack.store.yaml.hints import DIRECTIVE, DIRECTIVE_LINE, no_space_after_dash
from cobtrack.store.yaml.line_mistakes import Mistake, find_mistakes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.store.yaml.events import RefusedError

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
        r"unacceptable character",
        "a character stands here that YAML does not take",
        "take it out",
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


_NO_SPACE = re.compile(r" *(?:- +)*[a-z_]+:(?=[^\s/])")
_NO_SPACE_BEHIND_DASH = re.compile(r" *-(?=[^\W\d])")
_FIELD = re.compile(r" +(?:- )?([a-z_]+):(?!\S)")


def refusals(file: str, text: str, refused: RefusedError) -> list[Problem]:
    """The problems that the parser's refusal is, where the mistakes were made: all that their lines show."""
    lines = text.split("\n")
    if begun := DIRECTIVE_LINE.match(text):
        return [_told(file, Mistake(text.count("\n", 0, begun.end()), 0, *DIRECTIVE), "COB013")]
    seen = find_mistakes(text)
    line, column, said = _stop(lines, refused)
    # A slip further up is what the parser stumbled over.
    if not any(one.line <= line for one in seen):
        seen.insert(
            0, _cause(lines, line) or _too_far(lines[line], line, column, said) or Mistake(line, column, *explain(said))
        )
    return [_told(file, one) for one in seen]


def told(file: str, text: str) -> list[Problem]:
    """The slips that lines show in a file that a parser reads otherwise than it was meant."""
    return [_told(file, one) for one in find_mistakes(text)]


def _stop(lines: Sequence[str], refused: RefusedError) -> tuple[int, int, str]:
    """Where the parser stopped (line and column from 0), and what it said."""
    error: Any = refused.error
    said = str(getattr(error, "problem", None) or getattr(error, "context", None) or error)
    if not refused.is_placed:
        return *_behind(lines, refused), said
    if not hasattr(error, "problem_mark"):
        # The parser read on from the start of the file to a character that YAML does not take.
        before = "\n".join(lines)[: error.position]
        return before.count("\n"), len(before) - before.rfind("\n") - 1, "unacceptable character"
    mark = error.problem_mark or error.context_mark
    if "end of stream" in str(error.problem) and error.context_mark:
        # The end of the file tells nobody which quotation mark was left open.
        mark = error.context_mark
    return min(mark.line, len(lines) - 1), mark.column, said


def _told(file: str, found: Mistake, code: str = "COB010") -> Problem:
    span = Span(found.line + 1, found.column + 1, found.line + 1, found.column + 2)
    return make_problem(code, Severity.ERROR, Finding(Place(file, span=span), found.message, found.hint))


def _behind(lines: Sequence[str], refused: RefusedError) -> tuple[int, int]:
    """Where something stands behind the last event before a refusal that says no place."""
    line, column = (refused.last.end_mark.line, refused.last.end_mark.column) if refused.last else (0, 0)
    for number in range(line, len(lines)):
        if found := re.compile(r"[\s:,?-]*(\S)").match(lines[number], column if number == line else 0):
            return number, found.start(1)
    return line, column


def _cause(lines: Sequence[str], line: int) -> Mistake | None:
    """What is behind the parser's refusal at this line; None where it stands where the parser says."""
    before = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    for number in (before, line):
        if found := _NO_SPACE.match(lines[number]):
            key = found[0].strip(" -")
            return Mistake(number, found.end() - 1, "a space is missing after the colon", f'write "{key} …"')
        if found := _NO_SPACE_BEHIND_DASH.match(lines[number]):
            return Mistake(number, found.end() - 1, *no_space_after_dash(lines[number].strip()))
    begun = wrong_beginning(lines, line)
    return Mistake(line, *begun) if begun else None


def _too_far(text: str, line: int, column: int, said: str) -> Mistake | None:
    """A field whose line stands so far to the right that it goes on with the value above it."""
    found = _FIELD.match(text)
    if not found or "mapping values" not in said or found.end() - 1 != column:
        return None
    message = f"{found[1]}: is indented too far: it is read as part of the value above it"
    hint = "indent it as the other fields of its record; if it belongs to a text, put that whole text in double quotes"
    return Mistake(line, found.start(1), message, hint)
