"""One record, its links to other records, and the links from other records to this record."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.labels import LINK, RELATION
from cobtrack.model.languages.phrases import ENGLISH, gettext, speaking, spoken
from cobtrack.model.record_texts import record_texts
from cobtrack.model.records.action import Action
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.document import Link
from cobtrack.model.references import TYPES_WITH_ID, references_with_steps
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.markup import links
from cobtrack.model.text.suggestions import close_matches

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.record import Record
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.references import Reference
    from cobtrack.model.workspace import RecordWithId, Workspace


@dataclass(frozen=True)
class Relation:
    """A link to or from another record."""

    label: str
    """The type of link, such as `responsible for`."""
    id: str
    """The id of the other record, or the name of its file if the record has no id."""
    record: Record | None
    """The other record; None if no record has this id."""


@dataclass(frozen=True)
class Details:
    """A record, its links to other records (`links`), and the links from other records to it (`backlinks`)."""

    record: Record
    links: tuple[Relation, ...]
    backlinks: tuple[Relation, ...]


_ORDER = {field: number for number, field in enumerate(RELATION)}


def find_record(workspace: Workspace, identifier: str) -> RecordWithId | None:
    """Return the record with this id; None if there is no such record.

    The id can also be written in other ways, such as `CERD`, `crc-2022:42 (a)` or `activity:1.10`. For a paragraph, the
    citation in the UN's form is accepted too, and so are the former ids of a record.
    """
    normalized = _without_spaces(identifier).removeprefix("activity:")
    return (
        workspace.by_id.get(identifier)
        or workspace.by_id.get(normalized)
        or workspace.by_former_id.get(normalized)
        or _cited_paragraph(workspace, normalized)
    )


def _cited_paragraph(workspace: Workspace, citation: str) -> Paragraph | None:
    """Return the paragraph with this UN citation. The citation is given in lower case, without spaces and brackets.

    The citation is in the spoken language or in English. Return None if no paragraph or more than one paragraph has it.
    """
    for language in dict.fromkeys((spoken(), ENGLISH)):
        with speaking(language):
            cited = [row for row in workspace.paragraphs if _without_spaces(workspace.citation(row)) == citation]
        if len(cited) == 1:
            return cited[0]
    return None


def _without_spaces(text: str) -> str:
    """Return the text without spaces and round brackets, in lower case."""
    return "".join(text.split()).lower().replace("(", "").replace(")", "")


def named(workspace: Workspace, name: str) -> list[str]:
    """Return the ids of the organisations with this name, in any language and in any case."""
    sought = name.casefold()
    return [
        actor.id
        for actor in workspace.actors
        if actor.name and sought in {text.casefold() for text in (actor.name, *actor.name.languages.values())}
    ]


def similar_ids(workspace: Workspace, identifier: str) -> list[str]:
    """Return at most three existing ids to suggest in place of `identifier`. The most similar id comes first.

    If `identifier` is only the number of a paragraph, return the ids of the paragraphs with this number.
    """
    if paragraphs := _paragraphs_with_number(workspace, identifier):
        return paragraphs[:3]
    ids = list(workspace.by_id)
    pillar, dot, _ = identifier.partition(".")
    same_pillar = sorted((id_ for id_ in ids if id_.startswith(f"{pillar}.")), key=natural_key) if dot else []
    return close_matches(identifier, same_pillar or ids, workspace.actor_ids_by_acronym, limit=3, cutoff=0.5)


def _paragraphs_with_number(workspace: Workspace, number: str) -> list[str]:
    """Return the id of each paragraph that has this number, in any document.

    Documents about the workspace's own State come first, and among them those of the mechanism in the setting
    `treaty_body`. Otherwise, documents are in reverse order of their ids.
    """
    documents = sorted(workspace.documents, key=lambda document: document.id, reverse=True)
    documents.sort(
        key=lambda document: (not workspace.is_own(document), document.mechanism != workspace.settings.treaty_body)
    )
    ids = [f"{document.id}:{number.strip().lower()}" for document in documents]
    return [identifier for identifier in ids if identifier in workspace.by_id]


def heading(record: Record) -> str:
    """Return the heading under which a record is shown: its text, title, name, summary, heading, or name of the State.

    The first of these fields that is not empty is used. If all are empty, the heading says that the name or the content
    is missing.
    """
    for field in ("text", "title", "name", "summary", "heading", "state_name"):
        if text := getattr(record, field, None):
            return str(text)
    if isinstance(record, Actor):
        return (
            gettext("%(acronym)s, name not known", acronym=record.acronym)
            if record.acronym
            else gettext("name not known")
        )
    return gettext("content not entered yet")


def details(workspace: Workspace, record: Record) -> Details:
    """Return the record with all its links to other records and all links from other records to it."""
    identifier = getattr(record, "id", "")
    links_by_order = list[tuple[int, Relation]]()
    backlinks = list[Relation]()
    for link in references_with_steps(workspace):
        if link.target_type not in TYPES_WITH_ID or (link.owner is not record and link.target_id != identifier):
            continue
        field, label, inverse = relation_labels(link)
        if link.owner is record and label:
            target = Relation(label, link.target_id, workspace.by_id.get(link.target_id))
            links_by_order.append((_ORDER[field], target))
        if link.target_id == identifier:
            backlinks.append(Relation(inverse, *_id_and_record(link.owner)))
    backlinks += (
        Relation(gettext("mentioned in"), *_id_and_record(owner)) for owner in _mentioning(workspace, identifier)
    )
    relations = tuple(relation for _, relation in sorted(links_by_order, key=lambda pair: pair[0]))
    # Two records that link to each other, such as a mechanism and its procedure, are listed once.
    listed = {(relation.label, relation.id) for relation in relations}
    others = {(link.label, link.id): link for link in backlinks if (link.label, link.id) not in listed}
    return Details(
        record, relations, tuple(sorted(others.values(), key=lambda link: (link.label, natural_key(link.id))))
    )


def relation_labels(link: Reference) -> tuple[str, str, str]:
    """Return the key of a link in RELATION, the label of the link, and its inverse label.

    The inverse label is the label as seen from the record that the link refers to.
    """
    if isinstance(link.holder, Link):
        kind = link.holder.kind
        return link.field_path, kind, LINK[kind].inverse or kind
    owner = link.owner
    model = "Advocacy" if isinstance(owner, Action) and owner.kind == "advocacy" else type(owner).__name__
    # A remark belongs to a record or to a part of a record, such as a step of a procedure.
    keys = (f"{model}.{link.field_path}", link.field_path, link.field_path.partition(".")[2])
    key = next(key for key in keys if key in RELATION)
    return key, RELATION[key].singular, RELATION[key].inverse


def _id_and_record(record: Record) -> tuple[str, Record]:
    """Return a pair: the id of a record, and the record itself.

    If the record has no id, the name of its file takes the place of the id.
    """
    return getattr(record, "id", record.place.file), record


def _mentioning(workspace: Workspace, identifier: str) -> Iterator[Record]:
    """Yield the records that have a text with a Markdown link to this id."""
    target = f"#{identifier}"
    places = [
        text.place
        for text in record_texts(workspace.file_records())
        if target in text.text and any(to == target for _, to in links(text.text))
    ]
    if not places:
        return
    records = (*workspace.file_records(), *workspace.all_records())
    records_by_place = {(record.place.file, record.place.path): record for record in records}
    for place in places:
        # The innermost record that has the text.
        lengths = range(len(place.path), -1, -1)
        keys = ((place.file, place.path[:length]) for length in lengths)
        yield next(records_by_place[key] for key in keys if key in records_by_place)
