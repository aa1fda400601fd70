"""data/procedures/: review procedures, which define the steps of a review and how their dates depend on each other.

Some procedures come with cobtrack. A procedure in data/procedures/ replaces a procedure of cobtrack with the same id.
"""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.record import Record
from cobtrack.model.records.mechanism import DeadlineKind, Owner
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import (
    FormerIds,
    Id,
    Many,
    MechanismRef,
    RefersTo,
    Sources,
    Text,
)


class Step(Record):
    """A step of a review procedure. The field `step` of a deadline names the step that the deadline is."""

    id: Id
    title: Text
    """What is due."""
    kind: DeadlineKind
    """The kind of report, submission or meeting that is due."""
    owner: Owner
    """Who has to take the step."""
    due: Annotated[RelativeDate, RefersTo("Step")] | None = None
    """How the date of the step depends on another step, such as {after: state-report, months: 3}. Leave it out for the
    step that the other steps depend on."""
    lead: Duration | None = None
    """The time needed for preparation, such as {months: 9}."""
    max_words: int | None = Field(default=None, ge=1)
    """The greatest number of words that the mechanism accepts in this report or submission."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()


class Procedure(Record):
    """The steps of a review by a mechanism."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """The name of the procedure."""
    mechanism: MechanismRef
    """The mechanism whose reviews follow the procedure."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    source: Sources = ()
    steps: Many[Step]
    """The steps, in their usual order."""
