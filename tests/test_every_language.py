"""Every word of every document comes from the data or from a catalogue of phrases (see tests/pseudo.py)."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import openpyxl
import pytest

from cobtrack.store import catalogues
from cobtrack.store.load import load
from tests import office_support, pseudo
from tests.cli_support import ask

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NAMES = {"cobtrack", "CSV", "Excel", "JSON", "KB", "PDF", "Word"}
"""Names that are the same in every language."""
NOT_YET = {
    "About the",
    "About the roadmap",
    "Activities",
    "Activities   CSV",
    "Addresses",
    "At first",
    "Calendar programs can subscribe to the address of the calendar",
    "Cards to share",
    "Certainty of the",
    "Changes",
    "Consultations",
    "Consultations   CSV",
    "Data",
    "Data package   JSON",
    "Deadlines",
    "Deadlines   CSV",
    "Deadlines   calendar",
    "Discussions   CSV",
    "Documents",
    "Documents   CSV",
    "Each card has one sentence in plain words and one picture",
    "Every table has a column for each field. Other programs find the columns described in the data package",
    "Footnote",
    "How civil society follows up on what the",
    "If",
    "In six months at the",
    "Indicators",
    "Indicators   CSV",
    "Initiatives",
    "Initiatives   CSV",
    "Measures   CSV",
    "Mechanisms   CSV",
    "Organisations",
    "Organisations   CSV",
    "Paragraphs   CSV",
    "Pillar",
    "Planned for",
    "Points changed",
    "Procedures   CSV",
    "Recommendations",
    "Recommendations   CSV",
    "Recommendations as a spreadsheet   spreadsheet",
    "Removed",
    "Resources",
    "Resources   CSV",
    "Schools",
    "Spreadsheet and calendar",
    "Status on",
    "Submissions",
    "Submissions   CSV",
    "The roadmap for",
    "Version",
    "Was",
    "Was due",
    "What children",
    "What children did",
    "added",
    "and how far each of them has been carried out, as different groups see it. Status on",
    "and more",
    "applies",
    "at first",
    "because",
    "changes and deadlines",
    "cobtrack import FILE",
    "documents, a spreadsheet, a calendar and all data as CSV. Status on",
    "first assessment",
    "for",
    "held",
    "id",
    "in this document, and how far each of them has been carried out, as different groups see it. Status on",
    "instead of",
    "is due",
    "month",
    "months",
    "now",
    "now not given",
    "of UN bodies to",
    "of the roadmap",
    "of the roadmap for",
    "on this topic, and how far each of them has been carried out, as different groups see it. Status on",
    "part of the roadmap for",
    "picture",
    "planned for",
    "points changed",
    "recommended to",
    "removed",
    "reports, meetings and replies. Status on",
    "the answer to the children was due",
    "the roadmap says",
    "the status of each activity, what is next and what has changed. Status on",
    "to",
    "was",
    "was due",
    "weeks",
    "with their timeframe and status. Status on",
    "years",
    "years after",
}
"""Words that are still in English in every language."""


@pytest.fixture(scope="session")
def root(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A workspace in the made-up language, with all its documents in Markdown and HTML, and its site."""
    root = pseudo.workspace(tmp_path_factory.mktemp("pseudo"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(catalogues, "language", pseudo.language)
        for document in ([], ["site"]):
            done = ask(root, "render", *document, as_of=pseudo.DAY)
            assert done.code == 0, done.err
        yield root


@pytest.fixture(scope="session")
def known(root: Path) -> set[str]:
    """The words that may stand outside of brackets in Latin letters: names and ids."""
    workspace = load(root).workspace
    ids = {record.id for record in workspace.all_records()} | workspace.settings.clusters.keys()
    return NAMES | ids | {part for name in ids for part in pseudo.parts_of_id(name)}


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
    for sheet in openpyxl.load_workbook(BytesIO(data)).worksheets:
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
    assert leaks(root, pattern, known).keys() - NOT_YET == set()
