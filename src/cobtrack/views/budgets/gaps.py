"""Recommendations that ask for resources, and the budget lines that serve them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import gettext, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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


def gap_text(rows: Sequence[Resourcing]) -> str:
    """Return a sentence without a full stop: how many recommendations ask for resources, and how many have none."""
    gaps = sum(row.is_gap for row in rows)
    asking = ngettext(
        "%(num)s recommendation asks for resources", "%(num)s recommendations ask for resources", len(rows)
    )
    if not gaps:
        return gettext("%(asking)s; for each, a budget line of the State with money is recorded", asking=asking)
    return ngettext(
        "%(asking)s; for %(num)s of them, no budget line of the State with money is recorded",
        "%(asking)s; for %(num)s of them, no budget line of the State with money is recorded",
        gaps,
        asking=asking,
    )
