"""YAML text to plain data, with the place of every key and value.

One pass over the parser's events, so that nothing recurses and everything that a data file may not hold (anchors,
aliases, tags, merge keys, duplicate keys, a second document) is met where it stands. Plain `null`, `true`, `false` and
integers are values; every other scalar stays the text that was typed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.problem import Finding, Path, Place, Problem, Severity, Span, make_problem
from cobtrack.model.text.escape import CONTROL
from cobtrack.model.text.lookalikes import BULLETS, character_name
from cobtrack.model.types import PlainNumber
from cobtrack.store.files import describe_character
from cobtrack.store.yaml import events, flow_mappings
from cobtrack.store.yaml.hints import DIRECTIVE, DIRECTIVE_LINE, in_double_quotes, no_dash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.store.yaml.events import Event

MAX_DEPTH = 40
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
# What YAML 1.1 or 1.2 readers take for a number although we do not.
_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|\.[0-9]+|0x[0-9a-fA-F]+|[0-9]+(:[0-5]?[0-9])+)"
)
_ODD_SPACE = "\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff"
_NO_ITEM = re.compile(f"-? *[{_ODD_SPACE}]|[{BULLETS}] *")
_ITEM_WITHIN = re.compile(rf"(?:\A|\n *)- *[{_ODD_SPACE}]")
_BULLET = re.compile(rf"[{BULLETS}][\s{_ODD_SPACE}]")
_BULLET_BELOW = re.compile(rf"\n *[{BULLETS}][\s{_ODD_SPACE}]")
_WORDS = {"": None, "null": None, "true": True, "false": False}

Spans = dict[tuple[Path, bool], Span]


class _Mark(NamedTuple):
    line: int
    column: int


class Long(NamedTuple):
    """A text of several lines: its path, its first line from 0, and where in the file it begins and ends."""

    path: Path
    line: int
    start: int
    end: int


@dataclass
class Reading:
    """The data of a file (None where there is none), its problems, and where its keys and values stand.

    `spans` maps a path, and whether its key is meant, to a stretch of the text; empty unless places were asked for.
    """

    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    spans: Spans = field(default_factory=dict)
    empty: list[Path] = field(default_factory=list)
    """The keys that have no value, which the data is without."""
    bare: list[flow_mappings.Bare] = field(default_factory=list)
    """Those of them that a mapping in braces has by mistake."""
    long: list[Long] = field(default_factory=list)
    """The texts of several lines that hold a colon."""


class _Stop(Exception):  # noqa: N818
    """Nothing after this event can be read."""


class _Slip(Exception):  # noqa: N818
    """A space or a bullet stands where a dash and a space are meant: what YAML makes of it is not what was typed."""


def read(text: str, file: str, *, places: bool = False) -> Reading:
    """Read one YAML document. Never raises for what stands in it."""
    given = events.prepare(text)
    if not places and (usual := _usual(given)):
        return usual
    refused: list[events.RefusedError] = []
    for parse in (events.checked_fast_events, events.checked_pure_events):
        reading = Reading()
        try:
            _Builder(file, reading, given, places=places).run(parse(given.text))
        except _Stop:
            pass
        except _Slip:
            from cobtrack.store.yaml.syntax_errors import told  # noqa: PLC0415

            if found := told(file, text):
                del reading.problems[-1]
                _refuse(reading, found)
        except events.RefusedError as error:
            refused.append(error)
            # The verdict and the words on what the C parser refuses are the pure parser's.
            if parse is events.checked_fast_events:
                continue
            # Most files are read to their end.
            from cobtrack.store.yaml.syntax_errors import refusals  # noqa: PLC0415

            placed = [one for one in refused if one.is_placed]
            _refuse(reading, refusals(file, text, (placed or refused)[-1]))
        break
    if reading.bare:
        reading.problems += flow_mappings.problems(text, file, reading.bare)
    return reading


def _usual(given: events.Text) -> Reading | None:  # noqa: C901, PLR0911, PLR0912
    """The same, in half the time, of a text that needs no second look; None where `_Builder` has to look at it."""
    from yaml.events import (  # noqa: PLC0415
        AliasEvent,
        DocumentStartEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

    if given.marks or DIRECTIVE_LINE.match(given.text):
        return None
    reading = Reading()
    around: list[tuple[Any, str | None]] = []
    items: Any = None
    key: str | None = None
    try:
        for event in events.fast_events(given.text):
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if event.anchor or event.tag or items is None:
                    return None
                if not value.isprintable() and CONTROL.search(value):
                    return None
                if key is None and type(items) is dict:
                    if value in items or value == "<<" or not value.isascii():
                        return None
                    key = value
                    continue
                if not event.style:
                    if not value.isascii() and _is_slip(given.text[event.start_mark.index : event.end_mark.index]):
                        return None
                    value = _plain(value)
                    if value is None and key is not None:
                        return None
                elif (": " in value or ":\n" in value) and event.end_mark.line > event.start_mark.line:
                    path = tuple(len(one) if step is None else step for one, step in (*around[1:], (items, key)))
                    start = event.start_mark
                    reading.long.append(Long(path, start.line, start.index, event.end_mark.index))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                is_key = key is None and type(items) is dict
                if event.anchor or event.tag or is_key or len(around) >= MAX_DEPTH:
                    return None
                around.append((items, key))
                items, key = {} if kind is MappingStartEvent else [], None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = items
                items, key = around.pop()
                if items is None:
                    reading.data = value
                    continue
            elif kind is AliasEvent or (kind is DocumentStartEvent and reading.data is not None):
                return None
            else:
                continue
            if key is None:
                items.append(value)
            else:
                items[key] = value
                key = None
    # Whatever it is that the parser cannot read, `_Builder` says where and why.
    except Exception:  # noqa: BLE001
        return None
    return reading if reading.data is not None else None


def _is_slip(typed: str) -> bool:
    """Whether a text without quotes seems to hold items of a list, behind signs that only look like a dash."""
    return bool(_ITEM_WITHIN.search(typed) or (_BULLET.match(typed) and _BULLET_BELOW.search(typed)))


def _refuse(reading: Reading, told: list[Problem]) -> None:
    """Add a refusal, in place of what was found wrong with the same text: it began like an alias."""
    starts = {(span.line, span.column) for one in told if (span := one.place.span)}
    others = [(one, one.place.span) for one in reading.problems]
    reading.data = None
    reading.problems = [one for one, at in others if not at or (at.line, at.column) not in starts] + told
    lines = {line for line, _ in starts}
    reading.bare = [one for one in reading.bare if one.mark.line + 1 not in lines]


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
    is_two: bool = False
    """Whether it holds a second record, whose dash is missing: it is dropped."""
    muted: bool = False
    """Whether all of it is dropped."""


class _Builder:
    """Puts data together from events."""

    def __init__(self, file: str, reading: Reading, given: events.Text, *, places: bool) -> None:
        self.file = file
        self.reading = reading
        self.given = given
        self.places = places
        self.stack: list[_Open] = []
        self.documents = 0

    def run(self, met: Iterable[Event]) -> None:
        # Not kept: together with this builder, they would be a cycle that holds all data of the file.
        handlers: dict[str, Callable[[Event], None]] = {
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
            "MappingStartEvent": lambda event: self.open({}, event),
            "SequenceStartEvent": lambda event: self.open([], event),
            "MappingEndEvent": self.close,
            "SequenceEndEvent": self.close,
            "DocumentStartEvent": self.document,
        }
        for event in met:
            handler = handlers.get(type(event).__name__)
            if handler:
                handler(event)

    def problem(self, code: str, event: Event, message: str, hint: str, also: tuple[Place, ...] = ()) -> None:
        finding = Finding(Place(self.file, span=_span(event)), message, hint, also)
        self.reading.problems.append(make_problem(code, Severity.ERROR, finding))

    def document(self, event: Event) -> None:
        self.documents += 1
        if self.documents > 1:
            self.problem(
                "COB014", event, "a second document starts here", "keep one document in a file: delete the ---"
            )
            raise _Stop
        # Not event.version: ruamel.yaml passes over directives that it does not know.
        if found := DIRECTIVE_LINE.match(self.given.text):
            mark = _Mark(self.given.text.count("\n", 0, found.end()), 0)
            self.problem("COB013", _Range(mark, mark), *DIRECTIVE)

    def alias(self, event: Event) -> None:
        name = event.anchor
        if re.fullmatch(r"[\w-]+", name):
            hint = "write it out here; a text that begins with * needs double quotes"
            self.problem("COB012", event, f"*{name} stands for something written elsewhere", hint)
        else:
            self.begins_with("*", event, f"*{name}")
        self.value(None, event)

    def scalar(self, event: Event) -> None:
        if event.anchor or event.tag:
            self.marks(event)
        text = event.value
        if self.given.marks:
            text = self.given.value(text)
        if not text.isprintable() and (match := CONTROL.search(text)):
            hint = "take the escape out of the text"
            self.problem("COB005", event, f"the text holds {describe_character(match[0])}", hint)
            text = CONTROL.sub("", text)
        top = self.stack[-1] if self.stack else None
        if top is not None and type(top.items) is dict and top.key is None:
            self.key(top, text, event)
        # PyYAML has "" or None, ruamel.yaml None for a plain scalar's style.
        elif event.style:
            if (": " in text or ":\n" in text) and top is not None and event.end_mark.line > event.start_mark.line:
                self.long(top, event)
            self.value(text, event)
        else:
            if not text.isascii():
                self.plain(event)
            self.value(_plain(text), event)

    def plain(self, event: Event) -> None:
        """Look at a text without quotes for what was meant as an item of a list."""
        if _is_slip(self.given.text[event.start_mark.index : event.end_mark.index]):
            self.slip(event)

    def slip(self, event: Event) -> None:
        """Stop where a character stands that only looks like the dash and the space of an item. Raises _Slip."""
        sign = next(one for one in self.given.text[event.start_mark.index :] if not one.isascii())
        hint = "begin an item with a dash and an ordinary space"
        self.problem("COB010", event, f"{character_name(sign)} stands where an item begins", hint)
        raise _Slip

    def long(self, top: _Open, event: Event) -> None:
        """Keep where a text of several lines stands that may have swallowed a field."""
        if not (top.skip or top.muted):
            path = (*top.path, len(top.items) if top.key is None else top.key)
            start = event.start_mark
            self.reading.long.append(Long(path, start.line, start.index, event.end_mark.index))

    def key(self, top: _Open, name: str, event: Event) -> None:
        top.key = name
        top.skip = True
        if not name.isascii() and _NO_ITEM.match(name):
            self.slip(event)
        if name == "<<" and not event.style:
            self.problem("COB012", event, "<< merges another record into this one", "write the fields out here")
        elif top.is_two:
            return
        elif name in top.seen:
            self.twice(top, name, event)
        else:
            top.seen.add(name)
            top.skip = False
            if self.places and not top.muted:
                self.reading.spans[(*top.path, name), True] = _span(event)

    def twice(self, top: _Open, name: str, event: Event) -> None:
        """Tell of a key that stands twice; in a list, it may begin another record that lacks its dash."""
        first = Place(self.file, (*top.path, name), on_key=True)
        is_item = bool(top.path) and isinstance(top.path[-1], int)
        top.is_two = is_item and name == "id" and len(top.seen) > 1
        if top.is_two:
            value = self.given.text[event.end_mark.index :].partition("\n")[0].lstrip(": ")
            message, hint = no_dash(name, value)
        else:
            message, hint = f'"{name}" stands twice in one record', "join the two, or delete one"
            if is_item and name == next(iter(top.items)) and len(top.seen) > 1:
                hint = f"write - {name}: … where a second record begins; else join the two"
        self.problem("COB011", event, message, hint, (first,))

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
        if value is None:
            self.nothing(top, event)
        elif not top.skip:
            top.items[top.key] = value  # type: ignore[index, call-overload]
        top.key, top.skip = None, False

    def nothing(self, top: _Open, event: Event) -> None:
        """A key without a value is as good as absent; in braces it is the rest of a text that a comma has cut."""
        if top.skip or top.muted or top.key is None or not isinstance(top.items, dict):
            return
        if top.start.flow_style and getattr(event, "value", None) == "":
            before = next(reversed(top.items.items()), None)
            self.reading.bare.append(flow_mappings.Bare(top.path, top.key, before, event.start_mark))
        else:
            self.reading.empty.append((*top.path, top.key))

    def open(self, items: dict[str, Any] | list[Any], event: Event) -> None:
        if event.anchor or event.tag:
            self.marks(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and type(top.items) is dict and top.key is None:
            hint = 'write "key: text"; text that starts with [ or { needs quotes'
            self.problem("COB015", event, "a list or record stands where a key is expected", hint)
            raise _Stop
        if len(self.stack) >= MAX_DEPTH:
            self.problem("COB016", event, f"nested deeper than {MAX_DEPTH} levels", "a data file has at most ten")
            raise _Stop
        step: Path = ()
        if top is not None:
            step = (*top.path, len(top.items) if top.key is None else top.key)
        muted = top is not None and (top.skip or top.muted)
        self.stack.append(_Open(items, step, event, muted=muted))

    def close(self, event: Event) -> None:
        done = self.stack.pop()
        self.value(done.items, _Range(done.start.start_mark, event.end_mark))

    def begins_with(self, sign: str, event: Event, text: str) -> None:
        """A text that is none to YAML, for the sign that it begins with."""
        from cobtrack.store.yaml.beginnings import begins_with  # noqa: PLC0415

        self.problem("COB013" if sign == "!" else "COB012", event, begins_with(sign), in_double_quotes(text))

    def marks(self, event: Event) -> None:
        text = getattr(event, "value", None)
        sign = f"&{event.anchor}" if event.anchor else str(event.tag)
        if text and not event.style and sign[0] in "&!" and not (event.anchor and event.tag):
            self.begins_with(sign[0], event, f"{sign} {text}")
            return
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
            return PlainNumber(text)
    return text
