"""COB2xx: ids that stand twice, links that lead nowhere, footnotes without a text."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.kinds import KINDS
from cobtrack.model.problem import Finding, Place, Severity
from cobtrack.model.record_texts import texts_without_footnotes, walk_records
from cobtrack.model.records.procedure import Procedure
from cobtrack.model.references import TYPES_WITH_ID, missing_paragraph_hint, references
from cobtrack.model.text.markup import footnote_names
from cobtrack.model.text.markup import links as markdown_links
from cobtrack.model.text.suggestions import KnownWords
from cobtrack.package_data import PROCEDURES
from cobtrack.rules.rule import rule

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cobtrack.model.record import Record
    from cobtrack.model.references import Reference
    from cobtrack.model.workspace import Workspace

_ERROR, _WARNING = Severity.ERROR, Severity.WARNING

_FILE_KIND = {model.__name__: kind.name for kind in KINDS for model in kind.record_types.values()}
"""The kind of file that holds what is named so."""


@rule("COB201", "duplicate-id", _ERROR)
def duplicate_id(workspace: Workspace) -> Iterator[Finding]:
    """An id stands twice in the workspace.

    Ids are shared by everything that has one: a link or `cobtrack show` must mean one thing.

    Wrong:  - id: "2.6"   … in two files
    Right:  - id: "2.6"
            - id: "2.14"
    """
    first: dict[str, Place] = {}
    for record in workspace.all_records():
        where = record.place.at("id")
        if record.id in first:
            other = first[record.id]
            message = f"{record.id} stands twice; the first is in {other.file}"
            yield Finding(where, message, "give one of them an id of its own", (other,))
        first.setdefault(record.id, where)
    pillars: dict[int, Place] = {}
    for pillar in workspace.pillars:
        where = pillar.place.at("pillar")
        if pillar.pillar in pillars:
            other = pillars[pillar.pillar]
            message = f"pillar {pillar.pillar} stands twice; the first is {other.file}"
            yield Finding(where, message, "give one of them a number of its own", (other,))
        pillars.setdefault(pillar.pillar, where)


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
                    message = f"{activity.id} stands in pillar {pillar.pillar}"
                    hint = f'ids of this file begin with "{pillar.pillar}."'
                    yield Finding(activity.place.at("id"), message, hint)
    for document in workspace.documents:
        for paragraph in document.paragraphs:
            if paragraph.document != document.id:
                hint = f'ids of this file begin with "{document.id}:"'
                yield Finding(paragraph.place.at("id"), f"{paragraph.id} stands in {document.id}", hint)


@rule("COB203", "unknown-id", _ERROR)
def unknown_id(workspace: Workspace) -> Iterator[Finding]:
    """A link names an id that nothing has.

    Wrong:  serves: [crc-state-rapport]
    Right:  serves: [crc-state-report]
    """
    known = workspace.by_id

    @cache
    def ids(kind: str) -> KnownWords:
        also = workspace.actor_ids_by_acronym if kind == "Actor" else {}
        return KnownWords((one.id for one in workspace.all_records() if type(one).__name__ == kind), also)

    for link in _checked(workspace):
        to, kind = link.target_id, link.target_type
        if (
            to not in known
            and to not in workspace.unreadable_ids
            and _FILE_KIND[kind] not in workspace.unreadable_kinds
        ):
            what = kind.lower()
            hint = missing_paragraph_hint(workspace, to) if kind == "Paragraph" else ""
            hint = hint or nearest(to, ids(kind), what)
            yield Finding(link.place, f'no {what} has the id "{to}"', hint)


def _checked(workspace: Workspace) -> Iterator[Reference]:
    """The links to what has an id in the whole workspace."""
    for link in references(workspace):
        # A new workspace has no mechanism yet.
        if (
            link.target_type in TYPES_WITH_ID
            and (link.field_path != "treaty_body" or workspace.mechanisms)
            and not _is_shipped(link)
        ):
            yield link


def _is_shipped(link: Reference) -> bool:
    """Whether it is of a procedure that ships: where its mechanism is not there, it is its naming that is wrong."""
    return isinstance(link.owner, Procedure) and link.owner.place.file.startswith(f"{PROCEDURES}/")


def nearest(to: str, known: KnownWords | Iterable[str], what: str) -> str:
    """A hint: the likeliest of the ids that there are, or some of them; a rule that asks often makes `Words` once."""
    words = known if isinstance(known, KnownWords) else KnownWords(known)
    close = words.closest(to) if len(words) < 5000 else []
    if close:
        return f'did you mean "{close[0]}"?'
    return f"there are {words.examples}" if len(words) else f"there is no {what} yet"


@rule("COB204", "wrong-kind", _ERROR)
def wrong_kind(workspace: Workspace) -> Iterator[Finding]:
    """A link names something of another kind.

    Wrong:  serves: [cncc]   (an actor)
    Right:  serves: [crc-state-report]
    """
    for link in _checked(workspace):
        found = workspace.by_id.get(link.target_id)
        if found is not None and type(found).__name__ != link.target_type:
            wanted = _a(link.target_type)
            message = f"{link.target_id} is {_a(type(found).__name__)}, not {wanted}"
            yield Finding(link.place, message, f"name {wanted} here")


def _a(kind: str) -> str:
    """`an activity`, `a deadline`."""
    return f"{'an' if kind[0] in 'AEIOU' else 'a'} {kind.lower()}"


def _noted(workspace: Workspace) -> Iterator[Record]:
    """Every record that can have footnotes."""
    return (record for record in walk_records(workspace.file_records()) if "notes" in type(record).model_fields)


@rule("COB205", "unknown-footnote", _ERROR)
def unknown_footnote(workspace: Workspace) -> Iterator[Finding]:
    """A text marks a footnote that is not written.

    A mark in a text is explained in the `notes` of the same record; inside a footnote a mark refers to any other.

    Wrong:  text: Draft the brief[^brief]
    Right:  text: Draft the brief[^brief]
            notes: {brief: It may be short.}
    """
    names = {name for record in _noted(workspace) for name in getattr(record, "notes", {})}
    everywhere = KnownWords(names)
    for record in _noted(workspace):
        own: dict[str, str] = getattr(record, "notes", {})
        near = KnownWords(own)
        for passage in texts_without_footnotes(record):
            for name in footnote_names(passage.text):
                if name not in own:
                    yield _no_note(passage.place, name, near)
        for key, note in own.items():
            for name in footnote_names(note):
                if name not in names:
                    yield _no_note(record.place.at("notes", key), name, everywhere)


def _no_note(place: Place, name: str, there_are: KnownWords) -> Finding:
    close = there_are.closest(name)
    hint = f'did you mean "{close[0]}"?' if close else f"write it below: notes: {{{name}: …}}"
    return Finding(place, f'the footnote "{name}" is not written', hint)


@rule("COB206", "unused-footnote", _WARNING)
def unused_footnote(workspace: Workspace) -> Iterator[Finding]:
    """A footnote is written and nowhere marked, so that nobody will see it."""
    for record in _noted(workspace):
        marked = {name for passage in texts_without_footnotes(record) for name in footnote_names(passage.text)}
        for name in getattr(record, "notes", {}):
            if name not in marked:
                hint = f"put [^{name}] where it belongs in the text, or delete the footnote"
                yield Finding(record.place.at("notes").at_key(name), f'the footnote "{name}" is not marked', hint)


@rule("COB207", "duplicate-footnote", _ERROR)
def duplicate_footnote(workspace: Workspace) -> Iterator[Finding]:
    """Two footnotes of the roadmap have the same name, so that a reference to it could mean either."""
    first: dict[str, Place] = {}
    for record in _noted(workspace):
        for name in getattr(record, "notes", {}):
            where = record.place.at("notes").at_key(name)
            if name in first:
                message = f'another footnote is named "{name}", in {first[name].file}'
                yield Finding(where, message, "give one of them another name", (first[name],))
            first.setdefault(name, where)


@rule("COB208", "unknown-place", _ERROR)
def unknown_place(workspace: Workspace) -> Iterator[Finding]:
    """A link inside the document leads to an id that nothing has.

    Wrong:  "[the workshop](#discusion-6)"
    Right:  "[the workshop](#discussion-6)"
    """
    known = workspace.by_id
    ids = KnownWords(known)
    for passage in workspace.texts:
        for _, target in markdown_links(passage.text):
            if target.startswith("#") and target[1:] not in known and target[1:] not in workspace.unreadable_ids:
                hint = missing_paragraph_hint(workspace, target[1:]) or nearest(target[1:], ids, "thing")
                yield Finding(passage.place, f'nothing in the document has the id "{target[1:]}"', hint)


@rule("COB209", "link-to-itself", _ERROR)
def link_to_itself(workspace: Workspace) -> Iterator[Finding]:
    """A record is linked to itself, or twice to the same thing.

    Wrong:  responsible: [cncc, cncc]
    Right:  responsible: [cncc]
    """
    for (_, field), links in groupby(references(workspace), _list):
        seen: set[str] = set()
        for link in links:
            own = getattr(link.owner, "id", "")
            # A date that hangs on itself is COB311.
            if link.target_id in seen or (link.target_id == own and not field.startswith("due.")):
                what = "itself" if link.target_id == own else f"{link.target_id} twice"
                verb = "is linked to" if field == _LINKS else "names"
                yield Finding(link.place, f"{own or 'the file'} {verb} {what}", "delete it here")
            seen.add(link.target_id)


_LINKS = "links.to"


def _list(link: Reference) -> tuple[int, str]:
    """What the ids of one list have in common; a paragraph's links are one list."""
    return id(link.owner if link.field_path == _LINKS else link.holder), link.field_path


@rule("COB210", "unknown-cluster", _ERROR)
def unknown_cluster(workspace: Workspace) -> Iterator[Finding]:
    """A paragraph is in a cluster that cobtrack.yaml does not list.

    Wrong:  cluster: violense
    Right:  cluster: violence
    """
    clusters = workspace.settings.clusters
    ids = KnownWords(clusters)
    for paragraph in workspace.paragraphs:
        if paragraph.cluster and paragraph.cluster not in clusters and "settings" not in workspace.unreadable_kinds:
            hint = nearest(paragraph.cluster, ids, "cluster")
            yield Finding(paragraph.place.at("cluster"), f'no cluster has the id "{paragraph.cluster}"', hint)


@rule("COB215", "link-within-a-document", _WARNING)
def link_within_a_document(workspace: Workspace) -> Iterator[Finding]:
    """A paragraph is linked to one of its own document; links are for what other documents say on the same thing.

    A concern that a recommendation answers stands under `answers`.

    Wrong:  - id: crc-2022:42 … links: [{to: crc-2022:43, kind: same-subject}]
    Right:  - id: crc-2022:42 … links: [{to: crc-2011:41, kind: same-subject}]
    """
    hint = "name a paragraph of another document, answers: for the concern, or take the link out"
    for paragraph in workspace.paragraphs:
        for link in paragraph.links:
            # To itself is COB209.
            if link.to.partition(":")[0] == paragraph.document and link.to != paragraph.id:
                message = f"{paragraph.id} is linked to {link.to} of its own document"
                yield Finding(link.place.at("to"), message, hint)
