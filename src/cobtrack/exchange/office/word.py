"""Open Word documents safely, and read the elements in them.

Elements are identified by their names without the namespace. Because a document may be hostile, every part of it is
read only once, and long texts that only serve as context are shortened.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from cobtrack.exchange.incoming import ImportFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_MAX_PART_SIZE, _MAX_SIZE, _MAX_PARTS = 50_000_000, 200_000_000, 10_000
_HINT = "if the file is a .doc file, save it as .docx first"
_NOT_TEXT = {"p", "pPr", "rPr", "del", "moveFrom", "instrText", "delText", "txbxContent", "Fallback", "sdtPr"}
"""Elements that are not part of a paragraph's visible text: properties, deleted text, field codes, text boxes (also in
their older form), and inner paragraphs, which have their own text."""
_CHARACTERS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
"""Elements that represent a character."""


@contextmanager
def report_damage(what: str = "a Word document", hint: str = _HINT) -> Iterator[None]:
    """Raise an ImportFormatError in place of any error that a damaged or hostile document causes in the `with` block.

    `what` names the kind of document, and `hint` is for its user. ImportError and MemoryError are not replaced.
    """
    try:
        yield
    except (ImportFormatError, ImportError, MemoryError):
        raise
    except OSError as error:
        raise ImportFormatError(f"the file cannot be read: {error.strerror or error}", hint) from error
    except Exception as error:
        # The libraries raise many kinds of errors.
        raise ImportFormatError(f"the file is not {what}, or it is damaged", hint) from error


def open_document(path: Path) -> Any:
    """Open a document with python-docx.

    Raises ImportFormatError if the document unpacks to an unreasonable size. Raises ValueError if the document has a
    document type declaration. A damaged document can cause other errors, so call this function within `report_damage`.
    """
    from docx import Document  # noqa: PLC0415

    # zipfile never unpacks more of a part than the archive declares.
    with ZipFile(path) as archive:
        sizes = [part.file_size for part in archive.infolist()]
    if max(sizes, default=0) > _MAX_PART_SIZE or sum(sizes) > _MAX_SIZE or len(sizes) > _MAX_PARTS:
        raise ImportFormatError(
            "the file is larger than a document needs to be", "save the document again in Word, without pictures"
        )
    document = Document(str(path))
    _refuse_entities(document.element)
    return document


def part_root(part: Any) -> Any:
    """Return the root element of a part of a Word document.

    Raises ValueError if the part has a document type declaration.
    """
    from docx.oxml import parse_xml  # noqa: PLC0415

    root = part.element if hasattr(part, "element") else parse_xml(part.blob)
    _refuse_entities(root)
    return root


def _refuse_entities(root: Any) -> None:
    """Raise ValueError if a document has a document type declaration, which might declare XML entities.

    Word never writes such a declaration. The content of entities would be missing from the imported texts.
    """
    if root.getroottree().docinfo.doctype:
        raise ValueError("the document has a document type declaration")


def local_name(node: Any) -> str:
    """Return the name of an XML element without its namespace. For a comment, return ""."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def child(node: Any, *names: str) -> Any:
    """Return the element at a path of names below a node, or None if there is no such element.

    In each step of the path, the first child with the next name is used.
    """
    for name in names:
        node = next((element for element in node if local_name(element) == name), None) if node is not None else None
    return node


def attribute(node: Any, name: str = "val") -> str:
    """Return the value of an attribute, or "" if the element or the attribute does not exist.

    `name` is the name of the attribute without its namespace.
    """
    attributes = node.attrib.items() if node is not None else ()
    return next((text for key, text in attributes if key.rpartition("}")[2] == name), "")


def visible_text(node: Any) -> str:
    """Return the visible text of a paragraph, with tabs and line breaks but without deleted and hidden text."""
    pieces: list[str] = []
    _collect_text(node, pieces)
    return "".join(pieces)


def _collect_text(node: Any, pieces: list[str]) -> None:
    # Nested generators would pass every text through all levels.
    for element in node:
        name = local_name(element)
        if name == "t":
            pieces.append(element.text or "")
        elif name in _CHARACTERS:
            pieces.append(_CHARACTERS[name])
        elif name not in _NOT_TEXT and not (name == "r" and is_on(child(element, "rPr"), "vanish")):
            _collect_text(element, pieces)


def is_on(properties: Any, name: str) -> bool | None:
    """Return whether the property `name` (for example bold) is on, or None if the property is not set."""
    switch = child(properties, name) if properties is not None else None
    return None if switch is None else attribute(switch) not in {"0", "false", "off", "none"}


def blocks(node: Any) -> Iterator[Any]:
    """Yield the paragraphs and tables in the body of a document or in a table cell.

    Paragraphs and tables inside content controls and insertions are also yielded.
    """
    for element in node:
        if local_name(element) in {"p", "tbl"}:
            yield element
        elif local_name(element) in {"sdt", "sdtContent", "customXml", "ins", "moveTo"}:
            yield from blocks(element)


def find_outermost(node: Any, name: str, but: str = "") -> list[Any]:
    """Return the outermost elements inside `node` that have the given name.

    Elements nested inside another element with this name, or inside an element with the name `but`, are left out.
    """
    elements: list[Any] = []

    def search(parent: Any) -> None:
        for element in parent:
            if local_name(element) == name:
                elements.append(element)
            elif local_name(element) != but:
                search(element)

    search(node)
    return elements


def paragraph_texts(node: Any, max_length: int) -> Iterator[str]:
    """Yield the texts of all paragraphs in an element, including paragraphs in text boxes. Empty texts are left out.

    The texts are cut off at a total length of `max_length`.
    """
    for element in node.iter():
        if max_length > 0 and local_name(element) == "p":
            text = visible_text(element)[:max_length]
            if text.strip():
                max_length -= len(text)
                yield text
