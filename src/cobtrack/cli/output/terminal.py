"""Print tables, text, JSON and CSV to a terminal or to a pipe."""

from __future__ import annotations

import io
import json
import os
import re
import sys
from contextlib import contextmanager, suppress
from dataclasses import replace
from shutil import get_terminal_size
from typing import IO, TYPE_CHECKING, Any

from cobtrack.cli.options import Color
from cobtrack.cli.output.table import Cell, break_at_words, fit_columns, shrink
from cobtrack.model.text.escape import CONTROL, escape_command, escape_control

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rich.console import Console
    from rich.text import Text

    from cobtrack.cli.output.table import Table

_MIN_WIDTH, _WIDE = 40, 160
_MAX_LINE = 100
"""The width of running text on a wide terminal."""
_COLUMNS = re.compile(r"0{0,9}[1-9][0-9]{0,3}", re.ASCII)
_BREAK = re.compile(r"\s*[\r\n\t]\s*")
"""White space that contains a line break or a tab. Spaces alone are kept, because they can be part of a chart."""


class Terminal:
    """The place where a command prints to.

    The result of the command goes to standard output. Errors, notes and hints go to standard error.
    """

    def __init__(self, color: Color = Color.auto, *, quiet: bool = False) -> None:
        self.color = color
        self.quiet = quiet
        # `paged` replaces sys.stdout for a while.
        self._out = sys.stdout
        self.is_terminal = _is_terminal(sys.stdout)
        self._default_width = 0

    @property
    def colored(self) -> bool:
        """Whether standard output is printed in colour."""
        return _wants_color(self.color, self._out)

    @property
    def width(self) -> int:
        """The number of characters in a line, or 0 if there is no limit.

        In a pipe, there is no limit unless `set_default_width` was called.
        """
        if not self.is_terminal:
            return self._default_width
        return max(get_terminal_size((80, 24)).columns, _MIN_WIDTH)

    def set_default_width(self) -> None:
        """Set the width for output to a pipe, because charts need a width.

        The width is the number in $COLUMNS. If there is no such number, it is the width of a wide terminal.
        """
        columns = os.environ.get("COLUMNS", "")
        self._default_width = max(int(columns), _MIN_WIDTH) if _COLUMNS.fullmatch(columns) else _WIDE

    def print(self, text: str = "", style: str = "") -> None:
        """Print a line of the result."""
        if style and self.colored:
            self._console().print(_styled([(_safe(text), style)]), soft_wrap=True)
        else:
            sys.stdout.write(_safe(text) + "\n")

    def json(self, data: dict[str, Any]) -> None:
        """Print the result as one JSON document."""
        text = json.dumps(data, ensure_ascii=False, indent=2)
        sys.stdout.write(CONTROL.sub(lambda match: f"\\u{ord(match[0]):04x}", escape_command(text)) + "\n")

    def csv(self, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Print rows as CSV in UTF-8. Any cell that a spreadsheet would treat as a formula is escaped.

        Unless the output goes to a terminal, it begins with a byte-order mark, which spreadsheets need.
        """
        from cobtrack.views.tables.cells import csv_text

        sys.stdout.write(("" if self.is_terminal else "\ufeff") + escape_command(csv_text(columns, rows)))

    def command(self, text: str) -> None:
        """Print a workflow command for GitHub Actions. The caller has already escaped its values."""
        sys.stdout.write(escape_control(text) + "\n")

    def notify(self, text: str, kind: str = "") -> None:
        """Print a message to standard error. If `kind` is given (error, note or hint), the message begins with it."""
        if self.quiet and kind not in {"error", "hint"}:
            return
        text = _safe(text)
        # Flush first, so that messages and results are in the right order if both streams go to the same place.
        with suppress(BrokenPipeError):
            sys.stdout.flush()
        style = {"error": "bold red", "note": "yellow", "hint": "cyan"}.get(kind, "")
        cells = [Cell(f"{kind}: " if kind else "", style), Cell(text)]
        if _is_terminal(sys.stderr):
            indent = text[: len(text) - len(text.lstrip(" "))] + "  "
            cells = break_at_words(cells, max(get_terminal_size((80, 24)).columns, _MIN_WIDTH), indent)
        if kind and _wants_color(self.color, sys.stderr):
            console = self._console(sys.stderr)
            console.print(_styled([(cell.text, cell.style) for cell in cells]), soft_wrap=True)
        else:
            sys.stderr.write("".join(cell.text for cell in cells) + "\n")

    def table(self, table: Table) -> None:
        """Print a table. On a terminal, it has a line below its header. In a pipe, columns are separated by two spaces.

        A name in the header can have two lines ("not-\\nreported"), which are joined in a pipe.
        """
        body = [[_on_one_line(cell) for cell in row] for row in table.rows]
        names = [name.split("\n") for name in table.header]
        if not self.width:
            names = [["".join(name)] for name in names]
        height = max(map(len, names))
        head = [
            [Cell(line, "bold") for line in lines]
            for lines in zip(*(_align_bottom(name, height) for name in names), strict=True)
        ]
        fitted = fit_columns(table, head, body, self.width)
        if self.width:
            fitted.head.append([Cell("─" * width, "dim") for width in fitted.widths])
        for line in fitted.head:
            self._row(line, fitted.widths, fitted.right)
        for number, line in enumerate(fitted.body):
            if number in table.sections:
                self.print()
                self.print(table.sections[number], "bold")
            self._row(line, fitted.widths, fitted.right)

    def lines(self, rows: Sequence[Sequence[Cell]]) -> None:
        """Print rows in columns, without a header."""
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
            # After the last column, there is no other column that the width of Khmer vowels could misalign.
            parts = [(space, ""), (text, cell.style)] if number in right else [(text, cell.style), (space, "")]
            line += [*parts, ("" if number == last else "  ", "")]
        self.segments([Cell(text, style) for text, style in line])

    def segments(self, cells: Sequence[Cell], indent: str | None = None) -> None:
        """Print a line that consists of several parts, each of which has its own style.

        With an `indent`, a terminal shows the line wrapped like running text. The indent is then put before each line
        except the first line.
        """
        if indent is not None and self.is_terminal:
            cells = break_at_words(cells, min(self.width, _MAX_LINE), indent)
        if self.colored:
            self._console().print(_styled([(_safe(cell.text), cell.style) for cell in cells]), soft_wrap=True)
        else:
            sys.stdout.write(_safe("".join(cell.text for cell in cells)).rstrip() + "\n")

    @contextmanager
    def paged(self) -> Iterator[None]:
        """Collect the output of the `with` block, and show it in a pager if it is longer than the terminal."""
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

    def wrapped(self, text: str, indent: str = "", first: str = "", style: str = "", *, first_style: str = "") -> None:
        """Print running text. On a terminal, the text is wrapped.

        `first` is put before the first line, and `indent` before all other lines.
        """
        lines = [first + _BREAK.sub(" ", text)]
        if self.width:
            import textwrap

            width = min(self.width, _MAX_LINE)
            lines = textwrap.wrap(
                text, width, initial_indent=first, subsequent_indent=indent,
                break_long_words=False, break_on_hyphens=False,
            )  # fmt: skip
        if first_style and lines:
            self.segments([Cell(first, first_style), Cell(lines.pop(0).removeprefix(first), style)])
        for line in lines:
            self.print(line, style)

    def _console(self, stream: IO[str] | None = None) -> Console:
        from rich.console import Console

        return Console(
            file=stream or sys.stdout, force_terminal=True, no_color=False, highlight=False, markup=False, emoji=False,
            color_system="standard", width=self.width or 10_000,
        )  # fmt: skip


def _safe(text: str) -> str:
    """Escape all characters in a text that could control a terminal or a workflow runner, except line breaks."""
    text = escape_command(text)
    return text if text.isprintable() else "\n".join(escape_control(line) for line in text.expandtabs(4).split("\n"))


def _on_one_line(cell: Cell | str) -> Cell:
    """Return a cell in which each line break is replaced by a space, so that its row stays on one line."""
    cell = cell if isinstance(cell, Cell) else Cell(cell)
    return replace(cell, text=_BREAK.sub(" ", cell.text)) if _BREAK.search(cell.text) else cell


def _align_bottom(lines: list[str], height: int) -> list[str]:
    """Return `height` lines, which are empty lines followed by the given lines."""
    return [""] * (height - len(lines)) + lines


def _styled(parts: Iterable[tuple[str, str]]) -> Text:
    from rich.text import Text

    line = Text()
    for text, style in parts:
        line.append(text, style or None)
    line.rstrip()
    return line


def _is_terminal(stream: IO[str]) -> bool:
    return stream.isatty()


def _wants_color(color: Color, stream: IO[str]) -> bool:
    """Whether to print to `stream` in colour.

    The option --color decides first, then NO_COLOR, and then FORCE_COLOR. An empty variable is ignored. By default,
    colours are used on a terminal.
    """
    if color is not Color.auto:
        return color is Color.always
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return _is_terminal(stream) and os.environ.get("TERM") != "dumb"
