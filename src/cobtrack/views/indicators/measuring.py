"""When the next value of an indicator is due, and whether it is overdue."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.views.deadlines import SOON_DAYS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.indicator import Indicator, ReferenceValue
    from cobtrack.model.workspace import Workspace

MeasuringStatus = Literal["overdue", "due", "measured", "not-measured"]
WANTED: tuple[MeasuringStatus, ...] = ("overdue", "due")
"""The statuses in which somebody has to measure the indicator, the most urgent first."""


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
    latest, due = indicator.latest(as_of), indicator.next_due(as_of)
    status: MeasuringStatus = "measured" if latest else "not-measured"
    if due and due.is_certainly_before(as_of):
        status = "overdue"
    elif due and due.earliest and (due.earliest - as_of).days <= SOON_DAYS:
        status = "due"
    return MeasuringState(indicator, status, due, latest)
