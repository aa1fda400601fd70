"""Generate the JSON Schema for a kind of data file, so that editors can complete, check and explain the file."""

from __future__ import annotations

import ast
import inspect
import json
from functools import cache
from importlib import import_module
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from cobtrack.model.record import Record, field_type, record_type
from cobtrack.model.types import DETAILS_SCHEMA, TEXT_SCHEMA, SourceDetails

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.kinds import Kind


def json_schema(kind: Kind) -> str:
    """Return the JSON Schema (draft 2020-12) for a kind of file. The descriptions of fields are their docstrings."""
    return _schema_text(kind.model)


@cache
def _schema_text(model: type[Record]) -> str:
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(by_alias=True),
    }
    details = SourceDetails.model_json_schema()
    schema.setdefault("$defs", {}).update({"Text": {}, "SourceDetails": details})
    models: list[type[Record]] = [*_nested_models(model), SourceDetails]
    descriptions = {nested.__name__: field_docstrings(nested) for nested in models}
    for name, definition in _definitions(schema):
        for key, text in descriptions.get(name, {}).items():
            definition["properties"][key]["description"] = text
    simplified = _simplified(schema)
    simplified["$defs"]["Text"] = TEXT_SCHEMA
    return json.dumps(simplified, ensure_ascii=False, indent=2) + "\n"


def _definitions(schema: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every part of a JSON Schema that describes a model, with the name of the model."""
    if isinstance(schema, dict):
        if isinstance(title := schema.get("title"), str) and "properties" in schema:
            yield title, schema
        schema = list(schema.values())
    if isinstance(schema, list):
        for part in schema:
            yield from _definitions(part)


def _nested_models(model: type[Record]) -> Iterator[type[Record]]:
    """Yield the model and every model that is nested in it, at any depth."""
    seen: set[type[Record]] = set()
    pending = [model]
    while pending:
        current = pending.pop()
        if current not in seen:
            seen.add(current)
            yield current
            pending += [nested for name in current.model_fields if (nested := record_type(field_type(current, name)))]


def field_docstrings(model: type[Record]) -> dict[str, str]:
    """Return the docstrings of a model's fields, keyed by the key of the field in data files.

    The docstring is the string below the field in the source code. If there is no such string, the string below the
    definition of the field's type is used.
    """
    base = model.__base__
    inherited = field_docstrings(base) if base is not None and base is not Record and issubclass(base, Record) else {}
    module, types = _syntax(model.__module__), _type_docstrings(model.__module__)
    definition = next(node for node in module.body if isinstance(node, ast.ClassDef) and node.name == model.__name__)
    docstrings = {}
    for field, text in zip(definition.body, [*definition.body[1:], ast.Pass()], strict=True):
        if isinstance(field, ast.AnnAssign) and isinstance(field.target, ast.Name) and field.target.id[0] != "_":
            key = model.model_fields[field.target.id].alias or field.target.id
            names = [node.id for node in ast.walk(field.annotation) if isinstance(node, ast.Name)]
            docstring = _string(text) or next((types[name] for name in names if name in types), "")
            if docstring:
                docstrings[key] = docstring
    return {**inherited, **docstrings}


@cache
def _syntax(module: str) -> ast.Module:
    return ast.parse(inspect.getsource(import_module(module)))


@cache
def _type_docstrings(module: str) -> dict[str, str]:
    """Return the docstrings of the types that a module defines or imports from the model, keyed by type name."""
    docstrings: dict[str, str] = {}
    for node in _syntax(module).body:
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cobtrack.model."):
            imported = _type_docstrings(str(node.module))
            docstrings |= {name.name: imported[name.name] for name in node.names if name.name in imported}
    # Types that pydantic checks at run time are defined in the `else` of `if TYPE_CHECKING`.
    bodies = [_syntax(module).body, *(node.orelse for node in _syntax(module).body if isinstance(node, ast.If))]
    for body in bodies:
        for node, text in pairwise(body):
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name) and _string(text):
                docstrings[node.targets[0].id] = _string(text)
    return docstrings


def _string(node: ast.AST) -> str:
    """Return the text of a statement that consists of a string only, as one line; or "" for any other statement."""
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
        return " ".join(node.value.value.split())
    return ""


def _simplified(value: Any) -> Any:
    """Remove parts of a schema that help nobody: titles derived from names, empty defaults, and the type null.

    Null is not needed, because data files leave out empty fields. The schemas of a text and of a source with details
    become references.
    """
    if isinstance(value, list):
        return [_simplified(item) for item in value]
    if not isinstance(value, dict):
        return value
    if value == DETAILS_SCHEMA:
        return {"$ref": "#/$defs/SourceDetails"}
    if "anyOf" in value:
        options = [option for option in value["anyOf"] if option != {"type": "null"}]
        texts = [option for option in TEXT_SCHEMA["anyOf"] if option in options]
        if texts == TEXT_SCHEMA["anyOf"]:
            options = [{"$ref": "#/$defs/Text"}, *(option for option in options if option not in texts)]
        value = {**value, "anyOf": options}
        if len(options) == 1:
            value = {**{key: item for key, item in value.items() if key != "anyOf"}, **options[0]}
    return {
        key: _simplified(item)
        for key, item in value.items()
        if not (key == "title" and isinstance(item, str)) and not (key == "default" and item in (None, [], {}, ""))
    }
