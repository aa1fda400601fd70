"""The marker of a rendered document: its day, its audience, and a checksum that shows whether it was edited since."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

_MARKER = re.compile(rb"cobtrack:as-of\W+(?:content=\W*)?(\d{4}-\d\d-\d\d)( members| committee)?( [0-9a-f]{12}\b)?")
_SEARCHED_BYTES = 20_000
"""How many bytes at the beginning of a document are searched for the marker."""


class Fingerprint(NamedTuple):
    """What the marker of a document says."""

    day: str
    audience: str
    is_edited: bool
    """Whether the text no longer has its checksum. False if there is no checksum, as in documents of older versions."""


def read_fingerprint(document: bytes) -> Fingerprint | None:
    """Return the fingerprint of a document, or None if it has no marker."""
    match = _MARKER.search(document, 0, _SEARCHED_BYTES)
    if match is None:
        return None
    checksum = match[3]
    rest = document[: match.start(3)] + document[match.end() :] if checksum else document
    audience = (match[2] or b" public").decode().strip()
    return Fingerprint(match[1].decode(), audience, checksum is not None and checksum.strip() != _checksum(rest))


def add_fingerprint(text: str, audience: str = "public") -> str:
    """Return the document with its audience and checksum added to the marker; unchanged if it has no marker."""
    document = text.encode()
    match = _MARKER.search(document, 0, _SEARCHED_BYTES)
    if match is None:
        return text
    start, end = document[: match.end(1)], document[match.end() :]
    start += b"" if audience == "public" else f" {audience}".encode()
    return (start + b" " + _checksum(start + end) + end).decode()


def _checksum(document: bytes) -> bytes:
    # Git and editors may change line ends; that does not count as an edit.
    normalized = document.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(normalized).hexdigest()[:12].encode()
