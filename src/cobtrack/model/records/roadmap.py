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
"""The words that the text of a section can contain instead of a paragraph. A list or table replaces each of them."""


def _check_part(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("{") and value not in PARTS:
        raise PydanticCustomError("part", "unknown part", {"typed": value})
    return value


Block = Annotated[Text, BeforeValidator(_check_part)]


class Section(Record):
    """A section of the roadmap: its paragraphs, lists and tables."""

    title: Text
    """The heading of the section."""
    text: Many[Block]
    """The paragraphs. Write `{discussions}`, `{overview}` or `{activities}` as a paragraph of its own, in the place
    where the list or table with this name is to appear."""
    notes: dict[NoteName, Text] = {}
    """The texts of the footnotes, keyed by name. In the text, `[^name]` marks the place of a footnote."""
    audience: Audience | None = None


class Material(Record):
    """A document that was used in a discussion or resulted from it, such as a presentation."""

    title: Text
    """The title of the document."""
    url: str = ""
    """The web address of the document. Leave it out as long as it is not known."""
    note: Text | None = None
    """A remark that readers should see together with the title."""
    audience: Audience | None = None


class Discussion(Record):
    """A meeting about the recommendations."""

    id: Id
    title: Text
    """The kind or the topic of the meeting."""
    date: Timeframe
    """When the meeting took place."""
    organized_by: Text
    """Who organised the meeting."""
    supported_by: Text | None = None
    """Who supported the meeting."""
    chaired_by: Text | None = None
    """Who chaired the meeting."""
    speakers: Text | None = None
    """Who spoke at the meeting."""
    purpose: Text
    """The purpose of the meeting."""
    attended_by: Text
    """Who attended the meeting."""
    actors: Many[ActorRef] = ()
    """The organisations that organised or supported the meeting."""
    materials: Many[Material] = ()
    """Documents that were used in the meeting or resulted from it."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()
    audience: Audience | None = None


class Measure(Record):
    """Something that the government issued to give effect to the recommendations, such as a circular."""

    id: Id
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
    """The number of years of follow-up until the next State report."""
    may_become: int | None = None
    """Another possible number of years, if the length of the cycle is not decided yet."""
    certainty: Certainty | None = None
    source: Sources = ()


class Roadmap(Record):
    """The roadmap as a document: its title, version, text, discussions and working arrangements."""

    title: Text
    """The title of the roadmap."""
    subtitle: Text | None = None
    """A second title below the title."""
    period: Timeframe
    """The years that the roadmap covers."""
    version: int
    """The number of the version."""
    date: Timeframe
    """The date of the version."""
    maintainer: ActorRef
    """The organisation that keeps the roadmap up to date."""
    review_cycle: ReviewCycle | None = None
    """The time until the next review by the treaty body."""
    arrangements: Arrangements | None = None
    """Who works together on the roadmap, and how."""
    measures: Many[Measure] = ()
    """The measures that the government issued to give effect to the recommendations."""
    sections: Many[Section]
    """The text of the roadmap, section by section."""
    discussions: Many[Discussion] = ()
    """Meetings about the recommendations."""
