"""PDF files of Concluding Observations: read as strictly as Word files, with the same result for the same document."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path

import pypdfium2
import pytest

from cobtrack.exchange.incoming import ImportFormatError, IncomingParagraph
from cobtrack.exchange.office import pdf
from cobtrack.exchange.office.pdf_lines import read_lines
from cobtrack.exchange.sources.concluding_observations.read import read
from tests.cli_support import ask, replace, small, snapshot
from tests.pdf_support import pdf_file
from tests.un_texts import AZERBAIJAN, FRANCE, Version, word_file

FILLER = "The measures taken by the State party are described in the report of the State party in many words. " * 60
VERSIONS = [(AZERBAIJAN["en"], "en"), (AZERBAIJAN["es"], "es"), (FRANCE["fr"], "fr")]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cobs.pdf"


def refusal(path: Path) -> str:
    with pytest.raises(ImportFormatError) as refused:
        read(path)
    return str(refused.value)


def without_doubts(paragraphs: tuple[IncomingParagraph, ...]) -> list[IncomingParagraph]:
    """The paragraphs without the words that the PDF divides."""
    return [
        dataclasses.replace(one, to_check=tuple(reason for reason in one.to_check if "divided" not in reason))
        for one in paragraphs
    ]


@pytest.mark.parametrize(("version", "language"), VERSIONS, ids=["en", "es", "fr"])
def test_a_pdf_is_read_as_its_word_file(file: Path, version: Version, language: str) -> None:
    pdf_file(file, version, language)
    word_file(file.with_suffix(".docx"), version)
    printed, typed = read(file).documents[0], read(file.with_suffix(".docx")).documents[0]
    assert without_doubts(printed.paragraphs) == list(typed.paragraphs)
    assert (printed.symbol, printed.fields, printed.language) == (typed.symbol, typed.fields, language)


def test_running_heads_page_numbers_and_footnotes_are_no_text(file: Path) -> None:
    pdf_file(file, AZERBAIJAN["en"], "en", filler=FILLER, note="See CRC/C/AZE/CO/3-4, para. 15.")
    assert len(pypdfium2.PdfDocument(file)) == 3
    paragraphs = {one.number + one.item: one for one in read(file).documents[0].paragraphs}
    assert paragraphs["17"].fields["text"] == f"{FILLER.strip()} {AZERBAIJAN['en'].recommendation[0]}"
    assert paragraphs["17"].to_check == ()
    assert paragraphs["16"].fields["cites"] == ["CRC/C/AZE/CO/3-4, para. 15"]
    assert [one.text for one in read_lines(file) if one.kind == "page header"] == ["CRC/C/AZE/CO/5-6"]
    assert [one.page for one in read_lines(file) if one.text.startswith(("1.", "18."))] == [1, 3]


def test_a_word_divided_at_the_end_of_a_line_is_joined_as_elsewhere_or_has_to_be_checked(file: Path) -> None:
    pdf_file(file, AZERBAIJAN["en"], "en")
    first, second = read(file).documents[0].paragraphs[:2]
    # "Azerbaijan" also stands in the title; "multisectoral" stands nowhere else.
    assert "periodic reports of Azerbaijan at its" in first.fields["text"]
    assert "high-level and multisectoral delegation" in second.fields["text"]
    assert (first.to_check, second.to_check) == (
        (), ("is the word “multisectoral” right? It is divided at the end of a line",),
    )  # fmt: skip


def test_the_word_file_changes_nothing_after_the_pdf(tmp_path: Path, file: Path) -> None:
    root = small(tmp_path / "workspace")
    replace(root, "cobtrack.yaml", "state: KHM", "state: AZE")
    pdf_file(file, AZERBAIJAN["en"], "en")
    word_file(file.with_suffix(".docx"), AZERBAIJAN["en"])
    assert ask(root, "import", str(file), "--write").code == 0
    before = snapshot(root)
    for path in (file.with_suffix(".docx"), file):
        assert "Nothing to write" in ask(root, "import", str(path), "--write").err
    assert snapshot(root) == before


def test_a_scan_is_refused(file: Path) -> None:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    document.save(file)
    assert refusal(file) == "the PDF has no text, because its pages are pictures (scans)"


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7 junk", b"\x00" * 5000])
def test_a_damaged_file_is_refused(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    assert refusal(file) == "the file is not a PDF, or it is damaged"


@pytest.mark.parametrize(
    ("limit", "message"),
    [
        ("_MAX_FILE_SIZE", "the file is larger than a document needs to be"),
        ("_MAX_PAGES", "the PDF has more than 0 pages"),
        ("_MAX_CHARACTERS", "the PDF has more than 0 characters"),
    ],
)
def test_a_file_beyond_the_limits_is_refused(
    file: Path, monkeypatch: pytest.MonkeyPatch, limit: str, message: str
) -> None:
    pdf_file(file, AZERBAIJAN["es"], "es")
    monkeypatch.setattr(pdf, limit, 0)
    assert refusal(file) == message


def test_without_the_extra_a_pdf_is_refused_with_the_way_out(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_bytes(b"%PDF")
    monkeypatch.setitem(sys.modules, "pypdfium2", None)
    with pytest.raises(ImportFormatError) as refused:
        read(file)
    assert str(refused.value) == "PDF files cannot be read, because pypdfium2 is not installed"
    assert "cobtrack[pdf]" in refused.value.hint
