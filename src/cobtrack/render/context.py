"""What a template can use: the variable `doc`, and the filters of one workspace on one day.

Everything is plain data (see `plain_data`): strings, numbers, lists and mappings, and records whose fields are read as
`record.field`. A record has the fields of its data file. A date also has `year`, `month` and `day`; a text in several
languages has `languages`, a mapping from language code to text. None prints as nothing. Every value is escaped when it
is printed; use the filter `md` for a text that may contain emphasis, links and footnote marks.

The variable `labels` has the word for each status, level, voice, owner and kind: `labels.status["in-progress"]` is
"in progress", and `labels.actor_kind["ministry"].plural` is "ministries".

The fields of `doc`. Names in parentheses are older ones, which still work.

title               The title of the roadmap.
as_of               The day of the document.
audience            `public`, `members` or `committee`.
version_note        A sentence if the roadmap's text is newer than that day, else empty. (`words_note`)
workspace           What the data files contain: `settings`, `roadmap`, `pillars`, `activities`, `documents`,
                    `recommendations`, `mechanisms`, `deadlines`, `procedures`, `actors`, `discussions`, `measures`,
                    `resources`, `indicators`, `initiatives` and `actions`.
by_id               Every record by its id: `doc.by_id.get("crc-2022:42")`.
actors              Every organisation by its id.
pillar_titles       The title of each pillar by its number.
report              The counts of activities in `total`, and those of each pillar in `pillars`; the lists `overdue`,
                    `unconfirmed`, `begun_without_report` and `latest` (the latest reports first).
activity_states     For each activity, by id: `status`, `timing`, `latest` (log entry), `stale`, `seen_elsewhere`.
                    (`states`)
end_dates           The date by which each activity has to be done, by id. (`ends`)
action_states       For each action, by id: `status`, `timing`, `latest`.
deadlines           Every deadline by date: `deadline`, `mechanism`, `due`, `certainty`, `state`, `finding`, `days`, …
due_dates           The due date of each deadline, by id.
outlook             The same deadlines in the lists `past`, `coming`, `later`, `undated`, `settled` and `to_start`.
coverage            For each UN document, the newest first: `document`, `rows` (recommendations with the activities that
                    name them), `urgent`, `with_content`, `uncovered`, `lead_ins`.
topic               The topic of a summary sheet: `title`, `paragraphs`, `linked`; else none.
follow_up           `current`, the recommendations of the treaty body's current documents, the most important first
                    (`newest`); `other_mechanisms`, name and number of recommendations (`others`);
                    `assessment_summaries` for each document (`monitoring`); `matrix`, by cluster and working group.
annual_review       `reported`, the entries of the year before; `deadlines`, `starts`, `actions`, `near_actions` and
                    `near_activities` of the year after. (`year`)
timeline, charts    The timeline, and the geometry of its charts. (`drawings`)
footnotes           Every footnote by name: `number`, `name`, `text`.
problems            Contradictions between dates: `message`.

Filters for recommendations; each takes the record or its id.

citation            As the UN cites it: `CRC/C/KHM/CO/4-6, para. 42`.
latest_assessments  The latest assessment by each voice, in `latest`. (`standing`)
priority            `band`, `importance`, `feasibility`, and the `parts` with their reasons.
related             Pairs of relation and linked recommendation. (`linked`)
linked_records      The records that name it: `p|linked_records("activities")`; also `actions`, `initiatives`,
                    `indicators`. (`tied`)
imported_from       The names of the systems that it was imported from.
is_chapeau          Whether it introduces lettered items. (`is_lead_in`)
by_cluster          Of a list: pairs of cluster title and recommendations.
count_chapeaus      Of a list: how many introduce lettered items. (`count_lead_ins`)

Filters for indicators; each takes the record or its id.

measurements        The baseline and the values over time. (`course`)
progress_to_target  The part of the way from baseline to target, 0 to 1; none if it is not known. (`way`)
sparkline           The values as a line of block characters.
polyline            The values as points of an SVG polyline, 100 by 24. (`points`)

Filters for dates.

timeframe           A timeframe as people write it: `October - December 2022`.
limit               A timeframe as it reads after "by" or "until".
day, weekday        A day, without and with the day of the week.
days_away           The number of days from the day of the document; negative if it is past.
relative_time       A number of days as people say it: `in 5 weeks`, `3 months ago`. (`distance`)

Filters for text; `renderer` defines them, because they write HTML or Markdown.

md                  A text with emphasis, links and footnote marks.
note_md             The text of a footnote.
unmarked            As `md`, without footnote marks.
marked              Whether the document has already referred to the footnote of this name.
plain               A text without any markup.
cite                A source, with its links.
link                A text as a link: `title|link(url)`.
upper_first         A text with a capital first letter.
count               A number with its noun: `3|count("activity", "activities")`.
chapeaus            Of a number: the phrase ", of which 2 introduce lettered items", or nothing. (`lead_ins`)
"""

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
from cobtrack.render.charts import sparkline_points
from cobtrack.render.plain_data import AnnotatedText, PlainDataConverter, PlainRecord
from cobtrack.views.activities import action_state
from cobtrack.views.indicators import progress_to_target, series
from cobtrack.views.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from cobtrack.model.record import Audience
    from cobtrack.render.annual_review import AnnualReview
    from cobtrack.render.recommendations import Recommendations
    from cobtrack.render.results import Results
    from cobtrack.views.matrix import Matrix

    Filters = dict[str, Callable[..., Any]]

RecordType = TypeVar("RecordType", bound=Record)

_COLLECTIONS = (
    "settings", "roadmap", "pillars", "activities", "documents", "recommendations", "mechanisms", "deadlines",
    "procedures", "actors", "discussions", "measures", "resources", "indicators", "initiatives", "actions",
)  # fmt: skip
_LOGS = {"activities": "progress", "actions": "progress", "recommendations": "assessments"}
"""The field with the dated entries of each kind of record that an annual review reports on."""

# The names in the templates of earlier versions, which still work.
_OLD_DOC_FIELDS = {
    "words_note": "version_note",
    "states": "activity_states",
    "ends": "end_dates",
    "drawings": "charts",
    "year": "annual_review",
}
_OLD_FOLLOW_UP_FIELDS = {
    "newest": "current",
    "others": "other_mechanisms",
    "monitoring": "assessment_summaries",
}
_OLD_FILTERS = {
    "standing": "latest_assessments",
    "linked": "related",
    "tied": "linked_records",
    "is_lead_in": "is_chapeau",
    "count_lead_ins": "count_chapeaus",
    "course": "measurements",
    "way": "progress_to_target",
    "points": "polyline",
    "distance": "relative_time",
}


class Context:
    """The variable `doc` and the filters for the templates of one workspace on one day."""

    def __init__(self, results: Results, audience: Audience = "public") -> None:
        plain = PlainDataConverter()
        self.doc = _doc(results, audience, plain)
        self.filters = {
            **_recommendation_filters(results, plain),
            **_indicator_filters(results, plain),
            **_date_filters(results.as_of),
        }
        self.filters |= {old: self.filters[name] for old, name in _OLD_FILTERS.items()}


@cache
def labels() -> PlainRecord:
    """Return the labels of words: `labels.status["in-progress"]`, `labels.actor_kind["ministry"].plural`."""
    return PlainRecord(
        {name: {word: _label(label) for word, label in words.items()} for name, words in VOCABULARIES.items()}
    )


def _label(label: Label) -> AnnotatedText:
    forms = {"plural": label.plural, "short": label.short, "of_meeting": label.of_meeting}
    return AnnotatedText(label.singular, forms)


def _doc(results: Results, audience: Audience, plain: PlainDataConverter) -> PlainRecord:
    workspace = results.workspace
    # Where several records have one id, the first one counts, as in `by_id`.
    return _record_with_old_names(
        _OLD_DOC_FIELDS,
        {
            "title": plain(results.title),
            "as_of": plain(results.as_of),
            "audience": audience,
            "version_note": results.version_note,
            "workspace": PlainRecord({name: plain(getattr(workspace, name)) for name in _COLLECTIONS}),
            "by_id": plain(workspace.by_id),
            "actors": {actor.id: plain(actor) for actor in reversed(workspace.actors)},
            "pillar_titles": {pillar.pillar: plain(pillar.title) for pillar in reversed(workspace.pillars)},
            "report": plain(results.report),
            "activity_states": plain(results.activity_states),
            "end_dates": plain(results.end_dates),
            "action_states": {action.id: plain(action_state(action, results.as_of)) for action in workspace.actions},
            "deadlines": plain(results.deadlines),
            "due_dates": {row.deadline.id: plain(row.due) for row in reversed(results.deadlines)},
            "outlook": plain(results.outlook),
            "coverage": plain(results.coverage),
            "topic": plain(results.topic),
            "follow_up": _follow_up(results.recommendations, plain),
            "annual_review": _annual_review(results.annual_review, results, plain),
            "timeline": plain(results.timeline),
            "charts": plain(results.charts),
            "footnotes": plain(results.footnotes),
            "problems": tuple(PlainRecord({"message": problem.message}) for problem in results.problems),
        },
    )


def _record_with_old_names(old_names: Mapping[str, str], fields: dict[str, Any]) -> PlainRecord:
    return PlainRecord({**fields, **{old: fields[name] for old, name in old_names.items()}})


def _follow_up(recommendations: Recommendations, plain: PlainDataConverter) -> PlainRecord:
    return _record_with_old_names(
        _OLD_FOLLOW_UP_FIELDS,
        {
            "current": plain(recommendations.current),
            "other_mechanisms": plain(recommendations.other_mechanisms),
            "assessment_summaries": plain(recommendations.assessment_summaries),
            "matrix": _matrix(recommendations.matrix),
        },
    )


def _matrix(matrix: Matrix) -> PlainRecord:
    return PlainRecord(
        {
            "rows": matrix.rows,
            "columns": matrix.columns,
            "total": matrix.total,
            "cells": {row: {column: matrix.ids(row, column) for column in matrix.columns} for row in matrix.rows},
            "row_totals": {row: matrix.row_total(row) for row in matrix.rows},
        }
    )


def _annual_review(review: AnnualReview, results: Results, plain: PlainDataConverter) -> PlainRecord:
    events = ((row, review.next_event(row.action.timeframe, row.timing)) for row in review.actions)
    return PlainRecord(
        {
            "reported": PlainRecord({name: plain(review.reported(name, log)) for name, log in _LOGS.items()}),
            "deadlines": plain(review.deadlines),
            "starts": plain(review.starts),
            "actions": plain(review.actions),
            "near_actions": tuple((plain(row), event) for row, event in events if event),
            "near_activities": plain(review.upcoming(results.activity_states.values())),
        }
    )


def _recommendation_filters(results: Results, plain: PlainDataConverter) -> Filters:
    recommendations = results.recommendations

    def paragraph(value: Any) -> Paragraph:
        return _record(results, value, Paragraph)

    def paragraphs(values: Iterable[Any]) -> list[Paragraph]:
        return [paragraph(value) for value in values]

    return {
        "citation": lambda value: recommendations.citation(paragraph(value)),
        "latest_assessments": lambda value: plain(recommendations.latest_by_voice(paragraph(value))),
        "priority": lambda value: plain(recommendations.priority(paragraph(value))),
        "related": lambda value: plain(tuple(recommendations.related(paragraph(value)))),
        "linked_records": lambda value, name: plain(recommendations.linked_records(name, paragraph(value))),
        "imported_from": lambda value: recommendations.imported_from(paragraph(value)),
        "is_chapeau": lambda value: recommendations.is_chapeau(paragraph(value)),
        "by_cluster": lambda values: plain(tuple(recommendations.by_cluster(paragraphs(values)))),
        "count_chapeaus": lambda values: recommendations.count_chapeaus(paragraphs(values)),
    }


def _indicator_filters(results: Results, plain: PlainDataConverter) -> Filters:
    def indicator(value: Any) -> Indicator:
        return _record(results, value, Indicator)

    def measurements(value: Any) -> Any:
        return series(indicator(value), results.as_of)

    return {
        "measurements": lambda value: plain(measurements(value)),
        "progress_to_target": lambda value: progress_to_target(indicator(value), results.as_of),
        "sparkline": lambda value: sparkline([measurement.number for measurement in measurements(value)]),
        "polyline": lambda value: sparkline_points(indicator(value), results.as_of),
    }


def _record(results: Results, value: Any, cls: type[RecordType]) -> RecordType:
    """Return the workspace's record for a plain record or an id.

    Raises TemplateRuntimeError if there is no record of this class with this id.
    """
    identifier = value.fields.get("id", "") if isinstance(value, PlainRecord) else value
    record = results.workspace.by_id.get(str(identifier))
    if not isinstance(record, cls):
        raise TemplateRuntimeError(f'no {cls.__name__.lower()} has the id "{identifier!s}"')
    return record


def _date_filters(as_of: date) -> Filters:
    return {
        "timeframe": lambda value: _formatted(value, "words", format_timeframe),
        "limit": lambda value: _formatted(value, "limit", format_limit),
        "day": lambda value: format_day(_date(value)),
        "weekday": lambda value: format_day_with_weekday(_date(value)),
        "days_away": lambda value: (_date(value) - as_of).days,
        "relative_time": relative_time,
    }


def _formatted(value: Any, attribute: str, format_: Callable[[Timeframe], str]) -> str:
    """Return a timeframe as text, from its attribute if it has been formatted before."""
    if isinstance(value, AnnotatedText) and attribute in value.attributes:
        return str(value.attributes[attribute])
    return format_(parse_edtf(str(value)))


def _date(value: Any) -> date:
    return date.fromisoformat(str(value))
