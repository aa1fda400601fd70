"""Sums of budgets in words: what is not known of a sum, and how the lines were counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.labels import AMOUNT, CERTAINTY
from cobtrack.model.languages.phrases import gettext, money, ngettext
from cobtrack.model.text.wording import join

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.views.budgets.gaps import Resourcing
    from cobtrack.views.budgets.sums import AmountSum, BudgetSum, BudgetTable


def amount_text(amount: AmountSum) -> str:
    """Return a sum in digits: "≥ 120,000" if an amount is missing from it, and "" if no amount is known."""
    if amount.amount is None:
        return ""
    number = money(amount.amount)
    return number if amount.is_complete else gettext("≥ %(amount)s", amount=number)


def change_text(row: BudgetSum) -> str:
    """Return the change of the allocated amount since the year before, such as "+4.2%"; "" if it is not known."""
    return "" if row.change is None else f"{row.change:+.1f}%"


def remarks(row: BudgetSum) -> list[str]:
    """Return what a reader has to know about the sums of a row: which parts are not confirmed, and what is missing.

    An amount that is not known for any line is left out, because there is no sum.
    """
    details = {kind: _details(row, amount) for kind, amount in row.amounts.items() if amount.amount is not None}
    return [
        gettext("%(label)s: %(text)s", label=AMOUNT[kind].singular, text=join(texts, ","))
        for kind, texts in details.items()
        if texts
    ]


def _details(row: BudgetSum, amount: AmountSum) -> list[str]:
    texts = [
        gettext(
            "of which %(amount)s %(certainty)s",
            amount=money(part.amount),
            certainty=CERTAINTY[part.certainty].singular,
        )
        for part in amount.doubtful
    ]
    if amount.missing:
        text = ngettext(
            "not known for %(num)s of %(lines)s lines",
            "not known for %(num)s of %(lines)s lines",
            amount.missing,
            lines=len(row.lines),
        )
        texts.append(text)
    return texts


def how_counted(table: BudgetTable) -> str:
    """Return a sentence without a full stop that says how lines in several groups are counted; "" if there are none."""
    if not table.shared:
        return ""
    return ngettext(
        "%(num)s line serves several groups: it counts in full in each of them, and once in the total",
        "%(num)s lines serve several groups: each counts in full in each of them, and once in the total",
        table.shared,
    )


def gap_text(rows: Sequence[Resourcing]) -> str:
    """Return a sentence without a full stop: how many recommendations ask for resources, and how many have none."""
    gaps = sum(row.is_gap for row in rows)
    return ngettext(
        "%(num)s recommendation asks for resources; for %(gaps)s, no budget line of the State has money",
        "%(num)s recommendations ask for resources; for %(gaps)s of them, no budget line of the State has money",
        len(rows),
        gaps=gaps,
    )
