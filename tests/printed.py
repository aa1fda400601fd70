"""Documents on paper: print the HTML of documents with Chromium, and read the lines of the pages from the PDF."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

_TOP, _BOTTOM = 792.0, 57.0
"""The printable part of an A4 page, in points from its foot. The text below is the footer."""
_HEADING_HEIGHT = 12.5
"""The height of a line from which it can only be a part of a heading, in points."""
HEADINGS = ("h1", "h2", "h3", "h4", "caption")


@dataclass(frozen=True)
class Line:
    """A line of text on a printed page, without white space."""

    text: str
    top: float
    foot: float


@dataclass(frozen=True)
class Sheet:
    """A printed page: its lines of text, from the top to the foot, without the footer."""

    lines: tuple[Line, ...]
    smallest_type: float
    """The size of the smallest letters on the page, in points."""

    @property
    def used(self) -> float:
        """The part of the page that has text, from the top to the last line."""
        return (_TOP - min(line.foot for line in self.lines)) / (_TOP - _BOTTOM) if self.lines else 0.0


@dataclass(frozen=True)
class Printed:
    """A document on paper."""

    html: str
    sheets: tuple[Sheet, ...]

    @cached_property
    def titles(self) -> set[str]:
        """The headings of the document, the titles of groups in tables, and the heads of tables."""
        finder = _Titles()
        finder.feed(self.html)
        return finder.titles

    @property
    def alone(self) -> list[str]:
        """Every heading or table head that is at the foot of a page, with the number of the page."""
        last = [(number, sheet.lines[-1]) for number, sheet in enumerate(self.sheets[:-1], 1) if sheet.lines]
        return [f"page {number}: {line.text}" for number, line in last if self._ends_title(line)]

    def _ends_title(self, line: Line) -> bool:
        is_large = line.top - line.foot > _HEADING_HEIGHT
        return line.text in self.titles or (is_large and any(title.endswith(line.text) for title in self.titles))

    @property
    def half_empty(self) -> list[str]:
        """Every page but the last that is less than half full, with the part that is used."""
        return [
            f"page {number}: {sheet.used:.0%}" for number, sheet in enumerate(self.sheets[:-1], 1) if sheet.used < 0.5
        ]


def squeezed(text: str) -> str:
    """Return only the letters and digits of a text."""
    return re.sub(r"\W+", "", text)


class _Titles(HTMLParser):
    """Collects headings, titles of groups of rows, and heads of tables."""

    def __init__(self) -> None:
        super().__init__()
        self.titles: set[str] = set()
        self._open = ""
        self._text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        is_group = tag == "th" and dict(attrs).get("scope") == "rowgroup"
        if not self._open and (tag in HEADINGS or tag == "thead" or is_group):
            self._open, self._text = tag, ""

    def handle_data(self, data: str) -> None:
        self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == self._open:
            self.titles.add(squeezed(self._text))
            self._open = ""


def print_page(browser: Any, path: Path) -> Printed:
    """Print an HTML file on A4 paper."""
    page = browser.new_page()
    page.goto(path.as_uri())
    data = page.pdf(format="A4", prefer_css_page_size=True)
    page.close()
    return Printed(path.read_text(encoding="utf-8"), tuple(_sheets(data)))


def _sheets(data: bytes) -> list[Sheet]:
    import pypdfium2

    document = pypdfium2.PdfDocument(data)
    sheets = [Sheet(_lines(page), _smallest_type(page)) for page in document]
    document.close()
    return sheets


def _lines(page: Any) -> tuple[Line, ...]:
    text = page.get_textpage()
    letters: list[tuple[float, float, float, str]] = []
    for index in range(text.count_chars()):
        letter = squeezed(text.get_text_range(index, 1))
        left, foot, _, top = text.get_charbox(index, loose=True) if letter else (0.0, 0.0, 0.0, 0.0)
        if foot >= _BOTTOM:
            letters.append((foot, top, left, letter))
    rows: list[list[tuple[float, float, float, str]]] = []
    for letter_box in sorted(letters, key=lambda box: -box[0]):
        if rows and rows[-1][0][0] - letter_box[0] < 4:
            rows[-1].append(letter_box)
        else:
            rows.append([letter_box])
    return tuple(_line(row) for row in rows)


def _smallest_type(page: Any) -> float:
    from pypdfium2 import raw

    text, matrix = page.get_textpage(), raw.FS_MATRIX()
    sizes = []
    for index in range(text.count_chars()):
        if squeezed(text.get_text_range(index, 1)):
            raw.FPDFText_GetMatrix(text.raw, index, matrix)
            sizes.append(raw.FPDFText_GetFontSize(text.raw, index) * abs(matrix.d))
    return round(min(sizes, default=0.0), 1)


def _line(row: list[tuple[float, float, float, str]]) -> Line:
    words = "".join(letter for _, _, _, letter in sorted(row, key=lambda box: box[2]))
    return Line(words, max(top for _, top, _, _ in row), min(foot for foot, _, _, _ in row))
