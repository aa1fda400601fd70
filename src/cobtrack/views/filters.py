"""The filters that all lists share: by pillar, status, actor, thematic working group, mechanism and owner."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.errors import CobtrackError
from cobtrack.model.labels import OWNER
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.text.suggestions import close_matches, did_you_mean
from cobtrack.model.text.wording import join_first
from cobtrack.views import assessments, priority
from cobtrack.views.recommendations import TO_CHECK, activities_naming
from cobtrack.views.status_words import STATUS_WORDS, STATUSES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.activities import ActionState, ActivityState
    from cobtrack.views.deadlines import DeadlineState

MAX_NAMES = 25
"""The greatest number of names that a hint lists."""


class UnknownFilterError(CobtrackError):
    """A filter has a value that does not exist, such as an unknown pillar."""


@dataclass(frozen=True)
class Filters:
    """The filters of a list. Each filter is a set of words.

    A record matches a filter if at least one word of the filter applies to the record. A filter without words matches
    every record.
    """

    pillars: frozenset[str] = frozenset()
    statuses: frozenset[str] = frozenset()
    actors: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    """The ids of thematic working groups."""
    mechanisms: frozenset[str] = frozenset()
    owners: frozenset[str] = frozenset()

    def check(self, workspace: Workspace, kind: str = "") -> None:
        """Raise UnknownFilterError if a filter has a value that does not exist.

        `kind` is the kind of list, a key of STATUSES. Without `kind`, a status can be any of STATUS_WORDS.
        """
        _check_known("pillar", self.pillars, [str(pillar.pillar) for pillar in workspace.pillars])
        _check_known("status", self.statuses, STATUSES.get(kind, STATUS_WORDS))
        _check_known("actor", self.actors, [actor.id for actor in workspace.actors], workspace.actor_ids_by_acronym)
        _check_known("mechanism", self.mechanisms, [mechanism.id for mechanism in workspace.mechanisms])
        _check_known("owner", self.owners, OWNER)

    def matches_activity(self, workspace: Workspace, row: ActivityState) -> bool:
        """Return whether an activity matches all filters.

        An activity matches the filter by owner if a deadline that it serves has this owner. It matches the filter by
        mechanism if a deadline that it serves, or a recommendation that it names, belongs to this mechanism.
        """
        records = (workspace.by_id.get(id_) for id_ in row.activity.serves)
        served = [record for record in records if isinstance(record, Deadline)]
        return (
            _passes(self.pillars, {str(row.pillar.pillar)})
            and _passes(self.statuses, row.status_words)
            and self.matches_actors(row.activity.responsible)
            and (not self.mechanisms or _passes(self.mechanisms, _mechanisms(workspace, row.activity, served)))
            and _passes(self.owners, {deadline.owner for deadline in served})
        )

    def matches_deadline(self, workspace: Workspace, row: DeadlineState) -> bool:
        """Return whether a deadline matches all filters.

        The deadline has the pillars and the actors of the activities that serve it.
        """
        serving = workspace.activities_by_deadline.get(row.deadline.id, ())
        return (
            _passes(self.pillars, {activity.id.partition(".")[0] for activity in serving})
            and _passes(self.statuses, row.status_words)
            and self.matches_actors(actor for activity in serving for actor in activity.responsible)
            and _passes(self.mechanisms, {row.mechanism.id})
            and _passes(self.owners, {row.deadline.owner})
        )

    def matches_action(self, row: ActionState) -> bool:
        """Return whether an action matches the filters.

        The action's actors are the organisations that carry it out and the organisations that it is addressed to.
        """
        actors = (*row.action.responsible, *row.action.addressed_to)
        return _passes(self.statuses, row.status_words) and self.matches_actors(actors)

    def matches_actors(self, actors: Iterable[str]) -> bool:
        """Return whether the actors match both the filter by actor and the filter by working group."""
        ids = set(actors)
        return _passes(self.actors, ids) and _passes(self.groups, ids)

    def matches_recommendation(self, workspace: Workspace, row: Paragraph, as_of: date) -> bool:
        """Return whether a recommendation matches all filters.

        The recommendation has the pillars of the activities that name it.
        """
        naming, document = activities_naming(workspace, row), workspace.document_of(row)
        return (
            _passes(self.pillars, {activity.id.partition(".")[0] for activity in naming})
            and (not self.statuses or _passes(self.statuses, recommendation_words(workspace, row, as_of)))
            and self.matches_actors((*row.responsible, *row.groups))
            and _passes(self.mechanisms, {document.mechanism} if document else set())
        )


def _mechanisms(workspace: Workspace, activity: Activity, served: Iterable[Deadline]) -> set[str]:
    """Return the ids of all mechanisms to which an activity contributes.

    These are the mechanisms of the deadlines that the activity serves and of the recommendations that it names.
    """
    records = (workspace.by_id.get(id_) for id_ in activity.recommendations)
    documents = (workspace.document_of(record) for record in records if isinstance(record, Paragraph))
    of_deadlines = {workspace.mechanism_of[deadline.id].id for deadline in served}
    return of_deadlines | {document.mechanism for document in documents if document}


def recommendation_words(workspace: Workspace, paragraph: Paragraph, as_of: date) -> set[str]:
    """Return all words that select the recommendation in a filter by status."""
    latest = assessments.latest_by_voice(paragraph, as_of)
    flags = {
        "urgent": paragraph.urgent,
        "repeated": bool(priority.repetitions(workspace, paragraph)),
        TO_CHECK: bool(paragraph.check),
        "outdated": bool(paragraph.outdated),
        "stale": latest.stale,
    }
    words = [word for word, is_set in flags.items() if is_set]
    words += [assessment.level for assessment in latest.latest.values()] or [assessments.NOT_ASSESSED]
    words += [paragraph.position] if paragraph.position else []
    return {*words, priority.priority(workspace, paragraph).band}


def _passes(wanted: frozenset[str], words: set[str]) -> bool:
    return not wanted or not wanted.isdisjoint(words)


def _check_known(kind: str, values: Iterable[str], known: Iterable[str], aliases: Mapping[str, str] = {}) -> None:
    """Raise UnknownFilterError if any of the values is not in `known`.

    `aliases` maps other names to known values. It is only used to suggest a similar value in the error's hint.
    """
    known = list(known)
    for value in sorted(values):
        if value not in known:
            close = close_matches(value, known, aliases)
            others = f"use one of {join_first(known, MAX_NAMES)}" if known else f"the workspace has no {kind} yet"
            raise UnknownFilterError(f'there is no {kind} "{value}"', did_you_mean(close, others))
