"""What an annual review tells: what was reported in the year before a day, and what the year after it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.model.workspace import natural_key
from cobtrack.views.activities import CLOSED, YEAR, action_state

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState, Timing
    from cobtrack.views.deadlines import DeadlineState, Outlook

Near = Literal["begins", "is due", ""]


@dataclass(frozen=True)
class AnnualReview:
    """The year before a day and the year after it."""

    workspace: Workspace
    as_of: date
    outlook: Outlook

    def reported(self, what: str, log: str) -> tuple[tuple[Any, Any], ...]:
        """What was reported in the year before, oldest first: each line of a log, and what it is about."""
        since = date.fromordinal(max(self.as_of.toordinal() - YEAR.days, 1))
        found = [
            (line.date.latest, natural_key(record.id), record, line)
            for record in getattr(self.workspace, what)
            for line in getattr(record, log)
            if line.date.latest and since < line.date.latest <= self.as_of
        ]
        return tuple((record, line) for _, _, record, line in sorted(found, key=lambda one: one[:2]))

    @property
    def deadlines(self) -> tuple[DeadlineState, ...]:
        """Those that are due or to be prepared in the year after, the most pressing first.

        What only the coalition's own activities have to begin for is not due yet: see `starts`.
        """
        by_lead = (row for row in self.outlook.to_start if row.deadline.lead)
        rows = {row.deadline.id: row for row in (*by_lead, *self.outlook.coming)}
        return tuple(sorted(rows.values(), key=lambda row: (_act_by(row), row.deadline.id)))

    @property
    def starts(self) -> tuple[DeadlineState, ...]:
        """The deadlines for which activities have to begin in the year after, or should have begun."""
        return tuple(row for row in self.outlook.to_start if row.start and row.start.activities)

    @property
    def actions(self) -> tuple[ActionState, ...]:
        """The actions that are neither done nor cancelled."""
        rows = (action_state(one, self.as_of) for one in self.workspace.actions)
        return tuple(row for row in rows if row.status not in CLOSED)

    def upcoming(self, rows: Iterable[ActivityState]) -> tuple[tuple[ActivityState, Near], ...]:
        """The activities that begin or are due in the year after."""
        found = ((row, self.when_near(row.activity.timeframe, row.timing)) for row in rows)
        return tuple((row, near) for row, near in found if near)

    def when_near(self, planned: Timeframe | None, timing: Timing | None) -> Near:
        """Whether something begins or is due in the year after."""
        if planned is None or timing not in {"upcoming", "current"}:
            return ""
        if timing == "upcoming" and self._is_near(planned.earliest):
            return "begins"
        return "is due" if self._is_near(planned.latest) else ""

    def _is_near(self, day: date | None) -> bool:
        return day is not None and day - self.as_of <= YEAR


def _act_by(row: DeadlineState) -> date:
    """The day to act by: its latest sensible start, else the first day that it can be due."""
    due = row.due and (row.due.earliest or row.due.latest)
    return row.start.day if row.start and not row.start.is_begun else due or date.max
