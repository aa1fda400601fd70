"""data/data-sources/: where the values of indicators come from, such as surveys, registers and databases."""

from __future__ import annotations

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import ActivityRef, ActorRef, AxisRef, FormerIds, Id, Many, Sources, Text


class DataSource(Record):
    """A survey, a register, a database or another collection from which values of indicators are taken."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The name of the data source."""
    holder: ActorRef | None = None
    """The organisation that keeps the data."""
    content: Text | None = None
    """What the data are about."""
    frequency: Text | None = None
    """How often the data are updated, such as every year or every five years."""
    last_update: Timeframe | None = None
    """When the data were last updated, as far as is known."""
    disaggregated_by: Many[AxisRef] = ()
    """The axes along which the data can be broken down, such as sex or age."""
    access: Text | None = None
    """Who can use the data, and how to get them."""
    url: str = ""
    """A web address at which the data, or a description of the data, can be read."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that use the data source."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class DataSources(Record):
    """A list of data sources."""

    data_sources: Many[DataSource]
    """The data sources."""
