"""Turn the steps of a review procedure into deadlines of a mechanism."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.records.mechanism import Deadline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.records.mechanism import Mechanism
    from cobtrack.model.records.procedure import Procedure, Step


def steps_as_deadlines(mechanism: Mechanism, procedure: Procedure) -> dict[str, Deadline]:
    """Return the steps of a review procedure as deadlines of a mechanism, keyed by id.

    The dates of these deadlines are relative to each other. If a deadline in the mechanism's file names a step, the
    step gets the id of this deadline. Otherwise, its id consists of the ids of the mechanism and the step, such as
    `crc-pre-session`.
    """
    deadline_ids = {deadline.step: deadline.id for deadline in reversed(mechanism.deadlines) if deadline.step}
    ids = {step.id: deadline_ids.get(step.id, f"{mechanism.id}-{step.id}") for step in procedure.steps}
    deadlines: dict[str, Deadline] = {}
    for step in procedure.steps:
        deadlines.setdefault(ids[step.id], _as_deadline(mechanism, procedure, step, ids))
    return deadlines


def _as_deadline(mechanism: Mechanism, procedure: Procedure, step: Step, ids: Mapping[str, str]) -> Deadline:
    due = step.due
    if due is not None:
        end = "after" if due.after else "before"
        due = due.model_copy(update={end: ids.get(due.anchor, due.anchor)})
    deadline = Deadline(
        id=ids[step.id], title=step.title, kind=step.kind, owner=step.owner, due=due, lead=step.lead, step=step.id,
        basis="rule" if due else None, remarks=step.remarks, source=step.source or procedure.source,
    )  # fmt: skip
    deadline.set_places(mechanism.place.at("procedures"), {})
    return deadline


def with_step_date(deadline: Deadline, step: Deadline) -> Deadline:
    """Return the deadline with the date of its step instead of its own date."""
    # "To be determined" was about the date that is replaced here.
    certainty = None if deadline.certainty == "tbd" else deadline.certainty
    return deadline.model_copy(update={"due": step.due, "basis": "rule", "certainty": certainty})


def with_procedure_steps(mechanism: Mechanism, procedure: Procedure) -> tuple[Deadline, ...]:
    """Return the deadlines of a mechanism, followed by the steps of the procedure that no deadline names.

    A deadline without a date gets the date of its step.
    """
    steps = steps_as_deadlines(mechanism, procedure)
    deadlines = []
    for deadline in mechanism.deadlines:
        step = steps.get(deadline.id)
        deadlines.append(with_step_date(deadline, step) if step and step.due and deadline.due is None else deadline)
    ids = {deadline.id for deadline in deadlines}
    return (*deadlines, *(step for identifier, step in steps.items() if identifier not in ids))
