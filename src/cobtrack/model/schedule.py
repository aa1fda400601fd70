"""The dates of all deadlines, also of those that depend on other deadlines."""

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

_CERTAINTIES: tuple[DueCertainty | None, ...] = (
    "confirmed", None, "reported", "tentative", "postponed", "superseded", "tbd",
)  # fmt: skip
"""From the most to the least certain."""
_SETTLED: frozenset[DueCertainty | None] = frozenset({"confirmed", None, "reported"})


class ResolvedDate(NamedTuple):
    """The date of a deadline, computed from the deadline that it depends on (its anchor), if there is one."""

    date: Timeframe | None
    """None if the date is not known."""
    certainty: DueCertainty | None
    blocked_by: str = ""
    """The id of the nearest anchor that has passed without being met; "" if there is none."""
    cancelled_anchor: str = ""
    """The id of the nearest anchor that was cancelled, so that the deadline has no date; "" if there is none."""
    is_counted_back: bool = False
    """Whether the date is before an anchor that was met, and is counted back from that day. Nobody ever set this date.
    """

    @property
    def is_settled(self) -> bool:
        """Whether the date is certain enough that the deadline can be overdue."""
        return self.certainty in _SETTLED and not (self.date and self.date.is_uncertain)


@dataclass(frozen=True)
class Schedule:
    """The dates of all deadlines, by id."""

    resolved: dict[str, ResolvedDate]
    cycles: tuple[tuple[str, ...], ...]
    """The cycles of deadlines that depend on each other, by id. They have no dates."""
    anchors: dict[str, Timeframe | None]
    """The dates from which relative dates are counted: when the deadline was met, else when it is due. None if it was
    cancelled or has no date."""

    def date_of(self, identifier: str) -> Timeframe | None:
        """Return the date of the deadline with this id; None if the date is not known or there is no such deadline."""
        return self.resolved[identifier].date if identifier in self.resolved else None

    def resolve(self, relative: RelativeDate | None) -> Timeframe | None:
        """Return a date that is relative to a deadline; None if it cannot be computed."""
        anchor = self.anchors.get(relative.anchor) if relative else None
        return relative.resolve(anchor) if relative and anchor else None


def last_finding(deadline: Deadline, as_of: date | None) -> DeadlineFinding | None:
    """Return the last finding about a deadline on or before a day, or of all if no day is given; None without one."""
    findings = [finding for finding in deadline.findings if as_of is None or finding.date.is_on_or_before(as_of)]
    return findings[-1] if findings else None


def fulfilled_on(deadline: Deadline, as_of: date | None) -> DeadlineFinding | None:
    """Return the finding that a deadline was met, as known on a day; None if it was not met by then."""
    finding = last_finding(deadline, as_of)
    return finding if finding and finding.outcome in FULFILLED else None


def is_binding(deadline: Deadline, as_of: date | None) -> bool:
    """Return whether a deadline still has to be met, as known on a day: it was neither met nor cancelled."""
    finding = last_finding(deadline, as_of)
    return finding is None or finding.outcome not in {*FULFILLED, "cancelled"}


def build_schedule(deadlines: Iterable[Deadline], as_of: date | None = None) -> Schedule:
    """Return the dates of the deadlines, as known on a day, or by all findings if no day is given.

    If several deadlines have the same id, the first one counts. Each date is computed once.
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
    """Return the date of a deadline. The date of its anchor has been computed already."""
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
        # The mark of the anchor was at the end that is not part of the result.
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
    """Return the date from which dates relative to this deadline are counted: when it was met, else when it is due."""
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
    """Return a date that is to be determined with the mark `?`, unless it has a mark already. Others are unchanged."""
    if when is None or certainty != "tbd" or when.is_uncertain or when.is_interval or when.start is None:
        return when
    if isinstance(when.start, Point):
        return timeframe_of(replace(when.start, mark="?"))
    first, last = (bound and replace(bound, mark="?") for bound in (when.start.first, when.start.last))
    return timeframe_of(Window(first, last))
