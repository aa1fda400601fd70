"""Another id for a record: in the record itself, in what has its id as a beginning, and in every link to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError
from cobtrack.model.problem import Severity
from cobtrack.model.records.document import Document, Paragraph, split_paragraph_id
from cobtrack.model.records.mechanism import Mechanism
from cobtrack.model.records.pillar import Activity
from cobtrack.model.references import TYPES_WITH_ID, references
from cobtrack.model.text.markup import links
from cobtrack.model.text.record_texts import record_texts, walk_records
from cobtrack.model.text.suggestions import possible_ids
from cobtrack.model.text.wording import join, join_first
from cobtrack.store.edit.apply import substitute
from cobtrack.store.edit.source import EditError
from cobtrack.store.validation.build import build

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.problem import Path, Place
    from cobtrack.model.workspace import RecordWithId, Workspace
    from cobtrack.store.load import Loaded

_MOST = 5
"""Ids that a sentence lists."""


class RenameError(CobtrackError):
    """The record cannot be given that id."""


@dataclass(frozen=True)
class Renaming:
    """What another id for a record changes. Nothing has been written yet."""

    ids: Mapping[str, str]
    """The new ids by the old ones, that of the record itself first."""
    texts: Mapping[str, bytes]
    """What each file that changes is to hold, by its name."""
    places: Mapping[str, int]
    """In how many places an id changes, by the name of the file."""
    mentions: tuple[Place, ...]
    """The texts that mention an old id in words, and stay as they are."""


def rename(loaded: Loaded, record: RecordWithId, new: str) -> Renaming:
    """What giving a record of a workspace another id changes.

    Raises RenameError where the id is none for such a record or is in use, and where a file would have to be read or
    written that cannot be.
    """
    if broken := [one.place.file for one in loaded.problems if one.severity is Severity.ERROR]:
        where = join_first(list(dict.fromkeys(broken)))
        message = f"not all of {where} could be read, and what could not may name {record.id}"
        raise RenameError(message, 'run "cobtrack validate" and mend it first')
    _refuse_foreign(loaded, record)
    _refuse_malformed(record, new)
    ids = {record.id: new, **dict(_below(loaded.workspace, record, new))}
    _refuse_taken(loaded.workspace, ids)
    changes = _changes(loaded, ids)
    texts = {file: _substituted(file, loaded.raw_bytes[file], at) for file, at in changes.items()}
    return Renaming(ids, texts, {file: len(at) for file, at in changes.items()}, _mentions(loaded.workspace, ids))


def _refuse_foreign(loaded: Loaded, record: RecordWithId) -> None:
    """Raise RenameError where no file of the workspace gives the record its id."""
    if record.place.file not in loaded.raw_bytes:
        raise RenameError(f"{record.id} ships with cobtrack", "copy it into data/procedures, with an id of its own")
    own = Counter(one.id for one in _named(loaded.workspace))
    if not own[record.id]:
        hint = f"enter it in {record.place.file} as a deadline that says which step it is"
        raise RenameError(f"{record.id} is a step of a review procedure, which no file has as a deadline", hint)
    if own[record.id] > 1:
        hint = f'change one of them in a text editor: "cobtrack validate" shows where {record.id} stands twice'
        raise RenameError(f"{record.id} stands twice, and a link to it could mean either", hint)


def _refuse_malformed(record: RecordWithId, new: str) -> None:
    """Raise RenameError where a record of this kind cannot have such an id."""
    for problem in build(type(record), {"id": new}, "").problems:
        if problem.place.path == ("id",):
            raise RenameError(problem.message, problem.hint)
    if isinstance(record, Paragraph) and not new.startswith(f"{record.document}:"):
        message = f"{record.id} is a paragraph of {record.document}, so its id begins with that"
        raise RenameError(message, f"name it {record.document}:{new.partition(':')[2]}, or rename the document")
    pillar = record.id.partition(".")[0]
    if isinstance(record, Activity) and new.partition(".")[0] != pillar:
        raise RenameError(f"{record.id} is an activity of pillar {pillar}", f"its id begins with {pillar}.")


def _below(workspace: Workspace, record: RecordWithId, new: str) -> Iterator[tuple[str, str]]:
    """The ids that have a record's id as a beginning, with what they become."""
    match record:
        case Document():
            for paragraph in record.paragraphs:
                if paragraph.document == record.id:
                    yield paragraph.id, new + paragraph.id.removeprefix(record.id)
        case Paragraph():
            yield from _items(workspace, record, new)
        case Mechanism():
            # Steps of its procedure that are no deadlines in its file are named after it.
            own = {deadline.id for deadline in record.deadlines}
            for deadline in workspace.deadlines:
                if deadline.id not in own and workspace.mechanism_of[deadline.id].id == record.id:
                    yield deadline.id, f"{new}-{deadline.step}"


def _items(workspace: Workspace, paragraph: Paragraph, new: str) -> Iterator[tuple[str, str]]:
    """The items of a paragraph, 42a and 42b of 42, where its new id is a number of the same depth."""
    old, other = split_paragraph_id(paragraph.id), split_paragraph_id(new)
    if old is None or other is None or [*map(bool, old)] != [*map(bool, other)]:
        return
    for one in workspace.ids_by_number[paragraph.document].get(paragraph.number, ()):
        rest = one.removeprefix(paragraph.id)
        # 42a is an item of 42, and 42a-ii of 42a; 42a-ii is none of 42a-i.
        if rest != one and (rest.startswith("-") or (rest[:1].isalpha() and not paragraph.item)):
            yield one, new + rest


def _refuse_taken(workspace: Workspace, ids: Mapping[str, str]) -> None:
    """Raise RenameError where one of the new ids is in use."""
    if taken := [one for one in ids.values() if one in workspace.by_id]:
        what = f"{join(taken[:_MOST])} {'is' if len(taken) == 1 else 'are'} in use"
        more = f", and {len(taken) - _MOST} more" if len(taken) > _MOST else ""
        raise RenameError(what + more, f'"cobtrack show {taken[0]}" tells what it is; take another id')


def _named(workspace: Workspace) -> Iterator[RecordWithId]:
    """Whatever has an id in the files, and nothing that was worked out."""
    return (record for record in walk_records(workspace.file_records()) if type(record).__name__ in TYPES_WITH_ID)  # type: ignore[misc]


def _changes(loaded: Loaded, ids: Mapping[str, str]) -> dict[str, dict[Path, dict[str, str]]]:
    """By file and path: which words become which."""
    found: defaultdict[str, dict[Path, dict[str, str]]] = defaultdict(dict)
    places = [(record.place.at("id"), record.id) for record in _named(loaded.workspace) if record.id in ids]
    places += [
        (one.place, one.target_id)
        for one in references(loaded.workspace)
        if one.target_id in ids and one.target_type in TYPES_WITH_ID
    ]
    for place, old in places:
        # What ships with cobtrack stays as it is.
        if place.file in loaded.raw_bytes:
            found[place.file][place.path] = {old: ids[old]}
    for passage in record_texts(loaded.workspace.file_records()):
        if marks := _marks(passage.text, ids):
            place = passage.place
            found[place.file].setdefault(place.path, {}).update(marks)
    return dict(found)


def _marks(text: str, ids: Mapping[str, str]) -> dict[str, str]:
    """The Markdown links in a text that lead to one of the ids, with what they become."""
    if "](#" not in text:
        return {}
    targets = (target[1:] for _, target in links(text) if target.startswith("#"))
    return {f"](#{one})": f"](#{ids[one]})" for one in targets if one in ids}


def _substituted(file: str, before: bytes, changes: Mapping[Path, Mapping[str, str]]) -> bytes:
    try:
        return substitute(before.decode(), changes).encode()
    except EditError as error:
        raise RenameError(f"{file}: {error}", error.hint) from None


def _mentions(workspace: Workspace, ids: Mapping[str, str]) -> tuple[Place, ...]:
    """The texts that mention one of the ids other than as a link."""
    found = []
    for passage in record_texts(workspace.file_records()):
        text = passage.text
        for mark in _marks(text, ids):
            text = text.replace(mark, "")
        if any(one in ids for one in possible_ids(text)):
            found.append(passage.place)
    return tuple(found)
