"""How deadlines stand on a day."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal, get_args

from cobtrack.model.dates.relative import Length, shift
from cobtrack.model.dates.timeframe import Point, Window
from cobtrack.model.labels import DEADLINE_KIND, DEADLINE_STATE, OUTCOME, OWNER, STATUS
from cobtrack.model.records.mechanism import FULFILLED
from cobtrack.model.schedule import build_schedule, last_finding
from cobtrack.model.text.wording import third_person
from cobtrack.views.activities import BEGUN, CLOSED, status_on

if TYPE_CHECKING:
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.mechanism import Deadline, DeadlineFinding, DueCertainty, Mechanism
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.schedule import ResolvedDate, Schedule
    from cobtrack.model.workspace import Workspace

DeadlineWord = Literal["upcoming", "due-soon", "overdue", "unconfirmed", "submitted", "cancelled", "unknown"]
STATES: tuple[DeadlineWord, ...] = get_args(DeadlineWord)
SOON_DAYS = 183
_LAST = date.max


@dataclass(frozen=True)
class Start:
    """The latest sensible start, counted back from the first day that the deadline can mean.

    By its lead; else by as long as the activities that serve it are planned to take: it is those that have to begin.
    """

    day: date
    activities: tuple[str, ...] = ()
    """Those that have to begin then, the longest that have not begun; empty where it is counted back by the lead."""
    begun: tuple[tuple[str, str], ...] = ()
    """The activities that serve the deadline and are in progress or done, with their status; empty where others have
    still to begin."""

    @property
    def is_begun(self) -> bool:
        """Whether nothing is left to begin."""
        return bool(self.begun)


@dataclass(frozen=True)
class DeadlineState:
    """A deadline on a day.

    `submitted` also says of a review that it was held. `unknown`: its date has passed and nobody knows whether it was
    kept; or it hangs on a deadline that has passed and was not kept, or lies before one that was; or it has no date.
    `unconfirmed`: its date has passed, and was never settled, so that nobody can be said to be late.
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
    def label(self) -> str:
        """How people read the state: `overdue`, `held`, `no date known`."""
        if self.state == "submitted":
            return self.finding_label
        if self.state == "unknown" and self.due is None:
            return "no date known"
        label = DEADLINE_STATE[self.state]
        return label.of_meeting if self.deadline.is_meeting else label.singular

    @property
    def finding_label(self) -> str:
        """How people read the outcome of the last finding: `known not to have been held`. Empty without a finding."""
        if self.finding is None:
            return ""
        label = OUTCOME[self.finding.outcome]
        return label.of_meeting if self.deadline.is_meeting else label.singular

    @property
    def when(self) -> Timeframe | None:
        """When it was kept; else when it is due."""
        return self.finding.date if self.finding and self.finding.outcome in FULFILLED else self.due

    @property
    def who(self) -> str:
        """Who owes it: `State`, `NGOs`, `children`, `UN`."""
        return OWNER[self.deadline.owner].short

    @property
    def action(self) -> str:
        """What its owner has to do: report, reply, submit, review, …"""
        return DEADLINE_KIND[self.deadline.kind].verb

    @property
    def who_does_what(self) -> str:
        """Who has to do what: `State reports`, `NGOs submit`; `expected of State` where only the coalition says so."""
        if self.is_expected:
            return f"expected of {self.who}"
        verb = self.action if OWNER[self.deadline.owner].is_plural else third_person(self.action)
        return f"{self.who} {verb}"

    @property
    def is_expected(self) -> bool:
        """Whether the coalition expects it, by its own estimate or plan, and its owner owes nothing."""
        return self.deadline.is_expected

    @property
    def is_past(self) -> bool:
        """Whether its date has passed and it is not known to have been kept."""
        is_unclear = self.state == "unknown" and self.days is not None and self.days < 0
        return is_unclear or self.state in {"overdue", "unconfirmed"}

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done for it, as far as is known."""
        return self.state not in {"submitted", "cancelled"}

    @property
    def status_words(self) -> set[str]:
        """All the words that a filter by status may name it by."""
        return {self.state, *([self.certainty] if self.certainty else [])}


def states(workspace: Workspace, as_of: date) -> tuple[DeadlineState, ...]:
    """All deadlines as they stood on that day, by the date when they were kept or are due, those without one last."""
    schedule = build_schedule(workspace.deadlines, as_of)
    rows = [state(workspace, deadline, as_of, schedule) for deadline in workspace.deadlines]
    return tuple(sorted(rows, key=_order))


def _order(row: DeadlineState) -> tuple[date, date, str]:
    latest = (row.when and row.when.latest) or _LAST
    return latest, (row.when and row.when.earliest) or latest, row.deadline.id


def state(workspace: Workspace, deadline: Deadline, as_of: date, schedule: Schedule | None = None) -> DeadlineState:
    """One deadline as it stood on that day: the last finding on or before it counts."""
    schedule = schedule or build_schedule(workspace.deadlines, as_of)
    dated = schedule.resolved[deadline.id]
    due = dated.date
    found = last_finding(deadline, as_of)
    days = (due.latest - as_of).days if due and due.latest else None
    return DeadlineState(
        deadline=deadline,
        mechanism=workspace.mechanism_of[deadline.id],
        due=due,
        certainty=dated.certainty,
        state=_word(found, dated, days, as_of),
        finding=found,
        days=days,
        waits_for=dated.blocked_by,
        cancelled_anchor=dated.cancelled_anchor,
        start=_start(workspace, deadline, due, as_of),
        activities=workspace.activities_by_deadline.get(deadline.id, ()),
    )


def _word(found: DeadlineFinding | None, dated: ResolvedDate, days: int | None, as_of: date) -> DeadlineWord:
    outcome, due = found.outcome if found else "", dated.date
    if outcome in FULFILLED:
        return "submitted"
    if outcome == "cancelled":
        return "cancelled"
    if due is None:
        return "unknown"
    if days is None:
        return "unknown" if due.may_have_begun_by(as_of) else "upcoming"
    if days < 0:
        return _past(outcome, dated)
    return "due-soon" if days <= SOON_DAYS else "upcoming"


def _past(outcome: str, dated: ResolvedDate) -> DeadlineWord:
    """How a deadline stands whose date has passed."""
    # What hangs on something that has not happened is not late yet, nor what should have come before it.
    if dated.blocked_by or dated.is_counted_back:
        return "unknown"
    if not dated.is_settled:
        return "unconfirmed"
    return "unknown" if outcome == "not-found" else "overdue"


def _start(workspace: Workspace, deadline: Deadline, due: Timeframe | None, as_of: date) -> Start | None:
    ready = _first_day(due) if due else None
    if ready is None:
        return None
    status = {one.id: status_on(one.progress, as_of) for one in workspace.activities_by_deadline.get(deadline.id, ())}
    begun = tuple((one, status[one]) for one in status if status[one] in BEGUN)
    if deadline.lead is not None:
        day = _before(ready, deadline.lead.length)
        return Start(day, begun=begun) if day else None
    serving = workspace.activities_by_deadline.get(deadline.id, ())
    begins = [(day, one.id) for one in serving if (day := _before(ready, _planned(one.timeframe)))]
    still = [(day, one) for day, one in begins if status[one] not in {*BEGUN, *CLOSED}]
    if still:
        first = min(still)[0]
        return Start(first, tuple(one for day, one in still if day == first))
    gone = [(day, one) for day, one in begins if status[one] in BEGUN]
    return Start(min(gone)[0], begun=begun) if gone else None


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
        return shift(Point(day.year, day.month, day.day), length.unit, -length.most)[0].earliest
    except OverflowError:
        return None


def describe_begun(start: Start) -> str:
    """Return the activities that have begun, with their status: `2.8 in progress, 2.9 done`."""
    return ", ".join(f"{activity} {STATUS[status].singular}" for activity, status in start.begun)


@dataclass(frozen=True)
class Outlook:
    """What is due: past its date, within the window, and how many lie outside of it."""

    past: tuple[DeadlineState, ...]
    coming: tuple[DeadlineState, ...]
    later: tuple[DeadlineState, ...]
    undated: tuple[DeadlineState, ...]
    settled: tuple[DeadlineState, ...]
    """Submitted, held or cancelled."""
    to_start: tuple[DeadlineState, ...]
    """Not past, and to be begun within the window, or begun, so as to be ready: the most pressing first."""


def outlook(rows: tuple[DeadlineState, ...], as_of: date, window_days: int = 365) -> Outlook:
    """Sort deadlines into what has passed, what comes within the window, and the rest."""
    open_rows = [row for row in rows if row.is_open]
    ahead = [(_distance(row, as_of), row) for row in open_rows if row.due and not row.is_past]
    starting = [(row.start.day, row) for row in open_rows if row.start and not row.is_past]
    return Outlook(
        past=tuple(row for row in open_rows if row.is_past),
        coming=tuple(row for days, row in ahead if days <= window_days),
        later=tuple(row for days, row in ahead if days > window_days),
        undated=tuple(row for row in open_rows if row.due is None),
        settled=tuple(row for row in rows if not row.is_open),
        to_start=tuple(
            row
            for day, row in sorted(starting, key=lambda pair: (_is_begun(pair[1]), pair[0], pair[1].deadline.id))
            if (day - as_of).days <= window_days
        ),
    )


def _is_begun(row: DeadlineState) -> bool:
    return row.start is not None and row.start.is_begun


def _distance(row: DeadlineState, as_of: date) -> int:
    """Days to the first day it can be due; to the last one where there is no first one."""
    day = row.due and (row.due.earliest or row.due.latest)
    return (day - as_of).days if day else 0
