"""The marker of a document: for what day and whom it was made, and a checksum that tells whether somebody edited it."""

from __future__ import annotations

import hashlib
import re
from typing import NamedTuple

_MARKER = re.compile(rb"cobtrack:as-of\W+(?:content=\W*)?(\d{4}-\d\d-\d\d)( members| committee)?( [0-9a-f]{12}\b)?")
_WITHIN = 20_000
"""How far from its beginning a document has its marker."""


class Fingerprint(NamedTuple):
    """What the marker of a document says; `is_edited` where the document is no longer what was written.

    One without a checksum was made by an older version, and nobody knows.
    """

    day: str
    audience: str
    is_edited: bool


def read_fingerprint(document: bytes) -> Fingerprint | None:
    """The marker of a document; None where it has none."""
    found = _MARKER.search(document, 0, _WITHIN)
    if found is None:
        return None
    given = found[3]
    rest = document[: found.start(3)] + document[found.end() :] if given else document
    audience = (found[2] or b" public").decode().strip()
    return Fingerprint(found[1].decode(), audience, given is not None and given.strip() != _checksum(rest))


def add_fingerprint(text: str, audience: str = "public") -> str:
    """The document with its audience and the checksum of its rest in its marker; as it is where it has no marker."""
    document = text.encode()
    found = _MARKER.search(document, 0, _WITHIN)
    if found is None:
        return text
    start, end = document[: found.end(1)], document[found.end() :]
    start += b"" if audience == "public" else f" {audience}".encode()
    return (start + b" " + _checksum(start + end) + end).decode()


def _checksum(document: bytes) -> bytes:
    # Git and editors may change the line ends; that is no edit.
    unix = document.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return hashlib.sha256(unix).hexdigest()[:12].encode()
