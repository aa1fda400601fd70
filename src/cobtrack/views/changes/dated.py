"""The updates since each version of the roadmap, from what the data files themselves say of their past.

These are the versions and the entries with dates: earlier values, removed records and logs. The same files always give
the same updates, whether they are in git or not.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING, Any

from cobtrack.model.labels import CHANGE_TOPIC
from cobtrack.model.languages.phrases import gettext as _
from cobtrack.model.records.roadmap import Removed, Version
from cobtrack.model.records.shared import Earlier
from cobtrack.model.text.ids import natural_key
from cobtrack.model.text.markup import in_same_language, plain_text
from cobtrack.model.text.wording import join, upper_first
from cobtrack.model.types import Text
from cobtrack.views.changes import values
from cobtrack.views.changes.change import MAX_TITLE, WORDING, Topic
from cobtrack.views.changes.entries import describe_entry
from cobtrack.views.changes.subjects import Subject, own_fields, subjects
from cobtrack.views.changes.wording import by_language, short_change, shorten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.record import Record
    from cobtrack.model.workspace import Workspace

_TOPICS = list(CHANGE_TOPIC)
_NOT_VALUES = frozenset({"until", "why", "still_holds"})
"""The fields of an earlier value that are not the names of fields of the record."""


@dataclass(frozen=True)
class Update:
    """A change on a day, such as a report or a date that moved."""

    date: Timeframe
    """The day of the update."""
    topic: Topic
    id: str
    """The id of the record, or a name such as `roadmap` if the record has no id."""
    title: str
    """The title of the record, or its first words."""
    sentence: str
    """What changed, such as "was 2025 (year TBD), now 2027". It does not name the record, and has no full stop."""
    why: str = ""
    """The reason for the change, if the data give a reason."""

    @property
    def short_title(self) -> str:
        """The first words of the title, for a list of updates."""
        return in_same_language(self.title, shorten(self.title, MAX_TITLE))


@dataclass(frozen=True)
class VersionUpdates:
    """The updates that a version brought, or the updates since the last version."""

    version: Version | None
    """The version; None for the updates since the last version."""
    updates: tuple[Update, ...]
    """The updates, sorted by topic, date and id."""

    @property
    def groups(self) -> tuple[tuple[str, tuple[Update, ...]], ...]:
        """The updates, grouped by topic. Each group has a heading."""
        grouped = groupby(self.updates, key=lambda update: update.topic)
        return tuple((upper_first(CHANGE_TOPIC[topic].singular), tuple(group)) for topic, group in grouped)


def dated_updates(workspace: Workspace, as_of: date) -> tuple[VersionUpdates, ...]:
    """Return the updates of each version on or before a day, with the newest first.

    The updates since the last version come before it, if there are any. What is dated on or before the first version
    belongs to the first version and is no update.
    """
    roadmap = workspace.roadmap
    versions = [version for version in (roadmap.versions if roadmap else ()) if version.date.is_on_or_before(as_of)]
    groups: list[tuple[Version | None, list[Update]]] = [*((version, []) for version in versions), (None, [])]
    for update in _updates(workspace):
        if update.date.is_on_or_before(as_of):
            groups[_position(update.date, versions)][1].append(update)
    found = [VersionUpdates(version, tuple(sorted(updates, key=_order))) for version, updates in groups]
    if versions:
        found[0] = VersionUpdates(versions[0], ())
    return tuple(group for group in reversed(found) if group.version or group.updates)


def _position(day: Timeframe, versions: list[Version]) -> int:
    """Return the position of the first version on or after a day. If there is none, it is the number of versions."""
    return next(
        (
            position
            for position, version in enumerate(versions)
            if version.date.latest and day.is_on_or_before(version.date.latest)
        ),
        len(versions),
    )


def _order(update: Update) -> tuple[Any, ...]:
    return _TOPICS.index(update.topic), update.date.latest, natural_key(update.id)


def _updates(workspace: Workspace) -> Iterator[Update]:
    """Yield all updates that have a date."""
    for subject in subjects(workspace).values():
        for name in own_fields(type(subject.record)):
            entries = getattr(subject.record, name)
            if isinstance(entries, tuple):
                for position, entry in enumerate(entries):
                    yield from _of_entry(workspace, subject, name, entries[:position], entry)


def _of_entry(
    workspace: Workspace, subject: Subject, name: str, earlier: tuple[Any, ...], entry: Any
) -> Iterator[Update]:
    """Yield the updates that an entry of a list tells. `earlier` has the entries before it."""
    record = subject.record
    title = values.title(workspace, record)
    if isinstance(entry, Earlier):
        why = plain_text(entry.why) if entry.why else ""
        for topic, sentence in _replaced(workspace, record, earlier, entry):
            yield Update(entry.until, topic, subject.key, title, sentence, why)
    elif isinstance(entry, Removed):
        removed = plain_text(entry.title) if entry.title else ""
        yield Update(entry.date, "record", entry.id, removed, _("removed"), plain_text(entry.why) if entry.why else "")
    elif not isinstance(entry, Version) and (
        described := describe_entry(workspace.settings, record, name, entry, earlier)
    ):
        yield Update(entry.date, described[0], subject.key, title, described[1])


def _replaced(
    workspace: Workspace, record: Record, earlier: tuple[Any, ...], entry: Earlier
) -> Iterator[tuple[Topic, str]]:
    """Yield the topic and the sentence of each update that an entry in `was` tells: one of dates, one of each text."""
    later = getattr(record, "was")[len(earlier) + 1 :]  # noqa: B009 - every record with such entries has this field
    plans: list[str] = []
    for name in own_fields(Earlier):
        old = getattr(entry, name)
        if name in _NOT_VALUES or not old or name not in type(record).model_fields:
            continue
        new = next((value for other in later if (value := getattr(other, name))), getattr(record, name))
        label = values.label(type(record), name)
        if isinstance(old, Text) and isinstance(new, Text):
            yield WORDING, _("%(label)s: %(text)s", label=label, text=_changed_words(workspace, old, new))
        elif isinstance(old, tuple):
            yield WORDING, _("%(field)s changed", field=label)
        else:
            words = [values.in_words(workspace, type(record), name, value) for value in (old, new)]
            if plans:
                plans.append(_("%(field)s: was %(old)s, now %(new)s", field=label, old=words[0], new=words[1]))
            else:
                plans.append(_("was %(old)s, now %(new)s", old=words[0], new=words[1]))
    if plans:
        yield "date", join(plans, ";")


def _changed_words(workspace: Workspace, old: Text, new: Text) -> str:
    """Return the first words that differ in the first language in which both texts exist."""
    first = workspace.settings.languages[0]
    before, after = by_language(old, first), by_language(new, first)
    code = next((code for code in after if before.get(code, after[code]) != after[code]), "")
    return short_change(before[code], after[code], code) if code else _("now %(text)s", text=values.quoted(new))
