"""data/reports-due/: UN mechanisms, and the deadlines of reviews and reports."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.relative import Due, Duration, RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import DueCertainty, Earlier, Remark
from cobtrack.model.types import (
    DeadlineRef,
    FormerIds,
    Id,
    Many,
    ProcedureRef,
    Sources,
    StepRef,
    Text,
)

Outcome = Literal["submitted", "held", "not-submitted", "not-found", "postponed", "cancelled"]
FULFILLED = frozenset({"submitted", "held"})
"""The outcomes that mean that a deadline was met."""
DeadlineKind = Literal[
    "state-report", "list-of-issues", "list-of-issues-reply", "follow-up-report", "mid-term-review", "pre-session",
    "review", "presentation", "civil-society-submission", "children-submission",
]  # fmt: skip
MEETINGS = frozenset({"mid-term-review", "pre-session", "review", "presentation"})
"""The kinds of deadline that are meetings."""
Owner = Literal["state", "civil-society", "children", "un"]


class DeadlineFinding(Record):
    """What somebody found out about a deadline. The last finding on or before the day in question is used.

    `not-submitted` means that somebody knows that nothing was submitted. `not-found` means that somebody looked and
    found no evidence either way.
    """

    date: Timeframe
    """The date of the event. For `not-submitted` and `not-found`, the date on which this was found out."""
    outcome: Outcome
    """The result: what was found out."""
    note: Text | None = None
    """Details, in a sentence or two."""
    source: Sources = ()
    certainty: Certainty | None = None
    """How certain the finding is. Leave it out if there is no doubt."""
    audience: Audience | None = None


class Deadline(Record):
    """Something that is due: a report, a reply, a submission or a review."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """What is due."""
    kind: DeadlineKind
    """The kind of report, submission or meeting that is due."""
    owner: Owner
    """Who has to meet the deadline."""
    due: Due | None = None
    """The date, as precisely as it is known, or how it depends on another deadline, such as
    {after: crc-state-report, months: 3}. Leave it out if no date is known."""
    lead: Duration | None = None
    """The time needed for preparation, such as {months: 9}."""
    step: StepRef | None = None
    """The step of the review procedure that this deadline is."""
    certainty: DueCertainty | None = None
    """How certain the date is. Leave it out if there is no doubt."""
    basis: Literal["cob-paragraph", "letter", "master-calendar", "rule", "estimate"] | None = None
    """Where the date comes from. A date that the coalition estimated or planned itself (estimate) binds nobody."""
    after: Many[DeadlineRef] = ()
    """The deadlines that come before this deadline."""
    findings: Many[DeadlineFinding] = ()
    """Findings on whether the deadline was met, with the oldest finding first."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    was: Many[Earlier] = ()
    """Earlier plans and earlier words, with the oldest first."""
    source: Sources = ()
    audience: Audience | None = None

    @property
    def anchor_id(self) -> str:
        """The id of the deadline that the date is relative to; "" if the date does not depend on another deadline."""
        return self.due.anchor if isinstance(self.due, RelativeDate) else ""

    @property
    def is_meeting(self) -> bool:
        """Whether the deadline is a meeting. Meetings are held; everything else is submitted."""
        return self.kind in MEETINGS

    @property
    def is_expected(self) -> bool:
        """Whether the date is only the coalition's own estimate or plan, so nobody has a duty to meet the deadline."""
        return self.basis == "estimate"


class Mechanism(Record):
    """A treaty body, the UPR, a special procedure or the VNR, with the deadlines of the State and of others."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    name: Text
    """The full name."""
    acronym: Text = Text("")
    """The acronym, which documents and lists use instead of the name."""
    kind: Literal["treaty-body", "upr", "special-procedure", "vnr"]
    """The kind of mechanism."""
    procedures: Many[ProcedureRef] = ()
    """The review procedure that applies. As long as it is not known which procedure applies, list all that might."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()
    deadlines: Many[Deadline] = ()
    """The reports, submissions and meetings that are due in reviews by this mechanism."""
