"""What was sent to mechanisms and what is going to be sent, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.submission import Submission
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Submissions:
    """The submissions to a mechanism, or for a deadline, on a day."""

    sent: tuple[Submission, ...]
    """The submissions that had been sent by the day, with the oldest first."""
    planned: tuple[Submission, ...]
    """The submissions that had not been sent by the day."""


def submissions_to(workspace: Workspace, mechanism: str, as_of: date) -> Submissions:
    """Return the submissions to the mechanism with this id."""
    return _on(as_of, [one for one in workspace.submissions if one.to == mechanism])


def submissions_for(workspace: Workspace, deadline: str, as_of: date) -> Submissions:
    """Return the submissions for the deadline with this id."""
    return _on(as_of, [one for one in workspace.submissions if one.deadline == deadline])


def is_sent(submission: Submission, as_of: date) -> bool:
    """Return whether a submission had been sent by a day. A vague date counts from the last day that it can mean."""
    return submission.date is not None and submission.date.is_on_or_before(as_of)


def _on(as_of: date, submissions: list[Submission]) -> Submissions:
    sent = [one for one in submissions if is_sent(one, as_of)]
    sent.sort(key=lambda one: (str(one.date.latest) if one.date else "", one.id))
    return Submissions(tuple(sent), tuple(one for one in submissions if not is_sent(one, as_of)))
