"""Read dates as people write them: in words, including the words that `format_timeframe` writes, and in digits."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress

from cobtrack.model.dates.format import MONTHS, format_timeframe
from cobtrack.model.dates.timeframe import HALVES, QUARTERS, Timeframe, TimeframeError, parse_edtf

_MONTH = "|".join(f"{name[:3]}(?:{name[3:]})?\\.?" for name in MONTHS).lower().replace("sep(?:", "sept?(?:")
_TBD = r"(?:\s*\((?:(?:day|month|quarter|half-year|year)\s+)?(?:tbd|tbc|to be (?:determined|confirmed))\))?"
_TH = r"(?:st|nd|rd|th)?"
_ABOUT = r"(?:(?:about|around|circa|c\.|ca\.)\s+)?"
_DATE = re.compile(
    rf"(?P<about>{_ABOUT})(?:"
    rf"q(?P<quarter>[1-4])(?:\s*(?P<qyear>\d{{4}}))?"
    rf"|(?P<nth>first|second|third|fourth)\s+quarter\s+(?:of\s+)?(?P<nyear>\d{{4}})"
    rf"|(?:(?P<half>first|second)\s+half\s+(?:of\s+)?|h(?P<h>[12])\s*)(?P<hyear>\d{{4}})"
    rf"|(?:(?P<day>\d{{1,2}}){_TH}\s+)?(?P<month>{_MONTH})(?:\s+(?P<year>\d{{4}}))?"
    rf"|(?P<us_month>{_MONTH})\s+(?P<us_day>\d{{1,2}}){_TH}(?:,?\s+(?P<us_year>\d{{4}}))?"
    rf"|(?P<bare>\d{{4}})"
    rf"|(?P<lone>\d{{1,2}})"
    rf")(?P<tbd>{_TBD})"
)
_WEEKDAY = re.compile(r"^(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+")
_WITH_TIME = re.compile(r"(\d{4}-\d\d-\d\d)[T ]+\d\d?[:.h]?\d\d.*")
_DAYS = re.compile(r"\b(\d{4})-(0[1-9]|1[0-2])-(\d\d)\b")
_AMOUNTS = {
    word: number
    for number, words in enumerate(
        ("a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
    for word in words.split()
}
_RELATIVE = re.compile(
    rf"(?:(\d{{1,4}}(?:-\d{{1,4}})?|{'|'.join(_AMOUNTS)}) (day|week|month|year)s?)?"
    r"(?: ?\b(after|before) (?:the )?(.+))?",
    re.IGNORECASE,
)
_ID = r"[a-z0-9]+(?:-[a-z0-9]+)+"
_UNKNOWN_DEADLINE = "ID-OF-THE-DEADLINE"
"""The words in a notation that stand for a deadline whose id is not known."""
_MAX_TEXT_LENGTH = 100
_ORDINALS = ("first", "second", "third", "fourth")
_MONTH_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}


def parse_date(text: str) -> Timeframe:
    """Return the timeframe that a text means. The text is in EDTF (`2027-11`) or in words ("2025 (year TBD)").

    Raises TimeframeError if the text is neither EDTF nor a date in words.
    """
    try:
        return parse_edtf(text.strip())
    except TimeframeError as error:
        edtf = _words_to_edtf(" ".join(text.lower().split()))
        if edtf is None:
            raise TimeframeError(str(error)) from None
        return parse_edtf(edtf)


def certain_notation(text: str) -> str:
    """Return the date in `text` in EDTF, or "" if the text is not a date or can mean several dates."""
    with suppress(TimeframeError):
        return str(parse_date(text))
    readings = _readings(text.strip())
    # An interval with a shortened end might have been meant as a single date.
    return str(readings[0]) if len(readings) == 1 and "/" not in str(readings[0]) else ""


def suggest_notation(text: str) -> str:
    """Return a hint that says how to write the date in `text` in EDTF, such as "write 2027-11".

    Return "" if the text is not a date. If the text can mean several dates (for example 05/06/2025), the hint lists all
    of them. If the text names a day that its month does not have, the hint says how many days the month has.
    """
    try:
        return f"write {parse_date(text)}"
    except TimeframeError:
        readings = _readings(text.strip())
    if len(readings) == 1:
        return f"write {readings[0]}"
    if readings:
        return "write " + " or ".join(f"{date} for {format_timeframe(date)}" for date in readings)
    if match := _WITH_TIME.fullmatch(text.strip()):
        return f"leave out the time of day: {match[1]}"
    days = [(int(year), int(month), int(day)) for year, month, day in _DAYS.findall(text)]
    impossible = next(((year, month) for year, month, day in days if not _is_day(year, month, day)), None)
    if impossible is None:
        return ""
    year, month = impossible
    return f"{MONTHS[month - 1]} {year} has {monthrange(year, month)[1]} days"


def _is_day(year: int, month: int, day: int) -> bool:
    return 1 <= day <= monthrange(year, month)[1]


def suggest_relative_date(text: str) -> str:
    """Return the notation for a date relative to a deadline, such as `{after: crc-state-report, years: 1}`.

    `text` is the date in words, such as "1 year after crc-state-report". Return "" if the text is not a relative date.
    """
    return _notation_of_relative_date(text, is_duration=False)


def certain_relative_date(text: str) -> str:
    """Return the notation for a relative date like `suggest_relative_date`, or "" if the text names no deadline."""
    notation = suggest_relative_date(text)
    return "" if _UNKNOWN_DEADLINE in notation else notation


def suggest_duration(text: str) -> str:
    """Return the notation for a length of time in words, such as `{months: 9}` for "9 months".

    Return "" if the text is not a length of time.
    """
    return _notation_of_relative_date(text, is_duration=True)


def _notation_of_relative_date(text: str, *, is_duration: bool) -> str:
    match = _RELATIVE.fullmatch(" ".join(text.split())) if len(text) <= _MAX_TEXT_LENGTH else None
    if not match:
        return ""
    amount, unit, relation, anchor = match.groups()
    length = f"{unit.lower()}s: {_AMOUNTS.get(amount.lower(), amount)}" if amount else ""
    if is_duration:
        return f"{{{length}}}" if length else ""
    if not relation or suggest_notation(anchor):
        return ""
    anchor = anchor if re.fullmatch(_ID, anchor) else _UNKNOWN_DEADLINE
    return f"{{{relation.lower()}: {anchor}{', ' if length else ''}{length}}}"


_DAY_LAST = re.compile(r"(\d{4})[/.-](\d\d?)[/.-](\d\d?)")
_DAY_FIRST = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})")
_NO_DAY = re.compile(r"(0?[1-9]|1[0-2])[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](0?[1-9]|1[0-2])")
# In ISO 8601 the end of an interval can leave out the part that is the same as in the start.
_SHORT_ENDS = (
    re.compile(r"(\d\d)(\d\d)[/-](\d\d)"),
    re.compile(r"(\d{4}-)(\d\d)/(\d\d)"),
    re.compile(r"(\d{4}-\d\d-)(\d\d)/(\d\d)"),
)
_ACROSS_NEW_YEAR = re.compile(r"(\d{4})-(\d\d)/(\d\d)")


def _readings(text: str) -> list[Timeframe]:
    """Return all dates that a text of digits can mean.

    If day and month can be swapped, the date that reads the day first comes before the other date. Intervals with a
    shortened end (2027-05-03/05) come last.
    """
    orders: list[tuple[str, ...]] = []
    if match := _DAY_FIRST.fullmatch(text):
        first, second, year = match.groups()
        orders = [(year, second, first), (year, first, second)]
    elif match := _DAY_LAST.fullmatch(text) or _YEAR_FIRST.fullmatch(text):
        orders = [match.groups()]
    elif match := _NO_DAY.fullmatch(text):
        orders = [(match[2], match[1])]
    texts = ["-".join(part.zfill(2) for part in parts) for parts in dict.fromkeys(orders)]
    for match in filter(None, (pattern.fullmatch(text) for pattern in _SHORT_ENDS)):
        common, first, last = match.groups()
        texts += [f"{common}{first}/{common}{last}"] if first < last else []
    if (match := _ACROSS_NEW_YEAR.fullmatch(text)) and match[2] > match[3]:
        texts.append(f"{match[1]}-{match[2]}/{int(match[1]) + 1:04}-{match[3]}")
    readings = []
    for edtf in texts:
        with suppress(TimeframeError):
            readings.append(parse_edtf(edtf))
    return list(dict.fromkeys(readings))


# Other ways to write quarters and half-years (2027 Q1, Q1/2027, 1st quarter 2027), and the form that `_DATE` reads.
_OTHER_PARTS_OF_YEAR = (
    (re.compile(r"\b(\d{4})[ /.-]?([qh][1-4])\b"), r"\2 \1"),
    (re.compile(r"\b([qh][1-4])[/.-](\d{4})\b"), r"\1 \2"),
    *(
        (re.compile(rf"\b{number}(?= (?:quarter|half) )"), name)
        for number, name in zip(("1st", "2nd", "3rd", "4th"), _ORDINALS, strict=True)
    ),
)


# Each way to write one or two dates, and the corresponding EDTF.
_FORMS = (
    (re.compile(r"between (.+) and (.+)"), "[{0}..{1}]"),
    (re.compile(r"by (.+)"), "[..{0}]"),
    (re.compile(r"not before (.+)"), "[{0}..]"),
    (re.compile(r"from (.+), end not known"), "{0}/"),
    (re.compile(r"(?:from|since) (.+?)(?:, open-ended| on(?:wards)?)?"), "{0}/.."),
    (re.compile(r"until (.+), start not known"), "/{0}"),
    (re.compile(r"until (.+)"), "../{0}"),
    (re.compile(r"(?:from )?(.+?)\s*(?:(?<!half)[-–—]|\bto\b|\buntil\b)\s*(.+)"), "{0}/{1}"),  # noqa: RUF001
    (re.compile(r"(.+)"), "{0}"),
)


def _words_to_edtf(text: str) -> str | None:
    """Return a date or interval in EDTF. It is given in lower-case words. Return None if the words are not a date."""
    for pattern, replacement in _OTHER_PARTS_OF_YEAR:
        text = pattern.sub(replacement, text) if len(text) <= _MAX_TEXT_LENGTH else text
    for pattern, form in _FORMS:
        match = pattern.fullmatch(text) if len(text) <= _MAX_TEXT_LENGTH else None
        if match and form == "[{0}..{1}]" and match[2].endswith("(tbd)"):
            # "(tbd)" is written once, for both bounds.
            match = pattern.fullmatch(text.replace(" and ", " (tbd) and "))
        if match and (ends := _ends(*match.groups())):
            return form.format(*ends)
    return None


def _ends(first: str, second: str = "") -> tuple[str, ...] | None:
    """Return the date `first` in EDTF, and the date `second` too if it is given. Return None if a text is not a date.

    `first` can leave out a month or year that is the same in `second`: "3" and "5 May 2027" are 3 May 2027 and 5 May
    2027.
    """
    last = _DATE.fullmatch(_WEEKDAY.sub("", second or first))
    start = _DATE.fullmatch(_WEEKDAY.sub("", first))
    if not last or not start:
        return None
    try:
        texts = (_date_to_edtf(start, last), *([_date_to_edtf(last, last)] if second else ()))
        for text in texts:
            parse_edtf(text)
    except TimeframeError:
        return None
    return texts


def _date_to_edtf(match: re.Match[str], last: re.Match[str]) -> str:
    """Return the date in `match` in EDTF.

    `last` is the last date of the same interval. If the date has no year or month, the year or month of `last` is used.
    Raises TimeframeError if `last` has no year or month either.
    """
    year = _first(match, "year", "qyear", "nyear", "hyear", "us_year", "bare") or _first(
        last, "year", "qyear", "us_year"
    )
    if not year:
        raise TimeframeError("it has no year")
    mark = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}[
        bool(match["about"]), bool(match["tbd"])
    ]
    if part := _part_of_year(match):
        return f"{year}-{part}{mark}"
    month = _first(match, "month", "us_month") or (_first(last, "month", "us_month") if match["lone"] else None)
    if not month:
        if match["lone"]:
            raise TimeframeError("it has no month")
        return year + mark
    day = _first(match, "day", "us_day", "lone")
    return f"{year}-{_MONTH_NUMBERS[month[:3]]:02}" + (f"-{int(day):02}" if day else "") + mark


def _part_of_year(match: re.Match[str]) -> int | None:
    """Return the number that EDTF uses in place of a month for a quarter or half-year.

    Return None if the date is not a quarter or half-year.
    """
    if match["quarter"] or match["nth"]:
        return min(QUARTERS) + (int(match["quarter"]) - 1 if match["quarter"] else _ORDINALS.index(match["nth"]))
    if match["half"] or match["h"]:
        return min(HALVES) + (int(match["h"]) - 1 if match["h"] else _ORDINALS.index(match["half"]))
    return None


def _first(match: re.Match[str], *names: str) -> str | None:
    """Return the text of the first named group that matched; None if no group matched."""
    return next((text for name in names if (text := match[name])), None)
