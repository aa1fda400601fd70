"""The texts of a cell of UPR recommendations, each with the States in brackets at its end that made it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 20_000
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_END = re.compile(r"\s*(?:[;.]|$)\s*")
# A State's name begins with a capital and has no digit; abbreviations and instruments in brackets are none.
_STATE = re.compile(r"(?:[Tt]he )?(?:former )?(?![A-Z-]+$)[^\W\d_a-z][^\d]*")
_INSTRUMENT = re.compile(r"\b(?:Convention|Covenant|Protocol|Act|Law|Code|Plan|Principles|Rules|Committee|Agenda)\b")


def by_states(text: str) -> list[tuple[str, list[str]]]:
    """The texts under one number, each with the States that made it."""
    found, begin = [], 0
    for start, groups, end in _ends(text) if len(text) < _LONGEST else ():
        of: list[str] = []
        while groups and (states := _states(groups[-1])):
            of = [*states, *of]
            groups.pop()
        if of:
            found.append((" ".join([text[begin:start].strip(), *groups]).strip(), of))
            begin = end
    rest = text[begin:].strip(" ;.")
    return [*found, (text[begin:].strip(), [])] if rest or not found else found


def _ends(text: str) -> Iterator[tuple[int, list[str], int]]:
    """The brackets at the end of each text: where they start, each of them, and where the next text begins."""
    # Each bracket is looked at once: a pattern for all in a row would try each row again from each of its brackets.
    row: list[re.Match[str]] = []
    for one in _BRACKETS.finditer(text):
        if row and text[row[-1].end() : one.start()].strip():
            row.clear()
        row.append(one)
        if end := _END.match(text, one.end()):
            yield row[0].start(), [each[0] for each in row], end.end()
            row.clear()


def _states(group: str) -> list[str]:
    """The States in brackets; none where the brackets hold something else."""
    names = [name.strip() for name in group[1:-1].split(",")]
    return names if all(_STATE.fullmatch(name) and not _INSTRUMENT.search(name) for name in names) else []
