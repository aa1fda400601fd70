"""Records that appear in several kinds of file: entries of a progress log, and remarks."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.types import ActivityRef, Many, Sources, Text

Status = Literal["planned", "in-progress", "done", "postponed", "cancelled"]


class Progress(Record):
    """An entry of a progress log: the status on a date. The last entry on or before the day in question counts."""

    date: Timeframe
    """The date of this status. The entry counts from the last day that the date can mean."""
    status: Status
    """How far it is."""
    note: Text | None = None
    """What happened, in one or two sentences."""
    evidence: Sources = ()
    """Where this can be seen: web addresses or citations."""
    audience: Audience | None = None


class Remark(Record):
    """Something else that is known about a record, with its source."""

    text: Text
    """The fact, in a sentence or two."""
    source: Sources = ()
    certainty: Certainty | None = None
    activities: Many[ActivityRef] = ()
    """The activities that it reports on. There it is shown as seen elsewhere, not confirmed by the coalition."""
    date: Timeframe | None = None
    """When it happened. Reports about an earlier day do not show it with its activities."""
    audience: Audience | None = None
