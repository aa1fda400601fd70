"""Every kind of record goes through all commands, the schema, the rules, the documents and the docs."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

import pytest

from cobtrack.cli.options import LISTS, OTHER_LISTS
from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record, field_type, kind_word, unwrap_type
from cobtrack.model.types import Text
from cobtrack.store.load import load
from tests.cli_support import REPOSITORY, ask, site_pages, small
from tests.test_add import EVERY_KIND

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.kinds import Kind

RECORDS = [(kind, name, model) for kind in KINDS for name, model in kind.record_types.items()]


@pytest.fixture(scope="module")
def added(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, str]]:
    """A workspace with a record of every kind that `add` wrote and `set` named; and their ids, keyed by model."""
    root = small(tmp_path_factory.mktemp("every-kind"))
    ids: dict[str, str] = {}
    for _, _, model in RECORDS:
        word, kind = model.__name__, kind_word(model).replace(" ", "-")
        before = set(load(root).workspace.by_id)
        done = ask(root, "add", kind, *EVERY_KIND[kind])
        assert done.code == 0, done.err
        (ids[word],) = set(load(root).workspace.by_id) - before
        done = ask(root, "set", ids[word], f"{name_field(model)}={new_name(model)}")
        assert done.code == 0, done.err
    return root, ids


def name_field(model: type[Record]) -> str:
    """Return the name of the first field with the words by which people know the record."""
    fields = ("title", "name", "text", "summary")
    return next(name for name in fields if name in model.model_fields and unwrap_type(field_type(model, name)) is Text)


def new_name(model: type[Record]) -> str:
    return f"The {model.__name__.lower()} of the walk"


@pytest.fixture(scope="module")
def pages(added: tuple[Path, dict[str, str]]) -> str:
    """The text of all pages of the members' site of the workspace."""
    return "\n".join(site_pages(added[0], "members").values())


@pytest.mark.parametrize(("kind", "name", "model"), RECORDS, ids=[name for _, name, _ in RECORDS])
def test_a_record_of_every_kind_goes_everywhere(
    kind: Kind, name: str, model: type[Record], added: tuple[Path, dict[str, str]], pages: str
) -> None:
    root, ids = added
    identifier, words = ids[model.__name__], new_name(model)
    assert name in (*LISTS, *OTHER_LISTS)
    listed = json.loads(ask(root, "list", name, "--format", "json").out)
    assert words in json.dumps(listed), "list"
    assert words in ask(root, "show", identifier).out, "show"
    assert words in ask(root, "search", words).out, "search"
    schema = json.loads((REPOSITORY / f"schema/{kind.name}.json").read_text(encoding="utf-8"))
    keys = {field.alias or key for key, field in model.model_fields.items()}
    in_schema = schema if model is kind.model else schema["$defs"][model.__name__]
    assert keys <= set(in_schema["properties"]), "schema"
    assert words in pages, "documents"
    guide = (REPOSITORY / "docs/data.md").read_text(encoding="utf-8")
    reference = (REPOSITORY / "docs/data-reference.md").read_text(encoding="utf-8")
    assert kind.path in guide, "docs"
    assert all(f"`{key}`" in reference for key in keys), "docs"


def test_the_rules_check_a_record_of_every_kind(added: tuple[Path, dict[str, str]]) -> None:
    """An unknown field is an error in a record of every kind."""
    root, ids = added
    assert ask(root, "validate", "-q").code == 0
    for _, name, model in RECORDS:
        path = root / load(root).workspace.by_id[ids[model.__name__]].place.file
        text = path.read_text(encoding="utf-8")
        path.write_text(with_unknown_field(text, ids[model.__name__]), encoding="utf-8")
        problems = ask(root, "validate", "--format", "json").out
        path.write_text(text, encoding="utf-8")
        assert [row["message"] for row in json.loads(problems)["problems"] if row["severity"] == "error"] == [
            'unknown field "nonsense"'
        ], name


def with_unknown_field(text: str, identifier: str) -> str:
    """Return the text of a file with an unknown field below the line with the id of a record."""
    lines = text.split("\n")
    number, line = next((at, line) for at, line in enumerate(lines) if re.search(rf"\bid: \"?{identifier}\"?$", line))
    indent = " " * line.index("id:")
    return "\n".join([*lines[: number + 1], f"{indent}nonsense: x", *lines[number + 1 :]])
