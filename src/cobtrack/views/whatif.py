"""What moves when dates change: the comparison of two workspaces."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.timeframe import Point, timeframe_of
from cobtrack.model.problem import Place
from cobtrack.model.schedule import build_schedule, fulfilled_on
from cobtrack.model.text.ids import natural_key
from cobtrack.views import deadlines
from cobtrack.views.timeline import has_to_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Problem
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.deadlines import DeadlineState


MovedDate = Literal["due", "start", "ends", "starts"]


@dataclass(frozen=True)
class Move:
    """A deadline that is due, or has to be begun, at another time, or an activity that has to end, or can begin, then.

    None is a date that is not known; a deadline that was not there before has none either.
    """

    kind: Literal["deadline", "activity"]
    id: str
    title: str
    before: Timeframe | None
    after: Timeframe | None
    what: MovedDate = "due"
    """`start` is the latest sensible start of a deadline, `starts` what an activity has to wait for."""
    is_new: bool = False
    is_removed: bool = False
    """Whether it is no deadline any more."""


@dataclass(frozen=True)
class Comparison:
    """What moves, and the problems that appear and vanish."""

    moves: tuple[Move, ...]
    new_problems: tuple[Problem, ...]
    resolved_problems: tuple[Problem, ...]


def compare(
    before: Workspace, after: Workspace, as_of: date, problems: Iterable[Problem], problems_after: Iterable[Problem]
) -> Comparison:
    """The difference that `after` makes, by that day; the problems are those of either."""
    was, will = tuple(problems), tuple(problems_after)
    return Comparison(
        moves=(
            *_deadlines(before, after, as_of),
            *_latest_starts(before, after, as_of),
            *_activities(before, after, as_of),
        ),
        new_problems=_only_in(will, was),
        resolved_problems=_only_in(was, will),
    )


def restricted(found: Comparison, workspace: Workspace, ids: frozenset[str]) -> Comparison:
    """What of it is about the activities and deadlines with these ids."""
    return Comparison(
        moves=tuple(one for one in found.moves if one.id in ids),
        new_problems=problems_about(found.new_problems, workspace, ids),
        resolved_problems=problems_about(found.resolved_problems, workspace, ids),
    )


def problems_about(problems: Iterable[Problem], workspace: Workspace, ids: frozenset[str]) -> tuple[Problem, ...]:
    """The problems that stand within the records with these ids."""
    places = {record.place for one in ids if (record := workspace.by_id.get(one))}
    return tuple(
        one
        for one in problems
        if any(Place(one.place.file, one.place.path[:depth]) in places for depth in range(len(one.place.path) + 1))
    )


def _only_in(these: Sequence[Problem], those: Sequence[Problem]) -> tuple[Problem, ...]:
    """Those of `these` that `those` lack; one of which only the words changed, as a date in them, is not lacked."""
    same = set(those)
    other = Counter(_key(one) for one in set(those) - set(these))
    found = []
    for one in these:
        if one in same:
            continue
        if other[_key(one)]:
            other[_key(one)] -= 1
        else:
            found.append(one)
    return tuple(found)


def _key(problem: Problem) -> tuple[object, ...]:
    # Under another procedure it is another problem.
    procedure = problem.message.partition(",")[0] if problem.message.startswith("under ") else ""
    return problem.code, problem.place, problem.related, procedure


def _deadlines(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    was, will = build_schedule(before.deadlines, as_of), build_schedule(after.deadlines, as_of)
    known = {one.id for one in before.deadlines}
    moved = []
    for deadline in after.deadlines:
        old, new = was.date_of(deadline.id), will.date_of(deadline.id)
        # What was kept, was kept.
        if (old != new and not fulfilled_on(deadline, as_of)) or deadline.id not in known:
            moved.append(Move("deadline", deadline.id, str(deadline.title), old, new, is_new=deadline.id not in known))
    there = {one.id for one in after.deadlines}
    moved += [
        Move("deadline", one.id, str(one.title), was.date_of(one.id), None, is_removed=True)
        for one in before.deadlines
        if one.id not in there
    ]
    yield from sorted(moved, key=lambda one: (str((one.after and one.after.latest) or "9999"), natural_key(one.id)))


def _latest_starts(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    was = {row.deadline.id: _start(row) for row in deadlines.states(before, as_of)}
    for row in deadlines.states(after, as_of):
        one = row.deadline
        old, new = was.get(one.id), _start(row)
        if old != new and row.is_open:
            yield Move("deadline", one.id, str(one.title), old, new, "start", is_new=one.id not in was)


def _start(row: DeadlineState) -> Timeframe | None:
    day = row.start.day if row.start and not row.start.is_begun else None
    return timeframe_of(Point(day.year, day.month, day.day)) if day else None


def _activities(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    was, will = build_schedule(before.deadlines, as_of), build_schedule(after.deadlines, as_of)
    for activity in sorted(after.activities, key=lambda one: natural_key(one.id)):
        old, new = has_to_end(before, activity, as_of, was), has_to_end(after, activity, as_of, will)
        if old != new:
            yield Move("activity", activity.id, str(activity.text), old, new, "ends")
        old, new = was.resolve(activity.starts), will.resolve(activity.starts)
        if old != new:
            yield Move("activity", activity.id, str(activity.text), old, new, "starts")
