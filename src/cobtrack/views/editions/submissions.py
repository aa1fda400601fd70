"""What was sent to a mechanism and what is going to be sent, on a day."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.submission import Submission
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Submissions:
    """The submissions to a mechanism on a day."""

    sent: tuple[Submission, ...]
    """The submissions that had been sent by the day, with the oldest first."""
    planned: tuple[Submission, ...]
    """The submissions that had not been sent by the day."""


def submissions_to(workspace: Workspace, mechanism: str, as_of: date) -> Submissions:
    """Return the submissions to the mechanism with this id."""
    rows = [submission for submission in workspace.submissions if submission.to == mechanism]
    sent = [submission for submission in rows if submission.is_sent(as_of)]
    sent.sort(key=lambda submission: (str(submission.date and submission.date.latest), submission.id))
    return Submissions(tuple(sent), tuple(submission for submission in rows if not submission.is_sent(as_of)))
