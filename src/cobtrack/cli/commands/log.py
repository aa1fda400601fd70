"""`cobtrack log`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from cobtrack.cli.logged import Log
    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Path
    from cobtrack.model.records.assessment import Assessment
    from cobtrack.model.records.indicator import Measurement
    from cobtrack.model.records.pillar import Progress
    from cobtrack.model.workspace import RecordWithId

    Line = Progress | Assessment | Measurement

_MAX_TITLE = 150


def log(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An activity, action, recommendation or indicator.", autocompletion=complete_ids
        ),
    ],
    status: Annotated[
        str, typer.Option("-s", "--status", metavar="WORD", help="planned, in-progress, done, postponed or cancelled.")
    ] = "",
    voice: Annotated[
        str, typer.Option("--voice", metavar="WHO", help="government, civil-society, children, nhri or un.")
    ] = "",
    level: Annotated[
        str,
        typer.Option(
            "--level",
            metavar="WORD",
            help="fully, largely, partly, initial-steps, none, regressed or no-information.",
        ),
    ] = "",
    value: Annotated[str, typer.Option("--value", metavar="NUMBER", help="What was measured.")] = "",
    note: Annotated[
        str, typer.Option("-m", "--note", metavar="TEXT", help="What happened, or why, in one or two sentences.")
    ] = "",
    evidence: Annotated[
        list[str], typer.Option("-e", "--evidence", metavar="TEXT", help="An address or a citation; repeat it.")
    ] = [],
    against: Annotated[
        list[str], typer.Option("--against", metavar="TEXT", help="Evidence that speaks against it; repeat it.")
    ] = [],
    obstacle: Annotated[
        list[str], typer.Option("--obstacle", metavar="TEXT", help="What stands in the way; repeat it.")
    ] = [],
    help_from: Annotated[
        list[str], typer.Option("--help-from", metavar="ID", help="Whose help is needed; repeat it.")
    ] = [],
    confidence: Annotated[str, typer.Option("--confidence", metavar="WORD", help="high, medium or low.")] = "",
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="When; else the as-of date.")] = "",
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Show the change, write nothing.")] = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Record what happened. A line is added to a log; nothing else in the file changes.

    Progress on an activity or an action takes --status; an assessment of a
    recommendation --voice, --level and --note; a new value of an indicator --value.

    \b
      cobtrack log 2.6 --status in-progress --note "First review held."
      cobtrack log 3.5 -s done -m "Printed." -e https://example.org/booklet
      cobtrack log crc-2022:42 --voice un --level partly --note "A bill is ready."
      cobtrack log births-registered --value 78 --date 2025 --dry-run
    """
    from cobtrack.cli.session import writing_session

    options: dict[str, str | list[str]] = {
        "status": status, "voice": voice, "level": level, "value": value, "note": note, "evidence": evidence,
        "against": against, "obstacle": obstacle, "help-from": help_from, "confidence": confidence,
    }  # fmt: skip
    given: dict[str, Any] = {name: typed for name, typed in options.items() if typed}
    with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run) as session:
        _log(session, id, given, date, dry_run=dry_run)


def _log(session: Session, identifier: str, given: dict[str, Any], date: str, *, dry_run: bool) -> None:
    """Make a line of what was typed, and add it."""
    from cobtrack.cli.logged import check_options_apply, check_text, log_of, organisations

    record = session.find(identifier)
    kind = log_of(record)
    check_text(given)
    check_options_apply(kind, record.id, given)
    if names := given.get("help-from"):
        given["help-from"] = organisations(session, names)
    entry = {"date": date or str(session.as_of), **kind.make(given)}
    line = _shaped(kind, entry)
    _refuse_unsafe(session, line)
    _refuse_later(session, line)
    there: tuple[Line, ...] = getattr(record, kind.key)
    if again := [one for one in there if one.model_dump() == line.model_dump()]:
        where = f"{record.place.file}:{session.locator.span(again[0].place).line}"
        _tell_of(session, record)
        session.terminal.notify(f"Unchanged {where}: the line is there already")
        return
    _add(session, record, kind, _position(there, line), entry, dry_run=dry_run)


def _add(
    session: Session, record: RecordWithId, kind: Log, index: int, entry: dict[str, Any], *, dry_run: bool
) -> None:
    """Put the line into the file, or show what that would change."""
    from cobtrack.cli.output.diff import show_changes
    from cobtrack.editing.check import checked_changes

    # The bytes that the record's place is a place in: the file may have changed since.
    before = session.loaded.raw_bytes[record.place.file]
    after = _spliced(before, record, kind.key, index, entry)
    changes = checked_changes(session.loaded, {record.place.file: after}, session.as_of)
    _tell_of(session, record)
    if dry_run:
        show_changes(session.terminal, {record.place.file: (before, after)})
        return
    number, lines = _written(after, record.place.at(kind.key, index).path)
    session.commit(changes, f"log {record.id}: {' '.join(' '.join(lines).split()).removeprefix('- ')}")
    for line in lines:
        session.terminal.notify(f"  {line}")
    session.terminal.notify(f"Changed {record.place.file}:{number}: {kind.key} of {record.id}")
    session.terminal.notify("Not what you meant? cobtrack undo")


def _tell_of(session: Session, record: RecordWithId) -> None:
    """Say what the line is about: an id is easily mistyped."""
    from cobtrack.cli.commands.show import heading
    from cobtrack.model.text import markup

    title = " ".join(markup.plain_text(str(heading(record))).split())
    session.terminal.notify(f"{record.id}  {title if len(title) <= _MAX_TITLE else title[: _MAX_TITLE - 1] + '…'}")


def _written(text: bytes, item: Path) -> tuple[int, list[str]]:
    """The number of the line that an item of a list begins in, and its lines."""
    import textwrap

    from cobtrack.store.edit.source import SourceFile

    file = SourceFile(text.decode())
    first = file.spans[item, False].line
    lines = file.lines[first - 1 : file.lasts[item]]
    return first, textwrap.dedent("".join(lines)).splitlines()


def _shaped(kind: Log, entry: dict[str, Any]) -> Line:
    """The line as a record. Raises CannotError where it is not as a line should be."""
    from copy import deepcopy

    from cobtrack.store.validation.build import build

    shaped = build(kind.line, deepcopy(entry), "")
    if shaped.problems or not isinstance(shaped.record, kind.line):
        first = shaped.problems[0]
        raise CommandError(first.message, first.hint)
    return shaped.record


def _refuse_unsafe(session: Session, line: Line) -> None:
    """Raise CannotError where the line would make public what must not be: git never forgets it."""
    from cobtrack.rules import safeguarding

    for found in safeguarding.in_new(line, session.workspace.settings):
        raise CommandError(found.message, found.hint)


def _refuse_later(session: Session, line: Line) -> None:
    """Raise CannotError where the line would not count yet: a log tells what was."""
    from cobtrack.model.dates.format import format_day

    if line.date.is_on_or_before(session.as_of):
        return
    today = format_day(session.as_of)
    if line.date.may_have_begun_by(session.as_of):
        hint = f"give the day that it was so, such as --date {session.as_of}"
        raise CommandError(f"{line.date} is not over by {today}, so the line would not count yet", hint)
    hint = "a log tells what was; a plan is the timeframe of an activity"
    raise CommandError(f"{line.date} is later than {today}", hint)


def _position(there: tuple[Line, ...], line: Line) -> int:
    """Where the line belongs: behind all that are not later."""
    from datetime import date

    day = line.date.latest or date.max
    return sum((one.date.latest or date.max) <= day for one in there)


def _spliced(before: bytes, record: RecordWithId, key: str, index: int, entry: dict[str, Any]) -> bytes:
    from cobtrack.store.edit.apply import add_item
    from cobtrack.store.edit.source import EditError

    try:
        return add_item(before.decode(), record.place.path, key, index, entry).encode()
    except EditError as error:
        raise CommandError(f"{record.place.file}: {error}", error.hint) from None
