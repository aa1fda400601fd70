"""data/submissions/: reports and other texts that the coalition or others sent to a mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pydantic import Field

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import (
    ActorRef,
    DeadlineRef,
    FormerIds,
    Id,
    Many,
    MechanismRef,
    Sources,
    Text,
)

if TYPE_CHECKING:
    import datetime as dt


class Submission(Record):
    """A text that was sent, or is going to be sent, to a mechanism, such as an alternative report."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The title of the submission."""
    to: MechanismRef
    """The mechanism that it was sent to."""
    deadline: DeadlineRef | None = None
    """The deadline that it was sent for."""
    date: Timeframe | None = None
    """The date on which it was sent. Leave it out as long as it has not been sent."""
    by: Many[ActorRef] = ()
    """The organisations that wrote it."""
    endorsed_by: Many[ActorRef] = ()
    """The other organisations that support it with their names."""
    words: int | None = Field(default=None, ge=1)
    """The number of its words."""
    confidential: bool = False
    """Whether the mechanism does not publish it. Only members see a confidential submission, even if it
    has another `audience`."""
    url: str = ""
    """The web address where it can be read."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    def is_sent(self, as_of: dt.date) -> bool:
        """Return whether it had been sent by a day. A vague date counts from the last day that it can mean."""
        return self.date is not None and self.date.is_on_or_before(as_of)


class Submissions(Record):
    """A list of submissions."""

    submissions: Many[Submission]
    """The submissions."""
