"""The export of UPR Info's database for one State: CSV, a recommendation or pledge a row.

Older exports end their lines with a carriage return alone and are in Mac Roman; the oldest have the columns `text, to,
decision, From, year, notes`.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import replace
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from cobtrack.exchange.incoming import Incoming, IncomingDocument, IncomingParagraph, UnreadableError, another_state
from cobtrack.exchange.un_text import ANSWERS, bare, clean, squash

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HINT = "UPR Info's export has the columns To, Text, From, Response, Action, Issue and Session"
_LARGEST = 500_000_000
_KEYS = {
    "to": "to", "stateunderreview": "to", "sur": "to", "text": "text", "recommendation": "text",
    "from": "from", "recommendingstate": "from", "response": "response", "decision": "response", "action": "action",
    "actioncategory": "action", "issue": "issue", "issues": "issue", "session": "session", "year": "year",
}  # fmt: skip
# What stands in a text in the right encoding: apostrophes, quotes and dashes about words, accents within them.
_LIKELY = re.compile(r"(?<=[a-z])’(?=s?\b)|(?<!\w)[“‘–—]|[”’…](?!\w)|[a-z][àáâãçèéêëíîïñóôõöúüû]|[éèàôóáíñç][a-z]")  # noqa: RUF001


class _Row(NamedTuple):
    """A row of the State, its cells by their known names."""

    where: str
    cells: dict[str, str]
    excess: bool


def read(path: Path, state: str, name: str) -> Incoming:
    """The rows of one State: `state` is its ISO 3166 code of three letters, `name` its name as UPR Info has it.

    A document is a session. Raises UnreadableError where the file is no export of UPR Info.
    """
    incoming = Incoming("upr-info")
    text = _text(path, incoming.remarks)
    sessions: dict[str, list[_Row]] = defaultdict(list)
    seen: set[tuple[tuple[str, str], ...]] = set()
    for row in _rows(text):
        incoming.read += 1
        same = tuple(sorted(row.cells.items()))
        if bare(row.cells["to"]) not in {bare(name), bare(state)}:
            incoming.leave(another_state(row.cells["to"] or "not named"))
        elif not row.cells["text"]:
            incoming.left["no text"] += 1
        elif same in seen:
            incoming.left["the same row twice"] += 1
        else:
            seen.add(same)
            sessions[_session(row)].append(row)
    incoming.documents = tuple(_document(session, sessions[session]) for session in sorted(sessions, key=_order))
    return incoming


def _text(path: Path, remarks: list[str]) -> str:
    """The file's text with `\n` at the ends of lines."""
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableError(f"it has more than {_LARGEST:,} bytes", "export one State by itself")
        data = path.read_bytes()
    except OSError as error:
        raise UnreadableError(f"it cannot be opened: {error.strerror}", "is it there?") from None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        codec, text = _guessed(data)
        remarks.append(f"the file is not in UTF-8: it was read as {codec}, so look at accents and quotation marks")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _guessed(data: bytes) -> tuple[str, str]:
    """The older encoding that it is in: lines of a Macintosh, else that which gives likelier texts."""
    mac, windows = data.decode("mac_roman"), data.decode("cp1252", errors="replace")
    is_mac = b"\n" not in data or len(_LIKELY.findall(mac)) > len(_LIKELY.findall(windows))
    return ("Mac Roman", mac) if is_mac else ("Windows-1252", windows)


def _rows(text: str) -> Iterator[_Row]:
    """The rows below the header that have something in them."""
    import csv  # noqa: PLC0415
    from io import StringIO  # noqa: PLC0415

    head = text.partition("\n")[0]
    lines = csv.reader(StringIO(text), delimiter=max(",;\t", key=head.count))
    number = 1
    try:
        keys = [_KEYS.get(squash(cell[:99]), "") for cell in next(lines, [])]
        for key in ("To", "Text"):
            if key.lower() not in keys:
                raise UnreadableError(f"row 1 has no column “{key}”", _HINT)
        for number, cells in enumerate(lines, 2):
            if any(cell.strip() for cell in cells):
                known = {key: clean(cell) for key, cell in zip(keys, cells, strict=False) if key}
                excess = any(cell.strip() for cell in cells[len(keys) :])
                yield _Row(f"row {number}", dict.fromkeys(_KEYS.values(), "") | known, excess)
    except csv.Error as error:
        raise UnreadableError(f"row {number + 1} is not CSV: {error}", "is a quotation mark left open?") from None


def _session(row: _Row) -> str:
    """`18`; of the oldest exports the year, `in 2009`."""
    session, year = row.cells["session"], row.cells["year"]
    match = re.match(r"0*([0-9]{1,3})(?![0-9])", session)
    return match[1] if match else session or (f"in {year}" if year else "")


def _order(session: str) -> tuple[int, str]:
    return int(session) if session.isascii() and session.isdecimal() else 1000, session


def _document(session: str, rows: list[_Row]) -> IncomingDocument:
    """A session's recommendations and pledges; what has an origin in common with another row gets one of its own."""
    keys = [_key(session, row.cells["from"], row.cells["text"].casefold()) for row in rows]
    shared, firsts = Counter(keys), dict[str, dict[str, str]]()
    for key, row in zip(keys, rows, strict=True):
        firsts[key] = min(firsts.get(key, row.cells), row.cells, key=lambda cells: sorted(cells.items()))
    paragraphs = []
    for key, row in zip(keys, rows, strict=True):
        paragraph = _paragraph(
            row, key if row.cells == firsts[key] else _key(key, *map(str, sorted(row.cells.items())))
        )
        if shared[key] > 1:
            doubt = "the same State's text is there more than once: which answer and category hold?"
            paragraph = replace(paragraph, doubts=(*paragraph.doubts, doubt))
        paragraphs.append(paragraph)
    said = f"session {session}" if _order(session)[0] < 1000 else session or "session not known"
    fields = {"title": f"UPR recommendations, {said}"}
    if session and not session.startswith("in "):
        fields["session"] = session
    return IncomingDocument("", f"UPR {said}", "upr", tuple(paragraphs), fields)


def _key(*parts: str) -> str:
    return sha256("\n".join(parts).encode()).hexdigest()[:10]


def _paragraph(row: _Row, origin: str) -> IncomingParagraph:
    cells, doubts = row.cells, []
    answer = squash(cells["response"][:99])
    is_pledge = answer.startswith("voluntary")
    fields: dict[str, object] = {"text": cells["text"]}
    if not is_pledge:
        fields["position"] = ANSWERS.get(answer, "not-stated")
        if answer not in ANSWERS:
            doubts.append(f"the State's answer is not known: “{cells['response']}”" if answer else "no answer is given")
    if cells["from"] and not (is_pledge and bare(cells["from"]) == bare(cells["to"])):
        fields["made_by"] = [cells["from"]]
    if category := re.match(r"[1-5](?![0-9])", cells["action"]):
        fields["action_category"] = int(category[0])
    elif cells["action"]:
        doubts.append(f"the category of its action is none of 1 to 5: “{cells['action']}”")
    fields["themes"] = [one for part in re.split(r"[,|;]", cells["issue"]) if (one := part.strip())]
    if row.excess:
        doubts.append("its row has more cells than the first row: is the text whole?")
    if "\ufffd" in cells["text"]:
        doubts.append("a character of it could not be read")
    kind = "pledge" if is_pledge else "recommendation"
    return IncomingParagraph(row.where, kind, "", "", fields, "upr-info", origin, tuple(doubts))
