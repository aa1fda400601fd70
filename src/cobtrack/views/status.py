"""How the roadmap stands: counts by pillar and category, what is overdue, what comes next."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views import activities, deadlines
from cobtrack.views.filters import Filters

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.pillar import Pillar
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.deadlines import DeadlineState


@dataclass(frozen=True)
class Tally:
    """How many activities there are, by status, and how many of them are overdue, past an uncertain date, or stale."""

    title: str
    total: int
    by_status: dict[str, int]
    overdue: int
    unconfirmed: int
    stale: int


@dataclass(frozen=True)
class PillarStatus:
    """A pillar: the whole, and its categories."""

    pillar: Pillar
    tally: Tally
    categories: tuple[Tally, ...]


@dataclass(frozen=True)
class StatusReport:
    """The roadmap on a day. `total` is over the pillars shown."""

    as_of: date
    pillars: tuple[PillarStatus, ...]
    total: Tally
    overdue: tuple[ActivityState, ...]
    unconfirmed: tuple[ActivityState, ...]
    """Past a date that was never settled."""
    seen_elsewhere: tuple[ActivityState, ...]
    """Those that are not done by what was reported, and of which others tell something."""
    begun_without_report: tuple[ActivityState, ...]
    """Begun, not past its time, and nothing reported."""

    beginning: tuple[ActivityState, ...]
    """The next to begin."""
    latest: tuple[ActivityState, ...]
    """Those last reported on, the newest report first."""
    past_due: tuple[DeadlineState, ...]
    next_due: tuple[DeadlineState, ...]

    @property
    def silent(self) -> tuple[ActivityState, ...]:
        """The same, by the name that older templates use."""
        return self.begun_without_report


def report(workspace: Workspace, as_of: date, filters: Filters = Filters()) -> StatusReport:  # noqa: B008
    """How the roadmap stands on that day, narrowed by `filters`."""
    rows = [row for row in activities.states(workspace, as_of) if filters.matches_activity(workspace, row)]
    shown = [pillar for pillar in workspace.pillars if not filters.pillars or str(pillar.pillar) in filters.pillars]
    due = deadlines.outlook(
        tuple(row for row in deadlines.states(workspace, as_of) if filters.matches_deadline(workspace, row)), as_of
    )
    return StatusReport(
        as_of=as_of,
        pillars=tuple(_pillar(pillar, rows) for pillar in shown),
        total=tally("All", rows),
        overdue=tuple(row for row in rows if row.timing == "overdue"),
        unconfirmed=tuple(row for row in rows if row.timing == "unconfirmed"),
        seen_elsewhere=tuple(row for row in rows if row.seen_elsewhere),
        begun_without_report=tuple(row for row in rows if row.timing == "current" and row.latest is None),
        beginning=tuple(
            sorted(
                (row for row in rows if row.timing == "upcoming"),
                key=lambda row: row.activity.timeframe.earliest or as_of,
            )
        ),
        latest=tuple(sorted((row for row in rows if row.latest), key=_newest, reverse=True)),
        past_due=due.past,
        next_due=due.coming + due.later,
    )


def _newest(row: ActivityState) -> tuple[str, str]:
    return (str(row.latest.date.latest) if row.latest else "", row.activity.id)


def _pillar(pillar: Pillar, rows: list[ActivityState]) -> PillarStatus:
    own = [row for row in rows if row.pillar.pillar == pillar.pillar]
    categories = tuple(
        tally(category.title, [row for row in own if row.category is category]) for category in pillar.categories
    )
    return PillarStatus(pillar, tally(pillar.title, own), categories)


def tally(title: str, rows: list[ActivityState]) -> Tally:
    """Count activities."""
    by_status = Counter(row.status for row in rows)
    return Tally(
        title=title,
        total=len(rows),
        by_status={status: by_status[status] for status in activities.STATUSES},
        overdue=sum(row.timing == "overdue" for row in rows),
        unconfirmed=sum(row.timing == "unconfirmed" for row in rows),
        stale=sum(row.stale for row in rows),
    )
