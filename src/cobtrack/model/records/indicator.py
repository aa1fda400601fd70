"""data/indicators/: indicators, which are measured to see whether recommendations are carried out.

The types of indicator are defined in OHCHR, Human Rights Indicators: A Guide to Measurement and Implementation
(HR/PUB/12/5).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Earlier, Remark
from cobtrack.model.types import (
    ActorRef,
    FormerIds,
    Id,
    Many,
    Number,
    ParagraphRef,
    Sources,
    Text,
)


class Measurement(Record):
    """The value of an indicator on a date."""

    date: Timeframe
    """The date or period that the value is about; for a target, the date by which it is to be reached."""
    value: Number
    """The number."""
    note: Text | None = None
    """An explanation that readers need to understand the value."""
    source: Sources = ()
    by: ActorRef | None = None
    """The organisation that reported the value."""
    provisional: bool = False
    """Whether somebody still has to review the value. What an organisation reported in a round is provisional."""
    audience: Audience | None = None

    @property
    def number(self) -> Decimal:
        """The value as a number (the file stores it as text)."""
        return Decimal(self.value)


class Indicator(Record):
    """Something that is measured to see whether recommendations are carried out."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """What is measured."""
    type: Literal["structural", "process", "outcome"]
    """Whether the indicator measures commitments (structural), efforts (process) or results (outcome)."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations whose implementation the indicator shows."""
    unit: Text | None = None
    """The unit of the values, such as "%" or "children"."""
    baseline: Measurement | None = None
    """The value at the beginning, with which later values are compared."""
    target: Measurement | None = None
    """The value that is to be reached."""
    values: Many[Measurement] = ()
    """The values measured since the baseline, with the oldest first."""
    measured_by: Text | None = None
    """Where the values come from, such as a survey, a register or the reports of a ministry."""
    disaggregated_by: Many[Text] = ()
    """The groups that the values are broken down by, such as sex, age, disability or place."""
    responsible: Many[ActorRef] = ()
    """The organisations that are responsible for measuring the indicator."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    was: Many[Earlier] = ()
    """Earlier plans and earlier words, with the oldest first."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Indicators(Record):
    """A list of indicators."""

    indicators: Many[Indicator]
    """The indicators."""
