"""Give a record another id: change the record's id, the ids that begin with it, and all links to these ids."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING

from cobtrack.editing.check import checked_changes
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.errors import CobtrackError
from cobtrack.model.problem import Severity
from cobtrack.model.record import fields_by_key, kind_word
from cobtrack.model.record_texts import record_texts
from cobtrack.model.records.document import Document, Paragraph, split_paragraph_id
from cobtrack.model.records.mechanism import Mechanism
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.roadmap import Removed
from cobtrack.model.references import TYPES_WITH_ID, records_in_files, references
from cobtrack.model.text.ids import possible_ids
from cobtrack.model.text.markup import links
from cobtrack.model.text.wording import join_first, quantity
from cobtrack.store.edit.apply import set_value, substitute
from cobtrack.store.edit.source import SourceFile, naming_file
from cobtrack.store.load import reload_with
from cobtrack.store.validation.build import build

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping
    from datetime import date

    from cobtrack.model.problem import Path, Place
    from cobtrack.model.workspace import RecordWithId, Workspace
    from cobtrack.store.load import Loaded

_MAX_IDS_LISTED = 5


class RenameError(CobtrackError):
    """The record cannot have the new id."""


def rename(loaded: Loaded, record: RecordWithId, new_id: str, as_of: date) -> PlannedChange:
    """Return the changes that give a record another id. The record keeps the old id in its field `formerly`.

    Raises RenameError if the record cannot have this id, if the id is or was used, or if a file could not be read or
    cannot be edited. Raises NewErrorsError if the change would add errors to the workspace.
    """
    if record.id == new_id:
        return PlannedChange((f"Unchanged: {new_id} is already the id",), {}, {})
    require_renamable(loaded, record)
    _refuse_malformed(record, new_id)
    new_ids = {record.id: new_id, **dict(_dependent_ids(loaded.workspace, record, new_id))}
    _refuse_used(loaded.workspace, new_ids)
    texts = renamed_texts(loaded, new_ids)
    others = len(new_ids) - 1
    also = f", and {quantity(others, 'id')} that {'begins' if others == 1 else 'begin'} with it" if others else ""
    return PlannedChange(
        (f"The {kind_word(type(record))} {record.id} is now {new_id}{also}",),
        texts,
        checked_changes(loaded, texts, as_of, new_ids),
        (*notes_on_mentions(loaded, texts, new_ids), *_notes_on_files(loaded, record)),
    )


def require_renamable(loaded: Loaded, record: RecordWithId) -> None:
    """Raise RenameError if the record is in no file of the workspace, or if a part of the data could not be read."""
    _require_all_read(loaded, record)
    _refuse_foreign(loaded, record)


def renamed_texts(loaded: Loaded, new_ids: Mapping[str, str]) -> dict[str, bytes]:
    """Return the new text of every file in which an id changes, keyed by file name.

    `new_ids` maps old to new ids. Each renamed record keeps its old id in its field `formerly`. The paths of all values
    in the files stay the same. Raises RenameError if a file cannot be edited.
    """
    substitutions = _substitutions(loaded, new_ids)
    texts = {file: loaded.raw_bytes[file].decode() for file in substitutions}
    for file, by_path in substitutions.items():
        with naming_file(file, RenameError):
            texts[file] = substitute(texts[file], by_path)
    for record in records_in_files(loaded.workspace):
        # The former ids of a document are also the beginnings of former ids of its paragraphs.
        if record.id in new_ids and not (isinstance(record, Paragraph) and record.document in new_ids):
            file, path = record.place.file, (*record.place.path, "formerly")
            former = [former for former in getattr(record, "formerly", ()) if former != new_ids[record.id]]
            with naming_file(file, RenameError):
                keys = tuple(fields_by_key(type(record)))
                texts[file] = set_value(texts[file], path, [*former, record.id], keys)
    return {file: text.encode() for file, text in texts.items()}


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


def _refuse_used(workspace: Workspace, new_ids: Mapping[str, str]) -> None:
    """Raise RenameError if one of the new ids is in use, or was used before by another record."""
    if taken := [new_id for new_id in new_ids.values() if new_id in workspace.by_id]:
        verb = "is" if len(taken) == 1 else "are"
        message = f"{join_first(taken, _MAX_IDS_LISTED)} {verb} in use"
        raise RenameError(message, f"choose another id; cobtrack show {taken[0]} shows the record that has it")
    for old_id, new_id in new_ids.items():
        is_own = workspace.by_former_id.get(new_id) is workspace.by_id[old_id]
        if new_id in workspace.earlier_ids and not is_own:
            what = workspace.what_became_of(new_id)
            raise RenameError(f"{new_id} was used before: {what}", "choose another id, because no id is used again")


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


def notes_on_mentions(loaded: Loaded, texts: Mapping[str, bytes | None], ids: Collection[str]) -> Iterator[str]:
    """Yield a note if texts mention ids of records that are renamed or removed, except as the targets of links.

    `texts` has the new texts of the files that the change affects. The note gives the line of the first mention.
    """
    if not (places := _mentions(reload_with(loaded, texts).workspace, ids)):
        return
    first = places[0]
    text = texts.get(first.file) or loaded.raw_bytes[first.file]
    spans = SourceFile(text.decode()).spans
    # A list with one source can also be written as a single value.
    span = spans.get((first.path, False)) or spans[first.path[:-1], False]
    more = f", and {len(places) - 1} more" if len(places) > 1 else ""
    count = quantity(len(places), "text mentions", "texts mention")
    unchanged = "was not changed" if len(places) == 1 else "were not changed"
    what = next(iter(ids)) if len(ids) == 1 else "an old id"
    yield f"{count} {what} and {unchanged}: {first.file}:{span.line}{more}"


def _notes_on_files(loaded: Loaded, record: RecordWithId) -> Iterator[str]:
    """Yield a note for each file that is named after the record. These files are not renamed."""
    for file in loaded.files:
        if file.endswith(f"/{record.id}.yaml"):
            yield f"the file {file} was not renamed; its name has no effect on the data"


def _mentions(workspace: Workspace, ids: Collection[str]) -> list[Place]:
    """Return the place of each text that mentions one of the ids, except as the target of a link.

    The titles of removed records are left out.
    """
    places = []
    for record_text in record_texts(workspace.file_records()):
        if isinstance(record_text.record, Removed):
            continue
        text = record_text.text
        for target in _link_targets(text, dict.fromkeys(ids, "")):
            text = text.replace(target, "")
        if any(word in ids for word in possible_ids(text)):
            places.append(record_text.place)
    return places
