"""Write the template as an .xlsx file, and read the recommendations that somebody wrote in it.

A hidden sheet has the words of the data for the labels and the choices, so the file is read whatever language it is in.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.forms.form import LISTS, README, SNAPSHOT, header_key
from cobtrack.exchange.forms.read import LIMITS, has_mark
from cobtrack.exchange.forms.write import CELL, GREY, HEADER, FormWriter
from cobtrack.exchange.incoming import ImportedFile, ImportFormatError, IncomingDocument, IncomingParagraph
from cobtrack.exchange.matrix.compare import RejectedError, actor_ids
from cobtrack.exchange.office.xlsx import CellError, open_spreadsheet
from cobtrack.exchange.template.columns import (
    YES,
    document_fields,
    readme_rows,
    recommendation_fields,
    sheet_titles,
    title,
)
from cobtrack.exchange.un.bodies import MECHANISM_IDS
from cobtrack.model.dates.parse import parse_date
from cobtrack.model.dates.timeframe import TimeframeError
from cobtrack.model.labels import PARAGRAPH_KIND, POSITION
from cobtrack.model.records.document import Document
from cobtrack.model.text.escape import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from cobtrack.exchange.office.xlsx import Row
    from cobtrack.exchange.template.columns import Field
    from cobtrack.model.workspace import Workspace

_MARK = "cobtrack-template"
"""The first text of the hidden sheet."""
_BLANK_ROWS = 300
_MAX_ROWS = 20_000
_MAX_HEADER_ROW = 10
_MIN_LABELS = 3
"""How many labels a row or a column needs to be recognised as the header."""
_ACTORS = ("groups", "responsible", "supports")
_LISTS = ("made_by", "sdgs")
_NUMBER = re.compile(
    r"(?:para(?:graph)?\.? *)?(?P<number>\d{1,4}(?:\.\d{1,4}){0,2})\.?"
    r" *\(?(?P<letter>[a-z])?\)? *\(?(?P<roman>[ivx]+)?\)?",
    re.IGNORECASE,
)
_ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*", re.ASCII)


def write(workspace: Workspace) -> bytes:
    """Return the template as the bytes of an .xlsx file. The same workspace always gives the same bytes."""
    writer = FormWriter(title())
    writer.write_readme(readme_rows(workspace))
    names = sheet_titles()
    about, rows = document_fields(workspace), recommendation_fields(workspace)
    _write_document(writer, writer.add_sheet(names[0]), about)
    _write_rows(writer, writer.add_sheet(names[1]), rows)
    return writer.finish(_hidden_rows(writer.readme_name or README, about, rows))


def _hidden_rows(readme: str, about: Sequence[Field], rows: Sequence[Field]) -> Iterator[list[str]]:
    """Yield the mark with the name of the sheet of instructions, and a row for each label and each choice.

    Such a row has the sheet, the key of the field, the word of the data ("" for a label), and the label or the choice.
    """
    yield [_MARK, readme]
    for sheet, fields in (("document", about), ("recommendations", rows)):
        for each in fields:
            yield [sheet, each.key, "", each.label]
            yield from ([sheet, each.key, word, shown] for word, shown in each.choices.items())


def _write_document(writer: FormWriter, sheet: Any, fields: Sequence[Field]) -> None:
    for column, width in enumerate((20, 50, 80)):
        sheet.set_column(column, column, width)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    for number, each in enumerate(fields):
        sheet.write_string(number, 0, each.label, writer.format(HEADER))
        sheet.write_blank(number, 1, None, writer.format(CELL))
        sheet.write_string(number, 2, each.explanation, writer.format(CELL, GREY))
        if each.choices:
            sheet.data_validation(number, 1, number, 1, _drop_down(writer, each))


def _write_rows(writer: FormWriter, sheet: Any, fields: Sequence[Field]) -> None:
    for column, each in enumerate(fields):
        sheet.set_column(column, column, each.width, writer.format(CELL))
        sheet.write_string(0, column, each.label, writer.format(HEADER))
        if each.choices:
            sheet.data_validation(1, column, _BLANK_ROWS, column, _drop_down(writer, each))
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _drop_down(writer: FormWriter, each: Field) -> dict[str, Any]:
    """Return the drop-down list of a field, with the explanation of the field when somebody selects the cell."""
    # Excel allows 32 characters in the title of a message, and 255 in the message.
    message = {"input_title": each.label[:32], "input_message": each.explanation[:255]}
    return {**writer.drop_down(each.label, [*each.choices.values()], is_strict=each.is_strict), **message}


@dataclass
class _Words:
    """The labels and choices of the file, with the words of the data that they stand for."""

    keys: dict[str, dict[str, str]] = field(default_factory=lambda: {"document": {}, "recommendations": {}})
    """The key of each field, keyed by the sheet and by the label."""
    readme: str = ""
    """The name of the sheet of instructions."""
    choices: dict[tuple[str, str], dict[str, str]] = field(default_factory=dict)
    """The word of the data for each choice, keyed by the sheet and the key of the field."""

    def value(self, sheet: str, key: str, text: str) -> str:
        """Return the text of a cell, or the word of the data if the text is a choice."""
        return self.choices.get((sheet, key), {}).get(header_key(text), text)


def is_template(path: Path) -> bool:
    """Whether a file is a template."""
    try:
        return has_mark(path, _MARK)
    except ImportFormatError:
        return False


def is_blank(path: Path) -> bool:
    """Whether a file is a template in which nobody has written anything."""
    if not is_template(path):
        return False
    words, sheets = _read_sheets(path)
    return not any(_document_cells(words, sheets).values()) and not any(
        values for _, values in _rows(words, sheets, [])
    )


def read(path: Path, workspace: Workspace, document: str = "") -> ImportedFile:
    """Read the recommendations that somebody wrote in a template.

    `document` is the id of their document, if the user gave it. Raises ImportFormatError if the file is damaged, or if
    it does not say which document the recommendations are from.
    """
    words, sheets = _read_sheets(path)
    result = ImportedFile("template")
    paragraphs = []
    for location, values in _rows(words, sheets, result.notes):
        result.record_count += 1
        if values.get("text") or values.get("summary"):
            paragraphs.append(_paragraph(workspace, location, values))
        else:
            result.skipped["no text and no summary"] += 1
    if not paragraphs:
        raise ImportFormatError("no recommendation is filled in", "write at least a text or a summary in a row")
    result.documents = (_document(workspace, _document_cells(words, sheets), paragraphs, document),)
    return result


def _read_sheets(path: Path) -> tuple[_Words, dict[str, list[Row]]]:
    """Return the words of the file, and the rows of the sheets that people see, keyed by the name of the sheet."""
    sheets: dict[str, list[Row]] = {}
    words = _Words()
    with open_spreadsheet(path, LIMITS) as spreadsheet:
        for sheet in spreadsheet.sheets:
            rows: list[Row] = []
            for row in spreadsheet.rows(sheet) if sheet.name != LISTS else ():
                if len(rows) == _MAX_ROWS:
                    raise ImportFormatError(f"a sheet has more than {_MAX_ROWS:,} rows", "split it into several files")
                rows.append(row)
            if sheet.name == SNAPSHOT:
                _read_words(words, rows)
            else:
                sheets[sheet.name] = rows
    sheets.pop(words.readme, None)
    if not any(words.keys.values()):
        raise ImportFormatError("the file is not a template", "export a template again: cobtrack export template.xlsx")
    return words, sheets


def _read_words(words: _Words, rows: Iterable[Row]) -> None:
    for _, texts in rows:
        sheet, key, word, shown = (clean_text(texts.get(at, "")) for at in range(4))
        if sheet == _MARK:
            words.readme = key
        elif sheet in words.keys and word:
            choices = words.choices.setdefault((sheet, key), {})
            choices |= {header_key(shown): word, header_key(word): word}
        elif sheet in words.keys:
            words.keys[sheet][header_key(shown)] = key


def _document_cells(words: _Words, sheets: Mapping[str, list[Row]]) -> dict[str, str]:
    """Return the texts about the document, keyed by field. Labels are in the first column, texts in the second."""
    for rows in sheets.values():
        labelled = {words.keys["document"].get(header_key(texts.get(0, ""))): texts.get(1, "") for _, texts in rows}
        if len(labelled.keys() - {None}) >= _MIN_LABELS and not _header(words, rows):
            return {
                key: words.value("document", key, _text(value)) for key, value in labelled.items() if key is not None
            }
    return {}


def _header(words: _Words, rows: Sequence[Row]) -> tuple[int, dict[int, str]] | None:
    """Return the number of the header row of the recommendations, and the key of each column; None if there is none."""
    labels = words.keys["recommendations"]
    for number, texts in rows[:_MAX_HEADER_ROW]:
        columns: dict[int, str] = {}
        for column, text in sorted(texts.items()):
            key = labels.get(header_key(text))
            if key and key not in columns.values():
                columns[column] = key
        if len(columns) >= _MIN_LABELS and {"text", "summary"} & set(columns.values()):
            return number, columns
    return None


def _rows(words: _Words, sheets: Mapping[str, list[Row]], notes: list[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the location of each row that somebody filled in, and its texts, keyed by field."""
    for rows in sheets.values():
        if not (header := _header(words, rows)):
            continue
        first, columns = header
        for number, texts in rows:
            if number <= first:
                continue
            location = f"row {number}"
            values = {}
            for column, key in columns.items():
                cell = texts.get(column, "")
                if isinstance(cell, CellError):
                    notes.append(f"{location}: a cell has an error or a formula without a result, and was not read")
                elif text := _text(cell):
                    values[key] = words.value("recommendations", key, text)
            if values:
                yield location, values


def _text(cell: str) -> str:
    return "" if isinstance(cell, CellError) else clean_text(cell).strip()


def _paragraph(workspace: Workspace, location: str, values: dict[str, str]) -> IncomingParagraph:
    """Return the paragraph that a row describes. What cannot be understood becomes a point for a person to check."""
    to_check: list[str] = []
    fields: dict[str, Any] = {key: values[key] for key in ("heading", "text", "summary", "source") if key in values}
    for key, known in (("cluster", workspace.settings.clusters), ("position", POSITION)):
        if key in values:
            _take(fields, key, values[key], to_check, is_known=values[key] in known)
    if "urgent" in values:
        _take(fields, "urgent", values["urgent"] == YES, to_check, is_known=values["urgent"] == YES)
    for key in _ACTORS:
        if key in values:
            try:
                fields[key] = actor_ids(workspace, values[key]).split(", ")
            except RejectedError as error:
                to_check.append(f"{key}: {error}")
    fields |= {key: _items(values[key]) for key in _LISTS if key in values}
    kind = values.get("kind", "recommendation")
    if kind not in PARAGRAPH_KIND:
        to_check.append(f"kind: “{kind}” is not a kind of paragraph")
        kind = "recommendation"
    match = _NUMBER.fullmatch(values.get("number", ""))
    if "number" in values and not match:
        to_check.append(f"the number could not be read: “{values['number']}”")
    item = "-".join(part.lower() for part in (match["letter"], match["roman"]) if part) if match else ""
    number = match["number"] if match else ""
    return IncomingParagraph(location, kind, number, item, fields, to_check=tuple(to_check))


def _take(fields: dict[str, Any], key: str, value: object, to_check: list[str], *, is_known: bool) -> None:
    if is_known:
        fields[key] = value
    else:
        to_check.append(f"{key}: “{value}” is not in the list")


def _items(text: str) -> list[str]:
    """Return the items that a cell lists, separated by commas, semicolons or line breaks."""
    return [part.strip() for part in re.split(r"[,;\n]", text) if part.strip()]


def _document(
    workspace: Workspace, cells: Mapping[str, str], paragraphs: Sequence[IncomingParagraph], document: str
) -> IncomingDocument:
    identifier = document or cells.get("id", "")
    existing = workspace.by_id.get(identifier)
    known = existing if isinstance(existing, Document) else None
    if identifier and not known and (existing or not _ID.fullmatch(identifier)):
        message = f"“{identifier}” cannot be the id of a document"
        raise ImportFormatError(message, "choose a document from the list, or write an id such as crc-2030")
    fields: dict[str, Any] = {key: cells[key] for key in ("title", "session", "url", "source") if cells.get(key)}
    fields |= {key: _day(key, cells[key]) for key in ("adopted", "issued") if cells.get(key)}
    mechanism, symbol = (
        (known.mechanism, cells.get("symbol") or known.symbol)
        if known
        else (cells.get("mechanism", ""), cells.get("symbol", ""))
    )
    is_known = known or any(symbol and other.symbol == symbol for other in workspace.documents)
    if not is_known:
        missing = [key for key in ("title", "mechanism") if not cells.get(key)]
        missing += [] if symbol or cells.get("source") else ["symbol or source"]
        if missing:
            hint = f"fill in {' and '.join(missing)}, or choose a document that is already in the data"
            raise ImportFormatError("the file does not say which document the recommendations are from", hint)
        if mechanism not in {row.id for row in workspace.mechanisms} | set(MECHANISM_IDS):
            raise ImportFormatError(f"there is no mechanism “{mechanism}”", "choose it from the list")
    name = symbol or cells.get("title", "") or identifier
    language = cells.get("language", "") or workspace.settings.languages[0]
    return IncomingDocument(symbol, name, mechanism, tuple(paragraphs), fields, id=identifier, language=language)


def _day(key: str, text: str) -> str:
    try:
        return str(parse_date(text))
    except TimeframeError as error:
        raise ImportFormatError(f"{key}: “{text}” is not a date: {error}", "write it as 2026-02-01") from None
