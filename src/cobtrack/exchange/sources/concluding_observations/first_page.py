"""Read title, session and dates of Concluding Observations from their first page and their first paragraph."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.un.dates import is_day, read_date
from cobtrack.exchange.un.phrase_books import CAPITAL
from cobtrack.exchange.un.text import first_words
from cobtrack.model.languages.phrases import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.exchange.un.phrase_books import PhraseBook

_SENTENCE_END = re.compile(rf"(?<=[.;])\s+(?={CAPITAL})")


def first_page(
    book: PhraseBook, front: str, footnotes: list[str], paragraph_1: str, notes: list[str]
) -> dict[str, Any]:
    """Return the title, the session and the dates of a document, keyed by field name.

    The dates are `issued`, `considered` and `adopted`. A field that is not found is left out. If a date cannot be read,
    add a note to `notes`.
    """
    dates = dict(_meetings(book, paragraph_1))
    if issued := book.match("issued", front):
        dates["issued"] = issued["when"]
    fields = {name: read_date(words, book.months) for name, words in dates.items()}
    fields = {name: value if is_day(value) else "" for name, value in fields.items()}
    notes += [
        gettext("%(field)s: no valid date in %(text)s", field=name, text=first_words(dates[name]))
        for name in dates
        if not fields[name]
    ]
    fields["title"] = book.find_title(front)
    if session := book.match("session", "\n".join([front, *footnotes, paragraph_1])):
        fields["session"] = " ".join(f"{_ordinal(book, session['order'])}{session['word']}".split())
    return {key: value for key, value in fields.items() if value}


def _meetings(book: PhraseBook, text: str) -> Iterator[tuple[str, str]]:
    """Yield each date of a meeting in a text, after the name of its field (`considered` or `adopted`).

    The verb before the date decides which field it is, or the verb after it in a sentence that begins with a date. The
    date is yielded as it is written in the text.
    """
    for sentence in reversed(_SENTENCE_END.split(text)):
        adopts, considers = book.match("adopts", sentence), book.match("considers", sentence)
        days = book.matches("held", sentence)
        for day in days:
            # "In its meetings on 23 May, the Committee considered the report and, in its meeting on 2 June, adopted".
            is_second = considers and days[0].start() < considers.start() < day.start()
            if adopts and (not considers or day.start() > adopts.start() or is_second):
                yield "adopted", day["when"]
            elif considers:
                yield "considered", day["when"]


def _ordinal(book: PhraseBook, words: str) -> str:
    """Return an ordinal in English words in digits, as other systems write it (`ninetieth` becomes `90th`).

    Words that are not such an ordinal are returned unchanged.
    """
    if not book.ordinals:
        return words
    first_nineteen, tens_stems = book.ordinals["ones"], book.ordinals["tens"]
    hundreds, _, rest = words.rpartition("hundred")
    tens, _, ones = rest.removeprefix(" and").strip().rpartition("-")
    number = 100 if hundreds else 0
    if ones in first_nineteen:
        ten = 10 * tens_stems.index(tens[:-1]) + 20 if tens[:-1] in tens_stems else 0
        number += first_nineteen.index(ones) + 1 + ten
    elif ones.removesuffix("ieth") in tens_stems:
        number += 10 * tens_stems.index(ones.removesuffix("ieth")) + 20
    elif ones not in {"", "th"}:
        return words
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number % 100 not in {11, 12, 13} else "th"
    return f"{number}{ending}" if number else words
