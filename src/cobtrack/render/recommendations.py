"""The facts about recommendations that templates show: priority, assessments, links, and records that name them."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cobtrack.model.labels import LINK, SYSTEM
from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.wording import join, upper_first
from cobtrack.render.citations import replace_ids
from cobtrack.views import assessments
from cobtrack.views.priority import Priority, priority
from cobtrack.views.recommendations import chapeau_count, current_documents

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.workspace import Workspace
    from cobtrack.views.assessments import AssessmentSummary, LatestByVoice

_LINKING_COLLECTIONS = ("indicators", "initiatives", "actions", "activities")
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

    def count_chapeaus(self, paragraphs: Iterable[Paragraph]) -> int:
        """Return how many of the given paragraphs introduce lettered items."""
        counted = tuple(paragraphs)
        ids = {paragraph.document for paragraph in counted}
        documents = (document for document in self.workspace.documents if document.id in ids)
        return chapeau_count(counted, (paragraph for document in documents for paragraph in document.paragraphs))

    def is_chapeau(self, paragraph: Paragraph) -> bool:
        """Return whether the paragraph introduces lettered items. Such a paragraph might have no content of its own."""
        return not paragraph.item and (paragraph.document, paragraph.number) in self._numbers_with_items

    @cached_property
    def _numbers_with_items(self) -> set[tuple[str, str]]:
        """The id of the document and the number of each paragraph that has lettered items."""
        return {(paragraph.document, paragraph.number) for paragraph in self.workspace.paragraphs if paragraph.item}

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

    @cached_property
    def assessment_summaries(self) -> tuple[AssessmentSummary, ...]:
        """How far the recommendations in each document were carried out, in the view of each voice."""
        return assessments.assessment_summaries(self.workspace, self.as_of)

    def by_cluster(self, paragraphs: Iterable[Paragraph]) -> list[tuple[str, list[Paragraph]]]:
        """Return pairs of a cluster's title and the given paragraphs in this cluster.

        The clusters are in the same order as in cobtrack.yaml. Paragraphs without a cluster come last, with the title
        "".
        """
        clusters = self.workspace.settings.clusters
        groups: dict[str, list[Paragraph]] = defaultdict(list)
        for paragraph in sorted(paragraphs, key=lambda paragraph: natural_key(paragraph.id)):
            groups[paragraph.cluster].append(paragraph)
        order = [*clusters, *(name for name in groups if name and name not in clusters), ""]
        return [(str(clusters.get(name, name)), groups[name]) for name in order if name in groups]

    @cached_property
    def current(self) -> tuple[Paragraph, ...]:
        """The recommendations in the treaty body's current documents. The most important recommendation comes first."""
        ids = {document.id for document in current_documents(self.workspace)}
        return tuple(
            sorted(
                (paragraph for paragraph in self.workspace.recommendations if paragraph.document in ids),
                key=lambda paragraph: (-(self.priority(paragraph).importance or 0), natural_key(paragraph.id)),
            )
        )

    @cached_property
    def other_mechanisms(self) -> list[tuple[str, int]]:
        """The short names of the other mechanisms, each with its number of recommendations.

        The mechanism with the most recommendations comes first.
        """
        treaty_body = self.workspace.settings.treaty_body
        names = {mechanism.id: mechanism.acronym or mechanism.name for mechanism in self.workspace.mechanisms}
        mechanism_of = {document.id: document.mechanism for document in self.workspace.documents}
        counts = Counter(mechanism_of[paragraph.document] for paragraph in self.workspace.recommendations)
        return [(names.get(id_, id_), count) for id_, count in counts.most_common() if id_ != treaty_body]
