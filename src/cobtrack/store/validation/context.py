"""What a file is validated with besides its data: notes from reading it, and what the other files hold."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.problem import Finding, Path, Place, Problem, Severity, Span, at_path, make_problem
from cobtrack.model.record import Record, fields_by_key, record_type_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from cobtrack.store.yaml.reader import MultilineText, Reading

_FIELD = re.compile(r"\s*(?:- )?([a-z_]+):(?=\s|$)")


class SwallowedField(NamedTuple):
    """A line within a text that looks like a missing field of the record that the text belongs to."""

    record: Path
    text_field: str
    """The field whose text holds the line."""
    key: str
    """The field that the line looks like."""
    span: Span

    def warning(self, file: str) -> Problem:
        """Return the problem that reports it, if no other problem does."""
        message = f'"{self.key}:" is read as part of the text of "{self.text_field}"'
        hint = f'indent it like "{self.text_field}:"; if it is part of the text, start the line with a different word'
        return make_problem("COB114", Severity.WARNING, Finding(Place(file, span=self.span), message, hint))


class ReadingNotes(NamedTuple):
    """What the reader noted that explains errors in the data."""

    keys_without_value: tuple[Path, ...] = ()
    incomplete: frozenset[Path] = frozenset()
    """Mappings that lack a part of what was typed, which the reader has reported."""
    swallowed: tuple[SwallowedField, ...] = ()


def _no_paragraphs(_: str) -> Sequence[str]:
    return ()


class OtherFiles(NamedTuple):
    """What the other files of the workspace hold, as far as the validation of one file needs it."""

    languages: Sequence[str] = ()
    actors: Callable[[], Mapping[str, str]] = dict
    """Returns the ids of organisations by their ids, acronyms and names."""
    paragraphs: Callable[[str], Sequence[str]] = _no_paragraphs
    """Returns the ids of the paragraphs with a number."""


def reading_notes(model: type[Record], text: str, reading: Reading) -> ReadingNotes:
    """Return the notes from reading `text`, a file of this model."""
    if not (reading.keys_without_value or reading.flow_keys_without_value or reading.multiline_texts):
        return ReadingNotes()
    incomplete = frozenset(key.path for key in reading.flow_keys_without_value)
    return ReadingNotes(tuple(reading.keys_without_value), incomplete, tuple(_swallowed_fields(model, text, reading)))


def _swallowed_fields(model: type[Record], text: str, reading: Reading) -> Iterator[SwallowedField]:
    for multiline in reading.multiline_texts:
        # Hardly any line looks like a field, and finding the model at a path takes time.
        if lines := list(_lines_like_fields(text, multiline)):
            length = _length_of_record_path(model, multiline.path)
            record, field = multiline.path[:length], str(multiline.path[length])
            record_model, data = record_type_at(model, record), at_path(reading.data, record)
            for key, span in lines:
                if record_model and key in fields_by_key(record_model) and key not in data:
                    yield SwallowedField(record, field, key, span)


def _lines_like_fields(text: str, multiline: MultilineText) -> Iterator[tuple[str, Span]]:
    """Yield key and place of each line that looks like a field, except the first line of the text."""
    _, *lines = text[multiline.start : multiline.end].split("\n")
    for number, line in enumerate(lines, multiline.line + 2):
        if match := _FIELD.match(line):
            yield match[1], Span(number, match.start(1) + 1, number, match.end(1) + 2)


def _length_of_record_path(model: type[Record], path: Path) -> int:
    """Return how many steps of the path lead to the record that the text at the path belongs to."""
    return next((length for length in range(len(path) - 1, 0, -1) if record_type_at(model, path[:length])), 0)
