"""data/pillars/: the pillars of the roadmap, their categories and activities."""

from __future__ import annotations

from pydantic import Field

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Record
from cobtrack.model.records.shared import Progress
from cobtrack.model.types import (
    ActivityId,
    ActivityRef,
    ActorRef,
    DeadlineRef,
    DiscussionRef,
    Many,
    NoteName,
    ParagraphRef,
    Sources,
    Text,
)


class Activity(Record):
    """One thing that the coalition means to do."""

    id: ActivityId = Field(examples=['"2.10"'])
    """Pillar and number, in quotes: without them "2.10" is the number 2.1 for other YAML readers."""
    text: Text
    points: Many[Text] = ()
    """The points below the text."""
    notes: dict[NoteName, Text] = {}
    """Footnotes by the name that marks them in the text: `[^name]`."""
    timeframe: Timeframe = Field(examples=["2026-01/2026-06"])
    """When: EDTF, e.g. 2022/2027, 2022-10/2022-12, 2022-10-28, 2025? (year to be determined)."""
    responsible: Many[ActorRef] = ()
    """The actors who see to it."""
    serves: Many[DeadlineRef] = ()
    """The deadlines it has to be ready for."""
    starts: RelativeDate | None = None
    """What it has to wait for: {after: crc-state-report}, a date that hangs on a deadline."""
    ends: RelativeDate | None = None
    """By when it has to be done: {before: crc-state-report, months: 3}, a date that hangs on a deadline."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations it helps to carry out."""
    discussions: Many[DiscussionRef] = ()
    """The discussions in which it took place."""
    after: Many[ActivityRef] = ()
    """The activities that come before it."""
    progress: Many[Progress] = ()
    """The log, oldest first."""
    source: Sources = ()
    """Where it is from, if not from the roadmap."""
    audience: Audience | None = None


class Category(Record):
    """Activities of one kind within a pillar."""

    title: Text
    activities: Many[Activity]


class Pillar(Record):
    """A pillar of the roadmap."""

    pillar: int = Field(ge=1)
    title: Text
    overview_title: Text | None = None
    """The title in the overview, where it differs."""
    overview: Many[Text] = ()
    """What the roadmap's overview says of it, a line each."""
    categories: Many[Category]
