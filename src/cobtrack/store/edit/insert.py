"""Records put between those of a list in a file; every other byte stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.store.edit.source import SourceFile
from cobtrack.store.yaml import writer

if TYPE_CHECKING:
    from collections.abc import Mapping


def insert(text: str, key: str, before: Mapping[int, list[dict[str, Any]]]) -> str:
    """`text` with records put before the items of the list `key` that have these numbers.

    Raises CannotEditError where the list is written in a way that this cannot keep.
    """
    file = SourceFile(text)
    items = list(file.data[key])
    splices = []
    for number in sorted(before, reverse=True):
        line, column = file.insertion_line_before((key, number)), file.dash((key, number))[1]
        # Where records have a blank line between them, so have the new ones.
        blank = [] if file.lines[line - 1].strip() else [""]
        new = [line for one in before[number] for line in (*writer.item(one, column, file.indent), *blank)]
        splices.append(file.inserted(line, new))
        items[number:number] = before[number]
    return file.apply_splices(splices, {**file.data, key: items})
