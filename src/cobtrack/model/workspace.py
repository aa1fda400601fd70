"""The workspace: all records that were read, and indexes to find records."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.kinds import KINDS
from cobtrack.model.paragraph_ranges import unseen_paragraphs
from cobtrack.model.procedure_steps import with_procedure_steps
from cobtrack.model.record_texts import record_texts
from cobtrack.model.records.document import Document, cite_within, split_paragraph_id
from cobtrack.model.schedule import Schedule, build_schedule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.paragraph_ranges import UnseenParagraphs
    from cobtrack.model.record import Record
    from cobtrack.model.record_texts import RecordText
    from cobtrack.model.records.action import Action, Actions
    from cobtrack.model.records.actor import Actor, Actors
    from cobtrack.model.records.budget import BudgetLine, Budgets
    from cobtrack.model.records.consultation import Consultation, Consultations
    from cobtrack.model.records.data_source import DataSource, DataSources
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.indicator import Indicator, Indicators
    from cobtrack.model.records.initiative import Initiative, Initiatives
    from cobtrack.model.records.measure import Measure, Measures
    from cobtrack.model.records.mechanism import Deadline, Mechanism
    from cobtrack.model.records.pillar import Activity, Category, Pillar
    from cobtrack.model.records.procedure import Procedure, Step
    from cobtrack.model.records.resource import Resource, Resources
    from cobtrack.model.records.roadmap import Discussion, Removed, Roadmap
    from cobtrack.model.records.round import Round
    from cobtrack.model.records.settings import Settings
    from cobtrack.model.records.shared import Remark
    from cobtrack.model.records.submission import Submission, Submissions

    RecordWithId = (
        Action | Activity | Actor | BudgetLine | Consultation | DataSource | Deadline | Discussion | Document
        | Indicator | Initiative | Measure | Mechanism | Paragraph | Procedure | Resource | Round | Submission
    )  # fmt: skip


Item = TypeVar("Item")


@dataclass(frozen=True)
class Workspace:
    """All records that could be read, and the ids and kinds of the records that could not be read."""

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
    submission_files: tuple[Submissions, ...] = ()
    measure_files: tuple[Measures, ...] = ()
    consultation_files: tuple[Consultations, ...] = ()
    rounds: tuple[Round, ...] = ()
    budget_files: tuple[Budgets, ...] = ()
    data_source_files: tuple[DataSources, ...] = ()
    unreadable_ids: frozenset[str] = frozenset()
    """The ids of records that could not be read."""
    unreadable_kinds: frozenset[str] = frozenset()
    """The names of the kinds of file for which at least one whole file could not be read."""

    @cached_property
    def activity_index(self) -> dict[str, tuple[Pillar, Category]]:
        """The pillar and the category of each activity, keyed by the id of the activity."""
        return {
            activity.id: (pillar, category)
            for pillar in self.pillars
            for category in pillar.categories
            for activity in category.activities
        }

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """All activities, pillar by pillar, in the order of the files."""
        return tuple(
            activity for pillar in self.pillars for category in pillar.categories for activity in category.activities
        )

    @cached_property
    def paragraphs(self) -> tuple[Paragraph, ...]:
        """All paragraphs of all documents."""
        return tuple(paragraph for document in self.documents for paragraph in document.paragraphs)

    @cached_property
    def own_documents(self) -> tuple[Document, ...]:
        """The documents about the workspace's own State."""
        return tuple(document for document in self.documents if self.is_own(document))

    def is_own(self, document: Document) -> bool:
        """Return whether a document is about the workspace's own State."""
        return document.state in {None, self.settings.state}

    def state_of(self, paragraph: Paragraph) -> str:
        """Return the code of the State that a paragraph is about."""
        document = self.document_of(paragraph)
        return (document.state if document else None) or self.settings.state

    @cached_property
    def recommendations_to_all_states(self) -> tuple[Paragraph, ...]:
        """The recommendations to the workspace's own State and to other States, for comparisons between States."""
        return tuple(paragraph for paragraph in self.paragraphs if paragraph.kind == "recommendation")

    @cached_property
    def recommendations(self) -> tuple[Paragraph, ...]:
        """The recommendations to the workspace's own State."""
        return tuple(
            paragraph
            for document in self.own_documents
            for paragraph in document.paragraphs
            if paragraph.kind == "recommendation"
        )

    @property
    def treaty_body(self) -> Mechanism | None:
        """The treaty body that the workspace is about; None if it is not among the mechanisms."""
        return next((mechanism for mechanism in self.mechanisms if mechanism.id == self.settings.treaty_body), None)

    @property
    def maintainer(self) -> Actor | None:
        """The organisation that maintains the roadmap; None if it is not among the organisations."""
        return next((actor for actor in self.actors if self.roadmap and actor.id == self.roadmap.maintainer), None)

    @cached_property
    def _deadlines_by_mechanism(self) -> tuple[tuple[Mechanism, tuple[Deadline, ...]], ...]:
        """Each mechanism with its deadlines.

        If a mechanism has exactly one review procedure, the steps of this procedure are included as deadlines.
        """
        return tuple((mechanism, self._with_steps(mechanism)) for mechanism in self.mechanisms)

    def _with_steps(self, mechanism: Mechanism) -> tuple[Deadline, ...]:
        procedures = self.procedures_of(mechanism)
        return with_procedure_steps(mechanism, procedures[0]) if len(procedures) == 1 else mechanism.deadlines

    def procedures_of(self, mechanism: Mechanism) -> list[Procedure]:
        """Return the review procedures that a mechanism names in its field `procedures`.

        Return an empty list if any of these procedures does not exist or belongs to another mechanism.
        """
        by_id = {procedure.id: procedure for procedure in reversed(self.procedures)}
        procedures = [by_id[identifier] for identifier in mechanism.procedures if identifier in by_id]
        own = [procedure for procedure in procedures if procedure.mechanism == mechanism.id]
        return own if len(own) == len(mechanism.procedures) else []

    def steps_of(self, deadline: Deadline) -> list[tuple[Procedure, Step]]:
        """Return the step that a deadline is, in each review procedure that might apply, with the procedure."""
        mechanism = self.mechanism_of.get(deadline.id)
        procedures = self.procedures_of(mechanism) if mechanism and deadline.step else []
        return [(procedure, step) for procedure in procedures for step in procedure.steps if step.id == deadline.step]

    @cached_property
    def linking_paragraphs(self) -> dict[str, tuple[Paragraph, ...]]:
        """The paragraphs that link to another paragraph, keyed by the id of the paragraph that they link to."""
        return _grouped((link.to, paragraph) for paragraph in self.paragraphs for link in paragraph.links)

    @cached_property
    def activities_by_recommendation(self) -> dict[str, tuple[Activity, ...]]:
        """The activities that help to carry out each recommendation, keyed by the id of the recommendation."""
        return _grouped((to, activity) for activity in self.activities for to in activity.recommendations)

    @cached_property
    def ids_by_number(self) -> dict[str, dict[str, list[str]]]:
        """The ids of the paragraphs, keyed by the id of their document and then by number.

        A lettered item has the number of its paragraph: the number of 42, 42a and 42b is 42.
        """
        ids_by_document: dict[str, dict[str, list[str]]] = {}
        for document in self.documents:
            ids = ids_by_document.setdefault(document.id, {})
            for paragraph in document.paragraphs:
                if paragraph.number:
                    ids.setdefault(paragraph.number, []).append(paragraph.id)
        return ids_by_document

    @cached_property
    def unseen_by_document(self) -> dict[str, UnseenParagraphs]:
        """The paragraphs that each document declares as not seen, keyed by the id of the document."""
        return {document.id: unseen_paragraphs(document) for document in reversed(self.documents)}

    def document_of(self, paragraph: Paragraph) -> Document | None:
        """Return the document of a paragraph; None if the document could not be read."""
        document = self.by_id.get(paragraph.document)
        return document if isinstance(document, Document) else None

    def citation(self, paragraph: Paragraph) -> str:
        """Return how the UN cites a paragraph, such as `CRC/C/XXX/CO/4-6, para. 42 (a)`."""
        document = self.document_of(paragraph)
        return cite_within(document, paragraph.label) if document else paragraph.label

    @cached_property
    def deadlines(self) -> tuple[Deadline, ...]:
        """All deadlines, mechanism by mechanism, including the steps of review procedures."""
        return tuple(deadline for _, deadlines in self._deadlines_by_mechanism for deadline in deadlines)

    @cached_property
    def mechanism_of(self) -> dict[str, Mechanism]:
        """The mechanism of each deadline, keyed by the id of the deadline."""
        return {
            deadline.id: mechanism for mechanism, deadlines in self._deadlines_by_mechanism for deadline in deadlines
        }

    @cached_property
    def schedule(self) -> Schedule:
        """The dates of all deadlines, computed from all findings.

        To get the dates as they were known on an earlier day, call `build_schedule`.
        """
        return build_schedule(self.deadlines)

    @cached_property
    def activities_by_deadline(self) -> dict[str, tuple[Activity, ...]]:
        """The activities that have to be ready for each deadline, keyed by the id of the deadline."""
        return _grouped((to, activity) for activity in self.activities for to in activity.serves)

    @cached_property
    def remarks_by_activity(self) -> dict[str, tuple[Remark, ...]]:
        """The remarks, in any record, that report on each activity, keyed by the id of the activity."""
        lists = [name for kind in KINDS for name, model in kind.record_types.items() if "remarks" in model.model_fields]
        remarks = (remark for name in lists for record in getattr(self, name) for remark in record.remarks)
        return _grouped((to, remark) for remark in remarks for to in remark.activities)

    @property
    def actors(self) -> tuple[Actor, ...]:
        """All organisations."""
        return tuple(self.actors_file.actors) if self.actors_file else ()

    @cached_property
    def actor_ids_by_acronym(self) -> dict[str, str]:
        """The ids of the organisations, keyed by acronym. An acronym that several organisations have is left out."""
        with_acronym = [
            (acronym, actor.id)
            for actor in self.actors
            for acronym in dict.fromkeys((str(actor.acronym), *actor.acronym.languages.values()))
            if acronym
        ]
        counts = Counter(acronym.lower() for acronym, _ in with_acronym)
        return {acronym: identifier for acronym, identifier in with_acronym if counts[acronym.lower()] == 1}

    @property
    def discussions(self) -> tuple[Discussion, ...]:
        """All discussions of the roadmap."""
        return tuple(self.roadmap.discussions) if self.roadmap else ()

    @cached_property
    def measures(self) -> tuple[Measure, ...]:
        """All measures of the State."""
        return tuple(measure for file in self.measure_files for measure in file.measures)

    @cached_property
    def submissions_by_deadline(self) -> dict[str, tuple[Submission, ...]]:
        """The submissions for each deadline, keyed by the id of the deadline."""
        return _grouped((row.deadline, row) for row in self.submissions if row.deadline)

    @cached_property
    def submissions(self) -> tuple[Submission, ...]:
        """All submissions to mechanisms."""
        return tuple(submission for file in self.submission_files for submission in file.submissions)

    @cached_property
    def consultations(self) -> tuple[Consultation, ...]:
        """All consultations."""
        return tuple(consultation for file in self.consultation_files for consultation in file.consultations)

    @cached_property
    def data_sources(self) -> tuple[DataSource, ...]:
        """All data sources."""
        return tuple(data_source for file in self.data_source_files for data_source in file.data_sources)

    @cached_property
    def budgets(self) -> tuple[BudgetLine, ...]:
        """All budget lines."""
        return tuple(line for file in self.budget_files for line in file.budgets)

    @cached_property
    def budgets_by_recommendation(self) -> dict[str, tuple[BudgetLine, ...]]:
        """The budget lines that serve each recommendation, keyed by the id of the recommendation."""
        return _grouped((to, line) for line in self.budgets for to in dict.fromkeys(line.recommendations))

    def budget_lines_for(self, paragraph: Paragraph) -> tuple[BudgetLine, ...]:
        """Return the budget lines that serve a recommendation or, if it is a lettered item, its whole paragraph."""
        names = dict.fromkeys((paragraph.id, f"{paragraph.document}:{paragraph.number}"))
        lines = {line.id: line for name in names for line in self.budgets_by_recommendation.get(name, ())}
        return tuple(lines.values())

    def lacks_budget(self, paragraph: Paragraph) -> bool:
        """Whether a recommendation asks for resources, and no budget line of the State has money for it."""
        if not paragraph.asks_for_resources or paragraph.outdated:
            return False
        return not any(line.owner == "state" and line.has_money for line in self.budget_lines_for(paragraph))

    @cached_property
    def resources(self) -> tuple[Resource, ...]:
        """All resources."""
        return tuple(resource for file in self.resource_files for resource in file.resources)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """All indicators."""
        return tuple(indicator for file in self.indicator_files for indicator in file.indicators)

    @cached_property
    def initiatives(self) -> tuple[Initiative, ...]:
        """All initiatives."""
        return tuple(initiative for file in self.initiative_files for initiative in file.initiatives)

    @cached_property
    def actions(self) -> tuple[Action, ...]:
        """All actions and advocacy."""
        return tuple(action for file in self.action_files for action in file.actions)

    def all_records(self) -> Iterator[RecordWithId]:
        """Yield all records that have an id in the whole workspace, in the order of the kinds and files."""
        for kind in KINDS:
            for name in kind.record_types:
                yield from getattr(self, name)

    @cached_property
    def by_id(self) -> dict[str, RecordWithId]:
        """All records, keyed by id. If several records have the same id, only the first of them is included."""
        index: dict[str, RecordWithId] = {}
        for record in self.all_records():
            index.setdefault(record.id, record)
        return index

    @cached_property
    def by_former_id(self) -> dict[str, RecordWithId]:
        """All records that were renamed or moved, keyed by each of their former ids.

        The former ids of a document are also the beginnings of former ids of its paragraphs.
        """
        index: dict[str, RecordWithId] = {}
        for document in self.documents:
            for former in document.formerly:
                index |= {
                    former + paragraph.id.removeprefix(document.id): paragraph for paragraph in document.paragraphs
                }
        records = reversed([*self.all_records()])
        return index | {former: record for record in records for former in getattr(record, "formerly", ())}

    @property
    def removed(self) -> tuple[Removed, ...]:
        """What is known about the records that were removed from the data files."""
        return self.roadmap.removed if self.roadmap else ()

    @cached_property
    def removed_by_id(self) -> dict[str, Removed]:
        """What is known about each removed record, keyed by its id."""
        return {removed.id: removed for removed in reversed(self.removed)}

    @cached_property
    def earlier_ids(self) -> frozenset[str]:
        """The ids of renamed and removed records, which no record can have again.

        A paragraph's id with its number is not among them, because the UN has given the number to one paragraph only.
        """
        ids = (*self.by_former_id, *self.removed_by_id)
        return frozenset(identifier for identifier in ids if split_paragraph_id(identifier) is None)

    def find(self, identifier: str) -> RecordWithId | None:
        """Return the record that has or formerly had this id; None if there is none."""
        return self.by_id.get(identifier) or self.by_former_id.get(identifier)

    @cached_property
    def used_ids(self) -> frozenset[str]:
        """The ids that no new record can have: of records, unreadable records, and renamed and removed records."""
        return frozenset({*self.by_id, *self.unreadable_ids, *self.earlier_ids})

    def what_became_of(self, identifier: str) -> str:
        """Return a sentence that says what became of the record that had this id before.

        For example "2.7 is now 3.4" or "2.7 was removed (26 November 2026: held by the ministry)". Return "" for any
        other id.
        """
        if identifier in self.by_id:
            return ""
        if record := self.by_former_id.get(identifier):
            return f"{identifier} is now {record.id}"
        if removed := self.removed_by_id.get(identifier):
            why = f": {removed.why}" if removed.why else ""
            return f"{identifier} was removed ({format_timeframe(removed.date)}{why})"
        return ""

    @cached_property
    def records_without_id(self) -> dict[str, Record]:
        """The records that have no id, keyed by the names that commands use for them: settings, roadmap, pillar-1, …"""
        pillars: dict[str, Record] = {f"pillar-{pillar.pillar}": pillar for pillar in self.pillars}
        return {"settings": self.settings, **({"roadmap": self.roadmap} if self.roadmap else {}), **pillars}

    def name_of(self, record: Record) -> str:
        """Return the id of a record, or the name that commands use for it if it has no id.

        The result is the path of the record's file if commands have no name for it.
        """
        if identifier := getattr(record, "id", ""):
            return str(identifier)
        names = (name for name, other in self.records_without_id.items() if other is record)
        return next(names, record.place.file)

    def file_records(self) -> Iterator[Record]:
        """Yield the record of each file that could be read."""
        for kind in KINDS:
            content = getattr(self, kind.field)
            yield from content if kind.is_folder else filter(None, [content])

    @cached_property
    def texts(self) -> tuple[RecordText, ...]:
        """Every text of all records, with its place."""
        return tuple(record_texts(self.file_records()))


def _grouped(pairs: Iterable[tuple[str, Item]]) -> dict[str, tuple[Item, ...]]:
    """Return the second items of all pairs, grouped by the first item of their pair."""
    groups: dict[str, list[Item]] = {}
    for key, item in pairs:
        groups.setdefault(key, []).append(item)
    return {key: tuple(items) for key, items in groups.items()}
