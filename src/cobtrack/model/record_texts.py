"""Find every text in the records, together with its place. Rules that read all texts use this."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

from cobtrack.model.record import Record, field_type, fields_with_records, record_form, unwrap_type
from cobtrack.model.types import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.problem import Path, Place


class RecordText(NamedTuple):
    """A text, and the record and the path where it is."""

    record: Record
    path: Path
    """The path of the text within the record."""
    text: str
    language: str = ""
    """The code of the text's language if the field has texts in several languages; else ""."""

    @property
    def place(self) -> Place:
        """The place of the text in the data files."""
        return self.record.place.at(*self.path)


def record_texts(records: Iterable[Record]) -> Iterator[RecordText]:
    """Yield every text in all languages, from the records and from the records nested within them."""
    for record in walk_records(records):
        for path in _text_fields(type(record)):
            value = getattr(record, path[0])
            # Nearly all texts are plain strings.
            if type(value) is Text:
                yield RecordText(record, path, value)
            elif value:
                yield from _texts(record, path, value)


def texts_in_fields(record: Record) -> Iterator[tuple[Path, Text]]:
    """Yield each text in the fields of one record, with its path. Nested records are left out."""
    for path in _text_fields(type(record)):
        yield from _leaves(path, getattr(record, path[0]))


def _leaves(path: Path, value: Any) -> Iterator[tuple[Path, Text]]:
    if isinstance(value, Text):
        yield value.path_of_words(path), value
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _leaves((*path, number), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves((*path, key), item)


def sources_in_fields(record: Record) -> Iterator[tuple[Path, Text]]:
    """Yield each source in the fields of one record, with its path. Nested records are left out."""
    for name in _source_fields(type(record)):
        for number, source in enumerate(getattr(record, name)):
            yield (name, number), source


@cache
def _source_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields that hold sources."""
    return tuple(name for name in model.model_fields if record_form(field_type(model, name)))


def texts_without_footnotes(record: Record) -> Iterator[RecordText]:
    """Yield the texts of one record. The texts of footnotes and of nested records are left out."""
    for path in _text_fields(type(record)):
        if path != ("notes",):
            yield from _texts(record, path, getattr(record, path[0]))


def walk_records(records: Iterable[Record]) -> Iterator[Record]:
    """Yield each record, followed by all records nested within it."""
    for record in records:
        yield from _walk(record)


def _walk(record: Record) -> Iterator[Record]:
    yield record
    for name in fields_with_records(type(record)):
        value = getattr(record, name)
        if isinstance(value, tuple):
            for item in value:
                yield from _walk(item)
        elif isinstance(value, Record):
            yield from _walk(value)


def _texts(record: Record, path: Path, value: Any) -> Iterator[RecordText]:
    if type(value) is Text:
        yield RecordText(record, path, value)
    elif isinstance(value, Text):
        path = value.path_of_words(path)
        if not value.languages:
            yield RecordText(record, path, value)
        for code, part in value.languages.items():
            yield RecordText(record, (*path, code), part, code)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(record, (*path, number), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(record, (*path, key), item)


@cache
def _text_fields(model: type[Record]) -> tuple[tuple[str], ...]:
    """Return the paths, within a record, of all fields that hold a text, a list of texts or a mapping of texts."""
    return tuple((name,) for name in model.model_fields if _holds_text(field_type(model, name)))


def _holds_text(annotation: Any) -> bool:
    inner = unwrap_type(annotation)
    if get_origin(inner) in {tuple, dict}:
        inner = unwrap_type(get_args(inner)[-1 if get_origin(inner) is dict else 0])
    return inner is Text
