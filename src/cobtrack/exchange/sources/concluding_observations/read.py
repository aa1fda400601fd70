"""Concluding Observations of any treaty body, as the UN publishes them in English: a .docx into paragraphs.

What a paragraph is (a concern, a recommendation) is told by its section and by the verbs that committees use; what is
uncertain is a doubt on its paragraph, for a person to settle.
"""

from __future__ import annotations

import re
from collections import Counter
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
from cobtrack.exchange.office.word import report_damage
from cobtrack.exchange.office.word_lines import read_lines
from cobtrack.exchange.sources.concluding_observations.first_page import first_page
from cobtrack.exchange.sources.concluding_observations.paragraphs import (
    NumberedParagraph,
    ParagraphPart,
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
from cobtrack.exchange.un.phrases import CLOSING, Meaning, find_phrase
from cobtrack.exchange.un.reporting_dates import LAST_PARAGRAPHS, follow_up_paragraphs, reporting_dates
from cobtrack.exchange.un.text import first_words, normalize_space

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.exchange.incoming import ReportingDate

# One paragraph calls others urgent, and few link to more than ten; a document may be hostile.
_MOST_URGENT, _MOST_LINKS = 20, 50


class _Named(NamedTuple):
    """The paragraphs and items that others name: as urgent, and as those on which news is asked for."""

    urgent: set[tuple[str, str]]
    follow_up: set[tuple[str, str]]


def read(path: Path) -> ImportedFile:
    """The paragraphs of one document. Raises UnreadableError, and ImportError where python-docx is not installed."""
    with report_damage():
        lines = [line for line in read_lines(path) if line.text.strip()]
        first = next((at for at, line in enumerate(lines) if starts_body(line)), len(lines))
        front = "\n".join(
            filter(None, (normalize_space(part) for line in lines[:first] for part in line.text.split("\n")))
        )
        if not re.search("concluding observations", front, re.IGNORECASE):
            raise ImportFormatError(
                "it has no title with the words Concluding observations",
                "only the English text of Concluding Observations can be read, from its first page on",
            )
        incoming = ImportedFile("cobs")
        numbered = numbered_paragraphs(lines[first:], incoming.notes)
        if not numbered:
            raise ImportFormatError("it has no numbered paragraphs", "is it the whole document?")
        front += "\n" + "\n".join(normalize_space(line.text) for line in lines if line.kind == "page header")
        _document(incoming, front, [note for line in lines for note in line.footnotes], numbered)
    return incoming


def _document(incoming: ImportedFile, front: str, notes: list[str], numbered: list[NumberedParagraph]) -> None:
    symbol = next((one for one in find_symbols(front) if mechanism_of(one) in TREATY_BODIES), "")
    fields = first_page(front, notes, numbered[0].text, incoming.notes)
    areas, urgent = _urgent(numbered)
    named = _Named(urgent, {one for each in numbered[-LAST_PARAGRAPHS:] for one in follow_up_paragraphs(each.text)})
    paragraphs = tuple(_records(numbered, named, incoming))
    title, state = fields.get("title", ""), state_of(symbol)
    ends = any(find_phrase(meaning, one.text) for one in numbered[-2:] for meaning in CLOSING)
    incoming.documents = (
        IncomingDocument(
            symbol,
            title,
            mechanism_of(symbol),
            paragraphs,
            fields,
            state,
            has_end=ends,
            reporting_dates=tuple(_dates(numbered, fields, incoming.notes)),
        ),
    )
    doubtful = sum(bool(one.to_check) for one in paragraphs)
    if re.search("advance (?:unedited )?version", front, re.IGNORECASE):
        incoming.notes.insert(0, "this is an advance version: numbers and words of the final one can differ")
    if not symbol:
        incoming.notes.insert(0, "no document symbol of a treaty body was found on its first page")
    if not state:
        incoming.notes.append("the file does not say which State it is about")
    incoming.notes.insert(
        0, f"{_counted(len(numbered), 'paragraph')}, {_counted(areas, 'urgent area')}, {doubtful} to be checked"
    )


def _dates(numbered: list[NumberedParagraph], fields: dict[str, Any], remarks: list[str]) -> Iterator[ReportingDate]:
    """The dates that the last paragraphs set; a remark where the body says that it will set one later."""
    for one in numbered[-LAST_PARAGRAPHS:]:
        yield from reporting_dates(str(one.number), one.text, str(fields.get("adopted", "")))
        if find_phrase(Meaning.no_date, one.text):
            remarks.append(f"paragraph {one.number} says that the date of the next report is still to be set")


def _counted(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _urgent(numbered: list[NumberedParagraph]) -> tuple[int, set[tuple[str, str]]]:
    """How many areas need urgent measures, and the paragraphs and items that are named for them."""
    there = {(str(one.number), piece.item) for one in numbered for piece in one.pieces}
    areas, named = 0, set()
    for one in islice((one for one in numbered if find_phrase(Meaning.urgent, one.text)), _MOST_URGENT):
        groups = referenced_paragraphs(one.text)
        areas += len(groups)
        for number, item in dict.fromkeys(chain.from_iterable(groups)):
            named.add((number, item))
            if (number, item) not in there:
                label = f"{number} {format_item(item)}".strip()
                one.pieces[0].doubts.append(f"it calls paragraph {label} urgent, which is not in the document")
    return areas, named


def _records(numbered: list[NumberedParagraph], named: _Named, incoming: ImportedFile) -> Iterator[IncomingParagraph]:
    """A record for each paragraph, and for each item of a recommendation."""
    concerns: list[NumberedParagraph] = []
    pieces_of = Counter[int]()
    for late, one in enumerate(numbered, LAST_PARAGRAPHS - len(numbered)):
        kind, doubt = paragraph_kind(" ".join(one.sections), one.text, is_late=late >= 0)
        if concerns and (concerns[-1].section, concerns[-1].heading) != (one.section, one.heading):
            concerns = []
        answers = list(dict.fromkeys(str(other.number) for other in concerns)) if kind == "recommendation" else []
        if len(answers) > MAX_CONCERNS:
            answers = answers[-MAX_CONCERNS:]
            one.pieces[0].doubts.append(TOO_MANY_CONCERNS)
        concerns = [*concerns, one][-MAX_CONCERNS - 1 :] if kind == "concern" else []
        pieces = _pieces(one, kind)
        incoming.record_count += max(len(pieces), 1)
        if not pieces:
            incoming.skipped["a number without any text"] += 1
        for at, piece in enumerate(pieces):
            piece.doubts += [doubt] if doubt and at == 0 else []
            pieces_of[one.number] += 1
            piece.origin = f"{one.number}#{pieces_of[one.number]}"
            yield _record(one, kind, piece, named, [] if at else answers)


def _pieces(one: NumberedParagraph, kind: str) -> list[ParagraphPart]:
    """What has a text of its own; what is to be checked of an empty beginning goes to the first."""
    pieces = [piece for piece in one.pieces if piece.lines]
    if pieces and kind != "recommendation":
        doubts = [each for piece in one.pieces for each in piece.doubts]
        return [ParagraphPart("", [one.text], doubts, [each for piece in pieces for each in piece.notes])]
    if pieces and pieces[0] is not one.pieces[0]:
        pieces[0].doubts[:0] = one.pieces[0].doubts
    return pieces


def _record(
    one: NumberedParagraph,
    kind: str,
    piece: ParagraphPart,
    named: _Named,
    answers: list[str],
) -> IncomingParagraph:
    number, letter = str(one.number), piece.item.partition("-")[0]
    names = {(number, ""), (number, letter), (number, piece.item)}
    is_urgent = bool(named.urgent & names)
    noted = [(note, find_citations(note)) for note in piece.notes]
    fields = {
        "section": one.section,
        "above": list(reversed(one.sections[:-1])),
        "heading": one.heading,
        "urgent": is_urgent,
        "follow_up": kind == "recommendation" and bool(named.follow_up & names),
        "text": piece.text,
        "cites": list(
            dict.fromkeys(
                cite for text in (find_citations(piece.text), *(found for _, found in noted)) for cite in text
            )
        ),
        "answers": answers,
        "links": list(islice(recalled_paragraphs(piece.text), _MOST_LINKS)),
    }
    lost = ["it is called urgent, and was taken for no recommendation"] * (is_urgent and kind != "recommendation")
    lost += [f"its footnote was not carried over: {first_words(note)}" for note, found in noted if not found]
    return IncomingParagraph(
        location=f"paragraph {number} {format_item(piece.item)}".strip(),
        kind=kind,
        number=number,
        item=piece.item,
        fields={key: value for key, value in fields.items() if value},
        system="cobs",
        external_id=piece.origin,
        to_check=(*piece.doubts, *lost),
    )
