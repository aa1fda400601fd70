"""Questions to the State that reflect what each voice says about recommendations."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from cobtrack.views.assessments import LEVELS, NO_INFORMATION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.document import Paragraph
    from cobtrack.views.editions.accounts import Account

QuestionKind = Literal["government-ahead", "differ", "regressed", "remain", "carried-out", "no-information"]
_KINDS: tuple[QuestionKind, ...] = (
    "government-ahead", "differ", "regressed", "remain", "carried-out", "no-information",
)  # fmt: skip
_GOVERNMENT = "government"


class Stance(NamedTuple):
    """How the views of the voices that assessed a recommendation differ.

    The kinds: the government and perhaps others see more progress than the other voices (`government-ahead`), or the
    voices differ in another way (`differ`). They agree that the situation has become worse (`regressed`), that steps
    remain (`remain`), or that little or nothing remains (`carried-out`). If no voice has information, the kind is
    `no-information`.
    """

    kind: QuestionKind
    voices: tuple[str, ...]
    """The voices that agree. If the voices differ, these are the voices that see the most progress."""
    others: tuple[str, ...]
    """If the voices differ, the voices that see less progress."""
    uninformed: tuple[str, ...]
    """The voices that have no information, while others do."""


@dataclass(frozen=True)
class Question:
    """A question about all recommendations on which the voices have the same stance."""

    stance: Stance
    paragraphs: tuple[Paragraph, ...]


def stance(account: Account, asking: tuple[str, ...] = ()) -> Stance | None:
    """Return the stance of the voices on a recommendation; None if no voice has assessed it.

    `asking` are the voices that ask the government. If it is not empty, other voices are left out, and the kind is
    `no-information` if none of the voices that ask has information.
    """
    wanted = (_GOVERNMENT, *asking) if asking else tuple(account.assessments)
    levels = {voice: assessment.level for voice, assessment in account.assessments.items() if voice in wanted}
    if asking and all(levels.get(voice, NO_INFORMATION) == NO_INFORMATION for voice in asking):
        levels = {voice: level for voice, level in levels.items() if voice in asking}
    informed = {voice: LEVELS.index(level) for voice, level in levels.items() if level != NO_INFORMATION}
    uninformed = tuple(voice for voice in levels if voice not in informed)
    if not informed:
        return Stance("no-information", uninformed, (), ()) if uninformed else None
    best = min(informed.values())
    voices = tuple(voice for voice, place in informed.items() if place == best)
    others = tuple(voice for voice in informed if voice not in voices)
    if others:
        return Stance("government-ahead" if _GOVERNMENT in voices else "differ", voices, others, uninformed)
    level = LEVELS[best]
    kind: QuestionKind = (
        "carried-out" if level in {"fully", "largely"} else "regressed" if level == "regressed" else "remain"
    )
    return Stance(kind, voices, (), uninformed)


def questions(accounts: Iterable[Account], asking: tuple[str, ...] = ()) -> tuple[Question, ...]:
    """Return questions about recommendations, with each recommendation that a voice has assessed in one of them.

    Questions about differences come first. `asking` are the voices that ask, as for `stance`.
    """
    groups: dict[Stance, list[Paragraph]] = defaultdict(list)
    for account in accounts:
        if found := stance(account, asking):
            groups[found].append(account.paragraph)
    made = (Question(found, tuple(paragraphs)) for found, paragraphs in groups.items())
    return tuple(sorted(made, key=lambda question: _KINDS.index(question.stance.kind)))


def by_kind(
    clusters: Iterable[tuple[str, tuple[Question, ...]]],
) -> dict[QuestionKind, tuple[tuple[str, tuple[Question, ...]], ...]]:
    """Return the questions of clusters, keyed by kind and then arranged by cluster, so each is asked only once.

    `clusters` and the result have pairs of a cluster's title and its questions.
    """
    rows = list(clusters)
    made = {
        kind: tuple(
            (title, own)
            for title, asked in rows
            if (own := tuple(question for question in asked if question.stance.kind == kind))
        )
        for kind in _KINDS
    }
    return {kind: found for kind, found in made.items() if found}
