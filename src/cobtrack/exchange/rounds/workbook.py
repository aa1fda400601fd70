"""Write the workbook of an organisation, and read what the organisation has filled in.

The first sheet explains what to do. The second has a row for each record that the organisation reports on. Further
sheets have blank rows for new records. A hidden sheet has the ids, and a fingerprint of what was known of each record.
"""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.exchange.forms.form import Form, header_key
from cobtrack.exchange.forms.read import has_mark, limit_remarks, read_form, sheet_title
from cobtrack.exchange.forms.snapshot import is_snapshot, snapshot_rows
from cobtrack.exchange.forms.write import CELL, GREY, HEADER, FormWriter
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.office.xlsx import CellError
from cobtrack.exchange.rounds import new_records
from cobtrack.exchange.rounds.rows import ANSWERS, NOTHING_NEW, answers, fingerprint, in_words, values
from cobtrack.model.dates.format import format_timeframe
from cobtrack.model.labels import ASSESSED_LEVEL, LOGGED_STATUS
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.records.document import Paragraph
from cobtrack.model.records.indicator import Indicator
from cobtrack.model.text.escape import clean_text
from cobtrack.model.text.wording import join_first

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import date
    from pathlib import Path

    from cobtrack.exchange.forms.form import CellChange
    from cobtrack.exchange.forms.read import FilledForm, FilledSheet
    from cobtrack.model.records.actor import Actor
    from cobtrack.model.records.round import Round
    from cobtrack.model.workspace import Workspace
    from cobtrack.views.reporting.rounds import Reported

EDITABLE = ("answer", "date", "note", "evidence")
"""The keys of the columns that an organisation fills in."""
_WIDTHS = {
    "id": 10, "kind": 16, "what": 46, "planned": 18, "last": 32, "answer": 20, "date": 14, "note": 46, "evidence": 36,
}  # fmt: skip
_HEADER_ROW = 1
_AMBER = {"bg_color": "#FFC000"}
_COUNT = "\x02"
"""A character that stands for the number of answers in the phrase that becomes a formula."""
_MAX_IDS = 20
_LINE_HEIGHT, _MAX_HEIGHT = 15.0, 405.0
_FILLED = 0.9
"""How much of a line is filled on average, before the next word needs a new line."""


def _words(head: Mapping[int, str]) -> Mapping[str, Mapping[str, str]]:
    """Return the words of the answers, keyed by how the workbook writes them, in English and in its language."""
    english = {word: word.replace("-", " ") for word in ANSWERS}
    english |= {word: label.english["singular"] for word, label in {**ASSESSED_LEVEL, **LOGGED_STATUS}.items()}
    written = [*english.items(), *((word, word) for word in english), *_pairs(head, "word:").items()]
    return {"answer": {header_key(text): word for word, text in written if word in english}}


def _pairs(head: Mapping[int, str], prefix: str) -> dict[str, str]:
    """Return the texts in the first row of the hidden sheet whose keys begin with a prefix, without the prefix."""
    texts = (clean_text(text).removeprefix(prefix) for text in head.values() if text.startswith(prefix))
    return {key: text for key, _, text in (text.partition("=") for text in texts)}


def _other_sheets(head: Mapping[int, str]) -> Iterable[str]:
    return (head.get(1, ""), *_pairs(head, "sheet:").values())


def _cell_text(key: str, text: str) -> str:
    return re.sub(r"\s*\n\s*", "\n", clean_text(text)) if key == "what" else clean_text(text)


WORKBOOK = Form(
    name="workbook",
    mark="cobtrack round 1",
    row="record",
    own_texts=("what",),
    is_editable=EDITABLE.__contains__,
    cell_text=_cell_text,
    words=_words,
    other_sheets=_other_sheets,
)


class Asked(NamedTuple):
    """What is asked of an organisation in a round."""

    workspace: Workspace
    """The workspace with only the data that the organisation may see."""
    round: Round
    organisation: Actor
    records: Sequence[Reported]
    """The records that the organisation reports on, as they are in the workspace."""
    originals: Mapping[str, Reported]
    """The same records with all their data, keyed by id."""
    as_of: date


def write(asked: Asked) -> bytes:
    """Return the workbook of an organisation as the bytes of an .xlsx file. The same data always give the same bytes.

    Raises ImportError if XlsxWriter is not installed.
    """
    writer = FormWriter(_title(asked))
    sheet = writer.add_sheet(gettext("Your report"))
    rows = [values(asked.workspace, record, asked.as_of) for record in asked.records]
    headers = _headers()
    _write_rows(writer, sheet, asked.records, rows, headers)
    _write_readme(writer, asked, sheet.get_name())
    new_sheets = {name: _write_new(writer, name, title, asked) for name, title in new_records.sheet_titles().items()}
    head = _head(asked, writer.readme_name, new_sheets)
    kept = [
        (fingerprint(asked.originals[row["id"]], asked.organisation.id), row | dict.fromkeys(EDITABLE, ""))
        for row in rows
    ]
    snapshot = [*snapshot_rows(WORKBOOK, head, headers, kept)]
    snapshot[0].append(f"hash={_digest(dict(enumerate(row)) for row in snapshot[1:])}")
    return writer.finish(snapshot)


def _title(asked: Asked) -> str:
    organisation = asked.organisation.name or asked.organisation.label
    return clean_text(gettext("Report of %(organisation)s", organisation=organisation))


def _headers() -> dict[str, str]:
    return {
        "id": "id",
        "kind": gettext("Kind"),
        "what": gettext("What it is about"),
        "planned": gettext("Planned"),
        "last": gettext("Last report"),
        "answer": gettext("Your answer"),
        "date": gettext("Date"),
        "note": gettext("Note"),
        "evidence": gettext("Evidence"),
    }


def _count_text(total: int, count: str) -> str:
    return gettext("%(count)s of %(total)s answered", count=count, total=str(total))


def _count_formula(sheet: str, total: int) -> str:
    """Return a formula that counts the filled cells in the column of answers of a sheet."""
    column = "ABCDEFGHI"[[*_WIDTHS].index("answer")]
    cells = f"{sheet}${column}${_HEADER_ROW + 2}:${column}${_HEADER_ROW + 1 + max(total, 1)}"
    before, _, after = _count_text(total, _COUNT).partition(_COUNT)
    quoted = [f'"{part.replace(chr(34), chr(34) * 2)}"' for part in (before, after)]
    return f"={quoted[0]}&COUNTA({cells})&{quoted[1]}"


def _write_rows(
    writer: FormWriter,
    sheet: Any,
    records: Sequence[Reported],
    rows: list[dict[str, str]],
    headers: Mapping[str, str],
) -> None:
    white, grey = writer.format(CELL), writer.format(CELL, GREY)
    first = _HEADER_ROW + 1
    keys, last = [*headers], _HEADER_ROW + max(len(rows), 1)
    for at, (key, header) in enumerate(headers.items()):
        sheet.set_column(at, at, _WIDTHS[key], None, {"hidden": key == "id"})
        sheet.write_string(
            _HEADER_ROW, at, header, writer.format(HEADER) if key in EDITABLE else writer.format(HEADER, GREY)
        )
    sheet.write_formula(
        0, keys.index("kind"), _count_formula("", len(rows)), writer.format({"bold": True}), _count_text(len(rows), "0")
    )
    for number, (record, texts) in enumerate(zip(records, rows, strict=True), first):
        sheet.set_row(number, _height(texts))
        for at, key in enumerate(keys):
            if key in EDITABLE:
                sheet.write_blank(number, at, None, white)
            else:
                sheet.write_string(number, at, texts[key], grey)
        at, choices = keys.index("answer"), [*map(in_words, answers(type(record)))]
        validation = writer.drop_down(headers["answer"], choices, is_strict=not isinstance(record, Indicator))
        sheet.data_validation(number, at, number, at, {**validation, **_help(record)})
    date_at = keys.index("date")
    sheet.data_validation(first, date_at, last, date_at, _date_help())
    _color(writer, sheet, keys, first, last)
    sheet.freeze_panes(first, keys.index("planned"))
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{last + 1}"})
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(_HEADER_ROW)


def _height(texts: Mapping[str, str]) -> float:
    """Return the height of a row in which all texts can be read."""
    lines = (
        sum(1 + int(len(line) / (_WIDTHS[key] * _FILLED)) for line in text.split("\n")) for key, text in texts.items()
    )
    return min(_LINE_HEIGHT * max(2, *lines), _MAX_HEIGHT)


def _help(record: Reported) -> dict[str, str]:
    """Return what a spreadsheet program shows beside the cell of an answer."""
    if isinstance(record, Indicator):
        text = gettext(
            "Write the new value as a number, and its day, its month, or a year that is over. Or choose “nothing new”."
        )
    else:
        text = gettext("Choose from the list. If there is something new, add a note in one or two sentences.")
    return {"input_title": gettext("Your answer"), "input_message": text[:255]}


def _date_help() -> dict[str, str]:
    text = gettext("Year, month and day, such as 2026-12-31, or a year and month, or a year. If it is empty, the day"
                   " on which the workbook is read is used.")  # fmt: skip
    return {"validate": "any", "input_title": gettext("Date"), "input_message": text[:255]}


def _color(writer: FormWriter, sheet: Any, keys: list[str], first: int, last: int) -> None:
    """Colour each cell that is still missing: the note for a status, and the date for the value of an indicator."""
    answer, date, note = ("ABCDEFGHI"[keys.index(key)] for key in ("answer", "date", "note"))
    nothing = in_words(NOTHING_NEW).replace('"', '""')
    row = first + 1
    has_news = f'LEN(TRIM(${answer}{row}))>0,TRIM(${answer}{row})<>"{nothing}"'
    is_number = f"NOT(ISERROR(VALUE(${answer}{row})))"
    missing = {
        note: f"=AND({has_news},NOT({is_number}),LEN(TRIM(${note}{row}))=0)",
        date: f"=AND({has_news},{is_number},LEN(TRIM(${date}{row}))=0)",
    }
    for column, formula in missing.items():
        area = f"{column}{row}:{column}{last + 1}"
        sheet.conditional_format(area, {"type": "formula", "criteria": formula, "format": writer.format(_AMBER)})


def _write_readme(writer: FormWriter, asked: Asked, sheet: str) -> None:
    """Write the sheet of instructions. It begins with a title, the date, and how many rows have been answered."""
    readme, total = writer.readme, len(asked.records)
    readme.set_column(0, 0, 100)
    readme.write_string(0, 0, _title(asked), writer.format({"bold": True, "font_size": 16, "text_wrap": True}))
    bold = writer.format({"bold": True, "text_wrap": True})
    until = format_timeframe(asked.round.until)
    readme.write_string(1, 0, clean_text(asked.round.title), bold)
    readme.write_string(2, 0, gettext("Please send this file back by %(date)s.", date=until), bold)
    quoted = sheet.replace("'", "''")
    readme.write_formula(3, 0, _count_formula(f"'{quoted}'!", total), bold, _count_text(total, "0"))
    for number, text in enumerate(_instructions(sheet), 5):
        readme.write_string(number, 0, clean_text(text), writer.format({"text_wrap": True, "valign": "top"}))


def _instructions(sheet: str) -> tuple[str, ...]:
    return (
        gettext("The sheet “%(sheet)s” has a row for each subject. Fill in the white cells.", sheet=sheet),
        gettext("Choose your answer from the list. If there is nothing new, choose “nothing new”."),
        gettext("If there is something new, say in the note what happened, in one or two sentences."),
        gettext("For an indicator, write the new value as a number, and its day, its month, or a year that is over."),
        gettext("For a recommendation, say how far it has been carried out in the view of your organisation."),
        gettext("A cell that turns amber is still missing."),
        gettext("In the other sheets you can add initiatives, actions, indicators and resources."),
        gettext("Do not write names, telephone numbers or addresses of persons."),
        gettext("Somebody reads your answers before they are published."),
    )


def _write_new(writer: FormWriter, name: str, title: str, asked: Asked) -> str:
    """Write the sheet for new records of a list, and return its name."""
    sheet = writer.add_sheet(title)
    sheet.set_tab_color("#9DC3E6")
    columns, last = new_records.columns(name), new_records.ROWS
    ids = [record.id for record in asked.records if isinstance(record, Paragraph)]
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width)
        sheet.write_string(0, at, column.header, writer.format(HEADER))
        for row in range(1, last + 1):
            sheet.write_blank(row, at, None, writer.format(CELL))
        choices = [*column.choices.values()] or (ids if column.field == "recommendations" else [])
        if choices:
            sheet.data_validation(
                1, at, last, at, writer.drop_down(column.header, choices, is_strict=bool(column.choices))
            )
        if column.is_required:
            letter, end = chr(ord("A") + at), chr(ord("A") + len(columns) - 1)
            formula = f"=AND(COUNTA($A2:${end}2)>0,LEN(TRIM(${letter}2))=0)"
            rule = {"type": "formula", "criteria": formula, "format": writer.format(_AMBER)}
            sheet.conditional_format(1, at, last, at, rule)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    return str(sheet.get_name())


def _head(asked: Asked, readme: str, new_sheets: Mapping[str, str]) -> list[str]:
    """Return the first row of the hidden sheet after its mark."""
    words = ANSWERS
    columns = ((name, column) for name in new_sheets for column in new_records.columns(name))
    return [
        readme,
        f"state={asked.workspace.settings.state}",
        f"round={asked.round.id}",
        f"by={asked.organisation.id}",
        *(f"word:{word}={in_words(word)}" for word in words),
        *(f"sheet:{name}={title}" for name, title in new_sheets.items()),
        *(f"column:{name}.{column.field}={column.header}" for name, column in columns),
        *(
            f"choice:{name}.{column.field}.{word}={text}"
            for name in new_sheets
            for column in new_records.columns(name)
            for word, text in column.choices.items()
        ),
    ]


def _digest(rows: Iterable[Mapping[int, str]]) -> str:
    """Return a fingerprint of the rows of the hidden sheet below the first row. Empty cells do not count."""
    data = hashlib.sha256()
    for row in rows:
        texts = (f"{at}={text}" for at, cell in row.items() if (text := clean_text(cell)))
        data.update("\x1f".join(texts).encode() + b"\x1e")
    return data.hexdigest()[:16]


class NewRow(NamedTuple):
    """A row that somebody has filled in to add a record: the words in its cells, keyed by field."""

    list: str
    fields: Mapping[str, str]
    location: str


class FilledWorkbook(NamedTuple):
    """What an organisation has filled in."""

    path: Path
    state: str
    """The code of the State that the workspace of the workbook is about."""
    round: str
    by: str
    rows: Mapping[str, Mapping[str, CellChange]]
    """The filled cells of each row, keyed by the id of the row's record and then by column."""
    fingerprints: Mapping[str, str]
    """The fingerprint of each record when the workbook was written, keyed by id."""
    new: Sequence[NewRow]
    remarks: Sequence[str]
    """A remark on everything that was not read. Each remark is a sentence."""


def is_workbook(path: Path) -> bool:
    """Whether a file is a workbook of a round."""
    try:
        return has_mark(path, WORKBOOK.mark)
    except ImportFormatError:
        return False


def read(path: Path) -> FilledWorkbook:
    """Return what an organisation has filled in. Raises ImportFormatError if the file is damaged or was taken apart."""
    filled = read_form(WORKBOOK, path)
    snapshot = filled.snapshot
    texts = _pairs(snapshot.head, "")
    # The form was read, so it has a hidden sheet. Somebody may have copied it.
    hidden = next(sheet.rows for sheet in filled.sheets if is_snapshot(WORKBOOK, sheet.rows))
    if _digest(row for _, row in hidden[1:]) != texts.get("hash"):
        raise ImportFormatError(
            "the hidden sheet of the workbook was changed, so its answers cannot be compared with the data",
            "copy the answers into a new workbook",
        )
    rows: dict[str, dict[str, CellChange]] = {}
    for change in filled.changes:
        rows.setdefault(change.id, {})[change.key] = change
    fingerprints = {identifier: row["fixed"] for identifier, row in snapshot.rows.items()}
    new = tuple(_new_rows(filled))
    remarks = limit_remarks([*filled.remarks, *_missing_rows(filled)])
    state, round_, by = (texts.get(key, "") for key in ("state", "round", "by"))
    return FilledWorkbook(path, state, round_, by, rows, fingerprints, new, remarks)


def _missing_rows(filled: FilledForm) -> Iterator[str]:
    missing = [identifier for identifier in filled.snapshot.rows if identifier not in filled.ids]
    if missing:
        yield f"these rows are not in the file, or have another id: {join_first(missing, _MAX_IDS)}"


def _new_rows(filled: FilledForm) -> Iterator[NewRow]:
    head = filled.snapshot.head
    titles = {sheet_title(title): name for name, title in _pairs(head, "sheet:").items()}
    for sheet in filled.sheets:
        if name := titles.get(sheet.title):
            yield from _new_rows_in(name, sheet, head, filled.remarks)


def _new_rows_in(name: str, sheet: FilledSheet, head: Mapping[int, str], remarks: list[str]) -> Iterator[NewRow]:
    fields = {header_key(header): field for field, header in _pairs(head, f"column:{name}.").items()}
    words = {
        (field, header_key(text)): word
        for key, text in _pairs(head, f"choice:{name}.").items()
        for field, _, word in [key.partition(".")]
    }
    header = next((row for row in sheet.rows if header_key(row[1].get(0, "")) in fields), None)
    if header is None:
        if any(texts for _, texts in sheet.rows):
            remarks.append(f"{sheet.title} has no row with headers and was not read")
        return
    keys = {at: fields[header_key(text)] for at, text in header[1].items() if header_key(text) in fields}
    if sheet.merged:
        remarks.append(f"{sheet.title}, {sheet.merged[0].name}: merged cells were not read; unmerge them")
        return
    for number, texts in sheet.rows:
        location = f"{sheet.title}, row {number}"
        if number <= header[0]:
            continue
        if any(isinstance(text, CellError) for text in texts.values()):
            remarks.append(f"{location} was not read, because a cell has an error or a formula without a result")
            continue
        values_ = {keys[at]: clean_text(text) for at, text in texts.items() if at in keys and clean_text(text)}
        if values_:
            yield NewRow(name, {key: words.get((key, header_key(v)), v) for key, v in values_.items()}, location)
