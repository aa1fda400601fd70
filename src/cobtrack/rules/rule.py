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

    `check` is a function of the workspace, or of the workspace and the as-of date. It is None if the rule is checked
    while files are read. `page` consists of a sentence, the reason, and then `Wrong:` and `Right:` lines. It is the
    docstring of `check`, if there is one.
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
        """Check the workspace, and yield the findings."""
        if self.check is None:
            return iter(())
        takes_date = self.check.__code__.co_argcount > 1
        return self.check(workspace, as_of) if takes_date else self.check(workspace)


def rule(code: str, name: str, severity: Severity) -> Callable[[Check], Rule]:
    """Return a decorator that turns a function into a rule."""

    def decorate(check: Check) -> Rule:
        return Rule(code, name, severity, _unindented(check.__doc__ or ""), check)

    return decorate


def read_rule(code: str, name: str, severity: Severity, page: str) -> Rule:
    """Return a rule that is checked while the files are read, so it has a page but no function."""
    return Rule(code, name, severity, _unindented(page))


def _unindented(page: str) -> str:
    """Return a docstring without the indentation of the lines after its first line."""
    lines = page.strip().split("\n")
    rest = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return "\n".join([lines[0], *(line[indent:] for line in lines[1:])])
