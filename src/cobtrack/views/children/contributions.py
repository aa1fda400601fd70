"""What children did for the follow-up, as far as it is recorded: consultations, work, meetings, reports and views."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.inheritance import with_inherited
from cobtrack.views import activities
from cobtrack.views.activities import BEGUN
from cobtrack.views.children import consultations
from cobtrack.views.recommendations import countable

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.records.initiative import Initiative
    from cobtrack.model.records.roadmap import Discussion
    from cobtrack.model.records.submission import Submission
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.children.consultations import ConsultationState

CHILDREN = "children"
_LED_BY_CHILDREN = "child-led-network"


@dataclass(frozen=True)
class Views:
    """How many recommendations children assessed, and when."""

    number: int
    first: Timeframe
    """The date of the oldest assessment by children."""
    last: Timeframe
    """The date of the newest assessment by children."""


@dataclass(frozen=True)
class Contributions:
    """What children did, up to a day. Nothing in it is an effect, except what the data link to a point."""

    groups: tuple[Actor, ...]
    """The groups that children lead, and the parts of these groups."""
    consultations: tuple[ConsultationState, ...]
    """The consultations that took place. The newest comes first."""
    activities: tuple[ActivityState, ...]
    """The activities that have begun and that a group of children carries out."""
    initiatives: tuple[Initiative, ...]
    """The projects and workshops that a group of children runs, and that have begun."""
    meetings: tuple[Discussion, ...]
    """The meetings that a group of children organised or supported."""
    submissions: tuple[Submission, ...]
    """The texts that a group of children sent to a mechanism, or supported with its name."""
    views: Views | None
    """The assessments by children; None if there is none."""

    @property
    def is_empty(self) -> bool:
        """Whether nothing is recorded."""
        parts = (self.consultations, self.activities, self.initiatives, self.meetings, self.submissions, self.views)
        return not any(parts)


def contributions(workspace: Workspace, as_of: date) -> Contributions:
    """Return what children did up to the given day."""
    groups = groups_of_children(workspace)
    ids = {group.id for group in groups}
    return Contributions(
        groups=groups,
        consultations=tuple(row for row in consultations.states(workspace, as_of) if row.is_held),
        activities=tuple(
            row
            for row in activities.states(workspace, as_of)
            if row.status in BEGUN and not ids.isdisjoint(row.activity.responsible)
        ),
        initiatives=tuple(
            row
            for row in workspace.initiatives
            if not ids.isdisjoint(row.organisations) and (not row.timeframe or row.timeframe.may_have_begun_by(as_of))
        ),
        meetings=tuple(
            row for row in workspace.discussions if not ids.isdisjoint(row.actors) and row.date.is_on_or_before(as_of)
        ),
        submissions=tuple(
            row
            for row in workspace.submissions
            if row.is_sent(as_of) and not ids.isdisjoint((*row.by, *row.endorsed_by))
        ),
        views=_views(workspace, as_of),
    )


def groups_of_children(workspace: Workspace) -> tuple[Actor, ...]:
    """Return the groups that children lead, and the groups that are part of one of them."""
    led = {actor.id for actor in workspace.actors if actor.kind == _LED_BY_CHILDREN}
    size = 0
    while size < len(led):
        size = len(led)
        led |= {actor.id for actor in workspace.actors if actor.part_of in led}
    return tuple(actor for actor in workspace.actors if actor.id in led)


def _views(workspace: Workspace, as_of: date) -> Views | None:
    rows = [
        (paragraph, assessment.date)
        for paragraph in with_inherited(workspace).recommendations
        for assessment in paragraph.assessments
        if assessment.voice == CHILDREN and assessment.date.is_on_or_before(as_of)
    ]
    if not rows:
        return None
    dates = sorted((when for _, when in rows), key=lambda when: str(when.latest))
    assessed = {paragraph.id: paragraph for paragraph, _ in rows}.values()
    return Views(len(countable(list(assessed), workspace.paragraphs)), dates[0], dates[-1])
