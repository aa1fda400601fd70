"""The events of a YAML text, from the fast parser or from the one in pure Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Event = Any

# Documents may end before any has begun: both parsers stumble over that.
_ENDS = re.compile(r"(?:(?:[ \t]*|\.\.\.[ \t]*)(?:(?<![.])#.*)?\n|\.\.\.[ \t]*\Z)+")
_MAY_BEGIN = frozenset(".# \t\n")
_END = re.compile(r"^\.\.\.", re.MULTILINE)
# In brackets both take the first character of such a text for the sign of a key or of a value.
# What is rare comes first: much faster to look for.
_QUESTION = re.compile(r"\?(?<=[\[{,\s]\?)(?=[^\s,\[\]{}])")
_COLON = re.compile(r"([\[{,]\s*):(?=[^\s,\[\]{}])")
# Unicode keeps these code points for uses such as this.
_MARKS = "".join(map(chr, range(0xFDD0, 0xFDF0)))


class Text(NamedTuple):
    """A text as both parsers read it right, each character at its place; `marks` may stand for ? and :."""

    text: str
    marks: str = ""

    def value(self, text: str) -> str:
        """A scalar as it was typed."""
        return text.replace(self.marks[0], "?").replace(self.marks[1], ":") if self.marks else text


class RefusedError(CobtrackError):
    """A parser can read no further: what it raised, and the last event before."""

    def __init__(self, error: Exception, last: Event) -> None:
        super().__init__(str(error))
        self.error = error
        self.last = last

    @property
    def is_placed(self) -> bool:
        """Whether the parser itself says where it stopped."""
        marks = (getattr(self.error, name, None) for name in ("problem_mark", "context_mark"))
        return hasattr(self.error, "position") or any(marks)


def prepare(text: str) -> Text:
    """The text without what the parsers read otherwise than YAML 1.2 has it."""
    if text[:1] in _MAY_BEGIN and (found := _ENDS.match(text)):
        text = _END.sub("#  ", found[0]) + text[found.end() :]
    if text and not text.endswith("\n"):
        # Spaces at the end of a text of several lines count by whether a line end follows.
        text += "\n"
    if not (_QUESTION.search(text) or _COLON.search(text)):
        return Text(text)
    marks = [mark for mark in _MARKS if mark not in text]
    if len(marks) < 2:
        return Text(text)
    marked = _COLON.sub(rf"\1{marks[1]}", _QUESTION.sub(marks[0], text))
    return Text(marked, "".join(marks[:2]))


def fast_events(text: str) -> Iterator[Event]:
    """Events from libyaml, none where PyYAML came without it; they raise whatever the parser raises."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415
    except ImportError:
        return iter(())
    return iter(CParser(text).get_event, None)


def checked_fast_events(text: str) -> Iterator[Event]:
    """Events from libyaml, or from the pure parser where PyYAML came without it; they raise RefusedError."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415
    except ImportError:
        return checked_pure_events(text)
    return _all(lambda: iter(CParser(text).get_event, None))


def checked_pure_events(text: str) -> Iterator[Event]:
    """Events from ruamel.yaml, which says more clearly what is wrong; they raise RefusedError."""
    from ruamel.yaml import YAML  # noqa: PLC0415

    return _all(lambda: YAML(typ="safe", pure=True).parse(text))


def _all(begin: Callable[[], Iterable[Event]]) -> Iterator[Event]:
    event: Event = None
    try:
        for event in begin():
            yield event
    # The parsers let others through besides errors of their own: ValueError for an escape beyond Unicode,
    # AssertionError for a version that they do not know.
    except Exception as error:
        raise RefusedError(error, event) from error
