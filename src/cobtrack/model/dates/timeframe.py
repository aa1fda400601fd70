"""Dates and intervals in EDTF, the Extended Date/Time Format (ISO 8601-2:2019).

This part of EDTF is supported:

- level 0: years, months and days, and intervals between them;
- level 1: the marks `?` (uncertain), `~` (approximate) and `%` (both); intervals with an open (`..`) or an unknown
  (empty) start or end;
- level 2: quarters and half-years (months 33 to 36, 40 and 41), and one day out of a range, `[a..b]`.

Seasons (months 21 to 24) are not supported, because they differ between the hemispheres.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError, core_schema

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

_DATE = r"\d{4}(-\d\d(-\d\d)?)?[?~%]?"
_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%])?", re.ASCII)
_WINDOW = re.compile(r"\[(.*)\.\.(.*)\]")
JSON_SCHEMA = {
    "anyOf": [
        {
            "type": "string",
            "pattern": rf"^({_DATE}(/({_DATE}|\.\.)?)?|(\.\.)?/{_DATE}|\[({_DATE}\.\.({_DATE})?|\.\.{_DATE})\])$",
        },
        {"type": "integer"},
    ]
}
"""The JSON Schema of a timeframe, which is a text. A year is allowed to be a number too, because the YAML readers of
editors read a year as a number."""
QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
"""The first and the last month of each quarter, keyed by the number that EDTF writes in place of a month."""
HALVES = {40: (1, 6), 41: (7, 12)}
"""The first and the last month of each half-year, keyed by the number that EDTF writes in place of a month."""
_PARTS_OF_YEAR = QUARTERS | HALVES
OPEN = ".."
"""The EDTF notation for an open start or end of an interval."""


class TimeframeError(CobtrackError, ValueError):
    """A text is not a timeframe. Because this error is a ValueError, pydantic reports it as a problem of the field."""


@dataclass(frozen=True, slots=True)
class Point:
    """A date that is as precise as it was written: a year, a half-year, a quarter, a month or a day."""

    year: int
    month: int = 0
    """1 to 12; 33 to 36 for a quarter; 40 or 41 for a half-year; 0 if only the year was written."""
    day: int = 0
    """1 to 31; 0 if no day was written."""
    mark: str = ""
    """`?` (uncertain), `~` (approximate), `%` (both) or ""."""

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last month that the date can mean, 1 to 12."""
        return _PARTS_OF_YEAR.get(self.month) or ((self.month, self.month) if self.month else (1, 12))

    @property
    def earliest(self) -> date:
        """The first day that the date can mean."""
        return date(self.year, self.months[0], self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that the date can mean."""
        month = self.months[1]
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts) + self.mark


@dataclass(frozen=True, slots=True)
class Window:
    """One day out of a range, written `[first..last]`. It is not known which day it is."""

    first: Point | None
    """The lower bound; None if the day has no lower bound."""
    last: Point | None
    """The upper bound; None if the day has no upper bound."""

    @property
    def earliest(self) -> date | None:
        """The first possible day; None if there is no lower bound."""
        return self.first.earliest if self.first else None

    @property
    def latest(self) -> date | None:
        """The last possible day; None if there is no upper bound."""
        return self.last.latest if self.last else None

    @property
    def mark(self) -> str:
        """The mark of the lower bound or, if the lower bound has no mark, of the upper bound."""
        return next((point.mark for point in (self.first, self.last) if point and point.mark), "")

    def __str__(self) -> str:
        return f"[{self.first or ''}..{self.last or ''}]"


@dataclass(frozen=True, slots=True)
class Timeframe:
    """A date or an interval in EDTF. If the timeframe is a date, its start and its end are both this date."""

    text: str
    """The text as it was written."""
    start: Point | Window | None
    """The start; None if the start is open or unknown."""
    end: Point | Window | None
    """The end; None if the end is open or unknown."""

    @property
    def earliest(self) -> date | None:
        """The earliest day on which the timeframe can begin; None if the start is open or unknown."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> date | None:
        """The latest day on which the timeframe can end; None if the end is open or unknown."""
        return self.end.latest if self.end else None

    @property
    def is_interval(self) -> bool:
        """Whether the timeframe was written as an interval, with a slash."""
        return "/" in self.text

    @property
    def is_window(self) -> bool:
        """Whether the timeframe is one day out of a range, `[first..last]`."""
        return isinstance(self.start, Window)

    @property
    def is_uncertain(self) -> bool:
        """Whether the start or the end has a mark (`?`, `~` or `%`)."""
        return any(point is not None and point.mark for point in (self.start, self.end))

    @property
    def is_to_be_determined(self) -> bool:
        """Whether the start or the end is still to be determined (`?` or `%`), which the timeframe in words says."""
        return any(point is not None and point.mark in {"?", "%"} for point in (self.start, self.end))

    @property
    def is_exact(self) -> bool:
        """Whether the timeframe is one certain day."""
        return not self.is_interval and self.has_exact_days

    @property
    def has_exact_days(self) -> bool:
        """Whether the start and the end are certain days, as in `2023-02-21` or `2023-02-21/2023-02-22`."""
        return all(isinstance(point, Point) and point.day and not point.mark for point in (self.start, self.end))

    def is_before(self, day: date) -> bool:
        """Return whether the whole timeframe is before `day`."""
        return self.latest is not None and self.latest < day

    def is_certainly_before(self, day: date) -> bool:
        """Return whether the whole timeframe is before `day`. A timeframe with a mark, such as 2025?, never is."""
        return self.is_before(day) and not self.is_uncertain

    def is_on_or_before(self, day: date) -> bool:
        """Return whether the whole timeframe is on or before `day`.

        A report as of `day` ignores a log entry if the date of the entry is not on or before this day.
        """
        return self.latest is not None and self.latest <= day

    def may_have_begun_by(self, day: date) -> bool:
        """Return whether the timeframe can have begun on or before `day`."""
        return self.earliest is None or self.earliest <= day

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_plain_validator_function(
            validate_timeframe, serialization=core_schema.to_string_ser_schema()
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return JSON_SCHEMA


def next_day(day: date) -> date:
    """Return the day after `day`. The last day of the calendar is returned unchanged."""
    return day if day == date.max else day + timedelta(1)


def previous_day(day: date) -> date:
    """Return the day before `day`. The first day of the calendar is returned unchanged."""
    return day if day == date.min else day - timedelta(1)


def timeframe_of(value: Point | Window) -> Timeframe:
    """Return a timeframe whose start and end are both the given date or window."""
    return Timeframe(str(value), value, value)


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Timeframe:
    """Return the timeframe that a text in EDTF means. Raises TimeframeError if the text is not in EDTF.

    An interval that ends before it starts is accepted, because rule COB301 reports it.
    """
    if match := _WINDOW.fullmatch(text):
        first, last = (_point(part) if part else None for part in match.groups())
        if first is None and last is None:
            raise TimeframeError("it has neither a first nor a last day")
        if first and last and last.latest < first.earliest:
            raise TimeframeError("its last day is before its first day")
        window = Window(first, last)
        return Timeframe(text, window, window)
    if "/" not in text:
        point = _point(text)
        return Timeframe(text, point, point)
    first_part, _, second_part = text.partition("/")
    start, end = (None if part in {"", OPEN} else _point(part) for part in (first_part, second_part))
    if start is None and end is None:
        raise TimeframeError("it has neither a start nor an end")
    return Timeframe(text, start, end)


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise TimeframeError("it is not a date")
    year, month, day = (int(part or 0) for part in match.groups()[:3])
    if match[2] and not (1 <= month <= 12 or (not day and month in _PARTS_OF_YEAR)):
        raise TimeframeError(_why_not_a_month(match[1], month, match[2]))
    if not year:
        raise TimeframeError("there is no year 0000")
    if match[3] and not 1 <= day <= monthrange(year, month)[1]:
        raise TimeframeError(f"{year:04}-{month:02} has no day {match[3]}")
    return Point(year, month, day, match[4] or "")


def _why_not_a_month(year: str, month: int, text: str) -> str:
    if 21 <= month <= 24:
        return (
            f"{text} is a season, and seasons differ between hemispheres; a quarter is written {year}-33 to {year}-36"
        )
    if month in _PARTS_OF_YEAR:
        part = "quarter" if month in QUARTERS else "half-year"
        return f"{year}-{text} is a {part}, which cannot have a day"
    return f"there is no month {text}"


def validate_timeframe(value: object) -> Timeframe:
    """Return the timeframe that a value from a data file means.

    Raises PydanticCustomError if the value does not mean a timeframe.
    """
    if isinstance(value, Timeframe):
        return value
    # The YAML reader returns a year as a number.
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    try:
        return parse_edtf(text)
    except TimeframeError as error:
        raise PydanticCustomError("timeframe", "{reason}", {"reason": str(error)}) from None
