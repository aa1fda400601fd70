"""What several voices say about the same recommendations: levels side by side, how they changed, where they differ."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.text.ids import natural_key
from cobtrack.views.assessments import NO_INFORMATION, SCALE, VOICES, latest_by_voice
from cobtrack.views.recommendations import current_documents, documents_newest_first, title_of

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.records.document import Assessment, Document, Paragraph
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.editions.period import Period

_CLEAR_DISTANCE = 2
"""Two voices disagree if their levels are this many steps apart, such as "largely" and "initial steps"."""


@dataclass(frozen=True)
class Opinion:
    """The latest assessment of a recommendation by a voice, compared with the same voice's assessment before."""

    voice: str
    assessment: Assessment
    is_new: bool
    """Whether the assessment was made in the period."""
    before: Assessment | None
    """The voice's assessment with which the period began; None if there is none, or if nothing is new."""
    of_whole: str
    """The citation of the whole paragraph, such as `para. 26`, if only the whole paragraph was assessed; else ""."""

    @property
    def change(self) -> int:
        """By how many steps the level rose in the period; negative if it fell, and 0 if nothing can be compared."""
        after, before = _rank(self.assessment), _rank(self.before)
        return after - before if after is not None and before is not None else 0


@dataclass(frozen=True)
class Comparison:
    """A recommendation as each voice sees it."""

    paragraph: Paragraph
    document: Document
    title: Text | str
    """The words by which people recognise the recommendation; "" if the citation has them already."""
    citation: str
    """The citation in the UN's form."""
    opinions: dict[str, Opinion]
    """What each voice says, keyed by voice, in the order of VOICES. Voices without an assessment are left out."""

    @property
    def is_new(self) -> bool:
        """Whether any voice assessed the recommendation in the period."""
        return any(opinion.is_new for opinion in self.opinions.values())

    @property
    def distance(self) -> int:
        """How many steps the most and the least favourable level are apart. No information is no level."""
        ranks = [rank for opinion in self.opinions.values() if (rank := _rank(opinion.assessment)) is not None]
        return max(ranks) - min(ranks) if ranks else 0

    @property
    def disagree(self) -> bool:
        """Whether the levels of two voices are clearly apart."""
        return self.distance >= _CLEAR_DISTANCE

    @property
    def extremes(self) -> tuple[Opinion, Opinion] | None:
        """The most and the least favourable opinion; None if no two voices give a level."""
        rated = [opinion for opinion in self.opinions.values() if _rank(opinion.assessment) is not None]
        if len(rated) < 2:
            return None
        return max(rated, key=_rank_of), min(rated, key=_rank_of)


def compare(workspace: Workspace, paragraph: Paragraph, document: Document, period: Period) -> Comparison:
    """Return a recommendation as each voice saw it at the end of the period."""
    latest = latest_by_voice(paragraph, period.last)
    opinions = {}
    for voice, assessment in latest.latest.items():
        is_new = period.includes(assessment.date)
        of_whole = paragraph.inherited.label if paragraph.inherited and voice in latest.inherited else ""
        before = _before(paragraph, voice, assessment, period.first) if is_new else None
        opinions[voice] = Opinion(voice, assessment, is_new, before, of_whole)
    return Comparison(paragraph, document, title_of(workspace, paragraph), workspace.citation(paragraph), opinions)


def _before(paragraph: Paragraph, voice: str, latest: Assessment, first: date) -> Assessment | None:
    """Return the voice's last assessment before the period, or else its first assessment, if this is not `latest`."""
    entries = paragraph.assessments
    end = next(number for number, entry in enumerate(entries) if entry is latest)
    others = [entry for entry in entries[:end] if entry.voice == voice]
    earlier = [entry for entry in others if entry.date.latest and entry.date.latest < first]
    return earlier[-1] if earlier else next(iter(others), None)


def comparisons(workspace: Workspace, period: Period) -> tuple[Comparison, ...]:
    """Return the recommendations that a voice has assessed, document by document, with the newest document first.

    A lettered item is left out if only its whole paragraph was assessed and this paragraph is in the result.
    """
    rows = [
        compare(workspace, paragraph, document, period)
        for document in documents_newest_first(workspace)
        for paragraph in sorted(document.paragraphs, key=lambda paragraph: natural_key(paragraph.id))
        if paragraph.kind == "recommendation" and paragraph.assessments
    ]
    return tuple(row for row in rows if any(not opinion.of_whole for opinion in row.opinions.values()))


def compare_all(workspace: Workspace, paragraphs: Iterable[Paragraph], period: Period) -> tuple[Comparison, ...]:
    """Return recommendations as each voice saw them at the end of the period."""
    rows = ((paragraph, workspace.document_of(paragraph)) for paragraph in paragraphs)
    return tuple(compare(workspace, paragraph, document, period) for paragraph, document in rows if document)


def without_chapeaus(rows: Iterable[Comparison]) -> tuple[Comparison, ...]:
    """Return the rows without each paragraph that only introduces lettered items, if one of its items is in `rows`.

    A paragraph that a voice has assessed as a whole stays.
    """
    found = tuple(rows)
    of_items = {(row.paragraph.document, row.paragraph.number) for row in found if row.paragraph.item}
    return tuple(
        row
        for row in found
        if row.opinions or row.paragraph.item or (row.paragraph.document, row.paragraph.number) not in of_items
    )


def current_recommendations(workspace: Workspace) -> tuple[Paragraph, ...]:
    """Return the recommendations in the treaty body's current documents."""
    documents = current_documents(workspace)
    return tuple(
        paragraph for document in documents for paragraph in document.paragraphs if paragraph.kind == "recommendation"
    )


def voices_in(rows: Iterable[Comparison]) -> tuple[str, ...]:
    """Return the voices that assessed any of the recommendations, in the order of VOICES."""
    found = {voice for row in rows for voice in row.opinions}
    return tuple(voice for voice in VOICES if voice in found)


def _rank_of(opinion: Opinion) -> int:
    return _rank(opinion.assessment) or 0


def _rank(assessment: Assessment | None) -> int | None:
    """Return the place of a level from the worst (0) to the best; None if there is no level to compare."""
    if assessment is None or assessment.level == NO_INFORMATION:
        return None
    return SCALE.index(assessment.level)
