"""What `timeline` is asked to suppose: other dates, another review cycle, a review procedure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.options import CommandError
from cobtrack.cli.session import parse_timeframe
from cobtrack.model import scenario
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.text.suggestions import close_matches
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.procedure import Procedure
    from cobtrack.model.workspace import Workspace

_LONGEST = 100


def apply_scenario(
    workspace: Workspace, what_if: Sequence[str], cycle: int | None, procedures: Sequence[str]
) -> tuple[list[str], Workspace]:
    """What is supposed, in sentences, and the workspace as it would be then. Raises CannotError."""
    told, then = [], workspace
    for procedure in _procedures(workspace, procedures):
        then = scenario.with_procedure(then, procedure)
        told.append(f"the review goes by {procedure.id} ({procedure.title})")
    dates: dict[str, Timeframe] = {}
    for one, date in _given(then, what_if):
        if one in dates:
            raise CommandError(f"--what-if gives {one} two dates", "give it one")
        dates[one] = date
    if cycle is not None:
        if not 1 <= cycle <= _LONGEST:
            raise CommandError(f"a review cycle has 1 to {_LONGEST} years, not {cycle}", "such as --cycle 8")
        found = scenario.next_report_in_cycle(then, cycle)
        if found is None:
            hint = "--cycle needs a review_cycle in data/roadmap.yaml whose next_report has a date"
            raise CommandError(f"a review cycle of {cycle} years cannot be worked out", hint)
        if found[0] in dates:
            raise CommandError(f"--cycle and --what-if both move {found[0]}", "leave one of them out")
        dates |= [found]
        told.append(f"the review cycle has {quantity(cycle, 'year')}")
    after = scenario.with_dates(then, dates) if dates else then
    told += [
        _supposition(one, date, after.schedule.date_of(one) or date, then.schedule.date_of(one))
        for one, date in dates.items()
    ]
    return told, after


def _procedures(workspace: Workspace, ids: Sequence[str]) -> Iterator[Procedure]:
    """The procedures with these ids, one for a mechanism."""
    known = {one.id: one for mechanism in workspace.mechanisms for one in workspace.procedures_of(mechanism)}
    chosen: dict[str, str] = {}
    for one in dict.fromkeys(ids):
        if one not in known:
            named = ", ".join(known) or "none: a mechanism names them under procedures"
            raise CommandError(f'no mechanism names a procedure "{one}"', f"there are {named}")
        home = known[one].mechanism
        if chosen.setdefault(home, one) != one:
            text = f"--procedure gives {home} two procedures, {chosen[home]} and {one}"
            raise CommandError(text, "give it one; others may be for other mechanisms")
        yield known[one]


def _supposition(identifier: str, given: Timeframe, date: Timeframe, was: Timeframe | None) -> str:
    """`x is due March 2027, not 2025`: with the mark that its certainty puts to the date that was given."""
    due = f"{identifier} is due {format_timeframe(date)}"
    why = "; its certainty stays tbd" if date != given else ""
    if was is None or was == date:
        return f"{due}, as it is{why}" if was else f"{due}{why}"
    then = format_timeframe(was)
    # "not not before November 2027" is for nobody to read.
    return f"{due}; in the files it is {then}{why}" if was.is_window else f"{due}, not {then}{why}"


def _given(workspace: Workspace, what_if: Sequence[str]) -> Iterator[tuple[str, Timeframe]]:
    known = {one.id for one in workspace.deadlines}
    for text in what_if:
        name, equals, value = text.partition("=")
        if not equals:
            raise CommandError(f'--what-if takes ID=DATE, not "{text}"', "such as crc-state-report=2030-11")
        if name not in known:
            close = close_matches(name, known)
            hint = f"did you mean {close[0]}?" if close else "deadlines are listed by: cobtrack list deadlines"
            raise CommandError(f'there is no deadline "{name}"', hint)
        yield name, parse_timeframe("--what-if", value)
