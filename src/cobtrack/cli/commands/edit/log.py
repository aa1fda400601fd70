"""`cobtrack log`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, DryRun, Quiet, Root, complete_ids
from cobtrack.model.labels import (
    ASSESSED_LEVEL,
    CERTAINTY,
    CONFIDENCE,
    FEEDBACK_HOW,
    LOGGED_STATUS,
    MEASURE_STAGE,
    OUTCOME,
    VOICE,
)
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cobtrack.cli.session import Session
    from cobtrack.editing.log import Log, NewEntry
    from cobtrack.model.records.consultation import Consultation, Point
    from cobtrack.model.workspace import RecordWithId

    Options = dict[str, Any]
    """The values of the options that the user gave, keyed by option name."""


def log(
    ids: Annotated[
        list[str],
        typer.Argument(
            metavar="ID",
            help="Activities, actions, recommendations, indicators, deadlines, measures, or points of consultations.",
            autocompletion=complete_ids,
        ),
    ],
    status: Annotated[
        str,
        typer.Option(
            "-s",
            "--status",
            "--outcome",
            "--stage",
            metavar="WORD",
            help=f"{join([*LOGGED_STATUS], 'or')}. For a deadline: {join([*OUTCOME], 'or')}. "
            f"For a measure: {join([*MEASURE_STAGE], 'or')}.",
        ),
    ] = "",
    for_: Annotated[
        str,
        typer.Option(
            "--for",
            metavar="WHAT",
            help="The year that it is about, if an activity recurs every year. "
            "Of a value: the group that it is about, such as sex=female,place=rural.",
        ),
    ] = "",
    voice: Annotated[str, typer.Option("--voice", metavar="WHO", help=f"{join([*VOICE], 'or')}.")] = "",
    level: Annotated[str, typer.Option("--level", metavar="WORD", help=f"{join([*ASSESSED_LEVEL], 'or')}.")] = "",
    grade: Annotated[str, typer.Option("--grade", metavar="LETTER", help="A, B, C, D or E.")] = "",
    by: Annotated[str, typer.Option("--by", metavar="ID", help="The organisation that says so.")] = "",
    value: Annotated[str, typer.Option("--value", metavar="NUMBER", help="The measured value.")] = "",
    note: Annotated[
        str, typer.Option("-m", "--note", metavar="TEXT", help="What happened, or why, in one or two sentences.")
    ] = "",
    evidence: Annotated[
        list[str],
        typer.Option("-e", "--evidence", "--source", metavar="TEXT", help="A web address or a citation (repeatable)."),
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
    certainty: Annotated[
        str, typer.Option("--certainty", metavar="WORD", help=f"Of a finding or a stage: {join([*CERTAINTY], 'or')}.")
    ] = "",
    done: Annotated[
        list[str],
        typer.Option("--done", metavar="ID", help="Of a point: what was done about it (repeatable)."),
    ] = [],
    not_done: Annotated[
        str, typer.Option("--not-done", metavar="TEXT", help="Of a point: why nothing, or not everything, was done.")
    ] = "",
    feedback: Annotated[
        str, typer.Option("--feedback", metavar="DATE", help="Of a point: when the participants got an answer.")
    ] = "",
    how: Annotated[
        list[str],
        typer.Option("--how", metavar="WORD", help=f"Of feedback: {join([*FEEDBACK_HOW], 'or')} (repeatable)."),
    ] = [],
    feedback_due: Annotated[
        str, typer.Option("--feedback-due", metavar="DATE", help="Of a point: by when an answer is promised.")
    ] = "",
    contact: Annotated[
        str, typer.Option("--contact", metavar="ID", help="Of an action: the organisation that was contacted.")
    ] = "",
    asked: Annotated[str, typer.Option("--asked", metavar="TEXT", help="Of a contact: what was asked for.")] = "",
    answered: Annotated[
        str, typer.Option("--answered", metavar="TEXT", help="Of a contact: what the organisation answered.")
    ] = "",
    promised: Annotated[
        str, typer.Option("--promised", metavar="TEXT", help="Of a contact: what the organisation promised.")
    ] = "",
    promised_by: Annotated[
        str, typer.Option("--promised-by", metavar="DATE", help="Of a contact: by when it promised to do it.")
    ] = "",
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
    indicator, give --value. For a deadline, give --outcome. For a measure of
    the State, give --stage and, with --voice, who says so. On a terminal,
    `cobtrack log ID` asks for each of them. Several ids get the same entry.

    For a contact in the course of an action, give --contact and what was asked,
    answered or promised. Never name persons.

    For a point that was made in a consultation, give --done, --not-done or
    --feedback. Without the number of a point, all points get the feedback.

    \b
      cobtrack log 2.6 --status in-progress --note "First review held." --for 2025
      cobtrack log 3.5 3.6 -s done -m "Printed." -e https://example.org/booklet
      cobtrack log crc-2022:42 --voice un --level partly --note "A bill is ready."
      cobtrack log births-registered --value 78 --date 2025 --dry-run
      cobtrack log births-registered --value 71 --for place=rural --date 2025
      cobtrack log crc-state-report --outcome submitted --date 2027-11-12
      cobtrack log ask-for-a-ban --contact cncc --promised "To send the draft"
      cobtrack log circular-06 --stage implemented --voice government --date 2025
      cobtrack log crc-2022:42 --still-holds
      cobtrack log pupils-2026:2 --done 2.7 --note "Children take part."
      cobtrack log pupils-2026 --feedback 2026-07-01 --how full --how friendly

    If the words of a record have changed, --still-holds confirms that its summary,
    translations, scores and assessments still fit.
    """
    from cobtrack.cli.output.ask import can_ask
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.cli.session import writing_session
    from cobtrack.views.children.consultations import points_named

    options: dict[str, str | list[str]] = {
        "status": status, "for": for_, "voice": voice, "level": level, "grade": grade, "by": by, "value": value,
        "note": note, "evidence": evidence, "against": against, "obstacle": obstacle, "help-from": help_from,
        "confidence": confidence, "certainty": certainty, "date": date, "done": done, "not-done": not_done,
        "feedback": feedback, "how": how, "feedback-due": feedback_due,
        "contact": contact, "asked": asked, "answered": answered, "promised": promised, "promised-by": promised_by,
    }  # fmt: skip
    typed: Options = {name: text for name, text in options.items() if text}
    if not still_holds and can_ask(Terminal(color, quiet=quiet)):
        # The workspace is not locked while the user answers.
        with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=True) as session:
            typed = _ask_for_missing(session, ids, typed)
    with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run) as session:
        if still_holds:
            _confirm(session, ids, typed, dry_run=dry_run)
        elif any(named := [points_named(session.workspace, identifier) for identifier in dict.fromkeys(ids)]):
            _answer(session, ids, named, typed, dry_run=dry_run)
        else:
            _log(session, [session.find(identifier) for identifier in dict.fromkeys(ids)], typed, dry_run=dry_run)


def _confirm(session: Session, names: Sequence[str], typed: Options, *, dry_run: bool) -> None:
    """Confirm that what was written about earlier words still holds. Raises CommandError if other options are given."""
    from cobtrack.cli.output.written import write_change
    from cobtrack.editing.log import confirm_older_texts

    if typed:
        hint = "use --as-of" if [*typed] == ["date"] else "add the new entry first; then there is nothing to confirm"
        raise CommandError(f"--still-holds cannot be combined with {join([f'--{name}' for name in typed])}", hint)
    records = [session.find_any(name) for name in dict.fromkeys(names)]
    session.description = f"log {' '.join(map(session.workspace.name_of, records))} --still-holds"
    write_change(session, confirm_older_texts(session.loaded, records, session.as_of), dry_run=dry_run)


_ANSWER = ("done", "not-done", "note", "feedback", "how", "feedback-due")
"""The options for what came of a point of a consultation."""


def _answer(
    session: Session,
    names: Sequence[str],
    named: Sequence[tuple[Consultation, tuple[Point, ...]] | None],
    typed: Options,
    *,
    dry_run: bool,
) -> None:
    """Record what came of points of consultations. Raises CommandError if the options do not fit.

    `named` has the consultation and the points that each name means; None for another record.
    """
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import split_values
    from cobtrack.editing.answers import NewAnswer, answer_points

    _check_texts(typed)
    points: dict[str, tuple[Consultation, list[Point]]] = {}
    for name, found in zip(dict.fromkeys(names), named, strict=True):
        if found is None:
            raise CommandError(f"{name} is not a point of a consultation", "log it in a command of its own")
        consultation, meant = found
        _check_answer(name, consultation, meant, typed)
        points.setdefault(consultation.id, (consultation, []))[1].extend(meant)
    answer = NewAnswer(
        done=[session.find(identifier) for identifier in split_values(typed.get("done", []))],
        not_done_because=typed.get("not-done", ""),
        note=typed.get("note", ""),
        given=_edtf("--feedback", typed.get("feedback", "")),
        how=split_values(typed.get("how", [])),
        due=_edtf("--feedback-due", typed.get("feedback-due", "")),
    )
    session.description = f"log {' '.join(names)}"
    write_change(session, answer_points(session.loaded, [*points.values()], answer, session.as_of), dry_run=dry_run)


def _check_answer(name: str, consultation: Consultation, points: Sequence[Point], typed: Options) -> None:
    """Raise CommandError if the options do not say what came of these points, or could not be meant for them."""
    if wrong := [f"--{option}" for option in typed if option not in _ANSWER]:
        allowed = join([f"--{option}" for option in _ANSWER])
        raise CommandError(
            f"{join(wrong)} {'does' if len(wrong) == 1 else 'do'} not apply to a point", f"a point takes {allowed}"
        )
    numbers = [str(point.number) for point in consultation.said]
    if not points:
        hint = (
            f"its points are {join(numbers)}"
            if numbers
            else f"add one: cobtrack set {consultation.id} said+='{{number: 1, text: …}}'"
        )
        raise CommandError(f"{name} is not a point of {consultation.id}", hint)
    if not {"done", "not-done", "feedback", "feedback-due", "note"} & set(typed):
        message = f"{name} is a point of a consultation: --done, --not-done or --feedback is missing"
        raise CommandError(message, f'for example: cobtrack log {name} --not-done "There was no budget."')
    if "how" in typed and "feedback" not in typed:
        raise CommandError("--how says how feedback was given", "add --feedback DATE")
    outcome = [option for option in ("done", "not-done") if option in typed]
    if "note" in typed and "feedback" in typed and outcome:
        message = "--note could be about what was done or about the feedback"
        raise CommandError(message, "record what was done first, and then the feedback")
    if ":" not in name and (outcome or not {"feedback", "feedback-due"} & set(typed)):
        raise CommandError(f"{name} has {len(numbers)} points", f"name the point, such as {name}:{numbers[0]}")


def _edtf(option: str, text: str) -> str:
    """Return the date that the value of an option means, in EDTF; "" for "". Raises CommandError for anything else."""
    from cobtrack.cli.session import parse_timeframe

    return str(parse_timeframe(option, text)) if text else ""


def _log(session: Session, records: Sequence[RecordWithId], typed: Options, *, dry_run: bool) -> None:
    from cobtrack.cli.output.diff import show_changes
    from cobtrack.editing.log import add_entry

    of_contacts = "contact" in typed
    data = [_entry_data(session, record, typed) for record in records]
    planned = add_entry(session.loaded, records, data[0], session.as_of, of_contacts=of_contacts)
    if planned.texts and not dry_run:
        new = next(entry for entry in planned.entries if entry.lines)
        summary = " ".join(" ".join(new.lines).split()).removeprefix("- ")
        ids = " ".join(record.id for record in records)
        session.commit(planned.changes, f"log {ids}: {summary}")
    for entry in planned.entries:
        _print_entry(session, entry, of_contacts=of_contacts, dry_run=dry_run)
    if planned.texts and dry_run:
        show_changes(session.terminal, session.loaded.raw_bytes, planned.texts)
    elif planned.texts:
        if typed.get("status") == "postponed":
            text = f'its timeframe is as before; to move it: cobtrack postpone {records[0].id} --to DATE --why "…"'
            session.terminal.notify(text, "note")
        from cobtrack.cli.output.written import undo_hint

        session.terminal.notify(undo_hint())


def _print_entry(session: Session, entry: NewEntry, *, of_contacts: bool, dry_run: bool) -> None:
    """Print the record and its new entry. A dry run prints the lines of the entry later."""
    from cobtrack.cli.output.written import print_heading
    from cobtrack.editing.log import log_of

    print_heading(session, entry.record)
    place = f"{entry.file}:{entry.line}"
    if not entry.lines:
        session.terminal.notify(_("Unchanged %(place)s: the log already has this entry", place=place))
    elif not dry_run:
        for line in entry.lines:
            session.terminal.notify(f"  {line}")
        log = _("%(field)s of %(id)s", field=log_of(entry.record, of_contacts=of_contacts).key, id=entry.record.id)
        session.terminal.notify(_("Changed %(place)s: %(log)s", place=place, log=log))


class _LogOptions(NamedTuple):
    """The options for one kind of log, each with the field of the entry that has its value."""

    required: tuple[str, ...]
    fields: Mapping[str, str]
    """The names of the fields, keyed by option. Evidence for and against an assessment is in one field."""
    asked: tuple[str, ...]
    """The options that `cobtrack log ID` asks for at a terminal."""
    example: str


_BEARINGS = {"evidence": "supports", "against": "contradicts"}
"""The options with evidence about an assessment, each with what the evidence means for the assessment."""
_OPTIONS = {
    "progress": _LogOptions(
        ("status",),
        {"date": "date", "for": "for", "status": "status", "note": "note", "evidence": "evidence", "by": "by"},
        ("status", "for", "date", "note", "evidence"),
        "--status in-progress",
    ),
    "contacts": _LogOptions(
        ("contact",),
        {
            "date": "date", "contact": "with", "asked": "asked", "answered": "answered", "promised": "promised",
            "promised-by": "promised_by",
        },
        (),
        '--contact cncc --promised "To send the draft" --promised-by 2027-05',
    ),
    "assessments": _LogOptions(
        ("voice", "level", "note"),
        {
            "date": "date", "voice": "voice", "level": "level", "grade": "grade", "note": "reason", "by": "by",
            "confidence": "confidence", "obstacle": "obstacles", "help-from": "help_needed", "evidence": "evidence",
            "against": "evidence",
        },
        ("voice", "level", "note", "by", "date", "evidence"),
        '--voice civil-society --level partly --note "A draft law is with the ministry."',
    ),
    "values": _LogOptions(
        ("value",),
        {"date": "date", "value": "value", "for": "for", "note": "note", "evidence": "source", "by": "by"},
        ("value", "for", "date", "note", "evidence"),
        "--value 78",
    ),
    "findings": _LogOptions(
        ("status",),
        {"date": "date", "status": "outcome", "note": "note", "evidence": "source", "certainty": "certainty"},
        ("status", "date", "note", "evidence"),
        "--outcome submitted --date 2027-11-12",
    ),
    "stages": _LogOptions(
        ("status",),
        {
            "date": "date", "status": "stage", "voice": "voice", "by": "by", "note": "note", "evidence": "source",
            "certainty": "certainty",
        },
        ("status", "voice", "date", "note", "evidence"),
        "--stage adopted --voice government --date 2025-05-03",
    ),
}  # fmt: skip
"""The options for each kind of log, keyed by the name of the log in the data files."""
_REPEATABLE = {
    "evidence": "a web address or a citation",
    "against": "a web address or a citation",
    "obstacle": "what hinders progress",
    "help-from": "an id from data/actors.yaml",
    "done": "the id of an activity, a recommendation, an action or another record",
    "how": "full, friendly, fast or followed-up",
}
"""The repeatable options, each with a description of its value."""


def _flag(options: _LogOptions, name: str) -> str:
    """Return an option as users of this kind of log type it."""
    field = options.fields.get(name)
    return f"--{field}" if field in {"outcome", "stage"} else f"--{name}"


def _entry_data(session: Session, record: RecordWithId, typed: Options) -> dict[str, Any]:
    """Return the new log entry of a record as plain data.

    Raises CommandError if the options do not fit the kind of log, or if an organisation does not exist.
    """
    from cobtrack.editing.log import log_of

    kind = log_of(record, of_contacts="contact" in typed)
    options = _OPTIONS[kind.key]
    _check_texts(typed)
    _check_names(kind.owner, options, record.id, typed)
    if kind.key == "contacts" and not {"asked", "answered", "promised"} & set(typed):
        raise CommandError("a contact says what was asked, answered or promised", f"for example: {options.example}")
    data: dict[str, Any] = {"date": str(session.as_of)}
    data |= {field: _value(session, kind, name, typed[name]) for name, field in options.fields.items() if name in typed}
    if kind.key == "assessments" and "evidence" in data:
        texts = [(bearing, text) for name, bearing in _BEARINGS.items() for text in typed.get(name, ())]
        data["evidence"] = [{"bearing": bearing, "source": text} for bearing, text in texts]
    return data


def _value(session: Session, kind: Log, name: str, text: str | list[str]) -> Any:
    """Return the value of an option as plain data for an entry of a log."""
    from cobtrack.editing.fields.values import parse_value, type_of_field

    if name in {"by", "help-from", "contact"}:
        return _actor_id(session, text) if isinstance(text, str) else [_actor_id(session, part) for part in text]
    field = _OPTIONS[kind.key].fields[name]
    if name == "for" and kind.key == "values":
        from cobtrack.editing.groups import parse_group

        return parse_group(session.workspace.settings, str(text))
    if isinstance(text, str):
        return parse_value(
            type_of_field(kind.model, field), text.strip() if name == "value" else text, session.workspace
        )
    # A single source is written without a list.
    return text[0] if field == "source" and len(text) == 1 else text


def _check_texts(typed: Options) -> None:
    """Raise CommandError if an option is empty or has a character that is not allowed in data files."""
    from cobtrack.model.text.escape import NOT_IN_FILES
    from cobtrack.store.files import describe_character

    for name, texts in typed.items():
        for match in map(NOT_IN_FILES.search, [texts] if isinstance(texts, str) else texts):
            if match:
                raise CommandError(f"--{name} contains {describe_character(match[0])}", "remove it")
    for name, value in _REPEATABLE.items():
        if not all(text.strip() for text in typed.get(name, [])):
            raise CommandError(f"--{name} must not be empty", f"write {value}, or leave the option out")


def _check_names(owner: str, options: _LogOptions, identifier: str, typed: Options) -> None:
    """Check which options the user gave for an entry in a log.

    Raises CommandError if an option does not apply to this kind of log, or if a required option is missing.
    """
    if wrong := [f"--{name}" for name in typed if name not in options.fields]:
        verb = "does" if len(wrong) == 1 else "do"
        names = dict.fromkeys((*options.required, *options.fields))
        allowed = join([_flag(options, name) for name in names if name != "date"])
        raise CommandError(f"{join(wrong)} {verb} not apply to {owner}", f"{owner} takes {allowed}")
    if missing := [_flag(options, name) for name in options.required if name not in typed]:
        verb = "is" if len(missing) == 1 else "are"
        message = f"{identifier} is {owner}: {join(missing)} {verb} missing"
        raise CommandError(message, f"for example: cobtrack log {identifier} {options.example}")


def _actor_id(session: Session, name: str) -> str:
    """Return the id of an organisation, which is given as its id or acronym.

    Raises CommandError if there is no such organisation.
    """
    from cobtrack.model.records.actor import Actor

    record = session.find(name)
    if not isinstance(record, Actor):
        raise CommandError(f"{record.id} is not an organisation", "to list organisations: cobtrack list actors")
    return record.id


def _ask_for_missing(session: Session, ids: Sequence[str], typed: Options) -> Options:
    """Ask for the options that are missing, and return all options.

    If only ids were given, the questions include the optional ones. Nothing is asked if the given options do not fit
    the records, because the error is reported later.
    """
    from cobtrack.cli.output.written import print_heading
    from cobtrack.editing.log import log_of
    from cobtrack.errors import CobtrackError
    from cobtrack.views.children.consultations import points_named

    if (
        not typed
        and len(ids) == 1
        and ":" in ids[0]
        and (named := points_named(session.workspace, ids[0]))
        and named[1]
    ):
        return _ask_about_point(session, named[0], named[1][0])
    try:
        records = [session.find(identifier) for identifier in dict.fromkeys(ids)]
        kinds = {log_of(record).key: log_of(record) for record in records}
    except CobtrackError:
        return typed
    kind = next(iter(kinds.values()))
    options = _OPTIONS[kind.key]
    missing = [name for name in options.required if name not in typed]
    if len(kinds) > 1 or not missing or any(name not in options.fields for name in typed):
        return typed
    for record in records:
        print_heading(session, record)
    answers: Options = dict(typed)
    for name in missing if typed else options.asked:
        if name != "for" or all(getattr(record, "recurs", None) or getattr(record, "axes", ()) for record in records):
            answer = _ask(session, kind, name, records, is_required=name in options.required)
            answers |= {name: answer} if answer else {}
    return answers


def _ask_about_point(session: Session, consultation: Consultation, point: Point) -> Options:
    """Ask what came of a point of a consultation, and return the answers as options."""
    from cobtrack.cli.output.ask import ask
    from cobtrack.cli.output.written import print_heading
    from cobtrack.cli.session import parse_timeframe, split_values
    from cobtrack.editing.answers import HOW, field_for

    def check_done(text: str) -> None:
        for identifier in split_values([text]):
            field_for(session.find(identifier))

    print_heading(session, consultation)
    session.terminal.notify(f"  {point.number}  {point.text}")
    answers: dict[str, str] = {}
    answers["done"] = ask(
        session.terminal, "what was done, as ids separated by commas (Enter for nothing)", check=check_done, default=""
    )
    if answers["done"]:
        answers["note"] = ask(session.terminal, "what was done, in one or two sentences (Enter for none)", default="")
    answers["not-done"] = ask(session.terminal, "why nothing, or not everything, was done (Enter for none)", default="")
    if not any(answers.values()):
        answers["feedback"] = ask(
            session.terminal,
            "when the group got an answer (Enter if it did not)",
            check=lambda text: parse_timeframe("--feedback", text),
            default="",
        )
    if answers.get("feedback"):
        answers["how"] = ask(session.terminal, "how", choices=HOW)
        answers["note"] = ask(session.terminal, "what the group was told (Enter for none)", default="")
    return {name: [text] if name in _REPEATABLE else text for name, text in answers.items() if text}


_QUESTIONS = {
    "status": "status",
    "outcome": "outcome",
    "stage": "stage",
    "for": "for which year",
    "date": "date",
    "note": "what happened, in one or two sentences",
    "reason": "why, in one or two sentences",
    "by": "which organisation says so",
    "evidence": "evidence, as a web address or a citation",
    "source": "source, as a web address or a citation",
}
"""How the fields of an entry are asked for. Other fields are asked for by their name."""
_GROUP = "for which group, such as sex=female,place=rural"


def _ask(
    session: Session, kind: Log, name: str, records: Sequence[RecordWithId], *, is_required: bool
) -> str | list[str]:
    """Ask for the value of an option. An optional value can be left empty; evidence is asked for until it is empty."""
    from typing import get_args

    from cobtrack.cli.output.ask import ask
    from cobtrack.editing.log import check_value, check_year
    from cobtrack.model.record import type_at

    field = _OPTIONS[kind.key].fields[name]

    def check(text: str) -> None:
        _check_texts({name: [text] if name in _REPEATABLE else text})
        value = _value(session, kind, name, text)
        check_value(session.loaded, kind, field, [] if name in _BEARINGS else value, session.as_of)
        if name == "for" and kind.key != "values":
            check_year(records, text, session.as_of)

    year = "" if kind.key == "values" else str(session.as_of.year)
    default = {"date": str(session.as_of), "for": year}.get(name, None if is_required else "")
    choices = [str(choice) for choice in get_args(type_at(kind.model, (field,)))] if is_required else []
    question = _GROUP if (kind.key, name) == ("values", "for") else _QUESTIONS.get(field, field)
    question += " (Enter for none)" if default == "" else ""
    answer = ask(session.terminal, question, check=check, default=default, choices=choices)
    if name not in _BEARINGS:
        return answer
    texts = list[str]()
    while answer:
        texts.append(answer)
        answer = ask(session.terminal, f"more {question}", check=check, default="")
    return texts
