"""The footnotes of a Word file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cobtrack.render.tree.nodes import contents
from cobtrack.render.word.runs import field, runs
from cobtrack.render.word.xml import element, root

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cobtrack.render.tree.nodes import Block
    from cobtrack.render.word.runs import Links

_STYLE = element("rPr", element("rStyle", val="FootnoteReference"))
_FIRST_BOOKMARK = 100_000
"""The ids of bookmarks are numbers. Those of headings are lower."""


class Notes:
    """The footnotes of one document, numbered in the order of the marks that refer to them.

    `texts` has the blocks of each footnote, by name. Footnotes are part of a separate file with its own `links`.
    """

    def __init__(self, texts: Mapping[str, tuple[Block, ...]], links: Links) -> None:
        self._texts = texts
        self._links = links
        self._numbers: dict[str, int] = {}

    def mark(self, name: str) -> str:
        """Return the runs of a mark. A second mark of the same footnote refers to the number of the first mark."""
        if name not in self._texts:
            return ""
        bookmark = f"_Note{self._numbers.get(name, len(self._numbers) + 1)}"
        if name in self._numbers:
            return field(f" NOTEREF {bookmark} \\f \\h ", str(self._numbers[name]), _STYLE)
        number = self._numbers[name] = len(self._numbers) + 1
        id_ = _FIRST_BOOKMARK + number
        mark = element("r", _STYLE, element("footnoteReference", id=number))
        return element("bookmarkStart", id=id_, name=bookmark) + mark + element("bookmarkEnd", id=id_)

    def part(self) -> str:
        """Return the part with the texts of the footnotes."""
        separators = [_separator(-1, "separator"), _separator(0, "continuationSeparator")]
        notes = (element("footnote", self._note(name), id=number) for name, number in self._numbers.items())
        return root("footnotes", *separators, *notes)

    def _note(self, name: str) -> str:
        style = element("pPr", element("pStyle", val="FootnoteText"))
        number = element("r", _STYLE, element("footnoteRef")) + element("r", element("t", " ", xml_space="preserve"))
        paragraphs: list[str] = []
        for block in self._texts[name]:
            for content in contents(block):
                # A footnote cannot have footnotes.
                text = runs(content, self._links, lambda _: "")
                paragraphs.append(element("p", style, number if not paragraphs else "", text))
        return "".join(paragraphs) or element("p", style, number)


def _separator(id_: int, kind: str) -> str:
    spacing = element("pPr", element("spacing", after=0, line=240, lineRule="auto"))
    return element("footnote", element("p", spacing, element("r", element(kind))), id=id_, type=kind)
