"""How many words a mechanism accepts in a submission, and how many words a document has."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cobtrack.model.records.mechanism import DeadlineKind
    from cobtrack.model.records.procedure import Procedure, Step
    from cobtrack.model.workspace import Workspace

LIMITED_DOCUMENTS: dict[str, DeadlineKind] = {
    "alternative-report": "civil-society-submission",
    "children-report": "children-submission",
}
"""The documents that are sent to the treaty body, mapped to the kind of deadline that they are written for."""
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TARGET = re.compile(r"\]\((?:<[^>]*>|[^)\s]*)\)")
"""The end of a link, with its address, which readers do not see."""
_HAS_WORD = re.compile(r"\w")
_BETWEEN_WORDS = re.compile(r"[\s|\u200b]+|<br ?/?>")


@dataclass(frozen=True)
class WordLimit:
    """The step of a review procedure that a document is written for."""

    procedure: Procedure
    step: Step


def word_limits(workspace: Workspace, kind: DeadlineKind) -> tuple[WordLimit, ...]:
    """Return the steps of the treaty body's review procedures for submissions of this kind, a step per procedure.

    A step may have no limit. If it is not known which procedure applies, there are several steps.
    """
    mechanism = workspace.treaty_body
    if mechanism is None:
        return ()
    named = {deadline.step for deadline in mechanism.deadlines if deadline.kind == kind}
    found = []
    for procedure in workspace.procedures_of(mechanism):
        steps = [step for step in procedure.steps if step.kind == kind]
        chosen = next((step for step in steps if step.id in named), next(iter(steps), None))
        found += [WordLimit(procedure, chosen)] if chosen else []
    return tuple(found)


def lowest_limit(limits: tuple[WordLimit, ...]) -> WordLimit | None:
    """Return the step with the lowest limit; None if no limit is known."""
    known = [limit for limit in limits if limit.step.max_words]
    return min(known, key=lambda limit: limit.step.max_words or 0, default=None)


def count_words(markdown: str) -> int:
    """Count the words that readers of a Markdown document see.

    The addresses of links are not counted, and neither are comments.

    A word is a text between spaces that contains a letter or a digit. In scripts without spaces, zero-width spaces
    separate words.
    """
    text = _TARGET.sub("] ", _COMMENT.sub("", markdown))
    return sum(bool(_HAS_WORD.search(word)) for word in _BETWEEN_WORDS.split(text))
