"""Translators get the phrases as a spreadsheet, and their translations come back into a catalogue of the workspace."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import polib
import pytest

from cobtrack.store.catalogues import BUILT_IN, TEMPLATE, is_usable, mistakes
from tests.cli_support import ask, replace, run, words
from tests.support import workspace

READ_BY = "Made-up Translators, 2026-11-26"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    workspace(tmp_path)
    replace(tmp_path, "cobtrack.yaml", "languages: [en, km]", "languages: [en, ar]")
    return tmp_path


def fill_in(root: Path, cells: dict[tuple[str, str], str], read_by: str = "") -> Path:
    """Export the phrases in Arabic and write translations, keyed by the English phrase and the examples of its form."""
    path = root / "phrases.xlsx"
    ask(root, "export", "phrases.xlsx", "--language", "ar", "-o", str(path), "--force")
    book = openpyxl.load_workbook(path)
    for row in book["Phrases"].iter_rows(min_row=2):
        form = str(row[3].value or "").partition(",")[0]
        if (row[2].value, form) in cells:
            row[4].value = cells.pop((row[2].value, form))
    assert not cells
    book["Read me"]["B2"] = read_by
    book.save(path)
    return path


def test_a_translation_comes_back_into_the_catalogue_of_the_workspace(root: Path) -> None:
    path = fill_in(root, {("today", ""): "اليوم", ("%(num)s weeks ago", "2"): "قبل أسبوعين"}, READ_BY)
    result = ask(root, "import", str(path), "--write")
    assert "2 cells changed in the sheet of phrases, 2 accepted" in result.out
    catalogue = polib.pofile(str(root / "languages/ar.po"))
    assert catalogue.find("today").msgstr == "اليوم"
    assert catalogue.find("%(num)s week ago").msgstr_plural[2] == "قبل أسبوعين"
    assert catalogue.metadata["X-Read-By"] == READ_BY
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=6;")


def test_who_has_read_the_translations_is_one_header_of_the_catalogue(root: Path) -> None:
    path = fill_in(root, {}, "A group\nPlural-Forms: nplurals=1; plural=0;")
    ask(root, "import", str(path), "--write")
    catalogue = polib.pofile(str(root / "languages/ar.po"))
    assert catalogue.metadata["X-Read-By"] == "A group Plural-Forms: nplurals=1; plural=0;"
    assert catalogue.metadata["Plural-Forms"].startswith("nplurals=6;")


def test_a_second_import_changes_nothing(root: Path) -> None:
    path = fill_in(root, {("today", ""): "اليوم"})
    ask(root, "import", str(path), "--write")
    before = (root / "languages/ar.po").read_bytes()
    assert "Nothing to write" in ask(root, "import", str(path), "--write").err
    assert (root / "languages/ar.po").read_bytes() == before


def test_a_translation_that_cannot_be_used_is_rejected_with_the_reason(root: Path) -> None:
    path = fill_in(root, {("until %(date)s", ""): "حتى", ("today", ""): "<b>اليوم</b>"})
    result = ask(root, "import", str(path), "--write")
    assert "lacks the placeholder %(date)s" in words(result.out)
    assert not (root / "languages/ar.po").exists()


def test_a_translation_that_changed_since_the_export_is_a_conflict(root: Path) -> None:
    path = fill_in(root, {("today", ""): "اليوم"})
    (root / "languages").mkdir()
    (root / "languages/ar.po").write_text('msgid "today"\nmsgstr "هذا اليوم"\n', encoding="utf-8")
    result = ask(root, "import", str(path), "--write")
    assert "conflict" in result.out
    assert polib.pofile(str(root / "languages/ar.po")).find("today").msgstr == "هذا اليوم"


def test_the_import_of_phrases_can_be_undone(root: Path) -> None:
    ask(root, "import", str(fill_in(root, {("today", ""): "اليوم"})), "--write")
    run("undo", "--root", str(root))
    assert not (root / "languages/ar.po").exists()


def test_there_is_nothing_to_translate_into_english(root: Path) -> None:
    result = ask(root, "export", "phrases.xlsx", "--language", "en")
    assert result.code == 2
    assert "the phrases are written in English" in result.err


@pytest.mark.parametrize("path", sorted(BUILT_IN.glob("*.po")), ids=lambda path: path.stem)
def test_every_shipped_translation_can_be_used(path: Path) -> None:
    catalogue = polib.pofile(str(path))
    assert {entry.msgid: list(mistakes(entry)) for entry in catalogue if any(mistakes(entry))} == {}
    assert [entry.msgid for entry in catalogue.translated_entries() if not is_usable(entry)] == []


def test_the_shipped_list_of_phrases_can_be_read() -> None:
    assert len(polib.pofile(str(BUILT_IN / TEMPLATE))) > 100
