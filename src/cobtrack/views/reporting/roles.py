"""The roles of organisations in a record: they lead it and answer for it, or they support it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.model.references import target_type

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cobtrack.model.record import Record
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.workspace import Workspace

LEAD, SUPPORTS = "lead", "supports"
_ROLES = {"responsible": LEAD, "organisations": LEAD, "supports": SUPPORTS}
"""The roles that the fields of records give to organisations."""


def role_of(record: Record, actors: Collection[str]) -> str:
    """Return the role that any of the organisations has in a record; "" if they have none.

    Besides the roles `lead` and `supports`, this is the name of a field, such as `addressed to`. If the organisations
    have several roles, commas separate them.
    """
    return ", ".join(dict.fromkeys(_roles(record, actors)))


def _roles(record: Record, actors: Collection[str]) -> Iterator[str]:
    for name in type(record).model_fields:
        if target_type(type(record), name) == "Actor":
            value = getattr(record, name)
            ids = value if isinstance(value, tuple) else (value,)
            if not set(actors).isdisjoint(ids):
                yield _ROLES.get(name, name.replace("_", " ").strip())


def leads(record: Record) -> tuple[str, ...]:
    """Return the ids of the organisations that lead a record and answer for it."""
    return tuple(
        actor for name, role in _ROLES.items() if role == LEAD for actor in dict.fromkeys(getattr(record, name, ()))
    )


def supporters(record: Record) -> tuple[str, ...]:
    """Return the ids of the organisations that support a record."""
    return tuple(dict.fromkeys(getattr(record, "supports", ())))


def with_roles(workspace: Workspace) -> Iterator[Activity | Paragraph | Action]:
    """Yield the records in which organisations have roles: activities, recommendations and actions."""
    yield from workspace.activities
    yield from workspace.recommendations
    yield from workspace.actions
