"""Changes to data files, before anybody has written them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cobtrack.model.problem import Path


@dataclass(frozen=True)
class Edit:
    """A change to the record at `path` in a file; `value` is plain data as it is to read back.

    `set` gives a key its value, and takes the key out where the value is None; `append` puts an item behind those of
    the list `key`, which is made where there is none; `remove` takes the record itself, an item of a list, out.
    """

    path: Path
    key: str
    value: Any
    kind: Literal["set", "append", "remove"] = "set"
