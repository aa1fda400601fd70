"""data/measures/: what the State has done to give effect to the recommendations, such as a circular."""

from __future__ import annotations

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Record
from cobtrack.model.types import FormerIds, Id, Many, Sources, Text


class Measure(Record):
    """Something that the State issued to give effect to the recommendations, such as a circular."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The title of the measure."""
    date: Timeframe
    """When the measure was issued."""
    issued_by: Text
    """Who issued the measure."""
    effect: Text | None = None
    """What the measure requires or changes."""
    source: Sources = ()
    audience: Audience | None = None


class Measures(Record):
    """A list of measures."""

    measures: Many[Measure]
    """The measures."""
