"""data/actors.yaml: the organisations."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import ActorRef, Id, Many, Sources, Text


class Actor(Record):
    """An organisation, authority, network or working group.

    Persons are not recorded: leave out the names and contact details of people.
    """

    id: Id
    name: Text | None = None
    """Its full name. Leave it out as long as it is not known."""
    acronym: str = ""
    """Its acronym, by which documents and lists mention it."""
    kind: Literal[
        "ministry", "state-body", "coalition", "working-group", "child-led-network", "network", "organisation",
        "un-agency", "treaty-body", "regional-body",
    ]  # fmt: skip
    """What sort of organisation it is."""
    part_of: ActorRef | None = None
    """The organisation that it is part of, such as the ministry of a department."""
    role: Text | None = None
    """What it does for the roadmap or for the rights of the child, if a source says so."""
    remarks: Many[Remark] = ()
    """What else is known about it."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    @property
    def label(self) -> str:
        """The acronym; without one, the name; without either, the id in capital letters, with spaces for hyphens."""
        return self.acronym or self.name or self.id.replace("-", " ").upper()


class Actors(Record):
    """The organisations that the other files refer to."""

    actors: Many[Actor]
    """The organisations."""
