"""All rules, and a function that checks a workspace against them. The first digit of a code gives the rule's module."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.problem import Problem, Severity, make_problem
from cobtrack.rules import budgets, fields, files, gaps, links, revisions, safeguarding, time
from cobtrack.rules.rule import Rule
from cobtrack.rules.search_texts import SearchTexts

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.workspace import Workspace

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            value
            for family in (budgets, files, fields, links, time, gaps, safeguarding, revisions)
            for value in vars(family).values()
            if isinstance(value, Rule)
        ),
        key=lambda rule: rule.code,
    )
)


def check(
    workspace: Workspace,
    as_of: date,
    family: str = "COB",
    *,
    errors_only: bool = False,
    texts: SearchTexts | None = None,
) -> list[Problem]:
    """Check a workspace against the rules and return the problems.

    Only the rules whose codes begin with `family` are checked (for example COB3 for the rules about time). `texts` are
    the texts in which rules search for personal data. By default, these rules search all texts in the
    workspace.
    """
    problems: list[Problem] = []
    for rule in RULES:
        if not rule.code.startswith(family) or (errors_only and rule.severity is not Severity.ERROR):
            continue
        subject: Workspace | SearchTexts = workspace
        if rule.takes_texts:
            subject = texts = texts or SearchTexts(workspace.texts, workspace.settings)
        problems += [make_problem(rule.code, rule.severity, finding) for finding in rule.run(subject, as_of)]
    return problems
