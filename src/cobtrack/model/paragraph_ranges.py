"""Which paragraphs of a document are there, which are declared as not seen, and which nobody speaks of."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cobtrack.model.records.document import Document

_RANGE = re.compile(r"(\d{1,9})([a-z]?)(?:(-)(?:(\d{1,9})([a-z]?))?)?")
_FORGOTTEN = 1000
"""Numbers that nobody speaks of, as far as they are listed; a slip such as 42000000 must not fill the memory."""


class UnseenParagraphs(NamedTuple):
    """What a document declares as not seen: whole paragraphs, sub-items, and from where on nothing is known."""

    numbers: frozenset[int]
    items: frozenset[str]
    open_from: int | None
    """The first paragraph of which on nothing is known, not even how many there are."""

    @property
    def label(self) -> str:
        """How many paragraphs that is: `37`, or `37 and all from 51 on`."""
        return f"{len(self.numbers)}" + (f" and all from {self.open_from} on" if self.open_from else "")


def unseen_paragraphs(document: Document) -> UnseenParagraphs:
    """What the document's `not_seen` says."""
    numbers: set[int] = set()
    items: set[str] = set()
    from_on = None
    for text in document.not_seen:
        match = _RANGE.fullmatch(text)
        if not match:
            continue
        first, letter, dash, last, last_letter = match.groups()
        if letter:
            items.update(f"{first}{chr(code)}" for code in range(ord(letter), ord(last_letter or letter) + 1))
        elif dash and not last:
            from_on = min(from_on or int(first), int(first))
        else:
            # A slip such as 6-25000000 must not fill the memory.
            numbers.update(range(int(first), min(int(last or first), int(first) + 10_000) + 1))
    return UnseenParagraphs(frozenset(numbers), frozenset(items), from_on)


def is_unseen(declared: UnseenParagraphs, number: str) -> bool:
    """Whether a paragraph, `27`, or a sub-item, `27a`, is declared as not seen."""
    match = re.match(r"\d{1,9}(?!\d)", number)
    if not match:
        return False
    whole = int(match[0])
    return number in declared.items or whole in declared.numbers or whole >= (declared.open_from or whole + 1)


def numbers_in(document: str, ids: Iterable[str]) -> set[str]:
    """The numbers of the document's paragraphs among these ids: 42 of crc-2022:42a."""
    found = (re.match(rf"{re.escape(document)}:(\d+)", one.strip().lower()) for one in ids)
    return {match[1] for match in found if match}


def missing_numbers(document: Document) -> tuple[list[str], list[str]]:
    """Numbers up to the highest known one that are neither entered nor declared, and those that are both."""
    declared = unseen_paragraphs(document)
    places = [(paragraph.number, paragraph.item) for paragraph in document.paragraphs]
    entered = {number + item for number, item in places if number}
    numbers = {int(number) for number, _ in places if re.fullmatch(r"\d{1,9}", number)}
    spoken_of = numbers | declared.numbers
    highest = max(spoken_of, default=0)
    if any("." in number for number, _ in places):
        # UPR numbers such as 136.10 have no holes to speak of.
        return [], []
    forgotten = (str(number) for number in range(1, highest + 1) if number not in spoken_of)
    both = sorted(numbers & declared.numbers)
    late = [number for number in sorted(numbers) if declared.open_from and number >= declared.open_from]
    return list(islice(forgotten, _FORGOTTEN)), [*map(str, [*both, *late]), *sorted(entered & declared.items)]
