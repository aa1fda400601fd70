"""COB3xx: timeframes and dates that do not hold together."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from cobtrack.model import cycles
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.intervals import BEGINS_EARLIER, ENDS_LATER, OVER_BEFORE, certainly
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.problem import Finding, Severity
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.schedule import is_binding
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.model.problem import Place
    from cobtrack.model.records.document import Assessment
    from cobtrack.model.records.indicator import Measurement
    from cobtrack.model.records.mechanism import DeadlineFinding
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.records.shared import Progress
    from cobtrack.model.workspace import RecordWithId, Workspace

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_NEVER = date.min


def _timeframes(workspace: Workspace) -> Iterator[tuple[Place, str, Timeframe]]:
    """Every interval that says when something is meant to be, with whose it is."""
    if workspace.roadmap:
        yield workspace.roadmap.place.at("period"), "the roadmap's period", workspace.roadmap.period
    for records, names in _dated(workspace):
        for record in records:
            for name in names:
                if isinstance(value := getattr(record, name), Timeframe):
                    yield record.place.at(name), record.id, value


def _dated(workspace: Workspace) -> Iterator[tuple[Sequence[RecordWithId], tuple[str, ...]]]:
    """The records that have such intervals, and where."""
    yield workspace.discussions, ("date",)
    yield workspace.activities, ("timeframe",)
    yield workspace.deadlines, ("due",)
    yield workspace.documents, ("considered", "adopted", "issued")
    yield workspace.actions, ("timeframe",)
    yield workspace.initiatives, ("timeframe",)


@rule("COB301", "ends-before-start", _ERROR)
def ends_before_start(workspace: Workspace) -> Iterator[Finding]:
    """A timeframe ends before it starts.

    Wrong:  timeframe: 2027/2023
    Right:  timeframe: 2023/2027
    """
    for place, whose, value in _timeframes(workspace):
        if _is_reversed(value):
            first, _, second = value.text.partition("/")
            yield Finding(place, f"{whose} ends before it starts", f'write "{second}/{first}"')


def _is_reversed(value: Timeframe) -> bool:
    return value.earliest is not None and value.latest is not None and value.latest < value.earliest


@rule("COB302", "outside-the-period", _ERROR)
def outside_the_period(workspace: Workspace) -> Iterator[Finding]:
    """An activity begins before the roadmap does, or ends after it.

    Wrong:  timeframe: 2029/2030   (period: 2022/2027)
    Right:  timeframe: 2026/2027
    """
    if workspace.roadmap is None:
        return
    period = workspace.roadmap.period
    for activity in workspace.activities:
        value = activity.timeframe
        if certainly(value, ENDS_LATER, period) or certainly(value, BEGINS_EARLIER, period):
            message = f"{activity.id} ({format_timeframe(value)}) lies outside the roadmap's period"
            hint = f"the period is {format_timeframe(period)}: change the timeframe, or the period in data/roadmap.yaml"
            yield Finding(activity.place.at("timeframe"), message, hint, (workspace.roadmap.place.at("period"),))


@rule("COB303", "past-its-deadline", _ERROR)
def past_its_deadline(workspace: Workspace) -> Iterator[Finding]:
    """An activity runs past the deadline that it serves.

    Reported only where it is certain: an activity that ends in 2027 may well end before a deadline of November 2027.

    Wrong:  timeframe: 2026/2028
            serves: [crc-state-report]   (due: 2027-11)
    Right:  timeframe: 2026/2027
    """
    for activity in workspace.activities:
        for deadline in _served(workspace, activity):
            due = workspace.schedule.date_of(deadline.id) if is_binding(deadline, None) else None
            if due and certainly(activity.timeframe, ENDS_LATER, due):
                message = f"{activity.id} ends after {deadline.id} is due ({format_timeframe(due)})"
                hint = "end the activity earlier, or mend the deadline"
                yield Finding(activity.place.at("timeframe"), message, hint, (deadline.place.at("due"),))


def _served(workspace: Workspace, activity: Activity) -> Iterator[Deadline]:
    found = (workspace.by_id.get(one) for one in activity.serves)
    return (one for one in found if isinstance(one, Deadline))


@rule("COB304", "cycle", _ERROR)
def cycle(workspace: Workspace) -> Iterator[Finding]:
    """Activities, or deadlines, come after one another in a circle.

    Wrong:  "3.5" after ["3.6"], and "3.6" after ["3.5"]
    Right:  "3.6" after ["3.5"]
    """
    yield from _cycle(workspace.activities)
    yield from _cycle(workspace.deadlines)


def _cycle(records: Sequence[Activity | Deadline]) -> Iterator[Finding]:
    first = {record.id: record for record in reversed(records)}
    graph = {record.id: first[record.id].after for record in records}
    for circle in cycles.cycles_in_components(graph):
        places = [first[one].place.at("after") for one in (circle[0], *cycles.other_members(circle))]
        hint = 'take one of the "after" links out'
        yield Finding(places[0], cycles.describe_cycle(circle, "after"), hint, tuple(places[1:]))


@rule("COB305", "wrong-order", _ERROR)
def wrong_order(workspace: Workspace) -> Iterator[Finding]:
    """An activity is over before one that comes before it can begin.

    Wrong:  "3.6" in 2022-10, after "3.5" in 2022-11/2023-01
    Right:  "3.6" in 2023-01
    """
    activities = {activity.id: activity for activity in workspace.activities}
    for activity in workspace.activities:
        for number, one in enumerate(activity.after):
            before = activities.get(one)
            if before and certainly(activity.timeframe, OVER_BEFORE, before.timeframe):
                message = f"{activity.id} is over before {one}, which comes before it, begins"
                hint = f"{one} is meant for {format_timeframe(before.timeframe)}: change one of the timeframes"
                also = (before.place.at("timeframe"),)
                yield Finding(activity.place.at("after", number), message, hint, also)


@rule("COB306", "before-what-it-follows", _ERROR)
def before_what_it_follows(workspace: Workspace) -> Iterator[Finding]:
    """A deadline is due before another one that it comes after, such as a submission before the report it is about.

    Wrong:  crc-civil-society-submission due 2026, after [crc-state-report] due 2027-11
    Right:  crc-civil-society-submission due 2028
    """
    deadlines = {deadline.id: deadline for deadline in workspace.deadlines}
    for deadline in workspace.deadlines:
        for number, one in enumerate(deadline.after):
            before = deadlines.get(one)
            mine, theirs = workspace.schedule.date_of(deadline.id), workspace.schedule.date_of(one)
            in_force = before and is_binding(before, None) and is_binding(deadline, None)
            if before and in_force and mine and theirs and certainly(mine, OVER_BEFORE, theirs):
                message = f"{deadline.id} is due before {one} is ({format_timeframe(theirs)})"
                hint = "mend one of the two dates, or take the link out"
                yield Finding(deadline.place.at("after", number), message, hint, (before.place.at("due"),))


def _logs(workspace: Workspace) -> Iterator[Sequence[Progress | DeadlineFinding | Assessment | Measurement]]:
    yield from (activity.progress for activity in workspace.activities)
    yield from (action.progress for action in workspace.actions)
    yield from (deadline.findings for deadline in workspace.deadlines)
    yield from (paragraph.assessments for paragraph in workspace.paragraphs if paragraph.assessments)
    yield from (indicator.values for indicator in workspace.indicators)


@rule("COB307", "log-out-of-order", _ERROR)
def log_out_of_order(workspace: Workspace) -> Iterator[Finding]:
    """A line of a log stands behind a later one.

    Logs grow at the end; the last line on or before a day says what stood where.
    """
    for entries in _logs(workspace):
        for entry, after in pairwise(entries):
            if (after.date.latest or _NEVER) < (entry.date.latest or _NEVER):
                hint = "put the lines in the order of their dates"
                yield Finding(after.place.at("date"), f"{after.date} stands behind {entry.date}", hint)


@rule("COB308", "in-the-future", _WARNING)
def in_the_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """A log tells of a day that is still to come.

    It counts from that day on. A plan is not progress: what is meant to happen is the timeframe's to say.
    """
    for entries in _logs(workspace):
        for entry in entries:
            if entry.date.earliest and entry.date.earliest > as_of:
                hint = f"today is {as_of}: mend the date"
                yield Finding(entry.place.at("date"), f"{entry.date} is still to come", hint)


@rule("COB309", "done-before-begun", _WARNING)
def done_before_begun(workspace: Workspace) -> Iterator[Finding]:
    """An activity is reported done before its timeframe begins."""
    for activity in workspace.activities:
        begins = activity.timeframe.earliest
        for entry in activity.progress:
            if entry.status == "done" and begins and entry.date.is_before(begins):
                message = f"{activity.id} is done on {entry.date}, before it begins ({activity.timeframe})"
                yield Finding(entry.place.at("date"), message, "mend the date, or the timeframe")


@rule("COB310", "dates-of-a-document", _ERROR)
def dates_of_a_document(workspace: Workspace) -> Iterator[Finding]:
    """A document was adopted before it was considered, or issued before it was adopted."""
    for document in workspace.documents:
        steps = [(name, value) for name in ("considered", "adopted", "issued") if (value := getattr(document, name))]
        for (first, before), (second, after) in pairwise(steps):
            if before.earliest and after.is_before(before.earliest):
                message = f"{document.name} is {second} ({after}) before it is {first} ({before})"
                yield Finding(document.place.at(second), message, "mend one of the dates")
