"""data/indicators/: indicators, which are measured to see whether recommendations are carried out.

The types of indicator are defined in OHCHR, Human Rights Indicators: A Guide to Measurement and Implementation
(HR/PUB/12/5).
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from pydantic import Field

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import Timeframe, Window, timeframe_of
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
    from collections.abc import Iterator

    Group = tuple[tuple[str, str], ...]
    """A group, as pairs of an axis and the group on this axis, sorted by axis. It is empty for all."""


Every = Literal["month", "quarter", "six-months", "year", "two-years", "three-years", "five-years"]


_MONTHS = {
    "month": 1, "quarter": 3, "six-months": 6, "year": 12, "two-years": 24, "three-years": 36, "five-years": 60,
}  # fmt: skip


class ReferenceValue(Record):
    """A value with which the values of an indicator are compared: the baseline or the target."""

    date: Timeframe
    """The date or period that the value is about; for a target, the date by which it is to be reached."""
    value: Number
    """The number."""
    note: Text | None = None
    """An explanation that readers need to understand the value."""
    source: Sources = ()
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
    by: ActorRef | None = None
    """The organisation that reported the value."""
    provisional: bool = False
    """Whether somebody still has to review the value. What an organisation reported in a round is provisional."""
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

    def latest(self, as_of: dt.date) -> ReferenceValue | None:
        """Return the newest value on the given day, for all or for a group, or the baseline; None if there is none."""
        baseline = (self.baseline,) if self.baseline else ()
        values = [value for value in (*baseline, *self.values) if value.date.is_on_or_before(as_of)]
        return max(values, key=_last_day, default=None)

    def next_due(self, as_of: dt.date) -> Timeframe | None:
        """Return the date by which the next value is due; None if it is not known, or if no other value is due."""
        first, latest = self.first_due, self.latest(as_of)
        if not self.every:
            return None if latest and latest is not self.baseline else first
        months = _MONTHS[self.every]
        if not first:
            return _later(latest.date, months) if latest else None
        if not latest or not first.latest:
            return first
        last = _last_day(latest)
        # The newest value satisfies the first due date that is not before it, and all earlier ones are past.
        passed = (12 * (last.year - first.latest.year) + last.month - first.latest.month) // months
        for number in range(max(passed - 1, -1), passed + 3):
            satisfied = _later(first, number * months)
            if not satisfied or not satisfied.is_before(last):
                return _later(first, (number + 1) * months)
        return None

    @property
    def recognisable_values(self) -> tuple[Measurement, ...]:
        """The values of groups that are not published, because a person in a small group could be recognised.

        If one group of several were left out, its number could be computed from the others. So all values of groups are
        left out that are of the same date as the number of a small group.
        """
        if not self.might_count_persons or not any(value.for_ for value in self.values):
            return ()
        numbers = [(str(value.date), value.number) for value in self.values if value.for_]
        numbers += [(str(whole.date), whole.number - total) for whole, _, total in self.sums_of_groups()]
        dates = {day for day, number in numbers if 0 < number < SMALLEST_GROUP and number == int(number)}
        return tuple(value for value in self.values if value.for_ and str(value.date) in dates)

    def sums_of_groups(self) -> Iterator[tuple[ReferenceValue, str, Decimal]]:
        """Yield each value that is a whole, with an axis, and the sum of its groups on this axis on the same date.

        The whole is a value for all, or for a group that other axes break down further.
        """
        wholes: dict[tuple[str, Group], ReferenceValue] = {}
        sums: dict[tuple[str, Group, str], Decimal] = {}
        for value in (*([self.baseline] if self.baseline else ()), *self.values):
            wholes[str(value.date), value.group] = value
            for axis, name in value.group:
                rest = tuple(part for part in value.group if part != (axis, name))
                sums[str(value.date), rest, axis] = sums.get((str(value.date), rest, axis), Decimal()) + value.number
        for (day, rest, axis), total in sums.items():
            if whole := wholes.get((day, rest)):
                yield whole, axis, total


def _last_day(value: ReferenceValue) -> dt.date:
    return value.date.latest or dt.date.min


def _later(day: Timeframe, months: int) -> Timeframe | None:
    """Return the date a number of months later, or earlier if it is negative; None if it is beyond the calendar.

    If the result could be several dates, it is the last of them. A month after the year 2025 is January 2026.
    """
    length = str(abs(months))
    relative = RelativeDate(months=length, after="x") if months >= 0 else RelativeDate(months=length, before="x")
    moved = relative.resolve(day)
    last = moved.start.last if moved and isinstance(moved.start, Window) else None
    return timeframe_of(last) if last else moved


class Indicators(Record):
    """A list of indicators."""

    indicators: Many[Indicator]
    """The indicators."""
