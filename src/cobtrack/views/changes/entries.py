"""Describe new entries in the logs of a record: reports, assessments, findings, measured values and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import ASSESSED_LEVEL, CERTAINTY, LOGGED_STATUS, OUTCOME, VOICE
from cobtrack.model.records.document import Assessment
from cobtrack.model.records.indicator import Indicator, Measurement
from cobtrack.model.records.mechanism import Deadline, DeadlineFinding
from cobtrack.model.records.roadmap import Removed, Version
from cobtrack.model.records.shared import Progress
from cobtrack.model.text.markup import plain_text
from cobtrack.views.activities import CLOSED, NOT_REPORTED
from cobtrack.views.changes import values

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cobtrack.model.record import Record
    from cobtrack.model.types import Text
    from cobtrack.views.changes.change import Topic


def describe_entry(record: Record, name: str, entry: object, earlier: Sequence[object]) -> tuple[Topic, str] | None:
    """Return the topic and the sentence of an entry in a log; None if it is not an entry of a log.

    `record` has the log in its field `name`, and `earlier` has the entries that were in the log before.
    """
    match entry:
        case Progress():
            return _progress(entry, [item for item in earlier if isinstance(item, Progress)])
        case Assessment():
            return "recommendation", _assessment(entry, [item for item in earlier if isinstance(item, Assessment)])
        case DeadlineFinding():
            return "deadline", _finding(record, entry)
        case Measurement() if name == "values":
            return "indicator", _measurement(record, entry)
    return _entry_of_roadmap(entry)


def _entry_of_roadmap(entry: object) -> tuple[Topic, str] | None:
    if isinstance(entry, Version):
        return "version", f"version {entry.number} ({format_timeframe(entry.date)}): {plain_text(entry.note)}"
    if isinstance(entry, Removed):
        title = f" {values.quoted(entry.title)}" if entry.title else ""
        return "record", f"{entry.id}{title} was added and removed again ({format_timeframe(entry.date)})"
    return None


def _progress(entry: Progress, earlier: Sequence[Progress]) -> tuple[Topic, str]:
    was_closed = (earlier[-1].status if earlier else NOT_REPORTED) in CLOSED
    is_closed = entry.status in CLOSED
    occurrence = f" for {format_timeframe(entry.for_)}" if entry.for_ else ""
    status = f"{LOGGED_STATUS[entry.status].singular}{occurrence} ({format_timeframe(entry.date)})"
    taken_up = "taken up again: " if was_closed and not is_closed else ""
    return "record" if is_closed or was_closed else "progress", f"{taken_up}{status}{_note(entry.note)}"


def _assessment(entry: Assessment, others: Sequence[Assessment]) -> str:
    earlier = [item for item in others if item.voice == entry.voice]
    voice, level = VOICE[entry.voice].singular, _level(entry)
    return f"{voice}: was {_level(earlier[-1])}, now {level}" if earlier else f"{voice}: {level}, first assessment"


def _level(assessment: Assessment) -> str:
    return f"{ASSESSED_LEVEL[assessment.level].singular} ({format_timeframe(assessment.date)})"


def _finding(deadline: Record, entry: DeadlineFinding) -> str:
    label = OUTCOME[entry.outcome]
    outcome = label.of_meeting if isinstance(deadline, Deadline) and deadline.is_meeting else label.singular
    certainty = CERTAINTY[entry.certainty].singular if entry.certainty else ""
    details = ", ".join(filter(None, (format_timeframe(entry.date), certainty)))
    return f"{outcome} ({details}){_note(entry.note)}"


def _note(note: Text | None) -> str:
    return f": {values.quoted(note)}" if note else ""


def _measurement(indicator: Record, entry: Measurement) -> str:
    others = [*indicator.values, indicator.baseline] if isinstance(indicator, Indicator) else []
    earlier = [(day, item) for item in others if item and (day := _last_day(item)) and day < (_last_day(entry) or day)]
    unit = f" {indicator.unit}" if isinstance(indicator, Indicator) and indicator.unit else ""
    sentence = f"{entry.value}{unit} ({format_timeframe(entry.date)})"
    if not earlier:
        return sentence
    _, previous = max(earlier, key=lambda pair: pair[0])
    return f"{sentence}, before: {previous.value}{unit} ({format_timeframe(previous.date)})"


def _last_day(measurement: Measurement) -> date | None:
    return measurement.date.latest
