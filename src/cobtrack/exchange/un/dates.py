"""Read dates in UN texts: `5 and 6 May 2022`, `November 2027`, `le 1er février 2019`."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def read_date(text: str, months: Sequence[str]) -> str:
    """Return the date in a text in EDTF: a day, the first and the last of several days, a month or a year.

    `months` has the names of the months in lower case. If the text has no date, or a day that does not exist, return
    "". Digits of another script are not read.
    """
    days: list[str] = []
    month, year, has_day = 0, 0, False
    for word in reversed(re.findall(r"\d+|[^\W\d_]+", text)):
        if word.casefold() in months:
            month = months.index(word.casefold()) + 1
        elif word.isdecimal() and not word.isascii():
            return ""
        elif word.isdecimal() and len(word) == 4:
            year = int(word)
        elif word.isdecimal() and len(word) < 3 and month:
            has_day = True
            try:
                days.append(date(year, month, int(word)).isoformat())
            except ValueError:
                return ""
    if has_day:
        return "/".join(dict.fromkeys([min(days), max(days)]))
    return f"{year:04}-{month:02}" if year and month else f"{year:04}" if year else ""


def is_day(value: str) -> bool:
    """Whether a date from `read_date` is a day or an interval of days."""
    return len(value) >= len("2022-05-05")
