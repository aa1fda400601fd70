"""COB2xx: duplicate ids, links to ids that do not exist, and missing footnotes."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.kinds import KINDS
from cobtrack.model.problem import Finding, Fix, Place, Severity
from cobtrack.model.record import kind_word
from cobtrack.model.record_texts import texts_without_footnotes, walk_records
from cobtrack.model.records.procedure import Procedure
from cobtrack.model.references import TYPES_WITH_ID, missing_paragraph_hint, records_in_files, references
from cobtrack.model.text.fold import fold_name
from cobtrack.model.text.markup import footnote_names
from cobtrack.model.text.markup import links as markdown_links
from cobtrack.model.text.suggestions import KnownWords, did_you_mean
from cobtrack.package_data import PROCEDURES
from cobtrack.rules.rule import read_rule, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.model.record import Record
    from cobtrack.model.records.document import Paragraph
    from cobtrack.model.records.pillar import Activity
    from cobtrack.model.references import Reference
    from cobtrack.model.workspace import RecordWithId, Workspace

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

_FILE_KINDS = {model.__name__: kind for kind in KINDS for model in kind.record_types.values()}
"""The kind of file that contains the records of a class, keyed by the name of the class."""
_MAX_IDS_TO_COMPARE = 5_000
"""The maximum number of ids to compare with a mistyped id, because comparing more ids takes too long."""
_PARAGRAPH_LINKS = "links.to"


@rule("COB201", "duplicate-id", _ERROR)
def duplicate_id(workspace: Workspace) -> Iterator[Finding]:
    """Two records have the same id, or two points of a consultation have the same number.

    An id must be unique among the records of all kinds, because links and `cobtrack show` use nothing but the id.

    Wrong:  - id: "2.6"   … in two files
    Right:  - id: "2.6"
            - id: "2.14"
    """
    first_places: dict[str, Place] = {}
    for record in workspace.all_records():
        place = record.place.at("id")
        if record.id in first_places:
            first = first_places[record.id]
            message = f"duplicate id {record.id}; its first use is in {first.file}"
            yield Finding(place, message, "change one of the two ids", (first,))
        first_places.setdefault(record.id, place)
    pillar_places: dict[int, Place] = {}
    for pillar in workspace.pillars:
        place = pillar.place.at("pillar")
        if pillar.pillar in pillar_places:
            first = pillar_places[pillar.pillar]
            message = f"duplicate pillar number {pillar.pillar}; its first use is in {first.file}"
            yield Finding(place, message, "change one of the two numbers", (first,))
        pillar_places.setdefault(pillar.pillar, place)
    for consultation in workspace.consultations:
        numbers: dict[int, Place] = {}
        for point in consultation.said:
            place = point.place.at("number")
            if point.number in numbers:
                message = f"{consultation.id} has two points with the number {point.number}"
                yield Finding(place, message, "give the newer point the next free number", (numbers[point.number],))
            numbers.setdefault(point.number, place)


@rule("COB202", "id-of-another-file", _ERROR)
def foreign_id(workspace: Workspace) -> Iterator[Finding]:
    """An id does not begin with the number of its pillar or the id of its document.

    Wrong:  pillar: 2 … - id: "3.1"
    Right:  pillar: 2 … - id: "2.14"
    """
    for pillar in workspace.pillars:
        for category in pillar.categories:
            for activity in category.activities:
                if activity.id.partition(".")[0] != str(pillar.pillar):
                    message = f"{activity.id} is in the file of pillar {pillar.pillar}"
                    hint = f'ids in this file begin with "{pillar.pillar}."'
                    yield Finding(activity.place.at("id"), message, hint)
    for document in workspace.documents:
        for paragraph in document.paragraphs:
            if paragraph.document != document.id:
                message = f"{paragraph.id} is in the file of {document.id}"
                hint = f'ids in this file begin with "{document.id}:"'
                yield Finding(paragraph.place.at("id"), message, hint)


@rule("COB203", "unknown-id", _ERROR)
def unknown_id(workspace: Workspace) -> Iterator[Finding]:
    """A link names an id that no record has.

    Wrong:  serves: [crc-state-rapport]
    Right:  serves: [crc-state-report]
    """
    records = workspace.by_id

    @cache
    def ids(kind: str) -> KnownWords:
        also = workspace.actor_ids_by_acronym if kind == "Actor" else {}
        return KnownWords((record.id for record in workspace.all_records() if type(record).__name__ == kind), also)

    for link in _links_by_id(workspace):
        to, kind = link.target_id, link.target_type
        if (
            to not in records
            and to not in workspace.unreadable_ids
            and _FILE_KINDS[kind].name not in workspace.unreadable_kinds
        ):
            hint = _hint_for_used_id(workspace, to)
            hint = hint or (missing_paragraph_hint(workspace, to) if kind == "Paragraph" else "")
            hint = hint or suggest(to, ids(kind), _FILE_KINDS[kind].how_to_add(TYPES_WITH_ID[kind], to))
            record = workspace.by_former_id.get(to)
            fix = Fix("value", link.place, record.id) if record and type(record).__name__ == kind else None
            if not workspace.what_became_of(to):
                fix = _fix(link.place, to, ids(kind))
            yield Finding(link.place, f'no {kind_word(kind)} has the id "{to}"', hint, fix=fix)


def _hint_for_used_id(workspace: Workspace, identifier: str) -> str:
    """Return a hint for a link to a record that was renamed or removed; "" if the id was never used."""
    if record := workspace.by_former_id.get(identifier):
        return f'{identifier} is now {record.id}: write "{record.id}"'
    what = workspace.what_became_of(identifier)
    return f"{what}; delete this entry, or name another record" if what else ""


def _links_by_id(workspace: Workspace) -> Iterator[Reference]:
    """Yield every link that names its target by an id that is unique in the whole workspace.

    Links in the procedures that ship with cobtrack are left out.
    """
    for link in references(workspace):
        # Ignore `treaty_body` in a new workspace, which has no mechanism yet.
        if (
            link.target_type in TYPES_WITH_ID
            and (link.field_path != "treaty_body" or workspace.mechanisms)
            and not _is_shipped(link)
        ):
            yield link


def _is_shipped(link: Reference) -> bool:
    """Whether the link is in a review procedure that ships with cobtrack.

    The workspace does not need to have the mechanism that such a procedure names.
    """
    return isinstance(link.owner, Procedure) and link.owner.place.file.startswith(f"{PROCEDURES}/")


def suggest(identifier: str, existing: KnownWords, how_to_add: str) -> str:
    """Return a hint for the unknown id `identifier`.

    The hint names the most similar existing id. If no existing id is similar, the hint is `how_to_add` with examples of
    existing ids. Repeated calls should pass the same `KnownWords`, because building its index takes time.
    """
    if len(existing) < _MAX_IDS_TO_COMPARE and (close := existing.closest_id(identifier)):
        return f'did you mean "{close}"?'
    return f"{how_to_add}, or {f'use one of {existing.examples}' if len(existing) else 'delete this entry'}"


def _fix(place: Place, identifier: str, existing: KnownWords) -> Fix | None:
    """Return the correction of an unknown id, or None if it is not certain which of the existing ids was meant."""
    meant = existing.certain(identifier) if len(existing) < _MAX_IDS_TO_COMPARE else ""
    return Fix("value", place, meant) if meant else None


@rule("COB204", "wrong-kind", _ERROR)
def wrong_kind(workspace: Workspace) -> Iterator[Finding]:
    """A link names a record of the wrong kind.

    Wrong:  serves: [cncc]   (an actor)
    Right:  serves: [crc-state-report]
    """
    for link in _links_by_id(workspace):
        record = workspace.by_id.get(link.target_id)
        if record is not None and type(record).__name__ != link.target_type:
            expected = _with_article(link.target_type)
            message = f"{link.target_id} is {_with_article(type(record).__name__)}, not {expected}"
            yield Finding(link.place, message, f"write the id of {expected} here")


def _with_article(kind: str) -> str:
    """Return the name of a kind of record with its article, as in `an activity` or `a deadline`."""
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind_word(kind)}"


def _records_with_notes(workspace: Workspace) -> Iterator[Record]:
    return (record for record in walk_records(workspace.file_records()) if "notes" in type(record).model_fields)


@rule("COB205", "unknown-footnote", _ERROR)
def unknown_footnote(workspace: Workspace) -> Iterator[Finding]:
    """A text refers to a footnote that does not exist.

    Write the footnote in the `notes` of the record that has the text. A mark inside a footnote can refer to the
    footnotes of any record.

    Wrong:  text: Draft the brief[^brief]
    Right:  text: Draft the brief[^brief]
            notes: {brief: It may be short.}
    """
    names = {name for record in _records_with_notes(workspace) for name in getattr(record, "notes", {})}
    all_names = KnownWords(names)
    for record in _records_with_notes(workspace):
        notes: dict[str, str] = getattr(record, "notes", {})
        record_names = KnownWords(notes)
        for passage in texts_without_footnotes(record):
            for name in footnote_names(passage.text):
                if name not in notes:
                    yield _missing_note(passage.place, name, record_names)
        for key, note in notes.items():
            for name in footnote_names(note):
                if name not in names:
                    yield _missing_note(record.place.at("notes", key), name, all_names)


def _missing_note(place: Place, name: str, existing: KnownWords) -> Finding:
    close = existing.closest(name)
    hint = did_you_mean(close, f"add the footnote to the record: notes: {{{name}: …}}", quoted=True)
    return Finding(place, f'the footnote "{name}" is missing', hint)


@rule("COB206", "unused-footnote", _WARNING)
def unused_footnote(workspace: Workspace) -> Iterator[Finding]:
    """No text refers to a footnote, so the footnote is never shown."""
    for record in _records_with_notes(workspace):
        marked = {name for passage in texts_without_footnotes(record) for name in footnote_names(passage.text)}
        for name in getattr(record, "notes", {}):
            if name not in marked:
                message = f'no text refers to the footnote "{name}"'
                hint = f"write [^{name}] where it belongs in the text, or delete the footnote"
                yield Finding(record.place.at("notes").at_key(name), message, hint)


@rule("COB207", "duplicate-footnote", _ERROR)
def duplicate_footnote(workspace: Workspace) -> Iterator[Finding]:
    """Two footnotes have the same name, so a mark with this name is ambiguous."""
    first_places: dict[str, Place] = {}
    for record in _records_with_notes(workspace):
        for name in getattr(record, "notes", {}):
            place = record.place.at("notes").at_key(name)
            if name in first_places:
                message = f'another footnote is named "{name}", in {first_places[name].file}'
                yield Finding(place, message, "rename one of the two footnotes", (first_places[name],))
            first_places.setdefault(name, place)


@rule("COB208", "unknown-place", _ERROR)
def unknown_place(workspace: Workspace) -> Iterator[Finding]:
    """A link within a document points to an id that no record has.

    Wrong:  "[the workshop](#discusion-6)"
    Right:  "[the workshop](#discussion-6)"
    """
    if workspace.unreadable_kinds:
        # The record can be in a file that could not be read.
        return
    records = workspace.by_id
    ids = KnownWords(records)
    for passage in workspace.texts:
        for _, target in markdown_links(passage.text):
            if target.startswith("#") and target[1:] not in records and target[1:] not in workspace.unreadable_ids:
                hint = _hint_for_used_id(workspace, target[1:]) or missing_paragraph_hint(workspace, target[1:])
                hint = hint or suggest(target[1:], ids, "add the record")
                yield Finding(passage.place, f'no record has the id "{target[1:]}"', hint)


@rule("COB209", "link-to-itself", _ERROR)
def link_to_itself(workspace: Workspace) -> Iterator[Finding]:
    """A record links to itself, or has two links to the same record.

    Wrong:  responsible: [cncc, cncc]
    Right:  responsible: [cncc]
    """
    for (_, field), links in groupby(references(workspace), _list_of_ids):
        seen: set[str] = set()
        for link in links:
            owner = getattr(link.owner, "id", "")
            # A date that is relative to itself is reported by COB311.
            if link.target_id in seen or (link.target_id == owner and not field.startswith("due.")):
                target = "itself" if link.target_id == owner else f"{link.target_id} twice"
                verb = "links to" if field == _PARAGRAPH_LINKS else "names"
                yield Finding(link.place, f"{owner or 'the file'} {verb} {target}", "delete this entry")
            seen.add(link.target_id)


def _list_of_ids(link: Reference) -> tuple[int, str]:
    """Return a key that is equal for all links in the same list. All `links` of a paragraph are treated as one list."""
    return id(link.owner if link.field_path == _PARAGRAPH_LINKS else link.holder), link.field_path


@rule("COB210", "unknown-cluster", _ERROR)
def unknown_cluster(workspace: Workspace) -> Iterator[Finding]:
    """A paragraph, a consultation or a saved filter names a cluster that cobtrack.yaml does not list.

    Wrong:  cluster: violense
    Right:  cluster: violence
    """
    clusters = workspace.settings.clusters
    ids = KnownWords(clusters)
    for link in references(workspace):
        cluster = link.target_id
        if link.target_type == "Cluster" and cluster not in clusters and "settings" not in workspace.unreadable_kinds:
            hint = suggest(cluster, ids, "add it under clusters: in cobtrack.yaml")
            fix = _fix(link.place, cluster, ids)
            yield Finding(link.place, f'no cluster has the id "{cluster}"', hint, fix=fix)


@rule("COB211", "unknown-step", _ERROR)
def unknown_step(workspace: Workspace) -> Iterator[Finding]:
    """A deadline names a step that does not exist in any review procedure of its mechanism.

    Wrong:  step: pre-sesion
    Right:  step: pre-session
    """
    steps = {procedure.id: [step.id for step in procedure.steps] for procedure in workspace.procedures}
    for mechanism in workspace.mechanisms:
        existing = {step for procedure in mechanism.procedures for step in steps.get(procedure, ())}
        words = KnownWords(existing)
        # An unknown procedure is reported by COB203.
        if all(procedure in steps for procedure in mechanism.procedures):
            for deadline in mechanism.deadlines:
                if deadline.step and deadline.step not in existing:
                    message = f'no procedure of {mechanism.id} has the step "{deadline.step}"'
                    hint = suggest(deadline.step, words, "add it to the steps of a procedure in data/procedures")
                    place = deadline.place.at("step")
                    yield Finding(place, message, hint, fix=_fix(place, deadline.step, words))
    for procedure in workspace.procedures:
        existing = set(steps[procedure.id])
        words = KnownWords(existing)
        for step in procedure.steps:
            if step.due and step.due.anchor and step.due.anchor not in existing:
                message = f'{procedure.id} has no step "{step.due.anchor}"'
                hint = suggest(step.due.anchor, words, "add it to the steps")
                place = step.place.at("due", "after" if step.due.after else "before")
                yield Finding(place, message, hint, fix=_fix(place, step.due.anchor, words))


@rule("COB212", "procedure-of-another-mechanism", _ERROR)
def foreign_procedure(workspace: Workspace) -> Iterator[Finding]:
    """A mechanism names a review procedure that belongs to another mechanism.

    Wrong:  procedures: [crc-standard]   in data/reports-due/cat.yaml
    Right:  procedures: [cat-standard]   with mechanism: cat in data/procedures/cat-standard.yaml
    """
    procedures = {procedure.id: procedure for procedure in workspace.procedures}
    for mechanism in workspace.mechanisms:
        for number, procedure in enumerate(mechanism.procedures):
            if procedure in procedures and procedures[procedure].mechanism != mechanism.id:
                message = f"{procedure} is a procedure of {procedures[procedure].mechanism}, not of {mechanism.id}"
                hint = f"name a procedure whose file in data/procedures says mechanism: {mechanism.id}"
                yield Finding(mechanism.place.at("procedures", number), message, hint)


@rule("COB213", "duplicate-step", _ERROR)
def duplicate_step(workspace: Workspace) -> Iterator[Finding]:
    """Two deadlines of a mechanism name the same step, or two steps of a procedure have the same id.

    Wrong:  step: state-report   in two deadlines of one file
    Right:  step: state-report   in the deadline that is due next
    """
    for mechanism in workspace.mechanisms:
        steps = [(deadline.step, deadline.place.at("step")) for deadline in mechanism.deadlines if deadline.step]
        yield from _duplicate_steps(steps, f"two deadlines of {mechanism.id} name the step")
    for procedure in workspace.procedures:
        steps = [(step.id, step.place.at("id")) for step in procedure.steps]
        yield from _duplicate_steps(steps, f"two steps of {procedure.id} are named")


def _duplicate_steps(steps: list[tuple[str, Place]], what: str) -> Iterator[Finding]:
    first_places: dict[str, Place] = {}
    for step, place in steps:
        if step in first_places:
            yield Finding(place, f'{what} "{step}"', "delete one of the two", (first_places[step],))
        first_places.setdefault(step, place)


@rule("COB214", "unknown-criterion", _ERROR)
def unknown_criterion(workspace: Workspace) -> Iterator[Finding]:
    """A score names a criterion that cobtrack.yaml does not list, or a paragraph has two scores for one criterion.

    Wrong:  - criterion: severty
    Right:  - criterion: severity
    """
    criteria = {criterion.id for criterion in workspace.settings.criteria}
    ids = KnownWords(criteria)
    for paragraph in workspace.paragraphs:
        seen: set[str] = set()
        for score in paragraph.scores:
            if score.criterion not in criteria and "settings" not in workspace.unreadable_kinds:
                message = f'no criterion has the id "{score.criterion}"'
                hint = suggest(score.criterion, ids, "add it under criteria: in cobtrack.yaml")
                yield Finding(score.place.at("criterion"), message, hint)
            elif score.criterion in seen:
                message = f"{paragraph.id} has two scores for {score.criterion}"
                yield Finding(score.place.at("criterion"), message, "keep one of the two scores")
            seen.add(score.criterion)


@rule("COB215", "link-within-a-document", _WARNING)
def link_within_a_document(workspace: Workspace) -> Iterator[Finding]:
    """A paragraph links to a paragraph of the same document, but `links` are meant for other documents.

    If a recommendation answers a concern, write the id of the concern in `answers`.

    Wrong:  - id: crc-2022:42 … links: [{to: crc-2022:43, kind: same-subject}]
    Right:  - id: crc-2022:42 … links: [{to: crc-2011:41, kind: same-subject}]
    """
    hint = "link to another document, write the id of the concern in answers:, or delete the link"
    for paragraph in workspace.paragraphs:
        for link in paragraph.links:
            # A link to itself is reported by COB209.
            if link.to.partition(":")[0] == paragraph.document and link.to != paragraph.id:
                message = f"{paragraph.id} links to {link.to} in the same document"
                yield Finding(link.place.at("to"), message, hint)


@rule("COB226", "related-and-not-related", _WARNING)
def related_and_not_related(workspace: Workspace) -> Iterator[Finding]:
    """A record names another record as related, and says in `not_related` that it is not.

    Wrong:  links: [{to: crc-2011:41, kind: repeats}]   not_related: {recommendations: [crc-2011:41]}
    Right:  links: [{to: crc-2011:41, kind: repeats}]
    """
    records: tuple[Paragraph | Activity, ...] = (*workspace.paragraphs, *workspace.activities)
    for record in records:
        if not record.not_related:
            continue
        related = {
            *(link.to for link in getattr(record, "links", ())), *getattr(record, "recommendations", ()),
            *getattr(record, "resources", ()),
        }  # fmt: skip
        for name in ("recommendations", "resources"):
            for number, other in enumerate(getattr(record.not_related, name)):
                if other in related:
                    message = f"{record.id} names {other} as related, and also as not related"
                    yield Finding(record.not_related.place.at(name, number), message, "delete one of the two")


@rule("COB216", "duplicate-origin", _ERROR)
def duplicate_origin(workspace: Workspace) -> Iterator[Finding]:
    """Two recommendations in a document have the same origin, so an import cannot tell them apart.

    Wrong:  origins: [{system: uhri, id: 5f3a}]   … in crc-2022:42 and in crc-2022:43
    Right:  origins: [{system: uhri, id: 5f3a}]   … in crc-2022:42 only
    """
    for document in workspace.documents:
        owners: dict[tuple[str, str], Paragraph] = {}
        for paragraph in document.paragraphs:
            for origin in paragraph.origins if paragraph.kind == "recommendation" else ():
                owner = owners.setdefault((origin.system, origin.id), paragraph)
                if owner is not paragraph:
                    message = f"{paragraph.id} has the same origin in {origin.system} as {owner.id}"
                    hint = "delete the wrong origin; if both are the same recommendation, merge the records"
                    yield Finding(origin.place.at("id"), message, hint, (owner.place.at("origins"),))


@rule("COB217", "score-for-a-computed-criterion", _WARNING)
def score_for_a_computed_criterion(workspace: Workspace) -> Iterator[Finding]:
    """A paragraph has a score for a criterion that cobtrack computes. This score replaces the computed score.

    The score for `urgent` is computed from `urgent: true`, and the score for `repeated` from the links to other
    documents.

    Wrong:  - {criterion: urgent, score: 3, reason: The Committee says so}
    Right:  urgent: true
    """
    computed = {criterion.id for criterion in workspace.settings.criteria if criterion.is_derived}
    fields = {"urgent": "urgent: true", "repeated": "links: to the paragraphs that repeat it"}
    for paragraph in workspace.paragraphs:
        for score in paragraph.scores:
            if score.criterion in computed:
                message = f"{paragraph.id} has a score for {score.criterion}, which is computed"
                hint = f"delete the score and write {fields[score.criterion]}"
                yield Finding(score.place.at("criterion"), message, hint)


@rule("COB218", "used-id", _ERROR)
def used_id(workspace: Workspace) -> Iterator[Finding]:
    """A record has an id that was used before, by a record that was renamed, moved or removed.

    An id is never used for another record, because printed documents and other files might still mean the earlier
    record. Paragraphs with a number are an exception, because their ids come from the UN's numbers.

    Wrong:  - id: "2.7"   … while another record has formerly: ["2.7"]
    Right:  - id: "2.14"
    """
    owners: dict[str, RecordWithId] = {}
    for record in records_in_files(workspace):
        is_earlier_id = record.id in workspace.earlier_ids
        if is_earlier_id and (former := workspace.by_former_id.get(record.id)):
            message = f"{record.id} is a former id of {former.id if former is not record else 'the same record'}"
            hint = f'choose another id, or delete {record.id} from "formerly" of {former.id}'
            yield Finding(record.place.at("id"), message, hint)
        if is_earlier_id and (removed := workspace.removed_by_id.get(record.id)):
            hint = "choose another id; if this is the same record, delete the entry in data/roadmap.yaml"
            yield Finding(record.place.at("id"), f"{record.id} is the id of a removed record", hint, (removed.place,))
        for index, identifier in enumerate(getattr(record, "formerly", ())):
            owner = owners.setdefault(identifier, record)
            if owner is not record and identifier in workspace.earlier_ids:
                message = f"{identifier} is also a former id of {owner.id}"
                yield Finding(record.place.at("formerly", index), message, "keep one of the two", (owner.place,))


@rule("COB219", "unknown-filter-value", _ERROR)
def unknown_filter_value(workspace: Workspace) -> Iterator[Finding]:
    """A saved filter has a value that nothing has, or two saved filters have the same name.

    Wrong:  - {id: education, pillar: [12]}
    Right:  - {id: education, pillar: [2]}
    """
    names: dict[str, Place] = {}
    known = {
        "pillar": KnownWords(str(pillar.pillar) for pillar in workspace.pillars),
        "sdg": KnownWords(key for paragraph in workspace.paragraphs for key in paragraph.sdg_keys),
        "person": KnownWords(key for paragraph in workspace.paragraphs for key in paragraph.person_keys),
    }
    for saved in workspace.settings.saved_filters:
        place = saved.place.at("id")
        if saved.id in names:
            yield Finding(
                place, f'two saved filters have the name "{saved.id}"', "change one of them", (names[saved.id],)
            )
        names.setdefault(saved.id, place)
        for field, words in known.items():
            for number, value in enumerate(getattr(saved, field)):
                if fold_name(str(value)) not in words.words:
                    what = {"pillar": "there is no pillar", "sdg": "no recommendation has the SDG"}
                    message = f'{what.get(field, "no recommendation is about")} "{value}"'
                    yield Finding(saved.place.at(field, number), message, suggest(str(value), words, "delete it"))


@rule("COB220", "deadline-of-another-mechanism", _ERROR)
def deadline_of_another_mechanism(workspace: Workspace) -> Iterator[Finding]:
    """A submission names a deadline of a mechanism that it is not addressed to.

    Wrong:  to: upr
            deadline: crc-civil-society-submission
    Right:  to: crc
            deadline: crc-civil-society-submission
    """
    for submission in workspace.submissions:
        mechanism = workspace.mechanism_of.get(submission.deadline or "")
        if mechanism and mechanism.id != submission.to:
            message = (
                f"{submission.id} is to {submission.to}, but {submission.deadline} is a deadline of {mechanism.id}"
            )
            yield Finding(submission.place.at("deadline"), message, "correct to: or deadline:")


@rule("COB222", "cluster-explained-twice", _ERROR)
def cluster_explained_twice(workspace: Workspace) -> Iterator[Finding]:
    """A cluster has plain words twice in `clusters_in_plain_words`, so documents would show only one of the texts."""
    seen: set[str] = set()
    for row in workspace.settings.clusters_in_plain_words:
        if row.cluster in seen:
            yield Finding(row.place.at("cluster"), f"{row.cluster} has plain words twice", "delete one of the two")
        seen.add(row.cluster)


unknown_in_focal_point = read_rule(
    "COB225",
    "unknown-in-focal-points",
    _ERROR,
    """
    A focal point names an organisation, a group, an activity or a pillar that does not exist.

    The ids in data/focal-points.internal.yaml are checked on the computer that has this file. If a record was renamed,
    the ids in the file have to be changed by hand, because no command writes the file.
    """,
)
