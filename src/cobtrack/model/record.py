"""The base class of all records in data files, and functions that inspect the types of the records' fields."""

from __future__ import annotations

import re
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel, ConfigDict

from cobtrack.model.problem import Path, Place, PlaceWithGaps

if TYPE_CHECKING:
    from collections.abc import Mapping

Certainty = Literal["confirmed", "reported", "tentative"]
"""How certain the information is. Leave it out if there is no doubt."""
Audience = Literal["public", "committee", "members"]
"""Who may see this. The Committee also sees everything that is public. Members see everything."""
_NOWHERE = Place("")
_INNER_CAPITAL = re.compile(r"(?<=[a-z])[A-Z]")


class Record(BaseModel):
    """A mapping in a data file. Records cannot be changed, and unknown keys are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    @property
    def place(self) -> Place:
        """The place of the record in the data files. It is set when the record is loaded."""
        # A private attribute of pydantic would take several times as long to create and to read.
        place: Place = self.__dict__.get("_place", _NOWHERE)
        return place

    def set_places(self, place: Place, indexes: Mapping[Path, list[int]]) -> None:
        """Set the place of this record and of each record within it.

        If some items of a list could not be read, `indexes` maps the path of the list to the indexes of the other items
        in the file.
        """
        self.__dict__["_place"] = self._place_with_gaps(place, indexes) if indexes else place
        for name in fields_with_records(type(self)):
            value = getattr(self, name)
            if isinstance(value, tuple):
                list_place = place.at(name)
                for index, item in zip(indexes.get(list_place.path, range(len(value))), value, strict=True):
                    item.set_places(list_place.at(index), indexes)
            elif isinstance(value, Record):
                value.set_places(place.at(name), indexes)

    def _place_with_gaps(self, place: Place, indexes: Mapping[Path, list[int]]) -> Place:
        paths = {name: (*place.path, name) for name in type(self).model_fields}
        own_indexes = {name: indexes[path] for name, path in paths.items() if path in indexes}
        if not own_indexes:
            return place
        place_with_gaps = PlaceWithGaps(*place)
        place_with_gaps.indexes = own_indexes
        return place_with_gaps


@cache
def fields_with_records(model: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields that hold a record or a list of records."""
    return tuple(name for name in model.model_fields if record_type(field_type(model, name)))


def kind_word(model: type[Record] | str) -> str:
    """Return what messages call a record of a model, or of the model with this name: "data source", for example."""
    name = model if isinstance(model, str) else model.__name__
    return _INNER_CAPITAL.sub(r" \g<0>", name).lower()


def field_type(model: type[Record], name: str) -> Any:
    """Return the annotated type of a field."""
    return model.model_fields[name].annotation


def unwrap_type(annotation: Any) -> Any:
    """Return a type without annotations (`Annotated[X, ...]`) and without None (`X | None`)."""
    if get_origin(annotation) is Annotated:
        return unwrap_type(get_args(annotation)[0])
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if type(None) in get_args(annotation) and len(parts) == 1:
        return unwrap_type(parts[0])
    return annotation


def record_type(annotation: Any) -> type[Record] | None:
    """Return the model of the record or records in a field of this type; None if such a field holds no records."""
    inner = unwrap_type(annotation)
    if get_origin(inner) is tuple:
        inner = unwrap_type(get_args(inner)[0])
    return inner if isinstance(inner, type) and issubclass(inner, Record) else None


def models_within(model: type[Record]) -> set[type[Record]]:
    """Return a model and the models of all records that can be nested in its records."""
    found, new = {model}, [model]
    while new:
        nested = {record_type(field_type(model, name)) for model in new for name in fields_with_records(model)}
        new = [inner for inner in nested if inner is not None and inner not in found]
        found.update(new)
    return found


@cache
def fields_by_key(model: type[Record]) -> Mapping[str, str]:
    """Return the names of a model's fields, keyed by the keys that data files use for these fields."""
    return MappingProxyType({field.alias or name: name for name, field in model.model_fields.items()})


class OrRecord(NamedTuple):
    """An annotation of a type whose values can also be written as a record."""

    model: type[Record]
    """The model of this record."""


def record_form(annotation: Any) -> type[Record] | None:
    """Return the model of the record that a value of this type can be written as; None if there is no such model.

    For the type of a list, this is about its items, because a list with one item can be written as this item alone.
    """
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, OrRecord):
            return mark.model
    inner = unwrap_type(annotation)
    return record_form(get_args(inner)[0]) if get_origin(inner) is tuple else None


def type_at(model: type[Record], path: Path) -> Any:
    """Return the type of the value at the given path in a record of this model; None if the model has no such path."""
    return unwrap_type(annotated_type_at(model, path))


def annotated_type_at(model: type[Record], path: Path) -> Any:
    """Return what `type_at` returns, with its annotations."""
    current: Any = model
    for step in path:
        form = None if isinstance(step, int) else record_form(current)
        current = form if form and step in fields_by_key(form) else unwrap_type(current)
        if isinstance(step, int):
            current = get_args(current)[0] if get_origin(current) is tuple else None
        elif isinstance(current, type) and issubclass(current, Record):
            name = fields_by_key(current).get(step)
            current = field_type(current, name) if name else None
        elif get_origin(current) is dict:
            current = get_args(current)[1]
        else:
            current = None
    return current


def record_type_at(model: type[Record], path: Path) -> type[Record] | None:
    """Return the model of the record at the given path in a record of this model.

    Return None if there is no record at this path.
    """
    inner = type_at(model, path)
    return inner if isinstance(inner, type) and issubclass(inner, Record) else None
