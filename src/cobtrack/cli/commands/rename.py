"""`cobtrack rename`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import AsOf, Color, ColorOption, CommandError, Quiet, Root, complete_ids

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.cli.session import Session
    from cobtrack.editing.rename import Renaming


def rename(
    old: Annotated[str, typer.Argument(metavar="OLD", help="The id as it is.", autocompletion=complete_ids)],
    new: Annotated[str, typer.Argument(metavar="NEW", help="The id as it is to be.")],
    dry_run: Annotated[bool, typer.Option("-n", "--dry-run", help="Show the change, write nothing.")] = False,
    as_of: AsOf = "",
    root: Root = "",
    color: ColorOption = Color.auto,
    quiet: Quiet = False,
) -> None:
    """Give a record another id, there and wherever it is named.

    The paragraphs of a document and the items of a paragraph follow. What a text
    says in words is left as it is, and told. Nothing else in the files changes.

    \b
      cobtrack rename crc-2022:ratify-protocol crc-2022:42
      cobtrack rename crc-2022 crc-cobs-2022 --dry-run
    """
    from cobtrack.cli.session import writing_session

    what = f"rename {old} {new}"
    with writing_session(root, as_of, color, quiet=quiet, note=False, dry_run=dry_run, description=what) as session:
        _rename(session, old, new, dry_run=dry_run)


def _rename(session: Session, old: str, new: str, *, dry_run: bool) -> None:
    from cobtrack.editing import rename as renaming

    record = session.find(old)
    if record.id == new:
        session.terminal.notify(f"Unchanged: {new} is its id already")
        return
    try:
        made = renaming.rename(session.loaded, record, new)
    except renaming.RenameError as error:
        raise CommandError(str(error), error.hint) from None
    _write(session, made, dry_run=dry_run)
    if not dry_run:
        _tell(session, made, type(record).__name__.lower())
    _tell_mentions(session, made)
    if not dry_run:
        session.terminal.notify("Not what you meant? cobtrack undo")


def _write(session: Session, made: Renaming, *, dry_run: bool) -> None:
    """Write the files, or show what that would change."""
    from cobtrack.cli.output.diff import show_changes
    from cobtrack.editing.check import checked_changes

    changes = checked_changes(session.loaded, made.texts, session.as_of, made.ids)
    if dry_run:
        show_changes(
            session.terminal, {name: (session.loaded.raw_bytes[name], after) for name, after in made.texts.items()}
        )
        return
    session.commit(changes)


def _tell(session: Session, made: Renaming, what: str) -> None:
    from cobtrack.model.text.wording import quantity

    old, new = next(iter(made.ids.items()))
    more = len(made.ids) - 1
    also = f", and {quantity(more, 'id')} that {'begins' if more == 1 else 'begin'} with it" if more else ""
    session.terminal.notify(f"The {what} {old} is now {new}{also}")
    for name, count in made.places.items():
        session.terminal.notify(f"Changed {name}: {quantity(count, 'place')}")


def _tell_mentions(session: Session, made: Renaming) -> None:
    """The texts that mention an old id, and the files that are named after it."""
    from cobtrack.model.text.wording import quantity

    if made.mentions:
        first = made.mentions[0]
        where = f"{first.file}:{session.locator.span(first).line}"
        more = f", and {len(made.mentions) - 1} more" if len(made.mentions) > 1 else ""
        count = quantity(len(made.mentions), "text mentions", "texts mention")
        session.terminal.notify(f"{count} an old id in words and {_stay(made.mentions)}: {where}{more}", "note")
    for name in _named_after(made.ids, session.loaded.files):
        session.terminal.notify(f"{name} keeps its name: any name will do, and git can change it", "note")


def _stay(mentions: tuple[object, ...]) -> str:
    return "stays as it is" if len(mentions) == 1 else "stay as they are"


def _named_after(ids: Mapping[str, str], files: list[str]) -> list[str]:
    old = next(iter(ids))
    return [name for name in files if name.rpartition("/")[2].removesuffix(".yaml") == old]
