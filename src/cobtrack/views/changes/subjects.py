"""The records of a workspace whose changes are told one by one: all with an id, and some records of whole files."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from cobtrack.model.kinds import KINDS, Kind
from cobtrack.model.record import Record, field_type, fields_with_records, record_type
from cobtrack.model.references import TYPES_WITH_ID

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Subject:
    """A record whose changes are told one by one."""

    key: str
    """The id of the record. A record without an id has the name of its kind, such as `roadmap` or `pillar-2`."""
    record: Record
    kind: Kind
    """The kind of file that the record is in."""
    parents: tuple[Record, ...]
    """The records that contain the record, with the outermost first, such as a pillar and a category."""


def subjects(workspace: Workspace) -> dict[str, Subject]:
    """Return the subjects of a workspace, keyed by their keys. If several have the same key, the first is used.

    Procedures that come with cobtrack are left out, because they are not part of the data files.
    """
    found: dict[str, Subject] = {}
    for kind in KINDS:
        content = getattr(workspace, kind.field)
        for record in content if kind.is_folder else filter(None, [content]):
            file = record.place.file
            # In an older schema, a file can have a list that belongs in files of another kind now.
            if not file or any(other.matches(file) for other in KINDS):
                for subject in _within(record, kind, ()):
                    found.setdefault(subject.key, subject)
    return found


@cache
def fields_with_subjects(model: type[Record]) -> tuple[str, ...]:
    """Return the fields of a model whose records are subjects, or contain subjects."""
    return tuple(name for name in fields_with_records(model) if _leads_to_subjects(model, name))


@cache
def own_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the fields of a model that belong to the record itself, not to subjects within the record.

    The schema in the settings is left out: a migration changes the notation, and not what the data say.
    """
    inner = {"schema_version"}
    inner |= {name for name in fields_with_subjects(model) if _nested_model(model, name).__name__ in TYPES_WITH_ID}
    return tuple(name for name in model.model_fields if name not in inner)


def _nested_model(model: type[Record], name: str) -> type[Record]:
    nested = record_type(field_type(model, name))
    assert nested is not None  # noqa: S101 - the caller has looked
    return nested


def _leads_to_subjects(model: type[Record], name: str) -> bool:
    nested = _nested_model(model, name)
    return nested.__name__ in TYPES_WITH_ID or bool(fields_with_subjects(nested))


def _within(record: Record, kind: Kind, parents: tuple[Record, ...]) -> Iterator[Subject]:
    model = type(record)
    if key := _key(record, kind):
        yield Subject(key, record, kind, parents)
    if own_fields(model):
        parents = (*parents, record)
    for name in fields_with_subjects(model):
        for item in getattr(record, name):
            yield from _within(item, kind, parents)


def _key(record: Record, kind: Kind) -> str:
    """Return the key of a record; "" if the record is only a list of other records or a part of another record."""
    model = type(record)
    if model.__name__ in TYPES_WITH_ID:
        return str(getattr(record, "id"))  # noqa: B009 - every model with ids has this field
    if model is not kind.model or not own_fields(model):
        return ""
    return f"{kind.name}-{getattr(record, next(iter(model.model_fields)))}" if kind.is_folder else kind.name
