"""data/roadmap.yaml: the roadmap as a document, but for its pillars."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import ActorRef, DeadlineRef, Id, Many, NoteName, Sources, Text

PARTS = ("{discussions}", "{overview}", "{activities}")


def _block(value: Any) -> Any:
    if isinstance(value, str) and value.startswith("{") and value not in PARTS:
        raise PydanticCustomError("part", "unknown part", {"typed": value})
    return value


Block = Annotated[Text, BeforeValidator(_block)]


class Section(Record):
    """A section of the roadmap: paragraphs in order, with its lists and tables where they stand."""

    title: Text
    text: Many[Block]
    """Paragraphs; `{discussions}`, `{overview}` and `{activities}` stand for those parts."""
    notes: dict[NoteName, Text] = {}
    """Footnotes by the name that marks them in the text."""
    audience: Audience | None = None


class Material(Record):
    """Something to read that came out of a discussion."""

    title: Text
    url: str = ""
    """Where it is; absent as long as that is not known."""
    note: Text | None = None
    audience: Audience | None = None


class Discussion(Record):
    """A meeting about the recommendations."""

    id: Id
    title: Text
    date: Timeframe
    organized_by: Text
    supported_by: Text | None = None
    chaired_by: Text | None = None
    speakers: Text | None = None
    purpose: Text
    attended_by: Text
    actors: Many[ActorRef] = ()
    """The organisations that organised or supported it."""
    materials: Many[Material] = ()
    remarks: Many[Remark] = ()
    source: Sources = ()
    audience: Audience | None = None


class Measure(Record):
    """What the government issued to give effect to the recommendations, e.g. a circular."""

    id: Id
    title: Text
    date: Timeframe
    issued_by: Text
    effect: Text | None = None
    source: Sources = ()
    audience: Audience | None = None


class Arrangements(Record):
    """Who works together on the roadmap, and how."""

    lead: ActorRef
    core_group: Text
    thematic_groups: Many[ActorRef] = ()
    focal_points: Text | None = None


class ReviewCycle(Record):
    """When the treaty body looks again."""

    next_report: DeadlineRef
    """The deadline of the next State report."""
    years: int
    """How many years of follow-up that gives."""
    may_become: int | None = None
    """How many years it may become."""
    certainty: Certainty | None = None
    source: Sources = ()


class Roadmap(Record):
    """The roadmap: title, version, text, discussions and working arrangements."""

    title: Text
    subtitle: Text | None = None
    period: Timeframe
    version: int
    date: Timeframe
    maintainer: ActorRef
    """The actor who keeps it."""
    review_cycle: ReviewCycle | None = None
    arrangements: Arrangements | None = None
    measures: Many[Measure] = ()
    sections: Many[Section]
    discussions: Many[Discussion] = ()
