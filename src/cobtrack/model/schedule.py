"""The dates of deadlines, those that hang on others too."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.cycles import find_cycles
from cobtrack.model.dates.relative import RelativeDate
from cobtrack.model.dates.timeframe import Point, Timeframe, Window, timeframe_of
from cobtrack.model.records.mechanism import FULFILLED

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from cobtrack.model.records.mechanism import Deadline, DeadlineFinding, DueCertainty

_SURENESS: tuple[DueCertainty | None, ...] = (
    "confirmed", None, "reported", "tentative", "postponed", "superseded", "tbd",
)  # fmt: skip
"""How settled a date is, from the best to the worst."""
_SETTLED: frozenset[DueCertainty | None] = frozenset({"confirmed", None, "reported"})


class ResolvedDate(NamedTuple):
    """When a deadline is due (None where that is not known), and how settled that is."""

    date: Timeframe | None
    certainty: DueCertainty | None
    blocked_by: str = ""
    """The id of the nearest deadline that it hangs on and that was not kept by the day; else empty."""
    cancelled_anchor: str = ""
    """The id of the nearest deadline that it hangs on and that was cancelled, so that it has no date; else empty."""
    is_counted_back: bool = False
    """Whether it lies before something that was kept, and is counted back from that day: nobody ever set the date."""

    @property
    def is_settled(self) -> bool:
        """Whether anybody can be late for it: the date stands, and does not say itself that it is uncertain."""
        return self.certainty in _SETTLED and not (self.date and self.date.is_uncertain)


@dataclass(frozen=True)
class Schedule:
    """The date of every deadline by its id, and the circles of deadlines that hang on one another."""

    resolved: dict[str, ResolvedDate]
    cycles: tuple[tuple[str, ...], ...]
    anchors: dict[str, Timeframe | None]
    """What hangs on a deadline counts from here: the day when it was kept, else its date; None if it was cancelled."""

    def date_of(self, identifier: str) -> Timeframe | None:
        """When the deadline with that id is due; None where that, or the id, is not known."""
        return self.resolved[identifier].date if identifier in self.resolved else None

    def resolve(self, relative: RelativeDate | None) -> Timeframe | None:
        """The date of something that hangs on a deadline."""
        base = self.anchors.get(relative.anchor) if relative else None
        return relative.resolve(base) if relative and base else None


def last_finding(deadline: Deadline, as_of: date | None) -> DeadlineFinding | None:
    """What was last found out about a deadline, on or before that day or at all."""
    known = [one for one in deadline.findings if as_of is None or one.date.is_on_or_before(as_of)]
    return known[-1] if known else None


def fulfilled_on(deadline: Deadline, as_of: date | None) -> DeadlineFinding | None:
    """The finding that a deadline was kept, as far as that was known on that day."""
    found = last_finding(deadline, as_of)
    return found if found and found.outcome in FULFILLED else None


def is_binding(deadline: Deadline, as_of: date | None) -> bool:
    """Whether something has still to be ready for it: it was neither kept nor cancelled."""
    found = last_finding(deadline, as_of)
    return found is None or found.outcome not in {*FULFILLED, "cancelled"}


def build_schedule(deadlines: Iterable[Deadline], as_of: date | None = None) -> Schedule:
    """The dates of the deadlines, as known on that day; without a day, by all that is known.

    What hangs on a deadline that was kept hangs on the day when it was. Each is dated once, so the work grows with
    their number; of several with the same id the first counts.
    """
    by_id: dict[str, Deadline] = {}
    for deadline in deadlines:
        by_id.setdefault(deadline.id, deadline)
    found = find_cycles({one.id: one.anchor_id for one in by_id.values()})
    dated = {one: ResolvedDate(None, by_id[one].certainty) for circle in found for one in circle}
    for start in by_id:
        chain = []
        here = start
        while here in by_id and here not in dated:
            chain.append(here)
            here = by_id[here].anchor_id
        for one in reversed(chain):
            dated[one] = _resolved(by_id, dated, by_id[one], as_of)
    bases = {one: _base(by_id, dated, one, as_of).date for one in by_id}
    return Schedule(dated, found, bases)


def _resolved(
    by_id: dict[str, Deadline], dated: dict[str, ResolvedDate], deadline: Deadline, as_of: date | None
) -> ResolvedDate:
    found = last_finding(deadline, as_of)
    own = deadline.certainty
    if found and found.outcome == "postponed":
        own = max(own, "postponed", key=_SURENESS.index)
    if deadline.is_expected:
        # What the coalition worked out itself nobody has set.
        own = max(own, "tentative", key=_SURENESS.index)
    due = deadline.due
    if not isinstance(due, RelativeDate):
        return ResolvedDate(_marked(due, own), own)
    anchor = _base(by_id, dated, due.anchor, as_of)
    # Nobody's certainty is better than what it hangs on, and counting makes nothing certain.
    certainty = max(own, anchor.certainty, key=_SURENESS.index)
    when = due.resolve(anchor.date) if anchor.date else None
    if when and anchor.date and anchor.date.is_uncertain and not when.is_uncertain:
        # The end that is marked was left behind in counting.
        certainty = max(certainty, "tentative", key=_SURENESS.index)
    back = bool(due.before) and due.anchor in by_id and fulfilled_on(by_id[due.anchor], as_of) is not None
    return ResolvedDate(_marked(when, certainty), certainty, anchor.blocked_by, anchor.cancelled_anchor, back)


def _base(
    by_id: dict[str, Deadline], dated: dict[str, ResolvedDate], identifier: str, as_of: date | None
) -> ResolvedDate:
    """What hangs on a deadline counts from here: when it was kept, else when it is due; nothing if it was cancelled."""
    if identifier not in by_id:
        return ResolvedDate(None, None)
    found = last_finding(by_id[identifier], as_of)
    if found and found.outcome in FULFILLED:
        return ResolvedDate(found.date, found.certainty)
    if found and found.outcome == "cancelled":
        return ResolvedDate(None, dated[identifier].certainty, cancelled_anchor=identifier)
    there = dated[identifier]
    is_late = as_of is not None and there.date is not None and there.date.is_before(as_of)
    return there._replace(blocked_by=identifier) if is_late else there


def _marked(when: Timeframe | None, certainty: DueCertainty | None) -> Timeframe | None:
    """The date with the mark of one that is to be determined, where it is and does not say so itself."""
    if when is None or certainty != "tbd" or when.is_uncertain or when.is_interval or when.start is None:
        return when
    if isinstance(when.start, Point):
        return timeframe_of(replace(when.start, mark="?"))
    first, last = (end and replace(end, mark="?") for end in (when.start.first, when.start.last))
    return timeframe_of(Window(first, last))
