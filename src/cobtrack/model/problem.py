"""Where something stands in the files, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from cobtrack.model.text.escape import escape_control

Path = tuple[str | int, ...]


def at_path(data: Any, path: Path) -> Any:
    """What is at a path of plain data. Raises KeyError, IndexError or TypeError where it leads nowhere."""
    for step in path:
        data = data[step]
    return data


class Severity(StrEnum):
    """`error`: the file is wrong. `warning`: somebody should look."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A stretch of a file: lines and columns from 1, columns in characters, the end exclusive."""

    line: int
    column: int
    end_line: int
    end_column: int


class Place(NamedTuple):
    """A file of the workspace and a path into it; `span` only where the reader knows it already."""

    file: str
    path: Path = ()
    on_key: bool = False
    span: Span | None = None

    def at(self, *path: str | int) -> Place:
        """The place of what lies at `path` below this one."""
        return Place(self.file, self.path + path)

    def at_key(self, name: str) -> Place:
        """The place of the key `name` below this one, not of its value."""
        return Place(self.file, (*self.path, name), on_key=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule yields: where, what, how to mend it, and other places that belong to it."""

    place: Place
    message: str
    hint: str = ""
    related: tuple[Place, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding with the code and the severity of its rule."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    related: tuple[Place, ...] = ()


def make_problem(code: str, severity: Severity, finding: Finding) -> Problem:
    """The problem that a rule with this code makes of its finding; what it quotes stays on its line."""
    return Problem(
        code, severity, finding.place, escape_control(finding.message), escape_control(finding.hint), finding.related
    )
