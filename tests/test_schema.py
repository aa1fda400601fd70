"""The JSON Schemas for editors: generated from the models, up to date, and no stricter than the reader."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from cobtrack.model.kinds import KINDS, Kind
from tests.cli_support import REPOSITORY, run

FILES = [
    (kind, path)
    for kind in KINDS
    for path in (sorted((REPOSITORY / kind.path).glob("*.yaml")) if kind.is_folder else [REPOSITORY / kind.path])
]


class Editor(yaml.SafeLoader):
    """YAML as an editor's language server reads it: version 1.2, in which a date is text."""


Editor.yaml_implicit_resolvers = {
    letter: [(tag, pattern) for tag, pattern in resolvers if not tag.endswith((":timestamp", ":merge"))]
    for letter, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def schema(kind: Kind) -> dict[str, Any]:
    document: dict[str, Any] = json.loads((REPOSITORY / "schema" / f"{kind.name}.json").read_text(encoding="utf-8"))
    return document


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_schema_is_up_to_date_and_valid(kind: Kind) -> None:
    text = (REPOSITORY / "schema" / f"{kind.name}.json").read_text(encoding="utf-8")
    assert run("schema", kind.name).out == text
    jsonschema.Draft202012Validator.check_schema(json.loads(text))


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: value.name)
def test_an_editor_accepts_the_shipped_files(kind: Kind, path: Path) -> None:
    data = yaml.load(path.read_text(encoding="utf-8"), Editor)
    jsonschema.Draft202012Validator(schema(kind)).validate(data)


@pytest.mark.parametrize(("kind", "path"), FILES, ids=lambda value: value.name)
def test_shipped_files_name_their_schema(kind: Kind, path: Path) -> None:
    first = path.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).resolve() == REPOSITORY / "schema" / f"{kind.name}.json"


def test_an_editor_refuses_what_the_reader_refuses() -> None:
    pillar = {"pillar": 1, "title": "A", "categories": [], "stauts": "done"}
    with pytest.raises(jsonschema.ValidationError, match="stauts"):
        jsonschema.Draft202012Validator(schema(next(kind for kind in KINDS if kind.name == "pillar"))).validate(pillar)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_field_has_an_explanation(kind: Kind) -> None:
    document = schema(kind)
    definitions = document["$defs"]
    records = [document, *definitions.values(), *definitions["Text"]["anyOf"]]
    without = [
        f"{record.get('description')} {name}"
        for record in records
        for name, field in record.get("properties", {}).items()
        if "description" not in field
    ]
    assert without == []
