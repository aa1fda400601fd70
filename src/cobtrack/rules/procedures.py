"""COB2xx, too: review procedures, their steps, and the deadlines that are steps of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.problem import Finding, Place, Severity
from cobtrack.model.text.suggestions import KnownWords
from cobtrack.rules.links import nearest
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.workspace import Workspace

_ERROR = Severity.ERROR


@rule("COB211", "unknown-step", _ERROR)
def unknown_step(workspace: Workspace) -> Iterator[Finding]:
    """A deadline says that it is a step of a review procedure, and no procedure of its mechanism has that step.

    Wrong:  step: pre-sesion
    Right:  step: pre-session
    """
    steps = {one.id: [step.id for step in one.steps] for one in workspace.procedures}
    for mechanism in workspace.mechanisms:
        known = {step for one in mechanism.procedures for step in steps.get(one, ())}
        near = KnownWords(known)
        # An unknown procedure is a problem of its own.
        if all(one in steps for one in mechanism.procedures):
            for deadline in mechanism.deadlines:
                if deadline.step and deadline.step not in known:
                    message = f'no procedure of {mechanism.id} has the step "{deadline.step}"'
                    yield Finding(deadline.place.at("step"), message, nearest(deadline.step, near, "step"))
    for procedure in workspace.procedures:
        known = set(steps[procedure.id])
        near = KnownWords(known)
        for step in procedure.steps:
            if step.due and step.due.anchor and step.due.anchor not in known:
                message = f'{procedure.id} has no step "{step.due.anchor}"'
                hint = nearest(step.due.anchor, near, "step")
                yield Finding(step.place.at("due", "after" if step.due.after else "before"), message, hint)


@rule("COB212", "procedure-of-another-mechanism", _ERROR)
def foreign_procedure(workspace: Workspace) -> Iterator[Finding]:
    """A mechanism names the review procedure of another one, whose steps are not its own.

    Wrong:  procedures: [crc-standard]   in data/reports-due/cat.yaml
    Right:  procedures: [cat-standard]   with mechanism: cat in data/procedures/cat-standard.yaml
    """
    known = {one.id: one for one in workspace.procedures}
    for mechanism in workspace.mechanisms:
        for number, one in enumerate(mechanism.procedures):
            if one in known and known[one].mechanism != mechanism.id:
                message = f"{one} is a procedure of {known[one].mechanism}, not of {mechanism.id}"
                hint = f"name one of {mechanism.id}; a file in data/procedures says whose it is under mechanism"
                yield Finding(mechanism.place.at("procedures", number), message, hint)


@rule("COB213", "step-twice", _ERROR)
def step_twice(workspace: Workspace) -> Iterator[Finding]:
    """Two deadlines of a mechanism say that they are the same step, or two steps of a procedure have one id.

    Wrong:  step: state-report   in two deadlines of one file
    Right:  step: state-report   in the one that is due next
    """
    for mechanism in workspace.mechanisms:
        named = [(one.step, one.place.at("step")) for one in mechanism.deadlines if one.step]
        yield from _twice(named, f"of {mechanism.id} is two deadlines")
    for procedure in workspace.procedures:
        yield from _twice(
            [(step.id, step.place.at("id")) for step in procedure.steps], f"stands twice in {procedure.id}"
        )


def _twice(named: list[tuple[str, Place]], what: str) -> Iterator[Finding]:
    first: dict[str, Place] = {}
    for step, place in named:
        if step in first:
            yield Finding(place, f'the step "{step}" {what}', "take one of them out", (first[step],))
        first.setdefault(step, place)
