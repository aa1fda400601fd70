"""Report why a text is not valid YAML, in plain words and at the place of the mistake.

Mistakes that can be seen in the lines give the best explanation. The parser's own report is used only if the lines show
no mistake.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.model.problem import Finding, Fix, Place, Problem, Severity, Span, make_problem
from cobtrack.store.yaml.hints import DIRECTIVE_LINE, DIRECTIVE_MESSAGE, no_space_after_dash
from cobtrack.store.yaml.line_mistakes import (
    NO_SPACE_AFTER_DASH,
    Mistake,
    find_mistakes,
    missing_space,
    wrong_beginning,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.store.yaml.events import ParserError

_EXPLANATIONS = (
    (
        r"mapping values are not allowed",
        "there is a colon inside the text, or this line is indented further than the lines around it",
        "put the whole text in double quotes, or indent the line like the lines around it",
    ),
    (
        r"'\\t' that cannot start|tab character",
        "a tab is used to indent",
        "indent with spaces, two for each level",
    ),
    (
        r"could not find expected ':'",
        "this line is neither a field (name: text) nor a list item (- text)",
        'if it continues the text above it, indent it further than the field; else write "name: text" or "- text"',
    ),
    (
        r"found unexpected end of stream",
        "a quotation mark is opened but never closed",
        "type the same mark at the end of the text",
    ),
    (
        r"expected <block end>, but found '(-|<block sequence start>)'",
        "there is a list item where a field is expected",
        "indent its dash like the dashes of the items above it",
    ),
    (
        r"expected <block end>, but found '<?scalar|expected <block end>, but found '<scalar>'",
        "there is text after the closing quotation mark",
        "put the whole text in double quotes",
    ),
    (
        r"expected '<document start>'",
        "the outermost fields do not all begin in the same column",
        "begin each of them at the start of its line",
    ),
    (
        r"expected <block end>|did not find expected key",
        "this line is not indented like the lines it belongs to",
        "indent all fields of a record by the same number of spaces",
    ),
    (
        r"expected ',' or '\}'",
        "a record in braces is not complete",
        "write {name: text, name: text} with commas and a closing brace; put a text that begins with { in quotes",
    ),
    (
        r"expected ',' or '\]'|expected the node content",
        "a list in brackets is not complete",
        "write [first, second] with commas and a closing bracket; put a text that begins with [ in double quotes",
    ),
    (
        r"found character '(.)' that cannot start|found character that cannot start",
        "a text cannot begin with this character",
        "put the whole text in double quotes",
    ),
    (
        r"unknown escape character",
        "a backslash in double quotes begins an escape that does not exist",
        "put the text in single quotes, or write the backslash twice",
    ),
    (
        r"invalid Unicode character escape|0x110000|int too large",
        "an escape in double quotes does not stand for any character",
        "write the character itself, or write the backslash twice",
    ),
    (
        r"unacceptable character",
        "YAML does not allow this character",
        "delete it",
    ),
    (
        r"expected chomping or indentation|did not find expected comment or line break|expected a comment or a line",
        "there is text after | or >",
        "begin the text on the next line, indented",
    ),
)
"""For each report of the parser: a regular expression for the report, a message and a hint."""

_UNCLOSED = re.compile(r"expected ',' or '[\]}]'")


def syntax_problems(file: str, text: str, error: ParserError) -> list[Problem]:
    """Return the problems that made the parser stop, at the places of the mistakes."""
    lines = text.split("\n")
    if match := DIRECTIVE_LINE.match(text):
        directive = Mistake(text.count("\n", 0, match.end()), 0, *DIRECTIVE_MESSAGE)
        return [_problem(file, lines, directive, "COB013")]
    mistakes = find_mistakes(text)
    line, column, reported = _stop(lines, error)
    # If there is a mistake further up, that mistake made the parser stop.
    if not any(mistake.line <= line for mistake in mistakes):
        mistake = _cause_nearby(lines, line) or _indented_too_far(lines[line], line, column, reported)
        mistakes.insert(0, mistake or Mistake(line, column, *_explain(reported)))
    return [_problem(file, lines, mistake) for mistake in mistakes]


def problems_in_lines(file: str, text: str) -> list[Problem]:
    """Return a problem for each typing mistake in a file that the parser can read.

    In such a file, the parser reads something else than the author meant.
    """
    lines = text.split("\n")
    return [_problem(file, lines, mistake) for mistake in find_mistakes(text)]


def _problem(file: str, lines: Sequence[str], mistake: Mistake, code: str = "COB010") -> Problem:
    line, column = mistake.line + 1, mistake.column + 1
    place = Place(file, span=Span(line, column, line, column + 1))
    fix = None
    if mistake.corrected:
        last = mistake.line + len(mistake.corrected)
        whole_lines = Place(file, span=Span(line, 1, last, len(lines[last - 1]) + 1))
        fix = Fix("text", whole_lines, "\n".join(mistake.corrected))
    return make_problem(code, Severity.ERROR, Finding(place, mistake.message, mistake.hint, fix=fix))


def _explain(reported: str) -> tuple[str, str]:
    """Return a message and a hint that explain the parser's error message in plain words."""
    for pattern, message, hint in _EXPLANATIONS:
        if re.search(pattern, reported):
            return message, hint
    return f"the YAML cannot be read here ({reported})", "compare the line with a record that has no errors"


def _stop(lines: Sequence[str], parser_error: ParserError) -> tuple[int, int, str]:
    """Return the line and column (from 0) of the parser's error, and the error message of the parser."""
    error: Any = parser_error.error
    reported = str(getattr(error, "problem", None) or getattr(error, "context", None) or error)
    if not parser_error.has_position:
        return *_next_text(lines, parser_error), reported
    if not hasattr(error, "problem_mark"):
        # YAML does not allow this character. The error gives its position as an offset.
        before = "\n".join(lines)[: error.position]
        return before.count("\n"), len(before) - before.rfind("\n") - 1, "unacceptable character"
    mark = error.problem_mark or error.context_mark
    if error.context_mark and (
        re.search("end of stream|could not find expected ':'", reported)
        or (_UNCLOSED.search(reported) and error.context_mark.line < mark.line)
    ):
        # The place of an open quotation mark or bracket, or of the line without a colon, is more helpful than the place
        # at which the parser noticed the mistake.
        mark = error.context_mark
    return min(mark.line, len(lines) - 1), mark.column, reported


def _next_text(lines: Sequence[str], parser_error: ParserError) -> tuple[int, int]:
    """Return the line and column of the first text after the parser's last event.

    The result is used as the position of an error that has no position.
    """
    end = parser_error.last_event.end_mark if parser_error.last_event else None
    line, column = (end.line, end.column) if end else (0, 0)
    for number in range(line, len(lines)):
        if match := re.compile(r"[\s:,?-]*(\S)").match(lines[number], column if number == line else 0):
            return number, match.start(1)
    return line, column


_NO_SPACE_AFTER_COLON = re.compile(r" *(?:- +)*[a-z_]+:(?=[^\s/])")
_INDENTED_FIELD = re.compile(r" +(?:- )?([a-z_]+):(?!\S)")


def _cause_nearby(lines: Sequence[str], line: int) -> Mistake | None:
    """Return the mistake that made the parser stop on line `line`.

    The mistake is searched on this line and on the last line before it that is not empty. Return None if no mistake is
    found.
    """
    before = next((number for number in range(line - 1, -1, -1) if lines[number].strip()), line)
    for number in (before, line):
        if match := _NO_SPACE_AFTER_COLON.match(lines[number]):
            key = match[0].strip(" -")
            return missing_space(lines, number, match.end(), "a space is missing after the colon", f"write {key} …")
        if match := NO_SPACE_AFTER_DASH.match(lines[number]):
            return missing_space(lines, number, match.end(), *no_space_after_dash(lines[number].strip()))
    return wrong_beginning(lines, line)


def _indented_too_far(text: str, line: int, column: int, reported: str) -> Mistake | None:
    """Return a mistake if a field is indented too far, so YAML reads the field as part of the value above."""
    match = _INDENTED_FIELD.match(text)
    if not match or "mapping values" not in reported or match.end() - 1 != column:
        return None
    message = f'"{match[1]}:" is indented too far: it is read as part of the value above it'
    hint = "indent it like the other fields of its record; if it is part of a text, put the whole text in double quotes"
    return Mistake(line, match.start(1), message, hint)
