"""The share of the recommendations that was carried out, by year since the document was adopted, for each voice.

A recommendation is carried out in the view of a voice if the level in the voice's latest assessment is `fully` or
`largely`. Voices are never merged.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cobtrack.model.inheritance import with_inherited
from cobtrack.views.assessments import NO_INFORMATION, NOT_ASSESSED, VOICES, latest_by_voice
from cobtrack.views.recommendations import countable, documents_newest_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.workspace import Workspace

CARRIED_OUT = frozenset({"fully", "largely"})
"""The levels at which a recommendation counts as carried out."""


@dataclass(frozen=True)
class Share:
    """How many recommendations were carried out in the view of a voice."""

    voice: str
    carried_out: int
    assessed: int
    """The number of recommendations to which the voice gave a level. The level `no-information` is not counted."""
    no_information: int
    """The number of recommendations of which the voice says that it has no information."""
    not_assessed: int
    """The number of recommendations that the voice has not assessed."""


@dataclass(frozen=True)
class YearShares:
    """The shares at the end of a year since the adoption of a document."""

    year: int
    """The number of the year: 1 for the first year after the adoption."""
    until: date
    """The last day of the year, or the day of the question if the year is not over."""
    shares: tuple[Share, ...]
    """The shares, in the order of VOICES. Voices that have assessed nothing by the day of the question are left out."""


@dataclass(frozen=True)
class DocumentShares:
    """The shares of the recommendations of a document, year by year."""

    document: Document
    adopted: date | None
    """The day of the adoption. A vague date counts from the last day that it can mean. None if it is not known."""
    recommendations: int
    """The number of recommendations, without paragraphs that only introduce lettered items."""
    years: tuple[YearShares, ...]
    """The years since the adoption, from the year of the first assessment on.

    Empty if the day of the adoption is not known, or if nothing was assessed.
    """


def document_shares(
    workspace: Workspace, as_of: date, matches: Callable[[Paragraph], bool] = lambda _: True
) -> tuple[DocumentShares, ...]:
    """Return the shares for each document that has matching recommendations. The newest document comes first."""
    rows = (_shares(document, as_of, matches) for document in documents_newest_first(with_inherited(workspace)))
    return tuple(row for row in rows if row.recommendations)


def _shares(document: Document, as_of: date, matches: Callable[[Paragraph], bool]) -> DocumentShares:
    recommendations = [paragraph for paragraph in document.paragraphs if paragraph.kind == "recommendation"]
    counted = [paragraph for paragraph in countable(recommendations, recommendations) if matches(paragraph)]
    day = document.adoption
    adopted = day.latest if day else None
    past = [row for paragraph in counted for row in paragraph.assessments if row.date.is_on_or_before(as_of)]
    voices = [voice for voice in VOICES if any(row.voice == voice for row in past)]
    first = min((row.date.latest for row in past if row.date.latest), default=None)
    years = (
        YearShares(year, until, _of_voices(counted, voices, until)) for year, until in _years(adopted, first, as_of)
    )
    return DocumentShares(document, adopted, len(counted), tuple(years))


def _years(adopted: date | None, first: date | None, as_of: date) -> Iterator[tuple[int, date]]:
    """Yield the number and the last day of each year since the adoption, from the year of the day `first` on."""
    if adopted is None or first is None or adopted > as_of:
        return
    year = max(first.year - adopted.year, 1)
    year += _years_after(adopted, year) < first
    while _years_after(adopted, year - 1) < as_of:
        yield year, min(_years_after(adopted, year), as_of)
        year += 1


def _years_after(day: date, years: int) -> date:
    """Return the day a number of years later. The 29 February becomes the 28 February."""
    if day.year + years > date.max.year:
        return date.max
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def _of_voices(paragraphs: Sequence[Paragraph], voices: Sequence[str], as_of: date) -> tuple[Share, ...]:
    rows = [latest_by_voice(paragraph, as_of) for paragraph in paragraphs]
    return tuple(_share(voice, [row.level(voice) for row in rows]) for voice in voices)


def _share(voice: str, levels: Sequence[str]) -> Share:
    unknown, missing = levels.count(NO_INFORMATION), levels.count(NOT_ASSESSED)
    carried_out = sum(level in CARRIED_OUT for level in levels)
    return Share(voice, carried_out, len(levels) - unknown - missing, unknown, missing)
