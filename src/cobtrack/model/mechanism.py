"""data/reports-due/: UN mechanisms and what is due to them."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.record import Record
from cobtrack.model.roadmap import Remark
from cobtrack.model.timeframe import Timeframe
from cobtrack.model.types import Id, Many, Sources, Text

DueCertainty = Literal["confirmed", "reported", "tentative", "tbd", "postponed", "superseded"]
Outcome = Literal["submitted", "held", "not-submitted", "not-found", "postponed", "cancelled"]


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


class Deadline(Record):
    """One thing due: a report, a reply, a submission, a review."""

    id: Id
    title: Text
    kind: Literal[
        "state-report", "list-of-issues-reply", "follow-up-report", "mid-term-review", "review", "presentation",
        "civil-society-submission", "children-submission",
    ]  # fmt: skip
    owner: Literal["state", "civil-society", "children", "un"]
    """Who owes it."""
    due: Timeframe | None = None
    """When, as precisely as it is known; absent where no date is known."""
    certainty: DueCertainty | None = None
    """How settled the date is."""
    basis: Literal["cob-paragraph", "letter", "master-calendar", "rule", "estimate"] | None = None
    """What the date rests on."""
    after: Many[Id] = ()
    """Deadlines that come before it."""
    findings: Many[DeadlineFinding] = ()
    """What was found out since, oldest first."""
    remarks: Many[Remark] = ()
    source: Sources = ()


class Mechanism(Record):
    """A treaty body, the UPR, a special procedure or the VNR, and the State's deadlines there."""

    id: Id
    name: Text
    acronym: str = ""
    kind: Literal["treaty-body", "upr", "special-procedure", "vnr"]
    remarks: Many[Remark] = ()
    source: Sources = ()
    deadlines: Many[Deadline] = ()
