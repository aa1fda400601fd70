"""data/procedures/: review procedures: the steps of a review, and how their dates depend on each other.

Some procedures come with cobtrack. One in data/procedures/ replaces the one that has the same id.
"""

from __future__ import annotations

from typing import Annotated

from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.record import Record
from cobtrack.model.records.mechanism import DeadlineKind, Owner
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import Id, Many, MechanismRef, RefersTo, Sources, Text


class Step(Record):
    """A step of a review procedure. Deadlines of a mechanism name the step that they are."""

    id: Id
    title: Text
    """What is due."""
    kind: DeadlineKind
    """What sort of report, submission or meeting it is."""
    owner: Owner
    """Who has to take the step."""
    due: Annotated[RelativeDate, RefersTo("Step")] | None = None
    """How its date depends on another step, such as {after: state-report, months: 3}. Leave it out for the step that
    the others depend on."""
    lead: Duration | None = None
    """How long it takes to prepare, such as {months: 9}."""
    remarks: Many[Remark] = ()
    """What else is known about it."""
    source: Sources = ()


class Procedure(Record):
    """The steps of a review by a mechanism."""

    id: Id
    title: Text
    """Its name."""
    mechanism: MechanismRef
    """The mechanism whose reviews follow it."""
    remarks: Many[Remark] = ()
    """What else is known about it."""
    source: Sources = ()
    steps: Many[Step]
    """The steps, in the order in which they usually come."""
