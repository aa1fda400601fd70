"""Describe new entries in the logs of a record: reports, assessments, findings, measured values and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import (
    ASSESSED_LEVEL,
    CERTAINTY,
    LOGGED_STATUS,
    MEASURE_STAGE,
    OUTCOME,
    VOICE,
)
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import in_digits
from cobtrack.model.records.document import Assessment
from cobtrack.model.records.indicator import Indicator, Measurement, ReferenceValue
from cobtrack.model.records.measure import Stage
from cobtrack.model.records.mechanism import Deadline, DeadlineFinding
from cobtrack.model.records.roadmap import Removed, Version
from cobtrack.model.records.shared import Progress
from cobtrack.model.text.markup import plain_text
from cobtrack.model.text.wording import join
from cobtrack.views.activities import CLOSED, NOT_REPORTED
from cobtrack.views.changes import values
from cobtrack.views.changes.versions import version_name
from cobtrack.views.indicators import groups

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from cobtrack.model.record import Record
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.types import Text
    from cobtrack.views.changes.change import Topic


def describe_entry(
    settings: Settings, record: Record, name: str, entry: object, earlier: Sequence[object]
) -> tuple[Topic, str] | None:
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
        case Stage():
            return "measure", _stage(entry)
        case Measurement() if name == "values":
            return "indicator", _measurement(settings, record, entry)
    return _entry_of_roadmap(entry)


def _entry_of_roadmap(entry: object) -> tuple[Topic, str] | None:
    if isinstance(entry, Version):
        return "version", _("%(label)s: %(text)s", label=version_name(entry), text=plain_text(entry.note))
    if isinstance(entry, Removed):
        record = f"{entry.id} {values.quoted(entry.title)}" if entry.title else entry.id
        date = format_timeframe(entry.date)
        return "record", _("%(record)s was added and removed again (%(date)s)", record=record, date=date)
    return None


def _progress(entry: Progress, earlier: Sequence[Progress]) -> tuple[Topic, str]:
    was_closed = (earlier[-1].status if earlier else NOT_REPORTED) in CLOSED
    is_closed = entry.status in CLOSED
    words = {"status": LOGGED_STATUS[entry.status].singular, "date": format_timeframe(entry.date)}
    if entry.for_:
        status = _("%(status)s for %(year)s (%(date)s)", **words, year=format_timeframe(entry.for_))
    else:
        status = _("%(status)s (%(date)s)", **words)
    sentence = _with_note(status, entry.note)
    if was_closed and not is_closed:
        sentence = _("taken up again: %(report)s", report=sentence)
    return "record" if is_closed or was_closed else "progress", sentence


def _assessment(entry: Assessment, others: Sequence[Assessment]) -> str:
    earlier = [item for item in others if item.voice == entry.voice]
    voice, level = VOICE[entry.voice].singular, _level(entry)
    if not earlier:
        return _("%(voice)s: %(level)s, first assessment", voice=voice, level=level)
    return _("%(voice)s: was %(before)s, now %(level)s", voice=voice, before=_level(earlier[-1]), level=level)


def _level(assessment: Assessment) -> str:
    return _(
        "%(level)s (%(date)s)",
        level=ASSESSED_LEVEL[assessment.level].singular,
        date=format_timeframe(assessment.date),
    )


def _finding(deadline: Record, entry: DeadlineFinding) -> str:
    label = OUTCOME[entry.outcome]
    outcome = label.of_meeting if isinstance(deadline, Deadline) and deadline.is_meeting else label.singular
    certainty = CERTAINTY[entry.certainty].singular if entry.certainty else ""
    details = join([*filter(None, (format_timeframe(entry.date), certainty))], ",")
    return _with_note(_("%(text)s (%(detail)s)", text=outcome, detail=details), entry.note)


def _stage(entry: Stage) -> str:
    details = [format_timeframe(entry.date), VOICE[entry.voice].singular if entry.voice else ""]
    details += [CERTAINTY[entry.certainty].singular] if entry.certainty else []
    stage = MEASURE_STAGE[entry.stage].singular
    return _with_note(_("%(text)s (%(detail)s)", text=stage, detail=join([*filter(None, details)], ",")), entry.note)


def _with_note(sentence: str, note: Text | None) -> str:
    return _("%(label)s: %(text)s", label=sentence, text=values.quoted(note)) if note else sentence


def _measurement(settings: Settings, indicator: Record, entry: Measurement) -> str:
    others = [*indicator.values, indicator.baseline] if isinstance(indicator, Indicator) else []
    earlier = [
        (day, item)
        for item in others
        if item and item.group == entry.group and (day := _last_day(item)) and day < (_last_day(entry) or day)
    ]
    unit = indicator.unit if isinstance(indicator, Indicator) else None
    value = _value(entry, unit)
    if entry.for_:
        value = _("%(label)s: %(text)s", label=groups.in_words(settings, entry.group), text=value)
    if not earlier:
        return value
    previous = max(earlier, key=lambda pair: pair[0])[1]
    return _("%(value)s, before: %(earlier_value)s", value=value, earlier_value=_value(previous, unit))


def _value(measurement: ReferenceValue, unit: Text | None) -> str:
    value = in_digits(str(measurement.value))
    if unit:
        value = _("%(number)s %(unit)s", number=value, unit=unit)
    return _("%(value)s (%(date)s)", value=value, date=format_timeframe(measurement.date))


def _last_day(measurement: ReferenceValue) -> date | None:
    return measurement.date.latest
