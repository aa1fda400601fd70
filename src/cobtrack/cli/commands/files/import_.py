"""`cobtrack import`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, Quiet, Root, complete_ids
from cobtrack.exchange.formats import FORMATS
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext, whole_number
from cobtrack.model.text.wording import join, join_first

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.cli.session import Session
    from cobtrack.editing.imports import ImportOptions, PreparedImport
    from cobtrack.exchange.incoming import Progress
    from cobtrack.exchange.matrix.compare import CellPlan
    from cobtrack.exchange.merge.plan import MergePlan

_FORMAT_NAMES = [file_format.name for file_format in FORMATS]
_MAX_FILES = 3
"""The maximum number of file names to print, so that the result fits on one screen."""
_SIZE_WITH_PROGRESS = 5_000_000


class ImportFormat(StrEnum):
    """The output formats for an import."""

    text = "text"
    json = "json"


class _Request(NamedTuple):
    """The options that the user gave to `cobtrack import`."""

    path: Path
    options: ImportOptions
    write: bool
    show_all: bool
    output: ImportFormat


def import_(
    files: Annotated[
        list[str],
        typer.Argument(
            metavar="FILE",
            help="A .docx, .pdf, .xlsx, .json or .csv file, or the workbooks of a round or their folder.",
        ),
    ],
    write: Annotated[bool, typer.Option("--write", help="Write the changes (default: only show them).")] = False,
    system: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="NAME",
            autocompletion=lambda incomplete: [name for name in _FORMAT_NAMES if name.startswith(incomplete)],
            help=f"{join(_FORMAT_NAMES, 'or')} (default: detected from the file).",
        ),
    ] = "",
    document: Annotated[
        str, typer.Option("--document", metavar="ID", help="The id for the document, if the file has only one.")
    ] = "",
    indicator: Annotated[
        str,
        typer.Option(
            "--indicator",
            metavar="ID",
            autocompletion=complete_ids,
            help="The indicator that the values in a table are of, if no column says it.",
        ),
    ] = "",
    language: Annotated[
        str,
        typer.Option(
            "--language", metavar="CODE", help="The language of an official document (default: known from its title)."
        ),
    ] = "",
    with_deadlines: Annotated[
        bool, typer.Option("--with-deadlines", help="With --write, also add the deadlines that a document sets.")
    ] = False,
    all_: Annotated[bool, typer.Option("--all", help="List every new and changed record.")] = False,
    format: Annotated[
        ImportFormat, typer.Option("-f", "--format", metavar="NAME", help="text or json.")
    ] = ImportFormat.text,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Import an official document, UHRI data, a UPR list, a matrix, values or the workbooks of a round.

    \b
      cobtrack import CRC_C_KHM_CO_4-6.docx
      cobtrack import uhri-export.xlsx --write
      cobtrack import template.xlsx --write
      cobtrack import matrix.xlsx --write
      cobtrack import rounds/2026-12 --write
      cobtrack import values.csv --indicator children-at-school

    New records are added, and missing fields are filled in. Existing values are never overwritten; each difference is
    listed instead. From a matrix, only the changed cells are imported. An emptied cell removes its value. If a cell was
    also changed in the data files, it is listed as a conflict and not imported. The answers in the workbooks of a round
    are added to the logs; only members see them until they are confirmed with `cobtrack round`.

    Deadlines set by a document are added only with --with-deadlines, or if you answer yes when asked.
    """
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.imports import ImportOptions

    if paths := _workbooks(files, system):
        others = {
            "--document": document,
            "--language": language,
            "--indicator": indicator,
            "--with-deadlines": with_deadlines,
        }
        for option, value in others.items():
            if value:
                raise CommandError(f"{option} does not apply to the workbooks of a round", f"leave out {option}")
        what = f"import {join_first([path.name for path in paths], _MAX_FILES)}"
        with writing_session(
            root, as_of, color, quiet=quiet, note=False, dry_run=not write, description=what
        ) as session:
            _import_workbooks(session, paths, write=write, show_all=all_, output=format)
        return
    options = ImportOptions(system, document, language, indicator, with_deadlines)
    request = _Request(Path(files[0]), options, write, all_, format)
    # The question is needed only if changes are written and --with-deadlines was not given.
    if write and not with_deadlines and format is ImportFormat.text:
        # Do not lock the workspace while the user thinks about the answer.
        with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=True) as session:
            options = replace(request.options, with_deadlines=_ask_about_deadlines(session, request))
            request = request._replace(options=options)
    what = f"import {request.path.name}"
    with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=not write, description=what) as session:
        _import(session, request)


def _workbooks(files: Sequence[str], system: str) -> list[Path]:
    """Return the workbooks of a round that are to be imported; nothing if there is one file of another format.

    Raises CommandError if there are several files and one of them is no workbook, or if a folder has no workbooks.
    """
    from cobtrack.exchange.formats import WORKBOOK, detect_format
    from cobtrack.exchange.incoming import ImportFormatError

    paths: dict[Path, None] = {}
    for path in map(Path, files):
        # A program that has a workbook open keeps a file beside it whose name begins like this.
        inside = [inner for inner in sorted(path.glob("*.xlsx")) if not inner.name.startswith(("~$", "."))]
        if path.is_dir() and not inside:
            raise CommandError(f"the folder {path} has no .xlsx files", "name the folder with the workbooks of a round")
        paths |= dict.fromkeys(inside if path.is_dir() else [path])
    if len(paths) == 1 and not Path(files[0]).is_dir():
        (path,) = paths
        try:
            is_workbook = system == WORKBOOK or (not system and path.is_file() and detect_format(path).name == WORKBOOK)
        except ImportFormatError:
            is_workbook = False
        if not is_workbook:
            return []
    for path in paths:
        if not path.is_file():
            raise CommandError(f"there is no file {path}", "name the workbooks, or the folder that has them")
        if detect_format(path).name != WORKBOOK:
            message = f"{path} is not a workbook of a round, and only workbooks can be imported together"
            raise CommandError(message, "import each other file with a command of its own")
    return list(paths)


def _import_workbooks(
    session: Session, paths: Sequence[Path], *, write: bool, show_all: bool, output: ImportFormat
) -> None:
    """Import the workbooks: read them, write the changes if the user asked for this, and print the changes."""
    from cobtrack.cli.output import round_plan
    from cobtrack.editing.spreadsheets.rounds import prepare_workbooks

    prepared = prepare_workbooks(session.loaded, paths, session.as_of)
    if write and prepared.changes:
        session.commit(prepared.changes)
    if output is ImportFormat.json:
        data = round_plan.data(prepared.plans, written=write)
        session.terminal.json(session.json_document("import", data))
    else:
        round_plan.show(session.terminal, prepared.plans, show_all=show_all)
    for message in _written(list(prepared.texts), round_plan.not_taken(prepared.plans), write=write):
        session.terminal.notify(message)


def _ask_about_deadlines(session: Session, request: _Request) -> bool:
    """Show the deadlines that a document sets, and return whether the user wants to add them.

    If nobody can be asked, if the document sets no deadlines, or if the file cannot be imported, return False without
    asking. The errors in the file are reported later, when it is imported.
    """
    from cobtrack.cli.output import ask, import_plan
    from cobtrack.editing.imports import plan_import
    from cobtrack.errors import CobtrackError
    from cobtrack.exchange.merge.plan import MergePlan

    if not ask.can_ask(session.terminal):
        return False
    try:
        plan = plan_import(session.loaded, request.path, session.as_of, request.options)
    except CobtrackError:
        return False
    if not isinstance(plan, MergePlan) or not plan.offers:
        return False
    import_plan.show_offers(session.terminal, plan.offers, is_accepted=None)
    return ask.confirm(session.terminal, "Add these deadlines?", default=False)


def _import(session: Session, request: _Request) -> None:
    """Import the file: read it, write the changes if the user asked for this, and print the changes."""
    from cobtrack.editing.imports import prepare_import

    with _progress_bar(session, request.path) as progress:
        options = replace(request.options, progress=progress)
        prepared = prepare_import(session.loaded, request.path, session.as_of, options)
    if request.write and prepared.changes:
        # Commit before anything is printed, because the reader of the output might close the pipe early.
        session.commit(prepared.changes)
    _show(session, prepared, request)
    for message in _outcome(prepared, write=request.write):
        session.terminal.notify(message)


def _show(session: Session, prepared: PreparedImport, request: _Request) -> None:
    from cobtrack.cli.output import import_plan
    from cobtrack.exchange.matrix.compare import CellPlan

    plan, terminal = prepared.plan, session.terminal
    if isinstance(plan, CellPlan):
        if request.output is ImportFormat.json:
            terminal.json(session.json_document("import", import_plan.matrix_data(plan, written=request.write)))
        else:
            import_plan.show_matrix(terminal, plan)
        return
    is_accepted = request.options.with_deadlines and bool(plan.offers)
    if request.output is ImportFormat.json:
        data = import_plan.merge_data(plan, written=request.write, with_deadlines=is_accepted)
        terminal.json(session.json_document("import", data))
    else:
        import_plan.show_merge(terminal, plan, show_all=request.show_all)
        import_plan.show_offers(terminal, plan.offers, is_accepted=is_accepted)


def _outcome(prepared: PreparedImport, *, write: bool) -> list[str]:
    """Return messages that say which files were written and what the user can do next."""
    return _written(list(prepared.texts), _refused(prepared.plan), write=write)


def _written(names: Sequence[str], refused: str, *, write: bool) -> list[str]:
    """Return messages about the files with these names. `refused` says what was not taken; "" if all was taken."""
    from cobtrack.cli.output.written import undo_hint

    if not names:
        return [_("Nothing to write: %(reasons)s.", reasons=refused) if refused else _("Nothing to write.")]
    if not write:
        return [_("Nothing written. To write the changes, add %(option)s.", option="--write")]
    messages = [_("Wrote %(file)s", file=name) for name in names[:_MAX_FILES]]
    if (more := len(names) - _MAX_FILES) > 0:
        messages.append(ngettext("Wrote %(num)s more", "Wrote %(num)s more", more))
    messages += [_("Next: %(command)s", command="cobtrack validate"), undo_hint()]
    if refused:
        messages.append(_("Not everything was written: %(reasons)s (see above)", reasons=refused))
    return messages


def _refused(plan: MergePlan | CellPlan) -> str:
    """Return a text that says how many matrix cells were not imported, such as `2 cells rejected`.

    The result is "" if all cells were imported, or if the file is not a matrix.
    """
    from cobtrack.exchange.matrix.compare import CellPlan

    if not isinstance(plan, CellPlan):
        return ""
    counts = []
    if number := len(plan.rejected):
        counts.append(ngettext("%(num)s cell rejected", "%(num)s cells rejected", number, num=whole_number(number)))
    if number := len(plan.conflicts):
        text = ngettext(
            "%(num)s cell in conflict with the data files",
            "%(num)s cells in conflict with the data files",
            number,
            num=whole_number(number),
        )
        counts.append(text)
    return join(counts)


@contextmanager
def _progress_bar(session: Session, path: Path) -> Iterator[Progress | None]:
    """Show a progress bar on standard error during the `with` block, and yield an object for reporting progress.

    For a small file, or if standard error is not a terminal, no bar is shown and the block gets None.
    """
    if session.terminal.quiet or not sys.stderr.isatty() or not path.is_file():
        yield None
        return
    if path.stat().st_size < _SIZE_WITH_PROGRESS:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress as ProgressBar

    with ProgressBar(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Reading {path.name}", total=path.stat().st_size)
        yield lambda done, _: bar.update(task, completed=done)
