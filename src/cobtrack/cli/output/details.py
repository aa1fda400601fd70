"""The output of `show` for a record: results computed from the record, and its own fields."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.cli.session import Session
from cobtrack.model.dates.format import format_day, format_limit, format_timeframe, relative_time
from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.earlier import describe_older_texts, written_about_earlier_words
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.labels import (
    AMOUNT,
    BUDGET_STATUS,
    CHAIN_LINK,
    CONSULTATION_STATUS,
    MEASURING,
    RELATION,
    STANDING,
    TIMING,
)
from cobtrack.model.languages.phrases import gettext, in_digits, in_quotes, money, pgettext
from cobtrack.model.problem import address
from cobtrack.model.record import Record
from cobtrack.model.record_texts import texts_in_fields
from cobtrack.model.records.action import Action, Contact
from cobtrack.model.records.budget import AMOUNT_KINDS, BudgetLine
from cobtrack.model.records.consultation import Consultation
from cobtrack.model.records.document import Document, Paragraph
from cobtrack.model.records.indicator import Indicator, ReferenceValue
from cobtrack.model.records.measure import Measure
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.pillar import Activity, Pillar
from cobtrack.model.records.roadmap import Roadmap
from cobtrack.model.records.round import Round
from cobtrack.model.records.shared import Remark
from cobtrack.model.references import TYPES_WITH_ID, target_type
from cobtrack.model.text.wording import because, join
from cobtrack.views import activities, deadlines, measures, plans, timeline
from cobtrack.views.changes.versions import version_note
from cobtrack.views.children import consultations
from cobtrack.views.children.wording import sentences as what_came_of_it
from cobtrack.views.evidence.sources import describe_source
from cobtrack.views.evidence.trace import Tracer
from cobtrack.views.indicators import measuring
from cobtrack.views.indicators.gaps import disaggregation
from cobtrack.views.indicators.groups import in_words
from cobtrack.views.indicators.series import progress_to_target, series, sparkline
from cobtrack.views.indicators.wording import amount, schedule, sentences
from cobtrack.views.priority import priority, repeated_as_whole, repetitions
from cobtrack.views.recommendations import activities_naming
from cobtrack.views.reporting.awaited import awaited_state

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from cobtrack.model.records.document import Assessment
    from cobtrack.model.records.measure import Stage, Trigger
    from cobtrack.model.workspace import Workspace

# Fields that are not listed, because the heading, the links or the computed results show them.
_SHOWN_ELSEWHERE = {
    "id", "points", "notes", "links", "assessments", "scores", "paragraphs", "deadlines", "due", "was", "versions",
    "sections", "discussions", "categories", "pillar", "said", "stages", "articles", "triggered_by", "contacts",
    "answers",
}  # fmt: skip


_SHOWN_BY_COMPUTED = {
    ("certainty", Deadline), ("clusters", Consultation), ("every", Indicator), ("clusters", BudgetLine),
    ("currency", BudgetLine),
    *((kind, BudgetLine) for kind in AMOUNT_KINDS),
}  # fmt: skip
"""Fields of single models that their computed results show."""


def describe(session: Session, record: Record, head: str) -> Iterator[tuple[str, str]]:
    """Yield lines that describe a record, each as a label and a text.

    If a label is "", the text continues the previous label. A field that has the same text as `head` is left out,
    because the heading has already been printed.
    """
    if computed := _COMPUTED.get(type(record)):
        yield from computed(session, record)
    for name in type(record).model_fields:
        value = getattr(record, name)
        is_link = target_type(type(record), name) in TYPES_WITH_ID
        if ((name in _SHOWN_ELSEWHERE or is_link) and not isinstance(value, Timeframe)) or not value or value == head:
            continue
        if (name, type(record)) in _SHOWN_BY_COMPUTED:
            continue
        label = pgettext("field", name.replace("_", " ").strip())
        if name == "seen" and isinstance(record, Paragraph) and not record.has_content:
            value = gettext("no text or summary entered yet")
        if isinstance(value, tuple):
            for item in map(describe_source, value) if name in {"source", "evidence"} else value:
                for text in _lines(item) if isinstance(item, Remark) else [_line(item)]:
                    yield label, text
                    label = ""
                if isinstance(item, Remark) and item.activities:
                    yield "", "  " + gettext("about %(activities)s", activities=join(list(item.activities)))
        else:
            yield label, pgettext("recurrence", "yearly") if name == "recurs" else _line(value)
    yield from _other_languages(record)
    yield from _earlier_values(record)
    yield gettext("to review"), describe_older_texts(written_about_earlier_words(record, session.as_of))


def _other_languages(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the texts of a record in other languages, and the standing of the texts in each language."""
    for path, text in texts_in_fields(record):
        for code, words in text.languages.items():
            standing = STANDING[text.standings[code]].singular if code in text.standings else ""
            shown = _line(words) if code != text.language else ""
            if shown and standing:
                shown = gettext("%(text)s (%(standing)s)", text=shown, standing=standing)
            if shown or standing:
                yield (
                    gettext("%(field)s in %(language)s", field=pgettext("field", address(path)), language=code),
                    shown or standing,
                )


def _earlier_values(record: Record) -> Iterator[tuple[str, str]]:
    """Yield the earlier dates, texts and names of a record, each with the reason why it was replaced."""
    if isinstance(record, Activity | Action | Deadline):
        label = gettext("moved")
        for change in plans.date_changes(record):
            words = {"day": format_timeframe(change.until), "before": _line(change.before)}
            if change.after:
                text = gettext("%(day)s: from %(before)s to %(after)s", **words, after=_line(change.after))
            else:
                text = gettext("%(day)s: from %(before)s and now has no date", **words)
            yield label, because(text, change.why or "")
            label = ""
    for entry in getattr(record, "was", ()):
        for name, words in entry.earlier_words.items():
            yield (
                gettext("earlier %(field)s", field=pgettext("field", name)),
                because(
                    gettext(
                        "%(text)s, until %(date)s", text=in_quotes(_line(words)), date=format_timeframe(entry.until)
                    ),
                    entry.why or "",
                ),
            )


def _activity(session: Session, activity: Activity) -> Iterator[tuple[str, str]]:
    row = activities.state(session.workspace, activity, session.as_of)
    yield gettext("pillar"), f"{row.pillar.pillar}. {row.pillar.title}"
    yield gettext("category"), row.category.title
    timing: str = row.timing
    if row.timing == "unconfirmed":
        timing = gettext("%(text)s (%(detail)s)", text=timing, detail=TIMING["unconfirmed"].singular)
    yield gettext("status"), join([row.status, timing, *(["stale"] if row.stale else [])], ",")
    yield "", row.cancelled
    if row.occurrences:
        yield gettext("occurrences"), row.recurrence
    for occurrence in row.occurrences:
        if occurrence.is_expected:
            parts = [occurrence.label]
            parts += [TIMING["overdue"].singular] if occurrence.timing == "overdue" else []
            parts += [format_timeframe(occurrence.latest.date)] if occurrence.latest else []
            yield "", f"{in_digits(str(occurrence.year))}  {join(parts, ',')}"
    label = gettext("seen elsewhere")
    for remark in row.seen_elsewhere:
        for text in _lines(remark):
            yield label, text
            label = ""
    if row.seen_elsewhere:
        yield "", "  " + gettext("not confirmed by the coalition")
    if end := timeline.has_to_end(session.workspace, activity, session.as_of):
        yield gettext("must end by"), format_limit(end)


def _action(session: Session, action: Action) -> Iterator[tuple[str, str]]:
    yield gettext("status"), activities.status_on(action, session.as_of)
    yield "", activities.describe_cancelled(action.progress, session.as_of)
    label = gettext("contacts")
    for contact in action.contacts:
        for text in _contact(contact, session.as_of):
            yield label, text
            label = ""


def _contact(contact: Contact, as_of: date) -> Iterator[str]:
    """Yield the lines that show a contact: its date and the organisation, and then what was said."""
    yield join([format_timeframe(contact.date), contact.with_], ",")
    if contact.asked:
        yield "  " + gettext("asked: %(text)s", text=contact.asked)
    if contact.answered:
        yield "  " + gettext("answered: %(text)s", text=contact.answered)
    if contact.promised:
        promise = gettext("promised: %(text)s", text=contact.promised)
        if contact.promised_by:
            date = format_timeframe(contact.promised_by)
            promise = gettext("promised by %(date)s: %(text)s", date=date, text=contact.promised)
        details = [gettext("settled on %(date)s", date=format_timeframe(contact.settled))] if contact.settled else []
        if contact.has_open_promise(as_of):
            details = [awaited_state(contact.promised_by, as_of)]
        detail = join(details, ",")
        yield "  " + (gettext("%(text)s (%(detail)s)", text=promise, detail=detail) if detail else promise)


def _budget_line(_: Session, line: BudgetLine) -> Iterator[tuple[str, str]]:
    for kind, number in line.amounts.items():
        yield AMOUNT[kind].singular, f"{line.currency or gettext('no currency')} {money(number)}"
    yield gettext("clusters"), ", ".join(line.clusters)
    if line.is_overspent:
        yield "", BUDGET_STATUS["overspent"].singular


def _pillar(_: Session, pillar: Pillar) -> Iterator[tuple[str, str]]:
    for number, category in enumerate(pillar.categories):
        ids = join([activity.id for activity in category.activities], ",")
        yield ("" if number else gettext("categories")), gettext("%(label)s: %(text)s", label=category.title, text=ids)


def _roadmap(session: Session, roadmap: Roadmap) -> Iterator[tuple[str, str]]:
    labels = iter((gettext("version"), gettext("earlier versions")))
    for version in reversed(roadmap.versions):
        name = gettext("%(text)s (%(detail)s)", text=version.number, detail=format_timeframe(version.date))
        yield next(labels, ""), gettext("%(label)s: %(text)s", label=name, text=version.note)
        if version is roadmap.latest_version:
            yield "", version_note(roadmap, session.as_of)
    for number, discussion in enumerate(roadmap.discussions):
        yield ("" if number else gettext("discussions")), f"{discussion.id}  {discussion.title}"


def _document(_: Session, document: Document) -> Iterator[tuple[str, str]]:
    for number, paragraph in enumerate(document.paragraphs):
        subject = paragraph.heading or paragraph.text or paragraph.summary or gettext("content not entered yet")
        marks = [paragraph.kind, *([gettext("urgent")] if paragraph.urgent else [])]
        marks += [gettext("follow-up requested")] if paragraph.follow_up else []
        text = f"{paragraph.id}  {gettext('%(label)s: %(text)s', label=join(marks, ','), text=subject)}"
        yield ("" if number else gettext("paragraphs")), text


def _deadline(session: Session, deadline: Deadline) -> Iterator[tuple[str, str]]:
    due = deadlines.state(session.workspace, deadline, session.as_of)
    yield gettext("mechanism"), join([due.mechanism.id, due.mechanism.name], ",")
    parts = [due.word]
    if due.state == "unconfirmed":
        parts = [gettext("%(text)s (%(detail)s)", text=due.word, detail=TIMING["unconfirmed"].singular)]
    if due.days is not None and due.is_open:
        parts.append(relative_time(due.days))
    if due.waits_for:
        parts.append(gettext("waits for %(deadline)s", deadline=due.waits_for))
    if due.cancelled_anchor:
        parts.append(gettext("relative to %(deadline)s, which was cancelled", deadline=due.cancelled_anchor))
    yield gettext("state"), join(parts, ",")
    by_anchor = bool(deadline.anchor_id) and due.certainty not in {None, deadline.certainty}
    if isinstance(deadline.due, RelativeDate):
        yield (
            gettext("due"),
            join([format_timeframe(due.due) if due.due else gettext("date not known"), deadline.due.phrase], ","),
        )
    if due.due:
        yield (
            gettext("certainty"),
            join(
                [
                    due.certainty or gettext("not stated"),
                    *([gettext("like %(deadline)s", deadline=deadline.anchor_id)] if by_anchor else []),
                ],
                ",",
            ),
        )
    if due.start and due.start.is_begun:
        yield gettext("begun"), deadlines.describe_begun(due.start)
    elif due.start:
        time = deadline.lead.words if deadline.lead else _planned_duration(due.start.activities)
        start = gettext("%(day)s, to have %(length)s before the deadline", day=format_day(due.start.day), length=time)
        planned = [
            gettext("%(activity)s is planned for %(date)s", activity=id_, date=format_timeframe(when))
            for id_, when in due.to_begin
            if when
        ]
        yield _start_label(due.start.activities), join([start, *planned], ";")


def _start_label(activity_ids: tuple[str, ...]) -> str:
    if not activity_ids:
        return gettext("to start by")
    return gettext("%(activities)s to start by", activities=join(list(activity_ids)))


def _planned_duration(activity_ids: tuple[str, ...]) -> str:
    return gettext("the time planned for %(activities)s", activities=join(list(activity_ids)))


def _mechanism(session: Session, mechanism: Mechanism) -> Iterator[tuple[str, str]]:
    label = gettext("deadlines")
    for row in deadlines.states(session.workspace, session.as_of):
        if row.mechanism is mechanism:
            when = format_timeframe(row.when) if row.when else gettext("no date")
            text = gettext("%(label)s: %(text)s", label=join([when, row.word], ","), text=row.deadline.title)
            yield label, f"{row.deadline.id}  {text}"
            label = ""


def _indicator(session: Session, indicator: Indicator) -> Iterator[tuple[str, str]]:
    values, progress = series(indicator, session.as_of), progress_to_target(indicator, session.as_of)
    if values:
        parts = [sparkline([value.number for value in values])]
        parts += [_describe_progress(progress)] if progress is not None else []
        yield gettext("trend"), join(parts, ",")
    settings, found = session.workspace.settings, disaggregation(indicator, session.as_of)
    for each in found.groups:
        yield (
            in_words(settings, each.group),
            join([_value(row, indicator) for row in (each.first, each.latest) if row], ","),
        )
    label = gettext("gaps")
    for text in sentences(settings, found, indicator.unit):
        yield label, text
        label = ""
    row = measuring.state(indicator, session.as_of)
    yield gettext("measured"), join([*filter(None, [MEASURING[row.status].singular, schedule(row)])], ";")


def _value(value: ReferenceValue, indicator: Indicator) -> str:
    return gettext("%(value)s (%(date)s)", value=amount(value.value, indicator.unit), date=format_timeframe(value.date))


def _consultation(session: Session, consultation: Consultation) -> Iterator[tuple[str, str]]:
    row = consultations.state(session.workspace, consultation, session.as_of)
    yield gettext("status"), CONSULTATION_STATUS[row.status].singular if row.status else ""
    yield gettext("clusters"), ", ".join(consultation.clusters)
    states = {state.point.number: state for state in row.points}
    for point in consultation.said:
        yield gettext("point %(number)s", number=point.number), in_quotes(point.text)
        if state := states.get(point.number):
            yield from (("", f"  {line}") for line in what_came_of_it(state))


def _measure(session: Session, measure: Measure) -> Iterator[tuple[str, str]]:
    row = measures.state(measure, session.as_of)
    label = gettext("stages")
    for stage in row.past:
        for line in _stage(stage):
            yield label, line
            label = ""
    yield from _trigger(measure.triggered_by)
    label = gettext("articles")
    for article in measure.articles:
        yield label, gettext("%(label)s: %(text)s", label=article.number, text=article.text)
        label = ""
        if article.recommendations:
            yield "", "  " + gettext("answers %(records)s", records=join([*article.recommendations], ","))


def _stage(stage: Stage) -> Iterator[str]:
    """Yield the lines that show a stage of a measure: its date, who says so, and how it is known."""
    head = join([*filter(None, [format_timeframe(stage.date), stage.voice, stage.by])], ",")
    text = gettext("%(label)s: %(text)s", label=head, text=stage.stage)
    yield gettext("%(text)s. %(note)s", text=text, note=stage.note) if stage.note else text
    if origin := "; ".join(filter(None, [stage.certainty, *map(describe_source, stage.source)])):
        yield f"  {origin}"
    for label, text in _trigger(stage.triggered_by):
        yield "  " + gettext("%(label)s: %(text)s", label=label, text=text)


def _trigger(trigger: Trigger | None) -> Iterator[tuple[str, str]]:
    if trigger:
        ids = join([*trigger.recommendations, *trigger.documents, *trigger.discussions], ",")
        yield gettext("caused by"), "; ".join(filter(None, [ids, str(trigger.note or "")]))


def _answers(workspace: Workspace, paragraph: Paragraph, as_of: date) -> Iterator[tuple[str, str]]:
    """Yield what the State has done about a recommendation: each measure that answers it, with its current stage."""
    label = gettext("the State did")
    for answer in measures.Answers(workspace, as_of).to(paragraph):
        row = answer.state
        whole = answer.of_whole and paragraph.inherited
        of_whole = gettext(", for all of %(paragraph)s", paragraph=whole.label) if whole else ""
        text = gettext("%(label)s: %(text)s", label=row.measure.title, text=measures.current_stages(row))
        yield label, f"{row.measure.id}  {text}{of_whole}"
        label = ""
        for article in answer.articles:
            yield "", "  " + gettext("%(label)s: %(text)s", label=article.number, text=article.text)


def _round(_: Session, record: Round) -> Iterator[tuple[str, str]]:
    label = gettext("answers")
    for answer in record.answers:
        yield label, gettext("%(label)s: %(text)s", label=answer.by, text=format_timeframe(answer.date))
        if ids := answer.reported_ids:
            yield "", "  " + gettext("something new: %(records)s", records=join([*ids], ","))
        if ids := answer.nothing_new_ids:
            yield "", "  " + gettext("nothing new: %(records)s", records=join([*ids], ","))
        if ids := answer.added_ids:
            yield "", "  " + gettext("added: %(records)s", records=join([*ids], ","))
        label = ""


def _describe_progress(share: float) -> str:
    if share < 0:
        return gettext("further from the target than at the baseline")
    return gettext("%(percent)s%% of the way from the baseline to the target", percent=in_digits(f"{100 * share:.0f}"))


def _paragraph(session: Session, record: Paragraph) -> Iterator[tuple[str, str]]:
    yield gettext("cited as"), session.workspace.citation(record)
    if record.number and not record.item:
        whole_number = (record.document, record.number)
        items = [
            item for item in session.workspace.paragraphs if item.item and (item.document, item.number) == whole_number
        ]
        for position, item in enumerate(items):
            text = item.text or item.summary or gettext("content not entered yet")
            yield ("" if position else gettext("items")), f"{item.id}  {text}"
    workspace = with_inherited(session.workspace)
    paragraph = next((item for item in workspace.recommendations if item.id == record.id), record)
    whole = paragraph.inherited
    yield from _inherited(workspace, paragraph)
    result = priority(workspace, paragraph)
    if paragraph.kind == "recommendation" and result.scored:
        axes = [(gettext("importance"), result.importance), (gettext("feasibility"), result.feasibility)]
        scores = [
            gettext("%(axis)s not scored", axis=name)
            if score is None
            else gettext("%(axis)s %(score)s of 3", axis=name, score=in_digits(str(score)))
            for name, score in axes
        ]
        outdated = [gettext("outdated (%(reason)s)", reason=paragraph.outdated.reason)] if paragraph.outdated else []
        yield gettext("priority"), join([result.band, *outdated, *scores], ",")
        for part in result.parts:
            if part.score is not None:
                score = join([in_digits(str(part.score)), part.reason], ",")
                yield "", gettext("%(label)s: %(text)s", label=part.criterion.title, text=score)
    lines: list[str] = []
    for number, assessment in enumerate(paragraph.assessments):
        if assessment.date.is_on_or_before(session.as_of):
            lines += _assessment(assessment, session.as_of)
            lines += (
                ["  " + gettext("for all of %(paragraph)s", paragraph=whole.label)]
                if whole and number < whole.assessment_count
                else []
            )
    for number, text in enumerate(lines):
        yield ("" if number else gettext("assessments")), text
    yield from _answers(workspace, paragraph, session.as_of)
    if paragraph.kind == "recommendation":
        yield gettext("missing first"), _first_missing(session, record)


def _first_missing(session: Session, record: Paragraph) -> str:
    """Return the first missing link of the chain of a recommendation, and the command that shows the chain."""
    first = Tracer(session.workspace, session.as_of).chain(record).first_missing
    label = CHAIN_LINK[first.name].singular if first else gettext("nothing")
    return gettext("%(text)s (%(detail)s)", text=label, detail=f"cobtrack trace {record.id}")


def _inherited(workspace: Workspace, paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """Yield each fact that a lettered item inherits from its paragraph, as a label and a text."""
    whole = paragraph.inherited
    for name in whole.fields if whole else ():
        if "." not in name:
            label = RELATION[name].singular if name in RELATION else pgettext("field", name.replace("_", " "))
            yield label, f"{_line(getattr(paragraph, name))}{paragraph.inherited_note(name)}"
    if (
        not workspace.activities_by_recommendation.get(paragraph.id)
        and (naming := activities_naming(workspace, paragraph))
        and whole
    ):
        ids = join([activity.id for activity in naming])
        yield RELATION["recommendations"].inverse, ids + gettext(", for all of %(paragraph)s", paragraph=whole.label)
    if repeated := repeated_as_whole(workspace, paragraph):
        yield (
            gettext("repeated"),
            join(repetitions(workspace, paragraph)) + gettext(", for all of %(paragraph)s", paragraph=repeated.label),
        )


def _assessment(assessment: Assessment, as_of: date) -> Iterator[str]:
    """Yield the lines that show an assessment.

    The first line has the date, the voice, the level and the reason. The other lines have the grade, the evidence and
    other details.
    """
    by = f", {assessment.by}" if assessment.by else ""
    yield f"{format_timeframe(assessment.date)}, {assessment.voice}{by}: {assessment.level}. {assessment.reason}"
    if assessment.grade:
        yield "  " + gettext("grade: %(grade)s, adapted from CCPR/C/108/2", grade=assessment.grade)
    if assessment.confidence:
        yield "  " + gettext("confidence: %(level)s", level=assessment.confidence)
    if assessment.provisional:
        yield "  " + gettext("provisional: not reviewed yet")
    for evidence in assessment.evidence:
        citations = map(describe_source, evidence.source)
        yield f"  {evidence.bearing}: {'; '.join(filter(None, [str(evidence.text or ''), *citations]))}"
    for obstacle in assessment.obstacles:
        yield "  " + gettext("obstacle: %(text)s", text=obstacle)
    for remedy in assessment.remedies:
        yield "  " + gettext("remedy: %(text)s", text=remedy)
    if assessment.help_needed:
        yield "  " + gettext("help needed from: %(organisations)s", organisations=join([*assessment.help_needed], ","))
    if assessment.consultations:
        yield "  " + gettext("rests on: %(consultations)s", consultations=join([*assessment.consultations], ","))
    yield from _reply(assessment, as_of)
    for proposed in assessment.proposed:
        yield "  " + gettext("proposed recommendation: %(text)s", text=proposed)


def _reply(assessment: Assessment, as_of: date) -> Iterator[str]:
    """Yield the line that shows what the State replied to an assessment, or that its reply is awaited."""
    if assessment.answer and assessment.answered and assessment.has_answer(as_of):
        date = format_timeframe(assessment.answered)
        yield "  " + gettext("the State's reply (%(date)s): %(text)s", date=date, text=assessment.answer)
    elif assessment.answer and not assessment.answered:
        yield "  " + gettext("the State's reply: %(text)s", text=assessment.answer)
    elif assessment.awaits_answer(as_of) and assessment.sent:
        sent, state = format_timeframe(assessment.sent), awaited_state(assessment.answer_by, as_of)
        if assessment.answer_by:
            by = format_timeframe(assessment.answer_by)
            yield "  " + gettext(
                "sent to the State on %(date)s, reply by %(by)s (%(state)s)", date=sent, by=by, state=state
            )
        else:
            yield "  " + gettext("sent to the State on %(date)s, without a date for the reply", date=sent)


def _lines(remark: Remark) -> Iterator[str]:
    """Yield the lines that show a remark: a line with its text, and then a line with its certainty and source."""
    yield remark.text
    if origin := "; ".join(filter(None, [remark.certainty, *map(describe_source, remark.source)])):
        yield f"  {origin}"


def _line(value: object) -> str:
    """Return the value of a field as a text without line breaks."""
    if isinstance(value, Timeframe):
        return format_timeframe(value)
    if value is True:
        return gettext("yes")
    if isinstance(value, Duration):
        return getattr(value, "phrase", value.words)
    if isinstance(value, Record):
        sources = [
            describe_source(source) for source in (*getattr(value, "source", ()), *getattr(value, "evidence", ()))
        ]
        texts = {name: _line(part) for name, part in value if part and name not in {"source", "evidence"}}
        if "note" in texts:
            texts["note"] = texts.pop("note")  # a sentence, which ends the line
        # The year that an entry of a log is about is not the year of its date.
        parts = [_PARTS[name](text) if name in _PARTS else text for name, text in texts.items()]
        return ", ".join(parts) + (f" ({'; '.join(sources)})" if sources else "")
    if isinstance(value, dict):
        value = tuple(f"{key}: {_line(item)}" for key, item in value.items())
    if isinstance(value, tuple):
        return "; ".join(map(_line, value))
    return str(value)


_PARTS: Mapping[str, Callable[[str], str]] = {
    "for_": lambda year: gettext("for %(year)s", year=year),
    "by": lambda organisation: gettext("reported by %(organisation)s", organisation=organisation),
    "provisional": lambda _: gettext("to be confirmed"),
}
"""How the fields of an entry of a log are written if their values alone would not be understood."""
_COMPUTED: Mapping[type[Record], Callable[[Session, Any], Iterator[tuple[str, str]]]] = {
    Action: _action,
    Activity: _activity,
    BudgetLine: _budget_line,
    Consultation: _consultation,
    Deadline: _deadline,
    Document: _document,
    Indicator: _indicator,
    Measure: _measure,
    Mechanism: _mechanism,
    Paragraph: _paragraph,
    Pillar: _pillar,
    Roadmap: _roadmap,
    Round: _round,
}
"""For each model, a function that yields the facts about a record that are computed, such as its status."""
