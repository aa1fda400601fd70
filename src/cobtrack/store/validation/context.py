"""What the validation of a file needs besides its data: notes of the reader, and facts from the other files."""

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
    """A line in a multi-line text that looks like a field of a record, and might have been meant as a field."""

    record: Path
    text_field: str
    """The field whose text contains the line."""
    key: str
    """The field that the line looks like."""
    span: Span

    def warning(self, file: str) -> Problem:
        """Return a warning that this line is read as part of a text.

        The warning is reported if no other problem mentions the line.
        """
        message = f'"{self.key}:" is read as part of the text of "{self.text_field}"'
        hint = f'indent it like "{self.text_field}:"; if it is part of the text, start the line with a different word'
        return make_problem("COB114", Severity.WARNING, Finding(Place(file, span=self.span), message, hint))


class ReadingNotes(NamedTuple):
    """Notes of the reader that help to explain errors in the data."""

    keys_without_value: tuple[Path, ...] = ()
    incomplete: frozenset[Path] = frozenset()
    """The paths of mappings that lack something that was typed. The reader has already reported them."""
    swallowed: tuple[SwallowedField, ...] = ()


def _no_paragraphs(_: str) -> Sequence[str]:
    return ()


class OtherFiles(NamedTuple):
    """The facts from the other files of the workspace that the validation of one file needs."""

    languages: Sequence[str] = ()
    actors: Callable[[], Mapping[str, str]] = dict
    """A function that returns the ids of organisations, keyed by id, acronym and name."""
    paragraphs: Callable[[str], Sequence[str]] = _no_paragraphs
    """A function that returns the ids of all paragraphs with the given number."""


def reading_notes(model: type[Record], text: str, reading: Reading) -> ReadingNotes:
    """Return the notes from reading `text`, which is a file of the given model."""
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
    """Yield the key and the span of each line in a multi-line text that looks like a field.

    The first line of the text is left out.
    """
    _, *lines = text[multiline.start : multiline.end].split("\n")
    for number, line in enumerate(lines, multiline.line + 2):
        if match := _FIELD.match(line):
            yield match[1], Span(number, match.start(1) + 1, number, match.end(1) + 2)


def _length_of_record_path(model: type[Record], path: Path) -> int:
    """Return the length of the path of the record that contains the text at `path`.

    The record's path consists of this number of steps at the beginning of `path`.
    """
    return next((length for length in range(len(path) - 1, 0, -1) if record_type_at(model, path[:length])), 0)
