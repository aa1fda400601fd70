"""The marker in a rendered document: its day, its audience, and a checksum to find out if somebody has edited it.

The marker of a text is near its beginning. The marker of a Word file is in a part with its properties, and the
marker of a PDF is among its keywords.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple
from zipfile import BadZipFile, ZipFile

if TYPE_CHECKING:
    from collections.abc import Mapping

_MARKER = re.compile(rb"cobtrack:as-of\W+(?:content=\W*)?(\d{4}-\d\d-\d\d)( members| committee)?( [0-9a-f]{12}\b)?")
_SEARCHED_BYTES = 20_000
"""The number of bytes at the beginning of a document in which to search for the marker."""
WORD_PROPERTIES = "docProps/custom.xml"
"""The part of a Word file that has the marker."""
_UNSIGNED = b"0" * 12
"""The bytes in place of the checksum while the checksum is computed."""
_MAX_UNPACKED = 200_000_000


class Fingerprint(NamedTuple):
    """The content of the marker in a document."""

    day: str
    audience: str
    is_edited: bool
    """Whether the text no longer matches the checksum. False for documents of older versions, which have no checksum.
    """


def read_fingerprint(document: bytes) -> Fingerprint | None:
    """Return the fingerprint from the marker in a document, or None if the document has no marker."""
    if document.startswith(b"PK\x03\x04"):
        parts = _parts(document)
        return _read_signature(parts.get(WORD_PROPERTIES, b""), _joined(parts))
    if document.startswith(b"%PDF-"):
        return _read_signature(document, document)
    match = _MARKER.search(document, 0, _SEARCHED_BYTES)
    if match is None:
        return None
    checksum = match[3]
    rest = document[: match.start(3)] + document[match.end() :] if checksum else document
    return Fingerprint(
        match[1].decode(), _audience(match), checksum is not None and checksum.strip() != _checksum(rest)
    )


def _audience(match: re.Match[bytes]) -> str:
    return (match[2] or b" public").decode().strip()


def _read_signature(place: bytes, document: bytes) -> Fingerprint | None:
    """Return the fingerprint from the marker in `place`, which is a part of the document, or None if it has none."""
    match = _MARKER.search(place)
    if match is None or match[3] is None:
        return None
    unsigned = document.replace(match[0], match[0][:-12] + _UNSIGNED)
    return Fingerprint(match[1].decode(), _audience(match), match[3].strip() != _checksum(unsigned))


def _parts(document: bytes) -> dict[str, bytes]:
    """Return the parts of a zip file by name, or nothing if the file is damaged or unpacks to too many bytes."""
    try:
        with ZipFile(BytesIO(document)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > _MAX_UNPACKED:
                return {}
            return {entry.filename: archive.read(entry) for entry in archive.infolist()}
    except (BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError, EOFError, zlib.error):
        return {}


def _joined(parts: Mapping[str, bytes]) -> bytes:
    return b"".join(name.encode() + b"\0" + parts[name] + b"\0" for name in sorted(parts))


def unsigned_marker(day: str, audience: str) -> str:
    """Return the marker for a Word file or a PDF, with zeros in place of the checksum."""
    shown = "" if audience == "public" else f" {audience}"
    return f"cobtrack:as-of {day}{shown} {_UNSIGNED.decode()}"


def sign_parts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the parts of a Word file with the checksum in the marker, which is in the part `WORD_PROPERTIES`."""
    properties = parts[WORD_PROPERTIES].replace(_UNSIGNED, _checksum(_joined(parts)))
    return {**parts, WORD_PROPERTIES: properties}


def sign_pdf(document: bytes, marker: str) -> bytes:
    """Return a PDF with the checksum in its marker, which occurs several times."""
    signed = marker.encode().replace(_UNSIGNED, _checksum(document))
    return document.replace(marker.encode(), signed)


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
