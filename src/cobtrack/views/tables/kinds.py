"""The table of each kind of record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, get_args, get_origin

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.languages.phrases import ENGLISH, speaking
from cobtrack.model.record import field_type, unwrap_type
from cobtrack.model.records.action import Action
from cobtrack.model.records.budget import AMOUNT_KINDS, BudgetLine
from cobtrack.model.records.consultation import Consultation
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.measure import Measure
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.pillar import Activity
from cobtrack.model.text import markup
from cobtrack.views import activities, as_json, deadlines, measures
from cobtrack.views.activities import action_state
from cobtrack.views.assessments import VOICES, latest_by_voice
from cobtrack.views.children import consultations
from cobtrack.views.indicators import measuring
from cobtrack.views.indicators.series import series
from cobtrack.views.priority import priority, repetitions
from cobtrack.views.recommendations import list_recommendations
from cobtrack.views.selection import MODELS
from cobtrack.views.tables.cells import csv_id
from cobtrack.views.tables.table import Row, Table, build_table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.assessments import LatestByVoice
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.priority import Priority
    from cobtrack.views.recommendations import RecommendationState

    Matches = Callable[[Record], bool]

MAX_FIELDS = 3
"""The greatest number of fields that come first in the table of a kind without computed columns."""
_LESS_USEFUL = {"id", "formerly", "url", "certainty", "audience"}


def table(
    workspace: Workspace, as_of: date, kind: str, matches: Matches = lambda _: True, *, to_check: bool = False
) -> Table:
    """Return the table of the records of a kind (for example `activities`) that match.

    With `to_check`, recommendations include the paragraphs whose kind might be wrong. Tables are for programs, so their
    columns and words are in English in every language; only the texts of the data are in the language of the workspace.
    """
    with speaking(ENGLISH):
        if kind == "recommendations":
            return _recommendations(workspace, as_of, matches, to_check=to_check)
        builder = _BUILDERS.get(kind)
        return builder(workspace, as_of, matches) if builder else _records(workspace, kind, matches)


def deadline_table(states: Iterable[DeadlineState], first: Sequence[str]) -> Table:
    """Return the table of deadlines, in which the columns in `first` come first. Its words are in English."""
    with speaking(ENGLISH):
        rows = [Row(row.deadline, as_json.deadline(row), _deadline_cells(row, first)) for row in states]
        computed = ("mechanism", "days", "hangs_on", "start", "begin", "activities")
        return build_table(Deadline, first, "title", computed, rows)


def short_fields(model: type[Record]) -> list[str]:
    """Return the names of the fields that describe a record best: the first date, and the first short values.

    Short values are words, numbers and ids.
    """
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


def title_field(model: type[Record]) -> str:
    """Return the name of the field with the title of a record, or with its text if it has no title."""
    return next(name for name in ("text", "title", "name") if name in model.model_fields)


def _activities(workspace: Workspace, as_of: date, matches: Matches) -> Table:
    rows = [
        Row(row.activity, as_json.activity(row), {"timing": "stale" if row.stale and row.latest else row.timing or ""})
        for row in activities.states(workspace, as_of)
        if matches(row.activity)
    ]
    computed = ("status", "pillar", "category", "stale", "occurrences", "seen_elsewhere")
    return build_table(Activity, ("id", "timeframe", "status", "timing"), "text", computed, rows)


def _recommendations(workspace: Workspace, as_of: date, matches: Matches, *, to_check: bool) -> Table:
    workspace = with_inherited(workspace)
    rows = []
    for row in list_recommendations(workspace, to_check=to_check):
        if matches(row.paragraph):
            latest, ranking = latest_by_voice(row.paragraph, as_of), priority(workspace, row.paragraph)
            cells = _recommendation_cells(workspace, row, latest, ranking)
            rows.append(Row(row.paragraph, as_json.recommendation(row, latest, ranking), cells))
    first = ("id", "urgent", "seen", "priority", "assessed", "activities")
    return build_table(Paragraph, first, "recommendation", ("document", "citation", "stale"), rows)


def _recommendation_cells(
    workspace: Workspace, row: RecommendationState, latest: LatestByVoice, ranking: Priority
) -> dict[str, str]:
    """Return the cells that are not fields of a recommendation, such as its priority and each voice's latest level."""
    paragraph, mechanism = row.paragraph, workspace.by_id.get(row.document.mechanism)
    levels = {voice: assessment.level for voice, assessment in latest.latest.items()}
    return {
        "urgent": "urgent" if paragraph.urgent else "",
        "priority": ", ".join(priority_labels(paragraph, ranking)),
        "assessed": assessed_levels(latest),
        "activities": "; ".join(csv_id(activity.id) for activity in row.activities),
        "recommendation": recommendation_text(paragraph),
        "body": getattr(mechanism, "acronym", "") or row.document.mechanism,
        "paragraph": paragraph.label if paragraph.number else "",
        "cluster_title": str(workspace.settings.clusters.get(paragraph.cluster, "")),
        "repeated": "; ".join(repetitions(workspace, paragraph)),
        "importance": "" if ranking.importance is None else str(ranking.importance),
        "feasibility": "" if ranking.feasibility is None else str(ranking.feasibility),
        **{voice: levels.get(voice, "") for voice in VOICES},
        "inherited_from": paragraph.inherited.id if paragraph.inherited else "",
    }


def priority_labels(paragraph: Paragraph, ranking: Priority) -> list[str]:
    """Return the band of a recommendation's priority, if it is scored, and "outdated" if the recommendation is."""
    return [*([ranking.band] if ranking.scored else []), *(["outdated"] if paragraph.outdated else [])]


def assessed_levels(latest: LatestByVoice) -> str:
    """Return each voice's latest assessment of a recommendation, with its date."""
    return ", ".join(
        f"{assessment.level} ({voice}, {assessment.date}{latest.inherited_note(voice)})"
        for voice, assessment in latest.latest.items()
    )


def recommendation_text(paragraph: Paragraph) -> str:
    """Return the heading and the text of a paragraph, after its kind if it is not a recommendation."""
    kind = "" if paragraph.kind == "recommendation" else f"({paragraph.kind}) "
    text = ": ".join(str(part) for part in (paragraph.heading, paragraph.text or paragraph.summary) if part)
    return kind + markup.plain_text(text)


def _deadlines(workspace: Workspace, as_of: date, matches: Matches) -> Table:
    states = (row for row in deadlines.states(workspace, as_of) if matches(row.deadline))
    return deadline_table(states, ("id", "when", "state", "owner"))


def _deadline_cells(row: DeadlineState, names: Sequence[str]) -> dict[str, str]:
    """Return the cells of a deadline that are computed, for the columns in `names`."""
    cells = {
        "when": str(row.when or ""),
        "days": str(row.days) if row.days is not None and row.is_open else "",
        "state": row.state,
        "certainty": row.certainty or "",
        "body": row.mechanism.acronym or row.mechanism.id,
        "who": row.who_does_what,
    }
    return {name: cells[name] for name in names if name in cells}


def _indicators(workspace: Workspace, as_of: date, matches: Matches) -> Table:
    rows = []
    for indicator in filter(matches, workspace.indicators):
        values, row = series(indicator, as_of), measuring.state(indicator, as_of)
        cells = {
            "series": " ".join(value.value for value in values),
            "last": values[-1].value if values else "",
            "state": row.status,
            "next_due": str(row.due or ""),
            "target_value": indicator.target.value if indicator.target else "",
        }
        rows.append(Row(indicator, as_json.record(indicator), cells))
    first = ("id", "type", "series", "last", "target_value", "state", "next_due")
    return build_table(Indicator, first, "title", (), rows)


def _actions(workspace: Workspace, as_of: date, matches: Matches) -> Table:
    rows = []
    for action in filter(matches, workspace.actions):
        row = action_state(action, as_of)
        timing = "stale" if row.stale and row.latest else row.timing or ""
        rows.append(Row(action, as_json.action(row), {"timing": timing}))
    first = ("id", "timeframe", "status", "timing", "responsible", "supports", "addressed_to")
    return build_table(Action, first, "title", ("status", "stale"), rows)


def _consultations(workspace: Workspace, as_of: date, matches: Matches) -> Table:
    rows = [
        Row(row.consultation, as_json.consultation(row), {"with": "; ".join(row.consultation.with_)})
        for row in consultations.states(workspace, as_of)
        if matches(row.consultation)
    ]
    return build_table(Consultation, ("id", "date", "state", "with", "number"), "title", ("state",), rows)


def _budgets(workspace: Workspace, _: date, matches: Matches) -> Table:
    rows = [Row(line, as_json.record(line), {}) for line in filter(matches, workspace.budgets)]
    return build_table(BudgetLine, ("id", "year", "owner", *AMOUNT_KINDS, "currency", "certainty"), "title", (), rows)


def _measures(workspace: Workspace, as_of: date, matches: Matches) -> Table:
    rows = [
        Row(row.measure, as_json.measure(row), {"current": measures.current_stages(row), "since": str(row.date or "")})
        for row in measures.states(workspace, as_of)
        if matches(row.measure)
    ]
    first = ("id", "kind", "state", "since", "issuer", "recommendations")
    return build_table(Measure, first, "title", ("state", "current"), rows)


def _records(workspace: Workspace, kind: str, matches: Matches) -> Table:
    """Return the table of a kind that has no computed columns."""
    model = MODELS[kind]
    rows = [Row(record, as_json.record(record), {}) for record in filter(matches, _collection(workspace, kind))]
    return build_table(model, ("id", *short_fields(model)), title_field(model), (), rows)


def _collection(workspace: Workspace, kind: str) -> tuple[Any, ...]:
    records: tuple[Any, ...] = getattr(workspace, kind)
    return records


_BUILDERS: dict[str, Callable[[Workspace, date, Matches], Table]] = {
    "activities": _activities,
    "deadlines": _deadlines,
    "indicators": _indicators,
    "actions": _actions,
    "measures": _measures,
    "consultations": _consultations,
    "budgets": _budgets,
}
