"""Sanitize imported texts: escape markup, remove characters that data files must not contain, leave out contacts."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cobtrack.model.records.document import DATES_OF_DOCUMENT
from cobtrack.model.text.escape import NOT_IN_FILES
from cobtrack.model.text.markup import LINK, NOTE, URL, is_safe_link

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from cobtrack.exchange.incoming import IncomingDocument, IncomingParagraph

    FindContacts = Callable[[str], Iterable[str]]
    """A function that returns the kinds of contacts that a text seems to contain: `an e-mail address`."""

_OFFICIAL = frozenset({"text"})
"""The fields that are never shortened, because they are quotations."""
_SCRIPT = re.compile(r"(javascript|data|file|vbscript):", re.IGNORECASE)
_CHANGED = "characters that looked like markup were escaped in the text: compare the text with the document"
_REDACTED = "a note about the paragraph was left out because the note contained contacts"


def no_contacts(_: str) -> tuple[str, ...]:
    """Return an empty tuple. This function stands in for a search for contacts in texts that do not need the search."""
    return ()


def sanitize_document(document: IncomingDocument, find_contacts: FindContacts) -> IncomingDocument:
    """Return a copy of the document whose texts are allowed in data files.

    Markup is escaped. A field that contains contacts (as found by `find_contacts`) is left out, unless it is an
    official text. A paragraph that is changed or that contains contacts gets a note in `to_check`.
    """
    fields = {
        key: value if key in DATES_OF_DOCUMENT else _map_texts(value, _escape) for key, value in document.fields.items()
    }
    fields = {
        key: value for key, value in fields.items() if key in DATES_OF_DOCUMENT or not _contacts(value, find_contacts)
    }
    paragraphs = tuple(_sanitize_paragraph(paragraph, find_contacts) for paragraph in document.paragraphs)
    return replace(document, symbol=_escape(document.symbol), fields=fields, paragraphs=paragraphs)


def _sanitize_paragraph(paragraph: IncomingParagraph, find_contacts: FindContacts) -> IncomingParagraph:
    plain = _map_texts(dict(paragraph.fields), _drop_control)
    fields: dict[str, Any] = _map_texts(plain, _escape)
    to_check = [_REDACTED if any(find_contacts(text)) else _escape(text) for text in paragraph.to_check]
    if fields != plain:
        to_check.append(_CHANGED)
    for key, value in list(fields.items()):
        for kind in _contacts(value, find_contacts):
            if key in _OFFICIAL:
                to_check.append(f"the text seems to contain {kind}: is this in the document?")
            else:
                kept = [item for item in value if not _contacts(item, find_contacts)] if isinstance(value, list) else ""
                fields[key] = kept
                to_check.append(f"{key}: {kind} was left out together with the text around it")
    return replace(paragraph, fields=fields, to_check=tuple(to_check))


def _contacts(value: Any, find_contacts: FindContacts) -> list[str]:
    """Return the kinds of contacts that `find_contacts` finds in the texts of a value, each kind once."""
    kinds: dict[str, None] = {}

    def collect(text: str) -> str:
        kinds.update(dict.fromkeys(find_contacts(text)))
        return text

    _map_texts(value, collect)
    return list(kinds)


def _map_texts(value: Any, change: Callable[[str], str]) -> Any:
    """Return a value after applying the function `change` to each of its texts, even in lists and mappings."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [_map_texts(item, change) for item in value]
    if isinstance(value, dict):
        return {key: _map_texts(item, change) for key, item in value.items()}
    return value


def _drop_control(text: str) -> str:
    return NOT_IN_FILES.sub("", text)


def _escape(text: str) -> str:
    """Return a text in which links, footnote marks and unsafe web addresses no longer work.

    They stay readable, because only spaces are added. Control characters are removed.
    """
    text = _drop_control(text)
    if "[" in text:
        text = NOTE.sub(r"[ ^\1]", text)
        # A link may contain another.
        while (escaped := LINK.sub(r"[\1] (\2)", text)) != text:
            text = escaped
    if "://" in text:
        text = URL.sub(lambda match: match[0] if is_safe_link(match[0]) else match[0].replace(":", ": ", 1), text)
    if _SCRIPT.match(text):
        text = text.replace(":", ": ", 1)
    return text
