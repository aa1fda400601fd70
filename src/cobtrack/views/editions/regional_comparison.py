"""What other States were told, beside what the workspace's own State was told, topic by topic."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views.recommendations import countable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.records.resource import Resource
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class ComparedState:
    """A State whose recommendations are compared."""

    state: str
    """The code of the State, such as PHL."""
    is_own: bool
    documents: tuple[Document, ...]
    paragraphs: tuple[Paragraph, ...]
    """Its recommendations, without those that only introduce lettered items."""


@dataclass(frozen=True)
class ComparedCluster:
    """A topic, with the States that got recommendations on it."""

    id: str
    title: str
    """The title of the topic; "" for recommendations without a topic."""
    states: tuple[ComparedState, ...]
    """The own State first, each with its recommendations on the topic."""
    practices: tuple[Resource, ...]
    """The good practices that help to carry out a recommendation on the topic."""


@dataclass(frozen=True)
class RegionalComparison:
    """Recommendations to several States, topic by topic."""

    states: tuple[ComparedState, ...]
    clusters: tuple[ComparedCluster, ...]


def regional_comparison(workspace: Workspace, current: Sequence[Paragraph]) -> RegionalComparison:
    """Compare the current recommendations to the own State with those of all documents about other States."""
    rows = countable(
        [*current, *(row for row in workspace.recommendations_to_all_states if _is_foreign(workspace, row))],
        workspace.paragraphs,
    )
    by_cluster: dict[str, list[Paragraph]] = defaultdict(list)
    for row in rows:
        by_cluster[row.cluster].append(row)
    titles = workspace.settings.clusters
    ids = [*titles, *sorted(by_cluster.keys() - {*titles, ""}), ""]
    clusters = (
        ComparedCluster(
            id=identifier,
            title=str(titles.get(identifier, identifier)),
            states=_states(workspace, by_cluster[identifier]),
            practices=_practices(workspace, by_cluster[identifier]),
        )
        for identifier in ids
        if identifier in by_cluster
    )
    return RegionalComparison(_states(workspace, rows), tuple(clusters))


def _is_foreign(workspace: Workspace, paragraph: Paragraph) -> bool:
    return workspace.state_of(paragraph) != workspace.settings.state


def _states(workspace: Workspace, paragraphs: Sequence[Paragraph]) -> tuple[ComparedState, ...]:
    """Return the States that the paragraphs are about, the own State first, then by code."""
    by_state: dict[str, list[Paragraph]] = defaultdict(list)
    for paragraph in paragraphs:
        by_state[workspace.state_of(paragraph)].append(paragraph)
    own = workspace.settings.state
    return tuple(
        ComparedState(
            state=code,
            is_own=code == own,
            documents=tuple(document for row in {row.document: row for row in rows}.values()
                            if (document := workspace.document_of(row))),
            paragraphs=tuple(rows),
        )
        for code, rows in sorted(by_state.items(), key=lambda item: (item[0] != own, item[0]))
    )  # fmt: skip


def _practices(workspace: Workspace, paragraphs: Sequence[Paragraph]) -> tuple[Resource, ...]:
    ids = {row.id for row in paragraphs}
    return tuple(
        row for row in workspace.resources if row.kind == "practice" and not ids.isdisjoint(row.recommendations)
    )
