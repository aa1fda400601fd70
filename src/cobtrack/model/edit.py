"""Changes to data files that are planned, but not yet written to the files."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.model.problem import at_path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cobtrack.model.problem import Path


@dataclass(frozen=True)
class Edit:
    """A change to one record in a file.

    - `set` sets the value of `key`, or removes `key` if the value is None.
    - `append` adds an item at the end of the list at `key`. The list is created if the record does not have it.
    - `remove` removes the whole record, which has to be an item of a list.
    - `replace` puts the fields in `value`, which is a mapping, in place of the field `key`. Comments are kept.
    """

    path: Path
    """The path of the record in the file."""
    key: str
    value: Any
    """The value or the item, as plain data: the same data that a YAML reader reads from the changed file."""
    kind: Literal["set", "append", "remove", "replace"] = "set"


def with_edits(data: dict[str, Any], edits: Sequence[Edit]) -> dict[str, Any]:
    """Return a copy of a file's plain data with all edits made.

    The paths of the edits are the paths before the edits.
    """
    data = deepcopy(data)
    for edit in edits:
        record = at_path(data, edit.path)
        match edit.kind:
            case "set" if edit.value is None:
                record.pop(edit.key, None)
            case "set":
                record[edit.key] = edit.value
            case "append":
                record[edit.key] = [*(record.get(edit.key) or ()), edit.value]
            case "replace":
                del record[edit.key]
                record.update(edit.value)
    # Items are removed last, because each removal changes the indexes of the items after it.
    for *parents, index in sorted(
        (edit.path for edit in edits if edit.kind == "remove"), key=itemgetter(-1), reverse=True
    ):
        at_path(data, tuple(parents)).pop(index)
    return data
