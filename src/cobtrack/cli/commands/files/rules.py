"""`cobtrack rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import Color, ColorOption, CommandError, Format, FormatOption
from cobtrack.cli.output.table import Cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.rules.rule import Rule


_EXAMPLE = "Wrong:  "
"""The beginning of each wrong example on a page. Right examples are aligned with it."""


def rules(
    codes: Annotated[list[str], typer.Argument(metavar="CODE", help="COB203, or a name such as unknown-id.")] = [],
    format: FormatOption = Format.table,
    color: ColorOption = Color.auto,
) -> None:
    """Explain the codes of `validate`. Without a code, list all codes with one line each.

    \b
      cobtrack rules
      cobtrack rules COB203
    """
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.rules import RULES

    terminal = Terminal(color)
    chosen = [_find(code, RULES) for code in codes] if codes else list(RULES)
    if format is Format.json:
        from cobtrack.views.as_json import VERSION

        rows = [
            {"code": rule.code, "name": rule.name, "severity": str(rule.severity), "page": rule.page} for rule in chosen
        ]
        terminal.json({"version": VERSION, "rules": rows})
    elif format is Format.csv:
        header = ["code", "name", "severity", "summary"]
        terminal.csv(header, [[rule.code, rule.name, str(rule.severity), rule.summary] for rule in chosen])
    elif codes:
        _print_pages(terminal, chosen)
    else:
        _print_table(terminal, chosen)


def _print_pages(terminal: Terminal, rules: Sequence[Rule]) -> None:
    for number, rule in enumerate(rules):
        terminal.print(("\n" if number else "") + f"{rule.code} {rule.name} ({rule.severity})", "bold")
        terminal.print()
        _print_page(terminal, rule.page)


def _print_page(terminal: Terminal, page: str) -> None:
    """Print the page that explains a rule. On a terminal, its paragraphs and examples are wrapped."""
    if not terminal.is_terminal:
        terminal.print(page)
        return
    for number, paragraph in enumerate(page.split("\n\n")):
        if number:
            terminal.print()
        if paragraph.startswith(_EXAMPLE):
            for line in paragraph.split("\n"):
                terminal.segments([Cell(line)], indent=" " * len(_EXAMPLE))
        else:
            terminal.wrapped(" ".join(paragraph.split("\n")))


def _print_table(terminal: Terminal, rules: Sequence[Rule]) -> None:
    from cobtrack.cli.output.table import Table, status_cell

    table = Table(["code", "severity", "name", "meaning"], droppable=[2], min_last_width=60)
    for rule in rules:
        table.rows.append([Cell(rule.code, "bold"), status_cell(str(rule.severity)), rule.name, rule.summary])
    with terminal.paged():
        terminal.table(table)
        terminal.print()
        terminal.print("To read more about a code: cobtrack rules COB203")


def _find(code: str, rules: Sequence[Rule]) -> Rule:
    """Return the rule whose code or name is given. Raises CommandError if there is no such rule."""
    from cobtrack.model.text.suggestions import close_matches, did_you_mean

    for rule in rules:
        if code.upper() == rule.code or code.lower() == rule.name:
            return rule
    close = close_matches(code, [word for rule in rules for word in (rule.code, rule.name)])
    hint = did_you_mean(close, 'run "cobtrack rules" to list all rules')
    raise CommandError(f'there is no rule "{code}"', hint)
