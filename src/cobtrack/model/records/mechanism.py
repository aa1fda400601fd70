"""data/reports-due/: UN mechanisms and what is due to them."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.dates.relative import Due, Duration, RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import DeadlineRef, Id, Many, ProcedureRef, Sources, StepRef, Text

DueCertainty = Literal["confirmed", "reported", "tentative", "tbd", "postponed", "superseded"]
Outcome = Literal["submitted", "held", "not-submitted", "not-found", "postponed", "cancelled"]
FULFILLED = frozenset({"submitted", "held"})
DeadlineKind = Literal[
    "state-report", "list-of-issues", "list-of-issues-reply", "follow-up-report", "mid-term-review", "pre-session",
    "review", "presentation", "civil-society-submission", "children-submission",
]  # fmt: skip
MEETINGS = frozenset({"mid-term-review", "pre-session", "review", "presentation"})
"""The kinds of deadline that are held. All others are submitted."""
Owner = Literal["state", "civil-society", "children", "un"]


class DeadlineFinding(Record):
    """What was found out about a deadline on a day; the last one on or before the as-of date counts.

    `not-submitted` says that somebody knows; `not-found` says that somebody looked and saw no sign either way.
    """

    date: Timeframe
    """When it happened, or for `not-submitted` and `not-found` when that was known."""
    outcome: Outcome
    note: Text | None = None
    source: Sources = ()
    certainty: Literal["confirmed", "reported", "tentative"] | None = None
    audience: Audience | None = None


class Deadline(Record):
    """One thing due: a report, a reply, a submission, a review."""

    id: Id
    title: Text
    kind: DeadlineKind
    owner: Owner
    """Who owes it."""
    due: Due | None = None
    """When, as precisely as it is known: a date, or how it hangs on another deadline, {after: crc-state-report,
    months: 3}; absent where no date is known."""
    lead: Duration | None = None
    """How long it takes to prepare: {months: 9}."""
    step: StepRef | None = None
    """Which step of the review procedure it is."""
    certainty: DueCertainty | None = None
    """How settled the date is."""
    basis: Literal["cob-paragraph", "letter", "master-calendar", "rule", "estimate"] | None = None
    """What the date rests on; `estimate` is the coalition's own estimate or plan: nobody is bound by it."""
    after: Many[DeadlineRef] = ()
    """Deadlines that come before it."""
    findings: Many[DeadlineFinding] = ()
    """What was found out since, oldest first."""
    remarks: Many[Remark] = ()
    source: Sources = ()
    audience: Audience | None = None

    @property
    def anchor_id(self) -> str:
        """The id of the deadline whose date decides its own; empty where its date is its own."""
        return self.due.anchor if isinstance(self.due, RelativeDate) else ""

    @property
    def is_meeting(self) -> bool:
        """Whether it is held and not submitted."""
        return self.kind in MEETINGS

    @property
    def is_expected(self) -> bool:
        """Whether the coalition expects it, by its own estimate or plan; then it is nobody's duty."""
        return self.basis == "estimate"


class Mechanism(Record):
    """A treaty body, the UPR, a special procedure or the VNR, and the State's deadlines there."""

    id: Id
    name: Text
    acronym: str = ""
    kind: Literal["treaty-body", "upr", "special-procedure", "vnr"]
    procedures: Many[ProcedureRef] = ()
    """The review procedure that applies; several while it is not known which of them does."""
    remarks: Many[Remark] = ()
    source: Sources = ()
    deadlines: Many[Deadline] = ()
