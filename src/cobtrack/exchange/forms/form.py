"""What a kind of spreadsheet that people fill in has of its own, and the cells that somebody changed in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

README, LISTS, SNAPSHOT = "Read me", "lists", "base"
"""The names of the sheets without rows to fill in, in English. Only the first is translated."""


class Form(NamedTuple):
    """A kind of spreadsheet that people fill in."""

    name: str
    """What messages call the spreadsheet, such as `matrix`."""
    mark: str
    """The first text of the hidden sheet, by which a spreadsheet of this kind is recognised."""
    row: str
    """What messages call the subject of a row, such as `recommendation`."""
    own_texts: tuple[str, ...]
    """The keys of the columns whose texts show which row it is, besides its id."""
    is_editable: Callable[[str], bool]
    """Whether an import accepts changes in the column with the given key."""
    cell_text: Callable[[str, str], str]
    """A function that gets the key of a column and the text of a cell, and returns the text as the export writes it."""
    words: Callable[[Mapping[int, str]], Mapping[str, Mapping[str, str]]] = lambda _: {}
    """A function that gets the first row of the hidden sheet, keyed by column number. It returns the words of the data
    for each column whose words are translated, keyed by the form of the translation that `header_key` returns."""
    other_sheets: Callable[[Mapping[int, str]], Iterable[str]] = lambda head: [head.get(1, "")]
    """A function that gets the first row of the hidden sheet. It returns the names of the sheets whose rows are not
    compared, such as the sheet of instructions in the language of the spreadsheet."""


@dataclass(frozen=True)
class CellChange:
    """A cell that somebody changed, with the exported text and the returned text."""

    id: str
    """The id of the record in the row."""
    key: str
    """The key of the column."""
    exported: str
    returned: str
    location: str
    """Where the cell is, as shown to people: `sheet crc-2022, row 12, column Cluster`."""


def header_key(header: str) -> str:
    """Return a header in a form that ignores differences in white space and capital letters."""
    return " ".join(header.split()).casefold()
