"""Choose the widths of the columns of a table, and the tables that need a page in landscape."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cobtrack.render.tree.nodes import (
    Block,
    Content,
    Heading,
    LineBreak,
    PageBreak,
    Paragraph,
    Table,
    Text,
    length,
    plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PORTRAIT, LANDSCAPE = 96, 146
"""The number of characters in a line of a table, on a page in portrait and in landscape."""
_CELL_MARGIN = 2.6
_BOLD = 1.1
"""How much wider the bold letters of a header are."""
_LONG_COLUMN = 25
"""A column whose cells have more characters on average needs several lines."""
_LONG_COLUMNS_IN_LANDSCAPE = 5
_SMALL = 1.25
"""How many more small letters fit on a line."""
_SHORT_TABLE = 8
"""The number of rows of a table that is short."""
LONG_ROW = 2500
"""A row with more characters might not fit on a page, so it has to be split."""
_MAX_WORD_LENGTH = 22
"""A longer word is broken, because it is usually a web address."""


class _Column(NamedTuple):
    word: float
    """The length of the longest word."""
    line: int
    """The length of the longest line."""
    mean: float
    """The average length of the longest lines of all cells."""


def is_landscape(table: Table) -> bool:
    """Return whether a table needs a page in landscape: its columns do not fit, or many of them have long texts."""
    columns = _columns(table)
    has_long = sum(column.mean > _LONG_COLUMN for column in columns) >= _LONG_COLUMNS_IN_LANDSCAPE
    # A short table is not worth a page of its own if it fits in small letters.
    limit = PORTRAIT if len(table.rows) > _SHORT_TABLE else PORTRAIT * _SMALL
    return has_long or _needed(columns) > limit


def is_small(table: Table) -> bool:
    """Return whether the words of a table fit into its columns only in small letters."""
    return not is_landscape(table) and _needed(_columns(table)) > PORTRAIT


def _needed(columns: list[_Column]) -> float:
    return sum(column.word + _CELL_MARGIN for column in columns)


def column_widths(table: Table) -> list[float]:
    """Return the share of each column in the width of the table. The shares add up to 1."""
    total = LANDSCAPE if is_landscape(table) else PORTRAIT
    columns = _columns(table)
    smallest = [float(column.word + _CELL_MARGIN) for column in columns]
    wanted = [float(column.line + _CELL_MARGIN) for column in columns]
    rest = total - sum(smallest)
    if rest <= 0:
        widths = smallest
    elif sum(wanted) <= total:
        # The longest column takes what is left.
        widths = wanted
        longest = max(range(len(columns)), key=lambda at: columns[at].line)
        widths[longest] += total - sum(wanted)
    else:
        widths = [small + more for small, more in zip(smallest, _shares(columns, smallest, wanted, rest), strict=True)]
    return [width / sum(widths) for width in widths]


def _columns(table: Table) -> list[_Column]:
    columns: list[_Column] = []
    for at, header in enumerate(table.header):
        cells = [row[at] for row in table.rows]
        word = max(_longest_word([header]) * _BOLD, _longest_word(cells))
        lines = [max(map(len, _lines(content))) for content in cells]
        line = max([length(header), *lines])
        columns.append(_Column(word, line, sum(lines) / max(len(lines), 1)))
    return columns


def _shares(columns: list[_Column], smallest: list[float], wanted: list[float], rest: float) -> list[float]:
    """Share out the rest of the width: columns with short lines get what they need, and long texts the remainder."""
    shares = [0.0] * len(columns)
    missing = [max(full - small, 0.0) for full, small in zip(wanted, smallest, strict=True)]
    is_open = dict.fromkeys(sorted(range(len(columns)), key=missing.__getitem__))
    while is_open:
        at = next(iter(is_open))
        if missing[at] > rest / len(is_open):
            break
        shares[at] = missing[at]
        rest -= missing[at]
        del is_open[at]
    # The lines of a row are as many as those of its longest cell.
    total = sum(columns[at].mean for at in is_open) or 1.0
    for at in is_open:
        shares[at] = rest * columns[at].mean / total
    return shares


def _lines(content: Content) -> list[str]:
    """Return the lines of a cell, which end where the text says so."""
    lines = [""]
    for part in content:
        if isinstance(part, LineBreak):
            lines.append("")
        elif isinstance(part, Text):
            lines[-1] += part.text
    return lines


def _longest_word(cells: list[Content]) -> int:
    words = (word for content in cells for word in plain(content).replace("\u200b", " ").split())
    return min(max(map(len, words), default=1), _MAX_WORD_LENGTH)


class Part(NamedTuple):
    """Successive blocks of a document that are on pages of the same orientation."""

    is_landscape: bool
    blocks: tuple[Block, ...]


def parts_by_orientation(blocks: Sequence[Block]) -> Iterator[Part]:
    """Yield the parts of a document.

    The headings before a table in landscape and the paragraphs between them are on its pages. So is everything between
    two tables in landscape if it has no table and only a few blocks.
    """
    is_wide = [isinstance(block, Table) and is_landscape(block) for block in blocks]
    for at, block in enumerate(blocks):
        if isinstance(block, Table) and is_wide[at]:
            before = _introduction(blocks, at)
            is_wide[before:at] = [True] * (at - before)
    start = 0
    for at in range(1, len(blocks) + 1):
        if at == len(blocks) or is_wide[at] != is_wide[start]:
            yield Part(is_wide[start], tuple(blocks[start:at]))
            start = at


def _introduction(blocks: Sequence[Block], at: int) -> int:
    """Return the place of the first heading or paragraph that introduces the table at a place."""
    start = at
    while start and isinstance(blocks[start - 1], Paragraph) and at - start < 3:
        start -= 1
    if not (start and isinstance(blocks[start - 1], Heading)):
        return at
    while start and isinstance(blocks[start - 1], Heading):
        start -= 1
    return start if not any(isinstance(block, PageBreak) for block in blocks[start:at]) else at
