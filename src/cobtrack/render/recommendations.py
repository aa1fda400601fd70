"""What the templates ask about recommendations: priority, assessments, and all that is tied to them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.wording import join
from cobtrack.model.workspace import natural_key
from cobtrack.render.citations import SYSTEMS, replace_ids
from cobtrack.views import assessments, matrix
from cobtrack.views.activities import latest_on
from cobtrack.views.details import LINKED
from cobtrack.views.indicators import progress_to_target, series
from cobtrack.views.priority import Priority, priority
from cobtrack.views.recommendations import chapeau_count, documents_newest_first
from cobtrack.views.sparkline import scaled, sparkline

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.indicator import Indicator, Measurement
    from cobtrack.model.records.pillar import Progress
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.assessments import AssessmentSummary, LatestByVoice
    from cobtrack.views.matrix import Matrix

_WIDTH, _HEIGHT = 100.0, 24.0


@dataclass(frozen=True)
class Recommendations:
    """The recommendations of a workspace on a day."""

    workspace: Workspace
    as_of: date

    def priority(self, paragraph: Paragraph) -> Priority:
        """How pressing it is, with all parts; what they say of other recommendations in words."""
        found = priority(self.workspace, paragraph)
        parts = (replace(part, reason=replace_ids(self.workspace, part.reason)) for part in found.parts)
        return replace(found, parts=tuple(parts))

    def latest_by_voice(self, paragraph: Paragraph) -> LatestByVoice:
        """What each voice last said of it."""
        return assessments.latest_by_voice(paragraph, self.as_of)

    def latest(self, progress: Iterable[Progress]) -> Progress | None:
        """The line of a log that counts on the day."""
        return latest_on(progress, self.as_of)

    def citation(self, paragraph: Paragraph) -> str:
        """As the UN cites it."""
        return self.workspace.citation(paragraph)

    def imported_from(self, paragraph: Paragraph) -> str:
        """The systems that it was imported from, in words; their ids are for programs."""
        return join(list(dict.fromkeys(SYSTEMS[one.system] for one in paragraph.origins)))

    def count_chapeaus(self, paragraphs: Iterable[Paragraph]) -> int:
        """How many of them introduce lettered items."""
        counted = tuple(paragraphs)
        homes = {one.document for one in counted}
        there = (one for document in self.workspace.documents if document.id in homes for one in document.paragraphs)
        return chapeau_count(counted, there)

    def is_chapeau(self, paragraph: Paragraph) -> bool:
        """Whether it introduces lettered items: what it says may be in their words alone."""
        return not paragraph.item and (paragraph.document, paragraph.number) in self._with_items

    @cached_property
    def _with_items(self) -> set[tuple[str, str]]:
        return {(one.document, one.number) for one in self.workspace.paragraphs if one.item}

    def related(self, paragraph: Paragraph) -> list[tuple[str, Paragraph]]:
        """The recommendations that it is tied to or that are tied to it, each once, with the tie in words."""
        found = {link.to: str(link.kind) for link in paragraph.links}
        for other in self.workspace.linking_paragraphs.get(paragraph.id, ()):
            kind = next(link.kind for link in other.links if link.to == paragraph.id)
            found.setdefault(other.id, LINKED[kind])
        named = [(tie, self.workspace.by_id.get(one)) for one, tie in found.items()]
        return [(tie.replace("-", " ").capitalize(), one) for tie, one in named if isinstance(one, Paragraph)]

    def linked_records(self, what: str, paragraph: Paragraph) -> tuple[Any, ...]:
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
    def assessment_summaries(self) -> tuple[AssessmentSummary, ...]:
        """How the documents stand, voice by voice."""
        return assessments.assessment_summaries(self.workspace, self.as_of)

    @cached_property
    def matrix(self) -> Matrix:
        """The recommendations of the treaty body's newest documents by cluster and thematic working group."""
        axes = [matrix.axis(self.workspace, name, self.as_of) for name in ("cluster", "twg")]
        return matrix.matrix(self.current, *axes)

    def by_cluster(self, paragraphs: Iterable[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
        """The paragraphs by the title of their cluster, in the order of the settings; without one at the end."""
        clusters = self.workspace.settings.clusters
        groups: dict[str, list[Paragraph]] = defaultdict(list)
        for one in sorted(paragraphs, key=lambda one: natural_key(one.id)):
            groups[one.cluster].append(one)
        order = [*clusters, *(name for name in groups if name and name not in clusters), ""]
        return [(str(clusters.get(name, name)), groups[name]) for name in order if name in groups]

    @cached_property
    def current(self) -> tuple[Paragraph, ...]:
        """The recommendations of the treaty body's newest documents, the most pressing first."""
        found = [one for one in self.workspace.recommendations if one.document in self._newest_documents]
        return tuple(sorted(found, key=lambda one: (-(self.priority(one).importance or 0), natural_key(one.id))))

    @cached_property
    def _newest_documents(self) -> set[str]:
        """The newest document of the treaty body, and those since the one before it that none has followed."""
        own = [
            one
            for one in documents_newest_first(self.workspace)
            if one.mechanism == self.workspace.settings.treaty_body
        ]
        followed = {one.previous for one in own}
        last = next((one for one in own if one.id not in followed), None)
        if last is None:
            return set()
        since = next((one.sorting_day for one in own if one.id == last.previous), last.sorting_day)
        return {one.id for one in own if one.id not in followed and one.sorting_day >= since}

    @cached_property
    def other_mechanisms(self) -> list[tuple[str, int]]:
        """How many recommendations other mechanisms made, by the mechanism's short name, most first."""
        own = self.workspace.settings.treaty_body
        names = {one.id: one.acronym or one.name for one in self.workspace.mechanisms}
        homes = {one.id: one.mechanism for one in self.workspace.documents}
        found = Counter(homes[one.document] for one in self.workspace.recommendations)
        return [(names.get(one, one), count) for one, count in found.most_common() if one != own]

    def course(self, indicator: Indicator) -> tuple[Measurement, ...]:
        """The values of an indicator over time."""
        return series(indicator, self.as_of)

    def sparkline(self, indicator: Indicator) -> str:
        """The values as blocks of text."""
        return sparkline([one.number for one in self.course(indicator)])

    def way(self, indicator: Indicator) -> float | None:
        """How much of the way to the target was gone."""
        return progress_to_target(indicator, self.as_of)

    def points(self, indicator: Indicator) -> str:
        """The values as the points of an SVG polyline in a box of 100 by 24: time from left to right, zero below."""
        course = self.course(indicator)
        firsts = (one.date.earliest or one.date.latest or date.min for one in course)
        # A baseline comes first, whatever its date: the line never goes back.
        days = list(accumulate((day.toordinal() for day in firsts), max))
        length = max(days) - min(days)
        across = [(day - min(days)) / length if length else 0.5 for day in days]
        up = [float(height) for height in scaled([one.number for one in course])]
        return " ".join(
            f"{x * _WIDTH:.1f},{_HEIGHT - 2 - y * (_HEIGHT - 4):.1f}" for x, y in zip(across, up, strict=True)
        )
