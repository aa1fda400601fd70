"""Printing: tables, text, JSON and CSV, to a terminal or to a pipe."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING, Any

from cobtrack.cli.options import Color
from cobtrack.cli.output.table import fit_columns, shrink
from cobtrack.model.labels import TIMING
from cobtrack.model.text.escape import CONTROL, escape_command, escape_control, escape_formula

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

STYLES = {
    "overdue": "red", "error": "red", "not-submitted": "red",
    "warning": "yellow", "due-soon": "yellow", "stale": "yellow", "unknown": "yellow", "postponed": "yellow",
    "unconfirmed": "yellow",
    "done": "green", "submitted": "green",
    "not-reported": "dim", "upcoming": "dim", "closed": "dim", "cancelled": "dim",
}  # fmt: skip

_NARROWEST, _WIDE = 40, 160
_COLUMNS = re.compile(r"0{0,9}[1-9][0-9]{0,3}", re.ASCII)


_BREAK = re.compile(r"\s*[\r\n\t]\s*")
"""White space that is more than spaces; those may be the gaps of a drawing."""


@dataclass(frozen=True)
class Cell:
    """A cell of a table, with its style."""

    text: str
    style: str = ""
    short: str = ""
    """What a narrow terminal gets."""
    plain: str | None = None
    """What CSV gets: a date in EDTF for one in words."""

    @property
    def shortened(self) -> Cell:
        """The cell for a narrow terminal."""
        return Cell(self.short, self.style) if self.short else self


def status_cell(text: str) -> Cell:
    """A cell with a word that says a state, in the colour of that state."""
    label = TIMING.get(text)
    return Cell(text, STYLES.get(text, ""), short=label.short if label and label.short != label.singular else "")


@dataclass
class Table:
    """A table; the last column holds the longest text and is cut on a terminal. `right` are columns of numbers.

    `spare` are columns that a narrow terminal goes without, in this order, where the last column would get fewer than
    `least` letters; those to `keep` are the last to be cut.
    """

    header: Sequence[str]
    right: frozenset[int] = frozenset()
    rows: list[Sequence[Cell | str]] = field(default_factory=list)
    droppable: Sequence[int] = ()
    min_last_width: int = 30
    never_cut: Collection[int] = (0,)


class Terminal:
    """Where a command prints: `print` and `table` the result, `say` what the program says."""

    def __init__(self, color: Color = Color.auto, *, quiet: bool = False) -> None:
        self._color = color
        self.quiet = quiet
        # Kept, because what is paged is printed elsewhere first.
        self._out = sys.stdout
        self.is_terminal = _is_terminal(sys.stdout)
        self._in_a_pipe = 0

    @property
    def colored(self) -> bool:
        """Whether standard output takes colour."""
        return _wants_color(self._color, self._out)

    @property
    def width(self) -> int:
        """Columns to write in; 0 where there is no limit: in a pipe, but for a drawing."""
        if not self.is_terminal:
            return self._in_a_pipe
        return max(get_terminal_size((80, 24)).columns, _NARROWEST)

    def set_default_width(self) -> None:
        """Give what follows a width in a pipe too, as a drawing needs one: that of COLUMNS, else of a wide terminal."""
        columns = os.environ.get("COLUMNS", "")
        self._in_a_pipe = max(int(columns), _NARROWEST) if _COLUMNS.fullmatch(columns) else _WIDE

    def print(self, text: str = "", style: str = "") -> None:
        """A line of the result."""
        if style and self.colored:
            self._console().print(_joined([(_shown(text), style)]), soft_wrap=True)
        else:
            sys.stdout.write(_shown(text) + "\n")

    def json(self, data: dict[str, Any]) -> None:
        """The result as one JSON document."""
        text = json.dumps(data, ensure_ascii=False, indent=2)
        sys.stdout.write(CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", escape_command(text)) + "\n")

    def csv(self, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """The result as CSV in UTF-8, with the mark by which a spreadsheet knows that (outside of a terminal).

        Cells that a spreadsheet would take for a formula come out as text.
        """
        import csv

        made = io.StringIO()
        writer = csv.writer(made, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([escape_formula(cell) for cell in row] for row in rows)
        sys.stdout.write(("" if self.is_terminal else "\ufeff") + escape_command(made.getvalue()))

    def command(self, text: str) -> None:
        """A command to the runner of GitHub Actions, which has escaped what was typed."""
        sys.stdout.write(escape_control(text) + "\n")

    def notify(self, text: str, kind: str = "") -> None:
        """Tell something that is not the result, on standard error; `kind` (error, note, hint) stands before it."""
        if self.quiet and kind not in {"error", "hint"}:
            return
        text = _shown(text)
        # So that it stands behind what was printed before it, where both go to one place.
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        if kind and _wants_color(self._color, sys.stderr):
            style = {"error": "bold red", "note": "yellow", "hint": "cyan"}.get(kind, "")
            console = self._console(sys.stderr)
            console.print(_joined([(f"{kind}: ", style), (text, "")]), soft_wrap=True)
        else:
            sys.stderr.write((f"{kind}: " if kind else "") + text + "\n")

    def table(self, table: Table) -> None:
        """A table: with a rule below its header on a terminal, columns parted by two spaces in a pipe.

        A name in the header may stand on two lines ("not-\\nreported"), which a pipe gets as one word.
        """
        body = [[_on_one_line(cell) for cell in row] for row in table.rows]
        names = [name.split("\n") for name in table.header]
        if not self.width:
            names = [["".join(name)] for name in names]
        height = max(map(len, names))
        head = [
            [Cell(line, "bold") for line in lines]
            for lines in zip(*(_bottom(name, height) for name in names), strict=True)
        ]
        fitted = fit_columns(table, head, body, self.width)
        if self.width:
            fitted.head.append([Cell("─" * width, "dim") for width in fitted.widths])
        for line in [*fitted.head, *fitted.body]:
            self._row(line, fitted.widths, fitted.right)

    def lines(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Rows in columns, without a header."""
        from rich.cells import cell_len

        body = [[_on_one_line(cell) for cell in row] for row in rows]
        widths = [max(cell_len(cell.text) for cell in column) for column in zip(*body, strict=True)]
        widths = shrink(widths, self.width) if self.width and widths else widths
        for row in body:
            self._row(row, widths, frozenset())

    def _row(self, cells: Sequence[Cell], widths: list[int], right: frozenset[int]) -> None:
        from rich.cells import cell_len, set_cell_size

        last = len(cells) - 1
        line: list[tuple[str, str]] = []
        for number, cell in enumerate(cells):
            text = cell.text
            if self.width and cell_len(text) > widths[number]:
                text = set_cell_size(text, widths[number] - 1).rstrip() + "…"
            space = " " * (widths[number] - cell_len(text))
            # Nothing is put behind the last column, so that Khmer vowels cannot push anything out of line.
            parts = [(space, ""), (text, cell.style)] if number in right else [(text, cell.style), (space, "")]
            line += [*parts, ("" if number == last else "  ", "")]
        self.segments([Cell(text, style) for text, style in line])

    def segments(self, cells: Sequence[Cell]) -> None:
        """A line of the result made of pieces in styles of their own."""
        if self.colored:
            self._console().print(_joined([(_shown(cell.text), cell.style) for cell in cells]), soft_wrap=True)
        else:
            sys.stdout.write(_shown("".join(cell.text for cell in cells)).rstrip() + "\n")

    @contextmanager
    def paged(self) -> Iterator[None]:
        """Show what is printed inside in a pager, where it is longer than the terminal."""
        if not self.is_terminal or os.environ.get("CI"):
            yield
            return
        from cobtrack.cli.output import pager

        out, sys.stdout = sys.stdout, io.StringIO()
        try:
            yield
            text = sys.stdout.getvalue()
        finally:
            sys.stdout = out
        if text.count("\n") < get_terminal_size((80, 24)).lines or not pager.show(text):
            out.write(text)

    def wrapped(self, text: str, indent: str = "", first: str = "", style: str = "") -> None:
        """Running text, wrapped on a terminal, with `first` before the first line and `indent` before the others."""
        if not self.width:
            self.print(first + _BREAK.sub(" ", text), style)
            return
        import textwrap

        width = min(self.width, 100)
        for line in textwrap.wrap(
            text, width, initial_indent=first, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False
        ):
            self.print(line, style)

    def _console(self, stream: IO[str] | None = None) -> Console:
        from rich.console import Console

        return Console(
            file=stream or sys.stdout, force_terminal=True, no_color=False, highlight=False, markup=False, emoji=False,
            color_system="standard", width=self.width or 10_000,
        )  # fmt: skip


def _shown(text: str) -> str:
    """The text as a terminal or a log may get it: its lines stay lines, and nothing in it moves or commands."""
    text = escape_command(text)
    return text if text.isprintable() else "\n".join(escape_control(line) for line in text.expandtabs(4).split("\n"))


def _on_one_line(cell: Cell | str) -> Cell:
    """The cell with a space for each line break, which would tear the row apart."""
    made = cell if isinstance(cell, Cell) else Cell(cell)
    return replace(made, text=_BREAK.sub(" ", made.text)) if _BREAK.search(made.text) else made


def _bottom(lines: list[str], height: int) -> list[str]:
    return [""] * (height - len(lines)) + lines


def _joined(parts: Iterable[tuple[str, str]]) -> Text:
    from rich.text import Text

    line = Text()
    for text, style in parts:
        line.append(text, style or None)
    line.rstrip()
    return line


def _is_terminal(stream: IO[str]) -> bool:
    return stream.isatty()


def _wants_color(color: Color, stream: IO[str]) -> bool:
    """The flag beats the environment; NO_COLOR and FORCE_COLOR count when they are not empty."""
    if color is not Color.auto:
        return color is Color.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"
