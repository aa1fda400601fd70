"""The output of `status --budgets`: sums by cluster and year, and recommendations that ask for resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.cli.options import Format
from cobtrack.cli.output.table import Cell, Table, column_heads
from cobtrack.model.dates.format import format_short
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.records.budget import AMOUNT_KINDS
from cobtrack.model.text.wording import join
from cobtrack.views import as_json
from cobtrack.views.budgets.gaps import gap_text, resourcing
from cobtrack.views.budgets.sums import GROUPINGS, budget_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.cli.session import Session
    from cobtrack.views.budgets.gaps import Resourcing
    from cobtrack.views.budgets.sums import BudgetSum, BudgetTable
    from cobtrack.views.filters import Filters

_MAX_GAPS = 12


def print_budgets(session: Session, filters: Filters, format: Format) -> None:
    """Print what the budget lines that match add up to, and which recommendations lack resources."""
    workspace, terminal, matches = session.workspace, session.terminal, session.matching(filters)
    lines = list(filter(matches, workspace.budgets))
    resources = resourcing(workspace, matches)
    if format is Format.table:
        table = budget_table(workspace, lines, "cluster")
        if lines:
            _print_sums(session, table)
        if resources:
            _print_gaps(session, resources)
    else:
        tables = [budget_table(workspace, lines, by) for by in GROUPINGS]
        if format is Format.json:
            data = {
                "sums": [as_json.budget_table(each) for each in tables],
                "resources": [as_json.resourcing(row) for row in resources],
            }
            terminal.json(session.json_document("budgets", data))
        else:
            terminal.csv(_COLUMNS, [row for each in tables for row in _csv(each)])
    if not lines:
        terminal.notify(_("no budget lines match") if filters else _("the workspace has no budget lines yet"), "note")


_COLUMNS = [
    "by", "key", "title", "owner", "year", "currency", "lines",
    *(f"{kind}{part}" for kind in AMOUNT_KINDS for part in ("", "_missing", "_reported", "_tentative")),
    "allocated_change_percent_nominal",
]  # fmt: skip


def _csv(table: BudgetTable) -> Iterator[list[str]]:
    for row in table.rows:
        amounts: list[str] = []
        for amount in row.amounts.values():
            doubtful = {part.certainty: str(part.amount) for part in amount.doubtful}
            known = "" if amount.amount is None else str(amount.amount)
            amounts += [known, str(amount.missing), doubtful.get("reported", ""), doubtful.get("tentative", "")]
        change = "" if row.change is None else f"{row.change:.1f}"
        fields = [table.by, row.key, row.title, row.owner, str(row.year), row.currency, str(len(row.lines))]
        yield [*fields, *amounts, change]


def _print_sums(session: Session, table: BudgetTable) -> None:
    """Print a table for each owner and currency: the clusters of each year, and the total of the year."""
    terminal, notes = session.terminal, list[str]()
    heads = ["year", *AMOUNT_KINDS, "change", "lines", "cluster"]
    output = Table(column_heads(heads), right=frozenset(range(1, 6)), droppable=[5, 4], min_last_width=20)

    for heading, years in table.parts:
        output.sections = {**output.sections, len(output.rows): heading}
        for total, rows in years:
            output.rows += [_cells(row, row.title or _("no cluster")) for row in rows]
            output.rows.append(_cells(total, _("all lines"), "bold"))
            if total.remarks:
                label = join([heading, format_short(total.year)], ",")
                notes.append(_("%(label)s: %(text)s", label=label, text=join([*total.remarks], ";")))
    terminal.table(output)
    terminal.print()
    if table.has_change:
        notes.append(_("change: of the allocated amount since the year before, in nominal amounts (without inflation)"))
    for note in filter(None, [*notes, table.how_counted]):
        terminal.wrapped(note, "  ", style="dim")


def _cells(row: BudgetSum, title: str, style: str = "") -> list[Cell | str]:
    amounts = (row.amounts[kind].text or "-" for kind in AMOUNT_KINDS)
    texts = (format_short(row.year), *amounts, row.change_text or "-", str(len(row.lines)), title)
    return [Cell(text, style) for text in texts]


def _print_gaps(session: Session, rows: Sequence[Resourcing]) -> None:
    """Print the recommendations that ask for resources and have none."""
    terminal = session.terminal
    terminal.print()
    terminal.wrapped(gap_text(rows), style="bold")
    gaps = [row for row in rows if row.is_gap]
    for row in gaps[:_MAX_GAPS]:
        others = [line.id for line in row.lines]
        more = _(" (other lines: %(lines)s)", lines=join(others, ",")) if others else ""
        terminal.wrapped(f"{row.paragraph.heading or row.citation}{more}", "    ", f"  {row.paragraph.id}  ")
    if len(gaps) > _MAX_GAPS:
        terminal.print(_("In full: %(commands)s", commands="cobtrack list recommendations --status no-budget"), "dim")
