"""The roadmap as it stands on a day, for documents."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.schedule import build_schedule
from cobtrack.render.annual_review import AnnualReview
from cobtrack.render.charts import TimelineChart, timeline_charts
from cobtrack.render.citations import replace_ids
from cobtrack.render.footnotes import Footnote, footnotes
from cobtrack.render.recommendations import Recommendations
from cobtrack.views import activities, deadlines, recommendations, status
from cobtrack.views import timeline as over_time

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Problem
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.deadlines import DeadlineState, Outlook
    from cobtrack.views.recommendations import Coverage
    from cobtrack.views.status import StatusReport
    from cobtrack.views.timeline import Timeline
    from cobtrack.views.topics import Topic


@dataclass(frozen=True)
class Results:
    """Everything that a template may show, which `context` makes plain data of."""

    workspace: Workspace
    as_of: date
    report: StatusReport
    activity_states: dict[str, ActivityState]
    """Each activity on that day, by id."""
    end_dates: dict[str, Timeframe | None]
    """By when each activity has to be done, by id; None where nothing says so."""
    deadlines: tuple[DeadlineState, ...]
    outlook: Outlook
    """What is past, what comes, and what is to be started."""
    coverage: tuple[Coverage, ...]
    footnotes: dict[str, Footnote]
    timeline: Timeline
    charts: tuple[TimelineChart, ...]
    problems: tuple[Problem, ...]
    """What does not hold together in time."""
    recommendations: Recommendations
    annual_review: AnnualReview
    """The year before that day and the year after it."""
    topic: Topic | None
    """What a document about one topic is about."""

    @property
    def title(self) -> str:
        """The roadmap's title, or what to call a workspace that has none."""
        return self.workspace.roadmap.title if self.workspace.roadmap else "Roadmap"

    @property
    def version_note(self) -> str:
        """That the words are of a version later than the day; empty where they are not."""
        roadmap = self.workspace.roadmap
        if roadmap is None or roadmap.date.earliest is None or roadmap.date.earliest <= self.as_of:
            return ""
        return (
            f"The words are those of version {roadmap.version} ({format_timeframe(roadmap.date)}), which is later: only"
            f" what has a date of its own (progress, findings, assessments, values) is as of {format_day(self.as_of)}."
        )


def collect_results(
    workspace: Workspace, as_of: date, problems: Iterable[Problem] = (), topic: Topic | None = None
) -> Results:
    """The roadmap as it stands on that day; `problems` are those that the rules about time find."""
    workspace = with_inherited(workspace)
    rows = deadlines.states(workspace, as_of)
    outlook = deadlines.outlook(rows, as_of)
    found = over_time.timeline(workspace, as_of)
    schedule = build_schedule(workspace.deadlines, as_of)
    return Results(
        workspace=workspace,
        as_of=as_of,
        report=status.report(workspace, as_of),
        activity_states={row.activity.id: row for row in activities.states(workspace, as_of)},
        end_dates={one.id: over_time.has_to_end(workspace, one, as_of, schedule) for one in workspace.activities},
        deadlines=rows,
        outlook=outlook,
        coverage=recommendations.coverage(workspace),
        footnotes=footnotes(workspace),
        timeline=found,
        charts=timeline_charts(found),
        problems=tuple(replace(one, message=replace_ids(workspace, one.message)) for one in problems),
        recommendations=Recommendations(workspace, as_of),
        annual_review=AnnualReview(workspace, as_of, outlook),
        topic=topic,
    )
