"""data/actions/: the action and advocacy plan: who does what, by when, addressed to whom."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Progress
from cobtrack.model.types import ActivityRef, ActorRef, Id, Many, ParagraphRef, Sources, Text


class Action(Record):
    """One thing to do for a recommendation."""

    id: Id
    title: Text
    kind: Literal["action", "advocacy"]
    recommendations: Many[ParagraphRef] = ()
    responsible: Many[ActorRef] = ()
    """Who does it."""
    addressed_to: Many[ActorRef] = ()
    """Whom it is to move."""
    timeframe: Timeframe | None = None
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that it belongs to."""
    progress: Many[Progress] = ()
    """The log, oldest first."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Actions(Record):
    """A part of the plan."""

    actions: Many[Action]
