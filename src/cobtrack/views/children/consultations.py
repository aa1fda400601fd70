"""What was said in consultations, and what came of it on a day: the outcome of each point, and the feedback owed."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.model.records.action import Action
from cobtrack.model.records.consultation import Consultation
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.submission import Submission
from cobtrack.views.activities import latest_on, status_on
from cobtrack.views.assessments import NOT_ASSESSED, latest_by_voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.consultation import Feedback, Point
    from cobtrack.model.workspace import RecordWithId, Workspace

FeedbackState = Literal["feedback-overdue", "feedback-owed", "feedback-owed-again", "feedback-given"]
OWED: tuple[FeedbackState, ...] = ("feedback-overdue", "feedback-owed-again", "feedback-owed")
"""The states in which the participants wait for feedback, the most urgent first."""
NO_OUTCOME = "no-outcome"
PLANNED = "planned"
_POINT = re.compile(r"(?P<consultation>.+):(?P<number>\d{1,6})", re.ASCII)


@dataclass(frozen=True)
class Standing:
    """How a record stands on a day: the status of work, or how far a recommendation was carried out."""

    status: str
    date: Timeframe | None = None
    """The date of the report or of the assessment; None if there is none."""
    voice: str = ""
    """The voice that says how far a recommendation was carried out; "" for other records."""


@dataclass(frozen=True)
class Change:
    """A change of the standing of a record after the participants got feedback."""

    before: Standing
    after: Standing


@dataclass(frozen=True)
class Answer:
    """A record that answers a point, and how it stands on the day."""

    id: str
    record: RecordWithId
    standings: tuple[Standing, ...]
    """How the record stands: for a recommendation, in the view of each voice. Empty if nothing is reported on it."""
    changes: tuple[Change, ...]
    """What has changed since the participants last got feedback. Empty if they never got feedback."""


@dataclass(frozen=True)
class PointState:
    """A point, what came of it, and the feedback on it, on a day."""

    consultation: Consultation
    point: Point
    answers: tuple[Answer, ...]
    feedback: FeedbackState
    due: Timeframe | None
    """The date by which the feedback is due that the participants wait for; None if no date was promised."""
    given: Feedback | None
    """The last feedback that was given; None if none was given."""

    @property
    def name(self) -> str:
        """The name of the point in commands: the id of the consultation, and the number of the point."""
        return f"{self.consultation.id}:{self.point.number}"

    @property
    def is_owed(self) -> bool:
        """Whether the participants wait for feedback."""
        return self.feedback in OWED

    @property
    def changed(self) -> tuple[Answer, ...]:
        """The records that changed after the participants got feedback."""
        return tuple(answer for answer in self.answers if answer.changes)


@dataclass(frozen=True)
class ConsultationState:
    """A consultation on a day, with the states of its points."""

    consultation: Consultation
    is_held: bool
    points: tuple[PointState, ...]
    """The states of the points. Empty if the consultation has not taken place."""

    @property
    def status(self) -> str:
        """The most urgent state of the feedback on any point; `planned` before the day; "" without points."""
        if not self.is_held:
            return PLANNED
        states = {point.feedback for point in self.points}
        return next((state for state in (*OWED, "feedback-given") if state in states), "")

    @property
    def status_words(self) -> set[str]:
        """All words that select the consultation in a filter by status."""
        words = {self.status, *(point.feedback for point in self.points)} - {""}
        without = any(not point.point.has_outcome for point in self.points)
        # Feedback that is overdue or owed again is owed.
        owed = any(point.is_owed for point in self.points)
        return words | ({NO_OUTCOME} if without else set()) | ({"feedback-owed"} if owed else set())

    @property
    def without_outcome(self) -> tuple[PointState, ...]:
        """The points of which nobody has recorded what came of them."""
        return tuple(point for point in self.points if not point.point.has_outcome)


@dataclass(frozen=True)
class OwedFeedback:
    """Feedback that the participants of a consultation wait for, on one or more points."""

    consultation: Consultation
    points: tuple[PointState, ...]
    state: FeedbackState
    due: Timeframe | None

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of the points."""
        return tuple(point.point.number for point in self.points)

    @property
    def is_of_all(self) -> bool:
        """Whether the feedback is on all points of the consultation."""
        return len(self.points) == len(self.consultation.said)


def states(workspace: Workspace, as_of: date) -> tuple[ConsultationState, ...]:
    """Return the states of all consultations on the given day. The newest consultation comes first."""
    rows = [state(workspace, consultation, as_of) for consultation in workspace.consultations]
    return tuple(sorted(rows, key=lambda row: row.consultation.date.latest or date.max, reverse=True))


def state(workspace: Workspace, consultation: Consultation, as_of: date) -> ConsultationState:
    """Return the state of one consultation on the given day."""
    is_held = consultation.is_held(as_of)
    points = (_point_state(workspace, consultation, point, as_of) for point in consultation.said if is_held)
    return ConsultationState(consultation, is_held, tuple(points))


def _point_state(workspace: Workspace, consultation: Consultation, point: Point, as_of: date) -> PointState:
    past = [entry for entry in point.feedback if entry.given and entry.given.is_on_or_before(as_of)]
    waiting = [entry for entry in point.feedback if entry not in past]
    given = max(past, key=_day_given) if past else None
    answers = tuple(_answers(workspace, point, _day_given(given) if given else None, as_of))
    due = waiting[-1].due if waiting else None
    feedback: FeedbackState = "feedback-owed"
    if due and due.is_before(as_of):
        feedback = "feedback-overdue"
    elif given and any(answer.changes for answer in answers):
        feedback = "feedback-owed-again"
    elif given and not waiting:
        feedback = "feedback-given"
    return PointState(consultation, point, answers, feedback, due, given)


def _day_given(entry: Feedback) -> date:
    return (entry.given and entry.given.latest) or date.max


def _answers(workspace: Workspace, point: Point, since: date | None, as_of: date) -> Iterable[Answer]:
    """Yield each record that answers a point. `since` is the day of the last feedback; None if there was none."""
    for identifier in point.done.ids if point.done else ():
        if record := workspace.by_id.get(identifier):
            now = _standings(record, as_of)
            before = _standings(record, since) if since else now
            changes = tuple(
                Change(before.get(voice, Standing(NOT_ASSESSED, None, voice)), standing)
                for voice, standing in now.items()
                if voice not in before or before[voice].status != standing.status
            )
            yield Answer(identifier, record, tuple(now.values()), changes)


def _standings(record: RecordWithId, as_of: date) -> Mapping[str, Standing]:
    """Return how a record stands on the given day, keyed by voice. The key is "" if no voice is named."""
    match record:
        case Activity() | Action():
            latest = latest_on(record.progress, as_of)
            return {"": Standing(status_on(record, as_of), latest.date if latest else None)}
        case Paragraph():
            latest_by = latest_by_voice(record, as_of).latest
            return {voice: Standing(said.level, said.date, voice) for voice, said in latest_by.items()}
        case Submission():
            is_sent = record.is_sent(as_of)
            return {"": Standing("submitted" if is_sent else "planned", record.date if is_sent else None)}
        case _:
            return {}


def owed_feedback(rows: Iterable[ConsultationState]) -> tuple[OwedFeedback, ...]:
    """Return the feedback that is owed, the most urgent first.

    Points of one consultation are together if their feedback has the same state and the same date.
    """
    found: list[OwedFeedback] = []
    for row in rows:
        groups: dict[tuple[FeedbackState, str], list[PointState]] = {}
        for point in row.points:
            if point.is_owed:
                groups.setdefault((point.feedback, str(point.due or "")), []).append(point)
        found += [
            OwedFeedback(row.consultation, tuple(points), points[0].feedback, points[0].due)
            for points in groups.values()
        ]
    return tuple(sorted(found, key=lambda owed: (OWED.index(owed.state), (owed.due and owed.due.latest) or date.max)))


def of_period(rows: Iterable[ConsultationState], first: date, last: date) -> tuple[ConsultationState, ...]:
    """Return the consultations that took place in a period, or whose participants wait for feedback at its end.

    The consultations have the states of the last day of the period.
    """
    return tuple(
        row
        for row in rows
        if row.is_held
        and (any(point.is_owed for point in row.points) or first <= (row.consultation.date.latest or first) <= last)
    )


def about(
    rows: Sequence[ConsultationState],
    *,
    activities: Iterable[str] = (),
    recommendations: Iterable[str] = (),
    cluster: str = "",
) -> tuple[ConsultationState, ...]:
    """Return the consultations that were about any of these activities or recommendations, or about a cluster.

    This includes consultations with a point that is answered by one of these records.
    """
    wanted = {*activities, *recommendations}
    return tuple(
        row
        for row in rows
        if not wanted.isdisjoint(row.consultation.subjects) or (cluster and cluster in row.consultation.clusters)
    )


def points_named(workspace: Workspace, name: str) -> tuple[Consultation, tuple[Point, ...]] | None:
    """Return a consultation and the points of it that `name` means: one point (`schools-2025:2`), or all of them.

    If the consultation has no point with this number, the result has no points. Return None if `name` means no
    consultation.
    """
    match = _POINT.fullmatch("".join(name.split()).lower())
    for identifier, number in ((name, ""), (match["consultation"], match["number"]) if match else ("", "")):
        record = workspace.find(identifier)
        if isinstance(record, Consultation):
            return record, tuple(point for point in record.said if not number or point.number == int(number))
    return None
