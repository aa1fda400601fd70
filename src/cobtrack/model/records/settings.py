"""cobtrack.yaml: the marker and the settings of a workspace."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cobtrack.model.record import Record
from cobtrack.model.states import lookup
from cobtrack.model.types import CountryCode, Id, Many, MechanismRef, Text

SCHEMA = 1


class Criterion(Record):
    """One of the things that decide how pressing a recommendation is."""

    id: Id
    """`urgent` and `repeated` are worked out from the recommendation itself; all others are scored by people."""
    title: Text
    axis: Literal["importance", "feasibility"]
    weight: int = Field(default=1, ge=0, le=10)

    @property
    def is_derived(self) -> bool:
        """Whether it follows from the recommendation itself, so that nobody need score it."""
        return self.id in {"urgent", "repeated"}


class Settings(Record):
    """The settings of a workspace."""

    schema_version: int = Field(alias="schema", ge=1)
    """The version of the data format that the files are written in."""
    state: CountryCode
    """The State under review: its ISO 3166-1 alpha-3 code, as UN document symbols have it."""
    state_name: Text
    """The State's name in a sentence."""
    treaty_body: MechanismRef
    """The mechanism whose recommendations the roadmap follows up: the id of a file in data/reports-due."""
    timezone: str
    """The IANA time zone that decides which day it is, e.g. Asia/Phnom_Penh."""
    languages: Many[str] = Field(min_length=1)
    """Language codes, the first one being the language of plain strings."""
    clusters: dict[str, Text] = {}
    """The clusters that the treaty body groups its recommendations by: id and name."""
    criteria: Many[Criterion] = ()
    """What priority is made of, with weights."""

    @property
    def state_keys(self) -> frozenset[str]:
        """What names of the State under review have in common, as `states.key` gives it."""
        return lookup.state_keys_of(self.state, (self.state_name, *self.state_name.languages.values()))
