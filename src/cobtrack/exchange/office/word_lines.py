"""Read a Word document as lines of text with automatic numbers and footnotes, and recognize the headings."""

from __future__ import annotations

import re
from collections import defaultdict
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.office.lines import MAX_LINES, Line, too_many_lines
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
_MAX_TABLE_LENGTH, _MAX_FOOTNOTE_LENGTH = 20_000, 2_000
_ITEM = re.compile(r"\s*\(([a-z])\)")


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a document's body in order, then the lines of its page headers.

    Raises ImportFormatError if there are too many lines. Also raises everything that `open_document` raises.
    """
    document = open_document(path)
    parts = defaultdict(list)
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in {"styles", "numbering", "footnotes", "header"}:
            parts[kind].append(part_root(relation.target_part))
    lines: list[Line] = []
    for line in _LineReader(parts).lines(document.element.body):
        if len(lines) == MAX_LINES:
            raise too_many_lines()
        lines.append(line)
    headers = (text for part in parts["header"] for text in paragraph_texts(part, _MAX_TABLE_LENGTH))
    return [*lines, *(Line(text, kind="page header") for text in headers)]


class _LineReader:
    """Reads lines with the help of the document's styles, footnotes and number counters."""

    def __init__(self, parts: dict[str, list[Any]]) -> None:
        self.styles = Styles([node for part in parts["styles"] for node in part])
        self.counters = NumberCounters([node for part in parts["numbering"] for node in part], self.styles)
        self.footnotes = {
            attribute(note, "id"): " ".join(" ".join(paragraph_texts(note, _MAX_FOOTNOTE_LENGTH)).split())
            for part in parts["footnotes"]
            for note in part
        }

    def lines(self, body: Any) -> Iterator[Line]:
        """Yield the lines in the body of a document.

        If a tracked change deleted the end of a paragraph, this paragraph and the next paragraph form one line.
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
        """Return a paragraph as a line.

        If `is_numbered` is true, count the paragraph in its list and put its automatic number before its text.
        """
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
        """Return whether a run of text has the emphasis `name` (bold, underlined or italic).

        The run's own setting is used first. If it is missing, the setting in the run's style is used. If this is also
        missing, the setting in the line's style is used.
        """
        run_style = self.styles.get(attribute(child(run, "rPr", "rStyle")))
        switches = (is_on(child(run, "rPr"), name), run_style.emphasis.get(name), style.emphasis.get(name))
        return next((switch for switch in switches if switch is not None), False)


def _table_lines(node: Any) -> Iterator[Line]:
    """Yield each row of a table as a line if the rows are lettered items without footnotes.

    Otherwise yield the whole table as one line.
    """
    rows = [row for row in find_outermost(node, "tr") if not is_on(child(row, "trPr"), "del")]
    texts = ["\t".join(paragraph_texts(row, _MAX_TABLE_LENGTH)) for row in rows]
    letters = [match[1] if (match := _ITEM.match(text)) else "" for text in texts]
    has_footnotes = bool(find_outermost(node, "footnoteReference"))
    if len(letters) > 1 and letters == list(ascii_lowercase[: len(letters)]) and not has_footnotes:
        yield from map(Line, texts)
    else:
        yield Line("\n".join(paragraph_texts(node, _MAX_TABLE_LENGTH)), kind="table")


def _joined(lines: list[Line]) -> Line:
    """Join lines that belong to the same paragraph into one line."""
    first = lines[0]
    if len(lines) == 1:
        return first
    footnotes = tuple(note for line in lines for note in line.footnotes)
    is_heading = all(line.is_heading for line in lines)
    return Line("".join(line.text for line in lines), is_heading, first.number_format, footnotes)
