"""Blank lines around the blocks of a Markdown document, so that none swallows the next."""

from __future__ import annotations

import re
from typing import Literal

Block = Literal["", "heading", "list", "table", "text"]

_FENCE = re.compile(r" {0,3}(```|~~~)")
_HEADING = re.compile(r" {0,3}#{1,6}( |$)")
_ITEM = re.compile(r"\s*([-*+]|\d{1,9}[.)])( |$)")
_BLANK = re.compile(r"\n(?:[ \t]*\n)+")


def separate_blocks(text: str) -> str:
    """The document with a blank line where a heading, list, table or paragraph follows another block.

    Without one a paragraph after a list belongs to its last item, and one after a table is a row of it (CommonMark,
    GFM). What a code fence holds stays as it is.
    """
    lines: list[str] = []
    before: Block = ""
    fence = ""
    for line in text.split("\n"):
        if fence:
            lines.append(line)
            fence = "" if line.strip().startswith(fence) else fence
            continue
        if found := _FENCE.match(line):
            fence = found[1]
        block = _block(line, before)
        if before and block and (block != before or block == "heading"):
            lines.append("")
        lines.append(line)
        before = block
    return _BLANK.sub("\n\n", "\n".join(lines))


def _block(line: str, before: Block) -> Block:
    """The kind of block that a line belongs to; empty for a blank one."""
    if not line.strip():
        return ""
    if _HEADING.match(line):
        return "heading"
    if _ITEM.match(line) or (before == "list" and line[0] in " \t"):
        return "list"
    return "table" if line.startswith("|") else "text"
