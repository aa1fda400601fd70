"""The child-friendly edition: only plain words, who checked them, what is left out, and a way out of the page."""

from __future__ import annotations

import re
import sys
from io import BytesIO
from typing import TYPE_CHECKING, Any

import docx
import pytest
from lxml import etree

from cobtrack.model.labels import ICON, VOCABULARIES
from cobtrack.package_data import TEMPLATES
from tests.cli_support import REPOSITORY, ask, bare
from tests.filled import DAY
from tests.office_support import body, find, part, value

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
schema: 2
state: XXX
state_name: Exampleland
treaty_body: crc
timezone: UTC
languages: [en, km]
clusters: {violence: Violence against children, education: Education}
clusters_in_plain_words:
  - {cluster: violence, plain: {en: Nobody may hurt a child., km: គ្មាននរណាម្នាក់អាចធ្វើបាបកុមារបានទេ។}, icon: safety}
help:
  - {name: <b>Helpline</b>, number: 100, hours: Every day, note: "The call is free.", source: "https://example.org"}
"""
PARAGRAPHS = """\
id: crc-2022
symbol: CRC/C/XXX/CO/4-6
title: Concluding observations
mechanism: crc
issued: 2022-06-27
paragraphs:
  - id: crc-2022:26
    kind: recommendation
    cluster: violence
    text: The Committee urges the State party to prohibit corporal punishment.
    plain: No adult may hit a child<script>.
    icon: home
    assessments:
      - {date: 2025-11-20, voice: children, level: initial-steps, reason: Adult words}
      - {date: 2025-12, voice: government, level: largely, reason: Adult words}
  - id: crc-2022:30
    kind: recommendation
    cluster: education
    text: The Committee recommends free education.
  - id: crc-2022:30a
    kind: recommendation
    text: Item (a)
  - id: crc-2022:30b
    kind: recommendation
    text: Item (b)
"""
ACTORS = "actors: [{id: crc-committee, name: Committee, kind: treaty-body}]\n"
MECHANISM = "id: crc\nname: Committee on the Rights of the Child\nkind: treaty-body\ndeadlines: []\n"
PILLAR = """\
pillar: 1
title: Follow-up
categories:
  - title: Meetings
    activities:
      - id: "1.1"
        text: Hold coordination meetings
        plain: We meet and check what was done.
        timeframe: 2023/2027
        progress: [{date: 2024-05-01, status: in-progress}]
      - {id: "1.2", text: Write terms of reference, timeframe: 2027}
"""
CONSULTATION = """\
consultations:
  - id: schools
    title: Consultation on schools
    plain: We asked children about school.
    checked_with_children: {date: 2025-10, group: A children's club}
    date: 2025-06
    said:
      - {number: 1, text: Teachers must not beat us., plain: Teachers learn other ways now.}
      - {number: 2, text: We want a playground., not_done_because: Budgetary constraints}
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    files = {
        "cobtrack.yaml": SETTINGS, "data/recommendations/crc-2022.yaml": PARAGRAPHS, "data/reports-due/crc.yaml": MECHANISM,
        "data/actors.yaml": ACTORS, "data/pillars/1.yaml": PILLAR, "data/consultations/schools.yaml": CONSULTATION,
    }  # fmt: skip
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def rendered(workspace: Path, name: str, *options: str) -> str:
    done = ask(workspace, "render", name, "-o", "-", *options, as_of=DAY)
    assert done.code == 0, done.err
    return done.out


def test_only_plain_words_are_shown_and_the_rest_is_counted(workspace: Path) -> None:
    text = rendered(workspace, "child-friendly.md")
    assert "Nobody may hurt a child." in text
    assert "We meet and check what was done. **We are working on this.**" in text
    for adult in ("urges", "Adult words", "coordination", "terms of reference", "Budgetary", "Item"):
        assert adult not in text
    assert "1 topic has no plain words yet." in text
    assert "2 recommendations have no plain words yet." in text
    assert "1 activity has no plain words yet." in text
    assert "1 thing that was said has no answer in plain words yet." in text


@pytest.mark.parametrize("name", ["child-friendly.md", "child-friendly.html"])
def test_an_edition_of_an_empty_workspace_does_not_say_that_nothing_is_left_out(tmp_path: Path, name: str) -> None:
    text = rendered(bare(tmp_path), name)
    assert "What did the Committee say?" in text
    assert "About this paper" not in text


def test_the_word_file_has_no_letters_below_14_points_and_a_larger_title(workspace: Path) -> None:
    done = ask(workspace, "render", "child-friendly.docx", "-o", str(workspace / "out"), as_of=DAY)
    assert done.code == 0, done.err
    document = (workspace / "out/child-friendly.docx").read_bytes()
    sizes = [int(value(size, "val")) / 2 for size in find(part(document, "word/styles.xml"), ".//w:sz")]
    assert min(sizes) == 14
    assert not find(body(document), ".//w:sz")
    assert max(sizes) > 28


def test_the_word_file_has_the_pictures_which_screen_readers_leave_out(
    workspace: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("typst")
    written = []
    for folder in ("first", "second"):
        done = ask(workspace, "render", "child-friendly.docx", "-o", str(workspace / folder), as_of=DAY)
        assert done.code == 0, done.err
        written.append((workspace / folder / "child-friendly.docx").read_bytes())
    assert written[0] == written[1]
    document = docx.Document(BytesIO(written[0]))
    shown = {p.text.strip(): len(find(p._p, ".//w:drawing")) for p in document.paragraphs}
    assert shown["Nobody may hurt a child."] == 1
    assert shown["We meet and check what was done. \u00a0We are working on this."] == 1
    assert shown["You have the right to say what you think. Adults have to listen."] == 0
    text = etree.tostring(body(written[0])).decode()
    assert text.count("<w:drawing>") == text.count(":decorative ") == 6
    images = [part.blob for part in document.part.package.iter_parts() if part.content_type == "image/png"]
    assert len(images) == len(set(images)) == 6
    monkeypatch.setitem(sys.modules, "typst", None)
    ask(workspace, "render", "child-friendly.docx", "-o", str(workspace / "third"), as_of=DAY)
    plain = docx.Document(str(workspace / "third" / "child-friendly.docx"))
    assert [p.text for p in plain.paragraphs if "hurt a child" in p.text] == ["Nobody may hurt a child."]
    assert not plain.inline_shapes


def test_the_pdf_has_the_pictures_and_the_markdown_document_does_not(workspace: Path) -> None:
    pytest.importorskip("typst")
    pdfium = pytest.importorskip("pypdfium2")
    assert "icon" not in rendered(workspace, "child-friendly.md")
    done = ask(workspace, "render", "child-friendly.pdf", "-o", str(workspace / "out"), as_of=DAY)
    assert done.code == 0, done.err
    with pdfium.PdfDocument(workspace / "out/child-friendly.pdf") as document:
        text = "".join(page.get_textpage().get_text_bounded() for page in document)
        kinds = [part.type for page in document for part in page.get_objects()]
    assert "icon" not in text
    assert pdfium.raw.FPDF_PAGEOBJ_PATH in kinds


def test_each_voice_is_shown_with_its_month(workspace: Path) -> None:
    text = rendered(workspace, "child-friendly.md")
    assert "- Children (November 2025): **This has only begun.**" in text
    assert "- The government (December 2025): **Most of this is done.**" in text


def test_what_children_said_stands_beside_the_answer(workspace: Path) -> None:
    text = rendered(workspace, "child-friendly.md")
    assert "- **You said:** Teachers must not beat us.\n  - **Our answer:** Teachers learn other ways now. ✓" in text


def test_texts_that_children_have_checked_have_a_mark(workspace: Path) -> None:
    text = rendered(workspace, "child-friendly.md")
    assert text.count("✓") == 3
    assert "Adults wrote everything else." in text
    assert "Children who checked texts: A children's club (October 2025)." in text


def test_an_edition_that_no_child_has_checked_says_so(workspace: Path) -> None:
    (workspace / "data/consultations/schools.yaml").unlink()
    text = rendered(workspace, "child-friendly.md")
    assert "Adults wrote this paper. Children have not checked it yet." in text
    assert "✓" not in text


def test_plain_words_in_another_language_are_left_out_and_counted(workspace: Path) -> None:
    text = rendered(workspace, "child-friendly.html", "--language", "km")
    assert "គ្មាននរណាម្នាក់អាចធ្វើបាបកុមារបានទេ។" in text
    assert "No adult may hit" not in text
    assert "We meet and check" not in text


def test_items_of_a_paragraph_with_plain_words_are_shown_as_one(workspace: Path) -> None:
    path = workspace / "data/recommendations/crc-2022.yaml"
    said = "assessments: [{date: 2025-11, voice: children, level: %s, reason: R}]"
    text = PARAGRAPHS.replace("free education.", "free education.\n    plain: School is free.")
    text = text.replace("Item (a)", f"Item (a)\n    {said % 'fully'}").replace(
        "Item (b)", f"Item (b)\n    {said % 'none'}"
    )
    path.write_text(text, encoding="utf-8")
    shown = rendered(workspace, "child-friendly.md")
    assert "**School is free.**\n  - Children (November 2025): **Some of this is done.**" in shown
    assert "recommendations have no plain words" not in shown


def test_the_page_escapes_texts_and_has_a_way_out(workspace: Path) -> None:
    page = rendered(workspace, "child-friendly.html")
    assert "No adult may hit a child&lt;script&gt;." in page
    assert "<b>Helpline" not in page
    assert '<a class="leave" href="https://www.wikipedia.org/"' in page
    assert '<a href="tel:100">' in page
    assert page.count("<script") == 1


def test_the_edition_never_claims_a_check_or_plain_words_in_the_shipped_data() -> None:
    text = rendered(REPOSITORY, "child-friendly.md")
    assert "We have not written this in plain words yet." in text
    assert "✓" not in text


def test_every_icon_and_every_status_has_a_picture() -> None:
    names = {path.stem for path in (TEMPLATES / "icons").glob("*.svg")}
    assert set(ICON) == {name for name in names if not name.startswith("status-")}
    macro = (TEMPLATES / "_icons.html.j2").read_text(encoding="utf-8")
    pictures = dict(re.findall(r'"([a-z-]+)": "([a-z-]+)"', macro))
    assert {f"status-{picture}" for picture in pictures.values()} == {
        name for name in names if name.startswith("status-")
    }
    assert set(pictures) == {*VOCABULARIES["status"], *VOCABULARIES["assessed_level"]}


def test_pictures_are_drawings_without_scripts_or_links() -> None:
    for path in (TEMPLATES / "icons").glob("*.svg"):
        tags = set(re.findall(r"<(\w+)", path.read_text(encoding="utf-8")))
        assert tags <= {"svg", "g", "path", "circle", "rect", "ellipse"}, path.name


def test_an_unknown_icon_is_an_error_with_a_suggestion(workspace: Path) -> None:
    (workspace / "cobtrack.yaml").write_text(SETTINGS.replace("icon: safety", "icon: safty"), encoding="utf-8")
    done = ask(workspace, "validate", as_of=DAY)
    assert "error[COB104]" in done.out
    assert 'did you mean "safety"?' in done.out


def test_the_numbers_of_a_drawing_are_no_telephone_numbers(workspace: Path) -> None:
    icons = workspace / "templates/icons"
    icons.mkdir(parents=True)
    drawing = '<svg xmlns="http://www.w3.org/2000/svg"><path d="M1 012 345 678 9"/><text>{}</text></svg>'
    settings = SETTINGS.replace("XXX", "KHM")
    (workspace / "cobtrack.yaml").write_text(settings, encoding="utf-8")
    for text, is_found in (("Home", False), ("012 345 678", True)):
        (icons / "home.svg").write_text(drawing.format(text), encoding="utf-8")
        assert ("COB502" in ask(workspace, "validate", as_of=DAY).out) is is_found


@pytest.mark.browser
def test_a_reader_leaves_the_page_by_a_key_or_a_link_and_does_not_come_back(workspace: Path, browser: Any) -> None:
    """The page opens from a disk. Without scripts, the way out is an ordinary link."""
    assert ask(workspace, "render", "site", "-o", str(workspace / "build"), as_of=DAY).code == 0
    (workspace / "alone.html").write_text(rendered(workspace, "child-friendly.html"), encoding="utf-8")
    (workspace / "before.html").write_text("Before", encoding="utf-8")
    for path, leave in (("build/for-children.html", "Escape"), ("alone.html", "click"), ("alone.html", "no script")):
        page = browser.new_page(java_script_enabled=leave != "no script")
        page.route("https://www.wikipedia.org/", lambda route: route.fulfill(body="<title>Elsewhere</title>"))
        page.goto((workspace / "before.html").as_uri())
        page.goto((workspace / path).as_uri())
        if leave == "Escape":
            page.keyboard.press("Escape")
        else:
            page.click("text=Leave this page")
        page.wait_for_url("https://www.wikipedia.org/")
        page.go_back()
        assert page.url.endswith("before.html" if leave != "no script" else path)
        page.close()
