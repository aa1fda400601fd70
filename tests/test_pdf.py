"""PDF files by typst, which is an extra."""

from __future__ import annotations

import sys
from dataclasses import replace

import pytest

from cobtrack.render.fingerprint import read_fingerprint
from cobtrack.render.tree.parser import parse
from cobtrack.render.typst.markup import write_typst
from cobtrack.render.typst.pdf import PdfError, write_pdf
from tests.office_support import ABOUT
from tests.test_word import TEXT

HOSTILE = '#panic("x") \\"; $x$ `y` @z <w> ]#[ // /* _a_ = #include "/etc/passwd" \\u{41} \x00 #sys.version'


def pdf(text: str) -> bytes:
    pytest.importorskip("typst")
    return write_pdf(parse(text), ABOUT)


def test_a_pdf_is_accessible_and_has_the_same_bytes_each_time() -> None:
    document = pdf(TEXT)
    assert document == pdf(TEXT)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in document
    assert b"/Lang" in document
    assert b"/MarkInfo" in document


def test_a_pdf_has_the_words_of_the_document() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    pages = [page.get_textpage().get_text_range() for page in pdfium.PdfDocument(pdf(TEXT))]
    text = "\n".join(pages)
    for words in (
        "The roadmap",
        "Pillar 1",
        "12. The twelfth paragraph.",
        "20. The twentieth.",
        "See page 3.",
        "1 / 2",
    ):
        assert words in text
    assert "On a new page." in pages[1]
    assert "Footnotes" not in text


def test_no_text_acts_as_markup() -> None:
    pdfium = pytest.importorskip("pypdfium2")
    escaped = (
        HOSTILE.replace("\\", "\\\\").replace("`", "\\`").replace("<", "\\<").replace("_", "\\_").replace("]", "\\]")
    )
    document = pdf(f"# {escaped}\n\n| {escaped} |\n|---|\n| {escaped} |\n\n- {escaped}[^1]\n\n[^1]: {escaped}\n")
    text = pdfium.PdfDocument(document)[0].get_textpage().get_text_range()
    assert text.count('#panic("x")') == 5
    assert "_a_ = #include" in " ".join(text.split())


def test_every_text_is_a_string_of_typst() -> None:
    markup = write_typst(parse(f'{HOSTILE}\n\n[a](https://example.org/"#x)\n'), replace(ABOUT, title=HOSTILE), "")
    without_strings = "".join(markup.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    assert "panic" not in without_strings
    assert "etc" not in without_strings
    assert "example" not in without_strings


@pytest.mark.parametrize(
    "text", ["", "#\n", "-\n\n1.\n", "| a |\n|---|\n", "[^1]\n\n[^1]: [^1]\n", "0. a\n7. b\n", "---\n"]
)
def test_odd_documents_are_no_problem(text: str) -> None:
    assert pdf(text).startswith(b"%PDF-")


def has_font_for(letter: str) -> bool:
    """Return whether typst finds a font for a letter on this computer."""
    try:
        pdf(f"# Title\n\n{letter}\n")
    except PdfError:
        return False
    return True


def test_khmer_is_shown_if_a_font_has_it() -> None:
    if not has_font_for("ក"):
        pytest.skip("no font with Khmer")
    assert b"(km" in pdf("# Title\n\nកុមារ\u200bទាំងអស់ and **កុមារ**\n")


def test_letters_that_no_font_has_are_reported() -> None:
    with pytest.raises(PdfError, match="typst cannot make a PDF of “Roadmap”") as raised:
        pdf("# Title\n\n\U0001f9ff \ue123\n")
    assert "install a font" in raised.value.hint


def test_the_marker_shows_the_day_the_audience_and_edits() -> None:
    pytest.importorskip("typst")
    document = write_pdf(parse(TEXT), replace(ABOUT, audience="members"))
    assert read_fingerprint(document) == ("2026-11-26", "members", False)
    assert read_fingerprint(document + b"% an annotation\n") == ("2026-11-26", "members", True)


def test_without_typst_a_sentence_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(PdfError, match="made by typst, which is not installed") as raised:
        write_pdf(parse(TEXT), ABOUT)
    assert "cobtrack[pdf]" in raised.value.hint
