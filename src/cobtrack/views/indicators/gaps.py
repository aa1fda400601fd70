"""The values of groups up to a day, and the widest gap between the groups on each axis."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from cobtrack.views.indicators.series import sorted_by_date

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from decimal import Decimal

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.indicator import Group, Indicator, Measurement


@dataclass(frozen=True)
class GroupValues:
    """The values of one group, the oldest first."""

    group: Group
    values: tuple[Measurement, ...]

    @property
    def latest(self) -> Measurement:
        """The newest value of the group."""
        return self.values[-1]

    @property
    def first(self) -> Measurement | None:
        """The oldest value of the group; None if the group has only one value."""
        return self.values[0] if len(self.values) > 1 else None


@dataclass(frozen=True)
class Gap:
    """The widest gap between two groups on an axis, in values of the same date and the same data source."""

    axis: str
    low: Measurement
    high: Measurement
    earlier: tuple[Measurement, Measurement] | None
    """The oldest values of the same two groups that can be compared, in the same order; None if there are none."""
    furthest: Measurement | None
    """The value of the two that is further from the target; None if it is not known in which direction the target is,
    or if there is no gap."""

    @property
    def date(self) -> Timeframe:
        """The date of both values."""
        return self.high.date

    @property
    def difference(self) -> Decimal:
        """The difference between the two values."""
        return self.high.number - self.low.number

    @property
    def ratio(self) -> float | None:
        """The higher value divided by the lower value; None unless both are greater than zero."""
        return float(Fraction(self.high.number) / Fraction(self.low.number)) if self.low.number > 0 else None

    @property
    def earlier_difference(self) -> Decimal | None:
        """The difference between the same two groups at the earlier date, whichever of them was higher."""
        return abs(self.earlier[1].number - self.earlier[0].number) if self.earlier else None


@dataclass(frozen=True)
class Disaggregation:
    """What is known about groups, on a day."""

    groups: tuple[GroupValues, ...]
    """The groups with values, in the order of the axes."""
    gaps: tuple[Gap, ...]
    """The widest gap on each axis where groups can be compared."""
    not_compared: tuple[str, ...]
    """The axes with values of several groups that have no date and data source in common."""


def disaggregation(indicator: Indicator, as_of: date) -> Disaggregation:
    """Return the values of groups up to the given day, and the gaps between groups."""
    measured = sorted_by_date(row for row in indicator.values if row.for_ and row.date.is_on_or_before(as_of))
    by_group: dict[Group, list[Measurement]] = defaultdict(list)
    for value in measured:
        by_group[value.group].append(value)
    axes = indicator.axes
    groups = sorted(by_group, key=lambda group: (len(group), [axes.index(axis) for axis, _ in group]))
    found = {axis: _widest(indicator, measured, axis) for axis in axes}
    return Disaggregation(
        groups=tuple(GroupValues(group, tuple(by_group[group])) for group in groups),
        gaps=tuple(gap for gap in found.values() if gap),
        not_compared=tuple(axis for axis, gap in found.items() if not gap and _has_several(by_group, axis)),
    )


def _has_several(groups: Iterable[Group], axis: str) -> bool:
    """Return whether there are several groups that differ on this axis only."""
    rests = [_rest(group, axis) for group in groups if any(name == axis for name, _ in group)]
    return len(set(rests)) < len(rests)


def _rest(group: Group, axis: str) -> Group:
    """Return a group without what it says on one axis."""
    return tuple(part for part in group if part[0] != axis)


def _widest(indicator: Indicator, measured: list[Measurement], axis: str) -> Gap | None:
    """Return the widest gap on an axis at the newest date at which groups can be compared.

    Groups that only this axis describes are preferred.
    """
    sets = _comparable(indicator, measured, axis)
    if not sets:
        return None
    # `measured` is sorted by date, so the newest values come last.
    alone = [values for (_, _, rest), values in sets.items() if not rest]
    newest = (alone or [*sets.values()])[-1]
    low, high = (function(newest, key=lambda value: value.number) for function in (min, max))
    return Gap(axis, low, high, _earlier(sets, low, high), _furthest(indicator, low, high))


def _comparable(
    indicator: Indicator, measured: list[Measurement], axis: str
) -> dict[tuple[str, str, Group], list[Measurement]]:
    """Return the sets of values of different groups that can be compared: several groups of the same date.

    The key is their date, their data source, and what all of them have in common on other axes.
    """
    usual = indicator.data_sources[0] if len(indicator.data_sources) == 1 else ""
    sets: dict[tuple[str, str, Group], dict[str, Measurement]] = {}
    for value in measured:
        if axis in value.for_:
            key = (str(value.date), value.data_source or usual, _rest(value.group, axis))
            sets.setdefault(key, {})[value.for_[axis]] = value
    return {key: [*values.values()] for key, values in sets.items() if len(values) > 1}


def _earlier(
    sets: dict[tuple[str, str, Group], list[Measurement]], low: Measurement, high: Measurement
) -> tuple[Measurement, Measurement] | None:
    """Return the oldest values of the same two groups that can be compared, unless they are the given values."""
    for values in sets.values():
        by_group = {value.group: value for value in values}
        if low.group in by_group and high.group in by_group:
            pair = (by_group[low.group], by_group[high.group])
            return None if pair == (low, high) else pair
    return None


def _furthest(indicator: Indicator, low: Measurement, high: Measurement) -> Measurement | None:
    """Return the value that is further from the target. The baseline says from which side the target is approached."""
    start, end = indicator.baseline, indicator.target
    if not start or not end or start.number == end.number or low.number == high.number:
        return None
    return low if end.number > start.number else high
