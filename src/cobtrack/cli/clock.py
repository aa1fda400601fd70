"""The one place where the clock is read."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from cobtrack.cli.options import CommandError


def day(given: str, zone: str) -> date:
    """The as-of date: the day that was given, else today in the workspace's time zone.

    Raises CannotError where `given` is not a day, or where it is needed because there is no such time zone.
    """
    if given:
        try:
            return date.fromisoformat(given)
        except ValueError:
            from cobtrack.model.dates.parse import suggest_notation

            hint = suggest_notation(given)
            is_day = len(hint) >= len("write 2026-02-01") and "/" not in hint
            hint = hint if is_day else "write it as 2026-02-01"
            raise CommandError(f'--as-of takes a day, not "{given}"', hint) from None
    today = today_in(zone)
    if today is None:
        message = f'cobtrack.yaml names the time zone "{zone}", which does not exist, so today is not known'
        raise CommandError(message, 'correct "timezone", such as Asia/Phnom_Penh, or give the day: --as-of 2026-02-01')
    return today


def today_in(zone: str) -> date | None:
    """The day that it is in a time zone; None where there is no such zone."""
    try:
        return datetime.now(ZoneInfo(zone)).date()
    except (KeyError, ValueError, OSError):
        return None
