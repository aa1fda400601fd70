"""COB4xx: gaps, such as unknown facts and missing reports. All are warnings, so that nobody fills a gap by guessing."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.timeframe import Timeframe
from cobtrack.model.earlier import describe_older_texts, records_with_earlier_values, written_about_earlier_words
from cobtrack.model.kinds import KINDS
from cobtrack.model.labels import VOICE
from cobtrack.model.paragraph_ranges import missing_numbers, numbers_in, subtract_seen
from cobtrack.model.problem import Finding, Place, Severity
from cobtrack.model.record_texts import texts_in_fields, walk_records
from cobtrack.model.records.mechanism import FULFILLED
from cobtrack.model.records.shared import Earlier
from cobtrack.model.references import references
from cobtrack.model.schedule import build_schedule
from cobtrack.model.text.markup import links
from cobtrack.model.text.wording import join, join_first, quantity
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
    from datetime import date

    from cobtrack.model.records.action import Action
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.records.budget import BudgetLine
    from cobtrack.model.records.consultation import Consultation
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.records.indicator import Indicator
    from cobtrack.model.records.initiative import Initiative
    from cobtrack.model.records.measure import Measure
    from cobtrack.model.records.mechanism import Deadline
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.records.resource import Resource
    from cobtrack.model.records.roadmap import Discussion
    from cobtrack.model.records.round import Answer
    from cobtrack.model.records.submission import Submission
    from cobtrack.model.types import Text
    from cobtrack.model.workspace import Workspace

_WARNING = Severity.WARNING
_MAX_IDS = 8
_MAX_LABELS = 16
"""The maximum number of names or link texts in a message, because a file can have many of them."""
_MAX_CHECKS = 20
_MIN_WORDS = 4
"""The number of words from which on two languages hardly ever have the same text."""
"""The maximum number of notes of a document that are reported one by one. Further notes are only counted."""
_ACTIVITY = re.compile(r"\d+\.\d+")


def _first(items: Sequence[str], maximum: int = _MAX_IDS) -> str:
    """List at most `maximum` items, and then the number of further items, as in `1.1, 1.2 and 6 more`."""
    listed = ", ".join(items[:maximum])
    return f"{listed} and {len(items) - maximum} more" if len(items) > maximum else listed


def _by_file(labels: Iterable[tuple[Place, str]]) -> Iterator[tuple[Place, list[str]]]:
    """Yield, for each file, the place of its first label and all its labels.

    The labels are grouped in this way because each file gets only one warning.
    """
    groups: dict[str, tuple[Place, list[str]]] = {}
    for place, label in labels:
        groups.setdefault(place.file, (place, []))[1].append(label)
    yield from groups.values()


@rule("COB401", "no-source", _WARNING)
def no_source(workspace: Workspace) -> Iterator[Finding]:
    """A fact has no source.

    Every fact that is not from the roadmap needs a `source:`, which is a citation or an address.

    Wrong:  due: 2024-02
    Right:  due: 2024-02
            source: Roadmap (2022-2027), version 1, footnote 6
    """
    hint = "add source: with a citation or an address"
    sent = [submission for submission in workspace.submissions if submission.date]
    records: tuple[
        Document | Deadline | Actor | Resource | Initiative | Submission | Measure | Consultation | BudgetLine, ...
    ] = (
        *workspace.documents,
        *workspace.deadlines,
        *workspace.actors,
        *workspace.resources,
        *workspace.initiatives,
        *sent,
        *workspace.measures,
        *workspace.consultations,
        *workspace.budgets,
    )
    for record in records:
        if not record.source:
            yield Finding(record.place.at("id"), f"{record.id} has no source", hint)
    for document in workspace.documents:
        paragraphs = [paragraph for paragraph in document.paragraphs if not paragraph.source]
        if paragraphs and not document.source:
            message = f"{quantity(len(paragraphs), 'paragraph')} of {document.id} without a source"
            yield Finding(paragraphs[0].place.at("id"), message, hint)
    for deadline in workspace.deadlines:
        for finding in deadline.findings:
            if not finding.source:
                message = f'{deadline.id}: the finding "{finding.outcome}" has no source'
                yield Finding(finding.place.at("outcome"), message, hint)


@rule("COB402", "paragraphs-not-seen", _WARNING)
def paragraphs_not_seen(workspace: Workspace) -> Iterator[Finding]:
    """Paragraphs of a document are listed as `not_seen`, so their recommendations are not in the workspace.

    Enter these paragraphs from the official document, and delete their numbers from `not_seen`.
    """
    for document in workspace.documents:
        if document.not_seen:
            message = f"paragraphs of {document.name} not entered yet: {', '.join(document.not_seen)}"
            if not document.paragraphs:
                unknown = "" if document.symbol else ", and its symbol is not known"
                message = f"no paragraph of {document.symbol or document.id} has been entered{unknown}"
            hint = "enter them from the official document, then delete them here"
            yield Finding(document.place.at("not_seen"), message, hint)


@rule("COB403", "paragraphs-forgotten", _WARNING)
def paragraphs_forgotten(workspace: Workspace) -> Iterator[Finding]:
    """A paragraph of a document is neither entered nor listed as `not_seen`, or it is both.

    Wrong:  not_seen: [1-]   and paragraph 25 is entered
    Right:  not_seen: [1-24, 26-]
    """
    for document in workspace.documents:
        missing, both = missing_numbers(document)
        # A paragraph that could not be read has been entered. Its errors are reported by other rules.
        unreadable = numbers_in(document.id, workspace.unreadable_ids)
        missing = [number for number in missing if number not in unreadable]
        if missing:
            message = f"{document.id}:{_first(missing)}: neither entered nor listed under not_seen"
            hint = "enter the paragraphs, or list them under not_seen"
            yield Finding(document.place.at("paragraphs"), message, hint)
        if both:
            message = f"{document.id}:{_first(both)}: entered, but also listed under not_seen"
            yield Finding(document.place.at("not_seen"), message, _not_seen_hint(document, both))


def _not_seen_hint(document: Document, entered: Sequence[str]) -> str:
    """Return a hint on how to remove the numbers in `entered` from the document's `not_seen`."""
    if not all(map(str.isdecimal, entered)):
        return "delete them from not_seen"
    remaining = subtract_seen(document.not_seen, set(map(int, entered)), to_end=False, with_items=False)
    if not remaining:
        return "delete not_seen"
    if len(remaining) > _MAX_IDS:
        return "delete them from not_seen"
    return f"write not_seen: [{', '.join(map(str, remaining))}]"


@rule("COB404", "content-not-seen", _WARNING)
def content_not_seen(workspace: Workspace) -> Iterator[Finding]:
    """Only the number and the topic of a recommendation are known.

    Add `text` (the official words) or `summary` (the coalition's own words), and `seen: full`. A paragraph that
    consists only of lettered items is not counted, because the items are separate records.
    """
    for document in workspace.documents:
        divided = {paragraph.number for paragraph in document.paragraphs if paragraph.item and paragraph.text}
        empty = [
            paragraph
            for paragraph in document.paragraphs
            if paragraph.kind == "recommendation"
            and not paragraph.has_content
            and (paragraph.item or paragraph.number not in divided)
        ]
        if empty:
            numbers = _first([paragraph.id.partition(":")[2] for paragraph in empty])
            count = quantity(len(empty), "recommendation")
            message = f"{count} of {document.name} with a topic, but without content: {numbers}"
            yield Finding(empty[0].place.at("id"), message, "add text: or summary: from the official document")


@rule("COB405", "paragraph-not-known", _WARNING)
def paragraph_not_known(workspace: Workspace) -> Iterator[Finding]:
    """The paragraph number of a recommendation is not known, so the recommendation cannot be cited.

    Wrong:  - id: crc-2022:inclusive-education
    Right:  - id: crc-2022:38
    """
    hint = "find the number in the official document and write it after the colon"
    for document in workspace.documents:
        unnumbered = [
            paragraph
            for paragraph in document.paragraphs
            if paragraph.kind == "recommendation" and not paragraph.number
        ]
        if len(unnumbered) == 1:
            message = f"the paragraph number of {unnumbered[0].id} is not known"
            yield Finding(unnumbered[0].place.at("id"), message, hint)
        elif unnumbered:
            count = quantity(len(unnumbered), "recommendation")
            message = f"the paragraph numbers of {count} of {document.id} are not known"
            yield Finding(unnumbered[0].place.at("id"), message, hint)


@rule("COB406", "recommendations-uncovered", _WARNING)
def recommendations_uncovered(workspace: Workspace) -> Iterator[Finding]:
    """No activity names a recommendation, or the paragraph that contains it as a lettered item.

    Only the newest document of each mechanism is checked.
    """
    # An activity that could not be read might name any of the recommendations.
    if "pillar" in workspace.unreadable_kinds or any(map(_ACTIVITY.fullmatch, workspace.unreadable_ids)):
        return
    covered = {paragraph_id for activity in workspace.activities for paragraph_id in activity.recommendations}
    older = {document.previous for document in workspace.documents}
    for document in workspace.own_documents:
        if document.id in older:
            continue
        numbers = [
            paragraph.id.partition(":")[2]
            for paragraph in document.paragraphs
            if paragraph.kind == "recommendation"
            and covered.isdisjoint({paragraph.id, f"{paragraph.document}:{paragraph.number}"})
        ]
        if numbers:
            message = f"{quantity(len(numbers), 'recommendation')} of {document.name} not named by any activity"
            hint = f"add them to the activities that serve them, as in recommendations: [{document.id}:{numbers[0]}]"
            yield Finding(document.place.at("id"), f"{message}: {_first(numbers)}", hint)


@rule("COB407", "nobody-responsible", _WARNING)
def nobody_responsible(workspace: Workspace) -> Iterator[Finding]:
    """An activity does not say which organisation is responsible."""
    for pillar in workspace.pillars:
        activities = [activity for category in pillar.categories for activity in category.activities]
        unassigned = [activity.id for activity in activities if not activity.responsible]
        if unassigned:
            count = f"{len(unassigned)} of {len(activities)} activities"
            message = f"{count} have no responsible organisation: {_first(unassigned)}"
            yield Finding(pillar.place.at("title"), message, "add responsible: with ids from data/actors.yaml")


@rule("COB408", "nothing-reported", _WARNING)
def nothing_reported(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """The timeframe of an activity has begun, but no progress has been reported."""
    for pillar in workspace.pillars:
        begun = [
            activity
            for category in pillar.categories
            for activity in category.activities
            if activity.timeframe.may_have_begun_by(as_of)
        ]
        silent = [activity.id for activity in begun if not activity.progress]
        if silent:
            message = (
                f"{len(silent)} of {len(begun)} activities that have begun have no progress entry: {_first(silent)}"
            )
            hint = f'run "cobtrack log {silent[0]} --status WORD --note TEXT", or add an entry to progress:'
            yield Finding(pillar.place.at("title"), message, hint)


@rule("COB409", "done-without-evidence", _WARNING)
def done_without_evidence(workspace: Workspace) -> Iterator[Finding]:
    """An activity is reported as done without any evidence."""
    for activity in workspace.activities:
        for entry in activity.progress:
            if entry.status == "done" and not entry.evidence:
                message = f"{activity.id} is reported as done without evidence"
                yield Finding(entry.place.at("status"), message, "add evidence: with an address or a citation")


@rule("COB410", "actor-without-name", _WARNING)
def actor_without_name(workspace: Workspace) -> Iterator[Finding]:
    """The name of an organisation is not known."""
    for place, ids in _by_file((actor.place.at("id"), actor.id) for actor in workspace.actors if not actor.name):
        noun = "name" if len(ids) == 1 else "names"
        verb = "is" if len(ids) == 1 else "are"
        message = f"the {noun} of {_first(ids, _MAX_LABELS)} {verb} not known"
        yield Finding(place, message, "add name: once somebody can confirm it")


@rule("COB411", "no-due-date", _WARNING)
def no_due_date(workspace: Workspace) -> Iterator[Finding]:
    """A deadline has no date."""
    for deadline in workspace.deadlines:
        if deadline.due is None and not any(finding.outcome in FULFILLED for finding in deadline.findings):
            hint = "add due: with as much of the date as is known, such as 2027 or 2027?"
            yield Finding(deadline.place.at("id"), f"the due date of {deadline.id} is not known", hint)


@rule("COB412", "outcome-not-known", _WARNING)
def outcome_not_known(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """A deadline has passed, but it is not known whether the report was submitted or the meeting took place.

    If no evidence of a submission was found, the report might still have been submitted. Add any known facts to
    `findings`.
    """
    dates = build_schedule(workspace.deadlines, as_of).resolved
    in_files = {deadline.id for mechanism in workspace.mechanisms for deadline in mechanism.deadlines}
    for deadline in workspace.deadlines:
        resolved = dates[deadline.id]
        due = resolved.date
        if due is None or resolved.blocked_by or not due.is_before(as_of):
            continue
        findings = [finding for finding in deadline.findings if finding.date.is_on_or_before(as_of)]
        if not findings or findings[-1].outcome == "not-found":
            when = format_timeframe(due)
            passed = f"{deadline.id} was due {when}"
            if not resolved.is_settled:
                passed = f"{deadline.id} has passed its date, {when}, which was never confirmed"
            hint = "add to findings: submitted, held or not-submitted, with date and source"
            if deadline.id not in in_files:
                hint = f"add a deadline with step: {deadline.step}, and {hint.removeprefix('add ')}"
            yield Finding(deadline.place.at("due"), f"{passed}; its outcome is not known", hint)


@rule("COB413", "link-without-target", _WARNING)
def link_without_target(workspace: Workspace) -> Iterator[Finding]:
    """A link in a text has no address.

    Wrong:  "[concept note]()"
    Right:  "[concept note](https://…)"
    """
    in_texts = (
        (passage.place, label) for passage in workspace.texts for label, target in links(passage.text) if not target
    )
    holders: tuple[Discussion | Document, ...] = (*workspace.discussions, *workspace.documents)
    materials = (
        (material.place.at("title"), str(material.title))
        for holder in holders
        for material in holder.materials
        if not material.url
    )
    for labels_in_places, hint in (
        (in_texts, "write the address between the round brackets"),
        (materials, "add url: with the address"),
    ):
        for place, labels in _by_file(labels_in_places):
            quoted = [f'"{label}"' for label in labels]
            noun, verb = ("link", "has") if len(quoted) == 1 else ("links", "have")
            yield Finding(place, f"the {noun} {join_first(quoted, _MAX_LABELS)} {verb} no address", hint)


@rule("COB452", "practice-incomplete", _WARNING)
def practice_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """A good practice names no country, no source, or no recommendation that it helps to carry out.

    Wrong:  - {id: helpline, kind: practice, title: A helpline for children}
    Right:  - {id: helpline, kind: practice, title: A helpline for children, country: PHL, source: …, …}
    """
    for resource in workspace.resources:
        if resource.kind != "practice":
            continue
        missing = [name for name in ("country", "source", "recommendations") if not getattr(resource, name)]
        if missing:
            message = f"the practice {resource.id} has {join([f'no {name}' for name in missing])}"
            yield Finding(resource.place.at("id"), message, f"add {join([f'{name}:' for name in missing])}")


@rule("COB414", "translation-missing", _WARNING)
def translation_missing(workspace: Workspace) -> Iterator[Finding]:
    """A text is written in some languages of the workspace, but not in all of them.

    The texts of a file that lack the same languages are reported together. `cobtrack list --untranslated km` lists all
    texts that are not in Khmer.
    """
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for place, text in _texts_by_language(workspace):
        missing = join([code for code in workspace.settings.languages if code not in text.languages])
        if missing:
            found[place.file, missing].append(place)
    for (_, missing), places in found.items():
        more = f", and {len(places) - 1} more in this file" if len(places) > 1 else ""
        yield Finding(places[0], f"no text in {missing}{more}", "add the language with the translation")


@rule("COB426", "translation-outdated", _WARNING)
def translation_outdated(workspace: Workspace) -> Iterator[Finding]:
    """The original of a text has changed since it was translated: the translation has the standing `outdated`.

    Translate it again, and remove the standing. `cobtrack set` does both: `cobtrack set 2.6 text.km=…`.

    Wrong:  text: {en: Support the review, km: ពិនិត្យ, standing: {km: outdated}}
    Right:  text: {en: Support the review, km: គាំទ្រ}
    """
    for place, text in _texts_by_language(workspace):
        for code, standing in text.standings.items():
            if standing == "outdated":
                message = f"the original has changed since it was translated into {code}"
                yield Finding(place.at(code), message, "translate it again, and remove the standing")


@rule("COB427", "translation-same", _WARNING)
def translation_same(workspace: Workspace) -> Iterator[Finding]:
    """A text has the same words in two languages, so one of them is probably not translated yet.

    Names and short texts can be the same. Leave out the translation until there is one.

    Wrong:  text: {en: Support the government in a review, fr: Support the government in a review}
    Right:  text: {en: Support the government in a review}
    """
    for place, text in _texts_by_language(workspace):
        original, *others = text.languages.items()
        for code, words in others:
            if len(words.split()) >= _MIN_WORDS and words.casefold() == original[1].casefold():
                message = f"the text in {code} has the same words as the text in {original[0]}"
                yield Finding(place.at(code), message, f"translate it, or delete the text in {code}")


@rule("COB428", "undeclared-language", _WARNING)
def undeclared_language(workspace: Workspace) -> Iterator[Finding]:
    """A text is in a language that is not one of the `languages` in cobtrack.yaml.

    No document is written in this language, and no list says what is left to translate into it.
    """
    found: dict[tuple[str, str], list[Place]] = defaultdict(list)
    for passage in workspace.texts:
        if passage.language and passage.language not in workspace.settings.languages:
            found[passage.place.file, passage.language].append(passage.place)
    for (_, code), places in found.items():
        texts_are = quantity(len(places), "text is", "texts are")
        message = f"{texts_are} in {code}, which is not a language of the workspace"
        yield Finding(places[0], message, f"add {code} to languages in cobtrack.yaml, if it is no mistake")


def _texts_by_language(workspace: Workspace) -> Iterator[tuple[Place, Text]]:
    """Yield each text that names its languages, with its place. Earlier values are left out."""
    for record in walk_records(workspace.file_records()):
        if not isinstance(record, Earlier):
            for path, text in texts_in_fields(record):
                if text.languages:
                    yield record.place.at(*path), text


@rule("COB415", "missing-files", _WARNING)
def missing_files(workspace: Workspace) -> Iterator[Finding]:
    """The workspace has no file of a required kind, or such a file contains nothing but comments."""
    models = {type(record) for record in workspace.file_records()}
    for kind in KINDS:
        if kind.required and kind.model not in models and kind.name not in workspace.unreadable_kinds:
            message = f"{kind.path} is empty so far"
            hint = f"examples are in docs/data.md in cobtrack's repository; for editors: schema/{kind.name}.json"
            yield Finding(Place(kind.path), message, hint)


@rule("COB416", "no-certainty", _WARNING)
def no_certainty(workspace: Workspace) -> Iterator[Finding]:
    """The date of a deadline, or a budget line, does not say how certain it is."""
    for line in workspace.budgets:
        if not line.certainty:
            hint = "add certainty: confirmed, reported or tentative"
            yield Finding(line.place.at("id"), f"{line.id} does not say how certain its amounts are", hint)
    for deadline in workspace.deadlines:
        if isinstance(deadline.due, Timeframe) and not deadline.certainty:
            hint = "add certainty: confirmed, reported, tentative, tbd, postponed or superseded"
            yield Finding(deadline.place.at("due"), f"the date of {deadline.id} has no certainty", hint)


@rule("COB417", "to-be-checked", _WARNING)
def to_be_checked(workspace: Workspace) -> Iterator[Finding]:
    """An import was not sure about a paragraph, and nobody has checked this paragraph yet.

    Compare the paragraph with the official document, correct any mistakes, and delete the note from `check`.
    """
    hint = "compare it with the official document, then delete the note from check"
    for document in workspace.documents:
        notes = [(paragraph, number) for paragraph in document.paragraphs for number in range(len(paragraph.check))]
        for paragraph, number in notes[:_MAX_CHECKS]:
            yield Finding(paragraph.place.at("check", number), f"{paragraph.id}: {paragraph.check[number]}", hint)
        if rest := notes[_MAX_CHECKS:]:
            paragraph, number = rest[0]
            message = f"{quantity(len(rest), 'more note')} to check in {document.name}"
            yield Finding(paragraph.place.at("check", number), message, f"search for check: in {document.place.file}")


@rule("COB418", "only-structural-indicators", _WARNING)
def only_structural(workspace: Workspace) -> Iterator[Finding]:
    """A recommendation has only structural indicators, which show what was promised, not what was achieved.

    OHCHR's guide to human rights indicators distinguishes structural indicators (such as a law), process indicators and
    outcome indicators (such as results).
    """
    types: dict[str, set[str]] = defaultdict(set)
    for indicator in workspace.indicators:
        for paragraph_id in indicator.recommendations:
            types[paragraph_id].add(indicator.type)
    for indicator in workspace.indicators:
        for number, paragraph_id in enumerate(indicator.recommendations):
            if types.pop(paragraph_id, None) == {"structural"}:
                hint = "add a process or an outcome indicator for it"
                message = f"{paragraph_id} has only structural indicators"
                yield Finding(indicator.place.at("recommendations", number), message, hint)


@rule("COB419", "assessment-without-evidence", _WARNING)
def assessment_without_evidence(workspace: Workspace) -> Iterator[Finding]:
    """An assessment of a recommendation has no evidence.

    An assessment with the level `no-information` needs no evidence.
    """
    for paragraph in workspace.paragraphs:
        for assessment in paragraph.assessments:
            if not assessment.evidence and assessment.level != "no-information":
                message = f'{paragraph.id}: the assessment "{assessment.level}" by {assessment.voice} has no evidence'
                hint = "add evidence: with bearing (supports, contradicts, context) and source"
                yield Finding(assessment.place.at("level"), message, hint)


@rule("COB420", "indicator-not-measured", _WARNING)
def indicator_not_measured(workspace: Workspace) -> Iterator[Finding]:
    """An indicator has neither a value nor a baseline."""
    for file in workspace.indicator_files:
        empty = [indicator for indicator in file.indicators if not indicator.values and not indicator.baseline]
        if empty:
            ids = [indicator.id for indicator in empty]
            message = f"{quantity(len(empty), 'indicator')} without any value: {join_first(ids, _MAX_IDS)}"
            yield Finding(empty[0].place.at("id"), message, "add baseline: or values: with date, value and source")


@rule("COB421", "document-without-symbol", _WARNING)
def document_without_symbol(workspace: Workspace) -> Iterator[Finding]:
    """The UN symbol of a document is not known, so the document cannot be cited.

    If no paragraph of the document has been entered, COB402 reports the missing symbol instead.
    """
    for document in workspace.documents:
        if not document.symbol and (document.paragraphs or not document.not_seen):
            hint = "add symbol:, as printed on the first page of the document"
            yield Finding(document.place.at("id"), f"the symbol of {document.id} is not known", hint)


@rule("COB422", "action-without-owner-or-date", _WARNING)
def action_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """An action does not say who is responsible or by when, or an advocacy action does not say whom it addresses.

    Wrong:  - {id: ask-for-a-ban, title: Ask for a ban, kind: advocacy}
    Right:  - {id: ask-for-a-ban, …, responsible: [crc-cambodia], addressed_to: [mosvy], timeframe: 2027}
    """
    for action in workspace.actions:
        is_addressed = bool(action.addressed_to) or action.kind != "advocacy"
        fields = {"responsible": action.responsible, "timeframe": action.timeframe, "addressed_to": is_addressed}
        yield from _missing_fields(action, fields)


@rule("COB423", "initiative-incomplete", _WARNING)
def initiative_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """An initiative does not say which organisations run it, where it takes place, or when.

    Wrong:  - {id: classes, title: Classes for parents}
    Right:  - {id: classes, …, organisations: [crc-cambodia], location: Two provinces, timeframe: 2024/2026}
    """
    for initiative in workspace.initiatives:
        fields = {
            "organisations": initiative.organisations,
            "location": initiative.location,
            "timeframe": initiative.timeframe,
        }
        yield from _missing_fields(initiative, fields)


def _missing_fields(record: Action | Initiative, fields: Mapping[str, object]) -> Iterator[Finding]:
    """Yield one warning that names all fields without a value, or nothing if all fields have a value."""
    if missing := [name for name, value in fields.items() if not value]:
        yield Finding(record.place.at("id"), f"{record.id} has no {join(missing)}", f"add {missing[0]}:")


@rule("COB424", "written-about-earlier-words", _WARNING)
def about_earlier_words(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """The words of a record have changed since something was written about them.

    This is a summary, a score or an assessment that might no longer fit. Write a new one, or confirm
    that the old one still holds.
    """
    for record, _ in records_with_earlier_values(workspace):
        if parts := written_about_earlier_words(record, as_of):
            name = workspace.name_of(record)
            hint = f"read it again; if it still fits the present words, run: cobtrack log {name} --still-holds"
            place = record.place.at(*parts[0].path)
            yield Finding(place, f"{name}: {describe_older_texts(parts)}", hint)


@rule("COB425", "consultation-not-taken-up", _WARNING)
def consultation_not_taken_up(workspace: Workspace, as_of: date) -> Iterator[Finding]:
    """Children were consulted, and nothing says what came of it: no point has an outcome, and no record names it.

    Record for each point what was done (`done:`) or why nothing was done (`not_done_because:`). An assessment in the
    voice of children can name the consultation that it rests on (`consultations:`). As long as an answer that was
    promised to the children is not due yet, nothing is reported.

    Wrong:  said: [{number: 1, text: Teachers beat us.}]
    Right:  said: [{number: 1, text: Teachers beat us., done: {activities: ["2.7"]}}]
    """
    named = {link.target_id for link in references(workspace) if link.target_type == "Consultation"}
    mentioned = {to.removeprefix("#") for text in workspace.texts for _, to in links(text.text)}
    for consultation in workspace.consultations:
        points = consultation.said
        is_named = consultation.id in named or consultation.id in mentioned
        is_promised = any(
            feedback.due and not feedback.due.is_before(as_of) for point in points for feedback in point.feedback
        )
        is_answered = is_named or is_promised or any(point.has_outcome for point in points)
        if consultation.is_held(as_of) and not is_answered:
            message = f"nothing says what came of {consultation.id}"
            hint = "write what the children said under said:, and what came of it"
            if points:
                hint = f"record it: cobtrack log {consultation.id}:{points[0].number} --done ID, or --not-done TEXT"
            yield Finding(consultation.place.at("id"), message, hint)


@rule("COB430", "no-help-for-children", _WARNING)
def no_help_for_children(workspace: Workspace) -> Iterator[Finding]:
    """Something is written in plain words for children, but the settings do not list anybody who helps children.

    A child who reads about violence might need help. The child-friendly edition lists the public services in `help` in
    cobtrack.yaml, such as a helpline: never persons, and no private numbers.
    """
    settings = workspace.settings
    has_plain_words = (
        bool(settings.clusters_in_plain_words)
        or any(activity.plain for activity in workspace.activities)
        or any(paragraph.plain for paragraph in workspace.paragraphs)
    )
    if has_plain_words and not settings.help:
        hint = "add help: with the name, the number and the hours of a public service"
        yield Finding(settings.place, "the child-friendly edition has nobody who helps children", hint)


@rule("COB437", "indicator-without-data-source", _WARNING)
def indicator_without_data_source(workspace: Workspace) -> Iterator[Finding]:
    """An indicator does not say where its values come from: neither `data_sources` nor `measured_by`.

    An indicator without any value is reported by COB420.

    Wrong:  - {id: at-school, title: Children at school, type: outcome}
    Right:  - {id: at-school, title: Children at school, type: outcome, data_sources: [school-register]}
    """
    for file in workspace.indicator_files:
        measured = (row for row in file.indicators if row.values or row.baseline)
        rows = [row for row in measured if not row.all_data_sources and not row.measured_by]
        if rows:
            names = join_first([row.id for row in rows], _MAX_IDS)
            message = f"{quantity(len(rows), 'indicator')} without a data source: {names}"
            hint = "add data_sources: with ids from data/data-sources, or measured_by:"
            yield Finding(rows[0].place.at("id"), message, hint)


@rule("COB438", "groups-exceed-the-whole", _WARNING)
def groups_exceed_the_whole(workspace: Workspace) -> Iterator[Finding]:
    """The numbers of the groups on an axis are together more than the number for all.

    Only numbers of persons or things are added up (`values_are`), and only if they are of the same date.

    Wrong:  - {date: 2025, value: 100} … {value: 60, for: {sex: female}} … {value: 50, for: {sex: male}}
    Right:  - {date: 2025, value: 110} … {value: 60, for: {sex: female}} … {value: 50, for: {sex: male}}
    """
    for indicator in workspace.indicators:
        if indicator.values_are in {"persons", "things"}:
            for whole, axis, total in indicator.sums_of_groups():
                if total > whole.number:
                    message = f"{indicator.id}: the groups by {axis} are together {total}, but all are {whole.value}"
                    yield Finding(whole.place.at("value"), message, "correct one of the values, or its date")


@rule("COB439", "not-broken-down", _WARNING)
def not_broken_down(workspace: Workspace) -> Iterator[Finding]:
    """An indicator is to be broken down by an axis, but has no value of a group on this axis.

    An indicator without any value is reported by COB420.

    Wrong:  disaggregated_by: [sex] … values: [{date: 2025, value: 58}]
    Right:  disaggregated_by: [sex] … values: [{date: 2025, value: 58}, {date: 2025, value: 61, for: {sex: male}}]
    """
    for indicator in workspace.indicators:
        used = {axis for value in indicator.values for axis in value.for_}
        missing = [axis for axis in indicator.disaggregated_by if axis not in used]
        if missing and (indicator.values or indicator.baseline):
            place = indicator.place.at("disaggregated_by", indicator.disaggregated_by.index(missing[0]))
            hint = f"for example: cobtrack log {indicator.id} --value NUMBER --for {missing[0]}=…"
            yield Finding(place, f"{indicator.id} has no values by {join(missing)}", hint)


@rule("COB440", "responsible-and-supports", _WARNING)
def responsible_and_supports(workspace: Workspace) -> Iterator[Finding]:
    """An organisation is in `responsible:` and in `supports:` of the same record.

    An organisation that leads and answers for something is in `responsible:` only.

    Wrong:  responsible: [cncc]
            supports: [cncc, unicef]
    Right:  responsible: [cncc]
            supports: [unicef]
    """
    records: tuple[Activity | Paragraph | Action, ...]
    records = (*workspace.activities, *workspace.paragraphs, *workspace.actions)
    for record in records:
        for number, actor in enumerate(record.supports):
            if actor in record.responsible:
                also = (record.place.at("responsible", record.responsible.index(actor)),)
                message = f"{actor} is responsible for {record.id}, and supports it too"
                yield Finding(record.place.at("supports", number), message, "delete it in one of the two lists", also)


@rule("COB441", "contact-incomplete", _WARNING)
def contact_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """A contact does not say what was asked, answered or promised, or it has the date of a promise without the promise.

    Wrong:  - {date: 2026-03-01, with: cncc, promised_by: 2026-05}
    Right:  - {date: 2026-03-01, with: cncc, promised: To send the draft, promised_by: 2026-05}
    """
    for action in workspace.actions:
        for contact in action.contacts:
            dates = [name for name in ("promised_by", "settled") if getattr(contact, name)]
            if contact.promised is None and dates:
                message = f"{action.id}: {join(dates)} without a promise"
                yield Finding(contact.place.at(dates[0]), message, "add promised: with what was promised")
            elif not (contact.asked or contact.answered or contact.promised):
                message = f"{action.id}: the contact of {contact.date} does not say what it was about"
                yield Finding(contact.place.at("date"), message, "add asked:, answered: or promised:")


@rule("COB442", "reply-incomplete", _WARNING)
def reply_incomplete(workspace: Workspace) -> Iterator[Finding]:
    """An assessment says by when the State was asked to reply, but not when the assessment was sent to the State.

    Or it says when the State replied, but not what the reply was. Without the day on which the assessment was sent,
    nobody waits for a reply.

    Wrong:  answer_by: 2026-05
    Right:  sent: 2026-03-01
            answer_by: 2026-05
    """
    for paragraph in workspace.paragraphs:
        for assessment in paragraph.assessments:
            for given, needed in (("answer_by", "sent"), ("answered", "answer")):
                if getattr(assessment, given) and not getattr(assessment, needed):
                    message = f"{paragraph.id}: the assessment of {assessment.date} has {given} and no {needed}"
                    yield Finding(assessment.place.at(given), message, f"add {needed}:")


@rule("COB431", "measure-answers-nothing", _WARNING)
def measure_answers_nothing(workspace: Workspace) -> Iterator[Finding]:
    """A measure of the State answers no recommendation, and no document has caused it.

    Without this, nobody finds the measure at the recommendation that it is about.

    Wrong:  title: Law on the protection of children
    Right:  title: Law on the protection of children
            recommendations: [crc-2022:26]
    """
    for measure in workspace.measures:
        if not measure.answers and not (measure.triggered_by and measure.triggered_by.documents):
            hint = f"cobtrack set {measure.id} recommendations+=ID"
            yield Finding(measure.place.at("id"), f"{measure.id} answers no recommendation", hint)


@rule("COB432", "claim-without-voice", _WARNING)
def claim_without_voice(workspace: Workspace) -> Iterator[Finding]:
    """A stage says that a measure is implemented, but not who says so.

    Anyone can look up when a law was adopted. Whether it is implemented is a view, and views differ.

    Wrong:  {date: 2025, stage: implemented}
    Right:  {date: 2025, stage: implemented, voice: government}
    """
    for measure in workspace.measures:
        for stage in measure.stages:
            if stage.stage == "implemented" and not stage.voice:
                message = f"nothing says who sees {measure.id} as implemented"
                yield Finding(stage.place.at("stage"), message, f"add voice: {', '.join(VOICE)}")


@rule("COB433", "measure-without-stage", _WARNING)
def measure_without_stage(workspace: Workspace) -> Iterator[Finding]:
    """A measure of the State has no stage, so documents leave it out.

    Wrong:  title: Law on the protection of children
    Right:  title: Law on the protection of children
            stages:
              - {date: 2023-05, stage: adopted}
    """
    for measure in workspace.measures:
        if not measure.stages:
            message = f"{measure.id} has no stage, so documents leave it out"
            hint = f"cobtrack log {measure.id} --stage WORD --date DATE"
            yield Finding(measure.place.at("id"), message, hint)


@rule("COB443", "report-not-reviewed", _WARNING)
def report_not_reviewed(workspace: Workspace) -> Iterator[Finding]:
    """An organisation has reported in a round, and nobody has confirmed what it reported.

    Only members see the report until somebody confirms it: `cobtrack round 2026-12 --accept ORGANISATION`.

    Wrong:  progress: [{date: 2026-12-10, status: done, by: unicef, provisional: true, audience: members}]
    Right:  progress: [{date: 2026-12-10, status: done, by: unicef}]
    """
    for round_ in workspace.rounds:
        for answer in round_.answers:
            ids = [
                identifier for identifier in dict.fromkeys(answer.reported_ids) if _waits(workspace, identifier, answer)
            ]
            if ids:
                message = f"{round_.id}: nobody has confirmed what {answer.by} reported on {join_first(ids, 5)}"
                hint = f"read it with cobtrack round {round_.id}, then: cobtrack round {round_.id} --accept {answer.by}"
                yield Finding(answer.place.at("by"), message, hint)


def _waits(workspace: Workspace, identifier: str, answer: Answer) -> bool:
    """Whether the log of a record has an entry of an organisation that nobody has confirmed."""
    record = workspace.by_id.get(identifier)
    logs = (getattr(record, name, ()) for name in ("progress", "values", "assessments"))
    return any(entry.provisional and entry.by == answer.by for log in logs for entry in log)


@rule("COB446", "nobody-to-carry-out", _WARNING)
def without_responsible(workspace: Workspace) -> Iterator[Finding]:
    """A recommendation does not say which organisation or authority has to carry it out.

    The newest document of each mechanism is checked, without recommendations that are outdated. Urgent recommendations
    are named first. A lettered item has what its paragraph has. All recommendations are in one warning.

    Wrong:  - id: crc-2022:26
    Right:  - id: crc-2022:26
              responsible: [council]
    """
    having = {row.id for row in workspace.paragraphs if row.responsible}
    yield from _without(workspace, "a responsible body", having, "cobtrack set {id} responsible+=ORGANISATION")


@rule("COB447", "no-working-group", _WARNING)
def without_group(workspace: Workspace) -> Iterator[Finding]:
    """No thematic working group follows up on a recommendation.

    The same recommendations are checked as by COB446.

    Wrong:  - id: crc-2022:26
    Right:  - id: crc-2022:26
              groups: [twg-1]
    """
    having = {row.id for row in workspace.paragraphs if row.groups}
    yield from _without(workspace, "a thematic working group", having, "cobtrack set {id} groups+=GROUP")


@rule("COB448", "no-indicator", _WARNING)
def without_indicator(workspace: Workspace) -> Iterator[Finding]:
    """No indicator shows whether a recommendation is carried out.

    The same recommendations are checked as by COB446.

    Wrong:  - {id: parents-who-hit, title: Parents who hit, type: outcome}
    Right:  - {id: parents-who-hit, title: Parents who hit, type: outcome, recommendations: [crc-2022:26]}
    """
    yield from _without_record(workspace, "indicator", workspace.indicators, "indicators")


@rule("COB449", "no-action", _WARNING)
def without_action(workspace: Workspace) -> Iterator[Finding]:
    """No action or advocacy is planned for a recommendation.

    The same recommendations are checked as by COB446.

    Wrong:  - {id: ask-for-a-ban, title: Ask for a ban, kind: advocacy}
    Right:  - {id: ask-for-a-ban, title: Ask for a ban, kind: advocacy, recommendations: [crc-2022:26]}
    """
    yield from _without_record(workspace, "action", workspace.actions, "actions")


@rule("COB450", "no-resource", _WARNING)
def without_resource(workspace: Workspace) -> Iterator[Finding]:
    """A recommendation names no text or tool that helps to carry it out, such as a General Comment.

    The same recommendations are checked as by COB446.

    Wrong:  - id: crc-2022:26
    Right:  - id: crc-2022:26
              resources: [crc-gc-8]
    """
    having = {row.id for row in workspace.paragraphs if row.resources}
    yield from _without(workspace, "a resource", having, "cobtrack set {id} resources+=RESOURCE")


def _without_record(
    workspace: Workspace, noun: str, records: Iterable[Indicator | Action], kind: str
) -> Iterator[Finding]:
    """Yield a warning about the recommendations that no record of a kind names."""
    if kind in workspace.unreadable_kinds:
        return
    named = {identifier for record in records for identifier in record.recommendations}
    yield from _without(workspace, f"an {noun}", named, f"cobtrack set {noun.upper()} recommendations+={{id}}")


def _without(workspace: Workspace, what: str, having: Collection[str], hint: str) -> Iterator[Finding]:
    """Yield one warning that names the recommendations without something, urgent ones first.

    `having` has the ids of the recommendations that have it. A lettered item has what its paragraph has.
    """
    rows = _checked_recommendations(workspace)
    urgent = {row.id for row in workspace.recommendations if row.urgent}
    missing = [row for row in rows if not _is_in(row, having)]
    missing.sort(key=lambda row: not _is_in(row, urgent))
    if missing:
        count = sum(_is_in(row, urgent) for row in missing)
        message = f"{len(missing)} of {quantity(len(rows), 'recommendation')} without {what}"
        message += f", {count} of them urgent" if count else ""
        ids = _first([row.id for row in missing])
        yield Finding(missing[0].place.at("id"), f"{message}: {ids}", f"run: {hint.format(id=missing[0].id)}")


def _checked_recommendations(workspace: Workspace) -> list[Paragraph]:
    """Return the recommendations in the newest documents, as far as they still hold.

    Paragraphs that only introduce lettered items are left out.
    """
    older = {document.previous for document in workspace.documents}
    newest = {document.id for document in workspace.own_documents if document.id not in older}
    rows = [row for row in workspace.recommendations if row.document in newest]
    with_items = {f"{row.document}:{row.number}" for row in rows if row.item}
    outdated = {row.id for row in rows if row.outdated}
    return [row for row in rows if row.id not in with_items and not _is_in(row, outdated)]


def _is_in(paragraph: Paragraph, ids: Collection[str]) -> bool:
    """Whether a recommendation, or the paragraph or the item that contains it, is among some ids."""
    if paragraph.id in ids:
        return True
    whole = f"{paragraph.document}:{paragraph.number}"
    return bool(paragraph.item) and (whole in ids or f"{whole}{paragraph.item.partition('-')[0]}" in ids)
