"""Every word of every document comes from the data or from a catalogue of phrases (see tests/pseudo.py)."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from cobtrack.editing.spreadsheets import round_opening
from cobtrack.store import catalogues
from cobtrack.store.load import load
from tests import office_support, pseudo
from tests.cli_support import ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SAME_IN_ALL = {"cobtrack import FILE", "id"}
"""Words that are the same in every language: a command, and the name of a column that the import needs."""


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in the made-up language, with all its documents in Markdown and HTML, and its site."""
    root = pseudo.workspace(tmp_path_factory.mktemp("pseudo"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "language", pseudo.language)
        for document in ([], ["site"]):
            done = ask(root, "render", *document, as_of=pseudo.DAY)
            assert done.code == 0, done.err
    return root


@pytest.fixture(scope="session")
def known(root: Path) -> set[str]:
    return pseudo.known_words(load(root).workspace)


def leaks(root: Path, pattern: str, known: set[str]) -> dict[str, set[str]]:
    """Return the names of the files that have words that are neither data nor phrases, keyed by these words."""
    paths = sorted((root / "build").glob(pattern))
    assert paths
    found: dict[str, set[str]] = {}
    for path in paths:
        for leak in pseudo.leaks(words(path), known):
            found.setdefault(leak, set()).add(path.name)
    return found


def words(path: Path) -> str:
    """Return what people read of a file."""
    match path.suffix:
        case ".docx":
            return "\n".join(
                map(office_support.words, office_support.find(office_support.body(path.read_bytes()), ".//w:p"))
            )
        case ".xlsx":
            return "\n".join(words_of_workbook(path.read_bytes()))
        case ".html":
            return pseudo.words_of_html(path.read_text(encoding="utf-8"))
        case ".ics":
            return pseudo.words_of_calendar(path.read_bytes().decode())
        case ".xml":
            return pseudo.words_of_feed(path.read_text(encoding="utf-8"))
    return pseudo.words_of_markdown(path.read_text(encoding="utf-8"))


def words_of_workbook(data: bytes) -> Iterator[str]:
    """Yield the texts of a workbook that people see: cells, notes and the names of sheets."""
    for sheet in openpyxl.load_workbook(BytesIO(data), data_only=True).worksheets:
        if sheet.sheet_state != "visible":
            continue
        yield sheet.title
        for row in sheet.iter_rows():
            if not sheet.row_dimensions[row[0].row].hidden:
                yield from (cell.value for cell in row if isinstance(cell.value, str))
                yield from (cell.comment.text for cell in row if cell.comment)


@pytest.mark.parametrize(
    "pattern", ["*.md", "*.html", "site/*.docx", "site/*.html", "site/*.ics", "site/*.xml", "site/*.xlsx"]
)
def test_every_word_is_data_or_a_phrase(root: Path, known: set[str], pattern: str) -> None:
    assert leaks(root, pattern, known).keys() - SAME_IN_ALL == set()


def test_every_word_of_the_workbooks_of_a_round_is_data_or_a_phrase(root: Path, known: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(round_opening, "spoken_language", pseudo.language)
        loaded, day = load(root), date.fromisoformat(pseudo.DAY)
        books = [*round_opening.workbooks(loaded, loaded.workspace.rounds[0], day, pseudo.CODE)]
    assert len(books) == 3
    for book in books:
        assert {*pseudo.leaks("\n".join(words_of_workbook(book.data)), known)} - SAME_IN_ALL == set()


def test_the_last_line_of_validate_is_made_of_phrases(root: Path, known: set[str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "language", pseudo.language)
        last = ask(root, "validate", as_of=pseudo.DAY).out.splitlines()[-1]
    assert "⟦no errors⟧" in last
    assert set(pseudo.leaks(last, known)) <= {"cobtrack rules"}
