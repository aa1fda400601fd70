"""Read Concluding Observations of any treaty body from the Word file or the PDF that the UN publishes.

The kind of a paragraph (concern, recommendation ...) is determined from its section and from the verbs that committees
use, which the phrase book of the document's language knows. A document in another language is read by its numbers and
headings. Anything uncertain is noted on the paragraph, for a person to check.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.exchange.incoming import (
    MAX_CONCERNS,
    TOO_MANY_CONCERNS,
    ImportedFile,
    ImportFormatError,
    IncomingDocument,
    IncomingParagraph,
)
from cobtrack.exchange.office import pdf_lines, word_lines
from cobtrack.exchange.office.word import report_damage
from cobtrack.exchange.sources.concluding_observations.first_page import first_page
from cobtrack.exchange.sources.concluding_observations.paragraphs import (
    NumberedParagraph,
    ParagraphPart,
    kind_by_position,
    numbered_paragraphs,
    paragraph_kind,
    starts_body,
)
from cobtrack.exchange.un.bodies import TREATY_BODIES, mechanism_of, state_of
from cobtrack.exchange.un.citations import (
    find_citations,
    find_symbols,
    recalled_paragraphs,
    referenced_paragraphs,
)
from cobtrack.exchange.un.lettered_items import format_item
from cobtrack.exchange.un.phrase_books import CLOSING, Meaning, PhraseBook, phrase_books
from cobtrack.exchange.un.reporting_dates import LAST_PARAGRAPHS, follow_up_paragraphs, reporting_dates
from cobtrack.exchange.un.text import first_words, normalize_space
from cobtrack.model.languages.phrases import gettext
from cobtrack.model.text.wording import join, quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from cobtrack.exchange.incoming import KnownParagraph, ReportingDate
    from cobtrack.exchange.office.lines import Line

    FindKnown = Callable[[str, str], Mapping[str, KnownParagraph]]

# Limits, because a document may be hostile. Usually one paragraph lists all urgent ones, and few have over ten links.
_MAX_URGENT_LISTS, _MAX_LINKS = 20, 50
_END_OF_FRONT = "\n\n"
"""What separates the first page from the page headers."""


class _NamedParagraphs(NamedTuple):
    """The paragraphs that other paragraphs name as urgent or for follow-up information, as pairs of number and item."""

    urgent: set[tuple[str, str]]
    follow_up: set[tuple[str, str]]


def nothing_known(_symbol: str, _language: str) -> Mapping[str, KnownParagraph]:
    """Return an empty mapping. This function stands in for a workspace without the document."""
    return {}


def read(path: Path, language: str = "", find_known: FindKnown = nothing_known) -> ImportedFile:
    """Read Concluding Observations from the Word file or the PDF at `path`.

    `language` is the code of the document's language, or "" to recognise the language by the title of the document.
    `find_known` is called with the symbol and the language of the document. It returns what the workspace knows about
    the paragraphs of this document, keyed by number, if the workspace has the document in another language.

    Raises ImportFormatError if the file does not contain Concluding Observations, or if its language is not recognised.
    Raises ImportError if python-docx is not installed.
    """
    if path.suffix.casefold() == ".pdf":
        with report_damage("a PDF", "download the file again, or import the Word file of the document"):
            lines = pdf_lines.read_lines(path)
    else:
        with report_damage():
            lines = word_lines.read_lines(path)
    with report_damage():
        return _read_lines([line for line in lines if line.text.strip()], language, find_known)


def _read_lines(lines: list[Line], language: str, find_known: FindKnown) -> ImportedFile:
    books = [book for code, book in phrase_books().items() if language in {"", code}]
    front, start = _front(lines, books)
    book = next((book for book in books if book.has_title(front)), None)
    if book is None:
        _require_unknown_language(front, language)
        book = PhraseBook(language)
        front, start = _front(lines, [book])
        book = replace(book, item=_item_form(lines[start:]))
    result = ImportedFile("cobs")
    numbered = numbered_paragraphs(lines[start:], result.notes, book)
    if not numbered:
        raise ImportFormatError("no numbered paragraphs", "import the whole document")
    front += _END_OF_FRONT + "\n".join(normalize_space(line.text) for line in lines if line.kind == "page header")
    footnotes = [note for line in lines for note in line.footnotes]
    _Reader(result, book, find_known).add_document(front, footnotes, numbered)
    return result


def _front(lines: list[Line], books: list[PhraseBook]) -> tuple[str, int]:
    """Return the text of the first page before the body of the document, and the position of the body's first line."""
    start = next((position for position, line in enumerate(lines) if starts_body(line, books)), len(lines))
    front_lines = (normalize_space(part) for line in lines[:start] for part in line.text.split("\n"))
    return "\n".join(filter(None, front_lines)), start


def _require_unknown_language(front: str, language: str) -> None:
    """Raise ImportFormatError if the document cannot be read without a phrase book.

    `front` is the text of the first page, which has no title in the language with the code `language`.
    """
    books = phrase_books()
    if other := next((book for book in books.values() if book.has_title(front)), None):
        raise ImportFormatError(
            f"the title of the document is in {other.name}", f"leave out --language, or use --language {other.code}"
        )
    if language in books:
        raise ImportFormatError(
            f"no title with the words “{books[language].title}”", "import the whole document, with its first page"
        )
    if not language:
        titles = join([f"“{book.title}”" for book in books.values()], "or")
        raise ImportFormatError(
            f"no title with the words {titles}",
            "import the whole document, with its first page; for a document in another language, add --language with"
            " the code of the language",
        )


def _item_form(lines: list[Line]) -> str:
    """Return how a document writes the letters of items, as its first item shows."""
    signs = (re.match(r"(\(?)[^\W\d_]\)", normalize_space(line.text)) for line in lines)
    return next((f"{sign[1]}%s)" for sign in signs if sign), "(%s)")


class _Reader:
    """Makes a document of numbered paragraphs, and adds it to the imported file."""

    def __init__(self, result: ImportedFile, book: PhraseBook, find_known: FindKnown) -> None:
        self.result = result
        self.book = book
        self.find_known = find_known
        self.known: Mapping[str, KnownParagraph] = {}

    def add_document(self, front: str, footnotes: list[str], numbered: list[NumberedParagraph]) -> None:
        """Add the document to `result`, together with notes about the whole document.

        `front` is the text of the first page, and `footnotes` are the footnotes of the document.
        """
        result, book = self.result, self.book
        symbol = next((symbol for symbol in find_symbols(front) if mechanism_of(symbol) in TREATY_BODIES), "")
        self.known = self.find_known(symbol, book.code)
        fields = first_page(book, front, footnotes, numbered[0].text, result.notes)
        if not book.phrases:
            # The title is right above the body.
            fields["title"] = front.partition(_END_OF_FRONT)[0].rpartition("\n")[2].rstrip("* ") or symbol
        areas, urgent = self._urgent_paragraphs(numbered)
        last = numbered[-LAST_PARAGRAPHS:]
        follow_up = {named for paragraph in last for named in follow_up_paragraphs(paragraph.text, book)}
        paragraphs = tuple(self._incoming_paragraphs(numbered, _NamedParagraphs(urgent, follow_up)))
        state = state_of(symbol)
        result.documents = (
            IncomingDocument(
                symbol=symbol,
                name=fields.get("title", ""),
                mechanism=mechanism_of(symbol),
                paragraphs=paragraphs,
                fields=fields,
                state=state,
                language=book.code,
                has_last_paragraph=any(
                    book.find(meaning, paragraph.text) for paragraph in numbered[-2:] for meaning in CLOSING
                ),
                reporting_dates=tuple(self._reporting_dates(last, fields)),
            ),
        )
        if book.match("advance", front):
            result.notes.insert(
                0, gettext("this is an advance version: numbers and words of the final version may differ")
            )
        if not symbol:
            result.notes.insert(0, gettext("the first page has no document symbol of a treaty body"))
        if not state:
            result.notes.append(gettext("the file does not say which State it is about"))
        if not book.phrases:
            result.notes.append(
                gettext(
                    "cobtrack does not know the phrases of the UN in the language %(language)s, so the document was"
                    " read by its numbers and headings",
                    language=book.code,
                )
            )
        to_check = sum(bool(paragraph.to_check) for paragraph in paragraphs)
        counts = (
            quantity(len(numbered), "paragraph"),
            quantity(areas, "urgent area"),
            gettext("%(number)s to check", number=to_check),
        )
        result.notes.insert(0, ", ".join(counts))

    def _reporting_dates(self, paragraphs: list[NumberedParagraph], fields: dict[str, Any]) -> Iterator[ReportingDate]:
        """Yield the dates that the given paragraphs set for follow-up information, reports and dialogues.

        If a paragraph says that the date of the next report will be set later, add a note to the imported file.
        """
        for paragraph in paragraphs:
            number, text = str(paragraph.number), paragraph.text
            yield from reporting_dates(number, text, str(fields.get("adopted", "")), self.book)
            if self.book.find(Meaning.no_date, text):
                self.result.notes.append(
                    gettext(
                        "paragraph %(number)s says that the date of the next report will be set later", number=number
                    )
                )

    def _urgent_paragraphs(self, numbered: list[NumberedParagraph]) -> tuple[int, set[tuple[str, str]]]:
        """Return the number of areas that need urgent measures, and the paragraphs that are listed for these areas.

        Each listed paragraph is a pair of number and item. If the document has no such paragraph, the paragraph with
        the list gets a reason to check it.
        """
        existing = {(str(paragraph.number), part.item) for paragraph in numbered for part in paragraph.parts}
        areas, urgent = 0, set()
        naming = (paragraph for paragraph in numbered if self.book.find(Meaning.urgent, paragraph.text))
        for paragraph in islice(naming, _MAX_URGENT_LISTS):
            groups = referenced_paragraphs(paragraph.text, self.book)
            areas += len(groups)
            for number, item in dict.fromkeys(chain.from_iterable(groups)):
                urgent.add((number, item))
                if (number, item) not in existing:
                    label = f"{number} {format_item(item)}".strip()
                    paragraph.parts[0].to_check.append(
                        gettext(
                            "the text calls paragraph %(paragraph)s urgent, but the document has no such paragraph",
                            paragraph=label,
                        )
                    )
        return areas, urgent

    def _incoming_paragraphs(
        self, numbered: list[NumberedParagraph], named: _NamedParagraphs
    ) -> Iterator[IncomingParagraph]:
        """Yield the paragraphs to import. A recommendation with items is yielded as several paragraphs.

        These paragraphs are the chapeau (the words before the items) and each item. A recommendation is recorded as the
        answer to the concerns that come right before it under the same heading.
        """
        concerns: list[NumberedParagraph] = []
        part_counts = Counter[int]()
        for paragraph, (kind, to_check, is_split) in zip(numbered, self._kinds(numbered), strict=True):
            if concerns and (concerns[-1].section, concerns[-1].heading) != (paragraph.section, paragraph.heading):
                concerns = []
            is_recommendation = kind == "recommendation"
            answers = list(dict.fromkeys(str(concern.number) for concern in concerns)) if is_recommendation else []
            if len(answers) > MAX_CONCERNS:
                answers = answers[-MAX_CONCERNS:]
                paragraph.parts[0].to_check.append(TOO_MANY_CONCERNS)
            concerns = [*concerns, paragraph][-MAX_CONCERNS - 1 :] if kind == "concern" else []
            parts = _parts_with_text(paragraph, is_split=is_split)
            self.result.record_count += max(len(parts), 1)
            if not parts:
                self.result.skipped["a number without text"] += 1
            for index, part in enumerate(parts):
                part.to_check += [to_check] if to_check and index == 0 else []
                part_counts[paragraph.number] += 1
                part.external_id = f"{paragraph.number}#{part_counts[paragraph.number]}"
                yield self._incoming_paragraph(paragraph, kind, part, named, [] if index else answers)

    def _kinds(self, numbered: list[NumberedParagraph]) -> Iterator[tuple[str, str, bool]]:
        """Yield the kind of each paragraph, a reason to check the kind, and whether the paragraph is split into items.

        The kind is known if the workspace has the document in another language. Otherwise the phrases in the text
        decide, or the position of the paragraph if the language has no phrase book.
        """
        for position, paragraph in enumerate(numbered):
            if known := self.known.get(str(paragraph.number)):
                yield known.kind, "", known.is_split
                continue
            if self.book.phrases:
                is_late = position >= len(numbered) - LAST_PARAGRAPHS
                sections = " ".join(paragraph.sections)
                kind, to_check = paragraph_kind(sections, paragraph.text, self.book, is_late=is_late)
            else:
                following = numbered[position + 1] if position + 1 < len(numbered) else None
                kind, to_check = kind_by_position(paragraph, following)
            yield kind, to_check, kind == "recommendation"

    def _incoming_paragraph(
        self,
        paragraph: NumberedParagraph,
        kind: str,
        part: ParagraphPart,
        named: _NamedParagraphs,
        answers: list[str],
    ) -> IncomingParagraph:
        number, letter = str(paragraph.number), part.item.partition("-")[0]
        names = {(number, ""), (number, letter), (number, part.item)}
        is_urgent = bool(named.urgent & names)
        asks_for_resources = kind == "recommendation" and bool(self.book.find(Meaning.resources, part.text))
        cited_in_footnotes = [find_citations(footnote, self.book) for footnote in part.footnotes]
        fields = {
            "section": paragraph.section,
            "above": list(reversed(paragraph.sections[:-1])),
            "heading": paragraph.heading,
            "urgent": is_urgent,
            "asks_for_resources": asks_for_resources,
            "follow_up": kind == "recommendation" and bool(named.follow_up & names),
            "text": part.text,
            "cites": list(dict.fromkeys(chain(find_citations(part.text, self.book), *cited_in_footnotes))),
            "answers": answers,
            "links": list(islice(recalled_paragraphs(part.text, self.book), _MAX_LINKS)),
        }
        to_check = [*part.to_check]
        if asks_for_resources and not self.book.is_verified(Meaning.resources, part.text):
            to_check.append(gettext("the paragraph seems to ask for resources"))
        if is_urgent and kind != "recommendation":
            to_check.append(gettext("the paragraph is called urgent, but was not imported as a recommendation"))
        for footnote, citations in zip(part.footnotes, cited_in_footnotes, strict=True):
            if not citations:
                to_check.append(gettext("a footnote was not imported: %(text)s", text=first_words(footnote)))
        return IncomingParagraph(
            location=f"paragraph {number} {format_item(part.item)}".strip(),
            kind=kind,
            number=number,
            item=part.item,
            fields={key: value for key, value in fields.items() if value},
            system="cobs",
            external_id=part.external_id,
            to_check=tuple(to_check),
        )


def _parts_with_text(paragraph: NumberedParagraph, *, is_split: bool) -> list[ParagraphPart]:
    """Return the parts of a paragraph that have text, or one part with the whole text if it is not split.

    If the chapeau (the words before the items) has no text, its reasons to check move to the first part with text.
    """
    parts = [part for part in paragraph.parts if part.lines]
    if parts and not is_split:
        to_check = [reason for part in paragraph.parts for reason in part.to_check]
        footnotes = [footnote for part in parts for footnote in part.footnotes]
        return [ParagraphPart("", [paragraph.text], to_check, footnotes)]
    if parts and parts[0] is not paragraph.parts[0]:
        parts[0].to_check[:0] = paragraph.parts[0].to_check
    return parts
