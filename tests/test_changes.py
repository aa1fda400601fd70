"""What changed between two states of a workspace: every change is told, and nothing else."""

from __future__ import annotations

import json
from copy import deepcopy
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

import pytest

from cobtrack.model.kinds import KINDS
from cobtrack.model.record import Record, type_at
from cobtrack.model.references import target_type_at
from cobtrack.model.types import STANDING, Standing, Text
from cobtrack.store.load import Loaded, load, load_contents
from cobtrack.store.yaml import reader
from cobtrack.views.changes.compare import Changes, compare
from tests.support import EXAMPLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.problem import Path

PILLAR = "data/pillars/2-collaboration-with-the-government.yaml"
CRC = "data/recommendations/crc-2022.yaml"


@cache
def example() -> Loaded:
    return load(EXAMPLE)


def with_file(name: str, text: str) -> Loaded:
    """Return the example with another content of one file."""
    loaded = example()
    return load_contents(loaded.root, {**loaded.raw_bytes, name: text.encode()}, (loaded,))


def after(name: str, *replacements: tuple[str, str]) -> Changes:
    """Return the changes after texts, which occur once in a file of the example, were replaced."""
    text = example().raw_bytes[name].decode()
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {name}"
        text = text.replace(old, new)
    return compare(example().workspace, with_file(name, text).workspace)


def sentences(changes: Changes) -> list[str]:
    return [f"{change.id}: {change.full_sentence}" for change in changes.changes]


# All fields of all models


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Yield the path of every single value in plain data."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path


CODES = {"currency": "KES", "country": "KEN"}
"""Another valid value of each field with a code from a list."""


def other_value(model: type[Record], path: Path, value: Any) -> Any:
    """Return another valid value of the field at a path."""
    annotation = Standing if STANDING in path else type_at(model, path)
    if get_origin(annotation) is Literal:
        others = [word for word in get_args(annotation) if word != value]
        return others[0] if others else None
    if isinstance(value, bool) or path[-1] in CODES:
        return CODES.get(str(path[-1]), not value)
    if isinstance(value, int) or str(value).isdigit():
        return int(value) - 1 if int(value) > 1 else int(value) + 1
    if annotation is Text:
        return f"{value} changed"
    if value[0] in "12" and not target_type_at(model, path):
        # A date, or the id of an activity.
        return f"3{value[1:]}"
    return f"{value[:-1]}{9 - int(value[-1])}" if value[-1].isdigit() else f"{value}z"


def files() -> dict[str, tuple[type[Record], Any]]:
    """Return the model and the plain data of each file of the example."""
    loaded = example()
    models = {name: kind.model for kind in KINDS for name in loaded.files if kind.matches(name)}
    return {name: (model, reader.read(loaded.raw_bytes[name].decode(), name).data) for name, model in models.items()}


VALUES = [(name, path) for name, (_, data) in files().items() for path in leaves(data) if path != ("schema",)]
VALUES = [(name, path) for name, path in VALUES if path[-1] != "seen" or "evidence" not in path]
"""The day on which a source was last seen is not told, because nothing has changed then."""


@pytest.mark.parametrize(
    ("name", "path"), VALUES, ids=lambda value: value if isinstance(value, str) else ".".join(map(str, value))
)
def test_a_change_of_any_value_is_told(name: str, path: Path) -> None:
    model, data = files()[name]
    changed = deepcopy(data)
    holder = changed
    for step in path[:-1]:
        holder = holder[step]
    value = other_value(model, path, holder[path[-1]])
    if value is None:
        del holder[path[-1]]
    else:
        holder[path[-1]] = value
    state = with_file(name, json.dumps(changed))
    assert state.workspace.unreadable_ids == example().workspace.unreadable_ids, f"{value} is not valid"
    assert compare(example().workspace, state.workspace).changes, value


def test_all_fields_are_tried() -> None:
    assert len(VALUES) > 400


# Differences without meaning


def reversed_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: reversed_keys(value[key]) for key in reversed(value)}
    return [reversed_keys(item) for item in value] if isinstance(value, list) else value


def test_another_order_of_keys_and_another_notation_are_no_changes() -> None:
    contents = {name: json.dumps(reversed_keys(data)).encode() for name, (_, data) in files().items()}
    result = compare(example().workspace, load_contents(EXAMPLE, contents).workspace)
    assert (result.changes, result.left_out) == ((), ())


def test_another_schema_is_no_change() -> None:
    _, data = files()["cobtrack.yaml"]
    older = with_file("cobtrack.yaml", json.dumps({**data, "schema": 1}))
    assert compare(older.workspace, example().workspace).changes == ()


def test_the_new_name_of_an_organisation_is_not_only_a_change_of_wording() -> None:
    _, data = files()["data/actors.yaml"]
    renamed = deepcopy(data)
    renamed["actors"][0]["name"] = "Children's Rights Alliance"
    (change,) = compare(example().workspace, with_file("data/actors.yaml", json.dumps(renamed)).workspace).changes
    old = data["actors"][0]["name"]
    assert (change.topic, change.sentence) == ("organisation", f"name: was “{old}”, now “Children's Rights Alliance”")


def test_another_order_of_records_is_left_out() -> None:
    contents = dict(example().raw_bytes)
    for name, (_, data) in files().items():
        for key, items in data.items():
            if isinstance(items, list) and items and isinstance(items[0], dict) and "id" in items[0]:
                contents[name] = json.dumps({**data, key: items[::-1]}).encode()
    result = compare(example().workspace, load_contents(EXAMPLE, contents).workspace)
    assert result.changes == ()
    assert any(text.startswith("order of ") for text in result.left_out)


def test_a_file_with_another_name_is_no_change() -> None:
    contents = dict(example().raw_bytes)
    contents["data/pillars/other.yaml"] = contents.pop(PILLAR)
    result = compare(example().workspace, load_contents(EXAMPLE, contents).workspace)
    assert (result.changes, result.left_out) == ((), ())


def test_quotes_dashes_and_spaces_of_another_form_are_left_out() -> None:
    result = after(
        PILLAR, ("text: Support a mid-term review[^form]", "text: Support  a mid\u2011term\u00a0review[^form]")
    )
    assert result.changes == ()
    assert result.left_out == ("line breaks and typography of text in 2.7",)


def test_the_same_workspace_has_no_changes() -> None:
    assert compare(example().workspace, example().workspace).changes == ()


# Sentences


def test_a_moved_date_is_told_with_the_reason_that_was_gives() -> None:
    was = "        was:\n"
    entry = f"{was}          - {{timeframe: 2026, until: 2026-11-26, why: There was no money.}}\n"
    result = after(PILLAR, ("timeframe: 2026\n", "timeframe: 2028\n"), (was, entry))
    assert sentences(result) == ["2.7: was 2026, now 2028. Reason: There was no money."]
    assert result.changes[0].topic == "date"


def test_a_renamed_record_is_one_change() -> None:
    before = example().raw_bytes[PILLAR].decode()
    text = before.replace('id: "2.6"', 'id: "2.9"\n        formerly: ["2.6"]').replace(
        '["2.6"]\n        progress', '["2.9"]\n        progress'
    )
    result = compare(example().workspace, with_file(PILLAR, text).workspace)
    assert sentences(result) == ["2.9: the id was 2.6"]


def test_a_record_renamed_twice_is_one_change() -> None:
    before = example().raw_bytes[PILLAR].decode()
    text = before.replace('id: "2.6"', 'id: "2.9"\n        formerly: ["2.6", "2.8"]').replace(
        'after: ["2.6"]', 'after: ["2.9"]'
    )
    result = compare(example().workspace, with_file(PILLAR, text).workspace)
    assert sentences(result) == ["2.9: the id was 2.6"]


def test_an_activity_in_another_category_has_moved() -> None:
    text = example().raw_bytes[PILLAR].decode()
    second = "  - title: Regional exchange\n    activities:\n"
    result = compare(
        example().workspace,
        with_file(PILLAR, text.replace('      - id: "2.7"', f'{second}      - id: "2.7"')).workspace,
    )
    moved = "moved from “Reviews and submission to the CRC Committee” (“Collaboration with the government”) to"
    assert any(sentence.startswith(f"2.7: {moved} “Regional exchange”") for sentence in sentences(result))


def test_a_category_with_another_title_is_a_change_of_wording_and_nothing_moves() -> None:
    old = "  - title: Reviews and submission to the CRC Committee"
    result = after(PILLAR, (old, "  - title: The work with the Committee"))
    assert [(change.topic, change.what) for change in result.changes] == [("wording", "changed")]


def test_a_removed_record_is_told_with_its_reason() -> None:
    loaded = example()
    text = loaded.raw_bytes[PILLAR].decode()
    contents = {**loaded.raw_bytes, PILLAR: text[: text.index('      - id: "2.7"')].encode()}
    roadmap = loaded.raw_bytes["data/roadmap.yaml"].decode()
    entry = "removed:\n  - {id: '2.7', date: 2026-11-26, why: Nobody asks for it.}\n"
    contents["data/roadmap.yaml"] = roadmap.replace("removed:\n", entry).encode()
    result = compare(loaded.workspace, load_contents(loaded.root, contents).workspace)
    assert sentences(result) == ["2.7: removed. Reason: Nobody asks for it."]


def test_without_a_reason_a_removed_record_says_so() -> None:
    loaded = example()
    text = loaded.raw_bytes[PILLAR].decode()
    state = with_file(PILLAR, text[: text.index('      - id: "2.7"')])
    assert sentences(compare(loaded.workspace, state.workspace)) == ["2.7: removed; no reason is given"]


def test_a_document_is_added_with_its_paragraphs_as_one_change() -> None:
    loaded = example()
    contents = {name: data for name, data in loaded.raw_bytes.items() if name != "data/recommendations/upr-2024.yaml"}
    result = compare(load_contents(loaded.root, contents).workspace, loaded.workspace)
    assert [change.what for change in result.changes] == ["added"]
    assert "paragraph" in result.changes[0].sentence


def test_a_record_that_cannot_be_read_is_not_told_as_removed() -> None:
    text = example().raw_bytes[PILLAR].decode()
    result = compare(
        example().workspace, with_file(PILLAR, text.replace("timeframe: 2026\n", "timeframe: soon\n")).workspace
    )
    assert result.changes == ()


def test_a_file_that_cannot_be_read_is_named_instead_of_its_records() -> None:
    result = compare(example().workspace, with_file(PILLAR, "categories: [").workspace)
    assert (result.changes, result.not_compared) == ((), ("pillar",))


def test_dates_that_depend_on_a_moved_date_are_counted_with_it() -> None:
    result = after("data/reports-due/crc.yaml", ("due: 2027-11\n", "due: 2029-11\n"))
    told = "was November 2027, now November 2029; 1 date that depends on it also moved"
    assert sentences(result) == [f"crc-state-report: {told}"]
