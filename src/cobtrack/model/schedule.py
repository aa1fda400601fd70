"""Compute the dates of all deadlines, including deadlines whose dates depend on other deadlines."""

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

    from cobtrack.model.records.mechanism import Deadline, DeadlineFinding
    from cobtrack.model.records.shared import DueCertainty

_CERTAINTIES: tuple[DueCertainty | None, ...] = (
    "confirmed", None, "reported", "tentative", "postponed", "superseded", "tbd",
)  # fmt: skip
"""The levels of certainty, sorted from the most certain to the least certain."""
_SETTLED: frozenset[DueCertainty | None] = frozenset({"confirmed", None, "reported"})


class ResolvedDate(NamedTuple):
    """The date of a deadline. It is computed if the deadline depends on another deadline, its anchor."""

    date: Timeframe | None
    """None if the date is not known."""
    certainty: DueCertainty | None
    blocked_by: str = ""
    """The id of the nearest anchor whose date has passed without the anchor being met; "" if there is none."""
    cancelled_anchor: str = ""
    """The id of the nearest anchor that was cancelled; "" if there is none. With such an anchor, the deadline has no
    date."""
    is_counted_back: bool = False
    """Whether the date was computed by counting back from the day on which the anchor was met. Nobody ever set such a
    date."""

    @property
    def is_settled(self) -> bool:
        """Whether the date is certain enough that the deadline can be overdue."""
        return self.certainty in _SETTLED and not (self.date and self.date.is_uncertain)


@dataclass(frozen=True)
class Schedule:
    """The dates of all deadlines."""

    resolved: dict[str, ResolvedDate]
    """The dates, keyed by the id of the deadline."""
    cycles: tuple[tuple[str, ...], ...]
    """The ids of deadlines that depend on each other in a cycle, for each cycle. These deadlines have no dates."""
    anchors: dict[str, Timeframe | None]
    """The dates from which relative dates are counted, keyed by the id of the deadline: the date on which the deadline
    was met, or its due date if it was not met. The value is None if the deadline was cancelled or has no date."""

    def date_of(self, identifier: str) -> Timeframe | None:
        """Return the date of the deadline with this id.

        Return None if there is no such deadline or its date is not known.
        """
        return self.resolved[identifier].date if identifier in self.resolved else None

    def resolve(self, relative: RelativeDate | None) -> Timeframe | None:
        """Return a date that is relative to a deadline; None if the date cannot be computed."""
        anchor = self.anchors.get(relative.anchor) if relative else None
        return relative.resolve(anchor) if relative and anchor else None


def last_finding(deadline: Deadline, as_of: date | None) -> DeadlineFinding | None:
    """Return the last finding about a deadline on or before the day `as_of`, or the last of all if `as_of` is None.

    Return None if there is no such finding.
    """
    findings = [finding for finding in deadline.findings if as_of is None or finding.date.is_on_or_before(as_of)]
    return findings[-1] if findings else None


def fulfilled_on(deadline: Deadline, as_of: date | None) -> DeadlineFinding | None:
    """Return the finding that says that a deadline was met, as known on the day `as_of`.

    Return None if no finding says that the deadline was met.
    """
    finding = last_finding(deadline, as_of)
    return finding if finding and finding.outcome in FULFILLED else None


def is_binding(deadline: Deadline, as_of: date | None) -> bool:
    """Return whether a deadline still has to be met, because it was neither met nor cancelled by the day `as_of`."""
    finding = last_finding(deadline, as_of)
    return finding is None or finding.outcome not in {*FULFILLED, "cancelled"}


def build_schedule(deadlines: Iterable[Deadline], as_of: date | None = None) -> Schedule:
    """Return the dates of the deadlines, as known on the day `as_of`. If `as_of` is None, all findings are used.

    If several deadlines have the same id, only the first of them is used.
    """
    by_id: dict[str, Deadline] = {}
    for deadline in deadlines:
        by_id.setdefault(deadline.id, deadline)
    cycles = find_cycles({deadline.id: deadline.anchor_id for deadline in by_id.values()})
    resolved = {identifier: ResolvedDate(None, by_id[identifier].certainty) for cycle in cycles for identifier in cycle}
    for start in by_id:
        chain = []
        current = start
        while current in by_id and current not in resolved:
            chain.append(current)
            current = by_id[current].anchor_id
        for identifier in reversed(chain):
            resolved[identifier] = _resolve(by_id, resolved, by_id[identifier], as_of)
    anchors = {identifier: _anchor(by_id, resolved, identifier, as_of).date for identifier in by_id}
    return Schedule(resolved, cycles, anchors)


def _resolve(
    by_id: dict[str, Deadline], resolved: dict[str, ResolvedDate], deadline: Deadline, as_of: date | None
) -> ResolvedDate:
    """Return the date of a deadline. If the date depends on another deadline, that date has been computed already."""
    finding = last_finding(deadline, as_of)
    certainty = deadline.certainty
    if finding and finding.outcome == "postponed":
        certainty = _least_certain(certainty, "postponed")
    if deadline.is_expected:
        # The coalition estimated the date; nobody has set it.
        certainty = _least_certain(certainty, "tentative")
    due = deadline.due
    if not isinstance(due, RelativeDate):
        return ResolvedDate(_with_mark(due, certainty), certainty)
    anchor = _anchor(by_id, resolved, due.anchor, as_of)
    certainty = _least_certain(certainty, anchor.certainty)
    when = due.resolve(anchor.date) if anchor.date else None
    if when and anchor.date and anchor.date.is_uncertain and not when.is_uncertain:
        # The mark is on the start or the end of the anchor's date, and the result does not contain it.
        certainty = _least_certain(certainty, "tentative")
    is_counted_back = bool(due.before) and due.anchor in by_id and fulfilled_on(by_id[due.anchor], as_of) is not None
    return ResolvedDate(
        _with_mark(when, certainty), certainty, anchor.blocked_by, anchor.cancelled_anchor, is_counted_back
    )


def _least_certain(*certainties: DueCertainty | None) -> DueCertainty | None:
    return max(certainties, key=_CERTAINTIES.index)


def _anchor(
    by_id: dict[str, Deadline], resolved: dict[str, ResolvedDate], identifier: str, as_of: date | None
) -> ResolvedDate:
    """Return the date of a deadline that other dates are relative to.

    This is the date on which the deadline was met, or its due date if it was not met.
    """
    if identifier not in by_id:
        return ResolvedDate(None, None)
    finding = last_finding(by_id[identifier], as_of)
    if finding and finding.outcome in FULFILLED:
        return ResolvedDate(finding.date, finding.certainty)
    if finding and finding.outcome == "cancelled":
        return ResolvedDate(None, resolved[identifier].certainty, cancelled_anchor=identifier)
    anchor = resolved[identifier]
    has_passed = as_of is not None and anchor.date is not None and anchor.date.is_before(as_of)
    return anchor._replace(blocked_by=identifier) if has_passed else anchor


def _with_mark(when: Timeframe | None, certainty: DueCertainty | None) -> Timeframe | None:
    """Return the date with the mark `?` if `certainty` is "tbd".

    An interval or a date that already has a mark is returned unchanged.
    """
    if when is None or certainty != "tbd" or when.is_uncertain or when.is_interval or when.start is None:
        return when
    if isinstance(when.start, Point):
        return timeframe_of(replace(when.start, mark="?"))
    first, last = (bound and replace(bound, mark="?") for bound in (when.start.first, when.start.last))
    return timeframe_of(Window(first, last))
