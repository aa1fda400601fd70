"""What became of a recommendation: assessments, each in one voice, with a date and evidence; none replaces another."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Record
from cobtrack.model.types import ActorRef, Many, Sources, Text

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
