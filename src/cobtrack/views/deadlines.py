"""The state of deadlines on a day, the latest start of their preparation, and an outlook on the next deadlines."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.relative import Length, shift
from cobtrack.model.dates.timeframe import Point, Window
from cobtrack.model.labels import DEADLINE_KIND, DEADLINE_STATE, OUTCOME, OWNER, STATUS
from cobtrack.model.languages.phrases import gettext, ngettext
from cobtrack.model.records.mechanism import FULFILLED
from cobtrack.model.schedule import build_schedule, last_finding
from cobtrack.model.text.wording import join
from cobtrack.views.activities import BEGUN, CLOSED, status_on

if TYPE_CHECKING:
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.mechanism import Deadline, DeadlineFinding, Mechanism
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.records.shared import DueCertainty
    from cobtrack.model.records.submission import Submission
    from cobtrack.model.schedule import ResolvedDate, Schedule
    from cobtrack.model.workspace import Workspace

DeadlineWord = Literal["upcoming", "due-soon", "overdue", "unconfirmed", "submitted", "cancelled", "unknown"]
SOON_DAYS = 183
"""A deadline is due soon if it can be due within this number of days."""


@dataclass(frozen=True)
class Start:
    """The latest sensible start of the preparation for a deadline.

    It is counted back from the first day on which the deadline can be due. The time to count back is the deadline's
    `lead`. If the deadline has no `lead`, the planned length of the activities that serve the deadline is used.
    """

    day: date
    activities: tuple[str, ...] = ()
    """The ids of the activities that have to begin on the day. Empty if the day was counted back with `lead`."""
    begun: tuple[tuple[str, str], ...] = ()
    """The id and the status of each activity that serves the deadline and has begun.

    Empty if `activities` is not empty."""

    @property
    def is_begun(self) -> bool:
        """Whether the preparation for the deadline has begun, according to the activities that serve the deadline."""
        return bool(self.begun)


@dataclass(frozen=True)
class DeadlineState:
    """A deadline on a day.

    Three states need an explanation:
    - `submitted` is also the state of a meeting that was held.
    - `unconfirmed` means that the date has passed but was never certain, so nobody is late.
    - `unknown` means that there is no date, or that the date has passed and nobody knows whether the deadline was met.
      A deadline whose date has passed is also unknown if it depends on a deadline that was not met in time, or if its
      date was counted back from a deadline that was met.
    """

    deadline: Deadline
    mechanism: Mechanism
    due: Timeframe | None
    """The due date. If the file gives it relative to another deadline, this is the computed date."""
    certainty: DueCertainty | None
    """How certain the due date is. It is never more certain than the date of a deadline that it depends on."""
    state: DeadlineWord
    finding: DeadlineFinding | None
    """The last finding on or before the day."""
    days: int | None
    """The number of days until the last day on which the deadline can be due. It is negative after this day, and None
    if there is no such day."""
    waits_for: str
    """The id of the deadline that this deadline depends on, if the other one should have been met by now; else ""."""
    cancelled_anchor: str
    """The id of the deadline that this deadline depends on, if the other one was cancelled; else ""."""
    start: Start | None
    activities: tuple[Activity, ...]
    """The activities that serve the deadline."""
    submissions: tuple[Submission, ...]
    """What had been sent for the deadline by the day."""

    @property
    def label(self) -> str:
        """The state of the deadline in words that people read, such as `overdue`, `held` or `no date known`."""
        if self.state == "submitted":
            return self.finding_label
        if self.state == "unknown" and self.due is None:
            return gettext("no date known")
        label = DEADLINE_STATE[self.state]
        return label.of_meeting if self.deadline.is_meeting else label.singular

    @property
    def word(self) -> str:
        """The state of the deadline as lists show it.

        If the deadline is a meeting that took place, this is `held` instead of `submitted`.
        """
        return self.finding_label if self.state == "submitted" else self.state

    @property
    def finding_label(self) -> str:
        """The outcome of the last finding about the deadline, such as `known not to have been held`.

        This is "" if there is no finding.
        """
        if self.finding is None:
            return ""
        label = OUTCOME[self.finding.outcome]
        return label.of_meeting if self.deadline.is_meeting else label.singular

    @property
    def when(self) -> Timeframe | None:
        """The date on which the deadline was met, or its due date if it was not met."""
        return self.finding.date if self.finding and self.finding.outcome in FULFILLED else self.due

    @property
    def who(self) -> str:
        """The owner of the deadline in short form: `State`, `NGOs`, `children` or `UN`."""
        return OWNER[self.deadline.owner].short

    @property
    def action(self) -> str:
        """The verb for what the owner of the deadline has to do, such as `report`, `reply`, `submit` or `review`."""
        return DEADLINE_KIND[self.deadline.kind].verb

    @property
    def who_does_what(self) -> str:
        """Who has to do what, such as `State reports` or `NGOs submit`.

        If nobody has a duty to meet the deadline and only the coalition expects it to be met, this is `expected of
        State`.
        """
        if self.is_expected:
            return gettext("expected of %(who)s", who=self.who)
        number = 2 if OWNER[self.deadline.owner].is_plural else 1
        return _does(self.who, number)[DEADLINE_KIND[self.deadline.kind].english["verb"]]

    @property
    def is_expected(self) -> bool:
        """Whether the deadline is only an estimate or plan of the coalition, so its owner has no duty to meet it."""
        return self.deadline.is_expected

    @property
    def is_past(self) -> bool:
        """Whether the date of the deadline has passed without any finding that the deadline was met."""
        is_unclear = self.state == "unknown" and self.days is not None and self.days < 0
        return is_unclear or self.state in {"overdue", "unconfirmed"}

    @property
    def is_open(self) -> bool:
        """Whether the deadline was neither met nor cancelled, as far as is known."""
        return self.state not in {"submitted", "cancelled"}

    @property
    def to_begin(self) -> tuple[tuple[str, Timeframe | None], ...]:
        """The activities that have to begin by the latest sensible start: each activity's id and planned timeframe.

        The timeframe is given only if it begins after the latest sensible start, which is too late. Otherwise, it is
        None.
        """
        if self.start is None:
            return ()
        planned = {activity.id: activity.timeframe for activity in self.activities}
        day = self.start.day
        return tuple(
            (id_, planned[id_] if (planned[id_].earliest or day) > day else None) for id_ in self.start.activities
        )

    @property
    def status_words(self) -> set[str]:
        """All words that select the deadline in a filter by status."""
        return {self.state, self.word, *([self.certainty] if self.certainty else [])}


def states(workspace: Workspace, as_of: date) -> tuple[DeadlineState, ...]:
    """Return the states of all deadlines on the given day, sorted by the date on which they were met or are due.

    Deadlines without a date come last.
    """
    schedule = build_schedule(workspace.deadlines, as_of)
    rows = [state(workspace, deadline, as_of, schedule) for deadline in workspace.deadlines]
    return tuple(sorted(rows, key=_order))


def _order(row: DeadlineState) -> tuple[date, date, str]:
    latest = (row.when and row.when.latest) or date.max
    return latest, (row.when and row.when.earliest) or latest, row.deadline.id


def state(workspace: Workspace, deadline: Deadline, as_of: date, schedule: Schedule | None = None) -> DeadlineState:
    """Return the state of one deadline on the given day. To save time, pass a `schedule` that was computed before."""
    schedule = schedule or build_schedule(workspace.deadlines, as_of)
    resolved = schedule.resolved[deadline.id]
    due = resolved.date
    finding = last_finding(deadline, as_of)
    days = (due.latest - as_of).days if due and due.latest else None
    return DeadlineState(
        deadline=deadline,
        mechanism=workspace.mechanism_of[deadline.id],
        due=due,
        certainty=resolved.certainty,
        state=_word(finding, resolved, days, as_of),
        finding=finding,
        days=days,
        waits_for=resolved.blocked_by,
        cancelled_anchor=resolved.cancelled_anchor,
        start=_start(workspace, deadline, due, as_of),
        activities=workspace.activities_by_deadline.get(deadline.id, ()),
        submissions=tuple(row for row in workspace.submissions_by_deadline.get(deadline.id, ()) if row.is_sent(as_of)),
    )


def _word(finding: DeadlineFinding | None, resolved: ResolvedDate, days: int | None, as_of: date) -> DeadlineWord:
    outcome, due = finding.outcome if finding else "", resolved.date
    if outcome in FULFILLED:
        return "submitted"
    if outcome == "cancelled":
        return "cancelled"
    if due is None:
        return "unknown"
    if days is None:
        return "unknown" if due.may_have_begun_by(as_of) else "upcoming"
    if days < 0:
        return _word_after_date(outcome, resolved)
    return "due-soon" if days <= SOON_DAYS else "upcoming"


def _word_after_date(outcome: str, resolved: ResolvedDate) -> DeadlineWord:
    """Return the state of a deadline whose date has passed and that was neither met nor cancelled."""
    # Nobody is late if the deadline depends on another deadline that was not met, or if the date was counted back.
    if resolved.blocked_by or resolved.is_counted_back:
        return "unknown"
    if not resolved.is_settled:
        return "unconfirmed"
    return "unknown" if outcome == "not-found" else "overdue"


def _start(workspace: Workspace, deadline: Deadline, due: Timeframe | None, as_of: date) -> Start | None:
    """Return the latest sensible start of the preparation for a deadline.

    Return None if the due date is not known, or if the time to count back from this date is not known.
    """
    first_due = _first_day(due) if due else None
    if first_due is None:
        return None
    serving = workspace.activities_by_deadline.get(deadline.id, ())
    status = {activity.id: status_on(activity, as_of) for activity in serving}
    begun = tuple((id_, word) for id_, word in status.items() if word in BEGUN)
    if deadline.lead is not None:
        day = _before(first_due, deadline.lead.length)
        return Start(day, begun=begun) if day else None
    starts = [(day, row.id) for row in serving if (day := _before(first_due, _planned_length(row.timeframe)))]
    to_begin = [(day, id_) for day, id_ in starts if status[id_] not in {*BEGUN, *CLOSED}]
    if to_begin:
        first = min(to_begin)[0]
        return Start(first, tuple(id_ for day, id_ in to_begin if day == first))
    days_begun = [day for day, id_ in starts if status[id_] in BEGUN]
    return Start(min(days_begun), begun=begun) if days_begun else None


def _first_day(due: Timeframe) -> date | None:
    """Return the first day on which a deadline can be due.

    If the due date has only a last day, such as "by August 2027", return the first day of this last month or year: 1
    August 2027.
    """
    bound = due.end.last if isinstance(due.end, Window) else due.end
    return due.earliest or (bound.earliest if bound else None)


def _planned_length(timeframe: Timeframe) -> Length | None:
    """Return the length of a timeframe, in months if it consists of whole months, otherwise in days.

    Return None if the length is not known.
    """
    first, last = timeframe.earliest, timeframe.latest
    if first is None or last is None or last < first or timeframe.is_window:
        return None
    if first.day == 1 and _is_last_of_month(last):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return Length("months", months, months)
    days = (last - first).days + 1
    return Length("days", days, days)


def _is_last_of_month(day: date) -> bool:
    return day.day == monthrange(day.year, day.month)[1]


def _before(day: date, length: Length | None) -> date | None:
    """Return the day that is a length of time before `day`. If the length is a range, the longest time is used.

    Return None if `length` is None or if the result would be before the year 1.
    """
    if length is None:
        return None
    try:
        return shift(Point(day.year, day.month, day.day), length.unit, -length.most)[0].earliest
    except OverflowError:
        return None


def _does(who: str, number: int) -> dict[str, str]:
    """Return what the owner of a deadline has to do, such as `State reports`, keyed by the English verb.

    `number` is 1 for a verb in the singular.
    """
    return {
        "report": ngettext("%(who)s reports", "%(who)s report", number, who=who),
        "ask": ngettext("%(who)s asks", "%(who)s ask", number, who=who),
        "reply": ngettext("%(who)s replies", "%(who)s reply", number, who=who),
        "review": ngettext("%(who)s reviews", "%(who)s review", number, who=who),
        "meet": ngettext("%(who)s meets", "%(who)s meet", number, who=who),
        "present": ngettext("%(who)s presents", "%(who)s present", number, who=who),
        "submit": ngettext("%(who)s submits", "%(who)s submit", number, who=who),
    }


def describe_to_begin(row: DeadlineState) -> str:
    """Return the activities that have to begin by the latest sensible start, such as `2.8 (planned 2026 - 2027), 2.9`.

    An activity's planned timeframe is added only if it begins after the latest sensible start. Return "" if no activity
    has to begin.
    """
    return join(
        [
            gettext("%(activity)s (planned %(date)s)", activity=activity, date=format_timeframe(planned))
            if planned
            else activity
            for activity, planned in row.to_begin
        ],
        ",",
    )


def describe_begun(start: Start) -> str:
    """Return the activities that have begun, each with its status: `2.8 in progress, 2.9 done`."""
    return join([f"{activity} {STATUS[status].singular}" for activity, status in start.begun], ",")


@dataclass(frozen=True)
class Outlook:
    """Deadlines, grouped by the time when they are due.

    The window is a number of days, which begin with the day of the outlook.
    """

    past: tuple[DeadlineState, ...]
    """Open deadlines whose date has passed."""
    coming: tuple[DeadlineState, ...]
    """Open deadlines that can be due within the window."""
    later: tuple[DeadlineState, ...]
    """Open deadlines that are due after the window."""
    undated: tuple[DeadlineState, ...]
    settled: tuple[DeadlineState, ...]
    """Deadlines that were submitted, held or cancelled."""
    to_start: tuple[DeadlineState, ...]
    """Deadlines whose latest sensible start is before the end of the window. Deadlines whose preparation has begun come
    last."""


def outlook(rows: tuple[DeadlineState, ...], as_of: date, window_days: int = 365) -> Outlook:
    """Group deadlines by the time when they are due: in the past, in the next `window_days` days, or later.

    The days are counted from `as_of`. Deadlines without a date, and deadlines that were met or cancelled, are separate
    groups.
    """
    open_rows = [row for row in rows if row.is_open]
    ahead = [(_days_to_first(row, as_of), row) for row in open_rows if row.due and not row.is_past]
    starts = [(row.start.is_begun, row.start.day, row) for row in open_rows if row.start and not row.is_past]
    return Outlook(
        past=tuple(row for row in open_rows if row.is_past),
        coming=tuple(row for days, row in ahead if days <= window_days),
        later=tuple(row for days, row in ahead if days > window_days),
        undated=tuple(row for row in open_rows if row.due is None),
        settled=tuple(row for row in rows if not row.is_open),
        to_start=tuple(
            row
            for _, day, row in sorted(starts, key=lambda start: (*start[:2], start[2].deadline.id))
            if (day - as_of).days <= window_days
        ),
    )


def _days_to_first(row: DeadlineState, as_of: date) -> int:
    """Return the number of days from `as_of` to the first day on which the deadline can be due.

    If only the last day is known, return the number of days to the last day. If the deadline has no date, return 0.
    """
    day = row.due and (row.due.earliest or row.due.latest)
    return (day - as_of).days if day else 0
