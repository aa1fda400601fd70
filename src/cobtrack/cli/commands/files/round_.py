"""`cobtrack round`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cobtrack.cli.options import (
    AsOf,
    Color,
    ColorOption,
    CommandError,
    DryRun,
    Format,
    FormatOption,
    LanguageOption,
    Quiet,
    Root,
    complete_ids,
)
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.records.round import Round
    from cobtrack.store.load import Loaded
    from cobtrack.views.reporting.rounds import RoundState


def round_(
    identifier: Annotated[
        str,
        typer.Argument(
            metavar="ID", help="The round, such as 2026-12 (default: the newest round).", autocompletion=complete_ids
        ),
    ] = "",
    open_: Annotated[
        bool, typer.Option("--open", help="Open the round, and write a workbook for each organisation.")
    ] = False,
    until: Annotated[
        str, typer.Option("--until", metavar="DATE", help="With --open: the day by which the organisations answer.")
    ] = "",
    also: Annotated[
        list[str],
        typer.Option(
            "--also",
            metavar="ID",
            autocompletion=complete_ids,
            help="With --open: ask this organisation too, such as a ministry (repeatable).",
        ),
    ] = [],
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="DIR", help="With --open: the folder for the workbooks (default: rounds/ID)."
        ),
    ] = "",
    accept: Annotated[
        list[str],
        typer.Option(
            "--accept",
            metavar="ID",
            autocompletion=complete_ids,
            help="Confirm what this organisation reported, or what was reported on this record (repeatable).",
        ),
    ] = [],
    dry_run: DryRun = False,
    format: FormatOption = Format.table,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Ask organisations how their work goes on, and show who has answered.

    \b
      cobtrack round 2026-12 --open --until 2027-01-15
      cobtrack import rounds/2026-12 --write
      cobtrack round 2026-12
      cobtrack round 2026-12 --accept coalition --accept 2.7

    --open asks each organisation that leads or supports an open activity or action, measures an indicator, or answers
    for or follows up on a recommendation. The State is asked only with --also. Each organisation gets a spreadsheet in
    its language, which `cobtrack import` reads. Running --open again writes missing workbooks, and keeps those that
    have been filled in.

    Only members see an answer until it is confirmed with --accept.
    """
    if open_ and accept:
        raise CommandError("--open and --accept cannot be combined", "leave one of them out")
    for name, value in (("--until", until), ("--also", also), ("-o", output)):
        if value and not open_:
            raise CommandError(f"{name} does not apply without --open", f"add --open, or leave out {name}")
    if open_:
        _open(_Options(identifier, until, also, output, language, as_of, root, color, dry_run, quiet))
    elif accept:
        _accept(identifier, accept, root, as_of, color, dry_run=dry_run, quiet=quiet)
    else:
        from cobtrack.cli.session import open_session

        _show(open_session(root, as_of, color, language=language, quiet=quiet, format=format.value), identifier, format)


class _Options(NamedTuple):
    """The options for opening a round."""

    id: str
    until: str
    also: Sequence[str]
    output: str
    language: str
    as_of: str
    root: str
    color: Color
    dry_run: bool
    quiet: bool


def _open(options: _Options) -> None:
    """Record a new round, or find the round if it is open already, and write its workbooks."""
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.check import require_valid
    from cobtrack.editing.spreadsheets.round_opening import open_round
    from cobtrack.model.records.round import Round
    from cobtrack.store.load import reload_with

    if not options.id:
        raise CommandError("the id of the round is missing", "such as cobtrack round 2026-12 --open --until 2027-01-15")
    what = f"round {options.id} --open"
    with writing_session(
        options.root, options.as_of, options.color, quiet=options.quiet, note=False, dry_run=options.dry_run,
        description=what,
    ) as session:  # fmt: skip
        require_valid(session.loaded, session.as_of)
        if options.language and options.language not in session.workspace.settings.languages:
            languages = join(list(session.workspace.settings.languages), "or")
            raise CommandError(f'the workspace has no language "{options.language}"', f"use {languages}")
        loaded = session.loaded
        if isinstance(loaded.workspace.by_id.get(options.id), Round):
            if options.until or options.also:
                message = f"the round {options.id} is open already, so --until and --also do not apply"
                hint = f"to change the round: cobtrack set {options.id} until=DATE, or asked+=ID and --open again"
                raise CommandError(message, hint)
        elif not options.until:
            raise CommandError(
                "--until is missing", "give the day by which the organisations answer: --until 2027-01-15"
            )
        else:
            change = open_round(loaded, options.id, options.until, options.also, session.as_of)
            write_change(session, change, dry_run=options.dry_run)
            loaded = reload_with(loaded, change.texts)
    _write_workbooks(session, loaded, options, what)


def _write_workbooks(session: Session, loaded: Loaded, options: _Options, what: str) -> None:
    """Write a workbook for each organisation that is asked, but keep the workbooks that have been filled in."""
    from cobtrack.cli.output.files import OutputFiles, display_path
    from cobtrack.editing.outputs import refuse_place
    from cobtrack.editing.spreadsheets.round_opening import why_kept, workbooks
    from cobtrack.store import git
    from cobtrack.store.public_files import is_ignored
    from cobtrack.store.write import resolve_inside

    folder = Path(options.output) if options.output else resolve_inside(loaded.root, f"rounds/{options.id}")
    files = OutputFiles(
        loaded.root, what, dry_run=options.dry_run, terminal=session.terminal, noun="workbook", folder=folder
    )
    for book in workbooks(loaded, _find(loaded, options.id), session.as_of, options.language):
        path = folder / f"{book.organisation.id}.xlsx"
        refuse_place(path, loaded.root)
        if not options.output:
            resolve_inside(folder, path.name)
        if path.exists() and (why := why_kept(path)):
            session.terminal.notify(_("Kept %(file)s: %(reason)s", file=display_path(path), reason=why))
        else:
            files.add(path, book.data)
    files.finish()
    if git.repository_root(loaded.root) and not is_ignored(folder / "x.xlsx"):
        text = f"git does not ignore {display_path(folder)}, so the workbooks can become public"
        session.terminal.notify(f"{text}; add the line /rounds/ to .gitignore", "note")
    if not options.dry_run:
        command = f"cobtrack import {display_path(folder)} --write"
        session.terminal.notify(_("When they come back: %(command)s", command=command))


def _find(loaded: Loaded, identifier: str) -> Round:
    """Return a round, or the newest round if the id is "". Raises CommandError if there is no such round."""
    from cobtrack.model.records.round import Round

    workspace = loaded.workspace
    record = workspace.find(identifier)
    if isinstance(record, Round):
        return record
    rounds = sorted(workspace.rounds, key=lambda record: record.sorting_key)
    hint = f"to open it: cobtrack round {identifier or '2026-12'} --open --until DATE"
    if identifier:
        ids = join([record.id for record in rounds], "or")
        raise CommandError(f"there is no round {identifier}", f"the rounds are {ids}; {hint}" if ids else hint)
    if not rounds:
        raise CommandError("there is no round of reporting yet", hint)
    return rounds[-1]


def _accept(
    identifier: str, names: Sequence[str], root: str, as_of: str, color: Color, *, dry_run: bool, quiet: bool
) -> None:
    """Confirm what organisations have reported."""
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.spreadsheets.round_opening import confirm

    with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run) as session:
        round_ = _find(session.loaded, identifier)
        session.description = f"round {round_.id} --accept {' '.join(names)}"
        ids = [session.find(name).id for name in names]
        write_change(session, confirm(session.loaded, round_, ids, session.as_of), dry_run=dry_run)


def _show(session: Session, identifier: str, format: Format) -> None:
    """Print who has answered in a round, who has not, and what is still to be reviewed."""
    from cobtrack.views import as_json
    from cobtrack.views.reporting.rounds import state

    row = state(session.workspace, _find(session.loaded, identifier), session.as_of)
    if format is Format.csv:
        raise CommandError("--format csv does not apply to round", "use table or json")
    if format is Format.json:
        session.terminal.json(session.json_document("round", as_json.round_state(row)))
        return
    _print_state(session, row)


def _print_state(session: Session, row: RoundState) -> None:
    from cobtrack.cli.output.table import Cell, Table, column_heads
    from cobtrack.model.dates.format import format_timeframe

    terminal, record = session.terminal, row.round
    terminal.wrapped(f"{record.id}  {record.title}", style="bold")
    terminal.print()
    terminal.wrapped(
        _(
            "Opened on %(opened)s; answers are asked for by %(until)s.",
            opened=format_timeframe(record.opened),
            until=format_timeframe(record.until),
        )
    )
    terminal.wrapped(
        _("Answered: %(answered)s of %(total)s organisations.", answered=len(row.answered), total=len(row.rows))
    )
    table = Table(
        column_heads(["organisation", "answered", "new", "nothing new", "to review", "date"]), droppable=[3, 2]
    )
    for part in row.answered:
        answer = part.answer
        table.rows.append(
            [
                Cell(part.label, "bold"),
                _("%(num)s of %(total)s", num=part.answered, total=part.total),
                str(len(answer.reported_ids) + len(answer.added_ids)) if answer else "",
                str(len(answer.nothing_new_ids)) if answer else "",
                Cell(str(len(part.to_review)), "yellow" if part.to_review else ""),
                format_timeframe(answer.date) if answer else "",
            ]
        )
    if table.rows:
        terminal.print()
        terminal.table(table)
    if row.waiting:
        terminal.print()
        terminal.print(_("Not answered yet"), "bold")
        terminal.wrapped(join([part.label for part in row.waiting], ","), "  ", "  ")
    _print_to_review(session, row)


def _print_to_review(session: Session, row: RoundState) -> None:
    from cobtrack.model.text import markup
    from cobtrack.views.details import heading
    from cobtrack.views.reporting.rounds import entry_in_words

    if not row.to_review:
        return
    session.terminal.print()
    session.terminal.print(_("Still to be reviewed"), "bold")
    for item in row.to_review:
        if item.entry is None:
            text = _("%(label)s: %(text)s", label=_("added"), text=markup.plain_text(heading(item.owner)))
        else:
            text = ". ".join(filter(None, entry_in_words(item.owner, item.entry)))
        session.terminal.wrapped(f"{item.owner.id}  {text} ({item.by})", "    ", "  ")
    command = f"cobtrack round {row.round.id} --accept {row.to_review[0].by}"
    session.terminal.notify(_("To confirm: %(command)s", command=command))
