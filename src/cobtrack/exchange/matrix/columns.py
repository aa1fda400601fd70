"""The recommendations matrix as columns of a spreadsheet: which there are, what they hold, which may be changed."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.model.records.document import POSITIONS, Document, Paragraph
from cobtrack.model.text.escape import CONTROL

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator

    from cobtrack.model.records.settings import Criterion
    from cobtrack.model.workspace import Workspace

MAX_CELL_LENGTH = 16_000
"""Characters in a cell: Excel takes 32,767 units, and a character may be two of them."""
TITLE = "Recommendations matrix"
_MARK = "cobtrack matrix 1"
_HOW = """\
Each sheet is a document, each row a recommendation. White cells are to be filled in; grey ones are not taken over.
Where a cell has a list, choose from it. Move columns, sort and filter rows as you like, always whole rows.
Headers and ids have to stay as they are. Columns of your own are possible and are not taken over.
To give it back, send the file to whoever keeps the data. There, cobtrack import FILE.xlsx shows every changed cell.
Nothing is written before that. A cell that was changed in the data meanwhile is told and is not overwritten.
A cell that you empty takes its value out of the data; the import says so. A score is taken out in the file."""
ERROR = object()
"""Stands for a cell whose formula failed, or was never worked out."""
LISTS = {"groups", "responsible"}
_EDITABLE = {"summary", "cluster", "position"} | LISTS
_WHOLE = re.compile(r"(\d{1,3})(?:[.,]0*)?")
_HEADERS = {"id", "paragraph", "urgent", "heading", "text", "summary", "cluster", "groups", "responsible", "position"}


@dataclass(frozen=True)
class Column:
    """A column of the matrix; `several` where a cell may hold more than one of the choices."""

    key: str
    header: str
    width: int
    editable: bool
    explanation: str
    choices: tuple[str, ...] = ()
    several: bool = False


def columns(workspace: Workspace) -> tuple[Column, ...]:
    """The columns for this workspace; no two headers are the same, whatever the criteria are called."""
    groups = tuple(one.id for one in workspace.actors if one.kind == "working-group")
    actors = tuple(one.id for one in workspace.actors)
    several = "ids or acronyms parted by commas; the list offers one at a time"
    fixed = (
        Column("id", "id", 16, False, "What cobtrack knows the recommendation by. Leave it as it is."),
        Column("paragraph", "Paragraph", 14, False, "The number of the paragraph in the document."),
        Column("urgent", "Urgent", 8, False, "Whether the Committee asks for urgent measures."),
        Column("heading", "Heading", 20, False, "The heading that it stands under in the document."),
        Column("text", "Text", 60, False, "The official words."),
        Column("repeated", "Repeated from", 24, False, "Earlier recommendations that say the same."),
        Column("summary", "Summary", 40, True, "What it asks for, in the coalition's own words."),
        Column(
            "cluster", "Cluster", 18, True, "The Committee's cluster, by its id.", tuple(workspace.settings.clusters)
        ),
        Column("groups", "Groups", 16, True, f"The working groups that follow it up: {several}.", groups, True),
        Column("responsible", "Responsible", 20, True, f"Who has to carry it out: {several}.", actors, True),
        Column("position", "Position", 16, True, "The State's answer, as in the UPR.", POSITIONS),
    )
    return tuple(_distinct([*fixed, *(one for each in _scored(workspace) for one in _of_criterion(each))]))


def _scored(workspace: Workspace) -> Iterable[Criterion]:
    """The criteria that people score."""
    return {one.id: one for one in workspace.settings.criteria if not one.is_derived}.values()


def _of_criterion(one: Criterion) -> Iterator[Column]:
    scale = "0 not at all, 1 a little, 2 much, 3 very much, empty: not scored."
    yield Column(f"score:{one.id}", f"{one.title}: score", 12, True, f"{one.title}: {scale}", ("0", "1", "2", "3"))
    yield Column(f"reason:{one.id}", f"{one.title}: reason", 30, True, "Why this score. A score needs a reason.")


def _distinct(found: Iterable[Column]) -> Iterator[Column]:
    taken: set[str] = set()
    for one in found:
        header = header_key(one.header)
        if header in taken:
            header = header_key(f"{one.header} ({one.key})")
        taken.add(header)
        yield one if header == header_key(one.header) else replace(one, header=f"{one.header} ({one.key})")


def header_key(header: str) -> str:
    """A header by which it is found again: white space and capitals aside."""
    return " ".join(header.split()).casefold()


def is_editable(key: str) -> bool:
    """Whether cells of the column are taken back."""
    return key in _EDITABLE or key.startswith(("score:", "reason:"))


def cells(workspace: Workspace, paragraph: Paragraph) -> dict[str, str]:
    """What the row of a recommendation says, by the keys of the columns."""
    return {key: _cut(value) for key, value in _values(workspace, paragraph).items()}


def locked_keys(workspace: Workspace, paragraph: Paragraph) -> tuple[str, ...]:
    """The keys that may be changed elsewhere and not in this row: texts in several languages, texts that were cut."""
    texts = {"summary": paragraph.summary, **{f"reason:{one.criterion}": one.reason for one in paragraph.scores}}
    values = _values(workspace, paragraph)
    translated = {key for key, text in texts.items() if text is not None and text.languages}
    return tuple(
        key for key, value in values.items() if is_editable(key) and (key in translated or len(value) > MAX_CELL_LENGTH)
    )


def _values(workspace: Workspace, paragraph: Paragraph) -> dict[str, str]:
    scores = {one.criterion: one for one in paragraph.scores}
    found = {
        "id": paragraph.id,
        "paragraph": paragraph.label,
        "urgent": "yes" if paragraph.urgent else "",
        "heading": paragraph.heading or "",
        "text": paragraph.text or "",
        "repeated": "\n".join(_repeated(workspace, paragraph)),
        "summary": paragraph.summary or "",
        "cluster": paragraph.cluster,
        "groups": ", ".join(paragraph.groups),
        "responsible": ", ".join(paragraph.responsible),
        "position": paragraph.position or "",
    }
    for each in _scored(workspace):
        one = scores.get(each.id)
        found[f"score:{each.id}"] = str(one.score) if one else ""
        found[f"reason:{each.id}"] = one.reason if one else ""
    return {key: normalize(value) for key, value in found.items()}


def _repeated(workspace: Workspace, paragraph: Paragraph) -> Iterator[str]:
    for link in paragraph.links:
        if link.kind in {"repeats", "strengthens"}:
            there = workspace.by_id.get(link.to)
            document = workspace.by_id.get(link.to.partition(":")[0])
            if isinstance(there, Paragraph) and isinstance(document, Document):
                yield f"{document.name}, {there.label}"
            else:
                yield link.to


def _cut(text: str) -> str:
    return text if len(text) <= MAX_CELL_LENGTH else f"{text[: MAX_CELL_LENGTH - 1]}…"


def normalize(text: str) -> str:
    """The text with one kind of line end, and neither control characters nor white space around it."""
    return CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def cell_text(key: str, value: object) -> str:
    """What a cell of a spreadsheet says in this column, as `cells` says it: 2 and 2.0 are `2`, `a;b` is `a, b`."""
    text = normalize(_text(value)) if value is not ERROR else "(error)"
    if key in LISTS:
        return ", ".join(part.strip() for part in re.split(r"[,;\n]", text) if part.strip())
    if key.startswith("score:") and (match := _WHOLE.fullmatch(text)):
        return str(int(match[1]))
    return text


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float):
        return f"{value:.15g}"
    if isinstance(value, datetime):
        return value.isoformat(" ").removesuffix(" 00:00:00")
    return value.isoformat() if isinstance(value, date | time) else str(value)


def sheet_name(identifier: str, taken: set[str]) -> str:
    """A name that Excel takes, other than those `taken` (in small letters), to which it is added."""
    name = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "-", identifier).strip("'")[:31] or "document"
    number = 1
    while name.lower() in taken:
        number += 1
        name = f"{name[: 30 - len(str(number))].rsplit('~', 1)[0]}~{number}"
    taken.add(name.lower())
    return name


def readme_rows(workspace: Workspace, note: str = "") -> Iterator[tuple[str, str]]:
    """What to know before filling it in: sentences, then what each column and each id means."""
    yield f"{TITLE}, {note}" if note else TITLE, ""
    yield from (("", line) for line in _HOW.splitlines())
    lists = {
        "Columns": ((one.header, one.explanation + ("" if one.editable else " Grey.")) for one in columns(workspace)),
        "Clusters": workspace.settings.clusters.items(),
        "Organisations": ((one.id, one.name or one.acronym or one.kind) for one in workspace.actors),
    }
    for name, rows in lists.items():
        yield from (("", ""), (name, ""))
        yield from ((_cut(normalize(key)), _cut(normalize(text))) for key, text in rows)


def snapshot_rows(workspace: Workspace, rows: Iterable[Paragraph]) -> Iterator[list[str]]:
    """A table of what was exported, for the way back: a mark, the keys, the headers, and a row a recommendation."""
    shown = columns(workspace)
    yield [_MARK]
    yield ["fixed", *(one.key for one in shown)]
    yield ["", *(one.header for one in shown)]
    for row in rows:
        values = cells(workspace, row)
        yield [" ".join(locked_keys(workspace, row)), *(values[one.key] for one in shown)]


@dataclass(frozen=True)
class Snapshot:
    """What was exported, read back: headers by key, rows by id and key, and all that each column says."""

    headers: dict[str, str]
    rows: dict[str, dict[str, str]]
    values_by_key: dict[str, frozenset[str]]

    def header(self, table: list[list[Any]]) -> tuple[int, list[str]]:
        """The number of the row with the headers, which may have got rows above it, and the key of each column."""
        by_header = {header_key(header): key for key, header in self.headers.items() if header}
        for top, line in enumerate(table[:10]):
            found = [by_header.get(header_key(cell_text("", cell)), "") for cell in line]
            keys = [key if key not in found[:at] else "" for at, key in enumerate(found)]
            if "id" in keys and sum(map(bool, keys)) > 1:
                return top, keys
        return 0, []

    def other_columns(self, sheet: str, table: list[list[Any]], keys: list[str]) -> Iterator[str]:
        """Sentences on the columns of a sheet that are not the matrix's, or no longer there; the headers come first."""
        known = {header_key(header) for header in self.headers.values()}
        for at, key in enumerate(keys):
            if not key and any(cell_text("", line[at]) for line in table):
                header = cell_text("", table[0][at])[:60]
                name = f'the column "{header}"' if header else f"column {at + 1}, which has no header,"
                twice = "stands twice: only the first was read" if header_key(header) in known else "was not taken over"
                yield f"{sheet}: {name} {twice}"
        for key, header in self.headers.items():
            if is_editable(key) and key not in keys:
                yield f"{sheet} has no column {header} any more: it stays as it is in the data"

    def missing(self, there: Container[str]) -> Iterator[str]:
        """Sentences on the recommendations that are no longer there."""
        by_document: dict[str, list[str]] = {}
        for one in self.rows:
            by_document.setdefault(one.partition(":")[0], []).append(one)
        for document, ids in by_document.items():
            gone = [one for one in ids if one not in there]
            if len(gone) == len(ids):
                yield f"nothing of {document} is in the file any more: it stays as it is in the data"
            elif gone:
                more = f" and {len(gone) - 20} more" if len(gone) > 20 else ""
                yield f"not in the file any more, or under another id: {', '.join(gone[:20])}{more}"


def is_snapshot(table: list[list[Any]]) -> bool:
    """Whether this is what `exported` wrote."""
    return bool(table) and table[0][:1] == [_MARK]


def read_snapshot(tables: Iterable[list[list[Any]]]) -> Snapshot:
    """What `exported` wrote; raises UnreadableError where it is not there or was spoilt."""
    for table in filter(is_snapshot, tables):
        keys, headers = ([normalize(str(cell)) for cell in line] for line in [*table[1:3], [], []][:2])
        if {"fixed", "id", "paragraph", "text"} <= set(keys):
            rows = [{key: cell_text(key, cell) for key, cell in zip(keys, line, strict=True)} for line in table[3:]]
            known = {key: frozenset(row[key] for row in rows) for key in keys}
            by_key = {key: header for key, header in zip(keys, headers, strict=True) if key != "fixed"}
            return Snapshot(by_key, {row["id"]: row for row in rows if row["id"]}, known)
    raise ImportFormatError(
        "it is a sheet of a matrix without the rest of its file: the hidden sheet with what was exported is missing, so"
        " nobody can tell what was changed",
        "copy what was filled in into that sheet of the exported file, or export the matrix again and copy it there",
    )


def is_header(texts: Iterable[str]) -> bool:
    """Whether a row is the header of a matrix, whatever criteria its workspace has."""
    return len(_HEADERS & {header_key(text) for text in texts}) > len(_HEADERS) - 3
