"""The kinds of file that a workspace has: one line a kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cobtrack.model.action import Actions
from cobtrack.model.actor import Actors
from cobtrack.model.document import Document
from cobtrack.model.indicator import Indicators
from cobtrack.model.initiative import Initiatives
from cobtrack.model.mechanism import Mechanism
from cobtrack.model.pillar import Pillar
from cobtrack.model.procedure import Procedure
from cobtrack.model.resource import Resources
from cobtrack.model.roadmap import Roadmap
from cobtrack.model.settings import Settings

if TYPE_CHECKING:
    from cobtrack.model.record import Record


class Kind(NamedTuple):
    """A kind of file: its name, its model, and where it lies (a file, or a folder of files)."""

    name: str
    model: type[Record]
    where: str
    is_needed: bool = True
    """Whether a workspace without one has a gap."""

    @property
    def is_folder(self) -> bool:
        """Whether there is one file for each of them."""
        return not self.where.endswith(".yaml")

    def holds(self, name: str) -> bool:
        """Whether a file of that name is of this kind."""
        return self.where == (name.rpartition("/")[0] if self.is_folder else name)


KINDS = (
    Kind("settings", Settings, "cobtrack.yaml"),
    Kind("roadmap", Roadmap, "data/roadmap.yaml"),
    Kind("actors", Actors, "data/actors.yaml"),
    Kind("pillar", Pillar, "data/pillars"),
    Kind("document", Document, "data/recommendations"),
    Kind("mechanism", Mechanism, "data/reports-due"),
    Kind("procedure", Procedure, "data/procedures", is_needed=False),
    Kind("resources", Resources, "data/resources", is_needed=False),
    Kind("indicators", Indicators, "data/indicators", is_needed=False),
    Kind("initiatives", Initiatives, "data/initiatives", is_needed=False),
    Kind("actions", Actions, "data/actions", is_needed=False),
)
