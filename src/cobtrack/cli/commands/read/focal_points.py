"""`cobtrack focal-points`."""

from __future__ import annotations

import os
import stat
import sys
from contextlib import suppress
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import (
    AsOf,
    Color,
    ColorOption,
    CommandError,
    FilterTexts,
    LanguageOption,
    Quiet,
    Root,
    takes_filters,
)  # fmt: skip
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.views.filters import FILTERS, SAVED

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.output.table import Cell
    from cobtrack.cli.session import Session
    from cobtrack.model.internal.focal_point import FocalPoint
    from cobtrack.views.internal.focal_points import Answering, FocalPointViews

_FILTERS = {"actor", "pillar", "twg"}


class Grouping(StrEnum):
    """The records by which focal points can be grouped."""

    activity = "activity"
    group = "group"
    organisation = "organisation"


@takes_filters(without={*FILTERS, SAVED} - _FILTERS)
def focal_points(
    filters: FilterTexts,
    by: Annotated[
        Grouping | None, typer.Option("--by", metavar="WHAT", help="Group by activity, group or organisation.")
    ] = None,
    missing: Annotated[bool, typer.Option("--missing", help="List the activities that have no focal point.")] = False,
    output: Annotated[
        str,
        typer.Option("-o", "--output", metavar="PATH", help="Write an address list (.csv or .xlsx) that git ignores."),
    ] = "",
    force: Annotated[bool, typer.Option("--force", help="Overwrite a file that is no earlier address list.")] = False,
    create: Annotated[bool, typer.Option("--create", help="Create the file, with an example to fill in.")] = False,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """List the focal points, whom only the secretariat knows. They are in data/focal-points.internal.yaml.

    \b
      cobtrack focal-points --create
      cobtrack focal-points --by activity --pillar 2
      cobtrack focal-points --missing
      cobtrack focal-points --twg 3 -o focal-points.internal.xlsx

    No other command but validate reads this file, and git ignores it. An address list has only the people who agreed
    to be listed.
    """
    from cobtrack.cli.session import open_session
    from cobtrack.store.files import FOCAL_POINTS_FILE
    from cobtrack.store.focal_points import read_focal_points
    from cobtrack.views.internal.focal_points import FocalPointViews

    chosen = {"--create": create, "--by": by is not None, "--missing": missing, "-o": bool(output)}
    if len(names := [name for name, is_chosen in chosen.items() if is_chosen]) > 1:
        raise CommandError(f"{names[0]} and {names[1]} cannot be combined", "leave one of them out")
    session = open_session(root, as_of, color, language=language, quiet=quiet)
    if create:
        _create(session)
        return
    settings = session.workspace.settings
    found = read_focal_points(session.loaded.root, [*([language] if language else []), *settings.languages])
    if found is None:
        hint = "to create it with an example to fill in: cobtrack focal-points --create"
        raise CommandError(f"there is no {FOCAL_POINTS_FILE} yet", hint)
    views = FocalPointViews(session.workspace, session.as_of, session.parse_filters(filters), found.focal_points)
    if output:
        _write(session, Path(output), views.focal_points, force=force)
    else:
        _show(session, views, by, missing=missing)
    if found.problems:
        text = f'{FOCAL_POINTS_FILE} has mistakes, so some entries may be missing; run "cobtrack validate"'
        session.terminal.notify(text, "note")


def _create(session: Session) -> None:
    """Write a new file of focal points. `undo` does not know about it, because it keeps copies of what it knows."""
    from cobtrack.model.internal.focal_point import EXAMPLE
    from cobtrack.store.files import FOCAL_POINTS_FILE
    from cobtrack.store.public_files import is_ignored
    from cobtrack.store.write import replace_all, resolve_inside

    path = resolve_inside(session.loaded.root, FOCAL_POINTS_FILE)
    if os.path.lexists(path):
        raise CommandError(f"{FOCAL_POINTS_FILE} already exists", "open it in a text editor")
    if not is_ignored(path):
        message = f"git does not ignore {FOCAL_POINTS_FILE}, so it would be published"
        raise CommandError(message, "add the line *.internal.yaml to .gitignore first")
    replace_all({path: (None, EXAMPLE.encode())})
    session.terminal.notify(_("Wrote %(file)s", file=FOCAL_POINTS_FILE))


def _write(session: Session, path: Path, focal_points: Sequence[FocalPoint], *, force: bool) -> None:
    """Write the address list. Nothing keeps a copy of it, so `undo` cannot take it back."""
    from cobtrack.cli.output.files import display_path
    from cobtrack.editing.outputs import Output, content_to_replace, refuse_public_place
    from cobtrack.exchange.address_list import address_list, is_address_list
    from cobtrack.store.write import replace_all

    if path.suffix not in {".csv", ".xlsx"}:
        raise CommandError(f"{path} is neither a .csv nor an .xlsx file", "such as -o focal-points.internal.xlsx")
    refuse_public_place(path, session.loaded.root)
    agreed = [focal_point for focal_point in focal_points if focal_point.agreed]
    data = address_list(session.workspace, agreed, is_spreadsheet=path.suffix == ".xlsx")
    replace_all({path: (content_to_replace(Output(path, data, is_address_list), force=force), data)})
    people = ngettext("%(num)s person", "%(num)s people", len(agreed))
    session.terminal.notify(_("Wrote %(file)s: %(people)s", file=display_path(path), people=people))
    if left_out := len(focal_points) - len(agreed):
        text = ngettext(
            "%(num)s person is left out, because it is not recorded that the person agreed to be listed",
            "%(num)s people are left out, because it is not recorded that they agreed to be listed",
            left_out,
        )
        session.terminal.notify(text, "note")


def _refuse_file() -> None:
    """Raise CommandError if standard output goes to a file, because nothing checks that this file stays private."""
    with suppress(OSError, ValueError):
        if stat.S_ISREG(os.fstat(sys.stdout.fileno()).st_mode):
            message = "names and contacts are not written to a file that might be published"
            raise CommandError(message, "write an address list: -o focal-points.internal.csv")


def _show(session: Session, views: FocalPointViews, by: Grouping | None, *, missing: bool) -> None:
    _refuse_file()
    if missing:
        _show_missing(session, views.by_activity())
    elif by is None:
        _show_list(session, views.focal_points)
    else:
        rows = {
            Grouping.activity: views.by_activity,
            Grouping.group: views.by_group,
            Grouping.organisation: views.by_organisation,
        }[by]()
        _show_grouped(session, by.value, rows)


def _show_list(session: Session, focal_points: Sequence[FocalPoint]) -> None:
    from cobtrack.cli.output.table import Cell
    from cobtrack.exchange.address_list import labels

    names = ["name", "organisation", "groups", "pillars", "activities", "language", "since", "agreed", "contact"]
    rows: list[list[Cell | str]] = [
        [
            Cell(str(focal_point.name), "bold"),
            labels(session.workspace, [focal_point.organisation]),
            labels(session.workspace, focal_point.groups) or "-",
            ", ".join(map(str, focal_point.pillars)) or "-",
            ", ".join(focal_point.activities) or "-",
            focal_point.language or "-",
            str(focal_point.since or "-"),
            str(focal_point.agreed) if focal_point.agreed else Cell(_("no"), "yellow"),
            focal_point.contact or "-",
        ]
        for focal_point in focal_points
    ]
    _print(session, names, ["since", "language", "agreed", "pillars", "activities", "groups"], rows)
    if not rows:
        session.terminal.notify(_("no focal points match"), "note")


def _show_grouped(session: Session, name: str, rows: Sequence[Answering]) -> None:
    """Print each record with its focal points, one in each line. The record is named in the first of these lines."""
    from cobtrack.cli.output.table import Cell
    from cobtrack.exchange.address_list import labels

    lines: list[list[Cell | str]] = []
    for row in rows:
        title = row.record.id if name == "activity" else labels(session.workspace, [row.record.id])
        if not row.focal_points:
            lines.append([Cell(title, "bold"), Cell("-", "dim"), "-", "-"])
        for number, focal_point in enumerate(row.focal_points):
            organisation = labels(session.workspace, [focal_point.organisation])
            head = Cell("" if number else title, "bold")
            lines.append([head, str(focal_point.name), organisation, focal_point.contact or "-"])
    names = [name, "focal point", "organisation", "contact"]
    if name == "organisation":
        # The first column has it already.
        names, lines = [name, "focal point", "contact"], [[*line[:2], line[3]] for line in lines]
    _print(session, names, [], lines)
    if without := sum(not row.focal_points for row in rows):
        text = _("%(count)s of %(total)s have no focal point", count=str(without), total=str(len(rows)))
        session.terminal.notify(text, "note")


def _show_missing(session: Session, rows: Sequence[Answering]) -> None:
    from cobtrack.cli.output.table import Cell
    from cobtrack.exchange.address_list import labels
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.text import markup

    activities = [row.record for row in rows if isinstance(row.record, Activity) and not row.focal_points]
    lines: list[list[Cell | str]] = [
        [
            Cell(activity.id, "bold"),
            labels(session.workspace, activity.responsible) or "-",
            markup.plain_text(activity.text),
        ]
        for activity in activities
    ]
    _print(session, ["id", "responsible", "activity"], ["responsible"], lines)
    if not activities:
        empty = _("the workspace has no %(kind)s yet", kind="activities")
        all_have = _("every open activity has a focal point")
        session.terminal.notify(all_have if session.workspace.activities else empty, "note")


def _print(session: Session, names: list[str], droppable: list[str], rows: Sequence[Sequence[Cell | str]]) -> None:
    from cobtrack.cli.output.table import Table, column_heads

    if rows:
        table = Table(column_heads(names), rows=list(rows), droppable=[names.index(name) for name in droppable])
        with session.terminal.paged():
            session.terminal.table(table)
