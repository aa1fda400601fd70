"""What a command works with: the workspace at hand, the day, and where to print."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cobtrack.cli import clock
from cobtrack.cli.options import Color, CommandError
from cobtrack.cli.output.terminal import Terminal
from cobtrack.model.problem import Severity
from cobtrack.model.text.wording import join, join_first, quantity
from cobtrack.store.load import Loaded, load
from cobtrack.store.locate import Locator
from cobtrack.store.root import MARKER, find_root, require_workspace

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace
    from cobtrack.store.transaction import Transaction
    from cobtrack.store.write import Changes
    from cobtrack.views.filters import Filters


@dataclass
class Session:
    """A loaded workspace, the as-of date and the terminal."""

    loaded: Loaded
    as_of: date
    terminal: Terminal
    transaction: Transaction | None = None
    what: str = ""

    @property
    def workspace(self) -> Workspace:
        """The workspace."""
        return self.loaded.workspace

    @cached_property
    def locator(self) -> Locator:
        """Finds lines in the workspace's files."""
        return Locator(self.loaded.root)

    def with_file_and_line(self, record: Record, data: dict[str, Any]) -> dict[str, Any]:
        """Plain data of a record, with the file and the line that it stands in."""
        return {**data, "file": record.place.file, "line": self.locator.span(record.place).line}

    def commit(self, changes: Changes, what: str = "") -> None:
        """Write these files, all or none; `what` is what `undo` says of it. Only within `writing`."""
        if self.transaction is None:
            raise RuntimeError("nothing is written outside of a transaction")
        self.transaction.commit(changes, what or self.what)
        self.locator.forget()

    def json_document(self, name: str, rows: object) -> dict[str, Any]:
        """A JSON document."""
        from cobtrack.views.as_json import VERSION

        return {"version": VERSION, "as_of": str(self.as_of), name: rows}


def workspace_folder(root: str) -> Path:
    """The workspace's folder. Raises NoWorkspaceError and CannotError."""
    folder = Path(root) if root else find_root(Path.cwd())
    if root and not folder.is_dir():
        raise CommandError(f"there is no folder {root}", "name the folder that holds cobtrack.yaml")
    return folder


@contextmanager
def writing_session(
    root: str,
    as_of: str,
    color: Color,
    *,
    quiet: bool,
    note: bool = True,
    only_looks: bool = False,
    what: str = "",
) -> Iterator[Session]:
    """A session that writes: from the reading on nobody else's does. One that `only_looks` waits for nobody.

    `what` is what `undo` says of what it writes.

    Raises NoWorkspaceError and CannotError, NotWrittenError where another command holds the workspace for long.
    """
    from cobtrack.cli.gate import require_readable
    from cobtrack.store.transaction import open_transaction

    folder = require_workspace(workspace_folder(root))
    with nullcontext() if only_looks else open_transaction(folder) as transaction:
        session = open_session(root, as_of, color, quiet=quiet, note=note, writes=True)
        session.transaction, session.what = transaction, what
        if transaction and transaction.recovery_note:
            session.terminal.notify(transaction.recovery_note, "note")
        require_readable(session)
        yield session


def open_session(
    root: str, as_of: str, color: Color, *, quiet: bool, note: bool = True, writes: bool = False
) -> Session:
    """Find and read the workspace; say once when something could not be read.

    Raises NoWorkspaceError and CannotError; also where a command `writes` and the time zone could not be read.
    """
    loaded = load(workspace_folder(root))
    zone = loaded.workspace.settings.timezone
    if writes and not as_of and MARKER in loaded.unreadable_files:
        message = f"{MARKER} could not be read, so it is not known which day it is"
        raise CommandError(message, 'run "cobtrack validate", or give the day: --as-of 2026-02-01')
    # Without a note the command itself reports or refuses errors, a wrong time zone among them.
    today = clock.day(as_of, zone) if note or as_of else clock.today_in(zone) or clock.day("", "UTC")
    session = Session(loaded, today, Terminal(color, quiet=quiet))
    errors = [item for item in loaded.problems if item.severity is Severity.ERROR]
    if errors and note:
        files = list(dict.fromkeys(item.place.file for item in errors))
        where = join_first(files)
        gone = "some entries may be missing"
        if loaded.unreadable_files:
            unreadable = "it" if files == loaded.unreadable_files[:1] else join_first(loaded.unreadable_files)
            gone = f"nothing of {unreadable} could be read"
        if MARKER in loaded.unreadable_files and not as_of:
            gone += ", so the day is that in UTC"
        text = f'{quantity(len(errors), "problem")} in {where}, {gone}; run "cobtrack validate"'
        session.terminal.notify(text, "note")
    return session


def parse_filters(
    session: Session,
    pillar: list[str],
    status: list[str],
    actor: list[str],
    twg: list[str],
    mechanism: list[str],
    owner: list[str] = [],
    kind: str = "",
) -> Filters:
    """The filters of a command line, checked; `kind` is what is filtered, where it is one kind of thing.

    Raises CannotError where one names what is not there.
    """
    from cobtrack.views.filters import Filters, UnknownFilterError

    made = Filters(
        pillars=frozenset(split_values(pillar)),
        statuses=frozenset(split_values(status)),
        actors=frozenset(split_values(actor)),
        groups=frozenset(_group(session.workspace, one) for one in split_values(twg)),
        mechanisms=frozenset(one.lower() for one in split_values(mechanism)),
        owners=frozenset(split_values(owner)),
    )
    try:
        made.check(session.workspace, kind)
    except UnknownFilterError as error:
        raise CommandError(str(error), error.hint) from None
    return made


def _group(workspace: Workspace, name: str) -> str:
    """The id of a thematic working group. Raises CannotError where there is no such group."""
    number = name.removeprefix("twg-")
    there = [one.id.removeprefix("twg-") for one in workspace.actors if one.id.startswith("twg-")]
    if number not in there:
        hint = f"there are {join(there)}" if there else "data/actors.yaml has none with an id such as twg-1"
        raise CommandError(f'there is no thematic working group "{name}"', hint)
    return f"twg-{number}"


def parse_timeframe(option: str, text: str) -> Timeframe:
    """The date that an option gives, in EDTF or in words.

    Raises CannotError where it is none.
    """
    from cobtrack.model.dates.parse import parse_date, suggest_notation
    from cobtrack.model.dates.timeframe import TimeframeError

    try:
        return parse_date(text)
    except TimeframeError as error:
        hint = (
            suggest_notation(text) or 'write it as 2027-11, 2027-11-30, "November 2027", "first half of 2028" or 2028?'
        )
        raise CommandError(f'{option} takes a date, not "{text}": {error}', hint) from None


def split_values(values: list[str]) -> list[str]:
    """The values of an option that may be repeated, or given with commas."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]
