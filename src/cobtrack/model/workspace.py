"""The workspace: everything that was read, and the ways to find a thing in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cobtrack.model.passages import passages
from cobtrack.model.procedure import completed
from cobtrack.model.schedule import Schedule, resolve

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.actor import Actor, Actors
    from cobtrack.model.document import Document, Paragraph
    from cobtrack.model.mechanism import Deadline, Mechanism
    from cobtrack.model.passages import Passage
    from cobtrack.model.pillar import Activity, Category, Pillar
    from cobtrack.model.procedure import Procedure
    from cobtrack.model.record import Record
    from cobtrack.model.roadmap import Discussion, Measure, Roadmap
    from cobtrack.model.settings import Settings

    Named = Activity | Actor | Deadline | Discussion | Document | Measure | Mechanism | Paragraph | Procedure


def natural(identifier: str) -> tuple[tuple[int, int | str], ...]:
    """A sorting key that puts 2.9 before 2.10 and 42 before 42a."""
    return tuple(
        (0, int(part)) if part.isdecimal() else (1, part) for part in re.findall(r"[0-9]+|[^0-9]+", identifier)
    )


@dataclass(frozen=True)
class Workspace:
    """What could be read of a workspace.

    `unread` are the ids of records that could not be, `lost` the kinds of which a whole file could not be.
    """

    settings: Settings
    roadmap: Roadmap | None = None
    registry: Actors | None = None
    pillars: tuple[Pillar, ...] = ()
    documents: tuple[Document, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    unread: frozenset[str] = frozenset()
    lost: frozenset[str] = frozenset()

    @cached_property
    def homes(self) -> dict[str, tuple[Pillar, Category]]:
        """The pillar and the category of each activity, by its id."""
        return {
            activity.id: (pillar, category)
            for pillar in self.pillars
            for category in pillar.categories
            for activity in category.activities
        }

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All activities, pillar by pillar in the order of the files."""
        return tuple(
            activity for pillar in self.pillars for category in pillar.categories for activity in category.activities
        )

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs of all documents."""
        return tuple(paragraph for document in self.documents for paragraph in document.paragraphs)

    @cached_property
    def recommendations(self) -> tuple[Paragraph, ...]:
        """The paragraphs that recommend something."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.kind == "recommendation")

    @cached_property
    def _deadlines_of(self) -> tuple[tuple[Mechanism, tuple[Deadline, ...]], ...]:
        """Each mechanism and its deadlines; with the steps of its procedure, where it is known which one applies."""
        known = {one.id: one for one in self.procedures}
        return tuple(
            (one, completed(one, known[one.procedures[0]]))
            if len(one.procedures) == 1 and one.procedures[0] in known
            else (one, one.deadlines)
            for one in self.mechanisms
        )

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """All deadlines, mechanism by mechanism."""
        return tuple(deadline for _, deadlines in self._deadlines_of for deadline in deadlines)

    @cached_property
    def mechanism_of(self) -> dict[str, Mechanism]:
        """The mechanism of each deadline, by the deadline's id."""
        return {deadline.id: mechanism for mechanism, deadlines in self._deadlines_of for deadline in deadlines}

    @cached_property
    def schedule(self) -> Schedule:
        """The dates of all deadlines, by all that is known; for a day, see `schedule.resolve`."""
        return resolve(self.deadlines)

    @cached_property
    def serving(self) -> dict[str, tuple[Activity, ...]]:
        """The activities that serve each deadline, by its id."""
        found: dict[str, list[Activity]] = {}
        for activity in self.activities:
            for one in activity.serves:
                found.setdefault(one, []).append(activity)
        return {one: tuple(activities) for one, activities in found.items()}

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All organisations."""
        return tuple(self.registry.actors) if self.registry else ()

    @property
    def discussions(self) -> tuple[Discussion, ...]:
        """The discussions that the roadmap tells of."""
        return tuple(self.roadmap.discussions) if self.roadmap else ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that the roadmap tells of."""
        return tuple(self.roadmap.measures) if self.roadmap else ()

    def named(self) -> Iterator[Named]:
        """Everything with an id, in the order of the files."""
        yield from self.actors
        yield from self.discussions
        yield from self.measures
        yield from self.activities
        yield from self.documents
        yield from self.paragraphs
        yield from self.mechanisms
        yield from self.deadlines
        yield from self.procedures

    @cached_property
    def by_id(self) -> dict[str, Named]:
        """Everything with an id, by its id; where an id stands twice the first one has it."""
        index: dict[str, Named] = {}
        for record in self.named():
            index.setdefault(record.id, record)
        return index

    def records(self) -> Iterator[Record]:
        """The record of each file that could be read."""
        yield self.settings
        if self.roadmap:
            yield self.roadmap
        if self.registry:
            yield self.registry
        yield from self.pillars
        yield from self.documents
        yield from self.mechanisms
        yield from self.procedures

    @cached_property
    def passages(self) -> tuple[Passage, ...]:
        """Every text of all files, with its place."""
        return tuple(passages(self.records()))
