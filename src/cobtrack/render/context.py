"""The variables and filters that a template can use: `doc`, `labels`, and the filters for one workspace on one day.

Everything is plain data (see `plain_data`): strings, numbers, lists and mappings, and records whose fields are read as
`record.field`. A record has the fields of its data file. A date also has `year`, `month` and `day`. A text in several
languages also has `languages`, a mapping from language code to text. None prints as nothing. Every value is escaped
when it is printed; use the filter `md` for a text that can contain emphasis, links and footnote marks.

The variable `labels` has the label for each status, level, voice, owner and kind: `labels.status["in-progress"]` is
"in progress", and `labels.actor_kind["ministry"].plural` is "ministries".

The fields of `doc`. Each is computed when a template reads it for the first time.

title               The title of the roadmap.
as_of               The day of the document.
audience            `public`, `members` or `committee`.
language            The language of the document: `code`, `name` (in the language itself), `direction` (`ltr` or `rtl`),
                    `is_translated` if it has translations of phrases, and `is_draft` if no native speaker has read
                    them.
version             The version of the roadmap's text: `number`, `date`, `note`, `changes`. None if there is no version.
version_note        A sentence if this version is later than the day of the document; else empty.
updates             The versions up to the day, with the newest first: `version` (None for what came after the last
                    one) and `groups` of updates. A group is a heading and a list of `date`, `id`, `title`,
                    `short_title`, `sentence` and `why`.
workspace           The records of the data files: `settings`, `roadmap`, `pillars`, `activities`, `documents`,
                    `recommendations`, `mechanisms`, `deadlines`, `procedures`, `actors`, `discussions`, `measures`,
                    `resources`, `indicators`, `initiatives`, `actions`, `submissions`,
                    `consultations`, `budgets`, `data_sources` and `rounds`.
by_id               All records, keyed by id: `doc.by_id.get("crc-2022:42")`.
actors              All organisations, keyed by id.
pillar_titles       The titles of the pillars, keyed by number.
report              The numbers of activities: `total` for all, `pillars` for each pillar. Also the lists `overdue`,
                    `unconfirmed`, `begun_without_report` and `latest` (sorted from the latest report).
activity_states     The states of activities, keyed by id: `status`, `timing`, `latest` (log entry), `stale`,
                    `seen_elsewhere`, `cancelled`.
end_dates           The dates by which activities have to be done, keyed by the id of the activity.
action_states       The states of actions, keyed by id: `status`, `timing`, `latest`.
deadlines           All deadlines, sorted by date: `deadline`, `mechanism`, `due`, `certainty`, `state`, `finding`,
                    `days`, …
due_dates           The due dates of deadlines, keyed by the id of the deadline.
outlook             The same deadlines in the lists `past`, `coming`, `later`, `undated`, `settled` and `to_start`.
coverage            The UN documents, sorted from the newest: `document`, `rows` (recommendations with the activities
                    that name them), `urgent`.
topic               The topic of a summary sheet: `title`, `paragraphs`, `linked`. None in other documents.
actor               The organisation or working group that a packet is for. None in other documents.
current_recommendations  The recommendations in the treaty body's current documents, sorted from the most important.
annual_review       The review of the 12 months up to the day of the document: `period`, `pillars`, `overdue`,
                    `silent`, `documents` (assessments, compared by voice), `disagreements`, `better`, `worse`,
                    `indicators`, `practices`, `moved`, `steps` (the tasks of the next 12 months) and more.
mid_term_review     The same for the time since the Concluding Observations were adopted.
main_points         What happened and what comes next: `reported` (activities with a report), `overdue` (by category),
                    `clusters` and `urgent` (recommendations), `missed`, `unknown` and `unconfirmed` (deadlines that
                    have passed), `next_deadline`, `next_own_deadline`, `change_count`.
agenda              The agenda of a review meeting: `items` with `kind`, `rows` and `others` (the number of rows that it
                    leaves out), and the `review` of the last 12 months.
packet              What concerns the organisation in `actor`: `activities`, `actions`, `recommendations`, `steps`, what
                    is asked of it (`to_report`, `to_assess`, …) and more. None in other documents.
state_report_input  What each voice says happened, in `clusters`, with `indicators` and gaps; the `report` that is due.
outdated            The recommendations that no longer hold, grouped by `reason`: `rows`, as in `documents` of a review.
measures            What the State has done, the measure that moved last first: `measure`, `past` (all stages),
                    `current` (what each voice last said), `stage` and `date`.
consultations       The consultations, the newest first: `consultation`, `status`, `is_held`, and `points`, each with
                    its `point`, the `answers` and how they stand, the state of the `feedback`, `due` and `given`.
budgets             The sums of all budget lines in `tables`, by `year`, `cluster`, `programme`, `organisation`,
                    `recommendation` and `activity`, and the recommendations that ask for `resources` (with `gaps`).
budget_charts       What was planned, allocated and spent, as pictures: `heading` and `years` with their `bars`.
rounds              The rounds of reporting, the newest first: `round`, the organisations that have `answered` and those
                    that are `waiting`, and what is still `to_review`. Only members see them.
owed_feedback       The feedback that is owed to participants: `consultation`, `points`, `state` and `due`.
chain_sums          How far the treaty body's current recommendations lead from words to evidence, for members only:
                    `total`, `whole`, and `there` and `first_missing`, keyed by link. None for other audiences.
first_missing       The first missing link of each recommendation, keyed by id, for members only.
owed                What each organisation answers for and owes, for members only: `actor`, `led`, `open`, `overdue`,
                    `stale`, `supported`, `recommendations`, `promises`, `rounds`, and `last_report` with its `date`.
promises            The promises that are not settled, for members only: `action`, `contact`, `due` and `state`.
replies             The replies that the State was asked for, for members only: `recommendation`, `assessment`, `due`
                    and `state`.
contributions       What children did: `groups`, `consultations`, `activities`, `initiatives`, `meetings`, `submissions`
                    and `views` (the number of recommendations that they assessed).
other_reviews       The reviews by other mechanisms: `coming`, `undated` and `late`. Each has the recommendations that
                    are `linked` with its own, and in `shared` those with the same theme or goal. Also `urgent` ones.
child_friendly      What is in plain words: `clusters`, `recommendations` with the `views` of each voice, `activities`,
                    `answers` to what was said in consultations, `help`, `checks` by children, and what is left out.
regional_comparison  `clusters`, each with its `title`, `states` (a `state` and its `paragraphs`) and good `practices`;
                    `states` that are compared, with `documents` and the number of recommendations.
key_messages        `clusters` and `recommendations` in plain words, and the titles of clusters `without_plain_words`.
share_cards         Cards to share: `cluster`, `title`, `text`, `icon`, `note`, `site`, and the size of its `letters`
                    (0 if the text is too long for a card). Also the `leading` of the lines.
timeline, charts    The timeline, and the geometry of its charts: one for each pillar, and one for the deadlines.
timeline_rows       The geometry of the bar of each activity and deadline, keyed by id.
alternative_report  `clusters` of recommendations with what each voice says, `questions`, `first` (to raise first),
                    `unassessed`, `outdated`, `contributions` of the voices, `limits` of words, submissions in `sent`
                    and `draft`, …
children_report     The same for the recommendations that children have assessed.
cobs_summary        `clusters` of paragraphs with `lines`, `progress`, `urgent`, and counts of what is missing.
summary_sheet       The content of the summary sheet about `topic`: `paragraphs`, `levels`, `voices`, `deadlines`,
                    `activities`, `actions`, `asked`. None in other documents.
translations        How many texts are in each language: `language`, `name`, `all` and `by_kind`; `all` has `total`,
                    `translated` and `standings` (the number of texts with each standing).
word_count          The number of words of the document, for Markdown templates: it is counted when the rest is written.
moved               How planned dates moved, keyed by id: `planned for 2025, now 2028, because …`. The key of the
                    roadmap's period is `roadmap`.
older_texts         What was written about earlier words of a record, as a sentence, keyed by id. Empty unless the
                    audience is `members`.
footnotes           All footnotes, keyed by name: `number`, `name`, `text`.
problems            Contradictions between dates: `message`.

Filters for recommendations. Each takes the record or its id, and the last five take a list.

citation            The citation in the UN's form: `CRC/C/KHM/CO/4-6, para. 42`.
latest_assessments  The latest assessment by each voice, in `latest`.
priority            The priority: `band`, `importance`, `feasibility`, and `parts` with their reasons.
related             Pairs of a relation and a linked recommendation.
measures            What the State has done about the recommendation: measures with their `state`, and the `articles`
                    that answer it. `of_whole` is true if a measure names only its whole paragraph.
linked_records      The records that name the recommendation: `p|linked_records("activities")`. Other names are
                    `actions`, `initiatives`, `indicators` and `resources` (good practices).
imported_from       The names of the systems from which the recommendation was imported.
voice_strip         The geometry of the levels that the voices gave to a recommendation.
by_cluster          Pairs of a cluster's title and its recommendations in the list.
cite_together       The citation of several recommendations: `paras. 26, 28 (a) and (b) and 30`. The names of the
                    documents are included, except for the document in `cite_together(document)`.
numbered            The numbered paragraphs that the recommendations in the list are in: `label`, `heading`, `urgent`,
                    `document` and `recommendations`.
number_of           The number of recommendations in the list, without paragraphs that only introduce lettered items.
heat_map            The recommendations in the list, counted by two properties: `list|heat_map("cluster", "twg")`. The
                    properties are those of the command `matrix`; `status` takes the voice as a third argument.
voice_bars          The geometry of the number of recommendations in the list at each level, for each voice. Paragraphs
                    that only introduce lettered items are not counted.

Filters for indicators. Each takes the record or its id.

measurements        The baseline and the values over time.
line_chart          The geometry of the values as a small line, with the baseline and the target.
disaggregation      The values of `groups` with `group`, `first` and `latest`, and the `gaps` between groups.
about_groups        Sentences about the widest gap between groups on each axis.
measuring           The `status` of measuring, the date by which the next value is `due`, and the `latest` value.
group               A group in words: `value.group|group`.
axis                The title of an axis along which values are broken down: `"sex"|axis`.
measured_from       The indicators with values from a data source: takes the data source or its id.

Filters for dates.

timeframe           A timeframe in words: `October - December 2022`.
month               The month of a day, or a timeframe, in abbreviated words: `Oct 2022`, `Oct - Dec 2022`.
limit               A timeframe in words that can follow "by" or "until".
day, weekday        A day in words, without (`day`) or with (`weekday`) the day of the week.
days_away           The number of days from the day of the document to a day. Negative if the day has passed.
relative_time       A number of days in words: `in 5 weeks`, `3 months ago`.
has_passed          Whether a timeframe is over on the day of the document. An uncertain timeframe has not passed.
money               An amount of money with separators between thousands, after its currency if that is given.

Filters for text. They write HTML or Markdown, so `renderer` defines them.

md                  A text with emphasis, links and footnote marks.
note_md             The text of a footnote.
unmarked            The same as `md`, but without footnote marks.
marked              Whether the document has already referred to the footnote with this name.
plain               A text without any markup.
cite                A source, with its links.
link                A text as a link: `title|link(url)`.
href                The address of a record in the site, relative to the page: `id|href`. "" in other documents.
mention             The citation, title or short name of a record: `id|mention`. In the site, it links to the record.
upper_first         A text with a capital first letter.
quoted              A text in quotation marks.
bold, italic        A text or phrase in bold or in italics, in HTML and in Markdown.
count               A number with its noun: `3|count("activity", "activities")`.
alphabetical        Records, sorted by the name in a field as the language sorts names: `rows|alphabetical("label")`.
in_digits           A number in the digits of the language, for numbers outside of phrases.
language_name       The name of a language in this language itself, such as `français` for `fr`.
country_name        The name of a country in English, such as `Philippines` for `PHL`.
listed              Items as a list in words: `names|listed` ("a, b and c"), `names|listed("or")`, `names|listed(";")`.
                    With a macro, each item is written by it: `rows|listed(write=recommendation)`.
with_addresses      The HTML of a page with numbers at its links and a list of their addresses, for paper:
                    `{% filter with_addresses %}…{% endfilter %}`.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, TypeVar

from jinja2 import TemplateRuntimeError

from cobtrack.model.dates.format import (
    format_day,
    format_day_with_weekday,
    format_limit,
    format_month,
    format_timeframe,
    relative_time,
)
from cobtrack.model.dates.timeframe import Timeframe, parse_edtf
from cobtrack.model.labels import VOCABULARIES, Label
from cobtrack.model.languages.phrases import money, speaking, spoken
from cobtrack.model.record import Record, kind_word
from cobtrack.model.records.data_source import DataSource
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.render.pictures.heat_map import heat_map
from cobtrack.render.pictures.sparkline import sparkline
from cobtrack.render.pictures.voices import voice_bars, voice_strip
from cobtrack.render.plain_data import AnnotatedText, PlainDataConverter, PlainRecord
from cobtrack.views import matrix
from cobtrack.views.activities import action_state
from cobtrack.views.assessments import count_levels
from cobtrack.views.editions.numbered import cite_together, numbered_paragraphs
from cobtrack.views.indicators import measuring
from cobtrack.views.indicators.gaps import disaggregation
from cobtrack.views.indicators.groups import axis_title, in_words, indicators_from
from cobtrack.views.indicators.series import series
from cobtrack.views.indicators.wording import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.model.languages.phrases import SpokenLanguage
    from cobtrack.model.record import Audience
    from cobtrack.render.results import Results

    Filters = dict[str, Callable[..., Any]]

RecordType = TypeVar("RecordType", bound=Record)

_COLLECTIONS = (
    "settings", "roadmap", "pillars", "activities", "documents", "recommendations", "mechanisms", "deadlines",
    "procedures", "actors", "discussions", "measures", "resources", "indicators", "initiatives", "actions",
    "submissions", "consultations", "budgets", "data_sources", "rounds",
)  # fmt: skip
WORD_COUNT = "\ue000"
"""The character that stands for the number of words of a document until the document is written."""


class Context:
    """The variable `doc` and the filters for the templates of one workspace on one day."""

    def __init__(self, results: Results, language: SpokenLanguage, audience: Audience = "public") -> None:
        self.plain = plain = PlainDataConverter(language)
        self.doc = _doc(results, audience, plain)
        self.filters = {
            **_recommendation_filters(results, plain),
            **_indicator_filters(results, plain),
            **_date_filters(results.as_of),
        }


def labels(language: SpokenLanguage) -> PlainRecord:
    """Return all labels in a language.

    For use such as `labels.status["in-progress"]` or `labels.actor_kind["ministry"].plural`.
    """
    with speaking(language):
        return PlainRecord(
            {name: {word: _label(label) for word, label in words.items()} for name, words in VOCABULARIES.items()}
        )


def _label(label: Label) -> AnnotatedText:
    forms = {"plural": label.plural, "short": label.short, "of_meeting": label.of_meeting, "definite": label.definite}
    return AnnotatedText(label.singular, forms)


def _doc(results: Results, audience: Audience, plain: PlainDataConverter) -> PlainRecord:
    workspace = results.workspace
    # If several records have the same id, the first of them is used, as in `by_id`.
    fields: dict[str, Callable[[], Any]] = {
        "title": lambda: plain(results.title),
        "as_of": lambda: plain(results.as_of),
        "audience": lambda: audience,
        "language": lambda: plain(spoken()),
        "version": lambda: plain(workspace.roadmap and workspace.roadmap.latest_version),
        "version_note": lambda: results.version_note,
        "updates": lambda: plain(results.updates),
        "workspace": lambda: PlainRecord.lazy(_COLLECTIONS, lambda name: plain(getattr(workspace, name))),
        "by_id": lambda: plain(workspace.by_id),
        "actors": lambda: {actor.id: plain(actor) for actor in reversed(workspace.actors)},
        "pillar_titles": lambda: {pillar.pillar: plain(pillar.title) for pillar in reversed(workspace.pillars)},
        "report": lambda: plain(results.report),
        "activity_states": lambda: plain(results.activity_states),
        "end_dates": lambda: plain(results.end_dates),
        "action_states": lambda: {
            action.id: plain(action_state(action, results.as_of)) for action in workspace.actions
        },
        "deadlines": lambda: plain(results.deadlines),
        "due_dates": lambda: {row.deadline.id: plain(row.due) for row in reversed(results.deadlines)},
        "outlook": lambda: plain(results.outlook),
        "coverage": lambda: plain(results.coverage),
        "topic": lambda: plain(results.topic),
        "actor": lambda: plain(results.actor),
        "current_recommendations": lambda: plain(results.recommendations.current),
        "annual_review": lambda: plain(results.annual_review),
        "mid_term_review": lambda: plain(results.mid_term_review),
        "alternative_report": lambda: plain(results.alternative_report),
        "children_report": lambda: plain(results.children_report),
        "cobs_summary": lambda: plain(results.cobs_summary),
        "summary_sheet": lambda: plain(results.summary_sheet),
        "translations": lambda: plain(results.translations),
        "measures": lambda: plain(results.measures),
        "consultations": lambda: plain(results.consultations),
        "budgets": lambda: plain(results.budgets),
        "budget_charts": lambda: plain(results.budget_charts),
        "rounds": lambda: plain(results.rounds),
        "owed_feedback": lambda: plain(results.owed_feedback),
        "contributions": lambda: plain(results.contributions),
        "word_count": lambda: WORD_COUNT,
        "main_points": lambda: plain(results.main_points),
        "agenda": lambda: plain(results.agenda),
        "packet": lambda: plain(results.packet),
        "state_report_input": lambda: plain(results.state_report_input),
        "outdated": lambda: plain(results.outdated),
        "other_reviews": lambda: plain(results.other_reviews),
        "child_friendly": lambda: plain(results.child_friendly),
        "regional_comparison": lambda: plain(results.regional_comparison),
        "key_messages": lambda: plain(results.key_messages),
        "share_cards": lambda: plain(results.share_cards),
        "timeline": lambda: plain(results.timeline),
        "charts": lambda: plain(results.charts),
        "timeline_rows": lambda: {row.bar.id: plain(row) for chart in results.charts for row in chart.rows},
        "moved": lambda: plain(results.moved),
        # Only members know who has not reported, and what is awaited.
        "owed": lambda: plain(results.owed) if audience == "members" else (),
        "chain_sums": lambda: plain(results.chain_sums) if audience == "members" else None,
        "first_missing": lambda: plain(results.first_missing) if audience == "members" else {},
        "promises": lambda: plain(results.promises) if audience == "members" else (),
        "replies": lambda: plain(results.replies) if audience == "members" else (),
        "older_texts": lambda: plain(results.older_texts) if audience == "members" else {},
        "footnotes": lambda: plain(results.footnotes),
        "problems": lambda: tuple(PlainRecord({"message": problem.message}) for problem in results.problems),
    }
    return PlainRecord.lazy(fields, lambda name: fields[name]())


def _recommendation_filters(results: Results, plain: PlainDataConverter) -> Filters:
    recommendations = results.recommendations

    def paragraph(value: Any) -> Paragraph:
        return _record(results, value, Paragraph)

    def paragraphs(values: Iterable[Any]) -> list[Paragraph]:
        return [paragraph(value) for value in values]

    def bars(values: Iterable[Any]) -> Any:
        chosen = paragraphs(values)
        counted = [recommendations.latest_by_voice(row) for row in recommendations.countable(chosen)]
        return plain(voice_bars(count_levels(counted), introductions=len(chosen) - len(counted)))

    def heat(values: Iterable[Any], rows: str, columns: str, voice: str = "civil-society") -> Any:
        chosen = list(recommendations.countable(paragraphs(values)))
        axes = [matrix.axis(results.workspace, name, results.as_of, voice) for name in (rows, columns)]
        assessed = {row.id for row in chosen if recommendations.latest_by_voice(row).latest}
        return plain(heat_map(results.workspace, matrix.matrix(chosen, *axes), (rows, columns), chosen, assessed))

    def once(compute: Callable[[Paragraph], Any]) -> Callable[[Any], Any]:
        """Return a filter that computes plain data for each recommendation only once."""
        known: dict[str, Any] = {}

        def filter_(value: Any) -> Any:
            record = paragraph(value)
            if record.id not in known:
                known[record.id] = plain(compute(record))
            return known[record.id]

        return filter_

    return {
        "citation": once(recommendations.citation),
        "latest_assessments": once(recommendations.latest_by_voice),
        "priority": once(recommendations.priority),
        "related": once(lambda paragraph: tuple(recommendations.related(paragraph))),
        "linked_records": lambda value, name: plain(recommendations.linked_records(name, paragraph(value))),
        "measures": once(results.measure_answers.to),
        "imported_from": once(recommendations.imported_from),
        "by_cluster": lambda values: plain(tuple(recommendations.by_cluster(paragraphs(values)))),
        "cite_together": lambda values, within=None: cite_together(
            results.workspace, paragraphs(values), within.read("id") if within else ""
        ),
        "numbered": lambda values: plain(numbered_paragraphs(results.workspace, paragraphs(values))),
        "number_of": lambda values: len(recommendations.countable(paragraphs(values))),
        "voice_strip": once(lambda paragraph: voice_strip(recommendations.latest_by_voice(paragraph))),
        "heat_map": heat,
        "voice_bars": bars,
    }


def _indicator_filters(results: Results, plain: PlainDataConverter) -> Filters:
    def indicator(value: Any) -> Indicator:
        return _record(results, value, Indicator)

    def measurements(value: Any) -> Any:
        return series(indicator(value), results.as_of)

    def measured_from(value: Any) -> Any:
        return plain(indicators_from(results.workspace, _record(results, value, DataSource).id))

    def about_groups(value: Any) -> Any:
        record = indicator(value)
        found = disaggregation(record, results.as_of)
        return plain(tuple(sentences(results.workspace.settings, found, record.unit)))

    return {
        "measurements": lambda value: plain(measurements(value)),
        "line_chart": lambda value: plain(sparkline(indicator(value), results.as_of)),
        "disaggregation": lambda value: plain(disaggregation(indicator(value), results.as_of)),
        "measuring": lambda value: plain(measuring.state(indicator(value), results.as_of)),
        "about_groups": about_groups,
        "group": lambda value: plain(in_words(results.workspace.settings, tuple(map(tuple, value)))),
        "axis": lambda name: plain(axis_title(results.workspace.settings, str(name))),
        "measured_from": measured_from,
    }


def _record(results: Results, value: Any, cls: type[RecordType]) -> RecordType:
    """Return the record in the workspace that has this id, or the id of this plain record.

    Raises TemplateRuntimeError if no record of the class `cls` has the id.
    """
    identifier = value.read("id") if isinstance(value, PlainRecord) else value
    record = results.workspace.by_id.get(str(identifier))
    if not isinstance(record, cls):
        raise TemplateRuntimeError(f'no {kind_word(cls)} has the id "{identifier!s}"')
    return record


def _date_filters(as_of: date) -> Filters:
    return {
        "timeframe": lambda value: _formatted(value, "words", format_timeframe),
        "month": lambda value: format_month(parse_edtf(str(value))),
        "limit": lambda value: _formatted(value, "limit", format_limit),
        "day": lambda value: format_day(_date(value)),
        "weekday": lambda value: format_day_with_weekday(_date(value)),
        "days_away": lambda value: (_date(value) - as_of).days,
        "relative_time": relative_time,
        "has_passed": lambda value: parse_edtf(str(value)).is_certainly_before(as_of),
        "money": lambda value, currency="": f"{currency or ''} {money(Decimal(str(value)))}".strip(),
    }


def _formatted(value: Any, attribute: str, format_: Callable[[Timeframe], str]) -> str:
    """Return a timeframe in words: the attribute of the value that has its words, or else the result of `format_`."""
    if isinstance(value, AnnotatedText) and attribute in value.attributes:
        return str(value.attributes[attribute])
    return format_(parse_edtf(str(value)))


def _date(value: Any) -> date:
    return date.fromisoformat(str(value))
