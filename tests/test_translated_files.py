"""The files for other programs are in the language of the command, and every cobtrack reads them back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import pytest

from cobtrack.editing.documents import results_on
from cobtrack.exchange.formats import detect_format
from cobtrack.exchange.ics import calendar, is_earlier_calendar
from cobtrack.exchange.matrix import workbook
from cobtrack.model.languages.marks import in_language
from cobtrack.model.languages.phrases import SpokenLanguage, speaking
from cobtrack.render.renderer import Renderer
from cobtrack.render.tree.about import About
from cobtrack.render.tree.parser import parse
from cobtrack.render.tree.scripts import split_by_direction
from cobtrack.render.typst.markup import write_typst
from cobtrack.render.word.document import write_word
from cobtrack.store.load import load
from cobtrack.views import deadlines
from cobtrack.views.tables.kinds import table
from tests.cli_support import SMALL
from tests.test_spreadsheet import Sheets, fill, sheets

if TYPE_CHECKING:
    from pathlib import Path

    from cobtrack.model.workspace import Workspace


class _Brackets:
    """A catalogue that has every phrase, in brackets."""

    def gettext(self, message: str, /) -> str:
        return f"⟦{message}⟧"

    def ngettext(self, singular: str, plural: str, number: int, /) -> str:
        return self.gettext(singular if number == 1 else plural)

    def pgettext(self, context: str, message: str, /) -> str:
        return "٠١٢٣٤٥٦٧٨٩" if context == "digits" else self.gettext(message)

    def npgettext(self, _context: str, singular: str, plural: str, number: int, /) -> str:
        return self.ngettext(singular, plural, number)


ARABIC = SpokenLanguage("ar", _Brackets())


@pytest.fixture(scope="module")
def workspace() -> Workspace:
    return load(SMALL).workspace


def test_a_matrix_in_one_language_is_read_by_a_cobtrack_in_another(workspace: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "matrix.xlsx"
    with speaking(ARABIC):
        path.write_bytes(workbook.write(workspace))
    tables = sheets(path)
    document = next(name for name in tables if name.startswith("crc-"))
    assert "-Read me-" in {name.translate({ord("⟦"): "-", ord("⟧"): "-"}) for name in tables}
    header = tables[document][0]
    assert header[:3] == ["id", "⟦Paragraph⟧", "⟦Urgent⟧"]

    def answer(changed: Sheets) -> None:
        changed[document][1][header.index("⟦Position⟧")] = "⟦partly supported⟧"

    filled = fill(path, answer)
    assert detect_format(path).name == "matrix"
    assert [(change.key, change.exported, change.returned) for change in filled.changes] == [
        ("position", "", "partly-supported")
    ]
    assert not filled.remarks


def test_a_calendar_says_in_which_language_its_texts_are(workspace: Workspace) -> None:
    day = date(2026, 2, 1)
    with speaking(ARABIC):
        rows = deadlines.states(workspace, day)
        public, internal = (calendar(workspace, rows, day, audience=name) for name in ("public", "members"))
    text = public.decode().replace("\r\n ", "")
    assert "SUMMARY;LANGUAGE=ar:⟦" in text
    assert "DESCRIPTION;LANGUAGE=ar:⟦" in text
    assert all(len(line) <= 75 for line in public.split(b"\r\n"))
    # What a calendar is for is not read from its title, which is in any language.
    assert is_earlier_calendar(public, public)
    assert not is_earlier_calendar(internal, public)


def test_a_document_from_right_to_left_keeps_the_direction_of_each_text() -> None:
    tree = parse(
        f"# ملخص\n\nالفقرة CRC/C/4-6، نص. {in_language('In English.', 'en')}\n\n| رقم |\n|---|\n| ٣ |\n\n1. نص\n"
    )
    about = About("ملخص", "", "", "ar", date(2026, 2, 1))
    with ZipFile(BytesIO(write_word(tree, about))) as archive:
        text, styles = (archive.read(f"word/{name}.xml").decode() for name in ("document", "styles"))
    assert "<w:pPr><w:bidi/></w:pPr>" in styles
    assert '<w:lang w:val="en-GB" w:bidi="ar-SA"/>' in styles
    assert '<w:tblStyle w:val="TableGrid"/><w:bidiVisual/>' in text
    assert "<w:bidi/></w:sectPr>" in text
    # The symbol runs from left to right with its digits, and the English sentence with its full stop.
    assert '<w:rPr><w:rtl/></w:rPr><w:t xml:space="preserve">الفقرة </w:t>' in text
    assert '<w:r><w:t xml:space="preserve">CRC/C/4-6</w:t></w:r>' in text
    assert '<w:lang w:val="en-GB"/></w:rPr><w:t xml:space="preserve">In English.\u200e</w:t>' in text
    with speaking(ARABIC):
        typst = write_typst(tree, about, "")
    assert 'lang: "ar", dir: rtl' in typst
    assert '#text(lang: "en")[#"In English.\u200e"]' in typst
    assert '#set page(numbering: n => (str(n)).replace(regex("[0-9]"), m => "٠١٢٣٤٥٦٧٨٩".clusters()' in typst


def test_word_numbers_lists_pages_and_notes_in_the_digits_of_the_language_where_it_can() -> None:
    class Devanagari(_Brackets):
        def pgettext(self, context: str, message: str, /) -> str:
            return "०१२३४५६७८९" if context == "digits" else message

    tree = parse("# Plan\n\n1. A[^1]\n\n[^1]: Note\n")
    with speaking(SpokenLanguage("ne", Devanagari())):
        data = write_word(tree, About("Plan", "", "", "ne", date(2026, 2, 1)))
    with ZipFile(BytesIO(data)) as archive:
        numbering, settings, footer = (
            archive.read(f"word/{name}.xml").decode() for name in ("numbering", "settings", "footer1")
        )
    assert '<w:numFmt w:val="hindiNumbers"/>' in numbering
    assert '<w:footnotePr><w:numFmt w:val="hindiNumbers"/>' in settings
    assert " PAGE \\* HINDIARABIC <" in footer
    assert "<w:t>१</w:t>" in footer


@pytest.mark.parametrize(
    ("text", "base", "expected"),
    [
        ("Plan", "rtl", [("Plan", False)]),
        ("نص (CRC, para. 42): نص", "rtl", [("نص (", True), ("CRC, para. 42", False), ("): نص", True)]),
        ("See نص 12 نص.", "ltr", [("See ", False), ("نص 12 نص", True), (".", False)]),
        ("12 %", "rtl", [("12 %", True)]),
        ("", "rtl", []),
    ],
)
def test_a_text_is_split_by_its_directions(text: str, base: str, expected: list[tuple[str, bool]]) -> None:
    assert list(split_by_direction(text, base)) == expected


def test_the_words_of_csv_tables_are_in_english_in_every_language(workspace: Workspace) -> None:
    day = date(2026, 2, 1)
    for kind in ("activities", "deadlines", "recommendations"):
        expected = table(workspace, day, kind)
        with speaking(ARABIC):
            assert table(workspace, day, kind) == expected


def test_a_document_says_below_its_title_that_its_words_are_a_draft(workspace: Workspace) -> None:
    results = results_on(workspace, date(2026, 2, 1))
    note = "⟦The words of this document in العربية are a draft that no native speaker has read yet.⟧"
    with speaking(ARABIC):
        renderer = Renderer(SMALL, results)
        assert renderer.render("cobs-summary.md").splitlines()[2:6:2] == [
            "# ⟦Summary of the Concluding Observations⟧",
            f"*{note}*",
        ]
        with ZipFile(BytesIO(renderer.render_file("cobs-summary.docx"))) as archive:
            assert "no native speaker has read" in archive.read("word/document.xml").decode()
    with speaking(replace(ARABIC, read_by="The coalition")):
        assert note not in Renderer(SMALL, results).render("cobs-summary.md")
