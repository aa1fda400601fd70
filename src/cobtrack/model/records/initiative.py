"""data/initiatives/: what organisations already do that helps to carry out recommendations."""

from __future__ import annotations

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.types import ActivityRef, ActorRef, Id, Many, ParagraphRef, Sources, Text


class Initiative(Record):
    """A project, a campaign, a service."""

    id: Id
    title: Text
    organisations: Many[ActorRef] = ()
    """Who runs it."""
    location: Text | None = None
    """Where it is run."""
    timeframe: Timeframe | None = None
    summary: Text | None = None
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that it helps to carry out."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that it belongs to."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Initiatives(Record):
    """A collection of initiatives."""

    initiatives: Many[Initiative]
