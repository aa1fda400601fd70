"""data/actors.yaml: every organisation."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Remark
from cobtrack.model.types import ActorRef, Id, Many, Sources, Text


class Actor(Record):
    """An organisation. People are not actors: names and contacts of persons do not belong here."""

    id: Id
    name: Text | None = None
    """Its full name; absent as long as that is not known."""
    acronym: str = ""
    kind: Literal[
        "ministry", "state-body", "coalition", "working-group", "child-led-network", "network", "organisation",
        "un-agency", "treaty-body", "regional-body",
    ]  # fmt: skip
    part_of: ActorRef | None = None
    role: Text | None = None
    """What it does for the roadmap or the rights of the child, as far as a source says."""
    remarks: Many[Remark] = ()
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    @property
    def label(self) -> str:
        """Its acronym, else its name, else its id as words."""
        return self.acronym or self.name or self.id.replace("-", " ").upper()


class Actors(Record):
    """The organisations of a workspace."""

    actors: Many[Actor]
