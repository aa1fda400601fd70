"""How deadlines stand on a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from cobtrack.model.mechanism import KEPT
from cobtrack.model.relative import Length, move
from cobtrack.model.schedule import last_finding, resolve
from cobtrack.model.timeframe import Point, Window

if TYPE_CHECKING:
    from cobtrack.model.mechanism import Deadline, DeadlineFinding, DueCertainty, Mechanism
    from cobtrack.model.pillar import Activity
    from cobtrack.model.schedule import Schedule
    from cobtrack.model.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace

DeadlineWord = Literal["upcoming", "due-soon", "overdue", "submitted", "cancelled", "unknown"]
STATES: tuple[DeadlineWord, ...] = get_args(DeadlineWord)
SOON_DAYS = 183
OWNERS = ("state", "civil-society", "children", "un")
_WHO = {"state": "State", "civil-society": "NGOs", "children": "children", "un": "UN"}
_ACTION = {
    "state-report": "report", "list-of-issues": "ask", "list-of-issues-reply": "reply", "follow-up-report": "report",
    "mid-term-review": "review", "pre-session": "meet", "review": "review", "presentation": "present",
    "civil-society-submission": "submit", "children-submission": "submit",
}  # fmt: skip
_LAST = date.max


@dataclass(frozen=True)
class Start:
    """The latest sensible start, counted back from the first day that the deadline can mean.

    By its lead; else by as long as the activities that serve it are planned to take.
    """

    day: date
    activities: tuple[str, ...] = ()
    """Those that have to begin then, the longest; empty where it is counted back by the lead."""


@dataclass(frozen=True)
class DeadlineState:
    """A deadline on a day.

    `submitted` also says of a review that it was held. `unknown`: its date has passed and nobody knows whether it was
    kept; or it hangs on a deadline that has passed and was not kept, or lies before one that was; or it has no date.
    """

    deadline: Deadline
    mechanism: Mechanism
    due: Timeframe | None
    """When it is due, counted from the deadline that it hangs on where it hangs on one."""
    certainty: DueCertainty | None
    """How settled that is: no better than what it hangs on."""
    state: DeadlineWord
    finding: DeadlineFinding | None
    """The last thing that was found out about it."""
    days: int | None
    """Days to the last day it can be due, negative when that has passed; None where there is no such day."""
    waits_for: str
    """The id of the deadline that it hangs on and that should have been kept by now; else empty."""
    cancelled_anchor: str
    """The id of the deadline that it hangs on and that was cancelled; else empty."""
    start: Start | None
    activities: tuple[Activity, ...]
    """Those that serve it."""

    @property
    def when(self) -> Timeframe | None:
        """When it was kept; else when it is due."""
        return self.finding.date if self.finding and self.finding.outcome in KEPT else self.due

    @property
    def who(self) -> str:
        """Who owes it: `State`, `NGOs`, `children`, `UN`."""
        return _WHO[self.deadline.owner]

    @property
    def action(self) -> str:
        """What its owner has to do: report, reply, submit, review, …"""
        return _ACTION[self.deadline.kind]

    @property
    def owed(self) -> str:
        """Who has to do what: `State reports`, `NGOs submit`."""
        who, action = self.who, self.action
        if self.deadline.owner in {"civil-society", "children"}:
            return f"{who} {action}"
        return f"{who} {action[:-1]}ies" if action == "reply" else f"{who} {action}s"

    @property
    def is_past(self) -> bool:
        """Whether its date has passed and it is not known to have been kept."""
        return self.state == "overdue" or (self.state == "unknown" and self.days is not None and self.days < 0)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done for it, as far as is known."""
        return self.state not in {"submitted", "cancelled"}

    @property
    def words(self) -> set[str]:
        """All the words that a filter by status may name it by."""
        return {self.state, *([self.certainty] if self.certainty else [])}


def states(workspace: Workspace, as_of: date) -> tuple[DeadlineState, ...]:
    """All deadlines as they stood on that day, by the date when they were kept or are due, those without one last."""
    schedule = resolve(workspace.deadlines, as_of)
    rows = [state(workspace, deadline, as_of, schedule) for deadline in workspace.deadlines]
    return tuple(sorted(rows, key=_order))


def _order(row: DeadlineState) -> tuple[date, date, str]:
    latest = (row.when and row.when.latest) or _LAST
    return latest, (row.when and row.when.earliest) or latest, row.deadline.id


def state(workspace: Workspace, deadline: Deadline, as_of: date, schedule: Schedule | None = None) -> DeadlineState:
    """One deadline as it stood on that day: the last finding on or before it counts."""
    schedule = schedule or resolve(workspace.deadlines, as_of)
    due, certainty, waits_for, cancelled_anchor, is_counted_back = schedule.dated[deadline.id]
    found = last_finding(deadline, as_of)
    days = (due.latest - as_of).days if due and due.latest else None
    return DeadlineState(
        deadline=deadline,
        mechanism=workspace.mechanism_of[deadline.id],
        due=due,
        certainty=certainty,
        state=_word(found, due, days, as_of, is_set=not (waits_for or is_counted_back)),
        finding=found,
        days=days,
        waits_for=waits_for,
        cancelled_anchor=cancelled_anchor,
        start=_start(workspace, deadline, due),
        activities=workspace.serving.get(deadline.id, ()),
    )


def _word(
    found: DeadlineFinding | None, due: Timeframe | None, days: int | None, as_of: date, *, is_set: bool
) -> DeadlineWord:
    outcome = found.outcome if found else ""
    if outcome in KEPT:
        return "submitted"
    if outcome == "cancelled":
        return "cancelled"
    if due is None:
        return "unknown"
    if days is None:
        return "unknown" if due.has_begun(as_of) else "upcoming"
    if days < 0:
        # What hangs on something that has not happened is not late yet, nor what should have come before it.
        return "unknown" if outcome == "not-found" or not is_set else "overdue"
    return "due-soon" if days <= SOON_DAYS else "upcoming"


def _start(workspace: Workspace, deadline: Deadline, due: Timeframe | None) -> Start | None:
    ready = _first_day(due) if due else None
    if ready is None:
        return None
    if deadline.lead is not None:
        day = _before(ready, deadline.lead.length)
        return Start(day) if day else None
    serving = workspace.serving.get(deadline.id, ())
    begins = [(day, one.id) for one in serving if (day := _before(ready, _planned(one.timeframe)))]
    if not begins:
        return None
    first = min(begins)[0]
    return Start(first, tuple(one for day, one in begins if day == first))


def _first_day(due: Timeframe) -> date | None:
    """The first day that it can be due; of "by August 2027", which has none, the first of August."""
    bound = due.end.last if isinstance(due.end, Window) else due.end
    return due.earliest or (bound.earliest if bound else None)


def _planned(value: Timeframe) -> Length | None:
    """How long an activity is planned to take, in months where they are whole; None where that is not known."""
    first, last = value.earliest, value.latest
    if first is None or last is None or last < first or value.is_window:
        return None
    if first.day == 1 and _is_last(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return Length("months", months, months)
    days = (last - first).days + 1
    return Length("days", days, days)


def _is_last(day: date) -> bool:
    """Whether it is the last day of its month."""
    return day.day == monthrange(day.year, day.month)[1]


def _before(day: date, length: Length | None) -> date | None:
    """The day so long before another, taking the most that the length can be; None before the year 1."""
    if length is None:
        return None
    try:
        return move(Point(day.year, day.month, day.day), length.unit, -length.most)[0].earliest
    except OverflowError:
        return None


@dataclass(frozen=True)
class Due:
    """What is due: past its date, within the window, and how many lie outside of it."""

    past: tuple[DeadlineState, ...]
    coming: tuple[DeadlineState, ...]
    later: tuple[DeadlineState, ...]
    undated: tuple[DeadlineState, ...]
    settled: tuple[DeadlineState, ...]
    """Submitted, held or cancelled."""
    to_start: tuple[DeadlineState, ...]
    """Not past, and to be begun within the window so as to be ready: the most pressing first."""


def due(rows: tuple[DeadlineState, ...], as_of: date, window_days: int = 365) -> Due:
    """Sort deadlines into what has passed, what comes within the window, and the rest."""
    open_rows = [row for row in rows if row.is_open]
    ahead = [(_distance(row, as_of), row) for row in open_rows if row.due and not row.is_past]
    starting = [(row.start.day, row) for row in open_rows if row.start and not row.is_past]
    return Due(
        past=tuple(row for row in open_rows if row.is_past),
        coming=tuple(row for days, row in ahead if days <= window_days),
        later=tuple(row for days, row in ahead if days > window_days),
        undated=tuple(row for row in open_rows if row.due is None),
        settled=tuple(row for row in rows if not row.is_open),
        to_start=tuple(
            row
            for day, row in sorted(starting, key=lambda pair: (pair[0], pair[1].deadline.id))
            if (day - as_of).days <= window_days
        ),
    )


def _distance(row: DeadlineState, as_of: date) -> int:
    """Days to the first day it can be due; to the last one where there is no first one."""
    day = row.due and (row.due.earliest or row.due.latest)
    return (day - as_of).days if day else 0
