"""Issue the next version of the roadmap."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.editing.check import checked_changes, refuse_errors, refuse_private
from cobtrack.editing.planned_change import PlannedChange
from cobtrack.errors import CobtrackError
from cobtrack.model.audience import AUDIENCES
from cobtrack.model.dates.format import format_day
from cobtrack.model.edit import Edit
from cobtrack.model.labels import CHANGE_TOPIC
from cobtrack.model.text.wording import join_first, quantity, upper_first
from cobtrack.rules import safeguarding
from cobtrack.store.edit.apply import apply_edits
from cobtrack.store.revisions import RevisionError, last_version, load_revision
from cobtrack.views.changes.compare import compare
from cobtrack.views.changes.versions import version_name

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from cobtrack.model.records.roadmap import Roadmap
    from cobtrack.store.load import Loaded
    from cobtrack.views.changes.change import Change

_MAX_OF_A_TOPIC = 10
"""The greatest number of changes of a topic that are proposed one by one."""


class Proposal(NamedTuple):
    """The proposed texts about the changes since the last version."""

    texts: tuple[str, ...] = ()
    note: str = ""
    """What is missing in the texts, and why."""
    is_known: bool = True
    """Whether the changes since the last version are known."""


def release(loaded: Loaded, number: int, note: str, as_of: date) -> PlannedChange:
    """Return the change that adds a version to the roadmap, with the given note and the changes since the last version.

    The date of the version is `as_of`. Raises CobtrackError if there is no roadmap, if the number is not the next one,
    if the last version has a later date, or if the note is missing or has personal data. Raises InvalidDataError if the
    data have errors. Raises NewErrorsError if the change would add errors to the workspace.
    """
    roadmap = require_next(loaded, number, as_of)
    proposal = propose_changes(loaded)
    if not note.strip():
        refuse_empty(roadmap, proposal)
        hint = f'say it in a sentence or two: cobtrack release {number} --note "…"'
        raise CobtrackError(f"version {number} needs a note that says what is new", hint)
    refuse_private(safeguarding.in_text(note, loaded.workspace.settings))
    version = {"number": number, "date": str(as_of), "note": note.strip()}
    if proposal.texts:
        version["changes"] = [*proposal.texts]
    file = roadmap.place.file
    text = apply_edits(loaded.raw_bytes[file].decode(), [Edit((), "versions", version, "append")]).encode()
    return PlannedChange(
        (f"Version {number} of the roadmap, {format_day(as_of)}: {note.strip()}", *proposal.texts),
        {file: text},
        checked_changes(loaded, {file: text}, as_of),
        (proposal.note,) if proposal.note else (),
    )


def require_next(loaded: Loaded, number: int, as_of: date) -> Roadmap:
    """Return the roadmap if a version with this number can be issued on this day.

    Raises CobtrackError if there is no roadmap, if the number is not the next one, or if the last version has a later
    date. Raises InvalidDataError if the data have errors.
    """
    refuse_errors(loaded, as_of, "a version cannot be issued while the data has errors")
    roadmap = loaded.workspace.roadmap
    if roadmap is None:
        raise CobtrackError("there is no roadmap, so no version can be issued", "write data/roadmap.yaml first")
    last = roadmap.latest_version
    next_number = last.number + 1 if last else 1
    if number != next_number:
        what = f"the last version is {version_name(last)}" if last else "there is no version yet"
        raise CobtrackError(
            f"{number} is not the number of the next version: {what}", f"cobtrack release {next_number}"
        )
    if last and last.date.earliest and last.date.earliest > as_of:
        message = f"{version_name(last)} is later than {format_day(as_of)}"
        raise CobtrackError(message, "correct the date of that version, or give a later day: --as-of 2026-02-01")
    return roadmap


def refuse_empty(roadmap: Roadmap, proposal: Proposal) -> None:
    """Raise CobtrackError if it is known that nothing has changed since the last version."""
    if proposal.is_known and not proposal.texts and roadmap.latest_version:
        message = f"nothing has changed since {version_name(roadmap.latest_version)}"
        raise CobtrackError(message, 'if there should be a new version all the same, say why: --note "…"')


def propose_changes(loaded: Loaded) -> Proposal:
    """Return texts about the changes since the last version, and a note about what these texts leave out.

    The texts are public. So they leave out everything that not every audience may see.
    """
    if not (loaded.workspace.roadmap and loaded.workspace.roadmap.versions):
        return Proposal(is_known=False)
    try:
        before = load_revision(loaded, last_version(loaded)).workspace
    except RevisionError as error:
        reason = f"{error.message}; {error.hint}" if error.hint else error.message
        return Proposal(note=f"the changes since the last version are not known, because {reason}", is_known=False)
    changes = compare(before, loaded.workspace, AUDIENCES[0]).changes
    hidden = len(compare(before, loaded.workspace).changes) - len(changes)
    verb = "is" if hidden == 1 else "are"
    reason = "because not everybody may see these records"
    note = f"{quantity(hidden, 'change')} {verb} not listed, {reason}" if hidden > 0 else ""
    return Proposal(tuple(_texts(list(changes))), note)


def _texts(changes: list[Change]) -> Iterator[str]:
    """Yield a text for each change. If a topic has many changes, they are only counted.

    The settings are left out, because they are not part of the roadmap.
    """
    changes = [change for change in changes if change.topic != "version" and change.subject.kind.name != "settings"]
    for topic, group in groupby(changes, key=lambda change: change.topic):
        of_topic = list(group)
        if topic == "wording" or len(of_topic) > _MAX_OF_A_TOPIC:
            ids = list(dict.fromkeys(change.id for change in of_topic))
            noun = "change of wording" if topic == "wording" else "change"
            counted = quantity(len(of_topic), noun, noun.replace("change", "changes", 1))
            heading = "" if topic == "wording" else f"{upper_first(CHANGE_TOPIC[topic].singular)}: "
            yield f"{heading}{counted} ({join_first(ids)})."
        else:
            yield from map(_text, of_topic)


def _text(change: Change) -> str:
    # The numbers of activities and paragraphs are known to readers; other ids are not.
    has_number = "." in change.id or ":" in change.id
    name = f"{change.id} {change.short_title}" if has_number else change.short_title or change.id
    sentence = f"{name}: {change.full_sentence}"
    return sentence if sentence.endswith((".", "…", "?", "!")) else f"{sentence}."
