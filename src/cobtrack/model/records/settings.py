"""cobtrack.yaml: the settings of a workspace. The folder that holds this file is the workspace."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from cobtrack.model.record import Record
from cobtrack.model.states import lookup
from cobtrack.model.types import CountryCode, Id, Many, MechanismRef, Text

SCHEMA = 1


class Criterion(Record):
    """A criterion for the priority of recommendations."""

    id: Id
    """Its name in scores. `urgent` and `repeated` are computed; people score all others."""
    title: Text
    """What is scored."""
    axis: Literal["importance", "feasibility"]
    """Whether it says how important a recommendation is, or how feasible."""
    weight: int = Field(default=1, ge=0, le=10)
    """How much it counts in comparison with the other criteria of its axis."""

    @property
    def is_derived(self) -> bool:
        """Whether it is computed from the recommendation itself, so that nobody has to score it."""
        return self.id in {"urgent", "repeated"}


class Settings(Record):
    """The settings of a workspace."""

    schema_version: int = Field(alias="schema", ge=1)
    """The version of the format of the data files."""
    state: CountryCode
    """The State under review, by the three letters that UN document symbols use (ISO 3166-1 alpha-3)."""
    state_name: Text
    """The name of the State, as it is written within a sentence."""
    treaty_body: MechanismRef
    """The mechanism whose recommendations the roadmap follows up on. It has a file in data/reports-due."""
    timezone: str
    """The time zone that decides which day it is, by its name in the IANA database, such as Asia/Phnom_Penh."""
    languages: Many[str] = Field(min_length=1)
    """The codes of the languages that texts are written in, such as en. A plain text is in the first of them."""
    clusters: dict[str, Text] = {}
    """The clusters in which the treaty body groups its recommendations, by id."""
    criteria: Many[Criterion] = ()
    """The criteria for the priority of recommendations, with their weights."""

    @property
    def state_keys(self) -> frozenset[str]:
        """The keys, as in `lookup.state_key`, of every name of the State under review."""
        return lookup.state_keys_of(self.state, (self.state_name, *self.state_name.languages.values()))
