"""data/initiatives/: what organisations already do that helps to carry out recommendations."""

from __future__ import annotations

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.types import ActivityRef, ActorRef, Id, Many, ParagraphRef, Sources, Text


class Initiative(Record):
    """A project, campaign or service of one or more organisations."""

    id: Id
    title: Text
    """Its name, or what is done."""
    organisations: Many[ActorRef] = ()
    """The organisations that run it."""
    location: Text | None = None
    """Where it takes place, such as provinces or districts."""
    timeframe: Timeframe | None = None
    """When it takes place."""
    summary: Text | None = None
    """What it does, in a few sentences."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that it helps to carry out."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that it belongs to."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Initiatives(Record):
    """A list of initiatives."""

    initiatives: Many[Initiative]
    """The initiatives."""
