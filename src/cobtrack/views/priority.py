"""The priority of a recommendation: the score and the reason for each criterion, and the means of the scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.records.document import Inherited
    from cobtrack.model.records.settings import Criterion
    from cobtrack.model.workspace import Workspace

Band = Literal["high", "medium", "low", "not-scored"]
BANDS: tuple[Band, ...] = get_args(Band)
_MAX_SCORE = 3
_REPEATING = {"same-subject", "repeats", "strengthens"}
"""The kinds of links between paragraphs that recommend the same. Other links contradict or narrow a paragraph."""


@dataclass(frozen=True)
class Part:
    """The score of a recommendation for one criterion, and the reason for the score."""

    criterion: Criterion
    score: int | None
    """The score from 0 to 3; None if nobody has given a score."""
    reason: str
    computed: bool
    """Whether the score is computed from the recommendation instead of given by a person."""


@dataclass(frozen=True)
class Priority:
    """The scores of a recommendation, and their weighted mean on each axis.

    A mean is a number from 0 to 3, or None if there are no scores on the axis.
    """

    parts: tuple[Part, ...]
    importance: float | None
    feasibility: float | None

    @property
    def scored(self) -> int:
        """The number of scores that people gave. Scores that cobtrack computed are not included."""
        return sum(part.score is not None and not part.computed for part in self.parts)

    @property
    def band(self) -> Band:
        """How important the recommendation is: `high`, `medium` or `low`.

        If nobody has given a score, this is `not-scored`.
        """
        return self.band_of("importance")

    def band_of(self, axis: Literal["importance", "feasibility"]) -> Band:
        """Return how high the mean on an axis is: `high`, `medium` or `low`.

        Return `not-scored` if nobody has given a score, or if there is no score on this axis.
        """
        mean = self.importance if axis == "importance" else self.feasibility
        if not self.scored or mean is None:
            return "not-scored"
        return "high" if mean >= 2 else "medium" if mean >= 1 else "low"


def priority(workspace: Workspace, paragraph: Paragraph) -> Priority:
    """Compute the priority of a recommendation with the criteria and weights of the workspace."""
    parts = tuple(_part(workspace, paragraph, criterion) for criterion in workspace.settings.criteria)
    return Priority(parts, _mean(parts, "importance"), _mean(parts, "feasibility"))


def _part(workspace: Workspace, paragraph: Paragraph, criterion: Criterion) -> Part:
    score = next((score for score in paragraph.scores if score.criterion == criterion.id), None)
    if score:
        reason = f"{score.reason}{paragraph.inherited_note(f'scores.{criterion.id}')}"
        return Part(criterion, score.score, reason, computed=False)
    if criterion.id == "urgent":
        reason = (
            gettext("the Committee asks for urgent measures")
            if paragraph.urgent
            else gettext("not among the urgent areas")
        )
        reason += paragraph.inherited_note("urgent")
        return Part(criterion, _MAX_SCORE if paragraph.urgent else 0, reason, computed=True)
    if criterion.id == "repeated":
        ids = repetitions(workspace, paragraph)
        whole = repeated_as_whole(workspace, paragraph)
        if ids and whole:
            words = gettext("linked with %(ids)s, for all of %(paragraph)s", ids=join(ids), paragraph=whole.label)
        elif ids:
            words = gettext("linked with %(ids)s", ids=join(ids))
        else:
            words = gettext("no other document is known to say the same")
        return Part(criterion, min(len(ids), _MAX_SCORE), words, computed=True)
    return Part(criterion, None, "", computed=False)


def repetitions(workspace: Workspace, paragraph: Paragraph) -> list[str]:
    """Return the ids of the paragraphs in other documents that recommend the same as this paragraph.

    If there are no such ids for a lettered item, return the ids for its whole paragraph.
    """
    direct = list(dict.fromkeys(_repetitions(workspace, paragraph)))
    return direct or list(dict.fromkeys(_repetitions_of_whole(workspace, paragraph)))


def repeated_as_whole(workspace: Workspace, paragraph: Paragraph) -> Inherited | None:
    """Return the whole paragraph of a lettered item if other documents repeat this paragraph but not the item itself.

    Return None in all other cases.
    """
    if any(True for _ in _repetitions(workspace, paragraph)):
        return None
    return paragraph.inherited if any(True for _ in _repetitions_of_whole(workspace, paragraph)) else None


def _repetitions_of_whole(workspace: Workspace, paragraph: Paragraph) -> Iterator[str]:
    whole = workspace.by_id.get(paragraph.inherited.id) if paragraph.inherited else None
    if isinstance(whole, Paragraph):
        # A link with the item itself says how the other paragraph relates to the item: it might contradict the item.
        linked = {link.to for link in paragraph.links}
        linked |= {other.id for other in workspace.linking_paragraphs.get(paragraph.id, ())}
        yield from (id_ for id_ in repetitions(workspace, whole) if id_ not in linked)


def _repetitions(workspace: Workspace, paragraph: Paragraph) -> Iterator[str]:
    for link in paragraph.links:
        if link.kind in _REPEATING and link.to.partition(":")[0] != paragraph.document:
            yield link.to
    for other in workspace.linking_paragraphs.get(paragraph.id, ()):
        if other.document != paragraph.document:
            yield from (other.id for link in other.links if link.to == paragraph.id and link.kind in _REPEATING)


def _mean(parts: tuple[Part, ...], axis: str) -> float | None:
    """Return the weighted mean of the scores on an axis, rounded to two decimals; None if there are no scores."""
    weighted = [(part.criterion.weight, part.score) for part in parts if part.criterion.axis == axis]
    scored = [(weight, score) for weight, score in weighted if score is not None and weight]
    total_weight = sum(weight for weight, _ in scored)
    return round(sum(weight * score for weight, score in scored) / total_weight, 2) if total_weight else None
