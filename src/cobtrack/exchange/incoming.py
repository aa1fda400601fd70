"""What the readers of other systems' files return: documents and paragraphs with the fields of data files.

Readers do not compare anything with the workspace; `merge` does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Progress = Callable[[int, int], None]
    """Receives how many bytes of how many have been read."""


ANOTHER_STATE = "another State"
"""The reason for which records of other States are skipped."""
MAX_CONCERNS = 20
"""A recommendation answers no more than this many of the concerns right before it; usually there are one to three."""
TOO_MANY_CONCERNS = f"it follows more than {MAX_CONCERNS} concerns: it was linked to the last {MAX_CONCERNS} of them"


class ImportFormatError(CobtrackError):
    """The file is not in a format that can be imported, or it is damaged."""


def other_state_reason(name: str) -> str:
    """Return the reason for which a record of another State is skipped, with the name of the State if it is known."""
    return f"{ANOTHER_STATE}: {name}" if name else ANOTHER_STATE


@dataclass(frozen=True)
class IncomingParagraph:
    """A paragraph of an imported document."""

    location: str
    """Where it is in the file, for people: `row 12`, `paragraph 42 (a)`."""
    kind: str
    """recommendation, concern, introduction, progress or pledge, as in a data file."""
    number: str = ""
    """`42`, `136.10`; "" if it is unknown."""
    item: str = ""
    """`a`, `a-ii`; "" for a whole paragraph."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Further fields with plain values as in a data file: text, heading, section, urgent, cites, themes, …

    `wordings` are the further texts of the same number, each with the States that made it."""
    system: str = ""
    """The system that `external_id` is from, as in `origins` of a data file."""
    external_id: str = ""
    """Its id in the other system; "" if there is none."""
    to_check: tuple[str, ...] = ()
    """What a person has to check, a sentence each."""
    id: str = ""
    """Its id in the workspace, if the file has it."""
    continues_previous: bool = False
    """Whether it is a part of the same record of the file as the paragraph before it."""
    record_count: int = 1
    """How many records of the file it combines."""
    other_external_ids: tuple[str, ...] = ()
    """The ids of the other records that it combines."""

    @property
    def external_ids(self) -> tuple[str, ...]:
        """All its ids in the other system."""
        return (*([self.external_id] if self.external_id else []), *self.other_external_ids)


@dataclass(frozen=True)
class ReportingDate:
    """A date that a document sets for a report, a list of issues or a review."""

    kind: str
    """As in a data file: follow-up-report, state-report, list-of-issues, list-of-issues-reply, review."""
    owner: str
    title: str
    due: str
    """In EDTF; "" if it depends on another date, or is unknown."""
    months: int
    """How many months after the list of issues it is due; 0 if it does not depend on that."""
    certainty: str
    paragraph: str
    """The number of the paragraph that sets it."""
    wording: str
    """How the document says it: `within 24 months of the adoption`, `by 2026`."""


@dataclass(frozen=True)
class IncomingDocument:
    """A document in an imported file."""

    symbol: str
    """The UN symbol; "" if it is unknown. `name` then distinguishes documents."""
    name: str
    mechanism: str
    """The id of a mechanism: crc, cedaw, upr, …; "" if it is unknown."""
    paragraphs: tuple[IncomingParagraph, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    """title, issued, adopted, session, … as in a data file."""
    state: str = ""
    """The State that it is about, by code or name; "" if the file does not say."""
    id: str = ""
    """Its id in the workspace, if the file has it."""
    has_last_paragraph: bool = False
    """Whether the last paragraph of the document is in the file, so that no higher numbers are missing."""
    reporting_dates: tuple[ReportingDate, ...] = ()


@dataclass
class ImportedFile:
    """Everything that was read from a file, and what was skipped."""

    system: str
    documents: tuple[IncomingDocument, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    """The reasons for skipping records (`another State`, `no text`), and how many were skipped for each."""
    record_count: int = 0
    """How many records the file has."""
    notes: list[str] = field(default_factory=list)
    """What was repaired, and what else people should know, a sentence each."""
    other_states: Counter[str] = field(default_factory=Counter)
    """The other States, by their names in the file, and how many records of each were skipped."""

    def skip(self, reason: str, count: int = 1) -> None:
        """Count skipped records. The reason may be one of `other_state_reason`."""
        if reason.startswith(f"{ANOTHER_STATE}: "):
            self.other_states[reason.removeprefix(f"{ANOTHER_STATE}: ")[:60]] += count
            reason = ANOTHER_STATE
        self.skipped[reason] += count
