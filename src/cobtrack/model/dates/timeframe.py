"""When something is meant to happen: dates and intervals in EDTF (ISO 8601-2:2019).

Level 0 (dates and intervals of year, month or day precision); from level 1 the marks `?` (uncertain), `~`
(approximate) and `%` (both) and open (`..`) or unknown (empty) ends; from level 2 the quarters and halves of a year
(months 33 to 36, 40 and 41) and `[a..b]`, one day out of a range. Seasons are left out: which months a spring has
depends on the hemisphere.
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
"""Text; or a bare year, which an editor's YAML reader takes for a number."""
QUARTERS = {33: (1, 3), 34: (4, 6), 35: (7, 9), 36: (10, 12)}
HALVES = {40: (1, 6), 41: (7, 12)}
_PARTS = QUARTERS | HALVES
OPEN = ".."


class TimeframeError(CobtrackError, ValueError):
    """The text is not a timeframe. Also a ValueError, so that pydantic reports it as a problem of the field."""


@dataclass(frozen=True, slots=True)
class Point:
    """A date as precisely as it was written: `month` and `day` are 0 where they were not.

    `month` is 33 to 36 for a quarter, 40 or 41 for a half of the year.
    """

    year: int
    month: int = 0
    day: int = 0
    mark: str = ""

    @property
    def months(self) -> tuple[int, int]:
        """The first and the last month that it can mean, 1 to 12."""
        return _PARTS.get(self.month) or ((self.month, self.month) if self.month else (1, 12))

    @property
    def earliest(self) -> date:
        """The first day that it can mean."""
        return date(self.year, self.months[0], self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can mean."""
        month = self.months[1]
        return date(self.year, month, self.day or monthrange(self.year, month)[1])

    def __str__(self) -> str:
        parts = [f"{self.year:04}", *(f"{part:02}" for part in (self.month, self.day) if part)]
        return "-".join(parts) + self.mark


@dataclass(frozen=True, slots=True)
class Window:
    """One day that nobody can name yet, from `first` to `last`; None where there is no such bound."""

    first: Point | None
    last: Point | None

    @property
    def earliest(self) -> date | None:
        """The first day that it can mean; None where that is not known."""
        return self.first.earliest if self.first else None

    @property
    def latest(self) -> date | None:
        """The last day that it can mean; None where that is not known."""
        return self.last.latest if self.last else None

    @property
    def mark(self) -> str:
        """The mark of either bound."""
        return next((point.mark for point in (self.first, self.last) if point and point.mark), "")

    def __str__(self) -> str:
        return f"[{self.first or ''}..{self.last or ''}]"


@dataclass(frozen=True, slots=True)
class Timeframe:
    """An EDTF value and its bounds; `text` is what was written. An open or unknown end is None."""

    text: str
    start: Point | Window | None
    end: Point | Window | None

    @property
    def earliest(self) -> date | None:
        """The first day it can begin; None where that is open or unknown."""
        return self.start.earliest if self.start else None

    @property
    def latest(self) -> date | None:
        """The last day it can end; None where that is open or unknown."""
        return self.end.latest if self.end else None

    @property
    def is_interval(self) -> bool:
        """Whether it was written with a start and an end."""
        return "/" in self.text

    @property
    def is_window(self) -> bool:
        """Whether it is one day out of a range."""
        return isinstance(self.start, Window)

    @property
    def is_uncertain(self) -> bool:
        """Whether either end carries a mark."""
        return any(point is not None and point.mark for point in (self.start, self.end))

    @property
    def is_exact(self) -> bool:
        """Whether it is one certain day."""
        return not self.is_interval and self.has_exact_days

    @property
    def has_exact_days(self) -> bool:
        """Whether its first and its last day are certain: a day, or `2023-02-21/2023-02-22`."""
        return all(isinstance(point, Point) and point.day and not point.mark for point in (self.start, self.end))

    def is_before(self, day: date) -> bool:
        """Whether it lies wholly before `day`."""
        return self.latest is not None and self.latest < day

    def is_on_or_before(self, day: date) -> bool:
        """Whether it lies wholly on or before `day`: what a log says then counts."""
        return self.latest is not None and self.latest <= day

    def may_have_begun_by(self, day: date) -> bool:
        """Whether it can have begun by `day`."""
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
    """The day after; the last day that there is stays itself."""
    return day if day == date.max else day + timedelta(1)


def previous_day(day: date) -> date:
    """The day before; the first day that there is stays itself."""
    return day if day == date.min else day - timedelta(1)


def timeframe_of(value: Point | Window) -> Timeframe:
    """The timeframe that is this one date, or one day within this window."""
    return Timeframe(str(value), value, value)


@lru_cache(maxsize=4096)
def parse_edtf(text: str) -> Timeframe:
    """The timeframe that `text` writes.

    An interval whose end lies before its start is taken as it is: rule COB301 reports it.

    Raises TimeframeError where it is not a timeframe.
    """
    if match := _WINDOW.fullmatch(text):
        first, last = (_point(part) if part else None for part in match.groups())
        if first is None and last is None:
            raise TimeframeError("neither the first nor the last day is given")
        if first and last and last.latest < first.earliest:
            raise TimeframeError("the last day lies before the first")
        window = Window(first, last)
        return Timeframe(text, window, window)
    if "/" not in text:
        point = _point(text)
        return Timeframe(text, point, point)
    first_part, _, second_part = text.partition("/")
    start, end = (None if part in {"", OPEN} else _point(part) for part in (first_part, second_part))
    if start is None and end is None:
        raise TimeframeError("neither the start nor the end is given")
    return Timeframe(text, start, end)


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise TimeframeError("it is not a date")
    year, month, day = (int(part or 0) for part in match.groups()[:3])
    if match[2] and not (1 <= month <= 12 or (not day and month in _PARTS)):
        season = ": a season has other months in other places" if 21 <= month <= 24 else ""
        raise TimeframeError(f"there is no month {match[2]}{season}")
    if not year:
        raise TimeframeError("there is no year 0000")
    if match[3] and not 1 <= day <= monthrange(year, month)[1]:
        raise TimeframeError(f"{year:04}-{month:02} has no day {match[3]}")
    return Point(year, month, day, match[4] or "")


def validate_timeframe(value: object) -> Timeframe:
    """The timeframe of a value from a file; raises PydanticCustomError where it is none."""
    if isinstance(value, Timeframe):
        return value
    # A bare year comes from the reader as a number.
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    try:
        return parse_edtf(text)
    except TimeframeError as error:
        raise PydanticCustomError("timeframe", "{reason}", {"reason": str(error)}) from None
