"""Add an entry to a log: progress, a contact, an assessment, a value, a finding, or a stage of a measure.

Instead of a new entry, somebody can confirm that what was written about earlier words of a record still holds.
"""

from __future__ import annotations

import re
import textwrap
from copy import deepcopy
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.editing.check import checked_changes, refuse_private
from cobtrack.editing.fields.assignment import Assignment
from cobtrack.editing.fields.draft import draft_of
from cobtrack.editing.fields.set_fields import set_fields_of_several
from cobtrack.errors import CobtrackError
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.dates.timeframe import parse_edtf
from cobtrack.model.earlier import unconfirmed_changes, written_about_earlier_words
from cobtrack.model.labels import PARAGRAPH_KIND
from cobtrack.model.problem import Place
from cobtrack.model.records.action import Action, Contact
from cobtrack.model.records.document import Assessment, Paragraph
from cobtrack.model.records.indicator import Indicator, Measurement
from cobtrack.model.records.measure import Measure, Stage
from cobtrack.model.records.mechanism import Deadline, DeadlineFinding
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.shared import Progress
from cobtrack.model.text.wording import join
from cobtrack.rules import safeguarding
from cobtrack.store.edit.source import SourceFile
from cobtrack.store.locate import Locator
from cobtrack.store.validation.build import build
from cobtrack.views.activities import occurrences

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import RecordWithId
    from cobtrack.store.load import Loaded
    from cobtrack.store.write import Changes

    Entry = Progress | Contact | Assessment | Measurement | DeadlineFinding | Stage

_YEAR = re.compile(r"\d{4}", re.ASCII)


class Log(NamedTuple):
    """A kind of log: the kind of record that has it, its key in the data files, and the model of its entries."""

    owner: str
    key: str
    model: type[Entry]


_LOGS: Mapping[type[Record], Log] = {
    Activity: Log("an activity", "progress", Progress),
    Action: Log("an action", "progress", Progress),
    Indicator: Log("an indicator", "values", Measurement),
    Measure: Log("a measure", "stages", Stage),
    Deadline: Log("a deadline", "findings", DeadlineFinding),
    Paragraph: Log("a recommendation", "assessments", Assessment),
}
"""The log that each kind of record has. Of the paragraphs, only recommendations have it."""


@dataclass(frozen=True)
class NewEntry:
    """A new entry in the log of a record."""

    record: RecordWithId
    file: str
    line: int
    """The line in the file where the entry begins or will begin."""
    lines: Sequence[str]
    """The lines of the entry that will be written. Empty if the log already has the same entry."""


@dataclass(frozen=True)
class NewEntries:
    """The same new entry in the logs of one or more records. Nothing has been written yet."""

    entries: Sequence[NewEntry]
    texts: Mapping[str, bytes]
    """The new text of every changed file, keyed by file name. Empty if all logs already have the entry."""
    changes: Changes
    """The changes that a transaction has to commit."""


def log_of(record: RecordWithId, *, of_contacts: bool = False) -> Log:
    """Return the kind of log that a record has; with `of_contacts`, the log of the contacts in an action.

    Raises CobtrackError if the record has no such log.
    """
    if of_contacts and isinstance(record, Action):
        return Log("an action", "contacts", Contact)
    if of_contacts:
        raise CobtrackError(f"{record.id} has no log of contacts", "only actions have a log of contacts")
    if isinstance(record, Paragraph) and record.kind != "recommendation":
        kind = PARAGRAPH_KIND[record.kind].singular
        article = "an" if kind[0] in "aeiou" else "a"
        message = f"{record.id} is {article} {kind}, not a recommendation"
        raise CobtrackError(message, "only recommendations are assessed")
    if log := _LOGS.get(type(record)):
        return log
    hint = "activities (such as 2.6), actions, recommendations, indicators, deadlines and measures have a log"
    raise CobtrackError(f"{record.id} has no log", hint)


def add_entry(
    loaded: Loaded, records: Sequence[RecordWithId], entry: Mapping[str, Any], as_of: date, *, of_contacts: bool = False
) -> NewEntries:
    """Return the changes that add the same entry to the logs of one or more records.

    `entry` is plain data with the same fields as in the data files (for example date, status and note). With
    `of_contacts`, it is a contact. The entries of
    a log are ordered by date. Raises CobtrackError if a record has no log, or if the entry is not valid, has a date
    later than `as_of`, would publish personal data, cannot be inserted into the file, or would add an error to the
    workspace.
    """
    texts: dict[str, str] = {}
    places: list[tuple[RecordWithId, Place, bool]] = []
    for record in records:
        log = log_of(record, of_contacts=of_contacts)
        built = build_entry(loaded, log, entry, as_of)
        existing: tuple[Entry, ...] = getattr(record, log.key)
        if same := next((other for other in existing if other.model_dump() == built.model_dump()), None):
            places.append((record, same.place, False))
            continue
        draft, index = draft_of(loaded, record, texts), position(existing, built)
        draft.add_item((log.key,), index, dict(entry))
        places.append((record, Place(draft.file, (*draft.path, log.key, index)), True))
    new_texts = {file: text.encode() for file, text in texts.items()}
    changes = checked_changes(loaded, new_texts, as_of)
    entries = [_new_entry(loaded, new_texts, record, place, is_new=is_new) for record, place, is_new in places]
    return NewEntries(entries, new_texts, changes)


def build_entry(loaded: Loaded, log: Log, entry: Mapping[str, Any], as_of: date) -> Entry:
    """Return a new entry of a log as a record.

    Raises CobtrackError if the entry is not valid, has a date later than `as_of`, or would publish personal data.
    """
    built = _build(log, entry)
    refuse_private(safeguarding.in_new(built, loaded.workspace.settings))
    _refuse_future(built.date, as_of)
    return built


def check_value(loaded: Loaded, log: Log, field: str, value: Any, as_of: date) -> None:
    """Raise CobtrackError if a value cannot be the value of a field in a new entry of a log."""
    for problem in build(log.model, {field: deepcopy(value)}, "").problems:
        if problem.place.path[:1] == (field,):
            raise CobtrackError(problem.message, problem.hint)
    if field == "date":
        _refuse_future(parse_edtf(str(value)), as_of)
    for text in value if isinstance(value, list) else [value]:
        for finding in safeguarding.in_text(str(text), loaded.workspace.settings):
            raise CobtrackError(finding.message, finding.hint)


def check_year(records: Sequence[RecordWithId], year: str, as_of: date) -> None:
    """Raise CobtrackError if `year` is not a year in which the activities take place, which recur every year."""
    if not _YEAR.fullmatch(year):
        raise CobtrackError(f"{year} is not a year", "write the year, such as 2024")
    for record in records:
        if not isinstance(record, Activity) or not (years := occurrences(record, as_of)):
            continue
        # A timeframe without an end has more years than `occurrences` returns.
        last = years[-1].year if record.timeframe.latest else int(year)
        if not years[0].year <= int(year) <= last:
            planned = format_timeframe(record.timeframe)
            raise CobtrackError(f"{record.id} does not take place in {year}", f"it takes place every year in {planned}")


def confirm_older_texts(loaded: Loaded, records: Sequence[Record], as_of: date) -> PlannedChange:
    """Return the changes that confirm that everything written about earlier words of some records still holds.

    Raises CobtrackError if nothing was written about earlier words of a record, or if a file cannot be edited.
    """
    assignments, sentences = list[list[Assignment]](), list[str]()
    for record in records:
        name, parts = loaded.workspace.name_of(record), written_about_earlier_words(record, as_of)
        if not parts:
            hint = "it has to be confirmed only after the words of a record have changed"
            raise CobtrackError(f"nothing in {name} was written about earlier words", hint)
        number = int(unconfirmed_changes(record, as_of)[-1].place.path[-1]) + 1
        assignments.append([Assignment(f"was.{number}.still_holds", "=", str(as_of))])
        sentences.append(
            f"{name}: {join([part.name for part in parts])} still {'holds' if len(parts) == 1 else 'hold'}"
        )
    change = set_fields_of_several(loaded, [*zip(records, assignments, strict=True)], as_of)
    return replace(change, sentences=tuple(sentences))


def _build(log: Log, entry: Mapping[str, Any]) -> Entry:
    """Return the entry as a record. Raises CobtrackError if the entry is not valid."""
    result = build(log.model, deepcopy(dict(entry)), "")
    if result.problems or not isinstance(result.record, log.model):
        problem = result.problems[0]
        raise CobtrackError(problem.message, problem.hint)
    return result.record


def _refuse_future(day: Timeframe, as_of: date) -> None:
    """Raise CobtrackError if the date of an entry is after `as_of`, or is a period that ends after `as_of`.

    Commands would ignore such an entry until the date is over.
    """
    if day.is_on_or_before(as_of):
        return
    today = format_day(as_of)
    if day.may_have_begun_by(as_of):
        hint = f"give the day on which it happened, such as {as_of}"
        raise CobtrackError(f"{day} is not over by {today}, so the entry would be ignored until then", hint)
    hint = "a log records what has happened; plans belong in the timeframe of an activity"
    raise CobtrackError(f"{day} is later than {today}", hint)


def position(existing: Sequence[Entry], entry: Entry) -> int:
    """Return the index at which to insert a new entry in a log.

    The new entry comes after all entries with the same or an earlier date.
    """
    day = entry.date.latest or date.max
    return sum((other.date.latest or date.max) <= day for other in existing)


def _new_entry(
    loaded: Loaded, texts: Mapping[str, bytes], record: RecordWithId, place: Place, *, is_new: bool
) -> NewEntry:
    """Return the entry at a place in the new texts of the files. Without `is_new`, the entry has no new lines."""
    if not is_new:
        return NewEntry(record, place.file, Locator(loaded.root).span(place).line, ())
    file = SourceFile(texts[place.file].decode())
    first = file.spans[place.path, False].line
    lines = file.lines[first - 1 : file.last_lines[place.path]]
    return NewEntry(record, place.file, first, textwrap.dedent("".join(lines)).splitlines())
