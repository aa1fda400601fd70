"""data/measures/: what the State has done to carry out recommendations: laws, policies, circulars and others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.document import Voice
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import (
    ActorRef,
    DiscussionRef,
    DocumentRef,
    FormerIds,
    Id,
    Many,
    MeasureRef,
    ParagraphRef,
    Sources,
    Text,
)

if TYPE_CHECKING:
    import datetime as dt

MeasureStage = Literal[
    "drafted", "consulted", "adopted", "issued", "in-force", "amended", "implemented", "repealed", "stopped"
]
PREPARING: tuple[MeasureStage, ...] = ("drafted", "consulted")
"""The stages before a measure exists."""
ENDED: tuple[MeasureStage, ...] = ("repealed", "stopped")
"""The stages after which a measure no longer has any effect."""


class Trigger(Record):
    """What caused a measure, or a stage of it."""

    recommendations: Many[ParagraphRef] = ()
    """The recommendations that caused it."""
    documents: Many[DocumentRef] = ()
    """The documents that caused it as a whole."""
    discussions: Many[DiscussionRef] = ()
    """The discussions that caused it."""
    note: Text | None = None
    """What else caused it, in a sentence."""


class Stage(Record):
    """A stage that a measure reached, and who says so.

    When the measure reaches another stage, or somebody sees it differently, add an entry. Do not change an earlier one.
    """

    date: Timeframe
    """When the measure reached the stage. If the date can mean several days, the entry applies from the last of them.
    """
    stage: MeasureStage
    """The stage. A law is `adopted`, a circular is `issued`; `in-force` also means that a body works or a programme
    runs; `stopped` means that a draft was given up or a programme ended early."""
    voice: Voice | None = None
    """The group that says so. Leave it out only for a fact that anyone can look up, such as the date of a law."""
    by: ActorRef | None = None
    """The organisation that says so."""
    note: Text | None = None
    """What happened, in one or two sentences."""
    triggered_by: Trigger | None = None
    """What caused this stage, such as recommendations that led to an amendment."""
    source: Sources = ()
    """Where this can be looked up. Leave it out if it is the source of the measure."""
    certainty: Certainty | None = None
    audience: Audience | None = None


class Article(Record):
    """A part of the text of a measure, such as an article of a law."""

    number: Text
    """The number of the article as the measure writes it, such as `Article 12`."""
    text: Text
    """What the article says, in one plain sentence."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that the article answers."""


class Measure(Record):
    """Something that the State did to give effect to recommendations, such as a law, a plan or a circular."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The title of the measure."""
    kind: Literal["law", "policy", "plan", "circular", "budget", "body", "programme", "other"] | None = None
    """The kind of measure. A `body` is an authority or a council that was set up."""
    issued_by: Text | None = None
    """Who issued the measure, in words."""
    issuer: Many[ActorRef] = ()
    """The authorities that issued the measure or prepare it."""
    stages: Many[Stage] = ()
    """The stages of the measure, with the oldest first."""
    triggered_by: Trigger | None = None
    """What caused the measure."""
    effect: Text | None = None
    """What the measure requires or changes."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that the measure answers."""
    articles: Many[Article] = ()
    """The articles of the measure that answer recommendations."""
    replaces: Many[MeasureRef] = ()
    """The earlier measures that this measure replaces."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    def stages_on(self, day: dt.date) -> tuple[Stage, ...]:
        """Return the stages that the measure had reached by the given day, with the oldest first."""
        return tuple(stage for stage in self.stages if stage.date.is_on_or_before(day))

    @property
    def answers(self) -> tuple[str, ...]:
        """The ids of all recommendations that the measure or one of its articles answers."""
        in_articles = (identifier for article in self.articles for identifier in article.recommendations)
        return tuple(dict.fromkeys((*self.recommendations, *in_articles)))


class Measures(Record):
    """A list of measures."""

    measures: Many[Measure]
    """The measures."""
