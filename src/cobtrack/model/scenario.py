"""A workspace as it would be if: other dates, another review cycle, this review procedure. Nothing is written."""

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

_APART = frozenset({Relation.BEFORE, Relation.MEETS, Relation.MET_BY, Relation.AFTER})


class Contradiction(NamedTuple):
    """A deadline whose date cannot be that of its step in a procedure: the deadline as the step, and both dates."""

    deadline: Deadline
    step: Deadline
    own_date: Timeframe
    procedure_date: Timeframe


def contradictions(workspace: Workspace, mechanism: Mechanism, procedure: Procedure) -> Iterator[Contradiction]:
    """The mechanism's deadlines that cannot be when the procedure has them, whichever days the dates mean."""
    steps = {one: step for one, step in steps_as_deadlines(mechanism, procedure).items() if step.due}
    local = [*(one for one in mechanism.deadlines if one.id not in steps), *steps.values()]
    there = {one.id for one in local}
    # Dates of other mechanisms stay what they are.
    anchors = {one.anchor_id for one in local if one.anchor_id} - there
    others = [
        one.model_copy(update={"due": workspace.schedule.date_of(one.id)})
        for one in map(workspace.by_id.get, sorted(anchors))
        if isinstance(one, Deadline)
    ]
    by_procedure = build_schedule([*local, *others])
    for deadline in mechanism.deadlines:
        own, theirs = workspace.schedule.date_of(deadline.id), by_procedure.date_of(deadline.id)
        if deadline.id in steps and own and theirs and certainly(own, _APART, theirs):
            yield Contradiction(deadline, steps[deadline.id], own, theirs)


def with_procedure(workspace: Workspace, procedure: Procedure) -> Workspace:
    """The workspace if the review goes by this procedure.

    Its steps become deadlines; a deadline whose date contradicts its step gets the step's.
    """
    home = next((one for one in workspace.mechanisms if one.id == procedure.mechanism), None)
    found = contradictions(workspace, home, procedure) if home else ()
    moved = {one.deadline.id: one.step for one in found}

    def change(mechanism: Mechanism) -> Mechanism:
        if mechanism.id != procedure.mechanism:
            return mechanism
        deadlines = tuple(with_step_date(one, moved[one.id]) if one.id in moved else one for one in mechanism.deadlines)
        return mechanism.model_copy(update={"procedures": (procedure.id,), "deadlines": deadlines})

    there = {one.id: one for one in workspace.procedures} | {procedure.id: procedure}
    mechanisms = tuple(change(one) for one in workspace.mechanisms)
    return replace(workspace, mechanisms=mechanisms, procedures=tuple(there.values()))


def as_known_on(workspace: Workspace, day: date) -> Workspace:
    """The workspace without what was found out about deadlines after that day."""

    def change(mechanism: Mechanism) -> Mechanism:
        deadlines = tuple(
            one.model_copy(
                update={"findings": tuple(found for found in one.findings if found.date.is_on_or_before(day))}
            )
            if one.findings
            else one
            for one in mechanism.deadlines
        )
        return mechanism.model_copy(update={"deadlines": deadlines})

    return replace(workspace, mechanisms=tuple(map(change, workspace.mechanisms)))


def with_dates(workspace: Workspace, dates: Mapping[str, Timeframe]) -> Workspace:
    """The workspace if these deadlines, by id, were due then; what was found out about them is set aside.

    All else of them stays: the date is what the changed line would give.
    """
    steps = [one for one in workspace.deadlines if one.id in dates]

    def change(mechanism: Mechanism) -> Mechanism:
        own = {one.id for one in mechanism.deadlines}
        added = [one for one in steps if one.id not in own and workspace.mechanism_of[one.id] is mechanism]
        deadlines = tuple(
            one.model_copy(update={"due": dates[one.id], "findings": ()}) if one.id in dates else one
            for one in (*mechanism.deadlines, *added)
        )
        return mechanism.model_copy(update={"deadlines": deadlines})

    return replace(workspace, mechanisms=tuple(change(one) for one in workspace.mechanisms))


def next_report_in_cycle(workspace: Workspace, years: int) -> tuple[str, Timeframe] | None:
    """The id and the date of the next State report if the review cycle had so many years.

    None where the roadmap tells of no cycle, or the report's date is not known or would lie beyond the calendar.
    """
    cycle = workspace.roadmap.review_cycle if workspace.roadmap else None
    now = workspace.schedule.date_of(cycle.next_report) if cycle else None
    if cycle is None or now is None:
        return None
    more = years - cycle.years
    after, before = (cycle.next_report, None) if more >= 0 else (None, cycle.next_report)
    moved = RelativeDate(after=after, before=before, years=str(abs(more))).resolve(now)
    return (cycle.next_report, moved) if moved else None
