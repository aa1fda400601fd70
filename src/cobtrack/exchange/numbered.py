"""Lines as numbered paragraphs with lettered items, each under the section and the heading that stand above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cobtrack.exchange.citations import first_words
from cobtrack.exchange.numbering import ROMANS
from cobtrack.exchange.un_text import clean

if TYPE_CHECKING:
    from cobtrack.exchange.lines import Line

_NUMBER = re.compile(r"([0-9]{1,3})\s*\.(?![0-9])\s*(.*)")
_SECTION = re.compile(r"([IVX]{1,5}|[A-Z])\.\s*([A-Z].*)")
_ITEM = re.compile(r"\(?([a-z]|[ivx]{2,5})\)\s*(.*)")
_NOISE = re.compile(r"\*|GE\.[0-9]|[_-]{3,}|Please recycle|[0-9]{1,3}$")


@dataclass
class Piece:
    """A whole paragraph, the words before its items, or one item."""

    item: str
    lines: list[str]
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    origin: str = ""
    """`30#3` for the third piece that paragraph 30 has, whatever its letter."""

    @property
    def text(self) -> str:
        """Its lines."""
        return "\n".join(self.lines)

    @property
    def announces(self) -> bool:
        """Whether a list of its own is to follow."""
        return bool(self.lines) and self.lines[-1].endswith(":")


@dataclass
class Numbered:
    """A numbered paragraph with what stands above it; `top` is the section that its section belongs to."""

    number: int
    top: str
    section: str
    heading: str
    pieces: list[Piece]

    @property
    def text(self) -> str:
        """The whole text, each item on a line of its own."""
        return "\n".join(f"{letters(one.item)} {one.text}".strip() for one in self.pieces if one.lines)

    @property
    def beginning(self) -> str:
        """So much of the text that it is known by."""
        return " ".join(f"{letters(one.item)} {' '.join(one.lines[:3])}" for one in self.pieces[:3])


def begins(line: Line) -> bool:
    """Whether the numbered paragraphs, or the section that they stand under, begin with a line."""
    text = clean(line.text)
    section = _SECTION.fullmatch(text)
    is_section = bool(section) and (line.is_heading or "ntroduction" in text)
    return line.of == "paragraph" and (is_section or bool(_NUMBER.match(text)))


def numbered_paragraphs(lines: list[Line], remarks: list[str]) -> list[Numbered]:
    """The numbered paragraphs, each under the headings that stand above it."""
    found: list[Numbered] = []
    firsts: dict[int, Numbered] = {}
    top = section = heading = ""
    for line in lines:
        text = clean(line.text)
        is_heading = line.is_heading and len(text) <= 200 and text[-1:] not in {".", ":", ";"}
        if line.of in {"table", "box"} and text:
            remarks.append(f"a {'text box' if line.of == 'box' else 'table'} was left out: {first_words(text)}")
        if line.of != "paragraph" or not text or _NOISE.match(text):
            continue
        if is_heading and re.match(r"Annex(?:es)?\b", text):
            remarks.append(f"what stands in the annex was left out: {first_words(text)}")
            break
        number = None if is_heading else _NUMBER.fullmatch(text)
        sign = _SECTION.fullmatch(text)
        if sign and not number and (is_heading or (len(text) <= 150 and text[-1] not in ".:;")):
            is_sub = _is_sub(sign[1], top, section)
            section, heading = f"{sign[1]}. {sign[2]}", ""
            top = top if is_sub else section
        elif number:
            new = Numbered(int(number[1]), top, section, heading, [Piece("", [])])
            _add(new, number[2], "", line.notes)
            _check_number(new, firsts.setdefault(new.number, new), found[-1] if found else None)
            found.append(new)
        elif is_heading:
            heading = text
        elif found:
            _add(found[-1], text, line.marker, line.notes)
    return found


def _is_sub(sign: str, top: str, section: str) -> bool:
    """Whether a section stands inside the one before: letters do in Roman ones, and I. after H. is a letter."""
    if section != top and section[:1].isalpha() and ord(sign[0]) == ord(section[0]) + 1 and len(sign) == 1:
        return True
    return top[:1] in {"I", "V", "X"} and not re.fullmatch("[IVX]+", sign)


def _check_number(new: Numbered, twin: Numbered, before: Numbered | None) -> None:
    """Doubt a number that does not follow the one before; `twin` is the first paragraph of the same number."""
    if twin is not new:
        doubt = f"number {new.number} stands twice: {first_words(twin.beginning)} and {first_words(new.beginning)}"
    elif new.number != (before.number if before else 0) + 1:
        doubt = (
            f"number {new.number} comes after number {before.number}" if before else f"the first number is {new.number}"
        )
    else:
        return
    new.pieces[0].doubts.append(doubt)


def _add(paragraph: Numbered, text: str, marker: str, notes: tuple[str, ...]) -> None:
    """Put the text of a line to a paragraph: as an item of it, or to what is there."""
    last = paragraph.pieces[-1]
    sign = _ITEM.fullmatch(text)
    item = _item(sign[1], marker, last) if sign else ""
    if sign and item:
        expected = _following(last.item, item)
        last = Piece(item, [sign[2]] if sign[2] else [])
        paragraph.pieces.append(last)
        if item != expected:
            last.doubts.append(f"item {letters(item)} stands where {letters(expected)} should")
    elif text:
        is_more = bool(last.lines)
        last.lines.append(text)
        if is_more and marker != "bullet":
            last.doubts.append(f"a line without a number was taken as part of it: {first_words(text)}")
    last.notes += notes


def _item(sign: str, marker: str, last: Piece) -> str:
    """`b` or `b-ii` for a sign in brackets, by what stood before it; empty where it can be neither."""
    letter, _, nested = last.item.partition("-")
    is_inner = bool(letter) and (sign == _after(nested) or len(sign) > 1)
    if marker in {"lowerLetter", "lowerRoman"}:
        is_inner = marker == "lowerRoman" and bool(letter)
    elif is_inner and not nested and sign == chr(ord(letter) + 1):
        # (i) after (h) is the next letter, unless (h) announces a list of its own.
        is_inner = last.announces
    if is_inner:
        return f"{letter}-{sign}" if sign in ROMANS else ""
    without_letter = not letter and sign in ROMANS and marker != "lowerLetter"
    return sign if len(sign) == 1 and not without_letter else ""


def _after(nested: str) -> str:
    return ROMANS[ROMANS.index(nested) + 1] if nested in ROMANS[:-1] else ROMANS[0]


def _following(before: str, item: str) -> str:
    """The item that should follow, at the depth of the one that does."""
    letter, _, nested = before.partition("-")
    return f"{letter}-{_after(nested)}" if "-" in item else chr(ord(letter) + 1) if letter else "a"


def letters(item: str) -> str:
    """`a-ii` as (a) (ii)."""
    return " ".join(f"({part})" for part in item.split("-") if part)
