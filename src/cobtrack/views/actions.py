"""How the actions of the plan stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views.activities import NOT_REPORTED, latest_on, stale_on, timing_on

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.action import Action
    from cobtrack.model.records.pillar import Progress
    from cobtrack.views.activities import Timing


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
    def words(self) -> set[str]:
        """All the words that a filter by status may name it by."""
        return {self.status, *([self.timing] if self.timing else []), *(["stale"] if self.stale else [])}


def state(action: Action, as_of: date) -> ActionState:
    """One action as it stood on that day."""
    latest = latest_on(action.progress, as_of)
    status = latest.status if latest else NOT_REPORTED
    timing = timing_on(action.timeframe, status, as_of) if action.timeframe else None
    stale = action.timeframe is not None and stale_on(action.timeframe, status, latest, as_of)
    return ActionState(action, status, timing, latest, stale)
