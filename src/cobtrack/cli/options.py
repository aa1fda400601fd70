"""The options that commands share, and the errors that end a command."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from cobtrack.errors import CobtrackError
from cobtrack.model.labels import OWNER
from cobtrack.model.text.wording import join


class CommandError(CobtrackError):
    """A command cannot do what its arguments say."""


LISTS = (
    "activities", "recommendations", "deadlines", "actors", "resources", "indicators", "initiatives", "actions",
)  # fmt: skip
"""What `list` can list."""


class Color(StrEnum):
    """When to use colour."""

    auto = "auto"
    always = "always"
    never = "never"


class AudienceName(StrEnum):
    """Whom a document is for."""

    public = "public"
    committee = "committee"
    members = "members"


class Format(StrEnum):
    """How to print a result."""

    table = "table"
    json = "json"
    csv = "csv"


Root = Annotated[
    str,
    typer.Option("-C", "--root", metavar="DIR", envvar="COBTRACK_ROOT", show_envvar=False,
                 help="The workspace's folder; else the nearest one upwards with a cobtrack.yaml."),
]  # fmt: skip
AsOf = Annotated[
    str,
    typer.Option("--as-of", metavar="DATE", envvar="COBTRACK_AS_OF", show_envvar=False,
                 help="Take this day (2026-02-01) as today."),
]  # fmt: skip
AudienceOption = Annotated[
    AudienceName,
    typer.Option("--audience", metavar="NAME", help="Whom it is for: public, committee or members, who see all."),
]
FormatOption = Annotated[Format, typer.Option("-f", "--format", metavar="NAME", help="table, json or csv.")]
ColorOption = Annotated[Color, typer.Option("--color", metavar="WHEN", help="auto, always or never.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Only the result and errors.")]


def _complete(kind: str, context: typer.Context, incomplete: str) -> list[str]:
    """Words from the workspace at hand that begin like this; nothing where there is none."""
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
    """Ids, for the shell's completion."""
    return _complete("id", context, incomplete)


def _filter(name: str, metavar: str, text: str) -> typer.models.OptionInfo:
    def complete(context: typer.Context, incomplete: str) -> list[str]:
        return _complete(name, context, incomplete)

    option: typer.models.OptionInfo = typer.Option(f"--{name}", metavar=metavar, help=text, autocompletion=complete)
    return option


def _status(kind: str, examples: str) -> typer.models.OptionInfo:
    """The filter by status of a command that is about this kind of thing; without one, of what is about several."""

    def complete(incomplete: str) -> list[str]:
        from cobtrack.views.filters import STATUS_WORDS, STATUSES

        words = STATUSES.get(kind, STATUS_WORDS)
        return [word for word in words if word.startswith(incomplete)]

    text = f"Only what stands so: {examples}"
    option: typer.models.OptionInfo = typer.Option("--status", metavar="WORD", help=text, autocompletion=complete)
    return option


PillarFilter = Annotated[list[str], _filter("pillar", "N", "Only these pillars; repeat it, or 1,2.")]
RoadmapStatus = Annotated[list[str], _status("", "done, overdue, stale, …; of recommendations urgent, partly, …")]
DeadlineStatus = Annotated[list[str], _status("deadlines", "overdue, due-soon, unknown, tentative, …")]
RecommendationStatus = Annotated[list[str], _status("recommendations", "urgent, repeated, outdated, partly, …")]
TimelineStatus = Annotated[list[str], _status("timeline", "overdue, not-reported, due-soon, …")]
ListStatus = Annotated[list[str], _status("", "overdue, stale, …; of recommendations urgent, repeated, …")]
ActorFilter = Annotated[list[str], _filter("actor", "ID", "Only what this organisation is responsible for.")]
TwgFilter = Annotated[list[str], typer.Option("--twg", metavar="N", help="Only what this thematic working group does.")]
OwnerFilter = Annotated[list[str], _filter("owner", "WHO", f"Only what they owe: {join([*OWNER], 'or')}.")]
MechanismFilter = Annotated[list[str], _filter("mechanism", "ID", "Only what belongs to this mechanism: crc, upr, …")]
