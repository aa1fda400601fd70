"""What importing a file does to the workspace, as data: what happens to each paragraph, the edits, the new files."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cobtrack.exchange.incoming import ImportedFile
    from cobtrack.model.edit import Edit


@dataclass(frozen=True)
class Conflict:
    """A field that has one value in the workspace and another in the imported file."""

    key: str
    current: str
    """The value in the workspace."""
    incoming: str
    """The value in the file."""


@dataclass(frozen=True)
class ParagraphPlan:
    """What happens to an imported paragraph, or to a record of the workspace that is not in the file."""

    state: Literal["new", "changed", "same", "gone", "merged", "double"]
    """`gone`: an earlier import of this system brought the record, and the file does not have it. `merged`: the record
    is deleted, as its text is now in the record `into`. `double`: the record `into` has the same text, but this one has
    further fields and stays."""
    id: str
    location: str
    """Where the paragraph is in the file; "" if it is not."""
    added: tuple[str, ...] = ()
    """The fields that the record gets."""
    conflicts: tuple[Conflict, ...] = ()
    to_check: tuple[str, ...] = ()
    """What a person has to check, a sentence each."""
    removed_by_hand: tuple[str, ...] = ()
    """The fields in the file that somebody removed from the record after an earlier import; they stay removed."""
    rename: str = ""
    """A better id for the record, now that the number of the paragraph is known."""
    into: str = ""


@dataclass
class DocumentPlan:
    """What happens to a document: edits of its file or, for a new one, the data of the file."""

    id: str
    name: str
    file: str
    paragraphs: list[ParagraphPlan] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    inserts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """New paragraphs by the index of the paragraph that they come before. Those at the end are in `edits`."""
    changes: tuple[str, ...] = ()
    """What changes in the fields of the document itself, a sentence each."""
    data: dict[str, Any] | None = None
    """The data of a new file; None if the document exists."""
    conflicts: tuple[Conflict, ...] = ()
    """Conflicts in the fields of the document itself."""
    not_in_file: int = 0
    """How many records of earlier imports the file does not have, if they are so many that it must be a selection."""

    @property
    def counts(self) -> Counter[str]:
        """The number of paragraphs of each state."""
        return Counter(paragraph.state for paragraph in self.paragraphs)


@dataclass(frozen=True)
class DeadlineOffer:
    """A deadline that a document sets. It is added to the workspace only if a person agrees."""

    mechanism: str
    file: str
    data: dict[str, Any]
    wording: str
    """How the document says when it is due: `within 24 months of the adoption`."""


@dataclass
class MergePlan:
    """What importing a file does."""

    imported: ImportedFile
    documents: list[DocumentPlan] = field(default_factory=list)
    mechanisms: dict[str, str] = field(default_factory=dict)
    """The mechanisms that the workspace does not have yet: their ids, and the files to create."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many of the accepted paragraphs are recommendations, pledges, concerns, …"""
    accepted: int = 0
    """How many records of the file are in the workspace afterwards."""
    offers: list[DeadlineOffer] = field(default_factory=list)
    """The deadlines that the documents set and the workspace does not have."""

    @property
    def paragraph_count(self) -> int:
        """The number of accepted paragraphs. A record of the file may be several: an item each."""
        return sum(
            paragraph.state in {"new", "changed", "same"}
            for document in self.documents
            for paragraph in document.paragraphs
        )
