"""The roles of organisations in a record: they lead it and answer for it, or they support it.

Lists and sums are grouped by the organisations that lead, or by the thematic working groups that have any role.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from cobtrack.model.labels import OWNER
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.mechanism import Deadline
from cobtrack.model.records.pillar import Activity
from cobtrack.model.references import target_type

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from cobtrack.model.record import Record
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.workspace import Workspace

By = Literal["responsible", "group"]
"""What records are grouped by: the organisations that lead them, or the thematic working groups."""
LEAD, SUPPORTS = "lead", "supports"
_ROLES = {"responsible": LEAD, "organisations": LEAD, "by": LEAD, "supports": SUPPORTS}
"""The roles that the fields of records give to organisations."""
NOBODY = ""
"""The key of the group for records for which no organisation is named."""


@dataclass(frozen=True)
class Group:
    """The records that an organisation leads, or that a thematic working group has a role in."""

    key: str
    """The id of the organisation; NOBODY for records without an organisation; the owner of deadlines without it."""
    title: str
    indexes: tuple[int, ...]
    """The indexes of the records in the grouped list."""


def role_of(record: Record, actors: Collection[str]) -> str:
    """Return the role that any of the organisations has in a record; "" if they have none.

    Besides the roles `lead` and `supports`, this is the name of a field, such as `addressed to`. If the organisations
    have several roles, commas separate them.
    """
    return ", ".join(dict.fromkeys(_roles(record, actors)))


def _roles(record: Record, actors: Collection[str]) -> Iterator[str]:
    for name in type(record).model_fields:
        if target_type(type(record), name) == "Actor" and not set(actors).isdisjoint(_ids(record, name)):
            yield _ROLES.get(name, name.replace("_", " ").strip())


def _ids(record: Record, name: str) -> tuple[str, ...]:
    """Return the ids in a field that holds one id or several."""
    value = getattr(record, name, ())
    return value if isinstance(value, tuple) else (value,) if value else ()


def leads(record: Record) -> tuple[str, ...]:
    """Return the ids of the organisations that lead a record and answer for it."""
    ids = (actor for name, role in _ROLES.items() if role == LEAD for actor in _ids(record, name))
    return tuple(dict.fromkeys(ids))


def supporters(record: Record) -> tuple[str, ...]:
    """Return the ids of the organisations that support a record and do not lead it."""
    own = leads(record)
    return tuple(dict.fromkeys(actor for actor in _ids(record, "supports") if actor not in own))


def with_roles(workspace: Workspace) -> Iterator[Activity | Paragraph | Action]:
    """Yield the records in which organisations have roles: activities, recommendations and actions."""
    yield from workspace.activities
    yield from workspace.recommendations
    yield from workspace.actions


def can_be_grouped(model: type[Record]) -> bool:
    """Whether records of this model have organisations that lead them, or activities that such organisations lead."""
    return model is Deadline or bool({*_ROLES, "activities", "groups"} & set(model.model_fields))


def groups(workspace: Workspace, records: Sequence[Record], by: By) -> tuple[Group, ...]:
    """Group records by the organisations that lead them, or by thematic working groups.

    A record with several of them is in several groups. The groups are sorted by their titles; records without an
    organisation come last.
    """
    keys = keys_by_record(workspace, by)
    indexes: dict[str, list[int]] = {}
    for index, record in enumerate(records):
        for key in keys(record) or (NOBODY,):
            indexes.setdefault(key, []).append(index)
    titles = {key: _title(workspace, key, by) for key in indexes}
    order = sorted(indexes, key=lambda key: (key == NOBODY, key in OWNER, titles[key].casefold(), key))
    return tuple(Group(key, titles[key], tuple(indexes[key])) for key in order)


def keys_by_record(workspace: Workspace, by: By) -> Callable[[Record], tuple[str, ...]]:
    """Return a function that returns the keys of the groups that a record belongs to.

    Deadlines and consultations are led by the organisations that lead the activities and actions for them. A deadline
    without any belongs to its owner.
    """
    groups_above = groups_by_actor(workspace) if by == "group" else {}
    actions_by_deadline: dict[str, list[Record]] = {}
    for action in workspace.actions:
        for deadline in action.serves:
            actions_by_deadline.setdefault(deadline, []).append(action)

    def behind(record: Record) -> Iterable[Record]:
        """Return the activities and actions that are done for a record."""
        if isinstance(record, Deadline):
            activities = workspace.activities_by_deadline.get(record.id, ())
            return (*activities, *actions_by_deadline.get(record.id, ()))
        if set(_ROLES) & set(type(record).model_fields):
            return ()
        found = (workspace.by_id.get(identifier) for identifier in getattr(record, "activities", ()))
        return tuple(activity for activity in found if isinstance(activity, Activity))

    def keys(record: Record) -> tuple[str, ...]:
        own = [*leads(record), *(_ids(record, "groups") if by == "group" else ())]
        others = behind(record)
        actors = dict.fromkeys((*own, *(actor for other in others for actor in leads(other))))
        if by == "group":
            supporting = (*_ids(record, "supports"), *(actor for other in others for actor in supporters(other)))
            actors |= dict.fromkeys(supporting)
            return tuple(dict.fromkeys(group for actor in actors for group in groups_above.get(actor, ())))
        return tuple(actors) or ((record.owner,) if isinstance(record, Deadline) else ())

    return keys


def groups_by_actor(workspace: Workspace) -> dict[str, tuple[str, ...]]:
    """Return the thematic working groups that each organisation is, or is a part of, keyed by the organisation's id."""
    return {actor.id: tuple(_groups_above(workspace, actor)) for actor in workspace.actors}


def _groups_above(workspace: Workspace, actor: Actor) -> Iterator[str]:
    seen = set[str]()
    current: object = actor
    while isinstance(current, Actor) and current.id not in seen:
        seen.add(current.id)
        if current.kind == "working-group":
            yield current.id
        current = workspace.by_id.get(current.part_of or "")


def _title(workspace: Workspace, key: str, by: By) -> str:
    if key in OWNER:
        return gettext("%(owner)s (no organisation is named)", owner=OWNER[key].short)
    if key == NOBODY:
        return gettext("no group") if by == "group" else gettext("nobody")
    actor = workspace.by_id.get(key)
    return actor.label if isinstance(actor, Actor) else key
