"""What moves when dates change: the comparison of two workspaces."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cobtrack.model.schedule import kept_on, resolve
from cobtrack.model.workspace import natural
from cobtrack.views.timeline import has_to_end

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from cobtrack.model.problem import Problem
    from cobtrack.model.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Move:
    """A deadline that is due at another time, or an activity that has to end at another time.

    None is a date that is not known; a deadline that was not there before has none either.
    """

    kind: Literal["deadline", "activity"]
    id: str
    title: str
    before: Timeframe | None
    after: Timeframe | None
    is_new: bool = False
    is_gone: bool = False
    """Whether it is no deadline any more."""


@dataclass(frozen=True)
class Comparison:
    """What moves, and the problems that appear and vanish."""

    moves: tuple[Move, ...]
    appear: tuple[Problem, ...]
    vanish: tuple[Problem, ...]


def compare(
    before: Workspace, after: Workspace, as_of: date, problems: Iterable[Problem], problems_after: Iterable[Problem]
) -> Comparison:
    """The difference that `after` makes, by that day; the problems are those of either."""
    was, will = {_key(one): one for one in problems}, {_key(one): one for one in problems_after}
    return Comparison(
        moves=(*_deadlines(before, after, as_of), *_activities(before, after, as_of)),
        appear=tuple(one for key, one in will.items() if key not in was),
        vanish=tuple(one for key, one in was.items() if key not in will),
    )


def _key(problem: Problem) -> tuple[object, ...]:
    return problem.code, problem.place.file, problem.place.path


def _deadlines(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    was, will = resolve(before.deadlines, as_of), resolve(after.deadlines, as_of)
    known = {one.id for one in before.deadlines}
    moved = []
    for deadline in after.deadlines:
        old, new = was.date(deadline.id), will.date(deadline.id)
        # What was kept, was kept.
        if (old != new and not kept_on(deadline, as_of)) or deadline.id not in known:
            moved.append(Move("deadline", deadline.id, str(deadline.title), old, new, is_new=deadline.id not in known))
    there = {one.id for one in after.deadlines}
    moved += [
        Move("deadline", one.id, str(one.title), was.date(one.id), None, is_gone=True)
        for one in before.deadlines
        if one.id not in there
    ]
    yield from sorted(moved, key=lambda one: (str((one.after and one.after.latest) or "9999"), natural(one.id)))


def _activities(before: Workspace, after: Workspace, as_of: date) -> Iterator[Move]:
    was, will = resolve(before.deadlines, as_of), resolve(after.deadlines, as_of)
    for activity in sorted(after.activities, key=lambda one: natural(one.id)):
        old, new = has_to_end(before, activity, as_of, was), has_to_end(after, activity, as_of, will)
        if old != new:
            yield Move("activity", activity.id, str(activity.text), old, new)
