"""data/roadmap.yaml: the roadmap as a document, without its pillars."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import ActorRef, DeadlineRef, Id, Many, NoteName, Sources, Text

PARTS = ("{discussions}", "{overview}", "{activities}")
"""What the text of a section can contain instead of a paragraph."""


def _check_part(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("{") and value not in PARTS:
        raise PydanticCustomError("part", "unknown part", {"typed": value})
    return value


Block = Annotated[Text, BeforeValidator(_check_part)]


class Section(Record):
    """A section of the roadmap: its paragraphs, with the lists and tables between them."""

    title: Text
    """Its heading."""
    text: Many[Block]
    """The paragraphs. Write `{discussions}`, `{overview}` or `{activities}` where that list or table belongs."""
    notes: dict[NoteName, Text] = {}
    """The texts of the footnotes, by name. In the text, `[^name]` marks where a footnote belongs."""
    audience: Audience | None = None


class Material(Record):
    """A document that was used in a discussion or came out of it, such as a presentation."""

    title: Text
    """Its title."""
    url: str = ""
    """The web address where it can be read. Leave it out as long as it is not known."""
    note: Text | None = None
    """What a reader should know about it."""
    audience: Audience | None = None


class Discussion(Record):
    """A meeting about the recommendations."""

    id: Id
    title: Text
    """What sort of meeting it was, or its topic."""
    date: Timeframe
    """When it took place."""
    organized_by: Text
    """Who organised it."""
    supported_by: Text | None = None
    """Who supported it."""
    chaired_by: Text | None = None
    """Who chaired it."""
    speakers: Text | None = None
    """Who spoke."""
    purpose: Text
    """What it was for."""
    attended_by: Text
    """Who attended."""
    actors: Many[ActorRef] = ()
    """The organisations that organised or supported it."""
    materials: Many[Material] = ()
    """Documents that were used or came out of it."""
    remarks: Many[Remark] = ()
    """What else is known about it."""
    source: Sources = ()
    audience: Audience | None = None


class Measure(Record):
    """Something that the government issued to give effect to the recommendations, such as a circular."""

    id: Id
    title: Text
    """Its title."""
    date: Timeframe
    """When it was issued."""
    issued_by: Text
    """Who issued it."""
    effect: Text | None = None
    """What it requires or changes."""
    source: Sources = ()
    audience: Audience | None = None


class Arrangements(Record):
    """Who works together on the roadmap, and how."""

    lead: ActorRef
    """The organisation that leads the work."""
    core_group: Text
    """Who belongs to the core group."""
    thematic_groups: Many[ActorRef] = ()
    """The thematic working groups."""
    focal_points: Text | None = None
    """How focal points are named. Leave out the names of people."""


class ReviewCycle(Record):
    """The time until the treaty body reviews the State again."""

    next_report: DeadlineRef
    """The deadline of the next State report."""
    years: int
    """How many years of follow-up there are until then."""
    may_become: int | None = None
    """How many years there may be instead, if that is not decided."""
    certainty: Certainty | None = None
    source: Sources = ()


class Roadmap(Record):
    """The roadmap as a document: its title, version, text, discussions and working arrangements."""

    title: Text
    """Its title."""
    subtitle: Text | None = None
    """A second title below it."""
    period: Timeframe
    """The years that it covers."""
    version: int
    """The number of the version."""
    date: Timeframe
    """The date of the version."""
    maintainer: ActorRef
    """The organisation that keeps it up to date."""
    review_cycle: ReviewCycle | None = None
    """The time until the next review by the treaty body."""
    arrangements: Arrangements | None = None
    """Who works together on the roadmap, and how."""
    measures: Many[Measure] = ()
    """What the government issued to give effect to the recommendations."""
    sections: Many[Section]
    """The text of the roadmap, section by section."""
    discussions: Many[Discussion] = ()
    """Meetings about the recommendations."""
