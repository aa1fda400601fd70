"""data/actors.yaml: the organisations that all other files refer to."""

from __future__ import annotations

from typing import Literal

from cobtrack.model.record import Audience, Certainty, Record
from cobtrack.model.records.shared import Earlier, Remark
from cobtrack.model.types import (
    ActorRef,
    FormerIds,
    Id,
    LanguageCode,
    Many,
    Sources,
    Text,
)


class Actor(Record):
    """An organisation, authority, network or working group.

    Persons are not recorded: leave out the names and contact details of people.
    """

    id: Id
    formerly: FormerIds = ()
    """Earlier ids of this record, from before it was renamed or moved."""
    name: Text | None = None
    """The full name. Leave it out as long as it is not known."""
    acronym: Text = Text("")
    """The acronym, which documents and lists use instead of the name."""
    kind: Literal[
        "ministry", "state-body", "coalition", "working-group", "child-led-network", "network", "organisation",
        "un-agency", "treaty-body", "regional-body",
    ]  # fmt: skip
    """The kind of organisation."""
    part_of: ActorRef | None = None
    """The larger organisation that this one is part of: for a department, its ministry."""
    language: LanguageCode | None = None
    """The language in which the organisation gets its workbook in a round of reporting, if it is not the first language
    of the workspace."""
    role: Text | None = None
    """The role of the organisation in the roadmap or in children's rights, if a source describes this role."""
    remarks: Many[Remark] = ()
    """Other known facts, each with its source."""
    was: Many[Earlier] = ()
    """Earlier plans and earlier words, with the oldest first."""
    source: Sources = ()
    certainty: Certainty | None = None
    audience: Audience | None = None

    @property
    def label(self) -> str:
        """The acronym. If there is none, the name. If there is no name either, the id with capitals and spaces."""
        return self.acronym or self.name or self.id.replace("-", " ").upper()


class Actors(Record):
    """The organisations that the other files refer to."""

    actors: Many[Actor]
    """The organisations."""
