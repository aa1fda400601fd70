"""The period that a review is about: the last 12 months, or the time since the Concluding Observations."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from cobtrack.views.activities import YEAR
from cobtrack.views.recommendations import current_documents

if TYPE_CHECKING:
    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.document import Document
    from cobtrack.model.workspace import Workspace


@dataclass(frozen=True)
class Period:
    """The days from `first` to `last`, both included."""

    first: date
    last: date
    since: Document | None = None
    """The document whose adoption begins the period; None if something else begins it."""

    def includes(self, when: Timeframe | None) -> bool:
        """Return whether the last day of a date is within the period."""
        return when is not None and when.latest is not None and self.first <= when.latest <= self.last

    def touches(self, when: Timeframe | None) -> bool:
        """Return whether any day that a date can mean is within the period."""
        if when is None:
            return False
        return (when.earliest or self.first) <= self.last and (when.latest or self.last) >= self.first


def last_12_months(as_of: date) -> Period:
    """Return the 12 months that end on the given day."""
    return Period(date.fromordinal(max(as_of.toordinal() - YEAR.days + 1, 1)), as_of)


def since_adoption(workspace: Workspace, as_of: date) -> Period:
    """Return the time from the adoption of the treaty body's newest document to the given day.

    If no such document was adopted by then, the time begins with the period of the roadmap. If there is no roadmap, or
    if its period begins later, the 12 months that end on the given day are returned.
    """
    for document in current_documents(workspace):
        adopted = document.adoption
        if adopted and adopted.earliest and adopted.earliest <= as_of:
            return Period(adopted.earliest, as_of, document)
    begin = workspace.roadmap.period.earliest if workspace.roadmap else None
    return Period(begin, as_of) if begin and begin <= as_of else last_12_months(as_of)
