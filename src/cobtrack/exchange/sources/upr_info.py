"""Read a CSV export of UPR Info's database. Each row is a pledge, or a recommendation by a single State.

If several States made a recommendation in the same words, it is imported as one recommendation, as the UN counts it.
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
from cobtrack.exchange.un.upr import POSITIONS, combine_by_number, split_states, states_in
from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

_COLUMNS = {
    # Exports for sessions 1 to 20, in Mac Roman; their lines may end with a carriage return alone.
    "to": "To", "text": "Text", "from": "From", "response": "Response", "action": "Action", "issue": "Issue",
    "session": "Session",
    # The export of the search page.
    "sur": "To", "recommendation": "Text", "rs": "From",
    # The fields of the current database, as its pages name them.
    "stateunderreview": "To", "recommendingstate": "From", "actioncategory": "Action", "issues": "Issue",
    # The oldest exports: text, to, decision, From, year, notes.
    "decision": "Response", "year": "Year",
    # A column that somebody added, with the numbers in the report of the Working Group.
    "number": "Number", "paragraph": "Number", "paragraphnumber": "Number", "recommendationnumber": "Number",
}  # fmt: skip
"""The columns, keyed by their headers in the form that `text_key` returns."""
_NEEDED = ("To", "Text")
_MISSING_NOTES = {
    "From": "no column with the recommending State (From, RS, Recommending State): made_by stays empty",
    "Response": "no column with the State's answers (Response): every position is not-stated",
    "Session": "no column with the session (Session): all rows are imported as one review",
}
_HINT = "UPR Info's export has the columns To, Text, From, Response, Action, Issue and Session"
_QUOTE_HINT = "check whether a closing quotation mark is missing"
_MAX_BYTES, _MAX_HEADER_ROW = 500_000_000, 10
_NUMBER = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,4}){1,2}")
# Signs of the right encoding: apostrophes, quotation marks and dashes next to words, and accents within words.
_LIKELY = re.compile(r"(?<=[a-z])’(?=s?\b)|(?<!\w)[“‘–—]|[”’…](?!\w)|[a-z][àáâãçèéêëíîïñóôõöúüû]|[éèàôóáíñç][a-z]")  # noqa: RUF001


class _Row(NamedTuple):
    """A row after the header. It has the cells of known columns, keyed by column, and all cells in their order."""

    location: str
    cells: dict[str, str]
    raw: tuple[str, ...]
    has_extra_cells: bool
    """Whether the row has more cells than the header."""


def read(path: Path, state_keys: Collection[str]) -> ImportedFile:
    """Read the rows about one State from an export of UPR Info. Rows with the same session form one document.

    `state_keys` has the keys of the State's names (see `Settings.state_keys`). Raises ImportFormatError if the file is
    not an export of UPR Info.
    """
    result = ImportedFile("upr-info")
    columns, rows = _table(_text(path, result.notes))
    for column, note in _MISSING_NOTES.items():
        # In the oldest exports, the year takes the place of the session.
        if column not in columns and not (column == "Session" and "Year" in columns):
            result.notes.append(note)
    sessions: dict[str, list[_Row]] = defaultdict(list)
    seen: set[tuple[str, ...]] = set()
    for row in rows:
        result.record_count += 1
        if lookup.state_key(row.cells["To"]) not in state_keys:
            result.skip(other_state_reason(row.cells["To"] or "not named"))
        elif not row.cells["Text"]:
            result.skipped["no text"] += 1
        elif row.raw in seen:
            result.skipped["duplicate row"] += 1
        else:
            seen.add(row.raw)
            sessions[_session(row)].append(row)
    result.documents = tuple(
        _document(session, sessions[session], columns) for session in sorted(sessions, key=_session_order)
    )
    return result


def _text(path: Path, notes: list[str]) -> str:
    """Return the text of a file with Unix line ends. If the encoding was guessed, add a note to `notes`."""
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ImportFormatError(f"the file is larger than {_MAX_BYTES // 1_000_000} MB", "export a single State")
        data = path.read_bytes()
    except OSError as error:
        raise ImportFormatError(
            f"the file cannot be opened: {error.strerror}", "check that you have permission to read the file"
        ) from None
    try:
        text = data.decode(_utf_16(data) or "utf-8-sig")
    except UnicodeDecodeError:
        encoding, text = _decode_guessing(data)
        notes.append(f"the file is not in UTF-8 and was read as {encoding}: check accents and quotation marks")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _utf_16(data: bytes) -> str:
    """Return the name of the codec if the data are in UTF-16, or "" if they are in another encoding.

    Spreadsheet programs write UTF-16 if a file is saved as "Unicode text".
    """
    if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    # One of the two bytes of each letter in a header is zero.
    return "utf-16-le" if data[1:2] == b"\0" else "utf-16-be" if data[:1] == b"\0" else ""


def _decode_guessing(data: bytes) -> tuple[str, str]:
    """Return the name of the older encoding that fits the data best, and the decoded text.

    The encoding is Mac Roman or Windows-1252. Data with Macintosh line ends are always read as Mac Roman.
    """
    mac, windows = data.decode("mac_roman"), data.decode("cp1252", errors="replace")
    is_mac = b"\n" not in data or len(_LIKELY.findall(mac)) > len(_LIKELY.findall(windows))
    return ("Mac Roman", mac) if is_mac else ("Windows-1252", windows)


def _table(text: str) -> tuple[frozenset[str], Iterator[_Row]]:
    """Return the known columns of a table, and the rows after its header. Empty rows are left out."""
    import csv  # noqa: PLC0415
    from io import StringIO  # noqa: PLC0415

    lines = csv.reader(StringIO(text), delimiter=max(",;\t|", key=text[:2000].partition("\n")[0].count))
    header_row, columns = _header(enumerate(lines, 1), csv.Error)

    def rows() -> Iterator[_Row]:
        number = header_row
        try:
            for number, cells in enumerate(lines, header_row + 1):
                if any(cell.strip() for cell in cells):
                    by_column = {
                        column: normalize_space(cell) for column, cell in zip(columns, cells, strict=False) if column
                    }
                    raw = tuple(" ".join(cell.split()) for cell in cells)
                    has_extra_cells = any(raw[len(columns) :])
                    yield _Row(f"row {number}", dict.fromkeys(_COLUMNS.values(), "") | by_column, raw, has_extra_cells)
        except csv.Error as error:
            raise ImportFormatError(f"row {number + 1} is not valid CSV: {error}", _QUOTE_HINT) from None

    return frozenset(filter(None, columns)), rows()


def _header(lines: Iterator[tuple[int, list[str]]], csv_error: type[Exception]) -> tuple[int, list[str]]:
    """Return the number of the header row, and the columns in this row. An unknown column is returned as "".

    The header is the first row that has all the required columns.
    """
    first: list[str] = []
    try:
        for number, cells in lines:
            columns: list[str] = []
            for cell in cells:
                column = _COLUMNS.get(text_key(cell[:99]), "")
                columns.append("" if column in columns else column)
            if all(column in columns for column in _NEEDED):
                return number, columns
            first = first or [column for column in columns if column]
            if number >= _MAX_HEADER_ROW:
                break
    except csv_error as error:
        raise ImportFormatError(f"row 1 is not valid CSV: {error}", _QUOTE_HINT) from None
    missing = next(column for column in _NEEDED if column not in first)
    raise ImportFormatError(f"row 1 has no column “{missing}”", _HINT)


def _session(row: _Row) -> str:
    """Return the UPR session that a row names (for example `18`).

    If the row names only a year, as in the oldest exports, return this year (for example `in 2009`). If the row names
    no session and no year, return "".
    """
    session, year = row.cells["Session"], row.cells["Year"]
    match = re.match(r"0*([0-9]{1,3})(?![0-9])", session)
    return match[1] if match else session or (f"in {year}" if year else "")


def _session_order(session: str) -> tuple[int, str]:
    return int(session) if session.isascii() and session.isdecimal() else 1000, session


def _document(session: str, rows: list[_Row], columns: Collection[str]) -> IncomingDocument:
    """Return a document with the recommendations and pledges of one session."""
    label = f"session {session}" if _session_order(session)[0] < 1000 else session or "session not known"
    fields = {"title": f"UPR recommendations, {label}"}
    if session and not session.startswith("in "):
        fields["session"] = session
    paragraphs = _with_unique_ids(combine_by_number(_paragraph(session, row, columns) for row in rows))
    return IncomingDocument("", f"UPR {label}", "upr", tuple(paragraphs), fields, language="en")


def _with_unique_ids(paragraphs: list[IncomingParagraph]) -> Iterator[IncomingParagraph]:
    """Yield the paragraphs. If several paragraphs share an external id, each of them gets a new external id.

    Paragraphs share an id if the same State made the same recommendation more than once in the same words. They also
    get a reason to check them.
    """
    counts = Counter(external_id for paragraph in paragraphs for external_id in paragraph.external_ids)
    for paragraph in paragraphs:
        ids = paragraph.external_ids
        if any(counts[external_id] > 1 for external_id in ids):
            position = f"{paragraph.kind} {paragraph.number} {paragraph.fields.get('position', '')}"
            first, *others = [_hash(old, position) if counts[old] > 1 else old for old in ids]
            reason = (
                "the same State made this recommendation more than once in the same words, with different answers: "
                "which answer applies?"
            )
            to_check = (*paragraph.to_check, reason)
            yield replace(paragraph, external_id=first, other_external_ids=tuple(others), to_check=to_check)
        else:
            yield paragraph


def _hash(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:10]


def _paragraph(session: str, row: _Row, columns: Collection[str]) -> IncomingParagraph:
    """Return the recommendation or pledge in a row of the export."""
    cells, to_check = row.cells, []
    answer = text_key(cells["Response"][:99])
    is_pledge = answer.startswith("voluntary")
    fields: dict[str, object] = {"text": cells["Text"]}
    if not is_pledge:
        fields["position"] = POSITIONS.get(answer, "not-stated")
        if answer not in POSITIONS and "Response" in columns:
            unknown = f"unknown answer of the State: “{cells['Response']}”"
            to_check.append(unknown if answer else "the State's answer is missing")
    names = states_in(cells["From"]) or list(filter(None, [cells["From"]]))
    if not (is_pledge and lookup.state_key(cells["From"]) == lookup.state_key(cells["To"])):
        made_by, others = split_states(names)
        if made_by:
            fields["made_by"] = made_by
        to_check += [f"unknown recommending State: “{name}”" for name in others]
    if category := re.match(r"[1-5](?![0-9])", cells["Action"]):
        fields["action_category"] = int(category[0])
    elif cells["Action"]:
        to_check.append(f"the action category is not 1 to 5: “{cells['Action']}”")
    fields["themes"] = [theme for part in re.split(r"[,|;]", cells["Issue"]) if (theme := part.strip())]
    if row.has_extra_cells:
        to_check.append("the row has more cells than the header: is the text complete?")
    if "\ufffd" in cells["Text"]:
        to_check.append("a character in the text could not be read")
    number = cells["Number"].rstrip(".")
    if number and not _NUMBER.fullmatch(number):
        to_check.append(f"the number could not be read: “{number}”")
        number = ""
    return IncomingParagraph(
        location=row.location,
        kind="pledge" if is_pledge else "recommendation",
        number=number,
        fields=fields,
        system="upr-info",
        external_id=_hash(session, *sorted(map(lookup.state_key, names)), text_key(cells["Text"])),
        to_check=tuple(to_check),
    )
