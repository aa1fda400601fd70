"""Compare two states of a workspace. Records are matched by their ids, and by the ids that they had formerly."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from cobtrack.model.audience import AUDIENCES, for_audience
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.kinds import KINDS
from cobtrack.model.labels import CHANGE_TOPIC
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.records.document import Document
from cobtrack.model.records.roadmap import Removed
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.markup import plain_text
from cobtrack.model.text.wording import join, join_first
from cobtrack.views.changes import values
from cobtrack.views.changes.change import WORDING, Change, What
from cobtrack.views.changes.differences import Comparison, Difference
from cobtrack.views.changes.sentences import Describer
from cobtrack.views.changes.subjects import Subject, subjects

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cobtrack.model.record import Audience, Record
    from cobtrack.model.workspace import Workspace

_TOPICS = list(CHANGE_TOPIC)


@dataclass(frozen=True)
class Changes:
    """The changes between two states of a workspace, sorted by topic and id."""

    changes: tuple[Change, ...]
    left_out: tuple[str, ...]
    """The differences without meaning, such as "order of 1.5 and 1.6"."""
    files: frozenset[str]
    """The names of the files whose records differ, with or without meaning."""
    not_compared: tuple[str, ...]
    """The names of kinds of file that could not be read in one of the states, so records seem to be missing."""

    @property
    def of_substance(self) -> tuple[Change, ...]:
        """The changes that are not only changes of wording."""
        return tuple(change for change in self.changes if change.topic != WORDING)

    @property
    def of_wording(self) -> tuple[Change, ...]:
        """The changes of wording."""
        return tuple(change for change in self.changes if change.topic == WORDING)

    def selected(self, was_chosen: Callable[[Record], bool], is_chosen: Callable[[Record], bool]) -> Changes:
        """Return only the changes of chosen records. The functions decide about a record in its old and new state."""
        chosen = tuple(
            change
            for change in self.changes
            if (change.what != "removed" and is_chosen(change.subject.record))
            or (change.earlier and was_chosen(change.earlier.record))
        )
        return replace(self, changes=chosen, left_out=())


def compare(before: Workspace, after: Workspace, audience: Audience = AUDIENCES[-1]) -> Changes:
    """Return the changes from the workspace `before` to the workspace `after`, as far as an audience may see them.

    A record is not added or removed because its audience changed.
    """
    found = _Comparer(for_audience(before, audience), for_audience(after, audience)).result()
    if audience == AUDIENCES[-1]:
        return found
    others = {"added": before, "removed": after}
    return replace(
        found, changes=tuple(change for change in found.changes if not _is_in(others.get(change.what), change))
    )


def _is_in(workspace: Workspace | None, change: Change) -> bool:
    return workspace is not None and (change.id in workspace.by_id or change.id in workspace.by_former_id)


class _Comparer:
    """Compares two workspaces."""

    def __init__(self, before: Workspace, after: Workspace) -> None:
        self.before, self.after = before, after
        self.old, self.new = subjects(before), subjects(after)
        self.new_keys = _new_keys(self.old, self.new)
        self.old_keys = {new: old for old, new in self.new_keys.items()}
        languages = before.settings.languages[0], after.settings.languages[0]
        self.comparison = Comparison(self.new_keys, languages)
        unreadable = before.unreadable_kinds | after.unreadable_kinds
        self.not_compared = tuple(kind.name for kind in KINDS if kind.name in unreadable)
        self.files: set[str] = set()
        self.unreadable_ids = before.unreadable_ids | after.unreadable_ids
        self.added = {key: new for key, new in self.new.items() if self._is_only_here(key, new, self._old(key))}
        self.removed = {key: old for key, old in self.old.items() if self._is_only_here(key, old, self._new(key))}

    def _old_key(self, key: str) -> str:
        return self.old_keys.get(key, key)

    def _old(self, key: str) -> Subject | None:
        """Return the old state of a record, by its new key."""
        return self.old.get(self._old_key(key))

    def _new(self, key: str) -> Subject | None:
        """Return the new state of a record, by its old key."""
        return self.new.get(self.new_keys.get(key, key))

    def _is_only_here(self, key: str, subject: Subject, other: Subject | None) -> bool:
        """Whether a record exists in one of the states only."""
        if other is not None:
            return type(other.record) is not type(subject.record)
        return key not in self.unreadable_ids and subject.kind.name not in self.not_compared

    def result(self) -> Changes:
        """Return the changes."""
        changes = [*self._changed(), *self._moved(), *self._added(), *self._removed()]
        order = {kind.name: number for number, kind in enumerate(KINDS)}
        changes.sort(
            key=lambda change: (
                _TOPICS.index(change.topic), order[change.subject.kind.name], natural_key(change.subject.key),
            )
        )  # fmt: skip
        left_out = dict([*self._orders(), *self._left_out()])
        self.files |= {*left_out.values(), *(change.subject.record.place.file for change in changes)}
        return Changes(tuple(changes), tuple(left_out), frozenset(self.files), self.not_compared)

    def _changed(self) -> Iterator[Change]:
        """Yield the changes in the fields of records that are in both states."""
        for key, new in self.new.items():
            old = self._old(key)
            if old and old.record is not new.record and type(old.record) is type(new.record):
                found = list(self.comparison.differences(old.record, new.record))
                self.files |= {new.record.place.file} if found else set()
                differences = [difference for difference in found if not self._is_told_elsewhere(difference)]
                yield from Describer(self.before, self.after, old, new).changes(differences)

    def _is_told_elsewhere(self, difference: Difference) -> bool:
        """Whether another change tells the difference: that a record was renamed or removed."""
        if difference.name == "formerly" and not difference.is_within_record:
            return not difference.before and any(former in self.new_keys for former in difference.after)
        return (
            isinstance(difference.after, Removed) and difference.before is None and difference.after.id in self.removed
        )

    def _moved(self) -> Iterator[Change]:
        """Yield the records that have another id or are in another place, such as another category."""
        for key, new in self.new.items():
            old = self._old(key)
            if old is None or type(old.record) is not type(new.record):
                continue
            is_renamed = old.key != new.key and not self._follows_its_document(old, new)
            if not self._are_same(old, new):
                places = _place(old), _place(new)
                if is_renamed:
                    places = (
                        _("%(id)s in %(place)s", id=old.key, place=places[0]),
                        _("%(id)s in %(place)s", id=new.key, place=places[1]),
                    )
                sentence = _("moved from %(before)s to %(after)s", before=places[0], after=places[1])
                yield self._change(new, old, "moved", sentence, before=old.key, after=new.key)
            elif is_renamed:
                yield self._change(
                    new, old, "renamed", _("the id was %(id)s", id=old.key), before=old.key, after=new.key
                )

    def _are_same(self, old: Subject, new: Subject) -> bool:
        """Whether two states of a record are in the same place: the same record contains both."""
        if not (old.parents and new.parents):
            return not (old.parents or new.parents)
        return self.comparison.belong_together(old.parents[-1], new.parents[-1])

    def _follows_its_document(self, old: Subject, new: Subject) -> bool:
        """Whether a paragraph has another id only because its document has another id."""
        (old_document, _, number), (new_document, _, new_number) = old.key.partition(":"), new.key.partition(":")
        return bool(number) and number == new_number and self.new_keys.get(old_document) == new_document

    def _added(self) -> Iterator[Change]:
        within = _counts_within(self.added)
        for key, subject in self.added.items():
            if key not in within.hidden:
                date = next((value for value in vars(subject.record).values() if isinstance(value, Timeframe)), None)
                sentence = _("added (%(date)s)", date=format_timeframe(date)) if date else _("added")
                sentence = within.noted(key, sentence)
                yield self._change(subject, None, "added", sentence)

    def _removed(self) -> Iterator[Change]:
        within = _counts_within(self.removed)
        removed = {entry.id: entry for entry in (self.after.roadmap.removed if self.after.roadmap else ())}
        for key, subject in self.removed.items():
            if key not in within.hidden:
                entry = removed.get(key)
                why = plain_text(entry.why) if entry and entry.why else ""
                sentence = within.noted(key, _("removed"))
                sentence = sentence if why else join([sentence, _("no reason is given")], ";")
                yield self._change(subject, subject, "removed", sentence, why=why)

    def _change(self, subject: Subject, earlier: Subject | None, what: What, sentence: str, **details: Any) -> Change:
        workspace = self.before if subject is earlier else self.after
        title = values.title(workspace, subject.record)
        return Change("record", subject, earlier, title, what, sentence, **details)

    def _orders(self) -> Iterator[tuple[str, str]]:
        """Yield a text for each kind of record whose order changed, and the file of the first of these records."""
        keys = {
            self._old_key(key): key
            for key, new in self.new.items()
            if (old := self._old(key)) and type(old.record) is type(new.record) and self._are_same(old, new)
        }
        before = defaultdict[type, list[str]](list)
        for key, old in self.old.items():
            if key in keys:
                before[type(old.record)].append(keys[key])
        in_new_order = {new_key: number for number, new_key in enumerate(self.new)}
        for ordered in before.values():
            after = sorted(ordered, key=in_new_order.__getitem__)
            if moved := [key for key, other in zip(after, ordered, strict=True) if key != other]:
                yield (
                    _("order of %(records)s", records=join_first(sorted(moved, key=natural_key))),
                    self.new[moved[0]].record.place.file,
                )

    def _left_out(self) -> Iterator[tuple[str, str]]:
        """Yield a text for each difference without meaning in a field, and the name of its file."""
        for item in self.comparison.left_out:
            subject = item.holders[0]
            name = getattr(subject, "id", "") or values.noun(type(subject))
            label = values.label(type(item.holders[-1]), item.name)
            if item.kind == "order":
                text = _("order of %(field)s in %(record)s", field=label, record=name)
            else:
                text = _("line breaks and typography of %(field)s in %(record)s", field=label, record=name)
            yield text, subject.place.file


def _new_keys(old: Mapping[str, Subject], new: Mapping[str, Subject]) -> dict[str, str]:
    """Return the new keys of the records that were renamed or moved, keyed by their old keys."""
    keys = {
        former: key
        for key, subject in new.items()
        for former in getattr(subject.record, "formerly", ())
        if former in old and former not in new
    }
    documents = {former: key for former, key in keys.items() if isinstance(new[key].record, Document)}
    for key in old:
        document, colon, number = key.partition(":")
        if document in documents and key not in keys and (renamed := f"{documents[document]}{colon}{number}") in new:
            keys[key] = renamed
    return keys


@dataclass(frozen=True)
class _Within:
    """The records that are within other records which were added or removed too."""

    hidden: frozenset[str]
    """The keys of these records. Their own changes are not told."""
    counts: Mapping[str, Mapping[type[Record], int]]
    """The number of records of each model, keyed by the key of the record that contains them."""

    def noted(self, key: str, sentence: str) -> str:
        """Return the sentence about a record with the number of records in it, such as "added, with 12 paragraphs"."""
        counts = [values.counted(number, model) for model, number in self.counts.get(key, {}).items()]
        return _("%(change)s, with %(counts)s", change=sentence, counts=join(counts)) if counts else sentence


def _counts_within(found: Mapping[str, Subject]) -> _Within:
    keys = {id(subject.record): key for key, subject in found.items()}
    hidden = set[str]()
    counts: dict[str, dict[type[Record], int]] = defaultdict(dict)
    for key, subject in found.items():
        outer = next((keys[id(parent)] for parent in subject.parents if id(parent) in keys), "")
        if outer:
            hidden.add(key)
            model = type(subject.record)
            counts[outer][model] = counts[outer].get(model, 0) + 1
    return _Within(frozenset(hidden), counts)


def _place(subject: Subject) -> str:
    """Return where a record is, such as "“Reviews” (pillar 2)"."""
    names = [_name(parent) for parent in reversed(subject.parents)]
    if len(names) < 2:
        return "".join(names)
    return _("%(text)s (%(detail)s)", text=names[0], detail=join(names[1:], ","))


def _name(record: Record) -> str:
    for name in ("acronym", "symbol", "title", "name"):
        if value := getattr(record, name, ""):
            return values.quoted(value) if name in {"title", "name"} else str(value)
    return values.noun(type(record))
