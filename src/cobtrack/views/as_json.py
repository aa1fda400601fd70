"""Convert results to plain data for JSON and CSV. The keys are the keys of the data files and of computed values.

Other programs rely on these keys, so each change to a key needs a new VERSION.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.model.earlier import written_about_earlier_words
from cobtrack.model.labels import STANDING
from cobtrack.model.record import kind_word

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.problem import Problem
    from cobtrack.model.record import Record
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.assessments import AssessmentSummary, LatestByVoice
    from cobtrack.views.budgets.gaps import Resourcing
    from cobtrack.views.budgets.sums import BudgetSum, BudgetTable
    from cobtrack.views.changes.change import Change
    from cobtrack.views.children.consultations import ConsultationState, OwedFeedback, PointState
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.details import Details
    from cobtrack.views.evidence.shares import DocumentShares
    from cobtrack.views.evidence.trace import Chain, ChainSums
    from cobtrack.views.indicators.gaps import Disaggregation, Gap
    from cobtrack.views.indicators.measuring import MeasuringState
    from cobtrack.views.languages.translations import Tally as TextTally
    from cobtrack.views.languages.translations import Translations, Untranslated
    from cobtrack.views.measures import MeasureState
    from cobtrack.views.priority import Priority
    from cobtrack.views.recommendations import RecommendationState
    from cobtrack.views.reporting.awaited import Promise, Reply
    from cobtrack.views.reporting.owed import Owed
    from cobtrack.views.reporting.rounds import RoundState
    from cobtrack.views.status import StatusReport, Tally
    from cobtrack.views.timeline import Bar
    from cobtrack.views.whatif import Comparison

VERSION = 1


def record(value: Record) -> dict[str, Any]:
    """Return a record with the keys of its data file. Fields that have their default value are left out."""
    return value.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def kind(value: Record) -> str:
    """Return the kind of a record in the singular, such as "activity"."""
    return kind_word(type(value)).replace(" ", "_")


def activity(row: ActivityState) -> dict[str, Any]:
    """Return an activity with its pillar, category, status, timing (key `state`) and unconfirmed remarks.

    If the activity recurs every year, `occurrences` has the status and the timing for each year.
    """
    years = [{"for": year.year, "status": year.status, "state": year.timing} for year in row.occurrences]
    return {
        **record(row.activity),
        "pillar": row.pillar.pillar,
        "category": str(row.category.title),
        "status": row.status,
        "state": row.timing,
        "stale": row.stale,
        **({"occurrences": years} if years else {}),
        **({"seen_elsewhere": [record(remark) for remark in row.seen_elsewhere]} if row.seen_elsewhere else {}),
    }


def deadline(row: DeadlineState) -> dict[str, Any]:
    """Return a deadline with its mechanism, its state, its latest sensible start and the activities that serve it.

    - `due` is always a date. If the file gives a date relative to another deadline, `hangs_on` is this relative date.
    - `days` is the number of days until the last day on which the deadline can be due.
    - `begin` lists the activities that have to begin by `start`.
    - `begun` maps each activity that has begun to its status.
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
        "activities": [activity.id for activity in row.activities],
    }


def recommendation(row: RecommendationState, latest: LatestByVoice, priority: Priority) -> dict[str, Any]:
    """Return a recommendation with its document, citation, priority, activities and the latest level from each voice.

    `inherited` lists the values that a lettered item inherits from its paragraph.
    """
    return {
        **record(row.paragraph),
        "document": row.document.id,
        "citation": row.citation,
        "activities": [activity.id for activity in row.activities],
        "priority": {
            "band": priority.band,
            "importance": priority.importance,
            "feasibility": priority.feasibility,
            "parts": [
                {"criterion": part.criterion.id, "score": part.score, "reason": part.reason, "computed": part.computed}
                for part in priority.parts
            ],
        },
        "levels": {voice: assessment.level for voice, assessment in latest.latest.items()},
        "stale": latest.stale,
        **_inherited(row, latest),
    }


def _inherited(row: RecommendationState, latest: LatestByVoice) -> dict[str, Any]:
    """Return the values that a lettered item inherits: the id of its paragraph, and the keys of the inherited values.

    A key can be a path, such as `levels.children`. If nothing is inherited, the result is empty.
    """
    inherited = row.paragraph.inherited
    if inherited is None:
        return {}
    fields = [*inherited.fields, *(["assessments"] if inherited.assessment_count else [])]
    fields += [f"levels.{voice}" for voice in latest.latest if voice in latest.inherited]
    fields += ["activities"] if row.named_as_whole else []
    return {"inherited": {"from": inherited.id, "fields": fields}}


def chain(row: Chain) -> dict[str, Any]:
    """Return the chain of a recommendation: its links with the records that count for them, and the first missing link.

    `for_whole` says that a record is about the whole paragraph of a lettered item.
    """
    return {
        "id": row.paragraph.id,
        "citation": row.citation,
        "urgent": row.paragraph.urgent,
        "whole": row.first_missing is None,
        "first_missing": row.first_missing.name if row.first_missing else None,
        "links": {
            link.name: [
                {
                    "id": item.id,
                    "text": str(item.text),
                    **({"date": str(item.date)} if item.date else {}),
                    **({"for_whole": True} if item.of_whole else {}),
                }
                for item in link.items
            ]
            for link in row.links
        },
        "to_fill": {link.name: link.command for link in row.links if not link.is_there},
    }


def chain_sums(sums: ChainSums) -> dict[str, Any]:
    """Return how many recommendations have each link, and whose first missing link it is."""
    links = {
        name: {
            "there": number,
            "first_missing": sums.first_missing[name],
            "first_missing_urgent": sums.urgent_first_missing[name],
        }
        for name, number in sums.there.items()
    }
    return {"recommendations": sums.total, "whole": sums.whole, "links": links}


def document_shares(row: DocumentShares) -> dict[str, Any]:
    """Return how many recommendations of a document each voice sees as carried out, by year since the adoption."""
    return {
        "document": row.document.id,
        "adopted": str(row.adopted) if row.adopted else None,
        "recommendations": row.recommendations,
        "years": [
            {
                "year": year.year,
                "until": str(year.until),
                "by_voice": {
                    share.voice: {
                        "carried_out": share.carried_out,
                        "assessed": share.assessed,
                        "no_information": share.no_information,
                        "not_assessed": share.not_assessed,
                    }
                    for share in year.shares
                },
            }
            for year in row.years
        ],
    }


def action(row: ActionState) -> dict[str, Any]:
    """Return an action with its status and, if it has a timeframe, its timing (key `state`)."""
    timing = {"state": row.timing} if row.timing else {}
    return {**record(row.action), "status": row.status, **timing, "stale": row.stale}


def measure(row: MeasureState) -> dict[str, Any]:
    """Return a measure with the stage that was reported last (key `state`), and what each voice last said."""
    return {**record(row.measure), "state": row.stage, "current": [record(stage) for stage in row.current]}


def consultation(row: ConsultationState) -> dict[str, Any]:
    """Return a consultation with its state, and for each point the state of the feedback and how the answers stand."""
    return {
        **record(row.consultation),
        "state": row.status,
        **({"points": [_point(point) for point in row.points]} if row.points else {}),
    }


def indicator(row: MeasuringState, found: Disaggregation) -> dict[str, Any]:
    """Return an indicator with its state, the date by which the next value is due, and the gaps between groups."""
    return {
        **record(row.indicator),
        "state": row.status,
        **({"next_due": str(row.due)} if row.due else {}),
        **({"gaps": [_gap(gap) for gap in found.gaps]} if found.gaps else {}),
        **({"not_compared": list(found.not_compared)} if found.not_compared else {}),
    }


def _gap(gap: Gap) -> dict[str, Any]:
    before = gap.earlier_difference
    return {
        "axis": gap.axis,
        "date": str(gap.date),
        "high": {"for": dict(gap.high.for_), "value": gap.high.value},
        "low": {"for": dict(gap.low.for_), "value": gap.low.value},
        "difference": str(gap.difference),
        "ratio": None if gap.ratio is None else round(gap.ratio, 3),
        "earlier": {"date": str(gap.earlier[0].date), "difference": str(before)} if gap.earlier else None,
        "furthest_from_target": dict(gap.furthest.for_) if gap.furthest else None,
    }


def measuring(row: MeasuringState) -> dict[str, Any]:
    """Return an indicator that somebody has to measure: who, by when, and when it was last measured."""
    return {
        "indicator": row.indicator.id,
        "state": row.status,
        "due": str(row.due) if row.due else None,
        "responsible": list(row.indicator.responsible),
        "latest": str(row.latest.date) if row.latest else None,
    }


def _point(row: PointState) -> dict[str, Any]:
    return {
        "point": row.name,
        "outcome": row.point.has_outcome,
        "feedback": row.feedback,
        **({"feedback_due": str(row.due)} if row.due else {}),
        "answers": {
            answer.id: {each.voice or "status": each.status for each in answer.standings} for answer in row.answers
        },
        "changed": [answer.id for answer in row.changed],
    }


def owed_feedback(row: OwedFeedback) -> dict[str, Any]:
    """Return feedback that is owed: to whom, on which points, and by when."""
    return {
        "consultation": row.consultation.id,
        "points": [point.name for point in row.points],
        "to": list(row.consultation.with_),
        "state": row.state,
        "due": str(row.due) if row.due else None,
    }


def owed(row: Owed) -> dict[str, Any]:
    """Return what an organisation or group answers for and owes, with the ids of the records.

    `id` is None for the records without an organisation.
    """
    last = row.last_report
    return {
        "id": row.key or None,
        "leads": [work.record.id for work in row.led],
        "open": [work.record.id for work in row.open],
        "overdue": [work.record.id for work in row.overdue],
        "stale": [work.record.id for work in row.stale],
        "supports": [*(work.record.id for work in row.supported), *(each.id for each in row.supported_recommendations)],
        "recommendations": [paragraph.id for paragraph in row.recommendations],
        "promises": [promise(each) for each in row.promises],
        "rounds": [round_.id for round_ in row.rounds],
        "last_report": str(last.date) if last else None,
        "reported_by_itself": last.is_own if last else None,
    }


def promise(row: Promise) -> dict[str, Any]:
    """Return a promise that is not settled: who promised what in which contact of an action, and by when."""
    return {
        "action": row.action.id,
        "contact": row.number,
        "with": row.contact.with_,
        "promised": str(row.contact.promised),
        "due": str(row.due) if row.due else None,
        "state": row.state,
    }


def reply(row: Reply) -> dict[str, Any]:
    """Return a reply of the State to an assessment that the coalition waits for, and by when."""
    return {
        "recommendation": row.recommendation.id,
        "assessment": row.number,
        "voice": row.assessment.voice,
        "sent": str(row.assessment.sent),
        "due": str(row.due) if row.due else None,
        "state": row.state,
    }


def assessment_summary(summary: AssessmentSummary) -> dict[str, Any]:
    """Return how far the recommendations in a document have been carried out, as each voice sees it."""
    return {
        "document": summary.document.id,
        "recommendations": len(summary.rows),
        "lead_ins": summary.lead_ins,
        "assessed": summary.assessed,
        "assessed_as_whole": summary.assessed_as_whole,
        "stale": summary.stale,
        "by_voice": {voice: dict(sorted(levels.items())) for voice, levels in summary.by_voice.items()},
        "obstacles": [
            {
                "recommendation": row.paragraph.id,
                "voice": voice,
                "date": str(assessment.date),
                "obstacles": [str(text) for text in assessment.obstacles],
                "help_needed": list(assessment.help_needed),
            }
            for row in summary.rows
            for voice, assessment in row.latest.items()
            if assessment.obstacles or assessment.help_needed
        ],
    }


def budget_table(table: BudgetTable) -> dict[str, Any]:
    """Return a table of sums. Amounts are texts, because they are exact; an unknown amount is null."""
    return {
        "by": table.by,
        "lines_in_several_groups": table.shared,
        "rows": [_budget_sum(row) for row in table.rows],
        "totals": [_budget_sum(row) for row in table.totals],
    }


def _budget_sum(row: BudgetSum) -> dict[str, Any]:
    return {
        "key": row.key,
        "title": row.title,
        "owner": row.owner,
        "year": str(row.year),
        "currency": row.currency or None,
        "lines": [line.id for line in row.lines],
        **{
            kind: {
                "sum": None if amount.amount is None else str(amount.amount),
                "missing": amount.missing,
                **{part.certainty: str(part.amount) for part in amount.doubtful},
            }
            for kind, amount in row.amounts.items()
        },
        "allocated_change_percent_nominal": None if row.change is None else f"{row.change:.1f}",
    }


def resourcing(row: Resourcing) -> dict[str, Any]:
    """Return a recommendation that asks for resources, with the ids of its budget lines and whether it is a gap."""
    lines = [line.id for line in row.lines]
    return {"recommendation": row.paragraph.id, "citation": row.citation, "lines": lines, "gap": row.is_gap}


def bar(value: Bar) -> dict[str, Any]:
    """Return a bar of the timeline, with dates in EDTF."""
    return {
        "kind": value.kind,
        "id": value.id,
        **({"pillar": value.pillar} if value.pillar else {"mechanism": value.body}),
        "title": value.title,
        "when": str(value.when),
        "state": value.state,
        **({"has_to_end": str(value.has_to_end)} if value.has_to_end else {}),
        **({"certainty": value.certainty} if value.certainty else {}),
        **({"recurrence": value.recurrence} if value.recurrence else {}),
    }


def problem(value: Problem) -> dict[str, Any]:
    """Return a problem with its file. Only `validate --format json` adds the line and the column."""
    return {
        "code": value.code,
        "severity": str(value.severity),
        "message": value.message,
        "hint": value.hint,
        "file": value.place.file,
    }


def comparison(result: Comparison) -> dict[str, Any]:
    """Return a comparison: the dates that change, and the problems that appear and vanish. An unknown date is null."""
    return {
        "moves": [
            {
                "kind": move.kind,
                "id": move.id,
                "title": move.title,
                "from": str(move.before) if move.before else None,
                "to": str(move.after) if move.after else None,
                "what": move.what,
                "new": move.is_new,
                "gone": move.is_removed,
            }
            for move in result.moves
        ],
        "appear": [problem(value) for value in result.new_problems],
        "vanish": [problem(value) for value in result.resolved_problems],
    }


def change(value: Change) -> dict[str, Any]:
    """Return a change between two states of the data. `field` is "" if the whole record changed."""
    return {
        "topic": value.topic,
        "what": value.what,
        "id": value.id,
        "kind": kind(value.subject.record),
        "title": value.title,
        "field": value.field,
        "from": value.before,
        "to": value.after,
        "why": value.why,
        "sentence": value.sentence,
        "file": value.subject.record.place.file,
    }


def details(result: Details, as_of: date) -> dict[str, Any]:
    """Return a record, its kind, and the ids of the records that link to it, grouped by the type of link.

    `earlier_words` lists the parts of the record that were written about earlier words, such as `summary`.
    """
    older = [part.address for part in written_about_earlier_words(result.record, as_of)]
    linked_from: dict[str, list[str]] = {}
    for relation in result.backlinks:
        linked_from.setdefault(relation.label, []).append(relation.id)
    kind_of_record = kind(result.record)
    more = {"earlier_words": older} if older else {}
    return {"kind_of_record": kind_of_record, **record(result.record), "linked_from": linked_from, **more}


def status(report: StatusReport) -> dict[str, Any]:
    """Return the status report. Activities and deadlines in the report are represented by their ids."""
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
        "consultations": {row.consultation.id: row.status for row in report.consultations},
        "owed_feedback": [owed_feedback(row) for row in report.owed_feedback],
        "to_measure": [measuring(row) for row in report.to_measure],
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


def translations(result: Translations) -> dict[str, Any]:
    """Return how many texts exist in a language, in all and for each kind of record."""
    kinds = {kind: _tally_of_texts(tally) for kind, tally in result.by_kind.items()}
    return {"language": result.language, "name": result.name, **_tally_of_texts(result.all), "by_kind": kinds}


def _tally_of_texts(tally: TextTally) -> dict[str, Any]:
    standings = {word: tally.standings[word] for word in STANDING}
    return {"texts": tally.total, "translated": tally.translated, "standings": standings}


def untranslated(row: Untranslated, name: str) -> dict[str, Any]:
    """Return which texts of a record lack a translation or have an outdated one."""
    return {"id": name, "kind": row.kind, "missing": list(row.missing), "outdated": list(row.outdated)}


def round_state(row: RoundState) -> dict[str, Any]:
    """Return a round with each organisation that was asked, and what is still to be reviewed."""
    return {
        **record(row.round),
        "late": row.is_late,
        "organisations": [
            {
                "id": part.actor,
                "answered": part.answered,
                "asked": part.total,
                "date": str(part.answer.date) if part.answer else None,
                "reported": list(part.answer.reported_ids) if part.answer else [],
                "nothing_new": list(part.answer.nothing_new_ids) if part.answer else [],
                "added": list(part.answer.added_ids) if part.answer else [],
                "to_review": [item.owner.id for item in part.to_review],
            }
            for part in row.rows
        ],
    }
