"""What the templates are given: the roadmap as it stands on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.render.footnotes import Footnote, footnotes
from cobtrack.views import activities, deadlines, recommendations, status

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.actor import Actor
    from cobtrack.model.workspace import Named, Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.deadlines import DeadlineState, Due
    from cobtrack.views.recommendations import Coverage
    from cobtrack.views.status import StatusReport


@dataclass(frozen=True)
class RoadmapDocument:
    """Everything that a template may show."""

    workspace: Workspace
    as_of: date
    report: StatusReport
    states: dict[str, ActivityState]
    """Each activity on that day, by id."""
    deadlines: tuple[DeadlineState, ...]
    due: Due
    coverage: tuple[Coverage, ...]
    footnotes: dict[str, Footnote]

    @property
    def title(self) -> str:
        """The roadmap's title, or what to call a workspace that has none."""
        return self.workspace.roadmap.title if self.workspace.roadmap else "Roadmap"

    def get(self, identifier: str) -> Named | None:
        """The thing with that id."""
        return self.workspace.by_id.get(identifier)

    def actor(self, identifier: str) -> Actor | None:
        """The organisation with that id."""
        return next((actor for actor in self.workspace.actors if actor.id == identifier), None)


def document(workspace: Workspace, as_of: date) -> RoadmapDocument:
    """The roadmap as it stands on that day."""
    rows = deadlines.states(workspace, as_of)
    return RoadmapDocument(
        workspace=workspace,
        as_of=as_of,
        report=status.report(workspace, as_of),
        states={row.activity.id: row for row in activities.states(workspace, as_of)},
        deadlines=rows,
        due=deadlines.due(rows),
        coverage=recommendations.coverage(workspace),
        footnotes=footnotes(workspace),
    )
