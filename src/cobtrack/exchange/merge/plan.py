"""What an import would do, as data: a row for each paragraph, the edits, the file of a new document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from cobtrack.exchange.incoming import ImportedFile
    from cobtrack.model.edit import Edit


@dataclass(frozen=True)
class Conflict:
    """A field that says one thing in the workspace and another in what comes in."""

    key: str
    current: str
    incoming: str


@dataclass(frozen=True)
class ParagraphPlan:
    """What becomes of one incoming paragraph, or of one that is no longer there."""

    state: Literal["new", "changed", "same", "gone", "merged", "double"]
    """`merged` was a record of its own and is now in `into`; `double` is one whose words `into` has, too."""
    id: str
    location: str
    added: tuple[str, ...] = ()
    """The fields that a record gets which lacked them."""
    conflicts: tuple[Conflict, ...] = ()
    to_check: tuple[str, ...] = ()
    removed_by_hand: tuple[str, ...] = ()
    """The fields that the incoming paragraph has and the record, imported before, no longer does."""
    rename: str = ""
    """The id that it may have now that its number is known."""
    into: str = ""


@dataclass
class DocumentPlan:
    """What becomes of one document: its id and file, its rows, and the edits; or, for a new one, its whole data."""

    id: str
    name: str
    file: str
    paragraphs: list[ParagraphPlan] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    inserts: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    """New paragraphs by the number of the one that they go before."""
    changes: tuple[str, ...] = ()
    """What changes in what is said of the document itself, a sentence each."""
    data: dict[str, Any] | None = None
    """The data of a file that is not there yet."""
    conflicts: tuple[Conflict, ...] = ()
    """Between what is said of the document itself."""
    not_in_file: int = 0
    """How many records from the same system are not in the file, which is a selection."""

    @property
    def counts(self) -> Counter[str]:
        """How many rows are new, changed, the same, gone."""
        return Counter(row.state for row in self.paragraphs)


@dataclass(frozen=True)
class DeadlineOffer:
    """A deadline that a document sets. It is written only when a person agrees."""

    mechanism: str
    file: str
    data: dict[str, Any]
    wording: str
    """How the document says when: `within 24 months of the adoption`."""


@dataclass
class MergePlan:
    """What an import would do."""

    imported: ImportedFile
    documents: list[DocumentPlan]
    mechanisms: dict[str, str] = field(default_factory=dict)
    """The mechanisms of new documents that the workspace lacks: their ids and files."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many of the paragraphs that are taken are recommendations, pledges, concerns, …"""
    accepted: int = 0
    """How many records of the file are in the workspace afterwards."""
    offers: list[DeadlineOffer] = field(default_factory=list)
    """The deadlines that its documents set and the workspace does not have."""

    @property
    def paragraph_count(self) -> int:
        """How many paragraphs they are: a record may hold several lettered items."""
        return sum(row.state in {"new", "changed", "same"} for one in self.documents for row in one.paragraphs)
