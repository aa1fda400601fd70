"""Results as plain data for JSON and CSV: keys as in the files, plus what was computed. A contract: version 1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cobtrack.model.record import Record
    from cobtrack.views.activities import ActivityState
    from cobtrack.views.deadlines import DeadlineState
    from cobtrack.views.details import Details
    from cobtrack.views.recommendations import RecommendationState
    from cobtrack.views.status import StatusReport, Tally

VERSION = 1


def record(one: Record) -> dict[str, Any]:
    """A record as it stands in its file, without what is not given."""
    return one.model_dump(mode="json", exclude_defaults=True, by_alias=True)


def activity(row: ActivityState) -> dict[str, Any]:
    """An activity with its pillar, category, status, state (timing) and whether it is stale."""
    return {
        **record(row.activity),
        "pillar": row.pillar.pillar,
        "category": str(row.category.title),
        "status": row.status,
        "state": row.timing,
        "stale": row.stale,
    }


def deadline(row: DeadlineState) -> dict[str, Any]:
    """A deadline with its mechanism, state, and days to the last day it can be due."""
    return {**record(row.deadline), "mechanism": row.mechanism.id, "state": row.state, "days": row.days}


def recommendation(row: RecommendationState) -> dict[str, Any]:
    """A recommendation with its document, citation and the ids of the activities that name it."""
    return {
        **record(row.paragraph),
        "document": row.document.id,
        "citation": row.citation,
        "activities": [one.id for one in row.activities],
    }


def details(found: Details) -> dict[str, Any]:
    """A thing with its kind and what links to it."""
    back: dict[str, list[str]] = {}
    for tie in found.back:
        back.setdefault(tie.relation, []).append(tie.id)
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
        "not_reported": [row.activity.id for row in report.silent],
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
        "stale": tally.stale,
    }
