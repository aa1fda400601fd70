"""data/recommendations/: UN documents and the paragraphs that they recommend things in."""

from __future__ import annotations

import re
from datetime import date
from typing import Literal, NamedTuple, get_args

from pydantic import Field, PrivateAttr

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

_SHORT = 60
"""Characters by which a text can be told from another."""
_NUMBER = re.compile(r"(\d+(?:\.\d+)*)([a-z]?)(?:-([ivx]+))?(?:-(\d+))?")


class Link(Record):
    """A tie to a paragraph of another document."""

    to: ParagraphRef
    kind: Literal["same-subject", "repeats", "strengthens", "narrows", "contradicts"]
    source: Sources = ()


class Origin(Record):
    """Where another system has this paragraph: what an import knows it by when it comes again."""

    system: Literal["cobs", "uhri", "upr-info", "thematic-list", "impact-oss"]
    id: str = Field(min_length=1)


class Wording(Record):
    """A further text under the number of a recommendation, as the UPR has it."""

    text: Text
    made_by: Many[Text] = ()
    """The States that made it in these words."""


class Score(Record):
    """How much one criterion speaks for a recommendation, and why."""

    criterion: CriterionRef
    """The id of a criterion in cobtrack.yaml."""
    score: int = Field(ge=0, le=3)
    """0 not at all, 1 a little, 2 much, 3 very much."""
    reason: Text


class Outdated(Record):
    """Why a recommendation no longer holds as it stands."""

    reason: Literal["implemented", "inaccurate", "superseded"]
    note: Text
    source: Sources = ()


Voice = Literal["government", "civil-society", "children", "nhri", "un"]
Level = Literal["fully", "largely", "partly", "initial-steps", "none", "regressed", "no-information"]
Grade = Literal["A", "B", "C", "D", "E"]


class Evidence(Record):
    """Something that speaks for or against an assessment."""

    bearing: Literal["supports", "contradicts", "context"]
    text: Text | None = None
    source: Sources = ()
    audience: Audience | None = None


class Assessment(Record):
    """How far a recommendation was carried out, as one voice saw it on a day. Assessments are added, never changed."""

    date: Timeframe
    """When it was so; it counts from the last day that the date can mean."""
    voice: Voice
    """Whose view it is: the government's, civil society's, children's, that of a national institution or of the UN."""
    level: Level
    grade: Grade | None = None
    """A to E as the Human Rights Committee grades replies (CCPR/C/108/2), adapted here to what was carried out."""
    reason: Text
    """Why, in a line or two."""
    by: ActorRef | None = None
    """The organisation that assessed it."""
    confidence: Literal["high", "medium", "low"] | None = None
    provisional: bool = False
    """Whether somebody still has to review it."""
    evidence: Many[Evidence] = ()
    obstacles: Many[Text] = ()
    """What stands in the way."""
    help_needed: Many[ActorRef] = ()
    """The organisations whose help is needed."""
    audience: Audience | None = None


class Inherited(NamedTuple):
    """What a lettered item has of its paragraph."""

    id: str
    """The id of the paragraph."""
    label: str
    """`para. 26`"""
    fields: tuple[str, ...]
    """Names of fields; `scores.severity` for one score."""
    assessment_count: int
    """How many of the item's assessments, from the first, are those of the paragraph."""


Position = Literal["supported", "partly-supported", "noted", "not-stated"]
POSITIONS: tuple[str, ...] = get_args(Position)


class Paragraph(Record):
    """One paragraph of a document, or one lettered sub-item of it."""

    id: ParagraphId
    """The document's id and the number: crc-2022:42, crc-2022:42a, crc-2022:42-2 for a second part of paragraph 42; a
    word for the number where that is not known."""
    kind: Literal["introduction", "progress", "concern", "recommendation", "pledge"]
    section: Text | None = None
    heading: Text | None = None
    cluster: ClusterRef = ""
    """The treaty body's cluster: an id from cobtrack.yaml."""
    urgent: bool = False
    """Whether the Committee asks for urgent measures on it."""
    follow_up: bool = False
    """Whether the Committee asks for news of it before the next report."""
    text: Text | None = None
    """The official words."""
    summary: Text | None = None
    """The content in the coalition's words."""
    seen: Literal["full", "part", "topic"] = "full"
    """How much of the paragraph whoever entered it has seen: all, some, or only its number and topic."""
    cites: Many[Text] = ()
    """Articles, General Comments, SDG targets and documents that it names."""
    answers: Many[ParagraphRef] = ()
    """The concerns that it answers."""
    links: Many[Link] = ()
    responsible: Many[ActorRef] = ()
    """The actors who have to carry it out."""
    groups: Many[ActorRef] = ()
    """The thematic working groups that follow it up."""
    position: Position | None = None
    """The State's answer, as in the UPR."""
    made_by: Many[Text] = ()
    """The States that made it, in the UPR."""
    wordings: Many[Wording] = ()
    """Further texts under the same number, each with the States that made it: the UN counts them as one."""
    action_category: int | None = Field(default=None, ge=1, le=5)
    """How much action it asks for, from 1 (minimal) to 5 (specific), as UPR Info has it."""
    themes: Many[Text] = ()
    """Themes by the names of the system that they come from."""
    affected_persons: Many[Text] = ()
    sdgs: Many[Text] = ()
    """Sustainable Development Goals and targets."""
    resources: Many[ResourceRef] = ()
    """What helps to carry it out: ids from data/resources."""
    scores: Many[Score] = ()
    """Its priority, criterion by criterion."""
    outdated: Outdated | None = None
    """Why it no longer holds; absent as long as it does."""
    assessments: Many[Assessment] = ()
    """What became of it, oldest first."""
    origins: Many[Origin] = ()
    check: Many[Text] = ()
    """What somebody has to check: the guesses of an import. Take a line out when it is settled."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    _inherited: Inherited | None = PrivateAttr(default=None)

    @property
    def inherited(self) -> Inherited | None:
        """What it has of the paragraph whose item it is; None as it stands in its file."""
        return self._inherited

    def set_inherited(self, inherited: Inherited) -> None:
        """Say what it has of the paragraph whose item it is."""
        self._inherited = inherited

    def inherited_note(self, field: str) -> str:
        """`, as of para. 26` where it has a field of its paragraph; else empty."""
        return f", as of {self._inherited.label}" if self._inherited and field in self._inherited.fields else ""

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.id.partition(":")[0]

    @property
    def number(self) -> str:
        """The paragraph's number, `42` or `136.10`; empty where it is not known."""
        match = _NUMBER.fullmatch(self.id.partition(":")[2])
        return match[1] if match else ""

    @property
    def item(self) -> str:
        """The letter of a sub-item, `a` or `a-ii`; empty for a whole paragraph."""
        match = _NUMBER.fullmatch(self.id.partition(":")[2])
        return "-".join(filter(None, (match[2], match[3]))) if match else ""

    @property
    def recommending_states(self) -> tuple[Text, ...]:
        """The States that made it, in whatever words."""
        return (*self.made_by, *(name for one in self.wordings for name in one.made_by))

    @property
    def label(self) -> str:
        """`para. 42 (a)`, as the UN cites it; its heading or first words where the number is not known."""
        if not self.number:
            said = _first_words(str(self.heading or self.text or self.summary or ""))
            return f"“{said}” (paragraph number not known)" if said else "a paragraph whose number is not known"
        letters = "".join(f" ({part})" for part in self.item.split("-") if part)
        match = _NUMBER.fullmatch(self.id.partition(":")[2])
        part = f", part {match[4]}" if match and match[4] else ""
        return f"para. {self.number}{letters}{part}"


def split_paragraph_id(identifier: str) -> tuple[str, str, str, str] | None:
    """Number, letter, roman number and part in a paragraph's id, empty where it has none; None for an id of words."""
    match = _NUMBER.fullmatch(identifier.partition(":")[2])
    return (match[1], match[2], match[3] or "", match[4] or "") if match else None


def _first_words(text: str) -> str:
    text = " ".join(plain_text(text).split())
    return text if len(text) <= _SHORT else f"{text[:_SHORT].rpartition(' ')[0] or text[:_SHORT]}…"


class Document(Record):
    """A UN document that recommendations come from."""

    id: Id
    symbol: str = ""
    """The UN document symbol; absent as long as it is not known."""
    title: Text
    mechanism: MechanismRef
    reports: Text | None = None
    """The reports that it considers."""
    session: Text | None = None
    considered: Timeframe | None = None
    adopted: Timeframe | None = None
    issued: Timeframe | None = None
    """The date of distribution printed on it."""
    previous: DocumentRef | None = None
    """The document of the cycle before."""
    url: str = ""
    not_seen: Many[ParagraphRange] = ()
    """Paragraphs that nobody has entered because they were not seen: 6-25, 27, 51- (to the end)."""
    remarks: Many[Remark] = ()
    source: Sources = ()
    certainty: Certainty | None = None
    paragraphs: Many[Paragraph] = ()
    audience: Audience | None = None

    @property
    def name(self) -> str:
        """Its symbol, or its title where that is not known."""
        return self.symbol or str(self.title)

    @property
    def sorting_day(self) -> date:
        """The day that puts it in order: when it was issued, else adopted, else considered; without any, the first."""
        dates = (self.issued, self.adopted, self.considered)
        return next((one.latest for one in dates if one and one.latest), date.min)
