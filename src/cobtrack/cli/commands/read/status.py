"""`cobtrack status`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    AsOf,
    ByOption,
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
from cobtrack.model.labels import MEASURING, STATUS, TIMING
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import in_quotes, ngettext, pgettext
from cobtrack.model.text.wording import join, upper_first

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.records.mechanism import Deadline
    from cobtrack.model.records.pillar import Activity
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.children.consultations import ConsultationState
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.filters import Filters
    from cobtrack.views.indicators.measuring import MeasuringState
    from cobtrack.views.status import StatusReport, Tally

MAX_NEXT, MAX_LATEST, MAX_NEXT_DUE = 5, 5, 3
MAX_UNBROKEN_NAMES = 2
"""The maximum number of statuses with names on one line. More names are broken into two lines to save width."""


@takes_filters(statuses="done, overdue, stale, …; for recommendations: urgent, partly, …")
def status(
    filters: FilterTexts,
    recommendations: Annotated[
        bool, typer.Option("--recommendations", help="Show the latest assessments of recommendations, by voice.")
    ] = False,
    translations: Annotated[
        bool, typer.Option("--translations", help="Show how many texts are in each language of the workspace.")
    ] = False,
    budgets: Annotated[
        bool, typer.Option("--budgets", help="Show sums of budgets by cluster and year, and who lacks resources.")
    ] = False,
    by: ByOption = None,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show progress by pillar, what is overdue, and what comes next.

    With --by, show what each organisation or working group answers for, what it
    owes, and when it last reported.

    \b
      cobtrack status
      cobtrack status --pillar 2
      cobtrack status --recommendations
      cobtrack status --by responsible
      cobtrack status --budgets
      cobtrack status --translations
      cobtrack status --pillar 2 --as-of 2026-02-01 --format json
    """
    from cobtrack.cli.session import open_session
    from cobtrack.views import as_json
    from cobtrack.views import status as view

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    views = {"by": by, "budgets": budgets, "translations": translations, "recommendations": recommendations}
    if len(together := [name for name, is_chosen in views.items() if is_chosen]) > 1:
        raise CommandError(f"--{together[0]} and --{together[1]} cannot be combined", "leave one of them out")
    if translations:
        _refuse_with_translations(filters)
        _translations(session, format)
        return
    kind = "recommendations" if recommendations else "budgets" if budgets else "activities"
    chosen = session.parse_filters(filters, kind)
    if budgets:
        from cobtrack.cli.output.reporting.budgets import print_budgets

        print_budgets(session, chosen, format)
        return
    if recommendations:
        _recommendations(session, chosen, format)
        return
    if by:
        from cobtrack.cli.output.reporting.owed import print_owed

        print_owed(session, chosen, by.value, format)
        return
    report = view.report(session.workspace, session.as_of, chosen)
    if format is Format.json:
        session.terminal.json(session.json_document("status", as_json.status(report)))
    elif format is Format.csv:
        _csv(session, report)
    else:
        _print(session, report, in_full=bool(chosen["pillar"]))


def _recommendations(session: Session, filters: Filters, format: Format) -> None:
    from cobtrack.cli.output.assessments import print_summaries
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.views import as_json
    from cobtrack.views.assessments import LEVELS, NOT_ASSESSED, assessment_summaries

    matches = session.matching(filters)
    summaries = assessment_summaries(with_inherited(session.workspace), session.as_of, matches)
    if format is Format.json:
        rows = [as_json.assessment_summary(summary) for summary in summaries]
        session.terminal.json(session.json_document("recommendations", rows))
    elif format is Format.csv:
        levels = [*LEVELS, NOT_ASSESSED]
        counts = [
            [summary.document.id, voice, *(str(by_level[level]) for level in levels)]
            for summary in summaries
            for voice, by_level in summary.by_voice.items()
        ]
        session.terminal.csv(["document", "voice", *levels], counts)
    elif summaries:
        print_summaries(session, summaries)
    if not summaries:
        session.terminal.notify(_("no recommendations match"), "note")


def _refuse_with_translations(filters: FilterTexts) -> None:
    """Raise CommandError if filters are given together with --translations."""
    others = [name for name, typed in filters.items() if typed]
    if others:
        raise CommandError(f"--translations counts all texts, so it does not go with --{others[0]}", "leave one out")


def _translations(session: Session, format: Format) -> None:
    """Print how many texts there are, and how many of them are in each language."""
    from cobtrack.cli.output.table import Cell, Table, column_heads
    from cobtrack.model.labels import STANDING
    from cobtrack.views import as_json
    from cobtrack.views.languages.translations import translations

    results, terminal = translations(session.workspace), session.terminal
    kinds = list(results[0].by_kind)
    if format is Format.json:
        terminal.json(session.json_document("translations", [as_json.translations(result) for result in results]))
    elif format is Format.csv:
        rows = [
            [
                result.language,
                kind,
                *map(str, (tally.total, tally.translated, *(tally.standings[word] for word in STANDING))),
            ]
            for result in results
            for kind, tally in result.by_kind.items()
        ]
        terminal.csv(["language", "kind", "texts", "translated", *STANDING], rows)
    else:
        for result in results:
            standings = [f"{count} {STANDING[word].singular}" for word, count in result.all.standings.items()]
            text = ngettext(
                "%(translated)s of %(num)s text",
                "%(translated)s of %(num)s texts",
                result.all.total,
                translated=result.all.translated,
            )
            if standings:
                text = _("%(text)s (%(detail)s)", text=text, detail=join(standings, ","))
            label = _("%(label)s: %(text)s", label=result.name, text="")
            terminal.wrapped(text, "", label, first_style="bold")
        table = Table(
            column_heads(["texts", *(result.language for result in results), "kind"]),
            right=frozenset(range(len(results) + 1)),
        )
        for kind in kinds:
            counts = [result.by_kind[kind].translated for result in results]
            cells = [Cell(str(count)) if count else Cell("-", "dim") for count in counts]
            table.rows.append([str(results[0].by_kind[kind].total), *cells, kind])
        terminal.print()
        terminal.table(table)
        if missing := next((result.language for result in results if result.all.translated < result.all.total), ""):
            terminal.print()
            terminal.print(_("What is missing: %(command)s", command=f"cobtrack list --untranslated {missing}"), "dim")


def _csv(session: Session, report: StatusReport) -> None:
    """Print the counts of each category as CSV."""
    header = ["pillar", "category", "activities", *report.total.by_status, "overdue", "unconfirmed", "stale"]
    rows = []
    for pillar in report.pillars:
        for tally in pillar.categories:
            counts = (tally.total, *tally.by_status.values(), tally.overdue, tally.unconfirmed, tally.stale)
            rows.append([str(pillar.pillar.pillar), tally.title, *map(str, counts)])
    session.terminal.csv(header, rows)


def _print(session: Session, report: StatusReport, *, in_full: bool) -> None:
    """Print the status report.

    With `in_full`, the report has categories and texts. Otherwise, the report fits on one screen, because it has ids
    instead of texts.
    """
    from cobtrack.model.dates.format import format_day
    from cobtrack.views.changes.versions import version_note

    terminal = session.terminal
    roadmap = session.workspace.roadmap
    title, day = roadmap.title if roadmap else _("Roadmap"), format_day(session.as_of)
    if roadmap and roadmap.latest_version:
        number = roadmap.latest_version.number
        head = _("%(title)s, version %(number)s, as of %(day)s", title=title, number=number, day=day)
    else:
        head = _("%(title)s, as of %(day)s", title=title, day=day)
    terminal.print(head, "bold")
    if note := version_note(roadmap, session.as_of):
        terminal.wrapped(note)
    if not report.pillars and "pillar" in session.workspace.unreadable_kinds:
        terminal.wrapped(
            _("The pillars could not be read. To see why, run %(command)s.", command='"cobtrack validate"')
        )
    elif not report.pillars:
        terminal.wrapped(_("There are no pillars yet: docs/data.md in cobtrack's repository shows how to write one."))
    if in_full:
        _print_in_full(session, report)
    else:
        _print_on_one_screen(session, report)
        if session.workspace.rounds:
            from cobtrack.cli.output.reporting.open_round import print_open_round

            print_open_round(session)
    terminal.print()
    example = report.overdue[0].activity.id if report.overdue else "ID"
    terminal.print(_("In full: %(commands)s", commands=f"cobtrack show {example}, cobtrack list, cobtrack due"), "dim")


def _print_on_one_screen(session: Session, report: StatusReport) -> None:
    """Print the counts for each pillar, and short lists of the ids of activities and deadlines."""

    from cobtrack.model.dates.format import format_timeframe

    terminal = session.terminal
    if report.pillars:
        tallies = [pillar.tally for pillar in report.pillars]
        numbers = [str(pillar.pillar.pillar) for pillar in report.pillars]
        terminal.print()
        _print_tallies(session, [*tallies, report.total], pgettext("column", "pillar"), numbers)
    lists = {
        upper_first(TIMING["overdue"].singular): _ids(report.overdue),
        upper_first(TIMING["unconfirmed"].singular): _ids(report.unconfirmed),
        _("Seen elsewhere, not confirmed by the coalition"): _ids(report.seen_elsewhere),
        _("Should be under way, nothing reported"): _ids(report.begun_without_report),
        _("Beginning next"): _ids(report.beginning[:MAX_NEXT]),
        _("Deadlines that have passed"): [row.deadline.id for row in report.past_due],
        _("Next deadlines"): [
            f"{row.deadline.id} {format_timeframe(row.due) if row.due else _('no date')}"
            for row in report.next_due[:MAX_NEXT_DUE]
        ],
        _("Feedback owed to children"): [
            _("%(text)s (%(detail)s)", text=point.name, detail=TIMING["overdue"].singular)
            if row.state == "feedback-overdue"
            else point.name
            for row in report.owed_feedback
            for point in row.points
        ],
        _("Indicators to be measured"): [
            _("%(text)s (%(detail)s)", text=row.indicator.id, detail=MEASURING[row.status].singular)
            for row in report.to_measure
        ],
    }
    if any(lists.values()):
        terminal.print()
    for title, texts in lists.items():
        if texts:
            label = _("%(label)s: %(text)s", label=_counted(title, len(texts)), text="")
            terminal.wrapped(join(texts, ","), "  ", label, first_style="bold")


def _due(row: DeadlineState) -> str:
    """Return the date of a deadline in words, with its earlier date if the deadline moved."""
    from cobtrack.model.dates.format import format_timeframe

    return _with_earlier(format_timeframe(row.due) if row.due else _("no date"), row.deadline)


def _with_earlier(date: str, record: Activity | Deadline) -> str:
    """Return a date in words, with the record's earlier date if the date moved."""
    from cobtrack.views.plans import earlier_date

    earlier = earlier_date(record)
    return _("%(date)s, was %(earlier)s", date=date, earlier=earlier) if earlier else date


def _counted(title: str, number: int) -> str:
    """Return a title with the number of items below it."""
    return _("%(text)s (%(detail)s)", text=title, detail=number)


def _ids(rows: Sequence[ActivityState]) -> list[str]:
    return [row.activity.id for row in rows]


def _print_in_full(session: Session, report: StatusReport) -> None:
    """Print the counts for each category, and lists of activities and deadlines with their dates and texts."""
    for pillar in report.pillars:
        session.terminal.print()
        session.terminal.print(
            _("Pillar %(number)s. %(title)s", number=pillar.pillar.pillar, title=pillar.pillar.title), "bold"
        )
        session.terminal.print()
        _print_tallies(session, [*pillar.categories, pillar.tally], pgettext("column", "category"))
    _print_activities(session, upper_first(TIMING["overdue"].singular), report.overdue, "overdue")
    _print_activities(session, upper_first(TIMING["unconfirmed"].singular), report.unconfirmed, "unconfirmed")
    _print_seen_elsewhere(session, report.seen_elsewhere)
    _print_activities(session, _("Should be under way, nothing reported"), report.begun_without_report)
    _print_latest(session, report.latest[:MAX_LATEST])
    _print_activities(session, _("Beginning next"), report.beginning[:MAX_NEXT])
    _print_deadlines(session, _("Deadlines that have passed"), report.past_due)
    _print_deadlines(session, _("Next deadlines"), report.next_due[:MAX_NEXT_DUE])
    _print_consultations(session, report.consultations)
    _print_measuring(session, report.to_measure)


def _print_tallies(session: Session, rows: Sequence[Tally], label: str, numbers: Sequence[str] = ()) -> None:
    """Print a table of counts, in which the last row is the sum of all other rows.

    If these other rows have numbers (for example the numbers of pillars), `numbers` has them.
    """
    from cobtrack.cli.output.table import STYLES, Cell, Table, column_heads

    # Leave out statuses that no activity has, to save width for the titles.
    statuses = [status for status in STATUS if rows[-1].by_status[status] or status in {"done", "not-reported"}]
    is_broken = len(statuses) > MAX_UNBROKEN_NAMES
    names = [status.replace("-", "-\n") if is_broken else status for status in statuses]
    header = [*column_heads(["no"] if numbers else []), *column_heads(["all"]), *names, "overdue", label]
    table = Table(header, right=frozenset(range(len(header) - 1)))
    for position, tally in enumerate(rows):
        is_sum = position == len(rows) - 1
        number = ([Cell("")] if is_sum else [Cell(numbers[position])]) if numbers else []
        counts = [(tally.by_status[status], STYLES.get(status, "")) for status in statuses]
        counts.append((tally.overdue, STYLES["overdue"]))
        cells = [Cell(str(count), style) if count else Cell("-", "dim") for count, style in counts]
        title = Cell(_("All") if is_sum else tally.title, "bold" if is_sum else "")
        table.rows.append([*number, Cell(str(tally.total)), *cells, title])
    session.terminal.table(table)


def _print_activities(session: Session, title: str, rows: Sequence[ActivityState], style: str = "") -> None:
    """Print a list of activities with their timeframes.

    If at least one of the activities has a reported status, the list also has a column for the status.
    """
    if not rows:
        return
    from cobtrack.cli.output.table import STYLES, Cell
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.text import markup

    has_status = any(row.latest for row in rows)
    session.terminal.print()
    session.terminal.print(_counted(title, len(rows)), "bold")
    session.terminal.lines(
        [
            [
                Cell(f"  {row.activity.id}", "bold"),
                Cell(_with_earlier(format_timeframe(row.activity.timeframe), row.activity), STYLES.get(style, "")),
                *([Cell(row.status if row.latest else "")] if has_status else []),
                Cell(f"({row.recurrence}) " * bool(row.occurrences) + markup.plain_text(row.title)),
            ]
            for row in rows
        ]
    )


def _print_seen_elsewhere(session: Session, rows: Sequence[ActivityState]) -> None:
    """Print other people's remarks on the given activities.

    The coalition has not reported these activities as done.
    """
    if not rows:
        return
    from cobtrack.model.text import markup

    session.terminal.print()
    session.terminal.print(_counted(_("Seen elsewhere, not confirmed by the coalition"), len(rows)), "bold")
    for row in rows:
        for remark in row.seen_elsewhere:
            session.terminal.wrapped(markup.plain_text(remark.text), "       ", f"  {row.activity.id:<5}")


def _print_latest(session: Session, rows: Sequence[ActivityState]) -> None:
    """Print the latest progress entry of each given activity, with its note."""
    if not rows:
        return
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.text import markup

    session.terminal.print()
    session.terminal.print(_("Latest progress"), "bold")
    session.terminal.lines(
        [
            [
                Cell(f"  {row.activity.id}", "bold"),
                Cell(format_timeframe(row.latest.date)),
                status_cell(row.latest.status),
                Cell(markup.plain_text(row.latest.note or row.title)),
            ]
            for row in rows
            if row.latest
        ]
    )


def _print_deadlines(session: Session, title: str, rows: Sequence[DeadlineState]) -> None:
    if not rows:
        return
    from cobtrack.cli.output.table import Cell, status_cell

    session.terminal.print()
    session.terminal.print(_counted(title, len(rows)), "bold")
    session.terminal.lines(
        [
            [
                Cell(f"  {_due(row)}"),
                status_cell(row.word),
                Cell(row.mechanism.acronym or row.mechanism.id),
                Cell(row.deadline.title),
            ]
            for row in rows
        ]
    )


def _print_consultations(session: Session, rows: Sequence[ConsultationState]) -> None:
    """Print what children said in consultations and what came of it, a few lines for each consultation."""
    if not rows:
        return
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.text import markup
    from cobtrack.views.children.wording import sentences

    session.terminal.print()
    session.terminal.print(_counted(_("What children said, and what came of it"), len(rows)), "bold")
    for row in rows:
        title = markup.plain_text(row.consultation.title)
        session.terminal.wrapped(f"{title}, {format_timeframe(row.consultation.date)}", "    ", "  ")
        for point in row.points:
            said = in_quotes(markup.plain_text(point.point.text))
            session.terminal.wrapped(" ".join([said, *sentences(point)]), "      ", f"    {point.name}  ")


def _print_measuring(session: Session, rows: Sequence[MeasuringState]) -> None:
    """Print the indicators that somebody has to measure."""
    if not rows:
        return
    from cobtrack.cli.output.listing import date_cell
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup

    session.terminal.print()
    session.terminal.print(_counted(_("Indicators to be measured"), len(rows)), "bold")
    session.terminal.lines(
        [
            [
                Cell(f"  {date_cell(row.due).text}"),
                status_cell(row.status),
                Cell(row.indicator.id),
                Cell(markup.plain_text(row.indicator.title)),
            ]
            for row in rows
        ]
    )
