"""The texts of a cell of UPR recommendations, each with the States in brackets at its end that made it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cobtrack.model.states import lookup

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_LONGEST = 20_000
# More than the names of all States need; more brackets in a row than there are States.
_LONGEST_NAMES, _MOST_MAKERS = 8_000, 250
_BRACKETS = re.compile(r"\((?:[^()]|\([^()]*\))*\)")
_END = re.compile(r"\s*(?:[;.]|$)\s*")
_COMMA = re.compile(r"[,;|]\s*(?![^(]*\))")
_AND = re.compile(r"\s+(?:and|&|et|y)\s+", re.IGNORECASE)


def split_by_state(text: str) -> list[tuple[str, list[str]]]:
    """The texts under one number, each with the States that made it."""
    found, begin = [], 0
    for start, groups, end in _ends(text) if len(text) < _LONGEST else ():
        of: list[str] = []
        while groups and (names := states_in(groups[-1][1:-1])):
            of = [*names, *of]
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


def states_in(words: str) -> list[str]:
    """The names of States that these words are; none where any of them is something else."""
    if len(words) > _LONGEST_NAMES:
        return []
    if lookup.in_text(words):
        return [words.strip()]
    names = [name.strip() for name in _COMMA.split(words) if name.strip()]
    if len(names) < 2:
        names = [name.strip() for name in _AND.split(words)]
    elif not lookup.in_text(names[-1]):
        names[-1:] = [name.strip() for name in _AND.split(names[-1].removeprefix("and "))]
    return names if len(names) > 1 and all(map(lookup.in_text, names)) else []


def recommending_states(text: str, known: Iterable[str]) -> tuple[str, list[str]]:
    """The text without the States in brackets that it ends with, and these, with those that were known before."""
    found = list(known)
    has_makers, keys = bool(found), set(map(lookup.key, found))
    for _ in range(_MOST_MAKERS):
        start, words = _last_brackets(text)
        names = states_in(words) or ([words] if lookup.key(words) in keys else [])
        new = [name for name in names if lookup.key(name) not in keys]
        # Where the States are given, brackets without any of them belong to the text: it speaks of another State.
        if not names or (has_makers and len(new) == len(names)):
            break
        text, found = text[:start].rstrip(), [*found, *new]
        keys.update(map(lookup.key, new))
    return text, found


def _last_brackets(text: str) -> tuple[int, str]:
    """Where the brackets start that a text ends with, and what is in them."""
    end, depth = len(text.rstrip(" ;.,")), 0
    for at in range(end - 1, max(-1, end - _LONGEST_NAMES), -1):
        depth += (text[at] == ")") - (text[at] == "(")
        if depth == 0:
            return at, text[at + 1 : end - 1]
    return end, ""
