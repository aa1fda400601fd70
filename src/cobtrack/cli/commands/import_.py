"""`cobtrack import`."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, Quiet, Root
from cobtrack.exchange.formats import System, system_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cobtrack.cli.session import Session
    from cobtrack.exchange.incoming import ImportedFile
    from cobtrack.exchange.matrix.compare import CellPlan
    from cobtrack.exchange.merge.plan import DeadlineOffer, DocumentPlan, Plan
    from cobtrack.model.edit import Edit
    from cobtrack.model.records.settings import Settings


_MOST_FILES = 3
"""So many names of files fit on one screen with the rest."""


class ImportFormat(StrEnum):
    """How to print what an import would do."""

    text = "text"
    json = "json"


def import_(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A .docx, .xlsx, .json or .csv file.")],
    write: Annotated[bool, typer.Option("--write", help="Write it; else only show what it would do.")] = False,
    system: Annotated[
        System | None,
        typer.Option(
            "--as",
            metavar="NAME",
            help="cobs, uhri, upr-info, thematic-list, impact-oss or matrix; else seen from the file.",
        ),
    ] = None,
    document: Annotated[
        str, typer.Option("--document", metavar="ID", help="The id of the document, where the file holds one.")
    ] = "",
    with_deadlines: Annotated[
        bool,
        typer.Option("--with-deadlines", help="With --write, also enter the dates that a document sets as deadlines."),
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
    """Take over the official document, UHRI, UPR lists, a matrix.

    \b
      cobtrack import CRC_C_KHM_CO_4-6.docx
      cobtrack import uhri-export.xlsx --write
      cobtrack import matrix.xlsx --write

    What is new is added, what is missing is filled. What the files say already stays: what differs is shown. Of a
    matrix exactly the cells that were changed in it are taken, and emptied ones removed; one that was changed in the
    files meanwhile is shown and stays.

    Dates that a document sets are offered as deadlines: they are written with --with-deadlines, or when you say yes.
    """
    from cobtrack.cli.session import writing_session

    what = f"import {Path(file).name}"
    how = _How(write, with_deadlines, all_, format)
    if _may_ask(how):
        # Nobody else waits while a person thinks: what is asked is asked before the turn to write.
        with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=True) as session:
            how = how._replace(with_deadlines=_agrees(session, file, system, document))
    with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=not write, description=what) as session:
        _import(session, file, system, document, how)


class _How(NamedTuple):
    """What is to be done with what was read."""

    write: bool
    with_deadlines: bool
    all: bool
    format: ImportFormat


def _import(session: Session, file: str, system: System | None, document: str, how: _How) -> None:
    """Read the file, and write what it brings."""
    from cobtrack.editing.check import require_valid
    from cobtrack.exchange.incoming import ImportFormatError

    require_valid(session.loaded, session.as_of, for_import=True)
    path = Path(file)
    if not path.is_file():
        raise CommandError(f"there is no file {file}", "name a .docx, .xlsx, .json or .csv file")
    try:
        kind = system or system_of(path)
        if kind is System.matrix:
            _matrix(session, path, write=how.write, format=how.format)
        else:
            _merge(session, _incoming(session, kind, path), document, how)
    except ImportFormatError as error:
        raise CommandError(f"{file}: {error}", error.hint) from None


def _incoming(session: Session, kind: System, path: Path) -> ImportedFile:
    settings = session.workspace.settings
    state, own = settings.state, settings.state_keys
    match kind:
        case System.uhri:
            from cobtrack.exchange.sources import uhri

            with _progress(session, path) as told:
                return uhri.read(path, state, own, told)
        case System.upr_info:
            from cobtrack.exchange.sources import upr_info

            return upr_info.read(path, own)
        case System.impact_oss:
            from cobtrack.exchange.sources import impact_oss

            known = {reference: one for one, reference in impact_oss.references(session.workspace).items()}
            return impact_oss.read(path, state, known, impact_oss.exported_cells(session.workspace))
        case System.thematic_list:
            from cobtrack.exchange.sources import thematic_list

            return thematic_list.read(path)
        case _:
            from cobtrack.exchange.sources.concluding_observations import read

            return read.read(path)


@contextmanager
def _progress(session: Session, path: Path) -> Iterator[Callable[[int, int], None] | None]:
    """A bar on standard error, where that is a terminal and the file is large."""
    if session.terminal.quiet or not sys.stderr.isatty() or path.stat().st_size < 5_000_000:
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(f"Reading {path.name}", total=path.stat().st_size)
        yield lambda done, _: bar.update(task, completed=done)


def _merge(session: Session, incoming: ImportedFile, document: str, how: _How) -> None:
    from cobtrack.cli.output import import_plan

    made = _plan(session, incoming, document)
    offers = made.offers if how.with_deadlines else []
    texts = [(name, _begun(session, name, identifier, offers)) for identifier, name in made.mechanisms.items()]
    texts += _deadlines(session, [one for one in offers if one.mechanism not in made.mechanisms])
    texts += [(one.file, _text(session, one)) for one in made.documents if one.data or one.edits or one.inserts]
    said = _write(session, texts, write=how.write)
    if how.format is ImportFormat.json:
        session.terminal.json(
            session.json_document("import", import_plan.plan(made, written=how.write, agreed=bool(offers)))
        )
    else:
        import_plan.show_plan(session, made, all_=how.all)
        import_plan.show_offers(session, made.offers, agreed=bool(offers))
    _say(session, said)


def _plan(session: Session, incoming: ImportedFile, document: str) -> Plan:
    """What the import would do. Raises CannotError where it cannot be done."""
    from cobtrack.exchange.merge.merge import plan
    from cobtrack.model.text.wording import join
    from cobtrack.rules.safeguarding import contacts

    if document and len(incoming.documents) > 1:
        names = join([one.name for one in incoming.documents[:8]])
        raise CommandError(
            f"the file holds {len(incoming.documents)} documents, and --document names one: {names}",
            "leave --document out: each document gets an id of its own",
        )
    _refuse_id(session, document)
    settings = session.workspace.settings
    made = plan(session.workspace, incoming, document, lambda text: contacts(text, settings))
    _refuse_other_states(session, made)
    return made


def _may_ask(how: _How) -> bool:
    """Whether there is a person at a terminal who can be asked about deadlines."""
    is_text = how.format is ImportFormat.text
    return how.write and is_text and not how.with_deadlines and sys.stdin.isatty() and sys.stdout.isatty()


def _agrees(session: Session, file: str, system: System | None, document: str) -> bool:
    """Ask whether the deadlines that a document sets are to be written too; what cannot be read is told later."""
    from cobtrack.cli.output import import_plan
    from cobtrack.editing.check import require_valid
    from cobtrack.exchange.incoming import ImportFormatError

    require_valid(session.loaded, session.as_of, for_import=True)
    path = Path(file)
    try:
        if not path.is_file() or (system or system_of(path)) is not System.cobs:
            return False
        offers = _plan(session, _incoming(session, System.cobs, path), document).offers
    except (ImportFormatError, CommandError):
        return False
    if not offers:
        return False
    import_plan.show_offers(session, offers, agreed=None)
    return typer.confirm("Enter these deadlines too?", default=False)


def _deadlines(session: Session, offers: list[DeadlineOffer]) -> Iterator[tuple[str, tuple[bytes | None, bytes]]]:
    """The files of mechanisms with the deadlines that were offered."""
    from cobtrack.model.edit import Edit
    from cobtrack.store.edit.apply import apply_edits
    from cobtrack.store.edit.source import EditError

    places = {one.id: one.place for one in session.workspace.mechanisms}
    for name in dict.fromkeys(one.file for one in offers):
        own = [one for one in offers if one.file == name]
        edits = [Edit(places[one.mechanism].path, "deadlines", one.data, "append") for one in own]
        before = session.loaded.raw_bytes.get(name)
        try:
            yield name, (before, apply_edits((before or b"").decode(), edits).encode())
        except EditError as error:
            raise CommandError(f"{name}: {error}", error.hint) from None


def _refuse_other_states(session: Session, made: Plan) -> None:
    """Raise CannotError where the file is about other States alone."""
    from cobtrack.model.states import lookup
    from cobtrack.model.text.wording import join, quantity

    settings, named = session.workspace.settings, made.incoming.other_states
    if made.taken or not named:
        return
    few = [f"{lookup.state_name(name)} ({quantity(number, 'record')})" for name, number in named.most_common(5)]
    others = f" and {quantity(len(named) - 5, 'other State')}" if len(named) > 5 else ""
    own = lookup.states()[settings.state].names if settings.state in lookup.states() else ()
    near = lookup.closest_names((str(settings.state_name), *own), named)
    hint = f"the nearest names in it: {join(near[:3])}; " if near and len(named) > 1 else ""
    raise CommandError(
        f"nothing is taken: the file is about {', '.join(few)}{others}, and this workspace about {settings.state_name}",
        f"{hint}which State this workspace is about stands in cobtrack.yaml: state: {settings.state}",
    )


def _refuse_id(session: Session, document: str) -> None:
    """Raise CannotError where a document cannot have that id."""
    from cobtrack.model.records.document import Document
    from cobtrack.store.validation.build import build

    there = session.workspace.by_id.get(document)
    if there is not None and not isinstance(there, Document):
        raise CommandError(f"{document} is the id of something else", f"cobtrack show {document}; choose another one")
    for problem in build(Document, {"id": document}, "").problems if document else ():
        if problem.place.path[:1] == ("id",):
            raise CommandError(f"--document: {problem.message}", problem.hint)


def _begun(session: Session, name: str, identifier: str, offers: list[DeadlineOffer]) -> tuple[bytes | None, bytes]:
    """The file of a mechanism, without any deadline but those that were offered."""
    from cobtrack.exchange.un.bodies import new_mechanism
    from cobtrack.store.yaml import writer

    _refuse_another(session, name)
    head = "# yaml-language-server: $schema=../../schema/mechanism.json\n"
    lines = list(writer.record_lines(new_mechanism(identifier)))
    items = ["\n".join(writer.item_lines(one.data, 2)) for one in offers if one.mechanism == identifier]
    lines += ["", "deadlines:", "\n\n".join(items)] if items else []
    return None, (head + "\n".join(lines) + "\n").encode()


def _text(session: Session, one: DocumentPlan) -> tuple[bytes | None, bytes]:
    """What the file is and what it would be. Raises CannotError where it cannot be made."""
    from cobtrack.store.edit.apply import apply_edits, insert_records
    from cobtrack.store.edit.source import EditError
    from cobtrack.store.yaml import writer

    before = session.loaded.raw_bytes.get(one.file)
    if one.data is None:
        try:
            after = apply_edits((before or b"").decode(), one.edits)
            return before, (insert_records(after, "paragraphs", one.inserts) if one.inserts else after).encode()
        except EditError as error:
            raise CommandError(f"{one.file}: {error}", error.hint) from None
    _refuse_another(session, one.file)
    head = "# yaml-language-server: $schema=../../schema/document.json\n"
    lines = writer.record_lines({key: value for key, value in one.data.items() if key != "paragraphs"})
    body = "\n\n".join("\n".join(writer.item_lines(each, 2)) for each in one.data["paragraphs"])
    return None, (head + "\n".join(lines) + "\n\nparagraphs:\n" + body + "\n").encode()


def _refuse_another(session: Session, name: str) -> None:
    """Refuse to begin a file of that name where there is one, which is about something else."""
    import os

    if os.path.lexists(session.loaded.root / name):
        raise CommandError(f"{name} is there already and holds something else", "give that file another name")


def _write(session: Session, texts: list[tuple[str, tuple[bytes | None, bytes]]], *, write: bool) -> list[str]:
    """Write the files, before anything is printed: who reads that may leave early. What there is to say of it."""
    from cobtrack.editing.check import checked_changes
    from cobtrack.store.files import MAX_BYTES

    if not texts:
        return ["Nothing to write."]
    for name, (_, after) in texts:
        if len(after) > MAX_BYTES:
            raise CommandError(f"{name} would be larger than a data file may be", "divide what comes in")
    changes = checked_changes(session.loaded, {name: after for name, (_, after) in texts}, session.as_of)
    if not write:
        return ["Nothing written: add --write to write it."]
    session.commit(changes)
    wrote = [f"Wrote {name}" for name, _ in texts[:_MOST_FILES]]
    if len(texts) > _MOST_FILES:
        wrote.append(f"Wrote {len(texts) - _MOST_FILES} more")
    return [*wrote, "Next: cobtrack validate", "Not what you meant? cobtrack undo"]


def _matrix(session: Session, path: Path, *, write: bool, format: ImportFormat) -> None:
    from cobtrack.cli.output import import_plan
    from cobtrack.exchange.matrix import workbook
    from cobtrack.exchange.matrix.compare import plan_cells

    made = plan_cells(session.workspace, workbook.read(path), lambda text: _unsafe(text, session.workspace.settings))
    texts = [(name, _edited(session, name, made)) for name in made.edits]
    said = _write(session, [one for one in texts if made.edits[one[0]]], write=write)
    if format is ImportFormat.json:
        session.terminal.json(session.json_document("import", import_plan.cells(made, written=write)))
    else:
        import_plan.show_cells(session, made)
    _say(session, said)


def _unsafe(text: str, settings: Settings) -> str:
    """Why a text may not stand in a public file; nothing where it may."""
    from cobtrack.model.text.markup import is_safe_link, links
    from cobtrack.rules.safeguarding import in_text

    unsafe = (f'"{target}" is not a link that may be followed' for _, target in links(text) if not is_safe_link(target))
    return next((found.message for found in in_text(text, settings)), next(unsafe, ""))


def _say(session: Session, sentences: list[str]) -> None:
    for one in sentences:
        session.terminal.notify(one)


def _edited(session: Session, name: str, made: CellPlan) -> tuple[bytes | None, bytes]:
    from cobtrack.store.edit.apply import apply_edits
    from cobtrack.store.edit.source import EditError

    before = session.loaded.raw_bytes.get(name)
    text = (before or b"").decode()
    try:
        try:
            return before, apply_edits(text, made.edits[name]).encode()
        except EditError:
            # What cannot be changed, such as a value with a comment, keeps no other cell from being taken.
            for one in list(made.edits[name]):
                if why := _why_not(text, one):
                    made.reject(name, one, why)
            return before, apply_edits(text, made.edits[name]).encode()
    except EditError as error:
        raise CommandError(f"{name}: {error}", error.hint) from None


def _why_not(text: str, one: Edit) -> str:
    """Why a file cannot be edited so; nothing where it can."""
    from cobtrack.store.edit.apply import apply_edits
    from cobtrack.store.edit.source import EditError

    try:
        apply_edits(text, [one])
    except EditError as error:
        return f"{error}; {error.hint}"
    return ""
