"""The facts about recommendations that templates show: priority, assessments, links, and records that name them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cobtrack.model.labels import LINK, SYSTEM
from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.wording import join, upper_first
from cobtrack.render.citations import replace_ids
from cobtrack.views import assessments
from cobtrack.views.editions.numbered import by_cluster
from cobtrack.views.editions.voices import current_recommendations
from cobtrack.views.priority import Priority, priority
from cobtrack.views.recommendations import countable

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.workspace import Workspace
    from cobtrack.views.assessments import LatestByVoice

_LINKING_COLLECTIONS = ("indicators", "initiatives", "actions", "activities", "budgets", "resources")
"""The names of the collections in a workspace whose records name recommendations."""


@dataclass(frozen=True)
class Recommendations:
    """Returns the facts about the recommendations of a workspace, as they are on the day `as_of`."""

    workspace: Workspace
    as_of: date

    def priority(self, paragraph: Paragraph) -> Priority:
        """Return the priority of a recommendation. The reasons for it have citations in place of ids."""
        result = priority(self.workspace, paragraph)
        parts = (replace(part, reason=replace_ids(self.workspace, part.reason)) for part in result.parts)
        return replace(result, parts=tuple(parts))

    def latest_by_voice(self, paragraph: Paragraph) -> LatestByVoice:
        """Return the latest assessment of a recommendation by each voice."""
        return assessments.latest_by_voice(paragraph, self.as_of)

    def citation(self, paragraph: Paragraph) -> str:
        """Return the citation of a recommendation in the UN's form."""
        return self.workspace.citation(paragraph)

    def imported_from(self, paragraph: Paragraph) -> str:
        """Return the names of the systems from which the paragraph was imported, or "" if it was not imported."""
        return join(list(dict.fromkeys(SYSTEM[origin.system].singular for origin in paragraph.origins)))

    def countable(self, paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
        """Return the given recommendations without those that only introduce lettered items."""
        return countable(paragraphs, self.workspace.paragraphs)

    def related(self, paragraph: Paragraph) -> list[tuple[str, Paragraph]]:
        """Return the recommendations that link to this recommendation or that it links to.

        Each recommendation is returned once, together with its relation in words.
        """
        relations = {link.to: LINK[link.kind].singular for link in paragraph.links}
        for other in self.workspace.linking_paragraphs.get(paragraph.id, ()):
            label = next(LINK[link.kind] for link in other.links if link.to == paragraph.id)
            relations.setdefault(other.id, label.inverse or label.singular)
        records = [(relation, self.workspace.by_id.get(id_)) for id_, relation in relations.items()]
        return [(upper_first(relation), record) for relation, record in records if isinstance(record, Paragraph)]

    def linked_records(self, collection: str, paragraph: Paragraph) -> tuple[Any, ...]:
        """Return the records that name the recommendation. `collection` says which records, such as `activities`."""
        return tuple(self._linked_records[collection].get(paragraph.id, ()))

    @cached_property
    def _linked_records(self) -> dict[str, dict[str, list[Any]]]:
        result: dict[str, dict[str, list[Any]]] = {}
        for collection in _LINKING_COLLECTIONS:
            result[collection] = defaultdict(list)
            for record in getattr(self.workspace, collection):
                for recommendation in record.recommendations:
                    result[collection][recommendation].append(record)
        return result

    def by_cluster(self, paragraphs: Iterable[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
        """Return pairs of a cluster's title and the given paragraphs in this cluster, sorted by id.

        See `numbered.by_cluster` for the order of the clusters.
        """
        return list(by_cluster(self.workspace, sorted(paragraphs, key=lambda paragraph: natural_key(paragraph.id))))

    @cached_property
    def current(self) -> tuple[Paragraph, ...]:
        """The recommendations in the treaty body's current documents. The most important recommendation comes first."""
        return tuple(
            sorted(
                current_recommendations(self.workspace),
                key=lambda paragraph: (-(self.priority(paragraph).importance or 0), natural_key(paragraph.id)),
            )
        )
