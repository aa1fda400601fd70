"""Options that several commands share, and the error for invalid options."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.errors import CobtrackError
from cobtrack.model.labels import OWNER
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from pathlib import Path


class CommandError(CobtrackError):
    """A command cannot run with the given arguments."""


LISTS = (
    "activities", "recommendations", "deadlines", "actors", "resources", "indicators", "initiatives", "actions",
)  # fmt: skip
"""The kinds of records for which `list` has special columns. The most important kinds come first."""
OTHER_LISTS = ("documents", "paragraphs", "measures", "mechanisms", "procedures", "discussions")
"""The other kinds of records, for which `list` has a simple table. Help and completion do not load the models."""
UNDO_HINT = "Not what you meant? cobtrack undo"
"""What commands print after they have written data files."""


class Color(StrEnum):
    """When to use colour."""

    auto = "auto"
    always = "always"
    never = "never"


class AudienceName(StrEnum):
    """The audience of a document."""

    public = "public"
    committee = "committee"
    members = "members"


class VoiceName(StrEnum):
    """The author of assessments of recommendations."""

    government = "government"
    civil_society = "civil-society"
    children = "children"
    nhri = "nhri"
    un = "un"


class Format(StrEnum):
    """The output formats for a result."""

    table = "table"
    json = "json"
    csv = "csv"


Root = Annotated[
    str,
    typer.Option("-C", "--root", metavar="DIR", envvar="COBTRACK_ROOT", show_envvar=False,
                 help="The workspace (default: this folder or a parent folder)."),
]  # fmt: skip
AsOf = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", envvar="COBTRACK_AS_OF", show_envvar=False,
                 help="Use this date instead of today's, for example 2026-02-01."),
]  # fmt: skip
AudienceOption = Annotated[
    AudienceName,
    typer.Option(
        "--audience", metavar="NAME", help="Who will read it: public, committee, or members (who see everything)."
    ),
]
FormatOption = Annotated[Format, typer.Option("-f", "--format", metavar="NAME", help="table, json or csv.")]
ColorOption = Annotated[Color, typer.Option("--color", metavar="WHEN", help="auto, always or never.")]
DryRun = Annotated[bool, typer.Option("-n", "--dry-run", help="Show the change without writing it.")]
DryRunOfFiles = Annotated[bool, typer.Option("-n", "--dry-run", help="List what would be written.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print only the result and errors.")]


def _complete(kind: str, context: typer.Context, incomplete: str) -> list[str]:
    """Return the words of a kind that begin with `incomplete`.

    If `kind` is "owner", the words are the owners of deadlines. Otherwise, they are ids in the workspace.
    """
    import os
    from pathlib import Path

    from cobtrack.store import ids
    from cobtrack.store.root import WorkspaceNotFoundError, find_root

    if kind == "owner":
        return [word for word in OWNER if word.startswith(incomplete)]
    root = context.params.get("root") or os.environ.get("COBTRACK_ROOT", "")
    try:
        return ids.starting_with(Path(root) if root else find_root(Path.cwd()), kind, incomplete)
    except (WorkspaceNotFoundError, OSError):
        return []


def complete_ids(context: typer.Context, incomplete: str) -> list[str]:
    """Return all ids in the workspace that begin with `incomplete`. The shell calls this for completion."""
    return _complete("id", context, incomplete)


def _filter(name: str, metavar: str, text: str) -> typer.models.OptionInfo:
    def complete(context: typer.Context, incomplete: str) -> list[str]:
        return _complete(name, context, incomplete)

    option: typer.models.OptionInfo = typer.Option(f"--{name}", metavar=metavar, help=text, autocompletion=complete)
    return option


def _status(kind: str, examples: str) -> typer.models.OptionInfo:
    """Return the option --status for a command. `kind` is the kind of record that the command shows.

    If the command shows several kinds, `kind` is "".
    """

    def complete(incomplete: str) -> list[str]:
        from cobtrack.views.status_words import STATUS_WORDS, STATUSES

        words = STATUSES.get(kind, STATUS_WORDS)
        return [word for word in words if word.startswith(incomplete)]

    text = f"Only with this status: {examples}"
    option: typer.models.OptionInfo = typer.Option("--status", metavar="WORD", help=text, autocompletion=complete)
    return option


PillarFilter = Annotated[list[str], _filter("pillar", "N", "Only these pillars (repeatable, or comma-separated: 1,2).")]
RoadmapStatus = Annotated[list[str], _status("", "done, overdue, stale, …; for recommendations: urgent, partly, …")]
DeadlineStatus = Annotated[list[str], _status("deadlines", "overdue, due-soon, unknown, …")]
RecommendationStatus = Annotated[list[str], _status("recommendations", "urgent, repeated, partly, …")]
TimelineStatus = Annotated[list[str], _status("timeline", "overdue, not-reported, due-soon, …")]
ListStatus = Annotated[list[str], _status("", "overdue, stale, …; for recommendations: urgent, repeated, …")]
ActorFilter = Annotated[list[str], _filter("actor", "ID", "Only what this organisation is responsible for.")]
TwgFilter = Annotated[
    list[str], typer.Option("--twg", metavar="N", help="Only what belongs to this thematic working group.")
]
OwnerFilter = Annotated[list[str], _filter("owner", "WHO", f"Only deadlines of: {join([*OWNER], 'or')}.")]
MechanismFilter = Annotated[list[str], _filter("mechanism", "ID", "Only what belongs to this mechanism: crc, upr, …")]


def workspace_folder(root: str) -> Path:
    """Return the folder of the workspace. `root` is the value of the option --root, or "".

    If `root` is "", the workspace is searched for in the current folder and then in its parent folders. Raises
    WorkspaceNotFoundError if there is no workspace. Raises CommandError if `root` is not a folder.
    """
    from pathlib import Path

    from cobtrack.store.root import MARKER, find_root

    folder = Path(root) if root else find_root(Path.cwd())
    if root and not folder.is_dir():
        raise CommandError(f"there is no folder {root}", f"--root takes the folder that contains {MARKER}")
    return folder
