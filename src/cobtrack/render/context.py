"""What the templates are given: the results as plain data, and filters that look things up by plain data."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import TemplateRuntimeError

from cobtrack.model.dates.format import (
    format_day,
    format_day_with_weekday,
    format_limit,
    format_timeframe,
    relative_time,
)
from cobtrack.model.dates.timeframe import Timeframe, parse_edtf
from cobtrack.model.labels import VOCABULARIES, Label
from cobtrack.model.record import Record
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.render.plain_data import AnnotatedText, PlainDataConverter, PlainRecord
from cobtrack.views.activities import action_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.model.record import Audience
    from cobtrack.model.workspace import Workspace
    from cobtrack.render.annual_review import AnnualReview
    from cobtrack.render.recommendations import Recommendations
    from cobtrack.render.results import Results
    from cobtrack.views.matrix import Matrix

Kind = TypeVar("Kind", bound=Record)

_OF_WORKSPACE = (
    "settings", "roadmap", "pillars", "activities", "documents", "recommendations", "mechanisms", "deadlines",
    "procedures", "actors", "discussions", "measures", "resources", "indicators", "initiatives", "actions",
)  # fmt: skip


@cache
def labels() -> PlainRecord:
    """The labels of words: `labels.status["in-progress"]`, and `labels.actor_kind["ministry"].plural` of several."""
    return PlainRecord(
        {name: {word: _label(label) for word, label in words.items()} for name, words in VOCABULARIES.items()}
    )


def _label(label: Label) -> AnnotatedText:
    forms = {"plural": label.plural, "short": label.short, "of_meeting": label.of_meeting}
    return AnnotatedText(label.singular, forms)


class Context:
    """What the templates of a command are given: `doc`, and filters of this workspace on this day."""

    def __init__(self, document: Results, audience: Audience = "public") -> None:
        plain = PlainDataConverter()
        self.doc = _doc(document, audience, plain)
        self.filters = {**_of_records(document.workspace, document.recommendations, plain), **_of_dates(document.as_of)}


def _doc(document: Results, audience: Audience, plain: PlainDataConverter) -> PlainRecord:
    workspace = document.workspace
    return PlainRecord(
        {
            "title": plain(document.title),
            "as_of": plain(document.as_of),
            "audience": audience,
            "words_note": document.version_note,
            "workspace": PlainRecord({name: plain(getattr(workspace, name)) for name in _OF_WORKSPACE}),
            "by_id": plain(workspace.by_id),
            "actors": {one.id: plain(one) for one in reversed(workspace.actors)},
            "report": plain(document.report),
            "states": plain(document.activity_states),
            "ends": plain(document.end_dates),
            "action_states": {one.id: plain(action_state(one, document.as_of)) for one in workspace.actions},
            "deadlines": plain(document.deadlines),
            "due_dates": {row.deadline.id: plain(row.due) for row in reversed(document.deadlines)},
            "outlook": plain(document.outlook),
            "coverage": plain(document.coverage),
            "footnotes": plain(document.footnotes),
            "timeline": plain(document.timeline),
            "drawings": plain(document.charts),
            "pillar_titles": {one.pillar: plain(one.title) for one in reversed(workspace.pillars)},
            "problems": tuple(PlainRecord({"message": one.message}) for one in document.problems),
            "follow_up": _follow_up(document.recommendations, plain),
            "year": _year(document.annual_review, document, plain),
            "topic": plain(document.topic),
        }
    )


def _follow_up(result: Recommendations, plain: PlainDataConverter) -> PlainRecord:
    return PlainRecord(
        {
            "newest": plain(result.current),
            "others": plain(result.other_mechanisms),
            "monitoring": plain(result.assessment_summaries),
            "matrix": _matrix(result.matrix),
        }
    )


def _matrix(result: Matrix) -> PlainRecord:
    return PlainRecord(
        {
            "rows": result.rows,
            "columns": result.columns,
            "total": result.total,
            "cells": {row: {column: result.ids(row, column) for column in result.columns} for row in result.rows},
            "row_totals": {row: result.row_total(row) for row in result.rows},
        }
    )


def _year(year: AnnualReview, document: Results, plain: PlainDataConverter) -> PlainRecord:
    logs = {"activities": "progress", "actions": "progress", "recommendations": "assessments"}
    return PlainRecord(
        {
            "reported": PlainRecord({what: plain(year.reported(what, log)) for what, log in logs.items()}),
            "deadlines": plain(year.deadlines),
            "starts": plain(year.starts),
            "actions": plain(year.actions),
            "near_actions": tuple(
                (plain(row), near) for row in year.actions if (near := year.when_near(row.action.timeframe, row.timing))
            ),
            "near_activities": plain(year.upcoming(document.activity_states.values())),
        }
    )


def _of_records(
    workspace: Workspace, result: Recommendations, plain: PlainDataConverter
) -> dict[str, Callable[..., Any]]:
    """Filters that take a record, or its id."""

    def paragraph(value: Any) -> Paragraph:
        return _record(workspace, value, Paragraph)

    def indicator(value: Any) -> Indicator:
        return _record(workspace, value, Indicator)

    def paragraphs(values: Iterable[Any]) -> list[Paragraph]:
        return [paragraph(one) for one in values]

    return {
        "citation": lambda one: result.citation(paragraph(one)),
        "standing": lambda one: plain(result.latest_by_voice(paragraph(one))),
        "priority": lambda one: plain(result.priority(paragraph(one))),
        "linked": lambda one: plain(tuple(result.related(paragraph(one)))),
        "tied": lambda one, what: plain(result.linked_records(what, paragraph(one))),
        "imported_from": lambda one: result.imported_from(paragraph(one)),
        "by_cluster": lambda many: plain(tuple(result.by_cluster(paragraphs(many)))),
        "is_lead_in": lambda one: result.is_chapeau(paragraph(one)),
        "count_lead_ins": lambda many: result.count_chapeaus(paragraphs(many)),
        "course": lambda one: plain(result.course(indicator(one))),
        "sparkline": lambda one: result.sparkline(indicator(one)),
        "way": lambda one: result.way(indicator(one)),
        "points": lambda one: result.points(indicator(one)),
    }


def _record(workspace: Workspace, value: Any, kind: type[Kind]) -> Kind:
    """The record of that kind with that id, or the id of that view."""
    identifier = value.fields.get("id", "") if isinstance(value, PlainRecord) else value
    found = workspace.by_id.get(str(identifier))
    if not isinstance(found, kind):
        raise TemplateRuntimeError(f"there is no {kind.__name__.lower()} {identifier!s}")
    return found


def _of_dates(as_of: date) -> dict[str, Callable[..., Any]]:
    return {
        "timeframe": lambda value: _said(value, "words", format_timeframe),
        "limit": lambda value: _said(value, "limit", format_limit),
        "day": lambda value: format_day(_date(value)),
        "weekday": lambda value: format_day_with_weekday(_date(value)),
        "days_away": lambda value: (_date(value) - as_of).days,
        "distance": relative_time,
    }


def _said(value: Any, key: str, make: Callable[[Timeframe], str]) -> str:
    """A timeframe in words; of one that is plain text, they are made now."""
    return (
        str(value.attributes[key])
        if isinstance(value, AnnotatedText) and key in value.attributes
        else make(parse_edtf(str(value)))
    )


def _date(value: Any) -> date:
    return date.fromisoformat(str(value))
