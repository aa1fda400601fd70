"""The content of an annual review: the reports of the year before a day, and the tasks of the year after that day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.model.text.ids import natural_key
from cobtrack.views.activities import CLOSED, YEAR, action_state
from cobtrack.views.plans import date_changes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState, Timing
    from cobtrack.views.deadlines import DeadlineState, Outlook
    from cobtrack.views.plans import Plan

Event = Literal["begins", "is due", ""]


@dataclass(frozen=True)
class AnnualReview:
    """The reports of the year before the day `as_of`, and the tasks of the year after this day."""

    workspace: Workspace
    as_of: date
    outlook: Outlook

    @property
    def moved(self) -> tuple[Plan, ...]:
        """The activities, actions and deadlines whose planned date moved in the year that ends on the day `as_of`."""
        since = date.fromordinal(max(self.as_of.toordinal() - YEAR.days, 1))
        records: tuple[Plan, ...] = (*self.workspace.activities, *self.workspace.actions, *self.workspace.deadlines)
        return tuple(record for record in records if _moved_after(record, since))

    def reported(self, collection: str, log: str) -> tuple[tuple[Any, Any], ...]:
        """Return the log entries of the year that ends on the day `as_of`. The oldest entry comes first.

        Each entry is returned as a pair: its record and the entry. `collection` is the attribute of the workspace that
        has the records (for example `activities`). `log` is their field with the entries (for example `progress`).
        """
        since = date.fromordinal(max(self.as_of.toordinal() - YEAR.days, 1))
        entries = [
            (entry.date.latest, natural_key(record.id), record, entry)
            for record in getattr(self.workspace, collection)
            for entry in getattr(record, log)
            if entry.date.latest and since < entry.date.latest <= self.as_of
        ]
        return tuple((record, entry) for _, _, record, entry in sorted(entries, key=lambda row: row[:2]))

    @property
    def deadlines(self) -> tuple[DeadlineState, ...]:
        """The deadlines that are due or have to be prepared in the year after `as_of`. The most urgent comes first.

        Deadlines that are due later, but for which an activity has to begin, are in `starts`.
        """
        by_lead = (row for row in self.outlook.to_start if row.deadline.lead)
        rows = {row.deadline.id: row for row in (*by_lead, *self.outlook.coming)}
        return tuple(sorted(rows.values(), key=lambda row: (_act_by(row), row.deadline.id)))

    @property
    def starts(self) -> tuple[DeadlineState, ...]:
        """The deadlines for which an activity has to begin in the year after `as_of`, or should have begun before."""
        return tuple(row for row in self.outlook.to_start if row.start and row.start.activities)

    @property
    def actions(self) -> tuple[ActionState, ...]:
        """The actions that are neither done nor cancelled."""
        rows = (action_state(action, self.as_of) for action in self.workspace.actions)
        return tuple(row for row in rows if row.status not in CLOSED)

    def upcoming(self, rows: Iterable[ActivityState]) -> tuple[tuple[ActivityState, str], ...]:
        """Return the activities in `rows` that begin or are due in the year after `as_of`.

        Each activity is returned as a pair with its event, `begins` or `is due`. The event of an activity that recurs
        every year is its next occurrence, such as `takes place in 2027`.
        """
        events = ((row, self._event(row)) for row in rows)
        return tuple((row, event) for row, event in events if event)

    def _event(self, row: ActivityState) -> str:
        coming = next((year for year in row.occurrences if not year.is_expected), None)
        if coming and coming.year <= self.as_of.year + 1:
            return f"takes place in {coming.year}"
        return self.next_event(row.activity.timeframe, row.timing)

    def next_event(self, planned: Timeframe | None, timing: Timing | None) -> Event:
        """Return "begins" if a timeframe begins in the year after the day `as_of`.

        If it only ends in this year, return "is due". Otherwise, return "".
        """
        if planned is None or timing not in {"upcoming", "current"}:
            return ""
        if timing == "upcoming" and self._is_within_a_year(planned.earliest):
            return "begins"
        return "is due" if self._is_within_a_year(planned.latest) else ""

    def _is_within_a_year(self, day: date | None) -> bool:
        return day is not None and day - self.as_of <= YEAR


def _moved_after(record: Plan, day: date) -> bool:
    return any(change.until.latest and change.until.latest > day for change in date_changes(record))


def _act_by(row: DeadlineState) -> date:
    """Return the day by which something has to be done for a deadline.

    If preparation still has to begin, this is the day by which it has to begin. Otherwise, this is the first day on
    which the deadline can be due.
    """
    due = row.due and (row.due.earliest or row.due.latest)
    return row.start.day if row.start and not row.start.is_begun else due or date.max
