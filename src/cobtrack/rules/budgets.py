"""What can be wrong with budget lines, and recommendations that ask for resources and have none."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.languages.phrases import money
from cobtrack.model.problem import Finding, Severity
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.wording import join_first, quantity
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.records.budget import BudgetLine
    from cobtrack.model.workspace import Workspace

_WARNING, _ERROR = Severity.WARNING, Severity.ERROR
_MAX_IDS = 8


@rule("COB123", "amount-without-currency", _ERROR)
def amount_without_currency(workspace: Workspace) -> Iterator[Finding]:
    """A budget line has an amount and no currency, so the amount says nothing and is left out of all sums.

    Wrong:  planned: 120000
    Right:  currency: USD
            planned: 120000
    """
    for line in workspace.budgets:
        if line.amounts and not line.currency:
            message = f"{line.id} has an amount without a currency"
            yield Finding(line.place.at(next(iter(line.amounts))), message, "add currency: with its code, such as USD")


@rule("COB124", "duplicate-budget-line", _WARNING)
def duplicate_budget_line(workspace: Workspace) -> Iterator[Finding]:
    """Two budget lines have the same title, programme, budget year, owner, organisation and currency.

    If both lines are the same money, sums count it twice.
    """
    first: dict[tuple[str, ...], BudgetLine] = {}
    for line in workspace.budgets:
        texts = (line.title, line.programme or "", line.organisation or "")
        key = (*map(fold_name, texts), line.owner, str(line.year), line.currency or "")
        earlier = first.setdefault(key, line)
        if earlier is not line:
            message = f"{line.id} has the same title, programme and year as {earlier.id}"
            hint = f"if it is the same money, remove one of them: cobtrack remove {line.id}"
            yield Finding(line.place.at("id"), message, hint, (earlier.place.at("id"),))


@rule("COB434", "resources-without-budget", _WARNING)
def resources_without_budget(workspace: Workspace) -> Iterator[Finding]:
    """A recommendation asks for resources (`asks_for_resources`), and no budget line of the State has money for it.

    A line serves a recommendation if it names the recommendation, or the paragraph that contains it as a lettered item.
    A line of which every known amount is 0 has no money. Outdated recommendations are left out.
    """
    if "budgets" in workspace.unreadable_kinds:
        return
    own = {paragraph.id for paragraph in workspace.recommendations}
    for document in workspace.documents:
        lacking = [
            paragraph for paragraph in document.paragraphs if paragraph.id in own and workspace.lacks_budget(paragraph)
        ]
        if lacking:
            count = quantity(len(lacking), "recommendation asks", "recommendations ask")
            ids = join_first([paragraph.id for paragraph in lacking], _MAX_IDS)
            message = (
                f"{count} for resources in {document.name}, but no budget line of the State has money for it: {ids}"
            )
            hint = f"add the budget lines that serve them: recommendations: [{lacking[0].id}]"
            yield Finding(lacking[0].place.at("asks_for_resources"), message, hint)


@rule("COB435", "overspent", _WARNING)
def overspent(workspace: Workspace) -> Iterator[Finding]:
    """More money was spent than was allocated.

    This can be true, for example after a supplementary budget. Often, one of the amounts is wrong or about another
    year.
    """
    for line in workspace.budgets:
        if line.is_overspent:
            spent, allocated = (money(line.amounts[kind]) for kind in ("spent", "allocated"))
            message = f"{line.id}: {spent} spent, but only {allocated} allocated"
            yield Finding(line.place.at("spent"), message, "compare both amounts with the source")


@rule("COB436", "budget-year-outside-the-period", _WARNING)
def outside_the_period(workspace: Workspace) -> Iterator[Finding]:
    """The year of a budget line is before or after the period of the roadmap.

    The year before the period can be there to compare with. Often, the year is mistyped.
    """
    if workspace.roadmap is None:
        return
    period = workspace.roadmap.period
    for line in workspace.budgets:
        first, last = line.year.earliest, line.year.latest
        is_before = last is not None and period.earliest is not None and last < period.earliest
        is_after = first is not None and period.latest is not None and first > period.latest
        if is_before or is_after:
            message = f"{line.id}: {format_timeframe(line.year)} is outside the roadmap's period"
            hint = f"the period is {format_timeframe(period)}: check the year"
            yield Finding(line.place.at("year"), message, hint, (workspace.roadmap.place.at("period"),))
