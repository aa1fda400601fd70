"""The texts of records and where they stand, for rules that read them all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple, get_args, get_origin

from cobtrack.model.record import Record, field_type, record_type, unwrap_type
from cobtrack.model.types import Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.problem import Path, Place


class RecordText(NamedTuple):
    """A text, the record that holds it, and its path in there; the place is made only where it is needed."""

    record: Record
    path: Path
    text: str
    language: str = ""
    """Which of several languages it is in; empty where there is but one text."""

    @property
    def place(self) -> Place:
        """Where the text stands."""
        return self.record.place.at(*self.path)


def record_texts(records: Iterable[Record]) -> Iterator[RecordText]:
    """Every text in the records and below them that a person may read, in every language."""
    for record in walk_records(records):
        for name in _fields(type(record))[0]:
            value = getattr(record, name)
            # Nearly all texts are plain strings.
            if type(value) is Text:
                yield RecordText(record, (name,), value)
            elif value:
                yield from _texts(record, (name,), value)


def texts_without_footnotes(record: Record) -> Iterator[RecordText]:
    """The texts of one record but for its footnotes."""
    for name in _fields(type(record))[0]:
        if name != "notes":
            yield from _texts(record, (name,), getattr(record, name))


def walk_records(records: Iterable[Record]) -> Iterator[Record]:
    """The records and all those below them."""
    for record in records:
        yield from _walk(record)


def _walk(record: Record) -> Iterator[Record]:
    yield record
    for name in _fields(type(record))[1]:
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
        for code, part in value.languages.items():
            yield RecordText(record, (*path, code), part, code)
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from _texts(record, (*path, number), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _texts(record, (*path, key), item)


@cache
def _fields(model: type[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the fields that hold texts, and of those that hold records."""
    held = {name: field_type(model, name) for name in model.model_fields}
    return (
        tuple(name for name, kind in held.items() if _holds_text(kind)),
        tuple(name for name, kind in held.items() if record_type(kind)),
    )


def _holds_text(kind: Any) -> bool:
    kind = unwrap_type(kind)
    if get_origin(kind) in {tuple, dict}:
        kind = unwrap_type(get_args(kind)[-1 if get_origin(kind) is dict else 0])
    return kind is Text
