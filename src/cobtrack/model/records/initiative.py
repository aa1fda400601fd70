"""data/initiatives/: existing projects, campaigns and services that help to carry out recommendations."""

from __future__ import annotations

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
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


class Initiative(Record):
    """A project, campaign or service of one or more organisations."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The name of the initiative, or what is done."""
    organisations: Many[ActorRef] = ()
    """The organisations that run the initiative."""
    location: Text | None = None
    """Where the initiative takes place, such as provinces or districts."""
    timeframe: Timeframe | None = None
    """When the initiative takes place."""
    summary: Text | None = None
    """A description of the initiative, in a few sentences."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that the initiative helps to carry out."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that the initiative belongs to."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Initiatives(Record):
    """A list of initiatives."""

    initiatives: Many[Initiative]
    """The initiatives."""
