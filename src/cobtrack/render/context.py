"""What the templates are given: the results as plain data, and filters that look things up by plain data."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import TemplateRuntimeError

from cobtrack.model.dates.format import format_day, format_limit, format_timeframe, relative_time, weekday
from cobtrack.model.dates.timeframe import Timeframe, parse
from cobtrack.model.record import Record
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.types import Text
from cobtrack.render.sandbox import Value, View
from cobtrack.views import actions

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.model.record import Audience
    from cobtrack.model.workspace import Workspace
    from cobtrack.render.annual_review import AnnualReview
    from cobtrack.render.document import RoadmapDocument
    from cobtrack.render.recommendations import FollowUp
    from cobtrack.views.matrix import Matrix

Kind = TypeVar("Kind", bound=Record)

_OF_WORKSPACE = (
    "settings", "roadmap", "pillars", "activities", "documents", "recommendations", "mechanisms", "deadlines",
    "procedures", "actors", "discussions", "measures", "resources", "indicators", "initiatives", "actions",
)  # fmt: skip
_LEFT_OUT = {"place", "length"}
"""Properties that are for programs."""


class Plain:
    """Makes plain data of results; what it has made of a record stays the same."""

    def __init__(self) -> None:
        # The record stays too, or another one could have its number.
        self._made: dict[int, tuple[Any, Any]] = {}

    def __call__(self, value: Any) -> Any:
        """The value as plain data: texts, numbers, lists, mappings, and views of those."""
        if value is None or type(value) in {str, int, bool, float}:
            return value
        if known := self._made.get(id(value)):
            return known[1]
        made = self._plain(value)
        self._made[id(value)] = value, made
        return made

    def _plain(self, value: Any) -> Any:
        made: Any
        match value:
            case Text():
                made = Value(str(value), {"languages": dict(value.languages)})
            case str() | Decimal():
                made = str(value)
            case date():
                made = Value(value.isoformat(), {"year": value.year, "month": value.month, "day": value.day})
            case Timeframe():
                made = self._timeframe(value)
            case dict():
                made = {key if isinstance(key, int) else str(key): self(item) for key, item in value.items()}
            case set() | frozenset():
                made = tuple(sorted(self(item) for item in value))
            case tuple() | list() if not hasattr(value, "_fields"):
                made = tuple(self(item) for item in value)
            case _:
                kind: type = type(value)
                made = View({name: self(getattr(value, name)) for name in _names(kind)})
        return made

    def _timeframe(self, value: Timeframe) -> Value:
        said = {"words": format_timeframe(value), "limit": format_limit(value)}
        return Value(value.text, {**said, **{name: self(getattr(value, name)) for name in _TIMEFRAME}})


_TIMEFRAME = ("earliest", "latest", "is_exact", "is_interval", "is_window", "is_uncertain", "has_exact_days")


@cache
def _names(kind: type) -> tuple[str, ...]:
    """The names of what a record holds, and of what follows from it."""
    if issubclass(kind, Record):
        own = tuple(kind.model_fields)
    elif is_dataclass(kind):
        own = tuple(field.name for field in fields(kind))
    elif issubclass(kind, tuple):
        own = kind._fields  # type: ignore[attr-defined]
    else:
        raise TypeError(f"{kind.__name__} is nothing that a template is given")
    worked_out = (
        name
        for one in kind.__mro__
        if one.__module__.startswith("cobtrack.")
        for name, value in vars(one).items()
        if isinstance(value, property)
    )
    return tuple(name for name in dict.fromkeys((*own, *worked_out)) if name[0] != "_" and name not in _LEFT_OUT)


class Context:
    """What the templates of a command are given: `doc`, and filters of this workspace on this day."""

    def __init__(self, document: RoadmapDocument, audience: Audience = "public") -> None:
        plain = Plain()
        self.doc = _doc(document, audience, plain)
        self.filters = {**_of_records(document.workspace, document.follow_up, plain), **_of_dates(document.as_of)}


def _doc(document: RoadmapDocument, audience: Audience, plain: Plain) -> View:
    workspace = document.workspace
    return View(
        {
            "title": plain(document.title),
            "as_of": plain(document.as_of),
            "audience": audience,
            "words_note": document.words_note,
            "workspace": View({name: plain(getattr(workspace, name)) for name in _OF_WORKSPACE}),
            "by_id": plain(workspace.by_id),
            "actors": {one.id: plain(one) for one in reversed(workspace.actors)},
            "report": plain(document.report),
            "states": plain(document.states),
            "ends": plain(document.ends),
            "action_states": {one.id: plain(actions.state(one, document.as_of)) for one in workspace.actions},
            "deadlines": plain(document.deadlines),
            "due_dates": {row.deadline.id: plain(row.due) for row in reversed(document.deadlines)},
            "outlook": plain(document.outlook),
            "coverage": plain(document.coverage),
            "footnotes": plain(document.footnotes),
            "timeline": plain(document.timeline),
            "drawings": plain(document.drawings),
            "pillar_titles": {one.pillar: plain(one.title) for one in reversed(workspace.pillars)},
            "problems": tuple(View({"message": one.message}) for one in document.problems),
            "follow_up": _follow_up(document.follow_up, plain),
            "year": _year(document.year, document, plain),
            "topic": plain(document.topic),
        }
    )


def _follow_up(result: FollowUp, plain: Plain) -> View:
    return View(
        {
            "newest": plain(result.newest),
            "others": plain(result.others),
            "monitoring": plain(result.monitoring),
            "matrix": _matrix(result.matrix),
        }
    )


def _matrix(result: Matrix) -> View:
    return View(
        {
            "rows": result.rows,
            "columns": result.columns,
            "total": result.total,
            "cells": {row: {column: result.ids(row, column) for column in result.columns} for row in result.rows},
            "row_totals": {row: result.row_total(row) for row in result.rows},
        }
    )


def _year(year: AnnualReview, document: RoadmapDocument, plain: Plain) -> View:
    logs = {"activities": "progress", "actions": "progress", "recommendations": "assessments"}
    return View(
        {
            "reported": View({what: plain(year.reported(what, log)) for what, log in logs.items()}),
            "deadlines": plain(year.deadlines),
            "starts": plain(year.starts),
            "actions": plain(year.actions),
            "near_actions": tuple(
                (plain(row), near) for row in year.actions if (near := year.near(row.action.timeframe, row.timing))
            ),
            "near_activities": plain(year.ahead(document.states.values())),
        }
    )


def _of_records(workspace: Workspace, result: FollowUp, plain: Plain) -> dict[str, Callable[..., Any]]:
    """Filters that take a record, or its id."""

    def paragraph(value: Any) -> Paragraph:
        return _record(workspace, value, Paragraph)

    def indicator(value: Any) -> Indicator:
        return _record(workspace, value, Indicator)

    def paragraphs(values: Iterable[Any]) -> list[Paragraph]:
        return [paragraph(one) for one in values]

    return {
        "citation": lambda one: result.citation(paragraph(one)),
        "standing": lambda one: plain(result.standing(paragraph(one))),
        "priority": lambda one: plain(result.priority(paragraph(one))),
        "linked": lambda one: plain(tuple(result.linked(paragraph(one)))),
        "tied": lambda one, what: plain(result.tied(what, paragraph(one))),
        "imported_from": lambda one: result.imported_from(paragraph(one)),
        "by_cluster": lambda many: plain(tuple(result.by_cluster(paragraphs(many)))),
        "is_lead_in": lambda one: result.is_lead_in(paragraph(one)),
        "count_lead_ins": lambda many: result.lead_ins(paragraphs(many)),
        "course": lambda one: plain(result.course(indicator(one))),
        "sparkline": lambda one: result.sparkline(indicator(one)),
        "way": lambda one: result.way(indicator(one)),
        "points": lambda one: result.points(indicator(one)),
    }


def _record(workspace: Workspace, value: Any, kind: type[Kind]) -> Kind:
    """The record of that kind with that id, or the id of that view."""
    identifier = value.values.get("id", "") if isinstance(value, View) else value
    found = workspace.by_id.get(str(identifier))
    if not isinstance(found, kind):
        raise TemplateRuntimeError(f"there is no {kind.__name__.lower()} {identifier!s}")
    return found


def _of_dates(as_of: date) -> dict[str, Callable[..., Any]]:
    return {
        "timeframe": lambda value: _said(value, "words", format_timeframe),
        "limit": lambda value: _said(value, "limit", format_limit),
        "day": lambda value: format_day(_date(value)),
        "weekday": lambda value: weekday(_date(value)),
        "days_away": lambda value: (_date(value) - as_of).days,
        "distance": relative_time,
    }


def _said(value: Any, key: str, make: Callable[[Timeframe], str]) -> str:
    """A timeframe in words; of one that is plain text, they are made now."""
    return str(value.beside[key]) if isinstance(value, Value) and key in value.beside else make(parse(str(value)))


def _date(value: Any) -> date:
    return date.fromisoformat(str(value))
