"""The marker in a rendered document: its day, its audience, and a checksum to find out if somebody has edited it."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

_MARKER = re.compile(rb"cobtrack:as-of\W+(?:content=\W*)?(\d{4}-\d\d-\d\d)( members| committee)?( [0-9a-f]{12}\b)?")
_SEARCHED_BYTES = 20_000
"""The number of bytes at the beginning of a document in which to search for the marker."""


class Fingerprint(NamedTuple):
    """The content of the marker in a document."""

    day: str
    audience: str
    is_edited: bool
    """Whether the text no longer matches the checksum. False for documents of older versions, which have no checksum.
    """


def read_fingerprint(document: bytes) -> Fingerprint | None:
    """Return the fingerprint from the marker in a document, or None if the document has no marker."""
    match = _MARKER.search(document, 0, _SEARCHED_BYTES)
    if match is None:
        return None
    checksum = match[3]
    rest = document[: match.start(3)] + document[match.end() :] if checksum else document
    audience = (match[2] or b" public").decode().strip()
    return Fingerprint(match[1].decode(), audience, checksum is not None and checksum.strip() != _checksum(rest))


def add_fingerprint(text: str, audience: str = "public") -> str:
    """Add the audience and the checksum to the marker in a document, and return the document.

    A document without a marker is returned unchanged.
    """
    document = text.encode()
    match = _MARKER.search(document, 0, _SEARCHED_BYTES)
    if match is None:
        return text
    start, end = document[: match.end(1)], document[match.end() :]
    start += b"" if audience == "public" else f" {audience}".encode()
    return (start + b" " + _checksum(start + end) + end).decode()


def _checksum(document: bytes) -> bytes:
    # A change of line ends is not an edit, because Git and editors change line ends.
    normalized = document.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(normalized).hexdigest()[:12].encode()
