"""Slips of people who edit a data file in a browser or a text editor: each changes one line of a correct file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Slip = Callable[[Sequence[str], int], str | None]
    """Returns what is typed in place of a line, or None if this slip cannot happen in the line."""

LOG = """\
        responsible: [cncc, crc-cambodia]
        progress:
          # The first meeting.
          - date: 2023-05-20
            status: in-progress
            note: "Held: ten organisations came"
          - date: 2023-08-24
            status: done
            note: "We met #3 of them"
            evidence:
              - "[draft] minutes, section 2"
              - https://example.org/minutes
"""
"""What a pillar file gets, so that every slip can happen in it."""


def with_logs(text: str) -> str:
    """Return the text of a pillar file in which each activity that has no other fields has a log."""
    record = re.compile(
        r"(      - id: \"[\d.]+\"\n        text:(?:.*\n(?: {9}.*\n)*)        timeframe: .*\n)(?=\n|\Z|  - title)"
    )
    return record.sub(lambda match: match[1] + LOG, text)


def _replaced(pattern: str, replacement: str) -> Slip:
    def slip(lines: Sequence[str], number: int) -> str | None:
        typed = re.sub(pattern, replacement, lines[number], count=1)
        return typed if typed != lines[number] else None

    return slip


def _swapped(lines: Sequence[str], number: int) -> str | None:
    match = re.match(r"( *(?:- )?)([a-z_]{4,})(:.*)", lines[number])
    if not match or match[2][1] == match[2][2]:
        return None
    key = match[2]
    return f"{match[1]}{key[0]}{key[2]}{key[1]}{key[3:]}{match[3]}"


SLIPS: dict[str, Slip] = {
    "colon in a text": _replaced(r'(: )"(.*: .*)"$', r"\1\2"),
    "hash in a text": _replaced(r'(: )"(.* #.*)"$', r"\1\2"),
    "bracket before a text": _replaced(r'- "(\[.*)"$', r"- \1"),
    "tab": _replaced(r"^ +(?=(?:- )?[a-z_]+:)", "\t"),
    "no-break space after a dash": _replaced("- (?=[a-z])", "-\u00a0"),
    "no-break space after a colon": _replaced("^( +[a-z]+:) (?=[a-z0-9])", "\\1\u00a0"),
    "bullet": _replaced(r"^( +)- (?=[a-zA-Z\"]+)", "\\1• "),
    "no space after a dash": _replaced(r"^( +)- (?=[a-z])", r"\1-"),
    "no space after a colon": _replaced(r"^( +(?:status|date|timeframe|text|note|title)): (?=[a-zA-Z0-9])", r"\1:"),
    "full-width colon": _replaced("^( +[a-z]+): ", "\\1\uff1a"),
    "no dash before an id": _replaced('- (?=id: "[0-9.]+")', "  "),
    "curly quotes": _replaced(r'(id: )"([\d.]+)"', "\\1“\\2”"),
    "id without quotes": _replaced(r'(id: )"([\d.]+)"', r"\1\2"),
    "day first": _replaced(r"date: (\d{4})-(\d\d)-(\d\d)$", r"date: \3.\2.\1"),
    "month in words": _replaced(r"date: (\d{4})-05-(\d\d)$", r"date: \2 May \1"),
    "Khmer digits": _replaced(r"date: 2023-", "date: \u17e2\u17e0\u17e2\u17e3-"),
    "dashes in a date": _replaced(r"date: (\d{4})-(\d\d)-(\d\d)$", "date: \\1\u2013\\2\u2013\\3"),
    "capital letter in a choice": _replaced("status: done", "status: Done"),
    "space in a choice": _replaced("status: in-progress", "status: In progress"),
    "misspelt field": _swapped,
    "misspelt id": _replaced(r"\[cncc, ", "[CNNC, "),
    "capital letters in an id": _replaced(r"\[cncc, ", "[CNCC, "),
    "Cyrillic letter in an id": _replaced(r"\[cncc, ", "[\u0441n\u0441c, "),
    "hyphen in an id": _replaced("crc-cambodia", "crc\u2011cambodia"),
}
