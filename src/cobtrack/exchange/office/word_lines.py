"""Word documents as lines of text, each with its automatic number, its footnotes and whether it is a heading."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from string import ascii_lowercase
from typing import TYPE_CHECKING, Any, Literal

from cobtrack.exchange.incoming import ImportFormatError
from cobtrack.exchange.office.styles import SET_APART, Style, Styles
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
from cobtrack.exchange.office.word_numbering import Numbers

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_NO_HEADING = "9"
"""The outline level of body text."""
_MOST, _LONGEST_TABLE, _LONGEST_NOTE = 20_000, 20_000, 2_000

_ITEM = re.compile(r"\s*\(([a-z])\)")


@dataclass(frozen=True)
class Line:
    """A paragraph, or all the text of a table or a text box."""

    text: str
    """With its automatic number and a tab in front."""
    is_heading: bool = False
    """Whether it is set as a heading: bold, underlined or italic throughout, or in the style of one."""
    number_format: str = ""
    """The format of its automatic number: decimal, lowerLetter, lowerRoman, bullet, …"""
    footnotes: tuple[str, ...] = ()
    """The texts of its footnotes."""
    kind: Literal["paragraph", "table", "box", "page header"] = "paragraph"


def read_lines(path: Path) -> list[Line]:
    """The lines of the body in their order, then those of the page headers; UnreadableError where they are too many."""
    document = open_document(path)
    parts = defaultdict(list)
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in {"styles", "numbering", "footnotes", "header"}:
            parts[kind].append(part_root(relation.target_part))
    lines: list[Line] = []
    for line in _Reader(parts).lines(document.element.body):
        if len(lines) == _MOST:
            raise ImportFormatError(f"it has over {_MOST} lines", "Concluding Observations have some hundreds")
        lines.append(line)
    headers = (text for part in parts["header"] for text in paragraph_texts(part, _LONGEST_TABLE))
    return [*lines, *(Line(text, kind="page header") for text in headers)]


def _of_table(node: Any) -> Iterator[Line]:
    """The lines of a table: the rows where they are the lettered items of the paragraph before it, else all as one."""
    rows = [row for row in find_outermost(node, "tr") if not is_on(child(row, "trPr"), "del")]
    found = ["\t".join(paragraph_texts(row, _LONGEST_TABLE)) for row in rows]
    signs = [match[1] if (match := _ITEM.match(one)) else "" for one in found]
    is_noted = bool(find_outermost(node, "footnoteReference"))
    if len(signs) > 1 and signs == list(ascii_lowercase[: len(signs)]) and not is_noted:
        yield from map(Line, found)
    else:
        yield Line("\n".join(paragraph_texts(node, _LONGEST_TABLE)), kind="table")


def _joined(lines: list[Line]) -> Line:
    """A line that goes on in others, as where the end of a paragraph was deleted in a tracked change."""
    first = lines[0]
    if len(lines) == 1:
        return first
    text, notes = "".join(one.text for one in lines), tuple(note for one in lines for note in one.footnotes)
    return Line(text, all(one.is_heading for one in lines), first.number_format, notes)


class _Reader:
    """The styles, footnotes and counters that a line needs beside its own text."""

    def __init__(self, parts: dict[str, list[Any]]) -> None:
        self.styles = Styles([one for part in parts["styles"] for one in part])
        self.numbers = Numbers([one for part in parts["numbering"] for one in part], self.styles)
        notes = (one for part in parts["footnotes"] for one in part)
        self.notes = {
            attribute(one, "id"): " ".join(" ".join(paragraph_texts(one, _LONGEST_NOTE)).split()) for one in notes
        }

    def lines(self, body: Any) -> Iterator[Line]:
        held: list[Line] = []
        for node in blocks(body):
            if local_name(node) == "tbl":
                yield from _of_table(node)
                continue
            goes_on = any(is_on(child(node, "pPr", "rPr"), how) for how in ("del", "moveFrom"))
            line = self.line(node, is_numbered=not (held or (goes_on and not visible_text(node).strip())))
            if line.text.strip() or not (held or goes_on):
                held.append(line)
            if held and not goes_on:
                yield _joined(held)
                held = []
            for box in find_outermost(node, "txbxContent", "Fallback"):
                yield Line("\n".join(paragraph_texts(box, _LONGEST_TABLE)), kind="box")
        if held:
            yield _joined(held)

    def line(self, node: Any, *, is_numbered: bool) -> Line:
        """A paragraph of Word. Without a number where a tracked change deleted all of it or the end before it."""
        style = self.styles.get(attribute(child(node, "pPr", "pStyle")))
        marker, label = self.numbers.label(node, style) if is_numbered else ("", "")
        shown = visible_text(node)
        text = f"{label}\t{shown}" if label and shown.strip() else shown
        marks = (attribute(one, "id") for one in node.iter() if local_name(one) == "footnoteReference")
        # Word refers to a footnote in one place.
        notes = tuple(filter(None, (self.notes.pop(mark, "") for mark in marks)))
        return Line(text, self.is_heading(node, style), marker, notes)

    def is_heading(self, node: Any, style: Style) -> bool:
        own = child(node, "pPr", "outlineLvl")
        outline = style.outline if own is None else attribute(own)
        if style.is_heading or outline not in {None, _NO_HEADING}:
            return True
        runs = [one for one in find_outermost(node, "r") if visible_text(one).strip()]
        return bool(runs) and any(all(self.is_set(run, style, how) for run in runs) for how in SET_APART)

    def is_set(self, run: Any, style: Style, how: str) -> bool:
        """Whether a run is set so: what it says itself counts before its own style, and that before the line's."""
        own = self.styles.get(attribute(child(run, "rPr", "rStyle")))
        said = (is_on(child(run, "rPr"), how), own.sets.get(how), style.sets.get(how))
        return next((one for one in said if one is not None), False)
