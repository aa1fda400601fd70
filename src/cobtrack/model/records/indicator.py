"""data/indicators/: what is measured to see whether recommendations are carried out.

The types are those of OHCHR, Human Rights Indicators: A Guide to Measurement and Implementation (HR/PUB/12/5).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import ActorRef, Id, Many, Number, ParagraphRef, Sources, Text


class Measurement(Record):
    """A value of an indicator on a date."""

    date: Timeframe
    """The date or the period that was measured; for a target, when it is to be reached."""
    value: Number
    """The number."""
    note: Text | None = None
    """What a reader has to know to understand the value."""
    source: Sources = ()
    audience: Audience | None = None

    @property
    def number(self) -> Decimal:
        """The value, which the file holds as text, as a number."""
        return Decimal(self.value)


class Indicator(Record):
    """Something that is measured to see whether recommendations are carried out."""

    id: Id
    title: Text
    """What is measured."""
    type: Literal["structural", "process", "outcome"]
    """Whether it measures commitments (structural), efforts (process) or results (outcome)."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations whose implementation it shows."""
    unit: Text | None = None
    """What the values count, such as "%" or "children"."""
    baseline: Measurement | None = None
    """The value at the beginning, with which later values are compared."""
    target: Measurement | None = None
    """The value that is to be reached."""
    values: Many[Measurement] = ()
    """The values measured since the baseline, with the oldest first."""
    measured_by: Text | None = None
    """Where the values come from, such as a survey, a register or the reports of a ministry."""
    disaggregated_by: Many[Text] = ()
    """What the values are broken down by, such as sex, age, disability or place."""
    responsible: Many[ActorRef] = ()
    """The organisations that are responsible for it."""
    remarks: Many[Remark] = ()
    """What else is known about it."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None


class Indicators(Record):
    """A list of indicators."""

    indicators: Many[Indicator]
    """The indicators."""
