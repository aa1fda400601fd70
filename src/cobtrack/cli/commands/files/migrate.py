"""`cobtrack migrate`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, DryRun, Quiet, Root

if TYPE_CHECKING:
    from cobtrack.cli.session import Session


def migrate(
    note: Annotated[
        str,
        typer.Option(
            "-m", "--note", metavar="TEXT", help="What was new in the current version of the roadmap (from schema 1)."
        ),
    ] = "",
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Change the files of an older workspace to the current format. Comments and all other lines stay.

    \b
      cobtrack migrate --dry-run
      cobtrack migrate
      cobtrack migrate --note "The first version, developed with all members."

    All files are changed or none, and "cobtrack undo" restores the old files.
    """
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import open_session, writing_session
    from cobtrack.editing.migrate import migrate as plan_migration

    if not (note or dry_run):
        # Do not lock the workspace while the user reads and answers.
        note = _ask_for_note(open_session(root, as_of, color, quiet=quiet, note=False))
    with writing_session(
        root, as_of, color, quiet=quiet, dry_run=dry_run, description="migrate", migrates=True
    ) as session:
        write_change(session, plan_migration(session.loaded, session.as_of, note), dry_run=dry_run)


def _ask_for_note(session: Session) -> str:
    """Return what was new in the current version of the roadmap, or "" if nobody can be asked or has to be asked."""
    from cobtrack.cli.output.ask import ask, can_ask
    from cobtrack.editing.migrate import needs_note
    from cobtrack.store.load import older_schema
    from cobtrack.store.migrations import NO_NOTE

    roadmap = session.workspace.roadmap
    if not (roadmap and older_schema(session.loaded) and needs_note(session.workspace) and can_ask(session.terminal)):
        return ""
    number = roadmap.versions[-1].number
    answer = ask(session.terminal, f"What was new in version {number} of the roadmap?", default=NO_NOTE)
    return "" if answer == NO_NOTE else answer
