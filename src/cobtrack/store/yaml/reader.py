"""Read YAML text into plain data, with the place of every key and value.

The data are built in one pass over the parser's events, without recursion. The same pass reports everything that is not
allowed in a data file: anchors, aliases, tags, merge keys, duplicate keys and a second document. An unquoted `null`,
`true`, `false` or integer becomes a value; every other scalar stays the text that was typed.

Most files need none of these checks. `_read_plain` reads these files in half the time; `_Builder` reads all others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.problem import Finding, Fix, Path, Place, Problem, Severity, Span, make_problem
from cobtrack.model.text.escape import NOT_IN_FILES
from cobtrack.model.text.lookalikes import BULLETS, COLONS, character_name
from cobtrack.model.types import PlainNumber
from cobtrack.store.files import describe_character
from cobtrack.store.yaml import events, flow_mappings
from cobtrack.store.yaml.hints import DIRECTIVE_LINE, DIRECTIVE_MESSAGE, double_quotes_hint, no_dash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from cobtrack.store.yaml.events import Event

MAX_DEPTH = 40
_INTEGER = re.compile(r"0|-?[1-9][0-9]{0,17}")
# Texts that some readers of YAML 1.1 or 1.2 take for numbers, but this reader does not.
_FOREIGN_NUMBER = re.compile(
    r"[-+]?(0[0-9_]+|[0-9][0-9_]*\.[0-9_]*([eE][-+]?[0-9]+)?|\.[0-9]+|0x[0-9a-fA-F]+|[0-9]+(:[0-5]?[0-9])+)"
)
_CONSTANTS = {"": None, "null": None, "true": True, "false": False}
# List items with an unusual space after the dash or a bullet instead of the dash, and keys with an unusual colon.
_ODD_SPACES = "\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff"
_LOOKALIKE_AS_KEY = re.compile(f"-? *[{_ODD_SPACES}]|[{BULLETS}] *|[a-z_]+[{COLONS}]")
_ODD_SPACE_AFTER_DASH = re.compile(rf"(?:\A|\n *)- *[{_ODD_SPACES}]")
_BULLET = re.compile(rf"[{BULLETS}][\s{_ODD_SPACES}]")
_ITEM_ON_LATER_LINE = re.compile(rf"\n *[-{BULLETS}][\s{_ODD_SPACES}]")

Spans = dict[tuple[Path, bool], Span]


class MultilineText(NamedTuple):
    """A multi-line text: its path, its first line (from 0), and the offsets of its start and end in the file."""

    path: Path
    line: int
    start: int
    end: int


@dataclass
class Reading:
    """The data of a file (None if the file cannot be read), its problems, and the spans of its keys and values.

    `spans` maps (path, True) to the span of a key and (path, False) to the span of a value. It is empty unless `read`
    was called with `places`.
    """

    data: Any = None
    problems: list[Problem] = field(default_factory=list)
    spans: Spans = field(default_factory=dict)
    keys_without_value: list[Path] = field(default_factory=list)
    """The paths of keys without a value. These keys are not in `data`."""
    flow_keys_without_value: list[flow_mappings.KeyWithoutValue] = field(default_factory=list)
    """Keys without a value in braces, where a missing value is a mistake."""
    multiline_texts: list[MultilineText] = field(default_factory=list)
    """Multi-line texts that contain a colon."""


class _StopReading(Exception):  # noqa: N818
    """The rest of the file cannot be read."""


class _LookalikeFound(Exception):  # noqa: N818
    """A character only looks like a dash, space or colon, so YAML sees no list item or no field."""


def read(text: str, file: str, *, places: bool = False) -> Reading:
    """Read one YAML document. Mistakes in the text are returned as problems.

    `file` is the file name to use in problems. With `places`, the result also has the spans of keys and values.
    """
    prepared = events.prepare(text)
    if not places and (plain := _read_plain(prepared)):
        return plain
    errors: list[events.ParserError] = []
    for parse in (events.fast_events, events.pure_events):
        reading = Reading()
        try:
            for _ in _Builder(file, reading, prepared, places=places).run(parse(prepared.text)):
                pass
        except _StopReading:
            pass
        except _LookalikeFound:
            from cobtrack.store.yaml.syntax_errors import problems_in_lines  # noqa: PLC0415

            if mistakes := problems_in_lines(file, text):
                # The mistakes include the lookalike character, which was added as the last problem.
                del reading.problems[-1]
                _reject(reading, mistakes)
        except events.ParserError as error:
            errors.append(error)
            # If libyaml reports an error, read the text again with the pure parser, which reports errors more clearly.
            if parse is events.fast_events:
                continue
            # Import this late, because most files have no syntax error.
            from cobtrack.store.yaml.syntax_errors import syntax_problems  # noqa: PLC0415

            with_position = [error for error in errors if error.has_position]
            _reject(reading, syntax_problems(file, text, (with_position or errors)[-1]))
        break
    if reading.flow_keys_without_value:
        reading.problems += flow_mappings.problems(text, file, reading.flow_keys_without_value)
    return reading


class SpanReader:
    """Finds the spans of keys and values in a YAML text. The text is read only as far as needed."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        reading, prepared = Reading(), events.prepare(text)
        self._spans = reading.spans
        self._steps = _Builder(file, reading, prepared, places=True).run(events.fast_events(prepared.text))

    def get(self, path: Path, *, on_key: bool) -> Span | None:
        """Return the span of the value at a path. With `on_key`, return the span of the last key in the path.

        Return None if the text has no such path.
        """
        try:
            while (path, on_key) not in self._spans and next(self._steps, self) is not self:
                pass
        except (_StopReading, _LookalikeFound, events.ParserError):
            self._spans = read(self._text, self._file, places=True).spans
        return self._spans.get((path, on_key))


def _read_plain(prepared: events.PreparedText) -> Reading | None:  # noqa: C901, PLR0911, PLR0912
    """Read a text that needs none of the checks in `_Builder`.

    Return None if the text needs these checks. The result equals the result of `_Builder`, but has no spans.
    """
    from yaml.events import (  # noqa: PLC0415
        AliasEvent,
        DocumentStartEvent,
        MappingEndEvent,
        MappingStartEvent,
        ScalarEvent,
        SequenceEndEvent,
        SequenceStartEvent,
    )

    if prepared.placeholders or DIRECTIVE_LINE.match(prepared.text):
        return None
    reading = Reading()
    # The collections around the current collection, each with the key whose value comes next.
    outer: list[tuple[Any, str | None]] = []
    items: Any = None
    key: str | None = None
    try:
        for event in events.libyaml_events(prepared.text):
            kind = type(event)
            if kind is ScalarEvent:
                value = event.value
                if event.anchor or event.tag or items is None:
                    return None
                if not value.isprintable() and NOT_IN_FILES.search(value):
                    return None
                if key is None and type(items) is dict:
                    if value in items or value == "<<" or not value.isascii():
                        return None
                    key = value
                    continue
                if not event.style:
                    if not value.isascii() and _has_lookalike_items(_typed(prepared, event)):
                        return None
                    value = _plain_value(value)
                    if value is None and key is not None:
                        return None
                elif (": " in value or ":\n" in value) and event.end_mark.line > event.start_mark.line:
                    path = tuple(len(held) if step is None else step for held, step in (*outer[1:], (items, key)))
                    start = event.start_mark
                    reading.multiline_texts.append(MultilineText(path, start.line, start.index, event.end_mark.index))
            elif kind is MappingStartEvent or kind is SequenceStartEvent:
                is_key = key is None and type(items) is dict
                if event.anchor or event.tag or is_key or len(outer) >= MAX_DEPTH:
                    return None
                outer.append((items, key))
                items, key = {} if kind is MappingStartEvent else [], None
                continue
            elif kind is MappingEndEvent or kind is SequenceEndEvent:
                value = items
                items, key = outer.pop()
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
    # If the parser cannot read the text, `_Builder` reports the place and the reason.
    except Exception:  # noqa: BLE001
        return None
    return reading if reading.data is not None else None


def _typed(prepared: events.PreparedText, event: Event) -> str:
    """Return the part of the text that an event covers."""
    return prepared.text[event.start_mark.index : event.end_mark.index]


def _has_lookalike_items(typed: str) -> bool:
    """Whether an unquoted text seems to be a list typed with characters that only look like dashes and spaces."""
    return bool(_ODD_SPACE_AFTER_DASH.search(typed) or (_BULLET.match(typed) and _ITEM_ON_LATER_LINE.search(typed)))


def _reject(reading: Reading, problems: list[Problem]) -> None:
    """Remove the data from `reading`, and add the problems to it.

    If an earlier problem is at the same position as a new problem, the earlier problem is removed. For example, a text
    that begins with * was first reported as an alias.
    """
    starts = {(span.line, span.column) for item in problems if (span := item.place.span)}
    earlier = [(item, item.place.span) for item in reading.problems]
    reading.data = None
    reading.problems = [item for item, at in earlier if not at or (at.line, at.column) not in starts] + problems
    lines = {line for line, _ in starts}
    # After the first mistake a key without a value may be its consequence, as in braces that are not closed.
    first = min(lines)
    reading.flow_keys_without_value = [key for key in reading.flow_keys_without_value if key.mark.line + 1 < first]


@dataclass
class _OpenCollection:
    """A mapping or list that is being read."""

    items: dict[str, Any] | list[Any]
    path: Path
    start: Event
    key: str | None = None
    """In a mapping, the key whose value comes next."""
    skip: bool = False
    """Whether to drop the next value, because its key is a duplicate or not a key."""
    seen_keys: set[str] = field(default_factory=set)
    has_second_record: bool = False
    """Whether a second record began without a dash. If so, the rest of this mapping is dropped."""
    is_dropped: bool = False
    """Whether to drop the whole collection."""


class _Builder:
    """Builds data from events, and reports everything that is not allowed in a data file.

    `document`, `alias`, `scalar`, `open` and `close` handle events, and pass keys to `key` and values to `value`.
    """

    def __init__(self, file: str, reading: Reading, prepared: events.PreparedText, *, places: bool) -> None:
        self.file = file
        self.reading = reading
        self.prepared = prepared
        self.places = places
        self.stack: list[_OpenCollection] = []
        self.document_count = 0

    def run(self, parsed: Iterable[Event]) -> Iterator[None]:
        """Build the data from these events, one event at each step."""
        # An attribute would form a reference cycle with this builder, which would keep the file's data in memory.
        handlers: dict[str, Callable[[Event], None]] = {
            "ScalarEvent": self.scalar,
            "AliasEvent": self.alias,
            "MappingStartEvent": lambda event: self.open({}, event),
            "SequenceStartEvent": lambda event: self.open([], event),
            "MappingEndEvent": self.close,
            "SequenceEndEvent": self.close,
            "DocumentStartEvent": self.document,
        }
        for event in parsed:
            handler = handlers.get(type(event).__name__)
            if handler:
                handler(event)
            yield

    def report(self, code: str, event: Event, message: str, hint: str) -> None:
        self.add(code, Finding(Place(self.file, span=_span(event)), message, hint))

    def add(self, code: str, finding: Finding) -> None:
        self.reading.problems.append(make_problem(code, Severity.ERROR, finding))

    def document(self, event: Event) -> None:
        self.document_count += 1
        if self.document_count > 1:
            hint = 'a data file holds one document: delete the line "---"'
            self.report("COB014", event, "a second document starts here", hint)
            raise _StopReading
        # Do not use event.version, because ruamel.yaml ignores directives that it does not know.
        if match := DIRECTIVE_LINE.match(self.prepared.text):
            mark = _Mark(self.prepared.text.count("\n", 0, match.end()), 0)
            self.report("COB013", _Extent(mark, mark), *DIRECTIVE_MESSAGE)

    def alias(self, event: Event) -> None:
        name = event.anchor
        if re.fullmatch(r"[\w-]+", name):
            hint = "write the value here again; put a text that begins with * in double quotes"
            self.report("COB012", event, f"*{name} refers to a value elsewhere in the file", hint)
        else:
            self.report_wrong_beginning("*", event, f"*{name}")
        self.value(None, event)

    def scalar(self, event: Event) -> None:
        if event.anchor or event.tag:
            self.report_anchor_or_tag(event)
        text = event.value
        if self.prepared.placeholders:
            text = self.prepared.restore(text)
        if not text.isprintable() and (match := NOT_IN_FILES.search(text)):
            hint = "delete the escape (a backslash and what follows it)"
            self.report("COB005", event, f"the text contains {describe_character(match[0])}", hint)
            text = NOT_IN_FILES.sub("", text)
        top = self.stack[-1] if self.stack else None
        if top is not None and type(top.items) is dict and top.key is None:
            self.key(top, text, event)
        # The style of a plain scalar is "" or None in PyYAML, None in ruamel.yaml.
        elif event.style:
            if (": " in text or ":\n" in text) and top is not None and event.end_mark.line > event.start_mark.line:
                self.note_multiline_text(top, event)
            self.value(text, event)
        else:
            if not text.isascii() and _has_lookalike_items(_typed(self.prepared, event)):
                self.stop_at_lookalike(event)
            self.value(_plain_value(text), event)

    def stop_at_lookalike(self, event: Event) -> None:
        """Report a character that only looks like the dash, space or colon of YAML. Raises _LookalikeFound."""
        rest = self.prepared.text[event.start_mark.index :]
        character = next(character for character in rest if not character.isascii())
        use, hint = "where a list item begins", "begin a list item with a dash and an ordinary space"
        if character in COLONS:
            use, hint = "instead of the colon after a field name", "type an ordinary colon and space after the name"
        self.report("COB010", event, f"{character_name(character)} is used {use}", hint)
        raise _LookalikeFound

    def note_multiline_text(self, top: _OpenCollection, event: Event) -> None:
        """Remember a multi-line text, because one of its lines might have been meant as a field."""
        if not (top.skip or top.is_dropped):
            path = (*top.path, len(top.items) if top.key is None else top.key)
            start = event.start_mark
            self.reading.multiline_texts.append(MultilineText(path, start.line, start.index, event.end_mark.index))

    def key(self, top: _OpenCollection, name: str, event: Event) -> None:
        top.key = name
        top.skip = True
        if not name.isascii() and _LOOKALIKE_AS_KEY.match(name):
            self.stop_at_lookalike(event)
        if name == "<<" and not event.style:
            self.report("COB012", event, "<< copies another record into this one", "write the fields here instead")
        elif top.has_second_record:
            return
        elif name in top.seen_keys:
            self.duplicate_key(top, name, event)
        else:
            top.seen_keys.add(name)
            top.skip = False
            if self.places and not top.is_dropped:
                self.reading.spans[(*top.path, name), True] = _span(event)

    def duplicate_key(self, top: _OpenCollection, name: str, event: Event) -> None:
        """Report a duplicate key. In a list, the key might begin another record whose dash is missing."""
        first = Place(self.file, (*top.path, name), on_key=True)
        is_item = bool(top.path) and isinstance(top.path[-1], int)
        top.has_second_record = is_item and name == "id" and len(top.seen_keys) > 1
        fix = None
        if top.has_second_record:
            value = self.prepared.text[event.end_mark.index :].partition("\n")[0].lstrip(": ")
            message, hint = no_dash(name, value)
            fix = self.added_dash(top, event)
        else:
            message, hint = f'"{name}" appears twice in one record', "combine the two fields, or delete one of them"
            if is_item and name == next(iter(top.items)) and len(top.seen_keys) > 1:
                hint = f"if a second record begins here, write - {name}: …; otherwise combine the two fields"
        self.add("COB011", Finding(Place(self.file, span=_span(event)), message, hint, (first,), fix))

    def added_dash(self, top: _OpenCollection, event: Event) -> Fix | None:
        """Return the correction that begins another list item at a key. None if the key is not below the first key."""
        first, key = top.start.start_mark, event.start_mark
        before = self.prepared.text[first.index - first.column : first.index]
        if before.strip() != "-" or key.column != first.column:
            return None
        span = Span(key.line + 1, 1, key.line + 1, key.column + 1)
        return Fix("text", Place(self.file, span=span), before)

    def value(self, value: Any, event: Event) -> None:
        if not self.stack:
            self.reading.data = value
            if self.places:
                self.reading.spans[(), False] = _span(event)
            return
        top = self.stack[-1]
        if self.places and not (top.skip or top.is_dropped):
            step: str | int = len(top.items) if top.key is None else top.key
            self.reading.spans[(*top.path, step), False] = _span(event)
        if type(top.items) is list:
            top.items.append(value)
            return
        if value is None:
            self.note_key_without_value(top, event)
        elif not top.skip:
            top.items[top.key] = value  # type: ignore[index, call-overload]
        top.key, top.skip = None, False

    def note_key_without_value(self, top: _OpenCollection, event: Event) -> None:
        """Remember the path of a key without a value.

        The key is treated as absent. In braces it is a mistake: usually, it is the rest of a text that was cut by a
        comma.
        """
        if top.skip or top.is_dropped or top.key is None or not isinstance(top.items, dict):
            return
        if top.start.flow_style and getattr(event, "value", None) == "":
            previous = next(reversed(top.items.items()), None)
            key = flow_mappings.KeyWithoutValue(top.path, top.key, previous, event.start_mark)
            self.reading.flow_keys_without_value.append(key)
        else:
            self.reading.keys_without_value.append((*top.path, top.key))

    def open(self, items: dict[str, Any] | list[Any], event: Event) -> None:
        if event.anchor or event.tag:
            self.report_anchor_or_tag(event)
        top = self.stack[-1] if self.stack else None
        if top is not None and type(top.items) is dict and top.key is None:
            hint = 'write "name: text"; put a text that begins with [ or { in double quotes'
            self.report("COB015", event, "there is a list or record where the name of a field is expected", hint)
            raise _StopReading
        if len(self.stack) >= MAX_DEPTH:
            hint = "a data file has at most ten levels: check the brackets and the indentation"
            self.report("COB016", event, f"nested more than {MAX_DEPTH} levels deep", hint)
            raise _StopReading
        path: Path = ()
        if top is not None:
            path = (*top.path, len(top.items) if top.key is None else top.key)
        is_dropped = top is not None and (top.skip or top.is_dropped)
        self.stack.append(_OpenCollection(items, path, event, is_dropped=is_dropped))

    def close(self, event: Event) -> None:
        closed = self.stack.pop()
        self.value(closed.items, _Extent(closed.start.start_mark, event.end_mark))

    def report_wrong_beginning(self, character: str, event: Event, text: str) -> None:
        """Report a text that YAML does not read as text because of its first character."""
        from cobtrack.store.yaml.line_mistakes import wrong_beginning_message  # noqa: PLC0415

        code = "COB013" if character == "!" else "COB012"
        self.report(code, event, wrong_beginning_message(character), double_quotes_hint(text))

    def report_anchor_or_tag(self, event: Event) -> None:
        text = getattr(event, "value", None)
        mark = f"&{event.anchor}" if event.anchor else str(event.tag)
        if text and not event.style and mark[0] in "&!" and not (event.anchor and event.tag):
            self.report_wrong_beginning(mark[0], event, f"{mark} {text}")
            return
        if event.anchor:
            hint = f"delete &{event.anchor}, and write the value wherever it is needed"
            self.report("COB012", event, f"&{event.anchor} marks a value for use elsewhere in the file", hint)
        if event.tag:
            tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
            self.report("COB013", event, f"the tag {tag} is not allowed in a data file", "delete it")


class _Mark(NamedTuple):
    """A position in the text, with line and column counted from 0."""

    line: int
    column: int


@dataclass(slots=True)
class _Extent:
    """The start and end of a value, with the same attributes as an event."""

    start_mark: Any
    end_mark: Any


def _span(event: Event) -> Span:
    start, end = event.start_mark, event.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)


def _plain_value(text: str) -> Any:
    """Return the value of an unquoted text: null, true, false, a number, or the text itself."""
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if text[0] in "+-.0123456789":
        if _INTEGER.fullmatch(text):
            return int(text)
        if _FOREIGN_NUMBER.fullmatch(text):
            return PlainNumber(text)
    return text
