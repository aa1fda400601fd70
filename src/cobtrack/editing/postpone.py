"""Move the date of an activity, an action or a deadline, together with the dates that belong to it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pydantic import ValidationError

from cobtrack.editing.fields.assignment import Assignment
from cobtrack.editing.fields.set_fields import set_fields_of_several
from cobtrack.editing.fields.values import parse_value, type_of_field
from cobtrack.errors import CobtrackError, NewErrorsError
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.intervals import BEGINS_EARLIER, ENDS_LATER, OVER_BEFORE, certainly
from cobtrack.model.dates.parse import suggest_notation, suggest_relative_date
from cobtrack.model.dates.relative import RelativeDate, shift
from cobtrack.model.dates.timeframe import OPEN, Point, Timeframe, TimeframeError, parse_edtf, timeframe_of
from cobtrack.model.labels import OUTCOME, STATUS
from cobtrack.model.records.action import Action
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.roadmap import Roadmap
from cobtrack.model.scenario import with_dates
from cobtrack.model.schedule import is_binding, last_finding
from cobtrack.model.text.wording import join
from cobtrack.rules import check
from cobtrack.store.load import reload_with
from cobtrack.views.activities import BEGUN, CLOSED, YEAR, status_on
from cobtrack.views.plans import date_field
from cobtrack.views.whatif import compare, problems_about

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence
    from datetime import date

    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.load import Loaded
    from cobtrack.views.plans import Plan

ALL = "all"
"""The word for all dates that belong to a date that moves."""


@dataclass(frozen=True)
class Move:
    """A planned date that moves, or that can move together with another date."""

    name: str
    """The id of the record, or "roadmap"."""
    record: Plan
    before: Timeframe | None
    after: Timeframe | None
    """The new date. If it is relative to another deadline, this is the computed date."""
    value: str
    """The new value of the field, as a person types it."""
    because: str = ""
    """Why the date belongs to another date that moves, such as "2.7 prepares for it"."""

    @property
    def current(self) -> str:
        """What is planned so far, such as "2.7 is planned for 2025"."""
        what = {Deadline: "is due", Roadmap: "has the period"}.get(type(self.record), "is planned for")
        name = f"the {self.name}" if isinstance(self.record, Roadmap) else self.name
        return f"{name} {what} {format_timeframe(self.before) if self.before else 'on a day that is not known'}"

    @property
    def question(self) -> str:
        """The question whether a date is to move together with the date that it belongs to."""
        after = f" to {format_timeframe(self.after)}" if self.after else ""
        return f"{self.current}, and {self.because}. Move it{after} too?"


def first_move(workspace: Workspace, record: Record, to: str) -> Move:
    """Return the move of a record's planned date to a new date, which is given in EDTF or in words.

    The new date of a deadline can be relative to another deadline. Raises CobtrackError if the record has no planned
    date, or if `to` is not a date.
    """
    name = workspace.name_of(record)
    if not isinstance(record, Activity | Action | Deadline):
        hint = "activities (such as 2.7), actions and deadlines have a planned date"
        if isinstance(record, Roadmap):
            hint = f'cobtrack set {name} period=2022/2028 --why "…"'
        raise CobtrackError(f"{name} has no date that can be postponed", hint)
    before = workspace.schedule.date_of(record.id) if isinstance(record, Deadline) else record.timeframe
    field = date_field(record)
    if before is None and getattr(record, field) is None:
        raise CobtrackError(f"{name} has no date yet, so it cannot be postponed", f"cobtrack set {name} {field}=…")
    value = parse_value(type_of_field(type(record), field), to, workspace)
    if isinstance(value, dict):
        # Wrong keys are reported when the change is checked.
        after = None
        with suppress(ValidationError):
            after = workspace.schedule.resolve(RelativeDate.model_validate(value))
        return Move(name, record, before, after, to)
    try:
        return Move(name, record, before, parse_edtf(str(value)), to)
    except TimeframeError as error:
        hint = suggest_notation(to) or 'write it as 2028, 2027-11, 2027-11-30, "first half of 2028" or 2028?'
        if isinstance(record, Deadline) and suggest_relative_date(to):
            hint = "name the other deadline by its id, such as --to '3 months after crc-state-report'"
        elif relative := suggest_relative_date(to):
            hint = f"only deadlines have relative dates; perhaps: cobtrack set {name} ends='{relative}'"
        raise CobtrackError(f'"{to}" cannot be the new date: {error}', hint) from None


def moves_together(workspace: Workspace, first: Move, names: Collection[str], as_of: date) -> list[Move]:
    """Return a move, and the moves of the dates that belong to it, if `names` has the names of their records.

    The word "all" in `names` means all these records. Raises CobtrackError if any other name has no date that moves.
    """
    moves = [first]
    while chosen := next(
        (move for move in related_moves(workspace, moves, as_of) if move.name in names or ALL in names), None
    ):
        moves.append(chosen)
    if unknown := sorted({*names} - {ALL, *(move.name for move in moves)}):
        others = [move.name for move in related_moves(workspace, moves, as_of)]
        hint = f"--with takes {join([*others, ALL], 'or')}" if others else "leave out --with"
        verb = "does" if len(unknown) == 1 else "do"
        raise CobtrackError(f"{join(unknown)} {verb} not move together with {first.name}", hint)
    return moves


def related_moves(workspace: Workspace, moves: Sequence[Move], as_of: date) -> list[Move]:
    """Return the dates that belong to dates that move, and that do not move yet. The period of the roadmap comes last.

    - A deadline that the coalition itself estimated or planned belongs to an activity that prepares for it, if both
      have the same date or if the activity would end after the deadline.
    - An activity that is not done belongs to a deadline that it prepares for, if both have the same date, or if the
      activity would end after the deadline or more than a year before it. The deadline moves itself, or is relative to
      a deadline that moves.
    - An activity or deadline that comes after another one belongs to it, if it would be over before the other begins.
    - The period of the roadmap belongs to the activities that would be outside it.
    """
    related: dict[str, Move] = {}
    for move in moves:
        if move.after is None:
            continue
        found: list[Move] = []
        if isinstance(move.record, Activity):
            found += _deadlines_of(workspace, move.record, move.before, move.after, as_of)
            found += _activities_after(workspace, move, move.after, as_of)
        elif isinstance(move.record, Deadline):
            found += _activities_for(workspace, move.record, move.after, as_of)
            found += _deadlines_after(workspace, move, move.after, as_of)
        for other in found:
            related.setdefault(other.name, other)
    period = _period_around(workspace.roadmap, moves) if workspace.roadmap else None
    related |= {period.name: period} if period else {}
    moving = {move.name for move in moves}
    return [move for name, move in related.items() if name not in moving]


def _deadlines_of(
    workspace: Workspace, activity: Activity, before: Timeframe | None, after: Timeframe, as_of: date
) -> Iterator[Move]:
    """Yield the deadlines that belong to an activity that moves."""
    for identifier in activity.serves:
        deadline, due = workspace.by_id.get(identifier), workspace.schedule.date_of(identifier)
        if not (isinstance(deadline, Deadline) and deadline.is_expected and is_binding(deadline, as_of)):
            continue
        # A date that is relative to another deadline moves with this other deadline.
        if due and not deadline.anchor_id and (_is_same_time(before, due) or certainly(after, ENDS_LATER, due)):
            new = timeframe_of(after.end) if after.is_interval and after.end else after
            if new != due:
                yield Move(deadline.id, deadline, due, new, new.text, f"{activity.id} prepares for it")


def _activities_for(workspace: Workspace, deadline: Deadline, after: Timeframe, as_of: date) -> Iterator[Move]:
    """Yield the activities that belong to a deadline that moves, or to deadlines that are relative to it."""
    schedule = with_dates(workspace, {deadline.id: after}).schedule
    for other in workspace.deadlines:
        old = workspace.schedule.date_of(other.id)
        new = after if other is deadline else schedule.date_of(other.id)
        if new is None or new == old:
            continue
        for activity in workspace.activities_by_deadline.get(other.id, ()):
            status = status_on(activity, as_of)
            planned = activity.timeframe
            has_begun = status in BEGUN or (planned.is_interval and planned.may_have_begun_by(as_of))
            moved = _with_deadline(planned, old, new, has_begun=has_begun)
            if moved != planned and status not in CLOSED:
                yield Move(activity.id, activity, planned, moved, moved.text, f"it prepares for {other.id}")


def _with_deadline(planned: Timeframe, old: Timeframe | None, new: Timeframe, *, has_begun: bool) -> Timeframe:
    """Return the timeframe of an activity that prepares for a deadline which moves from `old` to `new`.

    If the activity has not begun, it moves by the same time as the deadline. Otherwise, only its end moves. Return the
    same timeframe if it still fits.
    """
    if _is_same_time(planned, old):
        return new
    start, end = planned.start, planned.end
    fits = not certainly(planned, ENDS_LATER, new) and not _ends_long_before(planned, new)
    if fits or not isinstance(start, Point) or not isinstance(end, Point) or new.latest is None:
        return planned
    if not has_begun:
        return _moved_by(planned, _months(old.latest if old else None, new.latest)) or planned
    end = _as_precise_as(end, new.latest)
    return parse_edtf(f"{start}/{end}") if end.latest >= start.earliest else new


def _activities_after(workspace: Workspace, move: Move, after: Timeframe, as_of: date) -> Iterator[Move]:
    """Yield the activities that come after an activity that moves, and would be over before it begins."""
    for other in workspace.activities:
        planned = other.timeframe
        is_open = move.name in other.after and status_on(other, as_of) not in CLOSED
        months = _months(move.before.earliest if move.before else None, after.earliest)
        if is_open and certainly(planned, OVER_BEFORE, after) and (new := _moved_by(planned, months)):
            yield Move(other.id, other, planned, new, new.text, f"it comes after {move.name}")


def _deadlines_after(workspace: Workspace, move: Move, after: Timeframe, as_of: date) -> Iterator[Move]:
    """Yield the deadlines that come after a deadline that moves, and would be due before it."""
    for other in workspace.deadlines:
        due = workspace.schedule.date_of(other.id)
        is_open = move.name in other.after and not other.anchor_id and is_binding(other, as_of)
        months = _months(move.before.latest if move.before else None, after.latest)
        if is_open and due and certainly(due, OVER_BEFORE, after) and (new := _moved_by(due, months)):
            yield Move(other.id, other, due, new, new.text, f"it comes after {move.name}")


def _months(first: date | None, second: date | None) -> int | None:
    """Return the number of months from one day to another; None if a day is not known."""
    return (second.year - first.year) * 12 + second.month - first.month if first and second else None


def _moved_by(planned: Timeframe, months: int | None) -> Timeframe | None:
    """Return a date that is moved by a number of months. It stays as precise and as uncertain as before.

    Return None if the number of months or the new date is not known.
    """
    start, end = planned.start, planned.end
    if months is None or not isinstance(start, Point) or not isinstance(end, Point):
        return None
    try:
        start, end = _shifted(start, months), _shifted(end, months)
    except OverflowError:
        return None
    return parse_edtf(f"{start}/{end}") if planned.is_interval else timeframe_of(end)


def _shifted(point: Point, months: int) -> Point:
    first, last = shift(point, "months", months)
    return first if first == last else replace(_as_precise_as(point, last.latest), mark=point.mark)


def _period_around(roadmap: Roadmap, moves: Sequence[Move]) -> Move | None:
    """Return the move of the roadmap's period that covers all activities that move; None if they are within it."""
    start, end = roadmap.period.start, roadmap.period.end
    outside = []
    for move in moves:
        after = move.after
        if not isinstance(move.record, Activity) or after is None:
            continue
        if isinstance(start, Point) and certainly(after, BEGINS_EARLIER, roadmap.period) and after.earliest:
            start = min(start, _as_precise_as(start, after.earliest), key=lambda point: point.earliest)
            outside.append(move.name)
        if isinstance(end, Point) and certainly(after, ENDS_LATER, roadmap.period) and after.latest:
            end = max(end, _as_precise_as(end, after.latest), key=lambda point: point.latest)
            outside.append(move.name)
    if not outside:
        return None
    new = parse_edtf(f"{start or OPEN}/{end or OPEN}")
    return Move("roadmap", roadmap, roadmap.period, new, new.text, f"{join(outside)} would be outside it")


def _is_same_time(first: Timeframe | None, second: Timeframe | None) -> bool:
    """Return whether two dates mean the same days, whether they are certain or not."""
    return bool(first and second and first.earliest == second.earliest and first.latest == second.latest)


def _ends_long_before(timeframe: Timeframe, due: Timeframe) -> bool:
    return timeframe.latest is not None and due.earliest is not None and due.earliest - timeframe.latest > YEAR


def _as_precise_as(point: Point, day: date) -> Point:
    """Return the year, the month or the day that contains `day`, as precise as `point`."""
    return Point(day.year, day.month if point.month else 0, day.day if point.day else 0)


def postpone(loaded: Loaded, moves: Sequence[Move], as_of: date, why: str) -> PlannedChange:
    """Return the changes that move planned dates. Each record keeps its earlier date, with the reason `why`.

    Raises CobtrackError if a date cannot move, or if there is no reason. Raises NewErrorsError if the change would add
    errors to the workspace; if it helps to move other dates as well, the hint names their records.
    """
    if not why.strip():
        raise CobtrackError("the reason is missing", 'say why the date moves, such as --why "The State moved it."')
    for move in moves:
        _refuse_closed(move, as_of)
    changes = [(move.record, list(_assignments(move))) for move in moves]
    related = related_moves(loaded.workspace, moves, as_of)
    try:
        change = set_fields_of_several(loaded, changes, as_of, why=why)
    except NewErrorsError as error:
        if not _helps_to_move_all(loaded, moves, as_of, why):
            raise
        names = " ".join(f"--with {move.name}" for move in related)
        hint = f"to move what belongs to it too, add {names}{f', or --with {ALL}' if len(related) > 1 else ''}"
        raise NewErrorsError(error.message, hint, error.errors) from None
    if not change.texts:
        return change
    after = reload_with(loaded, change.texts).workspace
    return replace(change, notes=tuple(_notes(loaded.workspace, after, moves, related, as_of)))


def _helps_to_move_all(loaded: Loaded, moves: Sequence[Move], as_of: date, why: str) -> bool:
    """Whether the dates can move together with all dates that belong to them."""
    together = moves_together(loaded.workspace, moves[0], {ALL}, as_of)
    try:
        set_fields_of_several(loaded, [(move.record, list(_assignments(move))) for move in together], as_of, why=why)
    except CobtrackError:
        return False
    return len(together) > len(moves)


def _assignments(move: Move) -> Iterator[Assignment]:
    yield Assignment(date_field(move.record), "=", move.value)
    is_settled = move.after is not None and not move.after.is_uncertain
    if isinstance(move.record, Deadline) and move.record.certainty == "tbd" and is_settled:
        # The date is no longer to be determined.
        yield Assignment("certainty", "=", "tentative")


def _refuse_closed(move: Move, as_of: date) -> None:
    """Raise CobtrackError if nothing remains to be done, so the date cannot move."""
    record, name = move.record, move.name
    if isinstance(record, Deadline) and not is_binding(record, as_of):
        finding = last_finding(record, as_of)
        label = OUTCOME[finding.outcome].singular if finding else ""
        hint = f"if its date was a mistake: cobtrack set {name} due=… --correction"
        raise CobtrackError(f"{name} cannot be postponed, because it was {label}", hint)
    if isinstance(record, Activity | Action) and (status := status_on(record, as_of)) in CLOSED:
        hint = f"if its timeframe was a mistake: cobtrack set {name} timeframe=… --correction"
        if status == "cancelled":
            hint = f"to take it up again, first: cobtrack log {name} --status planned"
        raise CobtrackError(f"{name} cannot be postponed, because it is {STATUS[status].singular}", hint)


def _notes(
    before: Workspace, after: Workspace, moves: Sequence[Move], related: Sequence[Move], as_of: date
) -> Iterator[str]:
    """Yield what else the user should know: dates that move by themselves, dates that stay, and contradictions."""
    moved = {move.name for move in moves}
    first = moves[0]
    if first.before and first.after and first.before.is_interval and not first.after.is_interval:
        start = first.before.text.partition("/")[0]
        text = f"{first.name} is now planned for {format_timeframe(first.after)} only"
        yield f"{text}; to keep its beginning, move it to {start}/{first.after.text}"
    comparison = compare(before, after, as_of, check(before, as_of, "COB3"), check(after, as_of, "COB3"))
    for other in comparison.moves:
        if other.what == "due" and other.id not in moved and other.before and other.after:
            dates = f"from {format_timeframe(other.before)} to {format_timeframe(other.after)}"
            yield f"{other.id} depends on a date that moved, and moves {dates}"
    for move in related:
        yield f'{move.current} as before; to move it too: cobtrack postpone {move.name} --to {move.value} --why "…"'
    known = problems_about(comparison.new_problems, after, frozenset(move.name for move in related))
    for problem in comparison.new_problems:
        if problem not in known:
            yield f"{problem.message} [{problem.code}]"
