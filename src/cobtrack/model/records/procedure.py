"""Review procedures: the steps of a review by a treaty body, and how the dates of one hang on those of another.

cobtrack ships some; a workspace's own lie in data/procedures/ and win, id by id.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.record import Record
from cobtrack.model.records.mechanism import Deadline, DeadlineKind, Mechanism, Owner
from cobtrack.model.records.roadmap import Remark
from cobtrack.model.types import Id, Many, MechanismRef, RefersTo, Sources, Text

if TYPE_CHECKING:
    from collections.abc import Mapping


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


def steps_as_deadlines(mechanism: Mechanism, procedure: Procedure) -> dict[str, Deadline]:
    """The steps as deadlines of the mechanism, by id, each hanging on the others as the procedure has it.

    A step has the id of the deadline that says it is that step; `crc-pre-session` where there is none.
    """
    own = {one.step: one.id for one in reversed(mechanism.deadlines) if one.step}
    ids = {step.id: own.get(step.id, f"{mechanism.id}-{step.id}") for step in procedure.steps}
    steps: dict[str, Deadline] = {}
    for step in procedure.steps:
        steps.setdefault(ids[step.id], _deadline(mechanism, procedure, step, ids))
    return steps


def _deadline(mechanism: Mechanism, procedure: Procedure, step: Step, ids: Mapping[str, str]) -> Deadline:
    due = step.due
    if due is not None:
        end = "after" if due.after else "before"
        due = due.model_copy(update={end: ids.get(due.anchor, due.anchor)})
    made = Deadline(
        id=ids[step.id], title=step.title, kind=step.kind, owner=step.owner, due=due, lead=step.lead, step=step.id,
        basis="rule" if due else None, remarks=step.remarks, source=step.source or procedure.source,
    )  # fmt: skip
    made.set_places(mechanism.place.at("procedures"), {})
    return made


def with_step_date(deadline: Deadline, step: Deadline) -> Deadline:
    """The deadline at the date of its step. That it was to be determined went with the date of its own."""
    certainty = None if deadline.certainty == "tbd" else deadline.certainty
    return deadline.model_copy(update={"due": step.due, "basis": "rule", "certainty": certainty})


def with_procedure_steps(mechanism: Mechanism, procedure: Procedure) -> tuple[Deadline, ...]:
    """The mechanism's deadlines, and the steps of the procedure that are none of them.

    A deadline without a date of its own gets the date of its step.
    """
    steps = steps_as_deadlines(mechanism, procedure)
    own = tuple(
        with_step_date(one, steps[one.id]) if one.due is None and one.id in steps and steps[one.id].due else one
        for one in mechanism.deadlines
    )
    there = {one.id for one in own}
    return own + tuple(step for one, step in steps.items() if one not in there)
