"""Lines as numbered paragraphs with lettered items, each under the section and the heading that stand above it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from cobtrack.exchange.un.lettered_items import format_item, may_have_items, split_text, unwrap_lines
from cobtrack.exchange.un.numerals import ROMANS
from cobtrack.exchange.un.phrases import REPORTING, Meaning, find_phrase, section_means
from cobtrack.exchange.un.text import first_words, normalize_space

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cobtrack.exchange.office.word_lines import Line

_NUMBER = re.compile(r"([0-9]{1,3})\s*\.(?![0-9])\s*(.*)", re.DOTALL)
_SECTION = re.compile(r"([IVX]{1,5}|[A-Z])\.\s*([A-Z].*)")
_SUBSECTION = re.compile(r"([0-9]{1,2})\.\s*([A-Z].*)")
_ITEM = re.compile(r"\(?([a-z]|[ivx]{2,5})\)\s*(.*)", re.DOTALL)
_NOISE = re.compile(r"\*|GE\.[0-9]|[_-]{3,}|Please recycle|[0-9]{1,3}$")
_OPEN = (".", ":", ";", ",")
"""How text ends, and no heading does."""
_ENDED = re.compile(r"[.?!][\"\u201d\u2019)\]*0-9]{0,6}$")
# A heading that goes on in the next line.
_GOES_ON = re.compile(r"(?:\b(?:of|and|or|the|to|for|in|on|with|against|from|by|a|an)|,)$", re.IGNORECASE)
_LONGEST_HEADING, _LONGEST_PLAIN = 200, 150


@dataclass
class ParagraphPart:
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
    def introduces_list(self) -> bool:
        """Whether a list of its own is to follow."""
        return bool(self.lines) and self.lines[-1].endswith(":")


@dataclass
class NumberedParagraph:
    """A numbered paragraph with what stands above it."""

    number: int
    sections: tuple[str, ...]
    """The section that it stands in and, before it, those that this one belongs to."""
    heading: str
    pieces: list[ParagraphPart]

    @property
    def section(self) -> str:
        """The innermost of its sections."""
        return self.sections[-1] if self.sections else ""

    @property
    def text(self) -> str:
        """The whole text, each item on a line of its own."""
        return "\n".join(f"{format_item(one.item)} {one.text}".strip() for one in self.pieces if one.lines)

    @property
    def preview(self) -> str:
        """So much of the text that it is known by."""
        return " ".join(f"{format_item(one.item)} {' '.join(one.lines[:3])}" for one in self.pieces[:3])


def starts_body(line: Line) -> bool:
    """Whether the numbered paragraphs, or the section that they stand under, begin with a line."""
    text = normalize_space(line.text)
    section = _SECTION.fullmatch(text)
    is_section = bool(section) and (line.is_heading or "ntroduction" in text)
    return line.kind == "paragraph" and (is_section or bool(_NUMBER.match(text)))


def numbered_paragraphs(lines: list[Line], remarks: list[str]) -> list[NumberedParagraph]:
    """The numbered paragraphs, each under the headings that stand above it."""
    reading = _Reading(remarks)
    kept: list[tuple[Line, str]] = []
    for line in chain.from_iterable(map(_at_breaks, lines)):
        text = normalize_space(line.text)
        if line.kind in {"table", "box"} and text:
            remarks.append(f"a {'text box' if line.kind == 'box' else 'table'} was left out: {first_words(text)}")
        if line.kind == "paragraph" and text and not _NOISE.match(text):
            kept.append((line, text))
    ahead: list[tuple[Line | None, str]] = [*kept[1:], (None, "")]
    for (line, text), (after, following) in zip(kept, ahead, strict=bool(kept)):
        if not reading.take(line, text, after, following):
            break
    told = {
        "taken for a heading by nothing but its place": reading.plain,
        "a heading without paragraphs of its own, which was left out": reading.alone,
    }
    remarks += [
        f"{what}: {first_words(lines[0])}" + (f" and {len(lines) - 1} more" if len(lines) > 1 else "")
        for what, lines in told.items()
        if lines
    ]
    return reading.found


def _at_breaks(line: Line) -> Iterator[Line]:
    """The line, or several where a soft line break stands before the number that follows its own."""
    parts, starts = line.text.split("\n"), [0]
    last = _NUMBER.match(normalize_space(line.text)) if len(parts) > 1 else None
    for at, part in enumerate(parts[1:] if last else [], 1):
        number = _NUMBER.match(normalize_space(part[:_LONGEST_PLAIN]))
        if number and last and int(number[1]) == int(last[1]) + 1:
            last = number
            starts.append(at)
    ends = [*starts[1:], len(parts)]
    for start, end in zip(starts, ends, strict=True):
        yield replace(line, text="\n".join(parts[start:end]), footnotes=() if start else line.footnotes)


class _Reading:
    """The paragraphs found so far, and under what the next stands."""

    def __init__(self, remarks: list[str]) -> None:
        self.found: list[NumberedParagraph] = []
        self.plain: list[str] = []
        """The headings that are not set as such."""
        self.alone: list[str] = []
        """The headings right above another one."""
        self._firsts: dict[int, NumberedParagraph] = {}
        self._remarks = remarks
        self._sections: tuple[str, ...] = ()
        self._heading = ""
        self._was_heading = False

    def take(self, line: Line, text: str, after: Line | None, following: str) -> bool:
        """Take a line; whether there may be more of the document."""
        if self._is_heading(line, text, after, following):
            if re.match(r"Annex(?:es)?\b", text):
                self._remarks.append(f"what stands in the annex was left out: {first_words(text)}")
                return False
            self._head(text)
            return True
        self._was_heading = False
        if number := _NUMBER.fullmatch(unwrap_lines(line.text)):
            new = NumberedParagraph(int(number[1]), self._sections, self._heading, [ParagraphPart("", [])])
            _add(new, number[2], "", line.footnotes)
            _check_number(new, self._firsts.setdefault(new.number, new), self.found[-1] if self.found else None)
            self.found.append(new)
        elif self.found:
            _add(self.found[-1], unwrap_lines(line.text), line.number_format, line.footnotes)
        return True

    def _is_heading(self, line: Line, text: str, after: Line | None, following: str) -> bool:
        """Whether a line is a section or a heading, by how it is set, or by where it stands."""
        longest = _LONGEST_HEADING if line.is_heading else _LONGEST_PLAIN
        if text.endswith(_OPEN) or len(text) > longest or _ITEM.fullmatch(text):
            return False
        if number := _SUBSECTION.fullmatch(text):
            return self._is_subsection(line, number, after, following)
        if line.is_heading or _SECTION.fullmatch(text):
            return True
        is_plain = text[0].isupper() and not line.number_format and self._is_ended()
        if is_plain and after and (_NUMBER.match(following) or (after.is_heading and not following.endswith(_OPEN))):
            self.plain.append(text)
            return True
        return False

    def _is_subsection(self, line: Line, number: re.Match[str], after: Line | None, following: str) -> bool:
        """Whether `1. General measures` is a section: no sentence, and mostly not the number that is to follow."""
        is_next = int(number[1]) == (self.found[-1].number if self.found else 0) + 1
        if any(find_phrase(meaning, number[2]) for meaning in (Meaning.recommends, Meaning.concern, Meaning.welcomes)):
            return False
        may_head = following[:1].isupper() and len(following) <= _LONGEST_PLAIN and not following.endswith(_OPEN)
        leads = after is not None and (bool(_NUMBER.match(following)) or may_head)
        return leads if is_next and line.is_heading else not is_next and (leads or line.is_heading)

    def _is_ended(self) -> bool:
        """Whether the text before is at its end, so that a line is none of it."""
        lines = self.found[-1].pieces[-1].lines if self.found else []
        return self._was_heading or (bool(lines) and bool(_ENDED.search(lines[-1])))

    def _head(self, text: str) -> None:
        """Put what follows under a section or a heading."""
        others = tuple(one for one in self._sections if not one[0].isdigit())
        if _SUBSECTION.fullmatch(text):
            self._sections, self._heading = (*others, text), ""
        elif sign := _SECTION.fullmatch(text):
            section = f"{sign[1]}. {sign[2]}"
            is_sub = bool(others) and _is_sub(sign[1], others[0], others[-1])
            self._sections, self._heading = (others[0], section) if is_sub else (section,), ""
        elif self._was_heading and self._heading and (text[0].islower() or _GOES_ON.search(self._heading)):
            self._heading += f" {text}"
        else:
            if self._was_heading and self._heading:
                self.alone.append(self._heading)
            self._heading = text
        self._was_heading = True


def _is_sub(sign: str, top: str, section: str) -> bool:
    """Whether a section stands inside the one before: letters do in Roman ones, and I. after H. is a letter."""
    if section != top and section[:1].isalpha() and ord(sign[0]) == ord(section[0]) + 1 and len(sign) == 1:
        return True
    return top[:1] in {"I", "V", "X"} and not re.fullmatch("[IVX]+", sign)


def _check_number(new: NumberedParagraph, twin: NumberedParagraph, before: NumberedParagraph | None) -> None:
    """Doubt a number that does not follow the one before; `twin` is the first paragraph of the same number."""
    if twin is not new:
        doubt = f"number {new.number} stands twice: {first_words(twin.preview)} and {first_words(new.preview)}"
    elif new.number != (before.number if before else 0) + 1:
        doubt = (
            f"number {new.number} comes after number {before.number}" if before else f"the first number is {new.number}"
        )
    else:
        return
    new.pieces[0].doubts.append(doubt)


def _add(paragraph: NumberedParagraph, text: str, marker: str, notes: tuple[str, ...]) -> None:
    """Put the text of a line to a paragraph: as an item of it, as several, or to what is there."""
    last = paragraph.pieces[-1]
    sign = _ITEM.fullmatch(text)
    item = _item(sign[1], marker, last) if sign else ""
    letter = last.item.partition("-")[0]
    pieces = split_text(text, item if len(item) == 1 else chr(ord(letter) + 1) if letter else "a")
    if len(pieces) > 1:
        for name, words in pieces:
            _put(paragraph, name, words, marker)
    elif sign and item:
        _put(paragraph, item, sign[2], marker)
    else:
        _put(paragraph, "", text, marker)
    if len(pieces) == 1 and may_have_items(text):
        paragraph.pieces[-1].doubts.append(f"it may hold lettered items, which were not divided: {first_words(text)}")
    paragraph.pieces[-1].notes += notes


def _put(paragraph: NumberedParagraph, item: str, text: str, marker: str) -> None:
    """A new item, or more of the last one."""
    last = paragraph.pieces[-1]
    if item:
        expected = _following(last.item, item)
        paragraph.pieces.append(ParagraphPart(item, [text] if text else []))
        if item != expected:
            paragraph.pieces[-1].doubts.append(f"item {format_item(item)} stands where {format_item(expected)} should")
    elif text:
        if last.lines and marker != "bullet":
            last.doubts.append(f"a line without a number was taken as part of it: {first_words(text)}")
        last.lines.append(text)


def _item(sign: str, marker: str, last: ParagraphPart) -> str:
    """`b` or `b-ii` for a sign in brackets, by what stood before it; empty where it can be neither."""
    letter, _, nested = last.item.partition("-")
    is_inner = bool(letter) and (sign == _after(nested) or len(sign) > 1)
    if marker in {"lowerLetter", "lowerRoman"}:
        is_inner = marker == "lowerRoman" and bool(letter)
    elif is_inner and not nested and sign == chr(ord(letter) + 1):
        # (i) after (h) is the next letter, unless (h) announces a list of its own.
        is_inner = last.introduces_list
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


def paragraph_kind(sections: str, text: str, *, is_late: bool = True) -> tuple[str, str]:
    """The kind of a paragraph, and a doubt where its sections and its phrases do not settle it.

    `is_late` says that it may be one of the last, which are about the reports to come.
    """
    if not sections.strip() or section_means(Meaning.introduces, sections) or find_phrase(Meaning.urgent, text):
        return "introduction", ""
    if section_means(Meaning.progress, sections):
        return "progress", ""
    recommends, concerned = find_phrase(Meaning.recommends, text), find_phrase(Meaning.concern, text)
    if recommends and concerned:
        return "recommendation", "it reads as a concern and as a recommendation, and was taken for a recommendation"
    if recommends or (is_late and any(find_phrase(meaning, text) for meaning in REPORTING)):
        return "recommendation", ""
    if concerned:
        return "concern", ""
    welcomes = find_phrase(Meaning.welcomes, text) and not find_phrase(Meaning.but, text)
    likely = "recommendation" if "should" in text else "progress" if welcomes else "concern"
    noun = "progress" if likely == "progress" else f"a {likely}"
    return likely, f"it reads neither as a concern nor as a recommendation, and was taken for {noun}"
