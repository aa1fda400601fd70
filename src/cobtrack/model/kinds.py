"""The kinds of data file: one line for each kind."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.records.action import Action, Actions
from cobtrack.model.records.actor import Actor, Actors
from cobtrack.model.records.budget import BudgetLine, Budgets
from cobtrack.model.records.consultation import Consultation, Consultations
from cobtrack.model.records.data_source import DataSource, DataSources
from cobtrack.model.records.document import Document, Paragraph
from cobtrack.model.records.indicator import Indicator, Indicators
from cobtrack.model.records.initiative import Initiative, Initiatives
from cobtrack.model.records.measure import Measure, Measures
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.pillar import Activity, Pillar
from cobtrack.model.records.procedure import Procedure
from cobtrack.model.records.resource import Resource, Resources
from cobtrack.model.records.roadmap import Discussion, Roadmap
from cobtrack.model.records.round import Round
from cobtrack.model.records.settings import Settings
from cobtrack.model.records.submission import Submission, Submissions

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.model.record import Record


class Kind(NamedTuple):
    """A kind of data file."""

    name: str
    model: type[Record]
    """The model of the record that is the content of such a file."""
    path: str
    """The path of the only file of this kind, which ends in .yaml, or the path of the folder with all such files."""
    field: str
    """The name of the field of the workspace that holds the record of the only file, or the records of all files."""
    record_types: Mapping[str, type[Record]] = MappingProxyType({})
    """The models of the records with an id in such a file, keyed by the workspace property that lists these records."""
    required: bool = True
    """Whether every workspace should have such a file."""

    @property
    def is_folder(self) -> bool:
        """Whether there can be several files of this kind, in a folder."""
        return not self.path.endswith(".yaml")

    def file(self, name: str) -> str:
        """Return the path of the file called `name` in the folder of this kind. `name` has no file extension."""
        return f"{self.path}/{name}.yaml"

    def matches(self, name: str) -> bool:
        """Return whether the file with this path in the workspace is of this kind."""
        return self.path == (name.rpartition("/")[0] if self.is_folder else name)

    def how_to_add(self, model: type[Record], identifier: str) -> str:
        """Return a hint that says how to add a record with this model and id to a workspace."""
        if model is self.model:
            return f"write {self.path}/{identifier}.yaml"
        return f"add it to {f'a file in {self.path}' if self.is_folder else self.path}"


KINDS = (
    Kind("settings", Settings, "cobtrack.yaml", "settings"),
    Kind("roadmap", Roadmap, "data/roadmap.yaml", "roadmap", {"discussions": Discussion}),
    Kind("actors", Actors, "data/actors.yaml", "actors_file", {"actors": Actor}),
    Kind("pillar", Pillar, "data/pillars", "pillars", {"activities": Activity}),
    Kind("document", Document, "data/recommendations", "documents", {"documents": Document, "paragraphs": Paragraph}),
    Kind("mechanism", Mechanism, "data/reports-due", "mechanisms", {"mechanisms": Mechanism, "deadlines": Deadline}),
    Kind("procedure", Procedure, "data/procedures", "procedures", {"procedures": Procedure}, required=False),
    Kind("resources", Resources, "data/resources", "resource_files", {"resources": Resource}, required=False),
    Kind("indicators", Indicators, "data/indicators", "indicator_files", {"indicators": Indicator}, required=False),
    Kind(
        "initiatives", Initiatives, "data/initiatives", "initiative_files", {"initiatives": Initiative}, required=False
    ),
    Kind("actions", Actions, "data/actions", "action_files", {"actions": Action}, required=False),
    Kind(
        "submissions", Submissions, "data/submissions", "submission_files", {"submissions": Submission}, required=False
    ),
    Kind("measures", Measures, "data/measures", "measure_files", {"measures": Measure}, required=False),
    Kind(
        "consultations",
        Consultations,
        "data/consultations",
        "consultation_files",
        {"consultations": Consultation},
        required=False,
    ),
    Kind("round", Round, "data/rounds", "rounds", {"rounds": Round}, required=False),
    Kind("budgets", Budgets, "data/budgets", "budget_files", {"budgets": BudgetLine}, required=False),
    Kind(
        "data-sources",
        DataSources,
        "data/data-sources",
        "data_source_files",
        {"data_sources": DataSource},
        required=False,
    ),
)
KINDS_BY_NAME = {kind.name: kind for kind in KINDS}
