"""The parts of a document: headings, paragraphs, lists, tables, quotes, page breaks, and the texts in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from cobtrack.model.languages.marks import in_language

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text with one style."""

    text: str
    is_bold: bool = False
    is_italic: bool = False
    target: str = ""
    """The address that the text links to, `#anchor` for a heading of the document, or "" if the text is no link."""
    language: str = ""
    """The code of the language, if it is another language than that of the document."""


@dataclass(frozen=True, slots=True)
class LineBreak:
    """The end of a line within a paragraph."""


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark that refers to a footnote."""

    name: str


@dataclass(frozen=True, slots=True)
class Picture:
    """A small picture in a line, which says nothing that the words beside it do not say."""

    name: str


Inline: TypeAlias = Text | LineBreak | NoteMark | Picture
Content: TypeAlias = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading. The title of the document has level 0."""

    level: int
    content: Content
    anchor: str = ""
    """The name by which links refer to the heading. No two headings have the same name."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph."""

    content: Content


@dataclass(frozen=True, slots=True)
class Item:
    """An item of a list."""

    blocks: tuple[Block, ...]
    number: int | None = None
    """The number of the item as it was written, or None in a list with bullets."""


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list with bullets or with numbers."""

    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table. Its first row is the header. All rows have the same number of cells."""

    header: tuple[Content, ...]
    rows: tuple[tuple[Content, ...], ...]
    is_right: tuple[bool, ...]
    """For each column, whether its texts are aligned to the right."""


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation, set apart from the text."""

    blocks: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """The end of a page."""


Block: TypeAlias = Heading | Paragraph | ItemList | Table | Quote | PageBreak


@dataclass(frozen=True)
class Tree:
    """A document: its blocks, and its footnotes by name."""

    blocks: tuple[Block, ...]
    notes: dict[str, tuple[Block, ...]] = field(default_factory=dict)
    pictures: dict[str, str] = field(default_factory=dict)
    """The SVG of each picture, by name. Pictures that are missing here are not shown."""

    @property
    def picture_names(self) -> list[str]:
        """The names of the pictures in the document, sorted."""
        parts = (part for block in self.blocks for content in contents(block) for part in content)
        return sorted({part.name for part in parts if isinstance(part, Picture)})

    @property
    def title(self) -> str:
        """The title of the document as plain text, or "" if it has none."""
        return plain(self.heading.content) if self.heading else ""

    @property
    def marked_title(self) -> str:
        """The title of the document as plain text, with marks at words in another language than the document's."""
        parts = (part for part in self.heading.content if isinstance(part, Text)) if self.heading else ()
        return "".join(in_language(part.text, part.language) if part.language else part.text for part in parts)

    @property
    def heading(self) -> Heading | None:
        """The first heading, if there is any."""
        return next((block for block in self.blocks if isinstance(block, Heading)), None)

    @property
    def anchors(self) -> frozenset[str]:
        """The names of all headings, to which links can refer."""
        return frozenset(block.anchor for block in self.blocks if isinstance(block, Heading))

    @property
    def needs_contents(self) -> bool:
        """Whether the document is so long that its readers need a table of contents."""
        sections = sum(isinstance(block, Heading) and block.level == 1 for block in self.blocks)
        return sections >= _SECTIONS_WITH_CONTENTS and self._length >= _LENGTH_WITH_CONTENTS

    @property
    def contents_depth(self) -> int:
        """The lowest level of headings in the table of contents."""
        entries = sum(isinstance(block, Heading) and 1 <= block.level <= 2 for block in self.blocks)
        return 2 if entries <= _MAX_ENTRIES else 1

    @property
    def _length(self) -> int:
        return sum(length(content) for block in self.blocks for content in contents(block))


_SECTIONS_WITH_CONTENTS = 4
_LENGTH_WITH_CONTENTS = 12_000
"""The number of characters of about five pages."""
_SHORT_PARAGRAPH = 400
"""The number of characters of about four lines."""
_MAX_ENTRIES = 40


def plain(content: Content) -> str:
    """Return the words of a content, without style and without the marks of footnotes."""
    words = "".join(
        part.text if isinstance(part, Text) else " " if isinstance(part, LineBreak) else "" for part in content
    )
    return " ".join(words.split())


def link_target(part: Inline) -> str:
    """Return the address that a part of a content links to, or "" if it is no link."""
    return part.target if isinstance(part, Text) else ""


def length(content: Content) -> int:
    """Return the number of characters of a content."""
    return sum(len(part.text) for part in content if isinstance(part, Text))


def introductions(blocks: Sequence[Block]) -> Iterator[tuple[Block, bool]]:
    """Yield each block, and whether it introduces the list or table that follows, so both have to be on one page.

    A paragraph introduces it if all of it is bold, if it ends in a colon, or if it is short and follows a heading.
    """
    for previous, block, following in zip((None, *blocks), blocks, (*blocks[1:], None), strict=False):
        if not isinstance(block, Paragraph) or not isinstance(following, ItemList | Table):
            yield block, False
            continue
        is_bold = all(part.is_bold for part in block.content if isinstance(part, Text))
        is_below_heading = isinstance(previous, Heading) and length(block.content) < _SHORT_PARAGRAPH
        yield block, is_bold or is_below_heading or plain(block.content).endswith(":")


def contents(block: Block) -> Iterator[Content]:
    """Yield the contents of a block and of the blocks in it."""
    if isinstance(block, Heading | Paragraph):
        yield block.content
    elif isinstance(block, Table):
        for row in (block.header, *block.rows):
            yield from row
    elif isinstance(block, ItemList):
        for item in block.items:
            for inner in item.blocks:
                yield from contents(inner)
    elif isinstance(block, Quote):
        for inner in block.blocks:
            yield from contents(inner)
