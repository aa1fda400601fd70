"""How far recommendations were carried out: the latest assessment by each voice, and a summary for each document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.document import Level, Voice
from cobtrack.views.activities import YEAR
from cobtrack.views.recommendations import chapeau_count, documents_newest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from cobtrack.model.records.document import Assessment, Document, Paragraph
    from cobtrack.model.workspace import Workspace

VOICES: tuple[str, ...] = get_args(Voice)
LEVELS: tuple[str, ...] = get_args(Level)
NO_INFORMATION = "no-information"
"""The level that a voice gives if it does not know what happened."""
SCALE = tuple(level for level in reversed(LEVELS) if level != NO_INFORMATION)
"""The levels that can be compared, from the worst to the best. NO_INFORMATION is not one of them."""
NOT_ASSESSED = "not-assessed"
"""The level of a recommendation that a voice has not assessed."""


@dataclass(frozen=True)
class LatestByVoice:
    """A recommendation on a day, with the latest assessment by each voice. The assessments are not merged."""

    paragraph: Paragraph
    latest: dict[str, Assessment]
    """The latest assessments, keyed by voice, in the order of VOICES. Voices without an assessment are left out."""
    stale: bool
    """Whether no voice has assessed the recommendation in the last 12 months."""
    inherited: frozenset[str] = frozenset()
    """The voices whose latest assessment is inherited from the whole paragraph that a lettered item belongs to."""

    @property
    def spread(self) -> int | None:
        """How many levels of the scale are between the lowest and the highest level.

        This is 0 if all voices gave the same level, and None if fewer than two voices gave a level of the scale.
        """
        given = [SCALE.index(each.level) for each in self.latest.values() if each.level in SCALE]
        return max(given) - min(given) if len(given) > 1 else None

    def inherited_note(self, voice: str) -> str:
        """Return `, for all of para. 26` if the voice assessed only the whole paragraph, and not this lettered item.

        Otherwise, return "".
        """
        inherited = self.paragraph.inherited
        return (
            gettext(", for all of %(paragraph)s", paragraph=inherited.label)
            if inherited and voice in self.inherited
            else ""
        )

    def level(self, voice: str) -> str:
        """Return the level in the latest assessment by a voice.

        Return `not-assessed` if this voice has not assessed the recommendation.
        """
        return self.latest[voice].level if voice in self.latest else NOT_ASSESSED


@dataclass(frozen=True)
class LevelCounts:
    """How many of several recommendations are at each level, in the view of each voice."""

    total: int
    """The number of recommendations."""
    assessed: int
    """The number of recommendations with an assessment."""
    by_voice: dict[str, Counter[str]]
    """The number of recommendations at each level, keyed by voice. Voices without any assessment are left out."""
    compared: int
    """The number of recommendations to which at least two voices gave a level of the scale."""
    differing: int
    """The number of recommendations to which the voices gave different levels of the scale."""


@dataclass(frozen=True)
class AssessmentSummary:
    """How far the recommendations in a document were carried out on a day."""

    document: Document
    rows: tuple[LatestByVoice, ...]
    by_voice: dict[str, Counter[str]]
    """The number of recommendations at each level, keyed by voice. Voices without any assessment are left out."""

    @property
    def assessed(self) -> int:
        """The number of recommendations with an assessment."""
        return sum(bool(row.latest) for row in self.rows)

    @property
    def assessed_as_whole(self) -> int:
        """The number of lettered items that were assessed only as part of their whole paragraph."""
        return sum(bool(row.latest) and row.inherited == set(row.latest) for row in self.rows)

    @property
    def lead_ins(self) -> int:
        """The number of recommendations that introduce lettered items."""
        return chapeau_count((row.paragraph for row in self.rows), self.document.paragraphs)

    @property
    def stale(self) -> int:
        """The number of recommendations without an assessment in the last 12 months."""
        return sum(row.stale for row in self.rows)


def latest_by_voice(paragraph: Paragraph, as_of: date) -> LatestByVoice:
    """Return a recommendation with each voice's latest assessment on or before the given day."""
    assessments = [assessment for assessment in paragraph.assessments if assessment.date.is_on_or_before(as_of)]
    latest = {assessment.voice: assessment for assessment in assessments}
    days = [assessment.date.latest for assessment in assessments if assessment.date.latest]
    stale = not days or as_of - max(days) > YEAR
    inherited_count = paragraph.inherited.assessment_count if paragraph.inherited else 0
    of_whole_paragraph = {id(assessment) for assessment in paragraph.assessments[:inherited_count]}
    inherited = frozenset(voice for voice, assessment in latest.items() if id(assessment) in of_whole_paragraph)
    return LatestByVoice(paragraph, {voice: latest[voice] for voice in VOICES if voice in latest}, stale, inherited)


def count_levels(rows: Sequence[LatestByVoice]) -> LevelCounts:
    """Return how many of the given recommendations are at each level, in the view of each voice."""
    voices = [voice for voice in VOICES if any(voice in row.latest for row in rows)]
    return LevelCounts(
        total=len(rows),
        assessed=sum(bool(row.latest) for row in rows),
        by_voice={voice: Counter(row.level(voice) for row in rows) for voice in voices},
        compared=sum(row.spread is not None for row in rows),
        differing=sum(bool(row.spread) for row in rows),
    )


def assessment_summaries(
    workspace: Workspace, as_of: date, matches: Callable[[Paragraph], bool] = lambda _: True
) -> tuple[AssessmentSummary, ...]:
    """Return a summary for each document that has matching recommendations. The newest document comes first."""
    summaries = (_summary(document, as_of, matches) for document in documents_newest_first(workspace))
    return tuple(summary for summary in summaries if summary.rows)


def _summary(document: Document, as_of: date, matches: Callable[[Paragraph], bool]) -> AssessmentSummary:
    rows = tuple(
        latest_by_voice(paragraph, as_of)
        for paragraph in document.paragraphs
        if paragraph.kind == "recommendation" and matches(paragraph)
    )
    return AssessmentSummary(document, rows, count_levels(rows).by_voice)
