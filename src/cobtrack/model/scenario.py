"""Changed copies of a workspace: as it was known on an earlier day, and with other dates or another review procedure.

No file is changed.
"""

from __future__ import annotations

from dataclasses import replace
from operator import is_
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.model.dates.intervals import Relation, certainly
from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.procedure_steps import steps_as_deadlines, with_step_date
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.shared import EARLIER_DATES
from cobtrack.model.schedule import build_schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.document import Assessment
    from cobtrack.model.records.mechanism import Mechanism
    from cobtrack.model.records.procedure import Procedure
    from cobtrack.model.records.shared import Earlier
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
    """Return a copy of the workspace as it was known on the given day.

    The copy has the dates that were planned on this day, and no findings about deadlines that are dated later.
    """

    def earlier_findings(deadline: Deadline) -> Deadline:
        findings = tuple(finding for finding in deadline.findings if finding.date.is_on_or_before(day))
        return deadline.model_copy(update={"findings": findings}) if deadline.findings else deadline

    earlier = as_planned_on(workspace, day)
    mechanisms = tuple(_change_items(mechanism, ("deadlines",), earlier_findings) for mechanism in earlier.mechanisms)
    return replace(earlier, mechanisms=mechanisms)


def as_planned_on(workspace: Workspace, day: date) -> Workspace:
    """Return the workspace with the dates that were planned on the given day.

    These are the timeframes of activities and actions, the dates of deadlines, and the roadmap's period. They come from
    the fields `was` of the records. Changes of these dates after the given day are left out of `was`. Texts and names
    stay as they are.
    """

    def planned(record: Any) -> Any:
        return _as_planned(record, day) if record.was else record

    changes: dict[str, Any] = {
        "roadmap": workspace.roadmap and planned(workspace.roadmap),
        "pillars": _each(
            workspace.pillars, lambda pillar: _change_items(pillar, ("categories", "activities"), planned)
        ),
        "mechanisms": _each(workspace.mechanisms, lambda item: _change_items(item, ("deadlines",), planned)),
        "action_files": _each(workspace.action_files, lambda file: _change_items(file, ("actions",), planned)),
    }
    if all(getattr(workspace, name) is value for name, value in changes.items()):
        return workspace
    return replace(workspace, **changes)


def without_later_replies(workspace: Workspace, day: date) -> Workspace:
    """Return the workspace without the State's replies to assessments that came after the given day."""

    def as_replied(assessment: Assessment) -> Assessment:
        is_later = assessment.answered is not None and not assessment.has_answer(day)
        return assessment.model_copy(update={"answered": None, "answer": None}) if is_later else assessment

    path = ("paragraphs", "assessments")
    documents = _each(workspace.documents, lambda document: _change_items(document, path, as_replied))
    return workspace if documents is workspace.documents else replace(workspace, documents=documents)


def _each(items: tuple[Any, ...], change: Callable[[Any], Any]) -> tuple[Any, ...]:
    """Return the items after `change`. If nothing has changed, return the same tuple."""
    changed = tuple(map(change, items))
    return items if all(map(is_, items, changed)) else changed


def _change_items(record: Any, path: tuple[str, ...], change: Callable[[Any], Any]) -> Any:
    """Return a record after `change` of the items in one of its lists, or in lists of the records within it.

    `path` has the names of the lists, from the outermost to the innermost. If nothing has changed, return the same
    record.
    """
    name, *rest = path
    change_item = (lambda item: _change_items(item, tuple(rest), change)) if rest else change
    items = getattr(record, name)
    changed = _each(items, change_item)
    return record if changed is items else record.model_copy(update={name: changed})


def _as_planned(record: Any, day: date) -> Any:
    """Return a record with the dates that were planned on the given day, and without later changes of these dates."""
    known: list[Earlier] = []
    values: dict[str, Any] = {}
    for entry in record.was:
        if entry.until.is_on_or_before(day):
            known.append(entry)
            continue
        dates = {name: value for name in EARLIER_DATES if (value := getattr(entry, name)) is not None}
        # The first change after the day replaced the value of the day, so it takes precedence over later changes.
        values = dates | values
        if entry.earlier_words:
            known.append(entry.model_copy(update=dict.fromkeys(EARLIER_DATES)))
    return record.model_copy(update={**values, "was": tuple(known)}) if values else record


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
