"""`cobtrack log`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import AsOf, CannotError, Color, ColorOption, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.model.action import Action
    from cobtrack.model.pillar import Activity, Progress


def log(
    id: Annotated[
        str,
        typer.Argument(metavar="ID", help="An activity, such as 2.6, or an action.", autocompletion=complete_ids),
    ],
    status: Annotated[
        str, typer.Option("-s", "--status", metavar="WORD", help="planned, in-progress, done, postponed or cancelled.")
    ],
    note: Annotated[
        str, typer.Option("-m", "--note", metavar="TEXT", help="What happened, in one or two sentences.")
    ] = "",
    evidence: Annotated[
        list[str], typer.Option("-e", "--evidence", metavar="TEXT", help="An address or a citation; repeat it.")
    ] = [],
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="When; else the as-of date.")] = "",
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Show the change, write nothing.")] = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Record progress on an activity or an action. A line is added to its log; nothing else in the file changes.

    \b
      cobtrack log 2.6 --status in-progress --note "First review held."
      cobtrack log 3.5 -s done -m "Printed." -e https://example.org/booklet
      cobtrack log 2.6 --status planned --date 2026-05 --dry-run
    """
    from cobtrack.cli.session import start
    from cobtrack.store.write import current, splice, within

    session = start(root, as_of, color, quiet=quiet)
    activity = _activity(session, id)
    if not all(one.strip() for one in evidence):
        raise CannotError("--evidence must not be empty", "write an address or a citation, or leave the option out")
    entry: dict[str, Any] = {"date": date or str(session.as_of), "status": status}
    entry |= {"note": note} if note else {}
    entry |= {"evidence": evidence} if evidence else {}
    progress = _shaped(entry)
    _refuse_unsafe(progress)
    index = _position(activity, progress)
    path = within(session.loaded.root, activity.place.file)
    before = current(path) or b""
    after = _spliced(before, activity, index, entry)
    if dry_run:
        _diff(session, activity.place.file, before, after)
        return
    splice(path, before, after)
    session.locator.forget()
    line = session.locator.span(activity.place.at("progress", index)).line
    session.terminal.say(f"Changed {activity.place.file}:{line}: progress of {activity.id}")


def _activity(session: Session, identifier: str) -> Activity | Action:
    from cobtrack.cli.show import find
    from cobtrack.model.action import Action
    from cobtrack.model.pillar import Activity

    record = find(session, identifier)
    if not isinstance(record, Activity | Action):
        raise CannotError(f"{record.id} has no log", "progress is recorded on activities, such as 2.6, and actions")
    return record


def _shaped(entry: dict[str, Any]) -> Progress:
    """The line as a record. Raises CannotError where it is not as a line should be."""
    from cobtrack.model.pillar import Progress
    from cobtrack.store.shape import shape

    shaped = shape(Progress, dict(entry), "")
    if shaped.problems or not isinstance(shaped.record, Progress):
        first = shaped.problems[0]
        raise CannotError(first.message, first.hint)
    return shaped.record


def _refuse_unsafe(progress: Progress) -> None:
    """Raise CannotError where the line would make public what must not be: git never forgets it."""
    from cobtrack.rules import safeguarding

    for found in safeguarding.in_new(progress):
        raise CannotError(found.message, found.hint)


def _position(activity: Activity | Action, progress: Progress) -> int:
    """Where the line belongs: behind all that are not later."""
    from datetime import date

    day = progress.date.latest or date.max
    return sum((one.date.latest or date.max) <= day for one in activity.progress)


def _spliced(before: bytes, activity: Activity | Action, index: int, entry: dict[str, Any]) -> bytes:
    from cobtrack.store.edit import CannotEditError, add_item

    try:
        return add_item(before.decode(), activity.place.path, "progress", index, entry).encode()
    except CannotEditError as error:
        raise CannotError(f"{activity.place.file}: {error}", error.hint) from None


def _diff(session: Session, file: str, before: bytes, after: bytes) -> None:
    import difflib

    old, new = before.decode().splitlines(), after.decode().splitlines()
    for line in difflib.unified_diff(old, new, file, file, lineterm=""):
        style = {"+": "green", "-": "red", "@": "dim"}.get(line[:1], "")
        session.terminal.print(line, style)
    session.terminal.say("Nothing written (--dry-run).")
