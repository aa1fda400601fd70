"""The geometry of budgets: for each year, what was planned, allocated and spent as bars."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.budget import AmountKind
    from cobtrack.views.budgets.sums import AmountSum, BudgetSum


@dataclass(frozen=True)
class BudgetBar:
    """An amount as a bar. Without a known amount, the bar has no width."""

    kind: AmountKind
    amount: AmountSum
    width: float
    """The width in per cent of the greatest amount in the picture."""
    doubtful: float
    """How much of the width is not confirmed. It is the end of the bar."""


@dataclass(frozen=True)
class BudgetYear:
    """The bars of a budget year."""

    total: BudgetSum
    bars: tuple[BudgetBar, ...]


@dataclass(frozen=True)
class BudgetChart:
    """The years with the same owner and the same currency. Only within a picture, lengths can be compared."""

    heading: str
    years: tuple[BudgetYear, ...]


def budget_charts(totals: Iterable[BudgetSum]) -> tuple[BudgetChart, ...]:
    """Return a picture for each owner and currency. Nothing is drawn of lines without a currency or an amount."""
    charts = []
    for heading, group in groupby(totals, lambda row: row.heading):
        rows = [row for row in group if row.currency]
        amounts = [amount.amount for row in rows for amount in row.amounts.values() if amount.amount]
        if amounts:
            years = tuple(BudgetYear(row, _bars(row, max(amounts))) for row in rows)
            charts.append(BudgetChart(heading, years))
    return tuple(charts)


def _bars(row: BudgetSum, greatest: Decimal) -> tuple[BudgetBar, ...]:
    def width(amounts: Iterable[Decimal]) -> float:
        return round(float(100 * sum(amounts, Decimal()) / greatest), 2)

    return tuple(
        BudgetBar(
            kind,
            amount,
            width([amount.amount] if amount.amount else []),
            width(part.amount for part in amount.doubtful),
        )
        for kind, amount in row.amounts.items()
    )
