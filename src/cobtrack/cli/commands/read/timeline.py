"""`cobtrack timeline`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    AsOf,
    Color,
    ColorOption,
    CommandError,
    FilterTexts,
    Format,
    FormatOption,
    LanguageOption,
    Quiet,
    Root,
    takes_filters,
)  # fmt: skip
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Problem
    from cobtrack.model.records.procedure import Procedure
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.filters import Filters
    from cobtrack.views.timeline import Timeline
    from cobtrack.views.whatif import Comparison

MAX_CYCLE_YEARS = 100


@takes_filters("timeline", "overdue, not-reported, due-soon, …")
def timeline(
    filters: FilterTexts,
    from_: Annotated[
        str, typer.Option("--from", metavar="DATE", help="First date to show, such as 2026 or 2026-07.")
    ] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="Last date to show, such as 2028 or 2028-03.")] = "",
    what_if: Annotated[
        list[str],
        typer.Option("--what-if", metavar="ID=DATE", help="Show what changes if this deadline moves (repeatable)."),
    ] = [],
    cycle: Annotated[
        int | None,
        typer.Option("--cycle", metavar="YEARS", help="Show what changes if the review cycle has this length."),
    ] = None,
    procedure: Annotated[
        list[str],
        typer.Option("--procedure", metavar="ID", help="Show what changes under this review procedure."),
    ] = [],
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show the roadmap over time, and problems with its dates.

    With --what-if, --cycle or --procedure, show what would change. No file is changed.

    \b
      cobtrack timeline --pillar 2
      cobtrack timeline --from 2026-07 --to 2028
      cobtrack timeline --what-if crc-state-report=2030-11
      cobtrack timeline --cycle 8 --format json
    """
    from cobtrack.cli.output.timeline import Text
    from cobtrack.cli.session import open_session
    from cobtrack.model import scenario
    from cobtrack.rules import check
    from cobtrack.views.whatif import compare, problems_about, restricted

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    chosen = session.parse_filters(filters, "timeline")
    before = scenario.as_known_on(session.workspace, session.as_of)
    suppositions, after = _apply_scenario(before, what_if, cycle, procedure)
    result = _timeline(session, after, chosen, from_, to)
    all_problems: Sequence[Problem] = check(after, session.as_of, "COB3")
    comparison = None
    if suppositions:
        problems_before, problems_after = check(before, session.as_of), check(after, session.as_of)
        comparison = compare(before, after, session.as_of, problems_before, problems_after)
    problems = all_problems
    if chosen or from_ or to:
        has_period = bool(from_ or to)
        ids = _shown_ids(result, has_period=has_period)
        problems = problems_about(all_problems, after, ids)
        if comparison:
            # Include bars that move out of the period, because they were in the period before.
            ids_before = _shown_ids(_timeline(session, before, chosen, from_, to), has_period=has_period)
            comparison = restricted(comparison, after, ids | ids_before)
    if format is Format.json:
        session.terminal.json(_json(session, result, problems, suppositions, comparison))
    elif format is Format.csv:
        _csv(session, result, suppositions)
    else:
        outside = len(all_problems) - len(problems)
        text = Text(session, result, tuple(problems), outside, suppositions, comparison)
        with session.terminal.paged():
            text.print()


def _shown_ids(result: Timeline, *, has_period: bool) -> frozenset[str]:
    """Return the ids of the records on which the timeline reports problems.

    If the user gave a period, these are the records in the period. Otherwise, they are all records that match the
    filters.
    """
    return frozenset(bar.id for bar in result.bars) if has_period else result.matching


def _timeline(session: Session, workspace: Workspace, filters: Filters, from_: str, to: str) -> Timeline:
    """Return the timeline between the dates `from_` and `to`, which are texts.

    Raises CommandError if one of the texts is not a date, or if `to` is before `from_`.
    """
    from cobtrack.cli.session import parse_timeframe
    from cobtrack.views import timeline as view

    first = parse_timeframe("--from", from_).earliest if from_ else None
    last = parse_timeframe("--to", to).latest if to else None
    for option, text, day in (("--from", from_, first), ("--to", to, last)):
        if text and day is None:
            raise CommandError(f"{option} takes a date, not an open end", "such as 2027")
    if first and last and last < first:
        raise CommandError(f"--to {to} is before --from {from_}", "swap the two dates")
    return view.timeline(workspace, session.as_of, filters, first, last)


def _apply_scenario(
    workspace: Workspace, what_if: Sequence[str], cycle: int | None, procedure_ids: Sequence[str]
) -> tuple[list[str], Workspace]:
    """Return a sentence for each supposition, and the workspace as it would be under all suppositions.

    The suppositions are what the user asked for with --what-if, --cycle and --procedure. Raises CommandError if an
    option names something that does not exist, or if two options contradict each other.
    """
    from cobtrack.model import scenario

    suppositions = []
    for procedure in _procedures(workspace, procedure_ids):
        workspace = scenario.with_procedure(workspace, procedure)
        suppositions.append(_("the review follows %(id)s (%(title)s)", id=procedure.id, title=procedure.title))
    dates = _what_if_dates(workspace, what_if)
    if cycle is not None:
        deadline, date = _next_report(workspace, cycle)
        if deadline in dates:
            raise CommandError(f"--cycle and --what-if both move {deadline}", "use only one of them")
        dates[deadline] = date
        suppositions.append(ngettext("the review cycle is %(num)s year", "the review cycle is %(num)s years", cycle))
    result = scenario.with_dates(workspace, dates) if dates else workspace
    for deadline, date in dates.items():
        new_date, old_date = result.schedule.date_of(deadline) or date, workspace.schedule.date_of(deadline)
        suppositions.append(_describe_date(deadline, date, new_date, old_date))
    return suppositions, result


def _procedures(workspace: Workspace, ids: Sequence[str]) -> Iterator[Procedure]:
    """Yield the review procedures with the given ids.

    Raises CommandError if an id is unknown, or if two of the procedures belong to the same mechanism.
    """
    procedures = {
        procedure.id: procedure
        for mechanism in workspace.mechanisms
        for procedure in workspace.procedures_of(mechanism)
    }
    chosen: dict[str, str] = {}
    for identifier in dict.fromkeys(ids):
        if identifier not in procedures:
            hint = (
                f"use one of {', '.join(procedures)}" if procedures else "list its id under procedures: of a mechanism"
            )
            raise CommandError(f'no mechanism has a procedure "{identifier}"', hint)
        mechanism = procedures[identifier].mechanism
        other = chosen.setdefault(mechanism, identifier)
        if other != identifier:
            message = f"--procedure gives {mechanism} two procedures, {other} and {identifier}"
            raise CommandError(message, "use one for each mechanism")
        yield procedures[identifier]


def _what_if_dates(workspace: Workspace, what_if: Sequence[str]) -> dict[str, Timeframe]:
    """Return the dates from the option --what-if, keyed by deadline id.

    Raises CommandError if an argument does not have the form ID=DATE, or if its deadline does not exist or has two
    dates.
    """
    from cobtrack.cli.session import parse_timeframe
    from cobtrack.model.text.suggestions import close_matches, did_you_mean

    ids = {deadline.id for deadline in workspace.deadlines}
    dates: dict[str, Timeframe] = {}
    for argument in what_if:
        identifier, equals_sign, text = argument.partition("=")
        if not equals_sign:
            raise CommandError(f'--what-if takes ID=DATE, not "{argument}"', "such as crc-state-report=2030-11")
        if identifier not in ids:
            close = close_matches(identifier, ids)
            hint = did_you_mean(close, "to list deadlines, run: cobtrack list deadlines")
            raise CommandError(f'there is no deadline "{identifier}"', hint)
        if identifier in dates:
            raise CommandError(f"--what-if gives {identifier} two dates", "use one for each deadline")
        dates[identifier] = parse_timeframe("--what-if", text)
    return dates


def _next_report(workspace: Workspace, years: int) -> tuple[str, Timeframe]:
    """Return the deadline id and the due date of the next State report in a review cycle of `years` years.

    Raises CommandError if the date cannot be computed.
    """
    from cobtrack.model.scenario import next_report_in_cycle
    from cobtrack.model.text.wording import quantity

    if not 1 <= years <= MAX_CYCLE_YEARS:
        raise CommandError(f"--cycle takes 1 to {MAX_CYCLE_YEARS} years, not {years}", "such as --cycle 8")
    result = next_report_in_cycle(workspace, years)
    if result is None:
        hint = "--cycle needs a review_cycle in data/roadmap.yaml whose next_report has a date"
        message = f"cannot tell when the next report would be due in a cycle of {quantity(years, 'year')}"
        raise CommandError(message, hint)
    return result


def _describe_date(deadline: str, given_date: Timeframe, new_date: Timeframe, old_date: Timeframe | None) -> str:
    """Return a sentence on the date of a deadline in a scenario, as in `x is due March 2027, not 2025`.

    `given_date` is the date that the user supposed. `new_date` is the same date, but has a question mark if the
    deadline is still uncertain. `old_date` is the date in the data files.
    """
    from cobtrack.model.dates.format import format_timeframe

    words = {"deadline": deadline, "date": format_timeframe(new_date)}
    old = format_timeframe(old_date) if old_date else ""
    if old_date is None:
        due = _("%(deadline)s is due %(date)s", **words)
    elif old_date == new_date:
        due = _("%(deadline)s is due %(date)s, as before", **words)
    elif old_date.is_window:
        # The text for a window can begin with "not", as in "not before November 2027".
        due = _("%(deadline)s is due %(date)s; in the files it is %(old_date)s", **words, old_date=old)
    else:
        due = _("%(deadline)s is due %(date)s, not %(old_date)s", **words, old_date=old)
    return join([due, _("its certainty is still tbd")], ";") if new_date != given_date else due


def _json(
    session: Session,
    result: Timeline,
    problems: Sequence[Problem],
    suppositions: Sequence[str],
    comparison: Comparison | None,
) -> dict[str, Any]:
    from cobtrack.views import as_json

    document = session.json_document("timeline", [as_json.bar(bar) for bar in result.bars])
    document |= {"from": str(result.first), "to": str(result.last)}
    document |= {"problems": [as_json.problem(problem) for problem in problems]}
    if comparison:
        document |= {"what_if": {"supposed": list(suppositions), **as_json.comparison(comparison)}}
    return document


def _csv(session: Session, result: Timeline, suppositions: Sequence[str]) -> None:
    """Print each bar of the timeline as a line of CSV. In a scenario, each line includes the suppositions."""
    from cobtrack.views.tables.cells import csv_id

    header = ["kind", "id", "when", "has_to_end", "state", *(["what_if"] if suppositions else []), "title"]
    what_if = ["; ".join(suppositions)] if suppositions else []
    rows = [
        [bar.kind, csv_id(bar.id), str(bar.when or ""), str(bar.has_to_end or ""), bar.state, *what_if, bar.title]
        for bar in result.bars
    ]
    session.terminal.csv(header, rows)
