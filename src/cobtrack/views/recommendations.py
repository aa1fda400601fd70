"""Recommendations with the activities that name them, and the known and missing content of each document."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.document import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.records.document import Document
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

TO_CHECK = "to-check"
"""The word that selects paragraphs with something to check in a filter. Imports add things to check."""


@dataclass(frozen=True)
class RecommendationState:
    """A recommendation, its document and the activities that name it."""

    paragraph: Paragraph
    document: Document
    citation: str
    """The citation in the UN's form."""
    activities: tuple[Activity, ...]
    """The activities that name the recommendation. If no activity names a lettered item, the activities that name its
    whole paragraph."""

    @property
    def named_as_whole(self) -> str:
        """The note `, for all of para. 26` if activities name the whole paragraph of a lettered item, but not the item.

        In all other cases, this is "".
        """
        inherited = self.paragraph.inherited
        is_named = any(self.paragraph.id in activity.recommendations for activity in self.activities)
        return (
            gettext(", for all of %(paragraph)s", paragraph=inherited.label)
            if inherited and self.activities and not is_named
            else ""
        )


@dataclass(frozen=True)
class Coverage:
    """How much of a document's content is in the workspace."""

    document: Document
    rows: tuple[RecommendationState, ...]
    total: int
    """The number of recommendations, without paragraphs that only introduce lettered items."""
    urgent: int
    """How many of these are urgent."""


def chapeau_count(counted: Iterable[Paragraph], paragraphs: Iterable[Paragraph]) -> int:
    """Return how many paragraphs in `counted` introduce lettered items that are in `paragraphs`.

    Such a paragraph is called a chapeau, for example "The Committee recommends that the State party:". What is
    recommended is in its lettered items only.
    """
    items = (paragraph for paragraph in paragraphs if paragraph.item and paragraph.kind == "recommendation")
    with_items = {(item.document, item.number) for item in items}
    return len(with_items & {(whole.document, whole.number) for whole in counted if not whole.item})


def countable(counted: Iterable[Paragraph], paragraphs: Iterable[Paragraph]) -> tuple[Paragraph, ...]:
    """Return the recommendations in `counted` without those that only introduce lettered items in `paragraphs`."""
    items = (paragraph for paragraph in paragraphs if paragraph.item and paragraph.kind == "recommendation")
    with_items = {(item.document, item.number) for item in items}
    return tuple(row for row in counted if row.item or (row.document, row.number) not in with_items)


def activities_naming(workspace: Workspace, paragraph: Paragraph) -> tuple[Activity, ...]:
    """Return the activities that name a recommendation.

    If the recommendation is a lettered item and no activity names it, return the activities that name its whole
    paragraph.
    """
    if activities := workspace.activities_by_recommendation.get(paragraph.id):
        return activities
    whole = workspace.by_id.get(paragraph.inherited.id) if paragraph.inherited else None
    return activities_naming(workspace, whole) if isinstance(whole, Paragraph) else ()


def documents_newest_first(workspace: Workspace) -> list[Document]:
    """Return the documents, sorted from the newest to the oldest."""
    return sorted(workspace.own_documents, key=lambda document: (document.sorting_day, document.id), reverse=True)


def current_documents(workspace: Workspace) -> list[Document]:
    """Return the treaty body's current documents, sorted from the newest to the oldest.

    These are its newest document, and all other documents without a successor that are at least as recent as the
    predecessor of the newest document. If the newest document has no predecessor, only equally recent documents are
    added.
    """
    body = workspace.settings.treaty_body
    documents = [document for document in documents_newest_first(workspace) if document.mechanism == body]
    succeeded = {document.previous for document in documents}
    newest = next((document for document in documents if document.id not in succeeded), None)
    if newest is None:
        return []
    since = next((item.sorting_day for item in documents if item.id == newest.previous), newest.sorting_day)
    return [document for document in documents if document.id not in succeeded and document.sorting_day >= since]


def title_of(workspace: Workspace, paragraph: Paragraph) -> Text | str:
    """Return the words by which people recognise a recommendation, to be shown beside its citation.

    These are its heading, the heading of its whole paragraph, the title of its cluster, or its first theme. Return ""
    if it has none of these, or if its citation has its heading already.
    """
    if not paragraph.number:
        return ""
    if paragraph.heading:
        return paragraph.heading
    ids = workspace.ids_by_number.get(paragraph.document, {}).get(paragraph.number, ())
    group = [workspace.by_id.get(identifier) for identifier in ids]
    headings = (row.heading for row in group if isinstance(row, Paragraph) and not row.item and row.heading)
    cluster = workspace.settings.clusters.get(paragraph.cluster, "")
    return next(headings, cluster or next(iter(paragraph.themes), ""))


def coverage(workspace: Workspace) -> tuple[Coverage, ...]:
    """Return how much of each document is in the workspace. The newest document comes first."""
    return tuple(coverage_of(workspace, document) for document in documents_newest_first(workspace))


def list_recommendations(workspace: Workspace, *, to_check: bool = False) -> Iterator[RecommendationState]:
    """Yield the recommendations, document by document. The newest document comes first.

    With `to_check`, also yield each other paragraph that has a note in its field `check`, because it might be a
    recommendation.
    """
    for document in documents_newest_first(workspace):
        for paragraph in document.paragraphs:
            if paragraph.kind == "recommendation" or (to_check and paragraph.check):
                yield _state(workspace, document, paragraph)


def _state(workspace: Workspace, document: Document, paragraph: Paragraph) -> RecommendationState:
    activities = activities_naming(workspace, paragraph)
    return RecommendationState(paragraph, document, workspace.citation(paragraph), activities)


def coverage_of(workspace: Workspace, document: Document) -> Coverage:
    """Return how much of one document is in the workspace. The document can be another State's."""
    recommendations = (paragraph for paragraph in document.paragraphs if paragraph.kind == "recommendation")
    rows = tuple(_state(workspace, document, paragraph) for paragraph in recommendations)
    counted = countable((row.paragraph for row in rows), document.paragraphs)
    return Coverage(
        document=document,
        rows=rows,
        total=len(counted),
        urgent=sum(paragraph.urgent for paragraph in counted),
    )
