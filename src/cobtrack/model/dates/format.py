"""Write timeframes, days and distances in time in words, in the style of the roadmap."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal

from cobtrack.model.dates.timeframe import HALVES, QUARTERS, Point, Window
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.languages.phrases import in_digits, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe

MONTHS = ("January", "February", "March", "April", "May", "June",
           "July", "August", "September", "October", "November", "December")  # fmt: skip
TO_BE_DETERMINED = (
    "%(date)s (day TBD)",
    "%(date)s (month TBD)",
    "%(date)s (quarter TBD)",
    "%(date)s (half-year TBD)",
    "%(date)s (year TBD)",
)
"""The phrases for a date whose day, month, quarter, half-year or year is to be determined."""
_DAY, _MONTH, _QUARTER, _HALF_YEAR, _YEAR = TO_BE_DETERMINED
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def format_timeframe(value: Timeframe) -> str:
    """Return a timeframe in words, such as "October - December 2022", "2025 (year TBD)" or "by November 2027"."""
    start, end = value.start, value.end
    if isinstance(start, Window):
        return _window(start)
    if isinstance(end, Window):
        return _window(end)
    if start is None and end is not None:
        date = _point(end)
        return (
            _("until %(date)s", date=date)
            if value.text.startswith("..")
            else _("until %(date)s, start not known", date=date)
        )
    if end is None and start is not None:
        date = _point(start)
        return (
            _("from %(date)s, open-ended", date=date)
            if value.text.endswith("..")
            else _("from %(date)s, end not known", date=date)
        )
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
    return _("a day %(window)s", window=format_timeframe(value)) if bounds else format_timeframe(value)


def format_short(value: Timeframe) -> str:
    """Return a timeframe in abbreviated words, such as "Oct 2022 - Feb 2023" or "2025 (TBD)"."""
    return _abbreviated(format_timeframe(value))


def _abbreviated(text: str) -> str:
    for phrase in TO_BE_DETERMINED:
        text = text.replace(_(phrase, date=""), _("%(date)s (TBD)", date=""))
    for month in MONTHS:
        text = text.replace(pgettext("month", month), pgettext("short month", month[:3]))
    return text


def format_month(value: Timeframe) -> str:
    """Return a timeframe in abbreviated words, without the day if it is one exact day, such as "Oct 2022"."""
    if value.is_exact and isinstance(value.start, Point):
        return _abbreviated(_month(replace(value.start, day=0)))
    return format_short(value)


def _window(value: Window) -> str:
    first, last = value.first, value.last
    if first and last:
        if first.mark == last.mark == "?":
            # "(TBD)" is written once, for both bounds.
            bounds = _point(replace(first, mark="")), _point(replace(last, mark=""))
            return _("between %(first)s and %(last)s (TBD)", first=bounds[0], last=bounds[1])
        return _("between %(first)s and %(last)s", first=_point(first), last=_point(last))
    bound = first or last
    if bound is None:
        return str(value)
    date = _("%(date)s (TBD)", date=_point(replace(bound, mark=""))) if bound.mark == "?" else _point(bound)
    return _("not before %(date)s", date=date) if first else _("by %(date)s", date=date)


def _interval(start: Point, end: Point) -> str:
    last = _point(end)
    if (
        start.mark
        or end.mark
        or start.year != end.year
        or not (start.month and end.month)
        or max(start.month, end.month) > len(MONTHS)
        or bool(start.day) != bool(end.day)
    ):
        return _("%(first)s - %(last)s", first=_point(start), last=last)
    if start.day and start.month == end.month:
        return _("%(first_day)s-%(last)s", first_day=start.day, last=last)
    month = _month_name(start.month)
    if start.day:
        return _("%(first_day)s %(first_month)s - %(last)s", first_day=start.day, first_month=month, last=last)
    return _("%(first_month)s - %(last)s", first_month=month, last=last)


def _point(point: Point) -> str:
    year = in_digits(f"{point.year:04}")
    if point.month in QUARTERS:
        text, to_be_determined = (
            _("Q%(quarter)s %(year)s", quarter=point.month - min(QUARTERS) + 1, year=year),
            _QUARTER,
        )
    elif point.month in HALVES:
        is_first = point.month == min(HALVES)
        text = _("first half of %(year)s", year=year) if is_first else _("second half of %(year)s", year=year)
        to_be_determined = _HALF_YEAR
    elif point.day:
        text, to_be_determined = _day(point.day, point.month, year), _DAY
    elif point.month:
        text, to_be_determined = _month(point), _MONTH
    else:
        text, to_be_determined = year, _YEAR
    if point.mark in {"~", "%"}:
        text = _("about %(date)s", date=text)
    return _(to_be_determined, date=text) if point.mark in {"?", "%"} else text


def _month(point: Point) -> str:
    return _("%(month)s %(year)s", month=_month_name(point.month), year=in_digits(f"{point.year:04}"))


def _day(day: int, month: int, year: str) -> str:
    return _("%(day)s %(month)s %(year)s", day=day, month=_month_name(month), year=year)


def _month_name(month: int) -> str:
    return pgettext("month", MONTHS[month - 1])


def format_day(value: date) -> str:
    """Return a day in words, such as "28 October 2022"."""
    return _day(value.day, value.month, in_digits(str(value.year)))


def format_day_with_weekday(value: date) -> str:
    """Return a day in words with its weekday, such as "Friday, 28 October 2022"."""
    return _("%(weekday)s, %(day)s", weekday=pgettext("weekday", WEEKDAYS[value.weekday()]), day=format_day(value))


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
            return _coming(unit, count) if days > 0 else _past(unit, count)
    return _("today")


def _coming(unit: str, count: int) -> str:
    match unit:
        case "year":
            return ngettext("in %(num)s year", "in %(num)s years", count)
        case "month":
            return ngettext("in %(num)s month", "in %(num)s months", count)
        case "week":
            return ngettext("in %(num)s week", "in %(num)s weeks", count)
        case _:
            return ngettext("in %(num)s day", "in %(num)s days", count)


def _past(unit: str, count: int) -> str:
    match unit:
        case "year":
            return ngettext("%(num)s year ago", "%(num)s years ago", count)
        case "month":
            return ngettext("%(num)s month ago", "%(num)s months ago", count)
        case "week":
            return ngettext("%(num)s week ago", "%(num)s weeks ago", count)
        case _:
            return ngettext("%(num)s day ago", "%(num)s days ago", count)
