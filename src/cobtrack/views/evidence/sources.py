"""Sources in words: the citation, and what else is known about the source."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import SOURCE_TYPE
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.text.markup import plain_citation
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.types import SourceDetails, Text


def describe_source(source: Text) -> str:
    """Return a source for a terminal, such as `https://… (report, May 2026, last seen on 3 June 2026)`."""
    citation = plain_citation(source)
    if source.details is None:
        return citation
    parts = join([*_parts(source.details)], ",")
    return gettext("%(text)s (%(detail)s)", text=citation, detail=parts) if parts else citation


def _parts(details: SourceDetails) -> Iterator[str]:
    if details.type:
        yield SOURCE_TYPE[details.type].singular
    if details.date:
        yield format_timeframe(details.date)
    if details.archived:
        yield gettext("archived copy: %(address)s", address=details.archived)
    if details.seen:
        yield gettext("last seen: %(date)s", date=format_timeframe(details.seen))
