"""data/actions/: the action and advocacy plan, which says who does what, by when, and who is to be persuaded."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Earlier, Progress
from cobtrack.model.types import (
    ActivityRef,
    ActorRef,
    FormerIds,
    Id,
    Many,
    ParagraphRef,
    Sources,
    Text,
)


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
    """The organisations that carry out the action."""
    addressed_to: Many[ActorRef] = ()
    """The organisations and authorities that the action is meant to persuade."""
    timeframe: Timeframe | None = None
    """When the action takes place."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that the action belongs to."""
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
