"""YAML text to plain data, with the place of every key and value.

One pass over the parser's events, so that nothing recurses and everything that a data file may not hold (anchors,
aliases, tags, merge keys, duplicate keys, a second document) is met where it stands. Plain `null`, `true`, `false` and
integers are values; every other scalar stays the text that was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cobtrack.model.problem import Finding, Path, Place, Problem, Severity, Span, problem
from cobtrack.model.types import Unquoted
from cobtrack.model.unwanted import CONTROL
from cobtrack.store.files import unwanted
from cobtrack.store.syntax import NO_BREAK_SPACE, cause, explain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

DEPTH = 40
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
# What YAML 1.1 or 1.2 readers take for a number although we do not.
_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|\.[0-9]+|0x[0-9a-fA-F]+|[0-9]+(:[0-5]?[0-9])+)"
)
_WORDS = {"": None, "null": None, "true": True, "false": False}

Event = Any
Spans = dict[tuple[Path, bool], Span]


@dataclass
class Reading:
    """The data of a file (None where there is none), its problems, and where its keys and values stand.

    `spans` maps a path, and whether its key is meant, to a stretch of the text; empty unless places were asked for.
    """

    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    spans: Spans = field(default_factory=dict)


class _Stop(Exception):  # noqa: N818
    """Nothing after this event can be read."""


def read(text: str, file: str, *, places: bool = False) -> Reading:
    """Read one YAML document. Never raises for what stands in it."""
    for events in (_fast, _pure):
        reading = Reading()
        try:
            _Builder(file, reading, places=places).run(events(text))
        except _Stop:
            return reading
        except _refusals() as error:
            # The verdict and the words on what the C parser refuses are the pure parser's.
            if events is _pure:
                reading.problems.append(_syntax_problem(file, text, error))
            continue
        return reading
    return reading


def _fast(text: str) -> Iterator[Event]:
    """Events from libyaml, or from the pure parser where PyYAML came without it."""
    try:
        from yaml._yaml import CParser  # noqa: PLC0415
    except ImportError:
        yield from _pure(text)
        return
    parser = CParser(text)
    while parser.check_event():
        yield parser.get_event()


def _pure(text: str) -> Iterator[Event]:
    from ruamel.yaml import YAML  # noqa: PLC0415

    yield from YAML(typ="safe", pure=True).parse(text)


def _refusals() -> tuple[type[Exception], ...]:
    import sys  # noqa: PLC0415

    from yaml import YAMLError  # noqa: PLC0415

    pure = sys.modules.get("ruamel.yaml.error")
    return (YAMLError, pure.YAMLError) if pure else (YAMLError,)


def _syntax_problem(file: str, text: str, error: Any) -> Problem:
    if not hasattr(error, "problem_mark"):
        # The parser read on from the start of the file to a character that YAML does not take.
        line, column = text.count("\n", 0, error.position) + 1, error.position - text.rfind("\n", 0, error.position)
        span = Span(line, column, line, column + 1)
        finding = Finding(Place(file, span=span), "a character stands here that YAML does not take", "take it out")
        return problem("COB010", Severity.ERROR, finding)
    mark = error.problem_mark or error.context_mark
    said = str(error.problem or error.context)
    if "end of stream" in said and error.context_mark:
        # The end of the file tells nobody which quotation mark was left open.
        mark = error.context_mark
    lines = text.split("\n")
    line = min(mark.line, len(lines) - 1)
    column, (message, hint) = mark.column, explain(said)
    if found := cause(text, line):
        line, column, message, hint = found
    span = Span(line + 1, column + 1, line + 1, column + 2)
    return problem("COB010", Severity.ERROR, Finding(Place(file, span=span), message, hint))


@dataclass
class _Open:
    """A mapping or list that is being read."""

    items: dict[str, Any] | list[Any]
    path: Path
    start: Any
    key: str | None = None
    """The key whose value comes next, in a mapping."""
    skip: bool = False
    """Whether the next value is to be dropped: its key is a duplicate or no key."""
    seen: set[str] = field(default_factory=set)
    muted: bool = False
    """Whether all of it is dropped."""


class _Builder:
    """Puts data together from events."""

    def __init__(self, file: str, reading: Reading, *, places: bool) -> None:
        self.file = file
        self.reading = reading
        self.places = places
        self.stack: list[_Open] = []
        self.documents = 0
        self.handlers: dict[str, Callable[[Event], None]] = {
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
            "MappingStartEvent": lambda event: self.open({}, event),
            "SequenceStartEvent": lambda event: self.open([], event),
            "MappingEndEvent": self.close,
            "SequenceEndEvent": self.close,
            "DocumentStartEvent": self.document,
        }

    def run(self, events: Iterable[Event]) -> None:
        handlers = self.handlers
        for event in events:
            handler = handlers.get(type(event).__name__)
            if handler:
                handler(event)

    def problem(self, code: str, event: Event, message: str, hint: str, also: tuple[Place, ...] = ()) -> None:
        finding = Finding(Place(self.file, span=_span(event)), message, hint, also)
        self.reading.problems.append(problem(code, Severity.ERROR, finding))

    def document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            self.problem(
                "COB014", event, "a second document starts here", "keep one document in a file: delete the ---"
            )
            raise _Stop
        if event.version or event.tags:
            self.problem("COB013", event, "a % directive has no place in a data file", "delete the line")

    def alias(self, event: Event) -> None:
        name = event.anchor
        self.problem("COB012", event, f"*{name} stands for something written elsewhere", "write it out here")
        self.value(None, event)

    def scalar(self, event: Event) -> None:
        if event.anchor or event.tag:
            self.marks(event)
        text = event.value
        if not text.isprintable() and (match := CONTROL.search(text)):
            hint = "take the escape out of the text"
            self.problem("COB005", event, f"the text holds {unwanted(match[0])}", hint)
            text = CONTROL.sub("", text)
        top = self.stack[-1] if self.stack else None
        if top is not None and type(top.items) is dict and top.key is None:
            self.key(top, text, event)
        else:
            # PyYAML has "" or None, ruamel.yaml None for a plain scalar's style.
            self.value(text if event.style else _plain(text), event)

    def key(self, top: _Open, name: str, event: Event) -> None:
        top.key = name
        top.skip = True
        if name[:1] == "\u00a0":
            self.problem("COB010", event, *NO_BREAK_SPACE)
            raise _Stop
        if name == "<<" and not event.style:
            self.problem("COB012", event, "<< merges another record into this one", "write the fields out here")
        elif name in top.seen:
            first = Place(self.file, (*top.path, name), on_key=True)
            hint = "join the two, or delete one"
            self.problem("COB011", event, f'"{name}" stands twice in one record', hint, (first,))
        else:
            top.seen.add(name)
            top.skip = False
            if self.places and not top.muted:
                self.reading.spans[(*top.path, name), True] = _span(event)

    def value(self, value: Any, event: Event) -> None:
        if not self.stack:
            self.reading.data = value
            if self.places:
                self.reading.spans[(), False] = _span(event)
            return
        top = self.stack[-1]
        if self.places and not (top.skip or top.muted):
            step: str | int = len(top.items) if top.key is None else top.key
            self.reading.spans[(*top.path, step), False] = _span(event)
        if type(top.items) is list:
            top.items.append(value)
            return
        # A key without a value is as good as absent.
        if not top.skip and value is not None:
            top.items[top.key] = value  # type: ignore[index, call-overload]
        top.key, top.skip = None, False

    def open(self, items: dict[str, Any] | list[Any], event: Event) -> None:
        if event.anchor or event.tag:
            self.marks(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and type(top.items) is dict and top.key is None:
            hint = 'write "key: text"; text that starts with [ or { needs quotes'
            self.problem("COB015", event, "a list or record stands where a key is expected", hint)
            raise _Stop
        if len(self.stack) >= DEPTH:
            self.problem("COB016", event, f"nested deeper than {DEPTH} levels", "a data file has at most ten")
            raise _Stop
        step: Path = ()
        if top is not None:
            step = (*top.path, len(top.items) if top.key is None else top.key)
        muted = top is not None and (top.skip or top.muted)
        self.stack.append(_Open(items, step, event, muted=muted))

    def close(self, event: Event) -> None:
        done = self.stack.pop()
        self.value(done.items, _Range(done.start.start_mark, event.end_mark))

    def marks(self, event: Event) -> None:
        if event.anchor:
            hint = "delete it and write things out where they belong"
            self.problem("COB012", event, f"&{event.anchor} names this for use elsewhere", hint)
        if event.tag:
            self.problem("COB013", event, f"the tag {event.tag} has no place in a data file", "delete it")


@dataclass(slots=True)
class _Range:
    start_mark: Any
    end_mark: Any


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _plain(text: str) -> Any:
    if text in _WORDS:
        return _WORDS[text]
    if text[0] in "+-.0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _NUMBER.fullmatch(text):
            return Unquoted(text)
    return text
