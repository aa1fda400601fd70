"""data/rounds/: rounds of reporting, in which organisations say how their work goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Record
from cobtrack.model.types import (
    ActivityRef,
    ActorRef,
    FormerIds,
    Id,
    IndicatorRef,
    InitiativeRef,
    Many,
    ParagraphRef,
    PlannedActionRef,
    ResourceRef,
    Text,
)

if TYPE_CHECKING:
    import datetime as dt


class Answered(Record):
    """The records that an organisation answered for."""

    activities: Many[ActivityRef] = ()
    """The activities of the roadmap."""
    actions: Many[PlannedActionRef] = ()
    """The actions and advocacy."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations."""
    indicators: Many[IndicatorRef] = ()
    """The indicators."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all these records."""
        return (*self.activities, *self.actions, *self.recommendations, *self.indicators)


class Added(Record):
    """The records that an organisation added with its answer."""

    initiatives: Many[InitiativeRef] = ()
    """The initiatives."""
    actions: Many[PlannedActionRef] = ()
    """The actions."""
    indicators: Many[IndicatorRef] = ()
    """The indicators."""
    resources: Many[ResourceRef] = ()
    """The resources."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all these records."""
        return (*self.initiatives, *self.actions, *self.indicators, *self.resources)


class Answer(Record):
    """The answer of an organisation in a round."""

    by: ActorRef
    """The organisation that answered."""
    date: Timeframe
    """The day on which the answer was imported. If an organisation answers in parts, it is the day of the last part."""
    reported: Answered | None = None
    """The records for which the organisation reported something new."""
    nothing_new: Answered | None = None
    """The records for which the organisation said that there is nothing new."""
    added: Added | None = None
    """The records that the organisation added."""

    @property
    def reported_ids(self) -> tuple[str, ...]:
        """The ids of the records for which the organisation reported something new."""
        return self.reported.ids if self.reported else ()

    @property
    def nothing_new_ids(self) -> tuple[str, ...]:
        """The ids of the records for which there is nothing new."""
        return self.nothing_new.ids if self.nothing_new else ()

    @property
    def added_ids(self) -> tuple[str, ...]:
        """The ids of the records that the organisation added."""
        return self.added.ids if self.added else ()

    @property
    def answered_ids(self) -> tuple[str, ...]:
        """The ids of all records that the organisation answered for."""
        return (*self.reported_ids, *self.nothing_new_ids)


class Round(Record):
    """A round of reporting: which organisations were asked, by when they answer, and what they answered.

    Only members see it, unless `audience` says otherwise.
    """

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The title of the round."""
    opened: Timeframe
    """The day on which the organisations were asked."""
    until: Timeframe
    """The day by which the organisations are asked to answer. Later answers are accepted too."""
    asked: Many[ActorRef] = ()
    """The organisations that were asked."""
    answers: Many[Answer] = ()
    """The answers, one for each organisation that has answered."""
    audience: Audience | None = None

    @property
    def answer_of(self) -> dict[str, Answer]:
        """The answer of each organisation that has answered, keyed by the id of the organisation."""
        return {answer.by: answer for answer in reversed(self.answers)}

    @property
    def sorting_key(self) -> tuple[str, str]:
        """The key by which rounds are sorted from the oldest to the newest."""
        return str(self.opened), self.id

    def waits_for(self, day: dt.date) -> tuple[str, ...]:
        """Return the ids of the organisations that were asked and had not answered by the given day."""
        answered = {answer.by for answer in self.answers if answer.date.is_on_or_before(day)}
        return tuple(actor for actor in self.asked if actor not in answered)
