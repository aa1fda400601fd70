"""data/actions/: the action and advocacy plan, which says who does what, by when, and who is to be persuaded."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Earlier, Progress
from cobtrack.model.types import (
    ActivityRef,
    ActorRef,
    DeadlineRef,
    FormerIds,
    Id,
    Many,
    ParagraphRef,
    PlannedActionRef,
    Sources,
    Text,
)

if TYPE_CHECKING:
    import datetime as dt


class Contact(Record):
    """A meeting, call or letter in which the coalition asked something of an organisation.

    Persons are not recorded: leave out the names and contact details of people.
    """

    date: Timeframe
    """The date of the contact."""
    with_: ActorRef = Field(alias="with")
    """The organisation or authority that was contacted."""
    asked: Text | None = None
    """What the coalition asked for."""
    answered: Text | None = None
    """What the organisation answered."""
    promised: Text | None = None
    """What the organisation promised."""
    promised_by: Timeframe | None = None
    """The date by which the organisation promised to do it."""
    settled: Timeframe | None = None
    """The day on which the promise was kept, taken back, or replaced by a later promise. Leave it out as long as the
    promise is open."""
    audience: Audience | None = None

    def has_open_promise(self, day: dt.date) -> bool:
        """Return whether a promise was made by the given day and is not settled on this day."""
        is_settled = self.settled is not None and self.settled.is_on_or_before(day)
        return self.promised is not None and self.date.is_on_or_before(day) and not is_settled


class Action(Record):
    """A planned action that helps recommendations to be carried out, or advocacy for recommendations."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """What is to be done."""
    kind: Literal["action", "advocacy"]
    """Work that helps to carry out recommendations (action), or work to persuade others to carry them out (advocacy).
    Only members see advocacy, unless `audience` says otherwise."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that the action is for."""
    responsible: Many[ActorRef] = ()
    """The organisations that lead the action and answer for it."""
    supports: Many[ActorRef] = ()
    """The organisations that help with the action and do not answer for it."""
    partners: Many[ActorRef] = ()
    """The organisations outside the coalition that stand behind the action, such as other networks or UN agencies."""
    addressed_to: Many[ActorRef] = ()
    """The organisations and authorities that the action is meant to persuade."""
    message: Text | None = None
    """What the coalition asks of them, in a sentence or two."""
    timeframe: Timeframe | None = None
    """When the action takes place."""
    serves: Many[DeadlineRef] = ()
    """The deadlines for which the action has to be ready."""
    after: Many[PlannedActionRef] = ()
    """The actions that come before this action."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that the action belongs to."""
    contacts: Many[Contact] = ()
    """The contact log: who was asked for what, what they answered, and what they promised. The oldest contact comes
    first."""
    progress: Many[Progress] = ()
    """The progress log, with the oldest entry first."""
    was: Many[Earlier] = ()
    """Earlier plans and earlier words, with the oldest first."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Actions(Record):
    """Actions and advocacy: the whole plan or a part of it."""

    actions: Many[Action]
    """The actions."""
