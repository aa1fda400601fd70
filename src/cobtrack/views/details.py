"""One thing in full, with all that links to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.labels import LINK, RELATION
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
    from cobtrack.model.references import Reference
    from cobtrack.model.workspace import RecordWithId, Workspace


@dataclass(frozen=True)
class Relation:
    """A link to something else: what it is to the thing, and the thing (None where the id leads nowhere)."""

    label: str
    id: str
    record: Record | None


@dataclass(frozen=True)
class Details:
    """A record, what it links to and what links to it."""

    record: RecordWithId
    links: tuple[Relation, ...]
    backlinks: tuple[Relation, ...]


_MENTIONED = "mentioned in"
_ORDER = {field: number for number, field in enumerate(RELATION)}


def find_record(workspace: Workspace, identifier: str) -> RecordWithId | None:
    """The thing with that id, however it is written: `CERD`, `crc-2022:42 (a)`, `activity:1.10` as in a spreadsheet."""
    tidy = identifier.strip().lower().replace(" ", "").replace("(", "").replace(")", "").removeprefix("activity:")
    return workspace.by_id.get(identifier) or workspace.by_id.get(tidy)


def similar_ids(workspace: Workspace, identifier: str) -> list[str]:
    """Ids like this one, at most three, the likeliest first."""
    ids = list(workspace.by_id)
    head = identifier.partition(".")[0] + "."
    same_pillar = sorted((one for one in ids if one.startswith(head)), key=natural_key) if "." in identifier else []
    return close_matches(identifier, same_pillar or ids, workspace.actor_ids_by_acronym, limit=3, cutoff=0.5)


def heading(record: RecordWithId) -> str:
    """Return the text that a record is shown by: its text, title, name or summary, whichever it has."""
    for field in ("text", "title", "name", "summary", "heading"):
        if text := getattr(record, field, None):
            return str(text)
    if isinstance(record, Actor):
        return f"{record.acronym}, name not known" if record.acronym else "name not known"
    return "content not entered yet"


def details(workspace: Workspace, record: RecordWithId) -> Details:
    """The thing with all its ties."""
    to, back = list[tuple[int, Relation]](), list[Relation]()
    for link in references_with_steps(workspace):
        if link.target_type not in TYPES_WITH_ID or (link.owner is not record and link.target_id != record.id):
            continue
        field, (forward, backward) = relation_labels(link)
        if link.owner is record and forward:
            to.append((_ORDER[field], Relation(forward, link.target_id, workspace.by_id.get(link.target_id))))
        if link.target_id == record.id:
            back.append(Relation(backward, *_name(link.owner)))
    back += (Relation(_MENTIONED, *_name(owner)) for owner in _mentioning(workspace, record.id))
    forth = tuple(tie for _, tie in sorted(to, key=lambda both: both[0]))
    # What both say of each other, such as a mechanism and its procedures, is told once.
    told = {(tie.label, tie.id) for tie in forth}
    found = {(tie.label, tie.id): tie for tie in back if (tie.label, tie.id) not in told}
    return Details(record, forth, tuple(sorted(found.values(), key=lambda tie: (tie.label, natural_key(tie.id)))))


def relation_labels(link: Reference) -> tuple[str, tuple[str, str]]:
    """The key of a link's words, and the words: of what it leads to, and of its owner."""
    if isinstance(link.holder, Link):
        return link.field_path, (link.holder.kind, LINK[link.holder.kind].inverse or link.holder.kind)
    owner = link.owner
    kind = "Advocacy" if isinstance(owner, Action) and owner.kind == "advocacy" else type(owner).__name__
    # A remark may stand on a record or on a part of one, such as a step.
    keys = (f"{kind}.{link.field_path}", link.field_path, link.field_path.partition(".")[2])
    field = next(key for key in keys if key in RELATION)
    return field, (RELATION[field].singular, RELATION[field].inverse)


def _name(owner: Record) -> tuple[str, Record]:
    """What stands for a record in a tie: its id; a file without one goes by its name."""
    return getattr(owner, "id", owner.place.file), owner


def _mentioning(workspace: Workspace, identifier: str) -> Iterator[Record]:
    """The records in whose texts there is a Markdown link to the thing."""
    target = f"#{identifier}"
    found = [
        passage.place
        for passage in record_texts(workspace.file_records())
        if target in passage.text and any(to == target for _, to in links(passage.text))
    ]
    if not found:
        return
    owners = {(one.place.file, one.place.path): one for one in (*workspace.file_records(), *workspace.all_records())}
    for place in found:
        lengths = range(len(place.path), -1, -1)
        yield next(owners[key] for size in lengths if (key := (place.file, place.path[:size])) in owners)
