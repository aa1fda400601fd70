"""The site in several languages: the first one at the top of the folder, each other one in a folder with its code."""

from __future__ import annotations

import re
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.cli_support import ask, replace, small
from tests.html_support import dead_links

if TYPE_CHECKING:
    from pathlib import Path

CATALOGUE = """
msgid ""
msgstr ""
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

msgctxt "digits"
msgid "0123456789"
msgstr "٠١٢٣٤٥٦٧٨٩"

msgid "Activities"
msgstr "أنشطة"

msgid "%(shown)s of %(num)s organisation"
msgid_plural "%(shown)s of %(num)s organisations"
msgstr[0] "%(shown)s من %(num)s منظمة"
msgstr[1] "%(shown)s من %(num)s منظمات"

msgid "Status on %(date)s"
msgstr "في %(date)s"

msgid "%(title)s: changes and deadlines"
msgstr "تغييرات: %(title)s"
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of a workspace in English and Arabic, which has a catalogue for a few phrases in Arabic."""
    root = small(tmp_path_factory.mktemp("languages"), {"languages/ar.po": CATALOGUE})
    replace(root, "cobtrack.yaml", "languages: [en, km]", "languages: [en, ar]")
    done = ask(root, "render", "site", "-o", str(root / "site"), as_of="2026-02-01")
    assert done.code == 0, done.err
    return root / "site"


def text(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


def test_every_page_exists_in_every_language(folder: Path) -> None:
    pages = {path.name for path in folder.glob("*.html")}
    assert {path.name for path in (folder / "ar").glob("*.html")} == pages
    assert list(dead_links(folder)) == []


def test_a_page_leads_to_the_same_page_in_the_other_languages(folder: Path) -> None:
    link = '<a href="{}" lang="{}" hreflang="{}" dir="{}">{}</a>'
    assert link.format("ar/activities.html", "ar", "ar", "rtl", "العربية") in text(folder, "activities.html")
    assert link.format("../activities.html", "en", "en", "ltr", "English") in text(folder, "ar/activities.html")
    alternates = re.findall(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">', text(folder, "ar/about.html"))
    assert alternates == [("en", "../about.html"), ("ar", "../ar/about.html"), ("x-default", "../about.html")]


def test_a_page_says_its_language_and_marks_what_is_in_another_one(folder: Path) -> None:
    page = text(folder, "ar/activities.html")
    assert '<html lang="ar" dir="rtl">' in page
    assert "<h1>أنشطة</h1>" in page
    assert '<span lang="en" dir="ltr">Overview</span>' in page
    assert '<html lang="en" dir="ltr">' in text(folder, "activities.html")
    assert not re.search("[\ue000-\uf8ff]", page)


def test_a_page_says_that_its_translations_are_a_draft(folder: Path) -> None:
    note = "are a draft that no native speaker has read yet"
    assert note in text(folder, "ar/index.html")
    assert note not in text(folder, "index.html")


def test_files_without_words_are_written_once(folder: Path) -> None:
    in_arabic = {path.relative_to(folder / "ar").as_posix() for path in (folder / "ar").rglob("*") if path.is_file()}
    assert {"site.css", "feed.xml", "roadmap.docx", "deadlines.ics"} <= in_arabic
    assert not [name for name in in_arabic if name.endswith((".csv", ".json", ".cff"))]
    style = text(folder, "ar/site.css")
    assert '@import url("../site.css")' in style
    assert '@bottom-right { content: "في' in style
    assert len(style) < 700


def test_the_feed_of_a_language_has_its_own_title_and_ids(folder: Path) -> None:
    feeds = [text(folder, name) for name in ("feed.xml", "ar/feed.xml")]
    assert ['xml:lang="en"' in feeds[0], 'xml:lang="ar"' in feeds[1]] == [True, True]
    assert "تغييرات:" in feeds[1]
    ids = [set(re.findall("<id>([^<]+)</id>", feed)) for feed in feeds]
    assert not ids[0] & ids[1]


def test_the_filter_counts_in_the_digits_of_the_language(folder: Path) -> None:
    page = text(folder, "ar/organisations.html")
    assert re.search(r'data-count="% من [٠-٩]+ منظم[^"]*" data-digits="٠١٢٣٤٥٦٧٨٩"', page)


def test_pages_of_a_language_that_is_gone_are_removed(folder: Path, tmp_path: Path) -> None:
    root = tmp_path / "workspace"
    shutil.copytree(folder.parent, root)
    arguments = ("render", "site", "-o", str(root / "site"))
    assert ask(root, *arguments, "--check", as_of="2026-02-01").code == 0
    replace(root, "cobtrack.yaml", "languages: [en, ar]", "languages: [en]")
    assert ask(root, *arguments, as_of="2026-02-01").code == 0
    assert not [path for path in (root / "site/ar").rglob("*") if path.is_file()]
    assert "hreflang" not in text(root / "site", "index.html")


def test_codes_that_differ_in_capitals_share_a_folder(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "cobtrack.yaml", "languages: [en, km]", "languages: [en, pt-BR, pt-br, en]")
    assert ask(root, "render", "site", "-o", str(root / "site"), as_of="2026-02-01").code == 0
    assert {path.name for path in (root / "site").iterdir() if (path / "index.html").is_file()} == {"pt-BR"}


def test_documents_have_the_language_in_their_names(folder: Path, tmp_path: Path) -> None:
    done = ask(folder.parent, "render", "roadmap.html", "--language", "ar", "-o", str(tmp_path), as_of="2026-02-01")
    assert (done.code, [path.name for path in tmp_path.iterdir()]) == (0, ["roadmap.ar.html"])
    assert '<html lang="ar" dir="rtl">' in text(tmp_path, "roadmap.ar.html")
    done = ask(folder.parent, "render", "site", "--language", "ar", as_of="2026-02-01")
    assert (done.code, "leave out --language" in done.err) == (2, True)
