"""The export of the Universal Human Rights Index (UHRI) for one State: JSON, or a spreadsheet."""

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
from cobtrack.exchange.un.citations import referenced_paragraphs as named_paragraphs
from cobtrack.exchange.un.lettered_items import split_items, unwrap_lines
from cobtrack.exchange.un.phrases import Meaning, find_phrase
from cobtrack.exchange.un.reporting_dates import LAST_PARAGRAPHS, follow_up_paragraphs
from cobtrack.exchange.un.text import (
    find_split_word,
    has_markup,
    html_to_text,
    normalize_space,
    parse_paragraph,
    text_key,
)
from cobtrack.exchange.un.upr import POSITIONS, recommending_states
from cobtrack.model.states import lookup
from cobtrack.model.text.wording import quantity

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable
    from pathlib import Path

# Keys and columns as UHRI spells them, their letters alone.
_KEYS = {
    "annotationid": "id", "ohchrannotationid": "id", "annotationtype": "type", "type": "type", "text": "text",
    "body": "body", "reccomendingbody": "body", "recommendingbody": "body", "symbol": "symbol",
    "documentsymbol": "symbol", "countries": "countries", "countriesconcerned": "countries", "themes": "themes",
    "publicationdate": "date", "documentpublicationdate": "date", "date": "date", "affectedpersons": "affected_persons",
    "sdgs": "sdgs", "uprposition": "position", "uprpositions": "position", "uprrecommendingcountry": "made_by",
    "uprreccomendingstates": "made_by", "uprrecommendingstates": "made_by", "uprsession": "session",
}  # fmt: skip
# Acronyms, and parts of the long names that some records have.
_BODIES = {**{one: one for one in (*TREATY_BODIES, "upr")}, "crcopac": "crc", "crcopsc": "crc", "crcopic": "crc"}
_LONG = {
    "rightsofthechild": "crc", "discriminationagainstwomen": "cedaw", "humanrightscommittee": "ccpr", "migrant": "cmw",
    "committeeoneconomic": "cescr", "racialdiscrimination": "cerd", "committeeagainsttorture": "cat",
    "enforceddisappearances": "ced", "personswithdisabilities": "crpd", "universalperiodicreview": "upr",
}  # fmt: skip
_EXPERT = re.compile(r"(?i)(?:sr|wg|ie|se|rsg|srsg)\b|.*(?:special rapporteur|working group|independent expert)")
_PROGRESS = re.compile(r"(?i)positive aspects|progress achieved|follow-up measures taken")
_NO_TYPE = "its type is not given: “concern” is a stand-in, is it a concern or a recommendation?"
_Tally = Counter[tuple[str, str]]  # What was repaired: a noun and the rest of the sentence.


class _Found(NamedTuple):
    """A record of the State, beside what it says of its document."""

    paragraph: IncomingParagraph
    symbol: str
    body: str
    issued: str
    session: str


def read(
    path: Path, state: str, own: Collection[str], progress: Callable[[int, int], None] | None = None
) -> ImportedFile:
    """The records of one State: `state` is its ISO 3166 code of three letters, `own` what its names have in common.

    `progress` is told how many bytes of how many were read. Raises UnreadableError where the file is no export of UHRI.
    """
    incoming, tally, seen = ImportedFile("uhri"), _Tally(), set[str]()
    groups: dict[str, list[_Found]] = defaultdict(list)
    for where, raw in read_records(path, progress):
        incoming.record_count += 1
        found = _taken(where, raw, (state, own), seen, tally)
        if isinstance(found, str):
            incoming.skip(found)
        else:
            groups["".join(found.symbol.casefold().split()) or f"{found.body} {found.issued}"].append(found)
    incoming.documents = tuple(_document(groups[key], incoming.notes) for key in sorted(groups))
    incoming.notes += [f"{quantity(number, noun)} {what}" for (noun, what), number in sorted(tally.items()) if number]
    return incoming


def _taken(where: str, raw: object, state: tuple[str, Collection[str]], seen: set[str], tally: _Tally) -> _Found | str:
    """The record, or why it is left."""
    if not isinstance(raw, dict):
        return "not a record"
    record = {known: value for key, value in raw.items() if (known := _KEYS.get(text_key(key[:60])))}
    countries, symbol, identifier = _many(record.get("countries")), _one(record.get("symbol")), _one(record.get("id"))
    has_code = state[0] in symbol.upper().split("/")
    if not any(lookup.state_key(name) in state[1] for name in countries) and (countries or not has_code):
        tally["record", "left, of the State's code under another name: is it named as in UHRI?"] += has_code
        return other_state_reason(countries[0] if countries else "")
    if identifier and identifier in seen:
        return "the same annotation twice"
    paragraph = _paragraph(where, record, tally)
    if paragraph is None:
        return "no text"
    tally["record", "without a country, known by the symbol"] += not countries
    seen.add(identifier)
    return _Found(paragraph, symbol, _one(record.get("body")), _day(record.get("date")), _one(record.get("session")))


def _paragraph(where: str, record: dict[str, Any], tally: _Tally) -> IncomingParagraph | None:
    is_upr, raw = _mechanism(_one(record.get("body"))) == "upr", record.get("text")
    parts = parse_paragraph(html_to_text(raw) if isinstance(raw, str) else "", is_upr=is_upr)
    text, made_by = (normalize_space if is_upr else unwrap_lines)(parts.pop("text")), _many(record.get("made_by"))
    if is_upr:
        whole, (text, made_by) = text, recommending_states(text, made_by)
        tally["text", "with the recommending States in brackets at the end, now apart"] += text != whole
    if not text:
        return None
    tally["text", "with tags or entities of HTML, now without"] += has_markup(str(raw))
    tally["heading", "glued to the text, now apart"] += any((parts["heading"], parts["section"]))
    position = "/".join(_many(record.get("position")))
    kind = _kind(_one(record.get("type")), f"{parts['section']} {parts['heading']}")
    stray, countries = find_split_word(text), _many(record.get("countries"))
    tally["text", "with a word that may be torn, taken as it is"] += bool(stray)
    lists = {key: _many(record.get(key)) for key in ("themes", "affected_persons", "sdgs")}
    fields = {**parts, "text": text, "made_by": made_by, "position": POSITIONS.get(text_key(position), ""), **lists}
    doubts = {
        _NO_TYPE: not kind,
        "its paragraph number could not be read": not parts["number"],
        f"it is on {len(countries)} States: {', '.join(countries[:9])}": len(countries) > 1,
        "a character of it could not be read": "\ufffd" in text,
        f"the State's position is not known: “{position}”": position and not fields["position"],
        f"a word of it may be torn: “{stray}”": stray,
    }
    told, identifier = tuple(doubt for doubt, holds in doubts.items() if holds), _one(record.get("id"))
    number, item = parts["number"], parts["item"]
    fields = {key: value for key, value in fields.items() if value and key not in {"number", "item"}}
    return IncomingParagraph(where, kind or "concern", number, item, fields, "uhri", identifier, told)


def _document(found: list[_Found], remarks: list[str]) -> IncomingDocument:
    """One document: its paragraphs in order, its recommendations tied to its concerns."""
    mechanism = next(filter(None, (_mechanism(one.body) for one in found)), "")
    paragraphs = sorted((one.paragraph for one in found), key=_order)
    name = found[0].symbol or f"UHRI {found[0].body} {found[0].issued}".strip()
    if mechanism in TREATY_BODIES:
        paragraphs = _answered(_urgent(paragraphs, name, remarks))
    if mechanism != "upr":
        paragraphs = [piece for one in paragraphs for piece in split_items(one)]
    if mechanism in TREATY_BODIES:
        paragraphs = _followed_up(paragraphs)
    said = {"issued": _usual(one.issued for one in found), "session": _usual(one.session for one in found)}
    fields = {key: value for key, value in said.items() if value}
    return IncomingDocument(found[0].symbol, name, mechanism, tuple(paragraphs), fields)


def _usual(values: Iterable[str]) -> str:
    """What most of them say."""
    counted = Counter(filter(None, values))
    return max(sorted(counted), key=counted.__getitem__, default="")


def _order(one: IncomingParagraph) -> tuple[bool, list[int], str, bool, str, str]:
    numbers = [int(part) for part in one.number.split(".") if part]
    return not numbers, numbers, one.item, one.kind == "recommendation", one.external_id, one.fields["text"]


def _urgent(paragraphs: list[IncomingParagraph], name: str, remarks: list[str]) -> list[IncomingParagraph]:
    """Mark what the paragraph on urgent measures names; as an observation it introduces the recommendations."""
    for at, one in enumerate(paragraphs):
        text = one.fields["text"]
        if "urgent" not in text.casefold() or not find_phrase(Meaning.urgent, text):
            continue
        named = {number for group in named_paragraphs(text) for number, _ in group}
        if one.kind == "concern" and _NO_TYPE not in one.to_check:
            paragraphs[at] = replace(one, kind="introduction")
        for number, other in enumerate(paragraphs):
            if other.kind == "recommendation" and other.number in named and other is not one:
                paragraphs[number] = replace(other, fields={**other.fields, "urgent": True})
        if absent := sorted(named - {other.number for other in paragraphs if "urgent" in other.fields}, key=int):
            remarks.append(f"{name} calls urgent what is not in the file as recommendation: {', '.join(absent)}")
        break
    return paragraphs


def _followed_up(paragraphs: list[IncomingParagraph]) -> list[IncomingParagraph]:
    """Mark the paragraphs and items on which a late paragraph asks for news before the next report."""
    named = {one for each in paragraphs[-LAST_PARAGRAPHS:] for one in follow_up_paragraphs(each.fields.get("text", ""))}
    return [
        replace(one, fields={**one.fields, "follow_up": True})
        if one.kind == "recommendation" and {(one.number, ""), (one.number, one.item)} & named
        else one
        for one in paragraphs
    ]


def _answered(paragraphs: list[IncomingParagraph]) -> list[IncomingParagraph]:
    """Tie each recommendation to the concerns right before it; those of its own number need no tie."""
    concerns = defaultdict[int, list[IncomingParagraph]](list)
    for one in paragraphs:
        if one.kind == "concern" and _NO_TYPE not in one.to_check and one.number.isdecimal():
            concerns[int(one.number)].append(one)
    numbers = sorted(concerns)
    headings = {at: next(filter(None, (one.fields.get("heading", "") for one in concerns[at])), "") for at in numbers}
    runs: dict[int, list[str]] = {}
    for at, one in enumerate(paragraphs):
        number, own = int(one.number) if one.number.isdecimal() else 0, one.fields.get("heading", "")
        last = numbers[before - 1] if (before := bisect_left(numbers, number)) else 0
        heading = headings.get(last, "")
        tied = own == heading if own and heading else last == number - 1
        if one.kind == "recommendation" and last and tied and number not in concerns:
            if last not in runs:
                runs[last] = _run(concerns, headings, last)
            doubts = (*one.to_check, TOO_MANY_CONCERNS) if len(runs[last]) > MAX_CONCERNS else one.to_check
            answers = runs[last][-MAX_CONCERNS:]
            paragraphs[at] = replace(one, fields={**one.fields, "answers": answers}, to_check=doubts)
    return paragraphs


def _run(concerns: dict[int, list[IncomingParagraph]], headings: dict[int, str], last: int) -> list[str]:
    """The concerns of one heading up to a number, as many as are tied and one more."""
    found: list[str] = []
    first, heading = last, headings[last]
    while len(found) <= MAX_CONCERNS and (first == last or (heading and headings.get(first) == heading)):
        found[:0] = dict.fromkeys(each.number + each.item for each in concerns[first])
        first -= 1
    return found


def _kind(said: str, heading: str) -> str:
    """The kind; nothing where the type does not say it. An observation on progress is no concern."""
    recommends, observes = "recom" in said.casefold(), bool(re.search("(?i)concern|observ|pr[eé]oc", said))
    if recommends == observes:
        return ""
    return "recommendation" if recommends else "progress" if _PROGRESS.search(heading) else "concern"


def _mechanism(body: str) -> str:
    if _EXPERT.match(body):
        return "special-procedure"
    squashed = text_key(body)
    return _BODIES.get(squashed) or next((known for part, known in _LONG.items() if part in squashed), "")


def _many(value: object) -> list[str]:
    """The values of a list, or of a cell with one a line; without the dash in front."""
    texts = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, str)]
    return [
        *filter(None, dict.fromkeys(normalize_space(line).lstrip("- ") for text in texts for line in text.splitlines()))
    ]


def _one(value: object) -> str:
    return next(iter(_many(value)), "")[:300]


def _day(value: object) -> str:
    """A date, its text, or a spreadsheet's number of days as an ISO day; empty where it is none of them."""
    text = value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, str | float | int) else ""
    try:
        if re.fullmatch(r"[0-9]{5}(?:\.[0-9]*)?", text):
            return (date(1899, 12, 30) + timedelta(int(text[:5]))).isoformat()
        return date.fromisoformat(text[:10]).isoformat()
    except ValueError:
        return ""
