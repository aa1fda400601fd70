"""The state of activities and actions on a day: the reported status, and the timing computed from the timeframe."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, get_args

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.timeframe import Point, timeframe_of
from cobtrack.model.labels import OUTCOME, STATUS
from cobtrack.model.languages.phrases import gettext, ngettext
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.shared import Status
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.pillar import Category, Pillar
    from cobtrack.model.records.shared import Progress, Remark
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

Timing = Literal["upcoming", "current", "overdue", "unconfirmed", "closed"]
NOT_REPORTED = "not-reported"
"""The status of an activity or action without any report."""
STATUSES = (*get_args(Status), NOT_REPORTED)
CLOSED = ("done", "cancelled")
"""The statuses of activities and actions for which nothing remains to be done."""
BEGUN = ("in-progress", "done")
_CONTINUES_CATEGORY = re.compile(r"(?:about|among|between|for|from|with|within|con|para)\b|សម្រាប់|ជាមួយ", re.IGNORECASE)
"""The words with which a text begins that continues the title of its category instead of saying what is done."""
YEAR = timedelta(days=365)
"""The time without news after which an entry is stale. An annual review also looks back and ahead by this time."""


@dataclass(frozen=True)
class Occurrence:
    """An activity that recurs every year, in one of its years, as reported up to a day."""

    year: int
    status: str
    timing: Timing
    latest: Progress | None
    """The last entry about the year in the activity's log on or before the day."""

    @property
    def label(self) -> str:
        """The status in words: `held` if it is done."""
        return OUTCOME["held"].singular if self.status == "done" else STATUS[self.status].singular

    @property
    def is_expected(self) -> bool:
        """Whether the year is over, or something was reported about it."""
        return self.latest is not None or self.timing in {"overdue", "unconfirmed", "closed"}


@dataclass(frozen=True)
class ActivityState:
    """An activity on a day, with its status and timing.

    The status comes from the activity's progress log. The timing is computed from the status and the timeframe. If the
    activity recurs every year, both are computed from its occurrences.
    """

    activity: Activity
    pillar: Pillar
    category: Category
    status: str
    timing: Timing
    latest: Progress | None
    """The last entry of the activity's log on or before the day."""
    stale: bool
    """Whether the activity is current and has had no report for 12 months."""
    seen_elsewhere: tuple[Remark, ...] = ()
    """Remarks in other records about the activity, which the coalition has not confirmed. Empty if the activity is done
    or cancelled."""
    cancelled: str = ""
    """When the activity was cancelled and why, and when it was taken up again after that; "" if it never was, or if
    the activity recurs."""
    occurrences: tuple[Occurrence, ...] = ()
    """The occurrences of an activity that recurs every year, one for each year of its timeframe."""

    @property
    def record(self) -> Activity:
        """The activity."""
        return self.activity

    @property
    def title(self) -> Text | str:
        """The words of the activity, as `activity_title` returns them."""
        return activity_title(self.activity, self.category)

    @property
    def recurrence(self) -> str:
        """How many occurrences were held so far, and when the next is, such as "2 of 4 held, next in 2027".

        This is "" if the activity does not recur.
        """
        return describe_occurrences(self.occurrences)

    @property
    def status_words(self) -> set[str]:
        """All words that select the activity in a filter by status."""
        return {self.status, self.timing, *(["stale"] if self.stale else [])}


def activity_title(activity: Activity, category: Category) -> Text | str:
    """Return the words of an activity, without its points.

    The title of its category comes first if the words alone do not say what is done, for example "Dissemination
    workshops: For children and youth". If the words introduce the points, they end in "…".
    """
    words = activity.text
    if activity.points and words.endswith(":"):
        return words.with_words(f"{words.removesuffix(':')} …")
    return (
        gettext("%(label)s: %(text)s", label=category.title, text=words) if _CONTINUES_CATEGORY.match(words) else words
    )


@dataclass(frozen=True)
class ActionState:
    """An action of the action plan on a day. If the action has no timeframe, its timing is None."""

    action: Action
    status: str
    timing: Timing | None
    latest: Progress | None
    """The last entry of the action's log on or before the day."""
    stale: bool
    """Whether the action is current and has had no report for 12 months."""
    cancelled: str = ""
    """When the action was cancelled and why, and when it was taken up again after that; "" if it never was."""

    @property
    def record(self) -> Action:
        """The action."""
        return self.action

    @property
    def status_words(self) -> set[str]:
        """All words that select the action in a filter by status."""
        return {self.status, *([self.timing] if self.timing else []), *(["stale"] if self.stale else [])}


def states(workspace: Workspace, as_of: date) -> tuple[ActivityState, ...]:
    """Return the states of all activities on the given day, sorted by id."""
    rows = [state(workspace, activity, as_of) for activity in workspace.activities]
    return tuple(sorted(rows, key=lambda row: natural_key(row.activity.id)))


def latest_on(progress: Iterable[Progress], as_of: date) -> Progress | None:
    """Return the last entry of a progress log that is dated on or before the given day.

    Return None if there is no such entry.
    """
    entries = [entry for entry in progress if entry.date.is_on_or_before(as_of)]
    return entries[-1] if entries else None


def status_on(record: Activity | Action, as_of: date) -> str:
    """Return the status of an activity or an action on the given day. It is `not-reported` if there is no report.

    This is the status in the last entry of the log on or before the day. An activity that recurs is done when every
    occurrence is done or cancelled, and in progress when at least one has begun.
    """
    latest = latest_on(record.progress, as_of)
    status = latest.status if latest else NOT_REPORTED
    years = occurrences(record, as_of) if isinstance(record, Activity) else ()
    return _status_of(years, status) if years else status


def _status_of(years: Sequence[Occurrence], latest: str) -> str:
    """Return the status of an activity that recurs. `latest` is the status in the last entry of its log."""
    statuses = {occurrence.status for occurrence in years}
    if statuses.issubset(CLOSED):
        return "done" if "done" in statuses else "cancelled"
    if not statuses.isdisjoint(BEGUN):
        return "in-progress"
    # One year that was cancelled says nothing about the other years.
    return "planned" if latest in CLOSED else latest


def occurrences(activity: Activity, as_of: date) -> tuple[Occurrence, ...]:
    """Return the occurrences of an activity, one for each year of its timeframe.

    If the timeframe has no end, they end with the year after the given day. The result is empty if the activity does
    not recur, or if its first year is not known.
    """
    first, last = activity.timeframe.earliest, activity.timeframe.latest
    if not activity.recurs or first is None:
        return ()
    last_year = last.year if last else max(as_of.year + 1, first.year)
    entries = {entry.year: entry for entry in activity.progress if entry.date.is_on_or_before(as_of)}
    return tuple(_occurrence(activity, year, entries.get(year), as_of) for year in range(first.year, last_year + 1))


def _occurrence(activity: Activity, year: int, latest: Progress | None, as_of: date) -> Occurrence:
    status = latest.status if latest else NOT_REPORTED
    ends = (activity.timeframe.start, activity.timeframe.end)
    mark = next((point.mark for point in ends if isinstance(point, Point) and point.mark and point.year == year), "")
    return Occurrence(year, status, timing_on(timeframe_of(Point(year, mark=mark)), status, as_of), latest)


def describe_occurrences(years: Sequence[Occurrence]) -> str:
    """Return how many occurrences were held so far, and when the next is; "" if there are no occurrences."""
    expected = [occurrence for occurrence in years if occurrence.is_expected]
    coming = [occurrence for occurrence in years if not occurrence.is_expected]
    if not years:
        return ""
    if not expected:
        return gettext("every year, first in %(year)s", year=years[0].year)
    held = sum(occurrence.status == "done" for occurrence in expected)
    cancelled = sum(occurrence.status == "cancelled" for occurrence in expected)
    parts = [
        ngettext("all %(num)s held", "all %(num)s held", held)
        if held == len(years)
        else ngettext("%(num)s of %(total)s held", "%(num)s of %(total)s held", held, total=len(expected))
    ]
    parts += [ngettext("%(num)s cancelled", "%(num)s cancelled", cancelled)] if cancelled else []
    parts += [gettext("next in %(year)s", year=coming[0].year)] if coming else []
    return join(parts, ",")


def state(workspace: Workspace, activity: Activity, as_of: date) -> ActivityState:
    """Return the state of one activity on the given day."""
    latest = latest_on(activity.progress, as_of)
    status = status_on(activity, as_of)
    years = occurrences(activity, as_of)
    timing = timing_on(activity.timeframe, status, as_of)
    if any(occurrence.timing == "overdue" for occurrence in years):
        timing = "overdue"
    stale = timing == "current" and stale_on(activity.timeframe, status, latest, as_of)
    pillar, category = workspace.activity_index[activity.id]
    remarks = workspace.remarks_by_activity.get(activity.id, ()) if timing != "closed" else ()
    seen = (remark for remark in remarks if remark.date is None or remark.date.may_have_begun_by(as_of))
    # An entry about an activity that recurs only cancels one of its years.
    cancelled = "" if years else describe_cancelled(activity.progress, as_of)
    return ActivityState(activity, pillar, category, status, timing, latest, stale, tuple(seen), cancelled, years)


def action_state(action: Action, as_of: date) -> ActionState:
    """Return the state of one action on the given day."""
    latest = latest_on(action.progress, as_of)
    status = status_on(action, as_of)
    timing = timing_on(action.timeframe, status, as_of) if action.timeframe else None
    stale = action.timeframe is not None and stale_on(action.timeframe, status, latest, as_of)
    return ActionState(action, status, timing, latest, stale, describe_cancelled(action.progress, as_of))


def describe_cancelled(progress: Iterable[Progress], as_of: date) -> str:
    """Return when something was cancelled and why, and when it was taken up again after that.

    The last cancellation on or before the given day is used. Return "" if there is none.
    """
    entries = [entry for entry in progress if entry.date.is_on_or_before(as_of)]
    cancelled = [number for number, entry in enumerate(entries) if entry.status == "cancelled"]
    if not cancelled:
        return ""
    last = entries[cancelled[-1]]
    text = gettext("cancelled on %(date)s", date=format_timeframe(last.date))
    if last.note:
        text = gettext("cancelled on %(date)s: %(note)s", date=format_timeframe(last.date), note=last.note)
    later = entries[cancelled[-1] + 1 :]
    if not later:
        return text
    date = format_timeframe(later[0].date)
    return gettext("taken up again on %(date)s; %(cancelled)s", date=date, cancelled=text)


def timing_on(planned: Timeframe, status: str, as_of: date) -> Timing:
    """Return whether a timeframe is upcoming, current or over on the given day, considering the reported status.

    A timeframe that is over is `overdue`. If the timeframe is uncertain or the status is `postponed`, it is
    `unconfirmed` instead, because nobody is late in these cases. If the status says that nothing more is to be done,
    the result is `closed`.
    """
    if status in CLOSED:
        return "closed"
    if planned.is_before(as_of):
        return "unconfirmed" if planned.is_uncertain or status == "postponed" else "overdue"
    return "current" if planned.may_have_begun_by(as_of) else "upcoming"


def stale_on(planned: Timeframe, status: str, latest: Progress | None, as_of: date) -> bool:
    """Return whether an activity is current on the given day, but was not reported on for more than 12 months.

    If there is no report at all, the 12 months begin with the first day of the activity's timeframe.
    """
    since = latest.date.latest if latest else planned.earliest
    return timing_on(planned, status, as_of) == "current" and since is not None and as_of - since > YEAR
