"""data/consultations/: what children and young people said when they were asked, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import SMALLEST_GROUP, CheckedWithChildren, Icon
from cobtrack.model.types import (
    ActivityRef,
    ActorRef,
    Amount,
    ClusterRef,
    DiscussionRef,
    FormerIds,
    Id,
    InitiativeRef,
    Many,
    ParagraphRef,
    PlannedActionRef,
    Sources,
    SubmissionRef,
    Text,
)

if TYPE_CHECKING:
    import datetime as dt


class Participants(Record):
    """A group of participants: only their number, never a name."""

    age: Amount | None = None
    """The ages of the participants in years, such as 10-12."""
    sex: Literal["female", "male", "other"] | None = None
    """The sex of the participants. Leave it out if it was not recorded."""
    number: int = Field(ge=1)
    """The number of participants in this group."""


class Done(Record):
    """What was done because of a point. The records that are named here report how it goes on."""

    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that answer the point."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations with which the point is followed up."""
    actions: Many[PlannedActionRef] = ()
    """The actions that were planned or taken because of the point."""
    initiatives: Many[InitiativeRef] = ()
    """The initiatives that answer the point."""
    submissions: Many[SubmissionRef] = ()
    """The submissions that pass the point on."""
    discussions: Many[DiscussionRef] = ()
    """The discussions in which the point was raised."""
    note: Text | None = None
    """What was done, in one or two sentences."""

    @property
    def ids(self) -> tuple[str, ...]:
        """The ids of all records that are named here."""
        return (
            *self.activities, *self.recommendations, *self.actions, *self.initiatives, *self.submissions,
            *self.discussions,
        )  # fmt: skip


class Feedback(Record):
    """The answer that the participants get, to what they said: by when it is due, and when it was given."""

    due: Timeframe | None = None
    """The date by which the participants were promised an answer."""
    given: Timeframe | None = None
    """The date on which the participants got the answer. Leave it out as long as they wait for it."""
    how: Many[Literal["full", "friendly", "fast", "followed-up"]] = ()
    """How the answer was given: it covers everything and says openly what was not done (full), in words and in a form
    that suit the participants (friendly), soon (fast), and with a later answer on what became of it (followed-up)."""
    note: Text | None = None
    """What the participants were told, or in what form."""


class Point(Record):
    """A point that the participants made, and what came of it."""

    number: int = Field(ge=1)
    """The number of the point within the consultation. A number is never changed, because commands and documents refer
    to it."""
    text: Text
    """The point in the participants' own words, without anything by which a person could be recognised."""
    done: Done | None = None
    """What was done because of the point."""
    not_done_because: Text | None = None
    """Why nothing or not everything was done."""
    plain: Text | None = None
    """The answer to the point in plain words: what was done, or why nothing was done. A child of ten understands it."""
    feedback: Many[Feedback] = ()
    """The answers to the participants, with the oldest first. If what the point led to changes later, they are owed a
    further answer."""
    audience: Audience | None = None

    @property
    def has_outcome(self) -> bool:
        """Whether it is recorded what came of the point."""
        return bool(self.done or self.not_done_because)


class Consultation(Record):
    """A consultation: what a group was asked, what the group said, and what came of it.

    Nothing in it must allow others to recognise a child: no names, and no small numbers with the name of a place.
    """

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The title of the consultation."""
    plain: Text | None = None
    """What the participants were asked, in plain words that a child of ten understands."""
    icon: Icon | None = None
    """The picture beside the plain words."""
    checked_with_children: CheckedWithChildren | None = None
    """When children read the plain words of the consultation and of its points, and which group it was. Without this
    field, documents say that adults wrote the words. Remove it when the plain words change."""
    date: Timeframe
    """When the consultation took place, or will take place."""
    with_: Many[ActorRef] = Field(default=(), alias="with")
    """The groups and networks that were consulted."""
    number: int | None = Field(default=None, ge=1)
    """The number of all participants. It is published only if there are at least 5."""
    participants: Many[Participants] = ()
    """The participants by age and sex. These numbers are published only if there are at least 5 in each group."""
    area: Text | None = None
    """The place where the participants live. It is not published if it is smaller than a province and there were fewer
    than 5 participants."""
    area_level: Literal["country", "region", "local"] | None = None
    """How large the area is: the whole country, a province or region, or a place within it (local). Without this field,
    `local` is assumed."""
    method: Text | None = None
    """How the participants were asked, such as in a workshop or a survey."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that the consultation was part of or about."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that the consultation was about."""
    clusters: Many[ClusterRef] = ()
    """The clusters that the consultation was about: ids from `clusters` in cobtrack.yaml."""
    said: Many[Point] = ()
    """What the participants said, point by point, and what came of each point."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    def is_held(self, as_of: dt.date) -> bool:
        """Return whether it had taken place by a day. A vague date counts from the last day that it can mean."""
        return self.date.is_on_or_before(as_of)

    @property
    def subjects(self) -> tuple[str, ...]:
        """The ids of the activities and recommendations that it was about, and of the records that answer a point."""
        answers = (identifier for point in self.said if point.done for identifier in point.done.ids)
        return (*self.activities, *self.recommendations, *answers)

    @property
    def total(self) -> int | None:
        """The number of all participants: the recorded number, or the sum of all groups; None if neither is known."""
        return self.number or sum(group.number for group in self.participants) or None

    @property
    def smallest_group(self) -> int | None:
        """The smallest number of participants that is recorded, or that can be computed from others; None if unknown.

        For example, 20 participants of whom 18 are girls include 2 others.
        """
        groups = self.participants
        wholes: list[tuple[int, list[Participants]]] = []
        if self.number:
            kinds = [(group.age is None, group.sex is None) for group in groups]
            parts = ([group for group, its in zip(groups, kinds, strict=True) if its == kind] for kind in set(kinds))
            wholes += [(self.number, part) for part in parts]
        for whole in groups:
            names = (whole.age, whole.sex)
            finer = [part for part in groups if part.age and part.sex and names in {(part.age, None), (None, part.sex)}]
            wholes += [(whole.number, finer)] if finer else []
        rests = (whole - sum(part.number for part in parts) for whole, parts in wholes)
        known = (self.total or 0, *(group.number for group in groups), *rests)
        return min((number for number in known if number > 0), default=None)

    @property
    def is_small_place(self) -> bool:
        """Whether the area is known and is, or could be, smaller than a province."""
        return self.area is not None and self.area_level in {None, "local"}

    @property
    def recognisable_fields(self) -> tuple[str, ...]:
        """The names of the fields by which a participant could be recognised, because too few people took part."""
        is_small = self.total is not None and self.total < SMALLEST_GROUP
        # If one group of several were left out, its number could be computed from the total.
        has_small_group = self.smallest_group is not None and self.smallest_group < SMALLEST_GROUP
        fields = (
            ("number", is_small),
            ("participants", is_small or has_small_group),
            ("area", is_small and self.is_small_place),
        )
        return tuple(name for name, hidden in fields if hidden)


class Consultations(Record):
    """A list of consultations."""

    consultations: Many[Consultation]
    """The consultations."""
