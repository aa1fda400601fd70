"""The timeline as text: bars, the changes in a scenario, and problems with dates."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len

from cobtrack.cli.output import gantt
from cobtrack.cli.output.table import STYLES, Cell
from cobtrack.model.dates.format import format_day, format_limit, format_timeframe
from cobtrack.model.labels import MOVE
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import ngettext, pgettext
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.pillar import Activity
from cobtrack.model.text import markup
from cobtrack.model.text.wording import join
from cobtrack.views.plans import describe_changes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Problem
    from cobtrack.views.timeline import Bar, Timeline
    from cobtrack.views.whatif import Comparison, Move

_WIDE = 120
"""The minimum width of a terminal for showing ids in full."""
_TITLE, _SHORT_TITLE = 22, 18
"""The widths of the column of titles on a wide and on a narrow terminal."""
_GAPS = 6


@dataclass(frozen=True)
class Text:
    """A timeline that can be printed as text.

    `outside` is the number of problems with records that are not shown. In a scenario, `suppositions` has a sentence
    for each supposition, and `comparison` has the changes.
    """

    session: Session
    timeline: Timeline
    problems: tuple[Problem, ...]
    outside: int
    suppositions: Sequence[str]
    comparison: Comparison | None

    def print(self) -> None:
        """Print the timeline. In a pipe, the timeline is as wide as on a wide terminal."""
        terminal = self.session.terminal
        terminal.set_default_width()
        title = self.session.workspace.roadmap.title if self.session.workspace.roadmap else _("Roadmap")
        head = _("%(title)s, as of %(day)s", title=title, day=format_day(self.session.as_of))
        terminal.wrapped(head, style="bold")
        labels = [_("What if"), pgettext("before another what if", "and")]
        width = max(map(cell_len, labels))
        for number, supposition in enumerate(self.suppositions):
            label = labels[min(number, 1)]
            before = (width - cell_len(label)) // 2
            first = f"{' ' * before}{label}{' ' * (width + 2 - before - cell_len(label))}"
            terminal.wrapped(supposition, " " * (width + 2), first)
        terminal.print()
        if self.comparison:
            _bars(self.session, self.timeline, self._moving(self.comparison))
            _moves(self.session, self.comparison)
            _problems(self.session, _("New problems"), self.comparison.new_problems, _("none"))
            _problems(self.session, _("Resolved problems"), self.comparison.resolved_problems, _("none"))
            terminal.print()
            terminal.print(_("Nothing was written."), "dim")
        else:
            _bars(self.session, self.timeline, self.timeline.bars)
            _omitted(self.session, self.timeline)
            _recurring(self.session, self.timeline)
            _moved_plans(self.session, self.timeline)
            _problems(self.session, _("Problems with dates"), self.problems, self._no_problems())

    def _moving(self, comparison: Comparison) -> tuple[Bar, ...]:
        moved = {move.id for move in comparison.moves}
        return tuple(bar for bar in self.timeline.bars if bar.id in moved)

    def _no_problems(self) -> str:
        if not self.outside:
            return _("none")
        return _(
            "none in the period shown; %(number)s outside it (run %(command)s)",
            number=self.outside,
            command="cobtrack timeline",
        )


def _bars(session: Session, timeline: Timeline, bars: Sequence[Bar]) -> None:
    terminal = session.terminal
    if not bars:
        if timeline.bars:
            terminal.wrapped(_("Nothing in this period moves."))
        else:
            terminal.wrapped(_("There is no activity or deadline in this period."))
        return
    is_wide = terminal.width >= _WIDE
    scale, words = _fit(timeline, bars, terminal.width, is_wide=is_wide)
    rows: list[list[Cell]] = [[Cell(""), Cell(text, "dim"), Cell(""), Cell("")] for text in gantt.axis(scale)]
    pillars = {pillar.pillar: markup.plain_text(pillar.title) for pillar in session.workspace.pillars}
    group = -1
    for bar, word in zip(bars, words, strict=True):
        if bar.pillar != group:
            head = f"{bar.pillar}. {pillars[bar.pillar]}" if bar.pillar else _("Deadlines")
            rows.append([Cell(""), Cell(gantt.blank(scale, timeline.as_of), "dim"), Cell(""), Cell(head, "bold")])
            group = bar.pillar
        style = STYLES.get(bar.state, "")
        name, title = _name_and_title(bar, is_wide=is_wide)
        line = gantt.line(bar, scale, timeline.as_of)
        rows.append([Cell(name, "bold"), Cell(line, style), Cell(word, style), Cell(title)])
    terminal.lines(rows)
    terminal.print()
    terminal.wrapped(gantt.legend())
    if example := next((bar for bar in bars if not is_wide and _short_id(bar) not in {"", bar.id}), None):
        terminal.wrapped(
            _(
                "The ids of deadlines are shortened: %(short_id)s is %(id)s.",
                short_id=f"{example.body} {_short_id(example)}",
                id=example.id,
            )
        )


def _fit(timeline: Timeline, bars: Sequence[Bar], width: int, *, is_wide: bool) -> tuple[gantt.TimeScale, list[str]]:
    """Return the finest scale for which the chart fits into `width`, and a status for each bar.

    A status includes the certainty of the bar's date if this does not make the scale coarser.
    """
    names = max(len(_name_and_title(bar, is_wide=is_wide)[0]) for bar in bars)
    available = width - names - _GAPS - (_TITLE if is_wide else _SHORT_TITLE)
    # A meeting is held, not submitted.
    plain = [bar.label if bar.state == "submitted" else bar.state for bar in bars]
    full = [f"{word}, {bar.certainty}" if bar.certainty else word for word, bar in zip(plain, bars, strict=True)]
    scale, with_certainty = (
        gantt.scale(timeline, max(available - max(map(cell_len, words)), 8)) for words in (plain, full)
    )
    return scale, full if with_certainty == scale else plain


def _name_and_title(bar: Bar, *, is_wide: bool) -> tuple[str, str]:
    """Return the texts in the first and the last column for a bar.

    On a wide terminal, these are the id and the title. On a narrow terminal, the id of a deadline is divided: the first
    column shows the mechanism, and the last column shows the rest of the id before the title.
    """
    title = markup.plain_text(bar.title)
    if is_wide or bar.kind == "activity":
        return bar.id, title
    return bar.body, f"{_short_id(bar)}: {title}"


def _short_id(bar: Bar) -> str:
    """Return a deadline's id without its mechanism, as in `state-report`. For an activity, return ""."""
    return bar.id.removeprefix(f"{bar.body.lower()}-") if bar.body else ""


def _omitted(session: Session, timeline: Timeline) -> None:
    omitted = []
    if number := timeline.outside:
        omitted.append(ngettext("%(num)s outside this period", "%(num)s outside this period", number))
    if number := timeline.undated:
        omitted.append(ngettext("%(num)s without a date", "%(num)s without a date", number))
    if omitted and timeline.bars:
        session.terminal.wrapped(_("Not shown: %(groups)s.", groups=join(omitted, ",")))


def _recurring(session: Session, timeline: Timeline) -> None:
    """Print how far the shown activities that recur every year were held."""
    recurring = [bar for bar in timeline.bars if bar.recurrence]
    if recurring:
        session.terminal.print()
        session.terminal.print(_("%(text)s (%(detail)s)", text=_("Every year"), detail=len(recurring)), "bold")
    for bar in recurring:
        session.terminal.wrapped(bar.recurrence, "    ", f"  {bar.id}: ")


def _moved_plans(session: Session, timeline: Timeline) -> None:
    """Print how the planned dates of the shown activities and deadlines moved."""
    records = (session.workspace.by_id.get(bar.id) for bar in timeline.bars if bar.was)
    moved = [record for record in records if isinstance(record, Activity | Deadline)]
    if moved:
        session.terminal.print()
        session.terminal.print(_("%(text)s (%(detail)s)", text=_("Plans that moved"), detail=len(moved)), "bold")
    for record in moved:
        session.terminal.wrapped(markup.plain_text(describe_changes(record)), "    ", f"  {record.id}: ")


def _moves(session: Session, comparison: Comparison) -> None:
    terminal = session.terminal
    terminal.print()
    terminal.print(_("%(text)s (%(detail)s)", text=_("What moves"), detail=len(comparison.moves)), "bold")
    if not comparison.moves:
        terminal.print(f"  {_('nothing')}")
        return
    rows = []
    for move in comparison.moves:
        old = _("new") if move.is_new else _moved_date(move, move.before)
        new = _("no longer due") if move.is_removed else _moved_date(move, move.after)
        name = f"  {move.id} {MOVE[move.what].singular}".rstrip()
        rows.append([Cell(name, "bold"), Cell(old), Cell("->"), Cell(new)])
    if sum(max(cell_len(row[column].text) for row in rows) for column in range(4)) + _GAPS > terminal.width:
        for row in rows:
            terminal.wrapped(f"{row[0].text.strip()}: {row[1].text} -> {row[3].text}", "    ", "  ")
    else:
        terminal.lines(rows)


def _moved_date(move: Move, date: Timeframe | None) -> str:
    if date is None:
        return _("no date")
    return format_timeframe(date) if move.what == "due" else format_limit(date)


def _problems(session: Session, title: str, problems: Sequence[Problem], otherwise: str) -> None:
    terminal = session.terminal
    terminal.print()
    terminal.print(_("%(text)s (%(detail)s)", text=title, detail=len(problems)), "bold")
    for problem in problems:
        text = f"{problem.severity} {problem.code}: {problem.message}"
        terminal.wrapped(text, "    ", "  ", style=STYLES[problem.severity])
    if not problems:
        terminal.print(f"  {otherwise}")
