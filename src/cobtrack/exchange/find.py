"""Which document of the workspace an incoming one is, and the id of one that is none of them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.exchange.match import slug
from cobtrack.exchange.un_text import bare

if TYPE_CHECKING:
    from cobtrack.exchange.incoming import IncomingDocument
    from cobtrack.model.document import Document
    from cobtrack.model.workspace import Workspace

_SEVERAL = 5


def find(workspace: Workspace, one: IncomingDocument, system: str, wanted: str = "") -> Document | None:
    """The document of the workspace that this is: by symbol, by what came from it before, by the id that is wanted."""
    by_id = {there.id: there for there in workspace.documents}
    for there in workspace.documents:
        if there.id == one.id or (one.symbol and bare_symbol(there.symbol) == bare_symbol(one.symbol)):
            return there
    for there in workspace.documents:
        if there.mechanism == one.mechanism == "upr" and same_session(there, one) and not (there.symbol and one.symbol):
            return there
    if review := _same_words(workspace, one):
        return review
    open_ones = [there for there in workspace.documents if not (one.symbol and there.symbol)]
    origins = {paragraph.origin for paragraph in one.paragraphs if paragraph.origin}
    shared = {there.id: _shared(there, system, origins) for there in open_ones if there.mechanism == one.mechanism}
    best = max(shared, key=lambda name: shared[name], default="")
    # Numbers of the official document's paragraphs stand in every such document.
    if system != "cobs" and shared.get(best):
        return by_id[best]
    return next((there for there in open_ones if there.id == (wanted or identifier(one))), None)


def _same_words(workspace: Workspace, one: IncomingDocument) -> Document | None:
    """The review in the UPR that holds at least half of the texts, where either does not say of which session it is."""
    texts = [bare(str(paragraph.fields.get("text", ""))) for paragraph in one.paragraphs]
    for there in workspace.documents if one.mechanism == "upr" else ():
        if there.mechanism != "upr" or (there.session and one.fields.get("session")) or (there.symbol and one.symbol):
            continue
        held = {bare(str(paragraph.text)) for paragraph in there.paragraphs if paragraph.text}
        same = sum(text in held for text in texts)
        # Some few are asked for in every review.
        if same >= _SEVERAL and same * 2 >= min(len(texts), len(held)):
            return there
    return None


def same_session(there: Document, one: IncomingDocument) -> bool:
    """Whether both are of one session, `18` or `18th session`: of the UPR that is one review of the State."""
    numbers = [re.search(r"[0-9]+", str(session or "")) for session in (there.session, one.fields.get("session"))]
    return all(numbers) and len({found[0].lstrip("0") for found in numbers if found}) == 1


def told_of_review(known: Document | None, one: IncomingDocument, new: int, system: str) -> list[str]:
    """A sentence where a review that another system brought gets records whose words are not the same there."""
    others = {origin.system for paragraph in known.paragraphs for origin in paragraph.origins} if known else set()
    if known is None or one.mechanism != "upr" or not new or not others - {system}:
        return []
    there = f"{known.id} is the same review, from {' and '.join(sorted(others - {system}))}"
    return [f"{there}: {new} of {len(one.paragraphs)} are not there in the same words, so compare them before --write"]


def _shared(there: Document, system: str, origins: set[str]) -> int:
    """How many paragraphs of a document came from the same paragraphs before."""
    return sum(o.system == system and o.id in origins for paragraph in there.paragraphs for o in paragraph.origins)


def bare_symbol(symbol: str) -> str:
    """A symbol however it is spaced."""
    return re.sub(r"\s+", "", symbol).casefold()


def identifier(one: IncomingDocument) -> str:
    """`crc-2022` for a document of a year, else its name as an id."""
    year = str(one.fields.get("issued") or one.fields.get("adopted") or "")[:4]
    if one.symbol and one.mechanism and year.isdecimal():
        return f"{one.mechanism}-{year}"
    return slug(one.symbol or one.name) or "document"
