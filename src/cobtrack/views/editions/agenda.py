"""The agenda of a review meeting: what is late, what comes next, where voices differ, and what nobody has reported."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.views.children.consultations import owed_feedback
from cobtrack.views.editions.period import last_12_months
from cobtrack.views.editions.review import Review, review
from cobtrack.views.indicators import measuring

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cobtrack.model.records.pillar import Pillar
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActivityState

ItemKind = Literal["late", "late-actions", "next", "past", "voices", "urgent", "feedback", "measure", "moved", "silent"]
_MAX_ROWS: dict[ItemKind, int] = {
    "late": 6,
    "late-actions": 2,
    "next": 2,
    "past": 1,
    "urgent": 6,
    "voices": 1,
    "feedback": 1,
    "measure": 1,
    "moved": 1,
}
"""The greatest number of rows under an item, so that the agenda has two pages. The others are counted."""
_SOON = timedelta(days=183)
"""The time until the next meeting: what has to begin or to be ready before it is on the agenda."""


@dataclass(frozen=True)
class SilentPillar:
    """The activities of a pillar that should be under way, and on which nothing was reported for 12 months."""

    pillar: Pillar
    activities: tuple[ActivityState, ...]

    @property
    def responsible(self) -> tuple[str, ...]:
        """The ids of the organisations that carry out these activities."""
        return responsible_for(self.activities)


@dataclass(frozen=True)
class Item:
    """An item of the agenda: a question about some records."""

    kind: ItemKind
    rows: tuple[Any, ...]
    """The records to decide about. Their type depends on the kind of item."""
    others: int = 0
    """The number of further records of this kind that the agenda leaves out."""


@dataclass(frozen=True)
class Agenda:
    """The agenda of a review meeting."""

    review: Review
    """The review of the last 12 months, from which the items are taken."""
    items: tuple[Item, ...]
    """The items, in the order in which the meeting takes them."""


def agenda(workspace: Workspace, as_of: date) -> Agenda:
    """Return the agenda of a review meeting on the given day. Items without any record are left out.

    `workspace` has the values that lettered items inherit.
    """
    content = review(workspace, last_12_months(as_of))
    late = sorted((*content.overdue, *content.unconfirmed), key=lambda row: row.activity.timeframe.latest or date.max)
    late_ids = {row.activity.id for row in late}
    soon = [
        step
        for step in content.steps
        if step.day <= as_of + _SOON and not any(row.activity.id in late_ids for row in step.activities)
    ]
    silent = [SilentPillar(row.pillar, _of_pillar(content.silent, row.pillar)) for row in content.pillars]
    items = (
        _item("late", late),
        _item("late-actions", content.late_actions),
        _item("next", soon),
        _item("past", sorted(content.past_deadlines, key=lambda row: row.days or 0, reverse=True)),
        _item("voices", content.disagreements),
        _item("urgent", content.urgent_not_assessed),
        _item("feedback", owed_feedback(content.consultations)),
        _item("measure", measuring.overdue(workspace, as_of)),
        _item("moved", content.moved),
        _item("silent", [row for row in silent if row.activities]),
    )
    return Agenda(content, tuple(item for item in items if item.rows))


def _item(kind: ItemKind, rows: Sequence[Any]) -> Item:
    most = _MAX_ROWS.get(kind, len(rows))
    return Item(kind, tuple(rows[:most]), max(len(rows) - most, 0))


def _of_pillar(rows: Iterable[ActivityState], pillar: Pillar) -> tuple[ActivityState, ...]:
    return tuple(row for row in rows if row.pillar is pillar)


def responsible_for(rows: Iterable[ActivityState]) -> tuple[str, ...]:
    """Return the ids of the organisations that carry out any of the activities, each of them once."""
    return tuple(dict.fromkeys(identifier for row in rows for identifier in row.activity.responsible))
