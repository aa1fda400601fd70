"""Review procedures: the steps of a review by a treaty body, and how the dates of one hang on those of another.

cobtrack ships some; a workspace's own lie in data/procedures/ and win, id by id.
"""

from __future__ import annotations

from typing import Annotated

from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.record import Record
from cobtrack.model.records.mechanism import DeadlineKind, Owner
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import Id, Many, MechanismRef, RefersTo, Sources, Text


class Step(Record):
    """A step of a procedure; a deadline of a mechanism says which step it is."""

    id: Id
    title: Text
    kind: DeadlineKind
    owner: Owner
    due: Annotated[RelativeDate, RefersTo("Step")] | None = None
    """How it hangs on another step; absent for the step that starts the others."""
    lead: Duration | None = None
    """How long it takes to prepare."""
    remarks: Many[Remark] = ()
    source: Sources = ()


class Procedure(Record):
    """The steps of a review."""

    id: Id
    title: Text
    mechanism: MechanismRef
    """The mechanism that works by it."""
    remarks: Many[Remark] = ()
    source: Sources = ()
    steps: Many[Step]
