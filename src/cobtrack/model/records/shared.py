"""Records that appear in several kinds of file: entries of a progress log, and remarks."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cobtrack.model.dates.relative import Due
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.types import (
    ActivityRef,
    ActorRef,
    LanguageCode,
    Many,
    ParagraphRef,
    ResourceRef,
    Sources,
    Standing,
    Text,
)

DueCertainty = Literal["confirmed", "reported", "tentative", "tbd", "postponed", "superseded"]
Status = Literal["planned", "in-progress", "done", "postponed", "cancelled"]
SMALLEST_GROUP = 5
"""The smallest number of persons in a group that is published. In a smaller group, others could recognise a person."""


class Progress(Record):
    """An entry of a progress log: the status on a date. The last entry on or before the day in question is used."""

    date: Timeframe
    """The date of this status. If the date can mean several days, the entry applies from the last of them."""
    for_: Timeframe | None = Field(default=None, alias="for")
    """The year of the occurrence that this entry is about, if the activity recurs every year."""
    status: Status
    """The status on this date."""
    note: Text | None = None
    """What happened, in one or two sentences."""
    evidence: Sources = ()
    """Proof of this status: web addresses or citations."""
    by: ActorRef | None = None
    """The organisation that reported this status."""
    provisional: bool = False
    """Whether somebody still has to review the entry. What an organisation reported in a round is provisional."""
    audience: Audience | None = None

    @property
    def year(self) -> int | None:
        """The year that the entry is about; None if it is not known."""
        day = self.for_.earliest if self.for_ else self.date.latest
        return day.year if day else None


Icon = Literal[
    "home", "school", "health", "food", "water", "family", "safety", "law", "justice", "money", "voice", "play",
    "disability", "work", "online", "identity", "nature", "help", "calendar", "equality", "information", "peace",
    "journey", "rights",
]  # fmt: skip
"""The name of a picture that stands beside plain words."""


class CheckedWithChildren(Record):
    """A talk in which children read plain words and said whether they understand them."""

    date: Timeframe
    """The date on which the children had read the words."""
    group: Text
    """The group of children, such as a children's council. Never write the names of children."""


class Material(Record):
    """A document, recording or page that belongs to a meeting or to a UN document, such as a presentation."""

    title: Text
    """The title of the material."""
    kind: (
        Literal["recording", "summary-record", "language-version", "press-release", "presentation", "other"] | None
    ) = None
    """The kind of material. A summary record is the UN's own account of a meeting."""
    language: LanguageCode | None = None
    """The language of the material, such as km."""
    standing: Standing | None = None
    """Whether a language version is official, an unofficial translation, a draft, or older than the original."""
    url: str = ""
    """The web address of the material. Leave it out as long as it is not known."""
    note: Text | None = None
    """A remark that readers should see together with the title."""
    audience: Audience | None = None


# Records of many kinds contain remarks, so the schema of remarks is built once for all.
class Remark(Record, defer_build=False):
    """A further fact about a record, with its source."""

    text: Text
    """The fact, in a sentence or two."""
    source: Sources = ()
    certainty: Certainty | None = None
    activities: Many[ActivityRef] = ()
    """The activities that the fact is about. With these activities, the fact is shown as seen elsewhere, not confirmed
    by the coalition."""
    date: Timeframe | None = None
    """When this happened. Reports as of an earlier day do not show the fact with its activities."""
    audience: Audience | None = None


class NotRelated(Record):
    """Records that a person has judged as not related to a record, so that nothing proposes them again."""

    recommendations: Many[ParagraphRef] = ()
    """The recommendations that are not related."""
    resources: Many[ResourceRef] = ()
    """The texts and tools that do not help with the record."""


class Earlier(Record):
    """Earlier values of fields of a record, which were replaced because a plan or the words changed.

    The names of the fields are those of the record itself.
    """

    timeframe: Timeframe | None = None
    """The earlier timeframe of an activity or an action."""
    due: Due | None = None
    """The earlier date of a deadline."""
    certainty: DueCertainty | None = None
    """How certain the earlier date of a deadline was."""
    period: Timeframe | None = None
    """The earlier period of the roadmap."""
    name: Text | None = None
    """The earlier name."""
    title: Text | None = None
    """The earlier title."""
    heading: Text | None = None
    """The earlier heading."""
    text: Text | None = None
    """The earlier text."""
    points: Many[Text] = ()
    """The earlier bullet points below the text."""
    summary: Text | None = None
    """The earlier summary."""
    until: Timeframe
    """The day on which the values were replaced."""
    why: Text | None = None
    """The reason for the change."""
    still_holds: Timeframe | None = None
    """The day on which somebody confirmed that what was written about the earlier words still holds, such as an
    assessment."""

    @property
    def earlier_words(self) -> dict[str, Text | tuple[Text, ...]]:
        """The earlier texts and names, keyed by field."""
        return {name: value for name in EARLIER_WORDS if (value := getattr(self, name))}


EARLIER_DATES = ("timeframe", "due", "certainty", "period")
"""The fields of Earlier that hold dates. Results for an earlier day use the dates that were planned on this day."""
EARLIER_WORDS = ("name", "title", "heading", "text", "points", "summary")
"""The fields of Earlier that hold texts and names."""
