"""Complete the fields of a record and their values: completion has no time to load models, but JSON Schemas are quick.

The schemas ship with cobtrack. A test compares them with the models.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack import package_data
from cobtrack.store import files, ids
from cobtrack.store.root import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

KINDS = {
    "data/pillars": "pillar",
    "data/recommendations": "document",
    "data/reports-due": "mechanism",
    "data/procedures": "procedure",
    "data/rounds": "round",
    MARKER: "settings",
}
"""The kinds of file whose schemas are not named after their folder or their file, keyed by folder or file."""
_OTHER_COMMANDS = frozenset({"id", "schema", "formerly", "was", "removed"})
"""The fields that other commands than `cobtrack set` write."""
_LANGUAGES = re.compile(r"^languages: *\[([^\]]*)\]", re.MULTILINE)
_ID = re.compile(r"^ *(?:- )?(?:\{ *)?id:", re.MULTILINE)


class _Schema(NamedTuple):
    """A part of a JSON Schema, with the definitions that it refers to."""

    node: dict[str, Any]
    definitions: dict[str, dict[str, Any]]

    def part(self, node: dict[str, Any]) -> _Schema:
        """Return a part of the schema. A reference to a definition is replaced by the definition.

        A value that can also be a list, such as a source, stays as it is.
        """
        choices = node.get("anyOf", ())
        choices = [choice for choice in choices if "$ref" in choice and not any("items" in one for one in choices)]
        reference = (choices[0] if choices else node).get("$ref")
        return _Schema(self.definitions[reference.rpartition("/")[2]] if reference else node, self.definitions)

    @property
    def properties(self) -> dict[str, Any]:
        """The schemas of the fields, keyed by name; empty if this is not the schema of a record."""
        properties: dict[str, Any] = self.node.get("properties", {})
        return properties

    @property
    def value(self) -> dict[str, Any]:
        """The schema of a single value: of an item if this is the schema of a list."""
        value: dict[str, Any] = self.node.get("items", self.node)
        return value

    @property
    def words(self) -> list[str]:
        """The words that a value can be; empty if other values are possible too."""
        if self.value.get("type") == "boolean":
            return ["true", "false"]
        return list(map(str, self.value.get("enum", [self.value["const"]] if "const" in self.value else [])))

    def at(self, step: str) -> _Schema | None:
        """Return the schema of a field, or of a list item given as a number or as "last"; None if there is none."""
        if "items" in self.node:
            return self.part(self.node["items"]) if step == "last" or step.isdecimal() else None
        return self.part(self.properties[step]) if step in self.properties else None


class _Record(NamedTuple):
    """A record that is found in the text of a file."""

    schema: _Schema
    text: str
    """The text from the beginning of the record to the next record."""

    def present(self, key: str) -> list[str]:
        """Return the present value of a field, if it is a single word without characters that a shell would act on."""
        match = re.search(rf"(?:^[ -]*|[{{,] *){key}: *([\w./:?+-]+)(?=[,}}]|\s*$)", self.text, re.MULTILINE | re.ASCII)
        return [match[1]] if match else []


def starting_with(root: Path, name: str, beginning: str) -> list[str]:
    """Return the assignments that begin with `beginning`, such as `timeframe=` or `responsible+=moj`.

    `name` is the id of the record, or roadmap, settings or pillar-1. The fields are in their usual order.
    """
    record = _find(root, name)
    return _assignments(root, record, beginning) if record else []


def starting_with_for_new(root: Path, kind: str, beginning: str) -> list[str]:
    """Return the assignments that begin with `beginning` for a new record. `kind` is its kind, such as `activity`."""
    for path in sorted((package_data.HOME / "schema").glob("*.json")):
        document = json.loads(path.read_text(encoding="utf-8"))
        if schema := _schema_of_kind(_Schema(document, document.get("$defs", {})), path.stem, kind):
            return _assignments(root, _Record(schema, ""), beginning)
    return []


def _schema_of_kind(file: _Schema, name: str, kind: str) -> _Schema | None:
    """Return the schema of the records of a kind, given in the singular or plural, or None if the file has none.

    `file` is the schema of a kind of file, and `name` the name of this kind.
    """
    singular = f"{kind[:-3]}y" if kind.endswith("ies") else kind.removesuffix("s")
    if name == singular:
        return file
    if definition := file.definitions.get(re.sub("[-_]", "", singular.title())):
        return _Schema(definition, file.definitions)
    items = file.properties.get(kind, {}).get("items")
    return file.part(items) if items else None


def _assignments(root: Path, record: _Record, beginning: str) -> list[str]:
    """Return the assignments to fields of a record that begin with `beginning`."""
    typed, equals, value = beginning.partition("=")
    *parents, last = (typed.rstrip("+-") if equals else typed).split(".")
    holder: _Schema | None = record.schema
    for step in parents:
        holder = holder.at(step) if holder else None
    if holder is None:
        return []
    present = record if not parents else record._replace(text="")
    if equals:
        schema = holder.at(last)
        return [f"{typed}={word}" for word in _values(root, schema, present.present(last), value)] if schema else []
    found = [key for key in holder.properties if key.startswith(last) and key not in _OTHER_COMMANDS]
    before = "".join(f"{step}." for step in parents)
    if len(found) == 1:
        # A shell inserts a space after the only suggestion, but the value has to follow at once. So offer values too.
        schema, key = holder.part(holder.properties[found[0]]), found[0]
        values = [f"{key}={word}" for word in schema.words or present.present(key)]
        return [f"{before}{form}" for form in (values if schema.words else [*_forms(root, key, schema), *values])]
    return [f"{before}{form}" for key in found for form in _forms(root, key, holder.part(holder.properties[key]))]


def _forms(root: Path, key: str, schema: _Schema) -> Iterator[str]:
    """Yield the ways to begin an assignment to a field."""
    if "items" in schema.node:
        yield from (f"{key}+=", f"{key}-=")
        if schema.part(schema.node["items"]).properties:
            yield f"{key}.last."
    elif schema.properties:
        yield f"{key}="
        yield from (f"{key}.{name}=" for name in schema.properties)
    elif schema.node.get("type") == "object":
        yield f"{key}."
    else:
        yield f"{key}="
        if any("patternProperties" in choice for choice in schema.node.get("anyOf", ())):
            languages = _LANGUAGES.search(files.read(root, MARKER).text or "")
            yield from (f"{key}.{code.strip()}=" for code in (languages[1].split(",")[1:] if languages else ()))


def _values(root: Path, schema: _Schema, present: list[str], beginning: str) -> list[str]:
    """Return the values that begin with `beginning`: words, ids of records, or the present value to be changed."""
    earlier, comma, last = beginning.rpartition(",") if "items" in schema.node else ("", "", beginning)
    words = schema.words or (ids.starting_with(root, "id", last) if "pattern" in schema.value else present)
    return [f"{earlier}{comma}{word}" for word in words if word.startswith(last)]


def _find(root: Path, name: str) -> _Record | None:
    """Return the record with this name, or None if the workspace has no such record."""
    for place, text, start in _places(root, name):
        kind = KINDS.get(place, place.rpartition("/")[2].removesuffix(".yaml"))
        document = json.loads((package_data.HOME / "schema" / f"{kind}.json").read_text(encoding="utf-8"))
        schema = _Schema(document, document.get("$defs", {}))
        if text.startswith("id:", start) or name in {"settings", "roadmap"} or name.startswith("pillar-"):
            return _Record(schema, text)
        following = _ID.search(text, text.find("\n", start))
        key = re.findall(r"^(\w+):", text[:start], re.MULTILINE)[-1]
        return _Record(_with_id(schema, key), text[start : following.start() if following else len(text)])
    return None


def _with_id(schema: _Schema, key: str) -> _Schema:
    """Return the schema of the records with an id in the list `key`. They can be in a list within its items."""
    item = schema.part(schema.part(schema.properties.get(key, {})).node.get("items", {}))
    if "id" in item.properties:
        return item
    inner = [name for name, node in item.properties.items() if "$ref" in node.get("items", {})]
    return _with_id(item, inner[0]) if inner else item


def _places(root: Path, name: str) -> Iterator[tuple[str, str, int]]:
    """Yield each place with a record of this name: its folder or file, the text of the file, and the position there."""
    only = {"settings": MARKER, "roadmap": "data/roadmap.yaml"}
    if name in only:
        yield only[name], files.read(root, only[name]).text or "", 0
    elif name.startswith("pillar-"):
        yield from ids.places_of(root, "pillar", name.removeprefix("pillar-"))
    else:
        yield from ids.places_of(root, "id", name)
