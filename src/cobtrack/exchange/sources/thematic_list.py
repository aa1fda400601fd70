"""Read OHCHR's thematic lists of UPR recommendations (.docx files in three layouts), and fill in their assessments.

Lists of the second and third cycle have a column for assessments. Those of the fourth cycle have a column for the
Sustainable Development Goals instead.
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
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

_COLUMNS = {
    "assessment": "assessment", "sdgs": "sdg", "themes": "theme", "position": "position", "text": "recommendation",
}  # fmt: skip
"""A word that identifies the header of each column."""
_REVIEW = re.compile(
    r"(?:UPR|Universal Periodic Review) of (?:the )?([^()0-9:;\u2013\u2014]+?)(?=\s+-|\s*[()0-9:;\u2013\u2014]|$)",
    re.IGNORECASE,
)
_SESSION = re.compile(r"\b([0-9]{1,3})(?:st|nd|rd|th)?\s+session\b", re.IGNORECASE)
_LIST_HEADING = re.compile(r"(SDGs|Affected persons|Groups of persons)\s*:\s*", re.IGNORECASE)
_CLEAR_POSITIONS = {"supported", "noted"}
_NUMBER = re.compile(r"([0-9]{1,4}(?:\.[0-9]{1,4}){1,2})(?![0-9]|\.[0-9])\.?\s*(\S.*)", re.DOTALL)
_SOURCE = re.compile(r"source of position:?\s*(A/[A-Za-z0-9./-]{0,60}[A-Za-z0-9])", re.IGNORECASE)
_MAX_ROWS, _MAX_TITLE_LENGTH = 10_000, 150


@dataclass
class _Row:
    """A row of a thematic list.

    `cell` is the row's cell in the column for assessments, or None if the list has no such column.
    """

    location: str
    number: str
    symbol: str
    wordings: list[tuple[str, list[str]]]
    """The texts of the recommendation, each with the States that made it."""
    fields: dict[str, Any]
    cell: Any
    to_check: list[str] = field(default_factory=list)


def is_thematic_list(path: Path) -> bool:
    """Return whether a Word document has a table with the columns of a thematic list.

    Raises ImportError if python-docx is not installed.
    """
    with suppress(ImportFormatError), report_damage():
        tables = blocks(child(open_document(path).part.element, "body"))
        headers = (next(_children(table, "tr"), ()) for table in tables)
        return any(_columns(list(_children(header, "tc"))) for header in headers)
    return False


def read(path: Path) -> ImportedFile:
    """Read the recommendations in a thematic list.

    Raises ImportFormatError if the file is not a thematic list. Raises ImportError if python-docx is not installed.
    """
    result = ImportedFile("thematic-list")
    with report_damage():
        part = open_document(path).part
        body = child(part.element, "body")
        rows = list(_list_rows(body, result))
        state, session = _review(body, part)
    result.record_count += len(rows)
    symbol = _list_symbol(rows)
    paragraphs = combine_by_number(_paragraphs(rows, symbol, result))
    name = f"UPR recommendations, {symbol}" if symbol else "UPR recommendations"
    fields = {"session": session} if session else {}
    result.documents = (IncomingDocument(symbol, name, "upr", tuple(paragraphs), fields, state, language="en"),)
    to_check = sum(bool(paragraph.to_check) for paragraph in paragraphs)
    result.notes.insert(0, f"{quantity(len(paragraphs), 'recommendation')}, {to_check} to check")
    if not symbol:
        result.notes.append("no row names the source of its position, so the document symbol is not known")
    if not state:
        result.notes.append("the file does not say which State it is about")
    return result


def _paragraphs(rows: list[_Row], symbol: str, result: ImportedFile) -> Iterator[IncomingParagraph]:
    """Yield one paragraph for each row of a list, with all the wordings in the row.

    If a row repeats an earlier recommendation under another theme, the row is counted as skipped in `result`. Its
    paragraph is still yielded, because it adds the theme.
    """
    keys_by_id: dict[str, set[str]] = {}
    for row in rows:
        external_id, keys = _external_id(row, symbol), {text_key(text) for text, _ in row.wordings}
        seen = keys_by_id.setdefault(external_id, set())
        is_repeated = bool(seen) and keys <= seen
        result.skipped["repeated under another theme"] += is_repeated
        seen |= keys
        paragraph = combine([_paragraph(external_id, row, *wording) for wording in row.wordings])
        yield replace(paragraph, record_count=not is_repeated)
    # Drop a count of 0.
    result.skipped = +result.skipped


def _review(body: Any, part: Any) -> tuple[str, str]:
    """Return the State and the session of the review that a list is about.

    Both are read from the lines before the first table. If a value is missing there, it is read from a page header or
    footer. A value that is not found is "".
    """
    lines = []
    for block in blocks(body):
        if local_name(block) == "tbl":
            break
        lines.append(visible_text(block))
    relations = (relation for relation in part.rels.values() if relation.reltype.endswith(("/header", "/footer")))
    lines += [visible_text(block) for relation in relations for block in blocks(part_root(relation.target_part))]
    titles = [title for line in lines if len(title := " ".join(line.split())) < _MAX_TITLE_LENGTH]
    states = (match[1] for title in titles if (match := _REVIEW.search(title)))
    sessions = (match[1].lstrip("0") for title in titles if (match := _SESSION.search(title)))
    return next(states, ""), next(sessions, "")


def _children(node: Any, name: str) -> Iterator[Any]:
    """Yield the elements with the given name in a node: the rows of a table (`tr`) or the cells of a row (`tc`).

    Elements inside content controls are also yielded.
    """
    for element in node:
        if local_name(element) == name:
            yield element
        elif local_name(element) in {"sdt", "sdtContent", "customXml"}:
            yield from _children(element, name)


def _cell_lines(cell: Any) -> list[str]:
    """Return the lines of text in a cell, without empty lines."""
    texts = (visible_text(block) for block in blocks(cell) if local_name(block) == "p")
    return [line for text in texts for part in text.split("\n") if (line := " ".join(part.split()))]


def _list_rows(body: Any, result: ImportedFile) -> Iterator[_Row]:
    """Yield a row for each recommendation in the tables that have the columns of a thematic list.

    The rows come in the order of the document. Table rows that are not recommendations are counted as skipped in
    `result`. Raises ImportFormatError if the document has no table with these columns.
    """
    has_list = False
    for table in blocks(body):
        rows = (list(_children(row, "tc")) for row in (_children(table, "tr") if local_name(table) == "tbl" else ()))
        columns = _columns(next(rows, []))
        has_list = has_list or bool(columns)
        theme = ""
        for number, cells in enumerate(rows, 2) if columns else ():
            if number > _MAX_ROWS:
                raise ImportFormatError(
                    f"the table has more than {_MAX_ROWS:,} rows", "a list for one State has a few hundred rows"
                )
            first_cell = " ".join(_cell_lines(cells[0])) if cells else ""
            if len(cells) == 1:
                is_labelled = first_cell.lower().startswith("theme")
                theme = first_cell.partition(":")[2].strip() if is_labelled else first_cell
            elif reason := _skip_reason(cells, columns):
                result.record_count += 1
                result.skip(reason)
            elif first_cell and not _columns(cells):
                yield _row(cells, columns, theme, f"row {number}")
    if not has_list:
        raise ImportFormatError(
            "no table with the columns recommendation, position and themes",
            "only OHCHR's thematic lists of UPR recommendations, in English, can be imported",
        )


def _skip_reason(cells: list[Any], columns: dict[str, int]) -> str:
    """Return the reason why a row is skipped, or "" if the row is a recommendation or is empty."""
    if len(cells) <= max(columns.values()):
        return "a row with missing cells"
    has_text = _cell_lines(cells[columns["text"]])
    return "no text" if not has_text and any(map(_cell_lines, cells)) else ""


def _columns(cells: list[Any]) -> dict[str, int]:
    """Return the position of each column of a thematic list, keyed by column key.

    If the cells are not the header of a thematic list, return {}.
    """
    headers = [" ".join(_cell_lines(cell)).lower() for cell in cells]
    columns: dict[str, int] = {}
    for position, header in enumerate(headers):
        matching = (key for key, word in _COLUMNS.items() if word in header and len(header) < 80 and key not in columns)
        if key := next(matching, ""):
            columns[key] = position
    return columns if {"text", "position", "themes"} <= set(columns) else {}


def _row(cells: list[Any], columns: dict[str, int], theme: str, location: str) -> _Row:
    """Return the row that the given cells form. `theme` is the theme heading above the row in the list."""
    lines = _cell_lines(cells[columns["text"]])
    sources = [match for line in lines if (match := _SOURCE.search(line))]
    text = " ".join(line for line in lines if not _SOURCE.match(line))
    number = _NUMBER.fullmatch(text)
    # The recommendations are in the report itself, the State's position often in an addendum to it.
    symbol = re.sub(r"/Add\..*", "", sources[0][1]) if sources else ""
    position = "".join(_cell_lines(cells[columns["position"]]))
    to_check = []
    if not position:
        to_check.append("the State's position is missing")
    elif position.lower() not in _CLEAR_POSITIONS:
        to_check.append(f"unclear position of the State: “{position}”")
    if not number:
        to_check.append("the number of the recommendation could not be read")
    lists = _lists(_cell_lines(cells[columns["themes"]]), "themes")
    if theme and theme not in lists["themes"]:
        lists["themes"].insert(0, theme)
    if "sdgs" in columns:
        lists["sdgs"] += _lists(_cell_lines(cells[columns["sdgs"]]), "sdgs")["sdgs"]
    cell = cells[columns["assessment"]] if "assessment" in columns else None
    assessment = "\n".join(_cell_lines(cell)) if cell is not None else ""
    return _Row(
        location=f"{location}, {number[1]}" if number else location,
        number=number[1] if number else "",
        symbol=symbol,
        wordings=split_by_state(number[2] if number else text),
        fields={"position": POSITIONS.get(text_key(position), "not-stated"), **lists, "assessment": assessment},
        cell=cell,
        to_check=to_check,
    )


def _lists(lines: list[str], key: str) -> dict[str, list[str]]:
    """Split the lines of a cell into several lists, keyed by field name. A heading in the cell begins another list.

    Lines before the first heading go into the list with the name `key`.
    """
    lists: dict[str, list[str]] = {"themes": [], "affected_persons": [], "sdgs": []}
    for line in lines:
        text = line
        if heading := _LIST_HEADING.match(line):
            key, text = ("sdgs" if heading[1].lower() == "sdgs" else "affected_persons"), line[heading.end() :]
        if item := text.removeprefix("- ").strip():
            lists[key].append(item)
    return lists


def _list_symbol(rows: list[_Row]) -> str:
    """Return the document symbol that most rows name, or "" if no row names a symbol."""
    symbols = Counter(row.symbol for row in rows if row.symbol)
    return symbols.most_common(1)[0][0] if symbols else ""


def _external_id(row: _Row, symbol: str) -> str:
    """Return an id for a row, which consists of the document symbol and the recommendation's number.

    If the row names no document symbol, `symbol` is used. If the recommendation has no number, the id is a hash of its
    text.
    """
    if row.number:
        return ":".join(filter(None, (row.symbol or symbol, row.number)))
    return sha256(row.wordings[0][0].encode()).hexdigest()[:10]


def _paragraph(external_id: str, row: _Row, text: str, states: list[str]) -> IncomingParagraph:
    to_check = list(row.to_check)
    if not states:
        to_check.append(f"no recommending State was found{_unknown_brackets(text)}")
    if assessment := row.fields["assessment"]:
        to_check.append(f"enter this assessment from the list in the field assessments: {' '.join(assessment.split())}")
    fields = {"text": text, **row.fields, "made_by": states}
    return IncomingParagraph(
        location=row.location,
        kind="recommendation",
        number=row.number,
        fields={key: value for key, value in fields.items() if value},
        system="thematic-list",
        external_id=external_id,
        to_check=tuple(to_check),
    )


def _unknown_brackets(text: str) -> str:
    """Return words for the end of a note, which say that the brackets at the end of a text name no known State.

    If the text does not end with brackets, return "".
    """
    match = re.search(r"\([^()]{1,80}\)(?=[\s;.]*$)", text[-200:])
    return f": “{match[0]}” is not a known State" if match else ""


def write_assessments(path: Path, texts: Mapping[str, str]) -> tuple[bytes, int]:
    """Add assessments to a thematic list. Return the new document, and the number of added assessments.

    `texts` has the assessments, keyed by the external ids of rows. Text that is already in a cell stays. Raises
    ImportFormatError if the file is not a thematic list or has no column for assessments.
    """
    with report_damage():
        part = open_document(path).part
        rows, filled = list(_list_rows(child(part.element, "body"), ImportedFile("thematic-list"))), set[str]()
        if any(row.cell is None for row in rows):
            raise ImportFormatError(
                "no column for assessments", "only lists of the second and third cycle have this column"
            )
        symbol = _list_symbol(rows)
        for row in rows:
            external_id = _external_id(row, symbol)
            text = CONTROL.sub("", texts.get(external_id, "")).strip()
            if text and _add_to_cell(row.cell, text):
                filled.add(external_id)
        return _with_main_part(path, part), len(filled)


def _add_to_cell(cell: Any, text: str) -> bool:
    """Add a text to a cell, below the existing text and in the same format. Return whether the text was added.

    The text is not added if the cell already contains it.
    """
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    paragraphs = [element for element in cell if local_name(element) == "p"]
    lines = _cell_lines(cell)
    if " ".join(text.split()) in " ".join(lines):
        return False
    target = paragraphs[0] if paragraphs and not lines else OxmlElement("w:p")
    properties = child(paragraphs[-1], "pPr") if paragraphs else None
    if target not in paragraphs:
        cell.append(target)
        target.extend([] if properties is None else [deepcopy(properties)])
    run = OxmlElement("w:r")
    run_properties = child(properties, "rPr")
    run.extend([] if run_properties is None else [deepcopy(run_properties)])
    for position, line in enumerate(text.splitlines()):
        run.extend([OxmlElement("w:br")] if position else [])
        text_element = OxmlElement("w:t")
        text_element.text = line
        text_element.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(text_element)
    target.append(run)
    return True


def is_filled_in_copy(data: bytes, path: Path) -> bool:
    """Return whether `data` is a copy of the list at `path` in which at most the text was changed.

    Both files must contain the same archive parts, and at most one of these parts may differ.
    """
    try:
        with ZipFile(BytesIO(data)) as copy, ZipFile(path) as source:
            copied, original = (
                {member.filename: member.CRC for member in archive.infolist()} for archive in (copy, source)
            )
    except (BadZipFile, OSError):
        return False
    return copied.keys() == original.keys() and sum(copied[name] != original[name] for name in original) <= 1


def _with_main_part(path: Path, part: Any) -> bytes:
    """Return the file at `path` with a new main part. All other parts of the file are copied unchanged."""
    target = BytesIO()
    with ZipFile(path) as source, ZipFile(target, "w") as archive:
        for member in source.infolist():
            is_main = member.filename == part.partname.lstrip("/")
            archive.writestr(member, part.blob if is_main else source.read(member))
    return target.getvalue()
