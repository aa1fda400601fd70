"""`cobtrack validate`."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, Quiet, Root

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Problem
    from cobtrack.store.changed_lines import ChangedLines


class ReportFormat(StrEnum):
    """How to print a report."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Report on these files only; all are read.")] = [],
    format: Annotated[
        ReportFormat | None, typer.Option("-f", "--format", metavar="NAME", help="text, json, github or sarif.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Warnings make exit code 1, too.")] = False,
    changed_since: Annotated[
        str,
        typer.Option("--changed-since", metavar="REV", help="First what is near lines changed since then, in git."),
    ] = "",
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Say all that is wrong with the files. Where it is, and how to mend it; nothing is written.

    \b
      cobtrack validate
      cobtrack validate data/pillars/2-*.yaml
      cobtrack validate --changed-since main

    Exit code 1 where there are errors. In a pull request on GitHub, what is near the lines that it changes comes first.
    """
    from cobtrack.cli.output import problems as reports
    from cobtrack.cli.session import open_session
    from cobtrack.editing.problems import all_problems
    from cobtrack.model.problem import Severity
    from cobtrack.store import git

    session = open_session(root, as_of, color, quiet=quiet, note=False)
    problems, names = all_problems(session.loaded, session.as_of)
    report = reports.Report(
        session,
        _in_files(session, problems, files, names),
        quiet=quiet,
        folder=git.folder_in_repository(session.loaded.root),
        changed=_changed(session, changed_since),
    )
    # `auto`, as linters have it: annotations inside GitHub Actions, text elsewhere.
    chosen = format or (ReportFormat.github if os.environ.get("GITHUB_ACTIONS") == "true" else ReportFormat.text)
    {
        ReportFormat.text: reports.text,
        ReportFormat.json: reports.as_json,
        ReportFormat.github: reports.github,
        ReportFormat.sarif: reports.sarif,
    }[chosen](report)
    if any(strict or one.severity is Severity.ERROR for one in report.problems):
        raise typer.Exit(1)


def _changed(session: Session, since: str) -> ChangedLines | None:
    """The lines that changed since a revision, in a pull request since what it was made from; None elsewhere.

    Raises CannotError where git cannot read the revision.
    """
    from cobtrack.store.changed_lines import changed_lines

    # GitHub checks out a merge, whose first parent is what the pull request was made from.
    is_pull_request = os.environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request")
    revision = since or ("HEAD^1" if is_pull_request else "")
    changed = changed_lines(session.loaded, revision) if revision else None
    if since and changed is None:
        hint = "write a branch, a tag or a commit of this repository, such as main"
        raise CommandError(f'git knows no revision "{since}" here', hint)
    return changed


def _in_files(session: Session, problems: list[Problem], files: list[str], known: set[str]) -> list[Problem]:
    if not files:
        return problems
    root = os.path.realpath(session.loaded.root)
    names = set()
    for file in files:
        name = os.path.relpath(os.path.realpath(file), root).replace(os.sep, "/")
        if name not in known:
            raise CommandError(
                f"{file} is no data file of this workspace", f"it lies in {root}; data files end in .yaml"
            )
        names.add(name)
    return [one for one in problems if one.place.file in names]
