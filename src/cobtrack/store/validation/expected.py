"""What a field takes, where something of another kind or size stands in it: the sentences and hints of COB103."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import WithJsonSchema

from cobtrack.model.record import Record, fields_by_key, record_type_at, type_at, unwrap_type
from cobtrack.model.references import target_type_at
from cobtrack.model.text.suggestions import closest_actor
from cobtrack.model.text.wording import join
from cobtrack.model.types import PlainNumber, Text
from cobtrack.store.yaml.hints import no_space_after_colon, no_space_after_dash, quoted, space_in_id

if TYPE_CHECKING:
    from cobtrack.store.validation.messages import Error

_EXPECTED = {
    "string_type": "has to be text",
    "not_text": "has to be text, or a text for each language",
    "number_for_text": "has to be text",
    "tuple_type": "has to be a list",
    "dict_type": "has to be a record of keys and texts",
    "model_type": "has to be a record",
    "int_type": "has to be a whole number",
    "bool_type": "has to be true or false",
}
_FOUND = {dict: "a record", list: "a list", bool: "true or false", int: "a number", type(None): "nothing"}
_FEW = 6
"""Numbers that a hint names one by one."""
_LITTLE = frozenset({"and", "for", "of", "on", "the", "to"})
"""Words of a name or a sentence, which no list of ids has."""


def expected(kind: str, error: Error) -> tuple[str, str]:
    """What is wrong with a value, and how to mend it."""
    what = f'item {error.item + 1} of "{error.name}"' if error.item is not None else f'"{error.name}"'
    if slip := _slip(kind, error):
        return slip
    match kind:
        case "too_short":
            return f"{what} must not be empty", "write at least one item"
        case "string_too_short":
            return f"{what} must not be empty", "write a text"
        case "greater_than_equal" | "less_than_equal":
            return f"{what} cannot be {error.typed}", f"write {_bounds(error)}"
        case _:
            said = _EXPECTED.get(kind, "is not what it should be")
            return f"{what} {said}, not {_found(error.typed)}", _how(kind, error)


def _slip(kind: str, error: Error) -> tuple[str, str] | None:
    """What to say where a space too few or too many has made something else of a value."""
    match kind:
        case "model_type":
            return no_space_after_colon(error.typed)
        case "string_type":
            return space_in_id(error.typed, _pattern(_own_type(error)) or "(?!)")
        case "tuple_type" if dashed := _dashed(error.typed):
            return no_space_after_dash(dashed)
    return None


def _found(typed: object) -> str:
    return str(typed) if isinstance(typed, PlainNumber) else _FOUND.get(type(typed), "text")


def _how(kind: str, error: Error) -> str:
    match kind:
        case "tuple_type":
            return _list(error)
        case "string_type" | "number_for_text" | "not_text":
            return _text(error.typed)
        case "int_type":
            return f"write {_bounds(error)}"
        case _:
            return _HOW.get(kind, "compare it with a record that works")


_HOW = {
    "model_type": "write key: value lines below it, indented",
    "dict_type": "write key: value lines below it, indented",
    "bool_type": "write true or false without quotes",
}


def _text(typed: object) -> str:
    match typed:
        case bool() | int():
            return f'put it in quotes: "{str(typed).lower()}"'
        case list():
            return "write one text, without a dash; a text that begins with [ or - needs double quotes"
        case dict():
            return "write the text behind the colon; a text that begins with { or holds a colon needs double quotes"
        case _:
            return "write a text, or delete the line"


def _bounds(error: Error) -> str:
    """The numbers that a field takes, in words."""
    least, most = _limits(error)
    if least is None or most is None:
        return "a whole number without quotes" + (f", {least} or more" if least is not None else "")
    if most - least < _FEW:
        return join([str(number) for number in range(least, most + 1)], "or")
    return f"a whole number from {least} to {most}"


def _limits(error: Error) -> tuple[int | None, int | None]:
    holder = record_type_at(error.model, error.path[:-1])
    name = fields_by_key(holder).get(error.name) if holder else None
    marks = holder.model_fields[name].metadata if holder and name else []
    least = (one.ge for one in marks if hasattr(one, "ge"))
    most = (one.le for one in marks if hasattr(one, "le"))
    return next(least, None), next(most, None)


def _dashed(typed: object) -> str:
    """What stands for a list whose dashes lack their space; empty where that is not the fault."""
    text = next(iter(typed), "") if isinstance(typed, dict) else typed
    if not isinstance(text, str) or not re.match(r"-[^\W\d]", text):
        return ""
    return f"{text}:" if isinstance(typed, dict) else text


def _list(error: Error) -> str:
    name, typed = error.name, error.typed
    item = _item_type(error)
    if isinstance(unwrap_type(item), type) and issubclass(unwrap_type(item), Record):
        first = next(iter(typed if isinstance(typed, dict) and typed else fields_by_key(unwrap_type(item))))
        return f"begin each record below {name}: with a dash: - {first}: …"
    if not isinstance(typed, str | int) or isinstance(typed, bool):
        return f"write an item a line below {name}:, each with a dash"
    if not (pattern := _pattern(item)):
        one = quoted(str(typed)) if unwrap_type(item) is Text else "…"
        return f"write {name}: [{one}], or an item a line, each with a dash"
    return _ids(error, name, str(typed), pattern)


def _ids(error: Error, name: str, typed: str, pattern: str) -> str:
    """What to write for a text that stands where a list of ids belongs."""
    parts = re.split(r"[\s,;]+", typed.strip(" ,;"))
    if all(re.fullmatch(pattern, part, re.ASCII) for part in parts) and not _LITTLE & set(parts):
        whole = [part if re.search("[a-z]", part) else f'"{part}"' for part in parts]
        return f"write {name}: [{', '.join(whole)}], or an item a line, each with a dash"
    if target_type_at(error.model, error.path) == "Actor":
        found = closest_actor(typed, error.beside.actors)
        return f"write {name}: [{found or 'an id from data/actors.yaml'}]"
    return f"write {name}: […] with ids, or an item a line, each with a dash"


def _item_type(error: Error) -> Any:
    found = type_at(error.model, error.path)
    return get_args(found)[0] if get_origin(found) is tuple else None


def _own_type(error: Error) -> Any:
    """The type of an item of a list, with what is noted beside it."""
    holder = type_at(error.model, error.path[:-1]) if error.item is not None else None
    return get_args(holder)[0] if get_origin(holder) is tuple else None


def _pattern(item: Any) -> str:
    """The pattern that the items of a list have to have, without its anchors; empty where there is none."""
    schemas = [one.json_schema for one in get_args(item)[1:] if isinstance(one, WithJsonSchema)]
    return next((str(one["pattern"])[1:-1] for one in schemas if one and "pattern" in one), "")
