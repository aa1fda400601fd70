"""COB4xx: what is not known or not done yet. All are warnings: a gap is to be seen, not to be filled by guessing."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.kinds import KINDS
from cobtrack.model.paragraph_ranges import missing_numbers, numbers_in
from cobtrack.model.problem import Finding, Place, Severity
from cobtrack.model.records.mechanism import FULFILLED
from cobtrack.model.schedule import build_schedule
from cobtrack.model.text.markup import links
from cobtrack.model.text.wording import join, quantity
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from cobtrack.model.workspace import Workspace

_WARNING = Severity.WARNING
_NAMED = 16
"""Labels that a message has room for."""
_ACTIVITY = re.compile(r"\d+\.\d+")


def _some(ids: Sequence[str], most: int = 8) -> str:
    """The ids, or the first of them and how many more."""
    shown = ", ".join(ids[:most])
    return f"{shown} and {len(ids) - most} more" if len(ids) > most else shown


def _by_file(found: Iterable[tuple[Place, str]]) -> Iterator[tuple[Place, list[str]]]:
    """What was found, a file at a time with its first place: a gap of one kind is one line a file."""
    groups: dict[str, tuple[Place, list[str]]] = {}
    for place, label in found:
        groups.setdefault(place.file, (place, []))[1].append(label)
    yield from groups.values()


@rule("COB401", "no-source", _WARNING)
def no_source(workspace: Workspace) -> Iterator[Finding]:
    """A fact says nothing about where it is known from.

    Whatever did not come from the roadmap carries `source:`, a citation or an address.

    Wrong:  due: 2024-02
    Right:  due: 2024-02
            source: Roadmap (2022-2027), version 1, footnote 6
    """
    hint = "add source: with a citation or an address"
    bare_ids = [
        *((one.place, one.id) for one in workspace.documents if not one.source),
        *((one.place, one.id) for one in workspace.deadlines if not one.source),
        *((one.place, one.id) for one in workspace.actors if not one.source),
        *((one.place, one.id) for one in workspace.resources if not one.source),
        *((one.place, one.id) for one in workspace.initiatives if not one.source),
    ]
    for place, identifier in bare_ids:
        yield Finding(place.at("id"), f"{identifier} has no source", hint)
    for document in workspace.documents:
        bare = [paragraph for paragraph in document.paragraphs if not paragraph.source]
        if bare and not document.source:
            message = f"{quantity(len(bare), 'paragraph')} of {document.id} without a source"
            yield Finding(bare[0].place.at("id"), message, hint)
    for deadline in workspace.deadlines:
        for found in deadline.findings:
            if not found.source:
                message = f"{deadline.id}: where is it known from that it was {found.outcome}?"
                yield Finding(found.place.at("outcome"), message, hint)


@rule("COB402", "paragraphs-not-seen", _WARNING)
def paragraphs_not_seen(workspace: Workspace) -> Iterator[Finding]:
    """Paragraphs of a document are declared as not seen: what they recommend is not in the workspace.

    Enter them from the official document, and take them out of `not_seen`.
    """
    for document in workspace.documents:
        if document.not_seen:
            ranges = ", ".join(document.not_seen)
            message = f"paragraphs of {document.name} that nobody has entered: {ranges}"
            if not document.paragraphs:
                unknown = "" if document.symbol else ", and its symbol is not known"
                message = f"nothing of {document.symbol or document.id} has been entered{unknown}"
            hint = "enter them from the official document and take them out here"
            yield Finding(document.place.at("not_seen"), message, hint)


@rule("COB403", "paragraphs-forgotten", _WARNING)
def paragraphs_forgotten(workspace: Workspace) -> Iterator[Finding]:
    """Paragraph numbers of a document are neither entered nor declared as not seen, or both at once."""
    for document in workspace.documents:
        forgotten, both = missing_numbers(document)
        # What could not be read was entered, and is a problem of its own.
        unread = numbers_in(document.id, workspace.unreadable_ids)
        forgotten = [number for number in forgotten if number not in unread]
        if forgotten:
            message = f"nothing is said of {document.id}:{_some(forgotten)}"
            hint = "enter the paragraphs, or list them under not_seen"
            yield Finding(document.place.at("paragraphs"), message, hint)
        if both:
            message = (
                f"{document.id}:{_some(both)} {'are' if len(both) > 1 else 'is'} entered, and declared as not seen"
            )
            yield Finding(document.place.at("not_seen"), message, "take what is entered out of not_seen")


@rule("COB404", "content-not-seen", _WARNING)
def content_not_seen(workspace: Workspace) -> Iterator[Finding]:
    """Of recommendations no more than the number and the topic is known.

    Add `text` (the official words) or `summary` (the coalition's own), and `seen: full`. A paragraph that has no words
    but those of its letters is none of them.
    """
    for document in workspace.documents:
        lettered = {one.number for one in document.paragraphs if one.item and one.text}
        asked = (one for one in document.paragraphs if one.kind == "recommendation" and not (one.text or one.summary))
        bare = [one for one in asked if one.item or one.number not in lettered]
        if bare:
            ids = _some([one.id.partition(":")[2] for one in bare])
            count = quantity(len(bare), "recommendation")
            message = f"{count} of {document.name} with a topic and no content: {ids}"
            yield Finding(bare[0].place.at("id"), message, "add text: or summary: from the official document")


@rule("COB405", "paragraph-not-known", _WARNING)
def paragraph_not_known(workspace: Workspace) -> Iterator[Finding]:
    """A recommendation is known to exist, but not by its paragraph number, so that nobody can cite it.

    Wrong:  - id: crc-2022:inclusive-education
    Right:  - id: crc-2022:38
    """
    hint = "find the number in the official document and write it behind the colon"
    for document in workspace.documents:
        bare = [one for one in document.paragraphs if one.kind == "recommendation" and not one.number]
        if len(bare) == 1:
            yield Finding(bare[0].place.at("id"), f"the paragraph number of {bare[0].id} is not known", hint)
        elif bare:
            message = f"the paragraph numbers of {quantity(len(bare), 'recommendation')} of {document.id} are not known"
            yield Finding(bare[0].place.at("id"), message, hint)


@rule("COB406", "recommendations-uncovered", _WARNING)
def recommendations_uncovered(workspace: Workspace) -> Iterator[Finding]:
    """No activity says that it helps to carry out a recommendation, or the paragraph whose item it is.

    Only the newest document of each mechanism is looked at.
    """
    # An activity that could not be read may name any of them.
    if "pillar" in workspace.unreadable_kinds or any(_ACTIVITY.fullmatch(one) for one in workspace.unreadable_ids):
        return
    covered = {one for activity in workspace.activities for one in activity.recommendations}
    older = {document.previous for document in workspace.documents}
    for document in workspace.documents:
        if document.id in older:
            continue
        open_ones = [
            paragraph.id.partition(":")[2]
            for paragraph in document.paragraphs
            if paragraph.kind == "recommendation"
            and covered.isdisjoint({paragraph.id, f"{paragraph.document}:{paragraph.number}"})
        ]
        if open_ones:
            message = f"{quantity(len(open_ones), 'recommendation')} of {document.name} that no activity names"
            hint = f"name them in activities, recommendations: [{document.id}:{open_ones[0]}]"
            yield Finding(document.place.at("id"), f"{message}: {_some(open_ones)}", hint)


@rule("COB407", "nobody-responsible", _WARNING)
def nobody_responsible(workspace: Workspace) -> Iterator[Finding]:
    """Activities name no organisation that sees to them."""
    for pillar in workspace.pillars:
        activities = [activity for category in pillar.categories for activity in category.activities]
        bare = [activity.id for activity in activities if not activity.responsible]
        if bare:
            message = f"{len(bare)} of {len(activities)} activities without anybody responsible: {_some(bare)}"
            yield Finding(pillar.place.at("title"), message, "add responsible: [an id from data/actors.yaml]")


@rule("COB408", "nothing-reported", _WARNING)
def nothing_reported(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Activities should have begun, and nothing has been reported on them."""
    for pillar in workspace.pillars:
        begun = [
            activity
            for category in pillar.categories
            for activity in category.activities
            if activity.timeframe.may_have_begun_by(as_of)
        ]
        silent = [activity.id for activity in begun if not activity.progress]
        if silent:
            message = f"{len(silent)} of {len(begun)} activities that have begun without a report: {_some(silent)}"
            hint = "add a line to progress: with date, status, note and evidence"
            yield Finding(pillar.place.at("title"), message, hint)


@rule("COB409", "done-without-evidence", _WARNING)
def done_without_evidence(workspace: Workspace) -> Iterator[Finding]:
    """An activity is reported done, and nothing shows it."""
    for activity in workspace.activities:
        for entry in activity.progress:
            if entry.status == "done" and not entry.evidence:
                hint = "add evidence: an address or a citation"
                yield Finding(entry.place.at("status"), f"{activity.id} is done, by no evidence", hint)


@rule("COB410", "actor-without-name", _WARNING)
def actor_without_name(workspace: Workspace) -> Iterator[Finding]:
    """Organisations are known to exist, but not by name."""
    for place, ids in _by_file((actor.place.at("id"), actor.id) for actor in workspace.actors if not actor.name):
        yield Finding(place, f"the name of {_some(ids, 16)} is not known", "add name: when somebody can confirm it")


@rule("COB411", "no-due-date", _WARNING)
def no_due_date(workspace: Workspace) -> Iterator[Finding]:
    """Something is due, and no date is known for it."""
    for deadline in workspace.deadlines:
        if deadline.due is None and not any(found.outcome in FULFILLED for found in deadline.findings):
            yield Finding(
                deadline.place.at("id"), f"when {deadline.id} is due is not known", "add due: as far as known"
            )


@rule("COB412", "outcome-not-known", _WARNING)
def outcome_not_known(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """A deadline has passed, and whether it was kept is not known.

    Nothing found is not the same as nothing submitted. Say what is known under `findings`.
    """
    dated = build_schedule(workspace.deadlines, as_of).resolved
    written = {one.id for mechanism in workspace.mechanisms for one in mechanism.deadlines}
    for deadline in workspace.deadlines:
        one = dated[deadline.id]
        due = one.date
        if due is None or one.blocked_by or not due.is_before(as_of):
            continue
        known = [found for found in deadline.findings if found.date.is_on_or_before(as_of)]
        if not known or known[-1].outcome == "not-found":
            when = format_timeframe(due)
            passed = f"{deadline.id} was due {when}"
            if not one.is_settled:
                passed = f"{deadline.id} has passed its date, {when}, which was never confirmed"
            message = f"{passed}; whether it was kept is not known"
            hint = "add to findings: submitted, held or not-submitted, with date and source"
            if deadline.id not in written:
                hint = f"add a deadline with step: {deadline.step}, and {hint.removeprefix('add ')}"
            yield Finding(deadline.place.at("due"), message, hint)


@rule("COB413", "link-without-target", _WARNING)
def link_without_target(workspace: Workspace) -> Iterator[Finding]:
    """A text has a link whose address is not known.

    Wrong:  "[concept note]()"
    Right:  "[concept note](https://…)"
    """
    in_texts = (
        (passage.place, label) for passage in workspace.texts for label, target in links(passage.text) if not target
    )
    bare = [one for talk in workspace.discussions for one in talk.materials if not one.url]
    materials = ((one.place.at("title"), str(one.title)) for one in bare)
    for found, hint in (
        (in_texts, "write the address between the round brackets"),
        (materials, "add url: with the address"),
    ):
        for place, labels in _by_file(found):
            quoted = [f'"{label}"' for label in labels]
            said = join(quoted) if len(quoted) <= _NAMED else _some(quoted, _NAMED)
            yield Finding(place, f"where {said} leads is not known", hint)


@rule("COB414", "translation-missing", _WARNING)
def translation_missing(workspace: Workspace) -> Iterator[Finding]:
    """A text is written in some of the workspace's languages and not in all of them."""
    languages = workspace.settings.languages
    written: dict[Place, set[str]] = defaultdict(set)
    for passage in workspace.texts:
        if passage.language:
            written[passage.record.place.at(*passage.path[:-1])].add(passage.language)
    for place, codes in written.items():
        absent = [code for code in languages if code not in codes]
        if absent:
            yield Finding(place, f"no text in {join(absent)}", f"add {absent[0]}: with the translation")


@rule("COB415", "nothing-there", _WARNING)
def nothing_there(workspace: Workspace) -> Iterator[Finding]:
    """A kind of file is not there at all, or holds comments alone: a workspace that is only begun."""
    there = {type(record) for record in workspace.file_records()}
    for kind in KINDS:
        if kind.required and kind.model not in there and kind.name not in workspace.unreadable_kinds:
            what = f"nothing is in {kind.path} yet"
            hint = f"docs/data-reference.md shows an example; the editor completes with schema/{kind.name}.json"
            yield Finding(Place(kind.path), what, hint)


@rule("COB416", "no-certainty", _WARNING)
def no_certainty(workspace: Workspace) -> Iterator[Finding]:
    """A date is given without saying how settled it is."""
    for deadline in workspace.deadlines:
        if isinstance(deadline.due, Timeframe) and not deadline.certainty:
            hint = "add certainty: confirmed, reported, tentative, tbd, postponed or superseded"
            yield Finding(deadline.place.at("due"), f"how settled is the date of {deadline.id}?", hint)
