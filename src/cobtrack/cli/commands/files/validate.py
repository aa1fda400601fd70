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
    """The output formats for a report."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Report only problems in these files (all files are read).")
    ] = [],
    format: Annotated[
        ReportFormat | None, typer.Option("-f", "--format", metavar="NAME", help="text, json, github or sarif.")
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with code 1 even if there are only warnings.")] = False,
    changed_since: Annotated[
        str,
        typer.Option("--changed-since", metavar="REV", help="First list problems near lines changed since REV."),
    ] = "",
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Check all files, and report every problem. Nothing is written.

    \b
      cobtrack validate
      cobtrack validate data/pillars/2-*.yaml
      cobtrack validate --changed-since main

    The exit code is 1 if there are errors. In a pull request on GitHub, problems near changed lines come first.
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
    # Like other linters, print annotations in GitHub Actions and text elsewhere.
    default = ReportFormat.github if os.environ.get("GITHUB_ACTIONS") == "true" else ReportFormat.text
    print_report = {
        ReportFormat.text: reports.text,
        ReportFormat.json: reports.as_json,
        ReportFormat.github: reports.github,
        ReportFormat.sarif: reports.sarif,
    }[format or default]
    print_report(report)
    if any(strict or problem.severity is Severity.ERROR for problem in report.problems):
        raise typer.Exit(1)


def _changed(session: Session, since: str) -> ChangedLines | None:
    """Return the lines in the data files that have changed since the revision `since`.

    If `since` is "", the lines are those changed by the current pull request on GitHub. Outside a pull request, the
    result is then None. Raises CommandError if git finds no revision `since`.
    """
    from cobtrack.store.changed_lines import changed_lines

    # GitHub checks out a merge commit. Its first parent is the commit that the pull request is based on.
    is_pull_request = os.environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request")
    revision = since or ("HEAD^1" if is_pull_request else "")
    changed = changed_lines(session.loaded, revision) if revision else None
    if since and changed is None:
        hint = "--changed-since takes a branch, a tag or a commit of this repository, such as main"
        raise CommandError(f'git finds no revision "{since}"', hint)
    return changed


def _in_files(session: Session, problems: list[Problem], files: list[str], data_files: set[str]) -> list[Problem]:
    """Return the problems that are in `files`. If `files` is empty, return all problems.

    Raises CommandError if one of the files is not a data file of the workspace.
    """
    if not files:
        return problems
    root = os.path.realpath(session.loaded.root)
    names = set()
    for file in files:
        name = os.path.relpath(os.path.realpath(file), root).replace(os.sep, "/")
        if name not in data_files:
            hint = f"data files end in .yaml and are in {root}"
            raise CommandError(f"{file} is not a data file of this workspace", hint)
        names.add(name)
    return [problem for problem in problems if problem.place.file in names]
