"""Read an export of the Universal Human Rights Index (UHRI): JSON, or a spreadsheet."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, NamedTuple

from cobtrack.exchange.incoming import (
    MAX_CONCERNS,
    TOO_MANY_CONCERNS,
    ImportedFile,
    IncomingDocument,
    IncomingParagraph,
    other_state_reason,
)
from cobtrack.exchange.sources.uhri_records import read_records
from cobtrack.exchange.un.bodies import TREATY_BODIES
from cobtrack.exchange.un.citations import referenced_paragraphs
from cobtrack.exchange.un.lettered_items import split_items, unwrap_lines
from cobtrack.exchange.un.phrase_books import Meaning, english
from cobtrack.exchange.un.reporting_dates import LAST_PARAGRAPHS, follow_up_paragraphs
from cobtrack.exchange.un.text import (
    find_split_word,
    has_markup,
    html_to_text,
    normalize_space,
    parse_paragraph,
    text_key,
)
from cobtrack.exchange.un.upr import POSITIONS, recommending_states, split_states
from cobtrack.model.states import lookup
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

    from cobtrack.exchange.incoming import Progress

# The fields, keyed by UHRI's JSON keys and column headers in the form that `text_key` returns.
_KEYS = {
    "annotationid": "id", "ohchrannotationid": "id", "annotationtype": "type", "type": "type", "text": "text",
    "body": "body", "reccomendingbody": "body", "recommendingbody": "body", "symbol": "symbol",
    "documentsymbol": "symbol", "countries": "countries", "countriesconcerned": "countries", "themes": "themes",
    "publicationdate": "date", "documentpublicationdate": "date", "date": "date", "affectedpersons": "affected_persons",
    "sdgs": "sdgs", "uprposition": "position", "uprpositions": "position", "uprrecommendingcountry": "made_by",
    "uprreccomendingstates": "made_by", "uprrecommendingstates": "made_by", "uprsession": "session",
}  # fmt: skip
# The mechanisms, keyed by the acronyms of bodies, and by parts of the long names that some records have.
_BODIES = {**{body: body for body in (*TREATY_BODIES, "upr")}, "crcopac": "crc", "crcopsc": "crc", "crcopic": "crc"}
_NAME_PARTS = {
    "rightsofthechild": "crc", "discriminationagainstwomen": "cedaw", "humanrightscommittee": "ccpr", "migrant": "cmw",
    "committeeoneconomic": "cescr", "racialdiscrimination": "cerd", "committeeagainsttorture": "cat",
    "enforceddisappearances": "ced", "personswithdisabilities": "crpd", "universalperiodicreview": "upr",
}  # fmt: skip
_EXPERT = re.compile(r"(?i)(?:sr|wg|ie|se|rsg|srsg)\b|.*(?:special rapporteur|working group|independent expert)")
_PROGRESS = re.compile(r"(?i)positive aspects|progress achieved|follow-up measures taken")
_NO_TYPE = "the record has no type: is it a concern, as imported, or a recommendation?"
_Tally = Counter[tuple[str, str]]
"""Counts for notes on repairs, keyed by a noun and the rest of a sentence. The note begins with the count."""


class _Record(NamedTuple):
    """A record of the export, with its paragraph and its information about the paragraph's document."""

    paragraph: IncomingParagraph
    symbol: str
    body: str
    issued: str
    session: str


def read(path: Path, state: str, state_keys: Collection[str], progress: Progress | None = None) -> ImportedFile:
    """Read the records about one State from an export of UHRI. Records with the same symbol form one document.

    `state` is the State's ISO 3166 code of three letters. `state_keys` has the keys of the State's names (see
    `Settings.state_keys`). `progress` is called with the number of bytes read so far and in total. Raises
    ImportFormatError if the file is not an export of UHRI.
    """
    result, tally, seen = ImportedFile("uhri"), _Tally(), set[str]()
    groups: dict[str, list[_Record]] = defaultdict(list)
    for location, raw in read_records(path, progress):
        result.record_count += 1
        record = _record_or_skip_reason(location, raw, (state, state_keys), seen, tally)
        if isinstance(record, str):
            result.skip(record)
        else:
            groups["".join(record.symbol.casefold().split()) or f"{record.body} {record.issued}"].append(record)
    result.documents = tuple(_document(groups[key], result.notes) for key in sorted(groups))
    result.notes += [f"{quantity(number, noun)} {rest}" for (noun, rest), number in sorted(tally.items()) if number]
    return result


def _record_or_skip_reason(
    location: str, raw: object, state: tuple[str, Collection[str]], seen: set[str], tally: _Tally
) -> _Record | str:
    """Return the record in `raw`, or the reason why the record is skipped.

    `seen` has the ids of the records read so far. The id of the returned record is added to `seen`.
    """
    if not isinstance(raw, dict):
        return "not a record"
    values = {field: value for key, value in raw.items() if (field := _KEYS.get(text_key(key[:60])))}
    countries = _all(values.get("countries"))
    symbol, identifier = _first(values.get("symbol")), _first(values.get("id"))
    has_code = state[0] in symbol.upper().split("/")
    if not any(lookup.state_key(name) in state[1] for name in countries) and (countries or not has_code):
        note = "skipped: the symbol has the State's code, but the country is not the state_name in cobtrack.yaml"
        tally["record", note] += has_code
        return other_state_reason(countries[0] if countries else "")
    if identifier and identifier in seen:
        return "duplicate annotation"
    paragraph = _paragraph(location, values, tally)
    if paragraph is None:
        return "no text"
    tally["record", "without a country, recognised by the symbol"] += not countries
    seen.add(identifier)
    body, issued, session = _first(values.get("body")), _day(values.get("date")), _first(values.get("session"))
    return _Record(paragraph, symbol, body, issued, session)


def _paragraph(location: str, values: dict[str, Any], tally: _Tally) -> IncomingParagraph | None:
    """Return the paragraph in a record, or None if the record has no text."""
    is_upr, raw = _mechanism(_first(values.get("body"))) == "upr", values.get("text")
    parts = parse_paragraph(html_to_text(raw) if isinstance(raw, str) else "", is_upr=is_upr)
    text = (normalize_space if is_upr else unwrap_lines)(parts.pop("text"))
    made_by, others = split_states(_all(values.get("made_by")))
    if is_upr:
        whole, (text, made_by) = text, recommending_states(text, made_by)
        tally["text", "ended with the recommending States in brackets, which were moved to made_by"] += text != whole
    if not text:
        return None
    tally["text", "had HTML tags or entities, which were removed"] += has_markup(str(raw))
    tally["heading", "split off from the text"] += any((parts["heading"], parts["section"]))
    position, countries = "/".join(_all(values.get("position"))), _all(values.get("countries"))
    kind = _kind(_first(values.get("type")), f"{parts['section']} {parts['heading']}")
    split_word = find_split_word(text)
    tally["text", "with a word that seems to be split; the word was not changed"] += bool(split_word)
    lists = {key: _all(values.get(key)) for key in ("themes", "affected_persons", "sdgs")}
    number, item = parts.pop("number"), parts.pop("item")
    fields = {**parts, "text": text, "made_by": made_by, "position": POSITIONS.get(text_key(position), ""), **lists}
    reasons = {
        _NO_TYPE: not kind,
        "no paragraph number could be read": not number,
        f"the record is about {len(countries)} States: {', '.join(countries[:9])}": len(countries) > 1,
        "a character in the text could not be read": "\ufffd" in text,
        f"unknown position of the State: “{position}”": position and not fields["position"],
        f"unknown recommending State: “{', '.join(others)[:100]}”": others,
        f"a word seems to be split: “{split_word}”": split_word,
    }
    return IncomingParagraph(
        location=location,
        kind=kind or "concern",
        number=number,
        item=item,
        fields={key: value for key, value in fields.items() if value},
        system="uhri",
        external_id=_first(values.get("id")),
        to_check=tuple(reason for reason, applies in reasons.items() if applies),
    )


def _document(records: list[_Record], notes: list[str]) -> IncomingDocument:
    """Return a document with the paragraphs of the given records, sorted by number.

    If the document is from a treaty body, its recommendations are linked to its concerns.
    """
    mechanism = next(filter(None, (_mechanism(record.body) for record in records)), "")
    paragraphs = sorted((record.paragraph for record in records), key=_sort_key)
    symbol = records[0].symbol
    name = symbol or f"UHRI {records[0].body} {records[0].issued}".strip()
    if mechanism in TREATY_BODIES:
        paragraphs = _with_answers(_with_urgent(paragraphs, name, notes))
    if mechanism != "upr":
        paragraphs = [part for paragraph in paragraphs for part in split_items(paragraph)]
    if mechanism in TREATY_BODIES:
        paragraphs = _with_resources(_with_follow_up(paragraphs))
    dates = {
        "issued": _commonest(record.issued for record in records),
        "session": _commonest(record.session for record in records),
    }
    fields = {key: value for key, value in dates.items() if value}
    return IncomingDocument(symbol, name, mechanism, tuple(paragraphs), fields, language="en")


def _commonest(values: Iterable[str]) -> str:
    """Return the most frequent value, or "" if all values are empty."""
    counts = Counter(filter(None, values))
    return max(sorted(counts), key=counts.__getitem__, default="")


def _sort_key(paragraph: IncomingParagraph) -> tuple[bool, list[int], str, bool, str, str]:
    """Return a key that sorts paragraphs by number and item. Paragraphs without a number come last.

    If paragraphs have the same number and item, other kinds come before recommendations.
    """
    numbers = [int(part) for part in paragraph.number.split(".") if part]
    is_recommendation = paragraph.kind == "recommendation"
    return not numbers, numbers, paragraph.item, is_recommendation, paragraph.external_id, paragraph.fields["text"]


def _with_urgent(paragraphs: list[IncomingParagraph], name: str, notes: list[str]) -> list[IncomingParagraph]:
    """Mark each recommendation as urgent if the paragraph on urgent measures lists it. Return all paragraphs.

    If the paragraph on urgent measures is a concern, it becomes an introduction. If it lists paragraphs that are not
    recommendations in the file, add a note to `notes`.
    """
    for position, paragraph in enumerate(paragraphs):
        text = paragraph.fields["text"]
        if "urgent" not in text.casefold() or not english().find(Meaning.urgent, text):
            continue
        named = {number for group in referenced_paragraphs(text) for number, _ in group}
        if paragraph.kind == "concern" and _NO_TYPE not in paragraph.to_check:
            paragraphs[position] = replace(paragraph, kind="introduction")
        for index, other in enumerate(paragraphs):
            if other.kind == "recommendation" and other.number in named and other is not paragraph:
                paragraphs[index] = replace(other, fields={**other.fields, "urgent": True})
        if absent := sorted(named - {other.number for other in paragraphs if "urgent" in other.fields}, key=int):
            numbers = ", ".join(absent)
            notes.append(
                f"{name} calls these paragraphs urgent, but the file does not have them as recommendations: {numbers}"
            )
        break
    return paragraphs


def _with_resources(paragraphs: list[IncomingParagraph]) -> list[IncomingParagraph]:
    """Return all paragraphs, with a mark at each recommendation that asks for resources."""
    return [
        replace(paragraph, fields={**paragraph.fields, "asks_for_resources": True})
        if paragraph.kind == "recommendation" and english().find(Meaning.resources, paragraph.fields.get("text", ""))
        else paragraph
        for paragraph in paragraphs
    ]


def _with_follow_up(paragraphs: list[IncomingParagraph]) -> list[IncomingParagraph]:
    """Return the paragraphs, with a mark on each recommendation on which the document requests follow-up information.

    Only the last paragraphs of the document are searched for such requests.
    """
    late = paragraphs[-LAST_PARAGRAPHS:]
    named = {place for paragraph in late for place in follow_up_paragraphs(paragraph.fields.get("text", ""))}
    return [
        replace(paragraph, fields={**paragraph.fields, "follow_up": True})
        if paragraph.kind == "recommendation" and {(paragraph.number, ""), (paragraph.number, paragraph.item)} & named
        else paragraph
        for paragraph in paragraphs
    ]


def _with_answers(paragraphs: list[IncomingParagraph]) -> list[IncomingParagraph]:
    """Link each recommendation to the concerns right before it. Return the paragraphs.

    Concerns are right before a recommendation if they have the same heading. If one of the headings is missing, the
    concerns must have the previous number. A recommendation with the same number as a concern is not linked.
    """
    concerns = defaultdict[int, list[IncomingParagraph]](list)
    for paragraph in paragraphs:
        if paragraph.kind == "concern" and _NO_TYPE not in paragraph.to_check and paragraph.number.isdecimal():
            concerns[int(paragraph.number)].append(paragraph)
    numbers = sorted(concerns)
    headings = {number: _first_heading(concerns[number]) for number in numbers}
    groups: dict[int, list[str]] = {}
    for position, paragraph in enumerate(paragraphs):
        number = int(paragraph.number) if paragraph.number.isdecimal() else 0
        heading = paragraph.fields.get("heading", "")
        last = numbers[before - 1] if (before := bisect_left(numbers, number)) else 0
        last_heading = headings.get(last, "")
        is_linked = heading == last_heading if heading and last_heading else last == number - 1
        if paragraph.kind == "recommendation" and last and is_linked and number not in concerns:
            if last not in groups:
                groups[last] = _concerns_up_to(concerns, headings, last)
            is_cut = len(groups[last]) > MAX_CONCERNS
            to_check = (*paragraph.to_check, TOO_MANY_CONCERNS) if is_cut else paragraph.to_check
            fields = {**paragraph.fields, "answers": groups[last][-MAX_CONCERNS:]}
            paragraphs[position] = replace(paragraph, fields=fields, to_check=to_check)
    return paragraphs


def _first_heading(paragraphs: list[IncomingParagraph]) -> str:
    return next(filter(None, (paragraph.fields.get("heading", "") for paragraph in paragraphs)), "")


def _concerns_up_to(concerns: dict[int, list[IncomingParagraph]], headings: dict[int, str], last: int) -> list[str]:
    """Return the numbers of consecutive concerns with the same heading. The last concern has the number `last`.

    The search for earlier concerns stops as soon as more than MAX_CONCERNS numbers are found.
    """
    numbers: list[str] = []
    first, heading = last, headings[last]
    while len(numbers) <= MAX_CONCERNS and (first == last or (heading and headings.get(first) == heading)):
        numbers[:0] = dict.fromkeys(concern.number + concern.item for concern in concerns[first])
        first -= 1
    return numbers


def _kind(record_type: str, heading: str) -> str:
    """Return the paragraph kind for the type of a record, or "" if the type is missing or not clear.

    If a concern is under a heading about progress, its kind is progress.
    """
    recommends = "recom" in record_type.casefold()
    observes = bool(re.search("(?i)concern|observ|pr[eé]oc", record_type))
    if recommends == observes:
        return ""
    return "recommendation" if recommends else "progress" if _PROGRESS.search(heading) else "concern"


def _mechanism(body: str) -> str:
    """Return the id of the mechanism that a record calls `body`, or "" if the mechanism is not known."""
    if _EXPERT.match(body):
        return "special-procedure"
    key = text_key(body)
    return _BODIES.get(key) or next((mechanism for part, mechanism in _NAME_PARTS.items() if part in key), "")


def _all(value: object) -> list[str]:
    """Return the texts in a field of a record, without duplicates and without leading dashes.

    The field is a list of texts, or one text with a value on each line.
    """
    texts = [text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str)]
    lines = (normalize_space(line).lstrip("- ") for text in texts for line in text.splitlines())
    return [*filter(None, dict.fromkeys(lines))]


def _first(value: object) -> str:
    return next(iter(_all(value)), "")[:300]


def _day(value: object) -> str:
    """Return a value as an ISO date, or "" if the value is not a date.

    The value can be a date, a text that begins with an ISO date, or the number by which a spreadsheet stores a date.
    """
    text = value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str | float | int) else ""
    try:
        if re.fullmatch(r"[0-9]{5}(?:\.[0-9]*)?", text):
            return (date(1899, 12, 30) + timedelta(int(text[:5]))).isoformat()
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
