"""Generate the JSON Schema of a kind of data file from its model, for completion, checks and help in editors."""

from __future__ import annotations

import ast
import inspect
import json
import textwrap
from typing import TYPE_CHECKING, Any

from cobtrack.model.record import Record, field_type, record_type

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.kinds import Kind


def json_schema(kind: Kind) -> str:
    """Return the JSON Schema (draft 2020-12) of a kind of file, with the docstring of each field as its description."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **kind.model.model_json_schema(by_alias=True),
    }
    for model in _nested_models(kind.model):
        descriptions = _field_docstrings(model)
        for definition in _definitions(schema, model.__name__):
            for key, text in descriptions.items():
                definition["properties"][key]["description"] = text
    return json.dumps(_simplified(schema), ensure_ascii=False, indent=2) + "\n"


def _definitions(schema: Any, title: str) -> Iterator[dict[str, Any]]:
    """Yield every part of the schema that describes the model with this name."""
    if isinstance(schema, dict):
        if schema.get("title") == title and "properties" in schema:
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from _definitions(part, title)


def _nested_models(model: type[Record]) -> Iterator[type[Record]]:
    """Yield the model and, directly or not, every model that its fields hold."""
    seen: set[type[Record]] = set()
    pending = [model]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            yield current
            pending += [nested for name in current.model_fields if (nested := record_type(field_type(current, name)))]


def _field_docstrings(model: type[Record]) -> dict[str, str]:
    """Return the strings that follow the fields in the source of a model and its base classes, by the field's key."""
    base = model.__base__
    result = _field_docstrings(base) if base is not None and base is not Record and issubclass(base, Record) else {}
    definition = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    if not isinstance(definition, ast.ClassDef):
        return result
    for field, text in zip(definition.body, definition.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            key = model.model_fields[field.target.id].alias or field.target.id
            result[key] = " ".join(str(ast.literal_eval(text.value)).split())
    return result


def _simplified(value: Any) -> Any:
    """Remove the titles that pydantic derives from names, empty defaults, and null: a data file omits empty fields."""
    if isinstance(value, list):
        return [_simplified(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "anyOf" in value:
        options = [option for option in value["anyOf"] if option != {"type": "null"}]
        value = {**value, "anyOf": options}
        if len(options) == 1:
            value = {**{key: item for key, item in value.items() if key != "anyOf"}, **options[0]}
    return {
        key: _simplified(item)
        for key, item in value.items()
        if not (key == "title" and isinstance(item, str)) and not (key == "default" and item in (None, [], {}, ""))
    }
