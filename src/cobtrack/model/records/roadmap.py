"""data/roadmap.yaml: the roadmap as a document, without its pillars."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from pydantic import BeforeValidator, Field
from pydantic_core import PydanticCustomError

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Earlier, Material, Remark
from cobtrack.model.types import (
    ActorRef,
    AnyId,
    DeadlineRef,
    FormerIds,
    Id,
    Many,
    NoteName,
    Revision,
    Sources,
    Text,
)

if TYPE_CHECKING:
    from datetime import date

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


class Discussion(Record):
    """A meeting about the recommendations."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
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


class Version(Record):
    """A numbered issue of the roadmap, with a note on what changed."""

    number: int = Field(ge=1)
    """The number of the version."""
    date: Timeframe
    """The date of the version."""
    note: Text = Field(examples=["The mid-term review moves to 2028."])
    """What is new in this version, in a sentence or two."""
    changes: Many[Text] = ()
    """The changes since the version before, a sentence for each."""
    revision: Revision = ""
    """The git revision of the version: a tag or the id of a commit. Without it, the tag `roadmap-NUMBER` is used, or
    the commit that brought this version."""


class Removed(Record):
    """A record that was removed from the data files. Its id is never used again."""

    id: AnyId
    """The id of the removed record."""
    title: Text | None = None
    """The title or the text of the removed record."""
    date: Timeframe
    """The day on which the record was removed."""
    why: Text | None = None
    """Why the record was removed."""
    audience: Audience | None = None


class Roadmap(Record):
    """The roadmap as a document: its title, versions, text, discussions and working arrangements."""

    title: Text
    """The title of the roadmap."""
    subtitle: Text | None = None
    """A second title below the title."""
    period: Timeframe
    """The years that the roadmap covers."""
    versions: Many[Version]
    """The versions of the roadmap, with the oldest first."""
    maintainer: ActorRef
    """The organisation that keeps the roadmap up to date."""
    review_cycle: ReviewCycle | None = None
    """The time until the next review by the treaty body."""
    arrangements: Arrangements | None = None
    """Who works together on the roadmap, and how."""
    sections: Many[Section]
    """The text of the roadmap, section by section."""
    discussions: Many[Discussion] = ()
    """Meetings about the recommendations."""
    removed: Many[Removed] = ()
    """The records that were removed from any data file."""
    was: Many[Earlier] = ()
    """Earlier periods and titles, with the oldest first."""

    @property
    def latest_version(self) -> Version | None:
        """The newest version; None if no version could be read."""
        return self.versions[-1] if self.versions else None

    def version_on(self, day: date) -> Version | None:
        """Return the newest version dated on or before the given day; None if there is none."""
        earlier = [version for version in self.versions if version.date.may_have_begun_by(day)]
        return earlier[-1] if earlier else None
