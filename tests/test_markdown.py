"""Texts as Markdown: rendering the Markdown output gives the HTML output."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from cobtrack.render import markdown
from tests.cli_support import ask, replace, small

if TYPE_CHECKING:
    from pathlib import Path

COMMONMARK = MarkdownIt("commonmark", {"html": False}).enable("table")
WHOLE = {
    "***both***": "<em><strong>both</strong></em>",
    "**a *b***": "<strong>a <em>b</em></strong>",
    "***a** b*": "<em><strong>a</strong> b</em>",
    "*a **b***": "<em>a <strong>b</strong></em>",
    "*a*__b__": "<em>a</em><strong>b</strong>",
    "[**a**](http://ex.org/u)s": '<a href="http://ex.org/u"><strong>a</strong></a>s',
    "**[a](http://ex.org/u)** s": '<strong><a href="http://ex.org/u">a</a></strong> s',
    "[a](http://ex.org/u_(v)_)": '<a href="http://ex.org/u_(v)_">a</a>',
    "http://ex.org/_x_y_": '<a href="http://ex.org/_x_y_">http://ex.org/_x_y_</a>',
    "see http://ex.org/*x*.": 'see <a href="http://ex.org/*x*">http://ex.org/*x*</a>.',
    "*see http://ex.org/x_y*": '<em>see <a href="http://ex.org/x_y">http://ex.org/x_y</a></em>',
    "**http://ex.org/_x_**": '<strong><a href="http://ex.org/_x_">http://ex.org/_x_</a></strong>',
    "(http://ex.org/x)": '(<a href="http://ex.org/x">http://ex.org/x</a>)',
    "[http://ex.org/_x_](http://ex.org/u)": '<a href="http://ex.org/u">http://ex.org/_x_</a>',
    "xhttp://ex.org/_x_": "xhttp://ex.org/<em>x</em>",
    "ftp://ex.org/x": "ftp://ex.org/x",
    "**(a)**[b](#place)": "<strong>(a)</strong>b",
    "*a[^1]*": "<em>a</em>",
    "    indented": "indented",
}


def again(text: str, before: str = "") -> str:
    """Return the HTML of the text's Markdown after some words, without the markup around it."""
    made = COMMONMARK.render(before + markdown.to_markdown(text, lambda _: "")).replace("&quot;", '"')
    return " ".join(
        re.sub(r"\A<p>(.*)</p>\Z", r"\1", made.strip(), flags=re.DOTALL).removeprefix(before.strip()).split()
    )


def directly(text: str) -> str:
    """Return the HTML of the text; Markdown has no links to places within the document."""
    made = re.sub(r'<a href="#[^"]*">(.*?)</a>', r"\1", markdown.to_html(text, lambda _: ""), flags=re.DOTALL)
    return " ".join(made.replace("&#34;", '"').replace("&#39;", "'").split())


@pytest.mark.parametrize("text", WHOLE)
@pytest.mark.parametrize("before", ["", "Note: "])
def test_no_markup_is_split(text: str, before: str) -> None:
    assert directly(text) == WHOLE[text]
    assert again(text, before) == WHOLE[text]


PIECES = (
    "*", "**", "***", "_", "__", "a", "b", " ", ".", "(", ")", "[", "]", "](http://ex.org/a_b)", "(http://ex.org/a)",
    "[c](http://ex.org/x_y_)", "[d](#x)", "[^1]", "!", "http://ex.org/_x_y_", "https://", "\\", "&amp;", "<b>", "|", "`", "~",
    "1", "2.", "#", "-", "+", "=", "é", "ក", "$", "\n", ":", "    ",
)  # fmt: skip


@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join), st.sampled_from(["", "Note: "]))
def test_the_markdown_rendered_as_html_is_the_html(text: str, before: str) -> None:
    assert again(text, before) == directly(text)


def test_a_document_contains_the_text_whole(tmp_path: Path) -> None:
    root = small(tmp_path)
    replace(root, "data/pillars/2-government.yaml", "title: Reviews", "title: '***Reviews*** http://ex.org/_x_y_'")
    text = ask(root, "render", "roadmap.md", "-o", "-").out
    assert "***Reviews*** <http://ex.org/_x_y_>" in text or "*__Reviews__* <http://ex.org/_x_y_>" in text
    page = ask(root, "render", "roadmap.html", "-o", "-").out
    assert '<em><strong>Reviews</strong></em> <a href="http://ex.org/_x_y_">' in page


@pytest.mark.parametrize(
    ("source", "as_html", "as_markdown"),
    [
        ("Roadmap, footnote 6", "Roadmap, footnote 6", "Roadmap, footnote 6"),
        (
            "[Phnom Penh Post](https://example.org/a(b))",
            '<a href="https://example.org/a(b)">Phnom Penh Post</a>',
            "[Phnom Penh Post](<https://example.org/a(b)>)",
        ),
        (
            "https://www.example.org/a",
            '<a href="https://www.example.org/a">example.org</a>',
            "<https://www.example.org/a>",
        ),
        (
            "[A*B](https://example.org/a), and https://example.org/b.",
            '<a href="https://example.org/a">A*B</a>, and <a href="https://example.org/b">example.org</a>.',
            "[A\\*B](<https://example.org/a>), and <https://example.org/b>.",
        ),
        ("[a letter]()", "a letter", "a letter"),
        ("see![a](https://example.org)", 'see!<a href="https://example.org">a</a>', "see\\![a](<https://example.org>)"),
        ("[a <b>](javascript:alert)", "a &lt;b&gt;", "a \\<b\\>"),
    ],
)
def test_a_source_is_shown_by_its_title(source: str, as_html: str, as_markdown: str) -> None:
    assert markdown.citation_to_html(source) == as_html
    assert markdown.citation_to_markdown(source) == as_markdown
