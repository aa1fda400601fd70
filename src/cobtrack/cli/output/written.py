"""Write a planned change to the data files, or show it, and say what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.output.diff import show_changes
from cobtrack.model.languages.phrases import gettext as _

if TYPE_CHECKING:
    from cobtrack.cli.session import Session
    from cobtrack.editing.planned_change import PlannedChange
    from cobtrack.model.record import Record

_MAX_HEADING_LENGTH = 150


def undo_hint() -> str:
    """Return what commands print after they have written data files."""
    return _("Not what you meant? %(command)s", command="cobtrack undo")


def print_heading(session: Session, record: Record) -> None:
    """Print the id and the heading of the record that is changed.

    The user can see from the heading whether the id was mistyped.
    """
    from cobtrack.model.text import markup
    from cobtrack.views.details import heading

    text = " ".join(markup.plain_text(heading(record)).split())
    if len(text) > _MAX_HEADING_LENGTH:
        text = text[: _MAX_HEADING_LENGTH - 1] + "…"
    session.terminal.notify(f"{session.workspace.name_of(record)}  {text}")


def write_change(session: Session, change: PlannedChange, *, dry_run: bool) -> None:
    """Write a change and say what was changed. With `dry_run`, show the change in words and as a diff instead."""
    for sentence in change.sentences:
        session.terminal.notify(sentence)
    if dry_run:
        show_changes(session.terminal, session.loaded.raw_bytes, change.texts)
    elif change.texts:
        session.commit(change.changes)
        for name, text in change.texts.items():
            if text is None:
                session.terminal.notify(_("Deleted %(file)s", file=name))
            elif name in session.loaded.raw_bytes:
                session.terminal.notify(_("Changed %(file)s", file=name))
            else:
                session.terminal.notify(_("Wrote %(file)s", file=name))
    for note in change.notes:
        session.terminal.notify(note, "note")
    if change.texts and not dry_run:
        session.terminal.notify(undo_hint())
