"""data/recommendations/: UN documents, their paragraphs, and assessments of each recommendation."""

from __future__ import annotations

import re
from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Literal, NamedTuple, get_args

from pydantic import Field

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.languages.phrases import gettext, in_digits, pgettext
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import CheckedWithChildren, Earlier, Icon, Material, NotRelated, Remark
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.markup import in_same_language, plain_text
from cobtrack.model.text.wording import join
from cobtrack.model.types import (
    ActorRef,
    ClusterRef,
    ConsultationRef,
    CountryCode,
    CriterionRef,
    DocumentRef,
    FormerIds,
    Id,
    LanguageCode,
    Many,
    MechanismRef,
    ParagraphId,
    ParagraphRange,
    ParagraphRef,
    ResourceRef,
    Sources,
    Text,
)
from cobtrack.model.vocabularies.sdgs import number_in

if TYPE_CHECKING:
    import datetime as dt

_MAX_FIRST_WORDS = 60
"""The greatest length, in characters, of the first words with which a paragraph without a number is cited."""
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
    """How this paragraph relates to the other paragraph."""
    source: Sources = ()


class Origin(Record):
    """Where a paragraph was imported from. Do not change it: the next import uses it to recognise the paragraph."""

    system: Literal["cobs", "uhri", "upr-info", "thematic-list", "impact-oss"]
    """The system that the paragraph comes from."""
    id: str = Field(min_length=1)
    """The id of the paragraph in that system."""


class Wording(Record):
    """A further text of a UPR recommendation, because several States can make one recommendation in different words."""

    text: Text
    """The official text."""
    made_by: Many[Text] = ()
    """The States that made the recommendation in these words."""


class Score(Record):
    """How strongly one criterion applies to a recommendation, and why."""

    criterion: CriterionRef
    """The id of a criterion in cobtrack.yaml."""
    date: Timeframe | None = None
    """The date of the score."""
    score: int = Field(ge=0, le=3)
    """How strongly the criterion applies: 0 (not at all), 1 (a little), 2 (much) or 3 (very much)."""
    reason: Text
    """Why the recommendation has this score."""


class Outdated(Record):
    """Why a recommendation no longer applies as it is written."""

    reason: Literal["implemented", "inaccurate", "superseded"]
    """Whether the recommendation has already been carried out, is inaccurate, or has been overtaken by something newer.
    """
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
    """How far a recommendation has been carried out on a date, in the view of one group (its voice).

    When the situation changes, add an assessment. Do not change or remove an earlier one.
    """

    date: Timeframe
    """The date of the assessment. If the date can mean several days, the assessment applies from the last of them."""
    voice: Voice
    """The group whose view this is. `nhri` is the national human rights institution."""
    level: Level
    """How far the recommendation has been carried out."""
    grade: Grade | None = None
    """A grade from A to E for how far the recommendation has been carried out. The scale is the one that the Human
    Rights Committee uses for replies (CCPR/C/108/2)."""
    reason: Text
    """The reason for this level, in a sentence or two."""
    by: ActorRef | None = None
    """The organisation that made the assessment."""
    confidence: Literal["high", "medium", "low"] | None = None
    """How sure the organisation is of the level."""
    provisional: bool = False
    """Whether somebody still has to review the assessment."""
    evidence: Many[Evidence] = ()
    """The facts that speak for or against the assessment."""
    obstacles: Many[Text] = ()
    """The things that make it difficult to carry out the recommendation."""
    remedies: Many[Text] = ()
    """The ways in which the State can overcome the obstacles."""
    help_needed: Many[ActorRef] = ()
    """The organisations whose help is needed."""
    proposed: Many[Text] = ()
    """The recommendations that this group proposes to the mechanism for its next review."""
    consultations: Many[ConsultationRef] = ()
    """The consultations that the assessment rests on, for example when the voice is that of children."""
    sent: Timeframe | None = None
    """When the assessment was sent to the State, so that the State can reply."""
    answer_by: Timeframe | None = None
    """The date by which the State was asked to reply."""
    answered: Timeframe | None = None
    """When the State replied."""
    answer: Text | None = None
    """The State's reply to the assessment. Documents print it beside the assessment."""
    audience: Audience | None = None

    def has_answer(self, day: dt.date) -> bool:
        """Return whether the State has replied to the assessment by the given day."""
        return self.answered.is_on_or_before(day) if self.answered else self.answer is not None

    def awaits_answer(self, day: dt.date) -> bool:
        """Return whether the State was asked for a reply by the given day, and has not replied by this day."""
        return self.sent is not None and self.sent.is_on_or_before(day) and not self.has_answer(day)


class ParagraphNumber(NamedTuple):
    """The number in a paragraph's id: `42a-ii-2` is the second part of item (a) (ii) of paragraph 42."""

    number: str
    """The number of the paragraph, such as `42`, or `136.10` in the UPR."""
    letter: str
    roman: str
    part: str


@cache
def split_paragraph_id(identifier: str) -> ParagraphNumber | None:
    """Return the number in the id of a paragraph; None if the id has a word instead of a number."""
    match = _NUMBER.fullmatch(identifier.partition(":")[2])
    return ParagraphNumber(match[1], match[2], match[3] or "", match[4] or "") if match else None


class Inherited(NamedTuple):
    """The values that a lettered item inherits from its paragraph."""

    id: str
    """The id of the paragraph."""
    label: str
    """The citation of the paragraph, such as `para. 26`."""
    fields: tuple[str, ...]
    """The names of the inherited fields. For the score of one criterion, the name is like `scores.severity`."""
    assessment_count: int
    """How many of the item's assessments are inherited from the paragraph. Inherited assessments come first."""


class Paragraph(Record):
    """A paragraph of a document, or a lettered item of a paragraph."""

    id: ParagraphId
    """The id of the document and the number of the paragraph: crc-2022:42, crc-2022:42a for item (a), or crc-2022:42-2
    for a second part of paragraph 42. If the number is not known, write a word in its place."""
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    kind: Literal["introduction", "progress", "concern", "recommendation", "pledge"]
    """The kind of paragraph. A pledge is a commitment that the State makes itself."""
    section: Text | None = None
    """The title of the section of the document."""
    heading: Text | None = None
    """The heading above the paragraph."""
    cluster: ClusterRef = ""
    """The cluster that the paragraph belongs to: an id from `clusters` in cobtrack.yaml."""
    urgent: bool = False
    """Whether the Committee asks for urgent measures."""
    asks_for_resources: bool = False
    """Whether the recommendation asks the State for money, staff or other resources. An import sets this if the text
    has one of the UN's fixed phrases."""
    follow_up: bool = False
    """Whether the Committee asks for information about the recommendation before the next report."""
    text: Text | None = None
    """The official text. Leave it out as long as nobody has the document at hand."""
    summary: Text | None = None
    """The content, in the coalition's own words."""
    plain: Text | None = None
    """The recommendation in plain words that a child of ten understands, in one or two short sentences."""
    icon: Icon | None = None
    """The picture beside the plain words."""
    checked_with_children: CheckedWithChildren | None = None
    """When children read the plain words, and which group it was. Without this field, documents say that adults wrote
    the words. Remove it when the plain words change."""
    seen: Literal["full", "part", "topic"] = "full"
    """How much of the paragraph was seen by the person who entered it. Without this field, `full` is assumed."""
    cites: Many[Text] = ()
    """The articles, General Comments, SDG targets and documents that the paragraph mentions."""
    answers: Many[ParagraphRef] = ()
    """The concerns that the recommendation responds to."""
    links: Many[Link] = ()
    """Related paragraphs of other documents."""
    responsible: Many[ActorRef] = ()
    """The organisations and authorities that have to carry out the recommendation and answer for it."""
    supports: Many[ActorRef] = ()
    """The organisations and authorities that help to carry out the recommendation and do not answer for it."""
    groups: Many[ActorRef] = ()
    """The thematic working groups that follow up on the recommendation."""
    position: Position | None = None
    """The State's answer to the recommendation, in the UPR."""
    made_by: Many[Text] = ()
    """The States that made the recommendation, in the UPR."""
    wordings: Many[Wording] = ()
    """Further texts of the recommendation, each with the States that made it in these words. The UN gives all texts the
    same number and counts them as one recommendation."""
    action_category: int | None = Field(default=None, ge=1, le=5)
    """How much action the recommendation asks for, from 1 (minimal) to 5 (specific), as UPR Info classifies it."""
    themes: Many[Text] = ()
    """The themes of the recommendation. An imported recommendation has the names that the other system uses."""
    affected_persons: Many[Text] = ()
    """The groups of people that the recommendation is about. An imported recommendation has the names that the other
    system uses."""
    sdgs: Many[Text] = ()
    """The Sustainable Development Goals and targets that the recommendation relates to."""
    resources: Many[ResourceRef] = ()
    """The texts and tools that help to carry out the recommendation."""
    not_related: NotRelated | None = None
    """Records that somebody has compared with this paragraph and found not related. `cobtrack suggest` leaves them
    out."""
    scores: Many[Score] = ()
    """The scores that decide the priority of the recommendation, one for each criterion."""
    outdated: Outdated | None = None
    """Why the recommendation no longer applies as it is written. Leave it out as long as the recommendation applies."""
    assessments: Many[Assessment] = ()
    """How far the recommendation has been carried out, with the oldest assessment first."""
    origins: Many[Origin] = ()
    """Where the paragraph was imported from."""
    check: Many[Text] = ()
    """Things that somebody has to check, such as guesses made by an import. Remove each line once it has been checked.
    """
    was: Many[Earlier] = ()
    """Earlier plans and earlier words, with the oldest first."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    @property
    def has_content(self) -> bool:
        """Whether the text or a summary of the paragraph has been entered."""
        return bool(self.text or self.summary)

    @property
    def inherited(self) -> Inherited | None:
        """The values that the item inherits from its paragraph; None if the item has only its own values."""
        return self.__dict__.get("_inherited")

    def set_inherited(self, inherited: Inherited) -> None:
        """Set the values that the item inherits from its paragraph."""
        self.__dict__["_inherited"] = inherited

    def inherited_note(self, field: str) -> str:
        """Return a note such as ", for all of para. 26" if the field is inherited; return "" if it is not."""
        if not self.inherited or field not in self.inherited.fields:
            return ""
        return gettext(", for all of %(paragraph)s", paragraph=self.inherited.label)

    @property
    def document(self) -> str:
        """The id of the document."""
        return self.id.partition(":")[0]

    @property
    def number(self) -> str:
        """The number of the paragraph, such as `42` or `136.10`; "" if the number is not known."""
        number = split_paragraph_id(self.id)
        return number.number if number else ""

    @property
    def item(self) -> str:
        """The letter of a lettered item, such as `a` or `a-ii`; "" if this is a whole paragraph."""
        number = split_paragraph_id(self.id)
        return "-".join(filter(None, (number.letter, number.roman))) if number else ""

    @property
    def sdg_keys(self) -> set[str]:
        """The goals and targets in `sdgs`, in the form for comparing: `4` and `4.1` for target 4.1.

        An item that is not only a number is also a key itself.
        """
        keys = {fold_name(item) for item in self.sdgs}
        numbers = {number for key in keys if (number := number_in(key))}
        return keys | numbers | {number.partition(".")[0] for number in numbers}

    @property
    def person_keys(self) -> set[str]:
        """The items in `affected_persons`, in all languages and in the form for comparing."""
        return {fold_name(text) for item in self.affected_persons for text in (item, *item.languages.values())}

    @property
    def recommending_states(self) -> tuple[Text, ...]:
        """The States that made the recommendation, in any wording."""
        return (*self.made_by, *(state for wording in self.wordings for state in wording.made_by))

    @property
    def label(self) -> str:
        """The paragraph's citation, `para. 42 (a)`. If its number is not known, its heading or first words instead."""
        number = split_paragraph_id(self.id)
        if not number:
            words = _first_words(self.heading or self.text or self.summary or "")
            if words:
                return gettext("“%(words)s” (paragraph number not known)", words=words)
            return gettext("a paragraph whose number is not known")
        letters = f" {letters}" if (letters := _letters(number)) else ""
        return cite_numbers([_with_part(f"{in_digits(number.number)}{letters}", number)])

    @property
    def item_label(self) -> str:
        """What follows the number of the paragraph in the citation of a lettered item: `(a) (ii)`."""
        number = split_paragraph_id(self.id)
        return _with_part(_letters(number), number) if number else ""


def _letters(number: ParagraphNumber) -> str:
    return " ".join(f"({letter})" for letter in (number.letter, number.roman) if letter)


def _with_part(words: str, number: ParagraphNumber) -> str:
    if not number.part:
        return words
    return pgettext("citation", "%(item)s, part %(part)s", item=words, part=in_digits(number.part))


def cite_numbers(numbers: list[str]) -> str:
    """Return the citation of paragraphs by their numbers, such as `para. 42 (a)` or `paras. 42 and 43`."""
    if len(numbers) == 1:
        return pgettext("citation", "para. %(number)s", number=numbers[0])
    return pgettext("citation", "paras. %(numbers)s", numbers=join(numbers))


def cite_within(document: Document, paragraphs: str) -> str:
    """Return the citation of paragraphs with the name of their document: `CRC/C/XXX/CO/4-6, para. 42 (a)`."""
    return pgettext("citation", "%(document)s, %(paragraphs)s", document=document.name, paragraphs=paragraphs)


def _first_words(text: str) -> str:
    words = " ".join(plain_text(text).split())
    if len(words) > _MAX_FIRST_WORDS:
        start = words[:_MAX_FIRST_WORDS]
        words = f"{start.rpartition(' ')[0] or start}…"
    return in_same_language(text, words)


DATES_OF_DOCUMENT = ("considered", "adopted", "issued")
"""The names of the fields with the dates of a document, in the order of the events."""


class Document(Record):
    """A UN document with recommendations, such as Concluding Observations."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    symbol: str = ""
    """The UN document symbol, such as CRC/C/XXX/CO/4-6. Leave it out as long as it is not known."""
    title: Text
    """The title of the document."""
    mechanism: MechanismRef
    """The mechanism that made the recommendations."""
    state: CountryCode | None = None
    """The State that the document is about, if it is not the State of the workspace: a code of three letters, such as
    PHL. Recommendations to another State are never counted together with those to the workspace's own State."""
    reports: Text | None = None
    """The State's reports that the document is about."""
    session: Text | None = None
    """The session in which the document was adopted."""
    language: LanguageCode | None = None
    """The language in which the official text was read, such as en."""
    considered: Timeframe | None = None
    """When the mechanism considered the State's reports."""
    adopted: Timeframe | None = None
    """When the document was adopted."""
    issued: Timeframe | None = None
    """The date of distribution that is printed on the document."""
    previous: DocumentRef | None = None
    """The document of the previous review cycle."""
    url: str = ""
    """The web address of the document."""
    materials: Many[Material] = ()
    """What belongs to the document: the recording and the summary record of the dialogue, and versions in other
    languages with their standing."""
    not_seen: Many[ParagraphRange] = ()
    """The paragraphs that have not been entered because nobody has seen them, such as 6-25, 27 or 51- (to the end)."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()
    certainty: Certainty | None = None
    paragraphs: Many[Paragraph] = ()
    """The paragraphs of the document, in order."""
    audience: Audience | None = None

    @property
    def name(self) -> str:
        """The symbol of the document, or its title if the symbol is not known."""
        return self.symbol or self.title

    @property
    def adoption(self) -> Timeframe | None:
        """When the document was adopted or, if this is not known, issued; None if neither is known."""
        return self.adopted or self.issued

    @property
    def sorting_day(self) -> date:
        """The day that decides the order of documents: the day of issue, else of adoption, else of consideration.

        If none of these dates is known, this is the first day of the calendar.
        """
        dates: list[Timeframe | None] = [getattr(self, name) for name in reversed(DATES_OF_DOCUMENT)]
        return next((day.latest for day in dates if day and day.latest), date.min)
