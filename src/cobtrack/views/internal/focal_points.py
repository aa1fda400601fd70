"""The focal points of activities, groups and organisations, and the records that have none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.views.activities import CLOSED, states
from cobtrack.views.selection import Selection

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from cobtrack.model.internal.focal_point import FocalPoint
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.filters import Filters


class Answering(NamedTuple):
    """A record with the focal points that answer for it. There can be none."""

    record: Activity | Actor
    focal_points: tuple[FocalPoint, ...]


@dataclass(frozen=True)
class FocalPointViews:
    """What can be asked about focal points on a day. The filters limit the focal points and the records."""

    workspace: Workspace
    as_of: date
    filters: Filters
    everybody: Sequence[FocalPoint]

    @property
    def focal_points(self) -> tuple[FocalPoint, ...]:
        """The focal points that match the filters."""
        return tuple(filter(self._matches, self.everybody))

    def by_activity(self) -> list[Answering]:
        """Return all activities that match the filters and are neither done nor cancelled."""
        matches = Selection(self.workspace, self.as_of, self.filters).matches
        found = (row.activity for row in states(self.workspace, self.as_of) if row.status not in CLOSED)
        return [Answering(activity, self._answering(activity)) for activity in found if matches(activity)]

    def by_group(self) -> list[Answering]:
        """Return the thematic working groups, and every other organisation that a focal point names as a group."""
        named = {group for focal_point in self.everybody for group in focal_point.groups}
        groups = (actor for actor in self.workspace.actors if actor.kind == "working-group" or actor.id in named)
        return self._by_actor(groups, lambda focal_point: focal_point.groups)

    def by_organisation(self) -> list[Answering]:
        """Return the organisations that have focal points or are responsible for activities."""
        named = {focal_point.organisation for focal_point in self.everybody}
        responsible = {actor for activity in self.workspace.activities for actor in activity.responsible}
        actors = (actor for actor in self.workspace.actors if actor.id in named | responsible)
        return self._by_actor(actors, lambda focal_point: (focal_point.organisation,))

    def _by_actor(self, actors: Iterator[Actor], ids: Callable[[FocalPoint], Sequence[str]]) -> list[Answering]:
        chosen = self.focal_points
        rows = (Answering(actor, tuple(row for row in chosen if actor.id in ids(row))) for actor in actors)
        return [row for row in rows if row.focal_points or self._names(row.record.id)]

    def _names(self, actor: str) -> bool:
        """Whether an organisation without focal points is shown, because no filter leaves it out."""
        names = (name for name in ("actor", "twg") if self.filters[name])
        return not self.filters["pillar"] and all(actor in self.filters[name] for name in names)

    def _answering(self, activity: Activity) -> tuple[FocalPoint, ...]:
        return tuple(focal_point for focal_point in self.everybody if self._answers_for(focal_point, activity))

    def _answers_for(self, focal_point: FocalPoint, activity: Activity) -> bool:
        """Whether a focal point answers for an activity.

        The focal point names the activity or its pillar, or is the focal point of an organisation or a group that is
        responsible for the activity.
        """
        pillar, _ = self.workspace.activity_index[activity.id]
        is_named = activity.id in focal_point.activities or pillar.pillar in focal_point.pillars
        return is_named or bool({focal_point.organisation, *focal_point.groups} & {*activity.responsible})

    def _matches(self, focal_point: FocalPoint) -> bool:
        """Whether a focal point meets all filters: by organisation, by working group and by pillar."""
        actors = {focal_point.organisation, *focal_point.groups}
        return all(
            bool(wanted & ({*self._pillars(focal_point)} if name == "pillar" else actors))
            for name, wanted in self.filters.conditions
        )

    def _pillars(self, focal_point: FocalPoint) -> Iterator[str]:
        """Yield the number of each pillar that the focal point names or in which it answers for an activity."""
        yield from map(str, focal_point.pillars)
        for pillar in self.workspace.pillars:
            activities = (activity for category in pillar.categories for activity in category.activities)
            if any(self._answers_for(focal_point, activity) for activity in activities):
                yield str(pillar.pillar)
