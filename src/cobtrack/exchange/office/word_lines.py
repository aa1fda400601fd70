"""Read a Word document as lines of text, with automatic numbers and footnotes, and which of them are headings."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.office.word import (
    attribute,
    blocks,
    child,
    find_outermost,
    is_on,
    local_name,
    open_document,
    paragraph_texts,
    part_root,
    visible_text,
)
from cobtrack.exchange.office.word_numbering import NumberCounters
from cobtrack.exchange.office.word_styles import EMPHASIS, Style, Styles

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_BODY_TEXT = "9"
"""The outline level of lines that are not headings."""
_MAX_LINES, _MAX_TABLE_LENGTH, _MAX_FOOTNOTE_LENGTH = 20_000, 20_000, 2_000
_ITEM = re.compile(r"\s*\(([a-z])\)")


@dataclass(frozen=True)
class Line:
    """A paragraph, a row of lettered items, or the whole text of another table, a text box or a page header."""

    text: str
    """It begins with the automatic number and a tab, if there is one."""
    is_heading: bool = False
    """Whether it has the style of a heading, or is bold, underlined or italic throughout."""
    number_format: str = ""
    """The format of its automatic number: decimal, lowerLetter, lowerRoman, bullet, …"""
    footnotes: tuple[str, ...] = ()
    """The texts of its footnotes."""
    kind: Literal["paragraph", "table", "box", "page header"] = "paragraph"


def read_lines(path: Path) -> list[Line]:
    """Return the lines of the body in their order, then those of the page headers.

    Raises ImportFormatError if there are too many, and the errors of `open_document`.
    """
    document = open_document(path)
    parts = defaultdict(list)
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in {"styles", "numbering", "footnotes", "header"}:
            parts[kind].append(part_root(relation.target_part))
    lines: list[Line] = []
    for line in _LineReader(parts).lines(document.element.body):
        if len(lines) == _MAX_LINES:
            raise ImportFormatError(
                f"it has more than {_MAX_LINES:,} lines", "import Concluding Observations, which have a few hundred"
            )
        lines.append(line)
    headers = (text for part in parts["header"] for text in paragraph_texts(part, _MAX_TABLE_LENGTH))
    return [*lines, *(Line(text, kind="page header") for text in headers)]


class _LineReader:
    """The styles, footnotes and number counters that lines refer to."""

    def __init__(self, parts: dict[str, list[Any]]) -> None:
        self.styles = Styles([node for part in parts["styles"] for node in part])
        self.counters = NumberCounters([node for part in parts["numbering"] for node in part], self.styles)
        self.footnotes = {
            attribute(note, "id"): " ".join(" ".join(paragraph_texts(note, _MAX_FOOTNOTE_LENGTH)).split())
            for part in parts["footnotes"]
            for note in part
        }

    def lines(self, body: Any) -> Iterator[Line]:
        """Yield the lines of a body.

        If a tracked change deleted the end of a paragraph, it goes on in the next one, and both are one line.
        """
        unfinished: list[Line] = []
        for node in blocks(body):
            if local_name(node) == "tbl":
                yield from _table_lines(node)
                continue
            continues = any(is_on(child(node, "pPr", "rPr"), change) for change in ("del", "moveFrom"))
            is_deleted = continues and not visible_text(node).strip()
            line = self._line(node, is_numbered=not unfinished and not is_deleted)
            if line.text.strip() or not (unfinished or continues):
                unfinished.append(line)
            if unfinished and not continues:
                yield _joined(unfinished)
                unfinished = []
            for box in find_outermost(node, "txbxContent", "Fallback"):
                yield Line("\n".join(paragraph_texts(box, _MAX_TABLE_LENGTH)), kind="box")
        if unfinished:
            yield _joined(unfinished)

    def _line(self, node: Any, *, is_numbered: bool) -> Line:
        """Return a paragraph as a line, and count its automatic number if it has one in the accepted text."""
        style = self.styles.get(attribute(child(node, "pPr", "pStyle")))
        number_format, label = self.counters.label(node, style) if is_numbered else ("", "")
        text = visible_text(node)
        if label and text.strip():
            text = f"{label}\t{text}"
        references = (attribute(element, "id") for element in node.iter() if local_name(element) == "footnoteReference")
        # Word refers to a footnote in one place only.
        footnotes = tuple(filter(None, (self.footnotes.pop(reference, "") for reference in references)))
        return Line(text, self._is_heading(node, style), number_format, footnotes)

    def _is_heading(self, node: Any, style: Style) -> bool:
        own_outline = child(node, "pPr", "outlineLvl")
        outline = style.outline if own_outline is None else attribute(own_outline)
        if style.is_heading or outline not in {None, _BODY_TEXT}:
            return True
        runs = [run for run in find_outermost(node, "r") if visible_text(run).strip()]
        return bool(runs) and any(all(self._is_emphasized(run, style, name) for run in runs) for name in EMPHASIS)

    def _is_emphasized(self, run: Any, style: Style, name: str) -> bool:
        """Whether a run is bold, underlined or italic: by itself, or else by its style, or else by the line's style."""
        run_style = self.styles.get(attribute(child(run, "rPr", "rStyle")))
        switches = (is_on(child(run, "rPr"), name), run_style.emphasis.get(name), style.emphasis.get(name))
        return next((switch for switch in switches if switch is not None), False)


def _table_lines(node: Any) -> Iterator[Line]:
    """Yield the rows of a table if they are lettered items of the paragraph before it, else the table as one line."""
    rows = [row for row in find_outermost(node, "tr") if not is_on(child(row, "trPr"), "del")]
    texts = ["\t".join(paragraph_texts(row, _MAX_TABLE_LENGTH)) for row in rows]
    letters = [match[1] if (match := _ITEM.match(text)) else "" for text in texts]
    has_footnotes = bool(find_outermost(node, "footnoteReference"))
    if len(letters) > 1 and letters == list(ascii_lowercase[: len(letters)]) and not has_footnotes:
        yield from map(Line, texts)
    else:
        yield Line("\n".join(paragraph_texts(node, _MAX_TABLE_LENGTH)), kind="table")


def _joined(lines: list[Line]) -> Line:
    """Return lines that are one paragraph as one line."""
    first = lines[0]
    if len(lines) == 1:
        return first
    footnotes = tuple(note for line in lines for note in line.footnotes)
    is_heading = all(line.is_heading for line in lines)
    return Line("".join(line.text for line in lines), is_heading, first.number_format, footnotes)
