"""Places in data files, and the problems found there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

from cobtrack.model.text.escape import escape_control

Path = tuple[str | int, ...]
"""The keys and list indexes that lead to a value in a file."""


def at_path(data: Any, path: Path) -> Any:
    """Return the value at a path in plain data. Raises KeyError, IndexError or TypeError if there is no such path."""
    for step in path:
        data = data[step]
    return data


class Severity(StrEnum):
    """An error has to be fixed. A warning is something that somebody should look at."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A part of a file. Lines and columns are counted from 1, columns in characters."""

    line: int
    column: int
    end_line: int
    end_column: int
    """The column after the last character."""


class Place(NamedTuple):
    """A place in a file of the workspace, by the path of the file and the path within it."""

    file: str
    path: Path = ()
    on_key: bool = False
    """Whether the key at the end of the path is meant, not its value."""
    span: Span | None = None
    """The lines and columns, if they are known already; else they are looked up when the place is shown."""

    def at(self, *path: str | int) -> Place:
        """Return the place of the value at a path below this place."""
        return Place(self.file, self.path + path)

    def at_key(self, name: str) -> Place:
        """Return the place of a key below this place."""
        return Place(self.file, (*self.path, name), on_key=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that a rule found."""

    place: Place
    message: str
    """What is wrong."""
    hint: str = ""
    """What to do about it."""
    related: tuple[Place, ...] = ()
    """Other places that belong to it, such as the first of two records with the same id."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding together with the code and the severity of its rule."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    related: tuple[Place, ...] = ()


def make_problem(code: str, severity: Severity, finding: Finding) -> Problem:
    """Return a finding as a problem of a rule. Control characters in its texts are escaped: each stays on one line."""
    return Problem(
        code, severity, finding.place, escape_control(finding.message), escape_control(finding.hint), finding.related
    )
