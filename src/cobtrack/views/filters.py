"""The same filters for every list: by pillar, status, actor, thematic working group and mechanism."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, get_args

from cobtrack.errors import CobtrackError
from cobtrack.model.labels import FLAG, OWNER
from cobtrack.model.records.document import POSITIONS, Paragraph
from cobtrack.model.records.mechanism import Deadline, DueCertainty
from cobtrack.model.text.suggestions import close_matches
from cobtrack.views import activities, assessments, deadlines, priority
from cobtrack.views.recommendations import TO_CHECK, activities_naming

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.deadlines import DeadlineState

_TIMED = (*activities.STATUSES, *get_args(activities.Timing), "stale")
_DUE = (*deadlines.STATES, *get_args(DueCertainty))
STATUSES: dict[str, tuple[str, ...]] = {
    "activities": _TIMED,
    "deadlines": _DUE,
    "timeline": tuple(dict.fromkeys((*_TIMED, *_DUE))),
    "recommendations": (
        *FLAG, *POSITIONS, *assessments.LEVELS, assessments.NOT_ASSESSED, *priority.BANDS,
    ),
    "actions": _TIMED,
}  # fmt: skip
"""The words that a filter by status may name each kind of thing by."""
STATUS_WORDS = tuple(dict.fromkeys(word for words in STATUSES.values() for word in words))


class UnknownFilterError(CobtrackError):
    """A filter names something that does not exist."""


@dataclass(frozen=True)
class Filters:
    """What a list is narrowed to. Each is a set of words, any of which may fit; an empty one lets everything pass."""

    pillars: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    mechanisms: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()

    def check(self, workspace: Workspace, kind: str = "") -> None:
        """Raise UnknownFilterError where a filter names what the workspace, or this kind of thing, does not have."""
        _known("pillar", self.pillars, [str(pillar.pillar) for pillar in workspace.pillars])
        _known("status", self.statuses, STATUSES.get(kind, STATUS_WORDS))
        _known("actor", self.actors, [actor.id for actor in workspace.actors], workspace.actor_ids_by_acronym)
        _known("mechanism", self.mechanisms, [mechanism.id for mechanism in workspace.mechanisms])
        _known("owner", self.owners, OWNER)

    def matches_activity(self, workspace: Workspace, row: ActivityState) -> bool:
        """Whether an activity passes."""
        serves = (workspace.by_id.get(one) for one in row.activity.serves)
        served = [one for one in serves if isinstance(one, Deadline)]
        return (
            _passes(self.pillars, {str(row.pillar.pillar)})
            and _passes(self.statuses, row.status_words)
            and self.matches_actors(row.activity.responsible)
            and (not self.mechanisms or _passes(self.mechanisms, _mechanisms(workspace, row.activity, served)))
            and _passes(self.owners, {one.owner for one in served})
        )

    def matches_deadline(self, workspace: Workspace, row: DeadlineState) -> bool:
        """Whether a deadline passes; it belongs to the pillars and actors of the activities that serve it."""
        serving = workspace.activities_by_deadline.get(row.deadline.id, ())
        return (
            _passes(self.pillars, {one.id.partition(".")[0] for one in serving})
            and _passes(self.statuses, row.status_words)
            and self.matches_actors(actor for one in serving for actor in one.responsible)
            and _passes(self.mechanisms, {row.mechanism.id})
            and _passes(self.owners, {row.deadline.owner})
        )

    def matches_action(self, row: ActionState) -> bool:
        """Whether an action passes; it belongs to those who do it and to those whom it is to move."""
        actors = (*row.action.responsible, *row.action.addressed_to)
        return _passes(self.statuses, row.status_words) and self.matches_actors(actors)

    def matches_actors(self, actors: Iterable[str]) -> bool:
        """Whether these organisations are among those asked for, and these groups among the groups."""
        there = set(actors)
        return _passes(self.actors, there) and _passes(self.groups, there)

    def matches_recommendation(self, workspace: Workspace, row: Paragraph, as_of: date) -> bool:
        """Whether a recommendation passes; it belongs to the pillars of the activities that name it.

        A status may be that it is urgent, repeated, to be checked, outdated or stale, its priority, the State's
        position, or the level that any voice last saw.
        """
        named, document = activities_naming(workspace, row), workspace.document_of(row)
        return (
            _passes(self.pillars, {one.id.partition(".")[0] for one in named})
            and (not self.statuses or _passes(self.statuses, _words(workspace, row, as_of)))
            and self.matches_actors((*row.responsible, *row.groups))
            and _passes(self.mechanisms, {document.mechanism} if document else set())
        )


def _mechanisms(workspace: Workspace, activity: Activity, served: Iterable[Deadline]) -> set[str]:
    """The mechanisms that an activity is for: those of the deadlines and of the recommendations that it names."""
    named = (workspace.by_id.get(one) for one in activity.recommendations)
    documents = (workspace.document_of(one) for one in named if isinstance(one, Paragraph))
    return {workspace.mechanism_of[one.id].id for one in served} | {one.mechanism for one in documents if one}


def _words(workspace: Workspace, row: Paragraph, as_of: date) -> set[str]:
    now = assessments.latest_by_voice(row, as_of)
    said = {
        "urgent": row.urgent,
        "repeated": bool(priority.repetitions(workspace, row)),
        TO_CHECK: bool(row.check),
        "outdated": bool(row.outdated),
        "stale": now.stale,
    }
    found = [word for word, holds in said.items() if holds]
    found += [one.level for one in now.latest.values()] or [assessments.NOT_ASSESSED]
    found += [row.position] if row.position else []
    return {*found, priority.priority(workspace, row).band}


def _passes(wanted: frozenset[str], words: set[str]) -> bool:
    return not wanted or not wanted.isdisjoint(words)


def _known(what: str, given: Iterable[str], there_are: Iterable[str], also: Mapping[str, str] = {}) -> None:
    there_are = list(there_are)
    for one in sorted(given):
        if one not in there_are:
            close = close_matches(one, there_are, also)
            listed = ", ".join(there_are) or "none yet"
            hint = f"did you mean {close[0]}?" if close else f"there are {listed}"
            raise UnknownFilterError(f'there is no {what} "{one}"', hint)
