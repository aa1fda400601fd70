"""What `timeline` is asked to suppose: other dates, another review cycle, a review procedure."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from cobtrack.cli.options import CannotError
from cobtrack.cli.session import timeframe
from cobtrack.model import assume, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.model.timeframe import Timeframe
    from cobtrack.model.workspace import Workspace

_LONGEST = 100


def supposed(
    workspace: Workspace, what_if: Sequence[str], cycle: int | None, procedure: str
) -> tuple[list[str], Workspace]:
    """What is supposed, in sentences, and the workspace as it would be then. Raises CannotError."""
    told, then = [], workspace
    if procedure:
        known = {one.id: one for mechanism in then.mechanisms for one in then.procedures_of(mechanism)}
        if procedure not in known:
            named = ", ".join(known) or "none: a mechanism names them under procedures"
            raise CannotError(f'no mechanism names a procedure "{procedure}"', f"there are {named}")
        then = assume.under(then, known[procedure])
        told.append(f"the review goes by {procedure} ({known[procedure].title})")
    dates: dict[str, Timeframe] = {}
    for one, date in _given(then, what_if):
        if one in dates:
            raise CannotError(f"--what-if gives {one} two dates", "give it one")
        dates[one] = date
    if cycle is not None:
        if not 1 <= cycle <= _LONGEST:
            raise CannotError(f"a review cycle has 1 to {_LONGEST} years, not {cycle}", "such as --cycle 8")
        found = assume.next_report(then, cycle)
        if found is None:
            hint = "--cycle needs a review_cycle in data/roadmap.yaml whose next_report has a date"
            raise CannotError(f"a review cycle of {cycle} years cannot be worked out", hint)
        if found[0] in dates:
            raise CannotError(f"--cycle and --what-if both move {found[0]}", "leave one of them out")
        dates |= [found]
        told.append(f"the review cycle has {words.count(cycle, 'year')}")
    told += [_supposition(one, date, then.schedule.date(one)) for one, date in dates.items()]
    return told, assume.dated(then, dates) if dates else then


def _supposition(identifier: str, date: Timeframe, was: Timeframe | None) -> str:
    due = f"{identifier} is due {words.timeframe(date)}"
    if was is None or was == date:
        return f"{due}, as it is" if was else due
    then = words.timeframe(was)
    # "not not before November 2027" is for nobody to read.
    return f"{due}; in the files it is {then}" if was.is_window else f"{due}, not {then}"


def _given(workspace: Workspace, what_if: Sequence[str]) -> Iterator[tuple[str, Timeframe]]:
    known = {one.id for one in workspace.deadlines}
    for text in what_if:
        name, equals, value = text.partition("=")
        if not equals:
            raise CannotError(f'--what-if takes ID=DATE, not "{text}"', "such as crc-state-report=2030-11")
        if name not in known:
            close = get_close_matches(name, known, 1)
            hint = f"did you mean {close[0]}?" if close else "deadlines are listed by: cobtrack list deadlines"
            raise CannotError(f'there is no deadline "{name}"', hint)
        yield name, timeframe("--what-if", value)
