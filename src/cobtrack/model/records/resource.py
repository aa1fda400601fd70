"""data/resources/: what helps to carry out recommendations, such as General Comments."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.types import Id, Many, MechanismRef, Sources, Text


class Resource(Record):
    """Something to read or to use."""

    id: Id
    kind: Literal["general-comment", "guideline", "report", "law", "tool", "other"]
    title: Text
    number: int | None = None
    year: int | None = None
    symbol: str = ""
    """The UN document symbol."""
    mechanism: MechanismRef | None = None
    """The mechanism that it is from."""
    url: str = ""
    summary: Text | None = None
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Resources(Record):
    """A collection of resources."""

    resources: Many[Resource]
