"""Support for tests of Word files and PDFs: write a Markdown document, and read what was written."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from lxml import etree

from cobtrack.render.tree.about import About
from cobtrack.render.tree.parser import parse
from cobtrack.render.word.document import write_word

ABOUT = About("Roadmap", "Cambodia, Roadmap", "CRC-Cambodia", "en", date(2026, 11, 26))
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def word(text: str, about: About = ABOUT) -> bytes:
    """Return the Word file of a Markdown text."""
    return write_word(parse(text), about)


def part(document: bytes, name: str) -> Any:
    """Return the outermost element of a part of a Word file."""
    with ZipFile(BytesIO(document)) as archive:
        return etree.fromstring(archive.read(name))


def body(document: bytes) -> Any:
    """Return the text of a Word file as XML."""
    return part(document, "word/document.xml")


def find(element: Any, path: str) -> list[Any]:
    """Return the elements at a path such as `.//w:tr`, in the namespace of Word."""
    return list(element.iterfind(path, {"w": W[1:-1]}))


def words(element: Any) -> str:
    """Return the texts in an element, joined."""
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def value(element: Any, name: str = "val") -> str:
    """Return an attribute of an element, in the namespace of Word."""
    return str(element.get(f"{W}{name}"))
