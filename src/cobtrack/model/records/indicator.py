"""data/indicators/: what is measured, to see whether recommendations are carried out.

Types after OHCHR, Human Rights Indicators: A Guide to Measurement and Implementation: structural (commitments), process
(efforts), outcome (results).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import ActorRef, Id, Many, Number, ParagraphRef, Sources, Text


class Measurement(Record):
    """A value on a day."""

    date: Timeframe
    value: Number
    note: Text | None = None
    source: Sources = ()
    audience: Audience | None = None

    @property
    def number(self) -> Decimal:
        """The value as a number."""
        return Decimal(self.value)


class Indicator(Record):
    """Something that is measured."""

    id: Id
    title: Text
    type: Literal["structural", "process", "outcome"]
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that it says something about."""
    unit: Text | None = None
    """What is counted: "%", "children", …"""
    baseline: Measurement | None = None
    target: Measurement | None = None
    values: Many[Measurement] = ()
    """What was measured since, oldest first."""
    measured_by: Text | None = None
    """Where the values come from: a survey, a register, a ministry's report."""
    disaggregated_by: Many[Text] = ()
    """Sex, age, disability, place, …"""
    responsible: Many[ActorRef] = ()
    remarks: Many[Remark] = ()
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Indicators(Record):
    """A collection of indicators."""

    indicators: Many[Indicator]
