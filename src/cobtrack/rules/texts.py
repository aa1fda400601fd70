"""The texts of a workspace with their places, for rules that read them all."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, get_args, get_origin

from cobtrack.model.record import Record, field_type, inner, record_in
from cobtrack.model.types import Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.problem import Place
    from cobtrack.model.workspace import Workspace

_SOURCES = {"source", "evidence"}


def texts(workspace: Workspace) -> Iterator[tuple[Place, str]]:
    """Every text that a person may read, in every language, with its place."""
    for record in _all(workspace):
        for name in _fields(type(record))[0]:
            value = getattr(record, name)
            if value:
                yield from _strings(record.place.at(name), value)


def sources(workspace: Workspace) -> Iterator[tuple[Place, str]]:
    """Every citation and address under `source` and `evidence`."""
    for record in _all(workspace):
        for name in _fields(type(record))[0]:
            if name in _SOURCES:
                yield from _strings(record.place.at(name), getattr(record, name))


def noted(workspace: Workspace) -> Iterator[Record]:
    """Every record that can have footnotes."""
    return (record for record in _all(workspace) if "notes" in type(record).model_fields)


def body(record: Record) -> Iterator[tuple[Place, str]]:
    """The texts of one record but for its footnotes."""
    for name in _fields(type(record))[0]:
        if name != "notes":
            yield from _strings(record.place.at(name), getattr(record, name))


def _all(workspace: Workspace) -> Iterator[Record]:
    for record in workspace.records():
        yield from _walk(record)


def _walk(record: Record) -> Iterator[Record]:
    yield record
    for name in _fields(type(record))[1]:
        value = getattr(record, name)
        if isinstance(value, list):
            for item in value:
                yield from _walk(item)
        elif value is not None:
            yield from _walk(value)


def _strings(place: Place, value: Any) -> Iterator[tuple[Place, str]]:
    if isinstance(value, Text):
        if not value.languages:
            yield place, value
        for code, part in value.languages.items():
            yield place.at(code), part
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _strings(place.at(number), item)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _strings(place.at(key), item)


@cache
def _fields(model: type[Record]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names of the fields that hold texts, and of those that hold records."""
    held = {name: field_type(model, name) for name in model.model_fields}
    return (
        tuple(name for name, kind in held.items() if _holds_text(kind)),
        tuple(name for name, kind in held.items() if record_in(kind)),
    )


def _holds_text(kind: Any) -> bool:
    kind = inner(kind)
    if get_origin(kind) in {list, dict}:
        kind = inner(get_args(kind)[-1])
    return kind is Text
