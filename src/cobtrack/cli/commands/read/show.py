"""`cobtrack show`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, LanguageOption, Quiet, Root, complete_ids
from cobtrack.model.languages.phrases import gettext

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.model.record import Record


class ShowFormat(StrEnum):
    """The output formats for a record."""

    text = "text"
    json = "json"


def show(
    ids: Annotated[
        list[str], typer.Argument(metavar="ID", help="2.6, crc-2022:42, cerd, cncc, …", autocompletion=complete_ids)
    ],
    format: Annotated[
        ShowFormat, typer.Option("-f", "--format", metavar="NAME", help="text or json.")
    ] = ShowFormat.text,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show a record in full, with everything that links to it. Several records are shown one after the other.

    \b
      cobtrack show 2.6
      cobtrack show crc-2022:42 cerd
      cobtrack show crc-state-report --format json
      cobtrack show roadmap
    """
    from cobtrack.cli.session import open_session
    from cobtrack.views import as_json
    from cobtrack.views.details import details

    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    records = [session.find_any(identifier) for identifier in ids]
    if format is ShowFormat.json:
        rows = [
            session.with_file_and_line(record, as_json.details(details(session.workspace, record), session.as_of))
            for record in records
        ]
        session.terminal.json(session.json_document("records", rows))
        return
    with session.terminal.paged():
        for number, record in enumerate(records):
            if number:
                session.terminal.print()
            _print(session, record)


def _print(session: Session, record: Record) -> None:
    """Print a record with its heading, points, facts, links, footnotes and place.

    The links include links from other records to this record.
    """
    from rich.cells import cell_len

    from cobtrack.cli.output.details import describe
    from cobtrack.cli.output.table import padded
    from cobtrack.model.text import markup
    from cobtrack.views.details import details, heading

    terminal = session.terminal
    head, name = heading(record), session.workspace.name_of(record)
    terminal.wrapped(markup.plain_text(str(head)), " " * (len(name) + 2), f"{name}  ")
    for point in getattr(record, "points", ()):
        terminal.wrapped(markup.plain_text(point), "    ", "  - ")
    terminal.print()
    facts = [(label, text) for label, text in describe(session, record, head) if text]
    relations = details(session.workspace, record)
    previous = ""
    for relation in (*relations.links, *relations.backlinks):
        label = relation.label.replace("_", " ")
        facts.append(("" if label == previous else label, f"{relation.id}  {_title(relation.record)}".rstrip()))
        previous = label
    file = gettext("file")
    width = max(cell_len(label) for label in (file, *(label for label, _ in facts))) + 2
    for label, text in facts:
        terminal.wrapped(markup.plain_text(text), " " * width, padded(label, width))
    for name, note in getattr(record, "notes", {}).items():
        terminal.wrapped(markup.plain_text(note), "  ", f"[{name}] ")
    place = gettext("ships with cobtrack")
    if record.place.file in session.loaded.files:
        place = f"{record.place.file}:{session.locator.span(record.place).line}"
    terminal.print(padded(file, width) + place, "dim")


def _title(record: Record | None) -> str:
    """Return the title or another text that tells a reader what a record is.

    The result is "" if the record has no such text, or if `record` is None.
    """
    for name in ("title", "text", "name", "heading", "summary", "state_name"):
        if value := getattr(record, name, None):
            return str(value)
    return ""
