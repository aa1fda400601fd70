"""What `show` tells of one thing: what was computed of it, and what stands in its record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.session import Session
from cobtrack.model.dates.format import format_day, format_limit, format_timeframe, relative_time
from cobtrack.model.dates.relative import Duration, RelativeDate
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.labels import TIMING
from cobtrack.model.record import Record
from cobtrack.model.records.action import Action
from cobtrack.model.records.document import Document, Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.pillar import Activity
from cobtrack.model.records.shared import Remark
from cobtrack.model.references import TYPES_WITH_ID, target_type
from cobtrack.model.text.markup import plain_citation
from cobtrack.model.text.wording import join
from cobtrack.views import activities, deadlines, timeline
from cobtrack.views.indicators import progress_to_target, series
from cobtrack.views.priority import priority, repeated_as_whole, repetitions
from cobtrack.views.recommendations import activities_naming
from cobtrack.views.sparkline import sparkline

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.records.document import Assessment
    from cobtrack.model.workspace import RecordWithId, Workspace

# Shown in a manner of their own: as the head, as points and notes, as ties, or among what was computed.
_ELSEWHERE = {"id", "points", "notes", "links", "assessments", "scores", "paragraphs", "deadlines", "due"}


def describe(session: Session, record: RecordWithId, head: str) -> Iterator[tuple[str, str]]:
    """Labels and texts; an empty label goes on with the one before. `head` was told already."""
    yield from _computed(session, record)
    for name in type(record).model_fields:
        value = getattr(record, name)
        is_tie = target_type(type(record), name) in TYPES_WITH_ID
        if ((name in _ELSEWHERE or is_tie) and not isinstance(value, Timeframe)) or not value or value == head:
            continue
        if name == "certainty" and isinstance(record, Deadline):
            continue
        label = name.replace("_", " ")
        if isinstance(value, tuple):
            for item in map(plain_citation, value) if name in {"source", "evidence"} else value:
                for text in _lines(item) if isinstance(item, Remark) else [_line(item)]:
                    yield label, text
                    label = ""
                if isinstance(item, Remark) and item.activities:
                    yield "", f"  tells of {join(list(item.activities))}"
        else:
            yield label, _line(value)


def _computed(session: Session, record: RecordWithId) -> Iterator[tuple[str, str]]:
    """Where it belongs and how it stands."""
    match record:
        case Activity():
            yield from _activity(session, record)
        case Action():
            yield "status", activities.status_on(record.progress, session.as_of)
        case Deadline():
            yield from _deadline(session, record)
        case Mechanism():
            yield from _mechanism(session, record)
        case Indicator():
            yield from _indicator(session, record)
        case Paragraph():
            yield from _paragraph(session, record)
        case Document():
            for number, one in enumerate(record.paragraphs):
                gist = one.heading or one.text or one.summary or "content not entered yet"
                urgent = (", urgent" if one.urgent else "") + (", follow-up asked for" if one.follow_up else "")
                yield ("" if number else "paragraphs"), f"{one.id}  {one.kind}{urgent}: {gist}"


def _activity(session: Session, activity: Activity) -> Iterator[tuple[str, str]]:
    row = activities.state(session.workspace, activity, session.as_of)
    yield "pillar", f"{row.pillar.pillar}. {row.pillar.title}"
    yield "category", row.category.title
    passed = f" ({TIMING['unconfirmed'].singular})" if row.timing == "unconfirmed" else ""
    yield "status", f"{row.status}, {row.timing}{passed}" + (", stale" if row.stale else "")
    label = "seen elsewhere"
    for remark in row.seen_elsewhere:
        for text in _lines(remark):
            yield label, text
            label = ""
    if row.seen_elsewhere:
        yield "", "  not confirmed by the coalition"
    if end := timeline.has_to_end(session.workspace, activity, session.as_of):
        yield "has to end by", format_limit(end)


def _deadline(session: Session, deadline: Deadline) -> Iterator[tuple[str, str]]:
    due = deadlines.state(session.workspace, deadline, session.as_of)
    yield "mechanism", f"{due.mechanism.id}, {due.mechanism.name}"
    near = f", {relative_time(due.days)}" if due.days is not None and due.is_open else ""
    waits = f", waits for {due.waits_for}" if due.waits_for else ""
    gone = f", hangs on {due.cancelled_anchor}, which was cancelled" if due.cancelled_anchor else ""
    passed = f" ({TIMING['unconfirmed'].singular})" if due.state == "unconfirmed" else ""
    yield "state", due.state + passed + near + waits + gone
    by_anchor = bool(deadline.anchor_id) and due.certainty not in {None, deadline.certainty}
    if isinstance(deadline.due, RelativeDate):
        yield "due", f"{format_timeframe(due.due) if due.due else 'date not known'}, {deadline.due.phrase}"
    if due.due:
        yield "certainty", (due.certainty or "not stated") + (f", as {deadline.anchor_id} is" if by_anchor else "")
    if due.start and due.start.is_begun:
        yield "begun", deadlines.describe_begun(due.start)
    elif due.start:
        by = f"its lead, {deadline.lead.words}" if deadline.lead else _as_long_as(due.start.activities)
        yield _to_start(due.start.activities), f"{format_day(due.start.day)}, counted back by {by}"


def _to_start(planned: tuple[str, ...]) -> str:
    return f"{join(list(planned))} to start by".lstrip()


def _as_long_as(planned: tuple[str, ...]) -> str:
    return f"as long as {join(list(planned))} {'is' if len(planned) == 1 else 'are'} planned to take"


def _mechanism(session: Session, mechanism: Mechanism) -> Iterator[tuple[str, str]]:
    label = "deadlines"
    for row in deadlines.states(session.workspace, session.as_of):
        if row.mechanism is mechanism:
            when = format_timeframe(row.when) if row.when else "no date"
            yield label, f"{row.deadline.id}  {when}, {row.state}: {row.deadline.title}"
            label = ""


def _indicator(session: Session, indicator: Indicator) -> Iterator[tuple[str, str]]:
    values, gone = series(indicator, session.as_of), progress_to_target(indicator, session.as_of)
    if values:
        reached = f", {gone:.0%} of the way to the target" if gone is not None else ""
        yield "course", sparkline([one.number for one in values]) + reached


def _paragraph(session: Session, record: Paragraph) -> Iterator[tuple[str, str]]:
    yield "cited as", session.workspace.citation(record)
    if record.number and not record.item:
        home = (record.document, record.number)
        there = [one for one in session.workspace.paragraphs if one.item and (one.document, one.number) == home]
        for at, item in enumerate(there):
            yield ("" if at else "items"), f"{item.id}  {item.text or item.summary or 'content not entered yet'}"
    workspace = with_inherited(session.workspace)
    paragraph = next((one for one in workspace.recommendations if one.id == record.id), record)
    whole = paragraph.inherited
    yield from _of_whole(workspace, paragraph)
    found = priority(workspace, paragraph)
    if paragraph.kind == "recommendation" and found.scored:
        axes = [("importance", found.importance), ("feasibility", found.feasibility)]
        scores = [f"{name} {'not scored' if score is None else f'{score} of 3'}" for name, score in axes]
        outdated = [f"outdated ({paragraph.outdated.reason})"] if paragraph.outdated else []
        yield "priority", ", ".join([found.band, *outdated, *scores])
        for part in found.parts:
            if part.score is not None:
                yield "", f"{part.criterion.title}: {part.score}, {part.reason}"
    lines: list[str] = []
    for number, one in enumerate(paragraph.assessments):
        if one.date.is_on_or_before(session.as_of):
            lines += _assessment(one)
            lines += [f"  for all of {whole.label}"] if whole and number < whole.assessment_count else []
    for number, text in enumerate(lines):
        yield ("" if number else "assessments"), text


def _of_whole(workspace: Workspace, paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """What a lettered item has of its paragraph."""
    whole = paragraph.inherited
    for name in whole.fields if whole else ():
        if "." not in name:
            yield name, f"{_line(getattr(paragraph, name))}{paragraph.inherited_note(name)}"
    if (
        not workspace.activities_by_recommendation.get(paragraph.id)
        and (named := activities_naming(workspace, paragraph))
        and whole
    ):
        yield "activities", f"{join([one.id for one in named])}, for all of {whole.label}"
    if of := repeated_as_whole(workspace, paragraph):
        yield "repeated", f"{join(repetitions(workspace, paragraph))}, for all of {of.label}"


def _assessment(one: Assessment) -> Iterator[str]:
    """An assessment in full: a line, and one for each thing that stands beside it."""
    by = f", {one.by}" if one.by else ""
    yield f"{format_timeframe(one.date)}, {one.voice}{by}: {one.level}. {one.reason}"
    if one.grade:
        yield f"  grade: {one.grade}, adapted from CCPR/C/108/2"
    if one.confidence:
        yield f"  confidence: {one.confidence}"
    if one.provisional:
        yield "  provisional: somebody has still to review it"
    for piece in one.evidence:
        citations = map(plain_citation, piece.source)
        yield f"  {piece.bearing}: {'; '.join(filter(None, [str(piece.text or ''), *citations]))}"
    for obstacle in one.obstacles:
        yield f"  obstacle: {obstacle}"
    if one.help_needed:
        yield f"  help needed from: {', '.join(one.help_needed)}"


def _lines(remark: Remark) -> Iterator[str]:
    """A remark, and apart from it how settled it is and where it is known from."""
    yield remark.text
    if known := "; ".join(filter(None, [remark.certainty, *map(plain_citation, remark.source)])):
        yield f"  {known}"


def _line(value: object) -> str:
    if isinstance(value, Timeframe):
        return format_timeframe(value)
    if value is True:
        return "yes"
    if isinstance(value, Duration):
        return getattr(value, "phrase", value.words)
    if isinstance(value, Record):
        sources = [plain_citation(one) for one in (*getattr(value, "source", ()), *getattr(value, "evidence", ()))]
        parts = [_line(part) for name, part in value if part and name not in {"source", "evidence"}]
        return ", ".join(parts) + (f" ({'; '.join(sources)})" if sources else "")
    if isinstance(value, tuple):
        return "; ".join(map(_line, value))
    return str(value)
