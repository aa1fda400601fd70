"""The output of `status --recommendations`: counts by document and voice, obstacles, and the help needed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.output.table import Cell, Table, column_heads, padded
from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.text.wording import chapeau_note, join, quantity
from cobtrack.views.assessments import LEVELS, NOT_ASSESSED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.cli.session import Session
    from cobtrack.views.assessments import AssessmentSummary, LatestByVoice


def print_summaries(session: Session, summaries: Sequence[AssessmentSummary]) -> None:
    """Print a summary of the assessments for each document."""
    terminal = session.terminal
    terminal.print(_("%(title)s, as of %(day)s", title=_("Recommendations"), day=format_day(session.as_of)), "bold")
    for summary in summaries:
        terminal.print()
        _print_summary(terminal, summary)
    terminal.print()
    commands = "cobtrack list recommendations, cobtrack show ID, cobtrack matrix --columns status"
    terminal.wrapped(_("In full: %(commands)s", commands=commands), style="dim")


def _print_summary(terminal: Terminal, summary: AssessmentSummary) -> None:
    number = quantity(len(summary.rows), "recommendation") + chapeau_note(summary.lead_ins)
    terminal.wrapped(_("%(label)s: %(text)s", label=summary.document.name, text=number), style="bold")
    if summary.assessed_as_whole:
        text = _(
            "%(assessed)s assessed (%(as_whole)s only through their paragraph), "
            "%(stale)s not assessed in the last 12 months",
            assessed=summary.assessed,
            as_whole=summary.assessed_as_whole,
            stale=summary.stale,
        )
    else:
        text = _(
            "%(assessed)s assessed, %(stale)s not assessed in the last 12 months",
            assessed=summary.assessed,
            stale=summary.stale,
        )
    terminal.wrapped(text, "  ", "  ")
    if summary.by_voice:
        terminal.print()
        terminal.table(_table(summary))
    details = [detail for row in summary.rows for detail in _obstacles_and_help(row)]
    if details:
        terminal.print()
    for label, text in details:
        terminal.wrapped(text, "               ", f"  {padded(label, 13)}")


def _table(summary: AssessmentSummary) -> Table:
    """Return a table that counts recommendations by voice and level.

    It has a row for each voice, and a column for each level that was used at least once.
    """
    counts = summary.by_voice
    levels = [level for level in (*LEVELS, NOT_ASSESSED) if any(by_level[level] for by_level in counts.values())]
    table = Table(
        [*(level.replace("-", "-\n") for level in levels), *column_heads(["voice"])], frozenset(range(len(levels)))
    )
    for voice, by_level in counts.items():
        table.rows.append([*(Cell(str(by_level[level] or "-")) for level in levels), Cell(voice)])
    return table


def _obstacles_and_help(row: LatestByVoice) -> Iterator[tuple[str, str]]:
    """Yield the obstacles and the needed help from the latest assessments of a recommendation.

    Each text comes after its label, and ends with the voice and date of its assessment. An assessment that a lettered
    item inherits from its paragraph is left out, because it is shown with the paragraph.
    """
    for voice, assessment in row.latest.items():
        if voice in row.inherited:
            continue
        origin = f"({voice}, {format_timeframe(assessment.date)})"
        for obstacle in assessment.obstacles:
            yield _("obstacle"), f"{row.paragraph.id}: {obstacle} {origin}"
        if assessment.help_needed:
            text = _("from %(organisations)s", organisations=join(list(assessment.help_needed)))
            yield _("help needed"), f"{row.paragraph.id}: {text} {origin}"
