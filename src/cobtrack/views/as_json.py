"""Results as plain data for JSON and CSV: keys as in the files, plus what was computed. A contract, with a version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cobtrack.model.problem import Problem
    from cobtrack.model.record import Record
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.assessments import AssessmentSummary, LatestByVoice
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.details import Details
    from cobtrack.views.priority import Priority
    from cobtrack.views.recommendations import RecommendationState
    from cobtrack.views.status import StatusReport, Tally
    from cobtrack.views.timeline import Bar
    from cobtrack.views.whatif import Comparison

VERSION = 1


def record(one: Record) -> dict[str, Any]:
    """A record as it stands in its file, without what is not given."""
    return one.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def activity(row: ActivityState) -> dict[str, Any]:
    """An activity with its pillar, category, status, state (timing), staleness, and what others tell of it."""
    return {
        **record(row.activity),
        "pillar": row.pillar.pillar,
        "category": str(row.category.title),
        "status": row.status,
        "state": row.timing,
        "stale": row.stale,
        **({"seen_elsewhere": [record(one) for one in row.seen_elsewhere]} if row.seen_elsewhere else {}),
    }


def deadline(row: DeadlineState) -> dict[str, Any]:
    """A deadline with its mechanism, state, days to the last day it can be due, and the latest sensible start.

    `due` is always a date; `hangs_on` is how the file has it hang on another deadline. `begin` are the activities that
    have to begin at the start, `begun` those that have, with their status.
    """
    data = record(row.deadline)
    if isinstance(data.get("due"), dict):
        data["hangs_on"] = data.pop("due")
    return {
        **data,
        **({"due": str(row.due)} if row.due else {}),
        **({"certainty": row.certainty} if row.certainty else {}),
        "mechanism": row.mechanism.id,
        "action": row.action,
        "state": row.state,
        "days": row.days,
        **({"waits_for": row.waits_for} if row.waits_for else {}),
        **({"cancelled_anchor": row.cancelled_anchor} if row.cancelled_anchor else {}),
        **({"start": str(row.start.day)} if row.start else {}),
        **({"begin": list(row.start.activities)} if row.start and row.start.activities else {}),
        **({"begun": dict(row.start.begun)} if row.start and row.start.is_begun else {}),
        "activities": [one.id for one in row.activities],
    }


def recommendation(row: RecommendationState, standing: LatestByVoice, priority: Priority) -> dict[str, Any]:
    """A recommendation with its document, citation, priority, what each voice last said, and who names it.

    `inherited` says what a lettered item has of its paragraph.
    """
    return {
        **record(row.paragraph),
        "document": row.document.id,
        "citation": row.citation,
        "activities": [one.id for one in row.activities],
        "priority": {
            "band": priority.band,
            "importance": priority.importance,
            "feasibility": priority.feasibility,
            "parts": [
                {"criterion": part.criterion.id, "score": part.score, "reason": part.reason, "computed": part.computed}
                for part in priority.parts
            ],
        },
        "levels": {voice: one.level for voice, one in standing.latest.items()},
        "stale": standing.stale,
        **_inherited(row, standing),
    }


def _inherited(row: RecommendationState, standing: LatestByVoice) -> dict[str, Any]:
    """From which paragraph a lettered item has what; `levels.children` is what a voice last said."""
    whole = row.paragraph.inherited
    if whole is None:
        return {}
    fields = [*whole.fields, *(["assessments"] if whole.assessment_count else [])]
    fields += [f"levels.{voice}" for voice in standing.latest if voice in standing.inherited]
    fields += ["activities"] if row.named_as_whole else []
    return {"inherited": {"from": whole.id, "fields": fields}}


def action(row: ActionState) -> dict[str, Any]:
    """An action with its status, whether it is stale and, where it has a timeframe, its state (timing)."""
    timing = {"state": row.timing} if row.timing else {}
    return {**record(row.action), "status": row.status, **timing, "stale": row.stale}


def assessment_summary(found: AssessmentSummary) -> dict[str, Any]:
    """How the recommendations of a document stand, voice by voice."""
    return {
        "document": found.document.id,
        "recommendations": len(found.rows),
        "lead_ins": found.lead_ins,
        "assessed": found.assessed,
        "assessed_as_whole": found.assessed_as_whole,
        "stale": found.stale,
        "by_voice": {voice: dict(sorted(levels.items())) for voice, levels in found.by_voice.items()},
        "obstacles": [
            {
                "recommendation": row.paragraph.id,
                "voice": voice,
                "date": str(one.date),
                "obstacles": [str(text) for text in one.obstacles],
                "help_needed": list(one.help_needed),
            }
            for row in found.rows
            for voice, one in row.latest.items()
            if one.obstacles or one.help_needed
        ],
    }


def bar(one: Bar) -> dict[str, Any]:
    """A line of the timeline; dates in EDTF."""
    return {
        "kind": one.kind,
        "id": one.id,
        **({"pillar": one.pillar} if one.pillar else {"mechanism": one.body}),
        "title": one.title,
        "when": str(one.when),
        "state": one.word,
        **({"has_to_end": str(one.has_to_end)} if one.has_to_end else {}),
        **({"certainty": one.certainty} if one.certainty else {}),
    }


def problem(one: Problem) -> dict[str, Any]:
    """A problem, by file; `validate --format json` has its line and column."""
    return {
        "code": one.code,
        "severity": str(one.severity),
        "message": one.message,
        "hint": one.hint,
        "file": one.place.file,
    }


def comparison(found: Comparison) -> dict[str, Any]:
    """What moves, from and to (null where no date is known), and the problems that appear and vanish."""
    return {
        "moves": [
            {
                "kind": one.kind,
                "id": one.id,
                "title": one.title,
                "from": str(one.before) if one.before else None,
                "to": str(one.after) if one.after else None,
                "what": one.what,
                "new": one.is_new,
                "gone": one.is_removed,
            }
            for one in found.moves
        ],
        "appear": [problem(one) for one in found.new_problems],
        "vanish": [problem(one) for one in found.resolved_problems],
    }


def details(found: Details) -> dict[str, Any]:
    """A thing with its kind and what links to it."""
    back: dict[str, list[str]] = {}
    for tie in found.backlinks:
        back.setdefault(tie.label, []).append(tie.id)
    return {"kind_of_record": type(found.record).__name__.lower(), **record(found.record), "linked_from": back}


def status(report: StatusReport) -> dict[str, Any]:
    """The status report; activities and deadlines by id."""
    return {
        "pillars": [
            {
                "pillar": pillar.pillar.pillar,
                **_tally(pillar.tally),
                "categories": [_tally(category) for category in pillar.categories],
            }
            for pillar in report.pillars
        ],
        "total": _tally(report.total),
        "overdue": [row.activity.id for row in report.overdue],
        "unconfirmed": [row.activity.id for row in report.unconfirmed],
        "seen_elsewhere": [row.activity.id for row in report.seen_elsewhere],
        "not_reported": [row.activity.id for row in report.begun_without_report],
        "beginning_next": [row.activity.id for row in report.beginning],
        "past_due": [row.deadline.id for row in report.past_due],
        "next_due": [row.deadline.id for row in report.next_due],
    }


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "title": str(tally.title),
        "activities": tally.total,
        **tally.by_status,
        "overdue": tally.overdue,
        "unconfirmed": tally.unconfirmed,
        "stale": tally.stale,
    }
