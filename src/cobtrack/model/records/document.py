"""data/recommendations/: UN documents, their paragraphs, and how far each recommendation has been carried out."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple, get_args

from pydantic import Field

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.text.markup import plain_text
from cobtrack.model.types import (
    ActorRef,
    ClusterRef,
    CriterionRef,
    DocumentRef,
    Id,
    Many,
    MechanismRef,
    ParagraphId,
    ParagraphRange,
    ParagraphRef,
    ResourceRef,
    Sources,
    Text,
)

_MAX_FIRST_WORDS = 60
"""The length, in characters, of the first words by which a paragraph without a number is named."""
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)([a-z]?)(?:-([ivx]+))?(?:-(\d+))?")

Position = Literal["supported", "partly-supported", "noted", "not-stated"]
POSITIONS: tuple[str, ...] = get_args(Position)
Voice = Literal["government", "civil-society", "children", "nhri", "un"]
Level = Literal["fully", "largely", "partly", "initial-steps", "none", "regressed", "no-information"]
Grade = Literal["A", "B", "C", "D", "E"]


class Link(Record):
    """A link to a paragraph of another document."""

    to: ParagraphRef
    """The other paragraph."""
    kind: Literal["same-subject", "repeats", "strengthens", "narrows", "contradicts"]
    """How this paragraph relates to the other one."""
    source: Sources = ()


class Origin(Record):
    """Where a paragraph was imported from. The next import recognises the paragraph by it, so leave it as it is."""

    system: Literal["cobs", "uhri", "upr-info", "thematic-list", "impact-oss"]
    """The system that the paragraph comes from."""
    id: str = Field(min_length=1)
    """The id of the paragraph in that system."""


class Wording(Record):
    """A further text of a UPR recommendation: several States can make the same recommendation in different words."""

    text: Text
    """The official text."""
    made_by: Many[Text] = ()
    """The States that made the recommendation in these words."""


class Score(Record):
    """How much one criterion speaks for a recommendation, and why."""

    criterion: CriterionRef
    """The id of a criterion in cobtrack.yaml."""
    score: int = Field(ge=0, le=3)
    """0 (not at all), 1 (a little), 2 (much) or 3 (very much)."""
    reason: Text
    """Why it has this score."""


class Outdated(Record):
    """Why a recommendation no longer applies as it is written."""

    reason: Literal["implemented", "inaccurate", "superseded"]
    """Whether it has been carried out already, is inaccurate, or has been overtaken by something newer."""
    note: Text
    """An explanation, in a sentence or two."""
    source: Sources = ()


class Evidence(Record):
    """A fact that supports or contradicts an assessment, or puts it into context."""

    bearing: Literal["supports", "contradicts", "context"]
    """Whether the fact speaks for the assessment, against it, or gives the context."""
    text: Text | None = None
    """The fact. Leave it out if the source says enough."""
    source: Sources = ()
    audience: Audience | None = None


class Assessment(Record):
    """How far a recommendation has been carried out, as one voice sees it on a date.

    When the situation changes, add an assessment. Do not change or remove an earlier one.
    """

    date: Timeframe
    """The date of the assessment. It counts from the last day that the date can mean."""
    voice: Voice
    """Whose view it is. `nhri` is the national human rights institution."""
    level: Level
    """How far the recommendation has been carried out."""
    grade: Grade | None = None
    """A grade from A to E. The Human Rights Committee gives such grades to replies (CCPR/C/108/2); here they say how
    far a recommendation has been carried out."""
    reason: Text
    """Why it has this level, in a sentence or two."""
    by: ActorRef | None = None
    """The organisation that made the assessment."""
    confidence: Literal["high", "medium", "low"] | None = None
    """How sure the organisation is of the level."""
    provisional: bool = False
    """Whether somebody still has to review the assessment."""
    evidence: Many[Evidence] = ()
    """The facts that speak for and against it."""
    obstacles: Many[Text] = ()
    """What makes it difficult to carry out the recommendation."""
    help_needed: Many[ActorRef] = ()
    """The organisations whose help is needed."""
    audience: Audience | None = None


class ParagraphNumber(NamedTuple):
    """The number in a paragraph's id: `42a-ii-2` is the second part of item (a) (ii) of paragraph 42."""

    number: str
    """`42`; in the UPR also `136.10`."""
    letter: str
    roman: str
    part: str


def split_paragraph_id(identifier: str) -> ParagraphNumber | None:
    """Return the number in the id of a paragraph; None if the id has a word instead of a number."""
    match = _NUMBER.fullmatch(identifier.partition(":")[2])
    return ParagraphNumber(match[1], match[2], match[3] or "", match[4] or "") if match else None


class Inherited(NamedTuple):
    """What a lettered item takes over from its paragraph."""

    id: str
    """The id of the paragraph."""
    label: str
    """How the paragraph is cited: `para. 26`."""
    fields: tuple[str, ...]
    """The names of the fields; `scores.severity` for the score of one criterion."""
    assessment_count: int
    """How many of the item's assessments belong to the paragraph. They come first."""


class Paragraph(Record):
    """A paragraph of a document, or a lettered item of a paragraph."""

    id: ParagraphId
    """The id of the document and the number of the paragraph: crc-2022:42, crc-2022:42a for item (a), or crc-2022:42-2
    for a second part of paragraph 42. If the number is not known, a word takes its place."""
    kind: Literal["introduction", "progress", "concern", "recommendation", "pledge"]
    """What the paragraph does. A pledge is a commitment that the State makes itself."""
    section: Text | None = None
    """The title of the section of the document."""
    heading: Text | None = None
    """The heading above the paragraph."""
    cluster: ClusterRef = ""
    """The cluster that it belongs to: an id from `clusters` in cobtrack.yaml."""
    urgent: bool = False
    """Whether the Committee asks for urgent measures."""
    follow_up: bool = False
    """Whether the Committee asks for information about it before the next report."""
    text: Text | None = None
    """The official text. Leave it out as long as nobody has it at hand."""
    summary: Text | None = None
    """The content, in the coalition's own words."""
    seen: Literal["full", "part", "topic"] = "full"
    """How much of the paragraph was seen by the person who entered it: `full` if nothing is said."""
    cites: Many[Text] = ()
    """The articles, General Comments, SDG targets and documents that the paragraph mentions."""
    answers: Many[ParagraphRef] = ()
    """The concerns that the recommendation responds to."""
    links: Many[Link] = ()
    """Related paragraphs of other documents."""
    responsible: Many[ActorRef] = ()
    """The organisations and authorities that have to carry it out."""
    groups: Many[ActorRef] = ()
    """The thematic working groups that follow up on it."""
    position: Position | None = None
    """The State's answer to the recommendation, in the UPR."""
    made_by: Many[Text] = ()
    """The States that made the recommendation, in the UPR."""
    wordings: Many[Wording] = ()
    """Further texts under the same number, each with the States that made it. The UN counts them as one recommendation.
    """
    action_category: int | None = Field(default=None, ge=1, le=5)
    """How much action the recommendation asks for, from 1 (minimal) to 5 (specific), as UPR Info classifies it."""
    themes: Many[Text] = ()
    """Its themes, by the names that the system it was imported from gives them."""
    affected_persons: Many[Text] = ()
    """The groups of people that it is about, by the names that the system it was imported from gives them."""
    sdgs: Many[Text] = ()
    """The Sustainable Development Goals and targets that it relates to."""
    resources: Many[ResourceRef] = ()
    """The texts and tools that help to carry it out."""
    scores: Many[Score] = ()
    """Its priority, criterion by criterion."""
    outdated: Outdated | None = None
    """Why it no longer applies as it is written. Leave it out as long as it does."""
    assessments: Many[Assessment] = ()
    """How far it has been carried out, with the oldest assessment first."""
    origins: Many[Origin] = ()
    """Where it was imported from."""
    check: Many[Text] = ()
    """What somebody has to check, such as guesses made by an import. Remove a line when it is settled."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    @property
    def has_content(self) -> bool:
        """Whether its text or a summary has been entered."""
        return bool(self.text or self.summary)

    @property
    def inherited(self) -> Inherited | None:
        """What the item takes over from its paragraph; None if nothing was taken over, as in the data files."""
        return self.__dict__.get("_inherited")

    def set_inherited(self, inherited: Inherited) -> None:
        """Set what the item takes over from its paragraph."""
        self.__dict__["_inherited"] = inherited

    def inherited_note(self, field: str) -> str:
        """Return ", for all of para. 26" if the field is taken over from that paragraph, else ""."""
        return f", for all of {self.inherited.label}" if self.inherited and field in self.inherited.fields else ""

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.id.partition(":")[0]

    @property
    def number(self) -> str:
        """The number of the paragraph, such as `42` or `136.10`; "" if it is not known."""
        number = split_paragraph_id(self.id)
        return number.number if number else ""

    @property
    def item(self) -> str:
        """The letter of an item, such as `a` or `a-ii`; "" for a whole paragraph."""
        number = split_paragraph_id(self.id)
        return "-".join(filter(None, (number.letter, number.roman))) if number else ""

    @property
    def recommending_states(self) -> tuple[Text, ...]:
        """The States that made the recommendation, in any wording."""
        return (*self.made_by, *(state for wording in self.wordings for state in wording.made_by))

    @property
    def label(self) -> str:
        """How the UN cites the paragraph, `para. 42 (a)`; its heading or first words if the number is not known."""
        number = split_paragraph_id(self.id)
        if not number:
            words = _first_words(str(self.heading or self.text or self.summary or ""))
            return f"“{words}” (paragraph number not known)" if words else "a paragraph whose number is not known"
        letters = "".join(f" ({letter})" for letter in (number.letter, number.roman) if letter)
        part = f", part {number.part}" if number.part else ""
        return f"para. {number.number}{letters}{part}"


def _first_words(text: str) -> str:
    text = " ".join(plain_text(text).split())
    if len(text) <= _MAX_FIRST_WORDS:
        return text
    start = text[:_MAX_FIRST_WORDS]
    return f"{start.rpartition(' ')[0] or start}…"


DATES_OF_DOCUMENT = ("considered", "adopted", "issued")
"""The fields of a document with its dates, in the order of the events."""


class Document(Record):
    """A UN document with recommendations, such as Concluding Observations."""

    id: Id
    symbol: str = ""
    """The UN document symbol, such as CRC/C/XXX/CO/4-6. Leave it out as long as it is not known."""
    title: Text
    """Its title."""
    mechanism: MechanismRef
    """The mechanism that made the recommendations."""
    reports: Text | None = None
    """The reports of the State that it considers."""
    session: Text | None = None
    """The session in which it was adopted."""
    considered: Timeframe | None = None
    """When the reports of the State were considered."""
    adopted: Timeframe | None = None
    """When the document was adopted."""
    issued: Timeframe | None = None
    """The date of distribution that is printed on the document."""
    previous: DocumentRef | None = None
    """The document of the previous review cycle."""
    url: str = ""
    """The web address where it can be read."""
    not_seen: Many[ParagraphRange] = ()
    """The paragraphs that have not been entered because nobody has seen them, such as 6-25, 27 or 51- (to the end)."""
    remarks: Many[Remark] = ()
    """What else is known about it."""
    source: Sources = ()
    certainty: Certainty | None = None
    paragraphs: Many[Paragraph] = ()
    """Its paragraphs, in order."""
    audience: Audience | None = None

    @property
    def name(self) -> str:
        """The symbol, or the title if the symbol is not known."""
        return self.symbol or str(self.title)

    @property
    def sorting_day(self) -> date:
        """The day by which documents are sorted: when it was issued, else adopted, else considered.

        If no date is known, return the first day of the calendar.
        """
        dates: list[Timeframe | None] = [getattr(self, name) for name in reversed(DATES_OF_DOCUMENT)]
        return next((day.latest for day in dates if day and day.latest), date.min)
