"""Which document of the workspace an incoming one is, and the id of one that is none of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.exchange.un.text import text_key
from cobtrack.model.text.slug import slug

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from cobtrack.exchange.incoming import IncomingDocument
    from cobtrack.model.records.document import Document
    from cobtrack.model.workspace import Workspace

_SEVERAL = 5
_SESSION = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th)?\s+session\b|\bsession\s+([0-9]{1,3})", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]{1,4})")


def find_document(
    workspace: Workspace, one: IncomingDocument, system: str, wanted: str = "", matched: Collection[str] = ()
) -> Document | None:
    """The document of the workspace that this is.

    By its symbol, by what came from the same system before, as the same review in the UPR, by the id that is wanted.
    Those in `matched` are another document of the same file already.
    """
    for there in workspace.documents:
        if there.id == one.id or (one.symbol and bare_symbol(there.symbol) == bare_symbol(one.symbol)):
            return there
    open_ones = [there for there in workspace.documents if not (one.symbol and there.symbol)]
    origins = {paragraph.external_id for paragraph in one.paragraphs if paragraph.external_id}
    same_body = [there for there in open_ones if there.mechanism == one.mechanism and there.id not in matched]
    best = max(same_body, key=lambda there: _shared(there, system, origins), default=None)
    # Numbers of the official document's paragraphs stand in every such document.
    if best and system != "cobs" and _shared(best, system, origins):
        return best
    reviews = same_body if one.mechanism == "upr" else []
    by_session = next((there for there in reviews if same_session(there, one)), None)
    by_id = next((there for there in open_ones if there.id == (wanted or document_id(one))), None)
    return by_session or _same_words(reviews, one) or by_id


def _same_words(reviews: Iterable[Document], one: IncomingDocument) -> Document | None:
    """The review that holds at least half of the texts, where either does not say of which session it is."""
    texts = [text_key(str(paragraph.fields.get("text", ""))) for paragraph in one.paragraphs]
    for there in reviews:
        if there.session and one.fields.get("session"):
            continue
        held = {text_key(str(paragraph.text)) for paragraph in there.paragraphs if paragraph.text}
        same = sum(text in held for text in texts)
        # Some few are asked for in every review.
        if same >= _SEVERAL and same * 2 >= min(len(texts), len(held)):
            return there
    return None


def same_session(there: Document, one: IncomingDocument) -> bool:
    """Whether both are of one session, `18` or `18th session`: of the UPR that is one review of the State."""
    numbers = {_session(str(session or "")) for session in (there.session, one.fields.get("session"))}
    return len(numbers) == 1 and "" not in numbers


def _session(text: str) -> str:
    """The number of a session: the one beside that word, else the first."""
    match = _SESSION.search(text) or _NUMBER.search(text)
    return next(filter(None, match.groups())).lstrip("0") if match else ""


def same_review_note(known: Document | None, one: IncomingDocument, new: int, system: str) -> list[str]:
    """A sentence where a review that another system brought gets records whose words are not the same there."""
    others = {origin.system for paragraph in known.paragraphs for origin in paragraph.origins} if known else set()
    if known is None or one.mechanism != "upr" or not new or not others - {system}:
        return []
    there = f"{known.id} is the same review, from {' and '.join(sorted(others - {system}))}"
    return [
        f"{there}: {new} of {len(one.paragraphs)} are not there in the same words by the same States, so compare them"
    ]


def _shared(there: Document, system: str, origins: set[str]) -> int:
    """How many paragraphs of a document came from the same paragraphs before."""
    return sum(o.system == system and o.id in origins for paragraph in there.paragraphs for o in paragraph.origins)


def bare_symbol(symbol: str) -> str:
    """A symbol however it is spaced."""
    return re.sub(r"\s+", "", symbol).casefold()


def document_id(one: IncomingDocument) -> str:
    """`crc-2022` for a document of a year, else its name as an id."""
    year = str(one.fields.get("issued") or one.fields.get("adopted") or "")[:4]
    if one.symbol and one.mechanism and year.isdecimal():
        return f"{one.mechanism}-{year}"
    return slug(one.symbol or one.name, ascii_only=True) or "document"
