"""What-if comparisons of two workspaces: the dates that move, and the problems that appear or vanish."""

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
"""The date that moves. For a deadline: its due date (`due`) or its latest sensible start (`start`). For an activity:
the date by which it has to end (`ends`) or the date from which it can start (`starts`)."""


@dataclass(frozen=True)
class Move:
    """A date of a deadline or activity that changes. An unknown date is None."""

    kind: Literal["deadline", "activity"]
    id: str
    title: str
    before: Timeframe | None
    after: Timeframe | None
    what: MovedDate = "due"
    is_new: bool = False
    """Whether the deadline is new."""
    is_removed: bool = False
    """Whether the deadline no longer exists."""


@dataclass(frozen=True)
class Comparison:
    """The dates that move, and the problems that appear and vanish."""

    moves: tuple[Move, ...]
    new_problems: tuple[Problem, ...]
    resolved_problems: tuple[Problem, ...]


def compare(
    before: Workspace, after: Workspace, as_of: date, problems: Iterable[Problem], problems_after: Iterable[Problem]
) -> Comparison:
    """Return the dates that move and the problems that appear or vanish from the workspace `before` to `after`.

    `problems` are the problems in the workspace `before`, and `problems_after` are the problems in `after`.
    """
    old_problems, new_problems = tuple(problems), tuple(problems_after)
    return Comparison(
        moves=(
            *_deadlines(before, after, as_of),
            *_latest_starts(before, after, as_of),
            *_activities(before, after, as_of),
        ),
        new_problems=_only_in(new_problems, old_problems),
        resolved_problems=_only_in(old_problems, new_problems),
    )


def restricted(comparison: Comparison, workspace: Workspace, ids: frozenset[str]) -> Comparison:
    """Return the comparison without any moves and problems of other activities and deadlines.

    `ids` are the ids of the activities and deadlines whose moves and problems are kept.
    """
    return Comparison(
        moves=tuple(move for move in comparison.moves if move.id in ids),
        new_problems=problems_about(comparison.new_problems, workspace, ids),
        resolved_problems=problems_about(comparison.resolved_problems, workspace, ids),
    )


def problems_about(problems: Iterable[Problem], workspace: Workspace, ids: frozenset[str]) -> tuple[Problem, ...]:
    """Return the problems whose place is in one of the records with these ids."""
    places = {record.place for id_ in ids if (record := workspace.by_id.get(id_))}
    return tuple(problem for problem in problems if not places.isdisjoint(_enclosing(problem.place)))


def _enclosing(place: Place) -> Iterator[Place]:
    """Yield the places that contain a place, from the whole file down to the place itself."""
    return (Place(place.file, place.path[:depth]) for depth in range(len(place.path) + 1))


def _only_in(problems: Sequence[Problem], others: Sequence[Problem]) -> tuple[Problem, ...]:
    """Return the problems that are not in `others`. Problems that differ only in their text are treated as the same."""
    same = set(problems) & set(others)
    unmatched = Counter(_key(problem) for problem in set(others) - same)
    result = []
    for problem in problems:
        if problem in same:
            continue
        if unmatched[_key(problem)]:
            unmatched[_key(problem)] -= 1
        else:
            result.append(problem)
    return tuple(result)


def _key(problem: Problem) -> tuple[object, ...]:
    # The same problem under another procedure is a different problem.
    is_of_procedure = problem.message.startswith(("under ", "if "))
    procedure = problem.message.partition(",")[0] if is_of_procedure else ""
    return problem.code, problem.place, problem.related, procedure


def _deadlines(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    old_schedule, new_schedule = build_schedule(before.deadlines, as_of), build_schedule(after.deadlines, as_of)
    ids_before = {deadline.id for deadline in before.deadlines}
    ids_after = {deadline.id for deadline in after.deadlines}
    moves = []
    for deadline in after.deadlines:
        old, new = old_schedule.date_of(deadline.id), new_schedule.date_of(deadline.id)
        is_new = deadline.id not in ids_before
        # The date of a deadline that was met no longer moves.
        if is_new or (old != new and not fulfilled_on(deadline, as_of)):
            moves.append(Move("deadline", deadline.id, deadline.title, old, new, is_new=is_new))
    for deadline in before.deadlines:
        if deadline.id not in ids_after:
            old = old_schedule.date_of(deadline.id)
            moves.append(Move("deadline", deadline.id, deadline.title, old, None, is_removed=True))
    yield from sorted(moves, key=lambda move: (str((move.after and move.after.latest) or "9999"), natural_key(move.id)))


def _latest_starts(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    starts = {row.deadline.id: _start(row) for row in deadlines.states(before, as_of)}
    for row in deadlines.states(after, as_of):
        deadline = row.deadline
        old, new = starts.get(deadline.id), _start(row)
        if old != new and row.is_open:
            is_new = deadline.id not in starts
            yield Move("deadline", deadline.id, deadline.title, old, new, "start", is_new=is_new)


def _start(row: DeadlineState) -> Timeframe | None:
    day = row.start.day if row.start and not row.start.is_begun else None
    return timeframe_of(Point(day.year, day.month, day.day)) if day else None


def _activities(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    old_schedule, new_schedule = build_schedule(before.deadlines, as_of), build_schedule(after.deadlines, as_of)
    for activity in sorted(after.activities, key=lambda activity: natural_key(activity.id)):
        old = has_to_end(before, activity, as_of, old_schedule)
        new = has_to_end(after, activity, as_of, new_schedule)
        if old != new:
            yield Move("activity", activity.id, activity.text, old, new, "ends")
        old, new = old_schedule.resolve(activity.starts), new_schedule.resolve(activity.starts)
        if old != new:
            yield Move("activity", activity.id, activity.text, old, new, "starts")
