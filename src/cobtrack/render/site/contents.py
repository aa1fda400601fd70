"""The results, arranged for the pages of the site."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cobtrack.render.site.pages import CHILDREN, INDEX, LISTS, Page, cluster_page
from cobtrack.views.recommendations import coverage_of, documents_newest_first
from cobtrack.views.reporting.roles import with_roles

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.document import Paragraph
    from cobtrack.render.results import Results
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.recommendations import Coverage, RecommendationState


@dataclass(frozen=True)
class Cluster:
    """A cluster with the recommendations of the treaty body's documents."""

    name: str
    title: str
    path: str
    """The path of the page about the cluster."""
    current: tuple[RecommendationState, ...]
    """The recommendations of the treaty body's current documents, in the order of the documents."""
    earlier: tuple[RecommendationState, ...]
    """The recommendations of all other documents, the newest document first."""


@dataclass(frozen=True)
class Group:
    """A recommendation with its lettered items."""

    row: RecommendationState
    items: tuple[RecommendationState, ...]


@dataclass(frozen=True)
class Ties:
    """What an organisation has to do with the records: the ids of the records that name it."""

    activities: tuple[str, ...]
    """The activities that the organisation carries out."""
    groups: tuple[str, ...]
    """The recommendations that it follows up on."""
    responsible: tuple[str, ...]
    """The recommendations that are addressed to it."""
    actions: tuple[str, ...]
    supports: tuple[str, ...]
    """The activities, recommendations and actions that it supports."""
    initiatives: tuple[str, ...]
    measures: tuple[str, ...]
    """The measures of the State that it issued or prepares."""


@dataclass(frozen=True)
class SiteContents:
    """What several pages of the site need, computed once."""

    results: Results
    pages: tuple[Page, ...]

    @cached_property
    def rows(self) -> dict[str, RecommendationState]:
        """All recommendations, keyed by id. The newest document comes first."""
        return {row.paragraph.id: row for coverage in self.coverage.values() for row in coverage.rows}

    @cached_property
    def coverage(self) -> dict[str, Coverage]:
        """How much of each document is in the workspace, keyed by its id. Documents of other States come last."""
        workspace = self.results.workspace
        own = {coverage.document.id: coverage for coverage in self.results.coverage}
        others = (document for document in workspace.documents if document.id not in own)
        return own | {document.id: coverage_of(workspace, document) for document in others}

    @cached_property
    def consultations_about(self) -> dict[str, tuple[str, ...]]:
        """The ids of the consultations about each activity, recommendation and cluster, keyed by its id.

        A consultation is also about a record that answers a point.
        """
        found: dict[str, list[str]] = defaultdict(list)
        for row in self.results.consultations:
            for subject in dict.fromkeys((*row.consultation.subjects, *row.consultation.clusters)):
                found[subject].append(row.consultation.id)
        return {subject: tuple(ids) for subject, ids in found.items()}

    @cached_property
    def budgets_about(self) -> dict[str, tuple[str, ...]]:
        """The ids of the budget lines for each activity and each cluster, keyed by its id."""
        found: dict[str, list[str]] = defaultdict(list)
        for by in ("activity", "cluster"):
            for row in self.results.budgets.tables[by].rows:
                found[row.key] += [line.id for line in row.lines]
        return {subject: tuple(ids) for subject, ids in found.items()}

    @cached_property
    def current(self) -> tuple[RecommendationState, ...]:
        """The recommendations of the treaty body's current documents, in the order of the documents."""
        ids = {paragraph.id for paragraph in self.results.recommendations.current}
        return tuple(row for row in self.rows.values() if row.paragraph.id in ids)

    @cached_property
    def urgent(self) -> tuple[Group, ...]:
        """The recommendations in `current` for which the Committee asks for urgent measures, with all their items.

        A lettered item that is urgent only because its paragraph is urgent is not listed by itself.
        """
        return tuple(
            group
            for group in grouped(self.current)
            if group.row.paragraph.urgent and not group.row.paragraph.inherited_note("urgent")
        )

    @cached_property
    def urgent_assessed(self) -> int:
        """How many groups in `urgent` have an assessment by any voice, of the recommendation or of an item."""
        assessed = {row.paragraph.id for row in self.assessed}
        return sum(any(row.paragraph.id in assessed for row in (group.row, *group.items)) for group in self.urgent)

    @cached_property
    def assessed(self) -> tuple[RecommendationState, ...]:
        """The recommendations in `current` that anybody has assessed, without those that only introduce items."""
        states = self.results.recommendations
        counted = {paragraph.id for paragraph in states.countable(row.paragraph for row in self.current)}
        return tuple(
            row for row in self.current if row.paragraph.id in counted and states.latest_by_voice(row.paragraph).latest
        )

    @cached_property
    def clusters(self) -> tuple[Cluster, ...]:
        """The clusters that have a page, in the order of the settings."""
        titles = {page.subject: page.title for page in self.pages if page.template == "cluster"}
        current = _by_cluster(self.current)
        ids = {row.paragraph.id for row in self.current}
        own = (row for coverage in self.results.coverage for row in coverage.rows)
        earlier = _by_cluster(tuple(row for row in own if row.paragraph.id not in ids))
        return tuple(
            Cluster(name, title, cluster_page(name), tuple(current[name]), tuple(earlier[name]))
            for name, title in titles.items()
        )

    @cached_property
    def deadlines_by_mechanism(self) -> dict[str, tuple[DeadlineState, ...]]:
        """The deadlines, keyed by the id of the mechanism and sorted by date."""
        found: dict[str, list[DeadlineState]] = defaultdict(list)
        for row in self.results.deadlines:
            found[row.mechanism.id].append(row)
        return {identifier: tuple(rows) for identifier, rows in found.items()}

    @cached_property
    def documents_by_mechanism(self) -> dict[str, tuple[str, ...]]:
        """The ids of the documents, keyed by the id of the mechanism. The newest document comes first."""
        found: dict[str, list[str]] = defaultdict(list)
        for document in documents_newest_first(self.results.workspace):
            found[document.mechanism].append(document.id)
        return {identifier: tuple(ids) for identifier, ids in found.items()}

    @cached_property
    def others(self) -> dict[str, tuple[Paragraph, ...]]:
        """The paragraphs that are no recommendations, keyed by the id of the document."""
        return {
            document.id: tuple(paragraph for paragraph in document.paragraphs if paragraph.kind != "recommendation")
            for document in self.results.workspace.documents
        }

    @cached_property
    def ties(self) -> dict[str, Ties]:
        """What each organisation has to do with the records, keyed by the id of the organisation."""
        workspace = self.results.workspace
        links = {
            "activities": ((actor, row.id) for row in workspace.activities for actor in row.responsible),
            "groups": ((actor, row.id) for row in workspace.recommendations for actor in row.groups),
            "responsible": ((actor, row.id) for row in workspace.recommendations for actor in row.responsible),
            "actions": ((actor, row.id) for row in workspace.actions for actor in row.responsible),
            "supports": ((actor, row.id) for row in with_roles(workspace) for actor in row.supports),
            "initiatives": ((actor, row.id) for row in workspace.initiatives for actor in row.organisations),
            "measures": ((actor, row.id) for row in workspace.measures for actor in row.issuer),
        }
        found: dict[str, dict[str, list[str]]] = {name: defaultdict(list) for name in links}
        for name, pairs in links.items():
            for actor, identifier in pairs:
                found[name][actor].append(identifier)
        return {
            actor.id: Ties(**{name: tuple(by_actor[actor.id]) for name, by_actor in found.items()})
            for actor in workspace.actors
        }

    def parents(self, page: Page) -> tuple[Page, ...]:
        """Return the pages above a page, from the index down."""
        by_path = {other.path: other for other in self.pages}
        above: list[Page] = []
        while page.parent:
            page = by_path[page.parent]
            above.insert(0, page)
        return tuple(above)

    @cached_property
    def main_pages(self) -> tuple[Page, ...]:
        """The pages that every page links to at its top, the index first."""
        return tuple(page for page in self.pages if page.parent in {"", INDEX} and page not in self.more_pages)

    @cached_property
    def more_pages(self) -> tuple[Page, ...]:
        """The pages with the other kinds of records, and about what children did. The index links to them."""
        return tuple(page for page in self.pages if page.template in LISTS or page.path == CHILDREN)


def grouped(rows: Iterable[RecommendationState]) -> list[Group]:
    """Return recommendations, each with its lettered items.

    A lettered item whose paragraph is not among `rows` is a group by itself.
    """
    wholes: dict[tuple[str, str], list[RecommendationState]] = {}
    for row in rows:
        paragraph = row.paragraph
        key = (paragraph.document, paragraph.number)
        if paragraph.item and key in wholes:
            wholes[key].append(row)
        else:
            wholes[key if paragraph.number and not paragraph.item else (paragraph.id, "")] = [row]
    return [Group(first, tuple(items)) for first, *items in wholes.values()]


def _by_cluster(rows: tuple[RecommendationState, ...]) -> dict[str, list[RecommendationState]]:
    found: dict[str, list[RecommendationState]] = defaultdict(list)
    for row in rows:
        found[row.paragraph.cluster].append(row)
    return found
