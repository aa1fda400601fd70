"""Find the positions of new paragraphs in a document's file."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from cobtrack.exchange.un.numerals import ROMANS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cobtrack.model.records.document import Paragraph

    SortKey = tuple[list[int], str, int]


def insert_positions(records: Sequence[Paragraph], keys: Iterable[SortKey | None]) -> list[int]:
    """Return the position of each new paragraph: the index of the record that the paragraph is inserted before.

    `keys` has the sort key of each new paragraph, or None for a paragraph without a number. A paragraph that comes
    after all records has the number of records as its position.
    """
    numbered = sorted(
        (sort_key(record.number, record.item), index) for index, record in enumerate(records) if record.number
    )
    # Records may be out of order: a paragraph comes after all records with lower numbers.
    last_indexes = list(accumulate((index for _, index in numbered), max))

    def position(key: SortKey | None) -> int:
        if key is None or not numbered:
            return len(records)
        lower = bisect_right(numbered, (key, len(records)))
        return last_indexes[lower - 1] + 1 if lower else 0

    return [position(key) for key in keys]


def sort_key(number: str, item: str) -> SortKey:
    """Return a paragraph's sort key. It sorts by number, letter and Roman numeral: 42, 42 (a), 42 (a) (ii), 43."""
    letter, _, numeral = item.partition("-")
    # An id may have more digits than int() accepts.
    numbers = [int(part[:9]) for part in number.split(".")]
    return numbers, letter, ROMANS.index(numeral) + 1 if numeral in ROMANS else 0
