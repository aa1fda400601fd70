"""How deadlines stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from cobtrack.model.mechanism import Deadline, DeadlineFinding, Mechanism
    from cobtrack.model.workspace import Workspace

DeadlineWord = Literal["upcoming", "due-soon", "overdue", "submitted", "unknown"]
STATES = ("upcoming", "due-soon", "overdue", "submitted", "unknown")
SOON_DAYS = 183
_LAST = date.max


@dataclass(frozen=True)
class DeadlineState:
    """A deadline on a day.

    `submitted` also says of a review that it was held. `unknown`: its date has passed and nobody knows whether it was
    kept, or it has no date.
    """

    deadline: Deadline
    mechanism: Mechanism
    state: DeadlineWord
    finding: DeadlineFinding | None
    """The last thing that was found out about it."""
    days: int | None
    """Days to the last day it can be due, negative when that has passed; None where there is no such day."""

    @property
    def is_past(self) -> bool:
        """Whether its date has passed and it is not known to have been kept."""
        return self.state == "overdue" or (self.state == "unknown" and self.days is not None)

    @property
    def words(self) -> set[str]:
        """All the words that a filter by status may name it by."""
        return {self.state, *([self.deadline.certainty] if self.deadline.certainty else [])}


def states(workspace: Workspace, as_of: date) -> tuple[DeadlineState, ...]:
    """All deadlines as they stood on that day, by date, those without a date last."""
    rows = [state(workspace, deadline, as_of) for deadline in workspace.deadlines]
    return tuple(sorted(rows, key=_order))


def _order(row: DeadlineState) -> tuple[date, date, str]:
    due = row.deadline.due
    latest = (due and due.latest) or _LAST
    return latest, (due and due.earliest) or latest, row.deadline.id


def state(workspace: Workspace, deadline: Deadline, as_of: date) -> DeadlineState:
    """One deadline as it stood on that day: the last finding on or before it counts."""
    known = [found for found in deadline.findings if found.date.latest and found.date.latest <= as_of]
    found = known[-1] if known else None
    latest = deadline.due.latest if deadline.due else None
    days = (latest - as_of).days if latest else None
    return DeadlineState(deadline, workspace.mechanism_of[deadline.id], _word(found, days), found, days)


def _word(found: DeadlineFinding | None, days: int | None) -> DeadlineWord:
    outcome = found.outcome if found else ""
    if outcome in {"submitted", "held"}:
        return "submitted"
    if outcome == "cancelled" or days is None:
        return "unknown"
    if days < 0:
        return "unknown" if outcome == "not-found" else "overdue"
    return "due-soon" if days <= SOON_DAYS else "upcoming"


@dataclass(frozen=True)
class Due:
    """What is due: past its date, within the window, and how many lie outside of it."""

    past: tuple[DeadlineState, ...]
    coming: tuple[DeadlineState, ...]
    later: tuple[DeadlineState, ...]
    undated: tuple[DeadlineState, ...]
    kept: tuple[DeadlineState, ...]


def due(rows: tuple[DeadlineState, ...], window_days: int = 365) -> Due:
    """Sort deadlines into what has passed, what comes within the window, and the rest."""
    open_rows = [row for row in rows if row.state != "submitted"]
    ahead = [row for row in open_rows if row.days is not None and row.days >= 0]
    return Due(
        past=tuple(row for row in open_rows if row.is_past),
        coming=tuple(row for row in ahead if _days(row) <= window_days),
        later=tuple(row for row in ahead if _days(row) > window_days),
        undated=tuple(row for row in open_rows if row.days is None),
        kept=tuple(row for row in rows if row.state == "submitted"),
    )


def _days(row: DeadlineState) -> int:
    return row.days or 0
