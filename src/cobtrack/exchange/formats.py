"""Which system a file is from, by the ending of its name and by its first rows."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from cobtrack.exchange.incoming import ImportFormatError

if TYPE_CHECKING:
    from pathlib import Path


class System(StrEnum):
    """What a file is."""

    cobs = "cobs"
    uhri = "uhri"
    upr_info = "upr-info"
    thematic_list = "thematic-list"
    impact_oss = "impact-oss"
    matrix = "matrix"


def system_of(path: Path) -> System:
    """What the file is. Raises UnreadableError where nothing here reads it, ImportError where a library is missing."""
    from cobtrack.exchange.matrix import workbook  # noqa: PLC0415
    from cobtrack.exchange.sources import impact_oss, thematic_list  # noqa: PLC0415

    match path.suffix.lower():
        case ".docx":
            return System.thematic_list if thematic_list.is_thematic_list(path) else System.cobs
        case ".xlsx":
            return System.matrix if workbook.is_matrix(path) else System.uhri
        case ".json":
            return System.uhri
        case ".csv":
            return System.impact_oss if impact_oss.is_impact_oss(path) else System.upr_info
    raise ImportFormatError(
        "it is none of the files that can be imported",
        "it takes .docx (the official document, a thematic list), .xlsx (UHRI, the matrix), .json (UHRI), .csv",
    )
