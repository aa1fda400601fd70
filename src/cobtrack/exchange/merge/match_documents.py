"""Match an imported document with a document in the workspace, or make an id for a new document."""

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

_MIN_SAME_TEXTS = 5
"""The fewest equal texts that identify a review. Some recommendations have the same text in every review."""
_SESSION = re.compile(r"([0-9]{1,3})(?:st|nd|rd|th)?\s+session\b|\bsession\s+([0-9]{1,3})", re.IGNORECASE)
_NUMBER = re.compile(r"([0-9]{1,4})")


def find_document(
    workspace: Workspace,
    document: IncomingDocument,
    system: str,
    wanted_id: str = "",
    matched_ids: Collection[str] = (),
) -> Document | None:
    """Return the document in the workspace that matches an imported document, or None.

    These criteria are tried one after another: the same id or symbol; paragraphs that were imported from the same
    system before; the same UPR review; the id `wanted_id`. `matched_ids` are the ids of documents that already match
    another document in the imported file.
    """
    for existing in workspace.documents:
        if existing.id == document.id or (document.symbol and _same_symbol(existing.symbol, document.symbol)):
            return existing
    candidates = [existing for existing in workspace.documents if not (document.symbol and existing.symbol)]
    same_body = [
        existing
        for existing in candidates
        if existing.mechanism == document.mechanism and existing.id not in matched_ids
    ]
    # The official document identifies paragraphs by number, and other documents have the same numbers.
    if system != "cobs":
        external_ids = {paragraph.external_id for paragraph in document.paragraphs if paragraph.external_id}
        best = max(same_body, key=lambda existing: _count_shared(existing, system, external_ids), default=None)
        if best and _count_shared(best, system, external_ids):
            return best
    reviews = same_body if document.mechanism == "upr" else []
    by_session = next((review for review in reviews if same_session(review, document)), None)
    by_id = next((existing for existing in candidates if existing.id == (wanted_id or document_id(document))), None)
    return by_session or _review_with_same_texts(reviews, document) or by_id


def _count_shared(document: Document, system: str, external_ids: set[str]) -> int:
    """Count the paragraphs of a document that were imported from `system` and have one of `external_ids` there."""
    return sum(
        origin.system == system and origin.id in external_ids
        for paragraph in document.paragraphs
        for origin in paragraph.origins
    )


def _review_with_same_texts(reviews: Iterable[Document], document: IncomingDocument) -> Document | None:
    """Return the first review that shares enough texts with an imported document, or None.

    Of the two, the document with fewer texts must share at least half of its texts. If both documents name a session,
    the review is skipped.
    """
    imported = [text_key(str(paragraph.fields.get("text", ""))) for paragraph in document.paragraphs]
    for review in reviews:
        if review.session and document.fields.get("session"):
            continue
        existing = {text_key(str(paragraph.text)) for paragraph in review.paragraphs if paragraph.text}
        count = sum(text in existing for text in imported)
        if count >= _MIN_SAME_TEXTS and count * 2 >= min(len(imported), len(existing)):
            return review
    return None


def same_session(existing: Document, document: IncomingDocument) -> bool:
    """Whether two documents name the same session. `18` and `18th session` are the same session.

    Two UPR documents with the same session are about the same review, because a State has only one review in a session.
    """
    numbers = {_session_number(str(session or "")) for session in (existing.session, document.fields.get("session"))}
    return len(numbers) == 1 and "" not in numbers


def _session_number(text: str) -> str:
    """Return the number next to the word "session" in a text.

    If there is no such number, return the first number in the text. If the text has no number, return "".
    """
    match = _SESSION.search(text) or _NUMBER.search(text)
    return next(filter(None, match.groups())).lstrip("0") if match else ""


def same_review_note(existing: Document | None, document: IncomingDocument, new_count: int, system: str) -> list[str]:
    """Return a note if an import adds records to a UPR review that was imported from another system before.

    The new records might be duplicates. If no note is needed, the list is empty.
    """
    if existing is None or document.mechanism != "upr" or not new_count:
        return []
    others = {origin.system for paragraph in existing.paragraphs for origin in paragraph.origins} - {system}
    if not others:
        return []
    review = f"{existing.id} is the same review, imported from {' and '.join(sorted(others))}"
    count = f"{new_count} of {len(document.paragraphs)} recommendations in the file"
    return [f"{review}: {count} do not match its recommendations in text and States; compare the file with the review"]


def _same_symbol(first: str, second: str) -> bool:
    return symbol_key(first) == symbol_key(second)


def symbol_key(symbol: str) -> str:
    """Return a UN symbol in a form that ignores differences in spaces and capital letters."""
    return re.sub(r"\s+", "", symbol).casefold()


def document_id(document: IncomingDocument) -> str:
    """Return an id for a new document, for example `crc-2022`.

    If its year, symbol or mechanism is unknown, the id is made from its symbol or, without a symbol, from its name.
    """
    year = str(document.fields.get("issued") or document.fields.get("adopted") or "")[:4]
    if document.symbol and document.mechanism and year.isdecimal():
        return f"{document.mechanism}-{year}"
    return slug(document.symbol or document.name, ascii_only=True) or "document"
