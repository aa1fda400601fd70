"""Which paragraphs of a document have been entered, which are declared as not seen, and which are missing."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cobtrack.model.records.document import Document

_RANGE = re.compile(r"(\d{1,9})([a-z]?)(?:(-)(?:(\d{1,9})([a-z]?))?)?")
_MAX_MISSING = 1000
"""The greatest number of missing numbers to list. A typing mistake such as 42000000 must not fill the memory."""
_MAX_RANGE = 10_000
"""The greatest number of paragraphs in a range. A typing mistake such as 6-25000000 must not fill the memory."""


class UnseenParagraphs(NamedTuple):
    """The paragraphs that a document declares as not seen."""

    numbers: frozenset[int]
    """The numbers of whole paragraphs."""
    items: frozenset[str]
    """The numbers of lettered items, such as `27a`."""
    open_from: int | None
    """The number from which on no paragraph was seen, if it is not known how many paragraphs follow; else None."""

    @property
    def label(self) -> str:
        """The number of paragraphs that were not seen, such as "37" or "37 and all from 51 on"."""
        return f"{len(self.numbers)}" + (f" and all from {self.open_from} on" if self.open_from else "")


def unseen_paragraphs(document: Document) -> UnseenParagraphs:
    """Return the paragraphs that a document lists in its field `not_seen`."""
    numbers: set[int] = set()
    items: set[str] = set()
    open_from = None
    for text in document.not_seen:
        match = _RANGE.fullmatch(text)
        if not match:
            continue
        first, letter, dash, last, last_letter = match.groups()
        if letter:
            items.update(f"{first}{chr(code)}" for code in range(ord(letter), ord(last_letter or letter) + 1))
        elif dash and not last:
            open_from = min(open_from or int(first), int(first))
        else:
            numbers.update(range(int(first), min(int(last or first), int(first) + _MAX_RANGE) + 1))
    return UnseenParagraphs(frozenset(numbers), frozenset(items), open_from)


def is_unseen(declared: UnseenParagraphs, number: str) -> bool:
    """Return whether a paragraph (`27`) or an item (`27a`) is declared as not seen."""
    match = re.match(r"\d{1,9}(?!\d)", number)
    if not match:
        return False
    whole = int(match[0])
    return number in declared.items or whole in declared.numbers or whole >= (declared.open_from or whole + 1)


def numbers_in(document: str, ids: Iterable[str]) -> set[str]:
    """Return the paragraph number in each id that belongs to `document`, such as 42 for crc-2022:42a."""
    matches = (re.match(rf"{re.escape(document)}:(\d+)", identifier.strip().lower()) for identifier in ids)
    return {match[1] for match in matches if match}


def missing_numbers(document: Document) -> tuple[list[str], list[str]]:
    """Return two lists: the missing paragraph numbers, and the numbers entered although `not_seen` lists them.

    A number is missing if it is lower than the highest known number, and is neither entered nor listed in `not_seen`.
    """
    declared = unseen_paragraphs(document)
    paragraphs = [(paragraph.number, paragraph.item) for paragraph in document.paragraphs]
    if any("." in number for number, _ in paragraphs):
        # Numbers of the UPR, such as 136.10, are not consecutive.
        return [], []
    entered = {number + item for number, item in paragraphs if number}
    numbers = {int(number) for number, _ in paragraphs if re.fullmatch(r"\d{1,9}", number)}
    accounted_for = numbers | declared.numbers
    highest = max(accounted_for, default=0)
    if declared.open_from:
        highest = min(highest, declared.open_from - 1)
    missing = (str(number) for number in range(1, highest + 1) if number not in accounted_for)
    both = [number for number in sorted(numbers) if is_unseen(declared, str(number))]
    return list(islice(missing, _MAX_MISSING)), [*map(str, both), *sorted(entered & declared.items)]


def subtract_seen(
    ranges: Iterable[str], seen: Collection[int], *, to_end: bool, with_items: bool = True
) -> list[str | int]:
    """Remove the paragraphs in `seen` from ranges such as the ones in `not_seen`, and return the remaining ranges.

    `to_end` says that the document ends with the last paragraph in `seen`. `with_items` says that all lettered items of
    the paragraphs in `seen` were seen too. Without `with_items`, ranges of items are kept.
    """
    result: list[str | int] = []
    for text in ranges:
        match = _RANGE.fullmatch(text)
        if not match or (not with_items and (match[2] or match[5])):
            result.append(_range_value(text))
            continue
        first, first_item, dash, last, last_item = match.groups()
        is_open = bool(dash) and not last
        start = int(first)
        highest = max((number for number in seen if number >= start), default=0)
        if is_open and not highest:
            result += [] if to_end else [_range_value(text)]
            continue
        end = highest if is_open else int(last or first)
        numbers = [number for number in range(start, min(end, start + _MAX_RANGE) + 1) if number not in seen]
        items_of_last = last_item or ("" if dash else first_item)
        result += _ranges(numbers, {start: first_item}, {end: items_of_last})
        if is_open and not to_end:
            result.append(f"{highest + 1}-")
    return result


def _ranges(numbers: list[int], first_items: dict[int, str], last_items: dict[int, str]) -> list[str | int]:
    """Return numbers as a list of ranges: the numbers 1, 2, 3 and 7 become `1-3` and 7.

    `first_items` maps a number to the letter to write after it at the start of a range, and `last_items` does the same
    for the end of a range.
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    ends = [(f"{run[0]}{first_items.get(run[0], '')}", f"{run[-1]}{last_items.get(run[-1], '')}") for run in runs]
    return [_range_value(first) if first == last else f"{first}-{last}" for first, last in ends]


def _range_value(text: str) -> str | int:
    """Return a range as data files contain it: a single number is an integer, anything else is text."""
    return int(text) if text.isdecimal() else text
