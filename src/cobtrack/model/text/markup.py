"""The Markdown that texts can contain: links and the marks of footnotes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

NOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
LINK = re.compile(r"\[([^\[\]]+)\]\(((?:[^()\s]|\([^()\s]*\))*)\)")
URL = re.compile(r"\b[a-z][a-z0-9+.-]{0,30}://[^\s<>()\[\]\"']+", re.IGNORECASE)
_SAFE = {"http", "https", "mailto"}


def footnote_names(text: str) -> list[str]:
    """Return the names of the footnotes that a text refers to, in order."""
    return NOTE.findall(text) if "[^" in text else []


def links(text: str) -> list[tuple[str, str]]:
    """Return the label and the target of each link in a text. The target is "" if the link has no target."""
    return LINK.findall(text) if "](" in text else []


def plain_text(text: str) -> str:
    """Return a text for a terminal or a spreadsheet.

    The marks of footnotes are removed, and each Markdown link is replaced by its label. A text of the data keeps its
    language.
    """
    if "[" not in text:
        return text
    words = LINK.sub(r"\1", NOTE.sub("", text))
    return in_same_language(text, words)


def in_same_language(text: str, words: str) -> str:
    """Return words that were made of a text. If it is a text of the data, the result is in the same language."""
    # Help texts and completion use this module, so it does not import the models, which takes time.
    with_words: Callable[[str], str] = getattr(text, "with_words", str)
    return with_words(words)


def plain_citation(source: str) -> str:
    """Return a citation for a terminal or a calendar.

    Each Markdown link is replaced by its label and its address.
    """
    return LINK.sub(r"\1, \2", source) if "](" in source else source


def is_safe_link(target: str) -> bool:
    """Return whether a link to this target is safe: http, https, mailto, or `#place` in the same document."""
    if target.startswith("#"):
        return True
    try:
        return urlsplit(target).scheme.lower() in _SAFE
    except ValueError:
        return False


def is_web_address(address: str) -> bool:
    """Return whether a text is the address of a web page: https or http, with a host and without spaces."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and not re.search(r"[\s\\<>\"]", address)
