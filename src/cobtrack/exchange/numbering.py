"""Word documents as lines of text, with the numbers that Word itself puts before them.

Automatic numbers are not in the text of a .docx: they are worked out of its numbering.xml, as Word does when it shows
the document. Names of elements are compared without their namespace.
"""

from __future__ import annotations

import re
from collections import defaultdict
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal
from zipfile import ZipFile

from cobtrack.exchange.incoming import UnreadableError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST, _LARGEST_TOTAL, _MOST_MEMBERS = 50_000_000, 200_000_000, 10_000
_HINT = "a .doc or PDF file has to be saved as .docx first"
# What a paragraph holds that is not shown as its text: properties, deleted text, field codes, boxes, the older twin.
_NOT_TEXT = {"pPr", "rPr", "del", "moveFrom", "instrText", "delText", "txbxContent", "Fallback", "sdtPr"}
_SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HEADING_STYLE = re.compile(r"heading|title|_\s*h[\s_]", re.IGNORECASE)
_LEVELS = 9


@dataclass(frozen=True)
class Line:
    """A paragraph, or all the text of a table or a text box."""

    text: str
    """With its automatic number and a tab in front."""
    is_heading: bool = False
    """Whether it is set as a heading: bold throughout, or in the style of one."""
    marker: str = ""
    """The format of its automatic number: decimal, lowerLetter, lowerRoman, bullet, …"""
    notes: tuple[str, ...] = ()
    """The texts of its footnotes."""
    of: Literal["paragraph", "table", "box", "page header"] = "paragraph"


@contextmanager
def guarded() -> Iterator[None]:
    """Turn whatever a damaged or hostile document raises into an UnreadableError."""
    try:
        yield
    except (UnreadableError, ImportError):
        raise
    except OSError as error:
        raise UnreadableError(f"it cannot be read: {error.strerror or error}", _HINT) from error
    except Exception as error:
        raise UnreadableError("it is not a Word document, or is damaged", _HINT) from error


def open_document(path: Path) -> Any:
    """A document as python-docx has it. Refused where it would unpack to more than it can need, or has entities."""
    from docx import Document  # noqa: PLC0415

    # zipfile never unpacks more of a member than it declares.
    with ZipFile(path) as archive:
        sizes = [member.file_size for member in archive.infolist()]
    if max(sizes, default=0) > _LARGEST or sum(sizes) > _LARGEST_TOTAL or len(sizes) > _MOST_MEMBERS:
        raise UnreadableError(
            "it unpacks to more than a document can need", "save it again in Word, without its pictures"
        )
    document = Document(str(path))
    _refuse_entities(document.element)
    return document


def read_lines(path: Path) -> list[Line]:
    """The lines of the body in their order, then those of the page headers."""
    document = open_document(path)
    parts = defaultdict(list)
    for relation in document.part.rels.values():
        kind = relation.reltype.rpartition("/")[2]
        if not relation.is_external and kind in {"styles", "numbering", "footnotes", "header"}:
            parts[kind].append(_root(relation.target_part))
    reader = _Reader(parts)
    lines = list(reader.lines(document.element.body))
    headers = [node for part in parts["header"] for node in part.iter() if name_of(node) == "p"]
    return [*lines, *(Line(text_of(node), of="page header") for node in headers)]


def _root(part: Any) -> Any:
    from docx.oxml import parse_xml  # noqa: PLC0415

    root = part.element if hasattr(part, "element") else parse_xml(part.blob)
    _refuse_entities(root)
    return root


def _refuse_entities(root: Any) -> None:
    """They are never resolved; but Word writes none, and a text with one would lose its end without a word."""
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type declaration")


def name_of(node: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Any, *names: str) -> Any:
    """The element that a path of names leads to, or None."""
    for name in names:
        node = next((one for one in node if name_of(one) == name), None) if node is not None else None
    return node


def value(node: Any, name: str = "val") -> str:
    """An attribute by its name without namespace; empty where there is none."""
    found = (text for key, text in node.attrib.items() if key.rpartition("}")[2] == name) if node is not None else ()
    return next(iter(found), "")


def text_of(node: Any) -> str:
    """What is shown of a paragraph, with tabs and line breaks; deleted and hidden text is not."""
    return "".join(_pieces(node))


def _pieces(node: Any) -> Iterator[str]:
    for one in node:
        name = name_of(one)
        if name == "t":
            yield one.text or ""
        elif name in _SHOWN:
            yield _SHOWN[name]
        elif name not in _NOT_TEXT and not (name == "r" and _is_on(child(one, "rPr"), "vanish")):
            yield from _pieces(one)


def _is_on(properties: Any, name: str) -> bool | None:
    """What a switch such as bold says; None where it says nothing."""
    switch = child(properties, name) if properties is not None else None
    return None if switch is None else value(switch) not in {"0", "false", "off"}


def blocks(node: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or a cell, also those inside content controls."""
    for one in node:
        if name_of(one) in {"p", "tbl"}:
            yield one
        elif name_of(one) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from blocks(one)


def _all_text(node: Any) -> str:
    return "\n".join(filter(str.strip, (text_of(one) for one in node.iter() if name_of(one) == "p")))


class _Reader:
    """The styles, footnotes and counters that a line needs beside its own text."""

    def __init__(self, parts: dict[str, list[Any]]) -> None:
        self.styles = {value(one, "styleId"): one for part in parts["styles"] for one in part}
        notes = [one for part in parts["footnotes"] for one in part]
        self.notes = {value(one, "id"): " ".join(_all_text(one).split()) for one in notes}
        self.numbers = _Numbers([one for part in parts["numbering"] for one in part], self.styles)

    def lines(self, body: Any) -> Iterator[Line]:
        for node in blocks(body):
            if name_of(node) == "tbl":
                yield Line(_all_text(node), of="table")
                continue
            style = _chain(self.styles, value(child(node, "pPr", "pStyle")))
            marker, label = self.numbers.label(node, style)
            shown = text_of(node)
            text = f"{label}\t{shown}" if label and shown.strip() else shown
            marks = (value(one, "id") for one in node.iter() if name_of(one) == "footnoteReference")
            notes = tuple(self.notes.get(mark, "") for mark in marks)
            yield Line(text, self.is_heading(node, style), marker, tuple(filter(None, notes)))
            for box in node.iter():
                if name_of(box) == "txbxContent" and not any(name_of(up) == "Fallback" for up in box.iterancestors()):
                    yield Line(_all_text(box), of="box")

    def is_heading(self, node: Any, style: list[Any]) -> bool:
        levels = [child(one, "pPr", "outlineLvl") for one in (node, *style)]
        outline = next((value(one) for one in levels if one is not None), str(_LEVELS))
        if outline != str(_LEVELS) or any(_HEADING_STYLE.search(value(child(one, "name"))) for one in style):
            return True
        runs = [one for one in node.iter() if name_of(one) == "r" and text_of(one).strip()]
        return bool(runs) and all(self.is_bold(run, style) for run in runs)

    def is_bold(self, run: Any, style: list[Any]) -> bool:
        own = _chain(self.styles, value(child(run, "rPr", "rStyle")))
        said = (_is_on(child(one, "rPr"), "b") for one in (run, *own, *style))
        return next((one for one in said if one is not None), False)


def _chain(styles: dict[str, Any], style: str) -> list[Any]:
    """A style and those that it is based on."""
    found: list[Any] = []
    while style in styles and styles[style] not in found:
        found.append(styles[style])
        style = value(child(styles[style], "basedOn"))
    return found


class _Numbers:
    """The counters of all lists, as Word keeps them: one set for each abstract list, whoever counts in it."""

    def __init__(self, nodes: list[Any], styles: dict[str, Any]) -> None:
        self.abstracts = {value(one, "abstractNumId"): one for one in nodes if name_of(one) == "abstractNum"}
        self.lists = {value(one, "numId"): one for one in nodes if name_of(one) == "num"}
        self.styles = styles
        self.counts: dict[str, list[int | None]] = defaultdict(lambda: [None] * _LEVELS)
        self.restarted: set[tuple[str, int]] = set()

    def label(self, node: Any, style: list[Any]) -> tuple[str, str]:
        """The format of a paragraph's automatic number and the number as it is shown; empty where it has none."""
        own = child(node, "pPr", "numPr")
        carrier = next((one for one in style if child(one, "pPr", "numPr", "numId") is not None), None)
        number = value(child(own, "numId")) if own is not None else ""
        number = number or value(child(carrier, "pPr", "numPr", "numId"))
        if number not in self.lists:
            return "", ""
        abstract, levels = self.levels(number)
        level = value(child(own, "ilvl")) if own is not None else ""
        if not level and carrier is not None:
            level = value(child(carrier, "pPr", "numPr", "ilvl"))
            linked = (at for at, one in levels.items() if value(child(one, "pStyle")) == value(carrier, "styleId"))
            level = level or str(next(linked, 0))
        at = min(int(level or 0), _LEVELS - 1)
        self.count(number, abstract, levels, at)
        return value(child(levels.get(at), "numFmt")), self.shown(abstract, levels, at)

    def levels(self, number: str) -> tuple[str, dict[int, Any]]:
        """The abstract list behind a list, and its levels with what the list itself says otherwise."""
        abstract = value(child(self.lists[number], "abstractNumId"))
        linked = value(child(self.abstracts.get(abstract), "numStyleLink"))
        behind = value(child(self.styles.get(linked), "pPr", "numPr", "numId"))
        if behind in self.lists:
            abstract = value(child(self.lists[behind], "abstractNumId"))
        own = [child(one, "lvl") for one in self.lists[number] if name_of(one) == "lvlOverride"]
        given = [one for one in self.abstracts.get(abstract, ()) if name_of(one) == "lvl"]
        return abstract, {int(value(one, "ilvl")): one for one in [*given, *own] if one is not None}

    def count(self, number: str, abstract: str, levels: dict[int, Any], at: int) -> None:
        counts = self.counts[abstract]
        overrides = [one for one in self.lists[number] if value(one, "ilvl") == str(at)]
        start = next((value(found) for one in overrides if (found := child(one, "startOverride")) is not None), "")
        if start and (number, at) not in self.restarted:
            self.restarted.add((number, at))
            counts[at] = int(start)
        elif (now := counts[at]) is not None:
            counts[at] = now + 1
        else:
            counts[at] = int(start or _start(levels, at))
        for deeper in range(at + 1, _LEVELS):
            # Without a word on it a level begins anew after every level above it; with 0 it never does.
            if at < int(value(child(levels.get(deeper), "lvlRestart")) or deeper):
                counts[deeper] = None

    def shown(self, abstract: str, levels: dict[int, Any], at: int) -> str:
        level = levels.get(at)
        kind = value(child(level, "numFmt"))
        if level is None or kind in {"bullet", "none"}:
            return "•" if kind == "bullet" else ""
        label = value(child(level, "lvlText"))[:40]
        for one in range(at + 1):
            count = self.counts[abstract][one]
            form = "decimal" if _is_on(level, "isLgl") else value(child(levels.get(one), "numFmt"))
            label = label.replace(f"%{one + 1}", _formatted(_start(levels, one) if count is None else count, form))
        return label.strip()


def _start(levels: dict[int, Any], at: int) -> int:
    return int(value(child(levels.get(at), "start")) or 1)


def _formatted(number: int, form: str) -> str:
    """A number as Word writes it; a format not met in UN documents as digits."""
    if form in {"lowerLetter", "upperLetter"} and 0 < number <= 26 * 4:
        # After z comes aa, then bb.
        made = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
    elif form in {"lowerRoman", "upperRoman"} and 0 < number < 400:
        made = roman(number)
    else:
        return str(number)
    return made.upper() if form.startswith("upper") else made


def roman(number: int) -> str:
    """A number below 400 in small Roman numerals."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    return "c" * hundreds + _roman_digit(tens, "xlc") + _roman_digit(ones, "ivx")


def _roman_digit(digit: int, signs: str) -> str:
    one, five, ten = tuple(signs)
    return (*(one * n for n in range(4)), one + five, *(five + one * n for n in range(4)), one + ten)[digit]
