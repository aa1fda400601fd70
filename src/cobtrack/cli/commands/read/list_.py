"""`cobtrack list`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    LISTS,
    OTHER_LISTS,
    AsOf,
    ByOption,
    Color,
    ColorOption,
    CommandError,
    FilterTexts,
    Format,
    FormatOption,
    GroupedBy,
    LanguageOption,
    Quiet,
    Root,
    takes_filters,
)  # fmt: skip
from cobtrack.cli.output.listing import Listing, date_cell, field_name, no_match, show, show_csv
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.wording import join

MAX_TITLE = 40
"""The maximum length of the titles in the list of records that lack translations."""

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.views.assessments import LatestByVoice
    from cobtrack.views.filters import Filters


@takes_filters(statuses="overdue, stale, …; for recommendations: urgent, repeated, …")
def list_(
    filters: FilterTexts,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help=f"{join([*LISTS, *OTHER_LISTS], 'or')} (default: {LISTS[0]}).",
            autocompletion=lambda: [*LISTS, *OTHER_LISTS],
        ),
    ] = "",
    stale: Annotated[bool, typer.Option("--stale", help="Only open records not reported on for 12 months.")] = False,
    untranslated: Annotated[
        str,
        typer.Option(
            "--untranslated",
            metavar="CODE",
            help="Only records with texts that have no translation into this language, or an outdated one.",
        ),
    ] = "",
    by: ByOption = None,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """List activities, recommendations, deadlines or other records. Use filters to narrow the list.

    \b
      cobtrack list --status overdue
      cobtrack list recommendations --status urgent
      cobtrack list recommendations --stale
      cobtrack list activities --pillar 1,4 --format csv
      cobtrack list actions --by responsible
      cobtrack list --untranslated km
    """
    from cobtrack.cli.session import open_session
    from cobtrack.model.text.suggestions import close_matches, did_you_mean

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    kinds = (*LISTS, *OTHER_LISTS)
    is_any_kind = bool(untranslated) and not kind
    kind = kind.replace("-", "_") or LISTS[0]
    if kind not in kinds:
        hint = did_you_mean(close_matches(kind, kinds), f"use one of {', '.join(kinds)}")
        raise CommandError(f'"{kind}" is not a kind of record', hint)
    _check_options(kind, stale=stale, by=by, untranslated=bool(untranslated))
    if stale:
        filters = {**filters, "status": [*filters["status"], "stale"]}
    chosen = session.parse_filters(filters, "" if is_any_kind else kind)
    if untranslated:
        _untranslated(session, chosen, untranslated, "" if is_any_kind else kind, format)
        return
    empty = _("the workspace has no %(kind)s yet", kind=kind.replace("_", " "))
    if chosen or session.loaded.unreadable_files:
        empty = ""
    if (chosen["actor"] or chosen["twg"]) and (reason := _no_responsible(session, kind)):
        empty = _("%(label)s: %(text)s", label=no_match(kind), text=reason)
    if format is Format.csv:
        from cobtrack.views.recommendations import TO_CHECK
        from cobtrack.views.tables.kinds import table

        matches, to_check = session.matching(chosen), TO_CHECK in chosen["status"]
        rows = table(session.workspace, session.as_of, kind, matches, to_check=to_check)
        show_csv(session, kind, rows, empty, by=by.value if by else None)
    else:
        builder = _BUILDERS.get(kind)
        listing = builder(session, chosen) if builder else _records(session, chosen, kind)
        if chosen["actor"]:
            _add_roles(listing, chosen["actor"])
        if by:
            listing.group(session.workspace, by.value)
        show(session, kind, listing, format, empty)
    if stale and kind == "activities":
        _explain_stale(session, chosen)


def _check_options(kind: str, *, stale: bool, by: GroupedBy | None, untranslated: bool) -> None:
    """Raise CommandError if --stale or --by do not apply to this kind of list."""
    from cobtrack.model.labels import STATUSES

    if stale and "stale" not in STATUSES.get(kind, ()):
        with_stale = join([name for name in LISTS if "stale" in STATUSES.get(name, ())])
        raise CommandError(f"--stale applies to {with_stale}, not to {kind}", "leave out --stale")
    if by and untranslated:
        raise CommandError("--untranslated and --by cannot be combined", "leave one of them out")
    if by:
        from cobtrack.views.reporting.roles import can_be_grouped
        from cobtrack.views.selection import MODELS

        able = [name for name in (*LISTS, *OTHER_LISTS) if can_be_grouped(MODELS[name])]
        if kind not in able:
            raise CommandError(f"{kind} cannot be grouped by {by}", f"--by is for {join(able)}")


def _untranslated(session: Session, filters: Filters, language: str, kind: str, format: Format) -> None:
    """Print the records of a kind, or of all kinds, whose texts do not exist in a language or are outdated in it."""
    from cobtrack.cli.output.table import Cell, column_heads
    from cobtrack.model.languages.lookup import language_name
    from cobtrack.views import as_json
    from cobtrack.views.changes.values import title
    from cobtrack.views.changes.wording import shorten
    from cobtrack.views.languages import translations as view

    languages = session.workspace.settings.languages
    if language not in languages:
        hint = f"use {join(list(languages), 'or')}, or add it to languages in cobtrack.yaml"
        raise CommandError(f'the workspace has no language "{language}"', hint)
    matches = session.matching(filters)
    rows = [row for row in view.untranslated(session.workspace, language) if matches(row.record)]
    if kind:
        rows = [row for row in rows if kind in {row.kind, *(["paragraphs"] if row.kind == "recommendations" else [])}]
    heads = [*column_heads(["id", "title"]), _("not in %(language)s", language=language)]
    listing = Listing(["id", "title", "texts"], droppable=["title"], heads=heads)
    for row in rows:
        fields = ", ".join([*row.missing, *(_("%(id)s (outdated)", id=field) for field in row.outdated)])
        name = session.workspace.name_of(row.record)
        words = shorten(title(session.workspace, row.record), MAX_TITLE)
        cells: list[Cell | str] = [Cell(name, "bold"), words, fields]
        listing.add(row.record, partial(as_json.untranslated, row, name), cells)
    if format is Format.csv:
        data = [
            [row.kind, session.workspace.name_of(row.record), ", ".join(row.missing), ", ".join(row.outdated)]
            for row in rows
        ]
        session.terminal.csv(["kind", "id", "missing", "outdated"], data)
    else:
        show(
            session,
            "untranslated",
            listing,
            format,
            _("every text is in %(language)s", language=language_name(language)),
        )


def _no_responsible(session: Session, kind: str) -> str:
    """Return an explanation for an empty list if no record of this kind names a responsible organisation.

    If a record names such an organisation, return "".
    """
    workspace = session.workspace
    if kind in {"activities", "deadlines"} and not any(
        activity.responsible or activity.supports for activity in workspace.activities
    ):
        return _("no activity has a responsible organisation yet")
    if kind == "recommendations" and not any(
        paragraph.responsible or paragraph.supports or paragraph.groups for paragraph in workspace.recommendations
    ):
        return _("no recommendation has a responsible organisation or group yet")
    return ""


def _explain_stale(session: Session, filters: Filters) -> None:
    """Print a note that explains the status "stale".

    If the list leaves out overdue activities, the note also gives their number.
    """

    text = _("stale means current, but not reported on for 12 months")
    if "overdue" not in filters["status"]:
        is_overdue = session.matching(filters.replacing("status", "overdue"))
        if count := sum(map(is_overdue, session.workspace.activities)):
            more = ngettext(
                "%(num)s overdue activity is not shown (%(option)s shows both)",
                "%(num)s overdue activities are not shown (%(option)s shows both)",
                count,
                option="--status stale,overdue",
            )
            text = join([text, more], ";")
    session.terminal.notify(text, "note")


def _activities(session: Session, filters: Filters) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import activities, as_json
    from cobtrack.views.plans import earlier_date

    matches = session.matching(filters)
    listing = Listing(["id", "timeframe", "status", "timing", "activity"])
    for row in activities.states(session.workspace, session.as_of):
        activity = row.activity
        if matches(activity):
            name = Cell(activity.id, "bold")
            timing = "stale" if row.stale and row.latest else row.timing
            text = markup.plain_text(row.title)
            title = Cell(f"({row.recurrence}) {text}") if row.occurrences else Cell(text)
            if row.seen_elsewhere:
                full = f"({_('seen elsewhere, not confirmed')}) {title.text}"
                short = f"({_('seen elsewhere')}) {title.text}"
                title = Cell(full, short=short)
            date = date_cell(activity.timeframe, was=earlier_date(activity))
            cells = [name, date, status_cell(row.status), status_cell(timing), title]
            listing.add(activity, partial(as_json.activity, row), cells)
    return listing


def _recommendations(session: Session, filters: Filters) -> Listing:
    """List recommendations, with their priority and the latest assessment by each voice."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.views import as_json
    from cobtrack.views.assessments import latest_by_voice
    from cobtrack.views.priority import priority
    from cobtrack.views.recommendations import TO_CHECK, list_recommendations
    from cobtrack.views.tables.kinds import priority_labels, recommendation_text

    listing = Listing(
        ["id", "urgent", "seen", "priority", "assessed", "activities", "recommendation"],
        droppable=["seen", "activities", "urgent", "priority", "assessed"],
    )
    workspace, matches = with_inherited(session.workspace), session.matching(filters)
    # A paragraph to check can be of another kind, because its kind might be wrong.
    for row in list_recommendations(workspace, to_check=TO_CHECK in filters["status"]):
        paragraph = row.paragraph
        if not matches(paragraph):
            continue
        latest, ranking = latest_by_voice(paragraph, session.as_of), priority(workspace, paragraph)
        urgent = Cell("-", "dim")
        if paragraph.urgent:
            text = _("urgent") + paragraph.inherited_note("urgent")
            urgent = Cell(text, "yellow", short=_("urgent"))
        ids = ", ".join(activity.id for activity in row.activities) or "-"
        cells: list[Cell | str] = [
            Cell(paragraph.id, "bold"),
            urgent,
            paragraph.seen if paragraph.has_content else "-",
            ", ".join(priority_labels(paragraph, ranking)) or "-",
            _latest_levels(latest),
            Cell(f"{ids}{row.named_as_whole}", short=ids),
            recommendation_text(paragraph),
        ]
        listing.add(paragraph, partial(as_json.recommendation, row, latest, ranking), cells)
    return listing


def _latest_levels(latest: LatestByVoice) -> Cell:
    """Return a table cell with each voice's latest assessment of a recommendation.

    On a narrow terminal, the cell has only the date of the newest assessment, because a level must never be shown
    without its voice.
    """
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.format import format_short
    from cobtrack.views.tables.kinds import assessed_levels

    if not latest.latest:
        return Cell("-")
    newest = max(latest.latest.values(), key=lambda assessment: str(assessment.date.latest or ""))
    others = f" (+{len(latest.latest) - 1})" if len(latest.latest) > 1 else ""
    return Cell(assessed_levels(latest), short=format_short(newest.date) + others)


def _deadlines(session: Session, filters: Filters) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json, deadlines
    from cobtrack.views.plans import earlier_date

    matches = session.matching(filters)
    listing = Listing(["id", "when", "state", "owner", "what"], droppable=["owner"])
    for row in deadlines.states(session.workspace, session.as_of):
        deadline = row.deadline
        if matches(deadline):
            cells: list[Cell | str] = [
                Cell(deadline.id, "bold"),
                # The list is sorted by this date.
                date_cell(row.when, _("no date"), was=earlier_date(deadline) if row.is_open else ""),
                status_cell(row.word),
                _("%(owner)s, expected", owner=deadline.owner) if deadline.is_expected else deadline.owner,
                markup.plain_text(deadline.title),
            ]
            listing.add(deadline, partial(as_json.deadline, row), cells)
    return listing


def _indicators(session: Session, filters: Filters) -> Listing:
    """List indicators, with a sparkline of their values over time and the date by which the next value is due."""
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.indicators import measuring
    from cobtrack.views.indicators.gaps import disaggregation
    from cobtrack.views.indicators.series import progress_to_target, series, sparkline

    listing = Listing(
        ["id", "type", "values", "last", "target", "state", "due", "indicator"],
        droppable=["type", "values", "due", "state"],
    )
    for indicator in filter(session.matching(filters), session.workspace.indicators):
        values = series(indicator, session.as_of)
        line = sparkline([value.number for value in values]) or "-"
        aim = indicator.target.value if indicator.target else "-"
        progress = progress_to_target(indicator, session.as_of)
        row, found = measuring.state(indicator, session.as_of), disaggregation(indicator, session.as_of)
        cells: list[Cell | str] = [
            Cell(indicator.id, "bold"),
            indicator.type,
            line,
            f"{values[-1].value} ({values[-1].date})" if values else "-",
            aim if progress is None else Cell(f"{aim} ({progress:.0%} of the way)", short=aim),
            status_cell(row.status),
            date_cell(row.due),
            markup.plain_text(indicator.title),
        ]
        listing.add(indicator, partial(as_json.indicator, row, found), cells)
    return listing


def _actions(session: Session, filters: Filters) -> Listing:
    """List the action and advocacy plan."""
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.activities import action_state
    from cobtrack.views.plans import earlier_date

    listing = Listing(
        ["id", "by when", "status", "timing", "responsible", "supported by", "addressed to", "action"],
        droppable=["addressed to", "supported by", "responsible", "timing"],
    )
    for action in filter(session.matching(filters), session.workspace.actions):
        row = action_state(action, session.as_of)
        timing = "stale" if row.stale and row.latest else row.timing or "-"
        cells: list[Cell | str] = [
            Cell(action.id, "bold"),
            date_cell(action.timeframe, was=earlier_date(action)),
            status_cell(row.status),
            status_cell(timing),
            ", ".join(action.responsible) or "-",
            ", ".join(action.supports) or "-",
            ", ".join(action.addressed_to) or "-",
            markup.plain_text(action.title),
        ]
        listing.add(action, partial(as_json.action, row), cells)
    return listing


def _measures(session: Session, filters: Filters) -> Listing:
    """List measures of the State, with the current stage in the view of each voice."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json, measures

    listing = Listing(["id", "kind", "stage", "answers", "measure"], droppable=["answers", "kind"], min_last_width=20)
    matches = session.matching(filters)
    for row in measures.states(session.workspace, session.as_of):
        measure = row.measure
        if matches(measure):
            cells: list[Cell | str] = [
                Cell(measure.id, "bold"),
                measure.kind or "-",
                Cell(measures.current_stages(row) or row.stage, short=measures.stages_with_years(row)),
                str(len(measure.answers) or "-"),
                markup.plain_text(measure.title),
            ]
            listing.add(measure, partial(as_json.measure, row), cells)
    return listing


def _consultations(session: Session, filters: Filters) -> Listing:
    """List consultations, with the number of their points and the feedback that is owed."""
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.children import consultations

    listing = Listing(
        ["id", "date", "state", "points", "without outcome", "with", "consultation"],
        droppable=["with", "points", "without outcome"],
    )
    matches = session.matching(filters)
    for row in consultations.states(session.workspace, session.as_of):
        consultation = row.consultation
        if matches(consultation):
            cells: list[Cell | str] = [
                Cell(consultation.id, "bold"),
                date_cell(consultation.date),
                status_cell(row.status or "-"),
                str(len(consultation.said)),
                str(len(row.without_outcome) or "-"),
                ", ".join(consultation.with_) or "-",
                markup.plain_text(consultation.title),
            ]
            listing.add(consultation, partial(as_json.consultation, row), cells)
    return listing


def _budgets(session: Session, filters: Filters) -> Listing:
    """List budget lines, with what was planned, allocated and spent."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.languages.phrases import money
    from cobtrack.model.records.budget import AMOUNT_KINDS
    from cobtrack.model.text import markup
    from cobtrack.views import as_json

    listing = Listing(
        ["id", "year", "owner", *AMOUNT_KINDS, "currency", "certainty", "budget line"],
        droppable=["certainty", "owner", "planned"],
    )
    listing.right = AMOUNT_KINDS
    for line in filter(session.matching(filters), session.workspace.budgets):
        amounts = line.amounts
        cells: list[Cell | str] = [
            Cell(line.id, "bold"),
            date_cell(line.year),
            line.owner,
            *(money(amounts[kind]) if kind in amounts else "-" for kind in AMOUNT_KINDS),
            line.currency or "-",
            line.certainty or "-",
            markup.plain_text(line.title),
        ]
        listing.add(line, partial(as_json.record, line), cells)
    return listing


def _add_roles(listing: Listing, actors: Collection[str]) -> None:
    """Add a column with the role that the organisations have in each record, such as `lead` or `supports`.

    Nothing is added if they have no role in any of the records, because they are only linked to other records.
    """
    from cobtrack.views.reporting.roles import role_of

    roles = [role_of(row.record, actors) for row in listing.rows]
    if any(roles):
        listing.insert(-1, "role", [role or "-" for role in roles])


def _records(session: Session, filters: Filters, kind: str) -> Listing:
    """List records of a kind that has no columns of its own. The fields of its model decide the columns."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.details import heading
    from cobtrack.views.selection import MODELS
    from cobtrack.views.tables.kinds import short_fields, title_field

    model = MODELS[kind]
    names = short_fields(model)
    header = ["id", *names, title_field(model)]
    listing = Listing(header, droppable=names[:0:-1], heads=[field_name(name) for name in header])
    for record in filter(session.matching(filters), getattr(session.workspace, kind)):
        cells = [_field_cell(getattr(record, name)) for name in names]
        listing.add(
            record,
            partial(as_json.record, record),
            [Cell(record.id, "bold"), *cells, markup.plain_text(heading(record))],
        )
    return listing


def _field_cell(value: Any) -> Cell | str:
    """Return a cell for the value of a field in a table of `short_fields`."""
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.views.tables.cells import as_csv

    if value is None or isinstance(value, Timeframe):
        return date_cell(value)
    return (", ".join(value) if isinstance(value, tuple) else as_csv(value)) or "-"


_BUILDERS: dict[str, Callable[[Session, Filters], Listing]] = {
    "activities": _activities,
    "recommendations": _recommendations,
    "deadlines": _deadlines,
    "indicators": _indicators,
    "actions": _actions,
    "measures": _measures,
    "consultations": _consultations,
    "budgets": _budgets,
}
"""The functions that list the kinds of records with computed columns, keyed by kind."""
