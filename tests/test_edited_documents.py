"""`cobtrack render` does not overwrite what somebody wrote into a document."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.cli_support import ask, put, replace, small, snapshot

if TYPE_CHECKING:
    from pathlib import Path

OUTLINE, PAGE = "build/alternative-report.md", "build/alternative-report.html"
CHECKSUM = re.compile(rb"(cobtrack:as-of\W+(?:content=\W*)?[\d-]{10}) [0-9a-f]{12}")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    place = small(tmp_path)
    assert ask(place, "render").code == 0
    # From here on all documents would come out anew.
    replace(place, "data/pillars/2-government.yaml", "title: Reviews", "title: Reviewed")
    return place


def edit(root: Path, name: str, old: bytes = b"# Alternative", new: bytes = b"# Our alternative") -> bytes:
    path = root / name
    made = path.read_bytes().replace(old, new)
    assert made != path.read_bytes()
    path.write_bytes(made)
    return made


@pytest.mark.parametrize(
    ("name", "old"), [(OUTLINE, b"Alternative report"), (PAGE, b"<main"), (OUTLINE, b"1 February 2026")]
)
def test_an_edited_document_is_not_overwritten_and_nothing_else_is_written(root: Path, name: str, old: bytes) -> None:
    edit(root, name, old, old + b" ours")
    before = snapshot(root)
    done = ask(root, "render", as_of="2026-05-01")
    assert (done.code, done.out, snapshot(root)) == (2, "", before)
    assert f"edited since cobtrack wrote it: {root / name}\n" in done.err
    assert "keep your file under another name, or overwrite it with --force" in done.err


def test_a_file_that_cobtrack_did_not_write_is_not_overwritten(root: Path) -> None:
    put(root, {OUTLINE: "# Ours\n"})
    done = ask(root, "render")
    assert (done.code, (root / OUTLINE).read_text()) == (2, "# Ours\n")
    assert f"not written by cobtrack: {root / OUTLINE}\n" in done.err


def test_a_dry_run_refuses_too(root: Path) -> None:
    edit(root, OUTLINE)
    assert ask(root, "render", "--dry-run").code == 2


def test_force_overwrites_an_edited_document(root: Path) -> None:
    edit(root, OUTLINE)
    assert ask(root, "render", "--force").code == 0
    assert "Our alternative" not in (root / OUTLINE).read_text()


def test_other_documents_can_be_written_next_to_an_edited_one(root: Path) -> None:
    edit(root, OUTLINE)
    assert ask(root, "render", "roadmap").code == 0


def test_different_line_ends_are_not_an_edit(root: Path) -> None:
    edit(root, OUTLINE, b"\n", b"\r\n")
    assert ask(root, "render", as_of="2026-05-01").code == 0


def test_a_document_of_an_older_version_is_overwritten(root: Path) -> None:
    old = CHECKSUM.sub(rb"\1", edit(root, OUTLINE))
    (root / OUTLINE).write_bytes(old)
    assert ask(root, "render").code == 0


@pytest.mark.parametrize("name", [OUTLINE, PAGE])
def test_an_edited_document_is_not_up_to_date(root: Path, name: str) -> None:
    assert ask(root, "render", "--force").code == 0
    edit(root, name, b"Alternative report", b"Our alternative report")
    done = ask(root, "render", "--check")
    assert (done.code, done.out) == (1, f"edited since cobtrack wrote it: {root / name}\n")
    assert "keep your file under another name, or overwrite it with --force" in done.err


def test_a_document_whose_date_was_made_impossible_is_not_up_to_date(root: Path) -> None:
    edit(root, OUTLINE, b"cobtrack:as-of 2026-02-01", b"cobtrack:as-of 2026-13-45")
    done = ask(root, "render", "--check", as_of="")
    assert done.code == 1
    assert f"edited since cobtrack wrote it: {root / OUTLINE}\n" in done.out


def test_documents_from_a_template_without_a_marker_are_overwritten(root: Path) -> None:
    put(root, {"templates/alternative-report.md.j2": "# {{ doc.title }}\n", OUTLINE: "# Ours\n"})
    assert ask(root, "render", "alternative-report.md").code == 0
    assert (root / OUTLINE).read_text() != "# Ours\n"
