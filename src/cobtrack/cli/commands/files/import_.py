"""`cobtrack import`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, Quiet, Root
from cobtrack.exchange.formats import FORMATS
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext, whole_number
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Iterator

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
    file: Annotated[str, typer.Argument(metavar="FILE", help="A .docx, .pdf, .xlsx, .json or .csv file.")],
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
    """Import an official document, UHRI data, a UPR list or a matrix.

    \b
      cobtrack import CRC_C_KHM_CO_4-6.docx
      cobtrack import uhri-export.xlsx --write
      cobtrack import matrix.xlsx --write

    New records are added, and missing fields are filled in. Existing values are never overwritten; each difference is
    listed instead. From a matrix, only the changed cells are imported. An emptied cell removes its value. If a cell was
    also changed in the data files, it is listed as a conflict and not imported.

    Deadlines set by a document are added only with --with-deadlines, or if you answer yes when asked.
    """
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.imports import ImportOptions

    request = _Request(Path(file), ImportOptions(system, document, language, with_deadlines), write, all_, format)
    # The question is needed only if changes are written and --with-deadlines was not given.
    if write and not with_deadlines and format is ImportFormat.text:
        # Do not lock the workspace while the user thinks about the answer.
        with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=True) as session:
            options = replace(request.options, with_deadlines=_ask_about_deadlines(session, request))
            request = request._replace(options=options)
    what = f"import {request.path.name}"
    with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=not write, description=what) as session:
        _import(session, request)


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
    from cobtrack.cli.output.written import undo_hint

    names, refused = list(prepared.texts), _refused(prepared.plan)
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
