"""Say which round of reporting is open, by when organisations answer, and who has not answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.wording import join_first

if TYPE_CHECKING:
    from cobtrack.cli.session import Session

_MAX_NAMES = 6


def print_open_round(session: Session) -> None:
    """Print a paragraph about the newest round if somebody has not answered or something is to be reviewed."""
    from cobtrack.model.dates.format import format_timeframe
    from cobtrack.views.reporting.rounds import states

    row = next(iter(states(session.workspace, session.as_of)), None)
    if row is None or not (row.waiting or row.to_review):
        return
    until = format_timeframe(row.round.until)
    terminal = session.terminal
    terminal.print()
    terminal.print(_("Round of reporting %(round)s, answers by %(date)s", round=row.round.id, date=until), "bold")
    if row.waiting:
        names = join_first([part.label for part in row.waiting], _MAX_NAMES)
        terminal.wrapped(_("Not answered yet: %(organisations)s", organisations=names), "    ", "  ")
    if number := len(row.to_review):
        text = ngettext("%(num)s report is to be reviewed", "%(num)s reports are to be reviewed", number)
        terminal.wrapped(text, "    ", "  ")
    terminal.wrapped(_("To see more: %(command)s", command=f"cobtrack round {row.round.id}"), "    ", "  ", style="dim")
