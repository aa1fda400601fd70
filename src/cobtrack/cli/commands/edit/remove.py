"""`cobtrack remove`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, DryRun, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.records.pillar import Pillar
    from cobtrack.model.workspace import RecordWithId


def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID", help="The records to remove.", autocompletion=complete_ids)],
    why: Annotated[
        str, typer.Option("--why", metavar="TEXT", help="Why they are removed, in a sentence. The roadmap keeps it.")
    ] = "",
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Remove records that no other record names.

    data/roadmap.yaml keeps the id of each removed record with the date and the
    reason, so that the id is never used again. If other records name the record,
    nothing is removed, and each place is listed.

    \b
      cobtrack remove 2.14 --why "It is the same as 2.6."
      cobtrack remove old-toolkit --dry-run
    """
    from cobtrack.cli.output.ask import ask, can_ask
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.cli.output.written import write_change
    from cobtrack.cli.session import writing_session

    description = f"remove {' '.join(ids)}"
    terminal = Terminal(color, quiet=quiet)
    if not (why or dry_run) and can_ask(terminal):
        with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=True) as session:
            change = _plan(session, ids, why)
        for sentence in change.sentences:
            terminal.notify(sentence)
        # The workspace is not locked while the user writes the reason.
        why = ask(terminal, "Why? (Enter for no reason)", default="")
    with writing_session(
        root, as_of, color, quiet=quiet, note=False, dry_run=dry_run, description=description
    ) as session:
        write_change(session, _plan(session, ids, why), dry_run=dry_run)


def _plan(session: Session, ids: list[str], why: str) -> PlannedChange:
    from cobtrack.editing.records.remove import remove as plan_removal

    records = {identifier: _find(session, identifier) for identifier in ids}
    return plan_removal(session.loaded, [*records.values()], session.as_of, why)


def _find(session: Session, name: str) -> RecordWithId | Pillar:
    from cobtrack.model.records.pillar import Pillar

    record = session.workspace.records_without_id.get(name)
    return record if isinstance(record, Pillar) else session.find(name)
