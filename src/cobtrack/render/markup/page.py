"""Make the HTML of a document that is written in Markdown, and the list of addresses at the end of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from cobtrack.model.languages.marks import without_marks
from cobtrack.model.languages.phrases import pgettext
from cobtrack.model.text.markup import plain_text
from cobtrack.render.tree.parser import LEADING_COMMENT, heading_anchor, markdown_parser

if TYPE_CHECKING:
    from collections.abc import Iterable

    from markdown_it.token import Token

_BACKSLASH = re.compile(r"\\(.)")
# A link to a web address whose text is not the address itself.
_LINK = re.compile(r'<a [^>]*\bhref="(https?://[^"]*)"(?![^>]*>\1</a>)', re.IGNORECASE)
_ADDRESSES = Markup('<section class="part addresses" aria-label="{}">\n<h2>{}</h2>\n<ol>\n{}\n</ol>\n</section>\n')


def markdown_to_html(text: str) -> tuple[str, Markup]:
    """Return the title and the HTML of a Markdown document. HTML tags in the document are shown as text."""
    parser = markdown_parser()
    references: dict[str, Any] = {}
    tokens = parser.parse(LEADING_COMMENT.sub("", text, count=1), references)
    pairs = zip(tokens[1:], tokens, strict=False)
    title = next((token.content for token, previous in pairs if previous.tag == "h1"), "")
    _label_cells(tokens)
    _name_headings(tokens)
    _number_items(tokens)
    body = Markup(parser.renderer.render(tokens, parser.options, references))  # noqa: S704
    return plain_text(_BACKSLASH.sub(r"\1", title)), body


def _label_cells(tokens: Iterable[Token]) -> None:
    """Give every cell of a table the name of its column, which the cell shows on a telephone.

    Cells of a column that is aligned to the right get the class `number` in place of a style.
    """
    labels: list[str] = []
    column, kind = 0, ""
    for token in tokens:
        if token.type in {"th_open", "td_open"} and token.attrs.pop("style", "") == "text-align:right":
            token.attrSet("class", "number")
        if token.type == "table_open":
            labels = []
        elif token.type == "tr_open":
            column = 0
        elif token.type == "th_open":
            token.attrSet("scope", "col")
        elif token.type == "inline" and kind == "th_open":
            labels.append(plain_text(_BACKSLASH.sub(r"\1", token.content)))
        elif token.type == "td_open":
            label = labels[column] if column < len(labels) else ""
            column += 1
            if label:
                token.attrSet("data-label", label)
        kind = token.type


def _name_headings(tokens: Iterable[Token]) -> None:
    """Give every heading an id, to which links in the document can refer."""
    anchors: dict[str, int] = {}
    opened: Token | None = None
    for token in tokens:
        if token.type == "heading_open":
            opened = token
        elif opened and token.type == "inline":
            words = without_marks("".join(child.content for child in token.children or []))
            opened.attrSet("id", heading_anchor(words, anchors))
            opened = None


def _number_items(tokens: Iterable[Token]) -> None:
    """Give every item of a numbered list the number with which it was written."""
    for token in tokens:
        if token.type == "list_item_open" and token.info.isdigit():
            token.attrSet("value", token.info)


def with_addresses(html: Markup) -> Markup:
    """Number the web addresses to which a page links, and add a list of these addresses at its end.

    The numbers and the list are shown on paper only. An address that occurs several times has one number. A link whose
    text is its address has no number.
    """
    numbers: dict[str, int] = {}

    def numbered(match: re.Match[str]) -> str:
        return f'{match[0]} data-address="{numbers.setdefault(match[1], len(numbers) + 1)}"'

    page = _LINK.sub(numbered, html)
    items = "\n".join(f"<li>{address}</li>" for address in numbers)
    title = pgettext("web addresses", "Addresses")
    return Markup(page) + (_ADDRESSES.format(title, title, Markup(items)) if numbers else "")  # noqa: S704
