"""`cobtrack rules`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from cobtrack.cli.options import Color, ColorOption, CommandError, Format, FormatOption

if TYPE_CHECKING:
    from cobtrack.rules.rule import Rule


def rules(
    codes: Annotated[list[str], typer.Argument(metavar="[CODE]...", help="COB203, or a name such as unknown-id.")] = [],
    format: FormatOption = Format.table,
    color: ColorOption = Color.auto,
) -> None:
    """Show what the codes of `validate` mean. All of them in a line each, or some in full.

    \b
      cobtrack rules
      cobtrack rules COB203
    """
    from cobtrack.cli.output.table import Cell, Table, status_cell
    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.rules import RULES

    terminal = Terminal(color)
    chosen = [_find(code, RULES) for code in codes] if codes else list(RULES)
    if format is Format.json:
        from cobtrack.views.as_json import VERSION

        rows = [{"code": one.code, "name": one.name, "severity": str(one.severity), "page": one.page} for one in chosen]
        terminal.json({"version": VERSION, "rules": rows})
    elif format is Format.csv:
        terminal.csv(
            ["code", "name", "severity", "summary"],
            [[one.code, one.name, str(one.severity), one.summary] for one in chosen],
        )
    elif codes:
        for number, one in enumerate(chosen):
            terminal.print(("\n" if number else "") + f"{one.code} {one.name} ({one.severity})", "bold")
            terminal.print()
            terminal.print(one.page)
    else:
        table = Table(["code", "severity", "name", "meaning"], droppable=[2], min_last_width=60)
        for one in chosen:
            table.rows.append([Cell(one.code, "bold"), status_cell(str(one.severity)), one.name, one.summary])
        with terminal.paged():
            terminal.table(table)
            terminal.print()
            terminal.print("What one means: cobtrack rules COB203")


def _find(code: str, known: tuple[Rule, ...]) -> Rule:
    from cobtrack.model.text.suggestions import close_matches

    for rule in known:
        if code.upper() == rule.code or code.lower() == rule.name:
            return rule
    names = [word for rule in known for word in (rule.code, rule.name)]
    close = close_matches(code, names)
    hint = f"did you mean {close[0]}?" if close else "cobtrack rules lists them all"
    raise CommandError(f'there is no rule "{code}"', hint)
