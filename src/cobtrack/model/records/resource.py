"""data/resources/: texts and tools that help to carry out recommendations, such as General Comments."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.types import (
    CountryCode,
    FormerIds,
    Id,
    Many,
    MechanismRef,
    ParagraphRef,
    Sources,
    Text,
)


class Resource(Record):
    """A text or tool that helps to carry out recommendations."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    kind: Literal["general-comment", "guideline", "report", "law", "tool", "practice", "other"]
    """The kind of text or tool. A practice is something that works in a country and can be an example for others."""
    title: Text
    """The title."""
    number: int | None = None
    """The number of a General Comment."""
    year: int | None = None
    """The year in which it was published."""
    symbol: str = ""
    """The UN document symbol, such as CRC/C/GC/8."""
    country: CountryCode | None = None
    """The country of a practice, or the country that a text is about: a code of three letters, such as PHL."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that a practice helps to carry out."""
    mechanism: MechanismRef | None = None
    """The mechanism that published the text."""
    url: str = ""
    """The web address of the text or tool."""
    summary: Text | None = None
    """A summary of the text, or how the tool helps, in a few sentences."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Resources(Record):
    """A list of resources."""

    resources: Many[Resource]
    """The resources."""
