"""Read the Markdown of a document.

The documents use a part of Markdown: headings, paragraphs, lists, tables with `<br>` in their cells, emphasis, links,
footnotes, block quotes, and horizontal rules, which end a page.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from cobtrack.model.languages.marks import parts_by_language, without_marks
from cobtrack.model.languages.phrases import gettext, in_digits
from cobtrack.model.text.escape import CONTROL
from cobtrack.model.text.markup import is_safe_link
from cobtrack.render.tree.nodes import (
    Block,
    Content,
    Heading,
    Inline,
    Item,
    ItemList,
    LineBreak,
    NoteMark,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
    Tree,
    contents,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token
    from markdown_it.tree import SyntaxTreeNode

LEADING_COMMENT = re.compile(r"^\s*<!--.*?-->\s*")
_LINE_BREAK = re.compile(r"<br ?/?>", re.IGNORECASE)
_PICTURE_SCHEME = "#icon"
_PICTURE = re.compile(rf"!\[\]\({_PICTURE_SCHEME}:[^()\s]*\)")
_NOTE = "footnote_reference"
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")


@cache
def markdown_parser(*, keeps_notes: bool = False) -> MarkdownIt:
    """Return the parser for documents. HTML tags are text, except `<br>`.

    The texts of footnotes come last; with `keeps_notes`, they stay where they were written.
    """
    from markdown_it import MarkdownIt  # noqa: PLC0415
    from mdit_py_plugins.footnote import footnote_plugin  # noqa: PLC0415

    parser = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable("table")
    parser.use(footnote_plugin, inline=False, move_to_end=not keeps_notes)
    parser.add_render_rule("footnote_caption", _note_number)
    parser.add_render_rule("footnote_anchor", _way_back)
    parser.add_render_rule("footnote_block_open", _notes_heading)
    parser.inline.ruler.before("autolink", "line_break", _parse_line_break)
    parser.validateLink = is_safe_link  # type: ignore[method-assign, assignment]
    return parser


def _note_number(_renderer: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    """Render the number of a footnote, which is the same wherever the text refers to the footnote."""
    return in_digits(str(tokens[index].meta["id"] + 1))


def _way_back(_renderer: Any, tokens: Sequence[Token], index: int, *_rest: Any) -> str:
    """Render the link from a footnote to its first mark. Its other marks need no link."""
    meta = tokens[index].meta
    label = escape(gettext("Back to the text"))
    link = f'<a href="#fnref{meta["id"] + 1}" class="back" aria-label="{label}">\u21a9\ufe0e</a>'
    return "" if meta["subId"] else f" {link}"


def _notes_heading(*_rest: Any) -> str:
    return f'<section class="footnotes">\n<h2>{escape(gettext("Notes"))}</h2>\n<ol>\n'


def _parse_line_break(state: StateInline, silent: bool) -> bool:
    """Parse `<br>` as a line break. This is a rule for markdown-it."""
    match = _LINE_BREAK.match(state.src, state.pos)
    if match is None:
        return False
    if not silent:
        state.push("hardbreak", "br", 0)
    state.pos = match.end()
    return True


def without_pictures(text: str) -> str:
    """Return a Markdown document without its small pictures, which only office documents have."""
    return _PICTURE.sub("", text)


def parse(text: str) -> Tree:
    """Return the tree of a Markdown document."""
    from markdown_it.tree import SyntaxTreeNode  # noqa: PLC0415

    text = CONTROL.sub("", LEADING_COMMENT.sub("", text, count=1))
    nodes = SyntaxTreeNode(markdown_parser(keeps_notes=True).parse(text)).children
    notes: dict[str, tuple[Block, ...]] = {}
    for node in nodes:
        if node.type == _NOTE:
            notes.setdefault(node.meta["label"], tuple(_blocks(node.children)))
    body = [(node, tuple(_blocks([node]))) for node in nodes]
    marked = {
        part.name
        for _, blocks in body
        for block in blocks
        for content in contents(block)
        for part in content
        if isinstance(part, NoteMark)
    }
    shown: list[Block] = []
    for node, blocks in body:
        # A footnote that nothing refers to stays where it was written.
        is_lost = node.type == _NOTE and node.meta["label"] not in marked
        shown += _blocks(node.children) if is_lost else blocks
    used = {name: note for name, note in notes.items() if name in marked}
    return Tree(tuple(_with_levels(_without_empty_end(shown))), used)


def _without_empty_end(blocks: list[Block]) -> list[Block]:
    """Leave out headings at the end of a document with nothing below them, such as the heading of the footnotes."""
    while len(blocks) > 1 and isinstance(blocks[-1], Heading):
        blocks.pop()
    return blocks


def _with_levels(blocks: list[Block]) -> Iterator[Block]:
    """Yield the blocks with the levels of headings counted from the title, without gaps, and with their anchors."""
    anchors: dict[str, int] = {}
    previous, has_title = 0, False
    for block in blocks:
        if isinstance(block, Heading):
            level = 0 if block.level == 1 and not has_title else max(block.level - 1, 1)
            previous, has_title = min(level, previous + 1), True
            yield Heading(previous, block.content, heading_anchor(plain(block.content), anchors))
        else:
            yield block


def heading_anchor(title: str, anchors: dict[str, int]) -> str:
    """Return the anchor of a heading, as GitHub makes it, and add it to `anchors`, the anchors of earlier headings."""
    name = _NOT_IN_ANCHOR.sub("", title.lower()).replace(" ", "-")
    while number := anchors.get(name, 0):
        anchors[name] = number + 1
        name = f"{name}-{number}"
    anchors[name] = 1
    return name


def _blocks(nodes: Iterable[SyntaxTreeNode]) -> Iterator[Block]:
    for node in nodes:
        match node.type:
            case "heading":
                yield Heading(int(node.tag[1:]), _content(node))
            case "paragraph":
                if content := _content(node):
                    yield Paragraph(content)
            case "bullet_list" | "ordered_list":
                yield ItemList(tuple(_items(node)))
            case "table":
                yield _table(node)
            case "blockquote":
                yield Quote(tuple(_blocks(node.children)))
            case "hr":
                yield PageBreak()
            case "fence" | "code_block":
                lines = node.content.rstrip("\n").split("\n")
                parts: list[Inline] = [part for line in lines for part in (Text(line), LineBreak())]
                yield Paragraph(tuple(parts[:-1]))
            case _:
                # The text of a footnote is read separately.
                pass


def _items(node: SyntaxTreeNode) -> Iterator[Item]:
    for item in node.children:
        number = int(item.info) if item.info.isdigit() else None
        yield Item(tuple(_blocks(item.children)), number)


def _table(node: SyntaxTreeNode) -> Table:
    rows = [row for part in node.children for row in part.children]
    is_right = tuple(cell.attrs.get("style") == "text-align:right" for cell in rows[0].children)
    cells = [tuple(_content(cell) for cell in row.children) for row in rows]
    return Table(cells[0], tuple(cells[1:]), is_right)


def _content(node: SyntaxTreeNode) -> Content:
    parts: list[Inline] = []
    opened: list[str] = []
    for inline in node.children:
        for part in _in_languages(_inlines(inline.children, {}), opened):
            last = parts[-1] if parts else None
            if isinstance(part, Text) and isinstance(last, Text) and last == replace(part, text=last.text):
                parts[-1] = replace(part, text=last.text + part.text)
            else:
                parts.append(part)
    return tuple(parts)


def _in_languages(parts: Iterable[Inline], opened: list[str]) -> Iterator[Inline]:
    """Yield the parts, with the marks in their texts replaced by the language of each text.

    `opened` has the codes of the marks that were opened so far.
    """
    for part in parts:
        if isinstance(part, Text):
            target = without_marks(part.target)
            for text, code in parts_by_language(part.text, opened):
                yield replace(part, text=text, target=target, language=code)
        else:
            yield part


def _inlines(nodes: Iterable[SyntaxTreeNode], style: dict[str, Any]) -> Iterator[Inline]:
    for node in nodes:
        match node.type:
            case "strong":
                yield from _inlines(node.children, {**style, "is_bold": True})
            case "em":
                yield from _inlines(node.children, {**style, "is_italic": True})
            case "link":
                yield from _inlines(node.children, {**style, "target": str(node.attrs.get("href", ""))})
            case "footnote_ref":
                yield NoteMark(node.meta["label"])
            case "hardbreak":
                yield LineBreak()
            case "softbreak":
                yield Text(" ", **style)
            case "image":
                yield from _image(node, style)
            case _:
                if node.content:
                    yield Text(node.content, **style)


def _image(node: SyntaxTreeNode, style: dict[str, Any]) -> Iterator[Inline]:
    scheme, _, name = str(node.attrs.get("src", "")).partition(":")
    if scheme == _PICTURE_SCHEME:
        yield Picture(name)
    else:
        yield from _inlines(node.children, style)
