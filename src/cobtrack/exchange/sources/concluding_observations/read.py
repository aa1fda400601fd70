"""Read Concluding Observations of any treaty body from the .docx file that the UN publishes, in English.

The kind of a paragraph (concern, recommendation ...) is determined from its section and from the verbs that committees
use. Anything uncertain is noted on the paragraph, for a person to check.
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
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.exchange.incoming import ReportingDate

# Limits, because a document may be hostile. Usually one paragraph lists all urgent ones, and few have over ten links.
_MAX_URGENT_LISTS, _MAX_LINKS = 20, 50


class _NamedParagraphs(NamedTuple):
    """The paragraphs that other paragraphs name as urgent or for follow-up information, as pairs of number and item."""

    urgent: set[tuple[str, str]]
    follow_up: set[tuple[str, str]]


def read(path: Path) -> ImportedFile:
    """Read Concluding Observations from the Word file at `path`.

    Raises ImportFormatError if the file does not contain Concluding Observations. Raises ImportError if python-docx is
    not installed.
    """
    with report_damage():
        lines = [line for line in read_lines(path) if line.text.strip()]
        start = next((position for position, line in enumerate(lines) if starts_body(line)), len(lines))
        front_lines = (normalize_space(part) for line in lines[:start] for part in line.text.split("\n"))
        front = "\n".join(filter(None, front_lines))
        if not re.search("concluding observations", front, re.IGNORECASE):
            raise ImportFormatError(
                "no title with the words “Concluding observations”",
                "import the English text of Concluding Observations, with its first page",
            )
        result = ImportedFile("cobs")
        numbered = numbered_paragraphs(lines[start:], result.notes)
        if not numbered:
            raise ImportFormatError("no numbered paragraphs", "import the whole document")
        front += "\n" + "\n".join(normalize_space(line.text) for line in lines if line.kind == "page header")
        _add_document(result, front, [note for line in lines for note in line.footnotes], numbered)
    return result


def _add_document(result: ImportedFile, front: str, footnotes: list[str], numbered: list[NumberedParagraph]) -> None:
    """Add the document to `result`, together with notes about the whole document."""
    symbol = next((symbol for symbol in find_symbols(front) if mechanism_of(symbol) in TREATY_BODIES), "")
    fields = first_page(front, footnotes, numbered[0].text, result.notes)
    areas, urgent = _urgent_paragraphs(numbered)
    last = numbered[-LAST_PARAGRAPHS:]
    follow_up = {named for paragraph in last for named in follow_up_paragraphs(paragraph.text)}
    paragraphs = tuple(_incoming_paragraphs(numbered, _NamedParagraphs(urgent, follow_up), result))
    state = state_of(symbol)
    result.documents = (
        IncomingDocument(
            symbol=symbol,
            name=fields.get("title", ""),
            mechanism=mechanism_of(symbol),
            paragraphs=paragraphs,
            fields=fields,
            state=state,
            has_last_paragraph=any(
                find_phrase(meaning, paragraph.text) for paragraph in numbered[-2:] for meaning in CLOSING
            ),
            reporting_dates=tuple(_reporting_dates(last, fields, result.notes)),
        ),
    )
    if re.search("advance (?:unedited )?version", front, re.IGNORECASE):
        result.notes.insert(0, "this is an advance version: numbers and words of the final version may differ")
    if not symbol:
        result.notes.insert(0, "the first page has no document symbol of a treaty body")
    if not state:
        result.notes.append("the file does not say which State it is about")
    to_check = sum(bool(paragraph.to_check) for paragraph in paragraphs)
    counts = (quantity(len(numbered), "paragraph"), quantity(areas, "urgent area"), f"{to_check} to check")
    result.notes.insert(0, ", ".join(counts))


def _reporting_dates(
    paragraphs: list[NumberedParagraph], fields: dict[str, Any], notes: list[str]
) -> Iterator[ReportingDate]:
    """Yield the dates that the given paragraphs set for follow-up information, reports and dialogues.

    If a paragraph says that the date of the next report will be set later, add a note to `notes`.
    """
    for paragraph in paragraphs:
        yield from reporting_dates(str(paragraph.number), paragraph.text, str(fields.get("adopted", "")))
        if find_phrase(Meaning.no_date, paragraph.text):
            notes.append(f"paragraph {paragraph.number} says that the date of the next report will be set later")


def _urgent_paragraphs(numbered: list[NumberedParagraph]) -> tuple[int, set[tuple[str, str]]]:
    """Return the number of areas that need urgent measures, and the paragraphs that are listed for these areas.

    Each listed paragraph is a pair of number and item. If the document has no such paragraph, the paragraph with the
    list gets a reason to check it.
    """
    existing = {(str(paragraph.number), part.item) for paragraph in numbered for part in paragraph.parts}
    areas, urgent = 0, set()
    naming = (paragraph for paragraph in numbered if find_phrase(Meaning.urgent, paragraph.text))
    for paragraph in islice(naming, _MAX_URGENT_LISTS):
        groups = referenced_paragraphs(paragraph.text)
        areas += len(groups)
        for number, item in dict.fromkeys(chain.from_iterable(groups)):
            urgent.add((number, item))
            if (number, item) not in existing:
                label = f"{number} {format_item(item)}".strip()
                paragraph.parts[0].to_check.append(
                    f"the text calls paragraph {label} urgent, but the document has no such paragraph"
                )
    return areas, urgent


def _incoming_paragraphs(
    numbered: list[NumberedParagraph], named: _NamedParagraphs, result: ImportedFile
) -> Iterator[IncomingParagraph]:
    """Yield the paragraphs to import. A recommendation with items is yielded as several paragraphs.

    These paragraphs are the chapeau (the words before the items) and each item. A recommendation is recorded as the
    answer to the concerns that come right before it under the same heading.
    """
    concerns: list[NumberedParagraph] = []
    part_counts = Counter[int]()
    for position, paragraph in enumerate(numbered):
        is_late = position >= len(numbered) - LAST_PARAGRAPHS
        kind, to_check = paragraph_kind(" ".join(paragraph.sections), paragraph.text, is_late=is_late)
        if concerns and (concerns[-1].section, concerns[-1].heading) != (paragraph.section, paragraph.heading):
            concerns = []
        is_recommendation = kind == "recommendation"
        answers = list(dict.fromkeys(str(concern.number) for concern in concerns)) if is_recommendation else []
        if len(answers) > MAX_CONCERNS:
            answers = answers[-MAX_CONCERNS:]
            paragraph.parts[0].to_check.append(TOO_MANY_CONCERNS)
        concerns = [*concerns, paragraph][-MAX_CONCERNS - 1 :] if kind == "concern" else []
        parts = _parts_with_text(paragraph, kind)
        result.record_count += max(len(parts), 1)
        if not parts:
            result.skipped["a number without text"] += 1
        for index, part in enumerate(parts):
            part.to_check += [to_check] if to_check and index == 0 else []
            part_counts[paragraph.number] += 1
            part.external_id = f"{paragraph.number}#{part_counts[paragraph.number]}"
            yield _incoming_paragraph(paragraph, kind, part, named, [] if index else answers)


def _parts_with_text(paragraph: NumberedParagraph, kind: str) -> list[ParagraphPart]:
    """Return the parts of a recommendation that have text. For another kind, return one part with the whole text.

    If the chapeau of a recommendation (the words before the items) has no text, its reasons to check move to the first
    part with text.
    """
    parts = [part for part in paragraph.parts if part.lines]
    if parts and kind != "recommendation":
        to_check = [reason for part in paragraph.parts for reason in part.to_check]
        footnotes = [footnote for part in parts for footnote in part.footnotes]
        return [ParagraphPart("", [paragraph.text], to_check, footnotes)]
    if parts and parts[0] is not paragraph.parts[0]:
        parts[0].to_check[:0] = paragraph.parts[0].to_check
    return parts


def _incoming_paragraph(
    paragraph: NumberedParagraph, kind: str, part: ParagraphPart, named: _NamedParagraphs, answers: list[str]
) -> IncomingParagraph:
    number, letter = str(paragraph.number), part.item.partition("-")[0]
    names = {(number, ""), (number, letter), (number, part.item)}
    is_urgent = bool(named.urgent & names)
    cited_in_footnotes = [find_citations(footnote) for footnote in part.footnotes]
    fields = {
        "section": paragraph.section,
        "above": list(reversed(paragraph.sections[:-1])),
        "heading": paragraph.heading,
        "urgent": is_urgent,
        "follow_up": kind == "recommendation" and bool(named.follow_up & names),
        "text": part.text,
        "cites": list(dict.fromkeys(chain(find_citations(part.text), *cited_in_footnotes))),
        "answers": answers,
        "links": list(islice(recalled_paragraphs(part.text), _MAX_LINKS)),
    }
    to_check = [*part.to_check]
    if is_urgent and kind != "recommendation":
        to_check.append("the paragraph is called urgent, but was not imported as a recommendation")
    for footnote, citations in zip(part.footnotes, cited_in_footnotes, strict=True):
        if not citations:
            to_check.append(f"a footnote was not imported: {first_words(footnote)}")
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
