"""Add an entry to a log: progress of an activity or action, an assessment, or a value of an indicator.

Instead of a new entry, somebody can confirm that what was written about earlier words of a record still holds.
"""

from __future__ import annotations

import textwrap
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.editing.check import checked_changes
from cobtrack.editing.fields.assignment import Assignment
from cobtrack.editing.fields.set_fields import set_fields
from cobtrack.errors import CobtrackError
from cobtrack.model.dates.format import format_day
from cobtrack.model.earlier import unconfirmed_changes, written_about_earlier_words
from cobtrack.model.labels import PARAGRAPH_KIND
from cobtrack.model.records.action import Action
from cobtrack.model.records.document import Assessment, Paragraph
from cobtrack.model.records.indicator import Indicator, Measurement
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.shared import Progress
from cobtrack.model.text.wording import join
from cobtrack.rules import safeguarding
from cobtrack.store.edit.apply import add_item
from cobtrack.store.edit.source import EditError, SourceFile
from cobtrack.store.locate import Locator
from cobtrack.store.validation.build import build

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.problem import Path
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import RecordWithId
    from cobtrack.store.load import Loaded
    from cobtrack.store.write import Changes

    Entry = Progress | Assessment | Measurement


class Log(NamedTuple):
    """A kind of log: the kind of record that has it, its key in the data files, and the model of its entries."""

    owner: str
    key: str
    model: type[Entry]


@dataclass(frozen=True)
class NewEntry:
    """A new entry for the log of a record. Nothing has been written yet."""

    file: str
    line: int
    """The line in the file where the entry begins or will begin."""
    lines: Sequence[str]
    """The lines of the entry that will be written."""
    texts: Mapping[str, bytes]
    """The new text of the file, keyed by file name. Empty if the log already has the same entry."""
    changes: Changes
    """The changes that a transaction has to commit."""


def log_of(record: RecordWithId) -> Log:
    """Return the kind of log that a record has. Raises CobtrackError if the record has no log."""
    match record:
        case Activity():
            return Log("an activity", "progress", Progress)
        case Action():
            return Log("an action", "progress", Progress)
        case Indicator():
            return Log("an indicator", "values", Measurement)
        case Paragraph(kind="recommendation"):
            return Log("a recommendation", "assessments", Assessment)
        case Paragraph():
            kind = PARAGRAPH_KIND[record.kind].singular
            article = "an" if kind[0] in "aeiou" else "a"
            message = f"{record.id} is {article} {kind}, not a recommendation"
            raise CobtrackError(message, "only recommendations are assessed")
    hint = "activities (such as 2.6), actions, recommendations and indicators have a log"
    raise CobtrackError(f"{record.id} has no log", hint)


def add_entry(loaded: Loaded, record: RecordWithId, entry: Mapping[str, Any], as_of: date) -> NewEntry:
    """Return the changes that add an entry to the log of a record.

    `entry` is plain data with the same fields as in the data files (for example date, status and note). The entries of
    a log are ordered by date. Raises CobtrackError if the record has no log, or if the entry is not valid, has a date
    later than `as_of`, would publish personal data, cannot be inserted into the file, or would add an error to the
    workspace.
    """
    log = log_of(record)
    built = _build(log, entry)
    _refuse_private(loaded, built)
    _refuse_future(built, as_of)
    file = record.place.file
    existing: tuple[Entry, ...] = getattr(record, log.key)
    for other in existing:
        if other.model_dump() == built.model_dump():
            return NewEntry(file, Locator(loaded.root).span(other.place).line, (), {}, {})
    index = _position(existing, built)
    try:
        # Use the loaded text, because the place refers to that text, and the file might have changed since then.
        text = add_item(loaded.raw_bytes[file].decode(), record.place.path, log.key, index, entry).encode()
    except EditError as error:
        raise CobtrackError(f"{file}: {error.message}", error.hint) from None
    texts = {file: text}
    changes = checked_changes(loaded, texts, as_of)
    return NewEntry(file, *_lines_of(text, (*record.place.path, log.key, index)), texts, changes)


def confirm_older_texts(loaded: Loaded, record: Record, as_of: date) -> PlannedChange:
    """Return the changes that confirm that everything written about earlier words of a record still holds.

    Raises CobtrackError if nothing was written about earlier words, or if the file cannot be edited.
    """
    name, parts = loaded.workspace.name_of(record), written_about_earlier_words(record, as_of)
    if not parts:
        hint = "it has to be confirmed only after the words of a record have changed"
        raise CobtrackError(f"nothing in {name} was written about earlier words", hint)
    entry = unconfirmed_changes(record, as_of)[-1]
    number = int(entry.place.path[-1]) + 1
    change = set_fields(loaded, record, [Assignment(f"was.{number}.still_holds", "=", str(as_of))], as_of)
    holds = "still holds" if len(parts) == 1 else "still hold"
    return replace(change, sentences=(f"{name}: {join([part.name for part in parts])} {holds}",))


def _build(log: Log, entry: Mapping[str, Any]) -> Entry:
    """Return the entry as a record. Raises CobtrackError if the entry is not valid."""
    result = build(log.model, deepcopy(dict(entry)), "")
    if result.problems or not isinstance(result.record, log.model):
        problem = result.problems[0]
        raise CobtrackError(problem.message, problem.hint)
    return result.record


def _refuse_private(loaded: Loaded, entry: Entry) -> None:
    """Raise CobtrackError if the entry has personal data.

    Personal data must never be written, because git keeps the data even if somebody deletes them later.
    """
    for finding in safeguarding.in_new(entry, loaded.workspace.settings):
        raise CobtrackError(finding.message, finding.hint)


def _refuse_future(entry: Entry, as_of: date) -> None:
    """Raise CobtrackError if the date of the entry is after `as_of`, or is a period that ends after `as_of`.

    Commands would ignore such an entry until the date is over.
    """
    if entry.date.is_on_or_before(as_of):
        return
    today = format_day(as_of)
    if entry.date.may_have_begun_by(as_of):
        hint = f"give the day on which it happened, such as {as_of}"
        raise CobtrackError(f"{entry.date} is not over by {today}, so the entry would be ignored until then", hint)
    hint = "a log records what has happened; plans belong in the timeframe of an activity"
    raise CobtrackError(f"{entry.date} is later than {today}", hint)


def _position(existing: tuple[Entry, ...], entry: Entry) -> int:
    """Return the index at which to insert a new entry in a log.

    The new entry comes after all entries with the same or an earlier date.
    """
    day = entry.date.latest or date.max
    return sum((other.date.latest or date.max) <= day for other in existing)


def _lines_of(text: bytes, item: Path) -> tuple[int, list[str]]:
    """Return the number of the first line of a list item, and all lines of the item without indentation."""
    file = SourceFile(text.decode())
    first = file.spans[item, False].line
    lines = file.lines[first - 1 : file.last_lines[item]]
    return first, textwrap.dedent("".join(lines)).splitlines()
