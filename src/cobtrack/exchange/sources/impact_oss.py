"""Exchange CSV files with IMPACT OSS, a system in which several States track recommendations.

IMPACT OSS separates the references in a cell by commas, so the references that cobtrack makes contain no commas. Each
link is written only with the action or indicator, so IMPACT OSS has to import the recommendations first. From the files
of IMPACT OSS, only recommendations are read, because it does not record the kind of an action or indicator.
"""

from __future__ import annotations

import re
from collections import Counter
from io import StringIO
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import (
    ImportedFile,
    ImportFormatError,
    IncomingDocument,
    IncomingParagraph,
    other_state_reason,
)
from cobtrack.exchange.un.bodies import mechanism_of, state_of
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.dates.timeframe import Point
from cobtrack.model.languages.phrases import ENGLISH, speaking
from cobtrack.model.text.escape import clean_text, escape_formula
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from cobtrack.model.dates.timeframe import Timeframe
    from cobtrack.model.records.action import Action
    from cobtrack.model.records.document import Document, Paragraph
    from cobtrack.model.records.indicator import Indicator
    from cobtrack.model.workspace import Workspace

_HUMAN_RIGHTS = "1"
_SUPPORT_LEVELS = {"supported": "2", "partly-supported": "1", "noted": "0"}
_TEXTS, _LINK = ("reference", "title", "description"), "recommendation-reference"
_COLUMNS = {
    "recommendations": ("framework_id", *_TEXTS, "response", "support_level"),
    "measures": (*_TEXTS, "outcome", "indicator_summary", "target_date", "target_date_comment", _LINK),
    "indicators": (*_TEXTS, "start_date", "end_date", "frequency_months", "repeat", _LINK),
}
_MAX_TITLE_LENGTH = 80

_READ_COLUMNS = {"framework_id", "reference", "title", "description", "support_level"}
_ONLY_IN = {
    "actions": {"outcome", "indicator_summary", "target_date", "target_date_comment"},
    "indicators": {"start_date", "end_date", "frequency_months", "repeat"},
}
_MARKER = re.compile(r"\[(?:database|rel):([a-z_-]+)\]", re.IGNORECASE)
_COLUMN_HINT = re.compile(r"(required|optional)\b", re.IGNORECASE)
_SYMBOL = re.compile(r"(?:[A-Z][A-Za-z.0-9-]*)(?:/[A-Za-z0-9.()-]+){2,}")
_PARAGRAPH = re.compile(
    r"(?:\bpara(?:graph)?s?\b\.?\s*(?P<number>[0-9]{1,4}(?:\.[0-9]{1,4})?)|(?<![\w./])(?P<dotted>[0-9]{1,3}\.[0-9]{1,3}))"
    r"(?:\s*\(?(?P<letter>[a-z])\)?(?:\s*\((?P<roman>[ivx]{1,6})\))?)?$"
)
_ONE_DECIMAL = re.compile(r"[0-9]{1,3}\.[0-9]")
_MAX_BYTES = 50_000_000
_HINT = "export the file from IMPACT OSS again, or save it as CSV in UTF-8"


def write(workspace: Workspace, table: str) -> bytes:
    """Return a CSV file that IMPACT OSS can import, with one kind of records from the workspace.

    `table` is `recommendations`, `measures` or `indicators`. The same workspace always gives the same bytes.
    The file is for a program, so cobtrack's own words in it are in English in every language.
    """
    import csv  # noqa: PLC0415

    references_by_id = references(workspace)
    rows: dict[str, Iterable[tuple[str, ...]]] = {
        "recommendations": (
            _recommendation_row(references_by_id, paragraph) for paragraph in workspace.recommendations
        ),
        "measures": (_measure_row(workspace, references_by_id, action) for action in workspace.actions),
        "indicators": (_indicator_row(workspace, references_by_id, indicator) for indicator in workspace.indicators),
    }
    target = StringIO()
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow(map(_header, _COLUMNS[table]))
    with speaking(ENGLISH):
        writer.writerows([escape_formula(clean_text(cell)) for cell in row] for row in rows[table])
    return target.getvalue().encode()


def _header(attribute: str) -> str:
    label = attribute.replace("_", " ").capitalize()
    return f"{attribute} [rel:{attribute}]" if "-" in attribute else f"{label} [database:{attribute}]"


def references(workspace: Workspace) -> dict[str, str]:
    """Return the reference of each paragraph for IMPACT OSS, keyed by the paragraph's id.

    A paragraph that was imported from IMPACT OSS keeps its reference. For other paragraphs, the reference consists of
    the document symbol and the paragraph number. If a paragraph has no number, or if an earlier paragraph already has
    this reference, the paragraph's id is used as its reference.
    """
    by_id, taken = dict[str, str](), set[str]()
    for document in workspace.documents:
        for paragraph in document.paragraphs:
            reference = _reference(document, paragraph)
            by_id.setdefault(paragraph.id, paragraph.id if reference in taken else reference)
            taken.add(by_id[paragraph.id])
    return by_id


def exported_cells(workspace: Workspace) -> dict[str, dict[str, str]]:
    """Return the cells that an export to IMPACT OSS writes for each recommendation.

    The cells of a recommendation are keyed by column. The result is keyed by the recommendation's reference.
    """
    references_by_id = references(workspace)
    names = _COLUMNS["recommendations"]
    rows = (_recommendation_row(references_by_id, paragraph) for paragraph in workspace.recommendations)
    return {row[1]: dict(zip(names, map(clean_text, row), strict=True)) for row in rows}


def _reference(document: Document, paragraph: Paragraph) -> str:
    imported = next((origin.id for origin in paragraph.origins if origin.system == "impact-oss"), "")
    if imported or not paragraph.number:
        return imported or paragraph.id
    return f"{document.symbol or document.id} {paragraph.label}".replace(",", "")


def _recommendation_row(references: dict[str, str], paragraph: Paragraph) -> tuple[str, ...]:
    text = "; ".join(str(text) for text in (paragraph.text or "", *(other.text for other in paragraph.wordings)))
    title = paragraph.summary or _shortened(text) or paragraph.heading or ""
    return _HUMAN_RIGHTS, references[paragraph.id], title, text, "", _SUPPORT_LEVELS.get(paragraph.position or "", "")


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_TITLE_LENGTH else f"{text[: _MAX_TITLE_LENGTH - 1].rstrip()}…"


def _measure_row(workspace: Workspace, references: dict[str, str], action: Action) -> tuple[str, ...]:
    lines = [
        f"Kind: {action.kind}",
        _labels(workspace, "Responsible", action.responsible),
        _labels(workspace, "Addressed to", action.addressed_to),
        f"Activities of the roadmap: {', '.join(action.activities)}" if action.activities else "",
        *(f"{format_timeframe(entry.date)}: {entry.status}. {entry.note or ''}" for entry in action.progress),
    ]
    when, links = action.timeframe, _linked(references, action.recommendations)
    comment = format_timeframe(when) if when and not when.is_exact else ""
    return action.id, action.title, _markdown_paragraphs(lines), "", "", _last_day(when), comment, links


def _indicator_row(workspace: Workspace, references: dict[str, str], indicator: Indicator) -> tuple[str, ...]:
    """Return the row for an indicator, with the values of the indicator in the description.

    The date columns stay empty because they are for due dates of reports, and indicators in a workspace have no such
    dates.
    """
    unit = f" {indicator.unit}" if indicator.unit else ""
    values = [("Baseline", indicator.baseline), ("Target", indicator.target)]
    values += [
        (" for ".join(["Measured", *([", ".join(value.for_.values())] if value.for_ else [])]), value)
        for value in indicator.values
    ]
    lines = [
        f"Type: {indicator.type}",
        *(f"{name}: {value.value}{unit}, {format_timeframe(value.date)}" for name, value in values if value),
        f"Measured by: {indicator.measured_by}" if indicator.measured_by else "",
        f"Disaggregated by: {', '.join(indicator.disaggregated_by)}" if indicator.disaggregated_by else "",
        _labels(workspace, "Responsible", indicator.responsible),
    ]
    links = _linked(references, indicator.recommendations)
    return indicator.id, indicator.title, _markdown_paragraphs(lines), "", "", "", "false", links


def _labels(workspace: Workspace, name: str, ids: Iterable[str]) -> str:
    """Return a line with a name and the labels of actors (for example `Responsible: A, B`).

    `ids` are the ids of the actors. If there are no ids, return "".
    """
    labels = ", ".join(str(getattr(workspace.by_id.get(identifier), "label", identifier)) for identifier in ids)
    return f"{name}: {labels}" if labels else ""


def _linked(references: dict[str, str], ids: Iterable[str]) -> str:
    return ",".join(references[identifier] for identifier in ids if identifier in references)


def _markdown_paragraphs(lines: Iterable[str]) -> str:
    """Join lines with an empty line between them, because Markdown would otherwise show them as one paragraph."""
    return "\n\n".join(line.strip() for line in lines if line)


def _last_day(when: Timeframe | None) -> str:
    """Return the last day of a timeframe as dd/MM/yyyy.

    If the timeframe does not end on an exact day, return "", because IMPACT OSS does not accept any other date.
    """
    end = when.end if when else None
    if isinstance(end, Point) and end.day and not end.mark:
        return f"{end.day:02}/{end.month:02}/{end.year:04}"
    return ""


def is_impact_oss(path: Path) -> bool:
    """Return whether the header of a file has the column markers of IMPACT OSS (for example `[database:title]`)."""
    try:
        start = path.read_bytes()[:20_000].decode("utf-8-sig", errors="replace")
    except OSError:
        return False
    return bool(_MARKER.search(start.lstrip().partition("\n")[0]))


def read(
    path: Path,
    state: str,
    ids: Mapping[str, str] | None = None,
    exported: Mapping[str, Mapping[str, str]] | None = None,
) -> ImportedFile:
    """Read the recommendations of the human rights framework from an IMPACT OSS file.

    `ids` has the ids of paragraphs in the workspace, keyed by reference (the reverse of `references`). `exported` has
    the result of `exported_cells`. A cell is ignored if its text has not changed since the export. Raises
    ImportFormatError if the file is not a file of recommendations from IMPACT OSS.
    """
    ids, exported = ids or {}, exported or {}
    documents_by_symbol = {
        symbol: _document_id(identifier) for reference, identifier in ids.items() if (symbol := _symbol(reference))
    }
    rows = _rows(path)
    result = ImportedFile("impact-oss", record_count=len(rows), notes=list(_notes(rows)))
    symbols = dict[tuple[str, str], str]()
    seen, groups = set[str](), dict[tuple[str, str], list[IncomingParagraph]]()
    for number, row in rows:
        reference = row.get("reference", "")
        symbol = _symbol(reference)
        if reason := _skip_reason(row, reference, symbol, state, seen):
            result.skip(reason)
        else:
            seen.add(reference)
            identifier = ids.get(reference, "")
            document = _document_id(identifier) or documents_by_symbol.get(symbol, "")
            key = document, "" if document else symbol
            symbols[key] = symbols.get(key) or symbol
            paragraph = _paragraph(number, row, symbol, identifier, exported.get(reference, {}))
            groups.setdefault(key, []).append(paragraph)
    result.documents = tuple(_document(symbols[key], key[0], paragraphs) for key, paragraphs in groups.items())
    return result


def _document(symbol: str, identifier: str, paragraphs: list[IncomingParagraph]) -> IncomingDocument:
    name = symbol or identifier or f"recommendations with references such as {paragraphs[0].external_id}"
    return IncomingDocument(symbol, name, mechanism_of(symbol), tuple(paragraphs), id=identifier)


def _document_id(paragraph_id: str) -> str:
    return paragraph_id.partition(":")[0]


def _rows(path: Path) -> list[tuple[int, dict[str, str]]]:
    """Return the number and the cells of each row with data. The cells are keyed by attribute (for example `title`).

    The header, the row with hints and empty rows are left out.
    """
    table = _table(_text(path))
    names = [_attribute(cell) for cell in table[0]] if table else []
    for kind, attributes in _ONLY_IN.items():
        if attributes & set(names) and "framework_id" not in names:
            raise ImportFormatError(
                f"this is a file of {kind}, but only recommendations can be imported from IMPACT OSS",
                f"import the file of recommendations and enter the {kind} by hand",
            )
    if "reference" not in names:
        raise ImportFormatError("the header has no column [database:reference]", _HINT)
    rows = []
    for number, cells in enumerate(table[1:], 2):
        row = {name: _cell(cell) for name, cell in zip(names, cells, strict=False) if name}
        is_hint = number == 2 and any(_COLUMN_HINT.match(row.get(key, "")) for key in ("framework_id", "reference"))
        if any(row.values()) and not is_hint:
            rows.append((number, row))
    return rows


def _attribute(header: str) -> str:
    """Return the attribute in a column header, for example `title` in the header `Title [database:title]`.

    If the header does not have exactly one marker in square brackets, at its end, return "".
    """
    markers = list(_MARKER.finditer(header))
    return markers[0][1].lower() if len(markers) == 1 and markers[0].end() == len(header.rstrip()) else ""


def _cell(text: str) -> str:
    """Return the text of a cell. If an export put an apostrophe before a formula, the apostrophe is removed."""
    text = clean_text(text)
    return text[1:] if text.startswith("'") and escape_formula(text[1:]) == text else text


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
        if len(data) > _MAX_BYTES:
            raise ImportFormatError("the file is larger than 50 MB", _HINT)
        return data.decode("utf-8-sig")
    except OSError as error:
        raise ImportFormatError(f"the file cannot be read ({error.strerror})", _HINT) from None
    except UnicodeDecodeError:
        raise ImportFormatError("the file is not in UTF-8", _HINT) from None


def _table(text: str) -> list[list[str]]:
    """Split the text of a CSV file into rows of cells.

    Cells can be separated by commas, semicolons or tabs, because some spreadsheet programs do not write commas.
    """
    import csv  # noqa: PLC0415

    def parsed(delimiter: str) -> Iterator[list[str]]:
        return csv.reader(StringIO(text, newline=""), delimiter=delimiter)

    try:
        headers = {delimiter: next(parsed(delimiter), []) for delimiter in ",;\t"}
        best = max(headers, key=lambda delimiter: sum(bool(_attribute(cell)) for cell in headers[delimiter]))
        return list(parsed(best))
    except csv.Error as error:
        raise ImportFormatError(f"the file is not a valid CSV file ({error})", _HINT) from None


def _notes(rows: list[tuple[int, dict[str, str]]]) -> Iterator[str]:
    """Yield notes on columns that are not imported, on unknown support levels, and on a missing column framework_id."""
    others = Counter(key for _, row in rows for key, cell in row.items() if cell and key not in _READ_COLUMNS)
    for key, count in sorted(others.items()):
        yield f"column {key} was not imported ({quantity(count, 'row')})"
    unknown = [level for _, row in rows if (level := row.get("support_level", "")) and not _position(level)]
    if unknown:
        verb = "has" if len(unknown) == 1 else "have"
        yield f"{quantity(len(unknown), 'row')} {verb} an unknown support level (for example {unknown[0][:40]})"
    if rows and "framework_id" not in rows[0][1]:
        yield "no column framework_id: all rows were taken as recommendations of the human rights framework"


def _skip_reason(row: dict[str, str], reference: str, symbol: str, state: str, seen: set[str]) -> str:
    """Return the reason why a row is skipped, or "" if the row is imported."""
    if not reference:
        return "no reference"
    if row.get("framework_id", _HUMAN_RIGHTS).removesuffix(".0") != _HUMAN_RIGHTS:
        return "not in the human rights framework"
    if (country := state_of(symbol)) and country != state:
        return other_state_reason(country)
    if reference in seen:
        return "duplicate reference"
    return "" if row.get("title") or row.get("description") else "no text"


def _paragraph(
    number: int, row: dict[str, str], symbol: str, identifier: str, exported: Mapping[str, str]
) -> IncomingParagraph:
    """Return the recommendation in a row of the file.

    `identifier` is the recommendation's id in the workspace, or "" if the recommendation is new. Only a new
    recommendation needs a paragraph number. This number is read from the recommendation's reference.
    """
    reference = row["reference"]
    description = row.get("description", "")
    row = {key: "" if exported.get(key) == cell else cell for key, cell in row.items()}
    match = _PARAGRAPH.search(reference.removeprefix(symbol))
    level, title, text = row.get("support_level", ""), row.get("title", ""), row.get("description", "")
    position = _position(level)
    summary = "" if description and description.startswith(title.removesuffix("…")) else title
    to_check = []
    if not match and not identifier:
        to_check.append(f"no paragraph number could be read from the reference {reference}")
    elif match and match["dotted"] and not identifier and _ONE_DECIMAL.fullmatch(reference):
        to_check.append(
            f"the number {reference} may have been {reference}0, because spreadsheet programs drop a final zero"
        )
    if level and not position:
        to_check.append(f"unknown support level {level}: what is the State's position?")
    if summary and not description:
        to_check.append("the row has no description with the official text, so the title was imported as the summary")
    return IncomingParagraph(
        location=f"row {number}",
        kind="recommendation",
        number=(match["number"] or match["dotted"]) if match else "",
        item="-".join(filter(None, (match["letter"], match["roman"]))) if match else "",
        fields={"text": text, "summary": summary, "position": position},
        system="impact-oss",
        # A reference that comes from an export by cobtrack contains nothing new.
        external_id="" if exported else reference,
        to_check=tuple(to_check),
        id=identifier,
    )


def _position(level: str) -> str:
    return {value: key for key, value in _SUPPORT_LEVELS.items()}.get(level.removesuffix(".0"), "")


def _symbol(reference: str) -> str:
    match = _SYMBOL.match(reference)
    return match[0].rstrip(".-(") if match else ""
