"""data/recommendations/: UN documents and the paragraphs that they recommend things in."""

from __future__ import annotations

import re
from typing import Literal

from pydantic import Field

from cobtrack.model.record import Certainty, Record
from cobtrack.model.roadmap import Remark
from cobtrack.model.timeframe import Timeframe
from cobtrack.model.types import Id, Many, ParagraphId, Range, Sources, Text

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)([a-z]?)(?:-([ivx]+))?")


class Link(Record):
    """A tie to a paragraph of another document."""

    to: ParagraphId
    kind: Literal["same-subject", "repeats", "strengthens", "narrows", "contradicts"]
    source: Sources = ()


class Paragraph(Record):
    """One paragraph of a document, or one lettered sub-item of it."""

    id: ParagraphId
    """The document's id and the number: crc-2022:42, crc-2022:42a; a word for the number where that is not known."""
    kind: Literal["introduction", "progress", "concern", "recommendation"]
    section: Text | None = None
    heading: Text | None = None
    cluster: str = ""
    """The treaty body's cluster: an id from cobtrack.yaml."""
    urgent: bool = False
    """Whether the Committee asks for urgent measures on it."""
    text: Text | None = None
    """The official words."""
    summary: Text | None = None
    """The content in the coalition's words."""
    seen: Literal["full", "part", "topic"] = "full"
    """How much of the paragraph whoever entered it has seen: all, some, or only its number and topic."""
    cites: Many[Text] = ()
    """Articles, General Comments, SDG targets and documents that it names."""
    answers: Many[ParagraphId] = ()
    """The concerns that it answers."""
    links: Many[Link] = ()
    responsible: Many[Id] = ()
    """The actors who have to carry it out."""
    source: Sources = ()
    certainty: Certainty | None = None

    @property
    def document(self) -> str:
        """The id of its document."""
        return self.id.partition(":")[0]

    @property
    def number(self) -> str:
        """The paragraph's number, `42` or `136.10`; empty where it is not known."""
        match = _NUMBER.fullmatch(self.id.partition(":")[2])
        return match[1] if match else ""

    @property
    def item(self) -> str:
        """The letter of a sub-item, `a` or `a-ii`; empty for a whole paragraph."""
        match = _NUMBER.fullmatch(self.id.partition(":")[2])
        return "-".join(filter(None, (match[2], match[3]))) if match else ""

    @property
    def label(self) -> str:
        """`para. 42 (a)`, as the UN cites it."""
        if not self.number:
            return "paragraph number not known"
        letters = "".join(f" ({part})" for part in self.item.split("-") if part)
        return f"para. {self.number}{letters}"


class Document(Record):
    """A UN document that recommendations come from."""

    id: Id
    symbol: str = Field(min_length=1)
    """The UN document symbol."""
    title: Text
    mechanism: Id
    reports: Text | None = None
    """The reports that it considers."""
    session: Text | None = None
    considered: Timeframe | None = None
    adopted: Timeframe | None = None
    issued: Timeframe | None = None
    """The date of distribution printed on it."""
    previous: Id | None = None
    """The document of the cycle before."""
    url: str = ""
    not_seen: Many[Range] = ()
    """Paragraphs that nobody has entered because they were not seen: 6-25, 27, 51- (to the end)."""
    remarks: Many[Remark] = ()
    source: Sources = ()
    certainty: Certainty | None = None
    paragraphs: Many[Paragraph] = ()
