"""`cobtrack rename`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, DryRun, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from cobtrack.cli.session import Session


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

    The record keeps the old id in its field "formerly", so `show` finds it and no
    other record can get the old id. If the record is a document or a paragraph, its
    paragraphs or items are renamed too. Texts that mention the old id are not
    changed; a note says where the first of them is.

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
    from cobtrack.cli.output.written import write_change
    from cobtrack.editing.records.rename import rename as plan_rename

    write_change(session, plan_rename(session.loaded, session.find(old), new, session.as_of), dry_run=dry_run)
