"""What documents say about budgets: the sums in all groupings, and the recommendations that ask for resources."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.views.budgets.gaps import gap_text, resourcing
from cobtrack.views.budgets.sums import GROUPINGS, budget_table

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.workspace import Workspace
    from cobtrack.views.budgets.gaps import Resourcing
    from cobtrack.views.budgets.sums import BudgetTable, Grouping


@dataclass(frozen=True)
class BudgetOverview:
    """All budget lines of a workspace, added up, and the recommendations that ask for resources."""

    tables: Mapping[Grouping, BudgetTable]
    """The table of sums for each grouping."""
    resources: tuple[Resourcing, ...]
    """The recommendations that ask for resources."""

    @property
    def gaps(self) -> tuple[Resourcing, ...]:
        """The recommendations for which no budget line of the State has money."""
        return tuple(row for row in self.resources if row.is_gap)

    @property
    def gap_text(self) -> str:
        """A sentence without a full stop about the recommendations that ask for resources; "" if there are none."""
        return gap_text(self.resources) if self.resources else ""


def budget_overview(workspace: Workspace) -> BudgetOverview:
    """Return what documents say about the budget lines of a workspace."""
    tables = {by: budget_table(workspace, workspace.budgets, by) for by in GROUPINGS}
    return BudgetOverview(tables, resourcing(workspace))
