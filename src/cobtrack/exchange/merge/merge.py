"""What an import would do to the workspace: what is new, what it adds, what is in conflict, what is gone.

One rule for all imports: what a person wrote is never overwritten. A record that is not there is added; a field that a
record lacks is filled, unless the record was imported before: then it was taken out, which is told. Where both say
something else, both are reported and the file stays as it is.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.exchange.incoming import MAX_CONCERNS, other_state_reason
from cobtrack.exchange.merge import resolve_links
from cobtrack.exchange.merge.compare import as_text, says_same
from cobtrack.exchange.merge.deadline_offers import deadline_offers
from cobtrack.exchange.merge.match_documents import document_id, find_document, same_review_note, same_session
from cobtrack.exchange.merge.match_paragraphs import match_paragraphs, unique_id
from cobtrack.exchange.merge.not_seen import insert_positions, sort_key, subtract_seen
from cobtrack.exchange.merge.plan import Conflict, DeadlineOffer, DocumentPlan, MergePlan, ParagraphPlan
from cobtrack.exchange.merge.reviews import is_redundant, makers_by_text, merge_wordings
from cobtrack.exchange.merge.sanitize import no_contacts, sanitize_document
from cobtrack.exchange.un.bodies import MECHANISM_IDS
from cobtrack.exchange.un.upr import combine
from cobtrack.model.edit import Edit
from cobtrack.model.references import references
from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.exchange.incoming import ImportedFile, IncomingDocument, IncomingParagraph
    from cobtrack.exchange.merge.sanitize import Contacts
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.workspace import Workspace

ORDER = (
    "id", "kind", "section", "heading", "cluster", "urgent", "follow_up", "text", "summary", "cites", "resources",
    "answers", "links", "position", "made_by", "wordings", "action_category", "themes", "affected_persons", "sdgs",
    "origins", "check",
)  # fmt: skip
"""The keys of a paragraph in the order in which an import writes them."""
_TEXTS = ("text", "made_by", "wordings")
_FEW_GONE = 5
_ITS_OWN = {"themes", "affected_persons", "sdgs", "action_category"}
# What the file says only together with the workspace: its clusters, its other documents, its resources.
_WITH_WORKSPACE = {"cluster", "links", "resources"}
# A list of one's own stays, and gets what is new.
_ADDED_TO = {"links", "resources"}
# A title is put in words of one's own; a source is that of whoever entered it.
_FILLED = ("symbol", "reports", "session", "considered", "adopted", "issued")
_DOCUMENT_ORDER = (
    "id", "symbol", "title", "mechanism", "reports", "session", "considered", "adopted", "issued", "source",
)  # fmt: skip


def plan_merge(
    workspace: Workspace, incoming: ImportedFile, document: str = "", contacts: Contacts = no_contacts
) -> MergePlan:
    """Compare what comes in with the workspace.

    `document` is the id to use where the file holds one document; `contacts` tells what contacts a text holds.
    """
    taken: set[str] = {*workspace.by_id, *MECHANISM_IDS}
    plans, mechanisms, kinds = [], dict[str, str](), Counter[str]()
    matched, count, offers = set[str](), 0, list[DeadlineOffer]()
    for one in [sanitize_document(each, contacts) for each in incoming.documents]:
        known = find_document(workspace, one, incoming.system, document, matched)
        if why := _left(workspace, one, known):
            incoming.skip(why, len(one.paragraphs))
            continue
        if known is None and one.mechanism not in {there.id for there in workspace.mechanisms}:
            mechanisms[one.mechanism] = f"data/reports-due/{one.mechanism}.yaml"
        if known and known.id in matched:
            incoming.skip(f"another document of the file is {known.id} already", len(one.paragraphs))
            continue
        matched |= {known.id} if known else set()
        name = known.id if known else unique_id(document or document_id(one), taken)
        taken.add(name)
        kinds.update(paragraph.kind for paragraph in one.paragraphs)
        count += sum(paragraph.record_count for paragraph in one.paragraphs if not paragraph.continues_previous)
        plans.append(_Merge(workspace, one, known, name, incoming.system).plan())
        offers += deadline_offers(workspace, one, mechanisms.get(one.mechanism, ""), taken)
        incoming.notes += resolve_links.unmatched_sections(workspace.settings, one)
        incoming.notes += same_review_note(known, one, plans[-1].counts["new"], incoming.system)
    return MergePlan(incoming, plans, mechanisms, kinds, count, offers)


def _left(workspace: Workspace, one: IncomingDocument, known: Document | None) -> str:
    """Why a document is not taken; nothing where it is."""
    settings = workspace.settings
    if one.state and lookup.state_key(one.state) not in settings.state_keys:
        return other_state_reason(one.state)
    if known is None and not one.mechanism:
        by_hand = "begin its file by hand, then import again with --document and its id"
        return f"which body issued {one.symbol or one.name} is not known: {by_hand}"
    return ""


class _Merge:
    """One document that comes in, beside the one that is there."""

    def __init__(
        self, workspace: Workspace, one: IncomingDocument, known: Document | None, name: str, system: str
    ) -> None:
        self.workspace = workspace
        self.one = one
        self.known = known
        self.id = name
        self.system = system
        self.there = known.paragraphs if known else ()
        self.by_id = {paragraph.id: paragraph for paragraph in self.there}
        self.is_review = one.mechanism == "upr"
        matches = match_paragraphs(one.paragraphs, self.there, name, system, is_review=self.is_review)
        self.ids = matches.ids
        self.groups: dict[str, list[int]] = {}
        for position, record_id in self.ids.items():
            self.groups.setdefault(record_id, []).append(position)
        others = [record for records in matches.others.values() for record in records]
        named = {link.target_id for link in references(workspace)} if others else set()
        self.removed = {record.id for record in others if is_redundant(record, named)}
        self.others = {self.ids[position]: records for position, records in matches.others.items()}

    def plan(self) -> DocumentPlan:
        file = self.known.place.file if self.known else f"data/recommendations/{self.id}.yaml"
        made = DocumentPlan(self.id, self.one.symbol or self.one.name, file)
        new = []
        for record_id in dict.fromkeys(self.ids[position] for position in range(len(self.ids))):
            paragraph = combine([self.one.paragraphs[position] for position in self.groups[record_id]])
            data = self.data(record_id, paragraph)
            there = self.by_id.get(record_id)
            if there is None:
                new.append((paragraph, data))
                made.paragraphs.append(ParagraphPlan("new", record_id, paragraph.location, to_check=paragraph.to_check))
            else:
                self.compare(made, paragraph, data, there)
        self.leave_out(made)
        if self.known is None:
            made.data = self.document_data([data for _, data in new])
        else:
            self.compare_document(made, self.known)
            self.insert(made, new)
            self.update_not_seen(made, self.known)
        return made

    def insert(self, made: DocumentPlan, new: list[tuple[IncomingParagraph, dict[str, Any]]]) -> None:
        """Put new paragraphs where their numbers belong; those without one, and the last ones, behind the others."""
        there = [one for one in self.there if one.id not in self.removed]
        at = insert_positions(there, [sort_key(one.number, one.item) if one.number else None for one, _ in new])
        for (_, data), place in zip(new, at, strict=True):
            if place < len(there):
                made.inserts.setdefault(place, []).append(data)
            else:
                made.edits.append(Edit((), "paragraphs", data, "append"))

    def update_not_seen(self, made: DocumentPlan, known: Document) -> None:
        """Take what comes in out of what nobody has seen; UHRI has some paragraphs whole, and of others a letter."""
        if self.system not in {"cobs", "uhri"}:
            return
        is_official = self.system == "cobs"
        found = (one.number for one in self.one.paragraphs if one.number.isdecimal() and (is_official or not one.item))
        brought = set(map(int, found))
        left = subtract_seen(known.not_seen, brought, has_end=self.one.has_last_paragraph, has_letters=is_official)
        if [str(one) for one in left] != list(known.not_seen):
            made.edits.append(Edit((), "not_seen", left or None))
            said = ", ".join(map(str, left)) or "nothing"
            made.changes = (*made.changes, f"not_seen: {', '.join(known.not_seen)} becomes {said}")

    def data(self, record_id: str, paragraph: IncomingParagraph) -> dict[str, Any]:
        """The paragraph as it would stand in the file."""
        fields = {key: value for key, value in paragraph.fields.items() if key != "assessment" and value}
        # Many concerns may have one number.
        answers = islice((one for each in fields.pop("answers", ()) for one in self.concerns(str(each))), MAX_CONCERNS)
        links = list(resolve_links.links(self.workspace, self.id, fields.pop("links", ())))
        data = {
            "cluster": resolve_links.cluster(self.workspace.settings, resolve_links.sections_of(paragraph)),
            "resources": resolve_links.resources(self.workspace, self.one.mechanism, str(fields.get("text", ""))),
            **fields,
            "id": record_id,
            "kind": paragraph.kind,
            "answers": list(answers),
            "links": links,
            "check": list(paragraph.to_check),
        }
        if paragraph.external_ids:
            data["origins"] = [{"system": paragraph.system, "id": origin} for origin in paragraph.external_ids]
        return {key: data[key] for key in ORDER if data.get(key) not in (None, "", [], False)}

    def concerns(self, number: str) -> Iterator[str]:
        """The ids of the concerns with that number."""
        return (self.ids[at] for at in self.concerns_by_number.get(number, ()))

    @cached_property
    def concerns_by_number(self) -> dict[str, list[int]]:
        """Where the concerns stand among the paragraphs that come in, by number and item."""
        found: dict[str, list[int]] = {}
        for at, one in enumerate(self.one.paragraphs):
            if one.kind == "concern":
                found.setdefault(one.number + one.item, []).append(at)
        return found

    def compare(self, made: DocumentPlan, paragraph: IncomingParagraph, data: dict[str, Any], there: Paragraph) -> None:
        """Fill what the record lacks, and tell where the two say different things.

        What differs holds back that field alone; only another kind may be another paragraph, unless it is the official
        document that has it. A record that was imported before does not get again what a person took out of it, but
        what follows from the workspace may have become known since.
        """
        # What is written counts, also where it is what holds without being written.
        here = there.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        compared = [one for one in data if one not in {"id", "check", "origins", *(_TEXTS if self.is_review else ())}]
        absent = [one for one in compared if one not in here]
        more = self.more(here, data)
        differing = [
            one for one in compared if one in here and one not in _ADDED_TO and not says_same(here[one], data[one])
        ]
        was_taken = any(one.system == self.system for one in there.origins)
        # Each system has words of its own for what a recommendation is about.
        if any(one.system != self.system for one in there.origins):
            differing = [one for one in differing if one not in _ITS_OWN]
        # Of what was a guess, a person has said what it is.
        if was_taken and paragraph.to_check and not there.check:
            differing = [one for one in differing if one != "kind"]
        conflicts = [Conflict(one, as_text(here[one]), as_text(data[one])) for one in differing]
        added: dict[str, Any] = {}
        may_fill = not was_taken and ("kind" not in differing or self.system == "cobs")
        if was_taken:
            added = {one: data[one] for one in absent if one in _WITH_WORKSPACE}
        elif may_fill:
            added = {one: data[one] for one in absent}
            added |= self.seen(there) if "text" in data and "text" not in differing else {}
        # Of a review a system has further rows for a record, each with words and States of its own.
        origins = self.further_origins(paragraph, there)
        if self.is_review:
            texts, changed = merge_wordings(paragraph, there, self.makers_by_words)
            conflicts += changed
            if was_taken and not origins:
                absent += [one for one in texts if one != "wordings"]
            else:
                added |= texts
        if origins and (self.is_review or may_fill):
            added["origins"] = [*here.get("origins", ()), *origins]
        doubts = paragraph.to_check if added and not was_taken else ()
        added |= {"check": [*here.get("check", ()), *doubts]} if doubts else {}
        made.edits += [Edit(there.place.path, one, value) for one, value in added.items()]
        made.edits += [Edit(there.place.path, one, each, "append") for one, items in more.items() for each in items]
        doubts = doubts or resolve_links.unrecorded_assessment(str(paragraph.fields.get("assessment", "")), there)
        lacks = tuple(one for one in absent if one not in added) if was_taken else ()
        state: Literal["changed", "same"] = "changed" if added or more else "same"
        rename = self.number_hint(paragraph, there)
        made.paragraphs.append(
            ParagraphPlan(state, there.id, paragraph.location, (*added, *more), tuple(conflicts), doubts, lacks, rename)
        )

    def more(self, here: dict[str, Any], data: dict[str, Any]) -> dict[str, list[Any]]:
        """The links and resources that a record with some of its own does not have yet."""
        known = {link["to"] for link in here.get("links", ())}
        found = {
            "links": [link for link in data.get("links", ()) if link["to"] not in known],
            "resources": [one for one in data.get("resources", ()) if one not in here.get("resources", ())],
        }
        return {key: items for key, items in found.items() if items and key in here}

    def further_origins(self, paragraph: IncomingParagraph, there: Paragraph) -> list[dict[str, str]]:
        """What the system knows the record by, too; for what a record takes over from others of the file, all of it."""
        found = [(paragraph.system, origin) for origin in paragraph.external_ids]
        for other in self.others.get(there.id, ()):
            found += [(one.system, one.id) for one in other.origins if other.id in self.removed]
        return [{"system": system, "id": one} for system, one in dict.fromkeys(found) if (system, one) not in self.held]

    @cached_property
    def held(self) -> set[tuple[str, str]]:
        """What systems know the records by; two numbers of the same words have each their own."""
        return {
            (one.system, one.id) for record in self.there if record.id not in self.removed for one in record.origins
        }

    def number_hint(self, paragraph: IncomingParagraph, there: Paragraph) -> str:
        """The id that a record without a number may have now that its number is known; empty where it has one."""
        name = f"{there.document}:{paragraph.number}{paragraph.item}" if paragraph.number and not there.number else ""
        return "" if name in self.workspace.by_id else name

    @cached_property
    def makers_by_words(self) -> dict[str, dict[str, str]]:
        """Who made which words, by the records that are there."""
        return makers_by_text(one for one in self.there if one.id not in self.removed)

    def leave_out(self, made: DocumentPlan) -> None:
        """Take out what another record has now, and list what the file no longer has; a selection has only some."""
        taken_over = {other.id: record_id for record_id, others in self.others.items() for other in others}
        for record_id, into in taken_over.items():
            is_removed = record_id in self.removed
            made.paragraphs.append(ParagraphPlan("merged" if is_removed else "double", record_id, "", into=into))
            made.edits += [Edit(self.by_id[record_id].place.path, "", None, "remove")] if is_removed else []
        gone = [row for row in self.removed_upstream() if row.id not in taken_over]
        found = sum(
            any(one.system == self.system for one in paragraph.origins)
            for record_id in self.groups
            if (paragraph := self.by_id.get(record_id))
        )
        if len(gone) > max(found, _FEW_GONE):
            made.not_in_file = len(gone)
        else:
            made.paragraphs += gone

    def seen(self, there: Paragraph) -> dict[str, str]:
        """How much of a paragraph is seen now that the record has its text; only the official document has it all."""
        if self.system == "cobs" and there.seen != "full":
            return {"seen": "full"}
        return {"seen": "part"} if there.seen == "topic" else {}

    def removed_upstream(self) -> Iterator[ParagraphPlan]:
        """What came from this system before and no longer does."""
        if not any(paragraph.external_id or paragraph.id for paragraph in self.one.paragraphs):
            return
        there = {*self.ids.values(), *self.removed}
        coming = {origin for paragraph in self.one.paragraphs for origin in paragraph.external_ids}
        for paragraph in self.by_id.values():
            origins = [one.id for one in paragraph.origins if one.system == self.system]
            if origins and paragraph.id not in there and coming.isdisjoint(origins):
                yield ParagraphPlan("gone", paragraph.id, "")

    def document_data(self, paragraphs: list[dict[str, Any]]) -> dict[str, Any]:
        fields = {
            "title": self.one.name,
            "source": self.one.symbol or f"Import from {self.system}",
            **self.one.fields,
            "id": self.id,
            "symbol": self.one.symbol,
            "mechanism": self.one.mechanism,
        }
        data = {key: fields[key] for key in _DOCUMENT_ORDER if fields.get(key)}
        return {**data, "paragraphs": paragraphs}

    def compare_document(self, made: DocumentPlan, known: Document) -> None:
        """Fill what the document lacks, unless it was imported before, and tell where the two say different things."""
        here = known.model_dump(mode="json", exclude={"paragraphs"}, exclude_unset=True)
        there = {"symbol": self.one.symbol, **self.one.fields}
        was_taken = any(one.system == self.system for paragraph in self.there for one in paragraph.origins)
        for name, value in [(name, there[name]) for name in _FILLED if there.get(name)]:
            is_same = says_same(here.get(name), value) or (name == "session" and same_session(known, self.one))
            if name in here and not is_same:
                made.conflicts = (*made.conflicts, Conflict(name, as_text(here[name]), as_text(value)))
            elif name not in here and not was_taken:
                made.edits.append(Edit((), name, value))
                made.changes = (*made.changes, f"gets {name}: {as_text(value)}")
