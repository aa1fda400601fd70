"""Every link of a workspace from one record to another, as the types of the fields have it."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple, get_args, get_origin

from cobtrack.model.kinds import KINDS
from cobtrack.model.paragraph_ranges import is_unseen
from cobtrack.model.record import Record, field_type, fields_by_key, record_type, record_type_at
from cobtrack.model.records.document import Document
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.types import RefersTo

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.problem import Path, Place
    from cobtrack.model.workspace import Workspace

TYPES_WITH_ID = {model.__name__: model for kind in KINDS for model in kind.record_types.values()}
"""What has an id in the whole workspace, by the name of its model; other ids count within one file."""


class Reference(NamedTuple):
    """An id that stands in a record, and what it has to lead to."""

    owner: Record
    """The record with an id that the link belongs to; that of the file where there is none."""
    holder: Record
    """The record that has the field, the owner or one below it."""
    field_name: str
    list_index: int | None
    """Which of a list of ids it is."""
    target_id: str
    target_type: str
    """The name of the model that it has to lead to."""
    field_path: str
    """The field as seen from the owner: `responsible`, `assessments.by`."""

    @property
    def place(self) -> Place:
        """Where the id stands."""
        at = () if self.list_index is None else (self.list_index,)
        return self.holder.place.at(self.field_name, *at)


def references(workspace: Workspace) -> Iterator[Reference]:
    """All links in the files, in their order."""
    for record in workspace.file_records():
        if record is not workspace.settings or "settings" not in workspace.unreadable_kinds:
            yield from _within(record, record, _fields(type(record)))


def references_with_steps(workspace: Workspace) -> Iterator[Reference]:
    """All links, those of deadlines as review procedures complete them."""
    yield from (link for link in references(workspace) if not isinstance(link.owner, Deadline))
    for deadline in workspace.deadlines:
        yield from _within(deadline, deadline, _fields(Deadline))


def target_type(model: type[Record], name: str) -> str:
    """The name of the model whose ids a field holds, alone or in a list; empty where it holds none."""
    field = model.model_fields[name]
    noted = (*field.metadata, *_metadata(field.annotation))
    return next((one.target for one in noted if isinstance(one, RefersTo)), "")


def target_types(model: type[Record]) -> set[str]:
    """Return the names of the models whose ids a record of this model can hold, but for inner records with an id."""
    return _targets(_fields(model))


def _targets(fields: _Fields) -> set[str]:
    parts = (_targets(inner) for _, inner in fields.records if not inner.is_owner)
    return {target for *_, target in fields.ids}.union(*parts)


def target_type_at(model: type[Record], path: Path) -> str:
    """The same, of the field at a path below a record of this model, or of the list that it is an item of."""
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
    """The fields of a model that hold ids (name, field and target), and those with records below it that do."""

    ids: tuple[tuple[str, str, str], ...]
    records: tuple[tuple[str, _Fields], ...]
    is_owner: bool

    @property
    def names_nothing(self) -> bool:
        return not self.ids and not self.records


@cache
def _fields(model: type[Record], above: str = "", target: str = "") -> _Fields:
    """The fields of a model that stands in the field `above`, whose ids lead to `target` where that is given."""
    is_owner = model.__name__ in TYPES_WITH_ID
    above = "" if is_owner else above
    ids, records = [], []
    for name in model.model_fields:
        kind = target_type(model, name)
        if below := record_type(field_type(model, name)):
            fields = _fields(below, f"{above}{name}.", kind)
            records += [] if fields.names_nothing else [(name, fields)]
        elif kind:
            ids.append((name, above + name, target or kind))
    return _Fields(tuple(ids), tuple(records), is_owner)


def _within(owner: Record, record: Record, fields: _Fields) -> Iterator[Reference]:
    for name, field, kind in fields.ids:
        value = getattr(record, name)
        if type(value) is tuple:
            for number, to in enumerate(value):
                yield Reference(owner, record, name, number, to, kind, field)
        elif value:
            yield Reference(owner, record, name, None, value, kind, field)
    for name, below in fields.records:
        value = getattr(record, name)
        # Where a date may be one of its own, it is no record.
        for item in value if type(value) is tuple else (value,):
            if isinstance(item, Record):
                yield from _within(item if below.is_owner else owner, item, below)


def missing_paragraph_hint(workspace: Workspace, identifier: str) -> str:
    """What to do about a paragraph that is not there, of a document that is; nothing for any other id.

    Never another number: a link to the wrong paragraph of a UN document is worse than none.
    """
    head, _, number = identifier.lower().partition(":")
    document = workspace.by_id.get(head)
    if not (isinstance(document, Document) and number):
        return ""
    if same := workspace.ids_by_number[document.id].get(_digits(number)):
        return f"did you mean {' or '.join(same[:5])}?"
    if is_unseen(workspace.unseen_by_document[document.id], number):
        return f"para. {number} of {document.name} has not been entered yet (not_seen); enter it first"
    return f"{document.name} is here without a para. {number}; look the number up, and enter the paragraph first"


def _digits(number: str) -> str:
    return number[: len(number) - len(number.lstrip("0123456789."))]
