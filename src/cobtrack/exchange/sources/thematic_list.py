"""OHCHR's thematic lists of UPR recommendations: read in all three layouts.

The first two layouts have a column for assessments; that of the fourth cycle has one for the Sustainable Development
Goals in its place.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from copy import deepcopy
from dataclasses import dataclass, field, replace
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from cobtrack.exchange.incoming import ImportedFile, ImportFormatError, IncomingDocument, IncomingParagraph
from cobtrack.exchange.office.word import (
    blocks,
    child,
    local_name,
    open_document,
    part_root,
    report_damage,
    visible_text,
)
from cobtrack.exchange.un.text import text_key
from cobtrack.exchange.un.upr import POSITIONS, combine, combine_by_number, split_by_state
from cobtrack.model.text.escape import CONTROL

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_COLUMNS = {
    "assessment": "assessment", "sdgs": "sdg", "themes": "theme", "position": "position", "text": "recommendation",
}  # fmt: skip
_REVIEW = re.compile(
    r"(?:UPR|Universal Periodic Review) of (?:the )?([^()0-9:;\u2013\u2014]+?)(?=\s+-|\s*[()0-9:;\u2013\u2014]|$)",
    re.IGNORECASE,
)
_SESSION = re.compile(r"\b([0-9]{1,3})(?:st|nd|rd|th)?\s+session\b", re.IGNORECASE)
_LIST = re.compile(r"(SDGs|Affected persons|Groups of persons)\s*:\s*", re.IGNORECASE)
_SURE = {"supported", "noted"}
_NUMBER = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4}){1,2})(?![0-9]|\.[0-9])\.?\s*(\S.*)", re.DOTALL)
_SOURCE = re.compile(r"source of position:?\s*(A/[A-Za-z0-9./-]{0,60}[A-Za-z0-9])", re.IGNORECASE)
_MOST_ROWS, _LONGEST_TITLE = 10_000, 150


@dataclass
class _Row:
    """A row of the list: what it says, and the cell that an assessment goes into."""

    where: str
    number: str
    symbol: str
    texts: list[tuple[str, list[str]]]
    fields: dict[str, Any]
    cell: Any
    doubts: list[str] = field(default_factory=list)


def is_thematic_list(path: Path) -> bool:
    """Whether a document has a table with the columns of a list. Raises ImportError as `read` does."""
    with suppress(ImportFormatError), report_damage():
        firsts = (next(_inside(one, "tr"), ()) for one in blocks(child(open_document(path).part.element, "body")))
        return any(_columns(list(_inside(row, "tc"))) for row in firsts)
    return False


def read(path: Path) -> ImportedFile:
    """The recommendations of a list. Raises UnreadableError, and ImportError where python-docx is not installed."""
    incoming = ImportedFile("thematic-list")
    with report_damage():
        part = open_document(path).part
        body = child(part.element, "body")
        rows = list(list_rows(body, incoming))
        state, session = _review(body, part)
    incoming.record_count += len(rows)
    symbol = list_symbol(rows)
    made = combine_by_number(_paragraphs(rows, symbol, incoming))
    name = f"UPR recommendations, {symbol}" if symbol else "UPR recommendations"
    fields = {"session": session} if session else {}
    incoming.documents = (IncomingDocument(symbol, name, "upr", tuple(made), fields, state),)
    doubtful = sum(bool(one.to_check) for one in made)
    incoming.notes.insert(0, f"{len(made)} recommendation{'' if len(made) == 1 else 's'}, {doubtful} to be checked")
    if not symbol:
        incoming.notes.append("no row names the document that its position is from, so the symbol is not known")
    if not state:
        incoming.notes.append("the file does not say which State it is about")
    return incoming


def _paragraphs(rows: list[_Row], symbol: str, incoming: ImportedFile) -> Iterator[IncomingParagraph]:
    """A paragraph a row; a row that only stands there again, under another theme, brings nothing but that."""
    seen: dict[str, set[str]] = {}
    for row in rows:
        origin, words = origin_of(row, symbol), {text_key(text) for text, _ in row.texts}
        known = seen.setdefault(origin, set())
        is_again = bool(known) and words <= known
        incoming.skipped["stands there again, under another theme"] += is_again
        known |= words
        yield replace(combine([_paragraph(origin, row, *text) for text in row.texts]), record_count=not is_again)
    incoming.skipped = +incoming.skipped


def _review(body: Any, part: Any) -> tuple[str, str]:
    """The State and the session that the title names, else the head of each page; empty where they are not named."""
    lines = []
    for block in blocks(body):
        if local_name(block) == "tbl":
            break
        lines.append(visible_text(block))
    heads = (one.target_part for one in part.rels.values() if one.reltype.endswith(("/header", "/footer")))
    lines += [visible_text(block) for head in heads for block in blocks(part_root(head))]
    titles = [title for line in lines if len(title := " ".join(line.split())) < _LONGEST_TITLE]
    states = (match[1] for title in titles if (match := _REVIEW.search(title)))
    sessions = (match[1].lstrip("0") for title in titles if (match := _SESSION.search(title)))
    return next(states, ""), next(sessions, "")


def _inside(node: Any, name: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, also those in content controls."""
    for one in node:
        if local_name(one) == name:
            yield one
        elif local_name(one) in {"sdt", "sdtContent", "customXml"}:
            yield from _inside(one, name)


def cell_lines(cell: Any) -> list[str]:
    """The lines of text in a cell that hold something."""
    shown = (visible_text(one) for one in blocks(cell) if local_name(one) == "p")
    return [line for text in shown for part in text.split("\n") if (line := " ".join(part.split()))]


def list_rows(body: Any, incoming: ImportedFile) -> Iterator[_Row]:
    """The recommendations of all tables that have the columns of a list, in the order of the document."""
    are_there = False
    for table in blocks(body):
        rows = (list(_inside(row, "tc")) for row in (_inside(table, "tr") if local_name(table) == "tbl" else ()))
        columns = _columns(next(rows, []))
        are_there = are_there or bool(columns)
        theme = ""
        for at, cells in enumerate(rows, 2) if columns else ():
            if at > _MOST_ROWS:
                raise ImportFormatError(f"it has over {_MOST_ROWS} rows", "a list for one State has some hundreds")
            said = " ".join(cell_lines(cells[0])) if cells else ""
            if len(cells) == 1:
                theme = said.partition(":")[2].strip() if said.lower().startswith("theme") else said
            elif why := _lacking(cells, columns):
                incoming.record_count += 1
                incoming.skip(why)
            elif said and not _columns(cells):
                yield _row(cells, columns, theme, f"row {at}")
    if not are_there:
        raise ImportFormatError(
            "it has no table of recommendations, positions and themes",
            "only a thematic list of UPR recommendations as OHCHR publishes it can be read, in English",
        )


def _lacking(cells: list[Any], columns: dict[str, int]) -> str:
    """Why a row is no recommendation; nothing where it is one, or is empty."""
    if len(cells) <= max(columns.values()):
        return "a row without all its cells"
    return "a row without a text" if not cell_lines(cells[columns["text"]]) and any(map(cell_lines, cells)) else ""


def _columns(cells: list[Any]) -> dict[str, int]:
    """Which column holds what, by the words of the header; empty where it is no header of a list."""
    heads = [" ".join(cell_lines(cell)).lower() for cell in cells]
    found: dict[str, int] = {}
    for at, head in enumerate(heads):
        key = next((key for key, word in _COLUMNS.items() if word in head and len(head) < 80 and key not in found), "")
        found |= {key: at} if key else {}
    return found if {"text", "position", "themes"} <= set(found) else {}


def _row(cells: list[Any], columns: dict[str, int], theme: str, where: str) -> _Row:
    lines = cell_lines(cells[columns["text"]])
    sources = [match for line in lines if (match := _SOURCE.search(line))]
    text = " ".join(line for line in lines if not _SOURCE.match(line))
    number = _NUMBER.fullmatch(text)
    # The recommendations stand in the report itself, the State's position often in an addendum to it.
    symbol = re.sub(r"/Add\..*", "", sources[0][1]) if sources else ""
    position = "".join(cell_lines(cells[columns["position"]]))
    fields = {"position": POSITIONS.get(text_key(position), "not-stated")}
    doubts = (
        [] if position.lower() in _SURE else [f'its position reads "{position}"' if position else "it has no position"]
    )
    if not number:
        doubts.append("its number could not be read")
    lists = _lists(cell_lines(cells[columns["themes"]]), "themes")
    if theme and theme not in lists["themes"]:
        lists["themes"].insert(0, theme)
    if "sdgs" in columns:
        lists["sdgs"] += _lists(cell_lines(cells[columns["sdgs"]]), "sdgs")["sdgs"]
    cell = cells[columns["assessment"]] if "assessment" in columns else None
    assessment = "\n".join(cell_lines(cell)) if cell is not None else ""
    return _Row(
        where=f"{where}, {number[1]}" if number else where,
        number=number[1] if number else "",
        symbol=symbol,
        texts=split_by_state(number[2] if number else text),
        fields={**fields, **lists, "assessment": assessment},
        cell=cell,
        doubts=doubts,
    )


def _lists(lines: list[str], key: str) -> dict[str, list[str]]:
    """A cell of several lists, each under its heading, the first under none."""
    found: dict[str, list[str]] = {"themes": [], "affected_persons": [], "sdgs": []}
    for line in lines:
        if heading := _LIST.match(line):
            key, line = ("sdgs" if heading[1].lower() == "sdgs" else "affected_persons"), line[heading.end() :]  # noqa: PLW2901
        if item := line.removeprefix("- ").strip():
            found[key].append(item)
    return found


def list_symbol(rows: list[_Row]) -> str:
    """The document that most rows name; empty where none does."""
    symbols = Counter(row.symbol for row in rows if row.symbol)
    return symbols.most_common(1)[0][0] if symbols else ""


def origin_of(row: _Row, symbol: str) -> str:
    """What the list knows a row by: document and number; its own words where it has no number."""
    if row.number:
        return ":".join(filter(None, (row.symbol or symbol, row.number)))
    return sha256(row.texts[0][0].encode()).hexdigest()[:10]


def _paragraph(origin: str, row: _Row, text: str, states: list[str]) -> IncomingParagraph:
    doubts = list(row.doubts)
    if not states:
        doubts.append(f"no recommending State was found{_last_brackets(text)}")
    if assessment := row.fields["assessment"]:
        doubts.append(
            f"the list has an assessment, which is to be entered under assessments: {' '.join(assessment.split())}"
        )
    fields = {"text": text, **row.fields, "made_by": states}
    return IncomingParagraph(
        location=row.where,
        kind="recommendation",
        number=row.number,
        fields={key: value for key, value in fields.items() if value},
        system="thematic-list",
        external_id=origin,
        to_check=tuple(doubts),
    )


def _last_brackets(text: str) -> str:
    """The brackets that a text ends with, which name no State that is known."""
    match = re.search(r"\([^()]{1,80}\)(?=[\s;.]*$)", text[-200:])
    return f": “{match[0]}” names none that is known" if match else ""


def write_assessments(path: Path, texts: Mapping[str, str]) -> tuple[bytes, int]:
    """The same document with the assessment column filled in by origin, and how many assessments were put in.

    What stands in a cell already stays there.
    """
    with report_damage():
        part = open_document(path).part
        rows, filled = list(list_rows(child(part.element, "body"), ImportedFile("thematic-list"))), set[str]()
        if any(row.cell is None for row in rows):
            raise ImportFormatError(
                "it has no column for assessments",
                "the lists of the fourth cycle have none; only those of the second and third can be filled in",
            )
        symbol = list_symbol(rows)
        for row in rows:
            origin = origin_of(row, symbol)
            text = CONTROL.sub("", texts.get(origin, "")).strip()
            if text and _fill(row.cell, text):
                filled.add(origin)
        return _rewritten(path, part), len(filled)


def _fill(cell: Any, text: str) -> bool:
    """Put a text into a cell, below what stands there, set as the cell is; False where it stands there already."""
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    paragraphs = [one for one in cell if local_name(one) == "p"]
    there = cell_lines(cell)
    if " ".join(text.split()) in " ".join(there):
        return False
    into = paragraphs[0] if paragraphs and not there else OxmlElement("w:p")
    properties = child(paragraphs[-1], "pPr") if paragraphs else None
    if into not in paragraphs:
        cell.append(into)
        into.extend([] if properties is None else [deepcopy(properties)])
    run = OxmlElement("w:r")
    look = child(properties, "rPr")
    run.extend([] if look is None else [deepcopy(look)])
    for at, line in enumerate(text.splitlines()):
        run.extend([OxmlElement("w:br")] if at else [])
        shown = OxmlElement("w:t")
        shown.text = line
        shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(shown)
    into.append(run)
    return True


def is_filled_in_copy(there: bytes, path: Path) -> bool:
    """Whether a file is that list with other assessments: nothing but its main part differs."""
    try:
        with ZipFile(BytesIO(there)) as old, ZipFile(path) as source:
            parts, own = ({one.filename: one.CRC for one in archive.infolist()} for archive in (old, source))
    except (BadZipFile, OSError):
        return False
    return parts.keys() == own.keys() and sum(parts[name] != own[name] for name in own) <= 1


def _rewritten(path: Path, part: Any) -> bytes:
    """The file with its main part as it is now; all other members go over as they are."""
    made = BytesIO()
    with ZipFile(path) as before, ZipFile(made, "w") as after:
        for member in before.infolist():
            is_main = member.filename == part.partname.lstrip("/")
            after.writestr(member, part.blob if is_main else before.read(member))
    return made.getvalue()
