"""Move a record to another list, such as an activity to another category or pillar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.editing.check import checked_changes
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.editing.records.places import cut, insert, kind_of, place_phrase, possible_lists
from cobtrack.editing.records.rename import notes_on_mentions, renamed_texts, require_renamable
from cobtrack.errors import CobtrackError
from cobtrack.model.record import kind_word
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.pillar import Activity, Pillar
from cobtrack.model.text.ids import next_activity_id
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cobtrack.editing.records.places import RecordList
    from cobtrack.model.workspace import RecordWithId, Workspace
    from cobtrack.store.load import Loaded


class SeveralPlacesError(CobtrackError):
    """A name can mean several lists. `labels` has a name for each of them that no other list has."""

    def __init__(self, message: str, labels: Sequence[str]) -> None:
        super().__init__(message, f"choose {join([f'“{label}”' for label in labels], 'or')}")
        self.labels = labels


def move(loaded: Loaded, record: RecordWithId, to: str, as_of: date) -> PlannedChange:
    """Return the changes that move a record to the list that people call `to`: a category, pillar, mechanism or file.

    An activity that moves to another pillar gets the next free id there. It keeps its old id in the field `formerly`,
    and all links to it change. A record that moves within a pillar or to any other place keeps its id.

    Raises SeveralPlacesError if `to` can mean several lists. Raises CobtrackError if there is no such list, or if the
    record cannot be moved. Raises NewErrorsError if the change would add errors to the workspace.
    """
    require_renamable(loaded, record)
    _refuse_immovable(record)
    place = _place(loaded.workspace, record, to)
    name = f"The {kind_word(type(record))} {record.id}"
    if any(record is other for other in place.records):
        return PlannedChange((f"Unchanged: {record.id} is already in “{place.title}”",), {}, {})
    new_ids = {record.id: new_id} if (new_id := _new_id(loaded.workspace, record, place)) != record.id else {}
    texts = {file: text.decode() for file, text in renamed_texts(loaded, new_ids).items()}
    file = record.place.file
    source = texts.get(file) or loaded.raw_bytes[file].decode()
    texts[file], lines, notes = cut(file, source, record.place.path, record.id)
    target = texts.get(place.file) or loaded.raw_bytes.get(place.file, b"").decode()
    texts[place.file] = insert(target, place, type(record), new_id, lines)
    new_texts = {file: text.encode() for file, text in texts.items()}
    return PlannedChange(
        (f"{name} is moved {place_phrase(loaded, place)}{f', and is now {new_id}' if new_ids else ''}",),
        new_texts,
        checked_changes(loaded, new_texts, as_of, new_ids),
        (*notes, *notes_on_mentions(loaded, new_texts, new_ids)),
    )


def _refuse_immovable(record: RecordWithId) -> None:
    """Raise CobtrackError if a record belongs to its document, or is the content of a whole file."""
    if isinstance(record, Paragraph):
        raise CobtrackError(f"{record.id} belongs to its document", "to change its number: cobtrack rename")
    if kind_of(type(record)).model is type(record):
        raise CobtrackError(f"{record.id} has a file of its own", "to change its id: cobtrack rename")


def _place(workspace: Workspace, record: RecordWithId, to: str) -> RecordList:
    """Return the list that a person means. In another pillar, this can be the category with the same title."""
    lists = possible_lists(workspace, type(record), to)
    if len(lists) > 1:
        own = possible_lists(workspace, type(record), like=record)[0]
        same_title = [candidate for candidate in lists if own not in lists and candidate.title == own.title]
        lists = same_title if len(same_title) == 1 else lists
    if len(lists) > 1:
        raise SeveralPlacesError(f'"{to}" can mean several places', [candidate.label for candidate in lists])
    return lists[0]


def _new_id(workspace: Workspace, record: RecordWithId, place: RecordList) -> str:
    """Return the id that a record has after it was moved."""
    if not (isinstance(record, Activity) and isinstance(place.root, Pillar)):
        return record.id
    number = place.root.pillar
    is_in_pillar = record.id.partition(".")[0] == str(number)
    return record.id if is_in_pillar else next_activity_id(number, workspace.used_ids)
