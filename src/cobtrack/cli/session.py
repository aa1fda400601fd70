"""The context of a command: the workspace, the date to use as today, and the terminal to print to."""

from __future__ import annotations

from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from cobtrack.cli.options import LISTS, Color, CommandError, FilterTexts, workspace_folder
from cobtrack.cli.output.terminal import Terminal
from cobtrack.model.dates.time_zones import find_time_zone
from cobtrack.model.languages.phrases import ENGLISH, speak
from cobtrack.model.problem import Severity
from cobtrack.model.records.consultation import Consultation
from cobtrack.model.text.wording import join, join_first, quantity
from cobtrack.store.load import MIGRATE_HINT, OLD_SCHEMA, Loaded, load, older_schema
from cobtrack.store.locate import Locator
from cobtrack.store.root import MARKER, require_workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import RecordWithId, Workspace
    from cobtrack.store.transaction import Transaction
    from cobtrack.store.write import Changes
    from cobtrack.views.filters import Filters


@dataclass
class Session:
    """A loaded workspace, the as-of date, and the terminal to print to.

    A session that can write files also has a transaction. It has a description too, which `cobtrack undo` shows for
    each write.
    """

    loaded: Loaded
    as_of: date
    terminal: Terminal
    writes: bool = False
    transaction: Transaction | None = None
    description: str = ""

    @cached_property
    def workspace(self) -> Workspace:
        """The workspace that was loaded. A session that only reads has the dates that were planned on its day."""
        from cobtrack.model.scenario import as_planned_on

        return self.loaded.workspace if self.writes else as_planned_on(self.loaded.workspace, self.as_of)

    @cached_property
    def locator(self) -> Locator:
        """An object that finds lines in the files of the workspace."""
        return Locator(self.loaded.root)

    def find(self, identifier: str) -> RecordWithId:
        """Return the record with the id `identifier`, which can be in any accepted notation.

        If it is a former id of the record, a note says so. Raises CommandError if there is no such record, or if the
        session can write and several records have this id.
        """
        from cobtrack.views import details

        record = details.find_record(self.workspace, identifier)
        what = self.workspace.what_became_of(identifier)
        if record:
            if self.writes:
                self._refuse_duplicate(record)
            if what:
                self.terminal.notify(what, "note")
            return record
        if what:
            raise CommandError(what, "to see the record as it was, use git; to undo the last change: cobtrack undo")
        if identifier in self.workspace.unreadable_ids:
            raise CommandError(f"{identifier} could not be read", 'run "cobtrack validate" and fix it')
        consultation = self.workspace.by_id.get(identifier.rpartition(":")[0])
        if isinstance(consultation, Consultation):
            raise CommandError(f"{identifier} is not a record of its own", f"name the consultation: {consultation.id}")
        raise CommandError(f'there is no record "{identifier}"', self._suggest(identifier))

    def _refuse_duplicate(self, record: RecordWithId) -> None:
        """Raise CommandError if several records have the id of the record, because it is not clear which is meant."""
        same = [other.place for other in self.workspace.all_records() if other.id == record.id]
        if len(same) > 1:
            places = join([f"{place.file}:{self.locator.span(place).line}" for place in same])
            message = f"{len(same)} records have the id {record.id}: {places}"
            raise CommandError(message, "give each of them its own id in a text editor first")

    def find_any(self, name: str) -> Record:
        """Return the record with the id `name`, or the record without an id that commands call `name`.

        The records without an id are called settings, roadmap, pillar-1 and so on. Raises CommandError if there is no
        such record.
        """
        if name not in self.workspace.by_id and (record := self.workspace.records_without_id.get(name)):
            return record
        return self.find(name)

    def _suggest(self, identifier: str) -> str:
        """Return a hint for an unknown id.

        The hint gives a possible reason why the id is unknown, similar ids, or a command that lists ids.
        """
        from cobtrack.model.references import missing_paragraph_hint
        from cobtrack.model.text.ids import natural_key
        from cobtrack.model.text.suggestions import did_you_mean
        from cobtrack.views import details

        if unreadable := self.loaded.unreadable_files:
            return f'{join_first(unreadable)} could not be read; run "cobtrack validate" and fix that first'
        if hint := missing_paragraph_hint(self.workspace, identifier):
            return hint
        pillar = identifier.partition(".")[0]
        activities = [activity for activity in self.workspace.activity_index if activity.startswith(f"{pillar}.")]
        activities.sort(key=natural_key)
        hints = [f"pillar {pillar} has {activities[0]} to {activities[-1]}"] if activities else []
        if similar := details.named(self.workspace, identifier) or details.similar_ids(self.workspace, identifier):
            hints.append(did_you_mean(similar))
        return "; ".join(hints) or f'to list ids, run "cobtrack list" with {join(list(LISTS), "or")}'

    def parse_filters(self, typed: FilterTexts, kind: str = "") -> Filters:
        """Return the filters that the user typed as options.

        `kind` is the kind of list, or "" if the command shows several kinds. Raises CobtrackError if a filter does not
        apply to this kind, or if its value does not exist.
        """
        from cobtrack.views.filters import FILTERS, Filters, choices, parse_filters

        chosen = choices(self.workspace, typed)
        if not chosen:
            return Filters()
        from cobtrack.views.selection import MODELS, applicable_filters

        applicable = applicable_filters(kind) if kind in MODELS else tuple(FILTERS)
        for name, _, saved_in in chosen:
            if name not in applicable:
                message = f"{kind} cannot be filtered by --{name}"
                if saved_in:
                    message += f' (in the saved filter "{saved_in}")'
                    raise CommandError(message, "write its other values as options")
                names = join([f"--{other}" for other in applicable], "or")
                raise CommandError(message, f"use {names}" if names else f"leave out --{name}")
        return parse_filters(self.workspace, chosen, kind)

    def matching(self, filters: Filters) -> Callable[[Record], bool]:
        """Return a function that says whether a record matches the filters on the as-of date."""
        if not filters:
            return lambda _: True
        from cobtrack.views.selection import Selection

        return Selection(self.workspace, self.as_of, filters).matches

    def with_file_and_line(self, record: Record, data: dict[str, Any]) -> dict[str, Any]:
        """Return the plain data of a record with its file and line added."""
        return {**data, "file": record.place.file, "line": self.locator.span(record.place).line}

    def commit(self, changes: Changes, description: str = "") -> None:
        """Write all changes in the session's transaction.

        `cobtrack undo` shows `description` for this write. If it is "", the session's own description is shown.
        """
        if self.transaction is None:
            raise RuntimeError("nothing is written outside of a transaction")
        self.transaction.commit(changes, description or self.description)
        self.locator.forget()

    def json_document(self, name: str, rows: object) -> dict[str, Any]:
        """Return a JSON document that has `rows` under the key `name`."""
        from cobtrack.views.as_json import VERSION

        return {"version": VERSION, "as_of": str(self.as_of), name: rows}


@contextmanager
def writing_session(
    root: str,
    as_of: str,
    color: Color,
    *,
    quiet: bool,
    note: bool = True,
    dry_run: bool = False,
    description: str = "",
    migrates: bool = False,
    repairs: bool = False,
) -> Iterator[Session]:
    """Open a session that can write. While it is open, no other command can change files.

    A dry run writes nothing, so it does not wait for other commands. Raises everything that `open_session` raises. Also
    raises CobtrackError if a file could not be read, and WriteError if another command keeps the workspace locked.
    Unless the command migrates the workspace (`migrates`), raises CobtrackError if it is written for an older schema.

    A command that corrects mistakes (`repairs`) gets a session whatever is wrong with the data.
    """
    from cobtrack.editing.check import require_current_schema, require_readable
    from cobtrack.store.transaction import open_transaction

    folder = require_workspace(workspace_folder(root))
    with nullcontext() if dry_run else open_transaction(folder) as transaction:
        session = open_session(root, as_of, color, quiet=quiet, note=note, writes=not repairs)
        session.transaction, session.description = transaction, description
        if transaction and transaction.recovery_note:
            session.terminal.notify(transaction.recovery_note, "note")
        if not repairs:
            require_readable(session.loaded)
        if not (repairs or migrates):
            require_current_schema(session.loaded)
        yield session


_FOR_PROGRAMS = {"json", "csv", "sarif"}
"""The formats of results that programs read."""


def open_session(
    root: str,
    as_of: str,
    color: Color,
    *,
    quiet: bool,
    note: bool = True,
    writes: bool = False,
    language: str = "",
    format: str = "",
) -> Session:
    """Find and read the workspace, and return a session.

    With `note`, a note on standard error says if there are errors in the data files. Without `note`, the caller has to
    report these errors or to refuse to continue. Raises WorkspaceNotFoundError if there is no
    workspace. Raises CommandError if `as_of` is not a day, if today's date is needed but the time zone is not known, or
    if the workspace does not have the language.

    From then on, the command speaks this language, or by default the first language of the workspace. If programs read
    the `format` of the result, the command speaks English, and only the texts of the data are in this language.
    """
    loaded = load(workspace_folder(root), language=language)
    _speak_language_of(loaded, format)
    zone = loaded.workspace.settings.timezone
    if as_of:
        day = _parse_day(as_of)
    elif writes and MARKER in loaded.unreadable_files:
        message = f"{MARKER} could not be read, so the time zone and today's date are not known"
        raise CommandError(message, 'run "cobtrack validate", or give the date: --as-of 2026-02-01')
    elif note:
        day = _require_today(zone)
    else:
        day = _today(zone) or _require_today("UTC")
    session = Session(loaded, day, Terminal(color, quiet=quiet), writes=writes)
    if (schema := older_schema(loaded)) and note and not writes:
        session.terminal.notify(f"this workspace is written for schema {schema}; {MIGRATE_HINT}", "note")
    if note:
        _note_errors(session, has_date=bool(as_of))
    return session


def _speak_language_of(loaded: Loaded, format: str) -> None:
    """Speak the language that the workspace was loaded in, or English if programs read the format of the result.

    Raises CommandError if the workspace does not have the language.
    """
    languages = loaded.workspace.settings.languages
    if loaded.language and loaded.language not in languages:
        message = f'the workspace has no language "{loaded.language}"'
        raise CommandError(message, f"use {join(list(languages), 'or')}, or add it to languages in {MARKER}")
    if format in _FOR_PROGRAMS:
        return
    code = loaded.language or languages[0]
    own_catalogue = loaded.root / "languages"
    if code != ENGLISH.code or own_catalogue.is_dir():
        from cobtrack.store.catalogues import language

        speak(language(loaded.root, code))


def _note_errors(session: Session, *, has_date: bool) -> None:
    """Print a note on standard error if there are errors in the data files.

    The note names the files, and says which data might be missing in the command's result.
    """
    loaded = session.loaded
    errors = [
        problem for problem in loaded.problems if problem.severity is Severity.ERROR and problem.code != OLD_SCHEMA
    ]
    if not errors:
        return
    files = list(dict.fromkeys(error.place.file for error in errors))
    effect = "some entries may be missing"
    if loaded.unreadable_files:
        names = "it" if files == loaded.unreadable_files[:1] else join_first(loaded.unreadable_files)
        effect = f"nothing in {names} could be read"
    if MARKER in loaded.unreadable_files and not has_date:
        effect += ", so today is the date in UTC"
    text = f'{quantity(len(errors), "problem")} in {join_first(files)}, {effect}; run "cobtrack validate"'
    session.terminal.notify(text, "note")


def _parse_day(text: str) -> date:
    """Return the day that the user gave with --as-of. Raises CommandError if `text` is not a day."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        from cobtrack.model.dates.parse import suggest_notation

        hint = suggest_notation(text)
        is_day = len(hint) >= len("write 2026-02-01") and "/" not in hint
        raise CommandError(f'--as-of takes a day, not "{text}"', hint if is_day else "write it as 2026-02-01") from None


def _require_today(zone: str) -> date:
    """Return today's date in the time zone `zone`. Raises CommandError if there is no such time zone."""
    if today := _today(zone):
        return today
    message = f'{MARKER} names the time zone "{zone}", which does not exist, so today\'s date is not known'
    raise CommandError(message, 'correct "timezone", such as Asia/Phnom_Penh, or give the date: --as-of 2026-02-01')


def _today(zone: str) -> date | None:
    """Return today's date in the time zone `zone`, or None if there is no such time zone."""
    time_zone = find_time_zone(zone)
    return datetime.now(time_zone).date() if time_zone else None


def parse_timeframe(option: str, text: str) -> Timeframe:
    """Return the date that the user gave as the value of an option. It can be in EDTF or in words.

    Raises CommandError if the value is not a date.
    """
    from cobtrack.model.dates.parse import parse_date, suggest_notation
    from cobtrack.model.dates.timeframe import TimeframeError

    try:
        return parse_date(text)
    except TimeframeError as error:
        examples = 'write it as 2027-11, 2027-11-30, "November 2027", "first half of 2028" or 2028?'
        hint = suggest_notation(text) or examples
        raise CommandError(f'{option} takes a date, not "{text}": {error}', hint) from None


def split_values(values: list[str]) -> list[str]:
    """Return a list of the single values of an option.

    The user can repeat the option, or separate its values by commas.
    """
    return [part.strip() for value in values for part in value.split(",") if part.strip()]
