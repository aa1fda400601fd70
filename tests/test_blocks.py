"""Markdown documents: every block is separated from the next by a blank line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cobtrack.render.markup.blocks import separate_blocks
from tests.cli_support import REPOSITORY, ask, small

if TYPE_CHECKING:
    from pathlib import Path

DAY = "2026-11-26"
DOCUMENTS = ["roadmap.md", "annual-review.md", "alternative-report.md", "outdated-brief.md"]
OUTDATED = """\
    outdated: {reason: implemented, note: The law is in force., source: Official gazette}
"""


def headings(text: str) -> list[str]:
    """The headings that a parser finds."""
    tokens = MarkdownIt("commonmark").enable("table").parse(text)
    return [tokens[at + 1].content for at, token in enumerate(tokens) if token.type == "heading_open"]


def written(text: str) -> list[str]:
    """Return the headings that the author of the text meant."""
    return [line.lstrip("#").strip() for line in text.splitlines() if line.startswith("#")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small workspace with an outdated recommendation."""
    place = small(tmp_path)
    path = place / "data/recommendations/crc-2022.yaml"
    text = path.read_text()
    at = text.index("- id: crc-2022:42\n")
    end = text.index("\n", text.index("kind: recommendation", at)) + 1
    path.write_text(text[:end] + OUTDATED + text[end:])
    return place


@pytest.mark.parametrize("name", DOCUMENTS)
def test_each_heading_is_a_separate_heading(root: Path, name: str) -> None:
    for place in (root, REPOSITORY):
        text = ask(place, "render", name, "-o", "-", as_of=DAY).out
        assert headings(text) == written(text)
        for line, after in zip(text.splitlines(), text.splitlines()[1:], strict=False):
            assert not (after.startswith("#") and line), (line, after)
            assert not (line.startswith("#") and after), (line, after)


def test_the_first_cluster_is_separated_from_the_list_of_outdated_recommendations(root: Path) -> None:
    text = ask(root, "render", "alternative-report.md", "-o", "-", as_of=DAY).out
    after = text.partition("Left out, because they no longer apply as they are written:\n")[2]
    items, rest = after.split("\n\n", 1)
    assert all(item.startswith("     - ") for item in items.split("\n"))
    assert rest.startswith("## ")


def test_blank_lines_are_added_to_documents_from_custom_templates_too(root: Path) -> None:
    (root / "templates").mkdir()
    lines = ["# Own", "One", "- a", "- b", "Two", "| x | y |", "|---|---|", "| 1 | 2 |", "Three", "## End", "Four"]
    (root / "templates/own.md.j2").write_text("\n".join(lines))
    text = ask(root, "render", "own.md", "-o", "-", as_of=DAY).out
    assert text == ("# Own\n\nOne\n\n- a\n- b\n\nTwo\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\nThree\n\n## End\n\nFour\n")


def test_lines_in_a_code_fence_are_unchanged() -> None:
    text = "Text\n\n```\n# no heading\n- no item\nno text\n```\n"
    assert separate_blocks(text) == text


LINES = st.sampled_from(["# Head", "- item", "    - below", "1. first", "Text here", "| a | b |", "", "More text"])


@given(st.lists(LINES))
def test_separating_blocks_twice_changes_nothing_and_loses_no_line(lines: list[str]) -> None:
    once = separate_blocks("\n".join(lines))
    assert separate_blocks(once) == once
    assert [line for line in once.split("\n") if line] == [line for line in lines if line]
    assert headings(once).count("Head") == lines.count("# Head")
