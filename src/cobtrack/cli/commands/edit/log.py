"""`cobtrack log`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cobtrack.cli.options import UNDO_HINT, AsOf, Color, ColorOption, CommandError, DryRun, Quiet, Root, complete_ids
from cobtrack.model.labels import ASSESSED_LEVEL, CONFIDENCE, LOGGED_STATUS, OUTCOME, VOICE
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.cli.session import Session
    from cobtrack.editing.log import Log
    from cobtrack.model.record import Record
    from cobtrack.model.records.mechanism import Deadline
    from cobtrack.model.workspace import RecordWithId

    Options = dict[str, Any]
    """The values of the options that the user gave, keyed by option name."""

_INTEGER = re.compile(r"-?(?:0|[1-9][0-9]{0,14})", re.ASCII)
_DECIMAL = re.compile(rf"{_INTEGER.pattern}\.[0-9]+", re.ASCII)


def log(
    id: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="An activity, action, recommendation or indicator.", autocompletion=complete_ids
        ),
    ],
    status: Annotated[
        str, typer.Option("-s", "--status", metavar="WORD", help=f"{join([*LOGGED_STATUS], 'or')}.")
    ] = "",
    voice: Annotated[str, typer.Option("--voice", metavar="WHO", help=f"{join([*VOICE], 'or')}.")] = "",
    level: Annotated[
        str,
        typer.Option(
            "--level",
            metavar="WORD",
            help=f"{join([*ASSESSED_LEVEL], 'or')}.",
        ),
    ] = "",
    value: Annotated[str, typer.Option("--value", metavar="NUMBER", help="The measured value.")] = "",
    note: Annotated[
        str, typer.Option("-m", "--note", metavar="TEXT", help="What happened, or why, in one or two sentences.")
    ] = "",
    evidence: Annotated[
        list[str], typer.Option("-e", "--evidence", metavar="TEXT", help="A web address or a citation (repeatable).")
    ] = [],
    against: Annotated[
        list[str], typer.Option("--against", metavar="TEXT", help="Evidence against the assessment (repeatable).")
    ] = [],
    obstacle: Annotated[
        list[str], typer.Option("--obstacle", metavar="TEXT", help="What hinders progress (repeatable).")
    ] = [],
    help_from: Annotated[
        list[str], typer.Option("--help-from", metavar="ID", help="Whose help is needed (repeatable).")
    ] = [],
    confidence: Annotated[str, typer.Option("--confidence", metavar="WORD", help=f"{join([*CONFIDENCE], 'or')}.")] = "",
    still_holds: Annotated[
        bool, typer.Option("--still-holds", help="What was written about the earlier words still holds.")
    ] = False,
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="When it happened (default: today).")] = "",
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Record what happened. The command adds one entry to a log and changes nothing else.

    For progress of an activity or an action, give --status. For an assessment of
    a recommendation, give --voice, --level and --note. For a value of an
    indicator, give --value.

    \b
      cobtrack log 2.6 --status in-progress --note "First review held."
      cobtrack log 3.5 -s done -m "Printed." -e https://example.org/booklet
      cobtrack log crc-2022:42 --voice un --level partly --note "A bill is ready."
      cobtrack log births-registered --value 78 --date 2025 --dry-run
      cobtrack log crc-2022:42 --still-holds

    If the words of a record have changed, --still-holds confirms that its summary,
    translations, scores and assessments still fit.
    """
    from cobtrack.cli.session import writing_session

    options: dict[str, str | list[str]] = {
        "status": status, "voice": voice, "level": level, "value": value, "note": note, "evidence": evidence,
        "against": against, "obstacle": obstacle, "help-from": help_from, "confidence": confidence,
    }  # fmt: skip
    typed: Options = {name: text for name, text in options.items() if text}
    with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run) as session:
        if still_holds:
            _confirm(session, session.find_any(id), typed, date, dry_run=dry_run)
            return
        record = session.find(id)
        _log(session, record, typed, date, dry_run=dry_run)


def _confirm(session: Session, record: Record, typed: Options, date: str, *, dry_run: bool) -> None:
    """Confirm that what was written about earlier words still holds. Raises CommandError if other options are given."""
    from cobtrack.cli.output.written import write_change
    from cobtrack.editing.log import confirm_older_texts

    if others := [f"--{name}" for name in (*typed, *(["date"] if date else []))]:
        hint = "add the new entry first; then there is nothing to confirm" if typed else "use --as-of"
        raise CommandError(f"--still-holds cannot be combined with {join(others)}", hint)
    session.description = f"log {session.workspace.name_of(record)} --still-holds"
    write_change(session, confirm_older_texts(session.loaded, record, session.as_of), dry_run=dry_run)


def _log(session: Session, record: RecordWithId, typed: Options, date: str, *, dry_run: bool) -> None:
    from cobtrack.cli.output.diff import show_changes
    from cobtrack.cli.output.written import print_heading
    from cobtrack.editing.log import add_entry, log_of
    from cobtrack.model.records.mechanism import Deadline

    if isinstance(record, Deadline):
        message = f"{record.id} is a deadline: its log is written by hand"
        raise CommandError(message, _finding_to_add(session, record, typed, date))
    data = _entry_data(session, log_of(record), record.id, typed)
    entry = add_entry(session.loaded, record, {"date": date or str(session.as_of), **data}, session.as_of)
    print_heading(session, record)
    place = f"{entry.file}:{entry.line}"
    if not entry.texts:
        session.terminal.notify(f"Unchanged {place}: the log already has this entry")
    elif dry_run:
        show_changes(session.terminal, session.loaded.raw_bytes, entry.texts)
    else:
        summary = " ".join(" ".join(entry.lines).split()).removeprefix("- ")
        session.commit(entry.changes, f"log {record.id}: {summary}")
        for line in entry.lines:
            session.terminal.notify(f"  {line}")
        session.terminal.notify(f"Changed {place}: {log_of(record).key} of {record.id}")
        if typed.get("status") == "postponed":
            text = f'its timeframe is as before; to move it: cobtrack postpone {record.id} --to DATE --why "…"'
            session.terminal.notify(text, "note")
        session.terminal.notify(UNDO_HINT)


def _finding_to_add(session: Session, deadline: Deadline, typed: Options, date: str) -> str:
    """Return a hint for a deadline, because `cobtrack log` does not change the log of a deadline.

    The hint has the lines that the user can add to the log by hand, and the place for these lines.
    """
    status = typed.get("status", "")
    happened = "held" if deadline.is_meeting else "submitted"
    finding = {"date": date or str(session.as_of), "outcome": status if status in OUTCOME else happened}
    finding |= {"note": _quoted(typed["note"])} if "note" in typed else {}
    finding |= {"source": _quoted(typed["evidence"][0])} if "evidence" in typed else {}
    lines = [f"        {key}: {value}" for key, value in finding.items()]
    lines[0] = lines[0].replace("  date", "- date")
    if not deadline.findings:
        lines.insert(0, "    findings:")
    file = session.workspace.mechanism_of[deadline.id].place.file
    if deadline.place.file != file:
        # The deadline is a step of a review procedure, and has no record in the mechanism's file yet.
        step = {"title": _quoted(str(deadline.title)), "kind": deadline.kind, "owner": deadline.owner}
        step |= {"step": deadline.step or ""}
        lines = [f"  - id: {deadline.id}", *(f"    {key}: {value}" for key, value in step.items()), *lines]
        return "\n".join([f"add to deadlines: in {file}", *lines])
    log = "findings: of " if deadline.findings else ""
    line = session.locator.span(deadline.place).line
    return "\n".join([f"add to {log}{deadline.id} in {file}, line {line}", *lines])


def _quoted(text: str) -> str:
    """Return a text in double quotes, with the escapes that YAML needs."""
    import json

    return json.dumps(text, ensure_ascii=False)


def _progress(typed: Options) -> dict[str, Any]:
    return {name: typed[name] for name in ("status", "note", "evidence") if name in typed}


def _assessment(typed: Options) -> dict[str, Any]:
    bearings = [("supports", "evidence"), ("contradicts", "against")]
    evidence = [{"bearing": bearing, "source": text} for bearing, name in bearings for text in typed.get(name, [])]
    fields = [
        ("voice", "voice"), ("level", "level"), ("reason", "note"), ("confidence", "confidence"),
        ("obstacles", "obstacle"), ("help_needed", "help-from"),
    ]  # fmt: skip
    data = {field: typed[name] for field, name in fields if name in typed}
    return data | ({"evidence": evidence} if evidence else {})


def _measurement(typed: Options) -> dict[str, Any]:
    data: dict[str, Any] = {"value": _number(typed["value"].strip())}
    data |= {"note": typed["note"]} if "note" in typed else {}
    sources = typed.get("evidence", [])
    return data | ({"source": sources[0] if len(sources) == 1 else sources} if sources else {})


def _number(text: str) -> int | str:
    """Return the text of a number as a value for a data file.

    If all YAML readers read the text as the same number, the value is written without quotes. Any other text is
    returned unchanged. If it is not a number at all, it is rejected later.
    """
    from cobtrack.model.types import PlainNumber

    if _INTEGER.fullmatch(text):
        return int(text)
    return PlainNumber(text) if _DECIMAL.fullmatch(text) else text


class _EntryOptions(NamedTuple):
    """The options for one kind of log.

    `data` is a function that turns the options into the data of an entry.
    """

    required: tuple[str, ...]
    allowed: tuple[str, ...]
    example: str
    data: Callable[[Options], dict[str, Any]]


_OPTIONS = {
    "progress": _EntryOptions(("status",), ("status", "note", "evidence"), "--status in-progress", _progress),
    "assessments": _EntryOptions(
        ("voice", "level", "note"),
        ("voice", "level", "note", "evidence", "against", "obstacle", "help-from", "confidence"),
        '--voice civil-society --level partly --note "A draft law is with the ministry."',
        _assessment,
    ),
    "values": _EntryOptions(("value",), ("value", "note", "evidence"), "--value 78", _measurement),
}
"""The options for each kind of log, keyed by the name of the log in the data files."""
_REPEATABLE = {
    "evidence": "a web address or a citation",
    "against": "a web address or a citation",
    "obstacle": "what hinders progress",
    "help-from": "an id from data/actors.yaml",
}
"""The repeatable options, each with a description of its value."""


def _entry_data(session: Session, log: Log, identifier: str, typed: Options) -> dict[str, Any]:
    """Return the new log entry as plain data. Raises CommandError if the options do not fit the kind of log."""
    options = _OPTIONS[log.key]
    _check_texts(typed)
    _check_names(log.owner, options, identifier, typed)
    if names := typed.get("help-from"):
        typed = {**typed, "help-from": _actor_ids(session, names)}
    return options.data(typed)


def _check_texts(typed: Options) -> None:
    """Raise CommandError if an option is empty or has a character that is not allowed in data files."""
    from cobtrack.model.text.escape import CONTROL
    from cobtrack.store.files import describe_character

    for name, texts in typed.items():
        for match in map(CONTROL.search, [texts] if isinstance(texts, str) else texts):
            if match:
                raise CommandError(f"--{name} contains {describe_character(match[0])}", "remove it")
    for name, value in _REPEATABLE.items():
        if not all(text.strip() for text in typed.get(name, [])):
            raise CommandError(f"--{name} must not be empty", f"write {value}, or leave the option out")


def _check_names(owner: str, options: _EntryOptions, identifier: str, typed: Options) -> None:
    """Check which options the user gave for an entry in a log.

    Raises CommandError if an option does not apply to this kind of log, or if a required option is missing.
    """
    from cobtrack.model.text.wording import join

    if wrong := [f"--{name}" for name in typed if name not in options.allowed]:
        verb = "does" if len(wrong) == 1 else "do"
        allowed = join([f"--{name}" for name in options.allowed])
        raise CommandError(f"{join(wrong)} {verb} not apply to {owner}", f"{owner} takes {allowed}")
    if missing := [f"--{name}" for name in options.required if name not in typed]:
        verb = "is" if len(missing) == 1 else "are"
        message = f"{identifier} is {owner}: {join(missing)} {verb} missing"
        raise CommandError(message, f"for example: cobtrack log {identifier} {options.example}")


def _actor_ids(session: Session, names: list[str]) -> list[str]:
    """Return the ids of the organisations in `names`, which has ids or acronyms.

    Raises CommandError if a name does not belong to an organisation.
    """
    from cobtrack.model.records.actor import Actor

    records = [session.find(name) for name in names]
    for record in records:
        if not isinstance(record, Actor):
            raise CommandError(f"{record.id} is not an organisation", "to list organisations: cobtrack list actors")
    return [record.id for record in records]
