"""The lines of text of a document, whatever the format of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from cobtrack.exchange.incoming import ImportFormatError

MAX_LINES = 20_000
"""The most lines in a document."""


@dataclass(frozen=True)
class Line:
    """A piece of a document's text: usually a paragraph, or a table row that is a lettered item.

    Any other table is one line. A text box and a paragraph in a page header are also one line each.
    """

    text: str
    """The text. If the line has an automatic number, the text begins with this number and a tab."""
    is_heading: bool = False
    """Whether the line has the style of a heading, or is bold, underlined or italic throughout."""
    number_format: str = ""
    """The format of the line's automatic number: decimal, lowerLetter, lowerRoman, bullet, …"""
    footnotes: tuple[str, ...] = ()
    """The texts of the line's footnotes."""
    kind: Literal["paragraph", "table", "box", "page header"] = "paragraph"
    to_check: tuple[str, ...] = ()
    """The points about the text that a person has to check, one sentence each."""
    page: int = 0
    """The number of the page on which the line begins; 0 if the format of the file has no pages."""


def too_many_lines() -> ImportFormatError:
    """Return the error for a file with more than MAX_LINES lines."""
    return ImportFormatError(
        f"the file has more than {MAX_LINES:,} lines", "import Concluding Observations, which have a few hundred lines"
    )
