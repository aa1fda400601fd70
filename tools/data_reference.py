"""Write docs/data-reference.md from the models and the example workspace: python tools/data_reference.py

Field names, types and accepted words come from the models, explanations from their docstrings, labels for the words
from model/labels.py, audiences from model/audience.py, and examples from docs/example.
"""

from __future__ import annotations

import inspect
import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from cobtrack.model.audience import VISIBLE_FIELDS
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.kinds import KINDS
from cobtrack.model.labels import VOCABULARIES
from cobtrack.model.record import Record, field_type, fields_by_key, record_form, record_type, unwrap_type
from cobtrack.model.references import target_type
from cobtrack.model.types import SourceDetails, Text
from cobtrack.render.json_schema import field_docstrings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.kinds import Kind

ROOT = Path(__file__).parent.parent
TARGET = ROOT / "docs/data-reference.md"
EXAMPLE = ROOT / "docs/example"
HEAD = """\
# Data reference

Every field of every data file. This page is generated from the code that reads the files: change the models and run
`python tools/data_reference.py`, do not edit it. [The data files](data.md) explains how the files are written.

**Bold** keys are required; everything else is left out as long as it is not known. Dates are written as
[The data files](data.md#dates) explains. Fields marked *members only* are in no document for others: see
[Who sees what](privacy.md).

The examples are the files of [an example workspace](example), whose content is invented: try
`cobtrack status --root docs/example`.
"""
SHARED = "Records in several files"
TYPES = {str: "text", int: "whole number", bool: "`true` or `false`", Text: "text", Timeframe: "date or period"}


def reference() -> str:
    """Return the whole page."""
    uses = Counter(model for kind in KINDS for model in _models(kind.model))
    shared = [model for model in uses if uses[model] > 1] + [SourceDetails]
    parts = [HEAD, _contents()]
    for kind in KINDS:
        parts += [_kind(kind), *(_record(model) for model in _models(kind.model)[1:] if model not in shared)]
    parts += [f"## {SHARED}\n", *(_record(model) for model in sorted(shared, key=lambda model: model.__name__))]
    return "\n".join(parts)


def _models(model: type[Record]) -> list[type[Record]]:
    """Return a model and the models of all records in its fields, in the order of the fields."""
    models = {model: None}
    for name in model.model_fields:
        if (inner := record_type(field_type(model, name))) and inner not in models:
            models |= dict.fromkeys(_models(inner))
    return list(models)


def _contents() -> str:
    rows = [f"| [{kind.name}](#{kind.name}) | {_path(kind)} | {_summary(kind.model)} |" for kind in KINDS]
    return "\n".join(["| kind | file | holds |", "|---|---|---|", *rows, ""])


def _path(kind: Kind) -> str:
    return f"`{kind.path}/*.yaml`" if kind.is_folder else f"`{kind.path}`"


def _summary(model: type[Record]) -> str:
    """Return the first sentence of a model's docstring."""
    return re.split(r"\.\s+(?=[A-Z])", _paragraphs(model)[0])[0].removesuffix(".")


def _paragraphs(model: type[Record]) -> list[str]:
    return [" ".join(part.split()) for part in (inspect.getdoc(model) or "").split("\n\n")]


def _kind(kind: Kind) -> str:
    """Return the section on a kind of file: its main record, and examples."""
    paths = sorted((EXAMPLE / kind.path).glob("*.yaml")) if kind.is_folder else [EXAMPLE / kind.path]
    examples = []
    for path in paths:
        name = path.relative_to(EXAMPLE).as_posix()
        text = path.read_text(encoding="utf-8")
        examples.append(f"`{name}`:\n\n<!-- example: {kind.name} -->\n```yaml\n{text}```\n<!-- /example -->\n")
    where = f"Files: {_path(kind)}. For editors: `schema/{kind.name}.json`."
    return "\n".join([f"## {kind.name}\n", f"{where}\n", *_body(kind.model), *examples])


def _record(model: type[Record]) -> str:
    """Return the section on a record that is part of a file."""
    return "\n".join([f"### {_words(model.__name__).capitalize()}\n", *_body(model)])


def _body(model: type[Record]) -> Iterator[str]:
    yield from (f"{paragraph}\n" for paragraph in _paragraphs(model))
    yield "| key | value | |\n|---|---|---|"
    explanations = field_docstrings(model)
    schemas = model.model_json_schema(by_alias=True)["properties"]
    for key, name in fields_by_key(model).items():
        inner = record_type(field_type(model, name))
        explanation = explanations.get(key) or (f"{_summary(inner)}." if inner else "")
        shown = f"**`{key}`**" if model.model_fields[name].is_required() else f"`{key}`"
        members = (
            "*Members only.* " if name in VISIBLE_FIELDS.get(model.__name__, {}).get("members", "").split() else ""
        )
        value = _value(schemas[key], field_type(model, name), target_type(model, name), inner)
        yield f"| {shown} | {value} | {_cell(members + explanation)} |"
    yield ""


def _value(schema: Any, annotation: Any, target: str, inner: type[Record] | None) -> str:
    """Return a description of a field's value: its type, the words that it accepts, or the record that its ids name."""
    annotation = unwrap_type(annotation)
    options = [option for option in schema.get("anyOf", [schema]) if option.get("type") != "null"]
    if inner and any(option.get("type") == "string" for option in options):
        return f"date, or {_link(inner)}"
    if get_origin(annotation) is tuple:
        items: Any = next((option["items"] for option in options if "items" in option), {})
        item = _single(items, get_args(annotation)[0], target, inner)
        item += f" or {_link(form)}" if (form := record_form(annotation)) else ""
        return f"{item}, or a list" if any(option.get("type") == "string" for option in options) else f"list: {item}"
    return _single(schema, annotation, target, inner) + _limits(schema)


def _single(schema: Any, annotation: Any, target: str, inner: type[Record] | None) -> str:
    annotation = unwrap_type(annotation)
    if inner:
        return _link(inner)
    if target:
        words = _words(target)
        return f"id of {'an' if words[0] in 'aeiou' else 'a'} {words}"
    if get_origin(annotation) is Literal:
        return ", ".join(_word(word, get_args(annotation)) for word in get_args(annotation))
    if get_origin(annotation) is dict:
        return "texts by name"
    if "examples" in schema and annotation is str:
        return f"text such as `{schema['examples'][0]}`"
    is_number = any(option.get("type") == "number" for option in schema.get("anyOf", []))
    return "number" if is_number else TYPES.get(annotation, "text")


def _link(model: type[Record]) -> str:
    kind = next((kind for kind in KINDS if kind.model is model), None)
    words = kind.name if kind else _words(model.__name__)
    return f"[{words}](#{words.replace(' ', '-')})"


def _words(name: str) -> str:
    """Return the name of a model as words: `relative date`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", " ", name).lower()


def _word(word: str, words: tuple[str, ...]) -> str:
    """Return a word, followed by its label in brackets if the label is different."""
    vocabulary = next((one for one in VOCABULARIES.values() if set(words) <= set(one)), {})
    reading = vocabulary[word].singular if word in vocabulary else word
    is_same = reading.lower().replace("-", " ") == word.lower().replace("-", " ")
    return f"`{word}`" if is_same else f"`{word}` ({reading})"


def _limits(schema: Any) -> str:
    """Return the range of numbers that a field accepts: `, 0 or more` or `, 0 to 3`; "" if there is no limit."""
    least, greatest = schema.get("minimum"), schema.get("maximum")
    options = schema.get("anyOf", [])
    least = next((option["minimum"] for option in options if "minimum" in option), least)
    greatest = next((option["maximum"] for option in options if "maximum" in option), greatest)
    if least is None:
        return ""
    return f", {least} or more" if greatest is None else f", {least} to {greatest}"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main() -> None:
    """Write the page."""
    TARGET.write_text(reference(), encoding="utf-8")


if __name__ == "__main__":
    main()
