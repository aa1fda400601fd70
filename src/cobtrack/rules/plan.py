"""COB3xx, too: dates that hang on deadlines, and plans that do not fit to them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from cobtrack.model import cycles
from cobtrack.model.dates.format import format_bound, format_timeframe
from cobtrack.model.dates.intervals import BEGINS_EARLIER, ENDS_LATER, OVER_BEFORE, certainly
from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.problem import Finding, Severity
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.scenario import contradictions
from cobtrack.model.schedule import is_binding
from cobtrack.model.text.wording import join
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cobtrack.model.problem import Place
    from cobtrack.model.records.procedure import Procedure
    from cobtrack.model.scenario import Contradiction
    from cobtrack.model.workspace import Workspace

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_YEAR = timedelta(days=366)


def hanging(workspace: Workspace) -> Iterator[tuple[Place, str, RelativeDate]]:
    """Every date that hangs on a deadline: where it stands, whose it is, and how it hangs."""
    for deadline in workspace.deadlines:
        if isinstance(deadline.due, RelativeDate):
            yield deadline.place.at("due"), deadline.id, deadline.due
    for activity in workspace.activities:
        for name in ("starts", "ends"):
            if relative := getattr(activity, name):
                yield activity.place.at(name), activity.id, relative


@rule("COB311", "date-in-a-circle", _ERROR)
def date_in_a_circle(workspace: Workspace) -> Iterator[Finding]:
    """The date of a deadline hangs on itself, directly or by way of others, so that none of them has a date.

    Wrong:  crc-session due {after: crc-pre-session}, and crc-pre-session due {before: crc-session}
    Right:  crc-pre-session due {after: crc-state-report}
    """
    for procedure in workspace.procedures:
        there = {one.id: one.place.at("due") for one in reversed(procedure.steps)}
        hangs_on = {one.id: one.due.anchor if one.due else "" for one in procedure.steps}
        yield from (_circle(there, circle) for circle in cycles.find_cycles(hangs_on))
    own = {one.id: one.place.at("due") for mechanism in workspace.mechanisms for one in mechanism.deadlines}
    for circle in workspace.schedule.cycles:
        # A circle of nothing but steps is the procedure's.
        if own.keys() & set(circle):
            steps = {one: workspace.mechanism_of[one].place.at("procedures") for one in circle}
            yield _circle(steps | {one: own[one] for one in circle if one in own}, circle)


def _circle(places: Mapping[str, Place], circle: tuple[str, ...]) -> Finding:
    hint = "give one of them a date, or let it hang on something else"
    also = tuple(places[one] for one in cycles.other_members(circle))
    return Finding(places[circle[0]], cycles.describe_cycle(circle, "hangs on"), hint, also)


@rule("COB312", "ends-too-late", _WARNING)
def ends_too_late(workspace: Workspace) -> Iterator[Finding]:
    """An activity ends after the day by which it has to, counted from the deadline that it hangs on.

    Reported only where it is certain, whichever days the dates turn out to mean. Nobody has to be ready any more for a
    deadline that was kept.

    Wrong:  timeframe: 2027-10/2027-11
            ends: {before: crc-state-report, months: 3}   (due: 2027-11)
    Right:  timeframe: 2027-04/2027-07
    """
    for activity in workspace.activities:
        end = (
            workspace.schedule.resolve(activity.ends)
            if activity.ends and _is_in_force(workspace, activity.ends)
            else None
        )
        if activity.ends and end and certainly(activity.timeframe, ENDS_LATER, end):
            message = f"{activity.id} has to end by {format_bound(end, 'last')}, {activity.ends.phrase}"
            hint = f"it is planned for {format_timeframe(activity.timeframe)}: end it earlier, or change ends:"
            yield Finding(activity.place.at("timeframe"), message, hint, (activity.place.at("ends"),))


def _is_in_force(workspace: Workspace, relative: RelativeDate) -> bool:
    """Whether it still matters: what was to be ready before something has not to be any more once that was kept."""
    anchor = workspace.by_id.get(relative.anchor)
    return bool(relative.after) or not isinstance(anchor, Deadline) or is_binding(anchor, None)


@rule("COB316", "ends-long-before", _WARNING)
def ends_long_before(workspace: Workspace) -> Iterator[Finding]:
    """An activity ends more than a year before the deadline that it serves can come, as when the deadline has moved.

    Wrong:  timeframe: 2027
            serves: [crc-state-report]   (due: 2030-11)
    Right:  timeframe: 2027/2030
    """
    for activity in workspace.activities:
        for number, one in enumerate(activity.serves):
            deadline, due, last = workspace.by_id.get(one), workspace.schedule.date_of(one), activity.timeframe.latest
            if not (isinstance(deadline, Deadline) and is_binding(deadline, None) and due and due.earliest and last):
                continue
            if due.earliest - last > _YEAR:
                message = f"{activity.id} ends more than a year before {one}, which it serves: {format_timeframe(due)}"
                hint = (
                    f"it is planned for {format_timeframe(activity.timeframe)}: let it end later, or take the link out"
                )
                yield Finding(activity.place.at("timeframe"), message, hint, (activity.place.at("serves", number),))


@rule("COB313", "starts-too-early", _WARNING)
def starts_too_early(workspace: Workspace) -> Iterator[Finding]:
    """An activity begins before what it needs: before the deadline it waits for, or before one that comes before it.

    Wrong:  timeframe: 2026
            starts: {after: crc-state-report}   (due: 2027-11)
    Right:  timeframe: 2028
    """
    activities = {one.id: one for one in workspace.activities}
    hint = "begin it later, or take the link out"
    for activity in workspace.activities:
        start = workspace.schedule.resolve(activity.starts)
        if activity.starts and start and certainly(activity.timeframe, BEGINS_EARLIER, start):
            date = start if activity.starts.length else workspace.schedule.date_of(activity.starts.anchor) or start
            message = f"{activity.id} begins before {format_bound(date, 'first')}, {activity.starts.phrase}"
            yield Finding(activity.place.at("timeframe"), message, hint, (activity.place.at("starts"),))
        for number, one in enumerate(activity.after):
            before = activities.get(one)
            # Over before the other begins is COB305.
            if (
                before
                and certainly(activity.timeframe, BEGINS_EARLIER, before.timeframe)
                and not certainly(activity.timeframe, OVER_BEFORE, before.timeframe)
            ):
                message = f"{activity.id} begins before {one}, which comes before it, does"
                also = (before.place.at("timeframe"),)
                yield Finding(activity.place.at("after", number), message, hint, also)


@rule("COB314", "fails-under-procedure", _WARNING)
def fails_under_procedure(workspace: Workspace) -> Iterator[Finding]:
    """A deadline cannot be when a review procedure that may apply has it.

    Under the simplified procedure, for instance, the first submission of civil society comes before the State report.
    A date written in the file wins over that of the step. Once it is known which procedure applies, take `due:` and
    `after:` of such a deadline out: then the date of the step counts.

    Wrong:  procedures: [crc-standard, crc-simplified]   and a submission due in 2028, after a report due 2027-11
    Right:  procedures: [crc-standard]   once it is known which one applies
    """
    for mechanism in workspace.mechanisms:
        applying = workspace.procedures_of(mechanism)
        for procedure in applying:
            for found in contradictions(workspace, mechanism, procedure):
                yield _contradiction(workspace, procedure, found, certain=len(applying) == 1)


def _contradiction(workspace: Workspace, procedure: Procedure, found: Contradiction, *, certain: bool) -> Finding:
    deadline = found.deadline
    here = "here due: says" if certain else "here it is"
    which = "which applies" if certain else "which may apply"
    order = [
        one
        for one in deadline.after
        if (date := workspace.schedule.date_of(one)) and certainly(found.procedure_date, OVER_BEFORE, date)
    ]
    reverse = f", before {join(order)} and not after it" if order else ""
    message = (
        f"under {procedure.id}, {which}, {deadline.id} is due {format_timeframe(found.procedure_date)}{reverse};"
        f" {here} {format_timeframe(found.own_date)}{', and that wins' if certain else ''}"
    )
    out = "due: and after:" if order else "due:"
    hint = f"see it with: cobtrack timeline --procedure {procedure.id}"
    if certain:
        hint = f"take out {out} here; then the date of the step counts"
    return Finding(deadline.place.at("due"), message, hint)


@rule("COB315", "beyond-the-calendar", _ERROR)
def beyond_the_calendar(workspace: Workspace) -> Iterator[Finding]:
    """A date is counted so far from its deadline that it lies outside of the years 1 to 9999."""
    for place, whose, relative in hanging(workspace):
        anchor = workspace.schedule.date_of(relative.anchor)
        known = anchor and anchor.earliest and anchor.latest
        if known and anchor and relative.resolve(anchor) is None:
            yield Finding(place, f"the date of {whose} lies outside of the years 1 to 9999", "count less far")
