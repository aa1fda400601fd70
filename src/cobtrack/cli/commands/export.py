"""`cobtrack export`."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.commands.matrix import VoiceName
from cobtrack.cli.options import (
    ActorFilter,
    AsOf,
    AudienceName,
    AudienceOption,
    Color,
    ColorOption,
    CommandError,
    MechanismFilter,
    OwnerFilter,
    PillarFilter,
    Quiet,
    Root,
    TwgFilter,
)  # fmt: skip
from cobtrack.model.labels import AUDIENCE

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from cobtrack.cli.session import Session
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.filters import Filters


_FILTERS = ("owner", "mechanism", "pillar", "actor", "twg")
_TAKES = {
    "deadlines.ics": (*_FILTERS, "edition"),
    "matrix.xlsx": ("document",),
    "impact-recommendations.csv": (),
    "impact-measures.csv": (),
    "impact-indicators.csv": (),
    "thematic-list.docx": ("into", "voice"),
}
"""The exports, and which options each takes."""


def export(
    what: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="deadlines.ics, matrix.xlsx, impact-recommendations.csv, impact-measures.csv, impact-indicators.csv, "
            "thematic-list.docx.",
        ),
    ],
    owner: OwnerFilter = [],
    mechanism: MechanismFilter = [],
    pillar: PillarFilter = [],
    actor: ActorFilter = [],
    twg: TwgFilter = [],
    document: Annotated[
        list[str], typer.Option("--document", metavar="ID", help="Only these documents in matrix.xlsx; repeat it.")
    ] = [],
    into: Annotated[
        str, typer.Option("--into", metavar="FILE", help="The thematic list whose assessments to fill in.")
    ] = "",
    voice: Annotated[
        VoiceName | None,
        typer.Option("--voice", metavar="NAME", help="Whose assessments they are; else civil-society."),
    ] = None,
    edition: Annotated[
        int,
        typer.Option("--edition", metavar="N", help="The calendar's number among those of one day: 2 for a second."),
    ] = 1,
    output: Annotated[
        str, typer.Option("-o", "--output", metavar="PATH", help="Where to write; else NAME here; - for the output.")
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Write over a file that is no earlier export, or was changed since.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Say what would be written.")] = False,
    audience: AudienceOption = AudienceName.public,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Write data in other people's formats. A calendar, a matrix to fill in, IMPACT OSS, a thematic list.

    \b
      cobtrack export deadlines.ics --owner children -o children.ics
      cobtrack export matrix.xlsx --document crc-2022 --audience members
      cobtrack export thematic-list.docx --into UPR34.docx
    """
    from cobtrack.cli.output.files import OutputFiles
    from cobtrack.cli.session import open_session, parse_filters, split_values
    from cobtrack.editing.check import require_valid
    from cobtrack.editing.outputs import refuse_place
    from cobtrack.exchange.incoming import ImportFormatError
    from cobtrack.model.audience import for_audience
    from cobtrack.store.write import resolve_inside

    options = {
        "owner": owner, "mechanism": mechanism, "pillar": pillar, "actor": actor, "twg": twg, "document": document,
        "into": into, "voice": voice, "edition": edition != 1,
    }  # fmt: skip
    _refuse_unfit(what, options)
    if dry_run and output == "-":
        raise CommandError("--dry-run writes nothing, and -o - writes to the output", "leave one of them out")
    session = open_session(root, as_of, color, quiet=quiet, note=False)
    shown = for_audience(session.workspace, audience.value)
    is_public = audience is AudienceName.public
    note = "" if is_public else AUDIENCE[audience].singular
    speaker = voice or VoiceName.civil_society
    makers: dict[str, Callable[[], tuple[bytes, str]]] = {
        "deadlines.ics": lambda: _calendar(
            shown, parse_filters(session, pillar, [], actor, twg, mechanism, owner), session.as_of, edition, note
        ),
        "matrix.xlsx": lambda: _matrix(shown, split_values(document), note),
        "impact-recommendations.csv": lambda: _impact(shown, "recommendations"),
        "impact-measures.csv": lambda: _impact(shown, "measures"),
        "impact-indicators.csv": lambda: _impact(shown, "indicators"),
        "thematic-list.docx": lambda: _thematic_list(shown, into, speaker.value, session.as_of),
    }
    path = Path(output) if output else resolve_inside(Path.cwd(), what if is_public else f"{audience.value}/{what}")
    if output != "-":
        refuse_place(path, session.loaded.root)
        if into and path.exists() and path.samefile(into):
            raise CommandError(f"{path} is the list itself", "give another name with -o")
    require_valid(session.loaded, session.as_of)
    try:
        data, told = makers[what]()
    except ImportFormatError as error:
        raise CommandError(f"{into}: {error}", error.hint) from None
    if output == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
        return
    if what == "matrix.xlsx" and path.exists() and not force:
        _refuse_to_lose(session, path)
    same = what.endswith(".ics") and _has_the_same_number(path, data)
    written = OutputFiles(
        session.loaded.root, f"export {what}", dry_run=dry_run, force=force, terminal=session.terminal
    )
    written.write(path, data, told, is_earlier=partial(_is_earlier, what, data, Path(into)))
    written.finish("")
    if same:
        text = "the calendar that was there has the same number: whoever has read it may keep its dates"
        session.terminal.notify(f"{text}; make it with --edition {edition + 1}", "note")


def _refuse_unfit(what: str, options: Mapping[str, object]) -> None:
    """Raise CannotError where there is no such export, or where it does not take an option that was given."""
    if what not in _TAKES:
        raise CommandError(f'there is no export "{what}"', f"there are {', '.join(_TAKES)}")
    for name, given in options.items():
        if given and name not in _TAKES[what]:
            takers = [one for one, taken in _TAKES.items() if name in taken]
            raise CommandError(f"{what} does not take --{name}", f"--{name} is for {', '.join(takers)}")


def _is_earlier(what: str, data: bytes, into: Path, there: bytes) -> bool:
    """Whether a file is an earlier export of that kind."""
    if what.endswith(".ics"):
        is_ours = there.startswith(b"BEGIN:VCALENDAR") and b"PRODID:-//cobtrack//" in there[:1000]
        return is_ours and _is_public(there) == _is_public(data)
    if what.endswith(".csv"):
        return there.partition(b"\n")[0].strip() == data.partition(b"\n")[0].strip()
    if what.endswith(".docx"):
        from cobtrack.exchange.sources.thematic_list import is_filled_in_copy

        return is_filled_in_copy(there, into)
    # A matrix is looked at cell by cell before.
    return True


def _is_public(calendar: bytes) -> bool:
    # Long lines are folded.
    return b" only)" not in calendar[:1000].replace(b"\r\n ", b"")


def _refuse_to_lose(session: Session, path: Path) -> None:
    """Raise CannotError where a matrix that is there holds what the files do not have yet."""
    from cobtrack.exchange.incoming import ImportFormatError
    from cobtrack.exchange.matrix import workbook
    from cobtrack.exchange.matrix.compare import plan_cells
    from cobtrack.model.text.wording import quantity

    other = "or give the new one another name with -o"
    try:
        sheet = workbook.read(path)
    except ImportFormatError as error:
        raise CommandError(f"{path} is there already: {error}", f"move it away, {other}") from None
    made = plan_cells(session.workspace, sheet)
    if len(made.unchanged) < made.count:
        filled = quantity(made.count - len(made.unchanged), "cell")
        hint = f"take them over with: cobtrack import {path} --write, {other}"
        raise CommandError(f"{path} is there already, and {filled} of it changed since it was exported", hint)
    if workbook.has_comments(path):
        raise CommandError(f"{path} is there already, and somebody has put comments into it", f"move it away, {other}")
    if sheet.remarks:
        raise CommandError(f"{path} is there already and was changed: {sheet.remarks[0]}", f"move it away, {other}")


def _has_the_same_number(path: Path, data: bytes) -> bool:
    """Whether another calendar lies there that a client cannot tell from this one as the older of the two."""
    from cobtrack.store.write import read_or_none

    old = read_or_none(path) or b""
    numbers = [next((line for line in one.splitlines() if line.startswith(b"SEQUENCE:")), b"") for one in (old, data)]
    return old != data and bool(numbers[0]) and numbers[0] == numbers[1]


def _calendar(workspace: Workspace, chosen: Filters, as_of: date, edition: int, note: str) -> tuple[bytes, str]:
    """The calendar, and what to say of it."""
    from cobtrack.exchange.ics import EDITIONS, calendar
    from cobtrack.model.text.wording import quantity
    from cobtrack.views import deadlines

    rows = [row for row in deadlines.states(workspace, as_of) if chosen.matches_deadline(workspace, row)]
    if not 1 <= edition <= EDITIONS:
        raise CommandError(f"a day has the editions 1 to {EDITIONS}, not {edition}", "such as --edition 2")
    undated = sum(row.when is None for row in rows)
    data = calendar(workspace, rows, as_of, [*chosen.owners, *filter(None, [note])], edition)
    left = f"; left out: {undated} without a date" if undated else ""
    return data, f": {quantity(len(rows) - undated, 'deadline')}{left}"


def _matrix(workspace: Workspace, documents: list[str], note: str) -> tuple[bytes, str]:
    from cobtrack.exchange.matrix import workbook
    from cobtrack.model.text.wording import quantity

    there = {one.id for one in workspace.documents}
    for one in documents:
        if one not in there:
            raise CommandError(f'there is no document "{one}"', f"there are {', '.join(sorted(there)) or 'none yet'}")
    rows = [one for one in workspace.recommendations if not documents or one.document in documents]
    return workbook.write(workspace, documents, note), f": {quantity(len(rows), 'recommendation')}"


def _impact(workspace: Workspace, what: str) -> tuple[bytes, str]:
    from cobtrack.exchange.sources import impact_oss

    data = impact_oss.write(workspace, what)
    return data, ""


def _thematic_list(workspace: Workspace, into: str, voice: str, as_of: date) -> tuple[bytes, str]:
    """The list with what that voice last said of each recommendation that came from it."""
    from cobtrack.exchange.sources.thematic_list import write_assessments
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.text.wording import quantity
    from cobtrack.views.assessments import latest_by_voice

    path = Path(into)
    if not into or not path.is_file():
        raise CommandError("which thematic list is to be filled in?", "name the .docx with --into UPR34.docx")
    texts = {}
    for paragraph in workspace.recommendations:
        found = latest_by_voice(paragraph, as_of).latest.get(voice)
        for origin in paragraph.origins:
            if found and origin.system == "thematic-list":
                when = format_timeframe(found.date)
                texts[origin.id] = f"{found.level.replace('-', ' ').capitalize()} ({when}). {found.reason}"
    data, filled = write_assessments(path, texts)
    return data, f": {quantity(filled, 'assessment')} filled in"
