"""A rule: a function that yields findings, with a code, a name, a severity and a page of explanation."""

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
    """A rule.

    `check` takes the workspace, or the workspace and the as-of date; None if the rule is checked while files are read.
    Its docstring becomes `page`: a sentence, the reason, then `Wrong:` and `Right:` lines.
    """

    code: str
    name: str
    severity: Severity
    page: str
    check: Check | None = None

    @property
    def summary(self) -> str:
        """The first sentence of the page."""
        return re.split(r"\n\s*\n", self.page, maxsplit=1)[0].replace("\n", " ").strip()

    def run(self, workspace: Workspace | SearchTexts, as_of: date) -> Iterator[Finding]:
        """Check the workspace, and yield what the rule finds."""
        if self.check is None:
            return iter(())
        takes_date = self.check.__code__.co_argcount > 1
        return self.check(workspace, as_of) if takes_date else self.check(workspace)


def rule(code: str, name: str, severity: Severity) -> Callable[[Check], Rule]:
    """Return a decorator that makes a rule of a function."""

    def decorate(check: Check) -> Rule:
        return Rule(code, name, severity, _unindented(check.__doc__ or ""), check)

    return decorate


def read_rule(code: str, name: str, severity: Severity, page: str) -> Rule:
    """Return a rule that is checked while the files are read; it only has a page."""
    return Rule(code, name, severity, _unindented(page))


def _unindented(page: str) -> str:
    """Remove the indentation that a docstring has after its first line."""
    lines = page.strip().split("\n")
    rest = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return "\n".join([lines[0], *(line[indent:] for line in lines[1:])])
