"""data/pillars/: the pillars of the roadmap, their categories and activities."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Record
from cobtrack.model.records.shared import CheckedWithChildren, Earlier, Icon, NotRelated, Progress
from cobtrack.model.types import (
    ActivityId,
    ActivityRef,
    ActorRef,
    DeadlineRef,
    DiscussionRef,
    FormerIds,
    Many,
    NoteName,
    ParagraphRef,
    Sources,
    Text,
)


class Activity(Record):
    """Something that the coalition plans to do."""

    id: ActivityId = Field(examples=['"2.10"'])
    """The number of the pillar and the number of the activity, in quotes. Without quotes, other programs read 2.10 as
    2.1."""
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    text: Text
    """What is to be done."""
    points: Many[Text] = ()
    """The bullet points below the text."""
    plain: Text | None = None
    """The activity in plain words that a child of ten understands, in one or two short sentences."""
    icon: Icon | None = None
    """The picture beside the plain words."""
    checked_with_children: CheckedWithChildren | None = None
    """When children read the plain words, and which group it was. Without this field, documents say that adults wrote
    the words. Remove it when the plain words change."""
    notes: dict[NoteName, Text] = {}
    """The texts of the footnotes, keyed by name. In the text, `[^name]` marks the place of a footnote."""
    timeframe: Timeframe = Field(examples=["2026-01/2026-06"])
    """When the activity takes place, such as 2022/2027, 2022-10/2022-12, 2022-10-28 or 2025? (year to be determined).
    """
    recurs: Literal["yearly"] | None = None
    """How often the activity takes place within its timeframe. Leave it out if the activity takes place once or
    continuously."""
    responsible: Many[ActorRef] = ()
    """The organisations that lead the activity and answer for it."""
    supports: Many[ActorRef] = ()
    """The organisations that help with the activity and do not answer for it."""
    serves: Many[DeadlineRef] = ()
    """The deadlines for which the activity has to be ready."""
    starts: RelativeDate | None = None
    """When the activity can start, relative to a deadline, such as {after: crc-state-report}."""
    ends: RelativeDate | None = None
    """When the activity has to be done, relative to a deadline, such as {before: crc-state-report, months: 3}."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that the activity helps to carry out."""
    not_related: NotRelated | None = None
    """Records that somebody has compared with the activity and found not related. `cobtrack suggest` leaves them out.
    """
    discussions: Many[DiscussionRef] = ()
    """The discussions in which the activity took place."""
    after: Many[ActivityRef] = ()
    """The activities that come before this activity."""
    progress: Many[Progress] = ()
    """The progress log, with the oldest entry first."""
    was: Many[Earlier] = ()
    """Earlier plans and earlier words, with the oldest first."""
    source: Sources = ()
    """Where the activity comes from: a citation or a web address. Leave it out if the activity comes from the roadmap.
    """
    audience: Audience | None = None


class Category(Record):
    """A group of similar activities within a pillar."""

    title: Text
    """The heading of the category in the roadmap."""
    activities: Many[Activity]
    """The activities in the category."""


class Pillar(Record):
    """A pillar of the roadmap, with its activities."""

    pillar: int = Field(ge=1)
    """The number of the pillar."""
    title: Text
    """The title of the pillar."""
    overview_title: Text | None = None
    """The title of the pillar in the roadmap's overview, if it is different there."""
    overview: Many[Text] = ()
    """The points about the pillar in the roadmap's overview, one item for each point."""
    categories: Many[Category]
    """The activities of the pillar, grouped into categories."""
