"""The timeline as text: bars, what moves, what does not hold together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.cli.output import gantt as drawn
from cobtrack.cli.output.table import STYLES, Cell
from cobtrack.model.dates.format import format_day, format_limit, format_timeframe
from cobtrack.model.labels import MOVE
from cobtrack.model.text import markup

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.session import Session
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.problem import Problem
    from cobtrack.views.timeline import Bar, Timeline
    from cobtrack.views.whatif import Comparison, Move

_WIDE = 120
"""From this width on there is room for whole ids."""
_TITLE, _SHORT_TITLE = 22, 18
"""Columns that the bars leave for the titles."""
_GAPS = 6


@dataclass(frozen=True)
class Text:
    """What is to be printed; `outside` are the problems of what is not shown."""

    session: Session
    found: Timeline
    problems: tuple[Problem, ...]
    outside: int
    told: Sequence[str]
    comparison: Comparison | None

    def print(self) -> None:
        """Print it, in a pipe too as wide as a terminal."""
        terminal = self.session.terminal
        terminal.set_default_width()
        title = self.session.workspace.roadmap.title if self.session.workspace.roadmap else "Roadmap"
        terminal.wrapped(f"{title}, as of {format_day(self.session.as_of)}", style="bold")
        for number, one in enumerate(self.told):
            terminal.wrapped(one, "         ", "What if  " if not number else "  and    ")
        terminal.print()
        if self.comparison:
            _bars(self.session, self.found, self._moving(self.comparison))
            _moves(self.session, self.comparison)
            _problems(self.session, "Problems that appear", self.comparison.new_problems, "none")
            _problems(self.session, "Problems that vanish", self.comparison.resolved_problems, "none")
            terminal.print()
            terminal.print("Nothing was written.", "dim")
        else:
            _bars(self.session, self.found, self.found.bars)
            _left_out(self.session, self.found)
            _problems(self.session, "What does not hold together", self.problems, self._nothing())

    def _moving(self, comparison: Comparison) -> tuple[Bar, ...]:
        moved = {one.id for one in comparison.moves}
        return tuple(bar for bar in self.found.bars if bar.id in moved)

    def _nothing(self) -> str:
        if not self.outside:
            return "nothing: the dates fit"
        return f"nothing within this part; {self.outside} outside of it: cobtrack timeline"


def _bars(session: Session, found: Timeline, bars: Sequence[Bar]) -> None:
    terminal = session.terminal
    if not bars:
        terminal.print(
            "Nothing within this window moves." if found.bars else "No activity or deadline lies within this window."
        )
        return
    is_wide = terminal.width >= _WIDE
    made, told = _room(found, bars, terminal.width, is_wide=is_wide)
    rows: list[list[Cell]] = [[Cell(""), Cell(text, "dim"), Cell(""), Cell("")] for text in drawn.axis(made)]
    pillars = {one.pillar: markup.plain_text(one.title) for one in session.workspace.pillars}
    group = -1
    for bar, word in zip(bars, told, strict=True):
        if bar.pillar != group:
            head = f"{bar.pillar}. {pillars[bar.pillar]}" if bar.pillar else "Deadlines"
            rows.append([Cell(""), Cell(drawn.blank(made, found.as_of), "dim"), Cell(""), Cell(head, "bold")])
            group = bar.pillar
        style = STYLES.get(bar.word, "")
        name, title = _named(bar, is_wide=is_wide)
        line = drawn.line(bar, made, found.as_of)
        rows.append([Cell(name, "bold"), Cell(line, style), Cell(word, style), Cell(title)])
    terminal.lines(rows)
    terminal.print()
    terminal.wrapped(drawn.LEGEND)
    if example := next((bar for bar in bars if not is_wide and _rest(bar) not in {"", bar.id}), None):
        terminal.wrapped(f"Deadlines stand under their ids: {example.body} {_rest(example)} is {example.id}.")


def _room(found: Timeline, bars: Sequence[Bar], width: int, *, is_wide: bool) -> tuple[drawn.TimeScale, list[str]]:
    """The scale for the window, and a word for each bar; how settled a date is only where that costs no cell."""
    names = max(len(_named(bar, is_wide=is_wide)[0]) for bar in bars)
    left = width - names - _GAPS - (_TITLE if is_wide else _SHORT_TITLE)
    plain = [bar.word for bar in bars]
    full = [f"{bar.word}, {bar.certainty}" if bar.certainty else bar.word for bar in bars]
    made, tight = (drawn.scale(found, max(left - max(map(len, told)), 8)) for told in (plain, full))
    return made, full if tight == made else plain


def _named(bar: Bar, *, is_wide: bool) -> tuple[str, str]:
    """The first and the last column of a bar; where there is no room for an id, it stands in both of them."""
    title = markup.plain_text(bar.title)
    if is_wide or bar.kind == "activity":
        return bar.id, title
    return bar.body, f"{_rest(bar)}: {title}"


def _rest(bar: Bar) -> str:
    """The id of a deadline without its body: `state-report`; nothing of an activity."""
    return bar.id.removeprefix(f"{bar.body.lower()}-") if bar.body else ""


def _left_out(session: Session, found: Timeline) -> None:
    left = [f"{found.outside} outside of this window"] if found.outside else []
    left += [f"{found.undated} without a date"] if found.undated else []
    if left and found.bars:
        session.terminal.wrapped(f"Left out: {', '.join(left)}.")


def _moves(session: Session, comparison: Comparison) -> None:
    terminal = session.terminal
    terminal.print()
    terminal.print(f"What moves ({len(comparison.moves)})", "bold")
    if not comparison.moves:
        terminal.print("  nothing")
        return
    rows = []
    for one in comparison.moves:
        old = "new" if one.is_new else _moved(one, one.before)
        new = "no longer due" if one.is_removed else _moved(one, one.after)
        rows.append([Cell(f"  {one.id} {MOVE[one.what].singular}".rstrip(), "bold"), Cell(old), Cell("->"), Cell(new)])
    if sum(max(len(row[at].text) for row in rows) for at in range(4)) + _GAPS > terminal.width:
        for row in rows:
            terminal.wrapped(f"{row[0].text.strip()}: {row[1].text} -> {row[3].text}", "    ", "  ")
    else:
        terminal.lines(rows)


def _moved(move: Move, date: Timeframe | None) -> str:
    if date is None:
        return "no date"
    return format_timeframe(date) if move.what == "due" else format_limit(date)


def _problems(session: Session, title: str, problems: Sequence[Problem], otherwise: str) -> None:
    terminal = session.terminal
    terminal.print()
    terminal.print(f"{title} ({len(problems)})", "bold")
    for one in problems:
        terminal.wrapped(f"{one.severity} {one.code}: {one.message}", "    ", "  ", style=STYLES[one.severity])
    if not problems:
        terminal.print(f"  {otherwise}")
