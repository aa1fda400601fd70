"""`cobtrack status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    Color,
    ColorOption,
    Format,
    FormatOption,
    MechanismFilter,
    PillarFilter,
    Quiet,
    RoadmapStatus,
    Root,
    TwgFilter,
)  # fmt: skip
from cobtrack.model.labels import STATUS, TIMING
from cobtrack.model.text.wording import upper_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.filters import Filters
    from cobtrack.views.status import StatusReport, Tally


def status(
    pillar: PillarFilter = [],
    status: RoadmapStatus = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    mechanism: MechanismFilter = [],
    recommendations: Annotated[
        bool, typer.Option("--recommendations", help="How the recommendations stand, voice by voice.")
    ] = False,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show how the roadmap stands. By pillar and category, what is overdue, what comes next.

    \b
      cobtrack status
      cobtrack status --pillar 2
      cobtrack status --recommendations
      cobtrack status --pillar 2 --as-of 2026-02-01 --format json
    """
    from cobtrack.cli.session import open_session, parse_filters
    from cobtrack.views import as_json
    from cobtrack.views.status import report

    session = open_session(root, as_of, color, quiet=quiet)
    kind = "recommendations" if recommendations else "activities"
    chosen = parse_filters(session, pillar, status, actor, twg, mechanism, kind=kind)
    if recommendations:
        _recommendations(session, chosen, format)
        return
    found = report(session.workspace, session.as_of, chosen)
    if format is Format.json:
        session.terminal.json(session.json_document("status", as_json.status(found)))
    elif format is Format.csv:
        _csv(session, found)
    else:
        _tables(session, found, one_pillar=bool(pillar))


def _recommendations(session: Session, chosen: Filters, format: Format) -> None:
    from cobtrack.cli.commands import follow_up
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.views import as_json
    from cobtrack.views.assessments import LEVELS, NOT_ASSESSED, assessment_summaries

    workspace, as_of = with_inherited(session.workspace), session.as_of
    found = assessment_summaries(
        workspace, as_of, lambda paragraph: chosen.matches_recommendation(workspace, paragraph, as_of)
    )
    if format is Format.json:
        session.terminal.json(
            session.json_document("recommendations", [as_json.assessment_summary(one) for one in found])
        )
    elif format is Format.csv:
        levels = [*LEVELS, NOT_ASSESSED]
        rows = [
            [one.document.id, voice, *(str(by[level]) for level in levels)]
            for one in found
            for voice, by in one.by_voice.items()
        ]
        session.terminal.csv(["document", "voice", *levels], rows)
    elif found:
        follow_up.standing(session, found)
    if not found:
        session.terminal.notify("no recommendations match", "note")


def _csv(session: Session, found: StatusReport) -> None:
    header = ["pillar", "category", "activities", *found.total.by_status, "overdue", "unconfirmed", "stale"]
    session.terminal.csv(
        header,
        [
            [
                str(pillar.pillar.pillar),
                tally.title,
                *map(str, (tally.total, *tally.by_status.values(), tally.overdue, tally.unconfirmed, tally.stale)),
            ]
            for pillar in found.pillars
            for tally in pillar.categories
        ],
    )


def _tables(session: Session, found: StatusReport, *, one_pillar: bool) -> None:
    from cobtrack.model.dates.format import format_day

    terminal = session.terminal
    title = session.workspace.roadmap.title if session.workspace.roadmap else "Roadmap"
    terminal.print(f"{title}, as of {format_day(session.as_of)}", "bold")
    if not found.pillars and "pillar" in session.workspace.unreadable_kinds:
        terminal.print('The pillars could not be read: "cobtrack validate" says why.')
    elif not found.pillars:
        terminal.print("There are no pillars yet: docs/data.md shows how one is written.")
    for pillar in found.pillars if one_pillar else ():
        terminal.print()
        terminal.print(f"Pillar {pillar.pillar.pillar}. {pillar.pillar.title}", "bold")
        terminal.print()
        _tallies(session, [*pillar.categories, pillar.tally], "category")
    if found.pillars and not one_pillar:
        terminal.print()
        rows = [pillar.tally for pillar in found.pillars]
        _tallies(session, [*rows, found.total], "pillar", [str(one.pillar.pillar) for one in found.pillars])
    _activities(session, upper_first(TIMING["overdue"].singular), found.overdue, "overdue", in_full=one_pillar)
    unconfirmed = upper_first(TIMING["unconfirmed"].singular)
    _activities(session, unconfirmed, found.unconfirmed, "unconfirmed", in_full=one_pillar)
    _seen_elsewhere(session, found.seen_elsewhere, in_full=one_pillar)
    _activities(session, "Under way, nothing reported", found.begun_without_report, "", in_full=one_pillar)
    if one_pillar:
        _latest(session, found.latest[:5])
    _activities(session, "Beginning next", found.beginning[:5], "", in_full=one_pillar)
    _deadlines(session, found, in_full=one_pillar)
    terminal.print()
    example = found.overdue[0].activity.id if found.overdue else "ID"
    terminal.print(f"In full: cobtrack show {example}, cobtrack list, cobtrack due", "dim")


def _tallies(session: Session, rows: Sequence[Tally], what: str, numbers: Sequence[str] = ()) -> None:
    from cobtrack.cli.output.table import STYLES, Cell, Table

    # A status that nothing has would only take room from the titles.
    order = [status for status in STATUS if rows[-1].by_status[status] or status in {"done", "not-reported"}]
    header = [*(["no"] if numbers else []), "all", *(one.replace("-", "-\n") for one in order), "overdue", what]
    table = Table(header, right=frozenset(range(len(header) - 1)))
    labels = [*numbers, ""]
    for number, tally in enumerate(rows):
        is_total = number == len(rows) - 1
        counts = [(tally.by_status[one], STYLES.get(one, "")) for one in order]
        cells = [Cell(str(count) if count else "-", style if count else "dim") for count, style in counts]
        overdue = Cell(str(tally.overdue) if tally.overdue else "-", "red" if tally.overdue else "dim")
        label = [Cell(labels[number])] if numbers else []
        title = Cell("All" if is_total else tally.title, "bold" if is_total else "")
        table.rows.append([*label, Cell(str(tally.total)), *cells, overdue, title])
    session.terminal.table(table)


def _activities(session: Session, title: str, rows: Sequence[ActivityState], style: str, *, in_full: bool) -> None:
    if not rows:
        return
    from cobtrack.cli.output.table import STYLES, Cell
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.text import markup

    terminal = session.terminal
    terminal.print()
    terminal.print(f"{title} ({len(rows)})", "bold")
    if not in_full:
        terminal.wrapped(", ".join(row.activity.id for row in rows), "  ", "  ")
        return
    body = [
        [
            Cell(f"  {row.activity.id}", "bold"),
            Cell(format_timeframe(row.activity.timeframe), STYLES.get(style, "")),
            Cell("" if row.latest is None else row.status),
            Cell(markup.plain_text(row.activity.text)),
        ]
        for row in rows
    ]
    if all(not row[2].text for row in body):
        body = [[row[0], row[1], row[3]] for row in body]
    terminal.lines(body)


def _seen_elsewhere(session: Session, rows: Sequence[ActivityState], *, in_full: bool) -> None:
    """What others tell of activities that are not done by the coalition's own reports."""
    from cobtrack.model.text import markup

    if not rows:
        return
    terminal = session.terminal
    terminal.print()
    terminal.print(f"Seen elsewhere, not confirmed by the coalition ({len(rows)})", "bold")
    if not in_full:
        terminal.wrapped(", ".join(row.activity.id for row in rows), "  ", "  ")
        return
    for row in rows:
        for remark in row.seen_elsewhere:
            terminal.wrapped(markup.plain_text(remark.text), "       ", f"  {row.activity.id:<5}")


def _latest(session: Session, rows: Sequence[ActivityState]) -> None:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.text import markup

    body = [
        [
            Cell(f"  {row.activity.id}", "bold"),
            Cell(format_timeframe(row.latest.date)),
            status_cell(row.latest.status),
            Cell(markup.plain_text(row.latest.note or row.activity.text)),
        ]
        for row in rows
        if row.latest
    ]
    if body:
        session.terminal.print()
        session.terminal.print("Latest progress", "bold")
        session.terminal.lines(body)


def _deadlines(session: Session, found: StatusReport, *, in_full: bool) -> None:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.dates.format import format_timeframe

    if found.past_due and not in_full:
        session.terminal.print()
        session.terminal.print(f"Deadlines that have passed ({len(found.past_due)})", "bold")
        session.terminal.wrapped(", ".join(row.deadline.id for row in found.past_due), "  ", "  ")
    for title, rows in (
        ("Deadlines that have passed", found.past_due if in_full else ()),
        ("Next deadlines", found.next_due[:3]),
    ):
        if rows:
            session.terminal.print()
            session.terminal.print(f"{title} ({len(rows)})", "bold")
            session.terminal.lines(
                [
                    [
                        Cell(f"  {format_timeframe(row.due) if row.due else 'no date'}"),
                        status_cell(row.state),
                        Cell(row.mechanism.acronym or row.mechanism.id),
                        Cell(row.deadline.title),
                    ]
                    for row in rows
                ]
            )
