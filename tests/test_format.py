"""The data format has a number, its schema. No key or word can change without a new number.

`tests/format/` has the keys and the words of each schema. The list of the current schema can still be updated as long
as no released version of cobtrack writes this schema: python -m pytest tests/test_format.py --update-golden
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cobtrack.model.kinds import KINDS
from cobtrack.model.records.settings import SCHEMA
from cobtrack.render.json_schema import json_schema
from cobtrack.store.migrations import conversions

if TYPE_CHECKING:
    from collections.abc import Iterator

LISTS = Path(__file__).parent / "format"
HOW_TO = """\
The keys or the words of the data files have changed. Files with a new key or word cannot be read by older versions, and
files with an old key cannot be read by this version. Raise SCHEMA in model/records/settings.py, add a step to
store/migrations.py, and record the new format: python -m pytest tests/test_format.py --update-golden
"""


def path_of(schema: int) -> Path:
    return LISTS / f"schema-{schema}.txt"


def current_format() -> str:
    """Return all keys of all data files, a line each, with "required" and the accepted words if there are any."""
    schemas = {kind.name: json.loads(json_schema(kind)) for kind in KINDS}
    lines = [f"{name}: {key}\n" for name, schema in schemas.items() for key in keys(schema, schema["$defs"])]
    definitions = next(schema["$defs"] for schema in schemas.values())
    for name in ("Text", "SourceDetails"):
        lines += [f"{name.lower()}: {key}\n" for key in keys(definitions[name], definitions)]
    return "".join(sorted(lines))


def keys(schema: dict[str, Any], definitions: dict[str, Any], path: str = "") -> Iterator[str]:
    """Yield a line for each key in a JSON Schema, with the path of the key in a file.

    Keys within texts and sources are left out.
    """
    if schema.get("$ref") in {"#/$defs/Text", "#/$defs/SourceDetails"}:
        return
    schema = resolved(schema, definitions)
    for key, value in schema.get("properties", {}).items():
        required = " required" if key in schema.get("required", ()) else ""
        yield f"{path}{key}{required}{''.join(f' {word}' for word in sorted(words(value, definitions)))}"
        yield from keys(value, definitions, f"{path}{key}.")
    for inner in [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]:
        if isinstance(inner, dict):
            yield from keys(inner, definitions, path)


def words(schema: dict[str, Any], definitions: dict[str, Any]) -> list[str]:
    """Return the words that are accepted as a value or as an item of a list."""
    if schema.get("$ref") == "#/$defs/SourceDetails":
        return []
    schema = resolved(schema, definitions)
    own = [*schema.get("enum", ()), *([schema["const"]] if "const" in schema else [])]
    parts = [schema.get("items"), schema.get("additionalProperties"), *schema.get("anyOf", ())]
    inner = [part for part in parts if isinstance(part, dict)]
    return [*map(str, own), *(word for part in inner for word in words(part, definitions))]


def resolved(schema: dict[str, Any], definitions: dict[str, Any]) -> dict[str, Any]:
    """Return the definition that a part of a JSON Schema refers to, or the part itself."""
    return definitions[schema["$ref"].rpartition("/")[2]] if "$ref" in schema else schema


def test_keys_and_words_do_not_change_without_a_new_schema(request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update-golden"):
        path_of(SCHEMA).write_text(current_format(), encoding="utf-8")
    assert current_format() == path_of(SCHEMA).read_text(encoding="utf-8"), HOW_TO


def test_every_schema_is_recorded() -> None:
    assert sorted(LISTS.iterdir()) == [path_of(schema) for schema in range(1, SCHEMA + 1)]


@pytest.mark.parametrize("schema", range(1, SCHEMA))
def test_a_kind_of_file_is_converted_if_older_files_would_have_errors(schema: int) -> None:
    old, new = (recorded(path_of(number).read_text(encoding="utf-8")) for number in (schema, schema + 1))
    lost = {key for key in old if key not in new or old[key] - new[key] - {"required"}}
    demanded = {key for key in old.keys() & new.keys() if "required" in new[key] - old[key]}
    converted = {kind.name for kind in KINDS if conversions(kind.name, schema)}
    assert {key.partition(":")[0] for key in lost | demanded} <= converted


def recorded(text: str) -> dict[str, set[str]]:
    """Return the words of each key in a list, including the word "required"."""
    lines = [line.split(" ") for line in text.splitlines()]
    return {f"{kind} {key}": set(rest) for kind, key, *rest in lines}
