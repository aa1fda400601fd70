"""data/indicators/: indicators, which are measured to see whether recommendations are carried out.

The types of indicator are defined in OHCHR, Human Rights Indicators: A Guide to Measurement and Implementation
(HR/PUB/12/5).
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import SMALLEST_GROUP, Earlier, Remark
from cobtrack.model.types import (
    ActorRef,
    AxisRef,
    DataSourceRef,
    FormerIds,
    GroupName,
    Id,
    Many,
    Number,
    ParagraphRef,
    Sources,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    Group = tuple[tuple[str, str], ...]
    """A group, as pairs of an axis and the group on this axis, sorted by axis. It is empty for all."""


Every = Literal["month", "quarter", "six-months", "year", "two-years", "three-years", "five-years"]


class ReferenceValue(Record):
    """A value with which the values of an indicator are compared: the baseline or the target."""

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

    @property
    def group(self) -> Group:
        """The group that the value is about; empty if the value is about all."""
        return ()


class Measurement(ReferenceValue):
    """A measured value of an indicator on a date: for all, or for a group."""

    for_: dict[Id, GroupName] = Field(default={}, alias="for")
    """The group that the value is about: an axis, such as sex, and the group on this axis, such as female. A value
    without this field is about all. A group can be described by several axes."""
    data_source: DataSourceRef | None = None
    """The data source that the value comes from, if the indicator has several data sources."""

    @property
    def group(self) -> Group:
        """The group that the value is about, sorted by axis; empty if the value is about all."""
        return tuple(sorted(self.for_.items()))


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
    values_are: Literal["persons", "things", "rates"] | None = None
    """What the values are: numbers of persons, numbers of things or events, or rates such as percentages and averages.
    Numbers of fewer than 5 persons in a group are not published. Without this field, values might be numbers of
    persons, unless the unit is %."""
    baseline: ReferenceValue | None = None
    """The value at the beginning, with which later values are compared. It is about all."""
    target: ReferenceValue | None = None
    """The value that is to be reached. It is about all."""
    values: Many[Measurement] = ()
    """The measured values, with the oldest first. Values of groups can be as old as the baseline."""
    every: Every | None = None
    """How often the indicator is to be measured."""
    first_due: Timeframe | None = None
    """The date by which the first value is due. The next one is due after the time in `every`, and so on. A value
    satisfies a due date if its date is within the time in `every` before the due date. Without this field, a value is
    due that long after the latest value."""
    data_sources: Many[DataSourceRef] = ()
    """The data sources from which the values are taken."""
    measured_by: Text | None = None
    """How the values are measured, or where they come from if no record of the data source exists."""
    disaggregated_by: Many[AxisRef] = ()
    """The axes along which values are to be broken down, such as sex, age, place, disability, or an axis from `axes` in
    cobtrack.yaml. The values of groups have their axes in `for`."""
    responsible: Many[ActorRef] = ()
    """The organisations that are responsible for measuring the indicator."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    was: Many[Earlier] = ()
    """Earlier plans and earlier words, with the oldest first."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    @property
    def might_count_persons(self) -> bool:
        """Whether the values are, or might be, numbers of persons."""
        return self.values_are == "persons" or (self.values_are is None and self.unit != "%")

    @property
    def all_data_sources(self) -> tuple[str, ...]:
        """The ids of the data sources of the indicator and of its values."""
        return tuple(dict.fromkeys((*self.data_sources, *filter(None, (value.data_source for value in self.values)))))

    @property
    def axes(self) -> tuple[str, ...]:
        """The axes along which the values are, or are to be, broken down."""
        used = (axis for value in self.values for axis in value.for_)
        return tuple(dict.fromkeys((*self.disaggregated_by, *used)))

    @property
    def recognisable_values(self) -> tuple[Measurement, ...]:
        """The values of groups that are not published, because a person in a small group could be recognised.

        If one group of several were left out, its number could be computed from the others. So all values of groups are
        left out that are of the same date as the number of a small group.
        """
        if not self.might_count_persons or not any(value.for_ for value in self.values):
            return ()
        by_date: dict[str, list[Measurement]] = {}
        for value in self.values:
            by_date.setdefault(str(value.date), []).append(value)
        if self.baseline:
            by_date.get(str(self.baseline.date), []).append(Measurement.model_construct(**dict(self.baseline)))
        small = [values for values in by_date.values() if _has_small_group(values)]
        return tuple(value for values in small for value in values if value.for_)


def _has_small_group(values: Sequence[Measurement]) -> bool:
    """Return whether values of the same date have a number of a small group, or allow to compute such a number."""
    wholes = {value.group: value.number for value in values}
    sums: dict[tuple[Group, str], Decimal] = {}
    for value in values:
        for axis, name in value.group:
            whole = tuple(part for part in value.group if part != (axis, name))
            sums[whole, axis] = sums.get((whole, axis), Decimal()) + value.number
    rests = (wholes[whole] - total for (whole, _), total in sums.items() if whole in wholes)
    numbers = (*(value.number for value in values if value.for_), *rests)
    return any(0 < number < SMALLEST_GROUP and number == int(number) for number in numbers)


class Indicators(Record):
    """A list of indicators."""

    indicators: Many[Indicator]
    """The indicators."""
