"""The export of UPR Info's database: CSV, a recommendation of one State or a pledge a row.

A recommendation that several States made in the same words is one, as the UN counts it.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter, defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.exchange.incoming import (
    ImportedFile,
    ImportFormatError,
    IncomingDocument,
    IncomingParagraph,
    other_state_reason,
)
from cobtrack.exchange.un.text import normalize_space, text_key
from cobtrack.exchange.un.upr import POSITIONS, combine_by_number, states_in
from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_COLUMNS = {
    # Exports for sessions 1 to 20, whose lines may end with a carriage return alone, in Mac Roman.
    "to": "To", "text": "Text", "from": "From", "response": "Response", "action": "Action", "issue": "Issue",
    "session": "Session",
    # The export of the search page.
    "sur": "To", "recommendation": "Text", "rs": "From",
    # The fields of the present database, as its pages name them.
    "stateunderreview": "To", "recommendingstate": "From", "actioncategory": "Action", "issues": "Issue",
    # The oldest: text, to, decision, From, year, notes.
    "decision": "Response", "year": "Year",
    # Where somebody has put the numbers of the report of the Working Group beside it.
    "number": "Number", "paragraph": "Number", "paragraphnumber": "Number", "recommendationnumber": "Number",
}  # fmt: skip
"""Columns by the letters of their headers."""
_NEEDED = ("To", "Text")
_MISSED = {
    "From": "no column says which State recommends (From, RS, Recommending State), so no record says who made it",
    "Response": "no column has the State's answers (Response), so no record has a position",
    "Session": "no column says of which session a row is (Session), so all rows are taken for one review",
}
_HINT = "UPR Info's export has the columns To, Text, From, Response, Action, Issue and Session"
_LARGEST, _MOST_HEADS = 500_000_000, 10
_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,2}")
# What stands in a text in the right encoding: apostrophes, quotes and dashes about words, accents within them.
_LIKELY = re.compile(r"(?<=[a-z])’(?=s?\b)|(?<!\w)[“‘–—]|[”’…](?!\w)|[a-z][àáâãçèéêëíîïñóôõöúüû]|[éèàôóáíñç][a-z]")  # noqa: RUF001


class _Row(NamedTuple):
    """A row below the header: its cells by their known names, and all of them as they are."""

    where: str
    cells: dict[str, str]
    raw: tuple[str, ...]
    excess: bool


def read(path: Path, own: Collection[str]) -> ImportedFile:
    """The rows of one State: `own` is what its names have in common.

    A document is a session. Raises UnreadableError where the file is no export of UPR Info.
    """
    incoming = ImportedFile("upr-info")
    columns, rows = _table(_text(path, incoming.notes))
    incoming.notes += [told for name, told in _MISSED.items() if name not in columns and not _has_year(name, columns)]
    sessions: dict[str, list[_Row]] = defaultdict(list)
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        incoming.record_count += 1
        if lookup.state_key(row.cells["To"]) not in own:
            incoming.skip(other_state_reason(row.cells["To"] or "not named"))
        elif not row.cells["Text"]:
            incoming.skipped["no text"] += 1
        elif row.raw in seen:
            incoming.skipped["the same row twice"] += 1
        else:
            seen.add(row.raw)
            sessions[_session(row)].append(row)
    incoming.documents = tuple(
        _document(session, sessions[session], columns) for session in sorted(sessions, key=_order)
    )
    return incoming


def _has_year(name: str, columns: Collection[str]) -> bool:
    """Whether the year stands for the session."""
    return name == "Session" and "Year" in columns


def _text(path: Path, remarks: list[str]) -> str:
    """The file's text with `\n` at the ends of lines."""
    try:
        if path.stat().st_size > _LARGEST:
            raise ImportFormatError(f"it has more than {_LARGEST:,} bytes", "export one State by itself")
        data = path.read_bytes()
    except OSError as error:
        raise ImportFormatError(f"it cannot be opened: {error.strerror}", "is it there?") from None
    try:
        text = data.decode(_utf_16(data) or "utf-8-sig")
    except UnicodeDecodeError:
        codec, text = _guessed(data)
        remarks.append(f"the file is not in UTF-8: it was read as {codec}, so look at accents and quotation marks")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _utf_16(data: bytes) -> str:
    """The codec of what a spreadsheet saves as Unicode text; empty where it is another one."""
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    # Of the letters of headers one of two bytes is zero.
    return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be" if data[:1] == b"\0" else ""


def _guessed(data: bytes) -> tuple[str, str]:
    """The older encoding that it is in: lines of a Macintosh, else that which gives likelier texts."""
    mac, windows = data.decode("mac_roman"), data.decode("cp1252", errors="replace")
    is_mac = b"\n" not in data or len(_LIKELY.findall(mac)) > len(_LIKELY.findall(windows))
    return ("Mac Roman", mac) if is_mac else ("Windows-1252", windows)


def _table(text: str) -> tuple[frozenset[str], Iterator[_Row]]:
    """The known columns, and the rows below the header that have something in them."""
    import csv  # noqa: PLC0415
    from io import StringIO  # noqa: PLC0415

    lines = csv.reader(StringIO(text), delimiter=max(",;\t|", key=text[:2000].partition("\n")[0].count))
    number, keys = _header(enumerate(lines, 1), csv.Error)

    def rows() -> Iterator[_Row]:
        at = number
        try:
            for at, cells in enumerate(lines, number + 1):
                if any(cell.strip() for cell in cells):
                    known = {key: normalize_space(cell) for key, cell in zip(keys, cells, strict=False) if key}
                    raw = tuple(" ".join(cell.split()) for cell in cells)
                    excess = any(raw[len(keys) :])
                    yield _Row(f"row {at}", dict.fromkeys(_COLUMNS.values(), "") | known, raw, excess)
        except csv.Error as error:
            raise ImportFormatError(f"row {at + 1} is not CSV: {error}", "is a quotation mark left open?") from None

    return frozenset(filter(None, keys)), rows()


def _header(lines: Iterator[tuple[int, list[str]]], broken: type[Exception]) -> tuple[int, list[str]]:
    """The number of the row with the headers, the first one that has those needed, and what each column is."""
    first: list[str] = []
    try:
        for number, cells in lines:
            keys: list[str] = []
            for cell in cells:
                key = _COLUMNS.get(text_key(cell[:99]), "")
                keys.append("" if key in keys else key)
            if all(name in keys for name in _NEEDED):
                return number, keys
            first = first or [key for key in keys if key]
            if number >= _MOST_HEADS:
                break
    except broken as error:
        raise ImportFormatError(f"row 1 is not CSV: {error}", "is a quotation mark left open?") from None
    absent = next(name for name in _NEEDED if name not in first)
    raise ImportFormatError(f"row 1 has no column “{absent}”", _HINT)


def _session(row: _Row) -> str:
    """`18`; of the oldest exports the year, `in 2009`."""
    session, year = row.cells["Session"], row.cells["Year"]
    match = re.match(r"0*([0-9]{1,3})(?![0-9])", session)
    return match[1] if match else session or (f"in {year}" if year else "")


def _order(session: str) -> tuple[int, str]:
    return int(session) if session.isascii() and session.isdecimal() else 1000, session


def _document(session: str, rows: list[_Row], columns: Collection[str]) -> IncomingDocument:
    """A session's recommendations and pledges."""
    said = f"session {session}" if _order(session)[0] < 1000 else session or "session not known"
    fields = {"title": f"UPR recommendations, {said}"}
    if session and not session.startswith("in "):
        fields["session"] = session
    paragraphs = _told_apart(combine_by_number(_paragraph(session, row, columns) for row in rows))
    return IncomingDocument("", f"UPR {said}", "upr", tuple(paragraphs), fields)


def _told_apart(paragraphs: list[IncomingParagraph]) -> Iterator[IncomingParagraph]:
    """The paragraphs, those with a row of the same State and words in another one with origins of their own."""
    counted = Counter(origin for one in paragraphs for origin in one.external_ids)
    for one in paragraphs:
        if any(counted[origin] > 1 for origin in one.external_ids):
            position = f"{one.kind} {one.number} {one.fields.get('position', '')}"
            first, *others = [_key(each, position) if counted[each] > 1 else each for each in one.external_ids]
            doubt = "the same State's text is there more than once: which answer holds?"
            yield replace(one, external_id=first, other_external_ids=tuple(others), to_check=(*one.to_check, doubt))
        else:
            yield one


def _key(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:10]


def _paragraph(session: str, row: _Row, columns: Collection[str]) -> IncomingParagraph:
    cells, doubts = row.cells, []
    answer = text_key(cells["Response"][:99])
    is_pledge = answer.startswith("voluntary")
    fields: dict[str, object] = {"text": cells["Text"]}
    if not is_pledge:
        fields["position"] = POSITIONS.get(answer, "not-stated")
        if answer not in POSITIONS and "Response" in columns:
            doubts.append(f"the State's answer is not known: “{cells['Response']}”" if answer else "no answer is given")
    makers = states_in(cells["From"]) or list(filter(None, [cells["From"]]))
    if makers and not (is_pledge and lookup.state_key(cells["From"]) == lookup.state_key(cells["To"])):
        fields["made_by"] = makers
    if category := re.match(r"[1-5](?![0-9])", cells["Action"]):
        fields["action_category"] = int(category[0])
    elif cells["Action"]:
        doubts.append(f"the category of its action is none of 1 to 5: “{cells['Action']}”")
    fields["themes"] = [one for part in re.split(r"[,|;]", cells["Issue"]) if (one := part.strip())]
    if row.excess:
        doubts.append("its row has more cells than the first row: is the text whole?")
    if "\ufffd" in cells["Text"]:
        doubts.append("a character of it could not be read")
    number = cells["Number"].rstrip(".")
    if number and not _NUMBER.fullmatch(number):
        doubts.append(f"its number could not be read: “{number}”")
        number = ""
    origin = _key(session, *sorted(map(lookup.state_key, makers)), text_key(cells["Text"]))
    kind = "pledge" if is_pledge else "recommendation"
    return IncomingParagraph(row.where, kind, number, "", fields, "upr-info", origin, to_check=tuple(doubts))
