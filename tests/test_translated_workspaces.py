"""Workspaces in Khmer and English, in Spanish, and in Arabic: every document is made, and says the language of each part."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple
from zipfile import ZipFile

import pytest

from cobtrack.store.load import load
from tests import office_support, pseudo
from tests.cli_support import ask, put
from tests.html_support import dead_links

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

DIRECTIONS = {"km": "ltr", "en": "ltr", "es": "ltr", "ar": "rtl"}
ARABIC = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "digits"
msgid "0123456789"
msgstr "٠١٢٣٤٥٦٧٨٩"

msgid "Activities"
msgstr "أنشطة"
"""
_VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}


class Part(NamedTuple):
    """A text of a page."""

    text: str
    language: str
    """The language that a screen reader uses for it."""
    direction: str


class _Reader(HTMLParser):
    """Collects the texts of a page, each with the language and the direction of the innermost element that has them."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[tuple[str, str, str]] = [("", "", "ltr")]
        self.parts: list[Part] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            given = dict(attrs)
            _, language, direction = self.open[-1]
            self.open.append((tag, given.get("lang") or language, given.get("dir") or direction))

    def handle_endtag(self, tag: str) -> None:
        while tag not in _VOID and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        tag, language, direction = self.open[-1]
        # HTML allows no element within these, which could say the language of a part.
        if data.strip() and tag not in {"style", "script", "title", "desc", "option"}:
            self.parts.append(Part(data, language, direction))


def parts(path: Path) -> list[Part]:
    """Return the texts of a page."""
    reader = _Reader()
    reader.feed(path.read_text(encoding="utf-8"))
    return reader.parts


def rendered(
    root: Path, languages: list[str], text: Callable[[str], str | dict[str, str]], name: Callable[[str], str]
) -> Path:
    """Make a workspace from the example, with all documents and the site in the folder `build`."""
    pseudo.translated_example(root, languages, text, name)
    for document in ([], ["site"]):
        done = ask(root, "render", *document, as_of=pseudo.DAY)
        assert done.code == 0, done.err
    return root


def khmer(text: str) -> str:
    return pseudo.in_letters(text, "ក")


def arabic(text: str) -> str:
    return pseudo.in_letters(text, "ئ")


def often_in_khmer(text: str) -> str | dict[str, str]:
    """Return half of the sentences in both languages, the other half in English only, and other texts in Khmer."""
    if not re.search(r"[^\W\d].* ", text):
        return khmer(text)
    return {"en": text, "km": khmer(text)} if len(text) % 2 else {"en": text}


@pytest.fixture(scope="module")
def in_khmer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("km"), ["km", "en"], often_in_khmer, khmer)


@pytest.fixture(scope="module")
def in_spanish(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return rendered(tmp_path_factory.mktemp("es"), ["es"], str, str)


@pytest.fixture(scope="module")
def in_arabic(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = put(tmp_path_factory.mktemp("ar"), {"languages/ar.po": ARABIC})
    return rendered(root, ["ar"], arabic, arabic)


def pages(root: Path) -> Iterator[Path]:
    """Yield the pages of all documents and of the site, in all languages."""
    found = sorted((root / "build").rglob("*.html"))
    assert len(found) > 30
    yield from found


def language_of_page(root: Path, path: Path, first: str) -> str:
    """Return the language in which a page should be: the pages of other languages are in a folder of the site."""
    folder = path.relative_to(root / "build").parent.name
    return folder if folder in DIRECTIONS else first


@pytest.mark.parametrize(("name", "first"), [("in_khmer", "km"), ("in_spanish", "es"), ("in_arabic", "ar")])
def test_every_page_says_its_language_and_direction(request: pytest.FixtureRequest, name: str, first: str) -> None:
    root = request.getfixturevalue(name)
    for path in pages(root):
        language = language_of_page(root, path, first)
        html = path.read_text(encoding="utf-8")
        (shown,) = re.findall(r"<html[^>]*>", html)
        assert f'lang="{language}"' in shown, path.name
        assert (DIRECTIONS[language] == "rtl") == ('dir="rtl"' in shown), path.name
        assert not re.search("[\ue000-\uf8ff]", html), path.name
    assert list(dead_links(root / "build")) == []


@pytest.mark.parametrize(("name", "letters"), [("in_khmer", "[ក-អ]{2}"), ("in_arabic", "[ا-ي]{2}")])
def test_each_part_in_another_language_says_so(request: pytest.FixtureRequest, name: str, letters: str) -> None:
    root = request.getfixturevalue(name)
    workspace = load(root).workspace
    known = pseudo.known_words(workspace)
    wrong = set()
    for path in pages(root):
        for part in parts(path):
            if part.language != "en":
                wrong |= {(path.name, leak, part.language) for leak in pseudo.leaks(part.text, known)}
            elif re.search(letters, part.text):
                wrong.add((path.name, part.text, part.language))
    assert wrong == set()


def test_parts_from_left_to_right_say_so_in_a_page_from_right_to_left(in_arabic: Path) -> None:
    for path in pages(in_arabic):
        words = [part for part in parts(path) if re.search(r"[^\W\d_]", part.text)]
        assert {part.direction for part in words if part.language == "en"} <= {"ltr"}, path.name
        assert {part.direction for part in words if part.language == "ar"} == {"rtl"}, path.name


def test_no_file_for_download_has_a_mark_of_the_language_of_a_text(in_arabic: Path) -> None:
    for path in (in_arabic / "build").rglob("*.*"):
        if path.suffix in {".docx", ".xlsx"}:
            with ZipFile(path) as archive:
                data = b"".join(archive.read(name) for name in archive.namelist() if name.endswith(".xml"))
        elif path.suffix in {".md", ".csv", ".json", ".xml", ".ics", ".cff", ".css", ".svg"}:
            data = path.read_bytes()
        else:
            continue
        assert not re.search("[\ue000-\uf8ff]|\\\\ue00", data.decode("utf-8", "ignore")), path.name


def test_word_files_run_from_right_to_left(in_arabic: Path) -> None:
    files = sorted((in_arabic / "build/site").glob("*.docx"))
    assert len(files) > 8
    for path in files:
        data = path.read_bytes()
        assert office_support.find(office_support.part(data, "word/styles.xml"), "w:style[@w:default]/w:pPr/w:bidi"), (
            path
        )
        runs = office_support.find(office_support.body(data), ".//w:r")
        arabic_runs = [run for run in runs if re.search("[ا-ي]", office_support.words(run))]
        assert arabic_runs, path
        assert [
            office_support.words(run) for run in arabic_runs if not office_support.find(run, "w:rPr/w:rtl")
        ] == [], path
