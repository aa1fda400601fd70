"""Timeframes and nearness in the words that people use, as the roadmap writes them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.timeframe import HALVES, QUARTERS, Point, Window

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe

MONTHS = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def format_timeframe(value: Timeframe) -> str:
    """`October - December 2022`, `2025 (year TBD)`, `from 2022, open-ended`; `spoken.read` reads them back."""
    start, end = value.start, value.end
    if isinstance(start, Window):
        return _window(start)
    if isinstance(end, Window):
        return _window(end)
    if start is None and end is not None:
        return f"until {_point(end)}" + ("" if value.text.startswith("..") else ", start not known")
    if end is None and start is not None:
        return f"from {_point(start)}, " + ("open-ended" if value.text.endswith("..") else "end not known")
    if start is None or end is None:
        return value.text
    return _between(start, end) if value.is_interval else _point(start)


def format_bound(value: Timeframe, which: Literal["first", "last"]) -> str:
    """A date that something is certainly before, or has to be by: of a window, its first or its last day."""
    point = getattr(value.start, which) if isinstance(value.start, Window) else None
    return _point(point) if point else format_timeframe(value)


def format_limit(value: Timeframe) -> str:
    """A date as it can stand behind "by" or "until": without another "by" or "not before", and "a day between"."""
    ends = [one for one in (value.start.first, value.start.last) if one] if isinstance(value.start, Window) else []
    if len(ends) == 1:
        return _point(ends[0])
    return f"a day {format_timeframe(value)}" if ends else format_timeframe(value)


def format_short(value: Timeframe) -> str:
    """The same in few letters: `Oct 2022 - Feb 2023`, `2025 (TBD)`."""
    text = format_timeframe(value)
    for unit in ("day ", "month ", "quarter ", "half-year ", "year "):
        text = text.replace(f"({unit}TBD)", "(TBD)")
    for month in MONTHS:
        text = text.replace(month, month[:3])
    return text


def _window(value: Window) -> str:
    """The mark of both bounds is said once: what is to be determined is the whole."""
    first, last = value.first, value.last
    if first and last:
        if first.mark == last.mark == "?":
            return f"between {_point(replace(first, mark=''))} and {_point(replace(last, mark=''))} (TBD)"
        return f"between {_point(first)} and {_point(last)}"
    end = first or last
    if end is None:
        return str(value)
    said = f"{_point(replace(end, mark=''))} (TBD)" if end.mark == "?" else _point(end)
    return f"not before {said}" if first else f"by {said}"


def _between(start: Point, end: Point) -> str:
    if start.mark or end.mark or start.year != end.year or not (start.month and end.month):
        return f"{_point(start)} - {_point(end)}"
    if max(start.month, end.month) > len(MONTHS) or bool(start.day) != bool(end.day):
        return f"{_point(start)} - {_point(end)}"
    if start.day and start.month == end.month:
        return f"{start.day}-{_point(end)}"
    first = f"{start.day} " if start.day else ""
    return f"{first}{MONTHS[start.month - 1]} - {_point(end)}"


def _point(point: Point) -> str:
    if point.month in QUARTERS:
        text, unit = f"Q{point.month - min(QUARTERS) + 1} {point.year:04}", "quarter"
    elif point.month in HALVES:
        text, unit = f"{'first' if point.month == min(HALVES) else 'second'} half of {point.year:04}", "half-year"
    elif point.day:
        text, unit = f"{point.day} {MONTHS[point.month - 1]} {point.year:04}", "day"
    elif point.month:
        text, unit = f"{MONTHS[point.month - 1]} {point.year:04}", "month"
    else:
        text, unit = f"{point.year:04}", "year"
    about = "about " if point.mark in {"~", "%"} else ""
    return about + text + (f" ({unit} TBD)" if point.mark in {"?", "%"} else "")


def format_day(value: date) -> str:
    """`28 October 2022`."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def format_day_with_weekday(value: date) -> str:
    """`Friday, 28 October 2022`."""
    return f"{_DAYS[value.weekday()]}, {format_day(value)}"


_UNITS = (("year", 4, 1461, 730), ("month", 48, 1461, 61), ("week", 1, 7, 14), ("day", 1, 1, 1))
"""Units of time, so many of them in so many days, and from how many days on they are used."""


def relative_time(days: int) -> str:
    """How far off, in one unit: `in 5 weeks`, `3 months ago`, `today`."""
    size = abs(days)
    for unit, in_days, days_of_them, least in _UNITS:
        if size >= least:
            # The most units that can be whole in so many days: two years are 730 or 731 days.
            count = (size * in_days + in_days - 1) // days_of_them
            text = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {text}" if days > 0 else f"{text} ago"
    return "today"
