"""The versions of the roadmap in words: which version is shown, and which version was current on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_day, format_timeframe
from cobtrack.model.languages.phrases import gettext

if TYPE_CHECKING:
    from datetime import date

    from cobtrack.model.records.roadmap import Roadmap, Version


def version_name(version: Version) -> str:
    """Return the name of a version with its date, such as "version 2 (26 November 2026)"."""
    return gettext("version %(number)s (%(date)s)", number=version.number, date=format_timeframe(version.date))


def version_note(roadmap: Roadmap | None, as_of: date) -> str:
    """Return a note that the roadmap's words are of a later version than the version that was current on a day.

    Return "" if the latest version was current on the day.
    """
    latest = roadmap.latest_version if roadmap else None
    if not (roadmap and latest) or latest.date.earliest is None or latest.date.earliest <= as_of:
        return ""
    current = roadmap.version_on(as_of)
    if current:
        note = gettext(
            "The text is from %(latest)s, which is later than this date; on %(day)s, %(current)s was current.",
            latest=version_name(latest),
            day=format_day(as_of),
            current=version_name(current),
        )
    else:
        note = gettext(
            "The text is from %(latest)s, which is later than this date; on %(day)s, there was no version yet.",
            latest=version_name(latest),
            day=format_day(as_of),
        )
    rest = gettext(
        "Only planned dates and dated entries (progress, findings, assessments, values) show the status on that day."
    )
    return f"{note} {rest}"
