"""Parse a YAML text into events, either with libyaml (fast) or with ruamel.yaml (pure Python)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Event = Any

# Both parsers fail on `...` (the end of a document) before a document has begun.
_LEADING_DOCUMENT_ENDS = re.compile(r"(?:(?:[ \t]*|\.\.\.[ \t]*)(?:(?<![.])#.*)?\n|\.\.\.[ \t]*\Z)+")
_MAY_LEAD = frozenset(".# \t\n")
_DOCUMENT_END = re.compile(r"^\.\.\.", re.MULTILINE)
# In brackets and braces, both parsers read the first character of ?text and :text as the sign of a key or a value.
# A pattern that begins with the rare character and looks back is much faster.
_FLOW_QUESTION_MARK = re.compile(r"\?(?<=[\[{,\s]\?)(?=[^\s,\[\]{}])")
_FLOW_COLON = re.compile(r"([\[{,]\s*):(?=[^\s,\[\]{}])")
# Unicode reserves these code points for internal use.
_PLACEHOLDERS = "".join(map(chr, range(0xFDD0, 0xFDF0)))


class PreparedText(NamedTuple):
    """A text rewritten so that both parsers read it correctly, with every character in its original place.

    `placeholders` are the two characters that replace some of the ? and : in the text, or "" if none was replaced.
    """

    text: str
    placeholders: str = ""

    def restore(self, scalar: str) -> str:
        """Return a scalar as it was typed."""
        if not self.placeholders:
            return scalar
        return scalar.replace(self.placeholders[0], "?").replace(self.placeholders[1], ":")


class ParserError(CobtrackError):
    """A parser stopped at an error. Has the exception that the parser raised, and the last event before it."""

    def __init__(self, error: Exception, last_event: Event) -> None:
        super().__init__(str(error))
        self.error = error
        self.last_event = last_event

    @property
    def has_position(self) -> bool:
        """Whether the parser reports where it stopped."""
        marks = (getattr(self.error, name, None) for name in ("problem_mark", "context_mark"))
        return hasattr(self.error, "position") or any(marks)


def prepare(text: str) -> PreparedText:
    """Rewrite the parts of a text that both parsers read differently from YAML 1.2."""
    if text[:1] in _MAY_LEAD and (match := _LEADING_DOCUMENT_ENDS.match(text)):
        text = _DOCUMENT_END.sub("#  ", match[0]) + text[match.end() :]
    if text and not text.endswith("\n"):
        # Without a final line end, the parsers treat spaces at the end of a block of text differently.
        text += "\n"
    if not (_FLOW_QUESTION_MARK.search(text) or _FLOW_COLON.search(text)):
        return PreparedText(text)
    placeholders = [character for character in _PLACEHOLDERS if character not in text]
    if len(placeholders) < 2:
        return PreparedText(text)
    question_mark, colon = placeholders[:2]
    replaced = _FLOW_COLON.sub(rf"\1{colon}", _FLOW_QUESTION_MARK.sub(question_mark, text))
    return PreparedText(replaced, question_mark + colon)


def libyaml_events(text: str) -> Iterator[Event]:
    """Return the events from libyaml, or no events if PyYAML was built without libyaml.

    Errors in the text are raised as exceptions of PyYAML.
    """
    try:
        from yaml._yaml import CParser  # noqa: PLC0415
    except ImportError:
        return iter(())
    return iter(CParser(text).get_event, None)


def fast_events(text: str) -> Iterator[Event]:
    """Return the events from libyaml, or from ruamel.yaml if PyYAML was built without libyaml. Raises ParserError."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415
    except ImportError:
        return pure_events(text)
    return _wrap_errors(lambda: iter(CParser(text).get_event, None))


def pure_events(text: str) -> Iterator[Event]:
    """Return the events from ruamel.yaml, which reports errors more clearly. Raises ParserError."""
    from ruamel.yaml import YAML  # noqa: PLC0415

    return _wrap_errors(lambda: YAML(typ="safe", pure=True).parse(text))


def _wrap_errors(parse: Callable[[], Iterable[Event]]) -> Iterator[Event]:
    """Yield the events of a parser, and turn any exception of the parser into a ParserError."""
    event: Event = None
    try:
        for event in parse():
            yield event
    # Parsers can also raise ValueError (an escape beyond Unicode) and AssertionError (an unknown version of YAML).
    except Exception as error:
        raise ParserError(error, event) from error
