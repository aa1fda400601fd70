"""When something is meant to happen: dates and intervals in EDTF (ISO 8601-2:2019).

Level 0 (dates and intervals of year, month or day precision), from level 1 the marks `?` (uncertain), `~`
(approximate) and `%` (both) and open (`..`) or unknown (empty) ends, from level 2 the quarters of a year
(months 33 to 36). Seasons are left out: which months a spring has depends on the hemisphere.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError, core_schema

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

_POINT = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?([?~%])?", re.ASCII)
_PATTERN = r"^(\d{4}(-\d\d(-\d\d)?)?[?~%]?|\.\.)?(/(\d{4}(-\d\d(-\d\d)?)?[?~%]?|\.\.)?)?$"
_FIRST_QUARTER = 33
OPEN = ".."


class TimeframeError(ValueError):
    """The text is not a timeframe; the message says why."""


@dataclass(frozen=True, slots=True)
class Point:
    """A date as precisely as it was written: `month` and `day` are 0 where they were not."""

    year: int
    month: int = 0
    day: int = 0
    mark: str = ""

    @property
    def quarter(self) -> int:
        """1 to 4, or 0 for a date that is not a quarter."""
        return self.month - _FIRST_QUARTER + 1 if self.month >= _FIRST_QUARTER else 0

    @property
    def earliest(self) -> date:
        """The first day that it can mean."""
        month = self.quarter * 3 - 2 if self.quarter else self.month or 1
        return date(self.year, month, self.day or 1)

    @property
    def latest(self) -> date:
        """The last day that it can mean."""
        month = self.quarter * 3 if self.quarter else self.month or 12
        return date(self.year, month, self.day or monthrange(self.year, month)[1])


@dataclass(frozen=True, slots=True)
class Timeframe:
    """An EDTF value and its bounds; `text` is what was written. An open or unknown end is None."""

    text: str
    start: Point | None
    end: Point | None

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
    def is_uncertain(self) -> bool:
        """Whether either end carries a mark."""
        return any(point is not None and point.mark for point in (self.start, self.end))

    def is_over(self, day: date) -> bool:
        """Whether it lies wholly before `day`."""
        return self.latest is not None and self.latest < day

    def has_begun(self, day: date) -> bool:
        """Whether it can have begun by `day`."""
        return self.earliest is None or self.earliest <= day

    def surely_ends_after(self, other: Timeframe) -> bool:
        """Whether it ends after `other` has ended, whichever days the two turn out to mean."""
        return self.end is not None and other.latest is not None and self.end.earliest > other.latest

    def surely_begins_before(self, other: Timeframe) -> bool:
        """Whether it begins before `other` can begin, whichever days the two turn out to mean."""
        return self.start is not None and other.earliest is not None and self.start.latest < other.earliest

    def __str__(self) -> str:
        return self.text

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_plain_validator_function(_validate, serialization=core_schema.to_string_ser_schema())

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Text; or a bare year, which an editor's YAML reader takes for a number."""
        return {"anyOf": [{"type": "string", "pattern": _PATTERN}, {"type": "integer"}]}


@lru_cache(maxsize=4096)
def parse(text: str) -> Timeframe:
    """The timeframe that `text` writes.

    An interval whose end lies before its start is taken as it is: rule COB301 reports it.

    Raises TimeframeError where it is not a timeframe.
    """
    if "/" not in text:
        point = _point(text)
        return Timeframe(text, point, point)
    first, _, second = text.partition("/")
    start, end = (None if part in {"", OPEN} else _point(part) for part in (first, second))
    if start is None and end is None:
        raise TimeframeError("neither the start nor the end is given")
    return Timeframe(text, start, end)


def _point(text: str) -> Point:
    match = _POINT.fullmatch(text)
    if not match:
        raise TimeframeError("it is not a date")
    year, month, day = (int(part or 0) for part in match.groups()[:3])
    if match[2] and not (1 <= month <= 12 or (not day and _FIRST_QUARTER <= month < _FIRST_QUARTER + 4)):
        raise TimeframeError(f"there is no month {match[2]}")
    if not year:
        raise TimeframeError("there is no year 0000")
    if match[3] and not 1 <= day <= monthrange(year, month)[1]:
        raise TimeframeError(f"{year:04}-{month:02} has no day {match[3]}")
    return Point(year, month, day, match[4] or "")


def _validate(value: object) -> Timeframe:
    if isinstance(value, Timeframe):
        return value
    # A bare year comes from the reader as a number.
    text = str(value) if isinstance(value, str | int) and not isinstance(value, bool) else ""
    try:
        return parse(text)
    except TimeframeError as error:
        raise PydanticCustomError("timeframe", "{reason}", {"reason": str(error)}) from None
