"""Write timeframes, days and distances in time in words, in the style of the roadmap."""

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
    """Return a timeframe in words, such as "October - December 2022", "2025 (year TBD)" or "by November 2027"."""
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
    return _interval(start, end) if value.is_interval else _point(start)


def format_bound(value: Timeframe, which: Literal["first", "last"]) -> str:
    """Return a timeframe in words. If it is a window, return only its bound `which`, if it has this bound."""
    point = getattr(value.start, which) if isinstance(value.start, Window) else None
    return _point(point) if point else format_timeframe(value)


def format_limit(value: Timeframe) -> str:
    """Return a timeframe in words that can follow "by" or "until", such as "a day between 1 May and 3 May 2027".

    If the timeframe is a window with only one bound, return only the date of this bound, without the words "by" or "not
    before" that `format_timeframe` adds.
    """
    bounds = (
        [bound for bound in (value.start.first, value.start.last) if bound] if isinstance(value.start, Window) else []
    )
    if len(bounds) == 1:
        return _point(bounds[0])
    return f"a day {format_timeframe(value)}" if bounds else format_timeframe(value)


def format_short(value: Timeframe) -> str:
    """Return a timeframe in abbreviated words, such as "Oct 2022 - Feb 2023" or "2025 (TBD)"."""
    text = format_timeframe(value)
    for unit in ("day ", "month ", "quarter ", "half-year ", "year "):
        text = text.replace(f"({unit}TBD)", "(TBD)")
    for month in MONTHS:
        text = text.replace(month, month[:3])
    return text


def format_month(value: Timeframe) -> str:
    """Return a timeframe in abbreviated words, without the day if it is one exact day, such as "Oct 2022"."""
    text = format_short(value)
    return text.partition(" ")[2] if value.is_exact else text


def _window(value: Window) -> str:
    first, last = value.first, value.last
    if first and last:
        if first.mark == last.mark == "?":
            # "(TBD)" is written once, for both bounds.
            return f"between {_point(replace(first, mark=''))} and {_point(replace(last, mark=''))} (TBD)"
        return f"between {_point(first)} and {_point(last)}"
    bound = first or last
    if bound is None:
        return str(value)
    text = f"{_point(replace(bound, mark=''))} (TBD)" if bound.mark == "?" else _point(bound)
    return f"not before {text}" if first else f"by {text}"


def _interval(start: Point, end: Point) -> str:
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
    """Return a day in words, such as "28 October 2022"."""
    return f"{value.day} {MONTHS[value.month - 1]} {value.year}"


def format_day_with_weekday(value: date) -> str:
    """Return a day in words with its weekday, such as "Friday, 28 October 2022"."""
    return f"{_DAYS[value.weekday()]}, {format_day(value)}"


_UNITS = (("year", 4, 1461, 730), ("month", 48, 1461, 61), ("week", 1, 7, 14), ("day", 1, 1, 1))
"""For each unit of time: its name, a number of units, the number of days in these units (4 years have 1461 days), and
the least number of days for which the unit is used."""


def relative_time(days: int) -> str:
    """Return the time between today and another day in words, such as "in 5 weeks", "3 months ago" or "today".

    `days` is the number of days from today to the other day. It is negative if the other day has passed.
    """
    distance = abs(days)
    for unit, units, days_in_units, min_days in _UNITS:
        if distance >= min_days:
            # Round up to a whole unit if the unit can be that short: two years have 730 or 731 days.
            count = (distance * units + units - 1) // days_in_units
            text = f"{count} {unit}{'' if count == 1 else 's'}"
            return f"in {text}" if days > 0 else f"{text} ago"
    return "today"
