"""Compare an imported file with the workspace: new records, added fields, differences and missing records.

An import never overwrites anything that a person wrote. Records that do not exist in the workspace are added.

If a record does not have a field, the field is filled in. But if the record was imported from the same system before,
somebody must have removed the field. In this case, the import reports the field and does not fill it in. If the file
and the workspace have different values for a field, both values are reported, and the data file stays as it is.
"""

from __future__ import annotations

from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import MAX_CONCERNS, other_state_reason
from cobtrack.exchange.merge.deadline_offers import deadline_offers
from cobtrack.exchange.merge.match_documents import document_id, find_document, same_review_note, same_session
from cobtrack.exchange.merge.match_paragraphs import match_paragraphs, unique_id
from cobtrack.exchange.merge.plan import Conflict, DocumentPlan, MergePlan, ParagraphPlan
from cobtrack.exchange.merge.positions import insert_positions, sort_key
from cobtrack.exchange.merge.resolve_links import (
    cited_general_comments,
    find_cluster,
    links_to_documents,
    unmatched_sections_note,
)
from cobtrack.exchange.merge.reviews import is_redundant, makers_by_text, merge_wordings
from cobtrack.exchange.merge.sanitize import no_contacts, sanitize_document
from cobtrack.exchange.merge.translations import (
    DOCUMENT_TEXTS,
    PARAGRAPH_TEXTS,
    is_official,
    language_of_plain_texts,
    tag,
    tag_texts,
    text_in,
    with_translation,
)
from cobtrack.exchange.un.bodies import MECHANISM_IDS
from cobtrack.exchange.un.text import text_key
from cobtrack.exchange.un.upr import combine
from cobtrack.model.edit import Edit
from cobtrack.model.kinds import KINDS_BY_NAME
from cobtrack.model.languages.lookup import languages_by_code
from cobtrack.model.languages.phrases import gettext, spoken
from cobtrack.model.paragraph_ranges import subtract_seen
from cobtrack.model.references import references
from cobtrack.model.states import lookup
from cobtrack.model.text.wording import join_first, quantity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.exchange.incoming import ImportedFile, IncomingDocument, IncomingParagraph
    from cobtrack.exchange.merge.sanitize import FindContacts
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.workspace import Workspace

PARAGRAPH_KEYS = (
    "id", "kind", "section", "heading", "cluster", "urgent", "asks_for_resources", "follow_up", "text", "summary",
    "cites", "resources", "answers", "links", "responsible", "supports", "groups", "position", "made_by", "wordings",
    "action_category", "themes", "affected_persons", "sdgs", "source", "origins", "check",
)  # fmt: skip
"""The keys of a paragraph in the order in which an import writes them."""
_DOCUMENT_KEYS = (
    "id", "symbol", "title", "mechanism", "reports", "session", "language", "considered", "adopted", "issued", "url",
    "source",
)  # fmt: skip
_FILLED_DOCUMENT_KEYS = ("symbol", "reports", "session", "language", "considered", "adopted", "issued")
"""The document fields that an import fills in. A person may have written the title and the source, so they stay."""
_NOT_COMPARED = {"id", "check", "origins"}
_WORDING_KEYS = {"text", "made_by", "wordings"}
_SYSTEM_KEYS = {"themes", "affected_persons", "sdgs", "action_category"}
"""Classifications of recommendations. Every system has its own words for them."""
_WORKSPACE_KEYS = {"cluster", "links", "resources"}
"""Fields whose values also depend on the workspace, so a later import may add values."""
_EXTENDED_KEYS = {"links", "resources"}
"""Fields with lists to which an import adds new items."""
_MAX_NUMBERS = 20
_MIN_MISSING = 5
"""If more records than this are missing from a file, and more than it contains, the file is a selection of records."""


def plan_merge(
    workspace: Workspace, imported: ImportedFile, document: str = "", find_contacts: FindContacts = no_contacts
) -> MergePlan:
    """Compare an imported file with the workspace, and return the plan of the import.

    If the file has a single document, `document` can be the id of this document in the workspace. Some documents are
    not accepted, for example documents about another State. Their records are counted as skipped in `imported`.
    """
    plan = MergePlan(imported)
    mechanisms = {mechanism.id for mechanism in workspace.mechanisms}
    taken_ids: set[str] = {*workspace.used_ids, *MECHANISM_IDS}
    matched_ids: set[str] = set()
    for original in imported.documents:
        incoming = sanitize_document(original, find_contacts)
        existing = find_document(workspace, incoming, imported.system, document, matched_ids)
        reason = _skip_reason(workspace, incoming, existing)
        if not reason and existing and existing.id in matched_ids:
            reason = f"another document in the file already matches {existing.id}"
        if reason:
            imported.skip(reason, len(incoming.paragraphs))
            continue
        if existing is None and incoming.mechanism not in mechanisms:
            plan.mechanisms[incoming.mechanism] = KINDS_BY_NAME["mechanism"].file(incoming.mechanism)
        identifier = existing.id if existing else unique_id(document or incoming.id or document_id(incoming), taken_ids)
        matched_ids |= {identifier} if existing else set()
        taken_ids.add(identifier)
        merge = _DocumentMerge(workspace, incoming, existing, identifier, imported.system)
        document_plan = merge.plan()
        plan.documents.append(document_plan)
        plan.kinds.update(paragraph.kind for paragraph in incoming.paragraphs)
        plan.accepted += sum(
            paragraph.record_count for paragraph in incoming.paragraphs if not paragraph.continues_previous
        )
        if merge.is_translation:
            # After the counts, because only the first notes are shown.
            imported.notes[1:1] = merge.notes_on_translation(document_plan)
            continue
        plan.offers += deadline_offers(workspace, incoming, plan.mechanisms.get(incoming.mechanism, ""), taken_ids)
        imported.notes += unmatched_sections_note(workspace.settings, incoming)
        imported.notes += same_review_note(existing, incoming, document_plan.counts["new"], imported.system)
    return plan


def _skip_reason(workspace: Workspace, incoming: IncomingDocument, existing: Document | None) -> str:
    """Return the reason why an imported document is not accepted, or "" if it is accepted."""
    if incoming.state and lookup.state_key(incoming.state) not in workspace.settings.state_keys:
        return other_state_reason(incoming.state)
    if existing is None and not incoming.mechanism:
        name = incoming.symbol or incoming.name
        return (
            f"the body that issued {name} is unknown: create the document's file by hand, then import with --document"
            " and the document's id"
        )
    return ""


class _DocumentMerge:
    """The comparison of an imported document with the matching document in the workspace, if there is one."""

    def __init__(
        self,
        workspace: Workspace,
        incoming: IncomingDocument,
        existing: Document | None,
        identifier: str,
        system: str,
    ) -> None:
        self.workspace = workspace
        self.incoming = incoming
        self.existing = existing
        self.id = identifier
        self.system = system
        self.is_review = incoming.mechanism == "upr"
        self.is_official = system == "cobs"
        self.language = incoming.language
        self.first_language = workspace.settings.languages[0]
        self.plain_language = language_of_plain_texts(existing, incoming, self.first_language)
        original = (existing.language if existing else None) or self.plain_language
        # The workspace has the same document in another language.
        self.is_translation = bool(existing and self.is_official and self.language and self.language != original)
        self.records = existing.paragraphs if existing else ()
        self.records_by_id = {record.id: record for record in self.records}
        matches = match_paragraphs(
            incoming.paragraphs,
            self.records,
            identifier,
            system,
            "numbers" if self.is_translation else "wordings" if self.is_review else "texts",
        )
        self.ids = matches.ids
        self.indexes_by_id: dict[str, list[int]] = {}
        for index, record_id in self.ids.items():
            self.indexes_by_id.setdefault(record_id, []).append(index)
        self.redundant = {self.ids[index]: records for index, records in matches.redundant.items()}
        redundant = [record for records in self.redundant.values() for record in records]
        linked_ids = {link.target_id for link in references(workspace)} if redundant else set()
        self.deleted_ids = {record.id for record in redundant if is_redundant(record, linked_ids)}

    def plan(self) -> DocumentPlan:
        """Return the plan for the document."""
        file = self.existing.place.file if self.existing else KINDS_BY_NAME["document"].file(self.id)
        plan = DocumentPlan(self.id, self.incoming.symbol or self.incoming.name, file)
        new: list[tuple[IncomingParagraph, dict[str, Any]]] = []
        for record_id in dict.fromkeys(self.ids[index] for index in range(len(self.ids))):
            paragraph = combine([self.incoming.paragraphs[index] for index in self.indexes_by_id[record_id]])
            data = self._paragraph_data(record_id, paragraph)
            record = self.records_by_id.get(record_id)
            if record is None:
                new.append((paragraph, self._tag_texts(data, PARAGRAPH_TEXTS)))
                plan.paragraphs.append(ParagraphPlan("new", record_id, paragraph.location, to_check=paragraph.to_check))
            else:
                self._compare_record(plan, paragraph, data, record)
        self._plan_absent_records(plan)
        if self.existing is None:
            plan.data = self._document_data([data for _, data in new])
        else:
            self._compare_document(plan, self.existing)
            self._insert(plan, new)
            self._update_not_seen(plan, self.existing)
        return plan

    def _tag_texts(self, data: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        """Return a copy of `data` in which the texts in the fields `keys` have the language of the document."""
        return tag_texts(data, keys, self.language, self.first_language)

    @property
    def language_name(self) -> str:
        """The name of the document's language: in English in an English workspace, and otherwise in the language."""
        language = languages_by_code().get(self.language)
        if language and spoken().code == "en":
            return language.name
        return language.own_name if language else self.language

    def notes_on_translation(self, plan: DocumentPlan) -> list[str]:
        """Return notes that name the paragraphs which exist only in the file, or only in the workspace."""
        numbers = {
            state: [row.id.partition(":")[2] for row in plan.paragraphs if row.state == state]
            for state in ("new", "gone")
        }
        notes = []
        for state, found in numbers.items():
            words = {
                "language": self.language_name,
                "count": quantity(len(found), "paragraph"),
                "numbers": join_first(found, _MAX_NUMBERS),
            }
            if found and state == "new":
                notes.append(gettext("only in %(language)s: %(count)s (%(numbers)s)", **words))
            elif found:
                notes.append(gettext("not in %(language)s: %(count)s (%(numbers)s)", **words))
        return notes

    def _insert(self, plan: DocumentPlan, new: list[tuple[IncomingParagraph, dict[str, Any]]]) -> None:
        """Add new paragraphs to the plan, each at its position in the order of the numbers.

        New paragraphs without a number are added at the end of the document.
        """
        records = [record for record in self.records if record.id not in self.deleted_ids]
        keys = [sort_key(paragraph.number, paragraph.item) if paragraph.number else None for paragraph, _ in new]
        for (_, data), position in zip(new, insert_positions(records, keys), strict=True):
            if position < len(records):
                plan.inserts.setdefault(position, []).append(data)
            else:
                plan.edits.append(Edit((), "paragraphs", data, "append"))

    def _update_not_seen(self, plan: DocumentPlan, existing: Document) -> None:
        """Plan to remove the numbers of the imported paragraphs from the document's list `not_seen`.

        A file from UHRI can contain a single item of a paragraph instead of the whole paragraph. The number of such a
        paragraph stays in the list.
        """
        if self.system not in {"cobs", "uhri"}:
            return
        seen = {
            int(paragraph.number)
            for paragraph in self.incoming.paragraphs
            if paragraph.number.isdecimal() and (self.is_official or not paragraph.item)
        }
        ranges = subtract_seen(
            existing.not_seen, seen, to_end=self.incoming.has_last_paragraph, with_items=self.is_official
        )
        if [str(text) for text in ranges] != list(existing.not_seen):
            plan.edits.append(Edit((), "not_seen", ranges or None))
            after = ", ".join(map(str, ranges)) or "(empty)"
            plan.changes = (*plan.changes, f"not_seen: {', '.join(existing.not_seen)} -> {after}")

    def _paragraph_data(self, record_id: str, paragraph: IncomingParagraph) -> dict[str, Any]:
        """Return a paragraph as a record for a data file, with the id `record_id`. Empty fields are left out."""
        fields = {key: value for key, value in paragraph.fields.items() if key != "assessment" and value}
        concerns = (
            self.ids[index]
            for number in fields.pop("answers", ())
            for index in self._concern_indexes.get(str(number), ())
        )
        links = links_to_documents(self.workspace, self.id, fields.pop("links", ()))
        text = str(fields.get("text", ""))
        language = self.language or "en"
        data = {
            "cluster": find_cluster(self.workspace.settings, paragraph),
            "resources": cited_general_comments(self.workspace, self.incoming.mechanism, text, language),
            **fields,
            "id": record_id,
            "kind": paragraph.kind,
            # Many concerns may have the same number.
            "answers": list(islice(concerns, MAX_CONCERNS)),
            "links": list(links),
            "check": list(paragraph.to_check),
        }
        if paragraph.external_ids:
            data["origins"] = [
                {"system": paragraph.system, "id": external_id} for external_id in paragraph.external_ids
            ]
        return {key: data[key] for key in PARAGRAPH_KEYS if data.get(key) not in (None, "", [], False)}

    @cached_property
    def _concern_indexes(self) -> dict[str, list[int]]:
        """The indexes of the imported paragraphs that are concerns, grouped by paragraph number and item."""
        indexes: dict[str, list[int]] = {}
        for index, paragraph in enumerate(self.incoming.paragraphs):
            if paragraph.kind == "concern":
                indexes.setdefault(paragraph.number + paragraph.item, []).append(index)
        return indexes

    def _compare_record(
        self, plan: DocumentPlan, paragraph: IncomingParagraph, data: dict[str, Any], record: Paragraph
    ) -> None:
        """Compare a paragraph with its record. Plan the fields to fill in, and report the fields that differ.

        A field that differs stays as it is. Missing fields are filled in, with two exceptions. If the kind differs, the
        record might be another paragraph, so nothing is filled in unless the file is the official document. If the
        record was imported from the same system before, only fields whose values depend on the workspace are filled in.
        """
        # This includes a default value if it is written in the data file.
        current = record.model_dump(mode="json", exclude_unset=True, exclude_none=True)
        # The texts of a review are wordings of their own.
        translations = self._translations(current, data, () if self.is_review else PARAGRAPH_TEXTS)
        if self.is_translation:
            data = {key: data[key] for key in (*PARAGRAPH_TEXTS, "kind", "urgent") if key in data}
        skipped = _NOT_COMPARED | (_WORDING_KEYS if self.is_review else set())
        absent = [key for key in data if key not in skipped and key not in current]
        extended = self._new_items(current, data)
        was_imported = any(origin.system == self.system for origin in record.origins)
        differing = [key for key in self._differing_keys(paragraph, data, record, current) if key not in translations]
        conflicts = [Conflict(key, self._as_text(key, current), as_text(data[key])) for key in differing]
        may_fill = not was_imported and ("kind" not in differing or self.is_official)
        added: dict[str, Any] = {}
        if self.is_translation:
            # An unofficial translation is no substitute for the official text.
            may_add = not was_imported and is_official(self.language)
            absent = [key for key in absent if key == "text" and may_add]
        if was_imported:
            added = {key: data[key] for key in absent if key in _WORKSPACE_KEYS}
        elif may_fill:
            added = {key: data[key] for key in absent}
            added |= self._seen(record) if "text" in data and "text" not in differing else {}
        added = self._tag_texts(added, PARAGRAPH_TEXTS) | translations
        new_origins = [] if self.is_translation else self._new_origins(paragraph, record)
        if self.is_review:
            wordings, text_conflicts = merge_wordings(
                paragraph, record, self._makers_by_text, lambda text: tag(text, self.language, self.first_language)
            )
            conflicts += text_conflicts
            if was_imported and not new_origins:
                absent += [key for key in wordings if key != "wordings"]
            else:
                # Further rows for the same recommendation add their own wordings and States.
                added |= wordings
        if new_origins and (self.is_review or may_fill):
            added["origins"] = [*current.get("origins", ()), *new_origins]
        to_check = paragraph.to_check if added and not was_imported else ()
        if self.is_translation:
            to_check = tuple(
                gettext("in %(language)s: %(reason)s", language=self.language_name, reason=reason)
                for reason in (paragraph.to_check if added else ())
                if reason not in record.check
            )
        if to_check:
            added["check"] = [*current.get("check", ()), *to_check]
        path = record.place.path
        plan.edits += [Edit(path, key, value) for key, value in added.items()]
        plan.edits += [Edit(path, key, item, "append") for key, items in extended.items() for item in items]
        plan.paragraphs.append(
            ParagraphPlan(
                state="changed" if added or extended else "same",
                id=record.id,
                location=paragraph.location,
                added=(*(f"{key}.{self.language}" if key in translations else key for key in added), *extended),
                conflicts=tuple(conflicts),
                to_check=to_check or _new_assessment_note(paragraph, record),
                removed_by_hand=tuple(key for key in absent if key not in added) if was_imported else (),
                rename=self._better_id(paragraph, record),
            )
        )

    def _translations(self, current: dict[str, Any], data: dict[str, Any], keys: tuple[str, ...]) -> dict[str, Any]:
        """Return new values for the fields of a record that have a text, but none in the language of the document.

        `current` has the values of the record, and `data` those of the file, keyed by field. Other languages stay.
        """
        missing = (
            key
            for key in keys
            if self.language
            and data.get(key)
            and key in current
            and text_in(current[key], self.language, self.plain_language) is None
        )
        return {key: with_translation(current[key], data[key], self.language, self.plain_language) for key in missing}

    def _as_text(self, key: str, current: dict[str, Any]) -> str:
        """Return the value of a field in the workspace as a text, in the language of the document if it exists."""
        text = text_in(current[key], self.language, self.plain_language) if key in PARAGRAPH_TEXTS else None
        return text or as_text(current[key])

    def _differing_keys(
        self, paragraph: IncomingParagraph, data: dict[str, Any], record: Paragraph, current: dict[str, Any]
    ) -> list[str]:
        """Return the keys of the fields whose values in the paragraph and in the record differ and are compared."""
        ignored = _NOT_COMPARED | _EXTENDED_KEYS | (_WORDING_KEYS if self.is_review else set())
        if any(origin.system != self.system for origin in record.origins):
            ignored |= _SYSTEM_KEYS
        was_imported = any(origin.system == self.system for origin in record.origins)
        # The imported kind was a guess, and a person has checked and set the kind.
        if was_imported and paragraph.to_check and not record.check:
            ignored |= {"kind"}
        values = {
            key: self._as_text(key, current) if key in PARAGRAPH_TEXTS and self.language else current[key]
            for key in current
        }
        return [key for key in data if key in values and key not in ignored and not same_value(values[key], data[key])]

    def _new_items(self, current: dict[str, Any], data: dict[str, Any]) -> dict[str, list[Any]]:
        """Return the links and resources that a record does not have yet, grouped by the field `links` or `resources`.

        A field that the record does not have is left out, because it is filled in as a whole.
        """
        linked = {link["to"] for link in current.get("links", ())}
        items = {
            "links": [link for link in data.get("links", ()) if link["to"] not in linked],
            "resources": [
                resource for resource in data.get("resources", ()) if resource not in current.get("resources", ())
            ],
        }
        return {key: new for key, new in items.items() if new and key in current}

    def _new_origins(self, paragraph: IncomingParagraph, record: Paragraph) -> list[dict[str, str]]:
        """Return the origins to add to a record. An origin is a system and the id of the paragraph in this system.

        The origins come from the imported paragraph and from the records that the import deletes because their text is
        now in this record.
        """
        origins = [(paragraph.system, external_id) for external_id in paragraph.external_ids]
        for other in self.redundant.get(record.id, ()):
            if other.id in self.deleted_ids:
                origins += [(origin.system, origin.id) for origin in other.origins]
        return [
            {"system": system, "id": external_id}
            for system, external_id in dict.fromkeys(origins)
            if (system, external_id) not in self._existing_origins
        ]

    @cached_property
    def _existing_origins(self) -> set[tuple[str, str]]:
        """Return the origins of all records that the import does not delete. They are not added to other records."""
        return {
            (origin.system, origin.id)
            for record in self.records
            if record.id not in self.deleted_ids
            for origin in record.origins
        }

    @cached_property
    def _makers_by_text(self) -> dict[str, dict[str, str]]:
        return makers_by_text(record for record in self.records if record.id not in self.deleted_ids)

    def _better_id(self, paragraph: IncomingParagraph, record: Paragraph) -> str:
        """Return a new id for a record that has no number, if the imported paragraph has a number; otherwise "".

        The new id contains the number. If another record already has this id, the result is "".
        """
        if not paragraph.number or record.number:
            return ""
        identifier = f"{record.document}:{paragraph.number}{paragraph.item}"
        return "" if identifier in self.workspace.by_id else identifier

    def _seen(self, record: Paragraph) -> dict[str, str]:
        """Return the field `seen` with its new value for a record whose text was imported, or {} without a change.

        The new value is `full` if the imported file is the official document, because this document has the full text.
        Otherwise, `topic` becomes `part`.
        """
        if self.is_official and record.seen != "full":
            return {"seen": "full"}
        return {"seen": "part"} if record.seen == "topic" else {}

    def _plan_absent_records(self, plan: DocumentPlan) -> None:
        """Plan to delete records whose text is now in another record. Report records that are not in the file."""
        merged = {record.id: into for into, records in self.redundant.items() for record in records}
        for record_id, into in merged.items():
            if record_id in self.deleted_ids:
                plan.paragraphs.append(ParagraphPlan("merged", record_id, "", into=into))
                plan.edits.append(Edit(self.records_by_id[record_id].place.path, "", None, "remove"))
            else:
                plan.paragraphs.append(ParagraphPlan("double", record_id, "", into=into))
        missing = [record.id for record in self._missing_records() if record.id not in merged]
        matched = [self.records_by_id[record_id] for record_id in self.indexes_by_id if record_id in self.records_by_id]
        matched_before = sum(any(origin.system == self.system for origin in record.origins) for record in matched)
        if len(missing) > max(matched_before, _MIN_MISSING):
            plan.not_in_file = len(missing)
        else:
            plan.paragraphs += [ParagraphPlan("gone", record_id, "") for record_id in missing]

    def _missing_records(self) -> Iterator[Paragraph]:
        """Yield the records that were imported from the same system before but are not in the imported file."""
        if not any(paragraph.external_id or paragraph.id for paragraph in self.incoming.paragraphs):
            return
        present = {*self.ids.values(), *self.deleted_ids}
        imported = {external_id for paragraph in self.incoming.paragraphs for external_id in paragraph.external_ids}
        for record in self.records_by_id.values():
            if self.is_translation:
                if record.number and record.id not in present:
                    yield record
                continue
            origins = [origin.id for origin in record.origins if origin.system == self.system]
            if origins and record.id not in present and imported.isdisjoint(origins):
                yield record

    def _document_data(self, paragraphs: list[dict[str, Any]]) -> dict[str, Any]:
        """Return the content of the data file for a new document with the given paragraphs."""
        fields = {
            "title": self.incoming.name,
            "source": self.incoming.symbol or f"Import from {self.system}",
            **self.incoming.fields,
            "id": self.id,
            "symbol": self.incoming.symbol,
            "mechanism": self.incoming.mechanism,
            "language": self.language if self.is_official else "",
        }
        data = {key: fields[key] for key in _DOCUMENT_KEYS if fields.get(key)}
        return {**self._tag_texts(data, DOCUMENT_TEXTS), "paragraphs": paragraphs}

    def _compare_document(self, plan: DocumentPlan, existing: Document) -> None:
        """Compare the fields of the document itself, without its paragraphs. Report the fields that differ.

        Missing fields are filled in, unless the document was imported from the same system before.
        """
        current = existing.model_dump(mode="json", exclude={"paragraphs"}, exclude_unset=True)
        incoming = {"symbol": self.incoming.symbol, **self.incoming.fields}
        if self.is_official and not self.is_translation:
            incoming["language"] = self.language
        was_imported = any(origin.system == self.system for record in self.records for origin in record.origins)
        translations = self._translations(current, incoming, DOCUMENT_TEXTS) if self.is_translation else {}
        for key, value in translations.items():
            plan.edits.append(Edit((), key, value))
            plan.changes = (*plan.changes, f"{key}.{self.language}: {as_text(incoming[key])}")
        for key in _FILLED_DOCUMENT_KEYS:
            value = incoming.get(key)
            if not value or key in translations:
                continue
            if key not in current:
                # Earlier versions did not write down the language.
                if not was_imported or key == "language":
                    is_text = key in DOCUMENT_TEXTS
                    new = tag(value, self.language, self.first_language) if is_text else value
                    plan.edits.append(Edit((), key, new))
                    plan.changes = (*plan.changes, f"{key}: {as_text(value)}")
            elif not same_value(current[key], value) and not (
                key == "session" and same_session(existing, self.incoming)
            ):
                plan.conflicts = (*plan.conflicts, Conflict(key, as_text(current[key]), as_text(value)))


def _new_assessment_note(paragraph: IncomingParagraph, record: Paragraph) -> tuple[str, ...]:
    """Return a note if the imported paragraph has an assessment that its record does not contain yet.

    Only thematic lists have such assessments. If no note is needed, the tuple is empty.
    """
    assessment = str(paragraph.fields.get("assessment", ""))
    key = text_key(assessment)
    texts = (*record.check, *(existing.reason for existing in record.assessments))
    existing_keys = [text_key(str(text)) for text in texts]
    if not key or any(other and (key in other or other in key) for other in existing_keys):
        return ()
    return (f"the list has a new assessment; add it to the field assessments by hand: {assessment}",)


def same_value(current: Any, incoming: Any) -> bool:
    """Whether a value in the workspace and an imported value are the same.

    Differences in typography, in upper and lower case, and in the order of lists are ignored. If the text in the
    workspace is in several languages, the imported text has to be the same as one of the translations.
    """
    if isinstance(current, dict) and isinstance(incoming, str):
        return any(same_value(translation, incoming) for translation in current.values())
    if isinstance(current, list | tuple) and isinstance(incoming, list | tuple):
        return sorted(map(as_text, current)) == sorted(map(as_text, incoming))
    return current is not None and _key(as_text(current)) == _key(as_text(incoming))


def _key(text: str) -> str:
    return text_key(text) or " ".join(text.split())


def as_text(value: Any) -> str:
    """Return a value from a data file as a text that people can read: `true` as `yes`, the list `[a, b]` as `a, b`."""
    if isinstance(value, list | tuple):
        return ", ".join(map(as_text, value))
    if isinstance(value, dict):
        return " ".join(str(part) for part in value.values())
    return ("yes" if value else "no") if isinstance(value, bool) else str(value)
