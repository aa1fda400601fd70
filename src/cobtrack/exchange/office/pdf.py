"""Read the text layer of a PDF as rows of text: what is printed on one line, with sizes, positions and emphasis."""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from cobtrack.exchange.incoming import ImportFormatError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

# Limits, because a document may be hostile. Concluding Observations have about 20 pages.
_MAX_FILE_SIZE, _MAX_PAGES, _MAX_CHARACTERS, _MAX_DRAWN = 50_000_000, 500, 300_000, 10_000
_MIN_CHARACTERS = 30
"""A page with text has more characters than this on average."""
_NEEDS_EXTRA = "install the extra “pdf” (pip install “cobtrack[pdf]”), or import the Word file of the document"
_FIRST_OTHER_SCRIPT = "\u0590"
"""The first character after the Latin, Greek, Cyrillic and Armenian scripts."""
_WORD_GAP, _WIDE_GAP, _COLUMN_GAP = 0.22, 1.1, 3.0
"""Gaps between characters, in parts of the size of the font: between words, after a number, between columns."""
_SIGN = re.compile(r"(?:\d{1,3}\.|\(?[^\W\d_]{1,5}\)|[IVX]{1,5}\.|[^\W\d_]\.)")
"""The number of a paragraph, the letter of an item or the sign of a section."""


@dataclass(frozen=True)
class _Glyph:
    """A character on a page. Positions are in points, from the lower left corner."""

    text: str
    left: float
    right: float
    bottom: float
    """Where the shape of the character begins. The shapes of raised digits begin above the baseline."""
    baseline: float
    size: float
    is_bold: bool
    is_italic: bool


@dataclass(frozen=True)
class Word:
    """A word on a page, between two gaps."""

    text: str
    left: float
    right: float


@dataclass(frozen=True)
class Row:
    """Words that are printed on one line."""

    words: tuple[Word, ...]
    baseline: float
    size: float
    is_emphasized: bool
    """Whether the whole row is bold, or the whole row is italic."""
    page: int
    ends_with_space: bool = False
    sign: str = ""
    """The number, the letter or the sign that the row begins with, if a wide gap follows."""
    notes: tuple[str, ...] = ()
    """The marks of footnotes in the row, which are not part of the text."""
    note: str = ""
    """The mark of a footnote that the row begins with."""
    is_note: bool = False
    """Whether the row is below the rule that separates the footnotes from the text."""

    @property
    def text(self) -> str:
        """The words of the row."""
        return " ".join(word.text for word in self.words)

    @property
    def left(self) -> float:
        """Where the row begins."""
        return self.words[0].left if self.words else 0.0

    @property
    def right(self) -> float:
        """Where the row ends."""
        return self.words[-1].right if self.words else 0.0

    @property
    def column(self) -> float:
        """Where the second of two columns begins, if the row has a wide gap between words; otherwise 0."""
        first = 1 if self.sign else 0
        pairs = zip(self.words[first:], self.words[first + 1 :], strict=False)
        gaps = ((second.left - one.right, second.left) for one, second in pairs)
        return next((left for gap, left in gaps if gap > self.size * _COLUMN_GAP), 0.0)

    def split(self, column: float) -> tuple[Row, ...]:
        """Return the row in two parts, if its words are in both columns. The second column begins at `column`."""
        before = tuple(word for word in self.words if word.left < column - 1)
        after = self.words[len(before) :]
        if not before or not after or abs(after[0].left - column) > 1:
            return (self,)
        return replace(self, words=before), replace(self, words=after, sign="", note="")


def read_rows(path: Path) -> list[list[Row]]:
    """Return the rows of each page of a PDF, from the top to the bottom.

    Raises ImportFormatError if the file is too large, is protected by a password, or has no text layer. Raises
    ImportFormatError too if the package that reads PDF files is not installed. A damaged file can cause other errors.
    """
    try:
        import pypdfium2  # noqa: PLC0415
    except ImportError:
        raise ImportFormatError("PDF files cannot be read, because pypdfium2 is not installed", _NEEDS_EXTRA) from None
    if path.stat().st_size > _MAX_FILE_SIZE:
        raise ImportFormatError(
            "the file is larger than a document needs to be", "import the Word file of the document"
        )
    try:
        document = pypdfium2.PdfDocument(path.read_bytes())
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).casefold():
            raise ImportFormatError("the PDF is protected by a password", "import a copy without a password") from None
        raise
    with closing(document):
        if len(document) > _MAX_PAGES:
            raise ImportFormatError(
                f"the PDF has more than {_MAX_PAGES} pages", "import Concluding Observations, which have about 20 pages"
            )
        pages, total = [], 0
        for number in range(len(document)):
            page = document[number]
            glyphs = list(_glyphs(page))
            total += len(glyphs)
            if total > _MAX_CHARACTERS:
                raise ImportFormatError(
                    f"the PDF has more than {_MAX_CHARACTERS:,} characters",
                    "import Concluding Observations, which have about 60,000 characters",
                )
            rule = _footnote_rule(page)
            rows = (_row(line, number + 1, rule) for line in _lines(glyphs))
            pages.append([row for row in rows if row.words])
    if total < _MIN_CHARACTERS * len(pages):
        raise ImportFormatError(
            "the PDF has no text, because its pages are pictures (scans)",
            "import the Word file of the document, or a PDF with text, which the UN publishes",
        )
    return pages


def _glyphs(page: Any) -> Iterator[_Glyph]:
    """Yield the characters that are printed upright within a page."""
    import ctypes  # noqa: PLC0415

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    width, height = page.get_size()
    text_page = page.get_textpage()
    x, y, box, flags = ctypes.c_double(), ctypes.c_double(), pdfium.FS_RECTF(), ctypes.c_int()
    name = ctypes.create_string_buffer(200)
    edges = tuple(ctypes.c_double() for _ in range(4))
    for index in range(min(text_page.count_chars(), _MAX_CHARACTERS + 1)):
        code = pdfium.FPDFText_GetUnicode(text_page, index)
        # pdfium marks a hyphen at the end of a line, and adds spaces and line ends of its own.
        if (
            pdfium.FPDFText_IsGenerated(text_page, index) == 1
            or code in {0, 0xFFFE}
            or pdfium.FPDFText_GetCharAngle(text_page, index) > 0.1
        ):
            continue
        text = "-" if code == 2 or pdfium.FPDFText_IsHyphen(text_page, index) == 1 else chr(code)
        pdfium.FPDFText_GetCharOrigin(text_page, index, x, y)
        pdfium.FPDFText_GetLooseCharBox(text_page, index, box)
        pdfium.FPDFText_GetCharBox(text_page, index, *edges)
        if not (0 <= x.value <= width and 0 <= y.value <= height) or text < " ":
            continue
        pdfium.FPDFText_GetFontInfo(text_page, index, name, len(name), flags)
        font = name.value.decode("utf-8", "replace").casefold()
        yield _Glyph(
            text=text,
            left=x.value,
            right=box.right,
            bottom=edges[2].value,
            baseline=y.value,
            # The size of the font does not know that a page may be scaled.
            size=round(_size(pdfium, text_page, index, box), 1),
            is_bold="bold" in font or pdfium.FPDFText_GetFontWeight(text_page, index) >= 600,
            is_italic="italic" in font or "oblique" in font,
        )


def _size(pdfium: Any, text_page: Any, index: int, box: Any) -> float:
    """Return the size of a character's font in points."""
    size = float(pdfium.FPDFText_GetFontSize(text_page, index))
    return size if size > 1.5 else float(box.top - box.bottom)


def _lines(glyphs: list[_Glyph]) -> Iterator[list[_Glyph]]:
    """Group the characters of a page by the line on which they are printed. Raised characters belong to their line."""
    line: list[tuple[int, _Glyph]] = []
    largest: _Glyph | None = None
    for position, glyph in sorted(enumerate(glyphs), key=lambda pair: -pair[1].baseline):
        if largest and largest.baseline - glyph.baseline > max(largest.size, glyph.size) * 0.45:
            yield _in_order(line)
            line, largest = [], None
        line.append((position, glyph))
        if glyph.text.strip() and (largest is None or glyph.size > largest.size):
            largest = glyph
    if line:
        yield _in_order(line)


def _in_order(line: list[tuple[int, _Glyph]]) -> list[_Glyph]:
    """Return the characters of a line in the order in which they are read.

    `line` has each character with its position in the file. Scripts that run from the right to the left, or whose signs
    stand before or above the letter that they follow, are kept in the order of the file.
    """
    if any(glyph.text >= _FIRST_OTHER_SCRIPT and glyph.text.isalpha() for _, glyph in line):
        return [glyph for _, glyph in sorted(line, key=itemgetter(0))]
    return sorted((glyph for _, glyph in line), key=lambda glyph: glyph.left)


def _footnote_rule(page: Any) -> float:
    """Return the height of the short line that separates the footnotes from the text, or 0 if a page has none."""
    import ctypes  # noqa: PLC0415

    import pypdfium2.raw as pdfium  # noqa: PLC0415

    width, height = page.get_size()
    left, bottom, right, top = (ctypes.c_float() for _ in range(4))
    heights = []
    for drawn in islice(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH], max_depth=3), _MAX_DRAWN):
        pdfium.FPDFPageObj_GetBounds(drawn.raw, left, bottom, right, top)
        length, thickness = right.value - left.value, top.value - bottom.value
        is_rule = thickness < 2 and width * 0.1 < length < width * 0.5 and left.value < width * 0.4
        if is_rule and top.value < height * 0.75:
            heights.append(bottom.value)
    return min(heights, default=0.0)


def _row(glyphs: Sequence[_Glyph], page: int, rule: float) -> Row:
    """Return a row with the given characters, which are sorted from left to right.

    `rule` is the height of the line above the footnotes of the page, or 0.
    """
    shown = [glyph for glyph in glyphs if glyph.text.strip()]
    if not shown:
        return Row((), glyphs[0].baseline, 0.0, is_emphasized=False, page=page)
    size = Counter(glyph.size for glyph in shown).most_common(1)[0][0]
    baseline = Counter(round(glyph.baseline, 1) for glyph in shown if glyph.size == size).most_common(1)[0][0]
    marks: list[str] = []
    words: list[list[_Glyph]] = []
    note, is_mark, is_space = "", False, True
    previous: _Glyph | None = None
    for glyph in glyphs:
        if not glyph.text.strip():
            is_space, is_mark = True, False
            continue
        if _is_mark(glyph, size, baseline):
            if is_mark:
                marks[-1] += glyph.text
            else:
                marks.append(glyph.text)
            note = marks[0] if not words else note
            is_mark = True
        else:
            is_apart = is_space or not previous or glyph.left - previous.right > size * _WORD_GAP
            if is_apart or not words:
                words.append([])
            words[-1].append(glyph)
            is_space, is_mark = False, False
        previous = glyph
    letters = [glyph for word in words for glyph in word]
    row = Row(
        words=tuple(Word("".join(glyph.text for glyph in word), word[0].left, word[-1].right) for word in words),
        baseline=baseline,
        size=size,
        is_emphasized=all(glyph.is_bold for glyph in letters) or all(glyph.is_italic for glyph in letters),
        page=page,
        ends_with_space=not glyphs[-1].text.strip(),
        notes=tuple(marks[1:] if note else marks),
        note=note,
        is_note=baseline < rule,
    )
    first, second = (*row.words, None, None)[:2]
    is_sign = first and second and _SIGN.fullmatch(first.text) and second.left - first.right > size * _WIDE_GAP
    return replace(row, sign=first.text) if first and is_sign and not note else row


def _is_mark(glyph: _Glyph, size: float, baseline: float) -> bool:
    """Return whether a character is a raised digit or asterisk, which refers to a footnote.

    `size` and `baseline` are those of the row.
    """
    is_raised = glyph.size < size * 0.85 and glyph.baseline > baseline + size * 0.1
    has_raised_shape = glyph.bottom > baseline + size * 0.2
    return (glyph.text.isdecimal() and (is_raised or has_raised_shape)) or (glyph.text == "*" and is_raised)
