"""Records that appear in several kinds of file: entries of a progress log, and remarks."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.types import ActivityRef, Many, Sources, Text

Status = Literal["planned", "in-progress", "done", "postponed", "cancelled"]


class Progress(Record):
    """A line of the log: what stood where on a day. The last one on or before the as-of date is current."""

    date: Timeframe
    """When that was so; it counts from the last day the date can mean."""
    status: Status
    note: Text | None = None
    """What happened, in one or two sentences."""
    evidence: Sources = ()
    """Where that can be seen: URLs or citations."""
    audience: Audience | None = None


class Remark(Record):
    """Something known beside the text, with where it is known from."""

    text: Text
    source: Sources = ()
    certainty: Certainty | None = None
    activities: Many[ActivityRef] = ()
    """The activities that it tells of: it stands beside them as seen elsewhere, not confirmed by the coalition."""
    date: Timeframe | None = None
    """When that was; on an earlier day it does not stand beside an activity yet."""
    audience: Audience | None = None
