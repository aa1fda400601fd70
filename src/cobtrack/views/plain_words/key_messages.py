"""The key messages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views.plain_words.clusters import clusters_without_plain_words, plain_clusters
from cobtrack.views.plain_words.language import reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.plain_words.clusters import PlainCluster

_MOST_RECOMMENDATIONS = 10


@dataclass(frozen=True)
class KeyMessages:
    """The key messages: plain words for each cluster, and for the most important recommendations."""

    clusters: tuple[PlainCluster, ...]
    recommendations: tuple[Paragraph, ...]
    without_plain_words: tuple[Text, ...]
    """The titles of the clusters that have recommendations but no plain words."""

    @property
    def has_checked_words(self) -> bool:
        """Whether children have checked any of the plain words."""
        return any(cluster.words.checked_with_children for cluster in self.clusters) or any(
            paragraph.checked_with_children for paragraph in self.recommendations
        )


def key_messages(workspace: Workspace, current: Sequence[Paragraph], language: str) -> KeyMessages:
    """Return the key messages in a language.

    `current` has the treaty body's current recommendations, the most important first.
    """
    is_readable = reader(workspace, language)
    clusters = plain_clusters(workspace, current, is_readable)
    return KeyMessages(
        clusters=clusters,
        recommendations=tuple(row for row in current if is_readable(row.plain))[:_MOST_RECOMMENDATIONS],
        without_plain_words=tuple(clusters_without_plain_words(workspace, current, clusters)),
    )
