"""`cobtrack validate`."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, DryRun, Quiet, Root
from cobtrack.model.languages.phrases import gettext as _

if TYPE_CHECKING:
    from cobtrack.cli.output.problems import Report
    from cobtrack.cli.session import Session
    from cobtrack.model.problem import Problem
    from cobtrack.store.revisions import Revision


class ReportFormat(StrEnum):
    """The output formats for a report."""

    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"
    github_review = "github-review"


def validate(
    files: Annotated[
        list[str], typer.Argument(metavar="FILE", help="Report or correct only these files (all files are read).")
    ] = [],
    format: Annotated[
        ReportFormat | None,
        typer.Option("-f", "--format", metavar="NAME", help="text, json, github, github-review or sarif."),
    ] = None,
    fix: Annotated[bool, typer.Option("--fix", help="First make all corrections that are certain.")] = False,
    dry_run: DryRun = False,
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
    """Check all files, and report every problem. With --fix, correct first what is certain.

    \b
      cobtrack validate
      cobtrack validate data/pillars/2-*.yaml
      cobtrack validate --fix --dry-run
      cobtrack validate --changed-since main

    A correction is made only if nothing else can have been meant. The exit code is 1 if there are errors left. In a
    pull request on GitHub, problems near changed lines come first.
    """
    from cobtrack.cli.output import problems as reports
    from cobtrack.cli.session import open_session, writing_session
    from cobtrack.editing.problems import all_problems
    from cobtrack.model.problem import Severity
    from cobtrack.store import git
    from cobtrack.store.changed_lines import changed_lines

    if dry_run and not fix:
        raise CommandError("--dry-run has no effect without --fix", "run cobtrack validate --fix --dry-run")
    if dry_run and format in {ReportFormat.json, ReportFormat.sarif, ReportFormat.github_review}:
        raise CommandError(f"--dry-run shows a diff, which is not {format.upper()}", "leave out one of the two options")
    if fix:
        description = " ".join(["validate --fix", *files])
        with writing_session(
            root, as_of, color, quiet=quiet, note=False, dry_run=dry_run, description=description, repairs=True
        ) as writing:
            # Refuse an unknown revision before anything is written.
            _base(writing, changed_since)
            session = _fix(writing, files, dry_run=dry_run)
    else:
        session = open_session(root, as_of, color, format=format or "", quiet=quiet, note=False)
    problems, checked = all_problems(session.loaded, session.as_of)
    base = _base(session, changed_since)
    problems += _problems_since(session, base) if base else []
    names = _selected(session, files, checked)
    report = reports.Report(
        session,
        [problem for problem in problems if problem.place.file in names] if files else problems,
        quiet=quiet,
        folder=git.folder_in_repository(session.loaded.root),
        changed=changed_lines(session.loaded, base.commit) if base else None,
        is_fixed=fix,
    )
    # Like other linters, print annotations in GitHub Actions and text elsewhere.
    default = ReportFormat.github if os.environ.get("GITHUB_ACTIONS") == "true" else ReportFormat.text
    print_report = {
        ReportFormat.text: reports.text,
        ReportFormat.json: reports.as_json,
        ReportFormat.github: reports.github,
        ReportFormat.sarif: reports.sarif,
        ReportFormat.github_review: _review,
    }[format or default]
    print_report(report)
    if any(strict or problem.severity is Severity.ERROR for problem in report.problems):
        raise typer.Exit(1)


def _review(report: Report) -> None:
    """Print the certain corrections as the suggestions of a review on GitHub."""
    from cobtrack.cli.output import suggestions

    suggestions.review(report)


def _fix(session: Session, files: list[str], *, dry_run: bool) -> Session:
    """Make all certain corrections in `files`, or in all data files if it is empty.

    Return a session with the corrected data.
    """
    from dataclasses import replace

    from cobtrack.cli.output.written import write_change
    from cobtrack.editing.fix import fix_problems
    from cobtrack.editing.problems import all_problems
    from cobtrack.store.locate import Locator

    checked = all_problems(session.loaded, session.as_of)[1] if files else set(session.loaded.files)
    fixed = fix_problems(session.loaded, session.as_of, _selected(session, files, checked))
    if not fixed.change.sentences:
        session.terminal.notify(_("There is no correction that is certain"))
    write_change(session, fixed.change, dry_run=dry_run)
    after = replace(session, loaded=fixed.loaded)
    # A dry run leaves the old files on the disk.
    after.locator = Locator(fixed.loaded.root, fixed.loaded.raw_bytes)
    return after


def _base(session: Session, since: str) -> Revision | None:
    """Return the state that a change began from: where the current branch left the branch or revision `since`.

    If `since` is "", it is the state that the current pull request on GitHub is based on. Outside a pull request, the
    result is then None. Raises CommandError if git finds no revision `since`.
    """
    # GitHub checks out a merge commit. Its first parent is the commit that the pull request is based on.
    is_pull_request = os.environ.get("GITHUB_EVENT_NAME", "").startswith("pull_request")
    revision = since or ("HEAD^1" if is_pull_request else "")
    if not revision:
        return None
    from cobtrack.store.revisions import fork_point

    base = fork_point(session.loaded, revision)
    if since and base is None:
        hint = "--changed-since takes a branch, a tag or a commit of this repository, such as main"
        raise CommandError(f'git finds no revision "{since}"', hint)
    return base


def _problems_since(session: Session, base: Revision) -> list[Problem]:
    """Return the problems of the change from the state `base` to the present files.

    If there was no readable workspace in the state `base`, there are no such problems.
    """
    from cobtrack.editing.revisions import change_problems
    from cobtrack.store.revisions import RevisionError, load_revision

    try:
        return change_problems(load_revision(session.loaded, base), session.loaded, session.as_of)
    except RevisionError:
        return []


def _selected(session: Session, files: list[str], checked: set[str]) -> set[str]:
    """Return the names of `files`, relative to the workspace. If `files` is empty, return `checked`.

    `checked` has the names of all files that were checked. Raises CommandError if one of the files is not among them.
    """
    root = os.path.realpath(session.loaded.root)
    names = {os.path.relpath(os.path.realpath(file), root).replace(os.sep, "/"): file for file in files}
    for name, file in names.items():
        if name not in checked:
            hint = f"data files end in .yaml and are in {root}"
            raise CommandError(f"{file} is not a data file of this workspace", hint)
    return set(names) or checked
