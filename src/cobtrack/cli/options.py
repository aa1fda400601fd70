"""Options that several commands share, and the error for invalid options."""

from __future__ import annotations

import functools
import inspect
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.errors import CobtrackError
from cobtrack.model.labels import OWNER, STATUS_WORDS, STATUSES
from cobtrack.views.filters import FILTERS, SAVED

if TYPE_CHECKING:
    from collections.abc import Callable, Collection
    from pathlib import Path


class CommandError(CobtrackError):
    """A command cannot run with the given arguments."""


LISTS = (
    "activities", "recommendations", "deadlines", "actors", "resources", "indicators", "initiatives", "actions",
    "measures", "consultations", "budgets", "data_sources",
)  # fmt: skip
"""The kinds of records for which `list` has special columns. The most important kinds come first."""
OTHER_LISTS = (
    "documents",
    "paragraphs",
    "mechanisms",
    "procedures",
    "discussions",
    "submissions",
    "rounds",
)
"""The other kinds of records, for which `list` has a simple table. Help and completion do not load the models."""


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


class DocumentFormat(StrEnum):
    """The file formats of documents."""

    html = "html"
    md = "md"
    docx = "docx"
    pdf = "pdf"


class VoiceName(StrEnum):
    """The author of assessments of recommendations."""

    government = "government"
    civil_society = "civil-society"
    children = "children"
    nhri = "nhri"
    un = "un"


class GroupedBy(StrEnum):
    """What the rows of a list are grouped by."""

    responsible = "responsible"
    group = "group"


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
LanguageOption = Annotated[
    str,
    typer.Option("--language", metavar="CODE", envvar="COBTRACK_LANGUAGE", show_envvar=False,
                 help="Use this language of the workspace, for example km (default: the first)."),
]  # fmt: skip
AudienceOption = Annotated[
    AudienceName,
    typer.Option(
        "--audience", metavar="NAME", help="Who will read it: public, committee, or members (who see everything)."
    ),
]
FormatOption = Annotated[Format, typer.Option("-f", "--format", metavar="NAME", help="table, json or csv.")]
ByOption = Annotated[
    GroupedBy | None,
    typer.Option(
        "--by", metavar="ROLE", help="Group by who leads and answers for it (responsible), or by working group (group)."
    ),
]
ColorOption = Annotated[Color, typer.Option("--color", metavar="WHEN", help="auto, always or never.")]
DryRun = Annotated[bool, typer.Option("-n", "--dry-run", help="Show the change without writing it.")]
DryRunOfFiles = Annotated[bool, typer.Option("-n", "--dry-run", help="List what would be written.")]
Quiet = Annotated[bool, typer.Option("-q", "--quiet", help="Print only the result and errors.")]
_SAVED_HELP = "Only what matches a filter saved under this name in cobtrack.yaml."
FilterTexts = dict[str, list[str]]
"""What the user typed for each filter, keyed by the name of the filter."""


def _complete(kind: str, context: typer.Context, incomplete: str) -> list[str]:
    """Return the values of a kind that begin with `incomplete`.

    `kind` is the name of a filter, or "id" for all ids in the workspace.
    """
    from cobtrack.store import ids

    if kind == "owner":
        return [word for word in OWNER if word.startswith(incomplete)]
    return complete_from(context, lambda root: ids.starting_with(root, kind, incomplete))


def complete_from(context: typer.Context, search: Callable[[Path], list[str]]) -> list[str]:
    """Return what `search` finds in the folder of the workspace; nothing if there is no workspace."""
    import os
    from pathlib import Path

    from cobtrack.store.root import WorkspaceNotFoundError, find_root

    root = context.params.get("root") or os.environ.get("COBTRACK_ROOT", "")
    try:
        return search(Path(root) if root else find_root(Path.cwd()))
    except (WorkspaceNotFoundError, OSError):
        return []


def complete_ids(context: typer.Context, incomplete: str) -> list[str]:
    """Return all ids in the workspace that begin with `incomplete`. The shell calls this for completion."""
    return _complete("id", context, incomplete)


def complete_names(context: typer.Context, incomplete: str) -> list[str]:
    """Return the ids, and the names of the records without ids, that begin with `incomplete`."""
    names = ["roadmap", "settings", *(f"pillar-{number}" for number in _complete("pillar", context, ""))]
    return [*complete_ids(context, incomplete), *(name for name in names if name.startswith(incomplete))]


def takes_filters(
    kind: str = "", statuses: str = "overdue, urgent, …", without: Collection[str] = ()
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command the options for all filters, in place of its parameter `filters`.

    The command receives what the user typed, keyed by the name of the filter. `kind` is the kind of list that the
    command shows, a key of STATUSES, or "" if it shows several kinds. `statuses` has examples of statuses for the help.
    The filters in `without` are left out.
    """

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        names = [name for name in (*FILTERS, SAVED) if name not in without]
        options = [_filter_parameter(name, kind, statuses) for name in names]

        @functools.wraps(command)
        def run(**values: Any) -> None:
            command(filters={name: values.pop(name) for name in names}, **values)

        parameters = inspect.signature(command, eval_str=True).parameters.values()
        groups = (options if parameter.name == "filters" else [parameter] for parameter in parameters)
        run.__dict__["__signature__"] = inspect.Signature([parameter for group in groups for parameter in group])
        return run

    return decorate


def _filter_parameter(name: str, kind: str, statuses: str) -> inspect.Parameter:
    def complete(context: typer.Context, incomplete: str) -> list[str]:
        if name == "status":
            return [word for word in STATUSES.get(kind, STATUS_WORDS) if word.startswith(incomplete)]
        return _complete(name, context, incomplete)

    metavar, text = ("NAME", _SAVED_HELP) if name == SAVED else (FILTERS[name].metavar, FILTERS[name].help)
    text = text.format(statuses=statuses)
    option = typer.Option(f"--{name}", metavar=metavar, help=text, autocompletion=complete)
    annotation = Annotated[list[str], option]
    return inspect.Parameter(name, inspect.Parameter.POSITIONAL_OR_KEYWORD, default=[], annotation=annotation)


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
