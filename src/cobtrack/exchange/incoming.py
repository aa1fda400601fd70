"""What other systems have, read into the words of our data files; nothing here knows the workspace."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cobtrack.errors import CobtrackError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    Progress = Callable[[int, int], None]
    """Is told how many bytes of how many were read."""


ANOTHER_STATE = "another State"
MAX_CONCERNS = 20
"""To so many of the concerns right before it a recommendation is tied; there are one to three."""
TOO_MANY_CONCERNS = f"over {MAX_CONCERNS} concerns stand before it: it was tied to the last {MAX_CONCERNS} of them"


class ImportFormatError(CobtrackError):
    """The file is not in a format that can be imported, or is damaged."""


def other_state_reason(name: str) -> str:
    """Why a record of that State is left."""
    return f"{ANOTHER_STATE}: {name}" if name else ANOTHER_STATE


@dataclass(frozen=True)
class IncomingParagraph:
    """A paragraph as another system has it."""

    location: str
    """Where it stands over there, for people: `row 12`, `paragraph 42 (a)`."""
    kind: str
    """recommendation, concern, introduction, progress or pledge, as in a data file."""
    number: str = ""
    """`42`, `136.10`; empty where it could not be read."""
    item: str = ""
    """`a`, `a-ii`; empty for a whole paragraph."""
    fields: Mapping[str, Any] = field(default_factory=dict)
    """Keys and plain values as they stand in a data file: text, heading, section, urgent, cites, themes, …

    `wordings` has the further texts under its number, each with its States."""
    system: str = ""
    external_id: str = ""
    """What the system knows it by; empty where it has nothing of the kind."""
    to_check: tuple[str, ...] = ()
    """What a person has to check, a sentence each."""
    id: str = ""
    """Its id in the workspace, where the system names that."""
    continues_previous: bool = False
    """Whether the system has it as a part of the record before."""
    record_count: int = 1
    """How many records of the file it is."""
    other_external_ids: tuple[str, ...] = ()
    """What the system knows the others of them by."""

    @property
    def external_ids(self) -> tuple[str, ...]:
        """All that the system knows it by."""
        return (*([self.external_id] if self.external_id else []), *self.other_external_ids)


@dataclass(frozen=True)
class ReportingDate:
    """A date that a document sets, which may become a deadline of its mechanism."""

    kind: str
    """As in a data file: follow-up-report, state-report, list-of-issues, list-of-issues-reply, review."""
    owner: str
    title: str
    due: str
    """In EDTF; empty where it counts from something else, or from a day that is not known."""
    months: int
    """How many months after the list of issues it is due; 0 where it has a date."""
    certainty: str
    paragraph: str
    """The number of the paragraph that says so."""
    wording: str
    """`within 24 months of the adoption`, `by 2026`."""


@dataclass(frozen=True)
class IncomingDocument:
    """A document as another system has it."""

    symbol: str
    """Empty where it is not known; `name` then tells documents apart."""
    name: str
    mechanism: str
    """The id of a mechanism: crc, cedaw, upr, …; empty where it is not known."""
    paragraphs: tuple[IncomingParagraph, ...]
    fields: Mapping[str, Any] = field(default_factory=dict)
    """title, issued, adopted, session, … as in a data file."""
    state: str = ""
    """The State that it is about, by code or by name; empty where it does not say that."""
    id: str = ""
    """Its id in the workspace, where the system names that."""
    has_last_paragraph: bool = False
    """Whether its last paragraph is in the file, so that nothing comes after the highest number."""
    reporting_dates: tuple[ReportingDate, ...] = ()
    """The dates that it sets."""


@dataclass
class ImportedFile:
    """All that was read of a file: documents, and what was left out and why, counted."""

    system: str
    documents: tuple[IncomingDocument, ...] = ()
    skipped: Counter[str] = field(default_factory=Counter)
    """Reasons (`another State`, `no text`), and how often each applied."""
    record_count: int = 0
    """How many records the file had."""
    notes: list[str] = field(default_factory=list)
    """What was repaired, and what people should know; a sentence each."""
    other_states: Counter[str] = field(default_factory=Counter)
    """The other States, by their names in the file, and how many records of each were left."""

    def skip(self, why: str, count: int = 1) -> None:
        """Count records that are not taken; `another State: Australia` says whose it is, too."""
        if why.startswith(f"{ANOTHER_STATE}: "):
            self.other_states[why.removeprefix(f"{ANOTHER_STATE}: ")[:60]] += count
            why = ANOTHER_STATE
        self.skipped[why] += count
