"""The one place where the clock is read."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from cobtrack.cli.options import CannotError


def day(given: str, zone: str) -> date:
    """The as-of date: the day that was given, else today in the workspace's time zone.

    Raises CannotError where `given` is not a day.
    """
    if given:
        try:
            return date.fromisoformat(given)
        except ValueError:
            from cobtrack.model.spoken import instead

            hint = instead(given)
            is_day = len(hint) >= len("write 2026-02-01") and "/" not in hint
            hint = hint if is_day else "write it as 2026-02-01"
            raise CannotError(f'--as-of takes a day, not "{given}"', hint) from None
    try:
        return datetime.now(ZoneInfo(zone)).date()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return datetime.now(ZoneInfo("UTC")).date()
