"""How a plan moved: the earlier dates of a record, and why each of them was replaced."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.roadmap import Roadmap
from cobtrack.model.text.wording import because, join

if TYPE_CHECKING:
    from cobtrack.model.dates.relative import RelativeDate
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.types import Text

    Plan = Activity | Action | Deadline | Roadmap


@dataclass(frozen=True)
class DateChange:
    """A planned date that was replaced by another date."""

    before: Timeframe | RelativeDate
    after: Timeframe | RelativeDate | None
    """The date that replaced it; None if the record no longer has a date."""
    until: Timeframe
    """The day on which the date was replaced."""
    why: Text | None


def date_changes(record: Plan) -> tuple[DateChange, ...]:
    """Return the changes of a record's planned date, with the oldest change first."""
    name = date_field(record)
    changes: list[DateChange] = []
    after = getattr(record, name)
    for entry in reversed(record.was):
        if before := getattr(entry, name):
            changes.insert(0, DateChange(before, after, entry.until, entry.why))
            after = before
    return tuple(changes)


def date_field(record: Plan) -> str:
    """Return the name of the field with the planned date of a record."""
    if isinstance(record, Deadline):
        return "due"
    return "period" if isinstance(record, Roadmap) else "timeframe"


def describe_changes(record: Plan, current: Timeframe | None = None) -> str:
    """Return how a planned date moved, for example "planned for 2025, now 2028, because elections come first".

    Return "" if the date of the record never moved. `current` is the present date, if it is computed from another date.
    """
    changes = date_changes(record)
    if not changes:
        return ""
    first, *between = [_in_words(change.before) for change in changes]
    if isinstance(record, Deadline):
        first = _("was due %(date)s", date=first)
    elif isinstance(record, Roadmap):
        first = _("at first %(date)s", date=first)
    else:
        first = _("planned for %(date)s", date=first)
    last = current or changes[-1].after
    dates = [_("then %(date)s", date=date) for date in between]
    dates.append(_("now %(date)s", date=_in_words(last)) if last else _("now without a date"))
    parts = [because(date, change.why or "") for date, change in zip(dates, changes, strict=True)]
    return join([first, *parts], ";" if between else ",")


def earlier_date(record: Plan) -> str:
    """Return the date that the present date of a record replaced, in words; "" if the date never moved."""
    changes = date_changes(record)
    return _in_words(changes[-1].before) if changes else ""


def earlier_timeframe(record: Plan) -> Timeframe | None:
    """Return the date that the present date of a record replaced.

    Return None if the date never moved, or if the earlier date was relative to another date.
    """
    changes = date_changes(record)
    before = changes[-1].before if changes else None
    return before if isinstance(before, Timeframe) else None


def _in_words(value: Timeframe | RelativeDate) -> str:
    if isinstance(value, Timeframe):
        return format_timeframe(value)
    return value.phrase
