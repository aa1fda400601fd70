"""What a reading passed over, and what may be meant by it: empty keys, cut values, fields inside a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import Finding, Path, Place, Problem, Severity, Span, at_path, make_problem
from cobtrack.model.record import Record, fields_by_key, record_type_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.store.yaml.reader import Long, Reading

_FIELD = re.compile(r"\s*(?:- )?([a-z_]+):(?=\s|$)")


class SwallowedField(NamedTuple):
    """A line inside of a text that looks like a field which the text's record could have and does not."""

    record: Path
    field: str
    """The field whose text it is."""
    key: str
    span: Span

    def warning(self, file: str) -> Problem:
        """The problem that it is, where nothing else tells of it."""
        message = f'"{self.key}:" is read as part of the text of "{self.field}"'
        hint = f"indent it as {self.field}: is; if it belongs to the text, begin its line with another word"
        return make_problem("COB114", Severity.WARNING, Finding(Place(file, span=self.span), message, hint))


Actors = Callable[[], Mapping[str, str]]
Paragraphs = Callable[[str], Sequence[str]]


def no_paragraphs(_: str) -> Sequence[str]:
    """The ids of the paragraphs of a number, where no files are at hand."""
    return ()


class ReadingNotes(NamedTuple):
    """Keys without a value, mappings that lost a part of what was typed, fields inside of texts; and what is known."""

    empty: tuple[Path, ...] = ()
    broken: frozenset[Path] = frozenset()
    swallowed: tuple[SwallowedField, ...] = ()
    actors: Actors = dict
    """Gives the ids of organisations by their ids, acronyms and names."""
    paragraphs: Paragraphs = no_paragraphs
    """Gives the ids of the paragraphs that have a number."""


def reading_notes(
    model: type[Record], text: str, reading: Reading, actors: Actors, paragraphs: Paragraphs
) -> ReadingNotes:
    """What is doubtful in a reading of `text`, a file of this model."""
    if not (reading.empty or reading.bare or reading.long):
        return ReadingNotes(actors=actors, paragraphs=paragraphs)
    broken = frozenset(one.path for one in reading.bare)
    return ReadingNotes(tuple(reading.empty), broken, tuple(_swallowed(model, text, reading)), actors, paragraphs)


def _swallowed(model: type[Record], text: str, reading: Reading) -> Iterator[SwallowedField]:
    for one in reading.long:
        # Hardly any line looks like a field, and to follow a path to its model takes time.
        if found := list(_fields(text, one)):
            at = _record_of(model, one.path)
            known, there = record_type_at(model, one.path[:at]), at_path(reading.data, one.path[:at])
            for key, span in found:
                if known and key in fields_by_key(known) and key not in there:
                    yield SwallowedField(one.path[:at], str(one.path[at]), key, span)


def _fields(text: str, one: Long) -> Iterator[tuple[str, Span]]:
    """What looks like a field at the beginning of the lines of a text, but for its first, and where it is."""
    _, *lines = text[one.start : one.end].split("\n")
    for number, line in enumerate(lines, one.line + 2):
        if match := _FIELD.match(line):
            yield match[1], Span(number, match.start(1) + 1, number, match.end(1) + 2)


def _record_of(model: type[Record], path: Path) -> int:
    """How much of the path leads to the record that the text at its end belongs to."""
    return next((length for length in range(len(path) - 1, 0, -1) if record_type_at(model, path[:length])), 0)
