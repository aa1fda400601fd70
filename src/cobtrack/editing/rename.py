"""Give a record another id: change the record's id, the ids that begin with it, and all links to these ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.editing.check import checked_changes
from cobtrack.errors import CobtrackError
from cobtrack.model.problem import Severity
from cobtrack.model.record_texts import record_texts
from cobtrack.model.records.document import Document, Paragraph, split_paragraph_id
from cobtrack.model.records.mechanism import Mechanism
from cobtrack.model.records.pillar import Activity
from cobtrack.model.references import TYPES_WITH_ID, records_in_files, references
from cobtrack.model.text.ids import possible_ids
from cobtrack.model.text.markup import links
from cobtrack.model.text.wording import join_first
from cobtrack.store.edit.apply import substitute
from cobtrack.store.edit.source import EditError
from cobtrack.store.validation.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from cobtrack.model.problem import Path, Place
    from cobtrack.model.workspace import RecordWithId, Workspace
    from cobtrack.store.load import Loaded
    from cobtrack.store.write import Changes

_MAX_IDS_LISTED = 5


class RenameError(CobtrackError):
    """The record cannot have the new id."""


@dataclass(frozen=True)
class Renaming:
    """The changes that give a record another id. Nothing has been written yet."""

    new_ids: Mapping[str, str]
    """The new ids, keyed by old id. The id of the record itself comes first."""
    texts: Mapping[str, bytes]
    """The new text of every changed file, keyed by file name."""
    changes: Changes
    """The changes that a transaction has to commit."""
    places: Mapping[str, int]
    """The number of changed ids in each file, keyed by file name."""
    mentions: tuple[Place, ...]
    """The places of texts that mention an old id. These texts do not change."""
    files_named_after: tuple[str, ...]
    """The files that are named after the old id. These files are not renamed."""


def rename(loaded: Loaded, record: RecordWithId, new_id: str, as_of: date) -> Renaming:
    """Return the changes that give a record another id.

    Raises RenameError if the record cannot have this id, if the id is in use, or if a file could not be read or cannot
    be edited. Raises NewErrorsError if the change would add errors to the workspace.
    """
    _require_all_read(loaded, record)
    _refuse_foreign(loaded, record)
    _refuse_malformed(record, new_id)
    new_ids = {record.id: new_id, **dict(_dependent_ids(loaded.workspace, record, new_id))}
    _refuse_taken(loaded.workspace, new_ids)
    substitutions = _substitutions(loaded, new_ids)
    texts = {file: _substitute(file, loaded.raw_bytes[file], by_path) for file, by_path in substitutions.items()}
    return Renaming(
        new_ids=new_ids,
        texts=texts,
        changes=checked_changes(loaded, texts, as_of, new_ids),
        places={file: len(by_path) for file, by_path in substitutions.items()},
        mentions=_mentions(loaded.workspace, new_ids),
        files_named_after=tuple(file for file in loaded.files if file.endswith(f"/{record.id}.yaml")),
    )


def _require_all_read(loaded: Loaded, record: RecordWithId) -> None:
    """Raise RenameError if any part of the data could not be read.

    The unread part might contain links to the record, which would then keep the old id.
    """
    files = [problem.place.file for problem in loaded.problems if problem.severity is Severity.ERROR]
    if files:
        where = join_first(list(dict.fromkeys(files)))
        message = f"parts of {where} could not be read, and these parts might name {record.id}"
        raise RenameError(message, 'run "cobtrack validate" and fix the errors first')


def _refuse_foreign(loaded: Loaded, record: RecordWithId) -> None:
    """Raise RenameError if the record's id is not in a file of the workspace, or if two records have this id."""
    if record.place.file not in loaded.raw_bytes:
        raise RenameError(f"{record.id} ships with cobtrack", "copy it into data/procedures under another id")
    count = Counter(other.id for other in records_in_files(loaded.workspace))[record.id]
    if not count:
        message = f"{record.id} is a step of a review procedure, and no file lists it as a deadline"
        raise RenameError(message, f"add a deadline with this step to {record.place.file}")
    if count > 1:
        hint = 'change one of them in a text editor; "cobtrack validate" shows where they are'
        raise RenameError(f"{count} records have the id {record.id}, so a link to this id is ambiguous", hint)


def _refuse_malformed(record: RecordWithId, new_id: str) -> None:
    """Raise RenameError if the new id is not a valid id for this kind of record."""
    for problem in build(type(record), {"id": new_id}, "").problems:
        if problem.place.path == ("id",):
            raise RenameError(problem.message, problem.hint)
    if isinstance(record, Paragraph) and not new_id.startswith(f"{record.document}:"):
        message = f"{record.id} is a paragraph of {record.document}, and {new_id} is not an id for that document"
        raise RenameError(message, f"use {record.document}:{new_id.partition(':')[2]}, or rename the document")
    pillar = record.id.partition(".")[0]
    if isinstance(record, Activity) and new_id.partition(".")[0] != pillar:
        message = f"{record.id} is an activity of pillar {pillar}, and {new_id} is not an id for that pillar"
        raise RenameError(message, f'choose an id that begins with "{pillar}."')


def _dependent_ids(workspace: Workspace, record: RecordWithId, new_id: str) -> Iterator[tuple[str, str]]:
    """Yield each id that begins with the record's id, with its new id."""
    match record:
        case Document():
            for paragraph in record.paragraphs:
                if paragraph.document == record.id:
                    yield paragraph.id, new_id + paragraph.id.removeprefix(record.id)
        case Paragraph():
            yield from _item_ids(workspace, record, new_id)
        case Mechanism():
            # Deadlines that come from steps of a review procedure have ids that begin with the mechanism's id.
            listed = {deadline.id for deadline in record.deadlines}
            for deadline in workspace.deadlines:
                if deadline.id not in listed and workspace.mechanism_of[deadline.id].id == record.id:
                    yield deadline.id, f"{new_id}-{deadline.step}"


def _item_ids(workspace: Workspace, paragraph: Paragraph, new_id: str) -> Iterator[tuple[str, str]]:
    """Yield the id of each lettered item of a paragraph (for example 42a and 42b in 42), with its new id.

    The ids of items change only if the new id has the same parts (number, letter, roman numeral) as the old id.
    """
    old_parts, new_parts = split_paragraph_id(paragraph.id), split_paragraph_id(new_id)
    if old_parts is None or new_parts is None or [*map(bool, old_parts)] != [*map(bool, new_parts)]:
        return
    for item in workspace.ids_by_number[paragraph.document].get(paragraph.number, ()):
        rest = item.removeprefix(paragraph.id)
        # 42a is an item of 42, and 42a-ii is an item of 42a, but 42a-ii is not an item of 42a-i.
        if rest != item and (rest.startswith("-") or (rest[:1].isalpha() and not paragraph.item)):
            yield item, new_id + rest


def _refuse_taken(workspace: Workspace, new_ids: Mapping[str, str]) -> None:
    """Raise RenameError if one of the new ids is in use."""
    if taken := [new_id for new_id in new_ids.values() if new_id in workspace.by_id]:
        verb = "is" if len(taken) == 1 else "are"
        message = f"{join_first(taken, _MAX_IDS_LISTED)} {verb} in use"
        raise RenameError(message, f"choose another id; cobtrack show {taken[0]} shows the record that has it")


def _substitutions(loaded: Loaded, new_ids: Mapping[str, str]) -> dict[str, dict[Path, dict[str, str]]]:
    """Return the words to replace in the files.

    The result maps each file name and path of a value to the replacements there, keyed by old word.
    """
    result: defaultdict[str, dict[Path, dict[str, str]]] = defaultdict(dict)
    places = [(record.place.at("id"), record.id) for record in records_in_files(loaded.workspace)]
    places += [
        (link.place, link.target_id) for link in references(loaded.workspace) if link.target_type in TYPES_WITH_ID
    ]
    for place, old_id in places:
        # Procedures that ship with cobtrack are not changed.
        if old_id in new_ids and place.file in loaded.raw_bytes:
            result[place.file][place.path] = {old_id: new_ids[old_id]}
    for text in record_texts(loaded.workspace.file_records()):
        if targets := _link_targets(text.text, new_ids):
            result[text.place.file].setdefault(text.place.path, {}).update(targets)
    return dict(result)


def _link_targets(text: str, new_ids: Mapping[str, str]) -> dict[str, str]:
    """Return the new targets of the Markdown links in `text`, keyed by old target.

    Only links to an id in `new_ids` are included. A target is returned with its brackets (for example `](#2.6)`).
    """
    if "](#" not in text:
        return {}
    targets = (target[1:] for _, target in links(text) if target.startswith("#"))
    return {f"](#{target})": f"](#{new_ids[target]})" for target in targets if target in new_ids}


def _substitute(file: str, before: bytes, substitutions: Mapping[Path, Mapping[str, str]]) -> bytes:
    try:
        return substitute(before.decode(), substitutions).encode()
    except EditError as error:
        raise RenameError(f"{file}: {error.message}", error.hint) from None


def _mentions(workspace: Workspace, new_ids: Mapping[str, str]) -> tuple[Place, ...]:
    """Return the place of each text that mentions an old id, except as the target of a link.

    Such mentions are not changed by the renaming.
    """
    places = []
    for record_text in record_texts(workspace.file_records()):
        text = record_text.text
        for target in _link_targets(text, new_ids):
            text = text.replace(target, "")
        if any(word in new_ids for word in possible_ids(text)):
            places.append(record_text.place)
    return tuple(places)
