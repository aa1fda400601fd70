"""The workspace: everything that was read, and the ways to find a thing in it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cobtrack.model.kinds import KINDS
from cobtrack.model.paragraph_ranges import unseen_paragraphs
from cobtrack.model.procedure_steps import with_procedure_steps
from cobtrack.model.record_texts import record_texts
from cobtrack.model.records.document import Document
from cobtrack.model.schedule import Schedule, build_schedule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.paragraph_ranges import UnseenParagraphs
    from cobtrack.model.record import Record
    from cobtrack.model.record_texts import RecordText
    from cobtrack.model.records.action import Action, Actions
    from cobtrack.model.records.actor import Actor, Actors
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.indicator import Indicator, Indicators
    from cobtrack.model.records.initiative import Initiative, Initiatives
    from cobtrack.model.records.mechanism import Deadline, Mechanism
    from cobtrack.model.records.pillar import Activity, Category, Pillar
    from cobtrack.model.records.procedure import Procedure
    from cobtrack.model.records.resource import Resource, Resources
    from cobtrack.model.records.roadmap import Discussion, Measure, Roadmap
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.records.shared import Remark

    RecordWithId = (
        Action | Activity | Actor | Deadline | Discussion | Document | Indicator | Initiative | Measure | Mechanism
        | Paragraph | Procedure | Resource
    )  # fmt: skip


@dataclass(frozen=True)
class Workspace:
    """What could be read of a workspace.

    `unread` are the ids of records that could not be, `lost` the kinds of which a whole file could not be.
    """

    settings: Settings
    roadmap: Roadmap | None = None
    actors_file: Actors | None = None
    pillars: tuple[Pillar, ...] = ()
    documents: tuple[Document, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    procedures: tuple[Procedure, ...] = ()
    resource_files: tuple[Resources, ...] = ()
    indicator_files: tuple[Indicators, ...] = ()
    initiative_files: tuple[Initiatives, ...] = ()
    action_files: tuple[Actions, ...] = ()
    unreadable_ids: frozenset[str] = frozenset()
    unreadable_kinds: frozenset[str] = frozenset()

    @cached_property
    def activity_index(self) -> dict[str, tuple[Pillar, Category]]:
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
        return tuple(
            (
                one,
                with_procedure_steps(one, applying[0])
                if len(applying := self.procedures_of(one)) == 1
                else one.deadlines,
            )
            for one in self.mechanisms
        )

    def procedures_of(self, mechanism: Mechanism) -> list[Procedure]:
        """The procedures that a mechanism names, as far as they are its own and there."""
        known = {one.id: one for one in reversed(self.procedures)}
        named = [known[one] for one in mechanism.procedures if one in known and known[one].mechanism == mechanism.id]
        return named if len(named) == len(mechanism.procedures) else []

    @cached_property
    def linking_paragraphs(self) -> dict[str, tuple[Paragraph, ...]]:
        """The paragraphs that are tied to each paragraph, by its id."""
        found: dict[str, list[Paragraph]] = {}
        for paragraph in self.paragraphs:
            for link in paragraph.links:
                found.setdefault(link.to, []).append(paragraph)
        return {one: tuple(paragraphs) for one, paragraphs in found.items()}

    @cached_property
    def activities_by_recommendation(self) -> dict[str, tuple[Activity, ...]]:
        """The activities that name each recommendation, by its id."""
        found: dict[str, list[Activity]] = {}
        for activity in self.activities:
            for one in activity.recommendations:
                found.setdefault(one, []).append(activity)
        return {one: tuple(activities) for one, activities in found.items()}

    @cached_property
    def ids_by_number(self) -> dict[str, dict[str, list[str]]]:
        """The ids of the paragraphs of each document, by its id and their number: 42, 42a and 42b by 42."""
        found: dict[str, dict[str, list[str]]] = {}
        for document in self.documents:
            ids = found.setdefault(document.id, {})
            for paragraph in document.paragraphs:
                if paragraph.number:
                    ids.setdefault(paragraph.number, []).append(paragraph.id)
        return found

    @cached_property
    def unseen_by_document(self) -> dict[str, UnseenParagraphs]:
        """What each document declares as not seen, by its id."""
        return {one.id: unseen_paragraphs(one) for one in reversed(self.documents)}

    def document_of(self, paragraph: Paragraph) -> Document | None:
        """The document that a paragraph is from."""
        document = self.by_id.get(paragraph.document)
        return document if isinstance(document, Document) else None

    def citation(self, paragraph: Paragraph) -> str:
        """As the UN cites it: `CRC/C/KHM/CO/4-6, para. 42 (a)`."""
        document = self.document_of(paragraph)
        return f"{document.name}, {paragraph.label}" if document else paragraph.label

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
        return build_schedule(self.deadlines)

    @cached_property
    def activities_by_deadline(self) -> dict[str, tuple[Activity, ...]]:
        """The activities that serve each deadline, by its id."""
        found: dict[str, list[Activity]] = {}
        for activity in self.activities:
            for one in activity.serves:
                found.setdefault(one, []).append(activity)
        return {one: tuple(activities) for one, activities in found.items()}

    @cached_property
    def remarks_by_activity(self) -> dict[str, tuple[Remark, ...]]:
        """What the remarks on other things tell of each activity, by its id."""
        found: dict[str, list[Remark]] = {}
        for kind in KINDS:
            for name in (name for name, model in kind.record_types.items() if "remarks" in model.model_fields):
                for record in getattr(self, name):
                    for remark in record.remarks:
                        for one in remark.activities:
                            found.setdefault(one, []).append(remark)
        return {one: tuple(remarks) for one, remarks in found.items()}

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All organisations."""
        return tuple(self.actors_file.actors) if self.actors_file else ()

    @cached_property
    def actor_ids_by_acronym(self) -> dict[str, str]:
        """The ids of the organisations by their acronyms."""
        return {actor.acronym: actor.id for actor in self.actors if actor.acronym}

    @property
    def discussions(self) -> tuple[Discussion, ...]:
        """The discussions that the roadmap tells of."""
        return tuple(self.roadmap.discussions) if self.roadmap else ()

    @property
    def measures(self) -> tuple[Measure, ...]:
        """The measures that the roadmap tells of."""
        return tuple(self.roadmap.measures) if self.roadmap else ()

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """All resources."""
        return tuple(one for file in self.resource_files for one in file.resources)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators."""
        return tuple(one for file in self.indicator_files for one in file.indicators)

    @cached_property
    def initiatives(self) -> tuple[Initiative, ...]:
        """All initiatives."""
        return tuple(one for file in self.initiative_files for one in file.initiatives)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """The action and advocacy plan."""
        return tuple(one for file in self.action_files for one in file.actions)

    def all_records(self) -> Iterator[RecordWithId]:
        """Everything with an id, in the order of the files."""
        for kind in KINDS:
            for name in kind.record_types:
                yield from getattr(self, name)

    @cached_property
    def by_id(self) -> dict[str, RecordWithId]:
        """Everything with an id, by its id; where an id stands twice the first one has it."""
        index: dict[str, RecordWithId] = {}
        for record in self.all_records():
            index.setdefault(record.id, record)
        return index

    def file_records(self) -> Iterator[Record]:
        """The record of each file that could be read."""
        for kind in KINDS:
            held = getattr(self, kind.field)
            yield from held if kind.is_folder else filter(None, [held])

    @cached_property
    def texts(self) -> tuple[RecordText, ...]:
        """Every text of all files, with its place."""
        return tuple(record_texts(self.file_records()))
