"""Find every reference from one record of a workspace to another. The types of fields say which fields hold ids."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_origin

from cobtrack.model.kinds import KINDS
from cobtrack.model.paragraph_ranges import is_unseen
from cobtrack.model.record import Record, field_type, fields_by_key, record_type, record_type_at
from cobtrack.model.record_texts import walk_records
from cobtrack.model.records.document import Document
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.text.suggestions import did_you_mean
from cobtrack.model.types import RefersTo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.problem import Path, Place
    from cobtrack.model.workspace import RecordWithId, Workspace

TYPES_WITH_ID = {model.__name__: model for kind in KINDS for model in kind.record_types.values()}
"""The models whose ids are unique in the whole workspace, keyed by the name of the model.

All other ids are used within one file only.
"""


def records_in_files(workspace: Workspace) -> Iterator[RecordWithId]:
    """Yield all records in the workspace's files that have an id.

    Steps that a mechanism inherits from a review procedure are not included, because they are not in its file.
    """
    for record in walk_records(workspace.file_records()):
        if type(record).__name__ in TYPES_WITH_ID:
            yield record  # type: ignore[misc]


class Reference(NamedTuple):
    """An id in a field of a record, which refers to another record."""

    owner: Record
    """The innermost record with an id that contains the reference, or the record of the file if there is none."""
    holder: Record
    """The record that has the field: the owner, or a record within the owner."""
    field_name: str
    list_index: int | None
    """The index of the id if the field is a list; else None."""
    target_id: str
    target_type: str
    """The name of the model of the record that the id should refer to."""
    field_path: str
    """The path of the field within the owner, such as `responsible` or `assessments.by`."""

    @property
    def place(self) -> Place:
        """The place of the id in the data files."""
        index = () if self.list_index is None else (self.list_index,)
        return self.holder.place.at(self.field_name, *index)


def references(workspace: Workspace) -> Iterator[Reference]:
    """Yield all references in the data files, in the order of the kinds and files."""
    for record in workspace.file_records():
        if record is not workspace.settings or "settings" not in workspace.unreadable_kinds:
            yield from _within(record, record, _fields(type(record)))


def references_with_steps(workspace: Workspace) -> Iterator[Reference]:
    """Yield all references, including the references in deadlines that come from review procedures."""
    yield from (reference for reference in references(workspace) if not isinstance(reference.owner, Deadline))
    for deadline in workspace.deadlines:
        yield from _within(deadline, deadline, _fields(Deadline))


def target_type(model: type[Record], name: str) -> str:
    """Return the name of the model that the ids in a field refer to; "" if the field does not hold ids."""
    field = model.model_fields[name]
    annotations = (*field.metadata, *_metadata(field.annotation))
    return next((annotation.target for annotation in annotations if isinstance(annotation, RefersTo)), "")


def target_type_at(model: type[Record], path: Path) -> str:
    """Return the `target_type` of the field at a path within a record of this model.

    The path can also be the path of an item, if the field is a list.
    """
    while path and isinstance(path[-1], int):
        path = path[:-1]
    holder = record_type_at(model, path[:-1]) if path else None
    name = fields_by_key(holder).get(str(path[-1])) if holder else None
    return target_type(holder, name) if holder and name else ""


def _metadata(annotation: Any) -> Iterator[Any]:
    if get_origin(annotation) is Annotated:
        yield from annotation.__metadata__
    for part in get_args(annotation):
        yield from _metadata(part)


class _Fields(NamedTuple):
    """The fields of a model that hold ids, and the fields whose nested records hold ids."""

    ids: tuple[tuple[str, str, str], ...]
    """For each field with ids: its name, its path within the owner, and the model that the ids refer to."""
    records: tuple[tuple[str, _Fields], ...]
    """For each field with nested records: its name, and the fields of these records."""
    is_owner: bool

    @property
    def is_empty(self) -> bool:
        return not self.ids and not self.records


@cache
def _fields(model: type[Record], path: str = "", target: str = "") -> _Fields:
    """Return the fields of `model` that hold ids, and the fields whose nested records hold ids.

    An owner is a record with an id. `path` is the path from the owner to a record of `model`, with a dot at its end.
    `target` is the name of another model. If `target` is given, all ids refer to records of this other model.
    """
    is_owner = model.__name__ in TYPES_WITH_ID
    path = "" if is_owner else path
    ids, records = [], []
    for name in model.model_fields:
        field_target = target_type(model, name)
        if inner := record_type(field_type(model, name)):
            fields = _fields(inner, f"{path}{name}.", field_target)
            records += [] if fields.is_empty else [(name, fields)]
        elif field_target:
            ids.append((name, path + name, target or field_target))
    return _Fields(tuple(ids), tuple(records), is_owner)


def _within(owner: Record, record: Record, fields: _Fields) -> Iterator[Reference]:
    """Yield the references in a record and in the records nested within it."""
    for name, path, target in fields.ids:
        value = getattr(record, name)
        if type(value) is tuple:
            for index, identifier in enumerate(value):
                yield Reference(owner, record, name, index, identifier, target, path)
        elif value:
            yield Reference(owner, record, name, None, value, target, path)
    for name, inner in fields.records:
        value = getattr(record, name)
        # `due` can be a date instead of a record.
        for item in value if type(value) is tuple else (value,):
            if isinstance(item, Record):
                yield from _within(item if inner.is_owner else owner, item, inner)


def missing_paragraph_hint(workspace: Workspace, identifier: str) -> str:
    """Return a hint for the id of a paragraph that does not exist.

    Return "" if the document in the id does not exist either. A paragraph with a similar number is never suggested,
    because a link to the wrong paragraph of a UN document is worse than no link.
    """
    document_id, _, number = identifier.lower().partition(":")
    document = workspace.by_id.get(document_id)
    if not (isinstance(document, Document) and number):
        return ""
    if same_number := workspace.ids_by_number[document.id].get(_without_letters(number)):
        return did_you_mean(same_number[:5])
    if is_unseen(workspace.unseen_by_document[document.id], number):
        return f"para. {number} of {document.name} has not been entered yet (see not_seen): enter it first"
    return f"no para. {number} of {document.name} has been entered: check the number, or enter the paragraph first"


def _without_letters(number: str) -> str:
    return number[: len(number) - len(number.lstrip("0123456789."))]
