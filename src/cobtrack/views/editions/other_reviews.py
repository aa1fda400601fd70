"""What the treaty body recommended that other mechanisms could take up in their coming reviews.

A connection is only shown if the data say so: a link between two recommendations, or the same theme, Sustainable
Development Goal or cluster in both.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.labels import LINK
from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.fold import fold_name
from cobtrack.views import deadlines
from cobtrack.views.editions.review import NamedRecommendation
from cobtrack.views.editions.voices import current_recommendations
from cobtrack.views.recommendations import title_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from cobtrack.model.records.mechanism import Mechanism
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.deadlines import DeadlineState


@dataclass(frozen=True)
class Linked:
    """A recommendation of the treaty body that is linked with recommendations of another mechanism."""

    recommendation: NamedRecommendation
    others: tuple[tuple[str, NamedRecommendation], ...]
    """The linked recommendations, each with its relation in words, such as `repeats`."""


@dataclass(frozen=True)
class Shared:
    """A recommendation of the treaty body that is about the same as recommendations of another mechanism."""

    recommendation: NamedRecommendation
    themes: tuple[str, ...]
    goals: tuple[str, ...]
    """The Sustainable Development Goals or targets that both name."""
    cluster: Text | str = ""
    """The title of the cluster that both belong to; "" if they do not."""


@dataclass(frozen=True)
class OtherReview:
    """The coming reviews by a mechanism, and what the treaty body recommended that it could take up."""

    mechanism: Mechanism
    coming: tuple[DeadlineState, ...]
    """What is due in the next reviews by the mechanism. Empty if no date is known."""
    linked: tuple[Linked, ...]
    """The urgent recommendations come first."""
    shared: tuple[Shared, ...]
    """Recommendations that are not in `linked`. The urgent ones come first, then those that share most themes and
    goals."""

    @property
    def is_connected(self) -> bool:
        """Whether the data name any connection."""
        return bool(self.linked or self.shared)


@dataclass(frozen=True)
class OtherReviews:
    """The coming reviews by all mechanisms other than the treaty body, and what they could take up."""

    coming: tuple[OtherReview, ...]
    """The mechanisms whose next date is known, sorted by this date."""
    undated: tuple[OtherReview, ...]
    """The mechanisms whose next date is not known, if the data name a connection with them."""
    late: tuple[DeadlineState, ...]
    """What other mechanisms wait for: deadlines whose date has passed and that nobody is known to have met."""
    urgent: tuple[NamedRecommendation, ...]
    """The recommendations for which the treaty body asked for urgent measures."""


def other_reviews(workspace: Workspace, as_of: date) -> OtherReviews:
    """Return the coming reviews by other mechanisms and what they could take up.

    `workspace` has the values that lettered items inherit.
    """
    body = workspace.settings.treaty_body
    rows = [row for row in deadlines.states(workspace, as_of) if row.mechanism.id != body and row.is_open]
    current = current_recommendations(workspace)
    reviews = [
        _review(workspace, mechanism, [row for row in rows if row.mechanism.id == mechanism.id], current)
        for mechanism in workspace.mechanisms
        if mechanism.id != body
    ]
    order = {row.deadline.id: position for position, row in enumerate(rows)}
    return OtherReviews(
        coming=tuple(sorted((row for row in reviews if row.coming), key=lambda row: order[row.coming[0].deadline.id])),
        undated=tuple(row for row in reviews if not row.coming and row.is_connected),
        late=tuple(row for row in rows if row.is_past),
        urgent=tuple(_named(workspace, row) for row in current if row.urgent and not _is_item_of_urgent(row)),
    )


def _is_item_of_urgent(paragraph: Paragraph) -> bool:
    """Return whether an item is urgent only because its whole paragraph is, which is listed itself."""
    return paragraph.inherited is not None and "urgent" in paragraph.inherited.fields


def _review(
    workspace: Workspace, mechanism: Mechanism, rows: Iterable[DeadlineState], current: Iterable[Paragraph]
) -> OtherReview:
    documents = {document.id for document in workspace.documents if document.mechanism == mechanism.id}
    theirs = [row for row in workspace.recommendations if row.document in documents]
    linked, shared = [], []
    themes, goals = _themes(theirs), _goals(theirs)
    clusters = {row.cluster for row in theirs if row.cluster}
    for paragraph in current:
        others = tuple(_links(workspace, paragraph, documents))
        named = _named(workspace, paragraph)
        if others:
            linked.append(Linked(named, others))
            continue
        both = [theme for theme in paragraph.themes if fold_name(theme) in themes]
        both_goals = [str(goal) for goal in paragraph.sdgs if fold_name(goal) in goals]
        title = workspace.settings.clusters.get(paragraph.cluster, "") if paragraph.cluster in clusters else ""
        if both or both_goals or title:
            shared.append(Shared(named, tuple(both), tuple(both_goals), title))
    linked.sort(key=lambda row: not row.recommendation.paragraph.urgent)
    shared.sort(key=lambda row: (not row.recommendation.paragraph.urgent, -len(row.themes) - len(row.goals)))
    coming = tuple(row for row in rows if row.due and not row.is_past)
    return OtherReview(mechanism, coming, tuple(linked), tuple(shared))


def _themes(paragraphs: Iterable[Paragraph]) -> set[str]:
    return {fold_name(theme) for paragraph in paragraphs for theme in paragraph.themes}


def _goals(paragraphs: Iterable[Paragraph]) -> set[str]:
    return {fold_name(goal) for paragraph in paragraphs for goal in paragraph.sdgs}


def _links(
    workspace: Workspace, paragraph: Paragraph, documents: set[str]
) -> Iterator[tuple[str, NamedRecommendation]]:
    """Yield the paragraphs of the documents that a recommendation is linked with, each once with its relation."""
    relations = {link.to: LINK[link.kind].singular for link in paragraph.links}
    for other in workspace.linking_paragraphs.get(paragraph.id, ()):
        label = next(LINK[link.kind] for link in other.links if link.to == paragraph.id)
        relations.setdefault(other.id, label.inverse or label.singular)
    for identifier, relation in relations.items():
        record = workspace.by_id.get(identifier)
        if isinstance(record, Paragraph) and record.document in documents:
            yield relation, _named(workspace, record)


def _named(workspace: Workspace, paragraph: Paragraph) -> NamedRecommendation:
    return NamedRecommendation(paragraph, title_of(workspace, paragraph), workspace.citation(paragraph))
