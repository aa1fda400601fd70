"""Find the part of a record that the name of a field means, such as `timeframe` or `progress.last.note`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.editing.fields.assignment import as_list
from cobtrack.editing.fields.values import UNKNOWN, ValueType, type_of_field
from cobtrack.errors import CobtrackError
from cobtrack.model.problem import address
from cobtrack.model.record import (
    Record,
    field_type,
    fields_by_key,
    fields_with_records,
    kind_word,
    record_form,
    record_type,
    record_type_at,
)
from cobtrack.model.records.settings import Settings
from cobtrack.model.references import TYPES_WITH_ID
from cobtrack.model.types import STANDING, Standing, Text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.problem import Path

LAST = "last"
"""The word for the last item of a list."""
_MAX_DIGITS = 6


class Target(NamedTuple):
    """A field of a record, or a part of a field."""

    path: Path
    """The path within the record."""
    kind: ValueType


def find_target(model: type[Record], data: Any, name: str) -> Target:
    """Return the part of a record that `name` means. `data` is the record's data as in its file.

    A field that the model does not have is returned with the type UNKNOWN. Raises CobtrackError if the name is not
    well-formed, or if a list does not have the named item.
    """
    path: Path = ()
    kind, value = ValueType(model), data
    for step in name.split("."):
        if not step:
            raise CobtrackError(f'"{name}" is not the name of a field', "join its parts with single dots")
        key: str | int = step
        if kind.model:
            model, kind = kind.model, type_of_field(kind.model, step)
            if kind is UNKNOWN and (log := _log_with(model, step)):
                message = f'"{step}" is a field of the entries below "{log}"'
                hint = f"to correct the last entry, write {log}.last.{step}=…; to add an entry, use cobtrack log"
                raise CobtrackError(message, hint)
        elif kind.is_list:
            items, is_alone = as_list(value), isinstance(value, str | dict) and kind.is_single_or_list
            key, kind = item_index(step, items, address(path)), kind.item
            if is_alone:
                # A list with one source can also be written as a single value.
                continue
            value = items
        elif kind.is_mapping:
            kind = kind.item
        elif kind.plain is Text:
            kind = _part_of_text(kind, step)
        elif kind is not UNKNOWN:
            field = address(path)
            raise CobtrackError(f'"{field}" has no parts', f"write {field}=…")
        path, value = (*path, key), _part(value, key)
    return Target(path, kind)


def _part_of_text(kind: ValueType, key: str) -> ValueType:
    """Return the type of a part of a text: of its words in a language, or of a detail of a source."""
    details = record_form(kind.annotation)
    if details and key in fields_by_key(details):
        return type_of_field(details, key)
    return ValueType(dict[str, Standing] if key == STANDING else str)


def _log_with(model: type[Record], key: str) -> str:
    """Return the log of a record whose entries have the field `key`; "" if there is not exactly one such log."""
    if model.__name__ not in TYPES_WITH_ID:
        return ""
    types = {name: type_of_field(model, name) for name in fields_with_records(model)}
    logs = [name for name, kind in types.items() if is_log(kind) and type_of_field(kind.item.plain, key) is not UNKNOWN]
    return logs[0] if len(logs) == 1 else ""


def is_log(kind: ValueType) -> bool:
    """Whether a value is a log: a list of records that each have a date, ordered by date."""
    model = kind.item.model if kind.is_list else None
    return model is not None and "date" in model.model_fields and model.model_fields["date"].is_required()


def _part(value: Any, key: str | int) -> Any:
    """Return the part of a value, or None if there is no such part."""
    try:
        return value[key]
    except (LookupError, TypeError):
        return None


def item_index(step: str, items: list[Any], name: str) -> int:
    """Return the index of an item in the list `name`. The item is given as a number from 1, or as "last".

    Raises CobtrackError if the list has no such item.
    """
    if step == LAST and items:
        return len(items) - 1
    if step.isascii() and step.isdecimal() and len(step) <= _MAX_DIGITS and 1 <= int(step) <= len(items):
        return int(step) - 1
    if not items:
        raise CobtrackError(f'"{name}" has no items yet', f"to add an item, write {name}+=…")
    numbers = f"a number from 1 to {len(items)}, or last" if len(items) > 1 else "1 or last"
    raise CobtrackError(f'"{name}" has no item "{step}"', f"give {numbers}")


def refuse_foreign(model: type[Record], data: Any, target: Target, *, is_addition: bool) -> None:
    """Raise CobtrackError if a change to a field is the task of another command.

    `data` is the record's data. `is_addition` says whether the change only adds items to a list.
    """
    if target.path == ("id",) and model.__name__ in TYPES_WITH_ID:
        raise CobtrackError("an id is not set like other fields", f"cobtrack rename {data.get('id')} NEW-ID")
    if target.path == ("schema",) and model is Settings:
        raise CobtrackError("the format of the data files is not set like other fields", "cobtrack migrate")
    value = data
    for number, key in enumerate(target.path, 1):
        value = _part(value, key)
        inner = record_type_at(model, (*target.path[:number], 0))
        if inner and inner.__name__ in TYPES_WITH_ID:
            item = _part(as_list(value), target.path[number]) if number < len(target.path) else None
            raise _set_by_own_id(inner, item, target.path[number + 1 :])
    part = target.kind.model or (target.kind.item.model if target.kind.is_list else None)
    for inner in _models_within(part) if part and not is_addition else ():
        if inner.__name__ in TYPES_WITH_ID:
            raise _set_by_own_id(inner, None, ())


def _models_within(model: type[Record]) -> Iterator[type[Record]]:
    """Yield a model, and the models of all records within a record of this model."""
    yield model
    for name in fields_with_records(model):
        if inner := record_type(field_type(model, name)):
            yield from _models_within(inner)


def _set_by_own_id(model: type[Record], record: Any, rest: Path) -> CobtrackError:
    """Return the error for a change to a record with an id, if the record was named as a part of another record."""
    kind = kind_word(model)
    identifier = record.get("id") if isinstance(record, dict) else None
    hint = f"cobtrack set {identifier} {address(rest)}=…" if identifier and rest else ""
    hint = hint or f"cobtrack add {kind.replace(' ', '-')}, or cobtrack remove {identifier or 'ID'}"
    return CobtrackError(f"each {kind} has an id, and commands name the {kind} by this id", hint)
