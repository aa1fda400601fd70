"""Read title, session and dates of Concluding Observations from their first page and their first paragraph."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.un.text import first_words
from cobtrack.model.dates.format import MONTHS

if TYPE_CHECKING:
    from collections.abc import Iterator

_ONES = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh",
    "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth",
)  # fmt: skip
_TENS = ("twent", "thirt", "fort", "fift", "sixt", "sevent", "eight", "ninet")

# Digits of any script match, so that a date in other digits is noted as not readable.
_ISSUED = re.compile(r"Distr\.?\s*:?\s*General\s+(\d{1,2}\s+[A-Z][a-z]+\s+\d{4})")
_ON = re.compile(r"\bon\s+(\d{1,2}\b[^.;()]{0,60}?\b[A-Z][a-z]+,?\s+\d{4})\b")
_SESSION = re.compile(r"\bat\s+its\s+((?:[a-z-]+ ){0,3}[a-z-]+|[0-9]{1,3}[a-z]{2})\s+session")


def first_page(front: str, footnotes: list[str], paragraph_1: str, notes: list[str]) -> dict[str, Any]:
    """Return the title, the session and the dates of a document, keyed by field name.

    The dates are `issued`, `considered` and `adopted`. A field that is not found is left out. If a date cannot be read,
    add a note to `notes`.
    """
    dates = dict(_meetings(paragraph_1))
    if issued := _ISSUED.search(front):
        dates["issued"] = issued[1]
    fields = {name: _days(words) for name, words in dates.items()}
    notes += [f"{name}: no valid date in {first_words(dates[name])}" for name in dates if not fields[name]]
    if title := re.search(r"^concluding observations.*", front, re.IGNORECASE | re.MULTILINE):
        fields["title"] = title[0].rstrip("* ")
    if session := _SESSION.search("\n".join([front, *footnotes, paragraph_1])):
        fields["session"] = f"{_ordinal(session[1])} session"
    return {key: value for key, value in fields.items() if value}


def _meetings(text: str) -> Iterator[tuple[str, str]]:
    """Yield each date of a meeting in a text, after the name of its field (`considered` or `adopted`).

    The verb before the date decides which field it is. The date is yielded as it is written in the text.
    """
    for sentence in reversed(re.split(r"(?<=[.;])\s+(?=[A-Z])", text)):
        adopts, considers = re.search(r"\badopt", sentence), re.search(r"\bconsider", sentence)
        for day in _ON.finditer(sentence):
            if adopts and (not considers or day.start() > adopts.start()):
                yield "adopted", day[1]
            elif considers:
                yield "considered", day[1]


def _days(text: str) -> str:
    """Return the days in a text as an ISO date or interval: `5 and 6 May 2022` becomes 2022-05-05/2022-05-06.

    If the text has no day, or if one of the days does not exist, return "".
    """
    days, month, year = [], 0, 0
    for word in reversed(re.findall(r"\d+|[A-Za-z]+", text)):
        if word in MONTHS:
            month = MONTHS.index(word) + 1
        elif not word.isascii():
            return ""
        elif word.isdecimal() and len(word) == 4:
            year = int(word)
        elif word.isdecimal() and len(word) < 3 and month:
            try:
                days.append(date(year, month, int(word)).isoformat())
            except ValueError:
                return ""
    return "/".join(dict.fromkeys([min(days), max(days)])) if days else ""


def _ordinal(words: str) -> str:
    """Return an ordinal in digits, as other systems write it (`ninetieth` becomes `90th`).

    Words that are not an ordinal are returned unchanged.
    """
    hundreds, _, rest = words.rpartition("hundred")
    tens, _, ones = rest.removeprefix(" and").strip().rpartition("-")
    number = 100 if hundreds else 0
    if ones in _ONES:
        number += _ONES.index(ones) + 1 + (10 * _TENS.index(tens[:-1]) + 20 if tens[:-1] in _TENS else 0)
    elif ones.removesuffix("ieth") in _TENS:
        number += 10 * _TENS.index(ones.removesuffix("ieth")) + 20
    elif ones not in {"", "th"}:
        return words
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in {11, 12, 13} else "th"
    return f"{number}{ending}" if number else words
