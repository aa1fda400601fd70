"""Write the text of a document as a Word file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import direction, gettext, in_digits
from cobtrack.render.tree.nodes import (
    Block,
    Content,
    Heading,
    Item,
    ItemList,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Table,
    introductions,
    length,
    plain,
)
from cobtrack.render.tree.scripts import language_tag
from cobtrack.render.tree.tables import LONG_ROW, Part, column_widths, is_landscape, is_small, parts_by_orientation
from cobtrack.render.word.notes import Notes
from cobtrack.render.word.numbering import INDENT, Numbering, number_format
from cobtrack.render.word.package import write_package
from cobtrack.render.word.pictures import Pictures
from cobtrack.render.word.runs import Links, field, field_mark, plain_run, runs
from cobtrack.render.word.styles import HEADER_FILL, font_table_part, styles_part
from cobtrack.render.word.xml import element, escape_text, root

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.render.tree.about import About
    from cobtrack.render.tree.nodes import NoteMark, Tree

# Sizes of the page in twentieths of a point: A4.
_SHORT_SIDE, _LONG_SIDE, _MARGIN, _EDGE = 11906, 16838, 1134, 567
_MAX_HEADING_LEVEL = 6
_SPACE = 120
"""The distance of a table from the text after it."""


def write_word(tree: Tree, about: About) -> bytes:
    """Return a document as the bytes of a Word file. The same arguments always give the same bytes."""
    return _Writer(tree, about).write()


@dataclass(frozen=True)
class _Place:
    """The place of a block: the number of lists that it is in, and its distance from the margin."""

    depth: int = 0
    left: int = 0
    style: str = ""


class _Writer:
    def __init__(self, tree: Tree, about: About) -> None:
        self._tree, self._about = tree, about
        headings = [block for block in tree.blocks if isinstance(block, Heading)]
        self._bookmarks = {heading.anchor: f"_Toc{number:06}" for number, heading in enumerate(headings, 1)}
        self._base = direction(about.language)
        self._links, self._note_links = Links(self._bookmarks, self._base), Links({}, self._base)
        self._notes = Notes(tree.notes, self._note_links)
        self._numbering = Numbering()
        self._pictures = Pictures(tree.pictures)
        self._starts_page = self._follows_table = False
        self._caption = about.title
        self._contents_shown = not tree.needs_contents

    def write(self) -> bytes:
        body = "".join(self._body())
        parts = {
            "document": root("document", element("body", body)),
            "styles": styles_part(self._about.language, is_large=self._about.is_large),
            "numbering": self._numbering.part(),
            "footnotes": self._notes.part(),
            "settings": self._settings(),
            "fontTable": font_table_part(),
            "footer1": root("ftr", self._footer()),
        }
        if self._about.audience_note:
            parts["header1"] = root("hdr", _styled("Header", self._plain(self._about.audience_note)))
        links = {"document": self._links.ids, "footnotes": self._note_links.ids}
        return write_package(parts, links, self._about, self._pictures.files)

    def _body(self) -> Iterator[str]:
        parts = list(parts_by_orientation(self._tree.blocks))
        for number, part in enumerate(parts):
            yield from self._part(part)
            is_last = number == len(parts) - 1
            section = self._section(is_landscape=part.is_landscape)
            if is_last:
                yield section
            else:
                # An invisible line, because a section ends with a paragraph.
                spacing = element("spacing", before=0, after=0, line=20, lineRule="exact")
                yield element("p", element("pPr", spacing, section))
                self._starts_page = self._follows_table = False
        if not parts:
            yield self._section(is_landscape=False)

    def _part(self, part: Part) -> Iterator[str]:
        for block, keeps_next in introductions(part.blocks):
            if isinstance(block, Heading):
                self._caption = plain(block.content)
                if block.level == 1 and not self._contents_shown:
                    self._contents_shown = True
                    yield from self._contents()
            yield from self._block(block, _Place(), keeps_next=keeps_next)

    def _block(self, block: Block, place: _Place, *, keeps_next: bool = False) -> Iterator[str]:
        match block:
            case Heading():
                yield self._heading(block)
            case Paragraph():
                yield self._paragraph(block.content, place, keeps_next=keeps_next)
            case ItemList():
                yield from self._list(block, place)
            case Table():
                yield from self._table(block)
            case Quote():
                for inner in block.blocks:
                    yield from self._block(inner, _Place(place.depth, place.left, "Quote"))
            case PageBreak():
                self._starts_page = True

    def _runs(self, content: Content) -> str:
        return runs(content, self._links, self._mark)

    def _mark(self, part: NoteMark | Picture) -> str:
        return self._pictures.run(part.name) if isinstance(part, Picture) else self._notes.mark(part.name)

    def _plain(self, text: str) -> str:
        return plain_run(text, self._base)

    def _spacing(self, *, keeps_next: bool = False) -> tuple[str, str]:
        """Return what a paragraph needs because of the block before: a new page, or distance from a table."""
        keep = element("keepNext") if keeps_next else ""
        page = element("pageBreakBefore") if self._starts_page else ""
        space = element("spacing", before=_SPACE) if self._follows_table else ""
        self._starts_page = self._follows_table = False
        return keep + page, space

    def _heading(self, heading: Heading) -> str:
        level = min(heading.level, _MAX_HEADING_LEVEL)
        style = element("pStyle", val=f"Heading{level}" if level else "Title")
        page, _ = self._spacing()
        bookmark = self._bookmarks[heading.anchor]
        id_ = int(bookmark[4:])
        text = self._runs(heading.content)
        start, end = element("bookmarkStart", id=id_, name=bookmark), element("bookmarkEnd", id=id_)
        return element("p", element("pPr", style, page), start, text, end)

    def _paragraph(self, content: Content, place: _Place, *, number: str = "", keeps_next: bool = False) -> str:
        name = place.style or ("ListParagraph" if place.depth else "")
        style = element("pStyle", val=name) if name else ""
        page, space = self._spacing(keeps_next=keeps_next)
        indent = element("ind", left=place.left) if place.left and not number else ""
        properties = [style, page, number, space, indent]
        return element("p", element("pPr", *properties) if any(properties) else "", self._runs(content))

    def _list(self, items: ItemList, place: _Place) -> Iterator[str]:
        previous: tuple[int, int] | None = None
        inner = _Place(place.depth + 1, INDENT * (place.depth + 1), place.style)
        for item in items.items:
            id_ = self._numbering.bullets
            if item.number is not None:
                id_ = self._numbering.id_for(item.number, place.depth, previous)
                previous = id_, item.number
            yield from self._item(item, id_, inner)

    def _item(self, item: Item, id_: int, place: _Place) -> Iterator[str]:
        number = element("numPr", element("ilvl", val=min(place.depth - 1, 8)), element("numId", val=id_))
        first, rest = item.blocks[:1], item.blocks[1:]
        if first and isinstance(first[0], Paragraph):
            has_points = bool(rest) and isinstance(rest[0], ItemList)
            yield self._paragraph(first[0].content, place, number=number, keeps_next=has_points)
        else:
            rest = item.blocks
            yield self._paragraph((), place, number=number)
        for block in rest:
            yield from self._block(block, place)

    def _table(self, table: Table) -> Iterator[str]:
        if self._starts_page or self._follows_table:
            yield self._paragraph((), _Place())
        is_wide = is_landscape(table)
        width = (_LONG_SIDE if is_wide else _SHORT_SIDE) - 2 * _MARGIN
        widths = [round(share * width) for share in column_widths(table)]
        look = {"firstRow": 1, "lastRow": 0, "firstColumn": 0, "lastColumn": 0, "noHBand": 1, "noVBand": 1}
        properties = element(
            "tblPr",
            element("tblStyle", val="TableGrid"),
            element("bidiVisual") if self._base == "rtl" else "",
            element("tblW", w=sum(widths), type="dxa"),
            element("tblLayout", type="fixed"),
            element("tblLook", val="0620", **look),
            element("tblCaption", val=self._caption),
        )
        grid = element("tblGrid", *(element("gridCol", w=width) for width in widths))
        styles = ("SmallTableHeading", "SmallTableText") if is_small(table) else ("TableHeading", "TableText")
        columns = list(zip(widths, table.is_right, strict=True))
        header = self._row(table.header, columns, styles[0], is_header=True)
        yield element("tbl", properties, grid, header, *(self._row(row, columns, styles[1]) for row in table.rows))
        self._follows_table = True

    def _row(
        self, cells: Sequence[Content], columns: Sequence[tuple[int, bool]], style: str, *, is_header: bool = False
    ) -> str:
        """Return a row. Each column is given as its width, and as whether its texts are aligned to the right."""
        keep = element("cantSplit") if sum(map(length, cells)) <= LONG_ROW else ""
        repeat = element("tblHeader") if is_header else ""
        fill = element("shd", val="clear", color="auto", fill=HEADER_FILL) if is_header else ""
        written: list[str] = []
        for content, (width, is_right) in zip(cells, columns, strict=True):
            look = element("pPr", element("pStyle", val=style), element("jc", val="right") if is_right else "")
            paragraph = element("p", look, self._runs(content))
            written.append(element("tc", element("tcPr", element("tcW", w=width, type="dxa"), fill), paragraph))
        return element("tr", element("trPr", keep, repeat) if keep or repeat else "", *written)

    def _contents(self) -> Iterator[str]:
        """Yield the table of contents: links to the headings, in a field by which Word adds the page numbers."""
        depth = self._tree.contents_depth
        entries = [block for block in self._tree.blocks if isinstance(block, Heading) and 1 <= block.level <= depth]
        written: list[str] = []
        for number, heading in enumerate(entries):
            text = Links(self._bookmarks).link(f"#{heading.anchor}", self._plain(plain(heading.content)))
            start = end = ""
            if not number:
                instruction = element("instrText", f' TOC \\o "1-{depth}" \\h \\z \\u ', xml_space="preserve")
                start = field_mark("begin") + element("r", instruction) + field_mark("separate")
            if number == len(entries) - 1:
                end = field_mark("end")
            written.append(_styled(f"TOC{heading.level}", start, text, end))
        page, _ = self._spacing()
        title = element(
            "p", element("pPr", element("pStyle", val="TOCHeading"), page), self._plain(gettext("Contents"))
        )
        kind = element("docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique"))
        yield element("sdt", element("sdtPr", kind), element("sdtContent", title, *written))

    def _section(self, *, is_landscape: bool) -> str:
        sides = (_LONG_SIDE, _SHORT_SIDE) if is_landscape else (_SHORT_SIDE, _LONG_SIDE)
        header = element("headerReference", type="default", r_id="header1") if self._about.audience_note else ""
        margins = {"top": _MARGIN, "right": _MARGIN, "bottom": _MARGIN, "left": _MARGIN}
        return element(
            "sectPr",
            header,
            element("footerReference", type="default", r_id="footer1"),
            element("pgSz", w=sides[0], h=sides[1], orient="landscape" if is_landscape else None),
            element("pgMar", **margins, header=_EDGE, footer=_EDGE, gutter=0),
            element("bidi") if self._base == "rtl" else "",
        )

    def _footer(self) -> str:
        title, switch, one = self._plain(f"{self._about.title} · "), number_format().switch, in_digits("1")
        return _styled(
            "Footer", title, field(f" PAGE {switch}", one), plain_run(" / "), field(f" NUMPAGES {switch}", one)
        )

    def _settings(self) -> str:
        uri = "http://schemas.microsoft.com/office/word"
        tag, form = language_tag(self._about.language), number_format().name
        numbers = [element("numFmt", val=form)] if form != "decimal" else []
        return root(
            "settings",
            element("zoom", percent=100),
            element("defaultTabStop", val=INDENT),
            element("footnotePr", *numbers, element("footnote", id=-1), element("footnote", id=0)),
            element("compat", element("compatSetting", name="compatibilityMode", uri=uri, val=15)),
            element("themeFontLang", val=escape_text(tag)),
        )


def _styled(style: str, *content: str) -> str:
    return element("p", element("pPr", element("pStyle", val=style)), *content)
