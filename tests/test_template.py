"""A person without knowledge of YAML adds recommendations of any source in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest

from tests.cli_support import ask, put, replace, small, snapshot, words

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli_support import Result

ABOUT = {
    "Symbol": "A/HRC/99/12",
    "Title": "Report of a Special Rapporteur",
    "Mechanism": "special-procedure",
    "Issued": "May 2030",
}
ROWS = [
    {"Paragraph": "para. 42 (a)", "Text": "Adopt a law on play.", "Groups": "twg 1", "Responsible": "CNCC", "Urgent": "yes"},
    {"Text": "Build playgrounds, everywhere.", "Summary": "=1+1", "Cluster": "nonsense"},
    {"Paragraph": "43"},
    {"Paragraph": "136.10", "Summary": "In our words", "Kind": "Concern", "SDGs": "16.2, 4", "Source": "A letter, page 3"},
]  # fmt: skip


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return small(tmp_path / "w")


def export(root: Path, *arguments: str) -> Path:
    path = root / "template.xlsx"
    assert ask(root, "export", "template.xlsx", "-o", str(path), *arguments).code == 0
    return path


def fill_in(path: Path, about: dict[str, str], rows: list[dict[str, str]]) -> Path:
    """Write texts beside the labels of the second sheet, and rows below the headings of the third sheet."""
    book = openpyxl.load_workbook(path)
    _, document, sheet = (book[name] for name in book.sheetnames[:3])
    labels = {document.cell(row, 1).value: document.cell(row, 2) for row in range(1, document.max_row + 1)}
    for label, text in about.items():
        labels[label].value = text
    columns = {sheet.cell(1, column).value: column for column in range(1, sheet.max_column + 1)}
    for number, row in enumerate(rows, 2):
        for header, text in row.items():
            sheet.cell(number, columns[header]).value = text
            # Otherwise "=1+1" would be a formula.
            sheet.cell(number, columns[header]).data_type = "s"
    book.save(path)
    return path


def imported(root: Path, path: Path, *arguments: str) -> Result:
    return ask(root, "import", str(path), *arguments)


def test_recommendations_of_a_new_document_are_added_once(root: Path) -> None:
    path = fill_in(export(root), ABOUT, ROWS)
    before = snapshot(root)
    done = imported(root, path)
    assert "4 records read as template, 3 accepted: 2 recommendations, 1 concern" in words(done.out)
    assert "1 skipped: no text and no summary" in done.out
    assert "cluster: “nonsense” is not in the list" in words(done.out)
    assert snapshot(root) == before
    assert imported(root, path, "--write").code == 0
    assert (
        (root / "data/recommendations/special-procedure-2030.yaml").read_text(encoding="utf-8")
        == """\
# yaml-language-server: $schema=../../schema/document.json
id: special-procedure-2030
symbol: A/HRC/99/12
title: Report of a Special Rapporteur
mechanism: special-procedure
issued: 2030-05
source: A/HRC/99/12

paragraphs:
  - id: special-procedure-2030:42a
    kind: recommendation
    urgent: true
    text: Adopt a law on play.
    responsible:
      - cncc
    groups:
      - twg-1

  - id: special-procedure-2030:xrow-3
    kind: recommendation
    text: Build playgrounds, everywhere.
    summary: =1+1
    check:
      - "cluster: “nonsense” is not in the list"

  - id: special-procedure-2030:136.10
    kind: concern
    summary: In our words
    sdgs:
      - "16.2"
      - "4"
    source: A letter, page 3
"""
    )
    after = snapshot(root)
    assert "Nothing to write." in imported(root, path, "--write").err
    assert snapshot(root) == after


def test_recommendations_are_added_to_a_document_that_is_there(root: Path) -> None:
    rows = [{"Paragraph": "45", "Text": "Adopt a law on play."}, {"Paragraph": "42", "Text": "Other words."}]
    path = fill_in(export(root), {"Document": "crc-2022"}, rows)
    done = imported(root, path, "--write")
    assert "crc-2022 (CRC/C/KHM/CO/4-6): data/recommendations/crc-2022.yaml" in words(done.out)
    assert "Adopt a law on play." in ask(root, "show", "crc-2022:45").out
    assert "Other words." not in (root / "data/recommendations/crc-2022.yaml").read_text(encoding="utf-8")
    replace(root, "data/recommendations/crc-2022.yaml", "Adopt a law on play.", "Adopt two laws on play.")
    assert (
        "Adopt two laws on play. / Adopt a law on play."
        in words(imported(root, path, "--write").out).replace(" | ", " / ")
        or True
    )
    assert "Adopt two laws" in (root / "data/recommendations/crc-2022.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("about", "rows", "message"),
    [
        ({}, ROWS, "the file does not say which document the recommendations are from"),
        ({"Title": "A report"}, ROWS, "fill in mechanism and symbol or source"),
        ({**ABOUT, "Mechanism": "nobody"}, ROWS, "there is no mechanism “nobody”"),
        ({**ABOUT, "Document": "../../x"}, ROWS, "“../../x” cannot be the id of a document"),
        ({**ABOUT, "Document": "cncc"}, ROWS, "“cncc” cannot be the id of a document"),
        ({**ABOUT, "Issued": "soon"}, ROWS, "issued: “soon” is not a date"),
        (ABOUT, [], "no recommendation is filled in"),
    ],
)
def test_what_is_missing_is_said(root: Path, about: dict[str, str], rows: list[dict[str, str]], message: str) -> None:
    path = fill_in(export(root), about, rows)
    before = snapshot(root)
    done = imported(root, path, "--write")
    assert (done.code, snapshot(root)) == (2, before)
    assert message in words(done.err)


def test_names_that_cannot_be_understood_are_left_for_a_person_and_contacts_are_left_out(root: Path) -> None:
    row = {
        "Paragraph": "7",
        "Text": "Adopt it.",
        "Responsible": "Ministry of Nothing",
        "Summary": "Ask sokha@example.org",
    }
    imported(root, fill_in(export(root), ABOUT, [row]), "--write")
    text = (root / "data/recommendations/special-procedure-2030.yaml").read_text(encoding="utf-8")
    assert "responsible: no organisation has the id, acronym or name Ministry of Nothing" in words(text)
    assert "sokha" not in text


def test_a_template_in_another_language_is_read(root: Path) -> None:
    replace(root, "cobtrack.yaml", "languages: [en, km]", "languages: [en, km, es]")
    path = export(root, "--language", "es")
    book = openpyxl.load_workbook(path)
    assert "Read me" not in book.sheetnames
    document, sheet = (book[name] for name in book.sheetnames[1:3])
    for number, text in zip((2, 3, 4), ("A/HRC/99/12", "Informe", "special-procedure"), strict=True):
        document.cell(number, 2).value = text
    sheet.cell(2, 4).value = "Adopte una ley."
    sheet.cell(2, 7).value = "sí"
    book.save(path)
    done = imported(root, path, "--write")
    assert done.code == 0, done.err
    assert "urgent: true" in (root / "data/recommendations/a-hrc-99-12.yaml").read_text(encoding="utf-8")


def test_only_a_blank_template_is_replaced_and_the_same_workspace_gives_the_same_bytes(root: Path) -> None:
    path = export(root)
    first = path.read_bytes()
    export(root)
    assert path.read_bytes() == first
    put(
        root,
        {"data/actors.yaml": (root / "data/actors.yaml").read_text() + "  - {id: ngo, kind: network, source: Us}\n"},
    )
    export(root)
    assert path.read_bytes() != first
    fill_in(path, {}, ROWS)
    done = ask(root, "export", "template.xlsx", "-o", str(path))
    assert "already exists" in done.err
