"""COB3xx: timeframes and dates that contradict each other."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model import cycles
from cobtrack.model.dates.format import format_bound, format_timeframe
from cobtrack.model.dates.intervals import BEGINS_EARLIER, ENDS_LATER, OVER_BEFORE, certainly
from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.earlier import records_with_earlier_values
from cobtrack.model.languages.phrases import gettext, pgettext
from cobtrack.model.problem import Finding, Fix, Place, Severity
from cobtrack.model.record import field_type, unwrap_type
from cobtrack.model.record_texts import sources_in_fields, walk_records
from cobtrack.model.records.action import Action
from cobtrack.model.records.document import DATES_OF_DOCUMENT
from cobtrack.model.records.measure import ENDED, PREPARING
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.shared import EARLIER_DATES, EARLIER_WORDS
from cobtrack.model.scenario import contradictions
from cobtrack.model.schedule import is_binding
from cobtrack.model.text.wording import join, join_first
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cobtrack.model.record import Record
    from cobtrack.model.records.action import Contact
    from cobtrack.model.records.document import Assessment
    from cobtrack.model.records.indicator import Measurement
    from cobtrack.model.records.measure import Stage
    from cobtrack.model.records.mechanism import DeadlineFinding
    from cobtrack.model.records.procedure import Procedure
    from cobtrack.model.records.roadmap import Version
    from cobtrack.model.records.shared import Progress
    from cobtrack.model.scenario import Contradiction
    from cobtrack.model.workspace import Workspace

    Entry = Progress | Contact | DeadlineFinding | Assessment | Measurement | Version | Stage

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING
_NEVER = date.min
_YEAR = timedelta(days=366)
_YEAR_ONLY = re.compile(r"\d{4}", re.ASCII)


@rule("COB301", "ends-before-start", _ERROR)
def ends_before_start(workspace: Workspace) -> Iterator[Finding]:
    """The end of a timeframe or date is before its start.

    Wrong:  timeframe: 2027/2023
    Right:  timeframe: 2023/2027
    """
    for record in walk_records(workspace.file_records()):
        for name in _date_fields(type(record)):
            value = getattr(record, name)
            if isinstance(value, Timeframe) and _is_reversed(value):
                start, _, end = value.text.partition("/")
                if subject := getattr(record, "id", None):
                    message = gettext("%(record)s ends before it starts", record=subject)
                else:
                    message = gettext(
                        "the %(field)s %(date)s ends before it starts", field=pgettext("field", name), date=value
                    )
                yield Finding(record.place.at(name), message, f'write "{end}/{start}"')


@cache
def _date_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the names of all fields of a record type that can hold a date or a timeframe."""
    types = {name: unwrap_type(field_type(model, name)) for name in model.model_fields}
    # A field for a date relative to a deadline can contain an absolute date as well.
    return tuple(name for name, kind in types.items() if kind in {Timeframe, RelativeDate})


def _is_reversed(timeframe: Timeframe) -> bool:
    return timeframe.earliest is not None and timeframe.latest is not None and timeframe.latest < timeframe.earliest


@rule("COB302", "outside-the-period", _ERROR)
def outside_the_period(workspace: Workspace) -> Iterator[Finding]:
    """An activity begins before the period of the roadmap, or ends after the period.

    Wrong:  timeframe: 2029/2030   (period: 2022/2027)
    Right:  timeframe: 2026/2027
    """
    if workspace.roadmap is None:
        return
    period = workspace.roadmap.period
    for activity in workspace.activities:
        timeframe = activity.timeframe
        if certainly(timeframe, ENDS_LATER, period) or certainly(timeframe, BEGINS_EARLIER, period):
            message = gettext(
                "%(activity)s (%(date)s) is outside the roadmap's period",
                activity=activity.id,
                date=format_timeframe(timeframe),
            )
            hint = f"the period is {format_timeframe(period)}: change the timeframe, or the period in data/roadmap.yaml"
            yield Finding(activity.place.at("timeframe"), message, hint, (workspace.roadmap.place.at("period"),))


@rule("COB303", "past-its-deadline", _ERROR)
def past_its_deadline(workspace: Workspace) -> Iterator[Finding]:
    """An activity or an action ends after the deadline that it serves.

    This is reported only if it is certain. For example, an activity that ends in 2027 might still end before a deadline
    in November 2027.

    Wrong:  timeframe: 2026/2028
            serves: [crc-state-report]   (due: 2027-11)
    Right:  timeframe: 2026/2027
    """
    for planned, timeframe in _planned(workspace):
        for deadline in _served_deadlines(workspace, planned):
            due = workspace.schedule.date_of(deadline.id) if is_binding(deadline, None) else None
            if due and certainly(timeframe, ENDS_LATER, due):
                message = gettext(
                    "%(activity)s ends after %(deadline)s is due (%(date)s)",
                    activity=planned.id,
                    deadline=deadline.id,
                    date=format_timeframe(due),
                )
                hint = f"end the {type(planned).__name__.lower()} earlier, or correct the deadline"
                yield Finding(planned.place.at("timeframe"), message, hint, (deadline.place.at("due"),))


def _planned(workspace: Workspace) -> Iterator[tuple[Activity | Action, Timeframe]]:
    """Yield each activity, and each action that has a timeframe, with its timeframe."""
    yield from ((activity, activity.timeframe) for activity in workspace.activities)
    yield from ((action, action.timeframe) for action in workspace.actions if action.timeframe)


def _served_deadlines(workspace: Workspace, planned: Activity | Action) -> Iterator[Deadline]:
    records = (workspace.by_id.get(deadline_id) for deadline_id in planned.serves)
    return (record for record in records if isinstance(record, Deadline))


@rule("COB304", "cycle", _ERROR)
def cycle(workspace: Workspace) -> Iterator[Finding]:
    """Activities, actions or deadlines form a cycle, because each of them comes after another one.

    Wrong:  "3.5" after ["3.6"], and "3.6" after ["3.5"]
    Right:  "3.6" after ["3.5"]
    """
    yield from _cycles_of(workspace.activities)
    yield from _cycles_of(workspace.actions)
    yield from _cycles_of(workspace.deadlines)


def _cycles_of(records: Sequence[Activity | Action | Deadline]) -> Iterator[Finding]:
    first_by_id = {record.id: record for record in reversed(records)}
    graph = {record.id: first_by_id[record.id].after for record in records}
    for ids in cycles.cycles_in_components(graph):
        places = [first_by_id[record_id].place.at("after") for record_id in (ids[0], *cycles.other_members(ids))]
        hint = 'delete one of the "after" links'
        yield Finding(places[0], cycles.describe_cycle(ids, pgettext("in a cycle", "after")), hint, tuple(places[1:]))


@rule("COB305", "wrong-order", _ERROR)
def wrong_order(workspace: Workspace) -> Iterator[Finding]:
    """An activity or an action ends before the activity or action that it comes after can begin.

    Wrong:  "3.6" in 2022-10, after "3.5" in 2022-11/2023-01
    Right:  "3.6" in 2023-01
    """
    for link in _in_sequence(workspace):
        if certainly(link.timeframe, OVER_BEFORE, link.earlier_timeframe):
            message = gettext(
                "%(activity)s comes after %(earlier)s, but ends before %(earlier)s begins",
                activity=link.planned.id,
                earlier=link.earlier.id,
            )
            yield link.finding(message, _change_one_of(link))


class _After(NamedTuple):
    """A link from an activity or action to an activity or action that comes before it, with both timeframes."""

    planned: Activity | Action
    timeframe: Timeframe
    number: int
    earlier: Activity | Action
    earlier_timeframe: Timeframe

    def finding(self, message: str, hint: str) -> Finding:
        """Return a finding at the place of the link."""
        also = (self.earlier.place.at("timeframe"),)
        return Finding(self.planned.place.at("after", self.number), message, hint, also)


def _in_sequence(workspace: Workspace) -> Iterator[_After]:
    """Yield each link between two activities or two actions of which the first comes after the second."""
    planned = {record.id: (record, timeframe) for record, timeframe in _planned(workspace)}
    for record, timeframe in planned.values():
        for number, earlier_id in enumerate(record.after):
            if earlier_id in planned:
                yield _After(record, timeframe, number, *planned[earlier_id])


def _change_one_of(link: _After) -> str:
    return f"{link.earlier.id} is planned for {format_timeframe(link.earlier_timeframe)}: change one of the timeframes"


@rule("COB306", "before-what-it-follows", _ERROR)
def before_what_it_follows(workspace: Workspace) -> Iterator[Finding]:
    """A deadline is due before another deadline that has to come first.

    Wrong:  crc-civil-society-submission due 2026, after [crc-state-report] due 2027-11
    Right:  crc-civil-society-submission due 2028
    """
    deadlines = {deadline.id: deadline for deadline in workspace.deadlines}
    for deadline in workspace.deadlines:
        for number, earlier_id in enumerate(deadline.after):
            earlier = deadlines.get(earlier_id)
            due, earlier_due = workspace.schedule.date_of(deadline.id), workspace.schedule.date_of(earlier_id)
            are_binding = earlier and is_binding(earlier, None) and is_binding(deadline, None)
            if earlier and are_binding and due and earlier_due and certainly(due, OVER_BEFORE, earlier_due):
                message = gettext(
                    "%(deadline)s comes after %(earlier)s, but is due before it (%(date)s)",
                    deadline=deadline.id,
                    earlier=earlier_id,
                    date=format_timeframe(earlier_due),
                )
                hint = "correct one of the two dates, or delete the link"
                yield Finding(deadline.place.at("after", number), message, hint, (earlier.place.at("due"),))


def _logs(workspace: Workspace) -> Iterator[Sequence[Entry]]:
    """Yield each log in the workspace as a sequence of entries.

    The logs are for progress, contacts, findings, assessments, values and the stages of measures. The versions of the
    roadmap are a log too.
    """
    if workspace.roadmap:
        yield workspace.roadmap.versions
    yield from (activity.progress for activity in workspace.activities)
    yield from (action.progress for action in workspace.actions)
    yield from (action.contacts for action in workspace.actions if action.contacts)
    yield from (deadline.findings for deadline in workspace.deadlines)
    yield from (paragraph.assessments for paragraph in workspace.paragraphs if paragraph.assessments)
    yield from (indicator.values for indicator in workspace.indicators)
    yield from (measure.stages for measure in workspace.measures)


@rule("COB307", "log-out-of-order", _ERROR)
def log_out_of_order(workspace: Workspace) -> Iterator[Finding]:
    """The entries of a log are not in the order of their dates.

    Add new entries at the end. The status on a given day comes from the last entry dated on or before this day.
    """
    for entries in _logs(workspace):
        for previous, entry in pairwise(entries):
            if (entry.date.latest or _NEVER) < (previous.date.latest or _NEVER):
                hint = "put the entries in the order of their dates"
                message = gettext(
                    "the entry of %(date)s comes after the entry of %(later_date)s",
                    date=entry.date,
                    later_date=previous.date,
                )
                yield Finding(
                    entry.place.at("date"), message, hint, fix=_in_order(entries, [entry.date for entry in entries])
                )


def _in_order(entries: Sequence[Record], dates: Sequence[Timeframe]) -> Fix | None:
    """Return the correction that puts the entries of a log in the order of their dates.

    The result is None if an entry has a date without an end, because its place is then not certain.
    """
    ends = {entry.place.path: date.latest for entry, date in zip(entries, dates, strict=True)}
    paths = sorted(ends, key=lambda path: ends[path] or _NEVER)
    log = entries[0].place
    return None if None in ends.values() else Fix("order", Place(log.file, log.path[:-1]), [path[-1] for path in paths])


@rule("COB308", "in-the-future", _WARNING)
def in_the_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """An entry in a log, a submission or an answer to children has a date in the future.

    An entry is ignored until its date. A log is for events that have happened; plans belong in a timeframe. A
    submission has a date only if it has been sent, and feedback is `given` only if the group has got it.
    """
    sent = [submission for submission in workspace.submissions if submission.date]
    for entries in (*_logs(workspace), sent):
        for entry in entries:
            if entry.date and entry.date.earliest and entry.date.earliest > as_of:
                hint = f"today is {as_of}: correct the date"
                yield Finding(entry.place.at("date"), gettext("%(date)s is in the future", date=entry.date), hint)
    for consultation in workspace.consultations:
        for feedback in (feedback for point in consultation.said for feedback in point.feedback):
            if feedback.given and feedback.given.earliest and feedback.given.earliest > as_of:
                hint = "if it is a promise, write due: in place of given:"
                yield Finding(
                    feedback.place.at("given"), gettext("%(date)s is in the future", date=feedback.given), hint
                )


@rule("COB309", "done-before-begun", _WARNING)
def done_before_begun(workspace: Workspace) -> Iterator[Finding]:
    """An activity is reported as done before its timeframe begins."""
    for activity in workspace.activities:
        start = activity.timeframe.earliest
        for entry in activity.progress:
            if entry.status == "done" and start and entry.date.is_before(start):
                message = gettext(
                    "%(activity)s is reported as done on %(date)s, before it begins (%(timeframe)s)",
                    activity=activity.id,
                    date=entry.date,
                    timeframe=activity.timeframe,
                )
                yield Finding(entry.place.at("date"), message, "correct the date, or the timeframe")


@rule("COB310", "dates-of-a-document", _ERROR)
def dates_of_a_document(workspace: Workspace) -> Iterator[Finding]:
    """According to its dates, a document was adopted before it was considered, or issued before it was adopted."""
    for document in workspace.documents:
        steps = [(name, value) for name in DATES_OF_DOCUMENT if (value := getattr(document, name))]
        for (first, first_date), (second, second_date) in pairwise(steps):
            if first_date.earliest and second_date.is_before(first_date.earliest):
                message = gettext(
                    "%(document)s is %(second)s (%(second_date)s) before it is %(first)s (%(first_date)s)",
                    document=document.name,
                    second=pgettext("field", second),
                    second_date=second_date,
                    first=pgettext("field", first),
                    first_date=first_date,
                )
                yield Finding(document.place.at(second), message, "correct one of the dates")


def _relative_dates(workspace: Workspace) -> Iterator[tuple[Place, str, RelativeDate]]:
    """Yield every date that is relative to a deadline, after its place and the id of the record that contains it."""
    for deadline in workspace.deadlines:
        if isinstance(deadline.due, RelativeDate):
            yield deadline.place.at("due"), deadline.id, deadline.due
    for activity in workspace.activities:
        for name in ("starts", "ends"):
            if relative := getattr(activity, name):
                yield activity.place.at(name), activity.id, relative


@rule("COB311", "circular-date", _ERROR)
def circular_date(workspace: Workspace) -> Iterator[Finding]:
    """The date of a deadline is relative to itself, directly or through other deadlines, so it cannot be computed.

    Wrong:  crc-session due {after: crc-pre-session}, and crc-pre-session due {before: crc-session}
    Right:  crc-pre-session due {after: crc-state-report}
    """
    for procedure in workspace.procedures:
        places = {step.id: step.place.at("due") for step in reversed(procedure.steps)}
        anchors = {step.id: step.due.anchor if step.due else "" for step in procedure.steps}
        yield from (_circular_date(places, ids) for ids in cycles.find_cycles(anchors))
    own = {deadline.id: deadline.place.at("due") for item in workspace.mechanisms for deadline in item.deadlines}
    for ids in workspace.schedule.cycles:
        # A cycle that consists of steps only has already been reported for the procedure.
        if own.keys() & set(ids):
            steps = {step_id: workspace.mechanism_of[step_id].place.at("procedures") for step_id in ids}
            written = {deadline_id: own[deadline_id] for deadline_id in ids if deadline_id in own}
            yield _circular_date(steps | written, ids)


def _circular_date(places: Mapping[str, Place], ids: tuple[str, ...]) -> Finding:
    hint = "give one of them a date, or make it relative to another deadline"
    also = tuple(places[deadline_id] for deadline_id in cycles.other_members(ids))
    return Finding(places[ids[0]], cycles.describe_cycle(ids, pgettext("in a cycle", "relative to")), hint, also)


@rule("COB312", "ends-too-late", _WARNING)
def ends_too_late(workspace: Workspace) -> Iterator[Finding]:
    """An activity ends after the date in its field `ends:`, which is relative to a deadline.

    This is reported only if it is certain, whatever the exact days are. It is not reported once the deadline has been
    met.

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
            message = gettext(
                "%(activity)s must end by %(date)s, %(relative_date)s",
                activity=activity.id,
                date=format_bound(end, "last"),
                relative_date=activity.ends.phrase,
            )
            hint = f"it is planned for {format_timeframe(activity.timeframe)}: end it earlier, or change ends:"
            yield Finding(activity.place.at("timeframe"), message, hint, (activity.place.at("ends"),))


def _is_in_force(workspace: Workspace, relative: RelativeDate) -> bool:
    """Whether an activity still has to respect a relative date.

    A date before a deadline no longer matters once the deadline has been met.
    """
    anchor = workspace.by_id.get(relative.anchor)
    return bool(relative.after) or not isinstance(anchor, Deadline) or is_binding(anchor, None)


@rule("COB313", "starts-too-early", _WARNING)
def starts_too_early(workspace: Workspace) -> Iterator[Finding]:
    """An activity or an action begins before a deadline, an activity or an action that has to come first.

    Wrong:  timeframe: 2026
            starts: {after: crc-state-report}   (due: 2027-11)
    Right:  timeframe: 2028
    """
    hint = "begin it later, or delete the link"
    for activity in workspace.activities:
        start = workspace.schedule.resolve(activity.starts)
        if activity.starts and start and certainly(activity.timeframe, BEGINS_EARLIER, start):
            earliest = start if activity.starts.length else workspace.schedule.date_of(activity.starts.anchor) or start
            message = gettext(
                "%(activity)s begins before %(date)s, %(relative_date)s",
                activity=activity.id,
                date=format_bound(earliest, "first"),
                relative_date=activity.starts.phrase,
            )
            yield Finding(activity.place.at("timeframe"), message, hint, (activity.place.at("starts"),))
    for link in _in_sequence(workspace):
        # An activity that ends before the other activity begins is reported by COB305.
        begins_earlier = certainly(link.timeframe, BEGINS_EARLIER, link.earlier_timeframe)
        if begins_earlier and not certainly(link.timeframe, OVER_BEFORE, link.earlier_timeframe):
            message = gettext(
                "%(activity)s comes after %(earlier)s, but begins before it",
                activity=link.planned.id,
                earlier=link.earlier.id,
            )
            yield link.finding(message, hint)


@rule("COB314", "fails-under-procedure", _WARNING)
def fails_under_procedure(workspace: Workspace) -> Iterator[Finding]:
    """The date of a deadline contradicts a review procedure that might apply.

    For example, under the simplified procedure, the first submission of civil society comes before the State report. A
    date in the file takes precedence over the date of the step. Once it is known which procedure applies, delete `due:`
    and `after:` from the deadline. Then the date of the step is used.

    Wrong:  procedures: [crc-standard, crc-simplified]   and a submission due in 2028, after a report due 2027-11
    Right:  procedures: [crc-standard]   once it is known which procedure applies
    """
    for mechanism in workspace.mechanisms:
        procedures = workspace.procedures_of(mechanism)
        for procedure in procedures:
            for contradiction in contradictions(workspace, mechanism, procedure):
                yield _contradiction(workspace, procedure, contradiction, certain=len(procedures) == 1)


def _contradiction(
    workspace: Workspace, procedure: Procedure, contradiction: Contradiction, *, certain: bool
) -> Finding:
    deadline, own_date = contradiction.deadline, format_timeframe(contradiction.own_date)
    by_procedure = contradiction.procedure_date
    reversed_links = [
        earlier_id
        for earlier_id in deadline.after
        if (date := workspace.schedule.date_of(earlier_id)) and certainly(by_procedure, OVER_BEFORE, date)
    ]
    words = {"deadline": deadline.id, "date": format_timeframe(by_procedure)}
    if reversed_links:
        due = gettext("%(deadline)s is due %(date)s, before %(others)s", **words, others=join(reversed_links))
    else:
        due = gettext("%(deadline)s is due %(date)s", **words)
    hint = f"to compare, run: cobtrack timeline --procedure {procedure.id}"
    if certain:
        hint = f"delete {'due: and after:' if reversed_links else 'due:'}; then the date of the step is used"
        message = gettext(
            "under %(procedure)s, which applies, %(due)s; due: says %(date)s, which takes precedence",
            procedure=procedure.id,
            due=due,
            date=own_date,
        )
    else:
        message = gettext(
            "if %(procedure)s applies, %(due)s; the roadmap says %(date)s",
            procedure=procedure.id,
            due=due,
            date=own_date,
        )
    return Finding(deadline.place.at("due"), message, hint)


@rule("COB315", "beyond-the-calendar", _ERROR)
def beyond_the_calendar(workspace: Workspace) -> Iterator[Finding]:
    """A date that is relative to a deadline is outside the years 1 to 9999."""
    for place, owner, relative in _relative_dates(workspace):
        anchor = workspace.schedule.date_of(relative.anchor)
        is_known = anchor and anchor.earliest and anchor.latest
        if is_known and anchor and relative.resolve(anchor) is None:
            message = gettext("the date of %(record)s is outside the years 1 to 9999", record=owner)
            yield Finding(place, message, "write a smaller number of days, weeks, months or years")


@rule("COB316", "ends-long-before", _WARNING)
def ends_long_before(workspace: Workspace) -> Iterator[Finding]:
    """An activity or an action ends more than a year before the deadline that it serves. The deadline might have moved.

    Wrong:  timeframe: 2027
            serves: [crc-state-report]   (due: 2030-11)
    Right:  timeframe: 2027/2030
    """
    for activity, timeframe in _planned(workspace):
        end = timeframe.latest
        for number, deadline_id in enumerate(activity.serves):
            deadline, due = workspace.by_id.get(deadline_id), workspace.schedule.date_of(deadline_id)
            if not (isinstance(deadline, Deadline) and is_binding(deadline, None) and due and due.earliest and end):
                continue
            if due.earliest - end > _YEAR:
                when, planned = format_timeframe(due), format_timeframe(timeframe)
                message = gettext(
                    "%(activity)s ends more than a year before %(deadline)s (%(date)s), for which it prepares",
                    activity=activity.id,
                    deadline=deadline_id,
                    date=when,
                )
                hint = f"it is planned for {planned}: extend it, or delete the link"
                yield Finding(activity.place.at("timeframe"), message, hint, (activity.place.at("serves", number),))


@rule("COB317", "earlier-values-out-of-order", _ERROR)
def earlier_values_out_of_order(workspace: Workspace) -> Iterator[Finding]:
    """The entries of `was:` are not in the order of their dates (`until:`).

    The oldest entry comes first. The value on a given day comes from the first entry that ends after this day.

    Wrong:  was:
              - {timeframe: 2026, until: 2026-02-01}
              - {timeframe: 2025, until: 2025-03-01}
    Right:  was:
              - {timeframe: 2025, until: 2025-03-01}
              - {timeframe: 2026, until: 2026-02-01}
    """
    for _, entries in records_with_earlier_values(workspace):
        for previous, entry in pairwise(entries):
            if (entry.until.latest or _NEVER) < (previous.until.latest or _NEVER):
                hint = "put the entries in the order of their dates"
                message = gettext(
                    "the earlier value until %(date)s comes after the value until %(later_date)s",
                    date=entry.until,
                    later_date=previous.until,
                )
                fix = _in_order(entries, [other.until for other in entries])
                yield Finding(entry.place.at("until"), message, hint, fix=fix)


@rule("COB318", "replaced-in-the-future", _WARNING)
def replaced_in_the_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """An entry of `was:` says that a value was replaced on a day in the future.

    Until this day, the earlier value is shown instead of the new value.
    """
    for record, entries in records_with_earlier_values(workspace):
        for entry in entries:
            if entry.until.earliest and entry.until.earliest > as_of:
                message = gettext(
                    "%(record)s: the value is to be replaced on %(date)s, which is in the future",
                    record=workspace.name_of(record),
                    date=entry.until,
                )
                yield Finding(entry.place.at("until"), message, f"today is {as_of}: correct the date")


@rule("COB319", "replaced-by-itself", _ERROR)
def replaced_by_itself(workspace: Workspace) -> Iterator[Finding]:
    """An earlier value in `was:` is the same as the value that replaced it.

    Wrong:  timeframe: 2028
            was: [{timeframe: 2028, until: 2026-11-26}]
    Right:  timeframe: 2028
            was: [{timeframe: 2025?, until: 2026-11-26}]
    """
    for record, entries in records_with_earlier_values(workspace):
        values = record.model_dump()
        for entry in reversed(entries):
            for name, value in entry.model_dump(include={*EARLIER_DATES, *EARLIER_WORDS}).items():
                if value in (None, ()):
                    continue
                if value == values.get(name):
                    message = gettext(
                        "%(record)s: the earlier %(field)s is the same as the later %(field)s",
                        record=workspace.name_of(record),
                        field=pgettext("field", name),
                    )
                    hint = f"write the {name} that was replaced, or delete the entry"
                    yield Finding(entry.place.at(name), message, hint)
                values[name] = value


@rule("COB320", "version-numbers", _ERROR)
def version_numbers(workspace: Workspace) -> Iterator[Finding]:
    """The versions of the roadmap are not in the order of their numbers, or two versions have the same number.

    The last version is the current one. `cobtrack release` adds a version.

    Wrong:  versions:
              - {number: 2, date: 2026-11-26, note: The mid-term review moves to 2028.}
              - {number: 2, date: 2028-02-01, note: The results of the mid-term review.}
    Right:  versions:
              - {number: 2, date: 2026-11-26, note: The mid-term review moves to 2028.}
              - {number: 3, date: 2028-02-01, note: The results of the mid-term review.}
    """
    for previous, version in pairwise(workspace.roadmap.versions if workspace.roadmap else ()):
        if version.number <= previous.number:
            message = gettext(
                "version %(number)s comes after version %(earlier_number)s",
                number=version.number,
                earlier_number=previous.number,
            )
            hint = f"a version after version {previous.number} has the number {previous.number + 1}"
            yield Finding(version.place.at("number"), message, hint, (previous.place.at("number"),))


@rule("COB321", "no-such-occurrence", _ERROR)
def no_such_occurrence(workspace: Workspace) -> Iterator[Finding]:
    """An entry of a log is about a year in which the activity does not take place.

    `for:` is a year within the timeframe of an activity with `recurs: yearly`. An entry without `for:` is about the
    year of its date.

    Wrong:  timeframe: 2023/2027
            recurs: yearly
            progress:
              - {date: 2023-02-01, for: 2022, status: done}
    Right:  progress:
              - {date: 2024-02-01, for: 2023, status: done}
    """
    records: tuple[Activity | Action, ...] = (*workspace.activities, *workspace.actions)
    for record in records:
        recurs = isinstance(record, Activity) and record.recurs
        for entry in record.progress:
            if entry.for_ and not _YEAR_ONLY.fullmatch(entry.for_.text):
                yield Finding(
                    entry.place.at("for"),
                    gettext("%(date)s is not a year", date=entry.for_),
                    "write the year, such as for: 2024",
                )
            elif entry.for_ and not recurs:
                message = gettext(
                    "%(activity)s does not recur every year, so no entry is for %(year)s",
                    activity=record.id,
                    year=entry.for_,
                )
                yield Finding(entry.place.at("for"), message, "delete for:, or add recurs: yearly to the activity")
            elif recurs and record.timeframe and not _is_within(record.timeframe, entry.year):
                message = gettext(
                    "%(activity)s takes place every year in %(date)s, and not in %(year)s",
                    activity=record.id,
                    date=format_timeframe(record.timeframe),
                    year=entry.year,
                )
                example = f"add for: with the year, such as for: {record.timeframe.text[:4]}"
                hint = "correct the year" if entry.for_ else example
                yield Finding(entry.place.at("for" if entry.for_ else "date"), message, hint)


def _is_within(timeframe: Timeframe, year: int | None) -> bool:
    first, last = timeframe.earliest, timeframe.latest
    return year is None or ((first is None or first.year <= year) and (last is None or year <= last.year))


@rule("COB322", "held-twice", _WARNING)
def held_twice(workspace: Workspace) -> Iterator[Finding]:
    """An activity that recurs every year is reported as done twice for the same year.

    Wrong:  - {date: 2024-03-12, for: 2023, status: done}
            - {date: 2025-03-10, for: 2023, status: done}
    Right:  - {date: 2024-03-12, for: 2023, status: done}
            - {date: 2025-03-10, for: 2024, status: done}
    """
    for activity in workspace.activities:
        done: dict[int | None, Progress] = {}
        for entry in activity.progress if activity.recurs else ():
            if entry.status != "done":
                done.pop(entry.year, None)
            elif earlier := done.get(entry.year):
                message = gettext(
                    "%(activity)s is reported as done for %(year)s on %(earlier_date)s and on %(date)s",
                    activity=activity.id,
                    year=entry.year,
                    earlier_date=earlier.date,
                    date=entry.date,
                )
                hint = "correct the year of one of the entries (for:), or delete one of them"
                place = entry.place.at("for" if entry.for_ else "date")
                yield Finding(place, message, hint, (earlier.place.at("date"),))
            else:
                done[entry.year] = entry


@rule("COB323", "feedback-overdue", _WARNING)
def feedback_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Children were promised an answer to what they said in a consultation, and its date has passed.

    Tell the group what was done because of the point, or why nothing was done. Then record the answer, for example with
    `cobtrack log schools-2026:2 --feedback 2026-07-01 --how full`. The command works without a number too, for all
    points of the consultation.

    Wrong:  feedback: [{due: 2026-06-01}]
    Right:  feedback: [{due: 2026-06-01, given: 2026-05-20, how: [full, friendly]}]
    """
    for consultation in workspace.consultations:
        for point in consultation.said:
            for feedback in point.feedback:
                if feedback.due and not feedback.given and feedback.due.is_before(as_of):
                    name = f"{consultation.id}:{point.number}"
                    message = gettext(
                        "%(point)s: the answer to the children was due %(date)s",
                        point=name,
                        date=format_timeframe(feedback.due),
                    )
                    hint = f"tell the group, then: cobtrack log {name} --feedback DATE --how full"
                    yield Finding(feedback.place.at("due"), message, hint)


@rule("COB324", "feedback-before-consultation", _ERROR)
def feedback_before_consultation(workspace: Workspace) -> Iterator[Finding]:
    """The answer to what children said was due or given before they said it.

    Wrong:  date: 2026-06-14 … feedback: [{given: 2026-05-01}]
    Right:  date: 2026-06-14 … feedback: [{given: 2026-07-01}]
    """
    for consultation in workspace.consultations:
        for point in consultation.said:
            for feedback in point.feedback:
                for name, when in (("due", feedback.due), ("given", feedback.given)):
                    if when and certainly(when, OVER_BEFORE, consultation.date):
                        message = gettext(
                            "%(point)s: %(field)s %(date)s is before the consultation (%(day)s)",
                            point=f"{consultation.id}:{point.number}",
                            field=pgettext("field", name),
                            date=when,
                            day=format_timeframe(consultation.date),
                        )
                        yield Finding(feedback.place.at(name), message, "correct one of the two dates")


@rule("COB328", "measurement-overdue", _WARNING)
def measurement_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """The next value of an indicator was due, and has not been recorded.

    It is due the time in `every` after the latest value, or at the dates that `first_due` and `every` say. A date that
    is not certain, such as 2025?, is never overdue.

    Wrong:  every: year … values: [{date: 2023, value: 58}], in 2026
    Right:  every: year … values: [{date: 2023, value: 58}, {date: 2025, value: 61}], in 2026
    """
    for indicator in workspace.indicators:
        due = indicator.next_due(as_of)
        if due and due.is_certainly_before(as_of):
            message = gettext(
                "the next value of %(indicator)s was due %(date)s", indicator=indicator.id, date=format_timeframe(due)
            )
            hint = f"record it: cobtrack log {indicator.id} --value NUMBER --date DATE"
            yield Finding(indicator.place.at("every" if indicator.every else "first_due"), message, hint)


@rule("COB329", "promise-overdue", _WARNING)
def promise_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """An organisation promised something by a date that has passed, and nothing says that the promise is settled.

    Ask the organisation, and record the contact. If it kept its promise, took it back, or made a new promise, write the
    day into `settled:`.

    Wrong:  - {date: 2026-03-01, with: cncc, promised: To send the draft, promised_by: 2026-05}
    Right:  - {date: 2026-03-01, with: cncc, promised: To send the draft, promised_by: 2026-05, settled: 2026-05-20}
    """
    for action in workspace.actions:
        for number, contact in enumerate(action.contacts, start=1):
            due = contact.promised_by
            if contact.has_open_promise(as_of) and due and due.is_certainly_before(as_of):
                message = gettext(
                    "%(action)s: what %(organisation)s promised was due %(date)s",
                    action=action.id,
                    organisation=contact.with_,
                    date=format_timeframe(due),
                )
                hint = f"ask; once it is settled, run: cobtrack set {action.id} contacts.{number}.settled=DATE"
                yield Finding(contact.place.at("promised_by"), message, hint)


@rule("COB330", "reply-overdue", _WARNING)
def reply_overdue(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """An assessment was sent to the State for a reply, the date for the reply has passed, and no reply is recorded.

    Wrong:  sent: 2026-03-01
            answer_by: 2026-05
    Right:  sent: 2026-03-01
            answer_by: 2026-05
            answered: 2026-04-20
            answer: The draft was sent to the ministries for comments.
    """
    for paragraph in workspace.paragraphs:
        for number, assessment in enumerate(paragraph.assessments, start=1):
            due = assessment.answer_by
            if assessment.awaits_answer(as_of) and due and due.is_certainly_before(as_of):
                message = gettext(
                    "%(recommendation)s: the State's reply to the assessment of %(day)s was due %(date)s",
                    recommendation=paragraph.id,
                    day=format_timeframe(assessment.date),
                    date=format_timeframe(due),
                )
                hint = f"once the State has replied, run: cobtrack set {paragraph.id} assessments.{number}.answer=TEXT"
                yield Finding(assessment.place.at("answer_by"), message, hint)


@rule("COB331", "ends-before-earlier-action", _WARNING)
def ends_before_earlier_action(workspace: Workspace) -> Iterator[Finding]:
    """An action ends before an action that comes before it.

    Wrong:  hand-over-the-brief in 2026-03, after write-the-brief in 2026-02/2026-05
    Right:  hand-over-the-brief in 2026-06
    """
    for link in _in_sequence(workspace):
        # Another order of the beginnings is reported by COB305 or COB313.
        begins_earlier = certainly(link.timeframe, BEGINS_EARLIER, link.earlier_timeframe)
        ends_earlier = certainly(link.earlier_timeframe, ENDS_LATER, link.timeframe)
        if isinstance(link.planned, Action) and ends_earlier and not begins_earlier:
            message = gettext(
                "%(action)s comes after %(earlier)s, but ends before it",
                action=link.planned.id,
                earlier=link.earlier.id,
            )
            yield link.finding(message, _change_one_of(link))


@rule("COB325", "measure-stages-contradict", _WARNING)
def measure_stages_contradict(workspace: Workspace) -> Iterator[Finding]:
    """According to its stages, a measure was prepared after it was adopted, or lived on after it had ended.

    The order of the dates is checked by COB307. If a new draft is to change a measure, record the draft as a measure of
    its own, or add the stage `amended` once the change is adopted.

    Wrong:  stages:
              - {date: 2023-05, stage: adopted}
              - {date: 2024-02, stage: drafted}
    Right:  stages:
              - {date: 2022-02, stage: drafted}
              - {date: 2023-05, stage: adopted}
    """
    hint = "correct the stage or its date, or record what is new as a measure of its own"
    for measure in workspace.measures:
        for previous, stage in pairwise(measure.stages):
            is_prepared_again = stage.stage in PREPARING and previous.stage not in PREPARING
            is_alive_again = previous.stage in ENDED and stage.stage not in ENDED
            if is_prepared_again or is_alive_again:
                earlier = f"{previous.stage} ({previous.date})"
                message = f"{measure.id} is {stage.stage} ({stage.date}) after it was {earlier}"
                yield Finding(stage.place.at("stage"), message, hint)


@rule("COB326", "answered-by-ended-measure", _WARNING)
def answered_by_ended_measure(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """A recommendation is answered only by measures that were repealed or stopped.

    If another measure has replaced them, record it with `replaces:` and the recommendations that it answers. Otherwise
    the State has to act again. The earlier measure keeps its recommendations, because it is part of the history.
    """
    ended: dict[str, Stage] = {}
    for measure in workspace.measures:
        past = measure.stages_on(as_of)
        if past and past[-1].stage in ENDED:
            ended[measure.id] = past[-1]
    others = (measure for measure in workspace.measures if measure.id not in ended)
    answered = {identifier for measure in others for identifier in measure.answers}
    for measure in workspace.measures:
        left = [identifier for identifier in measure.answers if identifier not in answered]
        if measure.id in ended and left:
            last = ended[measure.id]
            message = f"{measure.id} was {last.stage} ({last.date}), and no other measure answers {join_first(left, 5)}"
            hint = f"record the measure that replaces it: cobtrack add measure replaces={measure.id}"
            yield Finding(last.place.at("stage"), message, hint)


@rule("COB332", "round-ends-before-it-begins", _ERROR)
def round_ends_before_it_begins(workspace: Workspace) -> Iterator[Finding]:
    """A round of reporting was opened after the day by which organisations are asked to answer.

    Wrong:  opened: 2026-12-01 … until: 2026-01-15
    Right:  opened: 2026-12-01 … until: 2027-01-15
    """
    for round_ in workspace.rounds:
        if certainly(round_.until, OVER_BEFORE, round_.opened):
            message = gettext(
                "%(round)s: answers are asked for by %(date)s, but the round was opened on %(day)s",
                round=round_.id,
                date=format_timeframe(round_.until),
                day=format_timeframe(round_.opened),
            )
            yield Finding(round_.place.at("until"), message, "correct one of the two dates")


@rule("COB333", "round-not-answered", _WARNING)
def round_not_answered(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """The day has passed by which organisations were asked to report, and some have not answered.

    Remind them, or give them more time: `cobtrack set 2026-12 until=2027-02-15`. Later answers are accepted too. Only
    the newest round is reported, because a newer round asks everybody again.

    Wrong:  asked: [unicef, krousar] … answers: [{by: unicef, …}], long after the day in until:
    Right:  answers: [{by: unicef, …}, {by: krousar, …}]
    """
    newest = max(workspace.rounds, key=lambda round_: round_.sorting_key, default=None)
    if newest is None or not newest.until.is_certainly_before(as_of):
        return
    if waiting := newest.waits_for(as_of):
        message = gettext(
            "%(round)s: answers were asked for by %(date)s, and some are missing: %(organisations)s",
            round=newest.id,
            date=format_timeframe(newest.until),
            organisations=join_first([*waiting], 12),
        )
        hint = f"remind them, or: cobtrack set {newest.id} until=DATE"
        yield Finding(newest.place.at("until"), message, hint)


@rule("COB334", "source-in-the-future", _WARNING)
def source_in_the_future(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """A source was published or seen on a day that is still to come.

    Wrong:  evidence: {cite: https://example.org/report, seen: 2062-05-01}
    Right:  evidence: {cite: https://example.org/report, seen: 2026-05-01}
    """
    for record in walk_records(workspace.file_records()):
        for path, source in sources_in_fields(record):
            days = (("date", source.details.date), ("seen", source.details.seen)) if source.details else ()
            for name, day in days:
                if day and day.earliest and day.earliest > as_of:
                    message = f'"{name}" of a source is in the future: {format_timeframe(day)}'
                    place = record.place.at(*source.path_of_words(path)[:-1], name)
                    yield Finding(place, message, "correct the year, the month or the day")
