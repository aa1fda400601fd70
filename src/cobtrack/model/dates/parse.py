"""Words to timeframes: what `words.timeframe` says and the other ways in which people write dates."""

from __future__ import annotations

import re
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
_LONGEST = 100
_NTH = ("first", "second", "third", "fourth")
_NUMBERS = {name[:3].lower(): number for number, name in enumerate(MONTHS, 1)}


def parse_date(text: str) -> Timeframe:
    """A timeframe in EDTF or in words: `2027-11`, `November 2027`, `October - December 2022`, `2025 (year TBD)`.

    Raises TimeframeError where it is neither.
    """
    try:
        return parse_edtf(text.strip())
    except TimeframeError as error:
        found = _in_words(" ".join(text.lower().split()))
        if found is None:
            raise TimeframeError(str(error)) from None
        return parse_edtf(found)


def suggest_notation(text: str) -> str:
    """What to write for a date in the wrong notation, in every reading of 05/06/2025; nothing for what is no date."""
    try:
        return f"write {parse_date(text)}"
    except TimeframeError:
        found = _readings(text.strip())
    if len(found) == 1:
        return f"write {found[0]}"
    return "write " + " or ".join(f"{one} for {format_timeframe(one)}" for one in found) if found else ""


_DAY_LAST = re.compile(r"(\d{4})[/.-](\d\d?)[/.-](\d\d?)")
_DAY_FIRST = re.compile(r"(\d\d?)[/.-](\d\d?)[/.-](\d{4})")
_NO_DAY = re.compile(r"(0?[1-9]|1[0-2])[/.-](\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[/.](0?[1-9]|1[0-2])")
# ISO 8601 lets the end of an interval leave out what it has in common with the start.
_SHORT_ENDS = (
    re.compile(r"(\d\d)(\d\d)[/-](\d\d)"),
    re.compile(r"(\d{4}-)(\d\d)/(\d\d)"),
    re.compile(r"(\d{4}-\d\d-)(\d\d)/(\d\d)"),
)
_OVER_NEW_YEAR = re.compile(r"(\d{4})-(\d\d)/(\d\d)")


def _readings(text: str) -> list[Timeframe]:
    """The dates that figures can mean, the day before the month first, and intervals with a short end last."""
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
    if (match := _OVER_NEW_YEAR.fullmatch(text)) and match[2] > match[3]:
        texts.append(f"{match[1]}-{match[2]}/{int(match[1]) + 1:04}-{match[3]}")
    found = []
    for one in texts:
        with suppress(TimeframeError):
            found.append(parse_edtf(one))
    return list(dict.fromkeys(found))


# Halves and quarters in other orders: 2027 Q1, Q1/2027, 1st quarter 2027.
_PARTS = (
    (re.compile(r"\b(\d{4})[ /.-]?([qh][1-4])\b"), r"\2 \1"),
    (re.compile(r"\b([qh][1-4])[/.-](\d{4})\b"), r"\1 \2"),
    *(
        (re.compile(rf"\b{number}(?= (?:quarter|half) )"), name)
        for number, name in zip(("1st", "2nd", "3rd", "4th"), _NTH, strict=True)
    ),
)


def _in_words(text: str) -> str | None:
    for part, plain in _PARTS:
        text = part.sub(plain, text) if len(text) <= _LONGEST else text
    for pattern, form in _FORMS:
        match = pattern.fullmatch(text) if len(text) <= _LONGEST else None
        if match and form == "[{0}..{1}]" and match[2].endswith("(tbd)"):
            # Said once for the whole.
            match = pattern.fullmatch(text.replace(" and ", " (tbd) and "))
        if match and (ends := _ends(*match.groups())):
            return form.format(*ends)
    return None


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


def _ends(first: str, second: str = "") -> tuple[str, ...] | None:
    """One or two dates in EDTF; the first takes its month and year from the second where it has none."""
    last = _DATE.fullmatch(_WEEKDAY.sub("", second or first))
    start = _DATE.fullmatch(_WEEKDAY.sub("", first))
    if not last or not start:
        return None
    try:
        texts = (_text(start, last), *([_text(last, last)] if second else ()))
        for text in texts:
            parse_edtf(text)
    except TimeframeError:
        return None
    return texts


def _text(match: re.Match[str], last: re.Match[str]) -> str:
    year = _first(match, "year", "qyear", "nyear", "hyear", "us_year", "bare") or _first(
        last, "year", "qyear", "us_year"
    )
    if not year:
        raise TimeframeError("it has no year")
    mark = {(False, False): "", (True, False): "~", (False, True): "?", (True, True): "%"}[
        bool(match["about"]), bool(match["tbd"])
    ]
    if part := _part(match):
        return f"{year}-{part}{mark}"
    month = _first(match, "month", "us_month") or (_first(last, "month", "us_month") if match["lone"] else None)
    if not month:
        if match["lone"]:
            raise TimeframeError("it has no month")
        return year + mark
    day = _first(match, "day", "us_day", "lone")
    return f"{year}-{_NUMBERS[month[:3]]:02}" + (f"-{int(day):02}" if day else "") + mark


def _part(match: re.Match[str]) -> int | None:
    """What stands for the month in a quarter or a half of a year."""
    if match["quarter"] or match["nth"]:
        return min(QUARTERS) + (int(match["quarter"]) - 1 if match["quarter"] else _NTH.index(match["nth"]))
    if match["half"] or match["h"]:
        return min(HALVES) + (int(match["h"]) - 1 if match["h"] else _NTH.index(match["half"]))
    return None


def _first(match: re.Match[str], *names: str) -> str | None:
    """The first of these groups that says anything."""
    return next((text for name in names if (text := match[name])), None)
