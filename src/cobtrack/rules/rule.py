"""The class of rules, and functions to define rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from cobtrack.model.problem import Finding, Severity
    from cobtrack.model.workspace import Workspace
    from cobtrack.rules.search_texts import SearchTexts

    Check = Callable[..., Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A rule that the data files must follow.

    `check` is a function that takes the workspace, the workspace and the as-of date, or the texts to search. For a rule
    that is checked while files are read, `check` is None. `page` explains the rule to users: it has a sentence, the
    reason, and lines with `Wrong:` and `Right:`. If there is a function `check`, the page is the function's docstring.
    """

    code: str
    name: str
    severity: Severity
    page: str
    check: Check | None = None

    @property
    def summary(self) -> str:
        """The first paragraph of the rule's page, on one line."""
        return re.split(r"\n\s*\n", self.page, maxsplit=1)[0].replace("\n", " ").strip()

    @property
    def takes_texts(self) -> bool:
        """Whether `check` takes the texts to search for personal data in place of the workspace."""
        return self.check is not None and self.check.__code__.co_varnames[0] == "texts"

    def run(self, workspace: Workspace | SearchTexts, as_of: date) -> Iterator[Finding]:
        """Check the workspace against the rule, and return the findings."""
        if self.check is None:
            return iter(())
        takes_date = self.check.__code__.co_argcount > 1
        return self.check(workspace, as_of) if takes_date else self.check(workspace)


def rule(code: str, name: str, severity: Severity) -> Callable[[Check], Rule]:
    """Return a decorator that turns a function into a rule with this code, name and severity."""

    def decorate(check: Check) -> Rule:
        return Rule(code, name, severity, _unindented(check.__doc__ or ""), check)

    return decorate


def read_rule(code: str, name: str, severity: Severity, page: str) -> Rule:
    """Return a rule that is checked while the files are read, so it has a page but no function."""
    return Rule(code, name, severity, _unindented(page))


def _unindented(page: str) -> str:
    """Return a docstring whose lines after the first line have lost their common indentation."""
    lines = page.strip().split("\n")
    rest = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return "\n".join([lines[0], *(line[indent:] for line in lines[1:])])
