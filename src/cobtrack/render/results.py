"""Compute everything that the documents of a workspace can show on one day."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cobtrack.model.earlier import describe_older_texts, records_with_earlier_values, written_about_earlier_words
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.scenario import as_planned_on
from cobtrack.model.schedule import build_schedule
from cobtrack.render.annual_review import AnnualReview
from cobtrack.render.charts import TimelineChart, timeline_charts
from cobtrack.render.citations import replace_ids
from cobtrack.render.footnotes import Footnote, footnotes
from cobtrack.render.recommendations import Recommendations
from cobtrack.views import activities, deadlines, recommendations, status
from cobtrack.views import timeline as timeline_view
from cobtrack.views.changes.dated import dated_updates
from cobtrack.views.changes.versions import version_note
from cobtrack.views.plans import describe_changes

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Problem
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.changes.dated import VersionUpdates
    from cobtrack.views.deadlines import DeadlineState, Outlook
    from cobtrack.views.recommendations import Coverage
    from cobtrack.views.status import StatusReport
    from cobtrack.views.timeline import Timeline
    from cobtrack.views.topics import Topic


@dataclass(frozen=True)
class Results:
    """The results of one workspace on one day. `context` converts them to plain data for the templates."""

    workspace: Workspace
    as_of: date
    report: StatusReport
    activity_states: dict[str, ActivityState]
    """The states of the activities on the day, keyed by id."""
    end_dates: dict[str, Timeframe | None]
    """The dates by which the activities have to be done, keyed by the id of the activity. A date is None if nothing
    says when the activity has to be done."""
    deadlines: tuple[DeadlineState, ...]
    outlook: Outlook
    """The deadlines, grouped by the time when they are due or have to be prepared."""
    coverage: tuple[Coverage, ...]
    footnotes: dict[str, Footnote]
    moved: dict[str, str]
    """How the planned date of each record moved, keyed by id or "roadmap". Records whose date never moved are left out.
    """
    older_texts: dict[str, str]
    """What was written about earlier words of each record, as a sentence, keyed by id."""
    timeline: Timeline
    charts: tuple[TimelineChart, ...]
    problems: tuple[Problem, ...]
    """Contradictions between dates."""
    recommendations: Recommendations
    annual_review: AnnualReview
    updates: tuple[VersionUpdates, ...]
    """The updates of each version up to the day, with the newest first."""
    topic: Topic | None
    """The topic of a summary sheet; None if the user named no topic."""

    @property
    def title(self) -> str:
        """The title of the roadmap, or "Roadmap" if the workspace has no roadmap."""
        return self.workspace.roadmap.title if self.workspace.roadmap else "Roadmap"

    @property
    def version_note(self) -> str:
        """A note that the roadmap's text is newer than the day of the document; "" if the text is not newer."""
        return version_note(self.workspace.roadmap, self.as_of)


def collect_results(
    workspace: Workspace, as_of: date, problems: Iterable[Problem] = (), topic: Topic | None = None
) -> Results:
    """Compute the results of a workspace on a day. `problems` are the problems that the rules about time report."""
    updates = dated_updates(workspace, as_of)
    planned = as_planned_on(workspace, as_of)
    workspace = with_inherited(planned)
    deadline_states = deadlines.states(workspace, as_of)
    outlook = deadlines.outlook(deadline_states, as_of)
    timeline = timeline_view.timeline(workspace, as_of)
    schedule = build_schedule(workspace.deadlines, as_of)
    return Results(
        workspace=workspace,
        as_of=as_of,
        report=status.report(workspace, as_of),
        activity_states={row.activity.id: row for row in activities.states(workspace, as_of)},
        end_dates={
            activity.id: timeline_view.has_to_end(workspace, activity, as_of, schedule)
            for activity in workspace.activities
        },
        deadlines=deadline_states,
        outlook=outlook,
        coverage=recommendations.coverage(workspace),
        footnotes=footnotes(workspace),
        moved=_moved(workspace, deadline_states),
        older_texts=_older_texts(planned, as_of),
        timeline=timeline,
        charts=timeline_charts(timeline),
        problems=tuple(replace(problem, message=replace_ids(workspace, problem.message)) for problem in problems),
        recommendations=Recommendations(workspace, as_of),
        annual_review=AnnualReview(workspace, as_of, outlook),
        updates=updates,
        topic=topic,
    )


def _moved(workspace: Workspace, deadline_states: Iterable[DeadlineState]) -> dict[str, str]:
    texts = {activity.id: describe_changes(activity) for activity in workspace.activities}
    texts |= {action.id: describe_changes(action) for action in workspace.actions}
    texts |= {row.deadline.id: describe_changes(row.deadline, row.due) for row in deadline_states}
    texts |= {"roadmap": describe_changes(workspace.roadmap)} if workspace.roadmap else {}
    return {name: replace_ids(workspace, text) for name, text in texts.items() if text}


def _older_texts(workspace: Workspace, as_of: date) -> dict[str, str]:
    parts = (
        (workspace.name_of(record), written_about_earlier_words(record, as_of))
        for record, _ in records_with_earlier_values(workspace)
    )
    return {name: describe_older_texts(older) for name, older in parts if older}
