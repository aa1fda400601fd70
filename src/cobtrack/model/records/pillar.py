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
    """Something that the coalition plans to do."""

    id: ActivityId = Field(examples=['"2.10"'])
    """The number of the pillar and of the activity, in quotes. Without quotes, other programs read 2.10 as 2.1."""
    text: Text
    """What is to be done."""
    points: Many[Text] = ()
    """The bullet points below the text."""
    notes: dict[NoteName, Text] = {}
    """The texts of the footnotes, by name. In the text, `[^name]` marks where a footnote belongs."""
    timeframe: Timeframe = Field(examples=["2026-01/2026-06"])
    """When it takes place, such as 2022/2027, 2022-10/2022-12, 2022-10-28 or 2025? (year to be determined)."""
    responsible: Many[ActorRef] = ()
    """The organisations that do it."""
    serves: Many[DeadlineRef] = ()
    """The deadlines that it has to be ready for."""
    starts: RelativeDate | None = None
    """When it can start, relative to a deadline, such as {after: crc-state-report}."""
    ends: RelativeDate | None = None
    """When it has to be done, relative to a deadline, such as {before: crc-state-report, months: 3}."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that it helps to carry out."""
    discussions: Many[DiscussionRef] = ()
    """The discussions in which it took place."""
    after: Many[ActivityRef] = ()
    """The activities that come before it."""
    progress: Many[Progress] = ()
    """The progress log, with the oldest entry first."""
    source: Sources = ()
    """The citation or address that it comes from; left out if it comes from the roadmap."""
    audience: Audience | None = None


class Category(Record):
    """A group of similar activities within a pillar."""

    title: Text
    """Its heading in the roadmap."""
    activities: Many[Activity]
    """The activities."""


class Pillar(Record):
    """A pillar of the roadmap, with its activities."""

    pillar: int = Field(ge=1)
    """The number of the pillar."""
    title: Text
    """Its title."""
    overview_title: Text | None = None
    """Its title in the overview of the roadmap, if that is different."""
    overview: Many[Text] = ()
    """What the overview of the roadmap says about it, with one item for each point."""
    categories: Many[Category]
    """Its activities, in groups."""
