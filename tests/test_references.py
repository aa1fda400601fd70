"""Links between records: the type of a field says what it refers to, and everything else follows from that."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, get_args, get_origin

import pytest
from pydantic import WithJsonSchema

from cobtrack.model import references as of_model
from cobtrack.model.kinds import KINDS
from cobtrack.model.labels import RELATION
from cobtrack.model.record import Record, field_type, record_type, unwrap_type
from cobtrack.model.references import TYPES_WITH_ID, Reference, references, target_type, target_type_at
from cobtrack.model.types import ActivityId, Id, ParagraphId
from cobtrack.store.load import load
from cobtrack.views.details import relation_labels
from tests.cli_support import SMALL, ask, small
from tests.support import BASE, problems, workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCAL = {"Axis", "Cluster", "Criterion", "Step"}
FREE = {"symbol", "url", "licence_url", "timezone", "Origin.id"}
"""Fields of plain strings that name no record."""


def models() -> list[type[Record]]:
    """All models that a data file can hold."""
    found: list[type[Record]] = [kind.model for kind in KINDS]
    for model in found:
        below = (record_type(field_type(model, name)) for name in model.model_fields)
        found += dict.fromkeys(one for one in below if one and one not in found)
    return found


FIELDS = [(model, name) for model in models() for name in model.model_fields]


def noted(model: type[Record], name: str) -> list[Any]:
    """Return the metadata in the type of a field, or of the items of its list."""
    field = model.model_fields[name]
    return [*field.metadata, *of_model._metadata(field.annotation)]


def patterns(annotation: Any) -> set[str]:
    schemas = [one.json_schema for one in of_model._metadata(annotation) if isinstance(one, WithJsonSchema)]
    return {one["pattern"] for one in schemas if one}


IDS = patterns(Id) | patterns(ActivityId) | patterns(ParagraphId)


def pattern(model: type[Record], name: str) -> str:
    """Return the pattern of the values of a field, alone or in a list; "" if it has none."""
    schemas = [one.json_schema for one in noted(model, name) if isinstance(one, WithJsonSchema)]
    is_mapping = get_origin(unwrap_type(field_type(model, name))) is dict
    return "" if is_mapping else next((str(one.get("pattern", one)) for one in schemas if one), "")


def is_id(model: type[Record], name: str) -> bool:
    return pattern(model, name) in IDS


def is_plain_string(model: type[Record], name: str) -> bool:
    kind = unwrap_type(field_type(model, name))
    item = unwrap_type(get_args(kind)[0]) if get_origin(kind) is tuple else kind
    return item is str and not pattern(model, name)


@pytest.mark.parametrize(("model", "name"), FIELDS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_a_field_with_ids_says_what_they_refer_to(model: type[Record], name: str) -> None:
    is_free = name in FREE or f"{model.__name__}.{name}" in FREE
    if (is_id(model, name) and name != "id") or is_plain_string(model, name):
        assert target_type(model, name) or is_free


def test_references_are_found_in_fields_of_every_sort() -> None:
    found = {f"{model.__name__}.{name}" for model, name in FIELDS if is_id(model, name)}
    assert {"RelativeDate.after", "Link.to", "Assessment.by", "Deadline.step", "Activity.id"} <= found
    assert {name for model, name in FIELDS if is_plain_string(model, name)} >= {"cluster", "timezone", "symbol"}


def test_the_target_of_a_field_is_a_model() -> None:
    targets = {target_type(model, name) for model, name in FIELDS} - {""}
    assert targets <= {*TYPES_WITH_ID, *LOCAL}
    assert {"Activity", "Actor", "Deadline", "Paragraph", *LOCAL} <= targets


def links_of_fields() -> Iterator[tuple[type[Record], type[Record], str]]:
    """Return for each possible link in the files the model that owns it, the one that contains it, and its field."""

    def below(owner: type[Record], model: type[Record], fields: Any) -> Iterator[tuple[Any, Any, str]]:
        for _, field, kind in fields.ids:
            if kind in TYPES_WITH_ID:
                yield owner, model, field
        for name, inside in fields.records:
            held = record_type(field_type(model, name))
            assert held
            yield from below(held if inside.is_owner else owner, held, inside)

    for kind in KINDS:
        yield from below(kind.model, kind.model, of_model._fields(kind.model))


def test_show_has_a_label_for_every_link() -> None:
    used = set()
    for owner, holder, field in links_of_fields():
        made: Any = {"kind": "repeats"}
        link = Reference(owner.model_construct(**made), holder.model_construct(**made), "", None, "x", "", field)
        key, _, inverse = relation_labels(link)
        assert inverse, (owner, field)
        used.add(key)
    assert used == {*RELATION} - {"Advocacy.recommendations"}


def test_a_field_at_a_path_says_what_it_refers_to() -> None:
    found = {kind.name: kind.model for kind in KINDS}
    assert target_type_at(found["pillar"], ("categories", 0, "activities", 3, "responsible", 0)) == "Actor"
    assert target_type_at(found["document"], ("paragraphs", 3, "assessments", 0, "by")) == "Actor"
    assert target_type_at(found["document"], ("paragraphs", 3, "text")) == ""
    assert target_type_at(found["document"], ()) == ""


STEP = {
    "data/procedures/own.yaml": """\
id: own
title: Own
mechanism: crc
source: x
steps:
  - {id: first, title: First, kind: review, owner: un}
  - {id: second, title: Second, kind: review, owner: un, due: {after: first, months: 3}}
"""
}


def test_the_steps_of_a_procedure_name_steps(tmp_path: Path) -> None:
    found = list(references(load(small(tmp_path, STEP)).workspace))
    kinds = {(one.field_path, one.target_type) for one in found if one.place.file.endswith("own.yaml")}
    assert kinds == {("mechanism", "Mechanism"), ("steps.due.after", "Step")}


def test_every_link_has_its_place() -> None:
    text = (SMALL / "data/roadmap.yaml").read_text(encoding="utf-8")
    found = [one for one in references(load(SMALL).workspace) if one.place.file == "data/roadmap.yaml"]
    assert found
    assert all(one.target_id in text for one in found)
    assert {(one.field_path, one.place.path) for one in found} >= {
        ("maintainer", ("maintainer",)),
        ("review_cycle.next_report", ("review_cycle", "next_report")),
        ("actors", ("discussions", 0, "actors", 0)),
    }


ASSESSMENT = """\
    assessments:
      - date: 2025-03-01
        voice: civil-society
        level: partly
        reason: A bill is ready, see [the meeting](#discussion-2).
        by: crc-cambodia
        help_needed: [mosvy]
"""


def assessed(tmp_path: Path) -> Path:
    """The small workspace with an assessment that asks a ministry for help."""
    name = "data/recommendations/crc-2022.yaml"
    text = (SMALL / name).read_text(encoding="utf-8")
    head, mark, tail = text.partition("  - id: crc-2022:42a\n")
    assert mark
    actor = "  - {id: mosvy, kind: ministry, acronym: MoSVY, source: x}\n"
    actors = (SMALL / "data/actors.yaml").read_text(encoding="utf-8") + actor
    return small(tmp_path, {name: head + ASSESSMENT + mark + tail, "data/actors.yaml": actors})


def linked_from(root: Path, identifier: str) -> dict[str, list[str]]:
    """Return the records that refer to this one according to `show`."""
    found: dict[str, list[str]] = json.loads(ask(root, "show", identifier, "--format", "json").out)["records"][0][
        "linked_from"
    ]
    return found


def test_show_lists_every_record_that_refers_to_a_record(tmp_path: Path) -> None:
    root = assessed(tmp_path)
    assert linked_from(root, "mosvy") == {"asked to help with": ["crc-2022:42"]}
    coalition = linked_from(root, "crc-cambodia")
    assert coalition["assessed"] == ["crc-2022:42"]
    assert coalition["maintains"] == coalition["leads"] == ["data/roadmap.yaml"]
    assert linked_from(root, "discussion-2")["mentioned in"] == ["crc-2022:42"]
    assert linked_from(root, "crc")["treaty body of"] == ["cobtrack.yaml"]


def test_show_lists_a_file_that_refers_to_a_record_by_its_title(tmp_path: Path) -> None:
    out = ask(assessed(tmp_path), "show", "crc-cambodia").out
    assert re.search(r"^maintains +data/roadmap\.yaml  \S", out, re.MULTILINE)


def test_a_duplicate_id_in_any_list_is_reported(tmp_path: Path) -> None:
    text = "initiatives:\n  - {id: one, title: One, source: x, organisations: [crc-cambodia, crc-cambodia]}\n"
    root = workspace(tmp_path, {"data/initiatives/some.yaml": text})
    found = [one for one in problems(root) if one.code == "COB209"]
    assert [(one.message, one.place.path) for one in found] == [
        ("one names crc-cambodia twice", ("initiatives", 0, "organisations", 1))
    ]


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ("serves: [crc-state-rapport]", 'did you mean "crc-state-report"?'),
        ("serves: [shadow-report]", "add it to a file in data/reports-due, or use one of crc-state-report"),
        ("responsible: [unesco]", "add it to data/actors.yaml, or use one of crc-cambodia, twg-5"),
        ("responsible: [twg-2]", "add it to data/actors.yaml, or use one of crc-cambodia, twg-5"),
        ('after: ["2.66"]', "add it to a file in data/pillars, or use one of 1.1, 1.2, 2.6"),
    ],
)
def test_the_hint_for_an_unknown_id_is_a_similar_id_or_where_to_add_it(tmp_path: Path, line: str, hint: str) -> None:
    pillar = "pillar: 2\ntitle: A\ncategories:\n  - title: A\n    activities:\n"
    activity = f'      - {{id: "2.6", text: A, timeframe: 2024, {line}}}\n'
    actors = (BASE / "data/actors.yaml").read_text() + "  - {id: twg-5, name: A, kind: working-group, source: A}\n"
    root = workspace(tmp_path, {"data/pillars/2.yaml": pillar + activity, "data/actors.yaml": actors})
    assert [problem.hint for problem in problems(root) if problem.code == "COB203"] == [hint]


def test_the_hint_for_an_unknown_id_says_where_to_add_it_if_there_is_no_record_of_the_kind(tmp_path: Path) -> None:
    mechanism = "id: cedaw\nname: A\nkind: treaty-body\nsource: A\nprocedures: [cedaw-standard]\n"
    root = workspace(tmp_path, {"data/reports-due/cedaw.yaml": mechanism})
    hints = [problem.hint for problem in problems(root) if problem.code == "COB203"]
    assert hints == ["write data/procedures/cedaw-standard.yaml, or delete this entry"]
