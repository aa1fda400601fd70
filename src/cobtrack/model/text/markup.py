"""The Markdown that texts may hold: footnote marks, links, and the text without them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

NOTE = re.compile(r"\[\^([^\[\]\s]+)\]")
LINK = re.compile(r"\[([^\[\]]+)\]\(((?:[^()\s]|\([^()\s]*\))*)\)")
URL = re.compile(r"\b[a-z][a-z0-9+.-]{0,30}://[^\s<>()\[\]\"']+", re.IGNORECASE)
_SAFE = {"http", "https", "mailto"}


def footnote_names(text: str) -> list[str]:
    """The names of the footnotes that `text` marks, in order."""
    return NOTE.findall(text) if "[^" in text else []


def links(text: str) -> list[tuple[str, str]]:
    """Label and target of each Markdown link in `text`; an empty target is a link whose target is not known."""
    return LINK.findall(text) if "](" in text else []


def plain_text(text: str) -> str:
    """`text` for a terminal or a spreadsheet: no footnote marks, links by their label."""
    if "[" not in text:
        return text
    return LINK.sub(r"\1", NOTE.sub("", text))


def plain_citation(source: str) -> str:
    """A citation for a terminal or a calendar: a link as its title and its address."""
    return LINK.sub(r"\1, \2", source) if "](" in source else source


def is_safe_link(target: str) -> bool:
    """Whether a link may lead there: http, https, mailto, or a `#place` in the document itself."""
    if target.startswith("#"):
        return True
    try:
        return urlsplit(target).scheme.lower() in _SAFE
    except ValueError:
        return False
