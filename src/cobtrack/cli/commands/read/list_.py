"""`cobtrack list`."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

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
from cobtrack.cli.output.listing import Listing, add, as_csv, csv_id, date_cell, show
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.assessments import LatestByVoice
    from cobtrack.views.filters import Filters
    from cobtrack.views.priority import Priority
    from cobtrack.views.recommendations import RecommendationState


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
    builders: dict[str, Callable[..., Listing]] = {
        **_BUILDERS,
        **{name: partial(_records, model=model) for name, model in _other_record_types().items()},
    }
    if kind not in builders:
        close = close_matches(kind, tuple(builders))
        hint = did_you_mean(close, f"use one of {', '.join(builders)}")
        raise CommandError(f'"{kind}" is not a kind of record', hint)
    if stale and "stale" not in STATUSES.get(kind, ()):
        kinds = join([name for name in LISTS if "stale" in STATUSES.get(name, ())])
        raise CommandError(f"--stale applies to {kinds}, not to {kind}", "leave out --stale")
    if stale:
        filters = {**filters, "status": [*filters["status"], "stale"]}
    chosen = session.parse_filters(filters, kind)
    listing = builders[kind](session, chosen, with_lines=format is Format.json)
    if not (chosen or session.loaded.unreadable_files):
        listing.empty_message = f"the workspace has no {kind} yet"
    listing.empty_reason = _no_responsible(session, kind) if chosen["actor"] or chosen["twg"] else ""
    show(session, kind, listing, format)
    if stale and kind == "activities":
        _explain_stale(session, chosen)


def _other_record_types() -> dict[str, type[Record]]:
    """Return a dictionary of record types, keyed by kind. The kinds in LISTS are left out."""
    from cobtrack.model.kinds import KINDS

    types = {name: model for kind in KINDS for name, model in kind.record_types.items()}
    return {name: model for name, model in types.items() if name not in LISTS}


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
        overdue = session.selection(filters.replacing("status", "overdue"))
        if count := sum(map(overdue.matches, session.workspace.activities)):
            activities_are = quantity(count, "overdue activity is", "overdue activities are")
            text += f"; {activities_are} not shown (--status stale,overdue shows both)"
    session.terminal.notify(text, "note")


def _activities(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import activities, as_json
    from cobtrack.views.plans import earlier_date

    selection = session.selection(filters)
    listing = Listing(["id", "timeframe", "status", "timing", "activity"])
    for row in activities.states(session.workspace, session.as_of):
        activity = row.activity
        if selection.matches(activity):
            name = Cell(activity.id, "bold", plain=csv_id(activity.id))
            timing = "stale" if row.stale and row.latest else row.timing
            text = markup.plain_text(activity.text)
            title = Cell(text)
            if row.seen_elsewhere:
                full, short = f"(seen elsewhere, not confirmed) {text}", f"(seen elsewhere) {text}"
                title = Cell(full, short=short, plain=text)
            listing.rows.append(
                [
                    name,
                    date_cell(activity.timeframe, was=earlier_date(activity)),
                    status_cell(row.status),
                    status_cell(timing),
                    title,
                ]
            )
            columns = ("pillar", "category", "stale", "responsible", "serves", "recommendations")
            seen = as_csv([str(remark.text) for remark in row.seen_elsewhere])
            data = as_json.activity(row)
            add(session, listing, activity, data, columns, with_lines=with_lines, seen_elsewhere=seen)
    return listing


def _recommendations(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    """List recommendations, with their priority and the latest assessment by each voice."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.inheritance import with_inherited
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.assessments import latest_by_voice
    from cobtrack.views.priority import priority
    from cobtrack.views.recommendations import TO_CHECK, list_recommendations

    header = ["id", "urgent", "seen", "priority", "assessed", "activities", "recommendation"]
    listing = Listing(header, droppable=["seen", "activities", "urgent", "priority", "assessed"])
    workspace, selection = with_inherited(session.workspace), session.selection(filters)
    # A paragraph to check can be of another kind, because its kind might be wrong.
    for row in list_recommendations(workspace, to_check=TO_CHECK in filters["status"]):
        paragraph = row.paragraph
        if not selection.matches(paragraph):
            continue
        latest, ranking = latest_by_voice(paragraph, session.as_of), priority(workspace, paragraph)
        urgent = Cell("-", "dim")
        if paragraph.urgent:
            text = f"urgent{paragraph.inherited_note('urgent')}"
            urgent = Cell(text, "yellow", short="urgent", plain="urgent")
        labels = [*([ranking.band] if ranking.scored else []), *(["outdated"] if paragraph.outdated else [])]
        ids = ", ".join(activity.id for activity in row.activities) or "-"
        csv_ids = "; ".join(csv_id(activity.id) for activity in row.activities)
        activities = Cell(f"{ids}{row.named_as_whole}", short=ids, plain=csv_ids)
        kind = "" if paragraph.kind == "recommendation" else f"({paragraph.kind}) "
        text = ": ".join(str(part) for part in (paragraph.heading, paragraph.text or paragraph.summary) if part)
        title = kind + markup.plain_text(text)
        listing.rows.append(
            [
                Cell(paragraph.id, "bold"),
                urgent,
                paragraph.seen if paragraph.has_content else "-",
                ", ".join(labels) or "-",
                _latest_levels(latest),
                activities,
                title,
            ]
        )
        data = as_json.recommendation(row, latest, ranking)
        more = _recommendation_columns(workspace, row, latest, ranking)
        add(session, listing, paragraph, data, _RECOMMENDATION_FIELDS, with_lines=with_lines, **more)
    return listing


_RECOMMENDATION_FIELDS = (
    "document", "citation", "section", "heading", "cluster", "position", "responsible", "groups", "made_by", "themes",
    "affected_persons", "sdgs", "stale", "check",
)  # fmt: skip


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
        "outdated": paragraph.outdated.reason if paragraph.outdated else "",
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


def _deadlines(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json, deadlines
    from cobtrack.views.plans import earlier_date

    selection = session.selection(filters)
    listing = Listing(["id", "when", "state", "owner", "what"], droppable=["owner"])
    for row in deadlines.states(session.workspace, session.as_of):
        deadline = row.deadline
        if selection.matches(deadline):
            # This date is also the sort key of the list.
            date = date_cell(row.when, "no date", was=earlier_date(deadline) if row.is_open else "")
            owner = f"{deadline.owner}, expected" if deadline.is_expected else deadline.owner
            title = markup.plain_text(deadline.title)
            listing.rows.append([Cell(deadline.id, "bold"), date, status_cell(row.word, plain=row.state), owner, title])
            columns = ("mechanism", "kind", "due", "certainty", "basis", "days", "activities")
            add(session, listing, deadline, as_json.deadline(row), columns, with_lines=with_lines)
    return listing


def _actors(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell
    from cobtrack.views import as_json

    listing = Listing(["id", "acronym", "kind", "name"], droppable=["kind"])
    for actor in filter(session.selection(filters).matches, session.workspace.actors):
        name = str(actor.name) if actor.name else Cell("name not known", plain="")
        listing.rows.append([Cell(actor.id, "bold"), actor.acronym or "-", actor.kind, name])
        add(session, listing, actor, as_json.record(actor), ("part_of", "role"), with_lines=with_lines)
    return listing


def _resources(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json

    listing = Listing(["id", "kind", "year", "title"])
    for resource in filter(session.selection(filters).matches, session.workspace.resources):
        number = f"No. {resource.number}: " if resource.number else ""
        title = f"{number}{markup.plain_text(resource.title)}"
        listing.rows.append([Cell(resource.id, "bold"), resource.kind, str(resource.year or "-"), title])
        columns = ("mechanism", "symbol", "url", "summary")
        add(session, listing, resource, as_json.record(resource), columns, with_lines=with_lines)
    return listing


def _indicators(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    """List indicators, with a sparkline of their values over time."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.indicators import progress_to_target, series, sparkline

    listing = Listing(["id", "type", "values", "last", "target", "indicator"], droppable=["type", "values"])
    for indicator in filter(session.selection(filters).matches, session.workspace.indicators):
        values = series(indicator, session.as_of)
        line = sparkline([value.number for value in values]) or "-"
        chart = Cell(line, plain=" ".join(value.value for value in values))
        last = Cell(f"{values[-1].value} ({values[-1].date})", plain=values[-1].value) if values else "-"
        aim = indicator.target.value if indicator.target else "-"
        progress = progress_to_target(indicator, session.as_of)
        target = aim if progress is None else Cell(f"{aim} ({progress:.0%} of the way)", short=aim, plain=aim)
        title = markup.plain_text(indicator.title)
        listing.rows.append([Cell(indicator.id, "bold"), indicator.type, chart, last, target, title])
        columns = ("unit", "responsible", "recommendations")
        add(session, listing, indicator, as_json.record(indicator), columns, with_lines=with_lines)
    return listing


def _initiatives(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json

    listing = Listing(["id", "when", "organisations", "initiative"], droppable=["organisations"])
    for initiative in filter(session.selection(filters).matches, session.workspace.initiatives):
        organisations = ", ".join(initiative.organisations) or "-"
        title = markup.plain_text(initiative.title)
        listing.rows.append([Cell(initiative.id, "bold"), date_cell(initiative.timeframe), organisations, title])
        columns = ("location", "recommendations", "activities")
        add(session, listing, initiative, as_json.record(initiative), columns, with_lines=with_lines)
    return listing


def _actions(session: Session, filters: Filters, *, with_lines: bool) -> Listing:
    """List the action and advocacy plan."""
    from cobtrack.cli.output.table import Cell, status_cell
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.activities import action_state
    from cobtrack.views.plans import earlier_date

    header = ["id", "by when", "status", "timing", "responsible", "addressed to", "action"]
    listing = Listing(header, droppable=["addressed to", "responsible", "timing"])
    for action in filter(session.selection(filters).matches, session.workspace.actions):
        row = action_state(action, session.as_of)
        timing = "stale" if row.stale and row.latest else row.timing or "-"
        listing.rows.append(
            [
                Cell(action.id, "bold"),
                date_cell(action.timeframe, was=earlier_date(action)),
                status_cell(row.status),
                status_cell(timing),
                ", ".join(action.responsible) or "-",
                ", ".join(action.addressed_to) or "-",
                markup.plain_text(action.title),
            ]
        )
        columns = ("kind", "recommendations", "activities")
        add(session, listing, action, as_json.action(row), columns, with_lines=with_lines)
    return listing


def _records(session: Session, filters: Filters, *, model: type[Record], with_lines: bool) -> Listing:
    """List all records of the type `model`, each with its main date if the type has one."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import field_type, fields_by_key, record_type, unwrap_type
    from cobtrack.model.text import markup
    from cobtrack.views import as_json
    from cobtrack.views.details import heading

    date = next((name for name in model.model_fields if unwrap_type(field_type(model, name)) is Timeframe), "")
    shown = {"id", "title", date}
    columns = [
        key
        for key, name in fields_by_key(model).items()
        if name not in shown and not record_type(field_type(model, name))
    ]
    listing = Listing(["id", *([date] if date else []), "title"])
    selection = session.selection(filters)
    for record in session.workspace.all_records():
        if isinstance(record, model) and selection.matches(record):
            dates = [date_cell(getattr(record, date))] if date else []
            listing.rows.append([Cell(record.id, "bold"), *dates, markup.plain_text(heading(record))])
            add(session, listing, record, as_json.record(record), columns, with_lines=with_lines)
    return listing


_BUILDERS: dict[str, Callable[..., Listing]] = {
    "activities": _activities,
    "recommendations": _recommendations,
    "deadlines": _deadlines,
    "actors": _actors,
    "resources": _resources,
    "indicators": _indicators,
    "initiatives": _initiatives,
    "actions": _actions,
}
"""The functions that list records, keyed by a kind in LISTS."""
