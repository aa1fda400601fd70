"""All rules, and the check of a workspace by them. The first digit of a rule's code says which file it is in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.problem import Problem, Severity, make_problem
from cobtrack.rules import fields, files, gaps, links, safeguarding, time
from cobtrack.rules.rule import Rule
from cobtrack.rules.search_texts import SearchTexts

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.workspace import Workspace

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            value
            for family in (files, fields, links, time, gaps, safeguarding)
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
    """Return the problems that rules find in a workspace.

    `family` selects rules by the beginning of their codes: COB3 are those about time. `texts` are the texts in which
    personal data (COB5) are looked for; by default all texts of the workspace.
    """
    problems: list[Problem] = []
    for rule in RULES:
        if not rule.code.startswith(family) or (errors_only and rule.severity is not Severity.ERROR):
            continue
        subject: Workspace | SearchTexts = workspace
        if rule.code.startswith("COB5"):
            subject = texts = texts or SearchTexts(workspace.texts, workspace.settings)
        problems += [make_problem(rule.code, rule.severity, finding) for finding in rule.run(subject, as_of)]
    return problems
