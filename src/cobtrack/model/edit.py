"""Changes to data files that have not been written yet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cobtrack.model.problem import Path


@dataclass(frozen=True)
class Edit:
    """A change to one record in a file.

    - `set` gives a key a value, or removes the key if the value is None.
    - `append` adds an item at the end of a list, which is created if the record does not have it.
    - `remove` removes the record, which has to be an item of a list.
    """

    path: Path
    """The path of the record in the file."""
    key: str
    value: Any
    """Plain data, as they are read back from the file."""
    kind: Literal["set", "append", "remove"] = "set"
