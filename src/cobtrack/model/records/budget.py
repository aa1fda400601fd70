"""data/budgets/: lines of public budgets and of the coalition's own budget, with what was planned and spent."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal, get_args

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Earlier, Remark
from cobtrack.model.types import (
    ActivityRef,
    ActorRef,
    ClusterRef,
    CurrencyCode,
    FormerIds,
    Id,
    Many,
    Money,
    ParagraphRef,
    Sources,
    Text,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

AmountKind = Literal["planned", "allocated", "spent"]
"""The three amounts of a budget line, from the plan to the account."""
AMOUNT_KINDS: tuple[AmountKind, ...] = get_args(AmountKind)


class BudgetLine(Record):
    """An amount of money for a purpose in a budget year."""

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    title: Text
    """What the money is for."""
    owner: Literal["state", "civil-society", "un"]
    """Whose budget it is: the State's, the coalition's and its members' (civil-society), or that of a UN agency (un).
    Only members see the lines of civil society, unless `audience` says otherwise."""
    organisation: ActorRef | None = None
    """The organisation whose budget it is, such as a ministry."""
    programme: Text | None = None
    """The programme of the budget that the line is part of, in the words of the budget."""
    year: Timeframe
    """The budget year: 2026, or 2025-07/2026-06 for a budget year that does not begin in January."""
    currency: CurrencyCode | None = None
    """The currency of all amounts of the line: a code of three letters, such as KHR or USD (ISO 4217)."""
    planned: Money | None = None
    """The amount in the plan or in the draft budget, without separators between thousands. Leave it out if it is not
    known: 0 means that no money was planned."""
    allocated: Money | None = None
    """The amount that was approved or granted."""
    spent: Money | None = None
    """The amount that was spent by the end of the budget year, or so far."""
    activities: Many[ActivityRef] = ()
    """The activities of the roadmap that the money is for."""
    recommendations: Many[ParagraphRef] = ()
    """The recommendations that the money helps to carry out."""
    clusters: Many[ClusterRef] = ()
    """The clusters that the money is for: ids from `clusters` in cobtrack.yaml. Without this field, these are the
    clusters of the recommendations."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    was: Many[Earlier] = ()
    """Earlier words, with the oldest first."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    @property
    def amounts(self) -> Mapping[AmountKind, Decimal]:
        """The known amounts as numbers, keyed by the names of their fields."""
        values = {kind: getattr(self, kind) for kind in AMOUNT_KINDS}
        return {kind: Decimal(value) for kind, value in values.items() if value is not None}

    @property
    def has_money(self) -> bool:
        """Whether there is money, as far as is known: false only if amounts are known and all of them are 0."""
        amounts = self.amounts.values()
        return not amounts or any(amounts)

    @property
    def is_overspent(self) -> bool:
        """Whether more was spent than allocated."""
        amounts = self.amounts
        return "spent" in amounts and "allocated" in amounts and amounts["spent"] > amounts["allocated"]


class Budgets(Record):
    """A list of budget lines, such as the lines of a year."""

    budgets: Many[BudgetLine]
    """The budget lines."""
