"""`render` in other formats, and templates that a workspace copies."""

from __future__ import annotations

import re
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZipFile

import docx
import pytest

from cobtrack.model.labels import AUDIENCE
from cobtrack.model.text.wording import upper_first
from cobtrack.package_data import TEMPLATES
from tests.cli_support import ask, put, run, small

if TYPE_CHECKING:
    from pathlib import Path


def names(root: Path) -> list[str]:
    return sorted(path.name for path in (root / "build").iterdir() if path.is_file())


def test_every_document_can_be_written_as_a_word_file(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render").code == 0
    texts = [name for name in names(root) if name.endswith(".md")]
    assert ask(root, "render", "--format", "docx").code == 0
    files = [name for name in names(root) if name.endswith(".docx")]
    assert [name.removesuffix(".docx") for name in files] == [name.removesuffix(".md") for name in texts]
    for name in files:
        document = docx.Document(str(root / "build" / name))
        assert document.core_properties.title
        assert [one.text for one in document.paragraphs if one.style and one.style.name == "Title"]


@pytest.mark.parametrize("format_", ["docx", "pdf"])
def test_an_office_file_is_recognised_checked_and_protected(tmp_path: Path, format_: str) -> None:
    pytest.importorskip("typst")
    root, name = small(tmp_path), f"annual-review.{format_}"
    path = root / "build" / name
    assert ask(root, "render", name).err == f"Wrote      {path}\n"
    assert ask(root, "render", name).err == f"Unchanged  {path}\n"
    assert ask(root, "render", name, "--check").code == 0
    assert ask(root, "render", name, as_of="2026-03-01").err == f"Wrote      {path}\n"
    assert ask(root, "render", name, "--check").code == 1
    assert ask(root, "render", name, "--audience", "members", "-o", str(path.parent)).code == 2
    edited = edit(path.read_bytes()) if format_ == "docx" else path.read_bytes() + b"\n% a note\n"
    path.write_bytes(edited)
    refused = ask(root, "render", name)
    assert (refused.code, refused.err.splitlines()[0]) == (2, f"error: edited since cobtrack wrote it: {path}")
    assert path.read_bytes() == edited
    path.write_bytes(b"%PDF-1.7\n" if format_ == "pdf" else b"PK\x03\x04 no zip")
    assert "not written by cobtrack" in ask(root, "render", name).err


def edit(document: bytes) -> bytes:
    """Change a word in a Word file, as somebody does who saves it under its name."""
    changed = docx.Document(BytesIO(document))
    changed.paragraphs[0].text = "Our review"
    output = BytesIO()
    changed.save(output)
    return output.getvalue()


def test_the_note_for_members_is_in_word_and_pdf(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render", "roadmap", "--format", "docx", "--audience", "members").code == 0
    with ZipFile(root / "build/members/roadmap.docx") as archive:
        note = f"{upper_first(AUDIENCE['members'].singular)}."
        assert f"{note} This document might include content" in archive.read("word/header1.xml").decode()
        assert f">{note}<" in archive.read("word/document.xml").decode()
    pytest.importorskip("typst")
    pdfium = pytest.importorskip("pypdfium2")
    assert ask(root, "render", "roadmap.pdf", "--audience", "committee").code == 0
    for page in pdfium.PdfDocument(root / "build/committee/roadmap.pdf"):
        assert "This document might include content that is not public." in " ".join(
            page.get_textpage().get_text_range().split()
        )


@pytest.mark.parametrize(("arguments", "message"), [
    (["roadmap.md", "--format", "docx"], "error: --format does not apply to roadmap.md\n"),
    (["roadmap.odt"], 'error: there is no document "roadmap.odt"\n'),
    (["notes", "--format", "docx"], "error: notes cannot be written as docx\nhint: choose csv\n"),
])  # fmt: skip
def test_a_format_that_does_not_exist_is_refused(tmp_path: Path, arguments: list[str], message: str) -> None:
    root = small(tmp_path, {"templates/notes.csv.j2": "a,b\n"})
    refused = ask(root, "render", *arguments)
    assert refused.code == 2
    assert refused.err.startswith(message)
    assert not (root / "build").exists()


def test_a_copied_template_changes_nothing_until_it_is_edited(tmp_path: Path) -> None:
    root = small(tmp_path)
    before = ask(root, "render", "annual-review.html", "-o", "-").out
    for name in ("annual-review", "_page.html.j2", "_macros.html"):
        assert ask(root, "render", "--copy-template", name).code == 0
    done = ask(root, "render", "annual-review.html", "-o", "-")
    assert (done.out, done.err) == (before, "")
    with (root / "templates/annual-review.md.j2").open("a", encoding="utf-8") as file:
        file.write("\nA sentence of our own.\n")
    assert "A sentence of our own." in ask(root, "render", "annual-review.html", "-o", "-").out


def test_copying_overwrites_nothing_and_can_be_undone(tmp_path: Path) -> None:
    root = small(tmp_path)
    assert ask(root, "render", "--copy-template", "roadmap.md", "--dry-run").err.startswith("Would write")
    assert not (root / "templates").exists()
    assert ask(root, "render", "--copy-template", "roadmap.md").code == 0
    path = root / "templates/roadmap.md.j2"
    first, rest = path.read_text(encoding="utf-8").split("\n", 1)
    assert re.fullmatch(r"\{# Copied from the built-in template of cobtrack \S+, [0-9a-f]{12}\. #\}", first)
    assert rest == (TEMPLATES / "roadmap.md.j2").read_text(encoding="utf-8")
    path.write_text("mine", encoding="utf-8")
    assert "already exists" in ask(root, "render", "--copy-template", "roadmap.md.j2").err
    assert "did you mean roadmap.html or roadmap.md?" in ask(root, "render", "--copy-template", "roadmap").err
    assert path.read_text(encoding="utf-8") == "mine"
    path.write_text(f"{first}\n{rest}", encoding="utf-8")
    assert run("undo", "--root", str(root)).code == 0
    assert not path.exists()


@pytest.mark.parametrize("name", ["roadmpa.md", "../cobtrack.yaml", "procedures/crc.yaml", "/etc/passwd", "."])
def test_only_templates_of_documents_can_be_copied(tmp_path: Path, name: str) -> None:
    root = small(tmp_path)
    refused = ask(root, "render", "--copy-template", name)
    assert (refused.code, refused.err.splitlines()[0]) == (2, f'error: there is no built-in template "{name}"')
    assert not (root / "templates").exists()


def test_a_copy_of_an_older_template_is_noted(tmp_path: Path) -> None:
    root = small(tmp_path)
    copy = ask(root, "render", "--copy-template", "_page.html", "-o", "-").out
    older = re.sub(r"[0-9a-f]{12}\. #", "0123456789ab. #", copy, count=1)
    put(root, {"templates/_page.html.j2": older.replace("\n", "\r\n"), "templates/_macros.html.j2": "{# No mark. #}\n" +
               (TEMPLATES / "_macros.html.j2").read_text(encoding="utf-8")})  # fmt: skip
    done = ask(root, "render", "annual-review.md")
    assert done.code == 0
    assert done.err.splitlines()[:2] == [
        "note: templates/_page.html.j2 is a copy of an older version of the built-in template",
        "hint: to see the difference: cobtrack render --copy-template _page.html -o - | diff templates/_page.html.j2 -",
    ]
    assert "_macros" not in done.err
    put(root, {"templates/_page.html.j2": copy.replace("\n", "\r\n")})
    assert "is a copy of" not in ask(root, "render", "annual-review.md").err
