"""The base of all records: strict, immutable, no unknown keys, and each knows its place."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

from pydantic import BaseModel, ConfigDict, PrivateAttr

from cobtrack.model.problem import Path, Place

if TYPE_CHECKING:
    from collections.abc import Mapping

Certainty = Literal["confirmed", "reported", "tentative"]
"""How certain it is. Leave it out if it is settled."""
Audience = Literal["public", "committee", "members"]
"""Who may see it. The Committee also sees what is public, and members see everything."""
_NOWHERE = Place("")


class Record(BaseModel):
    """A mapping in a data file. Its `place` is set when it is loaded."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, defer_build=True)

    # A factory, because pydantic copies a default for every record: a quarter of the time to load.
    _place: Place = PrivateAttr(default_factory=lambda: _NOWHERE)

    @property
    def place(self) -> Place:
        """Where the record stands in the files."""
        return self._place

    def set_places(self, place: Place, numbers: Mapping[Path, list[int]]) -> None:
        """Give this record and those below it their places.

        `numbers` maps the path of a list to the numbers its items have in the file, for lists that lost an item
        because it could not be read.
        """
        self._place = place
        for name in _below(type(self)):
            value = getattr(self, name)
            if isinstance(value, tuple):
                at = place.at(name)
                for number, item in zip(numbers.get(at.path, range(len(value))), value, strict=True):
                    item.set_places(at.at(number), numbers)
            elif isinstance(value, Record):
                value.set_places(place.at(name), numbers)


@cache
def _below(model: type[Record]) -> tuple[str, ...]:
    return tuple(name for name in model.model_fields if record_type(field_type(model, name)))


def field_type(model: type[Record], name: str) -> Any:
    """The annotated type of a field."""
    return model.model_fields[name].annotation


def unwrap_type(annotation: Any) -> Any:
    """The type itself, of a type that may be annotated or absent (`X | None`)."""
    if get_origin(annotation) is Annotated:
        return unwrap_type(get_args(annotation)[0])
    parts = [part for part in get_args(annotation) if part is not type(None)]
    if type(None) in get_args(annotation) and len(parts) == 1:
        return unwrap_type(parts[0])
    return annotation


def record_type(annotation: Any) -> type[Record] | None:
    """The kind of record that a field of this type holds, alone or in a list."""
    found = unwrap_type(annotation)
    if get_origin(found) is tuple:
        found = unwrap_type(get_args(found)[0])
    return found if isinstance(found, type) and issubclass(found, Record) else None


@cache
def fields_by_key(model: type[Record]) -> Mapping[str, str]:
    """The names of a model's fields by the keys that stand in the files."""
    return MappingProxyType({field.alias or name: name for name, field in model.model_fields.items()})


def type_at(model: type[Record], path: Path) -> Any:
    """The type that is expected at a path below a record of this model; None where it cannot be followed."""
    here: Any = model
    for step in path:
        here = unwrap_type(here)
        if isinstance(step, int):
            here = get_args(here)[0] if get_origin(here) is tuple else None
        elif isinstance(here, type) and issubclass(here, Record):
            name = fields_by_key(here).get(step)
            here = field_type(here, name) if name else None
        elif get_origin(here) is dict:
            here = get_args(here)[1]
        else:
            here = None
    return unwrap_type(here)


def record_type_at(model: type[Record], path: Path) -> type[Record] | None:
    """The model of the record at a path; None where there is no record."""
    found = type_at(model, path)
    return found if isinstance(found, type) and issubclass(found, Record) else None
