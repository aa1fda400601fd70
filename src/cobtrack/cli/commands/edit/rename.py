"""`cobtrack rename`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import UNDO_HINT, AsOf, Color, ColorOption, DryRun, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.editing.rename import Renaming


def rename(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The current id.", autocompletion=complete_ids)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The new id.")],
    dry_run: DryRun = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Give a record another id, and change all links to it.

    If the record is a document or a paragraph, its paragraphs or items are renamed
    too. Texts that mention the old id are listed, but not changed. Nothing else in
    the files changes.

    \b
      cobtrack rename crc-2022:ratify-protocol crc-2022:42
      cobtrack rename crc-2022 crc-cobs-2022 --dry-run
    """
    from cobtrack.cli.session import writing_session

    description = f"rename {old} {new}"
    with writing_session(
        root, as_of, color, quiet=quiet, note=False, dry_run=dry_run, description=description
    ) as session:
        _rename(session, old, new, dry_run=dry_run)


def _rename(session: Session, old: str, new: str, *, dry_run: bool) -> None:
    from cobtrack.cli.output.diff import show_changes
    from cobtrack.editing.rename import rename as plan_rename

    record = session.find(old)
    if record.id == new:
        session.terminal.notify(f"Unchanged: {new} is already the id")
        return
    renaming = plan_rename(session.loaded, record, new, session.as_of)
    if dry_run:
        show_changes(session.terminal, session.loaded.raw_bytes, renaming.texts)
        _print_unchanged(session, renaming)
        return
    session.commit(renaming.changes)
    _print_changed(session, renaming, type(record).__name__.lower())
    _print_unchanged(session, renaming)
    session.terminal.notify(UNDO_HINT)


def _print_changed(session: Session, renaming: Renaming, kind: str) -> None:
    """Print the old and the new id, and the number of changed places in each file."""
    from cobtrack.model.text.wording import quantity

    old, new = next(iter(renaming.new_ids.items()))
    others = len(renaming.new_ids) - 1
    also = f", and {quantity(others, 'id')} that {'begins' if others == 1 else 'begin'} with it" if others else ""
    session.terminal.notify(f"The {kind} {old} is now {new}{also}")
    for name, count in renaming.places.items():
        session.terminal.notify(f"Changed {name}: {quantity(count, 'place')}")


def _print_unchanged(session: Session, renaming: Renaming) -> None:
    """Print a note on each thing that still has the old id after the renaming.

    These are texts that mention an old id, and files that are named after it.
    """
    from cobtrack.model.text.wording import quantity

    if mentions := renaming.mentions:
        where = f"{mentions[0].file}:{session.locator.span(mentions[0]).line}"
        more = f", and {len(mentions) - 1} more" if len(mentions) > 1 else ""
        count = quantity(len(mentions), "text mentions", "texts mention")
        unchanged = "was not changed" if len(mentions) == 1 else "were not changed"
        session.terminal.notify(f"{count} an old id and {unchanged}: {where}{more}", "note")
    for name in renaming.files_named_after:
        session.terminal.notify(f"the file {name} was not renamed; its name has no effect on the data", "note")
