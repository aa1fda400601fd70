"""Concluding Observations of any treaty body, as the UN publishes them in English: a .docx into paragraphs.

What a paragraph is (a concern, a recommendation) is told by its section and by the verbs that committees use; what is
uncertain is a doubt on its paragraph, for a person to settle.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from cobtrack.exchange.bodies import TREATY_BODIES, mechanism_of, state_of
from cobtrack.exchange.citations import cites, clean, first_words, links, paragraphs, symbols
from cobtrack.exchange.first_page import first_page
from cobtrack.exchange.incoming import Incoming, IncomingDocument, IncomingParagraph, UnreadableError
from cobtrack.exchange.kind_of import URGENT, asks_for_news, kind_of
from cobtrack.exchange.lines import read_lines
from cobtrack.exchange.numbering import ROMANS
from cobtrack.exchange.word import guarded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.exchange.lines import Line

_NUMBER = re.compile(r"(\d{1,3})\s*\.(?!\d)\s*(.*)")
_SECTION = re.compile(r"([IVX]{1,5}|[A-Z])\.\s*([A-Z].*)")
_ITEM = re.compile(r"\(?([a-z]|[ivx]{2,5})\)\s*(.*)")
_NOISE = re.compile(r"\*|GE\.\d|[_-]{3,}|Please recycle|\d{1,3}$")
_MOST_LINES = 20_000


@dataclass
class _Piece:
    """A whole paragraph, the words before its items, or one item."""

    item: str
    text: str
    doubts: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    origin: str = ""
    """`30#3` for the third piece that paragraph 30 has, whatever its letter."""


@dataclass
class _Numbered:
    """A numbered paragraph with what stands above it; `top` is the section that its section belongs to."""

    number: int
    top: str
    section: str
    heading: str
    pieces: list[_Piece]
    kind: str = ""

    @property
    def text(self) -> str:
        """The whole text, each item on a line of its own."""
        return "\n".join(f"{_letters(one.item)} {one.text}".strip() for one in self.pieces if one.text)


def read(path: Path) -> Incoming:
    """The paragraphs of one document. Raises UnreadableError, and ImportError where python-docx is not installed."""
    with guarded():
        lines = [line for line in read_lines(path) if line.text.strip()]
        if len(lines) > _MOST_LINES:
            raise UnreadableError(f"it has over {_MOST_LINES} lines", "Concluding Observations have some hundreds")
        first = next((at for at, line in enumerate(lines) if _begins(line)), len(lines))
        front = "\n".join(clean(part) for line in lines[:first] for part in line.text.split("\n"))
        if not re.search("concluding observations", front, re.IGNORECASE):
            raise UnreadableError(
                "it has no title with the words Concluding observations",
                "only the English text of Concluding Observations can be read, from its first page on",
            )
        incoming = Incoming("cobs")
        numbered = _numbered(lines[first:], incoming.remarks)
        if not numbered:
            raise UnreadableError("it has no numbered paragraphs", "is it the whole document?")
        front += "\n" + "\n".join(clean(line.text) for line in lines if line.of == "page header")
        _document(incoming, front, [note for line in lines for note in line.notes], numbered)
    return incoming


def _begins(line: Line) -> bool:
    text = clean(line.text)
    section = _SECTION.fullmatch(text)
    is_section = bool(section) and (line.is_heading or "ntroduction" in text)
    return line.of == "paragraph" and (is_section or bool(_NUMBER.match(text)))


def _document(incoming: Incoming, front: str, notes: list[str], numbered: list[_Numbered]) -> None:
    symbol = next((one for one in symbols(front) if mechanism_of(one) in TREATY_BODIES), "")
    fields = first_page(front, notes, numbered[0].text)
    areas, urgent = _urgent(numbered)
    paragraphs = tuple(_records(numbered, urgent, incoming))
    title, state = fields.get("title", ""), state_of(symbol)
    incoming.documents = (IncomingDocument(symbol, title, mechanism_of(symbol), paragraphs, fields, state),)
    doubtful = sum(bool(one.doubts) for one in paragraphs)
    if re.search("advance (?:unedited )?version", front, re.IGNORECASE):
        incoming.remarks.insert(0, "this is an advance version: numbers and words of the final one can differ")
    if not symbol:
        incoming.remarks.insert(0, "no document symbol of a treaty body was found on its first page")
    if not state:
        incoming.remarks.append("the file does not say which State it is about")
    incoming.remarks.insert(
        0, f"{_counted(len(numbered), 'paragraph')}, {_counted(areas, 'urgent area')}, {doubtful} to be checked"
    )


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _numbered(lines: list[Line], remarks: list[str]) -> list[_Numbered]:
    """The numbered paragraphs, each under the headings that stand above it."""
    found: list[_Numbered] = []
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
            new = _Numbered(int(number[1]), top, section, heading, [_Piece("", "")])
            _add(new, number[2], "", line.notes)
            _check_number(new, found)
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


def _check_number(new: _Numbered, found: list[_Numbered]) -> None:
    before = found[-1].number if found else 0
    twin = next((one for one in found if one.number == new.number), None)
    if twin:
        doubt = f"number {new.number} stands twice: {first_words(twin.text)} and {first_words(new.text)}"
    elif new.number != before + 1:
        doubt = f"number {new.number} comes after number {before}" if found else f"the first number is {new.number}"
    else:
        return
    new.pieces[0].doubts.append(doubt)


def _add(paragraph: _Numbered, text: str, marker: str, notes: tuple[str, ...]) -> None:
    """Put the text of a line to a paragraph: as an item of it, or to what is there."""
    last = paragraph.pieces[-1]
    sign = _ITEM.fullmatch(text)
    item = _item(sign[1], marker, last) if sign else ""
    if sign and item:
        expected = _following(last.item, item)
        last = _Piece(item, sign[2])
        paragraph.pieces.append(last)
        if item != expected:
            last.doubts.append(f"item {_letters(item)} stands where {_letters(expected)} should")
    elif not last.text:
        last.text = text
    else:
        last.text += f"\n{text}"
        if marker != "bullet":
            last.doubts.append(f"a line without a number was taken as part of it: {first_words(text)}")
    last.notes += notes


def _item(sign: str, marker: str, last: _Piece) -> str:
    """`b` or `b-ii` for a sign in brackets, by what stood before it; empty where it can be neither."""
    letter, _, nested = last.item.partition("-")
    is_inner = bool(letter) and (sign == _after(nested) or len(sign) > 1)
    if marker in {"lowerLetter", "lowerRoman"}:
        is_inner = marker == "lowerRoman" and bool(letter)
    elif is_inner and not nested and sign == chr(ord(letter) + 1):
        # (i) after (h) is the next letter, unless (h) announces a list of its own.
        is_inner = last.text.endswith(":")
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


def _letters(item: str) -> str:
    """`a-ii` as (a) (ii)."""
    return " ".join(f"({part})" for part in item.split("-") if part)


def _urgent(numbered: list[_Numbered]) -> tuple[int, set[tuple[str, str]]]:
    """How many areas need urgent measures, and the paragraphs and items that are named for them."""
    there = {(str(one.number), piece.item) for one in numbered for piece in one.pieces}
    areas, named = 0, set()
    for one in numbered:
        groups = paragraphs(one.text) if URGENT.search(one.text) else []
        areas += len(groups)
        for number, item in chain.from_iterable(groups):
            named.add((number, item))
            if (number, item) not in there:
                label = f"{number} {_letters(item)}".strip()
                one.pieces[0].doubts.append(f"it calls paragraph {label} urgent, which is not in the document")
    return areas, named


def _records(
    numbered: list[_Numbered], urgent: set[tuple[str, str]], incoming: Incoming
) -> Iterator[IncomingParagraph]:
    """A record for each paragraph, and for each item of a recommendation."""
    concerns: list[_Numbered] = []
    pieces_of = Counter[int]()
    for one in numbered:
        kind, doubt = kind_of(f"{one.top} {one.section}".lower(), one.text)
        one.pieces[0].doubts += asks_for_news(one.text)
        if concerns and (concerns[-1].section, concerns[-1].heading) != (one.section, one.heading):
            concerns = []
        answers = list(dict.fromkeys(str(other.number) for other in concerns)) if kind == "recommendation" else []
        concerns = [*concerns, one] if kind == "concern" else []
        pieces = _pieces(one, kind)
        incoming.read += max(len(pieces), 1)
        if not pieces:
            incoming.left["a number without any text"] += 1
        for at, piece in enumerate(pieces):
            piece.doubts += [doubt] if doubt and at == 0 else []
            pieces_of[one.number] += 1
            piece.origin = f"{one.number}#{pieces_of[one.number]}"
            yield _record(one, kind, piece, urgent, [] if at else answers)


def _pieces(one: _Numbered, kind: str) -> list[_Piece]:
    """What has a text of its own; what is to be checked of an empty beginning goes to the first."""
    pieces = [piece for piece in one.pieces if piece.text]
    if pieces and kind != "recommendation":
        doubts = [each for piece in one.pieces for each in piece.doubts]
        return [_Piece("", one.text, doubts, [each for piece in pieces for each in piece.notes])]
    if pieces and pieces[0] is not one.pieces[0]:
        pieces[0].doubts[:0] = one.pieces[0].doubts
    return pieces


def _record(
    one: _Numbered, kind: str, piece: _Piece, urgent: set[tuple[str, str]], answers: list[str]
) -> IncomingParagraph:
    number, letter = str(one.number), piece.item.partition("-")[0]
    is_urgent = bool(urgent & {(number, ""), (number, letter), (number, piece.item)})
    noted = [(note, cites(note)) for note in piece.notes]
    fields = {
        "section": one.section,
        "heading": one.heading,
        "urgent": is_urgent,
        "text": piece.text,
        "cites": list(
            dict.fromkeys(cite for text in (cites(piece.text), *(found for _, found in noted)) for cite in text)
        ),
        "answers": answers,
        "links": list(links(piece.text)),
    }
    lost = ["it is called urgent, and was taken for no recommendation"] * (is_urgent and kind != "recommendation")
    lost += [f"its footnote was not carried over: {first_words(note)}" for note, found in noted if not found]
    return IncomingParagraph(
        where=f"paragraph {number} {_letters(piece.item)}".strip(),
        kind=kind,
        number=number,
        item=piece.item,
        fields={key: value for key, value in fields.items() if value},
        system="cobs",
        origin=piece.origin,
        doubts=(*piece.doubts, *lost),
    )
