"""The status of the roadmap: numbers of activities in each pillar and category, overdue entries and next steps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import gettext
from cobtrack.views import activities, deadlines
from cobtrack.views.children import consultations
from cobtrack.views.filters import Filters
from cobtrack.views.indicators import measuring
from cobtrack.views.selection import Selection

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.pillar import Pillar
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.children.consultations import ConsultationState, OwedFeedback
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.indicators.measuring import MeasuringState


@dataclass(frozen=True)
class Tally:
    """How many activities a group has: in total, with each status, and how many are overdue, unconfirmed or stale."""

    title: str
    total: int
    by_status: dict[str, int]
    overdue: int
    unconfirmed: int
    stale: int


@dataclass(frozen=True)
class PillarStatus:
    """The numbers of activities in a pillar, and in each category of the pillar."""

    pillar: Pillar
    tally: Tally
    categories: tuple[Tally, ...]


@dataclass(frozen=True)
class StatusReport:
    """The status of the activities and deadlines that match the filters, on a day."""

    as_of: date
    pillars: tuple[PillarStatus, ...]
    total: Tally
    """The numbers of activities in all pillars together."""
    overdue: tuple[ActivityState, ...]
    unconfirmed: tuple[ActivityState, ...]
    """Activities whose date has passed but was uncertain, and activities that were postponed."""
    seen_elsewhere: tuple[ActivityState, ...]
    """Activities that are neither done nor cancelled, but are mentioned in remarks of other records."""
    begun_without_report: tuple[ActivityState, ...]
    """Activities within their timeframe that have no report."""
    beginning: tuple[ActivityState, ...]
    """Activities that have not begun, sorted by the day on which they begin."""
    latest: tuple[ActivityState, ...]
    """Activities with a report, sorted from the newest report to the oldest."""
    past_due: tuple[DeadlineState, ...]
    """Open deadlines whose date has passed."""
    next_due: tuple[DeadlineState, ...]
    """Open deadlines whose date has not passed. The next deadline comes first."""
    consultations: tuple[ConsultationState, ...] = ()
    """The consultations that have taken place. The newest comes first."""

    to_measure: tuple[MeasuringState, ...] = ()
    """The indicators that somebody has to measure, the most urgent first."""

    @property
    def owed_feedback(self) -> tuple[OwedFeedback, ...]:
        """The feedback that is owed to the participants of consultations, the most urgent first."""
        return consultations.owed_feedback(self.consultations)

    @property
    def silent(self) -> tuple[ActivityState, ...]:
        """The same as `begun_without_report`, under the name that older templates use."""
        return self.begun_without_report


def report(workspace: Workspace, as_of: date, filters: Filters = Filters()) -> StatusReport:  # noqa: B008
    """Return the status of the roadmap on the given day, for the activities and deadlines that match the filters."""
    selection = Selection(workspace, as_of, filters)
    rows = [row for row in activities.states(workspace, as_of) if selection.matches(row.activity)]
    pillars = [pillar for pillar in workspace.pillars if filters.allows("pillar", str(pillar.pillar))]
    due = (row for row in deadlines.states(workspace, as_of) if selection.matches(row.deadline))
    outlook = deadlines.outlook(tuple(due), as_of)
    upcoming = (row for row in rows if row.timing == "upcoming")
    return StatusReport(
        as_of=as_of,
        pillars=tuple(_pillar(pillar, rows) for pillar in pillars),
        total=tally(gettext("All"), rows),
        overdue=tuple(row for row in rows if row.timing == "overdue"),
        unconfirmed=tuple(row for row in rows if row.timing == "unconfirmed"),
        seen_elsewhere=tuple(row for row in rows if row.seen_elsewhere),
        begun_without_report=tuple(row for row in rows if row.timing == "current" and row.latest is None),
        beginning=tuple(sorted(upcoming, key=lambda row: row.activity.timeframe.earliest or as_of)),
        latest=tuple(sorted((row for row in rows if row.latest), key=_report_day, reverse=True)),
        past_due=outlook.past,
        next_due=outlook.coming + outlook.later,
        consultations=tuple(
            row for row in consultations.states(workspace, as_of) if row.is_held and selection.matches(row.consultation)
        ),
        to_measure=measuring.wanted(
            row for row in measuring.states(workspace, as_of) if selection.matches(row.indicator)
        ),
    )


def _report_day(row: ActivityState) -> tuple[str, str]:
    return (str(row.latest.date.latest) if row.latest else "", row.activity.id)


def _pillar(pillar: Pillar, rows: list[ActivityState]) -> PillarStatus:
    of_pillar = [row for row in rows if row.pillar.pillar == pillar.pillar]
    categories = tuple(
        tally(category.title, [row for row in of_pillar if row.category is category]) for category in pillar.categories
    )
    return PillarStatus(pillar, tally(pillar.title, of_pillar), categories)


def tally(title: str, rows: list[ActivityState]) -> Tally:
    """Count the given activities: in total, with each status, and how many are overdue, unconfirmed or stale."""
    by_status = Counter(row.status for row in rows)
    return Tally(
        title=title,
        total=len(rows),
        by_status={status: by_status[status] for status in activities.STATUSES},
        overdue=sum(row.timing == "overdue" for row in rows),
        unconfirmed=sum(row.timing == "unconfirmed" for row in rows),
        stale=sum(row.stale for row in rows),
    )
