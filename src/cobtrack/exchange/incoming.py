"""The result of reading another system's file: documents and paragraphs with the same fields as in data files.

This result has not been compared with the workspace yet. The package `merge` does the comparison.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Progress = Callable[[int, int], None]
    """A function that is called with the number of bytes read so far and the total number of bytes."""


ANOTHER_STATE = "another State"
"""The reason for skipping records of other States."""
MAX_CONCERNS = 20
"""A recommendation is linked to at most this many of the concerns right before it. Usually there are one to three."""
TOO_MANY_CONCERNS = (
    f"the recommendation follows more than {MAX_CONCERNS} concerns, so it was linked only to the last {MAX_CONCERNS}"
)


class ImportFormatError(CobtrackError):
    """Raised if a file does not have a format that can be imported, or if it is damaged."""


def other_state_reason(name: str) -> str:
    """Return the message that a record was skipped because it is about another State. A known State is named."""
    return f"{ANOTHER_STATE}: {name}" if name else ANOTHER_STATE


class KnownParagraph(NamedTuple):
    """What the workspace knows about a paragraph, because it has the document in another language."""

    kind: str
    is_split: bool
    """Whether the lettered items of the paragraph are records of their own."""


@dataclass(frozen=True)
class IncomingParagraph:
    """A paragraph of an imported document."""

    location: str
    """Where the paragraph is in the file, as shown to people: `row 12`, `paragraph 42 (a)`."""
    kind: str
    """The kind of paragraph, as in a data file: recommendation, concern, introduction, progress or pledge."""
    number: str = ""
    """The paragraph number (for example `42` or `136.10`); "" if it is unknown."""
    item: str = ""
    """The lettered item (for example `a` or `a-ii`); "" for a whole paragraph."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """All other fields, with plain values as in a data file: text, heading, section, urgent, cites, themes, …

    The field `wordings` has the other texts with the same number, each with the States that made it."""
    system: str = ""
    """The system that `external_id` comes from, named as in the field `origins` of a data file."""
    external_id: str = ""
    """The paragraph's id in the other system; "" if it has no id."""
    to_check: tuple[str, ...] = ()
    """The points that a person has to check, one sentence each."""
    id: str = ""
    """The paragraph's id in the workspace, if the file contains this id."""
    continues_previous: bool = False
    """Whether this paragraph and the one before it come from the same record in the file."""
    record_count: int = 1
    """How many records in the file are combined in this paragraph."""
    other_external_ids: tuple[str, ...] = ()
    """The external ids of the other records that are combined in this paragraph."""

    @property
    def external_ids(self) -> tuple[str, ...]:
        """All ids of the paragraph in the other system."""
        return (*([self.external_id] if self.external_id else []), *self.other_external_ids)


@dataclass(frozen=True)
class ReportingDate:
    """A date that a document sets for a report, a list of issues or a review."""

    kind: str
    """The kind of deadline, as in a data file: follow-up-report, state-report, list-of-issues, …"""
    owner: str
    title: str
    due: str
    """The due date in EDTF; "" if the date is unknown or depends on another date."""
    months: int
    """How many months after the list of issues the deadline is; 0 if it does not depend on a list of issues."""
    certainty: str
    paragraph: str
    """The number of the paragraph that sets the date."""
    wording: str
    """The date in the words of the document: `within 24 months of the adoption`, `by 2026`."""
    language: str = ""
    """The code of the title's language, if the title is in the words of the document."""


@dataclass(frozen=True)
class IncomingDocument:
    """A document in an imported file."""

    symbol: str
    """The UN symbol; "" if it is unknown. Documents without a symbol are distinguished by `name`."""
    name: str
    mechanism: str
    """The id of a mechanism: crc, cedaw, upr, …; "" if it is unknown."""
    paragraphs: tuple[IncomingParagraph, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    """The document's other fields, as in a data file: title, issued, adopted, session, …"""
    state: str = ""
    """The code or name of the State that the document is about; "" if the file does not name a State."""
    id: str = ""
    """The document's id in the workspace, if the file contains this id."""
    has_last_paragraph: bool = False
    """Whether the file contains the document's last paragraph. If so, no paragraph with a higher number exists."""
    reporting_dates: tuple[ReportingDate, ...] = ()
    language: str = ""
    """The code of the language that the document is in; "" if the language is unknown."""


@dataclass
class ImportedFile:
    """Everything that was read from a file, with counts of the records that were skipped."""

    system: str
    documents: tuple[IncomingDocument, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    """The number of skipped records, keyed by the reason for skipping them (`another State`, `no text`, …)."""
    record_count: int = 0
    """How many records the file has."""
    notes: list[str] = field(default_factory=list)
    """Notes for people on repairs and on anything else that they should know, one sentence each."""
    other_states: Counter[str] = field(default_factory=Counter)
    """The number of skipped records of other States, keyed by the State's name in the file."""

    def skip(self, reason: str, count: int = 1) -> None:
        """Add `count` to the number of records that were skipped for `reason`."""
        if reason.startswith(f"{ANOTHER_STATE}: "):
            self.other_states[reason.removeprefix(f"{ANOTHER_STATE}: ")[:60]] += count
            reason = ANOTHER_STATE
        self.skipped[reason] += count
