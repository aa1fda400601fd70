"""How pressing a recommendation is, criterion by criterion: never a bare number, always with its parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from cobtrack.model.records.document import Paragraph
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.records.document import Inherited
    from cobtrack.model.records.settings import Criterion
    from cobtrack.model.workspace import Workspace

Band = Literal["high", "medium", "low", "not-scored"]
BANDS: tuple[Band, ...] = get_args(Band)
_MOST = 3
_REPEATING = {"same-subject", "repeats", "strengthens"}


@dataclass(frozen=True)
class Part:
    """One criterion: its score from 0 to 3 and the reason; no score where nobody has given one."""

    criterion: Criterion
    score: int | None
    reason: str
    computed: bool
    """Whether it follows from the recommendation itself."""


@dataclass(frozen=True)
class Priority:
    """The parts, and the weighted mean of those that are scored on either axis, from 0 to 3."""

    parts: tuple[Part, ...]
    importance: float | None
    feasibility: float | None

    @property
    def scored(self) -> int:
        """How many parts people have scored."""
        return sum(part.score is not None and not part.computed for part in self.parts)

    @property
    def band(self) -> Band:
        """High, medium or low importance; not scored until somebody has scored a part."""
        return self.band_of("importance")

    def band_of(self, axis: Literal["importance", "feasibility"]) -> Band:
        """High, medium or low on an axis; not scored until somebody has scored a part."""
        mean = self.importance if axis == "importance" else self.feasibility
        if not self.scored or mean is None:
            return "not-scored"
        return "high" if mean >= 2 else "medium" if mean >= 1 else "low"


def priority(workspace: Workspace, paragraph: Paragraph) -> Priority:
    """The priority of a recommendation by the workspace's criteria and weights."""
    parts = tuple(_part(workspace, paragraph, criterion) for criterion in workspace.settings.criteria)
    return Priority(parts, _mean(parts, "importance"), _mean(parts, "feasibility"))


def _part(workspace: Workspace, paragraph: Paragraph, criterion: Criterion) -> Part:
    given = next((one for one in paragraph.scores if one.criterion == criterion.id), None)
    if given:
        reason = f"{given.reason}{paragraph.inherited_note(f'scores.{criterion.id}')}"
        return Part(criterion, given.score, reason, computed=False)
    if criterion.id == "urgent":
        reason = "the Committee asks for urgent measures" if paragraph.urgent else "not among the urgent areas"
        reason += paragraph.inherited_note("urgent")
        return Part(criterion, _MOST if paragraph.urgent else 0, reason, computed=True)
    if criterion.id == "repeated":
        ties = repetitions(workspace, paragraph)
        as_of = f", for all of {whole.label}" if (whole := repeated_as_whole(workspace, paragraph)) else ""
        reason = f"tied to {join(ties)}{as_of}" if ties else "no other document is known to say the same"
        return Part(criterion, min(len(ties), _MOST), reason, computed=True)
    return Part(criterion, None, "", computed=False)


def repetitions(workspace: Workspace, paragraph: Paragraph) -> list[str]:
    """The paragraphs of other documents that say the same; one that contradicts or narrows it does not.

    Of a lettered item that names none itself, those of its paragraph.
    """
    own = list(dict.fromkeys(_repetitions(workspace, paragraph)))
    return own or list(dict.fromkeys(_of_whole(workspace, paragraph)))


def repeated_as_whole(workspace: Workspace, paragraph: Paragraph) -> Inherited | None:
    """The paragraph that is repeated, where an item is so as its item alone."""
    own = any(True for _ in _repetitions(workspace, paragraph))
    return None if own or not any(True for _ in _of_whole(workspace, paragraph)) else paragraph.inherited


def _of_whole(workspace: Workspace, paragraph: Paragraph) -> Iterator[str]:
    whole = workspace.by_id.get(paragraph.inherited.id) if paragraph.inherited else None
    if isinstance(whole, Paragraph):
        # What names the item itself, as what contradicts it, says more of it than what it says of the whole.
        own = {link.to for link in paragraph.links}
        own |= {one.id for one in workspace.linking_paragraphs.get(paragraph.id, ())}
        yield from (one for one in repetitions(workspace, whole) if one not in own)


def _repetitions(workspace: Workspace, paragraph: Paragraph) -> Iterator[str]:
    for link in paragraph.links:
        if link.kind in _REPEATING and link.to.partition(":")[0] != paragraph.document:
            yield link.to
    for one in workspace.linking_paragraphs.get(paragraph.id, ()):
        if one.document != paragraph.document:
            yield from (one.id for link in one.links if link.to == paragraph.id and link.kind in _REPEATING)


def _mean(parts: tuple[Part, ...], axis: str) -> float | None:
    scored = [(part.criterion.weight, part.score) for part in parts if part.criterion.axis == axis]
    known = [(weight, score) for weight, score in scored if score is not None and weight]
    total = sum(weight for weight, _ in known)
    return round(sum(weight * score for weight, score in known) / total, 2) if total else None
