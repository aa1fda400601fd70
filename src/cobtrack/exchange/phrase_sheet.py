"""Write the phrases of documents and commands as an .xlsx file for translators, and read their translations.

Each row has a phrase, or a form of a phrase with a number. The translation that the row was exported with is in a
hidden column, so that only what somebody has changed is read.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.exchange.forms.form import CellChange
from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.office.xlsx import CellError, Limits, open_spreadsheet
from cobtrack.exchange.office.xlsx_writer import SpreadsheetWriter
from cobtrack.model.text.escape import clean_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cobtrack.exchange.office.xlsx import Row

_SHEET, _README = "Phrases", "Read me"
_LANGUAGE, _READ_BY = "Language", "Read by (organisation and date)"
_COLUMNS = (("Key", 10), ("Where", 28), ("English", 60), ("Form", 24), ("Translation", 60), ("Exported", 10))
_KEY, _TRANSLATION, _EXPORTED = 0, 4, 5
_LIMITS = Limits(unpacked=100_000_000, tags=2_000_000, texts=200_000)
_HOW_TO = (
    "Write the translations in the white column. Rows can be sorted and filtered; keep the other columns as they are.",
    "Keep placeholders such as %(date)s exactly as they are. They can change their order in the sentence.",
    "A percent sign is written twice: %%.",
    "A phrase with a number has a row for each form that the language has. The column Form has examples.",
    "If your language has digits of its own, translate 0123456789 as these ten digits. Otherwise leave the cell empty.",
    "Labels begin with a small letter, because they also stand in the middle of a sentence.",
    "An empty cell stays in English.",
    "If a native speaker has read all translations, write above which organisation this was, and the date.",
    "Until then, the documents say that their words are a draft.",
)


class Phrase(NamedTuple):
    """A phrase, or a form of a phrase with a number, with its translation."""

    key: str
    """The key of the row, made by `phrase_key`."""
    where: str
    """The context of the phrase and the files that it is in."""
    english: str
    form: str
    """For a form of a phrase with a number: some numbers that have this form."""
    translation: str


@dataclass(frozen=True)
class FilledPhrases:
    """The changed translations in a sheet of phrases."""

    language: str
    """The code of the language."""
    read_by: str
    """Who has read the translations as a native speaker; "" if nobody has."""
    changes: tuple[CellChange, ...]
    """The changed cells. The id of each is the key of its row."""
    remarks: tuple[str, ...] = ()


def phrase_key(context: str, english: str, form: int) -> str:
    """Return the key of a row: it stays the same when other phrases are added."""
    data = f"{context}\x00{english}".encode()
    return f"{hashlib.sha256(data).hexdigest()[:12]}-{form}"


def write(language: str, phrases: Iterable[Phrase], read_by: str) -> bytes:
    """Return the phrases as the bytes of an .xlsx file. The same phrases always give the same bytes."""
    writer = SpreadsheetWriter(f"Phrases, {language}")
    book = writer.book
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    grey = book.add_format({"text_wrap": True, "valign": "top", "bg_color": "#EDEDED", "font_color": "#595959"})
    readme = book.add_worksheet(_README)
    readme.set_column(0, 0, 34)
    readme.set_column(1, 1, 90)
    for number, (name, text) in enumerate(((_LANGUAGE, language), (_READ_BY, read_by))):
        readme.write_string(number, 0, name, bold)
        readme.write_string(number, 1, text, wrapped)
    for number, text in enumerate(_HOW_TO, 3):
        readme.write_string(number, 1, text, wrapped)
    sheet = book.add_worksheet(_SHEET)
    for column, (name, width) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width, None, {"hidden": column in {_KEY, _EXPORTED}})
        sheet.write_string(0, column, name, bold)
    row = 0
    for row, phrase in enumerate(phrases, 1):
        for column, text in enumerate((*phrase, phrase.translation)):
            sheet.write_string(row, column, text, wrapped if column == _TRANSLATION else grey)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(row, 1), len(_COLUMNS) - 1)
    sheet.activate()
    return writer.finish()


def is_phrase_sheet(path: Path) -> bool:
    """Whether a file is a spreadsheet with a sheet of phrases."""
    try:
        with open_spreadsheet(path, _LIMITS) as spreadsheet:
            return {sheet.name for sheet in spreadsheet.sheets} >= {_SHEET, _README}
    except ImportFormatError:
        return False


def read(path: Path) -> FilledPhrases:
    """Return the translations that were changed after the export. Raises ImportFormatError if the file is damaged."""
    rows: dict[str, list[Row]] = {_SHEET: [], _README: []}
    with open_spreadsheet(path, _LIMITS) as spreadsheet:
        for sheet in spreadsheet.sheets:
            if sheet.name in rows:
                rows[sheet.name] = list(spreadsheet.rows(sheet))
    # A line end in a header of a catalogue would begin another header.
    about = {texts.get(0, ""): " ".join(clean_text(texts.get(1, "")).split()) for _, texts in rows[_README]}
    if not about.get(_LANGUAGE):
        hint = f'write the code of the language beside "{_LANGUAGE}" in the sheet "{_README}"'
        raise ImportFormatError("the file does not say which language it has", hint)
    header = rows[_SHEET][0][1] if rows[_SHEET] else {}
    if [header.get(column) for column in range(len(_COLUMNS))] != [name for name, _ in _COLUMNS]:
        raise ImportFormatError(
            "the columns of the sheet of phrases were changed", "export the phrases again, and fill in that file"
        )
    remarks: list[str] = []
    changes = tuple(_changes(rows[_SHEET][1:], remarks))
    return FilledPhrases(about[_LANGUAGE], about.get(_READ_BY, ""), changes, tuple(remarks))


def _changes(rows: Iterable[Row], remarks: list[str]) -> Iterator[CellChange]:
    seen: dict[str, str] = {}
    for number, texts in rows:
        key, cell, exported = (texts.get(column, "") for column in (_KEY, _TRANSLATION, _EXPORTED))
        location = f"sheet {_SHEET}, row {number}"
        if isinstance(cell, CellError):
            remarks.append(f"{location} was not read, because the cell has an error or a formula without a result")
            continue
        returned = clean_text(cell).strip()
        if returned == exported.strip():
            continue
        if not key:
            remarks.append(f"{location} has no key and was not read")
        elif seen.setdefault(key, returned) != returned:
            remarks.append(f"{location} has the same key as another row, and another translation; it was not read")
        else:
            yield CellChange(key, "translation", exported.strip(), returned, location)
