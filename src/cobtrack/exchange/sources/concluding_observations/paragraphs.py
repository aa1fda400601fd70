"""Group lines into numbered paragraphs with lettered items, sections and headings. Determine each paragraph's kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

from cobtrack.exchange.un.lettered_items import format_item, may_have_items, split_text, unwrap_lines
from cobtrack.exchange.un.numerals import ROMANS
from cobtrack.exchange.un.phrase_books import CAPITAL, REPORTING, Meaning
from cobtrack.exchange.un.text import first_words, normalize_space
from cobtrack.model.languages.phrases import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cobtrack.exchange.office.lines import Line
    from cobtrack.exchange.un.phrase_books import PhraseBook

_NUMBER = re.compile(r"([0-9]{1,3})\s*\.(?![0-9])\s*(.*)", re.DOTALL)
# The number of a paragraph in a language without a phrase book, in digits of any script: `12.`, `12 -`.
_OTHER_NUMBER = re.compile(r"(\d{1,3})\s*(?:\.(?!\d)|[-\u2013](?=\s))\s*(.*)", re.DOTALL)
_SECTION = re.compile(rf"([IVX]{{1,5}}|[A-Z])\.\s*({CAPITAL}.*)")
_SUBSECTION = re.compile(rf"([0-9]{{1,2}})\.\s*({CAPITAL}.*)")
_ITEM = re.compile(r"\(?([a-z]|[ivx]{2,5})\)\s*(.*)", re.DOTALL)
_OTHER_ITEM = re.compile(r"\(?([^\W\d_a-zA-Z])\)\s*(.*)", re.DOTALL)
_PAGE_FURNITURE = re.compile(r"\*|GE\.[0-9]|[_-]{3,}|[0-9]{1,3}$")
_TEXT_ENDS = (".", ":", ";", ",")
"""Characters that may end a line of text, but not a heading."""
_SENTENCE_END = re.compile(r"[.?!][\"\u201d\u2019)\]*0-9]{0,6}$")
_MAX_HEADING_LENGTH, _MAX_PLAIN_LENGTH = 200, 150
"""The most characters in a heading that is formatted as a heading, and in a heading that is not."""
_KINDS = {Meaning.urgent: "introduction", Meaning.concern: "concern"}
"""The kind of a paragraph by the meaning of its phrases; any other meaning makes it a recommendation."""


@dataclass
class ParagraphPart:
    """A part of a numbered paragraph: one item, the chapeau (the words before the items), or the whole paragraph."""

    item: str
    """The lettered item (for example `a` or `a-ii`); "" for a whole paragraph or a chapeau."""
    lines: list[str]
    to_check: list[str] = field(default_factory=list)
    footnotes: list[str] = field(default_factory=list)
    external_id: str = ""
    """`30#3` for the third part of paragraph 30, whatever its letter."""

    @property
    def text(self) -> str:
        """The lines of the part as one text."""
        return "\n".join(self.lines)

    @property
    def introduces_list(self) -> bool:
        """Whether the part ends with a colon, which probably introduces inner items."""
        return bool(self.lines) and self.lines[-1].endswith(":")


@dataclass
class NumberedParagraph:
    """A numbered paragraph of a document, with its parts and with the sections and the heading above it."""

    number: int
    sections: tuple[str, ...]
    """The sections that contain the paragraph, from the outermost to the innermost section."""
    heading: str
    parts: list[ParagraphPart]
    item_form: str = "(%s)"
    """How the document writes the letter of an item."""

    @property
    def section(self) -> str:
        """The title of the innermost section that contains the paragraph, or "" if no section contains it."""
        return self.sections[-1] if self.sections else ""

    @property
    def text(self) -> str:
        """The text of the whole paragraph, with each item on its own line."""
        return "\n".join(
            f"{format_item(part.item, self.item_form)} {part.text}".strip() for part in self.parts if part.lines
        )

    @property
    def preview(self) -> str:
        """The beginning of the paragraph's text, which is enough to recognise the paragraph."""
        return " ".join(f"{format_item(part.item)} {' '.join(part.lines[:3])}" for part in self.parts[:3])


def starts_body(line: Line, books: Sequence[PhraseBook]) -> bool:
    """Return whether the body of a document (the part after the first page's titles) can start with the given line.

    The line must be a numbered paragraph or the title of a section. `books` are the phrase books of the languages that
    the document may be in. Without any, numbers in digits of other scripts begin a paragraph too.
    """
    text = normalize_space(line.text)
    section = _SECTION.fullmatch(text)
    is_section = bool(section) and (
        line.is_heading or any(book.section_means(Meaning.introduces, text) for book in books)
    )
    number = _NUMBER if any(book.phrases for book in books) else _OTHER_NUMBER
    return line.kind == "paragraph" and (is_section or bool(number.match(text)))


def numbered_paragraphs(lines: list[Line], notes: list[str], book: PhraseBook) -> list[NumberedParagraph]:
    """Return the numbered paragraphs in the body of a document, up to the first annex.

    `book` is the phrase book of the document's language. Add a note to `notes` on anything that is left out or guessed.
    """
    reader = _Reader(notes, book)
    body: list[tuple[Line, str]] = []
    for line in chain.from_iterable(reader.at_line_breaks(line) for line in lines):
        text = normalize_space(line.text)
        if line.kind in {"table", "box"} and text:
            notes.append(
                gettext("a text box was not imported: %(text)s", text=first_words(text))
                if line.kind == "box"
                else gettext("a table was not imported: %(text)s", text=first_words(text))
            )
        if line.kind == "paragraph" and text and not (_PAGE_FURNITURE.match(text) or book.match("recycle", text)):
            body.append((line, text))
    next_lines: list[tuple[Line | None, str]] = [*body[1:], (None, "")]
    for (line, text), (next_line, next_text) in zip(body, next_lines, strict=bool(body)):
        if not reader.read(line, text, next_line, next_text):
            break
    if reader.plain_headings:
        notes.append(
            gettext(
                "taken as a heading only because of its position: %(headings)s",
                headings=_first_and_count(reader.plain_headings),
            )
        )
    if reader.empty_headings:
        notes.append(
            gettext(
                "a heading without paragraphs was not imported: %(headings)s",
                headings=_first_and_count(reader.empty_headings),
            )
        )
    return reader.paragraphs


def _first_and_count(texts: list[str]) -> str:
    """Return the first of several quotations, and how many follow."""
    if len(texts) == 1:
        return texts[0]
    return gettext("%(first)s and %(count)s more", first=texts[0], count=len(texts) - 1)


def _quoted(line: Line, text: str) -> str:
    """Return the beginning of a line's text in quotation marks, with the page of the line if the file has pages."""
    if not line.page:
        return first_words(text)
    return gettext("%(text)s (page %(page)s)", text=first_words(text), page=line.page)


class _Reader:
    """Reads the lines of a document one by one into numbered paragraphs.

    The reader remembers the current sections and the current heading, because they apply to the next paragraph.
    """

    def __init__(self, notes: list[str], book: PhraseBook) -> None:
        self.paragraphs: list[NumberedParagraph] = []
        self.plain_headings: list[str] = []
        """Headings that are not formatted as headings."""
        self.empty_headings: list[str] = []
        """Headings with another heading right below them."""
        self._first_by_number: dict[int, NumberedParagraph] = {}
        self._notes = notes
        self._book = book
        self._number = _NUMBER if book.phrases else _OTHER_NUMBER
        self._sections: tuple[str, ...] = ()
        self._heading = ""
        self._after_heading = False

    def at_line_breaks(self, line: Line) -> Iterator[Line]:
        """Split a line at each soft line break that comes before the number of the next paragraph. Yield the parts.

        A line without such a line break is yielded as it is.
        """
        parts, starts = line.text.split("\n"), [0]
        last = self._number.match(normalize_space(line.text)) if len(parts) > 1 else None
        for position, part in enumerate(parts[1:] if last else [], 1):
            number = self._number.match(normalize_space(part[:_MAX_PLAIN_LENGTH]))
            if number and last and int(number[1]) == int(last[1]) + 1:
                last = number
                starts.append(position)
        ends = [*starts[1:], len(parts)]
        for start, end in zip(starts, ends, strict=True):
            yield replace(line, text="\n".join(parts[start:end]), footnotes=() if start else line.footnotes)

    def read(self, line: Line, text: str, next_line: Line | None, next_text: str) -> bool:
        """Read a line as a heading or as text of a paragraph. Return whether the document continues.

        At the first annex, return False, because annexes are not imported.
        """
        if self._is_heading(line, text, next_line, next_text):
            if (annex := self._book.match("annex", text)) and annex.start() == 0:
                self._notes.append(gettext("the annex was not imported: %(text)s", text=_quoted(line, text)))
                return False
            self._notes += [f"{_quoted(line, text)}: {reason}" for reason in line.to_check]
            self._start_section_or_heading(text)
            return True
        self._after_heading = False
        if number := self._number.fullmatch(unwrap_lines(line.text, self._book)):
            parts = [ParagraphPart("", [])]
            paragraph = NumberedParagraph(int(number[1]), self._sections, self._heading, parts, self._book.item)
            _add_line(paragraph, number[2], replace(line, number_format=""), self._book)
            first = self._first_by_number.setdefault(paragraph.number, paragraph)
            _check_number(paragraph, first, self.paragraphs[-1] if self.paragraphs else None)
            self.paragraphs.append(paragraph)
        elif self.paragraphs:
            text = unwrap_lines(line.text, self._book)
            _add_line(self.paragraphs[-1], text, line, self._book)
        return True

    def _is_heading(self, line: Line, text: str, next_line: Line | None, next_text: str) -> bool:
        """Return whether a line is a section title or a heading. Its format and its position decide this."""
        limit = _MAX_HEADING_LENGTH if line.is_heading else _MAX_PLAIN_LENGTH
        if text.endswith(_TEXT_ENDS) or len(text) > limit or _ITEM.fullmatch(text):
            return False
        if number := _SUBSECTION.fullmatch(text):
            return self._is_subsection(line, number, next_line, next_text)
        if line.is_heading or _SECTION.fullmatch(text):
            return True
        if not (text[0].isalpha() and not text[0].islower() and not line.number_format and self._is_text_complete()):
            return False
        if next_line and (
            self._number.match(next_text) or (next_line.is_heading and not next_text.endswith(_TEXT_ENDS))
        ):
            self.plain_headings.append(_quoted(line, text))
            return True
        return False

    def _is_subsection(self, line: Line, number: re.Match[str], next_line: Line | None, next_text: str) -> bool:
        """Return whether a numbered line (for example `1. General measures`) is a section title and not a paragraph."""
        if any(
            self._book.find(meaning, number[2]) for meaning in (Meaning.recommends, Meaning.concern, Meaning.welcomes)
        ):
            return False
        may_be_heading = next_text[:1].isupper() and len(next_text) <= _MAX_PLAIN_LENGTH
        may_be_heading = may_be_heading and not next_text.endswith(_TEXT_ENDS)
        is_above = next_line is not None and (bool(self._number.match(next_text)) or may_be_heading)
        is_next_number = int(number[1]) == (self.paragraphs[-1].number if self.paragraphs else 0) + 1
        return is_above and line.is_heading if is_next_number else is_above or line.is_heading

    def _is_text_complete(self) -> bool:
        """Return whether the previous line is a heading or ends with a full sentence."""
        lines = self.paragraphs[-1].parts[-1].lines if self.paragraphs else []
        return self._after_heading or (bool(lines) and bool(_SENTENCE_END.search(lines[-1])))

    def _is_unfinished(self, heading: str) -> bool:
        """Return whether a heading ends with a word or a comma after which it must continue in the next line."""
        return heading.endswith(",") or bool(self._book.match("continued", heading))

    def _start_section_or_heading(self, text: str) -> None:
        """Use `text` as the section title or the heading of the paragraphs that follow."""
        lettered = tuple(section for section in self._sections if not section[0].isdigit())
        if _SUBSECTION.fullmatch(text):
            self._sections, self._heading = (*lettered, text), ""
        elif sign := _SECTION.fullmatch(text):
            section = f"{sign[1]}. {sign[2]}"
            is_inner = bool(lettered) and _is_inner(sign[1], lettered[0], lettered[-1])
            self._sections, self._heading = (lettered[0], section) if is_inner else (section,), ""
        elif self._after_heading and self._heading and (text[0].islower() or self._is_unfinished(self._heading)):
            self._heading += f" {text}"
        else:
            if self._after_heading and self._heading:
                self.empty_headings.append(first_words(self._heading))
            self._heading = text
        self._after_heading = True


def _is_inner(sign: str, outermost: str, previous: str) -> bool:
    """Return whether a section with a letter is inside the outermost section, which has a Roman numeral.

    `sign` is the letter or numeral of the section. `outermost` and `previous` are the titles of the outermost and the
    previous section. The sign `I` is a letter after a section with the sign `H`, and otherwise a Roman numeral.
    """
    if previous != outermost and previous[:1].isalpha() and ord(sign[0]) == ord(previous[0]) + 1 and len(sign) == 1:
        return True
    return outermost[:1] in {"I", "V", "X"} and not re.fullmatch("[IVX]+", sign)


def _check_number(paragraph: NumberedParagraph, first: NumberedParagraph, previous: NumberedParagraph | None) -> None:
    """Add a reason to check a paragraph if its number does not follow the number of the previous paragraph.

    `first` is the first paragraph in the document that has the same number as `paragraph`.
    """
    number = paragraph.number
    if first is not paragraph:
        problem = gettext(
            "number %(number)s appears twice: %(first)s and %(second)s",
            number=str(number),
            first=first_words(first.preview),
            second=first_words(paragraph.preview),
        )
    elif not previous and number != 1:
        problem = gettext("the first paragraph has number %(number)s", number=str(number))
    elif previous and number != previous.number + 1:
        problem = gettext(
            "number %(number)s comes after number %(previous)s", number=str(number), previous=str(previous.number)
        )
    else:
        return
    paragraph.parts[0].to_check.append(problem)


def _add_line(paragraph: NumberedParagraph, text: str, line: Line, book: PhraseBook) -> None:
    """Add a line to a paragraph, either as one or more new items, or as more text in the paragraph's last part.

    `text` is the text of the line without the number of the paragraph.
    """
    last = paragraph.parts[-1]
    number_format = line.number_format
    sign = _ITEM.fullmatch(text)
    item = _item(sign[1], number_format, last) if sign else ""
    letter = last.item.partition("-")[0]
    if not book.phrases and not sign and (sign := _OTHER_ITEM.fullmatch(text)):
        # The letters of another script are in order too.
        item = _next_item(last.item, "")
    parts = split_text(text, item if len(item) == 1 else chr(ord(letter) + 1) if letter else "a", book)
    if len(parts) > 1:
        for name, words in parts:
            _add_text(paragraph, name, words, line)
    elif sign and item:
        _add_text(paragraph, item, sign[2], line)
    else:
        _add_text(paragraph, "", text, line)
    last = paragraph.parts[-1]
    if len(parts) == 1 and may_have_items(text, book):
        last.to_check.append(
            gettext("the text seems to contain lettered items, which were not split: %(text)s", text=first_words(text))
        )
    last.to_check += line.to_check
    last.footnotes += line.footnotes


def _add_text(paragraph: NumberedParagraph, item: str, text: str, line: Line) -> None:
    """Add a new item with its text to a paragraph. If `item` is "", add the text to the paragraph's last part."""
    last = paragraph.parts[-1]
    if item:
        expected = _next_item(last.item, item)
        part = ParagraphPart(item, [text] if text else [])
        paragraph.parts.append(part)
        if item != expected:
            part.to_check.append(
                gettext(
                    "item %(item)s is where item %(expected)s was expected",
                    item=format_item(item),
                    expected=format_item(expected),
                )
            )
    elif text:
        if last.lines and line.number_format != "bullet":
            last.to_check.append(
                gettext("a line without a number was added to the text: %(text)s", text=_quoted(line, text))
            )
        last.lines.append(text)


def _item(sign: str, number_format: str, last: ParagraphPart) -> str:
    """Return the item that begins with a sign in brackets (for example `b` or `b-ii`), or "" if no item begins.

    `sign` is the letter or numeral in the brackets. `last` is the part of the paragraph before the sign.
    """
    letter, _, numeral = last.item.partition("-")
    is_inner = bool(letter) and (sign == _next_numeral(numeral) or len(sign) > 1)
    if number_format in {"lowerLetter", "lowerRoman"}:
        is_inner = number_format == "lowerRoman" and bool(letter)
    elif is_inner and not numeral and sign == chr(ord(letter) + 1):
        # (i) after (h) is the next letter, unless (h) introduces a list.
        is_inner = last.introduces_list
    if is_inner:
        return f"{letter}-{sign}" if sign in ROMANS else ""
    is_numeral_without_letter = not letter and sign in ROMANS and number_format != "lowerLetter"
    return sign if len(sign) == 1 and not is_numeral_without_letter else ""


def _next_numeral(numeral: str) -> str:
    return ROMANS[ROMANS.index(numeral) + 1] if numeral in ROMANS[:-1] else ROMANS[0]


def _next_item(previous: str, item: str) -> str:
    """Return the item that is expected after the item `previous`.

    If `item` is an inner item (for example `a-ii`), an inner item is expected. Otherwise a letter is expected.
    """
    letter, _, numeral = previous.partition("-")
    return f"{letter}-{_next_numeral(numeral)}" if "-" in item else chr(ord(letter) + 1) if letter else "a"


def paragraph_kind(sections: str, text: str, book: PhraseBook, *, is_late: bool = True) -> tuple[str, str]:
    """Return the kind of a paragraph, and a reason to check this kind.

    The titles of the paragraph's sections and the phrases in its text decide the kind. The reason is "" if the kind is
    clear. `book` is the phrase book of the document's language. `is_late` says whether the paragraph is near the end of
    the document. Only there do phrases about future reports make a paragraph a recommendation.
    """
    if not sections.strip() or book.section_means(Meaning.introduces, sections):
        return "introduction", ""
    if book.section_means(Meaning.progress, sections) and not book.find(Meaning.urgent, text):
        return "progress", ""
    recommends, is_concerned = book.find(Meaning.recommends, text), book.find(Meaning.concern, text)
    if recommends and is_concerned and not book.find(Meaning.urgent, text):
        return "recommendation", gettext(
            "the text reads as a concern and as a recommendation: it was imported as a recommendation"
        )
    for meaning in (Meaning.urgent, Meaning.recommends, *(REPORTING if is_late else ()), Meaning.concern):
        if book.find(meaning, text):
            return _KINDS.get(meaning, "recommendation"), _unverified(book, text, meaning)
    return _guessed_kind(text, book)


def _guessed_kind(text: str, book: PhraseBook) -> tuple[str, str]:
    """Return the kind of a paragraph whose phrases do not show the kind, and the reason to check this kind."""
    if book.match("obliges", text):
        return "recommendation", gettext(
            "the text reads neither as a concern nor as a recommendation: it was imported as a recommendation"
        )
    if book.find(Meaning.welcomes, text) and not book.find(Meaning.but, text):
        return "progress", gettext(
            "the text reads neither as a concern nor as a recommendation: it was imported as progress"
        )
    return "concern", gettext(
        "the text reads neither as a concern nor as a recommendation: it was imported as a concern"
    )


def _unverified(book: PhraseBook, text: str, meaning: Meaning) -> str:
    """Return a reason to check a paragraph that a phrase without a source decides on, or "" if there is no reason."""
    phrase = book.find(meaning, text)
    if not phrase or book.is_verified(meaning, text):
        return ""
    return gettext(
        "the phrase %(phrase)s was understood without an example from a UN document: is it right?",
        phrase=first_words(phrase[0]),
    )


def kind_by_position(paragraph: NumberedParagraph, following: NumberedParagraph | None) -> tuple[str, str]:
    """Return the kind of a paragraph in a language without a phrase book, and the reason to check this kind.

    Paragraphs without a heading introduce the document. Under a heading, the concerns come first, and the last
    paragraph is the recommendation. `following` is the next paragraph of the document, if there is one.
    """
    place = (paragraph.sections, paragraph.heading)
    if not paragraph.heading:
        return "introduction", gettext(
            "only the position of the paragraph shows what it is: it was imported as an introduction"
        )
    if following and (following.sections, following.heading) == place:
        return "concern", gettext("only the position of the paragraph shows what it is: it was imported as a concern")
    return "recommendation", gettext(
        "only the position of the paragraph shows what it is: it was imported as a recommendation"
    )
