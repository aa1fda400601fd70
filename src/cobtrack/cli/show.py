"""`cobtrack show`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, CannotError, Color, ColorOption, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.cli.session import Session
    from cobtrack.model.document import Paragraph
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Named


class ShowFormat(StrEnum):
    """How to print a record."""

    text = "text"
    json = "json"


def show(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID...", help="2.6, crc-2022:42, cerd, cncc, …", autocompletion=complete_ids)
    ],
    format: Annotated[
        ShowFormat, typer.Option("-f", "--format", metavar="NAME", help="text or json.")
    ] = ShowFormat.text,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show one thing in full, with all that links to it. Several ids come one after the other.

    \b
      cobtrack show 2.6
      cobtrack show crc-2022:42 cerd
      cobtrack show crc-state-report --format json
    """
    from cobtrack.cli.session import start
    from cobtrack.views import plain
    from cobtrack.views.details import details

    session = start(root, as_of, color, quiet=quiet)
    records = [find(session, one) for one in ids]
    if format is ShowFormat.json:
        rows = [session.with_line(one, plain.details(details(session.workspace, one))) for one in records]
        session.terminal.json(session.document("records", rows))
        return
    with session.terminal.paged():
        for number, record in enumerate(records):
            if number:
                session.terminal.print()
            _print(session, record)


def find(session: Session, identifier: str) -> Named:
    """The thing with that id. Raises CannotError where there is none."""
    from cobtrack.model import words
    from cobtrack.model.workspace import natural
    from cobtrack.views import details

    record = details.find(session.workspace, identifier)
    if record is not None:
        return record
    head = identifier.partition(".")[0]
    same = sorted((one for one in session.workspace.homes if one.startswith(f"{head}.")), key=natural)
    near = details.nearest(session.workspace, identifier)
    hints = [f"pillar {head} has {same[0]} to {same[-1]}"] if same else []
    if near:
        hints.append(f"did you mean {words.listing(near, 'or')}?")
    raise CannotError(f"there is no {identifier}", "; ".join(hints) or "ids are listed by cobtrack list")


def _print(session: Session, record: Named) -> None:
    from cobtrack.model import markup
    from cobtrack.views.details import details

    terminal = session.terminal
    head = getattr(record, "text", None) or getattr(record, "title", None) or getattr(record, "name", None)
    head = head or getattr(record, "summary", None) or getattr(record, "heading", None) or ""
    terminal.wrapped(markup.plain(str(head)), " " * (len(record.id) + 2), f"{record.id}  ")
    for point in getattr(record, "points", ()):
        terminal.wrapped(markup.plain(point), "    ", "  - ")
    terminal.print()
    found = details(session.workspace, record)
    facts = [(name, text) for name, text in _facts(session, record, head) if text]
    ties = [(tie.relation, tie.id, _title(tie.record)) for tie in (*found.to, *found.back)]
    width = max((len(name) for name, *_ in (*facts, *ties)), default=0) + 2
    for name, text in facts:
        terminal.wrapped(markup.plain(text), " " * width, name.ljust(width))
    previous = ""
    for relation, one, title in ties:
        label = "" if relation == previous else relation
        terminal.wrapped(f"{one}  {markup.plain(title)}".rstrip(), " " * width, label.ljust(width))
        previous = relation
    for name, note in getattr(record, "notes", {}).items():
        terminal.wrapped(markup.plain(note), "  ", f"[{name}] ")
    where = "ships with cobtrack"
    if record.place.file in session.loaded.files:
        where = f"{record.place.file}:{session.locator.span(record.place).line}"
    terminal.print("file".ljust(width) + where, "dim")


def _title(record: Record | None) -> str:
    for name in ("title", "text", "name", "heading", "summary"):
        if value := getattr(record, name, None):
            return str(value)
    return ""


def _facts(session: Session, record: Named, head: str) -> Iterator[tuple[str, str]]:
    from cobtrack.model.timeframe import Timeframe
    from cobtrack.views.details import FORWARD

    yield from _standing(session, record)
    # These are shown elsewhere: as the head, as points and notes, or as ties.
    elsewhere = {"id", "points", "notes", "links", *FORWARD} - {"starts", "ends"}
    for name in type(record).model_fields:
        value = getattr(record, name)
        is_tie = name in elsewhere and not isinstance(value, Timeframe)
        if is_tie or not value or value == head:
            continue
        label = name.replace("_", " ")
        if isinstance(value, tuple):
            for number, item in enumerate(value):
                yield (label if not number else "", _line(item))
        else:
            yield label, _line(value)


def _standing(session: Session, record: Named) -> Iterator[tuple[str, str]]:
    """What was computed: where it belongs and how it stands."""
    from cobtrack.model import words
    from cobtrack.model.document import Paragraph
    from cobtrack.model.mechanism import Deadline
    from cobtrack.model.pillar import Activity
    from cobtrack.model.relative import Relative
    from cobtrack.views import activities, deadlines, timeline

    if isinstance(record, Activity):
        row = activities.state(session.workspace, record, session.as_of)
        yield "pillar", f"{row.pillar.pillar}. {row.pillar.title}"
        yield "category", row.category.title
        yield "status", f"{row.status}, {row.timing}" + (", stale" if row.stale else "")
        if end := timeline.has_to_end(session.workspace, record, session.as_of):
            yield "has to end by", words.timeframe(end)
    elif isinstance(record, Deadline):
        due = deadlines.state(session.workspace, record, session.as_of)
        yield "mechanism", f"{due.mechanism.id}, {due.mechanism.name}"
        near = f", {words.distance(due.days)}" if due.days is not None and due.state != "submitted" else ""
        waits = f", waits for {due.waits_for}" if due.waits_for else ""
        yield "state", due.state + near + waits
        if isinstance(record.due, Relative):
            yield "due", f"{words.timeframe(due.due) if due.due else 'date not known'}, {record.due.phrase}"
        if due.start:
            yield "to start by", words.day(due.start.day) + _why(due.start.activities)
    elif isinstance(record, Paragraph):
        document = next((one for one in session.workspace.documents if one.id == record.document), None)
        yield "cited as", f"{document.name}, {record.label}" if document else record.label
        yield from _pressing(session, record)


def _pressing(session: Session, paragraph: Paragraph) -> Iterator[tuple[str, str]]:
    """The priority of a recommendation with its parts, and what each voice last said of it."""
    from cobtrack.model import words
    from cobtrack.views.monitoring import standing
    from cobtrack.views.priority import priority

    found = priority(session.workspace, paragraph)
    if paragraph.kind == "recommendation" and found.scored:
        yield "priority", f"{found.band}, importance {found.importance}, feasibility {found.feasibility} of 3"
        for part in found.parts:
            if part.score is not None:
                yield "", f"{part.criterion.title}: {part.score}, {part.reason}"
    for voice, one in standing(paragraph, session.as_of).latest.items():
        yield voice, f"{one.level} ({words.timeframe(one.date)}): {one.reason}"


def _why(activities: tuple[str, ...]) -> str:
    from cobtrack.model import words

    planned = words.listing(list(activities))
    return f", as {planned} {'is' if len(activities) == 1 else 'are'} planned" if activities else ""


def _line(value: object) -> str:
    from cobtrack.model import words
    from cobtrack.model.record import Record
    from cobtrack.model.relative import Span
    from cobtrack.model.timeframe import Timeframe

    if isinstance(value, Timeframe):
        return words.timeframe(value)
    if value is True:
        return "yes"
    if isinstance(value, Span):
        return getattr(value, "phrase", value.words)
    if isinstance(value, Record):
        sources = [_line(one) for one in (*getattr(value, "source", ()), *getattr(value, "evidence", ()))]
        parts = [_line(part) for name, part in value if part and name not in {"source", "evidence"}]
        return ", ".join(parts) + (f" ({'; '.join(sources)})" if sources else "")
    if isinstance(value, tuple):
        return "; ".join(map(_line, value))
    return str(value)
