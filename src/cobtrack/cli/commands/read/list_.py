"""`cobtrack list`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args, get_origin

import typer

from cobtrack.cli.options import (
    LISTS,
    OTHER_LISTS,
    AsOf,
    Color,
    ColorOption,
    CommandError,
    FilterTexts,
    Format,
    FormatOption,
    Quiet,
    Root,
    takes_filters,
)  # fmt: skip
from cobtrack.cli.output.listing import DEADLINE_COLUMNS, Listing, as_csv, csv_id, date_cell, show
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.assessments import LatestByVoice
    from cobtrack.views.filters import Filters
    from cobtrack.views.priority import Priority
    from cobtrack.views.recommendations import RecommendationState

MAX_FIELDS = 3
"""The greatest number of fields in the table of a kind without computed columns, besides the id and the title."""
_LESS_USEFUL = {"id", "formerly", "url", "certainty", "audience"}


@takes_filters(statuses="overdue, stale, …; for recommendations: urgent, repeated, …")
def list_(
    filters: FilterTexts,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="WHAT",
            help=f"{join([*LISTS, *OTHER_LISTS], 'or')}.",
            autocompletion=lambda: [*LISTS, *OTHER_LISTS],
        ),
    ] = LISTS[0],
    stale: Annotated[bool, typer.Option("--stale", help="Only open records not reported on for 12 months.")] = False,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
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
    """
    from cobtrack.cli.session import open_session
    from cobtrack.model.labels import STATUSES
    from cobtrack.model.text.suggestions import close_matches, did_you_mean

    session = open_session(root, as_of, color, quiet=quiet)
    kinds = (*LISTS, *OTHER_LISTS)
    if kind not in kinds:
        hint = did_you_mean(close_matches(kind, kinds), f"use one of {', '.join(kinds)}")
        raise CommandError(f'"{kind}" is not a kind of record', hint)
    if stale and "stale" not in STATUSES.get(kind, ()):
        with_stale = join([name for name in LISTS if "stale" in STATUSES.get(name, ())])
        raise CommandError(f"--stale applies to {with_stale}, not to {kind}", "leave out --stale")
    if stale:
        filters = {**filters, "status": [*filters["status"], "stale"]}
    chosen = session.parse_filters(filters, kind)
    builder = _BUILDERS.get(kind)
    listing = builder(session, chosen) if builder else _records(session, chosen, kind)
    if not (chosen or session.loaded.unreadable_files):
        listing.empty_message = f"the workspace has no {kind} yet"
    listing.empty_reason = _no_responsible(session, kind) if chosen["actor"] or chosen["twg"] else ""
    show(session, kind, listing, format)
    if stale and kind == "activities":
        _explain_stale(session, chosen)


def _no_responsible(session: Session, kind: str) -> str:
    """Return an explanation for an empty list if no record of this kind names a responsible organisation.

    If a record names such an organisation, return "".
    """
    workspace = session.workspace
    if kind in {"activities", "deadlines"} and not any(activity.responsible for activity in workspace.activities):
        return "no activity has a responsible organisation yet"
    if kind == "recommendations" and not any(
        paragraph.responsible or paragraph.groups for paragraph in workspace.recommendations
    ):
        return "no recommendation has a responsible organisation or group yet"
    return ""


def _explain_stale(session: Session, filters: Filters) -> None:
    """Print a note that explains the status "stale".

    If the list leaves out overdue activities, the note also gives their number.
    """
    from cobtrack.model.text.wording import quantity

    text = "stale means current, but not reported on for 12 months"
    if "overdue" not in filters["status"]:
        is_overdue = session.matching(filters.replacing("status", "overdue"))
        if count := sum(map(is_overdue, session.workspace.activities)):
            activities_are = quantity(count, "overdue activity is", "overdue activities are")
            text += f"; {activities_are} not shown (--status stale,overdue shows both)"
    session.terminal.notify(text, "note")


def _activities(session: Session, filters: Filters) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.text import markup
    from cobtrack.views import activities, as_json
    from cobtrack.views.plans import earlier_date

    matches = session.matching(filters)
    listing = Listing(
        Activity,
        ["id", "timeframe", "status", "timing", "activity"],
        fields={"activity": "text"},
        computed=["pillar", "category", "stale", "occurrences", "seen_elsewhere"],
    )
    for row in activities.states(session.workspace, session.as_of):
        activity = row.activity
        if matches(activity):
            name = Cell(activity.id, "bold", plain=csv_id(activity.id))
            timing = "stale" if row.stale and row.latest else row.timing
            text = markup.plain_text(activity.text)
            title = Cell(f"({row.recurrence}) {text}", plain=text) if row.occurrences else Cell(text)
            if row.seen_elsewhere:
                full, short = f"(seen elsewhere, not confirmed) {title.text}", f"(seen elsewhere) {title.text}"
                title = Cell(full, short=short, plain=text)
            date = date_cell(activity.timeframe, was=earlier_date(activity))
            cells = [name, date, status_cell(row.status), status_cell(timing), title]
            listing.add(activity, partial(as_json.activity, row), cells)
    return listing


def _recommendations(session: Session, filters: Filters) -> Listing:
    """List recommendations, with their priority and the latest assessment by each voice."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.assessments import latest_by_voice
    from cobtrack.views.priority import priority
    from cobtrack.views.recommendations import TO_CHECK, list_recommendations

    listing = Listing(
        Paragraph,
        ["id", "urgent", "seen", "priority", "assessed", "activities", "recommendation"],
        computed=["document", "citation", "stale"],
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
            text = f"urgent{paragraph.inherited_note('urgent')}"
            urgent = Cell(text, "yellow", short="urgent", plain="urgent")
        labels = [*([ranking.band] if ranking.scored else []), *(["outdated"] if paragraph.outdated else [])]
        ids = ", ".join(activity.id for activity in row.activities) or "-"
        csv_ids = "; ".join(csv_id(activity.id) for activity in row.activities)
        kind = "" if paragraph.kind == "recommendation" else f"({paragraph.kind}) "
        text = ": ".join(str(part) for part in (paragraph.heading, paragraph.text or paragraph.summary) if part)
        cells: list[Cell | str] = [
            Cell(paragraph.id, "bold"),
            urgent,
            Cell(paragraph.seen if paragraph.has_content else "-", plain=paragraph.seen),
            ", ".join(labels) or "-",
            _latest_levels(latest),
            Cell(f"{ids}{row.named_as_whole}", short=ids, plain=csv_ids),
            kind + markup.plain_text(text),
        ]
        make_data = partial(as_json.recommendation, row, latest, ranking)
        listing.add(paragraph, make_data, cells, partial(_recommendation_columns, workspace, row, latest, ranking))
    return listing


def _recommendation_columns(
    workspace: Workspace, row: RecommendationState, latest: LatestByVoice, ranking: Priority
) -> dict[str, str]:
    """Return further CSV columns for a recommendation, such as its priority and the latest level by each voice."""
    from cobtrack.views.assessments import VOICES
    from cobtrack.views.priority import repetitions

    paragraph, mechanism = row.paragraph, workspace.by_id.get(row.document.mechanism)
    clusters = workspace.settings.clusters
    return {
        "body": getattr(mechanism, "acronym", "") or row.document.mechanism,
        "paragraph": paragraph.label if paragraph.number else "",
        "cluster_title": str(clusters.get(paragraph.cluster, "")),
        "repeated": "; ".join(repetitions(workspace, paragraph)),
        "importance": "" if ranking.importance is None else str(ranking.importance),
        "feasibility": "" if ranking.feasibility is None else str(ranking.feasibility),
        **{voice: latest.latest[voice].level if voice in latest.latest else "" for voice in VOICES},
        "inherited_from": paragraph.inherited.id if paragraph.inherited else "",
    }


def _latest_levels(latest: LatestByVoice) -> Cell:
    """Return a table cell with each voice's latest assessment of a recommendation.

    On a narrow terminal, the cell has only the date of the newest assessment, because a level must never be shown
    without its voice.
    """
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.format import format_short

    if not latest.latest:
        return Cell("-")
    levels = ", ".join(
        f"{assessment.level} ({voice}, {assessment.date}{latest.inherited_note(voice)})"
        for voice, assessment in latest.latest.items()
    )
    newest = max(latest.latest.values(), key=lambda assessment: str(assessment.date.latest or ""))
    others = f" (+{len(latest.latest) - 1})" if len(latest.latest) > 1 else ""
    return Cell(levels, short=format_short(newest.date) + others)


def _deadlines(session: Session, filters: Filters) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.records.mechanism import Deadline
    from cobtrack.model.text import markup
    from cobtrack.views import as_json, deadlines
    from cobtrack.views.plans import earlier_date

    matches = session.matching(filters)
    listing = Listing(
        Deadline,
        ["id", "when", "state", "owner", "what"],
        fields={"what": "title"},
        computed=DEADLINE_COLUMNS,
        droppable=["owner"],
    )
    for row in deadlines.states(session.workspace, session.as_of):
        deadline = row.deadline
        if matches(deadline):
            cells: list[Cell | str] = [
                Cell(deadline.id, "bold"),
                # This date is also the sort key of the list.
                date_cell(row.when, "no date", was=earlier_date(deadline) if row.is_open else ""),
                status_cell(row.word, plain=row.state),
                Cell(f"{deadline.owner}, expected" if deadline.is_expected else deadline.owner, plain=deadline.owner),
                markup.plain_text(deadline.title),
            ]
            listing.add(deadline, partial(as_json.deadline, row), cells)
    return listing


def _indicators(session: Session, filters: Filters) -> Listing:
    """List indicators, with a sparkline of their values over time."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.records.indicator import Indicator
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.indicators import progress_to_target, series, sparkline

    listing = Listing(
        Indicator,
        ["id", "type", "values", "last", "target", "indicator"],
        fields={"values": "series", "target": "target_value", "indicator": "title"},
        droppable=["type", "values"],
    )
    for indicator in filter(session.matching(filters), session.workspace.indicators):
        values = series(indicator, session.as_of)
        line = sparkline([value.number for value in values]) or "-"
        aim = indicator.target.value if indicator.target else "-"
        progress = progress_to_target(indicator, session.as_of)
        cells: list[Cell | str] = [
            Cell(indicator.id, "bold"),
            indicator.type,
            Cell(line, plain=" ".join(value.value for value in values)),
            Cell(f"{values[-1].value} ({values[-1].date})", plain=values[-1].value) if values else "-",
            aim if progress is None else Cell(f"{aim} ({progress:.0%} of the way)", short=aim, plain=aim),
            markup.plain_text(indicator.title),
        ]
        listing.add(indicator, partial(as_json.record, indicator), cells)
    return listing


def _actions(session: Session, filters: Filters) -> Listing:
    """List the action and advocacy plan."""
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.records.action import Action
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.activities import action_state
    from cobtrack.views.plans import earlier_date

    listing = Listing(
        Action,
        ["id", "by when", "status", "timing", "responsible", "addressed to", "action"],
        fields={"by when": "timeframe", "addressed to": "addressed_to", "action": "title"},
        computed=["stale"],
        droppable=["addressed to", "responsible", "timing"],
    )
    for action in filter(session.matching(filters), session.workspace.actions):
        row = action_state(action, session.as_of)
        timing = "stale" if row.stale and row.latest else row.timing or "-"
        cells: list[Cell | str] = [
            Cell(action.id, "bold"),
            date_cell(action.timeframe, was=earlier_date(action)),
            status_cell(row.status),
            status_cell(timing),
            _list_cell(action.responsible),
            _list_cell(action.addressed_to),
            markup.plain_text(action.title),
        ]
        listing.add(action, partial(as_json.action, row), cells)
    return listing


def _records(session: Session, filters: Filters, kind: str) -> Listing:
    """List records of a kind that has no columns of its own. The fields of its model decide the columns."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.details import heading
    from cobtrack.views.selection import MODELS

    model = MODELS[kind]
    main = next(name for name in ("text", "title", "name") if name in model.model_fields)
    names = _short_fields(model)
    listing = Listing(model, ["id", *names, main], droppable=names[:0:-1])
    for record in filter(session.matching(filters), getattr(session.workspace, kind)):
        text = Cell(markup.plain_text(heading(record)), plain=markup.plain_text(getattr(record, main) or ""))
        cells = [_field_cell(getattr(record, name)) for name in names]
        listing.add(record, partial(as_json.record, record), [Cell(record.id, "bold"), *cells, text])
    return listing


def _short_fields(model: type[Record]) -> list[str]:
    """Return the names of the fields for the table of a kind: the first date, and the first fields with short values.

    Short values are words, numbers and ids.
    """
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import field_type, unwrap_type

    dates, names = list[str](), list[str]()
    for name in model.model_fields:
        annotation = unwrap_type(field_type(model, name))
        if get_origin(annotation) is tuple:
            annotation = unwrap_type(get_args(annotation)[0])
        if annotation is Timeframe:
            dates.append(name)
        elif name not in _LESS_USEFUL and (annotation in {str, int, bool} or get_origin(annotation) is Literal):
            names.append(name)
    return [*dates[:1], *names][:MAX_FIELDS]


def _field_cell(value: Any) -> Cell | str:
    """Return a cell for the value of a field in a table of `_short_fields`."""
    from cobtrack.model.dates.timeframe import Timeframe

    if value is None or isinstance(value, Timeframe):
        return date_cell(value)
    return _list_cell(value) if isinstance(value, tuple) else as_csv(value) or "-"


def _list_cell(items: Sequence[str]) -> Cell:
    from cobtrack.cli.output.table import Cell

    return Cell(", ".join(items) or "-", plain=as_csv(list(items)))


_BUILDERS: dict[str, Callable[[Session, Filters], Listing]] = {
    "activities": _activities,
    "recommendations": _recommendations,
    "deadlines": _deadlines,
    "indicators": _indicators,
    "actions": _actions,
}
"""The functions that list the kinds of records with computed columns, keyed by kind."""
