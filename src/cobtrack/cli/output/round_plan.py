"""Print the plan or the result of importing the workbooks of a round, as text or as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.model.languages.phrases import ngettext
from cobtrack.model.text.wording import join, quantity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.cli.output.terminal import Terminal
    from cobtrack.editing.spreadsheets.round_answers import WorkbookPlan

_MAX_LISTED = 3
"""How many workbooks are shown with every answer. Of more workbooks, only problems are shown."""


def show(terminal: Terminal, plans: Sequence[WorkbookPlan], *, show_all: bool) -> None:
    """Print what becomes of the answers in each workbook.

    With `show_all`, or if there are few workbooks, each answer is printed. Otherwise, only the numbers and everything
    that is not taken are printed.
    """
    in_full = show_all or len(plans) <= _MAX_LISTED
    blank = [] if in_full else [plan for plan in plans if plan.is_blank]
    for plan in plans:
        if plan in blank:
            continue
        if plan.refusal:
            terminal.wrapped(f"{plan.path}: {plan.refusal}", "  ", style="red")
            continue
        terminal.wrapped(f"{plan.by} ({plan.path.name}): {_counts(plan)}", "  ", style="bold")
        if in_full:
            _show_answers(terminal, plan)
        for identifier, location, reason in plan.conflicts:
            terminal.wrapped(f"{identifier} ({location}): {reason}", "    ", "  conflict  ", style="red")
        for location, reason in plan.rejected:
            terminal.wrapped(f"{location}: {reason}", "    ", "  rejected  ", style="red")
        for remark in plan.remarks:
            terminal.wrapped(remark, "    ", "  ")
    if blank:
        terminal.print(f"{quantity(len(blank), 'workbook')} with nothing filled in")
    if not in_full:
        terminal.print("\nTo list every answer, add --all.")


def _counts(plan: WorkbookPlan) -> str:
    counts = [
        (len(plan.accepted), "with something new"),
        (len(plan.nothing_new), "with nothing new"),
        (len(plan.added), "added"),
        (len(plan.unchanged), "already in the data"),
        (len(plan.conflicts), "in conflict"),
        (len(plan.rejected), "rejected"),
    ]
    texts = [f"{number:,} {words}" for number, words in counts if number]
    late = ", after the day by which answers were asked for" if plan.is_late and plan.has_news else ""
    return (", ".join(texts) or "nothing is filled in") + late


def _show_answers(terminal: Terminal, plan: WorkbookPlan) -> None:
    for identifier, text in plan.accepted:
        terminal.wrapped(f"{identifier}  {text}", "    ", "  ")
    if plan.nothing_new:
        terminal.wrapped(f"nothing new: {', '.join(plan.nothing_new)}", "    ", "  ")
    for identifier, title in plan.added:
        terminal.wrapped(f"{identifier}  {title}", "    ", "  new  ")


def not_taken(plans: Sequence[WorkbookPlan]) -> str:
    """Return how many answers were not taken, such as `2 answers rejected`; "" if all were taken."""
    refused = sum(bool(plan.refusal) for plan in plans)
    rejected, conflicts = (
        sum(map(len, rows)) for rows in zip(*((p.rejected, p.conflicts) for p in plans), strict=True)
    )
    counts = []
    if rejected:
        counts.append(ngettext("%(num)s answer rejected", "%(num)s answers rejected", rejected))
    if conflicts:
        counts.append(
            ngettext(
                "%(num)s answer in conflict with the data files",
                "%(num)s answers in conflict with the data files",
                conflicts,
            )
        )
    if refused:
        counts.append(ngettext("%(num)s workbook refused", "%(num)s workbooks refused", refused))
    return join(counts)


def data(plans: Sequence[WorkbookPlan], *, written: bool) -> dict[str, Any]:
    """Return the plan or the result of the import as JSON data."""
    return {"system": "round", "written": written, "workbooks": [_workbook_data(plan) for plan in plans]}


def _workbook_data(plan: WorkbookPlan) -> dict[str, Any]:
    return {
        "file": str(plan.path),
        "round": plan.round,
        "by": plan.by,
        "refused": plan.refusal,
        "late": plan.is_late,
        "taken": [{"id": identifier, "text": text} for identifier, text in plan.accepted],
        "nothing_new": plan.nothing_new,
        "added": [{"id": identifier, "title": title} for identifier, title in plan.added],
        "same": plan.unchanged,
        "conflicts": [{"id": id_, "where": where, "why": why} for id_, where, why in plan.conflicts],
        "rejected": [{"where": where, "why": why} for where, why in plan.rejected],
        "remarks": plan.remarks,
    }
