"""The records that match filters: what each filter means for each kind of record.

Most filters are about another kind of record, such as the cluster of a recommendation. They select the records that are
linked to such a record, in either direction. The types of the fields say which records can be linked, so a new kind of
record needs no code in this module.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, cached_property
from typing import TYPE_CHECKING, Any

from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.earlier import written_about_earlier_words
from cobtrack.model.inheritance import with_inherited
from cobtrack.model.kinds import KINDS
from cobtrack.model.labels import EARLIER_WORDS, STATUSES
from cobtrack.model.record import Record, field_type, record_type, unwrap_type
from cobtrack.model.records.action import Action
from cobtrack.model.records.actor import Actor
from cobtrack.model.records.budget import BudgetLine
from cobtrack.model.records.consultation import Consultation
from cobtrack.model.records.document import Document, Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.records.measure import Measure
from cobtrack.model.records.mechanism import Deadline, Mechanism
from cobtrack.model.records.pillar import Activity, Pillar
from cobtrack.model.records.shared import Earlier
from cobtrack.model.references import TYPES_WITH_ID, references, target_type
from cobtrack.model.schedule import build_schedule
from cobtrack.views import activities, assessments, deadlines, measures, priority
from cobtrack.views.children import consultations
from cobtrack.views.filters import FILTERS
from cobtrack.views.indicators import measuring
from cobtrack.views.recommendations import TO_CHECK, activities_naming

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date

    from cobtrack.model.schedule import Schedule
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.filters import Filters

MODELS: dict[str, type[Record]] = {
    **{name: model for kind in KINDS for name, model in kind.record_types.items()},
    "recommendations": Paragraph,
}
"""The model of the records in each kind of list."""
_CONTAINED = {"Paragraph": "Document", "Deadline": "Mechanism"}
"""The kinds of record that are parts of other records. They are linked without a field for the link."""
_SUBJECTS_IN_PARTS = ("articles.recommendations",)
"""The fields of nested records that say what the whole record is about."""
_SUBJECTS: dict[str, tuple[type[Record], Callable[[Any], set[str]]]] = {
    "pillar": (Activity, lambda activity: {activity.id.partition(".")[0]}),
    "actor": (Actor, lambda actor: {actor.id}),
    "twg": (Actor, lambda actor: {actor.id}),
    "cluster": (Paragraph, lambda paragraph: {paragraph.cluster}),
    "mechanism": (Mechanism, lambda mechanism: {mechanism.id}),
    "document": (Document, lambda document: {document.id}),
    "sdg": (Paragraph, lambda paragraph: paragraph.sdg_keys),
    "person": (Paragraph, lambda paragraph: paragraph.person_keys),
    "owner": (Deadline, lambda deadline: {deadline.owner}),
}
"""The kind of record that each filter is about, and a function that returns the values of such a record."""
_OWN_FIELDS = {"cluster": "clusters", "owner": "owner"}
"""The fields of any record that decide a filter, if the record has a value there, keyed by the name of the filter."""
_BETWEEN: dict[str, tuple[tuple[str, ...], ...]] = {
    "Actor": (("Activity",),),
    "Document": (("Paragraph",), ("Activity",)),
    "Mechanism": (("Document",), ("Paragraph", "Deadline"), ("Activity",)),
    "Paragraph": (("Document",), ("Activity",)),
}
"""The kinds of record that connect a record with a kind of record that it is not linked to itself.

For example, a deadline has the actors of the activities that serve the deadline. The first kinds that the record is
linked to are used.
"""


@cache
def applicable_filters(kind: str) -> tuple[str, ...]:
    """Return the names of the filters that mean something for a kind of list."""
    model = MODELS[kind]
    return tuple(
        name
        for name in FILTERS
        if (name == "status" and kind in STATUSES)
        or (name == "year" and (_has_dates(model) or model is Deadline))
        or (name in _SUBJECTS and _between(model.__name__, _SUBJECTS[name][0].__name__) is not None)
        or (name in _OWN_FIELDS and _OWN_FIELDS[name] in model.model_fields)
    )


@cache
def _between(kind: str, target: str) -> tuple[str, ...] | None:
    """Return the kinds of record that connect a record of one kind with the records of another kind.

    Both kinds are given by the names of their models. Return an empty tuple if the records are linked directly. Return
    None if they are not connected.
    """
    if kind == target or _are_linked(kind, target):
        return ()
    for kinds in _BETWEEN.get(target, ()):
        if linked := tuple(other for other in kinds if _are_linked(kind, other)):
            return linked
    return None


@cache
def _are_linked(kind: str, other: str) -> bool:
    is_contained = other == _CONTAINED.get(kind) or kind == _CONTAINED.get(other)
    return is_contained or other in _targets(kind) or kind in _targets(other)


def _targets(kind: str) -> set[str]:
    """Return the kinds of record that the fields of a record refer to. Fields of nested records are left out."""
    model = TYPES_WITH_ID[kind]
    return {target_type(model, name) for name in model.model_fields if not record_type(field_type(model, name))}


@cache
def _date_fields(model: type[Record]) -> tuple[str, ...]:
    """Return the names of the fields with dates, and of the fields with nested records that have dates."""
    return tuple(name for name in model.model_fields if _is_date(model, name))


def _is_date(model: type[Record], name: str) -> bool:
    inner = record_type(field_type(model, name))
    if inner:
        # A record with an id is listed by itself, and earlier values no longer hold.
        return inner is not Earlier and inner.__name__ not in TYPES_WITH_ID and _has_dates(inner)
    return name == "year" or unwrap_type(field_type(model, name)) is Timeframe


def _has_dates(model: type[Record]) -> bool:
    return bool(_date_fields(model))


def recommendation_words(workspace: Workspace, paragraph: Paragraph, as_of: date) -> set[str]:
    """Return all words that select the recommendation in a filter by status."""
    latest = assessments.latest_by_voice(paragraph, as_of)
    flags = {
        "urgent": paragraph.urgent,
        "repeated": bool(priority.repetitions(workspace, paragraph)),
        TO_CHECK: bool(paragraph.check),
        "outdated": bool(paragraph.outdated),
        "stale": latest.stale,
        "asks-for-resources": paragraph.asks_for_resources,
        "no-budget": workspace.lacks_budget(paragraph),
    }
    words = [word for word, is_set in flags.items() if is_set]
    words += [assessment.level for assessment in latest.latest.values()] or [assessments.NOT_ASSESSED]
    words += [paragraph.position] if paragraph.position else []
    return {*words, priority.priority(workspace, paragraph).band}


class Selection:
    """The records of a workspace that match the filters on a day."""

    def __init__(self, workspace: Workspace, as_of: date, filters: Filters) -> None:
        self._workspace, self._as_of, self._filters = workspace, as_of, filters

    def matches(self, record: Record) -> bool:
        """Return whether a record matches all filters.

        A record that the filter means nothing for does not match the filter.
        """
        return all(not values.isdisjoint(self._values(name, record)) for name, values in self._filters.conditions)

    def _values(self, name: str, record: Record) -> set[str]:
        """Return the values that a record has for a filter."""
        if name == "status":
            is_older = bool(written_about_earlier_words(record, self._as_of))
            return self._status_words(record) | ({EARLIER_WORDS} if is_older else set())
        if name == "year":
            years = self._filters["year"]
            return {year for year in years for day in self._dates(record) if _touches(day, int(year))}
        if name == "pillar" and isinstance(record, Pillar):
            return {str(record.pillar)}
        if own := getattr(record, _OWN_FIELDS.get(name, ""), None):
            return {own} if isinstance(own, str) else set(own)
        model, values = _SUBJECTS[name]
        return set[str]().union(*map(values, self._related(record, model)))

    @cached_property
    def _complete(self) -> Workspace:
        """The workspace, with the values that lettered items inherit from their paragraphs."""
        return with_inherited(self._workspace)

    @cached_property
    def _ids(self) -> dict[tuple[str, str], set[str]]:
        """The ids of the records that each record is linked to, keyed by the record's id and the kind of the others."""
        ids: dict[tuple[str, str], set[str]] = defaultdict(set)
        for link in references(self._complete):
            # Links in nested records, such as the author of an assessment, are about the nested record only.
            is_own = link.field_path in {link.field_name, *_SUBJECTS_IN_PARTS}
            if is_own and (identifier := getattr(link.owner, "id", "")):
                ids[identifier, link.target_type].add(link.target_id)
                ids[link.target_id, type(link.owner).__name__].add(identifier)
        for paragraph in self._complete.paragraphs:
            ids[paragraph.id, "Document"].add(paragraph.document)
            ids[paragraph.document, "Paragraph"].add(paragraph.id)
        for deadline, mechanism in self._complete.mechanism_of.items():
            ids[deadline, "Mechanism"].add(mechanism.id)
            ids[mechanism.id, "Deadline"].add(deadline)
        return dict(ids)

    def _related(self, record: Record, model: type[Record]) -> Iterator[Record]:
        """Yield all records of a kind that a record is connected with. `model` is their model."""
        if isinstance(record, model):
            yield self._complete.by_id.get(getattr(record, "id", ""), record)
            return
        kind = type(record).__name__
        between = _between(kind, model.__name__) if kind in TYPES_WITH_ID else None
        if between == ():
            yield from self._linked(record, model.__name__)
        for other_kind in between or ():
            for other in self._linked(record, other_kind):
                yield from self._related(other, model)

    def _linked(self, record: Record, kind: str) -> Iterator[Record]:
        """Yield the records of a kind that a record is linked to directly."""
        identifier = getattr(record, "id", "")
        complete = self._complete.by_id.get(identifier)
        if kind == "Activity" and isinstance(complete, Paragraph):
            yield from activities_naming(self._complete, complete)
            return
        for other in self._ids.get((identifier, kind), ()):
            if linked := self._complete.by_id.get(other):
                yield linked

    def _status_words(self, record: Record) -> set[str]:
        match record:
            case Activity():
                words = activities.state(self._workspace, record, self._as_of).status_words
            case Action():
                words = activities.action_state(record, self._as_of).status_words
            case Consultation():
                words = consultations.state(self._workspace, record, self._as_of).status_words
            case BudgetLine():
                words = {*filter(None, [record.certainty]), *(["overspent"] if record.is_overspent else [])}
            case Measure():
                words = measures.state(record, self._as_of).status_words
            case Indicator():
                words = measuring.state(record, self._as_of).status_words
            case Deadline():
                words = self._deadline_words.get(record.id, set())
            case _:
                complete = self._complete.by_id.get(getattr(record, "id", ""))
                paragraph = complete if isinstance(complete, Paragraph) else None
                words = recommendation_words(self._complete, paragraph, self._as_of) if paragraph else set()
        return words

    @cached_property
    def _deadline_words(self) -> dict[str, set[str]]:
        return {row.deadline.id: row.status_words for row in deadlines.states(self._workspace, self._as_of)}

    def _dates(self, record: Record) -> Iterator[Timeframe | int]:
        """Yield the dates of a record and of its nested records.

        A deadline also has its date that depends on another deadline, and a paragraph the dates of its document.
        """
        for name in _date_fields(type(record)):
            value = getattr(record, name)
            for item in value if isinstance(value, tuple) else (value,):
                if isinstance(item, Record):
                    yield from self._dates(item)
                elif item:
                    yield item
        if isinstance(record, Deadline) and (day := self._schedule.date_of(record.id)):
            yield day
        if isinstance(record, Paragraph) and (document := self._workspace.document_of(record)):
            yield from self._dates(document)

    @cached_property
    def _schedule(self) -> Schedule:
        return build_schedule(self._workspace.deadlines, self._as_of)


def _touches(day: Timeframe | int, year: int) -> bool:
    """Return whether a date can be in a year."""
    if isinstance(day, int):
        return day == year
    first, last = day.earliest, day.latest
    return (first is None or first.year <= year) and (last is None or last.year >= year)
