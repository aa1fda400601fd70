"""The plan of an import: the outcome for each paragraph, the edits to data files, and the new files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cobtrack.exchange.incoming import ImportedFile
    from cobtrack.model.edit import Edit


@dataclass(frozen=True)
class Conflict:
    """A field whose value in the workspace differs from its value in the imported file."""

    key: str
    current: str
    """The value in the workspace."""
    incoming: str
    """The value in the file."""


@dataclass(frozen=True)
class ParagraphPlan:
    """The outcome for an imported paragraph, or for a record in the workspace that is not in the file."""

    state: Literal["new", "changed", "same", "gone", "merged", "double"]
    """`gone`: the record came from an earlier import from this system and is not in the file. `merged`: the record is
    deleted because its text is now in the record `into`. `double`: the record `into` has the same text, but this record
    has further fields, so it stays."""
    id: str
    location: str
    """Where the paragraph is in the file; "" if the file does not contain it."""
    added: tuple[str, ...] = ()
    """The fields that the record gets."""
    conflicts: tuple[Conflict, ...] = ()
    to_check: tuple[str, ...] = ()
    """The points that a person has to check, one sentence each."""
    removed_by_hand: tuple[str, ...] = ()
    """Fields in the file that somebody removed from the record after an earlier import. They are not added again."""
    rename: str = ""
    """A better id for the record, now that the number of the paragraph is known."""
    into: str = ""


@dataclass
class DocumentPlan:
    """The outcome for an imported document.

    If the document is already in the workspace, this has the edits to its file. If it is new, this has the content of
    its file.
    """

    id: str
    name: str
    file: str
    paragraphs: list[ParagraphPlan] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    inserts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """New paragraphs, grouped by the index of the existing paragraph that they come before.

    New paragraphs at the end of the document are in `edits`."""
    changes: tuple[str, ...] = ()
    """The changes in the fields of the document itself, one text for each field."""
    data: dict[str, Any] | None = None
    """The data of a new file; None if the document exists."""
    conflicts: tuple[Conflict, ...] = ()
    """Conflicts in the fields of the document itself."""
    not_in_file: int = 0
    """The number of records from earlier imports that are not in the file; 0 unless the file is a selection."""

    @property
    def counts(self) -> Counter[str]:
        """The number of paragraphs, counted by their state (`new`, `changed`, …)."""
        return Counter(paragraph.state for paragraph in self.paragraphs)


@dataclass(frozen=True)
class DeadlineOffer:
    """A deadline that a document sets. It is added to the workspace only if a person agrees."""

    mechanism: str
    file: str
    data: dict[str, Any]
    wording: str
    """The due date in the words of the document: `within 24 months of the adoption`."""


@dataclass
class MergePlan:
    """The changes that the import of a file will make in the workspace, and the deadlines that it offers to add."""

    imported: ImportedFile
    documents: list[DocumentPlan] = field(default_factory=list)
    mechanisms: dict[str, str] = field(default_factory=dict)
    """The files to create for mechanisms that the workspace does not have yet, keyed by the mechanism's id."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many of the accepted paragraphs are recommendations, pledges, concerns, …"""
    accepted: int = 0
    """How many records in the file will be in the workspace after the import."""
    offers: list[DeadlineOffer] = field(default_factory=list)
    """The deadlines that the documents set and that the workspace does not have yet."""

    @property
    def paragraph_count(self) -> int:
        """The number of paragraphs from the file that will be in the workspace after the import.

        It can be higher than the number of records in the file, because a record with lettered items can become
        several paragraphs.
        """
        return sum(
            paragraph.state in {"new", "changed", "same"}
            for document in self.documents
            for paragraph in document.paragraphs
        )
