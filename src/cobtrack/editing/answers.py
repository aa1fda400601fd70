"""Record what came of the points of a consultation: what was done, why not, and the feedback to the participants."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from cobtrack.editing.fields.assignment import Assignment
from cobtrack.editing.fields.set_fields import set_fields_of_several
from cobtrack.errors import CobtrackError
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.dates.timeframe import parse_edtf
from cobtrack.model.record import Record, type_at
from cobtrack.model.records.consultation import Done, Feedback
from cobtrack.model.references import target_type
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.records.consultation import Consultation, Point
    from cobtrack.model.workspace import RecordWithId
    from cobtrack.store.load import Loaded

HOW: tuple[str, ...] = get_args(type_at(Feedback, ("how", 0)))
_FIELDS = {target_type(Done, name): name for name in Done.model_fields if target_type(Done, name)}
"""The fields of `done`, keyed by the name of the model that they refer to."""


@dataclass(frozen=True)
class NewAnswer:
    """What a person says about what came of a point. Whatever is empty stays as it is."""

    done: Sequence[RecordWithId] = ()
    """The records that answer the point."""
    not_done_because: str = ""
    note: str = ""
    """What was done. If feedback was given and nothing is said about what was done: what the participants were told."""
    given: str = ""
    """The date on which the participants got feedback."""
    how: Sequence[str] = ()
    """How the feedback was given."""
    due: str = ""
    """The date by which the participants are promised feedback."""


def answer_points(
    loaded: Loaded, consultations: Sequence[tuple[Consultation, Sequence[Point]]], answer: NewAnswer, as_of: date
) -> PlannedChange:
    """Return the changes that add the same answer to points of one or more consultations.

    Raises CobtrackError if a record cannot answer a point, if the feedback has a date after `as_of`, or if the change
    would add personal data or an error.
    """
    _refuse_future(answer.given, as_of)
    changes: list[tuple[Record, list[Assignment]]] = [
        (consultation, [assignment for point in points for assignment in _assignments(point, answer)])
        for consultation, points in consultations
    ]
    return set_fields_of_several(loaded, changes, as_of)


def _refuse_future(given: str, as_of: date) -> None:
    when = parse_edtf(given) if given else None
    if when and not when.is_on_or_before(as_of):
        hint = "to record a promise, use --feedback-due"
        raise CobtrackError(f"{format_timeframe(when)} is not over by {format_day(as_of)}", hint)


def _assignments(point: Point, answer: NewAnswer) -> Iterator[Assignment]:
    """Yield the changes to one point, with the names of fields that `cobtrack set` uses."""
    start = f"said.{int(point.place.path[-1]) + 1}"
    for record in answer.done:
        yield Assignment(f"{start}.done.{field_for(record)}", "+=", record.id)
    if answer.not_done_because:
        yield Assignment(f"{start}.not_done_because", "=", answer.not_done_because)
    if answer.note and not answer.given:
        yield Assignment(f"{start}.done.note", "=", answer.note)
    yield from _feedback(start, point, answer)


def field_for(record: RecordWithId) -> str:
    """Return the field of `done` that names this kind of record. Raises CobtrackError if there is no such field."""
    if name := _FIELDS.get(type(record).__name__):
        return name
    message = f"{record.id} cannot answer a point, because it is not one of the {join([*_FIELDS.values()], 'or')}"
    raise CobtrackError(message, "write what was done with --note")


def _feedback(start: str, point: Point, answer: NewAnswer) -> Iterator[Assignment]:
    """Yield the changes that record feedback, or a promise of feedback."""
    if answer.given:
        waiting = [number for number, entry in enumerate(point.feedback, 1) if not entry.given]
        # Feedback that was promised is given; further feedback is a new entry.
        number = waiting[0] if waiting else len(point.feedback) + 1
        if not waiting:
            yield Assignment(f"{start}.feedback", "+=", f"{{given: {answer.given}}}")
        else:
            yield Assignment(f"{start}.feedback.{number}.given", "=", answer.given)
        for word in answer.how:
            yield Assignment(f"{start}.feedback.{number}.how", "+=", word)
        if answer.note:
            yield Assignment(f"{start}.feedback.{number}.note", "=", answer.note)
    if answer.due:
        waiting = [number for number, entry in enumerate(point.feedback, 1) if not entry.given]
        if waiting and not answer.given:
            yield Assignment(f"{start}.feedback.{waiting[-1]}.due", "=", answer.due)
        else:
            yield Assignment(f"{start}.feedback", "+=", f"{{due: {answer.due}}}")
