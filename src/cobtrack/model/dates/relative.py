"""Dates that are relative to other dates, such as "3 months after the State report".

The anchor is the date that another date is relative to. A relative date is as uncertain as its anchor. A date at any
time after the anchor has a lower bound only.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple

from pydantic import Field
from pydantic_core import core_schema

from cobtrack.model.dates.timeframe import (
    HALVES,
    JSON_SCHEMA,
    QUARTERS,
    Point,
    Timeframe,
    Window,
    timeframe_of,
    validate_timeframe,
)
from cobtrack.model.languages.phrases import gettext, in_digits, ngettext
from cobtrack.model.record import Record
from cobtrack.model.types import Amount, DeadlineRef

if TYPE_CHECKING:
    from collections.abc import Callable

    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

UNITS = ("days", "weeks", "months", "years")


class Length(NamedTuple):
    """A length of time in days or months, as a range from `least` to `most`."""

    unit: Literal["days", "months"]
    least: int
    most: int


class Duration(Record):
    """A length of time in days, weeks, months or years. A range such as 2-3 means two or three."""

    days: Amount | None = None
    """A number of days, or a range such as 10-14."""
    weeks: Amount | None = None
    """A number of weeks, or a range such as 2-3."""
    months: Amount | None = Field(default=None, examples=["2-3"])
    """A number of months, or a range such as 2-3."""
    years: Amount | None = None
    """A number of years, or a range such as 4-5."""

    @property
    def length(self) -> Length | None:
        """The length in days or months; None if no number is given."""
        for unit in UNITS:
            if (amount := getattr(self, unit)) is not None:
                least, _, most = amount.partition("-")
                factor = {"days": 1, "weeks": 7, "months": 1, "years": 12}[unit]
                low, high = sorted((int(least) * factor, int(most or least) * factor))
                return Length("days" if unit in {"days", "weeks"} else "months", low, high)
        return None

    @property
    def words(self) -> str:
        """The length in words, such as "3 months", "2-3 months" or "1 year"; "" if no number is given."""
        for unit in UNITS:
            if (amount := getattr(self, unit)) is not None:
                return _in_words(unit, amount)
        return ""


def _in_words(unit: str, amount: str) -> str:
    """Return a length of time in words, such as "2-3 months"."""
    # A range is in the plural, whatever its bounds are.
    number, digits = max(int(amount.rpartition("-")[2]), 2 if "-" in amount else 0), in_digits(amount)
    match unit:
        case "days":
            return ngettext("%(num)s day", "%(num)s days", number, num=digits)
        case "weeks":
            return ngettext("%(num)s week", "%(num)s weeks", number, num=digits)
        case "months":
            return ngettext("%(num)s month", "%(num)s months", number, num=digits)
    return ngettext("%(num)s year", "%(num)s years", number, num=digits)


class RelativeDate(Duration):
    """A date relative to a deadline, such as three months after the deadline.

    Without a number, the date is any time before or after the deadline.
    """

    after: DeadlineRef | None = None
    """The deadline after which the date is."""
    before: DeadlineRef | None = None
    """The deadline before which the date is."""
    precision: Literal["day", "month", "quarter", "year"] | None = None
    """How precise the date is, if it is less precise than the calculation. With `year`, only the year is used."""

    @property
    def anchor(self) -> str:
        """The id of the deadline that the date is relative to."""
        return self.after or self.before or ""

    @property
    def phrase(self) -> str:
        """The date in words, such as "3 months after crc-state-report"."""
        if self.words and self.after:
            return gettext("%(length)s after %(date)s", length=self.words, date=self.anchor)
        if self.words:
            return gettext("%(length)s before %(date)s", length=self.words, date=self.anchor)
        return (
            gettext("after %(date)s", date=self.anchor) if self.after else gettext("before %(date)s", date=self.anchor)
        )

    def resolve(self, anchor: Timeframe) -> Timeframe | None:
        """Compute the date from `anchor`, the date of the deadline that the date is relative to.

        Return None if the date cannot be computed or is not in the years 1 to 9999.
        """
        try:
            return timeframe_of(_round(self._shifted(_as_date(anchor)), self.precision))
        except (OverflowError, ValueError):
            return None

    def _shifted(self, anchor: Point | Window) -> Point | Window:
        first, last = (anchor, anchor) if isinstance(anchor, Point) else (anchor.first, anchor.last)
        length = self.length
        if length is None:
            return _between(first, None) if self.after else _between(None, last)
        least, most = (length.least, length.most) if self.after else (-length.most, -length.least)
        return _between(
            shift(first, length.unit, least)[0] if first else None, shift(last, length.unit, most)[1] if last else None
        )


def _as_date(value: Timeframe) -> Point | Window:
    """Return the timeframe as a single date.

    If the timeframe is an interval, the result is an unknown date between the interval's start and end. Raises
    ValueError if neither the start nor the end is a date.
    """
    if value.start is value.end and value.start is not None:
        return value.start
    first, last = value.start, value.end
    return _between(first if isinstance(first, Point) else None, last if isinstance(last, Point) else None)


def _between(first: Point | None, last: Point | None) -> Point | Window:
    """Return the window from `first` to `last`. If both are the same date, return this date instead.

    A bound that is None stays open. Raises ValueError if both bounds are None.
    """
    if first is None and last is None:
        raise ValueError("a date without bounds")
    return first if first is not None and first == last else Window(first, last)


def shift(point: Point, unit: Literal["days", "months"], by: int) -> tuple[Point, Point]:
    """Move a date by a number of days or months. Return the first and the last date that the result can be.

    If the result is as precise as the given date, both returned dates are the same. For example, a year moved by 12
    months is again a year. A year moved by 3 months can be any month from April to the next March, so the first date is
    April and the last date is March. The mark of the date (such as `?`) is kept. Raises OverflowError if the result is
    not in the years 1 to 9999.
    """
    if unit == "days":
        return _day(point.earliest + timedelta(by), point.mark), _day(point.latest + timedelta(by), point.mark)
    first, last = point.months
    months = last - first + 1
    begin, end = point.year * 12 + first - 1 + by, point.year * 12 + last - 1 + by
    if begin // 12 < 1 or end // 12 > date.max.year:
        raise OverflowError("not in the years 1 to 9999")
    if begin % months == 0:
        shifted = Point(begin // 12, _month_number(months, begin % 12), 0, point.mark)
        if months == 1 and point.day:
            shifted = _day(_same_day(shifted, point.day), point.mark)
        return shifted, shifted
    return Point(begin // 12, begin % 12 + 1, 0, point.mark), Point(end // 12, end % 12 + 1, 0, point.mark)


def _month_number(months: int, first: int) -> int:
    """Return the number that stands for a period of 1, 3, 6 or 12 months in the month's place of an EDTF date.

    `months` is the length of the period, and `first` is its first month (0 to 11). For a period of 12 months the number
    is 0, because a year is written without a month.
    """
    return {1: first + 1, 3: min(QUARTERS) + first // 3, 6: min(HALVES) + first // 6}.get(months, 0)


def _same_day(month: Point, day: int) -> date:
    """Return day number `day` of the given month. If the month has fewer days, return its last day."""
    return date(month.year, month.month, min(day, monthrange(month.year, month.month)[1]))


def _day(value: date, mark: str) -> Point:
    return Point(value.year, value.month, value.day, mark)


def _round(value: Point | Window, precision: str | None) -> Point | Window:
    """Return the period that contains a date. `precision` names the period: day, month, quarter or year.

    For a window, both bounds are replaced in this way. If `precision` is None, the date is returned unchanged.
    """
    if precision is None:
        return value
    first, last = (value, value) if isinstance(value, Point) else (value.first, value.last)
    return _between(
        _period_of(first.earliest, precision, first.mark) if first else None,
        _period_of(last.latest, precision, last.mark) if last else None,
    )


def _period_of(day: date, precision: str, mark: str) -> Point:
    match precision:
        case "year":
            return Point(day.year, 0, 0, mark)
        case "quarter":
            return Point(day.year, min(QUARTERS) + (day.month - 1) // 3, 0, mark)
        case "month":
            return Point(day.year, day.month, 0, mark)
        case _:
            return _day(day, mark)


class _Due:
    """The schema of a field that is a date or a relative date.

    Pydantic's own union of the two types would add their names to the path of an error.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_wrap_validator_function(
            _validate_due,
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(_dump),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [*JSON_SCHEMA["anyOf"], handler(schema["schema"])]}


def _validate_due(value: Any, validate_relative_date: Callable[[Any], RelativeDate]) -> Timeframe | RelativeDate:
    return validate_relative_date(value) if isinstance(value, dict | RelativeDate) else validate_timeframe(value)


def _dump(value: Timeframe | RelativeDate) -> Any:
    return value.model_dump(mode="json", exclude_defaults=True) if isinstance(value, RelativeDate) else str(value)


if TYPE_CHECKING:
    Due = Timeframe | RelativeDate
else:
    Due = Annotated[RelativeDate, _Due()]
