"""The clusters in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.settings import ClusterInPlainWords
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class PlainCluster:
    """A cluster with plain words, and the treaty body's current recommendations in it, which are their source."""

    title: Text
    words: ClusterInPlainWords
    recommendations: tuple[Paragraph, ...]


def plain_clusters(
    workspace: Workspace, current: Sequence[Paragraph], is_readable: Callable[[Text | None], bool]
) -> tuple[PlainCluster, ...]:
    """Return the clusters with plain words, in the order of the settings."""
    settings = workspace.settings
    words = {row.cluster: row for row in settings.clusters_in_plain_words if is_readable(row.plain)}
    return tuple(
        PlainCluster(title, words[name], tuple(row for row in current if row.cluster == name))
        for name, title in settings.clusters.items()
        if name in words
    )


def clusters_without_plain_words(
    workspace: Workspace, current: Iterable[Paragraph], clusters: Iterable[PlainCluster]
) -> list[Text]:
    """Return the titles of the clusters that have recommendations, without the given clusters."""
    used = {paragraph.cluster for paragraph in current} - {cluster.words.cluster for cluster in clusters}
    return [title for name, title in workspace.settings.clusters.items() if name in used]
