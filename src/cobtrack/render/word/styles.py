"""The styles of Word files: fonts, sizes, colours and distances."""

from __future__ import annotations

from typing import NamedTuple

from cobtrack.model.languages.phrases import direction
from cobtrack.render.tree.scripts import SCRIPTS, language_tag, script_of
from cobtrack.render.word.xml import element, escape_text, root

FONT = "Arial"
_SCRIPT_FONTS = tuple(dict.fromkeys(script.fonts[0] for script in SCRIPTS))
_DARK, _LINK, _GREY, _LINES = "1F3864", "0B5394", "595959", "A6A6A6"
HEADER_FILL = "E4EBF4"
"""The background colour of the header of a table."""


class _Style(NamedTuple):
    """A style of paragraphs. Sizes are in points, distances in twentieths of a point."""

    id: str
    name: str
    """The name as Word knows it."""
    size: float
    color: str = ""
    is_bold: bool = False
    is_italic: bool = False
    before: int = 0
    after: int = 0
    left: int = 0
    hanging: int = 0
    keeps_next: bool = False
    level: int | None = None
    """The level of a heading, from 0."""
    based_on: str = "Normal"
    line: int = 0
    """The height of lines in 240ths, or 0 for the height of other paragraphs."""

    def enlarged(self) -> _Style:
        """Return the style for a document with large letters."""
        size = max(self.size * _LARGE / _SIZE, _LARGE)
        before, after = (round(distance * _LARGE / _SIZE) for distance in (self.before, self.after))
        return self._replace(size=size, before=before, after=after)


_SIZE, _LARGE = 10, 14
_AFTER, _LINE, _LARGE_LINE, _STACKED_LINE = 90, 257, 276, 240
"""The distance between paragraphs, and heights of lines: fonts for letters that are stacked have high lines already."""
_HEADING_SIZES = (14.5, 12, 10.5, 10, 10, 10)
_STYLES = (
    _Style("Title", "Title", 22, _DARK, is_bold=True, after=160, keeps_next=True),
    *(
        _Style(f"Heading{at + 1}", f"heading {at + 1}", size, _DARK, is_bold=True, is_italic=at > 2,
               before=(280, 200, 150)[min(at, 2)], after=(100, 80, 60)[min(at, 2)], keeps_next=True, level=at)
        for at, size in enumerate(_HEADING_SIZES)
    ),
    _Style("TOCHeading", "TOC Heading", 12, _DARK, is_bold=True, before=200, after=80, keeps_next=True),
    _Style("TOC1", "toc 1", _SIZE, after=40),
    _Style("TOC2", "toc 2", 10, after=20, left=284),
    _Style("ListParagraph", "List Paragraph", _SIZE, after=50),
    _Style("Quote", "Quote", _SIZE, after=120, left=567),
    _Style("TableText", "Table Text", 9, before=30, after=30, line=245),
    _Style("TableHeading", "Table Heading", 9, _DARK, is_bold=True, before=30, after=30, keeps_next=True, line=245),
    _Style("SmallTableText", "Small Table Text", 8, based_on="TableText", before=30, after=30, line=245),
    _Style("SmallTableHeading", "Small Table Heading", 8, _DARK, is_bold=True, before=30, after=30, keeps_next=True,
           based_on="TableHeading", line=245),
    _Style("FootnoteText", "footnote text", 8.5, after=30, left=198, hanging=198, line=240),
    _Style("Header", "header", 9, _GREY, after=0),
    _Style("Footer", "footer", 9, _GREY, after=0),
)  # fmt: skip


def styles_part(language: str, *, is_large: bool = False) -> str:
    """Return the part with the styles, for documents whose main language has this code.

    The smallest letters of a document with large letters have 14 points.
    """
    normal = _Style("Normal", "Normal", _SIZE, after=_AFTER)
    normal, *styles = (style.enlarged() if is_large else style for style in (normal, *_STYLES))
    tag = language_tag(language)
    script = script_of(language)
    line = (_STACKED_LINE if script else _LARGE_LINE) if is_large else _LINE
    is_rtl = direction(language) == "rtl"
    is_complex = is_rtl or script is not None
    # The first language is for Latin letters, the second for letters that have to be shaped or run from right to left.
    languages = {"val": language_tag("en") if is_complex else tag, "bidi": tag if is_complex else None}
    complex_font = script.fonts[0] if script else FONT if is_rtl else _SCRIPT_FONTS[0]
    fonts = element("rFonts", ascii=FONT, hAnsi=FONT, eastAsia=FONT, cs=complex_font)
    defaults = element(
        "docDefaults",
        element("rPrDefault", element("rPr", fonts, *_sizes(normal.size), element("lang", **languages))),
        element("pPrDefault", element("pPr", element("spacing", after=normal.after, line=line, lineRule="auto"))),
    )
    return root(
        "styles",
        defaults,
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        f"{element('pPr', element('bidi')) if is_rtl else ''}</w:style>",
        '<w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont">'
        '<w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style>',
        *map(_paragraph_style, styles),
        _character_style("FootnoteReference", "footnote reference", element("vertAlign", val="superscript")),
        _character_style("Hyperlink", "Hyperlink", element("color", val=_LINK) + element("u", val="single")),
        _table_styles(),
    )


def _sizes(points: float) -> tuple[str, str]:
    half_points = round(points * 2)
    return element("sz", val=half_points), element("szCs", val=half_points)


def _paragraph_style(style: _Style) -> str:
    lines = {"line": style.line, "lineRule": "auto"} if style.line else {}
    paragraph = [
        element("keepNext") if style.keeps_next else "",
        element("keepLines") if style.level is not None else "",
        element("spacing", before=style.before, after=style.after, **lines),
        element("ind", left=style.left, hanging=style.hanging or None) if style.left else "",
        element("outlineLvl", val=style.level) if style.level is not None else "",
    ]
    run = [
        element("b") + element("bCs") if style.is_bold else "",
        element("i") + element("iCs") if style.is_italic else "",
        element("color", val=style.color) if style.color else "",
        *_sizes(style.size),
    ]
    return element(
        "style",
        element("name", val=style.name),
        element("basedOn", val=style.based_on),
        element("next", val="Normal") if style.keeps_next else "",
        element("qFormat"),
        element("pPr", *paragraph),
        element("rPr", *run),
        type="paragraph",
        styleId=style.id,
    )


def _character_style(id_: str, name: str, look: str) -> str:
    based = element("basedOn", val="DefaultParagraphFont")
    return element("style", element("name", val=name), based, element("rPr", look), type="character", styleId=id_)


def _table_styles() -> str:
    margins = element(
        "tblCellMar",
        element("top", w=0, type="dxa"),
        element("left", w=85, type="dxa"),
        element("bottom", w=0, type="dxa"),
        element("right", w=85, type="dxa"),
    )
    borders = element(
        "tblBorders",
        *(
            element(side, val="single", sz=4, space=0, color=_LINES)
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        ),
    )
    normal = element("name", val="Normal Table") + element("uiPriority", val=99) + element("semiHidden")
    grid = element("name", val="Table Grid") + element("basedOn", val="TableNormal")
    return (
        f'<w:style w:type="table" w:default="1" w:styleId="TableNormal">{normal}{element("tblPr", margins)}</w:style>'
        f'<w:style w:type="table" w:styleId="TableGrid">{grid}{element("tblPr", borders, margins)}</w:style>'
    )


def font_table_part() -> str:
    """Return the part that lists the fonts and their replacements on computers without them."""
    fonts = [element("font", element("family", val="swiss"), name=FONT)]
    for script in SCRIPTS:
        first, *others = script.fonts
        replacements = element("altName", val=escape_text(",".join(others))) if others else ""
        fonts.append(element("font", replacements, element("family", val="auto"), name=first))
    return root("fonts", *dict.fromkeys(fonts))
