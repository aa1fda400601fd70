"""Fields that are missing or unknown: sentences and hints, and where the line that was meant may stand."""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from cobtrack.model.record import field_type, fields_by_key, record_type, record_type_at, unwrap_type
from cobtrack.model.text.lookalikes import character_name, lookalikes, to_plain_characters
from cobtrack.model.text.suggestions import did_you_mean

if TYPE_CHECKING:
    from cobtrack.model.problem import Path
    from cobtrack.store.validation.messages import Error

_MOST_KEYS = 100


def missing(error: Error) -> tuple[str, str]:
    """What to say of a field that a record lacks."""
    if error.path in error.beside.empty:
        return f'"{error.name}" has no value', f"write one behind it: {error.name}: {_example(error) or '…'}"
    message = f'"{error.name}" is missing'
    if text := error.beside.swallowed.get((error.path[:-1], error.name)):
        return message, f'it is read as part of "{text}": indent the line of {error.name}: as that of {text}:'
    if error.loc[-2:-1] and isinstance(error.loc[-2], int) and (first := _item_above(error, error.loc[:-3])):
        return message, _indent(error.name, first)
    return message, f"add {error.name}: {_example(error)}".rstrip()


def unknown(error: Error) -> tuple[str, str]:
    """What to say of a key that records of this kind do not have."""
    message = f'unknown field "{error.name}"'
    if odd := lookalikes(error.name):
        message += f"; it holds {character_name(odd[0])}"
    if first := _item_above(error, error.loc[:-1]):
        return message, _indent(error.name, first)
    holder = record_type_at(error.model, error.path[:-1])
    return message, did_you_mean(
        to_plain_characters(error.name), list(fields_by_key(holder)) if holder else [], "known are "
    )


def _indent(name: str, first: str) -> str:
    return f"{name}: belongs to the item above it: indent it to stand under {first}:"


def _item_above(error: Error, holder: Path) -> str:
    """The first key of the item of a list that is right above the key of this name, and that it is a field of.

    Empty where the record at `holder` has nothing of the kind.
    """
    model, data = record_type_at(error.model, holder), error.data(holder)
    # Each key looks back over those before it: a record of more keys is none that a person wrote.
    if model is None or not isinstance(data, dict) or error.name not in data or len(data) > _MOST_KEYS:
        return ""
    fields = fields_by_key(model)
    known = ""
    for key in takewhile(lambda key: key != error.name, data):
        known = key if key in fields else known
    record = record_type(field_type(model, fields[known])) if known else None
    last = data[known][-1] if record and isinstance(data[known], list) and data[known] else None
    return next(iter(last), "") if record and isinstance(last, dict) and error.name in fields_by_key(record) else ""


def _example(error: Error) -> str:
    holder = record_type_at(error.model, error.path[:-1])
    if holder is None:
        return ""
    field = holder.model_fields[fields_by_key(holder)[error.name]]
    if field.examples:
        return str(field.examples[0])
    kind = unwrap_type(field.annotation)
    return " | ".join(get_args(kind)) if get_origin(kind) is Literal else ""
