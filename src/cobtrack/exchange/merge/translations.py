"""Tag imported texts with the language of their document, and merge a further language into the texts of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import KnownParagraph
from cobtrack.exchange.merge.match_documents import symbol_key
from cobtrack.exchange.un.text import text_key
from cobtrack.model.types import STANDING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cobtrack.exchange.incoming import IncomingDocument
    from cobtrack.model.records.document import Document
    from cobtrack.model.workspace import Workspace

PARAGRAPH_TEXTS = ("section", "heading", "text")
"""The fields of a paragraph whose texts are in the language of the document."""
DOCUMENT_TEXTS = ("title", "reports", "session")
"""The fields of a document whose texts are in the language of the document."""
_UN_LANGUAGES = {"ar", "en", "es", "fr", "ru", "zh"}
"""The official languages of the United Nations. A document of the UN in one of them is official."""


def is_official(language: str) -> bool:
    """Whether the documents of the United Nations are official in a language."""
    return language in _UN_LANGUAGES


def known_paragraphs(
    workspace: Workspace, symbol: str, language: str, identifier: str = ""
) -> dict[str, KnownParagraph]:
    """Return what the workspace knows about the paragraphs of a document, keyed by number.

    The document has the given symbol, or the id `identifier`. If the workspace does not have the document, or has it in
    the given language, the mapping is empty.
    """
    document = next(
        (
            one
            for one in workspace.documents
            if one.id == identifier or (symbol and symbol_key(one.symbol) == symbol_key(symbol))
        ),
        None,
    )
    if document is None or language in {"", document.language or workspace.settings.languages[0]}:
        return {}
    split = {record.number for record in document.paragraphs if record.item}
    return {
        record.number: KnownParagraph(record.kind, record.number in split)
        for record in reversed(document.paragraphs)
        if record.number
    }


def tag(text: str, language: str, first_language: str) -> str | dict[str, Any]:
    """Return a text as it is written in a data file: with its language, unless it is in the first language.

    A text whose language is not known ("") is written without a language. An unofficial text has its standing.
    """
    if language in {"", first_language}:
        return text
    return {language: text} if is_official(language) else {language: text, STANDING: {language: "unofficial"}}


def tag_texts(data: Mapping[str, Any], keys: Iterable[str], language: str, first_language: str) -> dict[str, Any]:
    """Return a copy of `data` in which the texts in the fields `keys` and in `wordings` are tagged."""
    tagged: dict[str, Any] = {
        key: tag(value, language, first_language) if key in keys and isinstance(value, str) else value
        for key, value in data.items()
    }
    if "wordings" in tagged:
        tagged["wordings"] = [tag_texts(wording, ("text",), language, first_language) for wording in tagged["wordings"]]
    return tagged


def text_in(value: Any, language: str, plain_language: str) -> str | None:
    """Return the text of a field in a language, or None if the field has no text in this language.

    `value` is the value of the field in the data file. `plain_language` is the language of texts without a language.
    """
    if isinstance(value, dict):
        return value.get(language)
    return str(value) if language in {"", plain_language} else None


def with_translation(value: Any, text: str, language: str, plain_language: str) -> dict[str, Any]:
    """Return the value of a field together with its text in a further language, and the standing of this text."""
    texts = value if isinstance(value, dict) else {plain_language: value}
    standing = "official" if is_official(language) else "unofficial"
    standings = {**texts.get(STANDING, {}), language: standing}
    return {**{code: part for code, part in texts.items() if code != STANDING}, language: text, STANDING: standings}


def language_of_plain_texts(existing: Document | None, incoming: IncomingDocument, first_language: str) -> str:
    """Return the language of the texts without a language in a document of the workspace.

    This is the first language of the workspace. But earlier versions wrote down no language when they imported a
    document: if most texts are the same as in the imported file, they are in the language of this file.
    """
    plain = {
        text_key(str(record.text))
        for record in (existing.paragraphs if existing else ())
        if record.text and not record.text.languages
    }
    imported = {text_key(str(paragraph.fields.get("text", ""))) for paragraph in incoming.paragraphs}
    is_same = bool(plain) and len(plain & imported) * 2 > min(len(plain), len(imported))
    return incoming.language if is_same and incoming.language else first_language
