"""What the templates ask about recommendations: priority, assessments, and all that is tied to them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cobtrack.model.workspace import natural
from cobtrack.views import matrix, monitoring
from cobtrack.views.activities import latest_on
from cobtrack.views.priority import Priority, priority
from cobtrack.views.sparkline import course, sparkline, way

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.document import Paragraph
    from cobtrack.model.indicator import Indicator, Measured
    from cobtrack.model.pillar import Progress
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.matrix import Matrix
    from cobtrack.views.monitoring import Monitoring, Standing

_WIDTH, _HEIGHT = 100.0, 24.0


@dataclass(frozen=True)
class FollowUp:
    """The recommendations of a workspace on a day."""

    workspace: Workspace
    as_of: date

    def priority(self, paragraph: Paragraph) -> Priority:
        """How pressing it is, with all parts."""
        return priority(self.workspace, paragraph)

    def standing(self, paragraph: Paragraph) -> Standing:
        """What each voice last said of it."""
        return monitoring.standing(paragraph, self.as_of)

    def latest(self, progress: Iterable[Progress]) -> Progress | None:
        """The line of a log that counts on the day."""
        return latest_on(progress, self.as_of)

    def citation(self, paragraph: Paragraph) -> str:
        """As the UN cites it."""
        name = self._names.get(paragraph.document)
        return f"{name}, {paragraph.label}" if name else paragraph.label

    @cached_property
    def _names(self) -> dict[str, str]:
        return {one.id: one.name for one in self.workspace.documents}

    def tied(self, what: str, paragraph: Paragraph) -> tuple[Any, ...]:
        """The indicators, initiatives, actions or activities that name it."""
        return tuple(self._tied[what].get(paragraph.id, ()))

    @cached_property
    def _tied(self) -> dict[str, dict[str, list[Any]]]:
        found: dict[str, dict[str, list[Any]]] = {}
        for what in ("indicators", "initiatives", "actions", "activities"):
            found[what] = defaultdict(list)
            for record in getattr(self.workspace, what):
                for one in record.recommendations:
                    found[what][one].append(record)
        return found

    @cached_property
    def monitoring(self) -> tuple[Monitoring, ...]:
        """How the documents stand, voice by voice."""
        return monitoring.monitoring(self.workspace, self.as_of)

    @cached_property
    def matrix(self) -> Matrix:
        """The recommendations of the newest documents by cluster and thematic working group."""
        older = {document.previous for document in self.workspace.documents}
        newest = [one for one in self.workspace.recommendations if one.document not in older]
        axes = [matrix.axis(self.workspace, name, self.as_of) for name in ("cluster", "twg")]
        return matrix.matrix(newest, *axes)

    def by_cluster(self, paragraphs: Iterable[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
        """The paragraphs by the title of their cluster, in the order of the settings; without one at the end."""
        clusters = self.workspace.settings.clusters
        groups: dict[str, list[Paragraph]] = defaultdict(list)
        for one in sorted(paragraphs, key=lambda one: natural(one.id)):
            groups[one.cluster].append(one)
        order = [*clusters, *(name for name in groups if name and name not in clusters), ""]
        return [(str(clusters.get(name, name)), groups[name]) for name in order if name in groups]

    @cached_property
    def newest(self) -> tuple[Paragraph, ...]:
        """The recommendations of documents that no later one has followed, the most pressing first."""
        older = {document.previous for document in self.workspace.documents}
        found = [one for one in self.workspace.recommendations if one.document not in older]
        return tuple(sorted(found, key=lambda one: (-(self.priority(one).importance or 0), natural(one.id))))

    def course(self, indicator: Indicator) -> tuple[Measured, ...]:
        """The values of an indicator over time."""
        return course(indicator, self.as_of)

    def sparkline(self, indicator: Indicator) -> str:
        """The values as blocks of text."""
        return sparkline([one.number for one in self.course(indicator)])

    def way(self, indicator: Indicator) -> float | None:
        """How much of the way to the target was gone."""
        return way(indicator, self.as_of)

    def points(self, indicator: Indicator) -> str:
        """The values as the points of an SVG polyline in a box of 100 by 24: time from left to right."""
        course = self.course(indicator)
        days = [one.date.latest.toordinal() if one.date.latest else 0 for one in course]
        values = [float(one.number) for one in course]
        length, span = max(days) - min(days), max(values) - min(values)
        return " ".join(
            f"{_share(day - min(days), length) * _WIDTH:.1f},"
            f"{_HEIGHT - 2 - _share(value - min(values), span) * (_HEIGHT - 4):.1f}"
            for day, value in zip(days, values, strict=True)
        )


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.5
