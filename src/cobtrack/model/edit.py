"""Changes to data files that are planned, but not yet written to the files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cobtrack.model.problem import Path


@dataclass(frozen=True)
class Edit:
    """A change to one record in a file.

    - `set` sets the value of `key`, or removes `key` if the value is None.
    - `append` adds an item at the end of the list at `key`. The list is created if the record does not have it.
    - `remove` removes the whole record, which has to be an item of a list.
    """

    path: Path
    """The path of the record in the file."""
    key: str
    value: Any
    """The value or the item, as plain data: the same data that a YAML reader reads from the changed file."""
    kind: Literal["set", "append", "remove"] = "set"
