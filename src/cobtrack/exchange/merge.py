"""What an import would do to the workspace: what is new, what it adds, what is in conflict, what is gone.

One rule for all imports: what a person wrote is never overwritten. A record that is not there is added; a field that a
record lacks is filled; where both say something else, both are reported and the file stays as it is.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.exchange.compare import same, shown
from cobtrack.model.edit import Edit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cobtrack.exchange.incoming import Incoming, IncomingDocument, IncomingParagraph
    from cobtrack.model.document import Document, Paragraph
    from cobtrack.model.workspace import Workspace

ORDER = (
    "id", "kind", "section", "heading", "cluster", "urgent", "text", "summary", "cites", "answers", "links", "position",
    "made_by", "action_category", "themes", "affected_persons", "sdgs", "origins", "check",
)  # fmt: skip
"""The keys of a paragraph in the order in which an import writes them."""
_DOCUMENT_ORDER = (
    "id", "symbol", "title", "mechanism", "reports", "session", "considered", "adopted", "issued", "source",
)  # fmt: skip


@dataclass(frozen=True)
class Conflict:
    """A field that says one thing in the workspace and another in what comes in."""

    key: str
    here: str
    there: str


@dataclass(frozen=True)
class Row:
    """What becomes of one incoming paragraph, or of one that is no longer there."""

    state: Literal["new", "changed", "same", "gone"]
    id: str
    where: str
    added: tuple[str, ...] = ()
    """The fields that a record gets which lacked them."""
    conflicts: tuple[Conflict, ...] = ()
    doubts: tuple[str, ...] = ()


@dataclass
class DocumentPlan:
    """What becomes of one document: its id and file, its rows, and the edits; or, for a new one, its whole data."""

    id: str
    name: str
    file: str
    rows: list[Row] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    data: dict[str, Any] | None = None
    """The data of a file that is not there yet."""
    conflicts: tuple[Conflict, ...] = ()
    """Between what is said of the document itself."""

    @property
    def counts(self) -> Counter[str]:
        """How many rows are new, changed, the same, gone."""
        return Counter(row.state for row in self.rows)


@dataclass
class Plan:
    """What an import would do."""

    incoming: Incoming
    documents: list[DocumentPlan]
    mechanisms: dict[str, str] = field(default_factory=dict)
    """The mechanisms of new documents that the workspace lacks: their ids and files."""
    kinds: Counter[str] = field(default_factory=Counter)
    """How many of the records that are taken are recommendations, pledges, concerns, …"""

    @property
    def taken(self) -> int:
        """How many records of the file are in the workspace afterwards."""
        return sum(row.state != "gone" for one in self.documents for row in one.rows)


def plan(workspace: Workspace, incoming: Incoming, document: str = "") -> Plan:
    """Compare what comes in with the workspace; `document` is the id to use where the file holds one document."""
    taken: set[str] = {one.id for one in workspace.documents}
    plans, mechanisms, kinds = [], dict[str, str](), Counter[str]()
    for one in incoming.documents:
        known = _known(workspace, one, document)
        if known is None and not one.mechanism:
            why = f"which body issued {one.symbol or one.name} is not known: begin its file by hand, then import again"
            incoming.left[why] += len(one.paragraphs)
            continue
        if known is None and one.mechanism not in {there.id for there in workspace.mechanisms}:
            mechanisms[one.mechanism] = f"data/reports-due/{one.mechanism}.yaml"
        identifier = known.id if known else _free(document or _identifier(one), taken)
        taken.add(identifier)
        kinds.update(paragraph.kind for paragraph in one.paragraphs)
        plans.append(_Merge(workspace, one, known, identifier, incoming.system).plan())
    return Plan(incoming, plans, mechanisms, kinds)


def _known(workspace: Workspace, one: IncomingDocument, document: str) -> Document | None:
    """The document of the workspace that this is: by its symbol, else by its id."""
    for there in workspace.documents:
        if one.symbol and _bare(there.symbol) == _bare(one.symbol):
            return there
    wanted = document or _identifier(one)
    return next(
        (there for there in workspace.documents if there.id == wanted and not (one.symbol and there.symbol)), None
    )


def _bare(text: str) -> str:
    return re.sub(r"\s+", "", text).casefold()


def _identifier(one: IncomingDocument) -> str:
    """`crc-2022` for a document of a year, else its name as an id."""
    year = str(one.fields.get("issued") or one.fields.get("adopted") or "")[:4]
    if one.symbol and one.mechanism and year.isdecimal():
        return f"{one.mechanism}-{year}"
    return _slug(one.symbol or one.name) or "document"


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _free(identifier: str, taken: Iterable[str]) -> str:
    number, name = 1, identifier
    while name in taken:
        number += 1
        name = f"{identifier}-{number}"
    return name


class _Merge:
    """One document that comes in, beside the one that is there."""

    def __init__(
        self, workspace: Workspace, one: IncomingDocument, known: Document | None, identifier: str, system: str
    ) -> None:
        self.workspace = workspace
        self.one = one
        self.known = known
        self.id = identifier
        self.system = system
        there = known.paragraphs if known else ()
        self.numbers = {paragraph.place.path: paragraph for paragraph in there}
        self.by_id = {paragraph.id: paragraph for paragraph in there}
        self.by_origin: dict[tuple[str, str], Paragraph] = {
            (o.system, o.id): paragraph for paragraph in there for o in paragraph.origins
        }
        self.ids: dict[int, str] = {}
        self._name_all()

    def plan(self) -> DocumentPlan:
        file = self.known.place.file if self.known else f"data/recommendations/{self.id}.yaml"
        made = DocumentPlan(self.id, self.one.symbol or self.one.name, file)
        new = []
        for number, paragraph in enumerate(self.one.paragraphs):
            data = self.data(number, paragraph)
            there = self.by_id.get(self.ids[number])
            if there is None:
                new.append(data)
                made.rows.append(Row("new", self.ids[number], paragraph.where, doubts=paragraph.doubts))
            else:
                self.compare(made, paragraph, data, there)
        made.rows += self.gone()
        if self.known is None:
            made.data = self.document_data(new)
        else:
            made.conflicts = tuple(self.document_conflicts())
            made.edits += [Edit((), "paragraphs", data, "append") for data in new]
        return made

    def _name_all(self) -> None:
        """Give every incoming paragraph its id: the one it has here, else document and number."""
        used: set[str] = set()
        for number, paragraph in enumerate(self.one.paragraphs):
            there = self.by_origin.get((paragraph.system, paragraph.origin)) if paragraph.origin else None
            if there is not None and there.id not in used:
                self.ids[number] = there.id
                used.add(there.id)
        claimed = {one for one, there in self.by_id.items() if any(o.system == self.system for o in there.origins)}
        for number, paragraph in enumerate(self.one.paragraphs):
            if number not in self.ids:
                # What came from the same system as something else is not this.
                self.ids[number] = _free(f"{self.id}:{_local(paragraph)}", used | claimed)
                used.add(self.ids[number])

    def data(self, number: int, paragraph: IncomingParagraph) -> dict[str, Any]:
        """The paragraph as it would stand in the file."""
        fields = {key: value for key, value in paragraph.fields.items() if value not in (None, "", [], ())}
        fields.pop("assessment", None)
        answers = [one for each in fields.pop("answers", ()) for one in self.concerns(str(each))]
        links = list(self.links(fields.pop("links", ())))
        data = {
            **fields,
            "id": self.ids[number],
            "kind": paragraph.kind,
            "answers": answers,
            "links": links,
            "check": list(paragraph.doubts),
        }
        if paragraph.origin:
            data["origins"] = [{"system": paragraph.system, "id": paragraph.origin}]
        return {key: data[key] for key in ORDER if data.get(key) not in (None, "", [], False)}

    def concerns(self, number: str) -> Iterator[str]:
        """The ids of the concerns with that number."""
        for at, other in enumerate(self.one.paragraphs):
            if other.kind == "concern" and other.number + other.item == number:
                yield self.ids[at]

    def links(self, found: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
        """Ties to paragraphs of documents that the workspace has; others stay in what the paragraph cites."""
        for link in found:
            for document in self.workspace.documents:
                to = f"{document.id}:{link['number']}{link.get('item', '')}"
                if _bare(document.symbol) == _bare(link["to_symbol"]) and to in self.workspace.by_id:
                    yield {"to": to, "kind": "same-subject"}

    def compare(self, made: DocumentPlan, paragraph: IncomingParagraph, data: dict[str, Any], there: Paragraph) -> None:
        """Fill what the record lacks, and tell where the two say different things."""
        here = there.model_dump(mode="json", exclude_defaults=True)
        added, conflicts = {}, []
        for key, value in data.items():
            if key in {"id", "check"} or same(here.get(key), value):
                continue
            if key == "origins":
                systems = {one["system"] for one in here.get(key, ())}
                if self.system not in systems:
                    added[key] = [*here.get(key, ()), *value]
            elif here.get(key) in (None, [], ""):
                added[key] = value
            else:
                conflicts.append(Conflict(key, shown(here[key]), shown(value)))
        made.edits += [Edit(there.place.path, key, value) for key, value in added.items()]
        state: Literal["changed", "same"] = "changed" if added else "same"
        doubts = paragraph.doubts if added else ()
        made.rows.append(Row(state, there.id, paragraph.where, tuple(added), tuple(conflicts), doubts))

    def gone(self) -> Iterator[Row]:
        """What came from this system before and no longer does."""
        if not any(paragraph.origin for paragraph in self.one.paragraphs):
            return
        there = set(self.ids.values())
        for paragraph in self.by_id.values():
            if paragraph.id not in there and any(one.system == self.system for one in paragraph.origins):
                yield Row("gone", paragraph.id, "")

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

    def document_conflicts(self) -> Iterator[Conflict]:
        here = self.known.model_dump(mode="json", exclude={"paragraphs"}) if self.known else {}
        for key, value in self.one.fields.items():
            # A title is put in words of one's own.
            if key in _DOCUMENT_ORDER and key != "title" and here.get(key) and not same(here[key], value):
                yield Conflict(key, shown(here[key]), shown(value))


def _local(paragraph: IncomingParagraph) -> str:
    """What stands behind the colon of an id."""
    if paragraph.number:
        item = paragraph.item
        return f"{paragraph.number}{item}" if not item or item[0].isalpha() else f"{paragraph.number}-{item}"
    return f"x{_slug(paragraph.origin).replace('-', '')[:10]}" if paragraph.origin else f"x{_slug(paragraph.where)}"
