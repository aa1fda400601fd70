"""Dates that hang on other dates: "3 months after the State report", and how far that is.

The bounds carry through: what hangs on an uncertain date is uncertain, and what hangs on it by nobody knows how much
has one bound only.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

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
from cobtrack.model.record import Record
from cobtrack.model.types import Amount, DeadlineRef

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler

UNITS = ("days", "weeks", "months", "years")


class Length(NamedTuple):
    """A number of days, or of months, from the least to the most that it can be."""

    unit: Literal["days", "months"]
    least: int
    most: int


class Duration(Record):
    """A length of time in days, weeks, months or years. A range such as 2-3 means two or three."""

    days: Amount | None = None
    """A number of days, or a range such as 10-14."""
    weeks: Amount | None = None
    """A number of weeks, or a range."""
    months: Amount | None = Field(default=None, examples=["2-3"])
    """A number of months, or a range."""
    years: Amount | None = None
    """A number of years, or a range."""

    @property
    def length(self) -> Length | None:
        """How long it is; None where that is not said."""
        for unit in UNITS:
            if (amount := getattr(self, unit)) is not None:
                least, _, most = amount.partition("-")
                factor = {"days": 1, "weeks": 7, "months": 1, "years": 12}[unit]
                low, high = sorted((int(least) * factor, int(most or least) * factor))
                return Length("days" if unit in {"days", "weeks"} else "months", low, high)
        return None

    @property
    def words(self) -> str:
        """`3 months`, `2-3 months`, `1 year`; empty where no length is said."""
        for unit in UNITS:
            if (amount := getattr(self, unit)) is not None:
                return f"{amount} {unit[:-1] if amount == '1' else unit}"
        return ""


class RelativeDate(Duration):
    """A date relative to a deadline, such as three months after it; without a number, any time before or after it."""

    after: DeadlineRef | None = None
    """The deadline that it comes after."""
    before: DeadlineRef | None = None
    """The deadline that it comes before."""
    precision: Literal["day", "month", "quarter", "year"] | None = None
    """How precise the date is, if less precise than the calculation: `year` means some time in the year after."""

    @property
    def anchor(self) -> str:
        """The id of the deadline that it hangs on."""
        return self.after or self.before or ""

    @property
    def phrase(self) -> str:
        """`3 months after crc-state-report`."""
        return f"{self.words} {'after' if self.after else 'before'} {self.anchor}".strip()

    def resolve(self, anchor: Timeframe) -> Timeframe | None:
        """The date, for an anchor at that date; None where it would lie outside of the years 1 to 9999."""
        try:
            return timeframe_of(_precise(self._moved(_as_date(anchor)), self.precision))
        except (OverflowError, ValueError):
            return None

    def _moved(self, base: Point | Window) -> Point | Window:
        first, last = (base, base) if isinstance(base, Point) else (base.first, base.last)
        length = self.length
        if length is None:
            return _one(first, None) if self.after else _one(None, last)
        least, most = (length.least, length.most) if self.after else (-length.most, -length.least)
        return _one(
            shift(first, length.unit, least)[0] if first else None, shift(last, length.unit, most)[1] if last else None
        )


def _as_date(value: Timeframe) -> Point | Window:
    """A timeframe as one date: of an interval, one day within it."""
    if value.start is value.end and value.start is not None:
        return value.start
    first, last = value.start, value.end
    return _one(first if isinstance(first, Point) else None, last if isinstance(last, Point) else None)


def _one(first: Point | None, last: Point | None) -> Point | Window:
    if first is None and last is None:
        raise ValueError("nothing is known of it")
    return first if first is not None and first == last else Window(first, last)


def shift(point: Point, unit: Literal["days", "months"], by: int) -> tuple[Point, Point]:
    """The first and the last date that a date becomes, moved by so many days or months; the mark stays.

    They are the same where it stays as precise as it was: a year moved by 12 months is a year, by 3 months it may be
    any month from April to the next March. Raises OverflowError beyond the years 1 to 9999.
    """
    if unit == "days":
        return _day(point.earliest + timedelta(by), point.mark), _day(point.latest + timedelta(by), point.mark)
    first, last = point.months
    size = last - first + 1
    begin, end = point.year * 12 + first - 1 + by, point.year * 12 + last - 1 + by
    if begin // 12 < 1 or end // 12 > date.max.year:
        raise OverflowError("beyond the years 1 to 9999")
    if begin % size == 0:
        moved = Point(begin // 12, _month_of(size, begin % 12), 0, point.mark)
        if size == 1 and point.day:
            moved = _day(_same_day(moved, point.day), point.mark)
        return moved, moved
    return Point(begin // 12, begin % 12 + 1, 0, point.mark), Point(end // 12, end % 12 + 1, 0, point.mark)


def _month_of(size: int, first: int) -> int:
    """What stands for the month in a date that spans so many months from that one on (0 to 11)."""
    return {1: first + 1, 3: min(QUARTERS) + first // 3, 6: min(HALVES) + first // 6}.get(size, 0)


def _same_day(month: Point, day: int) -> date:
    return date(month.year, month.month, min(day, monthrange(month.year, month.month)[1]))


def _day(value: date, mark: str) -> Point:
    return Point(value.year, value.month, value.day, mark)


def _precise(value: Point | Window, precision: str | None) -> Point | Window:
    """The date at a lower precision: the month, quarter or year that it lies in."""
    if precision is None:
        return value
    first, last = (value, value) if isinstance(value, Point) else (value.first, value.last)
    return _one(
        _within(first.earliest, precision, first.mark) if first else None,
        _within(last.latest, precision, last.mark) if last else None,
    )


def _within(day: date, precision: str, mark: str) -> Point:
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
    """A date, or a record of how it hangs on another: a choice that pydantic would put type names into places for."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> Any:
        return core_schema.no_info_wrap_validator_function(
            lambda value, relative: (
                relative(value) if isinstance(value, dict | RelativeDate) else validate_timeframe(value)
            ),
            handler(source),
            serialization=core_schema.plain_serializer_function_ser_schema(_dump),
        )

    def __get_pydantic_json_schema__(self, schema: Any, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        return {"anyOf": [*JSON_SCHEMA["anyOf"], handler(schema["schema"])]}


def _dump(value: Timeframe | RelativeDate) -> Any:
    return value.model_dump(mode="json", exclude_defaults=True) if isinstance(value, RelativeDate) else str(value)


if TYPE_CHECKING:
    Due = Timeframe | RelativeDate
else:
    from typing import Annotated

    Due = Annotated[RelativeDate, _Due()]
