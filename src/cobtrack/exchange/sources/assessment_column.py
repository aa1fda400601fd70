"""The column for assessments in OHCHR's thematic lists, filled in: all else of the document stays as it is."""

from __future__ import annotations

from copy import deepcopy
from io import BytesIO
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile, ZipFile

from cobtrack.exchange.incoming import ImportedFile, ImportFormatError
from cobtrack.exchange.office.word import child, local_name, open_document, report_damage
from cobtrack.exchange.sources.thematic_list import cell_lines, list_rows, list_symbol, origin_of
from cobtrack.model.text.escape import CONTROL

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def write_assessments(path: Path, texts: Mapping[str, str]) -> tuple[bytes, int]:
    """The same document with the assessment column filled in by origin, and how many assessments were put in.

    What stands in a cell already stays there.
    """
    with report_damage():
        part = open_document(path).part
        rows, filled = list(list_rows(child(part.element, "body"), ImportedFile("thematic-list"))), set[str]()
        if any(row.cell is None for row in rows):
            raise ImportFormatError(
                "it has no column for assessments",
                "the lists of the fourth cycle have none; only those of the second and third can be filled in",
            )
        symbol = list_symbol(rows)
        for row in rows:
            origin = origin_of(row, symbol)
            text = CONTROL.sub("", texts.get(origin, "")).strip()
            if text and _fill(row.cell, text):
                filled.add(origin)
        return _rewritten(path, part), len(filled)


def _fill(cell: Any, text: str) -> bool:
    """Put a text into a cell, below what stands there, set as the cell is; False where it stands there already."""
    from docx.oxml.parser import OxmlElement  # noqa: PLC0415

    paragraphs = [one for one in cell if local_name(one) == "p"]
    there = cell_lines(cell)
    if " ".join(text.split()) in " ".join(there):
        return False
    into = paragraphs[0] if paragraphs and not there else OxmlElement("w:p")
    properties = child(paragraphs[-1], "pPr") if paragraphs else None
    if into not in paragraphs:
        cell.append(into)
        into.extend([] if properties is None else [deepcopy(properties)])
    run = OxmlElement("w:r")
    look = child(properties, "rPr")
    run.extend([] if look is None else [deepcopy(look)])
    for at, line in enumerate(text.splitlines()):
        run.extend([OxmlElement("w:br")] if at else [])
        shown = OxmlElement("w:t")
        shown.text = line
        shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        run.append(shown)
    into.append(run)
    return True


def is_made_from(there: bytes, path: Path) -> bool:
    """Whether a file is that list with other assessments: nothing but its main part differs."""
    try:
        with ZipFile(BytesIO(there)) as old, ZipFile(path) as source:
            parts, own = ({one.filename: one.CRC for one in archive.infolist()} for archive in (old, source))
    except (BadZipFile, OSError):
        return False
    return parts.keys() == own.keys() and sum(parts[name] != own[name] for name in own) <= 1


def _rewritten(path: Path, part: Any) -> bytes:
    """The file with its main part as it is now; all other members go over as they are."""
    made = BytesIO()
    with ZipFile(path) as before, ZipFile(made, "w") as after:
        for member in before.infolist():
            is_main = member.filename == part.partname.lstrip("/")
            after.writestr(member, part.blob if is_main else before.read(member))
    return made.getvalue()
