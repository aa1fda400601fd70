"""Separate the blocks of a Markdown document with blank lines, so that no block becomes part of another block."""

from __future__ import annotations

import re
from typing import Literal

Block = Literal["", "heading", "list", "table", "text"]

_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}( |$)")
_ITEM = re.compile(r"\s*([-*+]|\d{1,9}[.)])( |$)")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")


def separate_blocks(text: str) -> str:
    """Return the document with one blank line wherever a heading, list, table or paragraph follows another block.

    Without a blank line, a paragraph after a list would belong to the last item (CommonMark), and a paragraph after a
    table would become a row (GitHub Flavored Markdown). Lines in a code fence are not changed.
    """
    lines: list[str] = []
    previous: Block = ""
    fence = ""
    for line in text.split("\n"):
        if fence:
            lines.append(line)
            fence = "" if line.strip().startswith(fence) else fence
            continue
        if match := _FENCE.match(line):
            fence = match[1]
        block = _block_of(line, previous)
        if previous and block and (block != previous or block == "heading"):
            lines.append("")
        lines.append(line)
        previous = block
    return _BLANK_LINES.sub("\n\n", "\n".join(lines))


def _block_of(line: str, previous: Block) -> Block:
    """Return the kind of block that a line belongs to, or "" for a blank line.

    `previous` is the kind of block that the preceding line belongs to.
    """
    if not line.strip():
        return ""
    if _HEADING.match(line):
        return "heading"
    if _ITEM.match(line) or (previous == "list" and line[0] in " \t"):
        return "list"
    return "table" if line.startswith("|") else "text"
