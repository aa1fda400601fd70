"""What became of the recommendations: the last assessment of each voice, what is stale, what stands in the way."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from cobtrack.model.records.document import Level, Voice
from cobtrack.views.activities import YEAR
from cobtrack.views.recommendations import chapeau_count, documents_newest_first

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from cobtrack.model.records.document import Assessment, Document, Paragraph
    from cobtrack.model.workspace import Workspace

VOICES: tuple[str, ...] = get_args(Voice)
LEVELS: tuple[str, ...] = get_args(Level)
NOT_ASSESSED = "not-assessed"


@dataclass(frozen=True)
class LatestByVoice:
    """A recommendation on a day: the last assessment of each voice that had one, none merged with another."""

    paragraph: Paragraph
    latest: dict[str, Assessment]
    """By voice, in the order of VOICES."""
    stale: bool
    """Whether no voice has said anything for 12 months, or ever."""
    inherited: frozenset[str] = frozenset()
    """The voices that said it of the paragraph whose item it is."""

    def inherited_note(self, voice: str) -> str:
        """`, for all of para. 26` where a voice said it of the whole paragraph; else empty."""
        whole = self.paragraph.inherited
        return f", for all of {whole.label}" if whole and voice in self.inherited else ""

    def level(self, voice: str) -> str:
        """What that voice last said; `not-assessed` where it has said nothing."""
        return self.latest[voice].level if voice in self.latest else NOT_ASSESSED


@dataclass(frozen=True)
class AssessmentSummary:
    """The recommendations of a document on a day."""

    document: Document
    rows: tuple[LatestByVoice, ...]
    by_voice: dict[str, Counter[str]]
    """How many recommendations stand at each level, for each voice that has spoken."""

    @property
    def assessed(self) -> int:
        """How many recommendations anybody has assessed."""
        return sum(bool(row.latest) for row in self.rows)

    @property
    def assessed_as_whole(self) -> int:
        """How many of those are lettered items of which it was said as of their paragraph alone."""
        return sum(bool(row.latest) and row.inherited == set(row.latest) for row in self.rows)

    @property
    def lead_ins(self) -> int:
        """How many recommendations introduce lettered items."""
        return chapeau_count((row.paragraph for row in self.rows), self.document.paragraphs)

    @property
    def stale(self) -> int:
        """On how many nothing was said for 12 months, or ever."""
        return sum(row.stale for row in self.rows)


def latest_by_voice(paragraph: Paragraph, as_of: date) -> LatestByVoice:
    """How one recommendation stood on that day: what each voice last said on or before it."""
    known = [one for one in paragraph.assessments if one.date.is_on_or_before(as_of)]
    last = {one.voice: one for one in known}
    days = [one.date.latest for one in known if one.date.latest]
    stale = not days or as_of - max(days) > YEAR
    whole = paragraph.inherited
    of_whole = {id(one) for one in paragraph.assessments[: whole.assessment_count]} if whole else set()
    inherited = frozenset(voice for voice, one in last.items() if id(one) in of_whole)
    return LatestByVoice(paragraph, {voice: last[voice] for voice in VOICES if voice in last}, stale, inherited)


def assessment_summaries(
    workspace: Workspace, as_of: date, matches: Callable[[Paragraph], bool] = lambda _: True
) -> tuple[AssessmentSummary, ...]:
    """Return a summary of each document with matching recommendations, the newest first."""
    summaries = (_summary(document, as_of, matches) for document in documents_newest_first(workspace))
    return tuple(summary for summary in summaries if summary.rows)


def _summary(document: Document, as_of: date, matches: Callable[[Paragraph], bool]) -> AssessmentSummary:
    rows = tuple(
        latest_by_voice(paragraph, as_of)
        for paragraph in document.paragraphs
        if paragraph.kind == "recommendation" and matches(paragraph)
    )
    voices = [voice for voice in VOICES if any(voice in row.latest for row in rows)]
    return AssessmentSummary(document, rows, {voice: Counter(row.level(voice) for row in rows) for voice in voices})
