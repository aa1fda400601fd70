"""`cobtrack release`."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, DryRun, Quiet, Root

if TYPE_CHECKING:
    from cobtrack.cli.session import Session

_NUMBER = re.compile(r"[0-9]{1,6}", re.ASCII)


def release(
    version: Annotated[str, typer.Argument(metavar="NUMBER", help="The number of the new version.")],
    note: Annotated[str, typer.Option("-m", "--note", metavar="TEXT", help="What is new, in a sentence or two.")] = "",
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Issue the next version of the roadmap. It has a note, and the changes since the last version.

    \b
      cobtrack release 2 --note "The mid-term review moves to 2028." --dry-run
      cobtrack release 2 --note "The mid-term review moves to 2028."

    The changes are written as "changes" of the version in data/roadmap.yaml,
    where you can reword them. The date is today, or the day of --as-of.
    """
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import open_session, writing_session
    from cobtrack.editing.release import release as plan_release

    if not _NUMBER.fullmatch(version):
        raise CommandError(f'"{version}" is not the number of a version', "write it like this: cobtrack release 2")
    number = int(version)
    if not note:
        # Do not lock the workspace while the user reads and answers.
        note = _ask_for_note(open_session(root, as_of, color, quiet=quiet, note=False), number)
    with writing_session(root, as_of, color, quiet=quiet, dry_run=dry_run, description=f"release {number}") as session:
        write_change(session, plan_release(session.loaded, number, note, session.as_of), dry_run=dry_run)
        if not dry_run:
            _print_next_steps(session, number)


def _ask_for_note(session: Session, number: int) -> str:
    """Show what has changed, and ask what is new. Return "" if nobody can be asked."""
    from cobtrack.cli.output.ask import ask, can_ask
    from cobtrack.editing.release import propose_changes, refuse_empty, require_next

    if not can_ask(session.terminal):
        return ""
    roadmap = require_next(session.loaded, number, session.as_of)
    proposal = propose_changes(session.loaded)
    refuse_empty(roadmap, proposal)
    for text in proposal.texts:
        session.terminal.notify(text)
    return ask(session.terminal, f"What is new in version {number}, in a sentence or two?")


def _print_next_steps(session: Session, number: int) -> None:
    """Print how to reword the changes, and the git commands that publish the version."""
    from cobtrack.store.git import repository_root

    root = session.loaded.root
    if repository_root(root.resolve()) is None:
        return
    git = "git" if root.resolve() == Path.cwd() else f"git -C {shlex.quote(str(root))}"
    session.terminal.notify("When the texts are as you want them, commit the version and give it a tag:")
    for command in ("add cobtrack.yaml data", f'commit -m "Version {number} of the roadmap"', f"tag roadmap-{number}"):
        session.terminal.notify(f"  {git} {command}")
