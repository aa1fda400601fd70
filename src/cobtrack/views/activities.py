"""The state of activities and actions on a day: what was reported, and what follows from their timeframes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from cobtrack.model.records.shared import Status
from cobtrack.model.text.ids import natural_key

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.pillar import Activity, Category, Pillar
    from cobtrack.model.records.shared import Progress, Remark
    from cobtrack.model.workspace import Workspace

Timing = Literal["upcoming", "current", "overdue", "unconfirmed", "closed"]
NOT_REPORTED = "not-reported"
STATUSES = (*get_args(Status), NOT_REPORTED)
CLOSED = ("done", "cancelled")
"""What needs nothing more to be done."""
BEGUN = ("in-progress", "done")
YEAR = timedelta(days=365)
"""After which something is stale, and which an annual review looks back and ahead."""


@dataclass(frozen=True)
class ActivityState:
    """An activity on a day: `status` is what was reported, `timing` is computed."""

    activity: Activity
    pillar: Pillar
    category: Category
    status: str
    timing: Timing
    latest: Progress | None
    stale: bool
    """Whether it is current and nothing has been reported for 12 months."""
    seen_elsewhere: tuple[Remark, ...] = ()
    """What others tell of it, which the coalition has not confirmed."""

    @property
    def status_words(self) -> set[str]:
        """All the words that a filter by status may name it by."""
        return {self.status, self.timing, *(["stale"] if self.stale else [])}


@dataclass(frozen=True)
class ActionState:
    """An action on a day: `status` is what was reported, `timing` is computed where it has a timeframe."""

    action: Action
    status: str
    timing: Timing | None
    latest: Progress | None
    stale: bool
    """Whether it is current and nothing has been reported for 12 months."""

    @property
    def status_words(self) -> set[str]:
        """The words by which a filter by status can ask for it."""
        return {self.status, *([self.timing] if self.timing else []), *(["stale"] if self.stale else [])}


def states(workspace: Workspace, as_of: date) -> tuple[ActivityState, ...]:
    """All activities by id, as they stood on that day."""
    rows = [state(workspace, activity, as_of) for activity in workspace.activities]
    return tuple(sorted(rows, key=lambda row: natural_key(row.activity.id)))


def latest_on(progress: Iterable[Progress], as_of: date) -> Progress | None:
    """The line of a log that counts on that day: the last one on or before it."""
    reported = [entry for entry in progress if entry.date.is_on_or_before(as_of)]
    return reported[-1] if reported else None


def status_on(progress: Iterable[Progress], as_of: date) -> str:
    """The status that a log gives on that day."""
    latest = latest_on(progress, as_of)
    return latest.status if latest else NOT_REPORTED


def state(workspace: Workspace, activity: Activity, as_of: date) -> ActivityState:
    """One activity as it stood on that day: the last line of its log on or before it counts."""
    latest = latest_on(activity.progress, as_of)
    status = latest.status if latest else NOT_REPORTED
    timing = timing_on(activity.timeframe, status, as_of)
    stale = stale_on(activity.timeframe, status, latest, as_of)
    pillar, category = workspace.activity_index[activity.id]
    told = workspace.remarks_by_activity.get(activity.id, ())
    seen = (
        ()
        if timing == "closed"
        else tuple(one for one in told if one.date is None or one.date.may_have_begun_by(as_of))
    )
    return ActivityState(activity, pillar, category, status, timing, latest, stale, seen)


def action_state(action: Action, as_of: date) -> ActionState:
    """One action as it stood on that day."""
    latest = latest_on(action.progress, as_of)
    status = latest.status if latest else NOT_REPORTED
    timing = timing_on(action.timeframe, status, as_of) if action.timeframe else None
    stale = action.timeframe is not None and stale_on(action.timeframe, status, latest, as_of)
    return ActionState(action, status, timing, latest, stale)


def timing_on(planned: Timeframe, status: str, as_of: date) -> Timing:
    """How something planned stands on a day, by its timeframe and what was reported.

    Only what was meant for a certain time can be overdue; once an uncertain one has passed, or one that was postponed
    since, it is `unconfirmed`.
    """
    if status in CLOSED:
        return "closed"
    if planned.is_before(as_of):
        return "unconfirmed" if planned.is_uncertain or status == "postponed" else "overdue"
    return "current" if planned.may_have_begun_by(as_of) else "upcoming"


def stale_on(planned: Timeframe, status: str, latest: Progress | None, as_of: date) -> bool:
    """Whether something planned is current and nothing has been reported on it for 12 months."""
    since = latest.date.latest if latest else planned.earliest
    return timing_on(planned, status, as_of) == "current" and since is not None and as_of - since > YEAR
