"""Look up time zones in the IANA database, and suggest a time zone for a name that does not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo


def find_time_zone(name: str) -> tzinfo | None:
    """Return the time zone with this name; None if there is no such time zone."""
    from zoneinfo import ZoneInfo  # noqa: PLC0415 - not every command needs a time zone

    try:
        return ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return None


def time_zone_hint(name: str) -> str:
    """Return a hint that suggests a similar name for a time zone that does not exist: Africa/Nairobi for "nairobi"."""
    from zoneinfo import available_timezones  # noqa: PLC0415 - reads many files, and is seldom needed

    from cobtrack.model.text.suggestions import close_matches, did_you_mean  # noqa: PLC0415

    # The signs of zones such as Etc/GMT+7 are the opposite of what people expect.
    zones = sorted(zone for zone in available_timezones() if "/" in zone and not zone.startswith("Etc/"))
    cities = {zone.rpartition("/")[2]: zone for zone in zones}
    close = close_matches(name.strip().replace(" ", "_"), [*zones, "UTC"], cities, cutoff=0.8)
    return did_you_mean(close, "write a name from the IANA list, such as Africa/Nairobi")
