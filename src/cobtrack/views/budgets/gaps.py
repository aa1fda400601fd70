"""Recommendations that ask for resources, and the budget lines that serve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from cobtrack.model.record import Record
    from cobtrack.model.records.budget import BudgetLine
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Resourcing:
    """A recommendation that asks for resources, and the budget lines that serve it."""

    paragraph: Paragraph
    citation: str
    lines: tuple[BudgetLine, ...]
    is_gap: bool
    """Whether no budget line of the State has money for the recommendation."""


def resourcing(workspace: Workspace, matches: Callable[[Record], bool] = lambda _: True) -> tuple[Resourcing, ...]:
    """Return the recommendations that ask for resources and match, in the order of the files.

    Outdated recommendations are left out.
    """
    return tuple(
        Resourcing(
            paragraph,
            workspace.citation(paragraph),
            workspace.budget_lines_for(paragraph),
            workspace.lacks_budget(paragraph),
        )
        for paragraph in workspace.recommendations
        if paragraph.asks_for_resources and not paragraph.outdated and matches(paragraph)
    )
