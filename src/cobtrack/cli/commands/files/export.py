"""`cobtrack export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from cobtrack.cli.options import (
    AsOf,
    AudienceName,
    AudienceOption,
    Color,
    ColorOption,
    CommandError,
    DryRunOfFiles,
    FilterTexts,
    LanguageOption,
    Quiet,
    Root,
    VoiceName,
    complete_ids,
    takes_filters,
)  # fmt: skip
from cobtrack.model.labels import ASSESSED_LEVEL
from cobtrack.model.languages.phrases import spoken
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from cobtrack.cli.session import Session
    from cobtrack.model.record import Audience
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.filters import Filters
    from cobtrack.views.selection import Selection


class _Request(NamedTuple):
    """The options of an export, in the form that the export functions need."""

    workspace: Workspace
    """The workspace with only the data that the audience is allowed to see."""
    as_of: date
    filters: Filters
    selection: Selection
    """The records that match the filters."""
    thematic_list: str
    """The path of the thematic list to fill in, or "" if no list is given."""
    voice: str
    edition: int
    audience: Audience
    root: Path
    language: str
    """The code of the language that the export is in."""
    indicator: str
    """The id of the only indicator whose values are exported; "" for all."""


class _ExportKind(NamedTuple):
    """A kind of export.

    It has the names of its options, and a function that returns the content of the exported file and a remark. The
    filters for the kind of list in `records` apply to it. If `records` is "", no filter applies.
    """

    records: str
    options: tuple[str, ...]
    build: Callable[[_Request], tuple[bytes, str]]


def _calendar(request: _Request) -> tuple[bytes, str]:
    """Return the content of the calendar file, and a remark on the number of deadlines in it."""
    from cobtrack.exchange.ics import EDITIONS, calendar
    from cobtrack.model.text.wording import quantity
    from cobtrack.views import deadlines

    workspace, as_of = request.workspace, request.as_of
    rows = [row for row in deadlines.states(workspace, as_of) if request.selection.matches(row.deadline)]
    if not 1 <= request.edition <= EDITIONS:
        message = f"--edition takes a number from 1 to {EDITIONS}, not {request.edition}"
        raise CommandError(message, "such as --edition 2")
    undated = sum(row.when is None for row in rows)
    data = calendar(
        workspace, rows, as_of, owners=request.filters["owner"], audience=request.audience, edition=request.edition
    )
    omitted = f"; {undated} without a date left out" if undated else ""
    return data, f": {quantity(len(rows) - undated, 'deadline')}{omitted}"


def _matrix(request: _Request) -> tuple[bytes, str]:
    """Return the content of the matrix file, and a remark on the number of recommendations in it."""
    from cobtrack.exchange.matrix import workbook
    from cobtrack.model.text.wording import quantity

    recommendations = list(filter(request.selection.matches, request.workspace.recommendations))
    data = workbook.write(request.workspace, recommendations, audience=request.audience)
    return data, f": {quantity(len(recommendations), 'recommendation')}"


def _sqlite(request: _Request) -> tuple[bytes, str]:
    """Return the database with all records, and a remark on the number of recommendations in it."""
    from sqlite3 import OperationalError

    from cobtrack.exchange.sqlite.database import database
    from cobtrack.model.text.wording import quantity
    from cobtrack.render.json_schema import field_docstrings

    try:
        data = database(
            request.workspace,
            request.as_of,
            audience=request.audience,
            language=request.language,
            descriptions=field_docstrings,
        )
    except OperationalError as error:
        raise CommandError(f"the database cannot be written: {error}", "check the space for temporary files") from None
    return data, f": {quantity(len(request.workspace.recommendations), 'recommendation')}"


def _owed(request: _Request) -> tuple[bytes, str]:
    """Return the content of the file that says who owes what, and a remark on the number of organisations.

    Raises CommandError unless the file is for members.
    """
    from cobtrack.exchange import owed_sheet
    from cobtrack.model.text.wording import quantity

    if request.audience != "members":
        raise CommandError("who owes what is for members only", "add --audience members")
    data, count = owed_sheet.write(request.workspace, request.as_of, request.selection.matches)
    return data, f": {quantity(count, 'organisation')}"


def _template(request: _Request) -> tuple[bytes, str]:
    from cobtrack.exchange.template import workbook

    return workbook.write(request.workspace), ""


def _phrases(request: _Request) -> tuple[bytes, str]:
    from cobtrack.editing.spreadsheets.phrases import phrases_for_translators

    return phrases_for_translators(request.root, request.language)


def _values(request: _Request) -> tuple[bytes, str]:
    """Return the table of the values of indicators, and a remark on the number of values."""
    from cobtrack.exchange import values
    from cobtrack.model.text.wording import quantity

    indicators = list(filter(request.selection.matches, request.workspace.indicators))
    if request.indicator:
        indicators = [row for row in indicators if request.indicator in {row.id, *row.formerly}]
        if not indicators:
            message = f'there is no indicator "{request.indicator}" that the audience may see and the filters match'
            raise CommandError(message, "to list them: cobtrack list indicators")
    data, count = values.write(indicators, request.as_of, with_names=not request.indicator)
    return data, f": {quantity(count, 'value')}"


def _impact(request: _Request, table: str) -> tuple[bytes, str]:
    from cobtrack.exchange.sources import impact_oss

    return impact_oss.write(request.workspace, table), ""


def _thematic_list(request: _Request) -> tuple[bytes, str]:
    """Return the thematic list with assessments filled in, and a remark on their number.

    Each recommendation gets the latest assessment by the requested voice.
    """
    from cobtrack.exchange.sources.thematic_list import write_assessments
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.model.languages.phrases import gettext
    from cobtrack.model.text.wording import quantity, upper_first
    from cobtrack.views.assessments import latest_by_voice

    path = Path(request.thematic_list)
    if not request.thematic_list or not path.is_file():
        message = f"{path} is not an ordinary file" if path.exists() else f"there is no file {path}"
        message = message if request.thematic_list else "--into is missing"
        raise CommandError(message, "name the thematic list to fill in, such as --into UPR34.docx")
    texts = {}
    for paragraph in request.workspace.recommendations:
        assessment = latest_by_voice(paragraph, request.as_of).latest.get(request.voice)
        for origin in paragraph.origins:
            if assessment and origin.system == "thematic-list":
                level = upper_first(ASSESSED_LEVEL[assessment.level].singular)
                said = gettext("%(level)s (%(date)s).", level=level, date=format_timeframe(assessment.date))
                texts[origin.id] = f"{said} {assessment.reason}"
    data, count = write_assessments(path, texts)
    return data, f": {quantity(count, 'assessment')} filled in"


_EXPORTS = {
    "deadlines.ics": _ExportKind("deadlines", ("edition",), _calendar),
    "matrix.xlsx": _ExportKind("recommendations", (), _matrix),
    "template.xlsx": _ExportKind("", (), _template),
    "data.sqlite": _ExportKind("", (), _sqlite),
    "owed.xlsx": _ExportKind("actions", (), _owed),
    "phrases.xlsx": _ExportKind("", (), _phrases),
    "impact-recommendations.csv": _ExportKind("", (), lambda request: _impact(request, "recommendations")),
    "impact-measures.csv": _ExportKind("", (), lambda request: _impact(request, "measures")),
    "impact-indicators.csv": _ExportKind("", (), lambda request: _impact(request, "indicators")),
    "values.csv": _ExportKind("indicators", ("indicator",), _values),
    "thematic-list.docx": _ExportKind("", ("into", "voice"), _thematic_list),
}


@takes_filters(statuses="due-soon, …; for matrix.xlsx: urgent, …")
def export(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            autocompletion=lambda incomplete: [name for name in _EXPORTS if name.startswith(incomplete)],
            help=f"{join([*_EXPORTS], 'or')}.",
        ),
    ],
    filters: FilterTexts,
    indicator: Annotated[
        str,
        typer.Option(
            "--indicator",
            metavar="ID",
            autocompletion=complete_ids,
            help="Of values.csv: only the values of this indicator.",
        ),
    ] = "",
    into: Annotated[str, typer.Option("--into", metavar="FILE", help="The thematic list (.docx) to fill in.")] = "",
    voice: Annotated[
        VoiceName | None,
        typer.Option("--voice", metavar="NAME", help="Whose assessments to fill in (default: civil-society)."),
    ] = None,
    edition: Annotated[
        int,
        typer.Option("--edition", metavar="N", help="Use 2 for a second calendar on the same day, and so on."),
    ] = 1,
    output: Annotated[
        str,
        typer.Option(
            "-o", "--output", metavar="PATH", help="Where to write (default: NAME), or - for standard output."
        ),
    ] = "",
    force: Annotated[
        bool, typer.Option("--force", help="Overwrite the file even if it is not an earlier export or was changed.")
    ] = False,
    dry_run: DryRunOfFiles = False,
    audience: AudienceOption = AudienceName.public,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Export data for other programs.

    The formats are a database, a calendar, a matrix, a template for recommendations, and others, as listed below.

    \b
      cobtrack export deadlines.ics --owner children -o children.ics
      cobtrack export matrix.xlsx --document crc-2022 --audience members
      cobtrack export owed.xlsx --audience members
      cobtrack export template.xlsx
      cobtrack export data.sqlite
      cobtrack export phrases.xlsx --language km
      cobtrack export values.csv --indicator children-at-school
      cobtrack export thematic-list.docx --into UPR34.docx
    """
    from cobtrack.cli.session import open_session
    from cobtrack.editing.check import require_valid
    from cobtrack.editing.outputs import refuse_place
    from cobtrack.exchange.incoming import ImportFormatError
    from cobtrack.model.audience import for_audience
    from cobtrack.views.selection import Selection

    _check_options(name, {**filters, "indicator": indicator, "into": into, "voice": voice, "edition": edition != 1})
    if dry_run and output == "-":
        raise CommandError("--dry-run and -o - cannot be combined", "leave one of them out")
    session = open_session(root, as_of, color, language=language, quiet=quiet, note=False)
    workspace = for_audience(session.workspace, audience.value)
    chosen = session.parse_filters(filters, _EXPORTS[name].records)
    request = _Request(
        workspace=workspace,
        as_of=session.as_of,
        filters=chosen,
        selection=Selection(workspace, session.as_of, chosen),
        thematic_list=into,
        voice=(voice or VoiceName.civil_society).value,
        edition=edition,
        audience=audience.value,
        root=session.loaded.root,
        language=spoken().code,
        indicator=indicator,
    )
    path = _path(name, output, audience)
    if output != "-":
        refuse_place(path, session.loaded.root)
        if into and path.exists() and path.samefile(into):
            raise CommandError(
                f"{path} is the list that --into names", "choose another name for the filled-in list with -o"
            )
    require_valid(session.loaded, session.as_of)
    try:
        data, remark = _EXPORTS[name].build(request)
    except ImportFormatError as error:
        raise CommandError(f"{into}: {error.message}", error.hint) from None
    if output == "-":
        from cobtrack.cli.output.files import print_file

        print_file(name, data)
    else:
        export_ = _Export(name, path, data, remark, Path(into))
        _write(session, export_, dry_run=dry_run, force=force, next_edition=edition + 1)


def _check_options(name: str, options: Mapping[str, object]) -> None:
    """Raise CommandError if there is no export called `name`, or if an option does not apply to the export."""
    if name not in _EXPORTS:
        from cobtrack.model.text.suggestions import close_matches, did_you_mean

        without_endings = {known.partition(".")[0]: known for known in _EXPORTS}
        close = close_matches(name.partition(".")[0], tuple(_EXPORTS), without_endings)
        hint = did_you_mean(close, f"use one of {', '.join(_EXPORTS)}")
        raise CommandError(f'there is no export "{name}"', hint)
    for option, value in options.items():
        if value and option not in _options(_EXPORTS[name]):
            names = ", ".join(other for other, kind in _EXPORTS.items() if option in _options(kind))
            raise CommandError(f"--{option} does not apply to {name}", f"--{option} is for {names}")


def _options(kind: _ExportKind) -> tuple[str, ...]:
    """Return the names of the options that apply to a kind of export, including its filters."""
    from cobtrack.views.selection import applicable_filters

    return (*kind.options, *(applicable_filters(kind.records) if kind.records else ()))


def _path(name: str, output: str, audience: AudienceName) -> Path:
    """Return the path for the exported file, which is `output` if the user gave it.

    Otherwise, a public export goes to the current folder, and any other export to a folder that git ignores.
    """
    from cobtrack.store.write import resolve_inside

    if output:
        return Path(output)
    return resolve_inside(Path.cwd(), name if audience is AudienceName.public else f"{audience.value}/{name}")


class _Export(NamedTuple):
    """An export that is ready to be written."""

    name: str
    path: Path
    data: bytes
    remark: str
    thematic_list: Path

    def may_replace(self, content: bytes) -> bool:
        """Whether a file with this content may be replaced, because it is an earlier export of the same kind."""
        if self.name.endswith(".ics"):
            from cobtrack.exchange.ics import is_earlier_calendar

            return is_earlier_calendar(content, self.data)
        if self.name == "template.xlsx":
            from cobtrack.exchange.template.workbook import is_blank

            return is_blank(self.path)
        if self.name.endswith(".sqlite"):
            from cobtrack.exchange.sqlite.database import is_database

            return is_database(content)
        if self.name.endswith(".docx"):
            from cobtrack.exchange.sources.thematic_list import is_filled_in_copy

            return is_filled_in_copy(content, self.thematic_list)
        # An earlier table has the same header. A matrix has already been compared cell by cell.
        return self.name.endswith(".xlsx") or _first_line(content) == _first_line(self.data)


def _first_line(content: bytes) -> bytes:
    return content.partition(b"\n")[0].strip()


def _write(session: Session, export: _Export, *, dry_run: bool, force: bool, next_edition: int) -> None:
    from cobtrack.cli.output.files import OutputFiles

    if export.name == "matrix.xlsx" and export.path.exists() and not force:
        from cobtrack.editing.spreadsheets.matrix import refuse_filled_in

        refuse_filled_in(session.workspace, export.path)
    keeps_old_dates = export.name == "deadlines.ics" and _has_same_sequence(export.path, export.data)
    files = OutputFiles(
        session.loaded.root, f"export {export.name}", dry_run=dry_run, force=force, terminal=session.terminal
    )
    files.add(export.path, export.data, export.may_replace, remark=export.remark)
    files.finish()
    if keeps_old_dates:
        text = (
            "calendar programs that have already read a calendar exported today might keep the dates of that calendar"
        )
        session.terminal.notify(f"{text}; to avoid this, add --edition {next_edition}", "note")


def _has_same_sequence(path: Path, calendar: bytes) -> bool:
    from cobtrack.exchange.ics import has_same_sequence
    from cobtrack.store.write import read_or_none

    return has_same_sequence(read_or_none(path) or b"", calendar)
