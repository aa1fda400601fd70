"""Places in data files, and problems found at these places."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from cobtrack.model.text.escape import escape_control

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

Path = tuple[str | int, ...]
"""The keys and list indexes that lead to a value in a file."""


def at_path(data: Any, path: Path) -> Any:
    """Return the value at a path in plain data. Raises KeyError, IndexError or TypeError if the path does not exist."""
    for step in path:
        data = data[step]
    return data


def address(path: Path) -> str:
    """Return the name of a part of a record, as commands name it: such as `progress.1.note`, with items from 1."""
    return ".".join(str(step + 1) if isinstance(step, int) else step for step in path)


class Severity(StrEnum):
    """How serious a problem is: an error has to be fixed, and a warning should be looked at by somebody."""

    ERROR = "error"
    WARNING = "warning"


class Span(NamedTuple):
    """A part of a file. Lines and columns start at 1. Columns are counted in characters."""

    line: int
    column: int
    end_line: int
    end_column: int
    """The number of the column after the last character."""


class Place(NamedTuple):
    """A place in a file of the workspace, given by the path of the file and the path of a value within the file."""

    file: str
    path: Path = ()
    on_key: bool = False
    """Whether this is the place of the key at the end of the path, not the place of its value."""
    span: Span | None = None
    """The lines and columns. If they are None, they are looked up when the place is shown."""

    def at(self, *path: str | int) -> Place:
        """Return the place of the value at a path below this place."""
        return Place(self.file, self.path + path)

    def at_key(self, name: str) -> Place:
        """Return the place of a key below this place."""
        return Place(self.file, (*self.path, name), on_key=True)


class PlaceWithGaps(Place):
    """The place of a record that has lists in which some items could not be read.

    An item's index in such a list of the record differs from its index in the file.
    """

    indexes: Mapping[str, Sequence[int]]
    """The indexes that the remaining items have in the file, keyed by the name of the field with the list."""

    def at(self, *path: str | int) -> Place:
        """Return the place of the value at a path below this place.

        Indexes in the path are converted to the indexes that the items have in the file.
        """
        indexes = self.indexes.get(str(path[0]), ()) if path else ()
        if len(path) > 1 and isinstance(path[1], int) and path[1] < len(indexes):
            path = (path[0], indexes[path[1]], *path[2:])
        return super().at(*path)


@dataclass(frozen=True, slots=True)
class Fix:
    """A correction that is certain, because nothing else can have been meant.

    The kind says what changes at the place:

    - `text`: `new` is the text to write in place of the text between the lines and columns of the place's span.
    - `key`: `new` is the right name for the key.
    - `value`: `new` is the right value, as plain data.
    - `order`: the place is a list, and `new` has the current indexes of its items in the right order.
    """

    kind: Literal["text", "key", "value", "order"]
    place: Place
    new: Any


@dataclass(frozen=True, slots=True)
class Finding:
    """Something in the data that a rule reports."""

    place: Place
    message: str
    """What is wrong."""
    hint: str = ""
    """How to fix it."""
    related: tuple[Place, ...] = ()
    """Other places to look at, such as the first of two records with the same id."""
    fix: Fix | None = None
    """The correction, if it is certain. The hint says the same in words."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A finding, together with the code and the severity of the rule that reported the finding."""

    code: str
    severity: Severity
    place: Place
    message: str
    hint: str = ""
    related: tuple[Place, ...] = ()
    fix: Fix | None = None


def make_problem(code: str, severity: Severity, finding: Finding) -> Problem:
    """Return the problem that consists of a finding and the code and the severity of its rule.

    Control characters in the message and the hint are escaped, so each of the two texts stays on one line.
    """
    message, hint = escape_control(finding.message), escape_control(finding.hint)
    return Problem(code, severity, finding.place, message, hint, finding.related, finding.fix)
