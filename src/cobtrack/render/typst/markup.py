"""Write a document in the language of typst.

Every text is written as a string, so nothing in it can act as markup or as code.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from cobtrack.model.languages.phrases import DIGITS, direction, gettext, in_digits
from cobtrack.model.text.escape import CONTROL
from cobtrack.render.tree.nodes import (
    Block,
    Content,
    Heading,
    ItemList,
    LineBreak,
    NoteMark,
    PageBreak,
    Paragraph,
    Picture,
    Quote,
    Table,
    Text,
    contents,
    introductions,
    length,
    link_target,
)
from cobtrack.render.tree.scripts import script_of, set_in, split_by_script
from cobtrack.render.tree.tables import LONG_ROW, column_widths, is_small, parts_by_orientation

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cobtrack.render.tree.about import About
    from cobtrack.render.tree.nodes import Inline, Tree
    from cobtrack.render.tree.scripts import Script

FONT = "Libertinus Serif"
"""A font that typst brings along, so that a document looks the same on all computers."""
_LOOK = """\
#set page(paper: "a4", margin: (x: 2.2cm, top: 2.2cm, bottom: 2.2cm))
#set par(leading: 0.62em, spacing: 0.9em)
#set list(indent: 0.3em, body-indent: 0.7em, spacing: 0.7em)
#set enum(indent: 0.3em, body-indent: 0.7em, spacing: 0.7em)
#set table(stroke: 0.5pt + rgb("#a6a6a6"), inset: (x: 4pt, y: 3.5pt), fill: (_, y) => if y == 0 { rgb("#e4ebf4") })
#show table: set text(size: 9pt)
#show table: set par(leading: 0.5em)
#show table.cell.where(y: 0): set text(weight: "bold", fill: rgb("#1f3864"))
#show title: set text(size: 21pt, fill: rgb("#1f3864"))
#show heading: set text(fill: rgb("#1f3864"))
#show heading: set block(above: 1.5em, below: 0.8em, sticky: true)
#show heading.where(level: 1): set text(size: 15pt)
#show heading.where(level: 2): set text(size: 12.5pt)
#show heading.where(level: 3): set text(size: 11pt)
#show link: set text(fill: rgb("#0b5394"))
#show outline.entry: set text(fill: black)
#show outline.entry: set block(above: 0.6em)
"""
_EDGES = "top-edge: 0.95em, bottom-edge: -0.35em"
"""The height of letters that are stacked."""
_STACKED = f"""\
#set text({_EDGES})
#set list(spacing: 0.7em)
#set enum(spacing: 0.7em)
#set par(leading: 0.45em, spacing: 0.8em)
#show table: set par(leading: 0.35em)
"""
"""The look of documents in a language with such letters: all lines have the same height."""
_LARGE = """\
#set text(size: 14pt)
#set list(spacing: 0.9em)
#set enum(spacing: 0.9em)
#show table: set text(size: 14pt)
#show footnote.entry: set text(size: 14pt)
#show title: set text(size: 26pt)
#show heading.where(level: 1): set text(size: 20pt)
#show heading.where(level: 2): set text(size: 17pt)
#show heading.where(level: 3): set text(size: 15pt)
"""
"""The look of documents with large letters."""


def write_typst(tree: Tree, about: About, marker: str) -> str:
    """Return a document in the language of typst. `marker` becomes a keyword of the PDF."""
    return _Writer(tree, about).write(marker)


class _Writer:
    def __init__(self, tree: Tree, about: About) -> None:
        self._tree, self._about, self._base = tree, about, direction(about.language)
        headings = [block for block in tree.blocks if isinstance(block, Heading)]
        self._labels = {heading.anchor: f"<heading-{number}>" for number, heading in enumerate(headings, 1)}
        self._notes: dict[str, str] = {}
        self._contents_shown = not tree.needs_contents

    def write(self, marker: str) -> str:
        about, day = self._about, self._about.day
        language, dir_ = about.language.partition("-")[0].lower(), ", dir: rtl" if self._base == "rtl" else ""
        properties = (
            f"#set document(title: {_string(about.title)}, author: {_string(about.author)},"
            f" description: {_string(about.subject)}, keywords: ({_string(marker)},),"
            f" date: datetime(year: {day.year}, month: {day.month}, day: {day.day}))\n"
        )
        parts = [
            properties,
            f"#set text(font: {_string(FONT)}, size: 10.5pt, lang: {_string(language)}{dir_})\n",
            _LOOK,
            _LARGE if about.is_large else "",
            _STACKED if script_of(about.language) else "",
            _numbers(),
            _pictures(self._tree.pictures),
            self._edges(),
        ]
        for part in parts_by_orientation(self._tree.blocks):
            inner = "".join(self._blocks(part.blocks))
            parts.append(f"#page(flipped: true)[\n{inner}]\n" if part.is_landscape else inner)
        return "".join(parts)

    def _edges(self) -> str:
        """Return the header of all pages, which says who the document is for, and their footer."""
        note = self._about.audience_note
        title = self._content((Text(f"{self._about.title} · "),))
        pages = _in_digits('(n, all) => str(n) + " / " + str(all)') or '"1 / 1"'
        number = f"#context counter(page).display({pages}, both: true)"
        grey = f'set text(size: {14 if self._about.is_large else 8.5}pt, fill: rgb("#595959"))'
        header = f"#set page(header: {{ {grey}; [#{_string(note)}] }})\n" if note else ""
        return f"{header}#set page(footer: {{ {grey}; [{title}{number}] }})\n\n"

    def _blocks(self, blocks: Sequence[Block]) -> Iterator[str]:
        for block, is_introduction in introductions(blocks):
            if isinstance(block, Heading) and block.level == 1 and not self._contents_shown:
                self._contents_shown = True
                yield f"#outline(title: [#{_string(gettext('Contents'))}], depth: {self._tree.contents_depth})\n\n"
            text = self._block(block)
            yield f"#block(sticky: true)[{text}]\n\n" if is_introduction else f"{text}\n\n"

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                text, label = self._content(block.content), self._labels[block.anchor]
                return f"#heading(level: {block.level})[{text}]{label}" if block.level else f"#title[{text}]"
            case Paragraph():
                return self._content(block.content)
            case ItemList():
                return self._list(block)
            case Table():
                return self._table(block)
            case Quote():
                return f"#quote(block: true)[{self._inner(block.blocks)}]"
            case PageBreak():
                return "#pagebreak(weak: true)"

    def _inner(self, blocks: Iterable[Block]) -> str:
        return "\n\n".join(map(self._block, blocks))

    def _list(self, items: ItemList) -> str:
        if all(item.number is None for item in items.items):
            return f"#list({', '.join(f'[{self._inner(item.blocks)}]' for item in items.items)})"
        written = (f"enum.item({item.number or 1})[{self._inner(item.blocks)}]" for item in items.items)
        return f"#enum({', '.join(written)})"

    def _table(self, table: Table) -> str:
        columns = ", ".join(f"{share * 100:.2f}fr" for share in column_widths(table))
        start, end = ("start", "end") if self._base == "rtl" else ("left", "right")
        sides = ", ".join(end if right else start for right in table.is_right)
        header = ", ".join(f"[{self._content(content)}]" for content in table.header)
        rows = "".join(f"  {self._row(row)},\n" for row in table.rows)
        written = f"#table(columns: ({columns},), align: ({sides},),\n  table.header({header}),\n{rows})"
        return f"#[#show table: set text(size: 7.8pt)\n{written}]" if is_small(table) else written

    def _row(self, cells: Sequence[Content]) -> str:
        # A row that does not fit on a page has to be split.
        is_split = "true" if sum(map(length, cells)) > LONG_ROW else "false"
        return ", ".join(f"table.cell(breakable: {is_split})[{self._content(content)}]" for content in cells)

    def _content(self, content: Content, *, is_note: bool = False) -> str:
        parts: list[str] = []
        for target, group in groupby(content, key=link_target):
            written = "".join(self._inline(part, is_note=is_note) for part in group)
            place = self._labels.get(target[1:]) if target.startswith("#") else target and _string(target)
            parts.append(f"#link({place})[{written}]" if place else written)
        return "".join(parts)

    def _inline(self, part: Inline, *, is_note: bool) -> str:
        if isinstance(part, LineBreak):
            return "#linebreak()"
        if isinstance(part, Picture):
            return f"#picture({_string(part.name)})" if part.name in self._tree.pictures else ""
        if isinstance(part, NoteMark):
            # A footnote cannot have footnotes.
            return "" if is_note else self._mark(part.name)
        words = set_in(part.text, part.language, self._base)
        text = "".join(_piece(text, script) for text, script in split_by_script(words))
        if part.language:
            # Without its direction, which would set the whole paragraph at the other side of the page.
            text = f"#text(lang: {_string(part.language.partition('-')[0])})[{text}]"
        if part.is_italic:
            text = f"#emph[{text}]"
        return f"#strong[{text}]" if part.is_bold else text

    def _mark(self, name: str) -> str:
        if name in self._notes:
            return f"#footnote({self._notes[name]})"
        if name not in self._tree.notes:
            return ""
        label = self._notes[name] = f"<note-{len(self._notes) + 1}>"
        paragraphs = [
            self._content(content, is_note=True) for block in self._tree.notes[name] for content in contents(block)
        ]
        text = "\n\n".join(paragraphs)
        return f"#footnote[{text}]{label}"


def _numbers() -> str:
    """Return how pages, items of lists and footnotes are numbered, if the language has digits of its own."""
    items, others = _in_digits('n => str(n) + "."'), _in_digits("n => str(n)")
    if not items:
        return ""
    return "".join(
        f"#set {name}(numbering: {numbering})\n"
        for name, numbering in (("page", others), ("footnote", others), ("enum", items))
    )


def _pictures(pictures: Mapping[str, str]) -> str:
    """Return the function that shows a picture in a line, given its name, and keeps it on the line of the next word."""
    if not pictures:
        return ""
    files = ", ".join(f"{_string(name)}: bytes({_string(svg)})" for name, svg in pictures.items())
    image = 'pdf.artifact(image(pictures.at(name), format: "svg", height: 1.25em))'
    return f"#let pictures = ({files},)\n#let picture(name) = box(baseline: 0.25em, {image}) + sym.space.nobreak\n"


def _in_digits(function: str) -> str:
    """Return a function of typst whose result has the digits of the language; "" if these are those of English."""
    digits = in_digits(DIGITS)
    if digits == DIGITS:
        return ""
    parameters, _, body = function.partition(" => ")
    return f'{parameters} => ({body}).replace(regex("[0-9]"), m => {_string(digits)}.clusters().at(int(m.text)))'


def _piece(text: str, script: Script | None) -> str:
    if script is None:
        return f"#{_string(text)}"
    # The fonts of the Noto family come first, because most others have no bold letters, and typst makes none.
    fonts = ", ".join(map(_string, sorted(script.fonts, key=lambda name: not name.startswith("Noto"))))
    language = script.language.partition("-")[0]
    look = f"lang: {_string(language)}, font: ({fonts}, {_string(FONT)}), {_EDGES}"
    return f"#text({look})[#{_string(text)}]"


def _string(text: str) -> str:
    """Return a text as a string of typst, in which only backslashes and quotes have a meaning."""
    escaped = CONTROL.sub("", text).replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'
