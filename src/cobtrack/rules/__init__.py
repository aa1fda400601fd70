"""What can be wrong: all rules, and the run of them over a workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.problem import Problem, Severity, make_problem
from cobtrack.rules import fields, files, follow_up, gaps, links, plan, procedures, safeguarding, time
from cobtrack.rules.rule import Rule

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.workspace import Workspace
    from cobtrack.rules.safeguarding import Texts

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            value
            for family in (files, fields, links, procedures, time, plan, gaps, follow_up, safeguarding)
            for value in vars(family).values()
            if isinstance(value, Rule)
        ),
        key=lambda rule: rule.code,
    )
)


def check(
    workspace: Workspace, as_of: date, family: str = "COB", *, errors_only: bool = False, texts: Texts | None = None
) -> list[Problem]:
    """All problems that the rules find, or those with codes that begin like `family`: COB3 are about time.

    `texts` are those that contacts and names are looked for in; without them, all of the workspace.
    """
    return [
        make_problem(rule.code, rule.severity, found)
        for rule in RULES
        if rule.code.startswith(family) and (rule.severity is Severity.ERROR or not errors_only)
        for found in rule.run(texts if texts and rule.code.startswith("COB5") else workspace, as_of)
    ]
