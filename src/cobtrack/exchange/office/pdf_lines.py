"""Read a PDF in the layout of the UN as lines of text: paragraphs and headings, without running heads and footnotes."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import TYPE_CHECKING

from cobtrack.exchange.office.lines import MAX_LINES, Line, too_many_lines
from cobtrack.exchange.office.pdf import read_rows
from cobtrack.exchange.un.phrase_books import CAPITAL
from cobtrack.model.languages.phrases import gettext

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cobtrack.exchange.office.pdf import Row

_SYMBOL = re.compile(r"[A-Z]{1,5}(?:/[A-Z0-9][A-Za-z0-9.()-]*){2,7}")
_IMPRINT = re.compile(r"(?:[0-9]{1,4}\s+)?GE\.[0-9]{2}-[0-9]|\*[0-9]{5,}\*")
"""The first row of the imprint at the bottom of a page, with the number of the page."""
_PAGE_NUMBER = re.compile(r"[0-9]{1,4}|[\u2013-]\s?[0-9]{1,4}\s?[\u2013-]")
_ENDS_PARAGRAPH = re.compile(r"[.:;?!\u17d4][\"\u201d\u2019)\]]{0,3}$")
_JOINED_AFTER = ("-", "\u2013", "/")
"""Characters at the end of a row after which no space belongs."""
_DIVIDED = re.compile(r"([^\W\d_]+)-$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_SMALL = 0.95
"""Footnotes are set smaller than this part of the size of the text."""
_MAX_WORD = 100
_MAX_HYPHENS = 0.04
"""The largest part of the rows that end with a hyphen in a document without hyphenation."""
_MAX_HEADS = 3
"""The most rows at the top and at the bottom of a page that are repeated on other pages."""


def read_lines(path: Path) -> list[Line]:
    """Return the lines of a PDF's text in order, then the running heads of its pages.

    Raises ImportFormatError if there are too many lines. Also raises everything that `read_rows` raises.
    """
    pages = read_rows(path)
    heads = _running_heads(pages)
    pages = [_without_heads(rows, heads, index) for index, rows in enumerate(pages)]
    reader = _LineReader(pages)
    texts = [text for text in dict.fromkeys(heads.values()) if not _IMPRINT.match(text)]
    lines = [*reader.lines(), *(Line(text, kind="page header") for text in texts)]
    if len(lines) > MAX_LINES:
        raise too_many_lines()
    return lines


def _key(row: Row) -> tuple[str, int]:
    """Return a key that is the same for the running heads of all pages: the text without its digits, and the height."""
    return re.sub(r"\d+", "#", row.text), round(row.baseline / 4)


def _running_heads(pages: list[list[Row]]) -> dict[tuple[str, int], str]:
    """Return the rows that are repeated at the top or at the bottom of pages, keyed by `_key`."""
    edges = [[*rows[:_MAX_HEADS], *rows[-_MAX_HEADS:]] for rows in pages[1:]]
    counts = Counter(key for rows in edges for key in {_key(row) for row in rows})
    texts = {_key(row): row.text for rows in edges for row in rows}
    return {
        key: texts[key]
        for key, count in counts.items()
        if count > 1 and not any(row.sign for rows in edges for row in rows if _key(row) == key)
    }


def _without_heads(rows: list[Row], heads: dict[tuple[str, int], str], index: int) -> list[Row]:
    """Return the rows of a page without running heads, the number of the page, and the imprint.

    A running head that only this page has is added to `heads`. `index` is the index of the page.
    """
    kept = [
        row
        for position, row in enumerate(rows)
        if not (_key(row) in heads and (position < _MAX_HEADS or position >= len(rows) - _MAX_HEADS))
    ]
    if index and kept and _SYMBOL.fullmatch(kept[0].text):
        heads[_key(kept[0])] = kept.pop(0).text
    imprint = next((position for position, row in enumerate(kept) if _IMPRINT.match(row.text)), len(kept))
    kept = kept[:imprint] if imprint > len(kept) // 2 else kept
    for edge in (-1, 0):
        if kept and _PAGE_NUMBER.fullmatch(kept[edge].text):
            kept.pop(edge)
    return kept


class _LineReader:
    """Joins the rows of all pages to paragraphs and headings, and takes the footnotes out."""

    def __init__(self, pages: list[list[Row]]) -> None:
        rows = [row for page in pages for row in page]
        sizes = Counter[float]()
        for row in rows:
            sizes[row.size] += len(row.text)
        self.size = sizes.most_common(1)[0][0] if sizes else 0.0
        """The size of most of the text."""
        self.notes: dict[tuple[int, str], str] = {}
        """The footnotes that no line has yet, keyed by page and mark."""
        self.pages = [self._without_footnotes(page) for page in pages]
        body = [row for page in self.pages for row in page]
        self.right = max((row.right for row in body), default=0.0)
        gaps = Counter(
            round(first.baseline - second.baseline, 1)
            for page in self.pages
            for first, second in pairwise(page)
            if first.size == second.size == self.size and first.baseline - second.baseline < self.size * 1.8
        )
        self.leading = gaps.most_common(1)[0][0] if gaps else self.size * 1.2
        """The distance between two rows of a paragraph."""
        self.words = Counter(word.casefold() for row in body for word in _WORD.findall(row.text))
        divided = [
            (first[1].casefold(), second[0].casefold())
            for one, two in pairwise(body)
            if (first := _DIVIDED.search(one.text)) and (second := _WORD.match(two.text))
        ]
        joined = sum(bool(self.words[first + second]) for first, second in divided)
        self.is_hyphenated = joined > sum(bool(self.words[f"{first}-{second}"]) for first, second in divided)
        """Whether the ends of rows divide words that have no hyphen elsewhere in the document."""
        self.may_be_hyphenated = bool(joined) or len(divided) > len(body) * _MAX_HYPHENS

    def _without_footnotes(self, rows: list[Row]) -> list[Row]:
        """Return the rows of a page above its footnotes, and keep the footnotes."""
        start = len(rows)
        while start and (rows[start - 1].is_note or rows[start - 1].size < self.size * _SMALL):
            start -= 1
        notes = rows[start:]
        first = next((position for position, row in enumerate(notes) if _note_mark(row)), len(notes))
        mark = ""
        for row in notes[first:]:
            if new := _note_mark(row):
                mark = new
                text = row.text if row.note else row.text.removeprefix(new).strip()
                self.notes[row.page, mark] = text
            else:
                self.notes[row.page, mark] += f" {row.text}"
        return rows[: start + first]

    def lines(self) -> Iterator[Line]:
        """Yield the paragraphs and headings in order."""
        unfinished: list[Row] = []
        for row in (row for page in self.pages for row in _masthead_in_columns(page)):
            if unfinished and self._begins_line(unfinished[-1], row):
                yield self._line(unfinished)
                unfinished = []
            unfinished.append(row)
        if unfinished:
            yield self._line(unfinished, is_last=True)

    def _begins_line(self, previous: Row, row: Row) -> bool:
        """Return whether a row begins a new paragraph or heading, and does not continue the row before it."""
        if row.sign or abs(row.size - previous.size) > 0.5:
            return True
        if row.page != previous.page:
            # A paragraph continues on the next page.
            return row.is_emphasized != previous.is_emphasized or self._looks_new(previous, row)
        gap = previous.baseline - row.baseline
        leading = self.leading * max(1.0, row.size / self.size)
        if gap < 0 or gap > leading * 1.3:
            return True
        is_short = previous.right < self.right - self.size * 4
        return is_short and (row.is_emphasized != previous.is_emphasized or self._looks_new(previous, row))

    def _looks_new(self, previous: Row, row: Row) -> bool:
        """Return whether a row begins with a number or a letter, and the row before it ends a paragraph."""
        has_sign = re.match(r"(?:\d{1,3}\.|\(?[^\W\d_]{1,5}\)|[IVXA-Z]{1,5}\.)\s", row.text)
        return bool(has_sign and _ENDS_PARAGRAPH.search(previous.text))

    def _line(self, rows: list[Row], *, is_last: bool = False) -> Line:
        """Return the rows of a paragraph or heading as a line, with the footnotes that they refer to."""
        text, has_space = "", False
        to_check: list[str] = []
        for row in rows:
            divided = _DIVIDED.search(text[-_MAX_WORD:])
            if divided and not has_space and row.text[:1].islower() and (word := _WORD.match(row.text)):
                text, doubt = self._join_divided(text, divided[1], word[0])
                to_check += [doubt] if doubt else []
                text += row.text
            elif text.endswith("\u00ad"):
                text = text[:-1] + row.text
            else:
                text += ("" if not text or (text.endswith(_JOINED_AFTER) and not has_space) else " ") + row.text
            has_space = row.ends_with_space
        if sign := rows[0].sign:
            text = f"{sign}\t{text.removeprefix(sign).strip()}"
        marks = [(row.page, mark) for row in rows for mark in row.notes]
        marks += [(rows[-1].page, stars[0]) for stars in re.findall(r"(\*+)(,|$)", text)]
        footnotes = [self.notes.pop(mark) for mark in marks if mark in self.notes]
        if is_last:
            footnotes += self.notes.values()
        return Line(
            text=text,
            is_heading=all(row.is_emphasized for row in rows),
            footnotes=tuple(footnotes),
            to_check=tuple(to_check),
            page=rows[0].page,
        )

    def _join_divided(self, text: str, first: str, second: str) -> tuple[str, str]:
        """Join a word that a hyphen at the end of a row divides. Return the text, and a reason to check it.

        The document shows in other places whether the word has a hyphen. If it does not show this, the hyphen stays,
        unless the document divides other words.
        """
        joined, with_hyphen = self.words[(first + second).casefold()], self.words[f"{first}-{second}".casefold()]
        has_hyphen = bool(with_hyphen) if joined or with_hyphen else not self.is_hyphenated
        question = gettext(
            "is the word “%(word)s” right? It is divided at the end of a line",
            word=f"{first}{'-' * has_hyphen}{second}",
        )
        is_sure = joined or with_hyphen or not self.may_be_hyphenated
        return text if has_hyphen else text[:-1], "" if is_sure else question


def _note_mark(row: Row) -> str:
    """Return the mark of the footnote that a row begins with, or "" if it begins none."""
    if row.note:
        return row.note
    gap = "" if row.is_note else r"\s+"
    # A mark that is not raised: stars, or a number before a capital letter.
    mark = re.match(rf"\*+(?=\s)|[0-9]{{1,3}}(?={gap}{CAPITAL})", row.text)
    return mark[0] if mark else ""


def _masthead_in_columns(rows: list[Row]) -> Iterator[Row]:
    """Yield the rows of a page in the order in which they are read.

    The masthead at the top of the first page has two columns. Its left column comes first.
    """
    end = next((position for position, row in enumerate(rows) if row.sign or row.is_emphasized), len(rows))
    columns = {row.column for row in rows[:end] if row.column} if rows and rows[0].page == 1 else set()
    if not columns:
        yield from rows
        return
    parts = [part for row in rows[:end] for part in _split(row, columns)]
    right = min(columns) - 1
    yield from (part for part in parts if part.left < right)
    yield from (part for part in parts if part.left >= right)
    yield from rows[end:]


def _split(row: Row, columns: set[float]) -> tuple[Row, ...]:
    """Return the parts of a row in two columns. `columns` has the positions at which a second column may begin."""
    splits = (row.split(column) for column in ([row.column] if row.column else sorted(columns)))
    return next((parts for parts in splits if len(parts) > 1), (row,))
