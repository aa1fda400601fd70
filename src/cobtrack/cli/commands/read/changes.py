"""`cobtrack changes`."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cobtrack.cli.options import (
    AsOf,
    AudienceName,
    Color,
    ColorOption,
    CommandError,
    FilterTexts,
    LanguageOption,
    Quiet,
    Root,
    takes_filters,
)

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.model.record import Audience
    from cobtrack.store.load import Loaded
    from cobtrack.store.revisions import Revision
    from cobtrack.views.changes.compare import Changes
    from cobtrack.views.changes.report import Report
    from cobtrack.views.filters import Filters


class ChangesFormat(StrEnum):
    """The output formats for a report of changes."""

    text = "text"
    md = "md"
    html = "html"
    json = "json"
    csv = "csv"
    github_comment = "github-comment"


_COLUMNS = ("topic", "what", "id", "kind", "field", "from", "to", "why", "file", "title", "sentence")


@takes_filters()
def changes(
    filters: FilterTexts,
    since: Annotated[
        str,
        typer.Argument(metavar="SINCE", help="A date, a version or a git revision (default: the last version)."),
    ] = "",
    until: Annotated[str, typer.Argument(metavar="UNTIL", help="The same (default: the files as they are now).")] = "",
    all_: Annotated[bool, typer.Option("--all", help="Show the removed and added words of texts.")] = False,
    digest: Annotated[bool, typer.Option("--digest", help="Only a few lines, for an e-mail.")] = False,
    format: Annotated[
        ChangesFormat,
        typer.Option("-f", "--format", metavar="NAME", help="text, md, html, json, csv or github-comment."),
    ] = ChangesFormat.text,
    audience: Annotated[
        AudienceName | None,
        typer.Option(
            "--audience",
            metavar="NAME",
            help="Who will read it: public, committee or members (default: public for documents and the digest).",
        ),
    ] = None,
    as_of: AsOf = "",
    language: LanguageOption = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Show what changed since a version, a date or a git revision. Each change is a sentence.

    \b
      cobtrack changes
      cobtrack changes 2026-01-01
      cobtrack changes 1 2 --all
      cobtrack changes main --format md
    """
    from cobtrack.cli.session import open_session

    if digest and format is not ChangesFormat.text:
        raise CommandError("--digest is a text, so it has no other format", "leave out --digest or --format")
    if all_ and (digest or format not in {ChangesFormat.text, ChangesFormat.md, ChangesFormat.html}):
        raise CommandError("--all applies to the formats text, md and html only", "leave out --all")
    session = open_session(root, as_of, color, language=language, format=format, quiet=quiet)
    is_passed_on = digest or format in {ChangesFormat.md, ChangesFormat.html, ChangesFormat.github_comment}
    audience = audience or (AudienceName.public if is_passed_on else AudienceName.members)
    revisions, report = _compare(session, since, until, session.parse_filters(filters), audience.value)
    if format is ChangesFormat.json:
        from cobtrack.views import as_json

        document = session.json_document("changes", [as_json.change(change) for change in report.changes.changes])
        states = {"since": _as_json(revisions[0]), "until": _as_json(revisions[1])}
        session.terminal.json({**document, **states, "left_out": list(report.left_out)})
    elif format is ChangesFormat.csv:
        _print_csv(session, report)
    elif format is ChangesFormat.text:
        with session.terminal.paged():
            _print_digest(session, report) if digest else _print(session, report, all_words=all_)
    else:
        session.terminal.print(_document(report, format, all_words=all_).rstrip("\n"))


def _compare(
    session: Session, since: str, until: str, filters: Filters, audience: Audience
) -> tuple[tuple[Revision, Revision | None], Report]:
    """Return the two states to compare (None for the files as they are now), and the report of their changes."""
    from cobtrack.model.text.wording import quantity
    from cobtrack.store import revisions
    from cobtrack.views.changes.compare import compare
    from cobtrack.views.changes.report import Report

    first = revisions.find_revision(session.loaded, since) if since else revisions.last_version(session.loaded)
    last = revisions.find_revision(session.loaded, until) if until else None
    after = revisions.load_revision(session.loaded, last) if last else session.loaded
    before = revisions.load_revision(session.loaded, first, (after,))
    _print_notes(session, (first, before), (last, after))
    found = compare(before.workspace, after.workspace, audience)
    everything = found if audience == "members" else compare(before.workspace, after.workspace)
    if (hidden := len(everything.changes) - len(found.changes)) > 0:
        text = f"{quantity(hidden, 'change')} left out, because not everybody may see all data (--audience members)"
        session.terminal.notify(text, "note")
    only_layout = () if filters else _only_layout(everything, before, after)
    if filters:
        from cobtrack.views.selection import Selection

        old, new = (Selection(state.workspace, session.as_of, filters) for state in (before, after))
        found = found.selected(old.matches, new.matches)
    states = before.workspace, after.workspace
    labels = first.label, last.label if last else ""
    return (first, last), Report(*labels, found, *states, only_layout, is_filtered=bool(filters))


def _only_layout(changes: Changes, before: Loaded, after: Loaded) -> tuple[str, ...]:
    """Return the names of the files that changed, although no record in them changed."""
    both = before.raw_bytes.keys() & after.raw_bytes.keys()
    return tuple(sorted(name for name in both - changes.files if before.raw_bytes[name] != after.raw_bytes[name]))


def _print_notes(session: Session, *states: tuple[Revision | None, Loaded]) -> None:
    """Print how the revisions were found, and what could not be read."""
    from cobtrack.model.problem import Severity
    from cobtrack.model.text.wording import join_first, quantity
    from cobtrack.store.load import OLD_SCHEMA
    from cobtrack.store.revisions import uncommitted_files

    for revision, loaded in states:
        if revision is None:
            if files := uncommitted_files(loaded):
                session.terminal.notify(f"changes that are not committed yet are included: {join_first(files)}", "note")
            continue
        if revision.note:
            session.terminal.notify(revision.note, "note")
        errors = [
            problem for problem in loaded.problems if problem.severity is Severity.ERROR and problem.code != OLD_SCHEMA
        ]
        if errors:
            names = join_first(list(dict.fromkeys(error.place.file for error in errors)))
            text = f"{quantity(len(errors), 'problem')} in {names} at {revision.label}, some changes may be missing"
            session.terminal.notify(text, "note")


def _print(session: Session, report: Report, *, all_words: bool) -> None:
    from cobtrack.cli.output.changes import print_changes

    terminal = session.terminal
    terminal.print(report.title, "bold")
    terminal.print()
    terminal.wrapped(report.summary)
    for heading, group in report.groups:
        terminal.print()
        terminal.print(heading, "bold")
        print_changes(terminal, group, all_words=all_words)
    for note in filter(None, (report.left_out_sentence, report.gaps)):
        terminal.print()
        terminal.wrapped(note, style="dim")


def _print_digest(session: Session, report: Report) -> None:
    from cobtrack.views.changes.report import digest

    for line in digest(report):
        session.terminal.print(line)


def _print_csv(session: Session, report: Report) -> None:
    from cobtrack.views import as_json
    from cobtrack.views.tables.cells import as_csv

    data = map(as_json.change, report.changes.changes)
    rows = [[as_csv(row[name], name) for name in _COLUMNS] for row in data]
    session.terminal.csv(_COLUMNS, rows)


def _document(report: Report, format: ChangesFormat, *, all_words: bool) -> str:
    if format is ChangesFormat.html:
        from cobtrack.render.changes.html import to_html

        return to_html(report, all_words=all_words)
    from cobtrack.render.changes.markdown import to_comment, to_markdown

    return to_comment(report) if format is ChangesFormat.github_comment else to_markdown(report, all_words=all_words)


def _as_json(revision: Revision | None) -> dict[str, Any]:
    if revision is None:
        return {"label": "now", "commit": None, "date": None}
    return {"label": revision.label, "commit": revision.commit, "date": str(revision.day)}
