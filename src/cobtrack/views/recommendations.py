"""The recommendations of each document, what is known of them and what is missing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.paragraph_ranges import UnseenParagraphs, unseen_paragraphs
from cobtrack.model.records.document import Paragraph

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.records.document import Document
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.workspace import Workspace


TO_CHECK = "to-check"
"""The status of what an import was not sure of."""


@dataclass(frozen=True)
class RecommendationState:
    """A recommendation, its document and the activities that name it."""

    paragraph: Paragraph
    document: Document
    citation: str
    """As the UN cites it."""
    activities: tuple[Activity, ...]
    """Where none names a lettered item, those that name its paragraph."""

    @property
    def named_as_whole(self) -> str:
        """`, for all of para. 26` where activities name the whole paragraph alone; else empty."""
        whole = self.paragraph.inherited
        is_own = any(self.paragraph.id in one.recommendations for one in self.activities)
        return f", for all of {whole.label}" if whole and self.activities and not is_own else ""


@dataclass(frozen=True)
class Coverage:
    """What of a document is in the workspace."""

    document: Document
    rows: tuple[RecommendationState, ...]
    urgent: int
    with_content: int
    uncovered: int
    """Recommendations that no activity names."""
    lead_ins: int
    """Recommendations that introduce lettered items."""
    not_seen: UnseenParagraphs


def chapeau_count(counted: Iterable[Paragraph], there: Iterable[Paragraph]) -> int:
    """How many paragraphs are counted as a whole that have lettered items of their own among those `there`.

    "The Committee recommends that the State party:" is a record, and asks for nothing that its items do not ask for.
    """
    with_items = {(one.document, one.number) for one in there if one.item and one.kind == "recommendation"}
    return len(with_items & {(one.document, one.number) for one in counted if not one.item})


def activities_naming(workspace: Workspace, paragraph: Paragraph) -> tuple[Activity, ...]:
    """The activities that name a recommendation; of a lettered item that none names, those that name its paragraph."""
    if own := workspace.activities_by_recommendation.get(paragraph.id):
        return own
    whole = workspace.by_id.get(paragraph.inherited.id) if paragraph.inherited else None
    return activities_naming(workspace, whole) if isinstance(whole, Paragraph) else ()


def documents_newest_first(workspace: Workspace) -> list[Document]:
    """The documents, the newest first."""
    return sorted(workspace.documents, key=lambda one: (one.sorting_day, one.id), reverse=True)


def coverage(workspace: Workspace) -> tuple[Coverage, ...]:
    """Every document with its recommendations, the newest first."""
    return tuple(_document(workspace, document) for document in documents_newest_first(workspace))


def list_recommendations(workspace: Workspace, *, to_check: bool = False) -> Iterator[RecommendationState]:
    """All recommendations, those of the newest document first; where asked, with all else that is to be checked."""
    for document in documents_newest_first(workspace):
        for one in document.paragraphs:
            if one.kind == "recommendation" or (to_check and one.check):
                yield _state(workspace, document, one)


def _state(workspace: Workspace, document: Document, paragraph: Paragraph) -> RecommendationState:
    return RecommendationState(
        paragraph, document, workspace.citation(paragraph), activities_naming(workspace, paragraph)
    )


def _document(workspace: Workspace, document: Document) -> Coverage:
    rows = tuple(_state(workspace, document, one) for one in document.paragraphs if one.kind == "recommendation")
    return Coverage(
        document=document,
        rows=rows,
        urgent=sum(row.paragraph.urgent for row in rows),
        with_content=sum(bool(row.paragraph.text or row.paragraph.summary) for row in rows),
        uncovered=sum(not row.activities for row in rows),
        lead_ins=chapeau_count((row.paragraph for row in rows), document.paragraphs),
        not_seen=unseen_paragraphs(document),
    )
