"""When the next value of an indicator is due, and whether it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.relative import RelativeDate
from cobtrack.views.deadlines import SOON_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.indicator import Indicator, ReferenceValue
    from cobtrack.model.workspace import Workspace

MeasuringStatus = Literal["overdue", "due", "measured", "not-measured"]
WANTED: tuple[MeasuringStatus, ...] = ("overdue", "due")
"""The statuses in which somebody has to measure the indicator, the most urgent first."""
_MONTHS = {
    "month": 1, "quarter": 3, "six-months": 6, "year": 12, "two-years": 24, "three-years": 36, "five-years": 60,
}  # fmt: skip


@dataclass(frozen=True)
class MeasuringState:
    """Whether an indicator is measured as planned, on a day."""

    indicator: Indicator
    status: MeasuringStatus
    due: Timeframe | None
    """The date by which the next value is due; None if it is not known."""
    latest: ReferenceValue | None
    """The newest value, for all or for a group; None if there is none."""

    @property
    def is_wanted(self) -> bool:
        """Whether somebody has to measure the indicator now."""
        return self.status in WANTED

    @property
    def status_words(self) -> set[str]:
        """All words that select the indicator in a filter by status."""
        return {self.status, "measured" if self.latest else "not-measured"}


def states(workspace: Workspace, as_of: date) -> tuple[MeasuringState, ...]:
    """Return the states of all indicators on the given day."""
    return tuple(state(indicator, as_of) for indicator in workspace.indicators)


def wanted(rows: Iterable[MeasuringState]) -> tuple[MeasuringState, ...]:
    """Return the indicators that somebody has to measure, the most urgent first."""
    chosen = [row for row in rows if row.is_wanted]
    return tuple(sorted(chosen, key=lambda row: (WANTED.index(row.status), (row.due and row.due.latest) or date.max)))


def overdue(workspace: Workspace, as_of: date) -> tuple[MeasuringState, ...]:
    """Return the indicators whose next value is overdue, the longest overdue first."""
    return tuple(row for row in wanted(states(workspace, as_of)) if row.status == "overdue")


def state(indicator: Indicator, as_of: date) -> MeasuringState:
    """Return whether an indicator is measured as planned, on the given day."""
    baseline = (indicator.baseline,) if indicator.baseline else ()
    values = [row for row in (*baseline, *indicator.values) if row.date.is_on_or_before(as_of)]
    latest = max(values, key=_last_day, default=None)
    due = _next_due(indicator, latest)
    status: MeasuringStatus = "measured" if latest else "not-measured"
    # A date with a mark is not certain, so nothing is overdue because of it.
    if due and due.is_before(as_of) and not due.is_uncertain:
        status = "overdue"
    elif due and due.earliest and (due.earliest - as_of).days <= SOON_DAYS:
        status = "due"
    return MeasuringState(indicator, status, due, latest)


def _last_day(value: ReferenceValue) -> date:
    return value.date.latest or date.min


def _next_due(indicator: Indicator, latest: ReferenceValue | None) -> Timeframe | None:
    """Return the date by which the next value is due; None if it is not known, or if no other value is due."""
    first = indicator.first_due
    if not indicator.every:
        return None if latest and latest is not indicator.baseline else first
    months = _MONTHS[indicator.every]
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


def _later(day: Timeframe, months: int) -> Timeframe | None:
    """Return the date a number of months later, or earlier if it is negative; None if it is beyond the calendar."""
    length = str(abs(months))
    relative = RelativeDate(months=length, after="x") if months >= 0 else RelativeDate(months=length, before="x")
    return relative.resolve(day)
