"""Changed copies of a workspace that answer "what if": other dates, another review cycle or another review procedure.

No file is changed.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.dates.intervals import Relation, certainly
from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.procedure_steps import steps_as_deadlines, with_step_date
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.schedule import build_schedule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.mechanism import Mechanism
    from cobtrack.model.records.procedure import Procedure
    from cobtrack.model.workspace import Workspace

# The possible relations between two dates that have no day in common.
_APART = frozenset({Relation.BEFORE, Relation.MEETS, Relation.MET_BY, Relation.AFTER})


class Contradiction(NamedTuple):
    """A deadline whose date cannot be the same as the date that a procedure gives to its step."""

    deadline: Deadline
    step: Deadline
    """The step of the procedure, as a deadline."""
    own_date: Timeframe
    procedure_date: Timeframe


def contradictions(workspace: Workspace, mechanism: Mechanism, procedure: Procedure) -> Iterator[Contradiction]:
    """Yield the deadlines of a mechanism that certainly contradict a procedure.

    A deadline contradicts the procedure if its own date cannot be the date that the procedure gives to its step. If the
    exact day of a date is not known, there is a contradiction only if no possible day fits.
    """
    steps = {
        identifier: step
        for identifier, step in steps_as_deadlines(mechanism, procedure).items()
        if step.due is not None
    }
    deadlines = [*(deadline for deadline in mechanism.deadlines if deadline.id not in steps), *steps.values()]
    ids = {deadline.id for deadline in deadlines}
    # The dates of other mechanisms do not change.
    anchor_ids = {deadline.anchor_id for deadline in deadlines if deadline.anchor_id} - ids
    anchors = [
        anchor.model_copy(update={"due": workspace.schedule.date_of(anchor.id)})
        for anchor in map(workspace.by_id.get, sorted(anchor_ids))
        if isinstance(anchor, Deadline)
    ]
    by_procedure = build_schedule([*deadlines, *anchors])
    for deadline in mechanism.deadlines:
        own_date, procedure_date = workspace.schedule.date_of(deadline.id), by_procedure.date_of(deadline.id)
        if deadline.id in steps and own_date and procedure_date and certainly(own_date, _APART, procedure_date):
            yield Contradiction(deadline, steps[deadline.id], own_date, procedure_date)


def with_procedure(workspace: Workspace, procedure: Procedure) -> Workspace:
    """Return a copy of the workspace in which the mechanism of `procedure` uses only this procedure.

    The steps of the procedure become deadlines of the mechanism. If the date of an existing deadline contradicts the
    procedure, the deadline gets the date of its step.
    """
    mechanism = next((mechanism for mechanism in workspace.mechanisms if mechanism.id == procedure.mechanism), None)
    contradicting = contradictions(workspace, mechanism, procedure) if mechanism else ()
    steps = {contradiction.deadline.id: contradiction.step for contradiction in contradicting}

    def change(mechanism: Mechanism) -> Mechanism:
        if mechanism.id != procedure.mechanism:
            return mechanism
        deadlines = tuple(
            with_step_date(deadline, steps[deadline.id]) if deadline.id in steps else deadline
            for deadline in mechanism.deadlines
        )
        return mechanism.model_copy(update={"procedures": (procedure.id,), "deadlines": deadlines})

    procedures = {existing.id: existing for existing in workspace.procedures} | {procedure.id: procedure}
    mechanisms = tuple(map(change, workspace.mechanisms))
    return replace(workspace, mechanisms=mechanisms, procedures=tuple(procedures.values()))


def as_known_on(workspace: Workspace, day: date) -> Workspace:
    """Return a copy of the workspace without the findings about deadlines that are dated after the given day."""

    def earlier_findings(deadline: Deadline) -> Deadline:
        findings = tuple(finding for finding in deadline.findings if finding.date.is_on_or_before(day))
        return deadline.model_copy(update={"findings": findings}) if deadline.findings else deadline

    def change(mechanism: Mechanism) -> Mechanism:
        return mechanism.model_copy(update={"deadlines": tuple(map(earlier_findings, mechanism.deadlines))})

    return replace(workspace, mechanisms=tuple(map(change, workspace.mechanisms)))


def with_dates(workspace: Workspace, dates: Mapping[str, Timeframe]) -> Workspace:
    """Return a copy of the workspace in which some deadlines have other dates.

    `dates` maps the ids of these deadlines to their new dates. Their findings are removed, because the findings belong
    to the old dates. Nothing else changes.
    """
    changed = [deadline for deadline in workspace.deadlines if deadline.id in dates]

    def change(mechanism: Mechanism) -> Mechanism:
        own_ids = {deadline.id for deadline in mechanism.deadlines}
        # Steps of the procedure become deadlines of the mechanism, so that they can have the new dates.
        steps = [
            deadline
            for deadline in changed
            if deadline.id not in own_ids and workspace.mechanism_of[deadline.id] is mechanism
        ]
        deadlines = tuple(
            deadline.model_copy(update={"due": dates[deadline.id], "findings": ()})
            if deadline.id in dates
            else deadline
            for deadline in (*mechanism.deadlines, *steps)
        )
        return mechanism.model_copy(update={"deadlines": deadlines})

    return replace(workspace, mechanisms=tuple(map(change, workspace.mechanisms)))


def next_report_in_cycle(workspace: Workspace, years: int) -> tuple[str, Timeframe] | None:
    """Return the id of the next State report, and the date of this report in a review cycle of `years` years.

    Return None if the roadmap has no review cycle, if the current date of the report is not known, or if the new date
    is not in the years 1 to 9999.
    """
    cycle = workspace.roadmap.review_cycle if workspace.roadmap else None
    current_date = workspace.schedule.date_of(cycle.next_report) if cycle else None
    if cycle is None or current_date is None:
        return None
    difference = years - cycle.years
    after, before = (cycle.next_report, None) if difference >= 0 else (None, cycle.next_report)
    new_date = RelativeDate(after=after, before=before, years=str(abs(difference))).resolve(current_date)
    return (cycle.next_report, new_date) if new_date else None
