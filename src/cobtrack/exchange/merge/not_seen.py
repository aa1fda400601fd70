"""What is still not seen of a document once an import has brought some of its paragraphs; where new ones go."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING

from cobtrack.exchange.un.numerals import ROMANS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cobtrack.model.records.document import Paragraph

_RANGE = re.compile(r"([0-9]{1,4})([a-z]?)(?:-(?:([0-9]{1,4})([a-z]?))?)?")
Key = tuple[list[int], str, int]


def subtract_seen(
    ranges: Iterable[str], brought: set[int], *, has_end: bool, has_letters: bool = True
) -> list[str | int]:
    """The ranges without the paragraphs that were brought.

    `has_end` says that nothing comes after them, `has_letters` that they came with all their letters.
    """
    left: list[str | int] = []
    for text in ranges:
        match = _RANGE.fullmatch(text)
        if not match or (not has_letters and (match[2] or match[4])):
            left.append(_plain(text))
            continue
        first, is_open = int(match[1]), text.endswith("-")
        highest = max((one for one in brought if one >= first), default=0)
        if is_open and not highest:
            left += [] if has_end else [_plain(text)]
            continue
        last = highest if is_open else int(match[3] or match[1])
        numbers = [one for one in range(first, min(last, first + 10_000) + 1) if one not in brought]
        letters = {first: match[2]}, {last: match[4] or ("" if match[3] or is_open else match[2])}
        left += _ranges(numbers, *letters)
        left += [f"{highest + 1}-"] if is_open and not has_end else []
    return left


def _ranges(numbers: list[int], firsts: dict[int, str], lasts: dict[int, str]) -> list[str | int]:
    """`1, 2, 3, 7` as 1-3 and 7, with the letters that the first and the last number of all may have."""
    spans: list[list[int]] = []
    for one in numbers:
        if spans and spans[-1][-1] == one - 1:
            spans[-1].append(one)
        else:
            spans.append([one])
    ends = [(f"{one[0]}{firsts.get(one[0], '')}", f"{one[-1]}{lasts.get(one[-1], '')}") for one in spans]
    return [_plain(first) if first == last else f"{first}-{last}" for first, last in ends]


def _plain(text: str) -> str | int:
    return int(text) if text.isdecimal() and len(text) < 5 else text


def insert_positions(records: Sequence[Paragraph], keys: Iterable[Key | None]) -> list[int]:
    """Before which of a document's records something with each of these keys goes; without one, behind them all."""
    numbered = sorted((sort_key(one.number, one.item), at) for at, one in enumerate(records) if one.number)
    lasts = list(accumulate((at for _, at in numbered), max))

    def place(one: Key | None) -> int:
        before = bisect_right(numbered, (one, len(records))) if one else 0
        return lasts[before - 1] + 1 if before else 0 if one and numbered else len(records)

    return [place(one) for one in keys]


def sort_key(number: str, item: str) -> Key:
    """What orders paragraphs: the numbers, the letter, the Roman number."""
    letter, _, inner = item.partition("-")
    # An id may have more digits than int() takes.
    return [int(one[:9]) for one in number.split(".")], letter, ROMANS.index(inner) + 1 if inner in ROMANS else 0
