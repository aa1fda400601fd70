"""The steps of review procedures as deadlines of a mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.records.mechanism import Deadline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.records.mechanism import Mechanism
    from cobtrack.model.records.procedure import Procedure, Step


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
