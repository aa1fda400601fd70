"""Remove records that no other record names. The roadmap keeps their ids, so that these are never used again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.editing.check import checked_changes, refuse_private
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.editing.records.places import cut
from cobtrack.editing.records.rename import notes_on_mentions, require_renamable
from cobtrack.errors import CobtrackError, NewErrorsError
from cobtrack.model.audience import AUDIENCES, audience_of
from cobtrack.model.kinds import KINDS_BY_NAME
from cobtrack.model.record import fields_by_key, kind_word
from cobtrack.model.record_texts import walk_records
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.pillar import Pillar
from cobtrack.model.records.roadmap import Removed, Roadmap
from cobtrack.model.references import TYPES_WITH_ID, references
from cobtrack.model.text.escape import NOT_IN_FILES
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.markup import links, plain_text
from cobtrack.model.text.wording import join_first, quantity
from cobtrack.rules import safeguarding
from cobtrack.store.edit.records import insert_record
from cobtrack.store.edit.source import naming_file
from cobtrack.store.files import describe_character
from cobtrack.store.locate import Locator
from cobtrack.store.validation.build import build
from cobtrack.store.yaml import writer
from cobtrack.views.details import heading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from cobtrack.model.problem import Place
    from cobtrack.model.record import Record
    from cobtrack.model.references import Reference
    from cobtrack.model.workspace import RecordWithId, Workspace
    from cobtrack.store.load import Loaded

_MAX_TITLE_LENGTH = 100
_MAX_LISTED = 10


class RemoveError(CobtrackError):
    """The record cannot be removed."""


def remove(loaded: Loaded, records: Sequence[RecordWithId | Pillar], as_of: date, why: str = "") -> PlannedChange:
    """Return the changes that remove records. The roadmap keeps their ids and titles in `removed`, with the reason.

    A record that is the content of a whole file is removed together with the file. Comments within the records are
    removed with them; all other comments stay.

    Raises RemoveError if a record contains other records, if it is not in a file of the workspace, or if there is no
    roadmap to keep its id. Raises NewErrorsError if other records name one of the records, or if the change would add
    errors to the workspace. Raises CobtrackError if the reason has personal data.
    """
    workspace = loaded.workspace
    for record in records:
        if not isinstance(record, Pillar):
            require_renamable(loaded, record)
        _refuse_records_within(workspace, record, records)
    _refuse_if_named(loaded, records)
    entries = [entry for record in records for entry in _entries(workspace, record, as_of, why)]
    _check(loaded, entries)
    texts, notes = dict[str, str | None](), list[str]()
    for record in sorted(records, key=_path_key, reverse=True):
        file, path = record.place.file, record.place.path
        text = texts.get(file, loaded.raw_bytes[file].decode())
        if not path:
            texts[file] = None
        elif text is not None:
            texts[file], _, note = cut(file, text, path, workspace.name_of(record))
            notes += note
    _keep_ids(loaded, texts, entries)
    new_texts = {file: text if text is None else text.encode() for file, text in texts.items()}
    ids = [record.id for record in records if not isinstance(record, Pillar)]
    return PlannedChange(
        tuple(f"{_name(workspace, record)} is removed: {_title(record)}" for record in records),
        new_texts,
        checked_changes(loaded, new_texts, as_of),
        (*notes, *notes_on_mentions(loaded, new_texts, ids)),
    )


def _path_key(record: Record) -> tuple[tuple[int, int | str], ...]:
    """Return a key that sorts records by their place in a file, so that later records can be removed first."""
    return natural_key(".".join(map(str, record.place.path)))


def _name(workspace: Workspace, record: Record) -> str:
    return f"The {kind_word(type(record))} {workspace.name_of(record)}"


def _title(record: Record) -> str:
    text = " ".join(plain_text(heading(record)).split())
    return text if len(text) <= _MAX_TITLE_LENGTH else f"{text[: _MAX_TITLE_LENGTH - 1].rstrip()}…"


def _refuse_records_within(workspace: Workspace, record: Record, removed: Sequence[Record]) -> None:
    """Raise RemoveError if a record contains other records with an id that are not removed too."""
    kept = [
        inner
        for inner in walk_records([record])
        if inner is not record and type(inner).__name__ in TYPES_WITH_ID and not _is_any(inner, removed)
    ]
    if kept:
        kind = kind_word(type(kept[0]))
        count = quantity(len(kept), kind, f"{kind[:-1]}ies" if kind.endswith("y") else "")
        message = f"{_name(workspace, record)} was not removed, because it has {count}"
        raise RemoveError(message, f"remove them too: {join_first([workspace.name_of(inner) for inner in kept])}")


def _is_any(record: Record, records: Sequence[Record]) -> bool:
    return any(record is other for other in records)


def _refuse_if_named(loaded: Loaded, records: Sequence[RecordWithId | Pillar]) -> None:
    """Raise NewErrorsError if other records name one of the records. It has a sentence for each place."""
    workspace = loaded.workspace
    ids = {record.id for record in records if not isinstance(record, Pillar)}
    links_to = [
        link
        for link in references(workspace)
        if link.target_type in TYPES_WITH_ID and link.target_id in ids and not _is_any(link.owner, records)
    ]
    locator = Locator(loaded.root)
    uses = [
        (link.place, f"{workspace.name_of(link.owner)} names {link.target_id} in {link.field_path}")
        for link in links_to
    ]
    uses += _links_in_texts(workspace, ids, records)
    if not uses:
        return
    sentences = [f"{place.file}:{locator.span(place).line}: {what}" for place, what in uses[:_MAX_LISTED]]
    more = f" (the first {_MAX_LISTED} are listed)" if len(uses) > _MAX_LISTED else ""
    where = quantity(len(uses), "place names", "places name")
    message = f"nothing was removed, because {where} {'it' if len(records) == 1 else 'them'}{more}"
    raise NewErrorsError(message, _how_to_unlink(workspace, links_to), sentences)


def _links_in_texts(
    workspace: Workspace, ids: Collection[str], removed: Sequence[Record]
) -> Iterator[tuple[Place, str]]:
    """Yield the place of each Markdown link to one of the ids, except within the removed records, and a sentence."""
    within = [(record.place.file, record.place.path) for record in removed]
    for text in workspace.texts:
        place = text.place
        if any(file == place.file and path == place.path[: len(path)] for file, path in within):
            continue
        for _, target in links(text.text):
            if target.startswith("#") and target[1:] in ids:
                yield place, f"a text has a link to {target[1:]}"


def _how_to_unlink(workspace: Workspace, links_to: Sequence[Reference]) -> str:
    """Return a hint with the command that removes the first of the links."""
    if not links_to:
        return "remove the links from these texts first"
    first = links_to[0]
    owner = workspace.name_of(first.owner)
    if first.holder is not first.owner or "." in first.field_path:
        return f"change these records first: cobtrack set {owner} …"
    is_list = first.list_index is not None
    change = f"{first.field_path}-={first.target_id}" if is_list else f"{first.field_path}=OTHER"
    return f"change these records first, for example: cobtrack set {owner} {change}"


def _entries(workspace: Workspace, record: RecordWithId | Pillar, as_of: date, why: str) -> Iterator[dict[str, Any]]:
    """Yield an entry of the roadmap's field `removed` for each id that the record has or had before."""
    if isinstance(record, Pillar):
        return
    document = workspace.document_of(record) if isinstance(record, Paragraph) else None
    audience = max(map(audience_of, filter(None, [record, document])), key=AUDIENCES.index)
    for identifier in (record.id, *getattr(record, "formerly", ())):
        entry: dict[str, Any] = {"id": identifier, "title": _title(record), "date": str(as_of)}
        entry |= {"why": why} if why else {}
        yield entry | ({"audience": audience} if audience != AUDIENCES[0] else {})


def _check(loaded: Loaded, entries: Sequence[dict[str, Any]]) -> None:
    """Raise RemoveError if the reason is not valid, and CobtrackError if it has personal data."""
    if entries and (control := NOT_IN_FILES.search(entries[0].get("why", ""))):
        raise RemoveError(f"the reason contains {describe_character(control[0])}", "remove it")
    for entry in entries:
        result = build(Removed, dict(entry), "")
        if result.problems or result.record is None:
            raise RemoveError(result.problems[0].message, result.problems[0].hint)
        refuse_private(safeguarding.in_new(result.record, loaded.workspace.settings))


def _keep_ids(loaded: Loaded, texts: dict[str, str | None], entries: Sequence[dict[str, Any]]) -> None:
    """Add entries to the roadmap's field `removed`.

    Raises RemoveError if there is no roadmap, or if its file cannot be edited.
    """
    if not entries:
        return
    file, roadmap = KINDS_BY_NAME["roadmap"].path, loaded.workspace.roadmap
    if roadmap is None:
        hint = f"write {file} first; to remove a record without a trace, delete its lines in a text editor"
        raise RemoveError(f"there is no roadmap in {file}, which keeps the ids of removed records", hint)
    text = texts.get(file) or loaded.raw_bytes[file].decode()
    keys = tuple(fields_by_key(Roadmap))
    with naming_file(file, RemoveError):
        for number, entry in enumerate(entries, len(roadmap.removed)):
            text = insert_record(text, ("removed",), number, [*writer.item_lines(entry, 0)], keys)
    texts[file] = text
