"""cobtrack.yaml: the settings of a workspace. The folder that holds this file is the workspace."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from pydantic import Field

from cobtrack.model.labels import GROUP_AXIS, SEX, STATUS_WORDS
from cobtrack.model.record import Record
from cobtrack.model.records.mechanism import Owner
from cobtrack.model.records.shared import CheckedWithChildren, Icon
from cobtrack.model.states import lookup
from cobtrack.model.types import (
    ActorRef,
    ClusterRef,
    CountryCode,
    DocumentRef,
    GroupName,
    Id,
    LanguageCode,
    Many,
    MechanismRef,
    SdgNumber,
    Sources,
    TelephoneNumber,
    Text,
)

if TYPE_CHECKING:
    StatusWord = str
else:
    StatusWord = Literal[STATUS_WORDS]

SCHEMA = 2
"""The version of the format of the data files that this cobtrack reads and writes."""


class Criterion(Record):
    """A criterion for the priority of recommendations."""

    id: Id
    """The id that scores use for the criterion. The scores for `urgent` and `repeated` are computed; people give all
    other scores."""
    title: Text
    """What is scored."""
    axis: Literal["importance", "feasibility"]
    """Whether the criterion is about the importance of a recommendation or about its feasibility."""
    weight: int = Field(default=1, ge=0, le=10)
    """The weight of the criterion in comparison with the other criteria on the same axis."""

    @property
    def is_derived(self) -> bool:
        """Whether the score is computed from the recommendation itself, so nobody has to give a score."""
        return self.id in {"urgent", "repeated"}


class Axis(Record):
    """An axis along which values of indicators are broken down, such as sex, and its groups."""

    id: Id
    """The name of the axis in `for` and `disaggregated_by`. The axes sex, age, place and disability need no entry."""
    title: Text
    """The title of the axis."""
    groups: dict[GroupName, Text] = {}
    """The groups on this axis with their titles, keyed by name. If groups are given, all others are mistakes."""


class SavedFilter(Record):
    """A filter with a name, for the option --filter of commands. A record matches if it has a value of each field."""

    id: Id
    """The name of the filter."""
    pillar: Many[int] = ()
    """The numbers of pillars."""
    status: Many[StatusWord] = ()
    """The statuses, such as urgent or overdue. Each kind of record has its own statuses."""
    actor: Many[ActorRef] = ()
    """The ids of organisations."""
    twg: Many[ActorRef] = ()
    """The ids of thematic working groups, such as twg-1."""
    cluster: Many[ClusterRef] = ()
    """The ids of clusters."""
    mechanism: Many[MechanismRef] = ()
    """The ids of mechanisms."""
    document: Many[DocumentRef] = ()
    """The ids of documents."""
    sdg: Many[SdgNumber] = ()
    """The numbers of Sustainable Development Goals or targets, such as 4 or "16.2"."""
    person: Many[Text] = ()
    """The groups of people that recommendations are about, as in `affected_persons`."""
    owner: Many[Owner] = ()
    """The owners of deadlines."""
    year: Many[int] = ()
    """The years in which something has a date."""


class Publication(Record):
    """How the public documents are published: their web address, their licence, and whom to contact."""

    url: str = ""
    """The web address of the published site, such as https://example.org/roadmap."""
    licence: Text | None = None
    """The name of the licence under which the documents and the data may be used."""
    licence_url: str = ""
    """The web address of the text of the licence."""
    contact: Text | None = None
    """How readers reach the coalition, without the names or contact details of people: a web page or an office."""


class ClusterInPlainWords(Record):
    """A cluster in plain words, for children and for short messages."""

    cluster: ClusterRef
    """The id of the cluster, from `clusters`."""
    plain: Text
    """What the Committee asks for in this cluster, in a short sentence that a child of ten understands."""
    icon: Icon | None = None
    """The picture beside the plain words."""
    checked_with_children: CheckedWithChildren | None = None
    """When children read the plain words, and which group it was. Without this field, documents say that adults wrote
    the words. Remove it when the plain words change."""


class HelpService(Record):
    """A public service that helps children, such as a helpline. Never enter a person or a private number."""

    name: Text
    """The name of the service."""
    number: TelephoneNumber = ""
    """The telephone number of the service, such as 1280. Only short numbers and numbers that are free of charge are
    accepted, because any other number might be private."""
    url: str = ""
    """The web address of the service."""
    address: Text | None = None
    """Where to find the service."""
    hours: Text | None = None
    """When the service can be reached, such as: every day, day and night."""
    languages: Many[Text] = ()
    """The names of the languages that the service speaks."""
    note: Text | None = None
    """What else a child has to know, such as: The call is free. You do not have to say your name."""
    source: Sources = ()


class Settings(Record):
    """The settings of a workspace."""

    schema_version: int = Field(alias="schema", ge=1)
    """The version of the format of the data files."""
    state: CountryCode
    """The three-letter code of the State under review, which UN document symbols use too (ISO 3166-1 alpha-3)."""
    state_name: Text
    """The name of the State, as it is written within a sentence."""
    treaty_body: MechanismRef
    """The mechanism whose recommendations the roadmap follows up on. It has a file in data/reports-due."""
    timezone: str
    """The time zone that decides which day today is: a name from the IANA database, such as Asia/Phnom_Penh."""
    languages: Many[LanguageCode] = Field(min_length=1)
    """The codes of the languages that texts are written in, such as en. A text without a code is in the first language.
    """
    clusters: dict[Id, Text] = {}
    """The clusters into which the treaty body groups its recommendations, keyed by id."""
    clusters_in_plain_words: Many[ClusterInPlainWords] = ()
    """The clusters in plain words, for the child-friendly edition and the key messages."""
    help: Many[HelpService] = ()
    """The public services that help children. The child-friendly edition lists them."""
    affected_persons: Many[Text] = ()
    """Groups of people that recommendations of this workspace are about, besides those in the list of OHCHR."""
    criteria: Many[Criterion] = ()
    """The criteria for the priority of recommendations, with their weights."""
    axes: Many[Axis] = ()
    """The axes along which values of indicators are broken down, in addition to sex, age, place and disability. An
    axis with the id of one of these replaces it."""
    saved_filters: Many[SavedFilter] = ()
    """Filters that are used by name: `cobtrack list --filter education`."""
    publication: Publication | None = None
    """How the public documents are published."""

    @property
    def all_axes(self) -> dict[str, Axis | None]:
        """All axes that the workspace knows, keyed by id. The value is None for an axis without an entry in `axes`."""
        return {**dict.fromkeys(GROUP_AXIS), **{axis.id: axis for axis in self.axes}}

    def known_groups(self, axis: str) -> tuple[str, ...]:
        """Return the names of all groups that an axis can have; empty if any group is possible."""
        declared = self.all_axes.get(axis)
        if declared:
            return tuple(declared.groups)
        return tuple(SEX) if axis == "sex" else ()

    @property
    def state_keys(self) -> frozenset[str]:
        """The keys of all names of the State under review, as `lookup.state_key` returns them."""
        return lookup.state_keys_of(self.state, (self.state_name, *self.state_name.languages.values()))
