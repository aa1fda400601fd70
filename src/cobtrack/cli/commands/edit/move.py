"""`cobtrack move`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, DryRun, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from cobtrack.cli.session import Session


def move(
    id: Annotated[str, typer.Argument(metavar="ID", help="The record to move.", autocompletion=complete_ids)],
    to: Annotated[str, typer.Option("--to", metavar="PLACE", help="A category or pillar, a mechanism or a file.")],
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Move an activity to another category or pillar, or another record to another file.

    \b
      cobtrack move 2.7 --to "Provision of support"
      cobtrack move 2.7 --to Monitoring --dry-run
      cobtrack move crc-review --to upr

    In another pillar, the activity gets the next free id. All links to it change,
    and it keeps the old id in its field "formerly", so `show` finds it. The
    comments within its lines move with it.
    """
    from cobtrack.cli.output.ask import ask, can_ask
    from cobtrack.cli.session import writing_session
    from cobtrack.editing.records.move import SeveralPlacesError

    with writing_session(
        root, as_of, color, quiet=quiet, note=False, dry_run=dry_run, description=f"move {id} --to {to}"
    ) as session:
        try:
            _move(session, id, to, dry_run=dry_run)
        except SeveralPlacesError as error:
            if not can_ask(session.terminal):
                raise
            labels = error.labels
        else:
            return
    # The workspace is not locked while the user answers.
    to = ask(session.terminal, "Where to?", choices=labels)
    with writing_session(
        root, as_of, color, quiet=quiet, note=False, dry_run=dry_run, description=f"move {id} --to {to}"
    ) as session:
        _move(session, id, to, dry_run=dry_run)


def _move(session: Session, identifier: str, to: str, *, dry_run: bool) -> None:
    from cobtrack.cli.output.written import write_change
    from cobtrack.editing.records.move import move as plan_move

    change = plan_move(session.loaded, session.find(identifier), to, session.as_of)
    write_change(session, change, dry_run=dry_run)
