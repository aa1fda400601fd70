"""Word documents as elements: opened with care, and what is shown of an element.

Names of elements are compared without their namespace. A document may be hostile: each part of it is looked at once,
and texts that are only told of are cut.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from cobtrack.exchange.incoming import ImportFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LARGEST, _LARGEST_TOTAL, _MOST_MEMBERS = 50_000_000, 200_000_000, 10_000
_HINT = "a .doc or PDF file has to be saved as .docx first"
# What a paragraph holds that is not shown as its text: properties, deleted text, field codes, boxes, the older twin;
# and paragraphs, which hold a text of their own.
_NOT_TEXT = {"p", "pPr", "rPr", "del", "moveFrom", "instrText", "delText", "txbxContent", "Fallback", "sdtPr"}
_SHOWN = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@contextmanager
def report_damage() -> Iterator[None]:
    """Turn whatever a damaged or hostile document raises into an UnreadableError."""
    try:
        yield
    except (ImportFormatError, ImportError, MemoryError):
        raise
    except OSError as error:
        raise ImportFormatError(f"it cannot be read: {error.strerror or error}", _HINT) from error
    except Exception as error:
        raise ImportFormatError("it is not a Word document, or is damaged", _HINT) from error


def open_document(path: Path) -> Any:
    """A document as python-docx has it. Refused where it would unpack to more than it can need, or has entities."""
    from docx import Document  # noqa: PLC0415

    # zipfile never unpacks more of a member than it declares.
    with ZipFile(path) as archive:
        sizes = [member.file_size for member in archive.infolist()]
    if max(sizes, default=0) > _LARGEST or sum(sizes) > _LARGEST_TOTAL or len(sizes) > _MOST_MEMBERS:
        raise ImportFormatError(
            "it unpacks to more than a document can need", "save it again in Word, without its pictures"
        )
    document = Document(str(path))
    _refuse_entities(document.element)
    return document


def part_root(part: Any) -> Any:
    """The root element of a part of a document."""
    from docx.oxml import parse_xml  # noqa: PLC0415

    root = part.element if hasattr(part, "element") else parse_xml(part.blob)
    _refuse_entities(root)
    return root


def _refuse_entities(root: Any) -> None:
    """They are never resolved; but Word writes none, and a text with one would lose its end without a word."""
    if root.getroottree().docinfo.doctype:
        raise ValueError("a document type declaration")


def local_name(node: Any) -> str:
    """The name of an element without its namespace; empty for comments."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Any, *names: str) -> Any:
    """The element that a path of names leads to, or None."""
    for name in names:
        node = next((one for one in node if local_name(one) == name), None) if node is not None else None
    return node


def attribute(node: Any, name: str = "val") -> str:
    """An attribute by its name without namespace; empty where there is none."""
    found = (text for key, text in node.attrib.items() if key.rpartition("}")[2] == name) if node is not None else ()
    return next(iter(found), "")


def visible_text(node: Any) -> str:
    """What is shown of a paragraph, with tabs and line breaks; deleted and hidden text is not."""
    found: list[str] = []
    _collect(node, found)
    return "".join(found)


def _collect(node: Any, found: list[str]) -> None:
    # A list and no generators in generators: each text would go through as many as it stands deep.
    for one in node:
        name = local_name(one)
        if name == "t":
            found.append(one.text or "")
        elif name in _SHOWN:
            found.append(_SHOWN[name])
        elif name not in _NOT_TEXT and not (name == "r" and is_on(child(one, "rPr"), "vanish")):
            _collect(one, found)


def is_on(properties: Any, name: str) -> bool | None:
    """What a switch such as bold, or an underline, says; None where it says nothing."""
    switch = child(properties, name) if properties is not None else None
    return None if switch is None else attribute(switch) not in {"0", "false", "off", "none"}


def blocks(node: Any) -> Iterator[Any]:
    """The paragraphs and tables of a body or a cell, also those inside content controls."""
    for one in node:
        if local_name(one) in {"p", "tbl"}:
            yield one
        elif local_name(one) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from blocks(one)


def find_outermost(node: Any, name: str, but: str = "") -> list[Any]:
    """The elements of a name inside another, wherever; not those inside one of them, nor inside one called `but`."""
    found: list[Any] = []

    def look(inside: Any) -> None:
        for one in inside:
            if local_name(one) == name:
                found.append(one)
            elif local_name(one) != but:
                look(one)

    look(node)
    return found


def paragraph_texts(node: Any, most: int) -> Iterator[str]:
    """The texts of all paragraphs inside an element, in its boxes too; no more than so many characters."""
    for one in node.iter():
        if most > 0 and local_name(one) == "p" and (shown := visible_text(one)[:most]).strip():
            most -= len(shown)
            yield shown
