"""A JSON Schema for a kind of file, from its model: for editors, so with the fields' own explanations."""

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
    """The schema of a kind of file, draft 2020-12, as text."""
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **kind.model.model_json_schema(by_alias=True),
    }
    for model in _models(kind.model):
        explanations = _explanations(model)
        for holder in _holders(schema, model.__name__):
            for key, text in explanations.items():
                holder["properties"][key]["description"] = text
    return json.dumps(_tidy(schema), ensure_ascii=False, indent=2) + "\n"


def _holders(schema: Any, title: str) -> Iterator[dict[str, Any]]:
    """The schemas of a model: among the definitions, or where it is one of several things that a field may hold."""
    if isinstance(schema, dict):
        if schema.get("title") == title and "properties" in schema:
            yield schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from _holders(part, title)


def _models(model: type[Record]) -> Iterator[type[Record]]:
    seen: set[type[Record]] = set()
    todo = [model]
    while todo:
        one = todo.pop()
        if one not in seen:
            seen.add(one)
            yield one
            todo += [below for name in one.model_fields if (below := record_type(field_type(one, name)))]


def _explanations(model: type[Record]) -> dict[str, str]:
    """The strings below the fields of a model, its own and those it has from another, by key."""
    base = model.__base__
    found = _explanations(base) if base is not None and base is not Record and issubclass(base, Record) else {}
    body = ast.parse(textwrap.dedent(inspect.getsource(model))).body[0]
    if not isinstance(body, ast.ClassDef):
        return found
    for field, text in zip(body.body, body.body[1:], strict=False):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and isinstance(text, ast.Expr):
            name = model.model_fields[field.target.id].alias or field.target.id
            found[name] = " ".join(str(ast.literal_eval(text.value)).split())
    return found


def _tidy(value: Any) -> Any:
    """Without the titles that pydantic makes of names, and without null: a field is given or left out."""
    if isinstance(value, list):
        return [_tidy(item) for item in value]
    if not isinstance(value, dict):
        return value
    if "anyOf" in value:
        options = [option for option in value["anyOf"] if option != {"type": "null"}]
        value = {**value, "anyOf": options}
        if len(options) == 1:
            value = {**{key: item for key, item in value.items() if key != "anyOf"}, **options[0]}
    return {
        key: _tidy(item)
        for key, item in value.items()
        if not (key == "title" and isinstance(item, str)) and not (key == "default" and item in (None, [], {}, ""))
    }
